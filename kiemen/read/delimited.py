"""Text with separators to rows of cells, as a spreadsheet would show them."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemen.errors import FileFormatError, InputError
from kiemen.read.entities import GUARD, guarded, plain
from kiemen.read.headerwords import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEPARATORS = (";", ",", "\t", "|")
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
FIELD_LIMIT = 16 * 1024 * 1024
SAMPLE_ROWS = 200
SAMPLE_CHARS = 262_144
QUOTE_REACH = 50
# A line that is one quoted cell, and what may follow it where the other columns are empty.
WHOLE_LINE, OUTER = re.compile(r'"(?:[^"]|"")*"'), " \t;,"
# The limit on a field belongs to the whole process, so it is lent under a lock and given back.
_FIELD_LIMIT_LOCK = threading.Lock()


@dataclass
class Grid:
    """Rows of text cells with the number that a spreadsheet shows for each."""

    rows: list[list[str]]
    numbers: list[int]
    settings: dict[str, object] = field(default_factory=dict)
    # (row, what is doubtful) for cells whose quotes do not close.
    broken_quotes: list[int] = field(default_factory=list)


def parse(
    text: str, where: str, *, separator: str | None = None, columns: Sequence[str] = (), as_written: bool = False
) -> Grid:
    """Give the rows in `text`; `columns` are names the caller expects, which help to find the separator.

    Signs as a web page writes them are put back, unless the text is to stay `as_written`.
    """
    text, stated = _take_sep_line(text)
    apart = text if as_written else guarded(text)
    entities = apart != text
    text, whole = _without_outer_quotes(apart)
    if separator is not None and (len(separator) != 1 or separator in '"\r\n'):
        raise InputError(f"separator must be one character such as ';' or ',', not {separator!r}.")
    chosen = separator or stated or find_separator(text, columns)
    rows, broken = _rows(text, chosen, where)
    if entities:
        rows = [[plain(cell) if GUARD in cell else cell for cell in row] for row in rows]
    numbers = [number for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    kept = [rows[number - 1] for number in numbers]
    settings: dict[str, object] = {"separator": NAMES.get(chosen, chosen)}
    if len(kept) < len(rows):
        settings["blank_rows"] = len(rows) - len(kept)
    if whole:
        settings["quoted_lines"] = True
    if entities:
        settings["entities"] = True
    return Grid(kept, numbers, settings, broken)


def _without_outer_quotes(text: str) -> tuple[str, bool]:
    """Take off the quotes when each line stands between quotes as a whole, as a sheet with all in column A is saved.

    A list of names with a comma in them looks the same; it has two parts at most, and no header that is known.
    """
    head = text[:SAMPLE_CHARS].lstrip()
    if not head.startswith('"') or not any(sign in head for sign in SEPARATORS):
        return text, False
    lines = [line.rstrip(OUTER) for line in re.split(r"\r\n|\n|\r", text)]
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2 or not all(WHOLE_LINE.fullmatch(line) for line in filled):
        return text, False
    inner = [line[1:-1].replace('""', '"') if line.strip() else "" for line in lines]
    joined = "\n".join(inner)
    separator = find_separator(joined)
    _, share, width = _agreement(joined[:SAMPLE_CHARS], separator, set())
    known = all(_plain(cell.strip('"')) in KNOWN for cell in filled[0].strip('"').split(separator))
    return (joined, True) if share > 0.9 and (width > 2 or known) else (text, False)


def in_one_column(grid: Grid) -> Grid:
    """Part rows that hold a whole line of a CSV in one cell; any other grid comes back as it is."""
    if len(grid.rows) < 2 or any(len(row) != 1 or "\n" in row[0] for row in grid.rows):
        return grid
    lines = [row[0] for row in grid.rows]
    separator = find_separator("\n".join(lines))
    _, share, width = _agreement("\n".join(lines)[:SAMPLE_CHARS], separator, set())
    rows = [next(csv.reader([line], delimiter=separator), []) for line in lines]
    if share < 1 or width < 2 or not any(_plain(cell) in KNOWN for cell in rows[0]):
        return grid
    return Grid(rows, grid.numbers, {"separator": NAMES[separator]})


def _take_sep_line(text: str) -> tuple[str, str | None]:
    """Excel's first line ``sep=;`` is an instruction that a spreadsheet does not show."""
    found = re.match(r'"?sep=(.)"?[;,\t|]*(?:\r\n|\n|\r|$)', text, re.IGNORECASE)
    return (text[found.end() :], found.group(1)) if found else (text, None)


