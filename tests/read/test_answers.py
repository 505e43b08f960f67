"""Answers to numbers and open answers to text."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.read.account import Account
from kiemen.read.answers import item_answers, items_table, text_answers
from kiemen.read.rawtable import RawTable
from kiemen.read.scales import Scale
from kiemen.read.surveycolumns import SurveyColumns


def account(**columns):
    size = len(next(iter(columns.values())))
    return Account(RawTable(pd.DataFrame(columns, index=range(2, 2 + size), dtype="str"), "t"))


def people(book):
    return pd.Series([f"p{row}" for row in book.table.frame.index], index=book.table.frame.index, dtype="str")


def test_blanks_make_no_row():
    book = account(q1=["5", "", "n.v.t."], q2=["mee eens", "neutraal", ""])
    items, answers = item_answers(book, [Scale("room", {"q1": "", "q2": ""})], people(book))
    assert [column for column, _ in items] == ["q1", "q2"]
    assert answers[["person", "item", "value"]].to_numpy().tolist() == [
        ["p2", "q1", 5],
        ["p2", "q2", 4],
        ["p3", "q2", 3],
    ]
    assert ("answers read as words", "q2") in book.assumptions


def test_all_misfitting_columns_are_told_at_once():
    book = account(q1=["7"] * 4, q2=["9"] * 4)
    with pytest.raises(InputError, match=r"2 faults(?s:.*)'q1'(?s:.*)'q2'"):
        item_answers(book, [Scale("room", ["q1", "q2"])], people(book))


def test_open_answers_that_name_somebody_hidden_are_left_out():
    book = account(leren=["Iets van Bram Jansen", "buurtbudgetten", "geen idee"])
    said = text_answers(book, SurveyColumns(asks=["leren"]), people(book), {"Bram Jansen"})
    assert said["text"].tolist() == ["buurtbudgetten"]
    assert [(note.row, note.value) for note in book.notes] == [(0, "")]


def test_items_say_their_scale_and_text():
    book = account(q1=["5"], leren=["x"])
    items, _ = item_answers(book, [Scale("~", {"q1": ""}, 1, 7)], people(book))
    made = items_table(items, SurveyColumns(offers=["leren"]), {"q1": "Ik mag afwijken."}).set_index("item")
    assert made.loc["q1", ["label", "scale", "high", "kind"]].tolist() == ["Ik mag afwijken.", "", 7, "scale"]
    assert made.loc["leren", ["scale", "kind"]].tolist() == ["offers", "text"]
    assert items_table([], SurveyColumns(), {}) is None
