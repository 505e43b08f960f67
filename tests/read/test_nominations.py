"""Names in fields to ties."""

import pandas as pd

from kiemen.read.account import Account
from kiemen.read.namebook import NameBook
from kiemen.read.nominations import UNSURE, Namer, name_cells
from kiemen.read.rawtable import RawTable

PEOPLE = pd.DataFrame(
    {"name": ["An de Vries", "Bram Jansen", "Chaima El Idrissi"]}, index=pd.Index(["1", "2", "3"], name="person")
)
BOOK = NameBook(PEOPLE)


def namer(rows, *, has_roster=True):
    frame = pd.DataFrame(rows, columns=["c1", "c2"], index=range(2, 2 + len(rows)), dtype="str")
    account = Account(RawTable(frame, "t"))
    cells = name_cells(frame, {"advies": ["c1", "c2"]}, frame.index, None)
    person = pd.Series(["1", "2", "3"][: len(rows)], index=frame.index, dtype="str")
    return Namer(BOOK, account, has_roster=has_roster).ties(cells, person, []), account


def test_every_cell_is_a_tie_or_listed():
    named, account = namer([["Bram Jansen", "geen"], ["bram jansen", "12"], ["An de Vries", "Vries, An de"]])
    assert named.ties[["source", "target"]].to_numpy().tolist() == [["1", "2"], ["3", "1"]]
    aside = sorted((note.row, note.column) for note in account.notes if note.action == "set aside")
    assert aside == [(2, "c2"), (3, "c1"), (3, "c2"), (4, "c2")]


def test_strangers_with_the_same_words_are_one():
    named, _ = namer([["Oscar Extern", "extern, oscar"], ["OSCAR EXTERN", "x" * 100]])
    assert sorted(named.strangers) == ["OSCAR EXTERN"] or sorted(named.strangers) == ["Oscar Extern"]
    assert len(named.ties) == 2


def test_two_surnames_for_one_word_make_no_tie():
    frame = pd.DataFrame({"c1": ["Jan de Vries", "Jan Pietersen"]}, index=[2, 3], dtype="str")
    account = Account(RawTable(frame, "t"))
    book = NameBook(pd.DataFrame({"name": ["jan", "eva"]}, index=pd.Index(["jan@x.nl", "eva@x.nl"], name="person")))
    cells = name_cells(frame, {"advies": ["c1"]}, frame.index, None)
    named = Namer(book, account, has_roster=False).ties(cells, pd.Series(["eva@x.nl", "eva@x.nl"], index=[2, 3]), [])
    assert named.ties.empty
    assert sorted(note.row for note in account.notes if note.reason == UNSURE) == [2, 3]


def test_no_cells():
    named, _ = namer([])
    assert named.ties.empty
