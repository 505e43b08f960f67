"""Personnel files: ids, names, attributes, and people who object."""

import warnings

import pandas as pd
import pytest

from kiemen.errors import ColumnError, DoubtfulInputWarning
from kiemen.network import Network
from kiemen.read.roster import Roster, as_roster, lookup_of, read_roster
from kiemen.read.survey import read_survey


@pytest.fixture(autouse=True)
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulInputWarning)
        yield


def test_dutch_headers_get_english_names_and_are_recorded():
    frame = pd.DataFrame(
        {
            "Personeelsnummer": ["0012", "0034"],
            "Voornaam": ["An", "Daan"],
            "Tussenvoegsel": ["de", "van den"],
            "Achternaam": ["Vries", "Berg"],
            "E-mailadres": ["an@x.nl", "daan@x.nl"],
            "Afdeling": ["HR", "IT"],
            "Functie": ["adviseur", "beheerder"],
            "Datum in dienst": ["01-02-2020", "15-03-2021"],
            "Uren per week": ["36", "32,5"],
            "Schoenmaat": ["38", "44"],
        }
    )
    roster = read_roster(frame)
    assert roster.people["name"].tolist() == ["An de Vries", "Daan van den Berg"]
    assert roster.people.loc["0034", ["department", "role", "hours", "Schoenmaat"]].tolist() == [
        "IT",
        "beheerder",
        32.5,
        "44",
    ]
    assert str(roster.people.loc["0012", "hired"])[:10] == "2020-02-01"
    assert "Afdeling" in roster.assumptions["choice"].tolist()


def test_two_people_with_one_name_stay_two():
    frame = pd.DataFrame({"naam": ["Leila Bouzidi", "Leila Bouzidi", "Eva Bakker"], "afdeling": ["Zorg", "IT", "IT"]})
    assert read_roster(frame).n_people == 3
    with_id = frame.assign(id=["1", "2", "3"])
    assert read_roster(with_id).people["name"].tolist().count("Leila Bouzidi") == 2


def test_repeated_and_blank_ids_are_listed():
    frame = pd.DataFrame({"id": ["1", "1", "1", "", "2"], "naam": ["An", "An", "Anna", "Bram", "Chaima"]})
    roster = read_roster(frame)
    assert roster.ids.tolist() == ["1", "2"]
    assert sorted(roster.ledger["row"]) == [3, 4, 5]
    assert roster.sources["rows_used"].tolist() == [2]


def test_objectors_are_nowhere_but_recognised():
    frame = pd.DataFrame(
        {
            "id": ["1", "2", "3"],
            "naam": ["An de Vries", "Bram Jansen", "Eva Bakker"],
            "leidinggevende": ["2", "", "1"],
            "bezwaar": ["", "ja", "nee"],
        }
    )
    roster = read_roster(frame)
    assert roster.ids.tolist() == ["1", "3"]
    assert "Bram" not in "".join(table.to_csv() for table in roster.to_frames().values())
    assert pd.isna(roster.people.loc["1", "manager"])
    assert lookup_of(roster)["objects"].to_dict() == {"1": False, "2": True, "3": False}


@pytest.mark.parametrize("listed", [["2"], ["bram jansen"], pd.DataFrame({"wie": ["bram@x.nl"]})])
def test_a_list_of_objectors(listed):
    frame = pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Bram Jansen"], "email": ["an@x.nl", "bram@x.nl"]})
    assert read_roster(frame, objectors=listed).ids.tolist() == ["1"]


def test_blank_consent_is_none_and_blank_objection_too():
    frame = pd.DataFrame({"id": ["1", "2", "3"], "naam": list("abc"), "akkoord": ["ja", "", "nee"]})
    assert read_roster(frame, consent="akkoord").ids.tolist() == ["1"]
    assert read_roster(frame.rename(columns={"akkoord": "bezwaar"})).ids.tolist() == ["2", "3"]


def test_contacts_and_a_column_that_says_who_is_inside():
    staff = pd.DataFrame({"id": ["1"], "naam": ["An"]})
    contacts = pd.DataFrame({"nummer": ["K1"], "naam": ["Oscar"], "organisatie": ["Bouw BV"]})
    roster = read_roster(staff, contacts=contacts)
    assert roster.people["inside"].to_dict() == {"1": True, "K1": False}
    mixed = pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Oscar"], "intern": ["ja", "nee"]})
    assert read_roster(mixed, inside="intern").n_contacts == 1


def test_a_roster_stays_one_when_joined_and_keeps_objectors_out():
    frame = pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Bram Jansen"], "bezwaar": ["", "ja"]})
    roster = read_roster(frame)
    other = Network.from_frames(ties=pd.DataFrame({"source": ["1", "1"], "target": ["Bram Jansen", "9"]}))
    for whole in (roster.merge(other), other.merge(roster)):
        assert isinstance(whole, Roster)
        assert whole.ids.tolist() == ["1", "9"]


def test_as_roster_takes_anything_and_errors_name_the_columns():
    network = Network.from_frames(people=pd.DataFrame({"person": ["1"]}))
    assert as_roster(network) is network
    assert as_roster(None) is None
    assert as_roster(pd.DataFrame({"naam": ["An"]})).n_people == 1
    with pytest.raises(ColumnError, match="name them with person= and names="):
        read_roster(pd.DataFrame({"foo": ["1"], "bar": ["2"]}))
    with pytest.raises(ColumnError, match="Did you mean 'naam'"):
        read_roster(pd.DataFrame({"naam": ["An"]}), names="naamm")


