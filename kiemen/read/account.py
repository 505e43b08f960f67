"""What became of every row of one source: kept while reading, told at the end."""

from __future__ import annotations

import json
import warnings
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._letters import fold
from kiemen.errors import ROWS_SHOWN, DoubtfulInputWarning
from kiemen.i18n import mark, plural, text
from kiemen.read.headers import TITLE
from kiemen.read.rawtable import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemen.read.rawtable import RawTable

# Said in the ledger and no reason for a warning.
QUIET = frozenset({TITLE})
VALUE_LENGTH = 200
SHOWN_LENGTH = 60
COLUMNS_APART = 4
# A sum in consonants cannot be taken for the id or name of somebody.
LETTERS = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrtvw")
NOTHING_USED = mark("nothing in the row could be used")
NOT_USED = mark("columns not used")
NO_ROWS = mark("the table has a header and no rows")
SPELLED = mark("another spelling of the same group; read as most wrote it")


@dataclass
class Account:
    """The ledger of one source while it is read.

    Every row of `table` is used unless it is set aside here with a reason, so that rows read = rows used + rows set
    aside. `frames` gives the three tables of a Network; `warn` tells the analyst once what is doubtful.
    """

    table: RawTable
    notes: list[Note] = field(default_factory=list)
    assumptions: list[tuple[str, str]] = field(default_factory=list)
    # Rows that are counted in one note and not listed one by one.
    counted: int = 0
    # The questions of the columns, where those stand apart from the header.
    questions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take over what the door noted."""
        self.notes.extend(self.table.notes)
        self.assumptions.extend(self.table.assumptions)
        if len(self.table.frame) == 0 and len(self.table.frame.columns):
            self.remark(NO_ROWS)

    def set_aside(self, rows: Iterable[int], reason: str, *, column: str = "", values: Iterable[str] = ()) -> None:
        """List whole rows that are not used."""
        self._add("set aside", rows, reason, column=column, values=values, part="row")

    def set_aside_cells(self, rows: Iterable[int], reason: str, *, column: str, values: Iterable[str] = ()) -> None:
        """List cells that are not used while their row is."""
        self._add("set aside", rows, reason, column=column, values=values)

    def change(self, rows: Iterable[int], reason: str, *, column: str = "", values: Iterable[str] = ()) -> None:
        """List cells that are used in another form than they were written."""
        self._add("changed", rows, reason, column=column, values=values)

    def one_spelling(self, values: pd.Series[str], *, column: str) -> pd.Series[str]:
        """Give what differs in capitals, accents or blanks alone as most wrote it, and list what was changed."""
        counts = values[values != ""].value_counts()
        usual: dict[str, str] = {}
        for _, cell in sorted((-times, str(cell)) for cell, times in counts.items()):
            usual.setdefault(fold(cell), cell)
        changed = {cell: usual[fold(cell)] for cell in counts.index if usual[fold(cell)] != cell}
        if not changed:
            return values
        others = values[values.isin(changed)]
        self.change(others.index, SPELLED, column=column, values=[f"{cell} → {changed[cell]}" for cell in others])
        return values.replace(changed)

    def doubt(self, rows: Iterable[int], reason: str, *, column: str = "", values: Iterable[str] = ()) -> None:
        """List cells that are used as they are but want a look."""
        self._add("doubtful", rows, reason, column=column, values=values)

    def remark(self, reason: str, *, column: str = "", values: Iterable[str] = ()) -> None:
        """List what is doubtful about the source or a column as a whole, once per value."""
        listed = list(values) or [""]
        self._add("doubtful", [0] * len(listed), reason, column=column, values=listed)

    def assume(self, subject: str, choice: str) -> None:
        """Record what was decided without being told."""
        if (subject, choice) not in self.assumptions:
            self.assumptions.append((subject, choice))

    def leave(self, used: Iterable[str | None]) -> None:
        """Record which columns are not used."""
        left = [str(column) for column in self.table.frame.columns if column not in {*used}]
        if left:
            self.assume(NOT_USED, ", ".join(left))

    def count_aside(self, times: int, reason: str, *, column: str = "") -> None:
        """List rows that are not used by their number only."""
        if times:
            self.notes.append(Note(0, "set aside", reason, column=column, value=str(times), part="row"))
            self.counted += times

    def settle(self, used: Iterable[int]) -> None:
        """List rows of which no part was used, when a reader used parts of rows."""
        aside = {note.row for note in self.notes if note.part == "row" and note.action == "set aside"}
        rest = self.table.frame.index.difference(pd.Index(list(used), dtype="int64")).difference(list(aside))
        self.set_aside(rest, NOTHING_USED)

    def _add(
        self, action: str, rows: Iterable[int], reason: str, *, column: str, values: Iterable[str], part: str = "cell"
    ) -> None:
        listed = [int(row) for row in rows]
        words = [str(value)[:VALUE_LENGTH] for value in values]
        words += [""] * (len(listed) - len(words))
        self.notes.extend(
            Note(row, action, reason, column=column, value=value, part=part)
            for row, value in zip(listed, words, strict=True)
        )

    @property
    def rows_read(self) -> int:
        """Number of rows of the source."""
        return self.table.rows_read

    @property
    def rows_set_aside(self) -> int:
        """Number of rows that are not used."""
        rows = {note.row for note in self.notes if note.part == "row" and note.action == "set aside"}
        return len(rows - {0}) + self.counted

    def frames(self) -> dict[str, pd.DataFrame]:
        """Give the tables ledger, sources and assumptions of a Network."""
        table, source = self.table, self.table.source
        ledger = pd.DataFrame(
            {
                "source": pd.Series([source] * len(self.notes), dtype="str"),
                "row": [note.row or np.nan for note in self.notes],
                "part": [note.part for note in self.notes],
                "column": [note.column for note in self.notes],
                "action": [note.action for note in self.notes],
                "reason": [note.reason for note in self.notes],
                "value": [note.value for note in self.notes],
            }
        )
        aside = self.rows_set_aside
        # Two files of one name and size are different sources when something else stands in them.
        settings = {**table.settings, "content": checksum(table.frame)}
        sources = pd.DataFrame(
            {
                "source": [source],
                "file": [table.file],
                "kind": [table.kind],
                "rows_read": [self.rows_read],
                "rows_used": [self.rows_read - aside],
                "rows_set_aside": [aside],
                "settings": [json.dumps(settings, ensure_ascii=False, sort_keys=True, default=str)],
            }
        )
        assumptions = pd.DataFrame(
            [(source, subject, choice) for subject, choice in self.assumptions],
            columns=["source", "subject", "choice"],
        )
        return {"ledger": ledger, "sources": sources, "assumptions": assumptions}

    def lines(self, language: str | None = None) -> list[str]:
        """Give one line per kind of trouble: what, how often, in which column and rows, and what stood there."""
        groups: dict[tuple[str, str, str, str], list[Note]] = {}
        for note in self.notes:
            if note.action != "changed" and note.reason not in QUIET:
                groups.setdefault((note.action, note.part, note.reason, note.column), []).append(note)
        return [_line(key, notes, language) for key, notes in _fewer(groups).items()]

    def warn(self, *, stacklevel: int = 3) -> None:
        """Warn once, with everything that is doubtful about this source."""
        lines = self.lines()
        if lines:
            head = text("{source}: look at this before you go on.", source=self.table.file or self.table.source)
            warnings.warn("\n".join([head, *lines]), DoubtfulInputWarning, stacklevel=stacklevel)


def checksum(frame: pd.DataFrame) -> str:
    """Give a short sum of the cells, the same whatever the order of rows and columns."""
    columns = [frame[name].tolist() for name in sorted(frame.columns, key=str)]
    total = sum(zlib.crc32("\x1f".join(map(str, row)).encode("utf-8", "replace")) for row in zip(*columns, strict=True))
    return f"{total % (1 << 48):012x}".translate(LETTERS)


def _fewer(groups: dict[tuple[str, str, str, str], list[Note]]) -> dict[tuple[str, str, str, str], list[Note]]:
    """Join the groups of one reason when they spread over many columns, so that the list stays readable."""
    columns: dict[tuple[str, str, str], list[str]] = {}
    for action, part, reason, column in groups:
        columns.setdefault((action, part, reason), []).append(column)
    made: dict[tuple[str, str, str, str], list[Note]] = {}
    for (action, part, reason, column), notes in groups.items():
        together = columns[action, part, reason]
        if len(together) > COLUMNS_APART:
            shown = ", ".join(together[:COLUMNS_APART])
            column = f"{shown} …"  # noqa: PLW2901  the line names the columns together
        made.setdefault((action, part, reason, column), []).extend(notes)
    return made


def _times(notes: list[Note]) -> int:
    """Give how many rows the notes are about; a note without a row says it in its value."""
    listed = len({note.row for note in notes if note.row})
    return listed + sum(int(note.value) for note in notes if not note.row and note.value.isdigit())


def _line(key: tuple[str, str, str, str], notes: list[Note], language: str | None) -> str:
    action, part, reason, column = key
    rows = list(dict.fromkeys(note.row for note in notes if note.row))
    count = len(notes)
    if action == "set aside" and part == "row":
        what = plural("{n} row not used", "{n} rows not used", _times(notes), language)
    elif action == "set aside":
        what = plural("{n} cell not used", "{n} cells not used", count, language)
    elif rows:
        what = plural("{n} doubtful cell", "{n} doubtful cells", count, language)
    else:
        what = text("doubtful", language)
    place = [text("column {column}", language, column=repr(column))] if column else []
    if rows:
        shown = ", ".join(map(str, rows[:ROWS_SHOWN])) + (" …" if len(rows) > ROWS_SHOWN else "")
        place.append(plural("row {rows}", "rows {rows}", len(rows), language, rows=shown))
    counts = action == "set aside" and part == "row"
    values = list(dict.fromkeys(note.value[:SHOWN_LENGTH] for note in notes if note.value and (note.row or not counts)))
    quoted = ", ".join(repr(value) for value in values[:ROWS_SHOWN])
    where = f" ({', '.join(place)})" if place else ""
    return f"- {what}{where}: {text(reason, language)}{f': {quoted}' if quoted else ''}"
