"""Who took up what and when: a row per adoption, or a column per innovation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_number
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import date_column, number_column
from kiemen.read.crowd import identify
from kiemen.read.dates import read_dates
from kiemen.read.headers import tidy_name
from kiemen.read.headerwords import WORDS
from kiemen.read.numbers import preferred_rule, read_numbers
from kiemen.read.pairs import set_aside_unnamed
from kiemen.read.roles import by_words, find, pick
from kiemen.read.roster import as_roster, passing_on
from kiemen.read.tables import read_table
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from kiemen.read.rawtable import Reading

PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
NEVER_WORDS = frozenset({"nooit", "never", "niet", "nee", "no", "geen", "not adopted", "n.v.t.", "none", "inf"})
UNKNOWN_TIME = mark("blank: it is not known whether the person adopted")
BAD_TIME = mark("this is no time of adoption")
AFTER = mark("later than the window: counted as not adopted within it")
BEFORE = mark("earlier than the window; kept as it is")
AGAIN = mark("a second time for the same person; the earliest was kept")


def read_adoptions(
    data: Any,
    *,
    person: str | None = None,
    adopted: str | Sequence[str] | None = None,
    innovation: str | None = None,
    first: float | None = None,
    last: float | None = None,
    never: Sequence[object] | object | None = None,
    period: str = "month",
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read who took up which new way of working, and when.

    Answers: "I know when people started; how do I use that?" Either a row per adoption, or a row per person with a
    column per innovation. Do not use it for intentions or plans: those are answers of a survey.

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    person
        Column with the person; None finds it by its header.
    adopted
        Column with the time of adoption (a period such as 3 or 1952, or a date), or with yes and no when only that is
        known. Several columns are one innovation each.
    innovation
        Column that names the innovation, or when there is no such column the name of the only one.
    first, last
        First and last period that were observed; None takes the first and last that occur.
    never
        Codes that mean "not adopted when observation ended", such as 18, or "" for a blank; words such as "nooit" and
        "never" always do. A blank is otherwise unknown: such a person gets no row.
    period
        Unit of time for dates: "day", "week", "month", "quarter" or "year". Periods are counted from the first date.
    roster
        Everybody there is: a Network, file or frame (see `read_roster`). Names are matched to it.
    decisions
        Decisions about doubtful names, as for `match_names`.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`.

    Returns
    -------
    Network
        With `adoptions` and `innovations`; `Network.adoption_times` gives a time per person, +inf for those known not
        to have adopted.

    Raises
    ------
    ColumnError
        If a column is not there or cannot be found.
    InputError
        If times are neither numbers, dates nor yes and no, or the window is empty.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    Unknown is never "not adopted". Cost: linear in the cells.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_adoptions
    >>> frame = pd.DataFrame({"naam": ["An", "Bram", "Chaima"], "chatbot": ["2", "18", ""]})
    >>> read_adoptions(frame, adopted="chatbot", first=1, last=17, never=18).adoption_times().to_dict()
    {'An': 2.0, 'Bram': inf, 'Chaima': nan}
    """
    check_choice("period", period, PERIODS)
    bounds = _bounds(first, last)
    listed = [adopted] if isinstance(adopted, str) else list(adopted or [])
    wanted = [column for column in (person, innovation, *listed) if column]
    account = Account(read_table(data, columns=wanted, **reading))
    frame, where = account.table.frame, account.table.file or account.table.source
    person = str(find(account, "person", person, taken=[innovation, *listed]))
    columns = [pick(frame.columns, column, where=where, part="adopted") for column in listed]
    if not columns:
        columns = [str(find(account, "adopted", None, taken=[person, innovation]))]
    kinds = _innovation_of(account, columns, person, innovation)
    codes = {str(code).strip().casefold() for code in _listed(never)}
    times = pd.concat([_times(account, column, codes, period).assign(innovation=kinds[column]) for column in columns])
    rows = _in_window(account, _counted(times), bounds)
    people = as_roster(roster)
    found = identify({person: frame[person]}, account, roster=people, decisions=decisions)
    good = set_aside_unnamed(account, found, [person])
    rows["person"] = found.ids[person].reindex(rows.index)
    rows = rows[good.reindex(rows.index).to_numpy()].sort_values(["innovation", "person", "time"], kind="stable")
    again = rows.duplicated(["innovation", "person"])
    if again.any():
        account.set_aside_cells(rows.index[again], AGAIN, column=person, values=rows["person"][again])
    rows = rows[~again]
    network = Network.from_frames(
        people=found.people,
        adoptions=rows[["person", "innovation", "status", "time", "date"]],
        innovations=_innovations(rows, sorted(set(times["innovation"])), bounds),
        **account.frames(),
    )
    account.warn()
    return passing_on(network, people)


