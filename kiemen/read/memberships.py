"""Who takes part in what: a row per membership, or a table of people by initiatives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import OUTSIDE_WINDOW, Window, date_column
from kiemen.read.crosses import NO_INITIATIVE, crosses, find_corner, find_turned, network_of_turned
from kiemen.read.crowd import identify, one_spelling
from kiemen.read.filldown import tell_fill_down
from kiemen.read.headers import folded, tidy_name
from kiemen.read.headerwords import WORDS
from kiemen.read.lookups import list_title
from kiemen.read.pairs import set_aside_unnamed
from kiemen.read.roles import by_words, find, pick
from kiemen.read.roster import as_roster, hidden_words, passing_on
from kiemen.read.tables import read_table
from kiemen.read.tielists import MAYBE, known_names, people_in
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from kiemen.read.columns import Day
    from kiemen.read.rawtable import Reading

AGAIN = mark("the same membership stands in an earlier row")
SEVERAL = mark("several initiatives in one cell were taken apart")
SEVERAL_PEOPLE = mark("several people in one cell were taken apart")
COMMAS = mark("these may be several initiatives in one cell; if so, put semicolons between them")
PARTS = r"[;\n]"
BACKWARDS = mark("the end lies before the start")


def read_memberships(
    data: Any,
    *,
    person: str | None = None,
    initiative: str | None = None,
    since: str | None = None,
    until: str | None = None,
    role: str | None = None,
    matrix: Sequence[str] | None = None,
    window: tuple[Day | None, Day | None] | None = None,
    roster: Any = None,
    decisions: Any = None,
    **reading: Unpack[Reading],
) -> Network:
    """Read who takes part in which project, group or activity.

    Answers: "I have a list of who sits in what; what network is that?" Either a row per membership, or a row per
    person with a column per initiative and a cross, 1 or "ja" where the person takes part. Do not use it for
    meetings (`read_meetings`), which have a date and make ties.

    Parameters
    ----------
    data
        Path of a CSV, Excel, Parquet or JSON file, or a pandas, polars or Arrow frame.
    person, initiative
        Columns with the person and the initiative; None finds them by their header. Several initiatives in one cell
        are parted at semicolons and line breaks, and so are several people.
    since, until
        Columns with the first and last day of the membership.
    role
        Column with the role in the initiative.
    matrix
        Columns that are initiatives, for a table of people by initiatives; None finds out whether it is one. For a
        table of initiatives by people, name the column with the initiatives in `initiative`; it is also known when the
        columns are people on the roster.
    window
        First and last day, such as ``("2025-01-01", None)``: memberships that lie wholly outside are set aside.
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
        With people, initiatives and memberships, and no ties; `Network.incidence` gives them as a matrix.

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
    In a matrix every person and every initiative is kept, also without a membership. Cost: linear in the cells.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_memberships
    >>> frame = pd.DataFrame({"naam": ["An", "Bram"], "Groen": ["x", ""], "Lean": ["ja", "1"]})
    >>> read_memberships(frame).memberships[["person", "initiative"]].values.tolist()
    [['An', 'Groen'], ['An', 'Lean'], ['Bram', 'Lean']]
    """
    days = Window.of(window)
    wanted = [column for column in (person, initiative, since, until, role, *(matrix or ())) if column]
    account = Account(read_table(data, columns=wanted, **reading))
    people = as_roster(roster)
    if initiative is None and matrix is None:
        initiative = title = _title(account, person)
    else:
        title = None
    if person is None and title is None and not (since or until or role):
        turned = find_turned(account, initiative, matrix, people)
        if turned is not None:
            made = network_of_turned(account, turned, roster=people, decisions=decisions)
            account.warn()
            return passing_on(made, people)
    if person is None and initiative is None:
        person = find_corner(account, [since, until, role, *(matrix or ())])
    person = find(account, "person", person, taken=[initiative, since, until, role, *(matrix or ())])
    crossed = _crossed(account, str(person), initiative, matrix)
    if crossed:
        account.leave([str(person), *crossed])
        rows, initiatives = _from_matrix(account, crossed)
    else:
        rows = _from_list(
            account, str(person), {"initiative": initiative, "since": since, "until": until, "role": role}
        )
        initiatives = []
    rows = _inside(account, rows, days)
    frame = account.table.frame
    named = frame[person] if crossed else _each(account, frame.loc[rows.index.unique(), person], people)
    found = identify({str(person): named}, account, roster=people, decisions=decisions)
    good = set_aside_unnamed(account, found, [str(person)])
    rows = rows.join(found.ids[str(person)][good].rename("person"), how="inner")
    names = one_spelling(rows["initiative"].value_counts())
    rows["initiative"] = rows["initiative"].map(names).astype("str")
    again = rows.duplicated()
    if again.any() and not crossed:
        put = account.set_aside if rows.index.is_unique else account.set_aside_cells
        put(rows.index[again], AGAIN, column=str(person), values=rows["initiative"][again])
    memberships = rows[~again].assign(origin=account.table.source)
    listed = sorted(set(memberships["initiative"]) | set(initiatives))
    network = Network.from_frames(
        people=found.people,
        memberships=memberships,
        initiatives=pd.DataFrame({"initiative": listed}, dtype="str"),
        **account.frames(),
    )
    account.warn()
    return passing_on(network, people)


def _title(account: Account, person: str | None) -> str | None:
    """Give the column with the initiatives of an exported SharePoint list."""
    title = list_title(account.table.frame)
    if title is None or title == person:
        return None
    account.assume("column for initiative", title)
    return title


def _each(account: Account, written: pd.Series, roster: Network | None) -> pd.Series:
    """Give every person in a cell a row of his own, under the row number of the cell."""
    # Semicolons part people whatever they are; a comma or "en" only where it surely does.
    plain = [cell for cell in written.unique() if not re.search(PARTS, cell)]
    parted, doubtful = people_in(plain, known_names(roster), hidden_words(roster), people=True)
    perhaps = written[written.isin(doubtful)]
    account.doubt(perhaps.index, MAYBE, column=str(written.name), values=perhaps)
    written = written.map(lambda cell: ";".join(parted.get(cell, [cell]))).astype("str")
    several = written.str.contains(PARTS, regex=True) & ~written.str.strip().str.fullmatch(rf"[^;\n]*{PARTS}?")
    if not several.any():
        return written
    account.assume(f"sign between people in {written.name}", "';'")
    account.change(written.index[several], SEVERAL_PEOPLE, column=str(written.name))
    lists = [[part.strip() for part in re.split(PARTS, cell) if part.strip()] or [""] for cell in written]
    return pd.Series(lists, index=written.index, name=written.name).explode().astype("str")


def _crossed(account: Account, person: str, initiative: str | None, matrix: Sequence[str] | None) -> list[str]:
    """Give the columns that are initiatives, none for a list with a row per membership."""
    frame, where = account.table.frame, account.table.file or account.table.source
    if matrix is not None:
        return [pick(frame.columns, column, where=where, part="matrix") for column in matrix]
    words = [*WORDS["initiative"], *(f"{word} 1" for word in WORDS["initiative"])]
    if initiative is not None or by_words(frame, words, [person]) is not None:
        return []
    crossed = []
    for column in frame.columns:
        flags = read_flags(frame[column])
        if column != person and not flags.wrong.any() and (flags.yes | flags.no).any():
            crossed.append(str(column))
    if len(crossed) < 2:
        raise ColumnError(
            f"{where}: no column looks like initiative, and no columns of crosses were found; name the column with "
            f"initiative=, or the initiatives with matrix=."
        )
    account.assume("columns that are initiatives", ", ".join(crossed))
    return crossed


def _from_matrix(account: Account, columns: list[str]) -> tuple[pd.DataFrame, list[str]]:
    rows = crosses(account, columns).rename(columns={"column": "initiative"})
    blank = pd.Series(np.datetime64("NaT", "s"), index=rows.index, dtype="datetime64[s]")
    return rows.assign(start=blank, end=blank), columns


def _from_list(account: Account, person: str, named: dict[str, str | None]) -> pd.DataFrame:
    frame = account.table.frame
    columns: dict[str, str | None] = {}
    first = by_words(frame, [f"{word} 1" for word in WORDS["initiative"]], [person])
    if named["initiative"] is None and by_words(frame, WORDS["initiative"], [person]) is None:
        named = {**named, "initiative": first}
    for part, name in named.items():
        columns[part] = find(
            account, part, name, taken=[person, *named.values(), *columns.values()], needed=part == "initiative"
        )
    beside = _numbered(frame, str(columns["initiative"]))
    account.leave([person, *columns.values(), *beside])
    for column in (columns["initiative"], person):
        tell_fill_down(account, column)
    written = frame[str(columns["initiative"])]
    if len(beside) > 1:
        account.assume("column for initiative", ", ".join(beside))
        written = frame[beside].agg(";".join, axis=1).str.strip(";")
    several = written.str.contains(PARTS, regex=True) & ~written.str.strip().str.fullmatch(r"[^;\n]*[;\n]?")
    blank = pd.Series(np.datetime64("NaT", "s"), index=frame.index, dtype="datetime64[s]")
    rows = pd.DataFrame(
        {
            "initiative": [[tidy_name(part) for part in re.split(PARTS, cell) if part.strip()] for cell in written],
            "role": frame[columns["role"]].map(tidy_name) if columns["role"] else "",
            "start": date_column(account, columns["since"]) if columns["since"] else blank,
            "end": date_column(account, columns["until"]) if columns["until"] else blank,
        },
        index=frame.index,
    )
    if several.any():
        account.assume("several initiatives in one cell", "parted at semicolons and line breaks")
        account.change(frame.index[several], SEVERAL, column=str(columns["initiative"]), values=written[several])
    single = {name for names in rows["initiative"] for name in names if "," not in name}
    commas = rows["initiative"].map(
        lambda names: any("," in name and any(part.strip() in single for part in name.split(",")) for name in names)
    )
    account.doubt(frame.index[commas], COMMAS, column=str(columns["initiative"]), values=written[commas])
    nothing = rows["initiative"].map(len) == 0
    account.set_aside(frame.index[nothing], NO_INITIATIVE, column=str(columns["initiative"]))
    backwards = rows["end"] < rows["start"]
    if backwards.any():
        account.doubt(frame.index[backwards], BACKWARDS, column=str(columns["until"]))
    return rows[~nothing].explode("initiative").astype({"initiative": "str"})


def _numbered(frame: pd.DataFrame, column: str) -> list[str]:
    """Give the columns "Project 1", "Project 2", ... when `column` is one of them."""
    stem = re.sub(r"[\s_-]*\d+$", "", folded(column))
    found = [str(name) for name in frame.columns if re.fullmatch(rf"{re.escape(stem)}[\s_-]*\d+", folded(str(name)))]
    return found if column in found else []


def _inside(account: Account, rows: pd.DataFrame, days: Window) -> pd.DataFrame:
    """Keep memberships that touch the window; those without dates always count."""
    if not days.bounded:
        return rows
    late = pd.Series(False, index=rows.index) if days.last is None else ~Window(None, days.last).keeps(rows["start"])
    early = pd.Series(False, index=rows.index) if days.first is None else ~Window(days.first, None).keeps(rows["end"])
    outside = (late & rows["start"].notna()) | (early & rows["end"].notna())
    days.note(account)
    account.set_aside(rows.index[outside], OUTSIDE_WINDOW)
    return rows[~outside]
