"""The tables a Network holds: their columns, types, defaults and canonical order.

`tidy` turns a caller's frame into such a table without touching the original and gathers every fault it meets.
"""

from __future__ import annotations

import numbers
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from kiemen._checks import check_type, did_you_mean
from kiemen._letters import AS_BLANK, AS_NOTHING
from kiemen.errors import Faults
from kiemen.i18n import mark

Kind = Literal["text", "number", "flag", "date"]

ANSWERED = ("answered", "partial")
RESPONSE_STATES = (*ANSWERED, "not answered", "not asked")
ITEM_KINDS = ("scale", "number", "text", "choice")
EVENT_KINDS = ("meeting", "action", "result", "impulse")
ADOPTION_STATES = ("adopted", "not adopted")
LEDGER_ACTIONS = (mark("set aside"), mark("changed"), mark("doubtful"))
# Who is called by signs that nobody sees has no name.
_UNSEEN = re.compile(rf"[\s{AS_NOTHING}{AS_BLANK}]*")


@dataclass(frozen=True)
class Column:
    """One column: its kind, the value of a blank, and the values allowed."""

    name: str
    kind: Kind = "text"
    default: Any = ""
    required: bool = False
    # Whether a column that is given must be filled: a weight that is missing may have been any number.
    filled: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its index (or none), its columns, the columns that order it, and whether more columns may follow."""

    name: str
    index: str | None
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ()
    open: bool = False


def _text(name: str, **more: Any) -> Column:
    return Column(name, "text", **more)


def _date(name: str) -> Column:
    return Column(name, "date", pd.NaT)


_PERSON = _text("person", required=True)
_ORIGIN = _text("origin")
_WAVE = _text("wave")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("people", "person", (_text("name"), Column("inside", "flag", True)), open=True),
        Table(
            "participation",
            None,
            (_PERSON, _WAVE, _text("status", required=True, choices=RESPONSE_STATES)),
            ("wave", "person"),
        ),
        Table("waves", "wave", (_date("date"), _text("label"))),
        Table("initiatives", "initiative", (_text("name"),), open=True),
        Table("relations", "relation", (Column("directed", "flag", True), Column("asked", "flag", False))),
        Table(
            "ties",
            None,
            (
                _text("source", required=True),
                _text("target", required=True),
                _text("relation", default="tie"),
                _WAVE,
                Column("weight", "number", 1.0, filled=True),
                _date("start"),
                _date("end"),
                _ORIGIN,
            ),
        ),
        Table(
            "memberships",
            None,
            (_PERSON, _text("initiative", required=True), _text("role"), _date("start"), _date("end"), _ORIGIN),
            ("person", "initiative", "role", "start", "end", "origin"),
        ),
        Table(
            "items",
            "item",
            (
                _text("label"),
                _text("scale"),
                Column("low", "number", np.nan),
                Column("high", "number", np.nan),
                Column("reversed", "flag", False),
                _text("kind", default="scale", choices=ITEM_KINDS),
            ),
        ),
        Table(
            "responses",
            None,
            (_PERSON, _WAVE, _text("item", required=True), Column("value", "number", np.nan), _text("text"), _ORIGIN),
            ("wave", "person", "item", "origin"),
        ),
        Table(
            "innovations",
            "innovation",
            (_text("label"), Column("first", "number", np.nan), Column("last", "number", np.nan)),
        ),
        Table(
            "adoptions",
            None,
            (
                _PERSON,
                _text("innovation", default="innovation"),
                _text("status", default="adopted", choices=ADOPTION_STATES),
                Column("time", "number", np.nan),
                _date("date"),
            ),
            ("innovation", "person"),
        ),
        Table(
            "events",
            None,
            (
                _text("event", required=True),
                _text("kind", default="meeting", choices=EVENT_KINDS),
                _date("date"),
                _text("person"),
                _text("initiative"),
                _text("note"),
            ),
            ("date", "event", "person", "initiative", "kind", "note"),
        ),
        Table(
            "ledger",
            None,
            (
                _text("source"),
                Column("row", "number", np.nan),
                _text("part", default="row", choices=("row", "cell")),
                _text("column"),
                _text("action", default="set aside", choices=LEDGER_ACTIONS),
                _text("reason"),
                _text("value"),
            ),
            ("source", "row", "column", "reason", "value"),
        ),
        Table(
            "sources",
            "source",
            (
                _text("file"),
                _text("kind"),
                Column("rows_read", "number", 0.0),
                Column("rows_used", "number", 0.0),
                Column("rows_set_aside", "number", 0.0),
                _text("settings"),
            ),
        ),
        Table(
            "assumptions",
            None,
            (_text("source"), _text("subject"), _text("choice")),
            ("source", "subject", "choice"),
        ),
    )
}


def as_text(values: pd.Series[Any], default: str = "") -> pd.Series[Any]:
    """Give values as trimmed NFC text; whole floats lose their ``.0`` and missing values become `default`."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    if pd.api.types.is_float_dtype(values.dtype):
        numbers = values.to_numpy(dtype="float64", na_value=np.nan)
        whole = np.isfinite(numbers) & (numbers == np.floor(numbers)) & (np.abs(numbers) < 2**53)
        if whole[np.isfinite(numbers)].all():
            values = pd.Series(numbers, index=values.index).astype("Int64")
    codes, unique = pd.factorize(values)
    words = np.asarray(unique, dtype=object).tolist()
    # Most ids are plain text: then there is nothing to compose.
    try:
        joined = "".join(words)
    except TypeError:
        joined = "\N{NO-BREAK SPACE}"
    bare = joined.isascii() and len(joined.split(None, 1)) <= 1 and joined.strip() == joined
    if bare and isinstance(values.dtype, pd.StringDtype) and not (codes < 0).any():
        return values.astype("str")
    if not bare:
        words = [word.strip() if joined.isascii() else word_as_text(word) for word in words]
    cleaned = np.array([*words, default], dtype=object)
    return pd.Series(cleaned[codes], index=values.index, dtype="str")


