"""People as bridges: what is planted is found, in words, and what is not known is not called zero."""

import hypothesis.strategies as st
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from kiemen.errors import ColumnError, InputError, LowResponseWarning
from kiemen.measures.betweenness import exact_betweenness
from kiemen.measures.bridges import marked_bridges, score_bridges
from kiemen.measures.brokerage import everett_valente, largest_brokerage
from kiemen.network import Network


def _two_circles(extra=()):
    """Two circles of six, all tied within, and one go-between in neither."""
    people = pd.DataFrame({"person": [f"a{i}" for i in range(6)] + [f"b{i}" for i in range(6)] + ["go"]})
    people["department"] = ["Zorg"] * 6 + ["Wijken"] * 6 + ["Staf"]
    people["name"] = people["person"].str.upper()
    pairs = [(f"{c}{i}", f"{c}{j}") for c in "ab" for i in range(6) for j in range(i)]
    pairs += [("go", "a0"), ("go", "a1"), ("go", "b0"), ("go", "b1"), *extra]
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    ties = pd.DataFrame(pairs, columns=["source", "target"]).assign(relation="tie")
    return Network.from_frames(people, ties, relations=relations)


def test_the_go_between_leads_and_the_words_say_where():
    found = score_bridges(_two_circles())
    first = found.table.iloc[0]
    assert found.table.index[0] == "go"
    assert (first["score"], first["rank"], first["groups"], first["between"]) == (1, 1, 2, "Wijken – Zorg")
    said = found.explain("go", language="en")
    assert "GO is tied to 4 people in 2 groups: Wijken (2), Zorg (2)." in said
    assert "4 pairs of people there are tied to GO and not to each other" in said
    assert "54.5% of the shortest paths" in said
    assert "The strongest bridges are GO" in found.summary("en")


def test_columns_agree_with_their_measures(granovetter, matrix):
    network = Network.from_networkx(nx.relabel_nodes(granovetter, {v: f"n{v:02d}" for v in granovetter}))
    table = score_bridges(network).table.sort_index()
    adjacency = matrix(granovetter)
    betweenness = exact_betweenness(adjacency)
    assert table["betweenness"].to_numpy() == pytest.approx(betweenness.share)
    brokerage = everett_valente(adjacency, betweenness.value)
    assert table["brokerage"].to_numpy() == pytest.approx(brokerage / largest_brokerage(25))
    carried = betweenness.value / adjacency.sum(axis=1)
    assert table["score"].to_numpy() == pytest.approx(carried / carried.max())
    assert table.loc["n07", "brokerage"] == pytest.approx(0.4621, abs=5e-5)


def test_few_contacts_in_a_dense_circle_are_no_bridge():
    # Two dense circles of eleven joined by one person; somebody at the rim knows three of the first circle, one of
    # whom does not know another. By the published brokerage the rim would come close to the joint, or before it.
    rng = np.random.default_rng(1)
    ties = [(f"{c}{i:02d}", f"{c}{j:02d}") for c in "ab" for i in range(11) for j in range(i) if rng.random() < 0.9]
    missing = next(
        (f"a{i:02d}", f"a{j:02d}") for i in range(11) for j in range(i) if (f"a{i:02d}", f"a{j:02d}") not in ties
    )
    third = next(p for p in (f"a{i:02d}" for i in range(11)) if p not in missing)
    ties += [("rim", p) for p in (*missing, third)]
    ties += [("joint", f"{c}{i:02d}") for c in "ab" for i in range(4)]
    table = score_bridges(Network.from_frames(ties=pd.DataFrame(ties, columns=["source", "target"]))).table
    assert table.index[0] == "joint"
    assert 0 < table.loc["rim", "score"] < 0.1
    others = table.drop(["joint", "rim"])
    assert table.loc["rim", "brokerage"] > others["brokerage"].median()


def test_people_without_ties_have_no_score():
    network = _two_circles()
    people = pd.concat([network.people.reset_index(), pd.DataFrame({"person": ["alone"], "name": ["Alone"]})])
    found = score_bridges(Network.from_frames(people, network.ties, relations=network.relations))
    row = found.table.loc["alone"]
    assert np.isnan(row["score"])
    assert pd.isna(row["rank"])
    assert np.isnan(row["constraint"])
    assert row["degree"] == 0
    assert found.table.index[-1] == "alone"
    assert "Nothing is known of ties of Alone" in found.explain("alone", language="en")


