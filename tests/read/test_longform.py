"""A row per answer, put beside each other without losing its row number."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.read.longform import long_account
from kiemen.read.rawtable import RawTable
from kiemen.read.survey import read_survey

FRAME = pd.DataFrame(
    [["an", "samen", "Bram"], ["bram", "samen", "An"], ["an", "samen", "Eva"], ["an", "", "x"], ["an", "q1", "4"]],
    columns=["wie", "vraag", "antwoord"],
    index=range(2, 7),
    dtype="str",
)


def test_wide_with_row_numbers():
    account = long_account(RawTable(FRAME, "t"), "vraag", "antwoord", "wie")
    assert account.table.frame.columns.tolist() == ["wie", "samen [1]", "samen [2]", "q1"]
    assert account.table.frame.loc[2].tolist() == ["an", "Bram", "Eva", "4"]
    account.set_aside_cells([2], "why", column="samen [2]", values=["Eva"])
    account.set_aside([2], "gone")
    assert [(note.row, note.part) for note in account.notes] == [
        (5, "row"),
        (4, "cell"),
        (2, "row"),
        (4, "row"),
        (6, "row"),
    ]
    assert (account.rows_read, account.rows_set_aside) == (5, 4)


def test_not_long_and_half_told():
    assert long_account(RawTable(FRAME, "t"), None, None, None) is None
    with pytest.raises(InputError, match="both question= and answer="):
        long_account(RawTable(FRAME, "t"), "vraag", None, None)


def test_without_rows():
    account = long_account(RawTable(FRAME.iloc[:0], "t"), "vraag", "antwoord", "wie")
    assert account.rows_read == 0


def test_a_row_per_answer_is_recognised():
    frame = pd.DataFrame(
        {"respondent": ["An", "An", "Bram", "An", "Bram"], "vraag": ["contact", "contact", "contact", "q1", "q1"],
         "antwoord": ["Bram", "Cas", "An", "mee eens", "oneens"]}
    )  # fmt: skip
    network = read_survey(frame)
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["An", "Bram"], ["An", "Cas"], ["Bram", "An"]]
    assert network.answers()["q1"].dropna().to_dict() == {"An": 4.0, "Bram": 2.0}
    assert network.sources["rows_used"].iloc[0] == 5


def test_an_open_question_is_no_row_per_answer():
    frame = pd.DataFrame({"naam": ["An", "Bram"], "vraag": ["leren lassen", ""], "antwoord": ["", "ja"]})
    assert read_survey(frame, respondent="naam").sources["rows_used"].iloc[0] == 2
