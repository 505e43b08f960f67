"""A saved Network: a zip of CSV tables with a JSON description, or the tables as a folder or workbook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._files import FORMULA_START
from kiemen.errors import FileFormatError, InputError
from kiemen.network import Network
from kiemen.read.archives import open_archive, read_member
from kiemen.read.tables import file_path, read_table
from kiemen.read.workbooks import sheet_titles
from kiemen.schema import TABLES

if TYPE_CHECKING:
    import os
    import zipfile

    from kiemen.read.rawtable import RawTable

FORMAT, VERSION = "kiemen network", 1
DESCRIPTION = "network.json"
# The sheet or file that tells what kind every column of the other tables is.
COLUMNS = "columns"
UNPACKED_LIMIT = 1 << 32
DESCRIPTION_LIMIT = 1 << 20


def read_network(path: str | os.PathLike[str]) -> Network:
    """Read a Network that was saved with `write_network` or `write_tables`.

    Answers: "Can I go on where I left off?" Tables that were written for a spreadsheet may have been edited there.

    Parameters
    ----------
    path
        Zip of `write_network`, or the folder or workbook of `write_tables`.

    Returns
    -------
    Network
        The same people, ties, answers and ledger.

    Raises
    ------
    FileFormatError
        If this is no such file, was written by a later version, is damaged, or unpacks to more than four GiB.
    InputError
        If the tables contradict each other; one error lists all faults.

    Notes
    -----
    Nothing in the file is run; parts with other names than the tables are refused. Cost: linear in the file.

    Examples
    --------
    >>> import tempfile, networkx as nx
    >>> from kiemen import Network, read_network, write_network
    >>> network = Network.from_networkx(nx.path_graph(3))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_network(network, f"{folder}/saved.zip", audience="analyst")
    ...     read_network(path).fingerprint == network.fingerprint
    True
    """
    try:
        source = Path(path)
    except TypeError as error:
        raise InputError(f"A saved network is the path of a file or folder, not {type(path).__name__}.") from error
    if source.is_dir():
        return _from_folder(source)
    found = file_path(source)
    if found is not None and found.suffix.lower() == ".xlsx":
        return _from_workbook(found)
    with open_archive(source, UNPACKED_LIMIT) as archive:
        return _from_zip(archive, source.name)


def _from_zip(archive: zipfile.ZipFile, where: str) -> Network:
    members = {info.filename: info for info in archive.infolist()}
    if DESCRIPTION not in members or members[DESCRIPTION].file_size > DESCRIPTION_LIMIT:
        raise FileFormatError(f"{where}: this is no saved network; it has no {DESCRIPTION!r}.")
    description = _description(read_member(archive, DESCRIPTION, where), where)
    strange = sorted(set(members) - {DESCRIPTION} - {f"{name}.csv" for name in TABLES})
    if strange:
        raise FileFormatError(f"{where}: the archive holds a part that is no table of a network: {strange[0]!r}.")
    frames = {}
    for name in TABLES:
        if f"{name}.csv" in members:
            texts = _csv(read_member(archive, f"{name}.csv", where), f"{where}: {name}")
            frames[name] = typed_frame(name, texts, description["kinds"].get(name, {}), where)
    return Network.from_frames(**frames)


def _description(data: bytes, where: str) -> dict[str, Any]:
    try:
        content = json.loads(data.decode("utf-8"))
        version, kinds = int(content["version"]), content["kinds"]
        ours = content["format"] == FORMAT and all(isinstance(k, dict) for k in kinds.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        ours, version = False, 0
    if not ours:
        raise FileFormatError(f"{where}: this is no saved network; {DESCRIPTION!r} does not describe one.")
    if version > VERSION:
        raise FileFormatError(
            f"{where}: this was saved by a later version of kiemen (format {version}); upgrade kiemen."
        )
    return content  # type: ignore[no-any-return]


def _csv(data: bytes, where: str) -> pd.DataFrame:
    try:
        texts = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False, na_filter=False, encoding="utf-8")
        return texts.map(unguarded)
    except (ValueError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise FileFormatError(f"{where}: the table is damaged; save the network again.") from None


def typed_frame(name: str, texts: pd.DataFrame, kinds: dict[str, Any], where: str) -> pd.DataFrame:
    """Give a table of plain text with the types it was saved with; blank is unknown."""
    made = {}
    for column in texts.columns:
        values = texts[column]
        kind = str(kinds.get(str(column), "text"))
        try:
            made[str(column)] = _typed(values, kind)
        except (ValueError, TypeError, OverflowError):
            raise FileFormatError(
                f"{where}: table {name!r}, column {str(column)!r}: not every value is a {kind}."
            ) from None
    return pd.DataFrame(made)


def _typed(values: pd.Series[str], kind: str) -> pd.Series[Any]:
    blank = values == ""
    if kind == "number":
        return values.where(~blank, "nan").astype(object).astype("float64")
    if kind == "whole":
        return values.astype("int64")
    if kind == "date":
        return pd.to_datetime(values.where(~blank, None), format="ISO8601").astype("datetime64[s]")
    if kind == "flag":
        words = values.str.lower().map({"true": True, "false": False})
        if words[~blank].isna().any():
            raise ValueError(kind)
        return words.astype("bool") if not blank.any() else words
    return values


def guarded(value: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run, and before what would look like such a guard."""
    start = value.lstrip(" \u00a0\u200b\ufeff").lstrip("'")[:1]
    return f"'{value}" if start and start in FORMULA_START else value


