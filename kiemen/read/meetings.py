"""Meeting logs: who sat together, as weighted ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._assembly import scrubbed
from kiemen._checks import check_integer
from kiemen.errors import InputError
from kiemen.read import biglog
from kiemen.read.account import Account
from kiemen.read.attendance import exploded, list_separator, set_aside_no_people, ties_of_meetings
from kiemen.read.clocks import Moment
from kiemen.read.columns import NEEDS_TIME, Window
from kiemen.read.crowd import identify
from kiemen.read.diskfile import check_road, head_of, large_file
from kiemen.read.headers import tidy_name
from kiemen.read.largemeetings import large_meetings
from kiemen.read.meetingcolumns import (
    ABSENT,
    CAME_IN,
    CANCELLED,
    NO_EVENT,
    OPTIONAL,
    TOO_LARGE,
    TWICE,
    MeetingColumns,
    called_off,
    network_of_meetings,
    stayed_away,
)  # fmt: skip
from kiemen.read.pairs import set_aside_unnamed
from kiemen.read.roster import as_roster, hidden_words, passing_on
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from kiemen.network import Network
    from kiemen.read.columns import Day
    from kiemen.read.rawtable import Reading

LARGEST = 50


def read_meetings(
    data: Any,
    *,
    event: str | None = None,
    person: str | None = None,
    time: str | None = None,
    organizer: str | None = None,
    optional: str | None = None,
    status: str | None = None,
    largest: int = LARGEST,
    exclude: Sequence[str] = (),
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a log of meetings and tie the people who met.

    Answers: "Who meets whom, and how closely?" Either a row per attendee, or a row per meeting with a list of
    attendees in one cell. Do not use it for who is a member of what (`read_memberships`).

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    event, person, time
        Columns with the meeting, the attendee or attendees, and when it was; None finds them by their header. The
        same title at another time is another meeting.
    organizer
        Column with the person who called the meeting, counted as an attendee.
    optional
        Column with people who were free to come, counted as attendees. Such a column that is not named is not used,
        because who is in it may have stayed away; the ledger lists it.
    status
        Column that says who came; those who declined or stayed away are set aside, and so are meetings whose title
        begins with "Geannuleerd:" or "Canceled:".
    largest
        Largest meeting that makes ties, at least 2. Beyond it a meeting is a broadcast: its people are kept, and the
        ledger says so.
    exclude
        Names that are no people, beside the rooms, lists and robots that are recognised.
    window
        First and last day of the meetings to use, such as ``("2025-01-01", "2025-03-31")``; either may be None.
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
        Undirected ties of the relation "meeting", and every attendance in `events`.

    Raises
    ------
    ColumnError
        If a column is not there or cannot be found.
    FileFormatError
        If the file is no table that can be read.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    A meeting of k people gives each pair 1 / (k - 1) (Newman 2001), so that each person hands out a weight of 1 per
    meeting and small meetings count more; the weights of a pair are added up. Cost: the sum of k² over meetings up to
    `largest`. A CSV or Parquet file of 64 MiB or more is added up by DuckDB on disk (`pip install kiemen[duckdb]`);
    beyond two million attendances `events` stays empty, which `assumptions` says.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks II. doi:10.1103/PhysRevE.64.016132

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_meetings
    >>> frame = pd.DataFrame({"vergadering": ["m1"] * 3, "deelnemer": ["An", "Bram", "Chaima"]})
    >>> read_meetings(frame).ties[["source", "target", "weight"]].values.tolist()
    [['An', 'Bram', 0.5], ['An', 'Chaima', 0.5], ['Bram', 'Chaima', 0.5]]
    """
    check_integer("largest", largest, low=2)
    days = Window.of(window)
    named = {"event": event, "person": person, "time": time, "organizer": organizer}
    named |= {"optional": optional, "status": status}
    wanted = [column for column in named.values() if column]
    people = as_roster(roster)
    path = large_file(data, biglog.LARGE)
    if path is not None and check_road(path):
        account = Account(head_of(path, columns=wanted, **reading))
        columns = MeetingColumns.find(account, named)
        how = {"largest": largest, "exclude": exclude, "roster": people, "decisions": decisions}
        network = large_meetings(path, account, columns, days, **how) if columns.clock is None else None
        if network is not None:
            account.warn()
            return passing_on(network, people)
    account = Account(read_table(data, columns=wanted, **reading))
    columns = MeetingColumns.find(account, named)
    _list_unread(account, columns)
    rows = _attendances(account, columns)
    rows["event"] = _untold(account, rows["event"], hidden_words(people))
    rows = rows[rows.index.isin(_used(account, rows, columns, days))]
    known = [] if people is None else [*people.ids, *people.people["name"]]
    rows = rows[set_aside_no_people(account, rows["written"], columns.person, exclude, known=known)]
    found = identify({columns.person: rows["written"]}, account, roster=people, decisions=decisions)
    rows = rows.assign(person=found.ids[columns.person])[set_aside_unnamed(account, found, [columns.person])]
    account.settle(rows.index)
    network = _network(account, rows, found.people, largest)
    account.warn()
    return passing_on(network, people)


