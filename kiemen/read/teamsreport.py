"""Attendance reports of Teams and Zoom: the meeting, its participants and their comings and goings in one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark
from kiemen.read.headers import HEADER_SEARCH, TITLE, Table, folded, outside, tidy_name

if TYPE_CHECKING:
    from kiemen.read.delimited import Grid

OTHER_PART = mark("another part of the report of a meeting; the list of participants was read")
NAMES = frozenset({"name", "full name", "naam", "volledige naam", "name (original name)"})
JOINED = re.compile(
    r"(?:first )?join(?: time)?|eerste deelname|(?:tijdstip|tijd) van deelname|deelnametijd|deelgenomen om"
    r"|total duration \(minutes\)"
)
TITLE_LABEL = re.compile(r"meeting title|titel van (?:de )?vergadering|vergadertitel|titel van bijeenkomst|topic")
START_LABEL = re.compile(
    r"(?:meeting )?start time|begintijd(?: van (?:de )?vergadering)?|starttijd(?: van de vergadering)?"
)
SECTION = re.compile(r"\d\.\s*\w")


def teams_table(grid: Grid) -> Table | None:
    """Give the participants with the title and start of their meeting, None where this is no such report."""
    at = next((place for place, row in enumerate(grid.rows[:HEADER_SEARCH]) if _is_header(row)), None)
    if not at:
        return None
    told = {folded(row[0]): row[1].strip() for row in grid.rows[:at] if len(row) > 1 and row[1].strip()}
    if at > 1 and len(grid.rows[0]) > 2:
        # Zoom writes the meeting as a table of one row.
        told |= {folded(label): said.strip() for label, said in zip(grid.rows[0], grid.rows[1], strict=False)}
    title = next((said for label, said in told.items() if TITLE_LABEL.fullmatch(label)), None)
    if title is None:
        return None
    start = next((said for label, said in told.items() if START_LABEL.fullmatch(label)), "")
    names = [*map(tidy_name, grid.rows[at]), "meeting", "start time"]
    last = next((place for place in range(at + 1, len(grid.rows)) if _ends(grid.rows[place])), len(grid.rows))
    width = len(names) - 2
    rows = [[*(row + [""] * width)[:width], title, start] for row in grid.rows[at + 1 : last]]
    numbers = pd.Index(grid.numbers[at + 1 : last], name="row", dtype="int64")
    frame = pd.DataFrame(rows, columns=pd.Index(names), index=numbers, dtype="str")
    notes = [outside(grid, place, TITLE) for place in range(at)]
    notes += [outside(grid, place, OTHER_PART) for place in range(last, len(grid.rows))]
    return Table(frame.loc[:, [name != "" for name in names]], grid.numbers[at], tuple(notes))


def _is_header(row: list[str]) -> bool:
    cells = {folded(cell) for cell in row}
    return bool(cells & NAMES) and any(JOINED.fullmatch(cell) for cell in cells) and len(set(row)) == len(row)


def _ends(row: list[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return _is_header(row) or (len(filled) == 1 and SECTION.match(filled[0].strip()) is not None)
