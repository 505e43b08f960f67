"""Frames that are already in memory (pandas, polars, Arrow, records), Parquet and JSON, as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import FileFormatError, InputError, MissingPackageError
from kiemen.read.cells import cell_text
from kiemen.read.headers import REPEATED, tidy_name
from kiemen.read.rawtable import Note, RawTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def is_frame(source: Any) -> bool:
    """Say whether `source` is a table in memory."""
    return isinstance(source, pd.DataFrame | list | dict) or _converter(source) is not None


def _converter(source: Any) -> Callable[[], Any] | None:
    """Find the method by which other libraries hand over plain columns, without importing them."""
    module = type(source).__module__.partition(".")[0]
    if module == "polars":
        collected = source.collect() if hasattr(source, "collect") else source
        return lambda: collected.to_dict(as_series=False)
    if module == "pyarrow" and hasattr(source, "to_pydict"):
        return lambda: _arrow_columns(source)
    if module in {"duckdb", "_duckdb"} and hasattr(source, "df"):
        return source.df  # type: ignore[no-any-return]
    if module == "narwhals" and hasattr(source, "to_native"):
        return source.to_native  # type: ignore[no-any-return]
    return None


def _arrow_columns(table: Any) -> pd.DataFrame:
    """Arrow tables may repeat a column name, which a dictionary would lose."""
    columns = [pd.Series(column.to_pylist(), dtype=object) for column in table.columns]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = pd.Index(list(table.schema.names))
    return frame


def as_pandas(source: Any) -> pd.DataFrame:
    """Give any frame as a pandas frame with the values as they are."""
    if isinstance(source, pd.DataFrame):
        return source
    convert = _converter(source)
    if convert is not None:
        handed = convert()
        if is_frame(handed) and not isinstance(handed, dict):
            return as_pandas(handed)
        source = handed
    try:
        if isinstance(source, dict):
            return pd.DataFrame({key: pd.Series(list(value), dtype=object) for key, value in source.items()})
        return pd.DataFrame.from_records([dict(record) for record in source]).astype(object)
    except (TypeError, ValueError, AttributeError):
        raise InputError("A table in memory must be a frame, a list of records or a dict of columns.") from None


def from_frame(source: Any, name: str, kind: str = "frame", file: str = "") -> RawTable:
    """Give a frame as text cells; the first row of data is row 2, as it would be in a spreadsheet."""
    frame = as_pandas(source)
    notes: list[Note] = []
    index_names = [n for n in frame.index.names if n is not None]
    if index_names and not set(index_names) & set(frame.columns):
        frame = frame.reset_index()
    names: list[str] = []
    seen: dict[str, int] = {}
    for position, label in enumerate(frame.columns, start=1):
        column = _column_label(label)
        column = column or f"column {position}"
        seen[column] = seen.get(column, 0) + 1
        if seen[column] > 1:
            column = f"{column} ({seen[column]})"
            notes.append(Note(1, "changed", REPEATED, column=column))
        names.append(column)
    rows = pd.RangeIndex(2, len(frame) + 2, name="row")
    texts = {column: text_column(frame.iloc[:, at]).set_axis(rows) for at, column in enumerate(names)}
    as_text = pd.DataFrame(texts, index=rows, columns=pd.Index(names), dtype="str")
    return RawTable(as_text, name, file=file, kind=kind, settings={"header_row": 1}, notes=tuple(notes))


def _column_label(label: Any) -> str:
    """Give a label as text; the levels of a pandas column index are joined."""
    return tidy_name(" ".join(map(cell_text, label)) if isinstance(label, tuple) else cell_text(label))


def text_column(values: pd.Series) -> pd.Series:
    """Give one typed column as text, by one rule for the whole column."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    if pd.api.types.is_string_dtype(values.dtype) and not pd.api.types.is_object_dtype(values.dtype):
        return values.astype("str").fillna("")
    if pd.api.types.is_integer_dtype(values.dtype) and not values.hasnans:
        return values.astype("str")
    return pd.Series([cell_text(value) for value in values.to_numpy(dtype=object)], dtype="str", index=values.index)


def from_parquet(path: Path, name: str) -> RawTable:
    """Read a Parquet file; needs pyarrow."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise MissingPackageError("To read Parquet files, install pyarrow: pip install pyarrow.") from None
    try:
        table = parquet.read_table(str(path))
    except Exception:  # noqa: BLE001  the file may be anything; whatever its reader trips over is a broken file
        raise FileFormatError(f"{path.name}: this is not a complete Parquet file; export it again.") from None
    return from_frame(table, name, kind="parquet", file=path.name)


def from_json(text: str, path: Path, name: str) -> RawTable:
    """Read JSON: a list of records, a dict of columns, one of these under a single key, or one record per line."""
    records = records_of(load_json(text, path.name), path.name)
    return from_frame(records, name, kind="json", file=path.name)


def load_json(text: str, where: str) -> Any:
    """Give the content of a JSON file, or of one with a record per line."""
    try:
        return json.loads(text)
    except RecursionError:
        raise FileFormatError(f"{where}: the JSON is nested too deeply to be a table.") from None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{"):
            try:
                return [json.loads(line) for line in lines]
            except (ValueError, RecursionError):
                pass
        line = getattr(error, "lineno", 1)
        raise FileFormatError(f"{where}: this is not valid JSON (line {line}).") from None


def records_of(content: Any, where: str) -> list[dict[str, Any]]:
    """Find the records in JSON content."""
    if isinstance(content, dict):
        if {"nodes", "links"} <= set(content) or {"nodes", "edges"} <= set(content):
            raise FileFormatError(f"{where}: this is a graph (nodes and links); read it with read_graph.")
        tables = [value for value in content.values() if isinstance(value, list)]
        if len(content) > 1 and len(tables) == len(content) and len({len(value) for value in tables}) == 1:
            return [dict(zip(content, values, strict=True)) for values in zip(*tables, strict=True)]
        lists = [value for value in tables if value and all(isinstance(part, dict) for part in value)]
        if len(lists) == 1:
            content = lists[0]
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return content
    raise FileFormatError(f"{where}: the JSON holds no list of records; a table is [{{...}}, {{...}}].")
