"""Columns of numbers and dates, and windows of days."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.read.account import Account
from kiemen.read.columns import AMBIGUOUS_DATE, AMBIGUOUS_NUMBER, NO_DATE, Window, date_column, number_column, one_day
from kiemen.read.rawtable import RawTable


def account(cells, kind="csv", **settings):
    frame = pd.DataFrame({"a": cells}, index=pd.RangeIndex(2, len(cells) + 2), dtype="str")
    return Account(RawTable(frame, "bron", file="bron.csv", kind=kind, settings=settings))


def test_the_separator_of_the_file_speaks_for_the_decimal_comma():
    made = account(["1.234", "2.000"], separator="semicolon")
    assert number_column(made, "a")[0].tolist() == [1234.0, 2000.0]
    assert {note.reason for note in made.notes} == {AMBIGUOUS_NUMBER}
    assert number_column(account(["1.234"], kind="xlsx"), "a")[0].tolist() == [1.234]


def test_a_column_without_numbers_is_an_error_with_rows():
    with pytest.raises(InputError, match=r"column 'a', rows 2, 3, 4: 3 of 3 cells are no number, such as 'veel'"):
        number_column(account(["veel", "weinig", "soms"]), "a")


def test_dates_are_recorded_and_what_is_none_is_listed():
    made = account(["25-03-2025", "04-03-2025", "31-02-2025"])
    assert date_column(made, "a").dt.day.tolist()[:2] == [25, 4]
    assert ("date order of a", "day-month-year") in made.assumptions
    assert [(note.row, note.reason) for note in made.notes] == [(4, NO_DATE)]
    made = account(["03-04-2025"])
    date_column(made, "a")
    assert [note.reason for note in made.notes] == [AMBIGUOUS_DATE]


def test_a_window_keeps_its_last_day_whole():
    window = Window.of(("2025-03-01", "2025-03-04"))
    times = pd.Series(np.array(["2025-02-28T23:59", "2025-03-04T23:59", "2025-03-05", "NaT"], dtype="datetime64[s]"))
    assert window.keeps(times).tolist() == [False, True, False, False]
    made = account(["", "", "", ""])
    times.index = made.table.frame.index
    assert window.apply(made, times).sum() == 1
    assert made.rows_set_aside == 3


def test_a_window_is_a_pair_of_days():
    assert not Window.of(None).bounded
    for wrong in (("2025-03-04",), ("x", None), ("2025-03-04", "2025-03-01")):
        with pytest.raises(InputError, match="window"):
            Window.of(wrong)


def test_days_in_the_forms_people_write():
    day = np.datetime64("2025-03-04")
    for written in ("2025-03-04", "4-3-2025", "4 maart 2025", dt.date(2025, 3, 4), day):
        assert one_day("window", written) == day
    with pytest.raises(InputError):
        one_day("window", 5)


def test_a_number_among_percentages_is_doubtful():
    account = Account(RawTable(pd.DataFrame({"w": ["45%", "0,5", "0"]}, index=[2, 3, 4], dtype="str"), "bron"))
    values, wrong = number_column(account, "w")
    assert values.tolist() == [0.45, 0.5, 0.0]
    assert not wrong.any()
    assert [(note.row, note.value) for note in account.notes] == [(3, "0,5")]
    assert ("percentages in w", "shares of one: 45% is 0.45") in account.assumptions
