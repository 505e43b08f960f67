"""Joining the tables of several Networks: blanks are filled, disagreements are listed and never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

DISAGREE = mark("two sources disagree about this attribute; the first one's value was kept")


def merged_frames(parts: Sequence[dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Give the tables of all `parts` as one set of tables."""
    parts = _told_apart(parts)
    made: dict[str, pd.DataFrame] = {}
    notes: list[pd.DataFrame] = []
    for name, table in TABLES.items():
        frames = [part[name] for part in parts]
        if name == "ties":
            made[name] = _joined_ties(frames)
        elif name == "ledger":
            made[name] = _joined_ledgers(parts)
        elif table.index is None:
            made[name] = pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
        else:
            made[name], disagreements = _joined(name, frames)
            notes.append(disagreements)
    made["sources"] = _distinct_sources([part["sources"] for part in parts])
    made["ledger"] = pd.concat([made["ledger"], *notes], ignore_index=True)
    return made


def _told_apart(parts: Sequence[dict[str, pd.DataFrame]]) -> list[dict[str, pd.DataFrame]]:
    """Give different sources of one name names of their own, "ties" and "ties (2)"; what comes in twice keeps its."""
    seen: dict[str, pd.Series[Any]] = {}
    told = []
    for part in parts:
        names = {}
        for name, row in part["sources"].iterrows():
            chosen, number = str(name), 1
            while chosen in seen and not seen[chosen].equals(row):
                number += 1
                chosen = f"{name} ({number})"
            seen[chosen] = row
            if chosen != name:
                names[str(name)] = chosen
        told.append(_renamed(part, names) if names else part)
    return told


def _renamed(part: dict[str, pd.DataFrame], names: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Give the tables with other names for some sources."""
    made = dict(part)
    made["sources"] = part["sources"].rename(index=names)
    for name, frame in part.items():
        for column in ("source", "origin") if name in {"ledger", "assumptions"} else ("origin",):
            if column in frame.columns:
                made[name] = frame.assign(**{column: frame[column].replace(names)})
    return made


def _joined_ties(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put ties together; the ties of one named source that came in twice count once."""
    columns = list(frames[0].columns)
    counted = [frame.assign(_nth=frame.groupby(columns, dropna=False, sort=False).cumcount()) for frame in frames]
    whole = pd.concat(counted, ignore_index=True)
    again = whole.duplicated() & (whole["origin"] != "")
    return whole.loc[~again, columns].reset_index(drop=True)


def _joined_ledgers(parts: Sequence[dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Put ledgers together; what one source had to tell is told once, though it came in with several parts."""
    kept, seen = [], pd.DataFrame()
    for part in parts:
        again = seen.index.intersection(part["sources"].index)
        same = [name for name in again if seen.loc[name].equals(part["sources"].loc[name])]
        kept.append(part["ledger"][~part["ledger"]["source"].isin(same)])
        seen = pd.concat([seen, part["sources"].drop(index=again)])
    return pd.concat(kept, ignore_index=True)


def _distinct_sources(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Keep every source once; the same file read twice counts once."""
    return pd.concat([frame.reset_index() for frame in frames]).drop_duplicates("source").set_index("source")


def _joined(name: str, frames: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join indexed tables row by row: first known value wins, `inside` is true if anybody says so."""
    filled = [frame for frame in frames if len(frame)] or [frames[0]]
    whole = filled[0]
    notes: list[dict[str, object]] = []
    for frame in filled[1:]:
        if name == "relations":
            _check_direction(whole, frame)
        if name == "people":
            notes += _disagreements(whole, frame)
        whole = _filled(whole, frame)
    return whole, pd.DataFrame(notes)


def _check_direction(whole: pd.DataFrame, frame: pd.DataFrame) -> None:
    both = whole.index.intersection(frame.index)
    differs = whole.loc[both, "directed"] != frame.loc[both, "directed"]
    if differs.any():
        raise InputError(f"relation {differs.index[differs][0]!r} is directed in one source and not in another")


def _disagreements(whole: pd.DataFrame, frame: pd.DataFrame) -> list[dict[str, object]]:
    both = whole.index.intersection(frame.index)
    notes = []
    for column in frame.columns.intersection(whole.columns).drop("inside"):
        mine, other = whole[column].reindex(both), frame[column].reindex(both)
        if mine.equals(other):
            continue
        differs = _known(mine) & _known(other) & (mine != other)
        if column == "name":
            differs &= (mine != both) & (other != both)
        notes += [_note(column, value) for value in other[differs]]
    return notes


def _known(values: pd.Series[Any]) -> pd.Series[bool]:
    return ~_blank(values)


def _blank(values: pd.Series[Any]) -> pd.Series[bool]:
    missing = values.isna()
    if pd.api.types.is_string_dtype(values.dtype) or values.dtype == object:
        missing |= values == ""
    return missing


def _note(column: str, value: object) -> dict[str, object]:
    return {"part": "cell", "column": column, "action": "doubtful", "reason": DISAGREE, "value": str(value)}


def _filled(whole: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    index = whole.index.union(frame.index, sort=True).rename(whole.index.name)
    made = {}
    for column in [*whole.columns, *frame.columns.difference(whole.columns, sort=False)]:
        mine = whole[column].reindex(index) if column in whole else pd.Series(np.nan, index=index, dtype=object)
        other = frame[column].reindex(index) if column in frame else pd.Series(np.nan, index=index, dtype=object)
        if column in {"inside", "asked"}:
            made[column] = mine.eq(True) | other.eq(True)
            continue
        # Sources mostly say the same: then there is nothing to fill in.
        if mine.equals(other):
            made[column] = mine
            continue
        blank = _blank(mine)
        if column == "name":
            blank |= (mine == index) & ~_blank(other)
        if not blank.any():
            made[column] = mine
            continue
        made[column] = mine.astype(object).where(~blank, other.astype(object)).infer_objects()
    return pd.DataFrame(made, index=index)
