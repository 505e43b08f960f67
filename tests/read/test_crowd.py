"""Written names become people, the same way in whatever order the rows come."""

import pandas as pd
import pytest

import kiemen
from kiemen.read.account import Account
from kiemen.read.crowd import MATCHED, OUTSIDER, SAME_NAME, UNSURE, identify
from kiemen.read.rawtable import RawTable
from kiemen.read.roster import NAMES_OBJECTOR, read_roster


def account(names):
    frame = pd.DataFrame({"naam": names}, index=pd.RangeIndex(2, len(names) + 2), dtype="str")
    return Account(RawTable(frame, "bron"))


def found(names, **options):
    made = account(names)
    return identify({"naam": made.table.frame["naam"]}, made, **options), made


def test_case_spaces_and_unicode_forms_are_one_person():
    names = ["An de Vries", "an de  vries", "AN DE VRIES\u200b", "Zoë", "Zoe\u0308", "An de Vries"]
    result, made = found(names)
    assert result.ids["naam"].tolist() == ["An de Vries"] * 3 + ["Zoë"] * 2 + ["An de Vries"]
    assert {note.reason for note in made.notes} == {SAME_NAME}
    again, _ = found(names[::-1])
    assert again.people.equals(result.people)


def test_codes_keep_their_case():
    assert found(["aB1", "Ab1", "a1@X.nl", "A1@x.nl"])[0].people.index.tolist() == ["A1@x.nl", "Ab1", "aB1"]


def test_words_for_nothing_are_names_in_a_system_export():
    assert found(["Null", "NA", "nan", "None"])[0].people.index.tolist() == ["NA", "None", "Null", "nan"]


@pytest.fixture
def roster():
    people = pd.DataFrame(
        {
            "id": ["1", "2", "3", "4"],
            "naam": ["Jan de Vries", "Joke de Vries", "Eva Bakker", "Bob Smit"],
            "bezwaar": ["", "", "", "ja"],
        }
    )
    with pytest.warns(kiemen.errors.DoubtfulInputWarning):
        return read_roster(people)


def test_a_roster_makes_certain_matches_only(roster):
    result, made = found(["Vries, Jan de", "J. de Vries", "Oscar Extern", "eva bakker", "3"], roster=roster)
    assert result.ids["naam"].tolist() == ["1", "", "Oscar Extern", "3", "3"]
    assert result.reason("naam").tolist() == ["", UNSURE, "", "", ""]
    assert result.people["inside"].to_dict() == {"1": True, "2": True, "3": True, "Oscar Extern": False}
    assert {(note.row, note.reason) for note in made.notes} == {(2, MATCHED), (4, OUTSIDER), (5, MATCHED)}


def test_decisions_are_followed(roster):
    result, _ = found(["J. de Vries", "iedereen"], roster=roster, decisions={"J. de Vries": "2", "iedereen": "nobody"})
    assert result.ids["naam"].tolist() == ["2", ""]


def test_who_objects_is_nowhere(roster):
    result, made = found(["Bob Smit", "B. Smit", "Eva Bakker"], roster=roster)
    assert result.ids["naam"].tolist() == ["", "", "3"]
    assert result.reason("naam").tolist() == [NAMES_OBJECTOR, NAMES_OBJECTOR, ""]
    assert "4" not in result.people.index
    assert not any("Smit" in note.value for note in made.notes)
