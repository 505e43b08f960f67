"""Columns of numbers: one decimal sign for the whole column, never a guess per cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.rawtable import RawTable

COMMA, POINT = "decimal comma", "decimal point"

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]+")
_PLAIN = r"[+-]?\d+"
_WITH_POINT = re.compile(r"[+-]?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?(?:(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(_PLAIN, re.ASCII)
_PERCENT = re.compile(r"(?<=\d)%$")


@dataclass(frozen=True)
class Numbers:
    """A column read as numbers.

    `floats` are floats, NaN where blank or not a number; `rule` is the decimal sign taken; `wrong` marks cells that
    hold something that is no finite number under that rule; `ambiguous` marks cells whose value hangs on the rule
    while nothing in the column decides it; `percent` marks percentages, which are shares of one as in a spreadsheet.
    """

    floats: pd.Series[float]
    rule: str
    wrong: pd.Series[bool]
    ambiguous: pd.Series[bool]
    percent: pd.Series[bool]


def typed_source(table: RawTable) -> bool:
    """Say whether numbers came as numbers, which are always written here with a decimal point."""
    return table.kind in {"xlsx", "parquet", "json", "frame"}


def read_numbers(values: pd.Series[str], *, decimal: str | None = None, prefers: str = POINT) -> Numbers:
    """Read a text column as numbers.

    `decimal` states the sign ("," or "."); `prefers` is the rule to take when no cell decides: the decimal comma in a
    file parted by semicolons, the point elsewhere.
    """
    texts, where = _distinct(values)
    squeezed = [_BLANKS.sub("", text) for text in texts]
    shares = np.array([_PERCENT.search(text) is not None for text in squeezed], dtype=bool)
    squeezed = [_PERCENT.sub("", text) for text in squeezed] if shares.any() else squeezed
    points = np.array([bool(_WITH_POINT.fullmatch(text)) for text in squeezed], dtype=bool)
    commas = np.array([bool(_WITH_COMMA.fullmatch(text)) for text in squeezed], dtype=bool)
    whole = np.array([bool(_WHOLE.fullmatch(text)) for text in squeezed], dtype=bool)
    counts = np.bincount(where, minlength=len(texts))
    only_point, only_comma = counts[points & ~commas].sum(), counts[commas & ~points].sum()
    if decimal is not None:
        rule = COMMA if decimal == "," else POINT
    elif only_point == only_comma:
        rule = prefers
    else:
        rule = COMMA if only_comma > only_point else POINT
    good = commas if rule == COMMA else points
    made = np.array(
        [_value(text, rule) if ok else np.nan for text, ok in zip(squeezed, good, strict=True)], dtype=float
    )
    made[~np.isfinite(made)] = np.nan
    made[shares] /= 100
    filled = np.array([bool(text) for text in squeezed], dtype=bool)
    undecided = decimal is None and only_point == 0 and only_comma == 0
    hanging = points & commas & ~whole & filled if undecided else np.zeros(len(texts), dtype=bool)
    return Numbers(
        pd.Series(made[where], index=values.index, dtype="float64"),
        rule,
        pd.Series((filled & np.isnan(made))[where], index=values.index, dtype=bool),
        pd.Series(hanging[where], index=values.index, dtype=bool),
        pd.Series((shares & np.isfinite(made))[where], index=values.index, dtype=bool),
    )


def _distinct(values: pd.Series[str]) -> tuple[Sequence[str], np.ndarray]:
    codes, unique = pd.factorize(values)
    return [str(text) for text in unique], codes


def _value(text: str, rule: str) -> float:
    if not text:
        return np.nan
    plain = text.replace(".", "").replace(",", ".") if rule == COMMA else text.replace(",", "")
    return float(plain)


def preferred_rule(table: RawTable) -> str:
    """Give the decimal sign to take for a column that does not decide it itself."""
    return COMMA if table.settings.get("separator") == "semicolon" and not typed_source(table) else POINT
