"""Walls: what is planted is found, what is chance is not, and nothing is undefined without a reason."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.errors import ColumnError, LowResponseWarning, TooLittleDataError
from kiemen.measures.communities import find_communities
from kiemen.measures.null_models import rewire_ties
from kiemen.measures.walls import _chance, _headline, _reasons, find_walls, wall_table
from kiemen.network import Network


def _network(people, ties, *, directed=False):
    relations = pd.DataFrame({"relation": ["tie"], "directed": [directed]})
    frame = pd.DataFrame([tuple(tie) for tie in ties], columns=["source", "target"]).assign(relation="tie")
    return Network.from_frames(people, frame, relations=relations)


def test_expected_and_index_by_hand():
    """Two triangles and one tie across: K = 7 and 7 of 14 tie ends, so 3.5 expected and log(1.5/4) as index."""
    people = pd.DataFrame({"person": list("abcxyz"), "team": ["one"] * 3 + ["two"] * 3})
    found = find_walls(_network(people, ["ab", "bc", "ac", "xy", "yz", "xz", "ax"]))
    row = found.table.iloc[0]
    assert (row["observed"], row["expected"]) == (1, 3.5)
    assert row["index"] == pytest.approx(np.log(1.5 / 4))
    assert found.observed.to_numpy().tolist() == [[3, 1], [1, 3]]
    assert found.expected.to_numpy().tolist() == [[1.75, 3.5], [3.5, 1.75]]
    assert found.groups["ei"].tolist() == [-0.5, -0.5]


def test_directed_expectation_by_hand():
    """K_out of the first is 2 and K_in of the second 2 of 3 ties: 4/3 one way, 1/3 the other."""
    people = pd.DataFrame({"person": list("abxy"), "team": ["one"] * 2 + ["two"] * 2})
    found = find_walls(_network(people, ["ax", "by", "xa"], directed=True))
    assert found.table["expected"].iloc[0] == pytest.approx(4 / 3 + 1 / 3)
    assert found.table["observed"].iloc[0] == 3
    assert found.observed.loc["one", "two"] == 2


def test_planted_wall_is_found_and_stands_out(blocks):
    network = blocks(sizes=(40,) * 8, inside=0.12, between=0.03, seed=1)
    group = network.groups("department")
    ties = network.ties
    walled = {"dept A", "dept B"}
    cut = [{group[a], group[b]} == walled for a, b in zip(ties["source"], ties["target"], strict=True)]
    found = find_walls(
        _network(network.people.reset_index(), ties.loc[~np.array(cut), ["source", "target"]].to_numpy())
    )
    assert found.table.index[0] == "dept A – dept B"
    assert found.table["wall"].iloc[0]
    assert found.table["strong"].tolist() == [True] + [False] * 27
    assert "dept A" in found.explain("dept A – dept B", language="en")


def test_error_rate_on_networks_with_the_same_degrees(blocks):
    """On rewired networks a wall may come up in at most one in twenty; 40 networks with hubs and silent people."""
    rng = np.random.default_rng(11)
    weight = rng.pareto(2.0, 120) + 0.3
    ends = rng.choice(120, (2, 500), p=weight / weight.sum())
    pairs = {(min(a, b), max(a, b)) for a, b in ends.T if a != b}
    graph = nx.Graph(sorted(pairs))
    graph.add_nodes_from(range(120))
    matrix = nx.to_scipy_sparse_array(graph, nodelist=range(120), dtype=float, format="csr")
    ids = [f"p{i:03d}" for i in range(120)]
    people = pd.DataFrame({"person": ids, "department": np.repeat(list("abcde"), [50, 30, 20, 15, 5])})
    false = 0
    for source, target in rewire_ties(matrix, directed=False, times=40, rng=12):
        ties = [(ids[a], ids[b]) for a, b in zip(source, target, strict=True)]
        false += bool(find_walls(_network(people, ties), times=199, rng=1).table["wall"].any())
    assert false <= 5


def test_formula_and_rewiring_agree(blocks):
    network = blocks(sizes=(60,) * 4, inside=0.06, between=0.03, seed=3)
    one, other = find_walls(network, times=999), find_walls(network, times=0)
    drawn, formula = one.table.sort_index(), other.table.sort_index()
    assert drawn["chance"].to_numpy() == pytest.approx(formula["chance"].to_numpy(), rel=0.03)
    assert drawn["p"].to_numpy() == pytest.approx(formula["p"].to_numpy(), abs=0.04)
    assert any("formula" in fact.say("en") for fact in other.cautions)


@pytest.mark.oracle
def test_networkers(networkers):
    """E-I of EIES by discipline: weighted .1704 (netrics), binary .3455."""
    overall = find_walls(networkers, by="Discipline", times=19).overall
    assert overall["ei_weighted"] == pytest.approx(0.1704, abs=5e-5)
    assert overall["ei"] == pytest.approx(0.3455, abs=5e-5)


def test_zachary_split(karate):
    """78 ties, 11 of them across: E-I −.7179, modularity .358235, assortativity .717531, conductance .146667."""
    people = pd.DataFrame({"person": [f"p{v:02d}" for v in karate], "club": [karate.nodes[v]["club"] for v in karate]})
    found = find_walls(_network(people, [(f"p{a:02d}", f"p{b:02d}") for a, b in karate.edges]), by="club")
    assert found.overall["ei"] == pytest.approx(-0.7179, abs=5e-5)
    assert found.overall["modularity"] == pytest.approx(0.358235, abs=5e-7)
    assert found.overall["assortativity"] == pytest.approx(0.717531, abs=5e-7)
    assert found.groups["conductance"].tolist() == pytest.approx([0.146667] * 2, abs=5e-7)
    assert found.overall["ei_p"] < 0.01


def test_around_the_organisation_and_between_found_communities(blocks):
    network = blocks(sizes=(30, 30), inside=0.3, between=0.02)
    people = network.people.reset_index().assign(inside=lambda p: p["department"] == "dept A")
    outside = Network.from_frames(people, network.ties, relations=network.relations)
    assert find_walls(outside, by="inside", times=199).table.index.tolist() == ["inside – outside"]
    communities = find_communities(network)
    assert find_walls(network, by=communities.groups(), times=199).table["wall"].all()


def test_row_order_and_seed(blocks):
    network = blocks()
    shuffled = {name: frame.sample(frac=1, random_state=2) for name, frame in network.to_frames().items()}
    one, other = find_walls(network, times=99), find_walls(Network.from_frames(**shuffled), times=99)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_series_equal(one.overall, other.overall)


def test_small_groups_cannot_be_told_and_no_ties_give_no_walls():
    people = pd.DataFrame({"person": list("abcd"), "team": ["one", "one", "two", "three"]})
    found = find_walls(_network(people, ["ab", "ac"]))
    assert not found.table["wall"].any()
    # Only one network has these numbers of ties, so that no pair can have fewer.
    assert not found.table["testable"].any()
    assert "Between none of the 3 pairs of groups are there enough ties" in found.summary("en")
    empty = find_walls(Network.from_frames(people))
    assert empty.table["observed"].tolist() == [0, 0, 0]
    assert empty.overall.isna().all()
    assert empty.groups["external"].isna().all()


def test_one_group_or_no_column_is_an_error(blocks):
    with pytest.raises(TooLittleDataError, match="at least two groups"):
        find_walls(blocks(sizes=(8,)))
    with pytest.raises(ColumnError, match="department"):
        find_walls(blocks(sizes=(5, 5)), by="departmnt")


def test_unknown_groups_and_low_response_are_said():
    people = pd.DataFrame({"person": list("abcd"), "team": ["one", "one", "two", None]})
    relations = pd.DataFrame({"relation": ["advice"], "directed": [True], "asked": [True]})
    ties = pd.DataFrame({"source": ["a"], "target": ["b"], "relation": ["advice"]})
    silent = ["answered", "not answered", "not answered", "not answered"]
    participation = pd.DataFrame({"person": list("abcd"), "wave": "", "status": silent})
    network = Network.from_frames(people, ties, relations=relations, participation=participation)
    with pytest.warns(LowResponseWarning, match="Only 25%"):
        found = find_walls(network, times=9)
    said = found.summary("en")
    assert "1 person without a known group" in said
    assert "Only 25%" in said


def test_the_wall_around_the_organisation_in_words(blocks):
    """Two groups fix their own openness: nothing is said of that, and the two sides have names."""
    inner = blocks(sizes=(20, 20), inside=0.3, between=0.005, seed=4)
    people = inner.people.reset_index().assign(inside=lambda frame: frame["department"] == "dept A")
    found = find_walls(_network(people, inner.ties[["source", "target"]].to_numpy()), by="inside")
    assert found.table["wall"].tolist() == [True]
    assert found.table[["open", "q_open"]].isna().all(axis=None)
    assert not found.table["strong"].any()
    said = found.summary(language="nl")
    assert "de organisatie" in said
    assert "vier of meer" in said
    assert "outside" not in found.headline[0].say("nl")
    assert "Contacten buiten" in said


def test_the_table_alone_is_the_table_of_the_walls(blocks):
    network = blocks()
    told = find_walls(network, times=0).table
    pd.testing.assert_frame_equal(wall_table(network, by=None, relation=None), told)


def test_a_wall_that_cannot_be_told_is_not_said_to_be_absent():
    """Contacts outside only receive ties: everybody keeps the ties they receive, so no draw can differ."""
    people = pd.DataFrame({"person": list("abcdxy"), "inside": [True] * 4 + [False] * 2})
    ties = pd.DataFrame([("a", "b"), ("b", "c"), ("c", "d"), ("a", "x"), ("d", "y")], columns=["source", "target"])
    found = find_walls(Network.from_frames(people, ties), by="inside", times=99)
    assert not found.table["testable"].any()
    assert "cannot be told from these ties" in found.summary("en")
    assert "No wall was found" not in found.summary("en")
    groups = pd.Series(list("ppqqrr"), index=list("abcdxy"))
    several = find_walls(Network.from_frames(people, ties.head(2)), by=groups, times=99)
    assert "Between none of the 3 pairs of groups are there enough ties" in several.summary("en")


def test_a_count_has_its_word_and_a_chance_is_never_nothing(blocks):
    walls = find_walls(blocks(sizes=(40,) * 4, inside=0.3, between=0.001, seed=3), rng=1)
    for label, row in walls.table.iterrows():
        said = walls.explain(label, language="en")
        assert ("there is 1 tie" in said) == (row["observed"] == 1)
        assert "0.0%" not in said
    assert {0, 1} <= set(walls.table["observed"])


def test_a_chance_that_rounds_to_nothing_is_not_nothing():
    assert _chance(0.00016).say("en") == "less than 0.1%"
    assert _chance(0.00016).say("nl") == "minder dan 0,1%"
    assert _chance(0.0016).say("nl") == "0,2%"
    row = {"group": "A", "other": "B", "observed": 13, "expected": 27.0, "wall": True, "testable": True}
    _, said = _reasons(pd.Series({**row, "p": 0.00016, "q": 0.0016}), 10)
    assert said.say("en") == (
        "So few or fewer come up by chance in less than 0.1% of random networks; after correction for 10 pairs in 0.2%."
    )


def test_what_is_called_a_wall_and_what_stands_out_are_kept_apart():
    row = {"group": "A", "other": "B", "observed": 6, "expected": 17.46, "wall": True, "strong": False, "q_open": 0.4}
    table = pd.DataFrame([row, {**row, "other": "C"}, {**row, "wall": False}])
    first, found, highest = (fact.say("nl") for fact in _headline(table, pd.Series({"ei": np.nan})))
    assert first.startswith("2 muren zijn gevonden; geen daarvan springt eruit")
    assert found == "Tussen 2 van de 3 paren groepen staat een muur: minder verbindingen dan het toeval geeft."
    # With the decimal that the table has, which rounding would contradict.
    assert highest == "De hoogste muur staat tussen A en B: 6 verbindingen waar er 17,5 te verwachten zijn."
    strong, *_ = _headline(table.assign(strong=[True, False, False]), pd.Series({"ei": np.nan}))
    assert strong.say("en") == "One wall stands out even from how much groups keep to themselves: A – B."
