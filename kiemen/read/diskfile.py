"""A file too large to hold, as DuckDB reads it: on disk, within a bound of memory, fetching nothing."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen.errors import FileFormatError, MissingPackageError
from kiemen.read.dates import DAY_FIRST, ISO, MONTH_FIRST, SECONDS, read_dates
from kiemen.read.delimited import NAMES
from kiemen.read.headers import HEADER_AGAIN
from kiemen.read.numbers import COMMA, preferred_rule, read_numbers
from kiemen.read.tables import TEXT_LIMIT, file_kind, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemen.read.rawtable import RawTable

HEAD = 1 << 17
MEMORY = "2GB"
CLOCKS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
ORDERS = {DAY_FIRST: ("%d", "%m", "%Y"), MONTH_FIRST: ("%m", "%d", "%Y")}
WIDE = ("utf-16", "utf-32")


IRREGULAR = (
    "the rows of this large file have different numbers of cells, quotes do not close, or dates and numbers are in a "
    "form that cannot be added up on disk; write it again as plain CSV or Parquet."
)


class NotSimpleError(Exception):
    """The file is not as regular as this road needs; the caller takes the other one. It never leaves this room."""


def check_fits(path: Path) -> None:
    """Refuse a file that cannot be added up on disk when it is also too large for the road in memory."""
    if path.stat().st_size > TEXT_LIMIT:
        raise FileFormatError(f"{path.name}: {IRREGULAR}") from None


def large_file(data: Any, size: int) -> Path | None:
    """Give the path when `data` is a text or Parquet file of `size` bytes or more."""
    if not isinstance(data, (str, Path)):
        return None
    try:
        path = Path(data)
        large = path.is_file() and path.stat().st_size >= size
    except (OSError, ValueError):
        return None
    return path if large and file_kind(path) in {"text", "parquet"} else None


def has_duckdb() -> bool:
    """Say whether DuckDB is installed."""
    import importlib.util

    return importlib.util.find_spec("duckdb") is not None


def check_road(path: Path) -> bool:
    """Say whether to add up on disk; a file too large for memory needs DuckDB."""
    if has_duckdb():
        return True
    if path.stat().st_size > TEXT_LIMIT:
        raise MissingPackageError(
            f"{path.name}: a file of this size is added up on disk by DuckDB; install it with pip install "
            f"'kiemen[duckdb]'."
        )
    return False


@contextlib.contextmanager
def connection(*, on_disk: bool = False) -> Iterator[Any]:
    """Give a DuckDB that keeps to a bound of memory, spills to a folder of its own and fetches nothing.

    Its tables are in memory until they have to be spilled, or with `on_disk` in a file, which packs them several times
    closer.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="kiemen-") as folder:
        settings = {
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        engine = duckdb.connect(str(Path(folder) / "tables") if on_disk else ":memory:", config=settings)
        try:
            engine.execute("set enable_progress_bar=false")
            yield engine
        finally:
            engine.close()


def head_of(path: Path, **reading: Any) -> RawTable:
    """Read the first rows of a large file as the door reads a small one; the frame holds those rows only."""
    if file_kind(path) == "parquet":
        with connection() as engine:
            frame = engine.execute(f"select * from read_parquet({literal(path)}) limit 1000").df()  # noqa: S608  quoted
        table = read_table(
            frame,
            name=reading.get("name") or path.stem,
            decimal=reading.get("decimal"),
            day_first=reading.get("day_first"),
        )
        return replace(table, file=path.name, kind="parquet")
    with path.open("rb") as file:
        head = file.read(HEAD)
    cut = head.rfind(b"\n") + 1
    if head.count(0) > len(head) // 4:  # two or four bytes a letter, of which the line break is one
        cut += -cut % (4 if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) else 2)
    head = head[:cut] or head
    with tempfile.TemporaryDirectory(prefix="kiemen-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(head)
        table = read_table(copy, **reading)
    # Rows with the names of the columns stand in the whole file as well, and are seen to there.
    return replace(table, notes=tuple(note for note in table.notes if note.reason != HEADER_AGAIN))


@contextlib.contextmanager
def in_utf8(path: Path, encoding: str) -> Iterator[Path]:
    """Give a file that DuckDB can read: the file itself, or a copy in UTF-8 of one with several bytes a letter."""
    if not encoding.startswith(WIDE):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="kiemen-") as folder:
        copy = Path(folder) / path.name
        try:
            with path.open(encoding=encoding, newline="") as read, copy.open("w", encoding="utf-8", newline="") as made:
                shutil.copyfileobj(read, made, 1 << 20)
        except UnicodeError:
            raise NotSimpleError from None
        yield copy


