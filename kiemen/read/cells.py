"""One value of a typed source (a spreadsheet, a frame, JSON) to the text a person would read in it."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import numpy as np

# What names somebody in an object of JSON, the first that is filled; deeper floors are written as they are.
ADDRESSES = ("address", "email", "mail", "emailaddress", "userprincipalname", "upn")
NAMES = ("name", "displayname", "display_name", "fullname", "label", "title", "value", "id")
DEEPEST = 6


def cell_text(value: Any, depth: int = 0) -> str:
    """Give a value as text: whole numbers without a decimal point, dates in ISO order, nothing as ""."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | np.bool_):
        return "" if value is None else str(bool(value)).lower()
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _float_text(float(value))
    if isinstance(value, list | tuple | set | np.ndarray | dict):
        return _inner_text(value, depth)
    return _other_text(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _other_text(value: Any) -> str:
    # NaT and its like differ from themselves, and pandas' own NA says neither yes nor no.
    if type(value).__name__ == "NAType" or value != value:  # noqa: PLR0124
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
    return str(value)


def _inner_text(value: Any, depth: int) -> str:
    """Give a list as its parts, and an object as "An de Wit <an@x.nl>", its name or address, or all that is in it."""
    if depth >= DEEPEST:
        return json.dumps(value, ensure_ascii=False, skipkeys=True, default=str)
    if not isinstance(value, dict):
        parts = sorted(value, key=str) if isinstance(value, set) else value
        return "; ".join(cell_text(part, depth + 1) for part in parts)
    inside = {str(key).casefold(): cell_text(part, depth + 1) for key, part in value.items()}
    address, name = (next((inside[key] for key in keys if inside.get(key)), "") for keys in (ADDRESSES, NAMES))
    if address and name and "<" not in address:
        return f"{name} <{address}>"
    return address or name or json.dumps(value, ensure_ascii=False, skipkeys=True, default=str)


def _datetime_text(value: dt.datetime) -> str:
    if value.microsecond >= 500_000:
        # Spreadsheets keep a day as a fraction, which lands a hair before the second that was meant.
        value = value.replace(microsecond=0) + dt.timedelta(seconds=1)
    value = value.replace(microsecond=0)
    midnight = not (value.hour or value.minute or value.second) and value.tzinfo is None
    return value.date().isoformat() if midnight else value.isoformat(sep=" ")