def _list_unread(account: Account, columns: MeetingColumns) -> None:
    if columns.unread is not None:
        cells = account.table.frame[columns.unread]
        filled = cells[cells.str.strip() != ""]
        # Without what is written: somebody in it may object.
        account.set_aside_cells(filled.index, OPTIONAL, column=columns.unread)


def _attendances(account: Account, columns: MeetingColumns) -> pd.DataFrame:
    """Give a row per attendance: the meeting, what was written for the person, and when."""
    frame, event, person, time = account.table.frame, columns.event, columns.person, columns.time
    rows = pd.DataFrame({"event": frame[event].map(tidy_name), "written": frame[person]}, index=frame.index)
    nothing = pd.Series(np.datetime64("NaT", "s"), rows.index, "datetime64[s]")
    rows["time"] = Moment(time, columns.clock).times(account) if time else nothing
    one_row_each = not frame[[column for column in (event, time, columns.clock) if column]].duplicated().any()
    separator = list_separator(frame[person], one_row_each=one_row_each)
    if separator is not None:
        account.assume(f"sign between people in {person}", repr(separator))
        parts = exploded(rows["written"], separator)
        rows = rows.drop(columns="written").join(parts)
    fixed = rows.drop(columns="written")[~rows.index.duplicated()]
    for column in columns.also:
        sign = list_separator(frame[column], one_row_each=one_row_each)
        listed = exploded(frame[column], sign).rename("written")
        added = fixed.join(listed[listed.str.strip() != ""], how="inner")
        rows = pd.concat([rows, added]).sort_index(kind="stable")
    return rows[["event", "written", "time"]]


def _untold(account: Account, titles: pd.Series[str], words: set[str]) -> pd.Series[str]:
    """Give meetings whose title names somebody who objects the number of their first row for a title."""
    bare = scrubbed(titles.to_frame(), "event", words)["event"]
    named = (bare == "") & (titles != "")
    if not named.any():
        return titles
    first = pd.Series(titles.index, index=titles.index).groupby(titles.to_numpy()).transform("min")
    return titles.where(~named, account.table.source + " " + first.astype("str"))


def _used(account: Account, rows: pd.DataFrame, columns: MeetingColumns, days: Window) -> pd.Index:
    """Give the rows to use; those without a meeting, outside the window or of people who stayed away are listed."""
    frame = account.table.frame
    blank = frame[columns.event].str.strip() == ""
    account.set_aside(frame.index[blank], NO_EVENT, column=columns.event)
    stayed = stayed_away(frame[columns.status]) & ~blank if columns.status else pd.Series(False, index=frame.index)
    account.set_aside(frame.index[stayed], ABSENT)
    off = called_off(frame[columns.event]) & ~stayed
    account.set_aside(frame.index[off], CANCELLED, column=columns.event)
    used = frame.index[~blank & ~stayed & ~off]
    if days.bounded:
        if columns.time is None:
            raise InputError(NEEDS_TIME)
        times = rows["time"][~rows.index.duplicated()].reindex(used)
        used = used[days.apply(account, times)]
    return used


def _keys(account: Account, rows: pd.DataFrame) -> pd.Series:
    """Give each meeting one name: its title, with the moment where the title occurs at several.

    A log of attendances may hold the minute at which each person came in. If hardly two people share a moment, the
    day tells meetings of one title apart, and not the minute.
    """
    times = rows["time"]
    if times.isna().all():
        return rows["event"]
    shared = rows.groupby(["event", "time"], dropna=False)["person"].transform("nunique") > 1
    together = rows.groupby(["event", times.dt.floor("D")], dropna=False)["person"].transform("nunique") > 1
    exact = bool(shared[together].mean() > 0.5) if together.any() else True
    if not exact:
        account.assume(*CAME_IN)
    moment = times if exact else times.groupby([rows["event"], times.dt.floor("D")]).transform("min")
    several = moment.groupby(rows["event"]).transform("nunique") > 1
    stamp = moment.dt.strftime("%Y-%m-%d %H:%M").fillna("")
    return rows["event"].where(~several, rows["event"] + " (" + stamp + ")")


def _network(account: Account, rows: pd.DataFrame, people: pd.DataFrame, largest: int) -> Network:
    rows = rows.assign(key=_keys(account, rows)) if len(rows) else rows.assign(key=rows["event"])
    again = rows.duplicated(["key", "person"])
    account.change(rows.index[again], TWICE, values=rows["key"][again])
    rows = rows[~again]
    size = rows["key"].value_counts()
    for key in sorted(size.index[size > largest]):
        first = rows.index[(rows["key"] == key).to_numpy()][0]
        account.doubt([first], TOO_LARGE, values=[f"{key}: {size[key]}"])
    events, _ = pd.factorize(rows["key"], sort=True)
    persons, ids = pd.factorize(rows["person"], sort=True)
    ties = ties_of_meetings(events, persons, rows["time"].to_numpy(), largest=largest)
    attended = pd.DataFrame({"event": rows["key"], "date": rows["time"], "person": rows["person"]})
    return network_of_meetings(account, people, pd.Index(ids, dtype="str"), ties, attended)
