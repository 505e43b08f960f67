from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.suggest.meetings import _Round, suggest_meetings
from kiemen.suggest.register import Register


@pytest.fixture
def found(organisation, adopters):
    more = [*adopters, "p20", "p33", "p41"]
    return suggest_meetings(organisation, adopters=more, model="cascade", top=2, rng=1)


def test_tables_are_as_promised(found, adopters):
    assert found.table["size"].between(4, 8).all()
    assert (found.table["adopters"] >= 2).all()
    assert (found.table["groups"] >= 2).all()
    assert found.members["person"].is_unique
    assert found.members.groupby("meeting").size().tolist() == found.table["size"].tolist()


def test_a_table_lights_the_other_group(two_cliques, left):
    model = Threshold(contacts=2, noise=0.0)
    found = suggest_meetings(two_cliques, adopters=left, model=model, top=1, rng=1)
    assert found.table["gain"].iloc[0] == 10
    assert found.table["reinforced"].iloc[0] >= 1


def barred(pairs):
    return Register().record(list(pairs), "forbidden")


@pytest.mark.parametrize("number", [2, 4, 7])
def test_where_the_best_adopters_are_kept_apart_the_next_are_asked(two_cliques, left, number):
    # The first two are told apart from each other, the first four, and those of whom pairs are tried first and one.
    out = combinations(left[:number], 2)
    found = suggest_meetings(two_cliques, adopters=left, model="cascade", register=barred(out), top=1, rng=1)
    seated = found.members["person"].tolist()
    assert len(seated) >= 4
    assert len(set(seated) & set(left[:number])) <= 1


def test_adopters_who_may_meet_nobody_else_do_not_keep_the_others_from_a_table(two_cliques, left):
    right = [str(i) for i in range(10, 20)]
    shy = [(one, other) for one in left[:8] for other in right]
    found = suggest_meetings(two_cliques, adopters=left, model="cascade", register=barred(shy), top=1, rng=1)
    seated = set(found.members["person"])
    assert seated & set(right)
    assert not seated & set(left[:8])


def test_a_guest_with_whom_the_table_cannot_be_filled_is_passed_over():
    graph = nx.star_graph(9)
    graph.add_edges_from([(1, 2), (1, 3), (2, 3)])
    network = Network.from_networkx(graph)
    # Person 0 knows everybody and may meet nobody but the two adopters.
    out = [("0", str(i)) for i in range(3, 10)]
    found = suggest_meetings(network, adopters=["1", "2"], model="cascade", register=barred(out), top=1, rng=1)
    assert len(found.members) >= 4
    assert "0" not in set(found.members["person"])


def test_where_all_are_kept_apart_it_says_so(two_cliques, left):
    out = combinations(map(str, range(20)), 2)
    found = suggest_meetings(two_cliques, adopters=left, model="cascade", register=barred(out), rng=1)
    assert found.table.empty
    assert "No table can be set" in found.summary("en")


def test_people_of_a_forbidden_pair_never_sit_together(two_cliques, left):
    model = Threshold(contacts=2, noise=0.0)
    register = Register().record([(a, str(b)) for a in left for b in range(10, 19)], "forbidden")
    found = suggest_meetings(two_cliques, adopters=left, model=model, top=1, register=register, rng=1)
    people = found.members.groupby("meeting")["person"].agg(set)
    barred = [set(pair) for pair in register.pairs("forbidden")]
    assert not any(pair <= table for pair in barred for table in people)


def test_a_topic_comes_from_asks_and_offers(organisation, adopters):
    items = pd.DataFrame({"item": ["vraag", "aanbod"], "kind": ["text", "text"]})
    ids = [*adopters, "p20", "p33"]
    said = pd.DataFrame(
        {"person": ids * 2, "item": ["vraag"] * 5 + ["aanbod"] * 5, "text": ["Hoe doe je een buurtfeest?"] * 10}
    )
    network = organisation.replace(items=items, responses=said)
    found = suggest_meetings(network, adopters=[*adopters, "p20", "p33"], model="cascade", top=1, rng=1)
    assert found.table["topic"].iloc[0] == "buurtfeest"
    said = [fact for fact in found.facts[1] if "buurtfeest" in fact.say("en")]
    assert all(fact.scope == "analyst" for fact in said)


def test_clear_answers_at_the_edges(organisation, adopters):
    with pytest.raises(InputError, match="fewest"):
        suggest_meetings(organisation, adopters=adopters, size=(8, 4))
    with pytest.raises(InputError, match="two numbers"):
        suggest_meetings(organisation, adopters=adopters, size=5)
    alone = suggest_meetings(organisation, adopters=adopters[:1], model="cascade", rng=1)
    assert alone.table.empty
    assert "two adopters" in alone.summary("en")


def test_the_overloaded_and_those_without_room_are_not_asked(organisation, adopters):
    hub = pd.DataFrame({"source": [f"p{i:02d}" for i in range(1, 60)], "target": "p00", "relation": "tie"})
    ties = pd.concat([organisation.ties[["source", "target", "relation"]], hub]).drop_duplicates()
    network = organisation.replace(ties=ties.sort_values(["source", "target"]))
    ask = {"adopters": [*adopters, "p00"], "model": "cascade", "top": 2, "rng": 1}
    assert "p00" not in set(suggest_meetings(network, **ask).members["person"])
    assert "p00" in set(suggest_meetings(network, **ask, room={"p00": 1}).members["person"])
    assert "p06" not in set(suggest_meetings(network, **ask, room={"p06": 0, "p00": 1}).members["person"])


def test_a_meeting_that_was_passed_does_not_come_back(organisation, adopters, found):
    more = [*adopters, "p20", "p33", "p41"]
    first = found.members[found.members["meeting"] == 1]["person"]
    register = Register().record_meeting(first, "passed")
    again = suggest_meetings(organisation, adopters=more, model="cascade", top=2, register=register, rng=1)
    tables = again.members.groupby("meeting")["person"].agg(set)
    assert len(tables) == 2
    assert all(len(table & set(first)) < 2 for table in tables)


def test_fewer_meetings_than_asked_for_are_told(two_cliques, left):
    found = suggest_meetings(two_cliques, adopters=left[:2], model="cascade", top=3, rng=1)
    assert len(found.table) == 1
    assert "fewer than the 3 that were asked for" in found.summary("en")
    assert "fewer than" not in suggest_meetings(two_cliques, adopters=left, model="cascade", top=1, rng=1).summary("en")


def test_a_table_that_takes_people_away_is_not_set(two_cliques, left, monkeypatch):
    monkeypatch.setattr(_Round, "gains", lambda _, table: [np.full(4, -1.0 - len(table))])
    found = suggest_meetings(two_cliques, adopters=left, model="cascade", top=2, rng=1)
    assert found.table.empty
    assert "take more people away" in found.summary("en")


def test_where_nearly_everybody_takes_part_anyway_that_is_said():
    ring = Network.from_networkx(nx.circulant_graph(14, [1, 2]))
    found = suggest_meetings(ring, adopters=["0", "5", "9"], model=Threshold(contacts=1, noise=0.0), rng=1)
    assert len(found.table)
    assert "nearly everybody takes part already" in found.summary("en")
    assert "asked for" not in found.summary("en")
