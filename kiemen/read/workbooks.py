"""Excel workbooks: one visible sheet as rows of text."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from kiemen._checks import did_you_mean
from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import mark
from kiemen.read.archives import open_archive, read_member
from kiemen.read.cells import cell_text
from kiemen.read.delimited import Grid
from kiemen.read.headers import folded, table_from_grid
from kiemen.read.rawtable import Note, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CELL_LIMIT = 30_000_000
NO_VALUE = mark("the formula in this cell has no stored value; open the file in Excel and save it")
ERROR_VALUE = mark("the cell holds an error of the spreadsheet and counts as blank")
MERGED = mark("merged cells: the value was repeated in each row")
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})
OTHER_KINDS = {
    "vbaProject.bin": "a workbook with macros (.xlsm)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "mimetype": "an OpenDocument file (.ods)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
}


def from_workbook(
    path: Path, name: str, *, sheet: str | int | None = None, header: int | None = None, columns: Sequence[str] = ()
) -> RawTable:
    """Read one sheet of an .xlsx file; hidden sheets are never read."""
    with open_archive(path) as archive:
        _check_kind(archive, path.name)
        sheets = _load(path)
        try:
            title, assumed = _choose(sheets, sheet, columns, path.name)
            grid, notes = _grid(sheets[title], path.name)
        finally:
            for loaded in sheets.values():
                loaded.parent.close()
                break
        part = _sheet_part(archive, title)
        xml = read_member(archive, part, path.name) if part else b""
    notes += _fill_merged(grid, xml)
    notes += _formulas_without_value(path, title, grid) if b"<f" in xml else []
    keep = [at for at, row in enumerate(grid.rows) if any(cell.strip() for cell in row)]
    table = table_from_grid(
        Grid([grid.rows[at] for at in keep], [grid.numbers[at] for at in keep]),
        path.name,
        header=header,
        columns=columns,
    )
    named = _name_columns(notes, table.frame.columns, grid, table.header_row)
    settings = {"sheet": title, "header_row": table.header_row}
    return RawTable(
        table.frame,
        name,
        file=path.name,
        kind="xlsx",
        settings=settings,
        notes=(*table.notes, *named),
        assumptions=(("sheet", title),) if assumed else (),
    )