def _bounds(first: float | None, last: float | None) -> tuple[float, float]:
    low = -np.inf if first is None else check_number("first", first)
    high = np.inf if last is None else check_number("last", last)
    if low > high:
        raise InputError(f"first ({low:g}) lies after last ({high:g}).")
    return low, high


def _listed(never: Sequence[object] | object | None) -> list[object]:
    if never is None:
        return []
    return list(never) if isinstance(never, list | tuple | set | frozenset) else [never]


def _innovation_of(account: Account, columns: list[str], person: str, innovation: str | None) -> dict[str, pd.Series]:
    """Give the innovation of each row, per column with times."""
    frame = account.table.frame
    if len(columns) > 1:
        return {column: pd.Series(column, index=frame.index, dtype="str") for column in columns}
    words = [innovation] if innovation else WORDS["innovation"]
    found = by_words(frame, words, [person, *columns])
    if found is not None:
        if innovation is None:
            account.assume("column for innovation", found)
        named = frame[found].map(tidy_name)
        return {columns[0]: named.where(named != "", "innovation")}
    return {columns[0]: pd.Series(innovation or columns[0], index=frame.index, dtype="str")}


def _times(account: Account, column: str, codes: set[str], period: str) -> pd.DataFrame:
    """Give status, time and date of one column; cells that say nothing give no row."""
    texts = account.table.frame[column]
    plain = texts.str.strip().str.casefold()
    bare = plain.str.replace(r"^(-?\d+)[.,]0+$", r"\1", regex=True)
    ended = plain.isin(NEVER_WORDS) | bare.isin(codes)
    values = texts.where(~ended, "")
    made = pd.DataFrame({"status": "adopted", "time": np.nan, "date": pd.NaT}, index=texts.index)
    made["date"] = made["date"].astype("datetime64[s]")
    made.loc[ended, "status"] = "not adopted"
    filled = values.str.strip() != ""
    flags = read_flags(values)
    if filled.any() and (flags.yes | ~filled).all() and not (plain[filled] == "1").all():
        known = filled
    else:
        made["time"], made["date"] = _numbers_or_dates(account, column, values, period)
        known = made["time"].notna()
        wrong = filled & ~known
        if wrong.any():
            account.set_aside_cells(texts.index[wrong], BAD_TIME, column=column, values=texts[wrong])
    blank = ~filled & ~ended
    account.change(texts.index[blank], UNKNOWN_TIME, column=column)
    return made[known | ended]


def _numbers_or_dates(account: Account, column: str, values: pd.Series, period: str) -> tuple[pd.Series, pd.Series]:
    """Read a column as periods, or as dates where most cells are no plain number."""
    numbers = read_numbers(values, decimal=account.table.decimal, prefers=preferred_rule(account.table))
    dates = read_dates(values, day_first=account.table.day_first)
    nothing = pd.Series(np.datetime64("NaT", "s"), values.index, "datetime64[s]")
    if int(numbers.floats.notna().sum()) >= int(dates.times.notna().sum()):
        number_column(account, column, values)
        return numbers.floats, nothing
    times = date_column(account, column, values)
    account.assume(f"unit of time of {column}", f"{period}s, counted from the first date")
    ordinals = pd.Series(times.dt.to_period(PERIODS[period]).array.asi8, index=values.index, dtype="float64")
    return ordinals.where(times.notna()), times


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the periods of dates from the first date of any innovation."""
    dated = rows["date"].notna()
    return rows.assign(time=rows["time"].where(~dated, rows["time"] - rows["time"][dated].min()))


def _in_window(account: Account, rows: pd.DataFrame, bounds: tuple[float, float]) -> pd.DataFrame:
    low, high = bounds
    late = (rows["status"] == "adopted") & (rows["time"] > high)
    early = (rows["status"] == "adopted") & (rows["time"] < low)
    if late.any():
        account.doubt(rows.index[late], AFTER, values=rows["time"][late].map("{:g}".format))
    if early.any():
        account.doubt(rows.index[early], BEFORE, values=rows["time"][early].map("{:g}".format))
    rows.loc[late, "status"] = "not adopted"
    rows.loc[rows["status"] == "not adopted", "time"] = np.nan
    return rows


def _innovations(rows: pd.DataFrame, names: list[str], bounds: tuple[float, float]) -> pd.DataFrame:
    """Give the window of each innovation: as stated, else from the first to the last time of any of them."""
    seen = rows["time"].dropna()
    first, last = (
        bound if np.isfinite(bound) else (float(edge) if len(seen) else np.nan)
        for bound, edge in zip(bounds, (seen.min(), seen.max()), strict=True)
    )
    return pd.DataFrame({"innovation": names, "label": names, "first": first, "last": last})
