"""The one door for tables: files and frames to text cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen._checks import check_choice
from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import mark
from kiemen.read.delimited import parse
from kiemen.read.encodings import Decoded, decode
from kiemen.read.entities import ENTITIES, without_entities
from kiemen.read.frames import from_frame, from_json, from_parquet, is_frame
from kiemen.read.headers import table_from_grid
from kiemen.read.lookups import without_lookups
from kiemen.read.rawtable import Note, RawTable
from kiemen.read.teamsreport import teams_table
from kiemen.read.workbooks import from_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT_LIMIT = 1 << 30
BROKEN_QUOTE = mark("a quotation mark in this row does not close; the text was read as it stands")
QUOTED_LINES = mark("every line stood between quotation marks as a whole; they were taken off")
OTHER_ENCODING = mark("the line is in another encoding than the rest of the file")

# What é, ë, ü and quotation marks look like when UTF-8 was once read as Windows-1252 and saved again.
# The letters before it are added later: a pattern that begins with any letters takes its time on a very long cell.
TWICE_ENCODED = re.compile(r"Ã[\x80-\xbf¡-¿]\w{0,40}|â€[™œ\x9d˜“”]")
TWICE = mark("letters look as if the file was saved in the wrong encoding once; export it again")
NUL_BYTES = mark("NUL bytes were left out of the text")
PICKLE = "this is a pickle file, which can run code; export the table as CSV or .xlsx."
# What a file begins with, what it is, and why it is not opened.
MAGIC = (
    (b"PK\x03\x04", "xlsx", ""),
    (b"PAR1", "parquet", ""),
    (b"\xd0\xcf\x11\xe0", "", "an old .xls workbook or one with a password; save it as .xlsx without password."),
    (b"PK\x05\x06", "", "this is an empty archive."),
    (b"\x1f\x8b", "", "the file is compressed; unpack it first."),
    (b"BZh", "", "the file is compressed; unpack it first."),
    (b"\xfd7zXZ", "", "the file is compressed; unpack it first."),
    (b"7z\xbc\xaf", "", "the file is compressed; unpack it first."),
    (b"%PDF", "", "this is a PDF; export the table as CSV or .xlsx."),
    *((bytes([0x80, version]), "", PICKLE) for version in (2, 3, 4, 5)),
    (b"BEGIN:VCALENDAR", "", "this is a calendar file (.ics); export the calendar as CSV, as Outlook does."),
    (b"BEGIN:VCARD", "", "this is a file with contact cards (.vcf); export the list as CSV."),
    (b"$FL2@(#)", "", "this is an SPSS file; export the table as CSV or .xlsx."),
    (b"$FL3@(#)", "", "this is an SPSS file; export the table as CSV or .xlsx."),
    (b"<stata_dta>", "", "this is a Stata file; export the table as CSV or .xlsx."),
    (b"SQLite format 3", "", "this is a database; export the table as CSV or .xlsx."),
    (b"{\\rtf", "", "this is a text document (RTF); save the table in it as CSV or .xlsx."),
    (b"ARROW1", "", "this is a Feather file; export it as Parquet or CSV."),
)


def read_table(
    source: Any,
    *,
    sheet: str | int | None = None,
    name: str | None = None,
    header: int | None = None,
    columns: Sequence[str] = (),
    encoding: str | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    day_first: bool | None = None,
    as_written: bool = False,
) -> RawTable:
    """Read a file or frame as text, with the row numbers a spreadsheet shows.

    Answers: "What stands in this file, before anything is made of it?" Every `read_` function goes through here and
    takes the same options.

    Parameters
    ----------
    source
        Path of a CSV, Excel, Parquet or JSON file, a pandas, polars or Arrow frame, records, or a `RawTable`, which
        comes back as it is.
    sheet
        Title or number (from 1) of a visible sheet of a workbook; None takes the one that holds the table.
    name
        Name of the source in the ledger; None takes the name of the file without its extension.
    header
        Row of the column names as a spreadsheet counts, 0 when there is none; None finds it.
    columns
        Names the caller needs. They help to find the separator, the sheet and the header, but need not be there.
    encoding
        Encoding of a text file; None finds it.
    separator
        Separator of a text file; None finds it.
    decimal
        Decimal sign, "," or "."; None decides per column.
    day_first
        Whether dates have the day before the month; None decides per column.
    as_written
        Whether cells stay as they are written: what other systems make of signs and lists ("&amp;", "12;#An") is put
        back otherwise. For tables that kiemen wrote.

    Returns
    -------
    RawTable
        `.frame` has text in every cell ("" for blank), and the row numbers as index.

    Raises
    ------
    FileFormatError
        If the file is no table that can be read; the message says what it is and what to do.
    InputError
        If there is no such file, sheet, encoding or header row.

    Notes
    -----
    Cost: linear in the cells. Files are data: nothing is fetched, run or unpacked without bound.

    Examples
    --------
    >>> from kiemen.read.tables import read_table
    >>> read_table({"van": ["An"], "gewicht": [2.0]}).frame
        van gewicht
    row
    2    An       2
    """
    if decimal is not None:
        check_choice("decimal", decimal, [",", "."])
    if isinstance(source, RawTable):
        return source
    table = _opened(
        source,
        sheet=sheet,
        name=name,
        header=header,
        columns=columns,
        encoding=encoding,
        separator=separator,
        as_written=as_written,
    )
    if not as_written:
        table = without_lookups(table if table.kind == "csv" else without_entities(table))
    return replace(table, decimal=decimal, day_first=day_first)


def _opened(
    source: Any,
    *,
    sheet: str | int | None,
    name: str | None,
    header: int | None,
    columns: Sequence[str],
    encoding: str | None,
    separator: str | None,
    as_written: bool,
) -> RawTable:
    path = file_path(source)
    if path is None:
        if not is_frame(source):
            raise InputError(f"A source is the path of a file or a table in memory, not {type(source).__name__}.")
        return from_frame(source, source_name(None, name))
    short = source_name(path, name)
    kind = file_kind(path)
    if kind == "xlsx":
        return from_workbook(path, short, sheet=sheet, header=header, columns=columns)
    if sheet is not None:
        raise InputError(f"{path.name}: sheet={sheet!r} is for Excel workbooks only.")
    if kind == "parquet":
        return from_parquet(path, short)
    decoded = decode(file_bytes(path), path.name, encoding)
    if kind == "json":
        return from_json(decoded.text, path, short)
    return _from_text(decoded, path, short, header=header, columns=columns, separator=separator, as_written=as_written)


def file_path(source: Any) -> Path | None:
    """Give the path that `source` names, None when it is not a path; refuse web addresses and what is not a file."""
    if not isinstance(source, (str, Path)):
        return None
    if isinstance(source, str) and "://" in source[:12]:
        raise InputError(f"{source[:60]!r} is a web address; kiemen fetches nothing. Download the file first.")
    try:
        path = Path(source)
        if path.is_dir():
            raise InputError(f"{path}: this is a folder, not a file.")
        if not path.is_file():
            raise InputError(f"{path}: there is no such file.{_near_names(path)}")
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("The name of the file cannot be used as a path.") from None
    return path


def _near_names(path: Path) -> str:
    import difflib

    if not path.parent.is_dir():
        return f" The folder {str(path.parent)!r} does not exist either."
    near = difflib.get_close_matches(path.name, sorted(entry.name for entry in path.parent.iterdir()), n=3)
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""


def file_bytes(path: Path, limit: int = TEXT_LIMIT) -> bytes:
    """Give the content of a file that is small enough to hold."""
    try:
        if path.stat().st_size > limit:
            raise InputError(
                f"{path.name}: the file is larger than {limit >> 20:,} MiB, too large to read cell by cell. As CSV or "
                f"Parquet, tie lists of any size are read by read_ties, logs by read_meetings and read_mail."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name}: the file cannot be opened ({error.strerror}).") from None


def source_name(path: Path | None, name: str | None, otherwise: str = "table") -> str:
    """Give the short name of a source in the ledger."""
    chosen = name if name is not None else (path.stem if path is not None else otherwise)
    return unicodedata.normalize("NFC", str(chosen))


def file_kind(path: Path) -> str:
    """Give "xlsx", "parquet", "json" or "text" by what is in the file, whatever its name says."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise InputError(f"{path.name}: the file cannot be opened ({error.strerror}).") from None
    if path.suffix.lower() in {".xlsm", ".xltm", ".xlam", ".xlsb"}:
        raise FileFormatError(f"{path.name}: kiemen opens no {path.suffix} files (macros, binary); save as .xlsx.")
    for magic, kind, message in MAGIC:
        if head.startswith(magic):
            if message:
                raise FileFormatError(f"{path.name}: {message}")
            return kind
    # Many systems call a text with tabs .xls; a web page in one is refused below.
    if path.suffix.lower() in {".xlsb", ".xlsm", ".ods", ".numbers"}:
        raise FileFormatError(f"{path.name}: kiemen opens no {path.suffix} files; save it as .xlsx or CSV.")
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<?xml", b"<graphml", b"<gexf", b"<!doctype", b"<html", b"<table")):
        kind = "a web page" if b"<html" in start or b"<table" in start else "XML"
        raise FileFormatError(
            f"{path.name}: this is {kind}, not a table; open it in Excel and save it as .xlsx. GraphML and GEXF are "
            f"read by read_graph."
        )
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or start.startswith((b"[{", b"[\n", b"[\r", b'{"')):
        return "json"
    return "text"


