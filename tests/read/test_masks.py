"""Names of people who object, in what others wrote."""

import pandas as pd
import pytest

import kiemen
from kiemen.read.masks import masked, without_names

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
    assert without_names(network, masked([], [], [])) is network
    assert without_names(network, masked(["An de Wit"], ["10017"], [])) is network


def titles(told, **people):
    """Give initiatives as they are called once people are known of whom the last objects."""
    n = len(people["naam"])
    file = pd.DataFrame(
        {"id": [f"0100{row}" for row in range(10, 10 + n)], "bezwaar": [""] * (n - 1) + ["ja"], **people}
    )
    with pytest.warns(kiemen.DoubtfulInputWarning):
        roster = kiemen.read_roster(file)
    network = kiemen.read_initiatives(pd.DataFrame({"initiatief": told}), roster=roster)
    return sorted(network.initiatives.index)


@pytest.mark.parametrize(
    "said",
    [
        "Q. van der Zwaluw",
        "Q.J. van der Zwaluw",
        "Zwaluw, Q. van der",
        "Quirijn J. van der Zwaluw",
        "Quirijn Zwaluw",
        "010012",
        "quirijn.vanderzwaluw@elders.example",
        "Quirijn\u200bvan der Zwaluw",
        "Quirijn van der\u3164Zwaluw",
        "Quirijn\u034f van der Zwaluw",
    ],
)
def test_who_objects_is_masked_however_others_wrote_it(said):
    people = ["An de Wit", "Bo Jansen", "Quirijn van der Zwaluw"]
    assert titles([f"Kring {said}", "Groen"], naam=people) == ["Groen", "Kring …"]


def test_what_a_colleague_may_be_called_as_well_stays():
    people = ["Quinten van der Zwaluw", "Quirijn Zwaluw", "Quirijn van der Zwaluw"]
    told = ["Kring Q. van der Zwaluw", "Kring Quirijn Zwaluw", "Plan Quinten Q. van der Zwaluw"]
    assert titles(told, naam=people) == told


def test_ordinary_words_and_short_numbers_are_nobody():
    told = ["Bos en Park", "Jaar 2026", "Kring 1234", "Zaal B12", "Zone A Bos en Park", "de Jong en oud"]
    assert titles(told, naam=["An Smit", "Arie Bos"], id=["7", "1234"]) == told
    assert titles(told, naam=["An Smit", "Jan de Jong"], id=["7", "B12"]) == told


def test_a_thing_whose_number_is_that_of_somebody_who_objects_keeps_it():
    assert titles(["010011", "010012 plan"], naam=["An Smit", "Arie Bos"]) == ["010011", "010012 plan"]
