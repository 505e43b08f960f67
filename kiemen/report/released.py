"""What earlier reports showed, kept in a file beside the data: two reports together may give nobody away either.

A file holds one report (`shown`, `cells`), or what the reports of each measurement showed together (`waves`), or both.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemen._files import write_atomic
from kiemen._letters import fold
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemen.report.content import Content

    Groups = tuple[frozenset[str], ...]

# Indicators that are read from initiatives and what happened there, which bear no measurement.
UNDATED = ("matches: results shown", "stoking: actions done", "fuel: meets others")
# Under these names the people are kept whose answers the figures about the whole organisation rest on.
ALL_ANSWERS, EVERYBODY = "all who answered", "everybody"
NOT_ASKED = {ALL_ANSWERS, EVERYBODY, *(key.partition(": ")[2] for key in UNDATED)}


def released_record(content: Content) -> str:
    """Give the people behind the figures of one report as the text of a file."""
    return json.dumps(_record(content.shown_groups, content.shown_cells), ensure_ascii=False)


def known_from(
    released: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], wave: str
) -> tuple[Groups, dict[str, Groups]]:
    """Give the groups, and the cells by column, shown before; those of another measurement cannot be subtracted.

    But for what no measurement asked: who takes part in what is the same in both, unless a question goes with it.

    Raises
    ------
    InputError
        If a file is none of these.
    """
    paths = [released] if isinstance(released, (str, os.PathLike)) else list(released)
    groups: list[frozenset[str]] = []
    cells: dict[str, Groups] = {}
    for path in paths:
        content = _content(path)
        waves = content.get("waves", {})
        same = [one for label, one in waves.items() if fold(label) == fold(wave)]
        others = [((), _undated(_read(one)[1])) for label, one in waves.items() if fold(label) != fold(wave)]
        for shown, behind in [*map(_read, [content, *same]), *others]:
            groups += shown
            for column, people in behind.items():
                cells[column] = (*cells.get(column, ()), *people)
    return tuple(groups), cells


def _undated(cells: dict[str, Groups]) -> dict[str, Groups]:
    """Give the cells that rest on nothing but who takes part in what."""
    asked = {column for column, _, name in (key.partition(": ") for key in cells) if name and name not in NOT_ASKED}
    return {key: people for key, people in cells.items() if key in UNDATED and key.partition(": ")[0] not in asked}


def remember_released(path: str | os.PathLike[str], content: Content, *, wave: str) -> Path:
    """Add which people stand behind the figures of a report to a file that may have those of earlier ones.

    Raises
    ------
    InputError
        If the file is another, or cannot be written.
    """
    file = Path(path)
    found = _content(file) if file.exists() else {}
    waves = found.get("waves", {})
    # The same measurement, written otherwise.
    label = next((one for one in waves if fold(one) == fold(wave)), wave)
    shown, behind = _read(waves.get(label, []))
    for column, people in content.shown_cells.items():
        behind[column] = (*behind.get(column, ()), *people)
    waves[label] = _record((*shown, *content.shown_groups), behind)
    return write_atomic(file, json.dumps({**found, "waves": waves}, ensure_ascii=False), overwrite=True)


def _content(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a file whole, so that what is wrong in it is said before anything is made of it."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        if "shown" not in content:
            content["waves"]
        for one in (content, *content.get("waves", {}).values()):
            _read(one)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is not a file written by Report.write_released.") from error
    return dict(content)


def _read(record: Any) -> tuple[Groups, dict[str, Groups]]:
    """Give groups and cells of one report or measurement; earlier versions kept a list of groups."""
    if isinstance(record, list):
        return _groups(record), {}
    cells = {str(column): _groups(people) for column, people in record.get("cells", {}).items()}
    return _groups(record.get("shown", [])), cells


def _groups(groups: Iterable[Iterable[Any]]) -> Groups:
    return tuple(frozenset(map(str, group)) for group in groups)


def _record(groups: Groups, cells: dict[str, Groups] | Any) -> dict[str, Any]:
    """Give each group once, in one order, so that the same reports give the same file."""
    return {
        "shown": sorted(map(sorted, set(groups))),
        "cells": {column: sorted(map(sorted, set(people))) for column, people in sorted(cells.items())},
    }