def unguarded(value: str) -> str:
    """Take away the apostrophe that `guarded` put there."""
    return value[1:] if value.startswith("'") and guarded(value[1:]) == value else value


def kinds_of(frame: pd.DataFrame) -> dict[str, str]:
    """Give the kind of every column: text, number, whole, date or flag."""
    made = {}
    for column, dtype in frame.dtypes.items():
        if pd.api.types.is_bool_dtype(dtype):
            kind = "flag"
        elif pd.api.types.is_datetime64_any_dtype(dtype):
            kind = "date"
        elif pd.api.types.is_integer_dtype(dtype):
            kind = "whole"
        else:
            kind = "number" if pd.api.types.is_float_dtype(dtype) else "text"
        made[str(column)] = kind
    return made


def _from_folder(folder: Path) -> Network:
    files = {name: folder / f"{name}.csv" for name in [COLUMNS, *TABLES]}
    tables = {name: read_table(path, header=1, as_written=True) for name, path in files.items() if path.is_file()}
    return _from_tables(tables, str(folder))


def _from_workbook(path: Path) -> Network:
    titles = sheet_titles(path)
    tables = {
        name: read_table(path, sheet=name, header=1, as_written=True) for name in [COLUMNS, *TABLES] if name in titles
    }
    return _from_tables(tables, path.name)


def _from_tables(tables: dict[str, RawTable], where: str) -> Network:
    listed = tables.pop(COLUMNS, None)
    if not tables or listed is None or not {"table", "column", "kind"} <= set(listed.frame.columns):
        raise FileFormatError(f"{where}: these are no tables of a network; it needs people, ties, ... and {COLUMNS!r}.")
    kinds: dict[str, dict[str, str]] = {}
    for table, column, kind in listed.frame[["table", "column", "kind"]].itertuples(index=False):
        kinds.setdefault(str(table), {})[str(column)] = str(kind)
    frames = {}
    for name, table in tables.items():
        spreadsheet = table.frame.reset_index(drop=True)
        if table.settings.get("separator") == "semicolon":
            for column, kind in kinds.get(name, {}).items():
                if kind == "number" and column in spreadsheet:
                    spreadsheet[column] = spreadsheet[column].str.replace(",", ".", regex=False)
        if table.kind == "csv":
            spreadsheet = spreadsheet.map(unguarded)
        frames[name] = typed_frame(name, spreadsheet, kinds.get(name, {}), where)
    return Network.from_frames(**frames)
