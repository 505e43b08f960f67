import networkx as nx
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.suggest.invitations import _headline, kinds_of, suggest_invitations
from kiemen.suggest.reasons import People
from kiemen.suggest.register import Register


@pytest.mark.parametrize(
    ("role", "inside", "kind"),
    [
        ("Directeur", True, "director"), ("teamleider", True, "team lead"), ("raadslid", False, "council"),
        ("wethouder", False, "administrator"), ("ondernemer", False, "outside innovator"), ("adviseur", True, ""),
        ("archiefmedewerker", True, ""), ("draadloos netwerkbeheerder", True, ""), ("directiesecretaresse", True, ""),
        ("afdelingshoofd", True, "director"), ("Project manager", True, ""), ("database administrator", True, ""),
    ],
)  # fmt: skip
def test_roles_make_kinds(role, inside, kind):
    network = Network.from_frames(pd.DataFrame({"person": ["a"], "role": [role], "inside": [inside]}))
    assert kinds_of(People.of(network, None)) == [kind]


def test_nobody_introduces_a_guest_whom_they_may_not_meet():
    graph = nx.Graph([("host", "mid"), ("guest", "mid"), ("host", "far"), ("guest", "far"), ("far", "x"), ("far", "y")])
    nx.set_node_attributes(graph, {name: "director" if name == "guest" else "adviser" for name in graph}, "role")
    ask = {"adopters": ["host"], "model": "cascade", "rng": 1}
    assert suggest_invitations(Network.from_networkx(graph), **ask).table["via"].tolist() == ["mid"]
    register = Register().record([("guest", "mid")], "forbidden")
    found = suggest_invitations(Network.from_networkx(graph), **ask, register=register)
    assert found.table["via"].tolist() == ["far"]


def test_allies_are_named_with_who_invites(organisation, adopters):
    found = suggest_invitations(organisation, adopters=adopters, model="cascade", rng=1)
    table = found.table
    assert set(table["kind"]) == {"director", "team lead", "council", "outside innovator"}
    assert set(table["invited_by"]) <= set(adopters)
    assert table.loc["c2", "invited_by"] == "p07"
    assert table.loc["c2", "via"] == ""
    assert table["gain"].is_monotonic_decreasing
    assert "council" in found.explain("c1", language="en")


def test_when_nobody_can_be_invited_it_says_so(two_cliques, left):
    found = suggest_invitations(two_cliques, adopters=left, model="cascade", rng=1)
    assert found.table.empty
    assert "Nobody with a role" in found.summary("en")


def test_nobody_invites_more_than_there_is_room_for(organisation, adopters):
    found = suggest_invitations(organisation, adopters=adopters, model="cascade", room={"p06": 1, "p07": 0}, rng=1)
    count = found.table["invited_by"].value_counts()
    assert count.get("p06", 0) <= 1
    assert "p07" not in count
    assert count.max() <= 3
    nobody = suggest_invitations(organisation, adopters=adopters, room=dict.fromkeys(adopters, 0), rng=1)
    assert nobody.table.empty
    assert nobody.headline


def test_decisions_on_invitations_are_respected(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "rng": 1}
    first = suggest_invitations(organisation, **ask).table
    pairs = list(zip(first["person"], first["invited_by"], strict=True))
    done = suggest_invitations(organisation, **ask, register=Register().record(pairs[:1], "done")).table
    assert pairs[0][0] not in set(done["person"])
    passed = suggest_invitations(organisation, **ask, register=Register().record(pairs, "passed")).table
    assert not set(pairs) & set(zip(passed["person"], passed["invited_by"], strict=True))


def test_when_the_allies_are_left_alone_it_does_not_say_that_there_are_none(organisation, adopters):
    found = suggest_invitations(organisation, adopters=adopters, room=dict.fromkeys(adopters, 0), model="cascade")
    assert "Nobody is left to invite" in found.summary("en")


def test_worlds_in_blocks_are_the_same_worlds(monkeypatch):
    from kiemen.suggest import embers
    from kiemen.suggest.invitations import REPORT_WORLDS

    network = Network.from_networkx(nx.gnp_random_graph(30, 0.15, seed=3))
    people = network.people.assign(role=["director" if place % 3 else "adviser" for place in range(30)])
    network = network.replace(people=people)
    asked = {"adopters": ["0", "3", "6"], "model": "fire", "rng": 1}
    whole = suggest_invitations(network, **asked)
    assert len(whole.table) > 1
    cut = []
    monkeypatch.setattr(embers.Embers, "affords", lambda _, worlds: cut.append(worlds) or worlds <= REPORT_WORLDS // 4)
    assert suggest_invitations(network, **asked).table.equals(whole.table)
    assert REPORT_WORLDS // 4 in cut


@pytest.mark.parametrize(("n", "gain", "said"), [
    (1, 0.01, "One person could be invited early. In the worlds"),
    (4, 0.0, "4 people could be invited early. In the worlds"),
    (4, 0.81, "the first would bring 0.8 extra"),
    (1, 0.81, "One person could be invited early: 0.8"),
])  # fmt: skip
def test_a_gain_of_nothing_is_told_as_such(n, gain, said):
    assert said in _headline(n, gain).say("en")
    assert "0,0" not in _headline(n, gain).say("nl")
