"""Answers on a scale as numbers: from numbers, Dutch or English words, or answer codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.read.nothing import says_nothing
from kiemen.read.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

OUT_OF_RANGE = mark("the answer lies outside the scale and was not used")
NO_SCALE_ANSWER = mark("this is no answer on the scale and was not used")

# Side (-1, 0, 1) and strength (1 a little, 2 plain, 3 strong) of each phrase; the words are sorted by what they rate.
_AGREEMENT = {
    (-1, 3): """
        helemaal mee oneens | helemaal oneens | helemaal niet mee eens | volledig oneens | volledig mee oneens |
        zeer oneens | zeer mee oneens | sterk mee oneens | sterk oneens | totaal oneens | totaal mee oneens |
        totaal niet mee eens | geheel oneens | geheel mee oneens | volstrekt oneens | zeker niet | absoluut niet |
        strongly disagree | completely disagree | totally disagree | fully disagree | definitely not | disagree
        strongly | disagree completely | helemaal niet eens
    """,
    (-1, 2): "mee oneens|oneens|niet mee eens|niet eens|disagree",
    (-1, 1): """
        enigszins oneens | enigszins mee oneens | beetje oneens | een beetje oneens | een beetje mee oneens |
        beetje mee oneens | eerder oneens | eerder mee oneens | enigszins niet mee eens | somewhat disagree |
        slightly disagree | rather disagree | tamelijk mee oneens | tamelijk oneens |
        tend to disagree | disagree somewhat | mildly disagree | deels mee
        oneens | deels oneens
    """,
    (0, 2): """
        neutraal | niet mee eens niet mee oneens | niet mee oneens niet mee eens | noch mee eens noch mee oneens |
        noch eens noch oneens | noch oneens noch eens | niet eens niet oneens | niet oneens niet eens | niet eens
        en niet oneens | niet mee eens en niet mee oneens | niet eens of oneens | eens noch oneens | mee eens noch
        mee oneens | niet mee eens maar ook niet mee oneens | neutral | neither agree nor disagree | neither agree
        or disagree | neither disagree nor agree | undecided | mee eens noch oneens | tussenin | neither |
        ertussenin | er tussenin
    """,
    (1, 1): """
        enigszins eens | enigszins mee eens | beetje eens | een beetje eens | een beetje mee eens | beetje mee
        eens | eerder eens | eerder mee eens | somewhat agree | slightly agree | rather agree | tend to agree |
        agree somewhat | mildly agree | tamelijk mee eens | tamelijk eens | deels mee eens | deels eens
    """,
    (1, 2): "mee eens|eens|agree",
    (1, 3): """
        helemaal mee eens | helemaal eens | volledig eens | volledig mee eens | zeer eens | zeer mee eens | sterk
        mee eens | sterk eens | totaal eens | totaal mee eens | geheel eens | geheel mee eens | volstrekt eens |
        zeker wel | absoluut | strongly agree | completely agree | totally agree | fully agree | definitely |
        agree strongly | agree completely
    """,
}
_SATISFACTION = {
    (-1, 3): """
        zeer ontevreden | heel ontevreden | very dissatisfied | very unsatisfied | zeer slecht | heel slecht |
        very poor | very bad
    """,
    (-1, 2): "ontevreden|dissatisfied|unsatisfied|slecht|poor|bad",
    (-1, 1): "enigszins ontevreden|somewhat dissatisfied|matig",
    (0, 2): """
        niet tevreden niet ontevreden | niet ontevreden niet tevreden | noch tevreden noch ontevreden | neutraal |
        neutral | neither satisfied nor dissatisfied | redelijk | fair | voldoende
    """,
    (1, 1): "enigszins tevreden|somewhat satisfied",
    (1, 2): "tevreden|satisfied|goed|good",
    (1, 3): "zeer tevreden|heel tevreden|very satisfied|zeer goed|heel goed|very good|uitstekend|excellent",
}
_FREQUENCY = {
    (-1, 3): "nooit|(bijna) nooit|never",
    (-1, 2): "zelden|bijna nooit|rarely|seldom|hardly ever",
    (-1, 1): "af en toe|heel af en toe|occasionally",
    (0, 2): "soms|sometimes|nu en dan",
    (1, 1): "geregeld|regelmatig|regularly",
    (1, 2): "vaak|dikwijls|meestal|often|usually|frequently",
    (1, 3): "altijd|(bijna) altijd|always|heel vaak|zeer vaak|very often",
}
_IMPORTANCE = {
    (-1, 3): "zeer onbelangrijk|heel onbelangrijk|very unimportant",
    (-1, 2): "onbelangrijk|niet belangrijk|unimportant|not important",
    (0, 2): "neutraal|neutral",
    (1, 2): "belangrijk|important",
    (1, 3): "zeer belangrijk|heel belangrijk|very important",
}
# From nothing to very much: here "very important" is the one but highest.
_WEIGHT = {
    (-1, 3): "helemaal niet belangrijk|totaal niet belangrijk|niet belangrijk|not at all important",
    (-1, 2): "een beetje belangrijk|enigszins belangrijk|slightly important",
    (0, 2): "redelijk belangrijk|tamelijk belangrijk|moderately important",
    (1, 2): "belangrijk|very important",
    (1, 3): "zeer belangrijk|heel belangrijk|extremely important",
}
_LIKELIHOOD = {
    (-1, 3): "zeer onwaarschijnlijk|very unlikely|zeker niet|definitely not",
    (-1, 2): "onwaarschijnlijk|unlikely|waarschijnlijk niet|probably not",
    (-1, 1): "enigszins onwaarschijnlijk|somewhat unlikely",
    (0, 2): "neutraal|neutral|misschien|maybe|neither likely nor unlikely|mogelijk|possibly",
    (1, 1): "enigszins waarschijnlijk|somewhat likely",
    (1, 2): "waarschijnlijk|likely|waarschijnlijk wel|probably",
    (1, 3): "zeer waarschijnlijk|very likely|zeker wel|definitely",
}
_EXTENT = {
    (-1, 3): "helemaal niet|in het geheel niet|totaal niet|not at all|geheel niet",
    (-1, 2): "nauwelijks|een beetje|weinig|in geringe mate|slightly|a little|to a small extent|hardly",
    (0, 2): "enigszins|gedeeltelijk|in enige mate|deels|moderately|somewhat|to some extent|tamelijk",
    (1, 2): "grotendeels|veel|in hoge mate|very|quite a bit|to a large extent|behoorlijk|much",
    (1, 3): "volledig|helemaal|heel veel|zeer veel|in zeer hoge mate|extremely|completely|very much|a great deal",
}


def _phrases(table: dict[tuple[int, int], str]) -> dict[str, tuple[int, int]]:
    return {
        re.sub(r"[^a-z0-9 ]", "", " ".join(phrase.split())): place
        for place, phrases in table.items()
        for phrase in phrases.split("|")
    }


_TABLES = (_AGREEMENT, _SATISFACTION, _FREQUENCY, _EXTENT, _IMPORTANCE, _WEIGHT, _LIKELIHOOD)
WORDINGS = tuple(_phrases(table) for table in _TABLES)
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


def phrase(cell: str) -> str:
    """Give an answer as it is compared: folded, without punctuation and hedging words."""
    plain = re.sub(r"[^a-z0-9() ]", " ", fold(cell))
    plain = re.sub(r"\b(?:ik ben het (?:er )?|het er |ermee )", "", plain)
    return " ".join(plain.replace("(", " ").replace(")", " ").split())


def wording_of(cells: Sequence[str]) -> dict[str, tuple[int, int]] | None:
    """Give the list of phrases that most of the different answers come from, None when fewer than half do."""
    said = {phrase(cell) for cell in cells}
    fits = [(sum(word in wording for word in said), -place) for place, wording in enumerate(WORDINGS)]
    count, place = max(fits)
    return WORDINGS[-place] if count and count * 2 >= len(said) else None


def read_likert(cells: pd.Series[str], low: float, high: float) -> Likert:
    """Read one column of answers on a scale from `low` to `high`."""
    codes, unique = pd.factorize(cells)
    texts = [str(text).strip() for text in unique]
    filled = [text for text in texts if text and not says_nothing(text)]
    numbers, answer_codes = _as_numbers(filled), _as_codes(filled, low)
    worded = [text for text in filled if text not in numbers and text not in answer_codes]
    ways = (numbers, answer_codes, _as_words(worded, low, high))
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


def _as_words(texts: Sequence[str], low: float, high: float) -> dict[str, float]:
    wording = wording_of(texts)
    if wording is None:
        return {}
    points = round(high - low) + 1
    places = {text: wording[phrase(text)] for text in texts if phrase(text) in wording}
    ranks = _ranks(points, set(places.values()))
    return {text: low + ranks[place] for text, place in places.items() if place in ranks}


def _ranks(points: int, used: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Give the place on the scale, from 0, of each side and strength, for a scale of so many points."""
    weak = any(strength == 1 for _, strength in used)
    orders: dict[int, list[tuple[int, int]]] = {
        2: [(-1, 2), (1, 2)],
        3: [(-1, 2), (0, 2), (1, 2)],
        4: [(-1, 3), (-1, 2), (1, 2), (1, 3)],
        5: [(-1, 3), (-1, 2), (0, 2), (1, 2), (1, 3)],
        6: [(-1, 3), (-1, 2), (-1, 1), (1, 1), (1, 2), (1, 3)],
        7: [(-1, 3), (-1, 2), (-1, 1), (0, 2), (1, 1), (1, 2), (1, 3)],
    }
    order = orders.get(points, [])
    if points == 5 and weak and not {(-1, 2), (1, 2)} & used:
        order = [(-1, 3), (-1, 1), (0, 2), (1, 1), (1, 3)]
    if points in {2, 3} and {(-1, 3), (1, 3)} & used:
        order = [(side, 3 if side else 2) for side, _ in order]
    return {place: rank for rank, place in enumerate(order)}


