"""The quick road for a large and plain tie list, where polars is installed: whole weights, no blank, nothing else."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.read.delimited import NAMES
from kiemen.read.numbers import COMMA, preferred_rule, read_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from kiemen.read.rawtable import RawTable
    from kiemen.read.tiecolumns import TieColumns

# Beyond this size the pairs may not fit in memory; DuckDB keeps to a bound and uses the disk.
LARGEST = 1 << 28
# A second sum costs a quarter of the time, so one number holds both: a ROW for every row, and below it the weights. Of
# pairs of fewer than 2^16 rows (which MOST sees to), each no heavier than HEAVIEST, the weights stay below a ROW.
ROW, HEAVIEST, MOST = float(1 << 36), float(1 << 20), float(1 << 52)


def has_polars() -> bool:
    """Say whether polars is installed."""
    return importlib.util.find_spec("polars") is not None


def quick_sums(head: RawTable, path: Path, parts: TieColumns) -> tuple[list[str], pd.DataFrame] | None:
    """Give the names and the pairs with their weights added up, None when the file asks for a road that tells more.

    Sums of whole numbers are the same in any order and on any number of threads; other weights, blanks and cells that
    are no number go the other road, which lists them.
    """
    if not (has_polars() and _is_plain(head, path, parts)):
        return None
    import polars as pl

    try:
        # Piece by piece, which not every version does unasked: half the memory of all rows at once, and less work.
        found = _query(pl, head, path, parts).collect(engine="streaming")
    except (pl.exceptions.PolarsError, TypeError, ValueError):  # the last two where polars has no such engine yet
        return None
    packed = found["packed"].to_numpy()
    if not len(packed) or not packed.max() < MOST:
        return None
    rows = packed // ROW
    words = pl.concat([found["source"], found["target"]])
    if words.null_count():
        return None
    names = words.unique().sort()
    if not len(names) or not names[0].strip() or names.str.strip_chars().eq("").any():
        return None
    # Both at once: each column is coded on a thread of its own.
    coded = found.select(pl.col("source", "target").cast(pl.Enum(names)).to_physical().cast(pl.Int32))
    pairs = pd.DataFrame(
        {
            "source": coded["source"].to_numpy(),
            "target": coded["target"].to_numpy(),
            "weight": rows if parts.weight is None else packed - rows * ROW,
            "rows": rows.astype(np.int64),
        },
        copy=False,
    )
    return names.to_list(), pairs


def _is_plain(head: RawTable, path: Path, parts: TieColumns) -> bool:
    if head.kind == "parquet" or parts.time or parts.relation or parts.wave or path.stat().st_size > LARGEST:
        return False
    if parts.weight is not None:
        rule = read_numbers(head.frame[parts.weight], decimal=head.decimal, prefers=preferred_rule(head)).rule
        if rule == COMMA and head.frame[parts.weight].str.contains("[.,]", regex=True).any():
            return False
    return str(head.settings.get("encoding", "")).startswith("utf-8")


def _query(pl: Any, head: RawTable, path: Path, parts: TieColumns) -> Any:
    signs = {name: sign for sign, name in NAMES.items()}
    separator = str(head.settings["separator"])
    columns = list(head.frame.columns)
    schema = {f"c{at}": pl.String for at in range(len(columns))}
    if parts.weight is not None:
        schema[f"c{columns.index(parts.weight)}"] = pl.Float64
    rows = pl.scan_csv(
        path,
        separator=signs.get(separator, separator),
        has_header=False,
        skip_rows=int(head.settings["header_row"]),
        schema=schema,
        glob=False,
    )
    chosen = {"source": pl.col(f"c{columns.index(parts.source)}"), "target": pl.col(f"c{columns.index(parts.target)}")}
    if parts.weight is None:
        return rows.select(**chosen).group_by("source", "target").agg(packed=pl.len().cast(pl.Float64) * ROW)
    w = pl.col(f"c{columns.index(parts.weight)}")
    # One odd weight or blank makes a sum without end.
    sound = pl.when((w > 0) & (w <= HEAVIEST) & (w == w.floor())).then(w + ROW).otherwise(float("inf"))
    return rows.select(**chosen, w=sound).group_by("source", "target").agg(packed=pl.col("w").sum())
