"""Columns of one source as numbers and dates, with what was assumed and what did not fit in its account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kiemen.errors import Faults, InputError
from kiemen.i18n import mark
from kiemen.read.dates import DAY_FIRST, MONTH_FIRST, SERIAL, read_dates
from kiemen.read.numbers import preferred_rule, read_numbers

if TYPE_CHECKING:
    from kiemen.read.account import Account

AMBIGUOUS_NUMBER = mark("the sign in these numbers may part thousands or decimals")
SHARES = mark("shares of one: 45% is 0.45")
NO_PERCENT = mark("other cells of this column are percentages and this one is not; 45% was read as 0.45")
AMBIGUOUS_DATE = mark("day and month may have changed places in every date of this column")
OTHER_ORDER = mark(
    "day and month stand in another order than in another column of dates; if that is a slip, correct it or pass "
    "day_first="
)
NO_DATE = mark("this is no date in the order of the column")
OUTSIDE_WINDOW = mark("outside the days that were asked for")
NO_TIME = mark("there is no date, so it cannot be placed in the days that were asked for")
NEEDS_TIME = "window needs a column with dates: pass time=."

Day: TypeAlias = str | dt.date


def number_column(account: Account, column: str, texts: pd.Series | None = None) -> tuple[pd.Series, pd.Series]:
    """Give a column as floats and the mask of cells that are no number; a column with hardly a number is an error."""
    decimal = account.table.decimal
    texts = account.table.frame[column] if texts is None else texts
    found = read_numbers(texts, decimal=decimal, prefers=preferred_rule(account.table))
    filled = int((texts.str.strip() != "").sum())
    if filled > 2 and int(found.wrong.sum()) > 0.6 * filled:
        faults = Faults(account.table.file or account.table.source)
        wrong = texts[found.wrong]
        faults.add(
            f"{len(wrong)} of {filled} cells are no number, such as {wrong.iloc[0][:40]!r}; is this the right column?",
            column=column,
            rows=wrong.index,
        )
        faults.raise_if_any()
    if decimal is None and texts.str.contains(r"[.,]", regex=True).any():
        account.assume(f"decimal sign of {column}", found.rule)
    if found.percent.any():
        account.assume(f"percentages in {column}", SHARES)
        others = texts[~found.percent & found.floats.notna() & (found.floats != 0)]
        account.doubt(others.index, NO_PERCENT, column=column, values=others)
    if found.ambiguous.any():
        listed = texts[found.ambiguous]
        account.doubt(listed.index, AMBIGUOUS_NUMBER, column=column, values=listed)
    return found.floats, found.wrong


def date_column(account: Account, column: str, texts: pd.Series | None = None) -> pd.Series:
    """Give a column as dates, NaT where there is none; what is no date is listed as doubtful.

    `texts` overrules the cells of the column, for a reader that has taken some words out of it.
    """
    texts = account.table.frame[column] if texts is None else texts
    date_1904 = account.table.settings.get("date_system") == "1904"
    found = read_dates(texts, day_first=account.table.day_first, date_1904=date_1904)
    if (texts != "").any():
        account.assume(f"date order of {column}", found.rule + (", 1904" if date_1904 and found.rule == SERIAL else ""))
    others = [choice for subject, choice in account.assumptions if subject.startswith("date order of ")]
    if {found.rule, *others} >= {DAY_FIRST, MONTH_FIRST}:
        account.remark(OTHER_ORDER, column=column)
    if found.ambiguous:
        both = texts[found.times.notna()]
        account.remark(AMBIGUOUS_DATE, column=column, values=[both.iloc[0]] if len(both) else [])
    if found.wrong.any():
        listed = texts[found.wrong]
        account.doubt(listed.index, NO_DATE, column=column, values=listed)
    return found.times


def one_day(name: str, value: Day | None) -> np.datetime64 | None:
    """Give a day from what the caller wrote: a date, or text as yyyy-mm-dd (d-m-yyyy also)."""
    if value is None:
        return None
    if isinstance(value, str):
        found = read_dates(pd.Series([value], dtype="str"), day_first=True)
        if found.times.isna().any() or found.rule not in {DAY_FIRST, "year-month-day"}:
            raise InputError(f"{name} must be a day such as '2025-03-04', not {value!r}.")
        return np.datetime64(found.times.iloc[0], "D")
    if isinstance(value, dt.date | np.datetime64):
        return np.datetime64(value, "D")
    raise InputError(f"{name} must be a day such as '2025-03-04', not {value!r}.")


@dataclass(frozen=True)
class Window:
    """The days that count; None leaves a side open."""

    first: np.datetime64 | None = None
    last: np.datetime64 | None = None

    @classmethod
    def of(cls, window: tuple[Day | None, Day | None] | None) -> Window:
        """Give the window from what the caller wrote: first and last day, either of them None."""
        if window is None:
            return cls()
        given: object = window
        if not isinstance(given, tuple | list) or len(given) != 2:
            raise InputError("window must be a first and a last day, such as ('2025-01-01', '2025-03-31').")
        first, last = one_day("window", window[0]), one_day("window", window[1])
        if first is not None and last is not None and first > last:
            raise InputError(f"window: the first day {first} lies after the last day {last}.")
        return cls(first, last)

    @property
    def bounded(self) -> bool:
        """Whether any day is left out."""
        return self.first is not None or self.last is not None

    def keeps(self, times: pd.Series) -> pd.Series:
        """Mark the times inside the window; what has no time is outside when there is one."""
        kept = pd.Series(True, index=times.index)
        if self.first is not None:
            kept &= times >= self.first.astype("datetime64[s]")
        if self.last is not None:
            kept &= times < (self.last + np.timedelta64(1, "D")).astype("datetime64[s]")
        return kept

    def note(self, account: Account) -> None:
        """Record which days were asked for."""
        account.assume("window", f"{self.first or '…'} – {self.last or '…'}")

    def apply(self, account: Account, times: pd.Series) -> pd.Series:
        """Mark the rows to use and list the others."""
        if not self.bounded:
            return pd.Series(True, index=times.index)
        self.note(account)
        kept = self.keeps(times)
        account.set_aside(times.index[~kept & times.notna()], OUTSIDE_WINDOW)
        account.set_aside(times.index[~kept & times.isna()], NO_TIME)
        return kept