def looks_like_answers(cells: Sequence[str]) -> tuple[float, float] | None:
    """Give the range of the scale if these cells are words or codes of one, else None. Numbers alone prove nothing."""
    filled = [cell.strip() for cell in cells if cell.strip() and not says_nothing(cell)]
    if len(set(filled)) < 2:
        return None
    coded = _as_codes(filled, 1.0)
    if len(coded) == len(filled):
        top = max(coded.values())
        return (1.0, 5.0) if top <= 5 else (1.0, 7.0) if top <= 7 else None
    wording = wording_of(filled)
    if wording is not None and sum(phrase(cell) in wording for cell in set(filled)) >= 0.8 * len(set(filled)):
        strengths = {wording[phrase(cell)] for cell in filled if phrase(cell) in wording}
        return (1.0, 7.0) if {(-1, 1), (1, 1)} & strengths and {(-1, 2), (1, 2)} & strengths else (1.0, 5.0)
    return None


def range_of_numbers(cells: Sequence[str]) -> tuple[float, float] | None:
    """Give the range that numbers seem to come from: 1 to 5 or 1 to 7; None if they fit neither."""
    found = _as_numbers([cell.strip() for cell in cells if cell.strip()])
    if not found:
        return None
    low, high = min(found.values()), max(found.values())
    return (1.0, 5.0) if low >= 1 and high <= 5 else (1.0, 7.0) if low >= 1 and high <= 7 else None
