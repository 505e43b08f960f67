"""Tie lists too large to hold: added up on disk by DuckDB, row by row never in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.read.diskfile import DiskFile, NotSimpleError, connection, in_utf8, large_file, literal, mended
from kiemen.read.quicksums import quick_sums

if TYPE_CHECKING:
    from pathlib import Path

    from kiemen.read.columns import Window
    from kiemen.read.rawtable import RawTable
    from kiemen.read.tiecolumns import TieColumns

# From this size a file is added up on disk; below it, the road in memory tells more about each cell.
LARGE = 4 << 20
# Rows that cannot be used are listed one by one up to this many; the rest is counted.
LISTED = 100_000
# NaN and infinity are above every bound in DuckDB.
FINITE = "between 5e-324 and 1.7976931348623157e308"


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
    return large_file(data, LARGE)


def sum_up(head: RawTable, path: Path, parts: TieColumns, days: Window) -> Sums:
    """Add up the ties of a large file.

    Raises `NotSimpleError` when rows have different numbers of cells, quotes do not close, or numbers and dates are
    written in forms that only the other road reads.
    """
    encoding = str(head.settings.get("encoding", "utf-8"))
    if head.kind != "parquet" and not head.settings.get("header_row"):
        raise NotSimpleError
    quick = quick_sums(head, path, parts)
    if quick is not None:
        names, pairs = quick
        none = pd.DataFrame(columns=["source", "target", "weight"], dtype="str")
        return Sums(names, pairs, int(pairs["rows"].sum()), none, 0, 0)
    import duckdb

    with in_utf8(path, encoding) as readable, connection() as engine:
        latin = head.kind != "parquet" and not encoding.startswith("utf-")
        try:
            try:
                return _summed(engine, head, readable, parts, days, latin=latin)
            except duckdb.InvalidInputException as error:
                if "unicode" not in str(error).lower() and "utf-8" not in str(error).lower():
                    raise
                return _summed(engine, head, readable, parts, days, latin=True)
        except duckdb.Error:
            raise NotSimpleError from None


def _summed(engine: Any, head: RawTable, path: Path, parts: TieColumns, days: Window, *, latin: bool) -> Sums:
    import duckdb

    try:
        return _Query(DiskFile(engine, head, path, latin=latin), parts, days).run()
    except duckdb.ConversionException:
        # A column of which only the numbers are asked is read as numbers at once, and stops at a cell that is none.
        return _Query(DiskFile(engine, head, path, latin=latin, cell_by_cell=True), parts, days).run()


def _of_used(names: list[str], there: pd.DataFrame, pairs: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Leave out names that stand only in rows without a weight; somebody alone in a row is `there`."""
    met = np.zeros(len(names), dtype=np.bool_)
    for end in ("source", "target"):
        met[there[end].to_numpy()] = True
    if met.all():
        return names, pairs
    place = np.cumsum(met) - 1
    ends = {end: place[pairs[end].to_numpy()] for end in ("source", "target")}
    return [name for name, there in zip(names, met, strict=True) if there], pairs.assign(**ends)


class _Query:
    """The questions put to DuckDB about one file."""

    def __init__(self, file: DiskFile, parts: TieColumns, days: Window) -> None:
        self.file, self.engine, self.scan, self.parts, self.days = file, file.engine, file.scan, parts, days
        self.columns = {"source": file.text(parts.source), "target": file.text(parts.target)}
        self.columns |= {key: file.text(c) for key in ("relation", "wave") if (c := getattr(parts, key)) is not None}
        self.weight = file.number(parts.weight) if parts.weight else None
        self.time, self.date_rule = None, ""
        if parts.time:
            self.time, self.date_rule = file.moment(parts.time, file.text(parts.time), file.scan)

    def _inside(self) -> str:
        window, bounds = self.days, []
        if window.first is not None:
            bounds.append(f"m >= timestamp {literal(window.first)}")
        if window.last is not None:
            bounds.append(f"m < timestamp {literal(window.last + np.timedelta64(1, 'D'))}")
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
        names = [mended(str(name)) if self.file.latin else str(name) for name in unique]
        n_rows, n_outside = int(found["n"].sum()), int(found["outside"].sum()) if "outside" in found else 0
        pairs = pd.DataFrame({"source": codes[:half], "target": codes[half:]} | found)
        blank = [at for at, name in enumerate(names) if not name.strip()]
        wrong = pairs["source"].isin(blank) | pairs["target"].isin(blank) if blank else np.zeros(half, dtype=bool)
        used = pairs[~np.asarray(wrong) & (pairs["rows"].to_numpy() > 0)]
        n_unused = n_rows - n_outside - int(used["rows"].sum())
        unused = self._unused() if n_unused else pd.DataFrame(columns=["source", "target", "weight"], dtype="str")
        names, used = _of_used(names, pairs[pairs["rows"].to_numpy() > 0], used.reset_index(drop=True))
        return Sums(names, used, n_rows, unused, n_unused, n_outside, self.date_rule)

    def _unused(self) -> pd.DataFrame:
        """List the rows that cannot be used, as they are written."""
        written = f"coalesce({self.file.column(self.parts.weight)}::varchar, '')" if self.parts.weight else "''"
        above = int(self.file.head.settings.get("header_row", 1))
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
