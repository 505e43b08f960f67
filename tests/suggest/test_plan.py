import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.meetings import suggest_meetings
from kiemen.suggest.menu import STRATEGIES
from kiemen.suggest.plan import build_plan
from kiemen.suggest.register import Register


@pytest.fixture(scope="module")
def asked():
    return {"model": ["cascade", "threshold"], "budget": 24, "rng": 1}


@pytest.fixture
def plan(organisation, adopters, asked):
    return build_plan(organisation, adopters=adopters, room={"p00": 0}, **asked)


def test_one_plan_of_the_whole_menu(plan, organisation):
    table = plan.table
    assert list(table.columns) == ["strategy", "form", "people", "asks", "gain", "gain_low", "gain_high"]
    assert table.index.tolist() == list(range(1, len(table) + 1))
    assert set(table["strategy"]) <= set(STRATEGIES)
    assert {"individuals", "induction", "alteration"} <= set(table["strategy"])
    assert table["asks"].sum() <= 24
    assert table["gain"].is_monotonic_decreasing
    people = table["people"].str.split(", ")
    assert people.str.len().tolist() == table["asks"].tolist()
    often = people.explode().value_counts()
    assert often.max() <= 3
    assert "p00" not in often
    assert set(often.index) <= set(organisation.ids)


def test_the_steps_add_up_to_the_whole(plan):
    assert plan.growth["gain"].mean() == pytest.approx(plan.table["gain"].sum())
    assert np.allclose(plan.growth["after"], plan.growth["before"] + plan.growth["gain"])
    assert (plan.growth["gain_low"] <= plan.growth["gain"]).all()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_step_is_explained_with_its_own_number(plan, language):
    for number, row in plan.table.iterrows():
        said = plan.explain(number, language=language)
        gain = f"{row['gain']:.1f}"
        assert (gain.replace(".", ",") if language == "nl" else gain) in said
        open_ = [fact for fact in plan.facts[number] if fact.scope == "open"]
        assert not any(isinstance(value, float) for fact in open_ for value in dict(fact.values).values())
    assert str(int(plan.table["asks"].sum())) in plan.summary(language)


def test_what_was_forbidden_or_passed_is_not_in_the_plan(organisation, adopters, asked, plan):
    ties = plan.table[plan.table["asks"] == 2]["people"].str.split(", ").tolist()
    register = Register().record([tuple(pair) for pair in ties], "passed")
    starters = plan.pairs[plan.pairs["other"] == "starter"]
    joined = plan.pairs[plan.pairs["step"].isin(plan.table.index[plan.table["form"] == "initiative"])]
    register = register.record(pd.concat([starters, joined])[["person", "other"]], "passed")
    again = build_plan(organisation, adopters=adopters, register=register, spare=["Zorg"], **asked)
    assert len(starters)
    assert not set(map(tuple, again.pairs[["person", "other"]].to_numpy())) & set(register.pairs("passed"))
    pairs = again.table[again.table["asks"] == 2]["people"].str.split(", ").map(set).tolist()
    assert not any(set(pair) in pairs for pair in ties)
    groups = organisation.groups("department")
    named = again.table["people"].str.split(", ").explode()
    assert "Zorg" not in set(groups[named].dropna())


def test_the_same_seed_gives_the_same_plan(organisation, adopters, asked, plan):
    again = build_plan(organisation, adopters=adopters[::-1], room={"p00": 0}, **asked)
    assert again.table.equals(plan.table)


def test_when_nothing_may_be_asked_it_says_why(organisation, adopters):
    everybody = build_plan(organisation, adopters=[f"p{i:02d}" for i in range(60)])
    assert everybody.table.empty
    assert "Everybody is an adopter" in everybody.summary("en")
    nobody = build_plan(organisation, adopters=adopters, room=dict.fromkeys(organisation.ids, 0))
    assert "Nobody may take on" in nobody.summary("en")
    complete = build_plan(Network.from_networkx(nx.complete_graph(6)), adopters=["0"], model="cascade", rng=1)
    assert set(complete.table["form"]) == {"starter"}
    with pytest.raises(InputError, match="budget"):
        build_plan(organisation, adopters=adopters, budget=1)


def test_every_step_has_pairs_to_decide_on(plan):
    assert plan.pairs["step"].unique().tolist() == plan.table.index.tolist()
    meeting = plan.table.index[plan.table["form"] == "meeting"][0]
    size = int(plan.table.loc[meeting, "asks"])
    assert (plan.pairs["step"] == meeting).sum() <= size * (size - 1) // 2


def test_a_plan_that_brings_people_does_not_say_that_none_does(plan):
    few = "No plan within what may be asked brings one extra adopter"
    assert (few in plan.summary("en")) == bool((plan.growth["gain"] < 1).all())


