"""Grids of a survey with a column per colleague: the header says who, the cell how strong the tie is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.read.dialects import question_code
from kiemen.read.frequency import has_rhythm
from kiemen.read.namebook import UNMATCHED
from kiemen.read.nominations import OBJECTOR
from kiemen.read.nothing import each, names_nobody, says_nothing
from kiemen.read.numbers import preferred_rule, read_numbers
from kiemen.read.pairs import BAD_WEIGHT
from kiemen.read.strengths import BY_ORDER, PER_MONTH, note_words, words_in
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kiemen.read.account import Account
    from kiemen.read.namebook import NameBook

NEGATIVE = mark("a rating below zero makes no tie")
GRID = mark("a column per colleague")
CODES = mark("the strengths are answer codes; they weigh their number")
# So many columns, and this share of them, must name somebody before a group of columns is taken for a grid.
FEWEST, ENOUGH = 3, 0.6
_CODE = re.compile(r"(?:ao|a)0*(\d{1,2})", re.IGNORECASE)
_PARTS = (
    re.compile(r"^(?P<stem>.*?)\s*\[(?P<who>[^\[\]]+)\]\s*[?.:]?\s*$", re.DOTALL),
    re.compile(r"^(?P<stem>.*\S)\s+[-–—|:]\s+(?P<who>[^-–—|:]+)$", re.DOTALL),
    re.compile(r"^(?P<stem>.*\S)\s*(?:\?|:|>>|-)\s+(?P<who>[^?:>]+)$", re.DOTALL),
)


def who_is_rated(column: str, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what a header can say: the question and whom it is about; the header alone may be a name.

    Examples
    --------
    >>> who_is_rated("Q1[Jan de Vries]", {})[0], who_is_rated("Q1_3", {"Q1_3": "Hoe vaak spreek je - Jan"})[0]
    (('Q1', 'Jan de Vries'), ('Hoe vaak spreek je', 'Jan'))
    """
    code, words = question_code(column)
    found = []
    for text in (labels.get(column, ""), words, column):
        for pattern in _PARTS:
            match = pattern.match(" ".join(text.split()))
            if match and not re.fullmatch(r"SQ?\d+|\d+", match["who"], re.IGNORECASE):
                # "Q1_3 - An" and "Q1_4 - Bram" are one question.
                question = re.sub(r"^([A-Za-z]\w*?)[_.]\d+$", r"\1", match["stem"])
                found.append((question or code, match["who"]))
                break
    return [*found, ("", column)]


def find_grids(
    frame: pd.DataFrame, columns: Iterable[str], labels: Mapping[str, str], book: NameBook
) -> dict[str, dict[str, str]]:
    """Give the grids among some columns: question -> column -> what is written for the colleague."""
    groups: dict[str, dict[str, str]] = {}
    for column in columns:
        said = who_is_rated(column, labels)
        known = [(stem, who) for stem, who in said if _is_somebody(who, book)]
        if known:
            groups.setdefault(known[0][0], {})[column] = known[0][1]
        elif len(said) > 1:
            groups.setdefault(said[0][0], {})[column] = said[0][1]
    return {
        stem: told_grid(list(people), labels, book)
        for stem, people in groups.items()
        if _is_grid(people, book) and _are_ratings(frame[list(people)])
    }


def names_objector(column: str, labels: Mapping[str, str], book: NameBook) -> bool:
    """Say whether a header is about somebody who objects; such a column is not used and its header not told."""
    return bool(book.objectors) and any(book.find(who).objects for _, who in who_is_rated(column, labels))


def told_grid(columns: Sequence[str], labels: Mapping[str, str], book: NameBook) -> dict[str, str]:
    """Give what is written for the colleague in each column of a grid that the caller named."""
    made = {}
    for column in columns:
        said = who_is_rated(column, labels)
        known = [who for _, who in said if _is_somebody(who, book)]
        made[column] = "" if names_objector(column, labels, book) else known[0] if known else said[0][1]
    return made


def _is_somebody(who: str, book: NameBook) -> bool:
    found = book.find(who)
    return not names_nobody(who) and (found.status != UNMATCHED or found.objects)


def _is_grid(people: Mapping[str, str], book: NameBook) -> bool:
    known = sum(_is_somebody(who, book) for who in people.values())
    return len(people) >= FEWEST and known >= ENOUGH * len(people)


def _are_ratings(cells: pd.DataFrame) -> bool:
    """Whether the cells are numbers, words of frequency, answer codes or ticks, and some are filled."""
    distinct = pd.Series(pd.unique(cells.to_numpy().ravel()), dtype="str")
    filled = distinct[~each(distinct, says_nothing)]
    if filled.empty:
        return False
    good = read_numbers(filled).floats.notna() | filled.str.fullmatch(_CODE) | ~read_flags(filled).wrong
    if words_in(filled) is not None:
        return True
    return bool(good.mean() >= 0.8)


def rating_cells(account: Account, grids: Mapping[str, Mapping[str, str]], rows: pd.Index) -> pd.DataFrame:
    """Give every rating above zero as a field with one name: row, relation, column, text, weight."""
    parts = [_cells_of(account, relation, people, rows) for relation, people in grids.items() if people]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _cells_of(account: Account, relation: str, people: Mapping[str, str], rows: pd.Index) -> pd.DataFrame:
    frame = account.table.frame.loc[rows, list(people)]
    distinct = pd.Series(pd.unique(frame.to_numpy().ravel()), dtype="str")
    weights = _weights(account, relation, distinct[~each(distinct, says_nothing)])
    parts = []
    for column, who in people.items():
        if not who:
            # Without the column: its header is a name that must not be told.
            account.set_aside_cells([0] * int((frame[column] != "").sum()), OBJECTOR, column="")
            continue
        cells = frame[column].str.strip()
        values = cells.map(weights).astype("float64")
        wrong = values.isna() & ~each(cells, says_nothing)
        account.set_aside_cells(cells.index[wrong], BAD_WEIGHT, column=column, values=cells[wrong])
        low = values < 0
        account.set_aside_cells(cells.index[low], NEGATIVE, column=column, values=cells[low])
        used = values > 0
        parts.append(
            pd.DataFrame(
                {"row": cells.index[used], "relation": relation, "column": column, "text": who,
                 "weight": values[used].to_numpy()}
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _weights(account: Account, relation: str, cells: pd.Series[str]) -> dict[str, float]:
    """Give what each cell of a grid weighs: a number itself, a word its frequency, a tick 1; the rest is left out."""
    cells = pd.Series(cells.str.strip().unique(), dtype="str")
    words = words_in(cells)
    if words is not None:
        account.remark(PER_MONTH if has_rhythm(words) else BY_ORDER, column=relation)
        note_words(account, relation, words)
        return words
    numbers = read_numbers(cells, decimal=account.table.decimal, prefers=preferred_rule(account.table)).floats
    made = dict(zip(cells[numbers.notna()], numbers.dropna(), strict=True))
    codes = {cell: float(found.group(1)) for cell in cells if (found := _CODE.fullmatch(cell))}
    if codes:
        account.remark(CODES, column=relation)
        note_words(account, relation, codes)
    flags = read_flags(cells)
    ticks = dict(zip(cells, np.where(flags.yes, 1.0, np.where(flags.no, 0.0, np.nan)), strict=True))
    ticks = {cell: float(value) for cell, value in ticks.items() if value == value and cell not in made}  # noqa: PLR0124
    if ticks and not codes:
        note_words(account, relation, ticks)
    return {**ticks, **codes, **made}
