"""Statements of a survey that belong together: items of one question, or side by side with the same answers."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemen.errors import KiemenError, KiemenWarning
from kiemen.read.dialects import columns_of
from kiemen.read.likert import looks_like_answers, range_of_numbers
from kiemen.read.nothing import says_nothing
from kiemen.read.numbers import read_numbers
from kiemen.read.personlike import look_like_people
from kiemen.read.ratings import who_is_rated
from kiemen.read.surveycolumns import stem
from kiemen.read.surveywork import opened_survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kiemen.network import Network
    from kiemen.read.surveywork import Survey

# So many columns side by side, without a code they share, are a battery.
FEWEST, BESIDE = 2, 3


@dataclass(frozen=True)
class Battery:
    """Columns with one kind of answer; `code` is what their headers share, "" when nothing."""

    items: tuple[str, ...]
    low: float
    high: float
    code: str = ""


def find_batteries(source: Any, roster: Network | None = None) -> list[Battery]:
    """Give the batteries of statements in a survey file; none where it cannot be read by itself.

    Columns that are about colleagues are no statements: their headers are names.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KiemenWarning)
        try:
            survey = opened_survey(source, {"roster": roster})
        except KiemenError:
            return []
    return [battery for battery in _batteries(survey) if not _about_people(battery.items, survey.labels)]


def _batteries(survey: Survey) -> Iterator[Battery]:
    frame = survey.account.table.frame[survey.kept]
    taken = survey.columns.used - {item for scale in survey.columns.scales for item in scale.items}
    own = set(columns_of(frame, survey.dialect.own))
    ranges = {
        str(column): None if column in taken or column in own else _range(frame[column]) for column in frame.columns
    }
    for run in _runs(ranges):
        codes = {stem(column) for column in run}
        ends = [ends for column in run if (ends := ranges[column]) is not None]
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        yield Battery(tuple(run), low, high, codes.pop() if len(codes) == 1 else "")


def _range(cells: pd.Series[str]) -> tuple[float, float] | None:
    """Give the range of a column of answers, None for any other."""
    said = [cell for cell in cells.unique() if not says_nothing(cell)]
    if not said:
        return None
    if read_numbers(cells[~cells.isin(["", " "])]).wrong.any():
        return looks_like_answers(said)
    whole = all(cell.strip().isdigit() for cell in said)
    return range_of_numbers(said) if whole else None


def _runs(ranges: dict[str, tuple[float, float] | None]) -> Iterator[list[str]]:
    """Give columns of one question, and else columns side by side, that have answers."""
    answered = [column for column, ends in ranges.items() if ends is not None]
    by_code: dict[str, list[str]] = {}
    for column in answered:
        by_code.setdefault(stem(column), []).append(column)
    shared = {column for columns in by_code.values() if len(columns) >= FEWEST for column in columns}
    yield from (columns for columns in by_code.values() if len(columns) >= FEWEST)
    run: list[str] = []
    for column in [*ranges, ""]:
        if column in shared or ranges.get(column) is None:
            if len(run) >= BESIDE:
                yield run
            run = []
        else:
            run.append(column)


def _about_people(items: Sequence[str], labels: dict[str, str]) -> bool:
    return any(look_like_people([said[0][1], said[0][1]]) for said in (who_is_rated(item, labels) for item in items))
