"""Which rows of a survey count: no previews or tests, finished ones, one per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kiemen._letters import fold
from kiemen.i18n import mark
from kiemen.read.dates import read_dates
from kiemen.read.dialects import columns_of
from kiemen.read.nothing import each

if TYPE_CHECKING:
    from kiemen.read.account import Account
    from kiemen.read.dialects import Dialect

PREVIEW = mark("a preview or test answer")
UNFINISHED = mark("the answer was not finished (incomplete)")
EARLIER = mark("the same person answered again; the last finished answer was kept")

_TESTS = frozenset(
    {"survey preview", "survey test", "preview", "test", "spam", "possible spam", "offline survey preview"}
)
# Status numbers of Qualtrics for previews, tests and spam.
_TEST_NUMBERS = frozenset({"1", "2", "8", "9", "17", "48"})
_TEST_PEOPLE = frozenset(
    {"test", "test test", "testpersoon", "test persoon", "testgebruiker", "test user", "tester", "proef", "dummy"}
)


def tests(account: Account, dialect: Dialect, respondent: pd.Series[str]) -> pd.Series[bool]:
    """Mark previews and test answers and list them."""
    frame = account.table.frame
    made = is_test(respondent)
    for column in columns_of(frame, dialect.status):
        folded = frame[column].map(fold)
        made |= folded.isin(_TESTS)
        if dialect.tool == "qualtrics" and column.casefold() == "status":
            made |= folded.isin(_TEST_NUMBERS)
    account.set_aside(frame.index[made], PREVIEW)
    return made


def is_test(respondent: pd.Series[str]) -> pd.Series[bool]:
    """Mark who calls himself a test."""
    return each(respondent, lambda cell: fold(cell) in _TEST_PEOPLE)


def unfinished(frame: pd.DataFrame, dialect: Dialect) -> pd.Series[bool]:
    """Mark the rows that the tool says were not finished."""
    made = pd.Series(False, index=frame.index, dtype=bool)
    for column in columns_of(frame, dialect.submitted)[:1]:
        made |= frame[column].str.strip().str.casefold().isin(["", "n/a", "null", "none"])
    finished = columns_of(frame, dialect.finished)[:1]
    for column in finished:
        made |= frame[column].map(fold).isin(["false", "0", "no", "nee", "onwaar"])
    if not finished:
        for column in columns_of(frame, dialect.progress)[:1]:
            done = pd.to_numeric(frame[column], errors="coerce")
            made |= done < 100
    return made


def moments(frame: pd.DataFrame, dialect: Dialect, *, day_first: bool | None = None) -> pd.Series:
    """Give when each row was handed in, NaT where that is not known."""
    made = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    for column in columns_of(frame, dialect.moment):
        found = read_dates(frame[column], day_first=day_first).times
        made = made.where(made.notna(), found)
    # Anonymised exports carry one fixed date from 1980.
    return made.where(made.dt.year != 1980)


def repeated(
    account: Account, person: pd.Series[str], partial: pd.Series[bool], when: pd.Series, filled: pd.Series[int]
) -> pd.Series[bool]:
    """Mark all but one row of each person and list them: the last finished one is kept.

    Finished rows go before unfinished ones, later before earlier; where no time is known the later row counts.
    """
    rows = pd.DataFrame({"person": person, "finished": ~partial, "when": when, "filled": filled})
    rows["place"] = range(len(rows))
    rows = rows[rows["person"] != ""]
    order = rows.sort_values(["finished", "when", "place"], na_position="first", kind="stable")
    kept = order.drop_duplicates("person", keep="last").index
    made = pd.Series(False, index=person.index, dtype=bool)
    made.loc[rows.index.difference(kept)] = True
    account.set_aside(person.index[made], EARLIER)
    return made
