"""The one door for tables: files and frames to text cells."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import mark
from kiemen.read.delimited import parse
from kiemen.read.encodings import Decoded, decode
from kiemen.read.headers import table_from_grid
from kiemen.read.rawtable import Note, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT_LIMIT = 1 << 30
BROKEN_QUOTE = mark("a quotation mark in this row does not close; the text was read as it stands")
OTHER_ENCODING = mark("the line is in another encoding than the rest of the file")


def read_table(
    source: Any,
    *,
    sheet: str | int | None = None,
    name: str | None = None,
    header: int | None = None,
    columns: Sequence[str] = (),
    encoding: str | None = None,
    separator: str | None = None,
) -> RawTable:
    """Read a file or frame as text, with the row numbers a spreadsheet shows.

    `columns` are the names the caller needs; they help to find the separator, the sheet and the header row, but need
    not be there. `header` is the row of the column names, 0 when there is none. `name` is the name of the source in
    the ledger; by default the name of the file without its extension.
    """
    path = file_path(source)
    assert path is not None  # frames follow
    data = file_bytes(path)
    decoded = decode(data, path.name, encoding)
    return _from_text(decoded, path, name, header, columns, separator)


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
                f"{path.name}: the file is larger than {limit >> 20:,} MiB, too large to read cell by cell. A tie list "
                f"or log of this size is read by read_ties with the columns named."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name}: the file cannot be opened ({error.strerror}).") from None


def source_name(path: Path | None, name: str | None, otherwise: str = "table") -> str:
    """Give the short name of a source in the ledger."""
    chosen = name if name is not None else (path.stem if path is not None else otherwise)
    return unicodedata.normalize("NFC", str(chosen))


def _from_text(
    decoded: Decoded,
    path: Path,
    name: str | None,
    header: int | None,
    columns: Sequence[str],
    separator: str | None,
) -> RawTable:
    if not decoded.text.strip():
        raise FileFormatError(f"{path.name}: the file is empty, there are no rows in it.")
    grid = parse(decoded.text, path.name, separator=separator, columns=columns)
    table = table_from_grid(grid, path.name, header=header, columns=columns)
    notes = list(table.notes)
    notes += [Note(row, "doubtful", BROKEN_QUOTE) for row in grid.broken_quotes]
    notes += [Note(line, "doubtful", OTHER_ENCODING) for line in decoded.mixed_lines]
    assumptions = [("separator", str(grid.settings["separator"]))] if separator is None else []
    if decoded.guessed:
        assumptions.append(("encoding", decoded.encoding))
    settings = {"encoding": decoded.encoding, **grid.settings, "header_row": table.header_row}
    if decoded.nul_bytes:
        settings["nul_bytes_removed"] = decoded.nul_bytes
    return RawTable(
        table.frame,
        source_name(path, name),
        file=path.name,
        kind="csv",
        settings=settings,
        notes=tuple(notes),
        assumptions=tuple(assumptions),
    )