def word_as_text(word: object) -> str:
    """Give one value as `as_text` gives those of a column; text that nobody sees is blank."""
    if isinstance(word, numbers.Real) and not isinstance(word, numbers.Integral):
        number = float(word)
        word = int(number) if number.is_integer() and abs(number) < 2**53 else word
    clean = unicodedata.normalize("NFC", str(word)).strip()
    return "" if not clean.isascii() and _UNSEEN.fullmatch(clean) else clean


def tidy(name: str, frame: pd.DataFrame | None, faults: Faults) -> pd.DataFrame:
    """Give the table `name` made from `frame`: all columns, right types, canonical order; faults go to `faults`.

    A missing frame gives the empty table. Tables that are not open lose no column in silence: an unknown one is a
    fault.
    """
    table = TABLES[name]
    if frame is not None:
        check_type(f"table {name!r}", frame, pd.DataFrame)
    if frame is None or (not len(frame) and _same_form(frame, _empty(name))):
        return _empty(name).copy(deep=False)
    return _tidied(table, frame.copy(deep=False), faults)


@cache
def _empty(name: str) -> pd.DataFrame:
    """Give the table without rows, made once: most sources fill a few tables only."""
    return _tidied(TABLES[name], pd.DataFrame(), Faults(name))


def _same_form(frame: pd.DataFrame, empty: pd.DataFrame) -> bool:
    return frame.index.name == empty.index.name and list(frame.columns) == list(empty.columns)