def test_overload_is_flagged_and_said():
    extra = [("go", f"{c}{i}") for c in "ab" for i in range(2, 6)]
    network = _two_circles(extra)
    crowd = [(f"c{i}", f"c{(i + 1) % 30}") for i in range(30)] + [("go", f"c{i}") for i in range(30)]
    frame = pd.DataFrame(crowd, columns=["source", "target"]).assign(relation="tie", weight=1.0)
    people = pd.DataFrame({"person": [f"c{i}" for i in range(30)], "department": "Klant"})
    bigger = Network.from_frames(
        pd.concat([network.people.reset_index(), people]),
        pd.concat([network.ties, frame]),
        relations=network.relations,
    )
    found = score_bridges(bigger)
    assert found.table.index[found.table["overloaded"]].tolist() == ["go"]
    assert "may carry too much" in found.explain("go", language="en")
    assert "rests on one person" in found.summary("en")


def test_without_groups_it_says_so():
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    found = score_bridges(Network.from_frames(ties=ties))
    assert found.table["between"].tolist() == ["", "", ""]
    assert "No groups are known" in found.summary("en")
    with pytest.raises(ColumnError):
        score_bridges(Network.from_frames(ties=ties), by="team")


def test_groups_may_come_as_a_series():
    network = _two_circles()
    group = pd.Series({"a0": "left", "a1": "left", "b0": "right", "b1": "right"}, name="side")
    assert score_bridges(network, by=group).table.loc["go", "between"] == "left – right"
    with pytest.raises(InputError, match="no person 'nobody'"):
        score_bridges(network, by=pd.Series({"nobody": "left"}))
    with pytest.raises(InputError, match="more than one group"):
        score_bridges(network, by=pd.Series(["left", "right"], index=["a0", "a0"]))


def test_low_response_warns():
    people = pd.DataFrame({"person": list("abcd")})
    relations = pd.DataFrame({"relation": ["advice"], "directed": [True], "asked": [True]})
    status = pd.DataFrame({"person": list("abcd"), "wave": "", "status": ["answered"] + ["not answered"] * 3})
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "relation": "advice"})
    network = Network.from_frames(people, ties, relations=relations, participation=status)
    with pytest.warns(LowResponseWarning):
        found = score_bridges(network)
    assert "did not answer" in found.explain("b", language="en")
    assert not found.individual_claims
    assert (
        found.headline[0].say("en") == "Too few people answered to name anybody as a bridge: 25%, and 70% is the least."
    )
    for person in "abcd":
        said = found.explain(person, language="en")
        assert "Too few people answered to say" in said
        assert "shortest path" not in said
        assert "stands between" not in said
    assert set(found.table["between"]) == {""}


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks(n):
    found = score_bridges(Network.from_frames(pd.DataFrame({"person": list("ab")[:n]})))
    assert len(found.table) == n
    assert "Nobody here connects" in found.summary("en")


@settings(max_examples=15, deadline=None)
@given(st.integers(4, 14), st.floats(0.15, 0.5), st.integers(0, 999))
def test_adding_somebody_without_ties_changes_nobodys_order(n, p, seed):
    graph = nx.gnp_random_graph(n, p, seed=seed)
    ids = [f"p{v:02d}" for v in graph]
    ties = pd.DataFrame([(ids[a], ids[b]) for a, b in graph.edges], columns=["source", "target"])
    before = score_bridges(Network.from_frames(pd.DataFrame({"person": ids}), ties)).table
    after = score_bridges(Network.from_frames(pd.DataFrame({"person": [*ids, "zz"]}), ties)).table
    assert after["score"].drop("zz").to_dict() == pytest.approx(before["score"].to_dict(), nan_ok=True)


def test_row_order_does_not_matter(blocks):
    network = blocks()
    shuffled = {name: frame.sample(frac=1, random_state=5) for name, frame in network.to_frames().items()}
    one, other = score_bridges(network), score_bridges(Network.from_frames(**shuffled))
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.explain("p000") == other.explain("p000")


def test_the_planted_bridge_of_the_municipality():
    """Koen works on both sides of a planted wall and with sixteen elsewhere: he leads and is the one overloaded."""
    from kiemen.datasets.examples import load_example, load_truth

    (planted,) = load_truth("gemeente")["bridge"]["person"]
    found = score_bridges(load_example("gemeente"), relation="samenwerking")
    assert found.table.index[0] == planted
    assert found.table.index[found.table["overloaded"]].tolist() == [planted]
    assert "Werk en Inkomen" in found.table.loc[planted, "between"]


