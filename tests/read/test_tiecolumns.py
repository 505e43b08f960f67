"""The columns of a tie list are found or taken as told."""

import pandas as pd
import pytest

from kiemen.read.account import Account
from kiemen.read.rawtable import RawTable
from kiemen.read.tiecolumns import TieColumns, two_ends

NOTHING = dict.fromkeys(("source", "target", "weight", "time", "wave"))


def found(columns, row, relation=None, *, directed=None, **named):
    frame = pd.DataFrame([row], columns=columns, dtype="str")
    account = Account(RawTable(frame, "bron"))
    return TieColumns.find(account, {**NOTHING, **named}, relation, directed=directed), account


def test_by_words():
    made, account = found(["Van", "Naar", "Aantal", "Datum", "Soort"], ["a", "b", "1", "2025-01-01", "mail"])
    assert (made.source, made.target, made.weight, made.time, made.relation) == (
        "Van",
        "Naar",
        "Aantal",
        "Datum",
        "Soort",
    )
    assert ("column for source", "Van") in account.assumptions
    assert made.directed


def test_by_position():
    made, account = found(["x", "y", "z"], ["a", "b", "3"])
    assert (made.source, made.target, made.weight) == ("x", "y", "z")
    assert account.notes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Medewerker van", "Medewerker naar"),
        ("Medewerker (van)", "Medewerker (naar)"),
        ("from_user", "to_user"),
        ("Naam A", "Naam B"),
        ("Naam vrager", "Naam gevraagde"),
        ("E-mail van", "E-mail naar"),
        ("employee id sender", "employee id recipient"),
    ],
)
def test_ends_beside_a_shared_word(one, other):
    made, account = found(["Nr.", other, one, "Toelichting"], ["1", "b", "a", ""])
    assert (made.source, made.target) == (one, other)
    assert ("column for target", other) in account.assumptions


def test_ends_of_something_else_are_no_people():
    assert two_ends(pd.DataFrame(columns=["periode van", "periode naar"])) is None
    assert two_ends(pd.DataFrame(columns=["contact 1", "contact 2"])) is None


def test_a_relation_is_a_column_or_a_name():
    assert found(["van", "naar", "laag"], ["a", "b", "mail"], "laag")[0].relation == "laag"
    made, _ = found(["van", "naar"], ["a", "b"], "advies")
    assert (made.relation, made.label) == (None, "advies")


def test_direction_of_gephi():
    made, _ = found(["Source", "Target", "Type"], ["a", "b", "Undirected"])
    assert (made.directed, made.relation) == (False, None)
    assert found(["Source", "Target", "Type"], ["a", "b", "Undirected"], directed=True)[0].directed