def _from_text(
    decoded: Decoded,
    path: Path,
    name: str,
    *,
    header: int | None,
    columns: Sequence[str],
    separator: str | None,
    as_written: bool,
) -> RawTable:
    if not decoded.text.strip():
        raise FileFormatError(f"{path.name}: the file is empty, there are no rows in it.")
    check_is_text(decoded.text, path.name)
    grid = parse(decoded.text, path.name, separator=separator, columns=columns, as_written=as_written)
    report = teams_table(grid) if header is None else None
    table = report or table_from_grid(grid, path.name, header=header, columns=columns)
    notes = list(table.notes)
    notes += [Note(row, "doubtful", BROKEN_QUOTE) for row in grid.broken_quotes]
    if grid.settings.get("quoted_lines"):
        notes.append(Note(0, "changed", QUOTED_LINES))
    if grid.settings.get("entities"):
        notes.append(Note(0, "changed", ENTITIES))
    notes += [Note(line, "doubtful", OTHER_ENCODING) for line in decoded.mixed_lines]
    assumptions = [("separator", str(grid.settings["separator"]))] if separator is None else []
    if decoded.guessed:
        assumptions.append(("encoding", decoded.encoding))
    settings = {"encoding": decoded.encoding, **grid.settings, "header_row": table.header_row}
    twice = TWICE_ENCODED.search(decoded.text)
    if twice:
        before = re.search(r"\w*$", decoded.text[max(twice.start() - 40, 0) : twice.start()])
        notes.append(Note(0, "doubtful", TWICE, value=(before.group() if before else "") + twice.group()))
    if decoded.nul_bytes:
        settings["nul_bytes_removed"] = decoded.nul_bytes
        notes.append(Note(0, "doubtful", NUL_BYTES, value=str(decoded.nul_bytes)))
    return RawTable(
        table.frame,
        name,
        file=path.name,
        kind="csv",
        settings=settings,
        notes=tuple(notes),
        assumptions=tuple(assumptions),
    )


def check_is_text(text: str, where: str) -> None:
    """Refuse a binary file that came in as text."""
    head = text[:20_000]
    control = sum(1 for char in head if (char < " " and char not in "\t\r\n\x0b\x0c\x1a") or char == "\ufffd")
    if control > 0.02 * len(head) + 2:
        raise FileFormatError(f"{where}: this is not a text file; export it as CSV or .xlsx.")