def test_nobody_is_asked_for_what_brings_nothing(two_cliques, left):
    found = build_plan(two_cliques, adopters=left, model=Threshold(contacts=99, noise=0.0), budget=12, rng=1)
    assert set(found.table["form"]) <= {"starter", "invitation"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plan_through_which_nobody_joins_says_so_first(two_cliques, language):
    said = {"nl": "niemand extra meedoen", "en": "nobody is expected to join in"}[language]
    unmoved = Threshold(contacts=99, noise=0.0)
    found = build_plan(two_cliques, adopters=["0"], model=unmoved, budget=6, rng=1)
    assert found.growth["gain"].iloc[0] == len(found.table) > 0
    assert said in found.headline[1].say(language).lower()
    for step in found.table.index:
        assert said in found.explain(step, language=language).splitlines()[1].lower()
    one_group = Network.from_networkx(nx.path_graph(12))
    ties = suggest_connections(one_group, adopters=["0", "5"], model=unmoved, top=3, rng=1)
    meetings = suggest_meetings(one_group, adopters=["0", "5"], model=unmoved, top=1, rng=1)
    for part in (ties, meetings):
        assert len(part.table)
        assert said in part.headline[0].say(language).lower()
        assert said in part.explain(part.table.index[0], language=language).splitlines()[0].lower()
        assert not any(fact.message == part.headline[0].message and fact.scope == "open" for fact in part.headline)
    assert not any("0.0 extra" in fact.say("en") for fact in ties.headline)


def test_who_is_asked_is_not_taken_for_all_who_join():
    # Nearly everybody is reached as things are: four who are asked are few more, and so are those whom they reach.
    graph = nx.connected_watts_strogatz_graph(40, 4, 0.2, seed=1)
    model = IndependentCascade(probability=0.45)
    found = build_plan(Network.from_networkx(graph), adopters=["0"], model=model, budget=4, rng=1)
    assert (found.table["form"] == "starter").any()
    assert found.growth["gain"].iloc[0] > 0.5
    assert not any("nobody" in fact.say("en") for fact in found.headline)


def test_a_plan_through_which_somebody_joins_does_not_say_that_nobody_does(plan):
    assert not any("nobody" in fact.say("en").lower() for fact in plan.headline)


def test_every_form_is_weighed_along_the_relations_asked_for(organisation, adopters):
    ties = organisation.ties[["source", "target", "relation"]]
    other = pd.DataFrame({"source": ["p01"], "target": ["p02"], "relation": ["lunch"]})
    relations = pd.DataFrame({"relation": ["tie", "lunch"], "directed": [False, False]})
    network = organisation.replace(ties=pd.concat([ties, other]), relations=relations)
    ask = {"adopters": adopters, "model": "cascade", "budget": 6, "rng": 1}
    found = build_plan(network, **ask, relation="lunch")
    assert found.settings["relation"] == "lunch"
    assert {part.settings["relation"] for name, part in found.parts.items() if name != "relief"} == {"lunch"}
    with pytest.raises(InputError, match="no relation 'golf'"):
        build_plan(network, **ask, relation="golf")


def test_many_steps_of_one_form_are_tried_where_they_tip_it_together():
    graph = nx.Graph([(0, 2), (1, 2), (2, 3), (0, 3), (1, 3)])
    nx.add_path(graph, range(4, 24))
    network, model = Network.from_networkx(graph), Threshold(share=0.5, contacts=2, noise=0.0)
    plan = build_plan(network, adopters=["0", "1"], model=model, rng=1)
    ties = suggest_connections(network, adopters=["0", "1"], model=model, rng=1, top=10)
    assert plan.growth["gain"].iloc[0] >= ties.growth["gain"].iloc[0] > 5


def test_what_is_left_out_is_not_said_to_be_lacking(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "rng": 1}
    small = build_plan(organisation, budget=2, **ask)
    offered = [name for name, part in small.parts.items() if len(part.table)]
    assert "meetings" in offered
    said = {fact.message: fact.say("en") for fact in small.headline}
    left_out = [words for words in said.values() if words.startswith("Left out")]
    assert left_out
    assert "encounters and invitations" in left_out[0]
    assert not any("encounters" in words for words in said.values() if words.startswith("Nothing was found"))
    assert "over all models" not in said[small.headline[0].message]


def test_only_what_is_in_the_plan_is_cautioned_about(organisation, adopters):
    small = build_plan(organisation, adopters=adopters, model="cascade", budget=2, rng=1)
    assert "meeting" not in set(small.table["form"])
    assert not any("meets stays in touch" in fact.say("en") for fact in small.cautions)
    register = Register().record([("nobody", "known")], "passed")
    room = dict.fromkeys(organisation.ids, 0)
    none = build_plan(organisation, adopters=adopters, room=room, register=register)
    assert any("no effect" in fact.say("en") for fact in none.cautions)


def test_where_all_take_part_anyway_plan_and_ties_say_so():
    graph = nx.barbell_graph(6, 1)
    asked = {"adopters": ["0"], "model": Threshold(contacts=1, noise=0.0), "rng": 1}
    for found in (
        build_plan(Network.from_networkx(graph), budget=6, **asked),
        suggest_connections(Network.from_networkx(graph), top=2, **asked),
    ):
        said = " ".join(fact.say("en") for fact in found.cautions)
        assert "nearly everybody takes part already" in said
        assert "more would have to be asked" not in said
