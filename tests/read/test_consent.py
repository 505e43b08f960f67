"""A blank is no consent; a blank is no objection."""

import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning
from kiemen.read.account import Account
from kiemen.read.consent import consents, is_yes_or_no, listed_objectors, objects, objects_by_list
from kiemen.read.rawtable import RawTable
from kiemen.read.survey import read_survey


def account(*cells):
    frame = pd.DataFrame({"c": list(cells)}, index=range(2, 2 + len(cells)), dtype="str")
    return Account(RawTable(frame, "table"))


@pytest.mark.parametrize(
    ("cell", "agrees"),
    [
        ("ja", True),
        ("Ja, ik geef toestemming", True),
        ("Y", True),
        ("Ik ga akkoord", True),
        ("1", True),
        ("", False),
        ("nee", False),
        ("Nee, ik geef geen toestemming", False),
        ("Ik ga niet akkoord", False),
        ("I do not consent", False),
        ("N", False),
        ("misschien", False),
    ],
)
def test_consent(cell, agrees):
    assert consents(account(cell), "c").tolist() == [agrees]


@pytest.mark.parametrize(("cell", "no"), [("ja", True), ("", False), ("nee", False), ("x", True), ("weet niet", True)])
def test_objection(cell, no):
    assert objects(account(cell), "c").tolist() == [no]


def test_what_is_unclear_is_listed():
    book = account("misschien", "ja")
    consents(book, "c")
    assert [(note.row, note.action) for note in book.notes] == [(2, "doubtful")]


def test_lists():
    assert listed_objectors(["An", " "]) == ["An"]
    people = pd.DataFrame({"person": ["1", "2", "3"], "name": ["Jan", "Jan", "An"], "email": ["a@x", "b@x", "c@x"]})
    # Two people of one name: both are left out.
    marked, missed = objects_by_list(people, ["jan", "C@X"])
    assert marked.tolist() == [True, True, True]
    assert missed == 0


def test_somebody_who_may_be_meant_on_a_list_is_left_out():
    people = pd.DataFrame({"person": ["1", "2", "3"], "name": ["Zoë Müller", "An de Vries", "Eva Bakker"]})
    marked, missed = objects_by_list(people, ["Muller, Zoe", "A. de Vries", "Piet Onbekend"])
    assert marked.tolist() == [True, True, False]
    assert missed == 1


def test_a_listed_objector_who_did_not_answer_is_nowhere_in_a_survey():
    frame = pd.DataFrame({"naam": ["An Smit", "Bo Vos"], "c1": ["Piet Jong", "An Smit"], "c2": ["Jong, Piet", ""]})
    with pytest.warns(DoubtfulInputWarning, match="check how they are written"):
        network = read_survey(frame, respondent="naam", nominations=["c1", "c2"], objectors=["Piet Jong"])
    assert sorted(network.people["name"]) == ["An Smit", "Bo Vos"]
    assert not any("Piet" in table.to_csv() for table in network.to_frames().values())


@pytest.mark.parametrize(
    ("cell", "objecting"),
    [
        ("geen bezwaar", False),
        ("No objection", False),
        ("nee, gebruik mijn antwoorden niet", True),
        ("Nee hoor", False),
    ],
)
def test_sentences_of_objection(cell, objecting):
    assert objects(account(cell), "c").tolist() == [objecting]


def test_a_yes_to_objecting_is_no_consent():
    assert consents(account("Ja, ik maak bezwaar", "Ja, geen bezwaar"), "c").tolist() == [False, True]


def test_a_column_of_yes_and_no():
    assert is_yes_or_no(pd.Series(["ja", "", "Nee"], dtype="str"))
    assert not is_yes_or_no(pd.Series(["mee eens", "neutraal"], dtype="str"))
    assert not is_yes_or_no(pd.Series(["", ""], dtype="str"))