def test_personnel_numbers_under_the_word_for_employee():
    frame = pd.DataFrame(
        {"Medewerker": ["001234", "001235"], "Roepnaam": ["An", "Bram"], "Voorvoegsel": ["de", ""],
         "Geboortenaam": ["Vries", "Jansen"], "Organisatorische eenheid": ["Zorg", "ICT"]}
    )  # fmt: skip
    people = read_roster(frame).people
    assert people["name"].to_dict() == {"001234": "An de Vries", "001235": "Bram Jansen"}
    assert people["department"].tolist() == ["Zorg", "ICT"]
    by_name = read_roster(pd.DataFrame({"Medewerker": ["An de Vries", "Bram Jansen"], "Afdeling": ["a", "b"]}))
    assert by_name.people["name"].tolist() == ["An de Vries", "Bram Jansen"]


def test_initials_prefix_and_surname():
    frame = pd.DataFrame({"Pers.nr": ["12"], "Achternaam": ["Vries"], "Tussenv.": ["de"], "Voorl.": ["A."]})
    assert read_roster(frame).people["name"].to_dict() == {"12": "A. de Vries"}


def test_addresses_are_found_by_what_they_are():
    frame = pd.DataFrame(
        {
            "Stamnummer": ["1", "2"],
            "Weergavenaam": ["An de Wit", "Bo Smit"],
            "Werkadres digitaal": ["an@x.nl", "bo@x.nl"],
            "Omschrijving organisatie-eenheid": ["Zorg", "IT"],
            "Datum indienst": ["20190201", "20200315"],
        }
    )
    people = read_roster(frame).people
    assert people["email"].tolist() == ["an@x.nl", "bo@x.nl"]
    assert people["department"].tolist() == ["Zorg", "IT"]
    assert people["hired"].dt.year.tolist() == [2019, 2020]


def test_two_people_of_one_name_without_an_id_are_told():
    with pytest.warns(DoubtfulInputWarning, match=r"row 3.*a number tells them apart.*Jan de Vries"):
        roster = read_roster(pd.DataFrame({"naam": ["Jan de Vries", "Jan de Vries", "Bo"]}))
    assert list(roster.ids) == ["Bo", "Jan de Vries", "Jan de Vries (2)"]


def test_a_column_of_consent_is_honoured_unasked():
    frame = pd.DataFrame({"naam": ["An", "Bo", "Cas"], "Toestemming": ["ja", "nee", ""]})
    with pytest.warns(DoubtfulInputWarning, match="gave no consent"):
        assert list(read_roster(frame).ids) == ["An"]
    # Many other answers are an attribute, which is told, and "akkoord" may be that of a manager.
    other = pd.DataFrame({"naam": ["An", "Bo", "Cas", "Dirk"], "Toestemming": ["a", "wie weet", "soms", "later"]})
    with pytest.warns(DoubtfulInputWarning, match="look at it first, and pass consent="):
        assert "Toestemming" in read_roster(other).people
    assert list(read_roster(frame.rename(columns={"Toestemming": "akkoord"})).ids) == ["An", "Bo", "Cas"]


def test_numbers_under_medewerker_are_ids_also_beside_a_name():
    frame = pd.DataFrame({"Medewerker": ["1001", "1002"], "Naam": ["An de Wit", "Bo Smit"]})
    assert read_roster(frame).people["name"].to_dict() == {"1001": "An de Wit", "1002": "Bo Smit"}


def test_a_column_of_consent_with_an_unclear_answer_is_honoured():
    frame = pd.DataFrame({"naam": ["An", "Bo", "Cas"], "toestemming": ["ja", "nee", "misschien"]})
    with pytest.warns(DoubtfulInputWarning, match="neither yes nor no; it was taken as no consent"):
        assert list(read_roster(frame).ids) == ["An"]


def test_a_blank_column_of_consent_is_told_and_not_used():
    frame = pd.DataFrame({"naam": ["An", "Bo"], "toestemming": ["", " "]})
    with pytest.warns(DoubtfulInputWarning, match="look at it first, and pass consent="):
        assert list(read_roster(frame).ids) == ["An", "Bo"]


@pytest.mark.parametrize("tokens_first", [True, False])
def test_a_second_file_with_the_keys_of_the_same_people_is_known_whatever_the_order(tokens_first):
    ids, objects = ["1", "2", "3"], ["nee", "nee", "ja"]
    office = read_roster(pd.DataFrame({"id": ids, "naam": ["An", "Bram", "Cor"], "bezwaar": objects}))
    tokens = read_roster(
        pd.DataFrame({"id": ids, "naam": ["An", "Bram", "Cor"], "token": ["ta", "tb", "tc"], "bezwaar": objects})
    )
    both = tokens.merge(office) if tokens_first else office.merge(tokens)
    assert both.known["token"].to_dict() == {"1": "ta", "2": "tb", "3": "tc"}
    answers = pd.DataFrame({"token": ["ta", "tb", "tc"], "Ik probeer graag iets nieuws.": ["4", "3", "5"]})
    assert read_survey(answers, roster=both, respondent="token").people.index.tolist() == ["1", "2"]


def test_who_is_known_by_everything_already_is_not_looked_for_again():
    frame = pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Cor"], "token": ["ta", "tc"], "bezwaar": ["nee", "ja"]})
    roster = read_roster(frame)
    once = roster.keep_out(roster)
    assert roster.keep_out(once) is once


def test_a_name_of_two_columns_that_were_named():
    file = pd.DataFrame({"id": ["1"], "voor": ["An"], "achter": ["Vos"], "afdeling": ["Zorg"]})
    people = read_roster(file, names=["voor", "achter"]).people
    assert people["name"].tolist() == ["An Vos"]
    assert people["department"].tolist() == ["Zorg"]
