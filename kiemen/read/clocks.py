"""Logs with the day in one column and the time of day in another, as calendars export them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemen.read.columns import date_column
from kiemen.read.roles import by_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kiemen.read.account import Account

CLOCK_WORDS = (
    "begintijd", "starttijd", "start time", "begin time", "starttime", "start_time", "tijd", "time", "tijdstip",
    "begintijdstip", "tijd verzonden", "time sent", "uur",
)  # fmt: skip
DAY_WORDS = (
    "begindatum", "startdatum", "start date", "datum", "date", "dag", "day", "start_date", "startdate", "date sent",
    "datum verzonden",
)  # fmt: skip
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:uur|u|[ap]\.?m\.?)?"


@dataclass(frozen=True)
class Moment:
    """The column with the day, and the one with the time of day where that stands apart."""

    day: str | None
    clock: str | None = None

    @classmethod
    def find(cls, account: Account, column: str | None, taken: Iterable[str | None]) -> Moment:
        """Find what stands beside the column that was taken for the time."""
        frame = account.table.frame
        if column is None:
            return cls(None)
        used = [*taken, column]
        if _is_clock(frame[column]):
            day = by_words(frame, DAY_WORDS, used)
            if day is None or _is_clock(frame[day]):
                return cls(column)
            found = ("column for time", column)
            account.assumptions[:] = [one for one in account.assumptions if one != found]
            account.assume("column for time", day)
            made = cls(day, column)
        else:
            clock = by_words(frame, CLOCK_WORDS, used)
            if clock is None or not _is_clock(frame[clock]) or not _is_day(frame[column]):
                return cls(column)
            made = cls(column, clock)
        account.assume("column for clock", str(made.clock))
        return made

    def times(self, account: Account) -> pd.Series:
        """Give the moments; call it where there is a column with the day."""
        day = str(self.day)
        if self.clock is None:
            return date_column(account, day)
        cells, clock = account.table.frame[day].str.strip(), account.table.frame[self.clock].str.strip()
        return date_column(account, day, (cells + " " + clock).where((cells != "") & (clock != ""), cells))


def _is_clock(cells: pd.Series[str]) -> bool:
    filled = cells.str.strip()
    filled = filled[filled != ""]
    return bool(len(filled)) and bool(filled.str.casefold().str.fullmatch(_CLOCK).all())


def _is_day(cells: pd.Series[str]) -> bool:
    """Whether a column has days without a time: dates, and no numbers that stand for days."""
    filled = cells.str.strip()
    filled = filled[filled != ""]
    return bool(len(filled)) and not filled.str.contains(r"\d:\d|^\d+(?:[.,]\d+)?$", regex=True).any()
