"""A table as it came in: text in every cell, and the row numbers that a spreadsheet shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    import pandas as pd


class Reading(TypedDict, total=False):
    """How a file is to be read, where what is found by itself is not right; see `read_table`."""

    sheet: str | int | None
    name: str | None
    header: int | None
    encoding: str | None
    separator: str | None
    decimal: str | None
    day_first: bool | None


@dataclass(frozen=True)
class Note:
    """One line of the ledger: what happened to a row or a cell, and why.

    `part` is "row" or "cell"; `action` is "set aside" (not used), "changed" or "doubtful" (used, but look at it);
    `reason` is an English message id.
    """

    row: int
    action: str
    reason: str
    column: str = ""
    value: str = ""
    part: str = "cell"


@dataclass(frozen=True)
class RawTable:
    """What was read from one file or frame, before anything is made of it.

    `frame` holds text only ("" is blank, never NaN); its index is the row number as the spreadsheet shows it (the
    header is row 1 when nothing stands above it). `notes` has what was left out or mended on the way, `rows_outside`
    counts rows that stand outside the table (titles, footnotes, rows that did not fit), each with a note.
    """

    frame: pd.DataFrame
    source: str
    file: str = ""
    kind: str = "frame"
    settings: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    # (subject, choice): what was decided without being told.
    assumptions: tuple[tuple[str, str], ...] = ()
    # Decimal sign and order of dates as the caller stated them.
    decimal: str | None = None
    day_first: bool | None = None
    # Rows of a file of which `frame` holds only the first.
    rows_total: int | None = None

    @property
    def rows_outside(self) -> int:
        """Rows of the file that were set aside before they became rows of `frame`."""
        return len({note.row for note in self.notes if note.part == "row" and note.action == "set aside"})

    @property
    def rows_read(self) -> int:
        """Rows of the file: those in `frame` and those set aside, blank rows left out."""
        return self.rows_outside + (len(self.frame) if self.rows_total is None else self.rows_total)
