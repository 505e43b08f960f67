"""A blank is no consent; a blank is no objection."""

import pandas as pd
import pytest

from kiemen.read.account import Account
from kiemen.read.consent import consents, is_yes_or_no, listed_objectors, objects, objects_by_list
from kiemen.read.rawtable import RawTable


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
    assert objects_by_list(people, ["jan", "C@X"]).tolist() == [True, True, True]


def test_a_column_of_yes_and_no():
    assert is_yes_or_no(pd.Series(["ja", "", "Nee"], dtype="str"))
    assert not is_yes_or_no(pd.Series(["mee eens", "neutraal"], dtype="str"))
    assert not is_yes_or_no(pd.Series(["", ""], dtype="str"))
