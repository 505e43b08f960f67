"""One value of a typed source (a spreadsheet, a frame, JSON) to the text a person would read in it."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np


def cell_text(value: Any) -> str:
    """Give a value as text: whole numbers without a decimal point, dates in ISO order, nothing as ""."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | np.bool_):
        return "" if value is None else str(bool(value)).lower()
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _float_text(float(value))
    return _other_text(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _other_text(value: Any) -> str:
    if value != value:  # noqa: PLR0124  NaT, NA-like values of other libraries: only they differ from themselves
        return ""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, dt.datetime):
        return _datetime_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple | set | np.ndarray):
        return "; ".join(cell_text(part) for part in (sorted(value, key=str) if isinstance(value, set) else value))
    return str(value)


def _datetime_text(value: dt.datetime) -> str:
    if value.microsecond >= 500_000:
        # Spreadsheets keep a day as a fraction, which lands a hair before the second that was meant.
        value = value.replace(microsecond=0) + dt.timedelta(seconds=1)
    value = value.replace(microsecond=0)
    midnight = not (value.hour or value.minute or value.second) and value.tzinfo is None
    return value.date().isoformat() if midnight else value.isoformat(sep=" ")