def find_separator(text: str, columns: Sequence[str] = ()) -> str:
    """Give the separator under which the rows agree best on how many cells they have."""
    sample = text[:SAMPLE_CHARS]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    wanted = {_plain(name) for name in columns}
    scored = [(_agreement(sample, separator, wanted), -at, separator) for at, separator in enumerate(SEPARATORS)]
    best, _, separator = max(scored)
    return separator if best > (0, 0.0, 0) else ","


def _plain(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _agreement(sample: str, separator: str, wanted: set[str]) -> tuple[int, float, int]:
    """How many expected names stand in one row, the share of rows of the commonest width, and that width."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator, skipinitialspace=False)
    widths: list[int] = []
    known = 0
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            widths.append(len(row))
            if wanted:
                known = max(known, len(wanted & {_plain(cell) for cell in row}))
            if len(widths) >= SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    if not widths or max(widths) < 2:
        return (0, 0.0, 0)
    # Width one is a title or a footnote; a table of one column has no separator at all.
    counts = Counter(widths)
    width, times = max(((w, n) for w, n in counts.items() if w > 1), key=lambda pair: (pair[1], pair[0]))
    share = times / len(widths)
    return (known if known > 1 or len(wanted) == 1 else 0, share if share >= 0.2 else 0.0, width)


def _rows(text: str, separator: str, where: str) -> tuple[list[list[str]], list[int]]:
    with _FIELD_LIMIT_LOCK:
        before = csv.field_size_limit(FIELD_LIMIT)
        try:
            try:
                return list(_strict(io.StringIO(text, newline=""), separator)), []
            except csv.Error as error:
                if "field limit" in str(error):
                    raise FileFormatError(
                        f"{where}: a cell holds more than {FIELD_LIMIT:,} characters; this is not a table, or a "
                        f"quotation mark is never closed."
                    ) from None
                return _forgiving(text, separator, where)
        finally:
            csv.field_size_limit(before)


def _strict(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, strict=True)


def _forgiving(text: str, separator: str, where: str) -> tuple[list[list[str]], list[int]]:
    """Quotes are not closed as they should be: go line by line, so that one slip does not swallow the rest."""
    lines = re.split(r"\r\n|\n|\r", text)
    if lines and not lines[-1]:
        lines.pop()
    rows: list[list[str]] = []
    broken: list[int] = []
    at = 0
    while at < len(lines):
        cells, used = _closing(lines, at, separator)
        if cells is None:
            broken.append(len(rows) + 1)
            cells, used = _literal(lines[at], separator, where), 1
        rows.append(cells)
        at += used
    return rows, broken


def _closing(lines: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """Join lines until the quotes close; a cell with line breaks is short, an unclosed quote runs on."""
    if '"' not in lines[at]:
        return (next(_strict([lines[at]], separator), []), 1)
    for reach in range(1, min(QUOTE_REACH, len(lines) - at) + 1):
        if reach > 1 and '"' not in lines[at + reach - 1]:
            continue
        try:
            found = list(_strict(io.StringIO("\n".join(lines[at : at + reach]), newline=""), separator))
        except csv.Error:
            continue
        if len(found) == 1:
            return found[0], reach
    return None, 1


def _literal(line: str, separator: str, where: str) -> list[str]:
    # Quotes that come in pairs are read as a spreadsheet does; a lone one is a character like any other.
    try:
        if line.count('"') % 2:
            return next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE), [])
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        raise FileFormatError(f"{where}: a line cannot be read as cells; save the file again as CSV UTF-8.") from None
