"""Suggested connections: limits kept, words true to numbers, clear answers at the edges."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.threshold import Threshold
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.register import Register

COLUMNS = [
    "rank", "person", "other", "form", "acceptance", "gain", "gain_low", "gain_high", "alone", "value", "survives",
    "robust", "depends", "crosses", "ingredient", "via", "bundle",
]  # fmt: skip


@pytest.fixture
def found(organisation, adopters):
    return suggest_connections(organisation, adopters=adopters, model="cascade", top=8, rng=2)


def test_the_table_is_as_promised(found, organisation):
    table = found.table
    assert list(table.columns) == COLUMNS
    assert table.index.name == "suggestion"
    assert table["rank"].tolist() == list(range(1, 9))
    assert table["value"].is_monotonic_decreasing
    assert table["acceptance"].between(0, 1).all()
    assert table["survives"].between(0, 1).all()
    assert np.allclose(table["value"], table["acceptance"] * table["gain"])
    assert np.isclose(table["gain"].sum(), found.growth["gain"].iloc[0])
    tied = organisation.adjacency(direction="both", weight=None)
    left, right = organisation.positions(table["person"]), organisation.positions(table["other"])
    assert not np.asarray(tied[left, right]).any()
    assert pd.concat([table["person"], table["other"]]).value_counts().max() <= 3


def test_the_same_seed_gives_the_same_bytes(organisation, adopters, found):
    again = suggest_connections(organisation, adopters=adopters[::-1], model="cascade", top=8, rng=2)
    pd.testing.assert_frame_equal(found.table, again.table)


def test_two_and_one_is_found(two_cliques, left):
    model = Threshold(contacts=2, noise=0.0)
    found = suggest_connections(two_cliques, adopters=left, model=model, top=3, rng=1)
    assert found.growth["gain"].iloc[0] == 10
    assert (found.table["form"] == "bundle").all()
    assert found.table["bundle"].tolist() == [1, 1, 1]
    assert (found.table["alone"] == 0).all()


def test_several_models_are_weighed(organisation, adopters):
    found = suggest_connections(organisation, adopters=adopters, top=4, rng=1)
    assert list(found.growth.index) == ["cascade below tipping", "cascade above tipping", "threshold", "fire"]
    assert (found.table["gain_low"] <= found.table["gain"]).all()
    assert (found.table["gain_high"] >= found.table["gain"]).all()


def test_limits_are_kept(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "top": 6, "rng": 1}
    table = suggest_connections(organisation, **ask, per_person=1, spare=["Zorg"]).table
    named = pd.concat([table["person"], table["other"]])
    assert named.is_unique
    groups = organisation.groups("department")
    assert "Zorg" not in set(groups[named].dropna())
    table = suggest_connections(organisation, **ask, include=["Ruimte"], room={"p06": 0}).table
    assert all("Ruimte" in {groups[a], groups[b]} for a, b in zip(table["person"], table["other"], strict=True))
    assert "p06" not in {*table["person"], *table["other"]}


def test_decisions_are_respected_and_filled_up(organisation, adopters, found):
    first = found.table.iloc[0]
    pair = (first["person"], first["other"])
    for decision in ("passed", "forbidden", "done", "accepted"):
        register = Register().record([pair], decision)
        ask = {"adopters": adopters, "model": "cascade", "top": 8, "rng": 2}
        again = suggest_connections(organisation, **ask, register=register).table
        assert len(again) == 8
        assert set(pair) not in [set(p) for p in zip(again["person"], again["other"], strict=True)]
    barred = suggest_connections(organisation, **ask, forbidden=[pair[::-1]]).table
    assert set(pair) not in [set(p) for p in zip(barred["person"], barred["other"], strict=True)]


def test_a_register_may_name_people_who_left(organisation, adopters):
    register = Register().record([("gone", "p01")], "done")
    assert len(
        suggest_connections(organisation, adopters=adopters, model="cascade", top=2, register=register, rng=1).table
    )


def test_a_ranking_draws_the_adopters(organisation):
    ranking = pd.Series(np.arange(60.0), index=[f"p{i:02d}" for i in range(60)])
    found = suggest_connections(organisation, propensity=ranking, share=0.05, model="cascade", top=3, rng=1)
    assert len(found.table) == 3
    with pytest.raises(InputError, match="share"):
        suggest_connections(organisation, propensity=ranking, model="cascade")


@pytest.mark.parametrize(("language", "word"), [("en", "adopters"), ("nl", "aanjagers")])
def test_words_are_true_to_the_numbers(found, language, word):
    label = found.table.index[0]
    said = found.explain(label, language=language)
    gain = f"{found.table['gain'].iloc[0]:.1f}"
    assert (gain.replace(".", ",") if language == "nl" else gain) in said
    assert word in said
    assert len(found.summary(language)) > 100


def test_a_participant_reads_no_scores_answers_or_nominations(found):
    for label in found.table.index:
        for fact in found.facts[label]:
            if fact.scope == "open":
                said = fact.say("en")
                assert not any(word in said for word in ("adopter", "tries it", "gain", "chance", "share "))
                assert not any(isinstance(value, float) for value in dict(fact.values).values())


def test_clear_answers_at_the_edges(organisation, adopters):
    complete = Network.from_networkx(nx.complete_graph(6))
    empty = suggest_connections(complete, adopters=["0"], model="cascade", rng=1)
    assert empty.table.empty
    assert "tied to everybody" in empty.summary("en")
    everybody = [f"p{i:02d}" for i in range(60)]
    assert "Everybody is an adopter" in suggest_connections(organisation, adopters=everybody).summary("en")
    nobody = suggest_connections(organisation, adopters=adopters, room=dict.fromkeys(organisation.ids, 0))
    assert "Nobody may take on" in nobody.summary("en")
    assert list(nobody.table.columns) == COLUMNS
    with pytest.raises(InputError, match="nobody"):
        suggest_connections(organisation, adopters=[])
    with pytest.raises(InputError, match="not both"):
        suggest_connections(organisation, adopters=adopters, propensity=pd.Series([1.0], index=["p00"]), share=0.1)
    with pytest.raises(InputError, match="Zorgg"):
        suggest_connections(organisation, adopters=adopters, spare=["Zorgg"])
    with pytest.raises(ColumnError, match="lvl"):
        suggest_connections(organisation, adopters=adopters, level="lvl")
    with pytest.raises(InputError, match="model"):
        suggest_connections(organisation, adopters=adopters, model="magic")
    with pytest.raises(InputError, match="acceptance"):
        suggest_connections(organisation, adopters=adopters, model="cascade", top=1, acceptance=1.5)


def test_when_too_few_pairs_remain_the_plan_is_shorter():
    network = Network.from_networkx(nx.path_graph(4))
    assert len(suggest_connections(network, adopters=["0"], model="cascade", top=50, rng=1).table) == 3


def far_apart(organisation, table):
    level = organisation.people["level"]
    return np.abs(level[table["person"]].to_numpy() - level[table["other"]].to_numpy()) > 1


def close(organisation, table):
    left, right = organisation.positions(table["person"]), organisation.positions(table["other"])
    tied = organisation.adjacency(direction="both", weight=None)
    return np.asarray((tied[left].multiply(tied[right])).sum(axis=1)).ravel() > 0


def test_each_limit_changes_a_plan_that_breaks_it(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "top": 8, "rng": 1}
    plain = suggest_connections(organisation, **ask).table
    assert far_apart(organisation, plain).any()
    near = suggest_connections(organisation, **ask, level="level", levels_apart=1).table
    assert len(near) == 8
    assert not far_apart(organisation, near).any()
    divergent = suggest_connections(organisation, **ask, change="divergent").table
    assert ((divergent["crosses"] != "") | ~close(organisation, divergent)).all()
    incremental = suggest_connections(organisation, **ask, change="incremental").table
    assert (close(organisation, incremental) | (incremental["crosses"] == "")).all()


def test_what_goes_to_the_popular_is_bound_and_told(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "top": 8, "rng": 1}
    free = suggest_connections(organisation, **ask)
    bound = suggest_connections(organisation, **ask, popular=0.1, per_group=0.4)
    assert free.fairness.loc["popular", "after"] > 0.1 >= bound.fairness.loc["popular", "after"]
    assert bound.fairness.loc["largest_group", "after"] <= 0.4
    assert f"{free.fairness.loc['popular', 'after']:.0%} of the ends" in free.summary("en")


def test_shares_hold_where_people_run_out_before_the_plan_is_full(organisation, adopters):
    few = [*adopters[:2], *[one for one in map(str, organisation.ids) if one not in adopters][:6]]
    room = {str(one): int(str(one) in few) for one in organisation.ids}
    ask = {"adopters": adopters, "model": "cascade", "top": 20, "room": room, "rng": 1}
    groups = organisation.groups()
    for share in (0.3, 0.5):
        found = suggest_connections(organisation, **ask, per_group=share)
        ends = groups[pd.concat([found.table["person"], found.table["other"]])].value_counts()
        assert ends.max() <= share * 2 * len(found.table)
    none = suggest_connections(organisation, **ask, per_group=0.01)
    assert none.table.empty
    assert "shares" in none.summary("en")


def test_the_answer_is_clear_when_nothing_can_be_done(organisation):
    path = Network.from_networkx(nx.path_graph(5))
    ids = [str(i) for i in range(5)]
    barred = [(a, b) for a in ids for b in ids if a < b]
    said = suggest_connections(path, adopters=["0"], model="cascade", forbidden=barred).summary("en")
    assert "No pair of people remains" in said
    alone = Network.from_networkx(nx.empty_graph(1))
    assert "Everybody is an adopter" in suggest_connections(alone, adopters=["0"], model="cascade").summary("en")
    people = pd.DataFrame({"person": ["a", "b"], "inside": [False, False]})
    outside = Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]}))
    assert "inside the organisation" in suggest_connections(outside, adopters=["a"], model="cascade").summary("en")
    ranking = pd.Series(np.arange(60.0), index=[f"p{i:02d}" for i in range(60)])
    drawn = suggest_connections(organisation, propensity=ranking, share=1.0, model="cascade")
    assert "Everybody is an adopter" in drawn.summary("en")
    ties = pd.DataFrame({"source": ["a"], "target": ["b"]})
    nobody = Network.from_frames(ties=ties).without(["a", "b"], reason="objects")
    with pytest.raises(InputError, match="nobody"):
        suggest_connections(nobody, model="cascade")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_number_in_the_words_is_the_one_in_the_table(found, language):
    for label, row in found.table.iterrows():
        said = found.explain(label, language=language)
        numbers = [f"{row[name]:.1f}" for name in ("gain", "gain_low", "gain_high", "alone")]
        numbers = [one.removeprefix("-") if float(one) == 0 else one for one in numbers]
        numbers += [f"{row[name]:.0%}" for name in ("acceptance", "survives")]
        for one in numbers:
            assert (one.replace(".", ",") if language == "nl" else one) in said
    shown = {"after": found.fairness.loc["popular", "after"], "before": found.fairness.loc["popular", "before"]}
    assert all(f"{share:.0%}" in found.summary(language) for share in shown.values())
    assert str(int(found.table["robust"].sum())) in found.summary(language)


def test_ties_that_are_not_robust_name_what_they_depend_on(organisation, adopters):
    table = suggest_connections(organisation, adopters=adopters, model=["cascade", "fire"], top=6, rng=1).table
    assert (table["robust"] == (table["survives"] >= 0.6)).all()
    assert ((table["depends"] == "") == table["robust"]).all()
    named = set(", ".join(table["depends"]).split(", ")) - {""}
    assert named <= {"cascade", "fire", "missing ties"}


def test_what_was_accepted_counts_in_the_next_round(two_cliques, left):
    """Two ties to one person were agreed on: one more now ignites everybody, where one by itself does nothing."""
    ask = {"adopters": left, "model": Threshold(contacts=2, noise=0.0), "top": 1, "rng": 1}
    register = Register().record([("0", "10"), ("1", "10")], "accepted")
    found = suggest_connections(two_cliques, **ask, register=register)
    assert found.growth["before"].iloc[0] == 11
    assert found.growth["after"].iloc[0] == 20
    assert suggest_connections(two_cliques, **ask).growth["gain"].iloc[0] == 0


def test_an_empty_answer_has_the_columns_of_a_full_one(organisation, adopters, found):
    empty = suggest_connections(organisation, adopters=adopters, room=dict.fromkeys(organisation.ids, 0))
    assert list(empty.growth.columns) == list(found.growth.columns)
    assert list(empty.fairness.columns) == list(found.fairness.columns)
    assert np.isnan(empty.fairness.loc["popular", "after"])
    one = suggest_connections(organisation, adopters=adopters, room=dict.fromkeys(organisation.ids[1:], 0))
    assert "Only one person" in one.summary("en")


def test_decisions_about_people_who_are_not_here_are_counted(organisation, adopters):
    register = Register().record([("p1", "p2"), ("p06", "Buurttuin"), ("p07", "starter"), ("p06", "p09")], "passed")
    found = suggest_connections(organisation, adopters=adopters, model="cascade", top=2, register=register, rng=1)
    assert "! One decision in the register is about somebody who is not in this network" in found.summary("en")
    assert "Eén besluit" in found.summary("nl")
    assert "p1 " not in found.summary("en")


def test_a_plan_that_would_take_people_away_is_not_given():
    # Whoever is tied to somebody who never joins no longer has half of the contacts: both ties that are left do harm.
    graph = nx.Graph([(0, 2), (1, 2), (2, 3), (4, 5)])
    allowed = ({2, 4}, {2, 5})
    forbidden = [(str(a), str(b)) for a in range(6) for b in range(a) if {a, b} not in allowed]
    model = Threshold(share=0.5, contacts=2, noise=0.0)
    found = suggest_connections(
        Network.from_networkx(graph), adopters=["0", "1"], model=model, forbidden=forbidden, rng=1, top=2
    )
    assert found.table.empty
    assert "take more people away" in found.summary("en")


def test_acceptance_is_checked_before_anything_is_computed():
    with pytest.raises(InputError, match="acceptance"):
        suggest_connections(Network.from_networkx(nx.path_graph(4)), adopters=["0"], acceptance="often")


def test_fewer_ties_than_asked_for_are_told():
    network = Network.from_networkx(nx.path_graph(6))
    ask = {"adopters": ["0"], "model": "cascade", "per_person": 1, "rng": 1}
    few, enough = (suggest_connections(network, **ask, top=top) for top in (25, 2))
    assert len(few.table) == 3
    assert "fewer than the 25 that were asked for" in few.summary("en")
    assert "minder dan de 25" in few.summary("nl")
    assert "fewer than" not in enough.summary("en")


def test_a_plan_that_takes_people_away_on_the_whole_is_not_given():
    ends = pd.DataFrame({"source": list("abcda"), "target": list("bcdac"), "weight": [1e-12, 1e12, 1, 2, 3]})
    network = Network.from_frames(ties=ends)
    found = suggest_connections(network, adopters=["a"], model=["cascade", "linear_threshold"], rng=1)
    assert found.growth.empty or found.growth["gain"].mean() > -0.05
    assert len(found.table) or "take more people away" in found.summary("en")