def _tidied(table: Table, frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    name = table.name
    named = not isinstance(frame.index, pd.RangeIndex) and frame.index.name in {table.index, None}
    if table.index and isinstance(frame.index, pd.MultiIndex) and table.index not in frame.columns:
        faults.add(f"table {name!r} has an index of several columns; make columns of them with .reset_index()")
        return _empty(name).copy(deep=False)
    if table.index and named and table.index not in frame.columns:
        frame = frame.rename_axis(index=table.index).reset_index()
    index = [_text(table.index, required=True)] if table.index else []
    specified = [*index, *table.columns]
    known = [column.name for column in specified]
    frame = _single_values(name, frame, faults)
    for extra in frame.columns:
        if extra not in known and not table.open:
            faults.add(f"table {name!r} has no column {extra!r}.{did_you_mean(extra, known)}")
    made = {column.name: _tidy_column(column, name, frame, faults) for column in specified}
    if table.open:
        extras = pd.Series([str(extra) for extra in frame.columns])
        for extra in extras[extras.duplicated()].drop_duplicates():
            if extra not in known:
                faults.add(f"table {name!r} has the column {extra!r} more than once")
        made |= {extra: _attribute(frame.iloc[:, at]) for at, extra in enumerate(extras) if extra not in known}
    tidy_frame = pd.DataFrame(made, index=frame.index)
    if table.index:
        _check_index(tidy_frame[table.index], name, faults)
        ready = tidy_frame.set_index(table.index)
        if not ready.index.is_unique:
            ready = tidy_frame.drop_duplicates(table.index).set_index(table.index)
        return ready if ready.index.is_monotonic_increasing else ready.sort_index()
    order = list(table.order)
    ordered = tidy_frame.sort_values(order, kind="stable") if order else tidy_frame
    return ordered.reset_index(drop=True)


def _single_values(name: str, frame: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Give the frame without columns in which a cell holds a list, set or mapping, which are faults."""
    several = []
    for place, column in enumerate(frame.columns):
        values = frame.iloc[:, place]
        if values.dtype == object and pd.api.types.infer_dtype(values) == "mixed":
            wrong = values.map(lambda value: isinstance(value, (list, set, dict, np.ndarray))).to_numpy(bool)
            if wrong.any():
                message = f"table {name!r}: a cell holds several values; give one value a cell"
                faults.add(message, column=str(column), rows=frame.index[wrong])
                several.append(column)
    return frame.drop(columns=several) if several else frame


def _check_index(ids: pd.Series[Any], name: str, faults: Faults) -> None:
    if (ids == "").any():
        faults.add(f"table {name!r} has blank ids", column=str(ids.name), rows=ids.index[ids == ""])
    twice = ids[ids.duplicated() & (ids != "")]
    if len(twice):
        shown = ", ".join(repr(i) for i in twice.unique()[:5])
        faults.add(f"table {name!r} holds an id more than once: {shown}", column=str(ids.name))


def _attribute(values: pd.Series[Any]) -> pd.Series[Any]:
    """Keep an attribute's numbers, dates and flags as they are; everything else is text with NaN for blank."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        # The time on the clock where it was written, as in every other date.
        naive: pd.Series[Any] = values.dt.tz_localize(None)
        return naive
    if pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values
    words = as_text(values)
    return words.where(words != "", np.nan)


def _tidy_column(column: Column, table: str, frame: pd.DataFrame, faults: Faults) -> pd.Series[Any]:
    if column.name not in frame.columns:
        if column.required and len(frame.columns):
            faults.add(f"table {table!r} needs a column {column.name!r}.{did_you_mean(column.name, frame.columns)}")
        return _constant(column, frame.index)
    if list(frame.columns).count(column.name) > 1:
        faults.add(f"table {table!r} has the column {column.name!r} more than once")
        return _constant(column, frame.index)
    values = frame[column.name]
    made = _CONVERT[column.kind](column, values, faults, table)
    if column.choices:
        wrong = made[~made.isin(column.choices)]
        if len(wrong):
            faults.add(
                f"table {table!r}: {wrong.iloc[0]!r} is not one of {', '.join(column.choices)}",
                column=column.name,
                rows=wrong.index,
            )
    return made


def _constant(column: Column, index: pd.Index[Any]) -> pd.Series[Any]:
    dtype = {"text": "str", "number": "float64", "flag": "bool", "date": "datetime64[s]"}[column.kind]
    return pd.Series([column.default] * len(index), index=index, dtype=dtype)


def _to_text(column: Column, values: pd.Series[Any], faults: Faults, table: str) -> pd.Series[Any]:
    made = as_text(values, str(column.default))
    if column.default:
        made = made.where(made != "", column.default)
    if column.required and (made == "").any():
        faults.add(f"table {table!r} has blanks", column=column.name, rows=made.index[made == ""])
    return made


def _to_number(column: Column, values: pd.Series[Any], faults: Faults, table: str) -> pd.Series[Any]:
    made = pd.to_numeric(values, errors="coerce").astype("float64")
    wrong = made.isna() & values.notna()
    if wrong.any():
        wrong &= values.astype("str") != ""
    if wrong.any():
        faults.add(f"table {table!r}: not a number", column=column.name, rows=values.index[wrong])
    if column.filled and made.isna().any() and not wrong.any():
        message = f"table {table!r}: a {column.name} is missing; fill it in, or leave the row or the whole column out"
        faults.add(message, column=column.name, rows=values.index[made.isna()])
    if np.isinf(made).any():
        faults.add(f"table {table!r}: not a finite number", column=column.name, rows=values.index[np.isinf(made)])
    return made.fillna(column.default)


def _to_flag(column: Column, values: pd.Series[Any], faults: Faults, table: str) -> pd.Series[Any]:
    if pd.api.types.is_bool_dtype(values.dtype) and not values.isna().any():
        return values.astype("bool")
    meaning = {True: True, False: False, "true": True, "false": False, "1": True, "0": False}
    folded = values.map(lambda v: v.casefold() if isinstance(v, str) else v)
    made = folded.map(lambda v: column.default if _blank(v) else meaning.get(v))
    if made.isna().any():
        faults.add(f"table {table!r}: not true or false", column=column.name, rows=values.index[made.isna()])
    return made.map(lambda v: column.default if v is None else v).astype("bool")


def _blank(value: object) -> bool:
    return value is None or value is pd.NA or value == "" or (isinstance(value, float) and np.isnan(value))


def _to_date(column: Column, values: pd.Series[Any], faults: Faults, table: str) -> pd.Series[Any]:
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return values.astype("datetime64[s]")
    blank = values.isna() | (values.astype("str") == "")
    made = pd.to_datetime(values.where(~blank, None), errors="coerce", format="ISO8601")
    if getattr(made.dtype, "tz", None) is not None:
        made = made.dt.tz_localize(None)
    wrong = made.isna() & ~blank
    if wrong.any():
        faults.add(f"table {table!r}: not a date (use yyyy-mm-dd)", column=column.name, rows=values.index[wrong])
    return made.astype("datetime64[s]")


_CONVERT = {"text": _to_text, "number": _to_number, "flag": _to_flag, "date": _to_date}
