"""Tie lists too large to hold: added up on disk by DuckDB, row by row never in memory."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import MissingPackageError
from kiemen.read.dates import DAY_FIRST, ISO, MONTH_FIRST, SECONDS, read_dates
from kiemen.read.delimited import NAMES
from kiemen.read.numbers import COMMA, preferred_rule, read_numbers
from kiemen.read.quicksums import quick_sums
from kiemen.read.tables import TEXT_LIMIT, file_kind, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemen.read.columns import Window
    from kiemen.read.rawtable import RawTable
    from kiemen.read.tiecolumns import TieColumns

# From this size a file is added up on disk; below it, the road in memory tells more about each cell.
LARGE = 4 << 20
HEAD = 1 << 17
# Rows that cannot be used are listed one by one up to this many; the rest is counted.
LISTED = 100_000
MEMORY = "2GB"
# NaN and infinity are above every bound in DuckDB.
FINITE = "between 5e-324 and 1.7976931348623157e308"
CLOCKS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
ORDERS = {DAY_FIRST: ("%d", "%m", "%Y"), MONTH_FIRST: ("%m", "%d", "%Y")}


class NotSimpleError(Exception):
    """The file is not as regular as this road needs; the caller takes the other one. It never leaves this room."""


@dataclass(frozen=True)
class Sums:
    """A large list added up: one row per pair, relation and wave, with positions into `names`.

    `rows` counts the rows behind each pair. `unused` has the first rows that could not be used as they are written,
    under their row number; `n_unused` and `n_outside` count all that could not be used and all outside the window.
    """

    names: list[str]
    pairs: pd.DataFrame
    n_rows: int
    unused: pd.DataFrame
    n_unused: int
    n_outside: int
    date_rule: str = ""


def is_large(data: Any) -> Path | None:
    """Give the path when `data` is a file large enough for this road."""
    if not isinstance(data, (str, Path)):
        return None
    try:
        path = Path(data)
        large = path.is_file() and path.stat().st_size >= LARGE
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
def connection() -> Iterator[Any]:
    """Give a DuckDB that keeps to a bound of memory, spills to a folder of its own and fetches nothing."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="kiemen-") as folder:
        settings = {
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        engine = duckdb.connect(":memory:", config=settings)
        try:
            engine.execute("set enable_progress_bar=false")
            yield engine
        finally:
            engine.close()


def head_of(path: Path, **reading: Any) -> RawTable:
    """Read the first rows of a large file as the door reads a small one; the frame holds those rows only."""
    if file_kind(path) == "parquet":
        with connection() as engine:
            frame = engine.execute(f"select * from read_parquet({_literal(path)}) limit 1000").df()  # noqa: S608  quoted
        table = read_table(
            frame,
            name=reading.get("name") or path.stem,
            decimal=reading.get("decimal"),
            day_first=reading.get("day_first"),
        )
        return replace(table, file=path.name, kind="parquet")
    with path.open("rb") as file:
        head = file.read(HEAD)
    head = head[: head.rfind(b"\n") + 1] or head
    with tempfile.TemporaryDirectory(prefix="kiemen-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(head)
        return read_table(copy, **reading)


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _scan(head: RawTable, path: Path, *, latin: bool) -> str:
    """Give the SQL that reads the file with the columns, separator and header that the door found in its head."""
    if head.kind == "parquet":
        return f"read_parquet({_literal(path)})"
    signs = {name: sign for sign, name in NAMES.items()}
    separator = str(head.settings["separator"])
    columns = ", ".join(f"{_literal(f'c{at}')}: 'VARCHAR'" for at in range(len(head.frame.columns)))
    encoding = "latin-1" if latin else "utf-8"
    return (
        f"read_csv({_literal(path)}, auto_detect=false, header=true, skip={int(head.settings['header_row']) - 1}, "
        f"delim={_literal(signs.get(separator, separator))}, quote='\"', escape='\"', encoding='{encoding}', "
        f"max_line_size=16777216, columns={{{columns}}})"
    )


def sum_up(head: RawTable, path: Path, parts: TieColumns, days: Window) -> Sums:
    """Add up the ties of a large file.

    Raises `NotSimpleError` when rows have different numbers of cells, quotes do not close, or numbers and dates are
    written in forms that only the other road reads.
    """
    encoding = str(head.settings.get("encoding", "utf-8"))
    if head.kind != "parquet" and (encoding.startswith(("utf-16", "utf-32")) or not head.settings.get("header_row")):
        raise NotSimpleError
    quick = quick_sums(head, path, parts)
    if quick is not None:
        names, pairs = quick
        none = pd.DataFrame(columns=["source", "target", "weight"], dtype="str")
        return Sums(names, pairs, int(pairs["rows"].sum()), none, 0, 0)
    import duckdb

    with connection() as engine:
        try:
            try:
                return _Query(engine, head, path, parts, days, latin="utf-8" not in encoding).run()
            except duckdb.InvalidInputException as error:
                if "unicode" not in str(error).lower() and "utf-8" not in str(error).lower():
                    raise
                return _Query(engine, head, path, parts, days, latin=True).run()
        except duckdb.Error:
            raise NotSimpleError from None


class _Query:
    """The questions put to DuckDB about one file."""

    def __init__(
        self, engine: Any, head: RawTable, path: Path, parts: TieColumns, days: Window, *, latin: bool
    ) -> None:
        self.engine, self.head, self.parts, self.days, self.latin = engine, head, parts, days, latin
        self.scan = _scan(head, path, latin=latin)
        self.date_rule = ""
        source, target = self._text(parts.source), self._text(parts.target)
        self.columns = {"source": source, "target": target}
        self.columns |= {key: self._text(c) for key in ("relation", "wave") if (c := getattr(parts, key)) is not None}
        self.weight = self._number(parts.weight) if parts.weight else None
        self.time = self._moment(parts.time) if parts.time else None

    def _column(self, column: str) -> str:
        if self.head.kind == "parquet":
            return _name(column)
        return f"c{list(self.head.frame.columns).index(column)}"

    def _text(self, column: str) -> str:
        return f"coalesce({self._column(column)}::varchar, '')"

    def _number(self, column: str) -> str:
        decimal = self.head.decimal
        rule = read_numbers(self.head.frame[column], decimal=decimal, prefers=preferred_rule(self.head)).rule
        text = self._column(column)
        if self.head.kind != "parquet" and rule == COMMA:
            text = f"replace(replace({text}, '.', ''), ',', '.')"
        return f"try_cast({text} as double)"

    def _moment(self, column: str) -> str:
        found = read_dates(self.head.frame[column], day_first=self.head.day_first)
        text, rule = self._column(column), found.rule
        if found.ambiguous:
            rule = self._order(text)
        self.date_rule = rule
        if self.head.kind == "parquet" or rule == ISO:
            return f"try_cast({text} as timestamp)"
        if rule == SECONDS:
            return f"make_timestamp(try_cast({text} as bigint) * 1000000)"
        read = self.head.frame[column][found.times.notna()].str.strip()
        if rule not in ORDERS or not read.str.match(r"\d{1,2}([-/.])\d{1,2}\1\d{4}(?!\d)").all():
            raise NotSimpleError
        sign = self.head.frame[column].str.extract(r"\d([-/.])\d", expand=False).mode()
        days = str(sign.iloc[0] if len(sign) else "-").join(ORDERS[rule])
        return f"try_strptime({text}, [{', '.join(_literal(days + clock) for clock in CLOCKS)}])"

    def _order(self, text: str) -> str:
        """Find out over the whole file whether the day or the month comes first."""
        parts = ", ".join(f"max(try_cast(regexp_extract({text}, '^(\\d+)\\D(\\d+)', {at}) as int))" for at in (1, 2))
        one, two = self.engine.execute(f"select {parts} from {self.scan}").fetchone()  # noqa: S608  names are quoted
        return MONTH_FIRST if (two or 0) > 12 >= (one or 0) else DAY_FIRST

    def _inside(self) -> str:
        window, bounds = self.days, []
        if window.first is not None:
            bounds.append(f"m >= timestamp {_literal(window.first)}")
        if window.last is not None:
            bounds.append(f"m < timestamp {_literal(window.last + np.timedelta64(1, 'D'))}")
        return " and ".join(bounds) or "true"

    def _rows(self, row: str) -> str:
        """Give the SQL of every row: who, the weight where it can be used, the moment, and the number of the row."""
        weight = f"case when {self.weight} {FINITE} then {self.weight} end" if self.weight else "1.0"
        made = [f"{sql} as {key}" for key, sql in self.columns.items()]
        made += [f"{weight} as w", f"{self.time or 'null::timestamp'} as m", f"{row} as row"]
        return f"select {', '.join(made)} from {self.scan}"  # noqa: S608  names and paths are quoted

    def run(self) -> Sums:
        """Give the pairs added up, and the rows that were not used."""
        keys, inside = ", ".join(self.columns), self._inside()
        only = f" filter ({inside})" if self.days.bounded else ""
        sums = [f"fsum(w){only} as weight", f"count(w){only} as rows", "count(*) as n"]
        if self.days.bounded:
            sums.append(f"count(*) filter (not coalesce({inside}, false)) as outside")
        if self.time:
            used = f"w is not null and {inside}"
            sums += [f'{f}(m) filter ({used}) as "{e}"' for f, e in (("min", "start"), ("max", "end"))]
        self.engine.execute("set preserve_insertion_order=false")
        query = f"select {keys}, {', '.join(sums)} from ({self._rows('0')}) group by {keys}"  # noqa: S608  quoted
        found = self.engine.execute(query).fetchnumpy()
        return self._sums({key: np.ma.filled(column) for key, column in found.items()})

    def _sums(self, found: dict[str, Any]) -> Sums:
        both = np.concatenate([found.pop("source"), found.pop("target")])
        codes, unique = pd.factorize(both)
        half = len(both) // 2
        names = [_mended(str(name)) if self.latin else str(name) for name in unique]
        n_rows, n_outside = int(found["n"].sum()), int(found["outside"].sum()) if "outside" in found else 0
        pairs = pd.DataFrame({"source": codes[:half], "target": codes[half:]} | found)
        blank = [at for at, name in enumerate(names) if not name.strip()]
        wrong = pairs["source"].isin(blank) | pairs["target"].isin(blank) if blank else np.zeros(half, dtype=bool)
        used = pairs[~np.asarray(wrong) & (pairs["rows"].to_numpy() > 0)]
        n_unused = n_rows - n_outside - int(used["rows"].sum())
        unused = self._unused() if n_unused else pd.DataFrame(columns=["source", "target", "weight"], dtype="str")
        return Sums(names, used.reset_index(drop=True), n_rows, unused, n_unused, n_outside, self.date_rule)

    def _unused(self) -> pd.DataFrame:
        """List the rows that cannot be used, as they are written."""
        written = f"coalesce({self._column(self.parts.weight)}::varchar, '')" if self.parts.weight else "''"
        above = int(self.head.settings.get("header_row", 1))
        rows = self._rows(f"{written} as written, row_number() over () + {above}")
        self.engine.execute("set preserve_insertion_order=true")
        bad = "w is null or trim(source) = '' or trim(target) = ''"
        query = (
            f"select row, source, target, written as weight from ({rows}) "  # noqa: S608  names and paths are quoted
            f"where ({bad}) and coalesce({self._inside()}, false) order by row limit {LISTED}"
        )
        found = self.engine.execute(query).fetchnumpy()
        frame = pd.DataFrame({key: np.ma.filled(column) for key, column in found.items()}).set_index("row")
        return frame.astype("str")


def _mended(name: str) -> str:
    """Give text that came in byte by byte as what it was: UTF-8 where it is that, else Windows-1252."""
    data = name.encode("latin-1")
    for encoding in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return name
