"""Where a table begins and ends on a sheet, and what its columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import mark
from kiemen.read.headerwords import KNOWN
from kiemen.read.rawtable import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.delimited import Grid

FOOTNOTE = re.compile(
    r"^\s*(?:\*|†|¹|©|\(?bron\b|\(?source\b|\(?note\b|noot\b|n\.?b\.?\b|toelichting|legenda|totaal\b|total\b|"
    r"subtotaal|eindtotaal|grand total|sum\b|som\b|einde\b|end of|gemaakt op|generated|exported|geëxporteerd|"
    r"peildatum|laatst bijgewerkt|last updated|--|==|__|#)",
    re.IGNORECASE,
)
MARK = re.compile(r"[-+]?\d+(?:[.,]\d+)?|[xXvV✓✔●-]|ja|nee|yes|no", re.IGNORECASE)
# A word of a header that was broken off by hand: "Contact-" above "frequentie".
WRAPPED = re.compile(r"(?<=[^\W\d_])-[ ]*[\r\n]+(?=[^\W\d_A-Z])")
TITLE = mark("text above the table")
FOOTER = mark("text below the table")
TOO_WIDE = mark("the row has more cells than there are columns")
UNNAMED = mark("a column without a name got one")
HEADER_AGAIN = mark("the names of the columns once more")
REPEATED = mark("a second column with the same name got a number")
HEADER_SEARCH = 60
HEADER_LOOK = 2_000


@dataclass(frozen=True)
class Table:
    """The table found in a grid."""

    frame: pd.DataFrame
    header_row: int
    notes: tuple[Note, ...]


def tidy_name(text: str) -> str:
    """Give a column name in one Unicode form, without line breaks and double spaces."""
    cleaned = unicodedata.normalize("NFC", text).replace("\ufeff", "").replace("\u00ad", "").replace("\u200b", "")
    return " ".join(cleaned.split())


def folded(text: str) -> str:
    """Give a column name as it is compared."""
    return tidy_name(text).casefold()


def table_from_grid(grid: Grid, where: str, *, header: int | None = None, columns: Sequence[str] = ()) -> Table:
    """Find the header row and the end of the table and give it as a frame of text."""
    if not grid.rows:
        raise FileFormatError(f"{where}: the file is empty, there are no rows in it.")
    at = _header_position(grid, where, header, columns)
    end = _end_position(grid, at)
    notes: list[Note] = []
    if at < 0:
        width = max(len(row) for row in grid.rows)
        names = [f"column {number}" for number in range(1, width + 1)]
    else:
        names, notes = _column_names(grid, at, end)
    notes += [outside(grid, position, TITLE) for position in range(max(at, 0))]
    top = grid.rows[at] if at >= 0 else []
    first = top[0] if top else None
    rows, numbers = [], []
    for position in range(at + 1, end):
        row = grid.rows[position]
        if len(row) != len(names):
            if any(cell.strip() for cell in row[len(names) :]):
                notes.append(outside(grid, position, TOO_WIDE))
                continue
            row = (row + [""] * (len(names) - len(row)))[: len(names)]
        if row[0] == first and row == top and len(top) > 1:
            notes.append(outside(grid, position, HEADER_AGAIN))
            continue
        rows.append(row)
        numbers.append(grid.numbers[position])
    notes += [outside(grid, position, FOOTER) for position in range(end, len(grid.rows))]
    frame = pd.DataFrame(rows, columns=pd.Index(names), index=pd.Index(numbers, name="row", dtype="int64"), dtype="str")
    used = [column for column, name in enumerate(names) if name]
    frame = frame.iloc[:, used]
    return Table(frame, grid.numbers[at] if at >= 0 else 0, tuple(notes))


def lacks_header(frame: pd.DataFrame) -> bool:
    """Say whether the column names are a row of the table: a number, or a value that stands below it as well."""
    for column in frame.columns:
        name = str(column)
        if re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", name):
            return True
        below = frame[column].head(HEADER_LOOK)
        if len(below) > 1 and name and (below.map(folded) == folded(name)).any():
            return True
    return False


def outside(grid: Grid, position: int, reason: str) -> Note:
    """Give the note of a row that is no row of the table."""
    text = " | ".join(cell.strip() for cell in grid.rows[position] if cell.strip())
    return Note(grid.numbers[position], "set aside", reason, value=text[:200], part="row")


def _header_position(grid: Grid, where: str, header: int | None, columns: Sequence[str]) -> int:
    if header is not None:
        if header == 0:
            return -1
        if header in grid.numbers:
            return grid.numbers.index(header)
        raise InputError(f"{where}: header={header}, but row {header} is blank or not there.")
    wanted = {folded(name) for name in columns}
    if wanted:
        found = [len(wanted & {folded(cell) for cell in row}) for row in grid.rows[:HEADER_SEARCH]]
        if max(found) > 0:
            return found.index(max(found))
    return _first_full_row(grid)


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _first_full_row(grid: Grid) -> int:
    """Give the first row that is about as full as the table is wide."""
    head = [_filled(row) for row in grid.rows[:HEADER_SEARCH]]
    width = Counter(head).most_common(1)[0][0]
    widest = max(head)
    if widest <= 1:
        return 0
    width = max(width, 2)
    full = next(position for position, filled in enumerate(head) if filled >= min(width, widest))
    # A header may leave a column without a name, as one does that numbers the rows.
    short = [position for position in range(full) if head[position] == width - 1 > 1]
    known = [
        position
        for position in short
        if any(folded(cell) in KNOWN for cell in grid.rows[position]) or _heads_grid(grid, position)
    ]
    return known[0] if known else full


def _heads_grid(grid: Grid, position: int) -> bool:
    """Whether a row has a blank corner and after it the names that begin the rows below it, or names above numbers."""
    corner, *names = grid.rows[position]
    below = {folded(row[0]) for row in grid.rows[position + 1 :] if row}
    shared = {folded(name) for name in names if name.strip()} & below
    if corner.strip():
        return False
    return (len(shared) >= 2 and len(shared) * 2 >= min(len(names), len(below))) or _are_above_marks(grid, position)


def _are_above_marks(grid: Grid, position: int) -> bool:
    """Whether a row has words only, and the rows below it a word and then only numbers and ticks."""
    rows = [row for row in grid.rows[position + 1 : position + 1 + HEADER_SEARCH] if len(row) > 1 and row[0].strip()]
    cells = [cell.strip() for row in rows for cell in row[1:] if cell.strip()]
    words = all(len(name) > 1 and not MARK.fullmatch(name) for name in map(str.strip, grid.rows[position][1:]) if name)
    return words and len(cells) > 1 and all(MARK.fullmatch(cell) for cell in cells)


def _end_position(grid: Grid, at: int) -> int:
    """Walk up from the last row over lines that are text below the table and no rows of it."""
    end = _second_table(grid, at) or len(grid.rows)
    width = max((_filled(row) for row in grid.rows[max(at, 0) : at + HEADER_SEARCH]), default=1)
    if width < 2:
        return end
    last = end
    while last - 1 > at:
        row = grid.rows[last - 1]
        filled = [cell for cell in row if cell.strip()]
        if len(filled) > 1 and not (len(filled) < width and FOOTNOTE.match(filled[0]) and _is_total(filled[0])):
            break
        gap = last >= 2 and grid.numbers[last - 1] > grid.numbers[last - 2] + 1
        lone = "separator" in grid.settings and len(row) == 1
        last -= 1
        if gap or lone or FOOTNOTE.match(filled[0]):
            end = last
    return end


def _second_table(grid: Grid, at: int) -> int | None:
    """Give where a second table begins: after a blank row a title, and then names that head the first as well."""
    names = {folded(cell) for cell in grid.rows[at] if cell.strip()} if at >= 0 else set()
    for position in range(at + 2, len(grid.rows) - 1):
        if grid.numbers[position] == grid.numbers[position - 1] + 1 or _filled(grid.rows[position]) != 1:
            continue
        below = {folded(cell) for cell in grid.rows[position + 1] if cell.strip()}
        if len(below & names) >= 2 and grid.numbers[position + 1] <= grid.numbers[position] + 2:
            return position
    return None


def _is_total(cell: str) -> bool:
    return bool(re.match(r"\s*(?:sub|eind)?tota[a]?l|\s*grand total|\s*som\b|\s*sum\b", cell, re.IGNORECASE))


def _column_names(grid: Grid, at: int, end: int) -> tuple[list[str], list[Note]]:
    """Name every column that holds something; columns without name and content get "" and are dropped."""
    header = grid.rows[at]
    body = grid.rows[at + 1 : end]
    # A row that runs past the header is a slip of that row; a column without a name is filled in most rows.
    width = len(header)
    names, notes, seen = [], [], Counter[str]()
    for position in range(width):
        name = tidy_name(WRAPPED.sub("", header[position]))
        if not name:
            if not any(position < len(row) and row[position].strip() for row in body):
                names.append("")
                continue
            name = f"column {position + 1}"
            notes.append(Note(grid.numbers[at], "changed", UNNAMED, column=name))
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name} ({seen[name]})"
            notes.append(Note(grid.numbers[at], "changed", REPEATED, column=name))
        names.append(name)
    return names, notes
