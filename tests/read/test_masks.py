"""Names of people who object, in what others wrote."""

import pandas as pd
import pytest

import kiemen
from kiemen.read.masks import masked, without_names
from kiemen.read.refusals import in_language

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


def test_relations_are_masked_and_a_wave_named_after_somebody_who_objects_is_refused(roster):
    ties = pd.DataFrame(
        {
            "van": ["1", "2", "1"],
            "naar": ["2", "1", "2"],
            "soort": ["koffie met Cas van der Vos", "koffie met C. van der Vos", "lunch"],
        }
    )
    network = kiemen.read_ties(ties, source="van", target="naar", relation="soort", roster=roster)
    assert list(network.relations.index) == ["koffie met …", "lunch"]
    assert sorted(network.ties["relation"]) == ["koffie met …", "koffie met …", "lunch"]
    assert network.select(relation="koffie met …").n_ties == 2
    survey = pd.DataFrame({"nr": ["1", "2"], "samen": ["Bo Jansen", "An de Wit"]})
    with pytest.raises(kiemen.PrivacyError, match="'Ronde …' names somebody who objects; give the wave"):
        kiemen.read_survey(survey, respondent="nr", roster=roster, wave="Ronde Cas van der Vos")


def test_a_title_that_names_somebody_who_objects_is_refused_wherever_it_is_given(roster, tmp_path):
    others = kiemen.Network.from_frames(ties=pd.DataFrame({"source": ["1"], "target": ["2"]}))
    network = roster.merge(others)
    with pytest.raises(kiemen.PrivacyError, match="'Plan van …' names") as refused:
        kiemen.build_report(network, audience="analyst", title="Plan van Cas van der Vos")
    said = in_language(str(refused.value), "nl")
    assert said == "'Plan van …' noemt iemand die bezwaar maakt; geef de titel een andere naam."
    kiemen.build_report(network, audience="analyst", title="Plan van Cas")
    ROSTER.to_csv(tmp_path / "p.csv", index=False)
    steps = '[[read]]\nwith = "roster"\nfile = "p.csv"\n'
    (tmp_path / "kiemen.toml").write_text(f'[project]\ntitle = "Plan van Cas v.d. Vos"\n{steps}', encoding="utf-8")
    project = kiemen.read_project(tmp_path)
    with pytest.warns(kiemen.DoubtfulInputWarning), pytest.raises(kiemen.PrivacyError, match="the title"):
        project.network()
