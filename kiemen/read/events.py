"""A log of what was done, shown and set going."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._assembly import scrubbed
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import Window, date_column
from kiemen.read.crowd import identify
from kiemen.read.headers import tidy_name
from kiemen.read.roles import by_words, find
from kiemen.read.roster import NAMES_OBJECTOR, as_roster, hidden_words, passing_on
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from typing import Unpack

    from kiemen.read.columns import Day
    from kiemen.read.rawtable import Reading

UNKNOWN_KIND = mark("this kind of event is not known; use meeting, action, result or impulse")
NOT_USED = mark("nobody could be made of the name; the event is kept without a person")
_KINDS = {
    "meeting": ("meeting", "overleg", "bijeenkomst", "ontmoeting", "vergadering"),
    "action": ("action", "actie", "activiteit", "gedaan", "done"),
    "result": ("result", "resultaat", "opbrengst", "getoond", "shown"),
    "impulse": ("impulse", "impuls", "training", "inspiratie", "oproep", "push"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_EVENT_WORDS = ("event", "nummer", "nr", "id", "code", "gebeurtenis")
_KIND_WORDS = ("kind", "soort", "type", "categorie")
_PERSON_WORDS = ("person", "wie", "naam", "persoon", "medewerker", "door", "who", "by", "deelnemer")
_NOTE_WORDS = ("note", "omschrijving", "beschrijving", "toelichting", "opmerking", "description", "wat", "what")


def looks_like_events(frame: pd.DataFrame) -> bool:
    """Say whether a table has a column with kinds of events that are known, and nothing else in it."""
    column = by_words(frame, list(_KIND_WORDS))
    if column is None:
        return False
    kinds = frame[column].dropna().astype(str).str.strip().str.casefold()
    return bool(len(kinds) > 0 and kinds.isin(_KIND_OF).all())


def read_events(
    data: Any,
    *,
    event: str | None = None,
    kind: str | None = None,
    time: str | None = None,
    person: str | None = None,
    initiative: str | None = None,
    note: str | None = None,
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read a log of actions, shown results and impulses.

    Answers: "We keep a list of what was done and shown; can that count?" It tells doing from talking in the six
    ingredients. Meetings with attendees are read with `read_meetings`, which makes ties; this makes none.

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame; one row per person and event.
    event
        Column with the id of the event; None finds it by its header, and without one every row is an event.
    kind
        Column with the kind: action (actie), result (resultaat), impulse (impuls) or meeting (overleg).
    time, person, initiative, note
        Columns with the day, who did it, for which initiative, and what it was; None finds them. All may be blank.
    window
        First and last day to use, such as ``("2025-01-01", None)``.
    roster
        Everybody there is (see `read_roster`). Names are matched to it.
    decisions
        Decisions about doubtful names, as for `match_names`.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right; see `read_table`.

    Returns
    -------
    Network
        With `events`, and no ties.

    Raises
    ------
    ColumnError
        If a column is not there or the kind cannot be found.
    FileFormatError
        If the file is no table that can be read.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful, and the row numbers a spreadsheet shows.

    Notes
    -----
    An event of somebody who objects is set aside; where it is not certain who is meant, it is kept without a person.
    Cost: linear in the rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_events
    >>> frame = pd.DataFrame(
    ...     {"soort": ["actie", "resultaat"], "wie": ["An", ""], "datum": ["2025-03-01", "2025-04-01"]}
    ... )
    >>> read_events(frame).events[["kind", "person"]].values.tolist()
    [['action', 'An'], ['result', '']]
    """
    days = Window.of(window)
    wanted = [column for column in (event, kind, time, person, initiative, note) if column]
    account = Account(read_table(data, columns=wanted, **reading))
    kind = find(account, "kind", kind, words=_KIND_WORDS)
    time = find(account, "time", time, taken=[kind], needed=False)
    person = find(account, "person", person, taken=[kind, time], needed=False, words=_PERSON_WORDS)
    initiative = find(account, "initiative", initiative, taken=[kind, time, person], needed=False)
    note = find(account, "note", note, taken=[kind, time, person, initiative], needed=False, words=_NOTE_WORDS)
    taken = [kind, time, person, initiative, note]
    event = find(account, "event", event, taken=taken, needed=False, words=_EVENT_WORDS)
    rows = _rows(account, {"event": event, "kind": kind, "initiative": initiative, "note": note})
    frame = account.table.frame.loc[rows.index]
    rows["date"] = date_column(account, time).reindex(rows.index) if time else pd.NaT
    if days.bounded:
        rows = rows[days.apply(account, rows["date"])]
    listed = as_roster(roster)
    rows["note"] = scrubbed(rows, "note", hidden_words(listed))["note"]
    people = None
    rows["person"] = ""
    if person is not None:
        found = identify({person: frame.loc[rows.index, person]}, account, roster=listed, decisions=decisions)
        people = found.people
        rows["person"] = found.ids[person]
        unused = (rows["person"] == "") & (frame.loc[rows.index, person].str.strip() != "")
        reasons = found.reason(person)[unused]
        refused = reasons.index[reasons == NAMES_OBJECTOR]
        account.set_aside(refused, NAMES_OBJECTOR, column=person)
        unsure = reasons.index[reasons != NAMES_OBJECTOR]
        account.set_aside_cells(unsure, NOT_USED, column=person, values=frame.loc[unsure, person])
        rows = rows.drop(index=refused)
    network = Network.from_frames(people=people, events=rows, **account.frames())
    account.warn()
    return passing_on(network, listed)


def _rows(account: Account, columns: dict[str, str | None]) -> pd.DataFrame:
    """Give the events as text; rows of an unknown kind are set aside."""
    frame = account.table.frame
    kinds = frame[str(columns["kind"])].str.strip().str.casefold()
    wrong = ~kinds.isin(_KIND_OF)
    account.set_aside(frame.index[wrong], UNKNOWN_KIND, column=str(columns["kind"]), values=kinds[wrong])
    made = pd.DataFrame({"kind": kinds[~wrong].map(_KIND_OF)}, dtype="str")
    for part in ("event", "initiative", "note"):
        column = columns[part]
        made[part] = frame.loc[made.index, column].map(tidy_name) if column else ""
    blank = made["event"] == ""
    made["event"] = made["event"].where(~blank, [f"{account.table.source} {row}" for row in made.index])
    return made