def literal(text: object) -> str:
    """Give text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def mended(name: str) -> str:
    """Give text that came in byte by byte as what it was: UTF-8 where it is that, else Windows-1252."""
    for encoding in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeError):
            return name.encode("latin-1").decode(encoding)
    return name


class DiskFile:
    """The SQL of one file and its columns.

    `latin` reads bytes as they are, to be mended later; `cell_by_cell` lets a column of numbers hold other cells.
    """

    def __init__(self, engine: Any, head: RawTable, path: Path, *, latin: bool, cell_by_cell: bool = False) -> None:
        self.engine, self.head, self.latin, self.cell_by_cell = engine, head, latin, cell_by_cell
        self.scan = _scan(head, path, latin=latin)

    def column(self, column: str) -> str:
        """Give a column as it is in the file."""
        if self.head.kind == "parquet":
            return _name(column)
        return f"c{list(self.head.frame.columns).index(column)}"

    def text(self, column: str) -> str:
        """Give a column as text, "" for blank."""
        return f"coalesce({self.column(column)}::varchar, '')"

    def number(self, column: str) -> str:
        """Give a column as numbers, null for what is none."""
        decimal = self.head.decimal
        found = read_numbers(self.head.frame[column], decimal=decimal, prefers=preferred_rule(self.head))
        if found.percent.any():
            raise NotSimpleError
        rule = found.rule
        text = self.column(column)
        if self.head.kind != "parquet" and rule == COMMA:
            text = f"replace(replace({text}, '.', ''), ',', '.')"
        elif self.head.kind != "parquet" and self.cell_by_cell:
            text = f"trim({text})"
        return f"try_cast({text} as double)"

    def moment(self, column: str, text: str, scan: str) -> tuple[str, str]:
        """Give the moments in `text`, what `scan` calls that column, and the order of day and month.

        Raises `NotSimpleError` when dates are written in a form that only the road in memory reads.
        """
        found = read_dates(self.head.frame[column], day_first=self.head.day_first)
        rule = self._order(text, scan) if found.ambiguous else found.rule
        if self.head.kind == "parquet" or rule == ISO:
            return f"try_cast({text} as timestamp)", rule
        if rule == SECONDS:
            return f"make_timestamp(try_cast({text} as bigint) * 1000000)", rule
        read = self.head.frame[column][found.times.notna()].str.strip()
        if rule not in ORDERS or not read.str.match(r"\d{1,2}([-/.])\d{1,2}\1\d{4}(?!\d)").all():
            raise NotSimpleError
        sign = self.head.frame[column].str.extract(r"\d([-/.])\d", expand=False).mode()
        days = str(sign.iloc[0] if len(sign) else "-").join(ORDERS[rule])
        return f"try_strptime({text}, [{', '.join(literal(days + clock) for clock in CLOCKS)}])", rule

    def _order(self, text: str, scan: str) -> str:
        """Find out over the whole file whether the day or the month comes first."""
        parts = ", ".join(f"max(try_cast(regexp_extract({text}, '^(\\d+)\\D(\\d+)', {at}) as int))" for at in (1, 2))
        one, two = self.engine.execute(f"select {parts} from {scan}").fetchone()  # noqa: S608  names are quoted
        return MONTH_FIRST if (two or 0) > 12 >= (one or 0) else DAY_FIRST


def _scan(head: RawTable, path: Path, *, latin: bool) -> str:
    """Give the SQL that reads the file with the columns, separator and header that the door found in its head."""
    if head.kind == "parquet":
        return f"read_parquet({literal(path)})"
    signs = {name: sign for sign, name in NAMES.items()}
    separator = str(head.settings["separator"])
    columns = ", ".join(f"{literal(f'c{at}')}: 'VARCHAR'" for at in range(len(head.frame.columns)))
    encoding = "latin-1" if latin else "utf-8"
    return (
        f"read_csv({literal(path)}, auto_detect=false, header=true, skip={int(head.settings['header_row']) - 1}, "
        f"delim={literal(signs.get(separator, separator))}, quote='\"', escape='\"', encoding='{encoding}', "
        f"max_line_size=16777216, columns={{{columns}}})"
    )
