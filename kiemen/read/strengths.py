"""Strengths of ties: numbers, or words such as "wekelijks" with what they were taken to weigh."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._checks import check_number
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.read.columns import number_column
from kiemen.read.frequency import has_rhythm, weights_of_words
from kiemen.read.numbers import read_numbers
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.read.account import Account

YES_OR_NO = mark("yes is a tie of 1, no is no tie")
PER_MONTH = mark("the strengths are words; they weigh their times per month (pass weights= to choose)")
BY_ORDER = mark("the strengths are words; they weigh their order from 1 to 5 (pass weights= to choose)")


def words_in(cells: pd.Series[str], told: Mapping[str, float] | None = None) -> dict[str, float] | None:
    """Give what the words in a column weigh, None when it holds numbers or other things."""
    distinct = pd.Series(cells.unique(), dtype="str")
    if told is None and read_numbers(distinct).floats.notna().any():
        return None
    return weights_of_words(distinct, told)


def strength_column(
    account: Account, column: str, told: Mapping[str, float] | None = None
) -> tuple[pd.Series, pd.Series]:
    """Give a column as strengths and the mask of cells that are none; what words weigh is recorded and told."""
    cells = account.table.frame[column].str.strip()
    words = words_in(cells, _checked(told))
    if words is None:
        flags = read_flags(cells)
        told_only = (flags.yes | flags.no | (cells == "")).all() and not read_numbers(cells).floats.notna().any()
        if told_only and flags.yes.any():
            account.assume(f"weights of {column}", YES_OR_NO)
            return flags.yes.astype("float64").where(flags.yes | flags.no), pd.Series(False, index=cells.index)
        return number_column(account, column)
    values = cells.map(words).astype("float64")
    if told is not None:
        rest = cells.where(values.isna(), "")
        found = read_numbers(rest, decimal=account.table.decimal)
        values = values.where(values.notna(), found.floats)
    else:
        account.remark(PER_MONTH if has_rhythm(words) else BY_ORDER, column=column)
    note_words(account, column, words)
    return values, values.isna() & (cells != "")


def note_words(account: Account, column: str, words: Mapping[str, float]) -> None:
    """Record what each word was taken to weigh, in the assumptions and in the settings of the source."""
    ordered = dict(sorted(words.items(), key=lambda pair: (-pair[1], pair[0])))
    account.assume(f"weights of {column}", ", ".join(f"{word} = {value:.4g}" for word, value in ordered.items()))
    before = account.table.settings.get("weights", {})
    account.table = replace(account.table, settings={**account.table.settings, "weights": {**before, column: ordered}})


def _checked(told: Mapping[str, float] | None) -> Mapping[str, float] | None:
    if told is None:
        return None
    if not hasattr(told, "items"):
        raise InputError("weights must say what each word weighs, such as {'wekelijks': 4, 'maandelijks': 1}.")
    for word, value in told.items():
        check_number(f"weights[{word!r}]", value, low=0)
    return told
