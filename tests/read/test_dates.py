"""One order of day and month for a whole column."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.read.dates import DAY_FIRST, ISO, MONTH_FIRST, SECONDS, SERIAL, read_dates


def read(*texts, **options):
    return read_dates(pd.Series(texts, dtype="str"), **options)


def days(found):
    return [str(time)[:16] for time in found.times]


def test_one_decisive_date_decides_for_all():
    found = read("03-04-2025 09:00", "25-03-2025 10:00", "04-03-2025 11:00")
    assert days(found) == ["2025-04-03 09:00", "2025-03-25 10:00", "2025-03-04 11:00"]
    assert (found.rule, found.ambiguous) == (DAY_FIRST, False)
    found = read("03/04/2025", "03/25/2025")
    assert days(found) == ["2025-03-04 00:00", "2025-03-25 00:00"]
    assert found.rule == MONTH_FIRST


def test_a_column_that_does_not_decide_is_marked():
    assert read("03-04-2025", "05-06-2025").ambiguous
    assert not read("03-03-2025", "05-05-2025").ambiguous
    assert not read("03-04-2025", day_first=False).ambiguous


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-04", "2025-03-04 00:00"),
        ("2025-03-04T09:30:00Z", "2025-03-04 09:30"),
        ("2025/3/4 9:30", "2025-03-04 09:30"),
        ("20250304", "2025-03-04 00:00"),
        ("4 maart 2025", "2025-03-04 00:00"),
        ("di 4 mrt. 2025 om 10:15 uur", "2025-03-04 10:15"),
        ("March 4, 2025 3:15 PM", "2025-03-04 15:15"),
        ("13-3-25", "2025-03-13 00:00"),
        ("13.03.2025", "2025-03-13 00:00"),
        ("maart 2025", "2025-03-01 00:00"),
        ("2025-03", "2025-03-01 00:00"),
        ("1952", "1952-01-01 00:00"),
    ],
)
def test_ways_of_writing(text, expected):
    assert days(read(text)) == [expected]


def test_numbers_that_stand_for_days():
    assert days(read("45720", "45721.5")) == ["2025-03-04 00:00", "2025-03-05 12:00"]
    assert days(read("44258", "44259", date_1904=True)) == ["2025-03-04 00:00", "2025-03-05 00:00"]
    assert read("45720").rule == SERIAL
    assert read("1741078800").rule == SECONDS
    assert days(read("1741078800")) == ["2025-03-04 09:00"]
    assert days(read("1741078800000")) == ["2025-03-04 09:00"]


def test_days_that_do_not_exist_are_wrong():
    found = read("31-02-2025", "13-01-2025", "01-13-2025", "14-01-2025", "morgen", "")
    assert found.wrong.tolist() == [True, False, True, False, True, False]


@given(st.lists(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), min_size=1, max_size=30))
def test_every_order_gives_the_day_that_was_written(dates):
    assert read(*(day.isoformat() for day in dates)).rule == ISO
    for order, day_first in (("%d-%m-%Y", True), ("%m/%d/%Y", False)):
        found = read(*(day.strftime(order) for day in dates), day_first=day_first)
        assert [time.date() for time in found.times] == dates


@given(st.lists(st.text(max_size=20), min_size=1, max_size=10))
def test_any_text_is_a_date_or_wrong_or_blank(texts):
    found = read(*texts)
    assert ((found.times.notna() | found.wrong).to_numpy() | pd.Series(texts).str.strip().eq("").to_numpy()).all()
