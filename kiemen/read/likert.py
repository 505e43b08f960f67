"""Answers on a scale as numbers: from numbers, Dutch or English words, or answer codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.read.answerwords import wording_of
from kiemen.read.frequency import phrase
from kiemen.read.nothing import says_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

OUT_OF_RANGE = mark("the answer lies outside the scale and was not used")
# A column of these alone is one of yes and no.
TRUE_OR_FALSE = frozenset({"waar", "onwaar", "niet waar", "true", "false", "not true", "untrue"})
NO_SCALE_ANSWER = mark("this is no answer on the scale and was not used")

_CODE = re.compile(r"(?:ao|a|l|sq|opt|c)0*(\d{1,2})")
_LEADING = re.compile(r"(-?\d{1,3})\s*(?:[-–=:.)(]|\s)\s*[^\d\s].*")
_TRAILING = re.compile(r"[^\d]+[(\[]\s*(-?\d{1,3})\s*[)\]]")
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,4})?")


@dataclass(frozen=True)
class Likert:
    """A column of answers as numbers: `answers` NaN where blank; what was in the cells that are no answer."""

    answers: pd.Series[float]
    outside: pd.Series[bool]
    unknown: pd.Series[bool]
    how: str


def read_likert(cells: pd.Series[str], low: float, high: float, together: Sequence[str] = ()) -> Likert:
    """Read one column of answers on a scale from `low` to `high`.

    `together` are the answers to all items of the scale: one word means the same in every item.
    """
    codes, unique = pd.factorize(cells)
    texts = [str(text).strip() for text in unique]
    filled = [text for text in texts if text and not says_nothing(text)]
    numbers, answer_codes = _as_numbers(filled), _as_codes(filled, low)
    worded = [text for text in filled if text not in numbers and text not in answer_codes]
    heard = [text.strip() for text in together if not says_nothing(text)] or worded
    ways = (numbers, answer_codes, _as_words(worded, low, high, heard))
    sizes = [len(way) for way in ways]
    best = max(range(len(ways)), key=lambda place: (sizes[place], -place))
    known = ways[best]
    # Numbers with a word at one end ("1 helemaal mee oneens") and plain words may stand in one column.
    for way in ways:
        known = {**way, **known}
    values = np.array([known.get(text, np.nan) for text in texts], dtype=float)
    outside = np.array([bool(v < low or v > high) for v in values], dtype=bool)
    unknown = np.array([text in filled and text not in known for text in texts], dtype=bool)
    values[outside] = np.nan
    return Likert(
        pd.Series(values[codes], index=cells.index, dtype="float64"),
        pd.Series(outside[codes], index=cells.index, dtype=bool),
        pd.Series(unknown[codes], index=cells.index, dtype=bool),
        ("numbers", "answer codes", "words")[best],
    )


def _as_numbers(texts: Sequence[str]) -> dict[str, float]:
    made = {}
    for text in texts:
        plain = text.replace("\u2212", "-")
        found = _NUMBER.fullmatch(plain)
        if found:
            made[text] = float(plain.replace(",", "."))
            continue
        part = _LEADING.fullmatch(plain) or _TRAILING.fullmatch(plain)
        if part:
            made[text] = float(part.group(1))
    return made


def _as_codes(texts: Sequence[str], low: float) -> dict[str, float]:
    """Read A1, A2 …: the first code is the lowest answer."""
    found = {text: _CODE.fullmatch(text.casefold()) for text in texts}
    shift = low - 1
    return {text: float(match.group(1)) + shift for text, match in found.items() if match}


def _as_words(texts: Sequence[str], low: float, high: float, together: Sequence[str]) -> dict[str, float]:
    """Read words by the list of phrases that they and the other items of the scale come from."""
    wording = wording_of(together)
    if wording is None:
        return {}
    used = wording.used({phrase(text) for text in together})
    points = round(high - low) + 1
    if wording.told_only and points > 3:
        return {}
    ranks = wording.ranks(points, used.values())
    places = {text: used[phrase(text)] for text in texts if phrase(text) in used}
    return {text: low + ranks[place] for text, place in places.items() if place in ranks}


def looks_like_answers(cells: Sequence[str]) -> tuple[float, float] | None:
    """Give the range of the scale if these cells are words or codes of one, else None. Numbers alone prove nothing."""
    filled = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip() and not says_nothing(cell)))
    if len(filled) < 2:
        return None
    coded = _as_codes(filled, 1.0)
    if len(coded) == len(filled):
        top = max(coded.values())
        return (1.0, 5.0) if top <= 5 else (1.0, 7.0) if top <= 7 else None
    wording = wording_of(filled)
    if wording is None or wording.told_only or {phrase(cell) for cell in filled} <= TRUE_OR_FALSE:
        return None
    used = wording.used({phrase(cell) for cell in filled})
    if sum(phrase(cell) in used for cell in filled) < 0.8 * len(filled):
        return None
    return (1.0, float(wording.points(used.values())))


def range_of_numbers(cells: Sequence[str]) -> tuple[float, float] | None:
    """Give the range that numbers seem to come from: 1 to 5 or 1 to 7; None if they fit neither."""
    found = _as_numbers([cell.strip() for cell in cells if cell.strip()])
    if not found:
        return None
    low, high = min(found.values()), max(found.values())
    return (1.0, 5.0) if low >= 1 and high <= 5 else (1.0, 7.0) if low >= 1 and high <= 7 else None
