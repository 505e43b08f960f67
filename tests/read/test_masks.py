"""Names of people who object, in what others wrote."""

import pandas as pd
import pytest

import kiemen
from kiemen.read.masks import without_names

ROSTER = pd.DataFrame(
    {
        "id": ["1", "2", "3"],
        "naam": ["An de Wit", "Bo Jansen", "Cas van der Vos"],
        "email": ["an@x.nl", "bo@x.nl", "cas@x.nl"],
        "bezwaar": ["", "", "ja"],
    }
)


@pytest.fixture
def roster():
    with pytest.warns(kiemen.DoubtfulInputWarning):
        return kiemen.read_roster(ROSTER)


def test_initiatives_named_after_somebody_who_objects(roster):
    crosses = pd.DataFrame({"naam": ["An de Wit", "Bo Jansen"], "Groen": ["x", "x"], "Team Cas van der Vos": ["x", ""]})
    network = kiemen.read_memberships(crosses, roster=roster)
    assert list(network.initiatives.index) == ["Groen", "Team …"]
    assert len(network.memberships) == 3
    assert not any("Vos" in table.reset_index().to_csv() for table in network.to_frames().values())


def test_attributes_and_titles_are_masked_and_nothing_else_changes(roster):
    told = pd.DataFrame({"initiatief": ["Groen", "Blauw"], "doel": ["van Cas van der Vos", "van Cas"]})
    network = kiemen.read_initiatives(told, roster=roster)
    assert network.initiatives["doel"].to_dict() == {"Blauw": "van Cas", "Groen": "van …"}
    people = kiemen.Network.from_frames(
        people=pd.DataFrame({"person": ["1", "2"], "team": ["Team Cas v.d. Vos", "Zorg"]}),
        ties=pd.DataFrame({"source": ["1"], "target": ["2"]}),
    )
    joined = roster.merge(people)
    assert joined.people["team"].to_dict() == {"1": "Team …", "2": "Zorg"}
    assert joined.n_ties == 1


def test_a_namesake_who_does_not_object_may_be_named():
    with pytest.warns(kiemen.DoubtfulInputWarning):
        roster = kiemen.read_roster(ROSTER.assign(naam=["Cas van der Vos", "Bo Jansen", "Cas van der Vos"]))
    told = pd.DataFrame({"initiatief": ["Groen"], "doel": ["van Cas van der Vos"]})
    assert kiemen.read_initiatives(told, roster=roster).initiatives["doel"].tolist() == ["van Cas van der Vos"]


def test_without_names_the_network_itself_comes_back():
    network = kiemen.Network.from_frames(people=pd.DataFrame({"person": ["1"], "team": ["Zorg en Welzijn"]}))
    assert without_names(network, set()) is network
    assert without_names(network, {"an de wit"}) is network
