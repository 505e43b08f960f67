"""How the cells of a table are written, alike on a page and in a terminal: shares, chances, gains and decimals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kiemen._display import show_value
from kiemen._files import plain_value
from kiemen.i18n import number
from kiemen.report.content import SMALLEST_CHANCE, SMALLEST_GAIN

if TYPE_CHECKING:
    import pandas as pd

    from kiemen.report.content import Sheet


def is_number_column(column: pd.Series) -> bool:
    """Say whether a column is set flush right and sorted by size."""
    return column.dtype.kind in "iuf"


def says_something(column: pd.Series) -> bool:
    """Say whether any row of a column holds anything."""
    return any(plain_value(value) not in {None, ""} for value in column)


def way_of(sheet: Sheet, column: pd.Series) -> tuple[str, int]:
    """Give how a column is written, with its decimals: "%" share, "p" chance, "g" gain, "code", "n" number, "" text."""
    digits = _digits(column)
    if sheet.key == "forecast" and column.dtype.kind == "f":
        # All of it is people, so that columns are read beside each other.
        alike = [name for name in sheet.frame.columns if sheet.frame[name].dtype.kind == "f"]
        digits = _digits(sheet.frame[alike].astype(float).melt()["value"])
    for kind, names in (("%", sheet.percent), ("p", sheet.chances), ("g", sheet.gains), ("code", sheet.code)):
        if str(column.name) in names:
            return kind, digits
    return "n" if is_number_column(column) else "", digits


def _digits(column: pd.Series) -> int:
    """Give the decimals of a column, the same in every row to compare them: about three digits of the largest."""
    if column.dtype.kind != "f":
        return 0
    known = [abs(value) for value in column.astype(float) if math.isfinite(value)]
    if not known or all(value.is_integer() for value in known):
        return 0
    return next((digits for least, digits in ((1000, 0), (10, 1), (1, 2)) if max(known) >= least), 3)


def written_cell(value: Any, way: tuple[str, int], language: str) -> dict[str, Any]:
    """Give a cell as text, code, a number, a chance or a share, with the value that it is sorted by."""
    kind, digits = way
    shown = show_value(value, language)
    if kind in {"", "code"}:
        if isinstance(value, (list, tuple)):
            shown = ", ".join(map(str, value))
        return {"text": shown if plain_value(value) is not None else "–", "number": False, "code": bool(kind)}
    known = plain_value(value) is not None
    if known and math.isfinite(float(value)):
        shown = _written(float(value), kind, language, digits)
    return {"text": shown, "number": True, "value": repr(float(value)) if known else ""}


def _written(value: float, kind: str, language: str, digits: int) -> str:
    if kind == "%":
        return f"{number(100 * value, 0, language)}%"
    if kind == "p":
        return f"< {number(SMALLEST_CHANCE, 3, language)}" if value < SMALLEST_CHANCE else number(value, 3, language)
    if kind == "g" and 0 < value < SMALLEST_GAIN:
        return f"< {number(SMALLEST_GAIN, 2, language)}"
    return number(value, digits, language)
