"""Excel workbooks: one visible sheet as rows of text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

from kiemen._checks import did_you_mean
from kiemen.errors import FileFormatError, InputError, KiemenError
from kiemen.i18n import mark
from kiemen.read.archives import open_archive, read_member
from kiemen.read.cells import cell_text
from kiemen.read.delimited import Grid, in_one_column
from kiemen.read.headers import folded, table_from_grid, tidy_name
from kiemen.read.headerwords import KNOWN
from kiemen.read.rawtable import Note, RawTable

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CELL_LIMIT = 30_000_000
ROW_LIMIT = 1_048_576
LOOK = 60
NO_VALUE = mark("the formula in this cell has no stored value; open the file in Excel and save it")
ERROR_VALUE = mark("the cell holds an error of the spreadsheet and counts as blank")
MERGED = mark("merged cells: the value was repeated in each row")
ONE_COLUMN = mark("every row stood in one cell of the sheet, as when a CSV is pasted; it was parted")
HIDDEN_ROW = mark("the row is hidden in the workbook, by a filter perhaps; it was read all the same")
OTHER_SHEET = mark("another sheet holds a table as well and was not read; choose with sheet=")
# A workbook writes a sign that XML cannot hold, such as the return in a text of two lines, by its number.
CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f])_")
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})
OTHER_KINDS = {
    "xl/vbaProject.bin": "a workbook with macros (.xlsm)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "mimetype": "an OpenDocument file (.ods)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
}
_P = rb"(?:\w+:)?"
FORMULA_WITHOUT_VALUE = re.compile(
    rb'<%bc r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<%bf(?:\s[^>]*)?(?:/>|>[^<]*</%bf>)'
    rb"\s*(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>" % ((_P,) * 7)
)
HIDDEN = re.compile(rb"<%brow\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']" % _P)
MERGE = re.compile(rb'<%bmergeCell\s+ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"' % _P)


def from_workbook(
    path: Path, name: str, *, sheet: str | int | None = None, header: int | None = None, columns: Sequence[str] = ()
) -> RawTable:
    """Read one sheet of an .xlsx file; hidden sheets are never read."""
    with open_archive(path) as archive, path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _check_kind(archive, path.name)
        book = _load(file, path.name)
        try:
            chosen, others = _choose(_visible(book, path.name), sheet, columns, path.name)
            grid, notes = _grid(chosen, path.name)
        except KiemenError:
            raise
        except Exception:  # noqa: BLE001  a damaged part of a workbook raises errors of many libraries
            raise _damaged(path.name) from None
        finally:
            book.close()
        part = str(getattr(chosen, "_worksheet_path", ""))
        xml = read_member(archive, part, path.name) if part else b""
    notes += _fill_merged(grid, xml)
    notes += _without_value(grid, xml)
    keep = [at for at, row in enumerate(grid.rows) if any(cell.strip() for cell in row)]
    filled = in_one_column(Grid([grid.rows[at] for at in keep], [grid.numbers[at] for at in keep]))
    table = table_from_grid(filled, f"{path.name}, sheet {chosen.title!r}", header=header, columns=columns)
    named = _name_columns(notes, grid, table.header_row)
    hidden = {int(number) for number in HIDDEN.findall(xml)} & {int(row) for row in table.frame.index}
    named += [Note(row, "doubtful", HIDDEN_ROW) for row in sorted(hidden)]
    if filled.settings:
        named.append(Note(0, "changed", ONE_COLUMN))
    named += [Note(0, "doubtful", OTHER_SHEET, value=other) for other in others]
    return RawTable(
        table.frame,
        name,
        file=path.name,
        kind="xlsx",
        settings={"sheet": chosen.title, **filled.settings, "header_row": table.header_row},
        notes=(*table.notes, *named),
        assumptions=(("sheet", chosen.title),) if sheet is None else (),
    )


def sheet_titles(path: Path) -> list[str]:
    """Give the titles of the visible sheets of a workbook."""
    with open_archive(path) as archive, path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _check_kind(archive, path.name)
        book = _load(file, path.name)
        try:
            return [str(sheet.title) for sheet in _visible(book, path.name)]
        finally:
            book.close()


def _damaged(where: str) -> FileFormatError:
    return FileFormatError(f"{where}: the workbook is damaged or not a real .xlsx file; open it in Excel and save it.")


def _check_kind(archive: zipfile.ZipFile, where: str) -> None:
    members = archive.namelist()
    known = set(members)
    for part, kind in OTHER_KINDS.items():
        if part in known:
            raise FileFormatError(f"{where}: this is {kind}, which kiemen does not open; save it as .xlsx or CSV.")
    if "xl/workbook.xml" not in known:
        raise FileFormatError(f"{where}: this archive is not an Excel workbook (.xlsx).")
    if b"macroEnabled" in read_member(archive, "[Content_Types].xml", where):
        raise FileFormatError(
            f"{where}: this is a workbook with macros (.xlsm), which kiemen does not open; save it as .xlsx."
        )
    for member in members:
        if member.endswith((".xml", ".rels")):
            _check_no_dtd(archive, member, where)


def _check_no_dtd(archive: zipfile.ZipFile, member: str, where: str) -> None:
    """Refuse document types, which can make a small file unpack to a huge text."""
    try:
        with archive.open(member) as part:
            head = part.read(4096).replace(b"\0", b"")
    except Exception:  # noqa: BLE001  damaged compressed data raises errors of many libraries
        raise _damaged(where) from None
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileFormatError(f"{where}: a part of the workbook declares a DTD (DOCTYPE, entities); it is not read.")


def _load(file: BinaryIO, where: str) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001  a damaged part of a workbook raises errors of many libraries
        raise _damaged(where) from None


def _visible(book: Any, where: str) -> list[Any]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise FileFormatError(f"{where}: the workbook has no visible sheet; hidden sheets are never read.")
    for sheet in sheets:
        sheet.reset_dimensions()
    return sheets


def _choose(
    sheets: list[Any], wished: str | int | None, columns: Sequence[str], where: str
) -> tuple[Any, tuple[str, ...]]:
    """Give the sheet to read, and the names of other sheets that would have done as well."""
    if wished is not None:
        return _wished(sheets, wished, where), ()
    if len(sheets) == 1:
        return sheets[0], ()
    wanted = {folded(name) for name in columns}
    scores = [_score(sheet, wanted) for sheet in sheets]
    best = max(scores)
    at = scores.index(best)
    others = [s.title for s, score in zip(sheets, scores, strict=True) if score[:2] == best[:2] and s is not sheets[at]]
    return sheets[at], tuple(others) if best[1] == 2 else ()


def _wished(sheets: list[Any], wished: str | int, where: str) -> Any:
    if isinstance(wished, int) and not isinstance(wished, bool):
        if 1 <= wished <= len(sheets):
            return sheets[wished - 1]
        raise InputError(f"{where}: sheet={wished}, but there are {len(sheets)} visible sheets, counted from 1.")
    for sheet in sheets:
        if folded(sheet.title) == folded(str(wished)):
            return sheet
    titles = [sheet.title for sheet in sheets]
    raise InputError(f"{where}: there is no visible sheet {wished!r}.{did_you_mean(wished, titles)}")


def _score(sheet: Any, wanted: set[str]) -> tuple[int, int, bool]:
    """Give how many wanted columns there are, whether it is a table (2) or holds anything (1), and usual headers."""
    known, full, usual = 0, 0, 0
    for cells in sheet.iter_rows(max_row=LOOK, values_only=True):
        texts = {folded(cell_text(value)) for value in cells if value is not None}
        known, usual = max(known, len(wanted & texts)), max(usual, len(KNOWN & texts))
        full += len(texts) > 1
    return known, 2 if full > 1 else int(full == 1), usual > 1


def _grid(sheet: Any, where: str) -> tuple[Grid, list[Note]]:
    rows: list[list[str]] = []
    notes: list[Note] = []
    cells = 0
    for number, row in enumerate(_bounded(sheet, where), start=1):
        texts = [_shown(cell) for cell in row]
        for at, text in enumerate(texts):
            if text and text[0] == "#" and text in EXCEL_ERRORS:
                texts[at] = ""
                notes.append(Note(number, "doubtful", ERROR_VALUE, column=str(at), value=text))
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        if cells > CELL_LIMIT:
            raise FileFormatError(f"{where}: the sheet has more than {CELL_LIMIT:,} cells; export it as CSV.")
        rows.append(texts)
    if not any(rows):
        raise FileFormatError(f"{where}: the sheet {sheet.title!r} is empty, there are no rows in it.")
    return Grid(rows, list(range(1, len(rows) + 1))), notes


def _bounded(sheet: Any, where: str) -> Iterator[Any]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > ROW_LIMIT:
            raise FileFormatError(f"{where}: the sheet claims more rows than Excel allows; it is not read.")
        yield row


def _shown(cell: Any) -> str:
    """Give a cell as text; numbers shown with leading zeros ("0012") keep them."""
    value = cell.value
    if type(value) is int and cell.number_format.startswith("00"):
        width = len(cell.number_format)
        if cell.number_format == "0" * width and value >= 0:
            return str(value).zfill(width)
    text = cell_text(value)
    return CONTROL.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x00" in text else text


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _fill_merged(grid: Grid, xml: bytes) -> list[Note]:
    """Repeat the value of cells merged downwards; merged titles above a table are one cell wide in any case."""
    notes = []
    for left, top, right, bottom in MERGE.findall(xml):
        at, first, last = _column_number(left) - 1, int(top), min(int(bottom), len(grid.rows))
        if left != right or first >= last or at >= len(grid.rows[first - 1]):
            continue
        value = grid.rows[first - 1][at]
        for number in range(first + 1, last + 1):
            row = grid.rows[number - 1]
            row.extend([""] * (at + 1 - len(row)))
            if value and not row[at]:
                row[at] = value
                notes.append(Note(number, "changed", MERGED, column=str(at), value=value))
    return notes


def _without_value(grid: Grid, xml: bytes) -> list[Note]:
    notes = []
    for letters, digits in FORMULA_WITHOUT_VALUE.findall(xml):
        at, number = _column_number(letters) - 1, int(digits)
        row = grid.rows[number - 1] if number <= len(grid.rows) else []
        if not (at < len(row) and row[at]):
            notes.append(Note(number, "doubtful", NO_VALUE, column=str(at)))
    return notes


def _name_columns(notes: list[Note], grid: Grid, header_row: int) -> list[Note]:
    """Replace column positions by names, and leave out what lies above the table."""
    header = grid.rows[header_row - 1] if header_row else []
    named = []
    for note in notes:
        if note.row <= header_row:
            continue
        at = int(note.column)
        column = (tidy_name(header[at]) if at < len(header) else "") or f"column {at + 1}"
        named.append(Note(note.row, note.action, note.reason, column=column, value=note.value))
    return named
