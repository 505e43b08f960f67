"""Answers to the questions of a survey: numbers on scales, and open answers as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._letters import fold
from kiemen.errors import Faults
from kiemen.i18n import mark
from kiemen.read.dialects import question_code
from kiemen.read.likert import NO_SCALE_ANSWER, OUT_OF_RANGE, read_likert
from kiemen.read.nothing import each, says_nothing
from kiemen.read.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemen.read.account import Account
    from kiemen.read.scales import Scale
    from kiemen.read.surveycolumns import SurveyColumns

NAMED_IN_TEXT = mark("an open answer names somebody who objects or gave no consent; it was left out")
# More answers outside the scale than this share, and more than this number, and the scale is wrong rather than they.
WRONG_SHARE, WRONG_NUMBER = 0.2, 2
ANSWER_COLUMNS = ["person", "item", "value", "text"]


def item_answers(
    account: Account, scales: Sequence[Scale], person: pd.Series[str]
) -> tuple[list[tuple[str, Scale]], pd.DataFrame]:
    """Give the items and the answers on all scales; refuse a scale that the answers do not fit."""
    frame = account.table.frame
    faults = Faults(account.table.file or account.table.source)
    items: list[tuple[str, Scale]] = []
    parts = []
    ways: dict[str, list[str]] = {}
    for scale in scales:
        listed = [*scale.items]
        together = list(pd.unique(frame.loc[person.index, listed].to_numpy().ravel()))
        for column in listed:
            cells = frame.loc[person.index, column]
            found = read_likert(cells, scale.low, scale.high, together if scale.name != "~" else [])
            filled = len(cells) - int(each(cells, says_nothing).sum())
            wrong = found.outside | found.unknown
            if wrong.sum() > max(WRONG_NUMBER, WRONG_SHARE * filled):
                shown = ", ".join(sorted(set(cells[wrong]))[:5])
                faults.add(
                    f"{int(wrong.sum())} of {filled} answers do not fit a scale from {scale.low:g} to {scale.high:g} "
                    f"({shown}); correct the scale or the answers",
                    column=column,
                    rows=cells.index[wrong],
                )
            account.set_aside_cells(
                cells.index[found.outside], OUT_OF_RANGE, column=column, values=cells[found.outside]
            )
            account.set_aside_cells(
                cells.index[found.unknown], NO_SCALE_ANSWER, column=column, values=cells[found.unknown]
            )
            items.append((column, scale))
            ways.setdefault(found.how, []).append(column)
            known = found.answers.notna()
            parts.append(
                pd.DataFrame({"person": person[known], "item": column, "value": found.answers[known], "text": ""})
            )
    faults.raise_if_any()
    for how, columns in ways.items():
        if how != "numbers":
            account.assume(f"answers read as {how}", ", ".join(columns[:6]) + (" …" if len(columns) > 6 else ""))
    return items, pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=ANSWER_COLUMNS)


def text_answers(account: Account, columns: SurveyColumns, person: pd.Series[str], hidden: set[str]) -> pd.DataFrame:
    """Give the open answers; one that names somebody who must not be named is left out whole."""
    frame = account.table.frame
    words = {fold(word) for word in hidden}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words))) if words else None
    parts = []
    for column in [*columns.asks, *columns.offers]:
        said = frame.loc[person.index, column].map(visible)
        filled = ~each(said, says_nothing)
        if pattern is not None:
            naming = each(said, lambda answer: pattern.search(fold(answer)) is not None)
            account.set_aside_cells([0] * int((naming & filled).sum()), NAMED_IN_TEXT, column=column)
            filled &= ~naming
        parts.append(
            pd.DataFrame({"person": person[filled], "item": column, "value": float("nan"), "text": said[filled]})
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=ANSWER_COLUMNS)


def items_table(
    items: Sequence[tuple[str, Scale]], columns: SurveyColumns, labels: Mapping[str, str]
) -> pd.DataFrame | None:
    """Give the table of items: their texts, scales and ranges."""
    rows = [
        {
            "item": column,
            "label": _text_of(scale.items, column) or labels.get(column, "") or question_code(column)[1] or column,
            "scale": "" if scale.name == "~" else scale.name,
            "low": scale.low,
            "high": scale.high,
            "reversed": column in scale.reversed,
            "kind": "scale",
        }
        for column, scale in items
    ]
    for part, listed in (("asks", columns.asks), ("offers", columns.offers)):
        rows += [
            {"item": column, "label": labels.get(column, column), "scale": part, "kind": "text", "reversed": False}
            for column in listed
        ]
    return pd.DataFrame(rows) if rows else None


def _text_of(items: object, column: str) -> str:
    return str(items.get(column, "")) if hasattr(items, "get") else ""
