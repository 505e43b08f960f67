import pandas as pd

from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.initiatives import suggest_initiatives
from kiemen.suggest.register import Register


def test_somebody_new_joins(organisation, adopters):
    found = suggest_initiatives(organisation, adopters=adopters, model="cascade", top=5, rng=1)
    members = set(organisation.memberships["person"])
    assert not members & set(found.table["person"])
    assert found.table["person"].is_unique
    assert (found.table["new_contacts"] <= 6).all()
    assert (found.table["known"] >= 1).all()
    assert found.table["gain"].is_monotonic_decreasing


def test_without_initiatives_it_says_so(two_cliques, left):
    found = suggest_initiatives(two_cliques, adopters=left, model="cascade", rng=1)
    assert found.table.empty
    assert "no initiatives" in found.summary("en")


def test_decisions_and_those_without_room_are_respected(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "top": 5, "rng": 1}
    first = suggest_initiatives(organisation, **ask).table
    for decision in ("passed", "done"):
        register = Register().record([(first["initiative"].iloc[0], first["person"].iloc[0])], decision)
        again = suggest_initiatives(organisation, **ask, register=register).table
        assert first["person"].iloc[0] not in set(again["person"])
        assert len(again) == 5
    spared = suggest_initiatives(organisation, **ask, room={first["person"].iloc[1]: 0}, spare=["Zorg"]).table
    assert first["person"].iloc[1] not in set(spared["person"])
    assert "Zorg" not in set(organisation.groups("department")[spared["person"]])


def test_nobody_joins_where_somebody_is_whom_they_may_not_meet(organisation, adopters):
    ask = {"adopters": adopters, "model": "cascade", "top": 5, "rng": 1}
    person = suggest_initiatives(organisation, **ask).table["person"].iloc[0]
    register = Register().record([("p03", person)], "forbidden")
    again = suggest_initiatives(organisation, **ask, register=register).table
    assert person not in set(again["person"])
    assert len(again) == 5


def test_who_can_bring_somebody_along_knows_them_and_is_a_member(organisation, adopters):
    found = suggest_initiatives(organisation, adopters=adopters, model="cascade", top=3, room={"p00": 0}, rng=1)
    tied = organisation.adjacency(weight=None, direction="both")
    members = set(organisation.memberships["person"])
    names = organisation.people["name"]
    for label, person in zip(found.table.index, found.table["person"], strict=True):
        place = organisation.positions([person])[0]
        known = {one for one in members - {"p00"} if tied[place, organisation.positions([one])[0]]}
        told = [fact for fact in found.facts[label] if "along" in fact.say("en")]
        assert bool(told) == bool(known)
        for fact in told:
            assert fact.scope == "analyst"
            assert any(names[one] in fact.say("nl") for one in known)
            assert names["p00"] + " " not in fact.say("en")


def test_nobody_is_asked_to_join_where_that_takes_people_away():
    # Person 2 takes part as long as half of the contacts do; among the members hardly anybody does.
    ties = pd.DataFrame({"source": ["0", "1", "4"], "target": ["2", "2", "5"]})
    members = pd.DataFrame({"person": ["1", "4", "5", "6"], "initiative": "garden"})
    network = Network.from_frames(ties=ties, memberships=members, people=pd.DataFrame({"person": list("012456")}))
    model = Threshold(share=0.5, contacts=2, noise=0.0)
    found = suggest_initiatives(network, adopters=["0", "1"], model=model, rng=1)
    assert found.table.empty
    assert "take more people away" in found.summary("en")


def test_where_nearly_everybody_takes_part_anyway_that_is_said():
    ids = [str(number) for number in range(14)]
    ties = pd.DataFrame({"source": ids, "target": [*ids[1:], "0"]})
    members = pd.DataFrame({"person": ["0", "1"], "initiative": ["garden"] * 2})
    network = Network.from_frames(ties=ties, memberships=members)
    model = Threshold(contacts=1, noise=0.0)
    found = suggest_initiatives(network, adopters=["0"], model=model, rng=1)
    assert len(found.table)
    assert "nearly everybody takes part already" in found.summary("en")