def test_contacts_outside_are_a_side_of_their_own():
    """Eva alone knows two entrepreneurs, of whom no department is known: that is what she bridges."""
    people = pd.DataFrame(
        {
            "person": ["An", "Bo", "Eva", "O1", "O2"],
            "department": ["Zorg", "Zorg", "Zorg", None, None],
            "inside": [True, True, True, False, False],
        }
    )
    ties = pd.DataFrame([("An", "Bo"), ("An", "Eva"), ("Bo", "Eva"), ("Eva", "O1"), ("Eva", "O2")])
    found = score_bridges(Network.from_frames(people, ties.set_axis(["source", "target"], axis=1)))
    row = found.table.loc["Eva"]
    assert (row["between"], row["groups"]) == ("Zorg – outside", 2)
    assert pd.isna(found.table.loc["O1", "group"])
    assert "Zorg – buiten " in found.summary("nl")
    said = found.explain("Eva", language="nl")
    assert "4 mensen in 2 groepen: Zorg (2), de buitenwereld (2)" in said
    assert "Eva staat tussen Zorg en de buitenwereld: " in said
    assert "The strongest bridge is Eva." in found.summary("en")


def test_contacts_without_a_group_are_counted_and_a_dash_in_a_name_is_no_border():
    people = pd.DataFrame({"person": list("abcde"), "department": ["A – B", "A – B", "C", "C", None]})
    ties = pd.DataFrame([("a", "b"), ("b", "c"), ("c", "d"), ("b", "e")], columns=["source", "target"])
    found = score_bridges(Network.from_frames(people, ties))
    assert "b is tied to 3 people, 2 of them in 2 known groups: A – B (1), C (1)." in found.explain("b", language="en")
    assert "b stands between A – B and C." in found.summary("en")


def test_nobody_is_overloaded_where_all_are_asked_alike():
    graph = nx.random_regular_graph(6, 100, seed=1)
    graph.add_edge(*next(iter(nx.non_edges(graph))))
    found = score_bridges(Network.from_networkx(nx.relabel_nodes(graph, str)))
    assert not found.table["overloaded"].any()


def _hub_within(**groups):
    """Somebody with three contacts of the own group, more of a joint than who stands between the groups."""
    ties = [("hub", "a1"), ("hub", "a2"), ("hub", "a3"), ("a3", "go"), ("go", "b1"), ("b1", "b2")]
    people = pd.DataFrame({"person": ["a1", "a2", "a3", "b1", "b2", "go", "hub"], **groups})
    return Network.from_frames(people, pd.DataFrame(ties, columns=["source", "target"]))


def _told(found):
    said = " ".join(fact.say("en") for fact in found.headline)
    return said, [fact.say("en") for fact in found.cautions]


def test_who_knows_one_group_only_is_named_as_a_bridge_where_there_are_no_more_groups():
    names = ["Zorg", "Zorg", "Zorg", "Wijken", "Wijken", "Wijken", "Zorg"]
    found = score_bridges(_hub_within(department=names))
    assert found.table.loc["hub", "score"] > 0
    assert found.table.loc["hub", "groups"] == 1
    assert set(marked_bridges(found.table).index) == {"a3", "go"}
    said, cautions = _told(found)
    assert "hub" not in said
    assert cautions == []
    for found, lacking in (
        (score_bridges(_hub_within(department="Zorg")), "Only one group is known"),
        (score_bridges(_hub_within()), "No groups are known"),
    ):
        said, cautions = _told(found)
        assert "hub" in said
        assert len(cautions) == 1
        assert cautions[0].startswith(lacking)
        assert "hub" in marked_bridges(found.table).index


def test_where_everybody_keeps_to_the_own_group_nobody_is_a_bridge():
    people = pd.DataFrame({"person": list("abcxyz"), "department": ["Zorg"] * 3 + ["Wijken"] * 3})
    ties = pd.DataFrame([("a", "b"), ("b", "c"), ("x", "y"), ("y", "z")], columns=["source", "target"])
    found = score_bridges(Network.from_frames(people, ties))
    assert (found.table["score"] > 0).any()
    assert marked_bridges(found.table).empty
    assert _told(found)[0] == "Nobody here connects people of different groups who are not tied already."
