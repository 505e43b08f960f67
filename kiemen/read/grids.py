"""Grids of people by people: a row and a column per person, the cells say how strong the tie is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.crowd import identify
from kiemen.read.frequency import weights_of_words
from kiemen.read.headers import folded
from kiemen.read.nothing import each, says_nothing
from kiemen.read.numbers import preferred_rule, read_numbers
from kiemen.read.pairs import BAD_WEIGHT, LOW_WEIGHT, NO_NAME, SELF_TIE
from kiemen.read.personlike import look_like_people
from kiemen.read.roster import NAMES_OBJECTOR
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemen.read.account import Account
    from kiemen.read.crowd import Identified

NOT_USED = mark("columns not used")
TABLE, DIRECTION, WEIGHTS = mark("the table"), mark("direction of the grid"), mark("weights of the words")
GRID = mark("a grid: every row and every column is a person")
BOTH_WAYS = mark("the grid is the same both ways, so its ties have no direction")
ONE_HALF = mark("only one half of the grid is filled; pass directed=False when its ties have no direction")
ONE_SIDE = mark("a person with a row or a column only; what the other would say is unknown")
TOTAL = mark("a sum, not a person")
DIFFERS = mark("the grid says something else about this pair the other way; the higher was taken")
TWICE = mark("the person has more than one row or column; the weights were added")
# So many people must have both a row and a column, and this share of the shorter side.
FEWEST, ENOUGH = 2, 0.8
FEW_WORDS = 5
_SUMS = frozenset({"totaal", "total", "som", "sum", "eindtotaal", "grand total", "subtotaal", "gemiddelde", "average"})


@dataclass(frozen=True)
class Grid:
    """The column with the person of each row, and the columns that are people."""

    label: str
    people: list[str]


def is_grid(frame: pd.DataFrame, *, whole: bool = False) -> bool:
    """Say whether names in the first column stand in the header as well; `whole` allows few other numbers beside."""
    rows, _, both = _sides(frame)
    if len(both) < FEWEST or not whole:
        return len(both) >= FEWEST
    columns = [column for column in map(str, frame.columns[1:]) if folded(column) not in {*rows, *_SUMS}]
    return sum(not _is_text(frame[column]) for column in columns) <= (1 - ENOUGH) * len(both)


def find_grid(account: Account) -> Grid | None:
    """Find out whether a table is a grid of people by people; refuse one whose two sides are other people."""
    frame = account.table.frame
    rows, sides, both = _sides(frame)
    if len(both) < FEWEST and not of_strangers(frame):
        return None
    label, *columns = map(str, frame.columns)
    if len(both) < ENOUGH * min(len(rows), len(sides)):
        raise InputError(
            f"{account.table.file or account.table.source}: this looks like a grid of people by people, but only "
            f"{len(both)} names stand both in column {label!r} ({len(rows)} names) and in the header ({len(sides)}). "
            f"Write the names the same on both sides, or make a list with a row per tie; a table of people by projects "
            f"is read by read_memberships."
        )
    beside = [column for column in columns if folded(column) not in {*rows, *_SUMS} and _is_text(frame[column])]
    if beside:
        account.assume(NOT_USED, ", ".join(beside))
    return Grid(label, [column for column in columns if column not in beside])


def of_strangers(frame: pd.DataFrame) -> bool:
    """Say whether a table is a grid whose rows are other people than its columns: names on both sides, strengths."""
    if len(frame.columns) <= FEWEST or frame.empty:
        return False
    columns = [column for column in frame.columns[1:] if folded(str(column)) not in _SUMS]
    if any(_is_text(frame[column]) for column in columns):
        return False
    if look_like_people(map(str, columns)) and look_like_people(frame.iloc[:, 0].unique()):
        return True
    unnamed = re.fullmatch(r"column 1|unnamed: 0", str(frame.columns[0]), re.IGNORECASE) is not None
    named = all(_can_be_somebody(str(column)) for column in columns)
    return unnamed and named and any(_counts(frame[column]) for column in columns)


def _can_be_somebody(name: str) -> bool:
    """Whether a header can be somebody: words, and no number or question."""
    return not re.search(r"\d|\?", name) and len(name.split()) <= FEW_WORDS


def _counts(cells: pd.Series[str]) -> bool:
    """Whether a column says more than yes and no."""
    return bool(read_flags(cells).wrong.any())


def _is_text(cells: pd.Series[str]) -> bool:
    """Whether a column holds something else than strengths, as a department does."""
    filled = cells[cells.str.strip() != ""]
    strengths = read_numbers(filled).floats.notna() | ~read_flags(filled).wrong
    return bool(len(filled)) and strengths.mean() < 0.5 and weights_of_words(filled.unique()) is None


def _sides(frame: pd.DataFrame) -> tuple[set[str], set[str], set[str]]:
    """Give the names of the rows, those of the columns, and those on both sides."""
    if len(frame.columns) <= FEWEST or frame.empty:
        return set(), set(), set()
    rows = set(map(folded, frame.iloc[:, 0].unique())) - {"", *_SUMS}
    sides = {folded(str(column)) for column in frame.columns[1:]} - _SUMS
    return rows, sides, rows & sides


def ties_of_grid(
    account: Account,
    grid: Grid,
    *,
    label: str,
    directed: bool | None,
    weights: Mapping[str, float] | None,
    roster: Network | None,
    decisions: Any,
) -> Network:
    """Make the Network of a grid: whoever has a row or a column is in it, also without ties."""
    account.assume(TABLE, GRID)
    frame = account.table.frame
    sums = frame.index[frame[grid.label].map(folded).isin(_SUMS)]
    account.set_aside(sums, TOTAL, column=grid.label, values=frame.loc[sums, grid.label])
    head = int(account.table.settings.get("header_row", 0) or 0)
    columns = [column for column in grid.people if folded(column) not in _SUMS]
    for column in grid.people:
        if column not in columns:
            account.set_aside_cells([head], TOTAL, column=column)
    frame = frame.drop(index=sums)
    named = {grid.label: frame[grid.label], "header": pd.Series(columns, index=[head] * len(columns), dtype="str")}
    found = identify(named, account, roster=roster, decisions=decisions)
    cells = _cells(account, frame[columns], found, grid.label)
    cells["weight"] = _strengths(account, cells, weights)
    ties = cells.loc[cells["weight"] > 0, ["row", "column", "source", "target", "weight"]]
    _tell_sides(account, found, grid.label)
    directed, ties = _one_way(account, ties, directed=directed)
    ties = ties.groupby(["source", "target"], as_index=False).agg(weight=("weight", "sum"))
    account.assume("direction", "directed" if directed else "undirected")
    return Network.from_frames(
        people=found.people,
        ties=ties.assign(relation=label, origin=account.table.source),
        relations=pd.DataFrame({"relation": [label], "directed": [directed]}),
        **account.frames(),
    )


def _cells(account: Account, frame: pd.DataFrame, found: Identified, label: str) -> pd.DataFrame:
    """Give the filled cells between two people, and list the rows, columns and cells without two."""
    _list_nobody(account, found, label, whole=True)
    _list_nobody(account, found, "header", whole=False)
    source, target = found.ids[label], found.ids["header"].to_numpy()
    parts = []
    for place, column in enumerate(frame.columns):
        text = frame[column].str.strip()
        here = text[(text != "") & (source != "") & bool(target[place])]
        parts.append(
            pd.DataFrame({"row": here.index, "column": column, "text": here.to_numpy(),
                          "source": source[here.index].to_numpy(), "target": target[place]})
        )  # fmt: skip
    made = pd.concat(parts, ignore_index=True)
    own = (made["source"] == made["target"]).to_numpy()
    filled = own & ~each(made["text"], says_nothing) & ~made["text"].isin(["0", "x", "X"])
    _list_cells(account, made.loc[filled], SELF_TIE)
    return made.loc[~own].reset_index(drop=True)


def _list_nobody(account: Account, found: Identified, column: str, *, whole: bool) -> None:
    nobody, reasons = found.ids[column] == "", found.reason(column)
    for reason in sorted(set(reasons[nobody])):
        at = (nobody & (reasons == reason)).to_numpy()
        values: Sequence[str] = () if reason == NAMES_OBJECTOR else list(found.written[column][at])
        put = account.set_aside if whole else account.set_aside_cells
        put(found.ids[column].index[at], reason or NO_NAME, column=column, values=values)


def _list_cells(account: Account, cells: pd.DataFrame, reason: str) -> None:
    for column, rows in cells.groupby("column", sort=True):
        account.set_aside_cells(rows["row"], reason, column=str(column), values=rows["text"])


def _strengths(account: Account, cells: pd.DataFrame, weights: Mapping[str, float] | None) -> pd.Series:
    """Give the strength of each cell: a number, a tick, or a word; what is none is listed."""
    table = account.table
    numbers = read_numbers(cells["text"], decimal=table.decimal, prefers=preferred_rule(table)).floats
    rest = cells["text"].where(numbers.isna(), "")
    words = weights_of_words(rest.unique(), weights) or {}
    ticks = read_flags(rest)
    said = pd.Series([words.get(text.strip()) for text in rest], index=rest.index, dtype="float64")
    values = numbers.fillna(said).mask(numbers.isna() & said.isna() & ticks.yes, 1.0)
    values = values.mask(values.isna() & (ticks.no | each(rest, says_nothing)), 0.0)
    _list_cells(account, cells[values.isna()], BAD_WEIGHT)
    _list_cells(account, cells[values < 0], LOW_WEIGHT)
    if words:
        account.assume(WEIGHTS, ", ".join(f"{word} = {value:.4g}" for word, value in sorted(words.items())))
    return values


def _tell_sides(account: Account, found: Identified, label: str) -> None:
    rows, columns = (ids[ids != ""] for ids in (found.ids[label], found.ids["header"]))
    for mine, others, where in ((rows, columns, label), (columns, rows, "header")):
        alone = mine[~mine.isin(set(others))]
        account.doubt(alone.index, ONE_SIDE, column=where, values=alone)
        again = mine[mine.duplicated()]
        account.doubt(again.index, TWICE, column=where, values=again)


def _one_way(account: Account, ties: pd.DataFrame, *, directed: bool | None) -> tuple[bool, pd.DataFrame]:
    """Give whether the ties have a direction, and without one each pair once."""
    added = ties.groupby(["source", "target"], as_index=False).agg(weight=("weight", "sum"))
    ways = added.merge(
        added.rename(columns={"source": "target", "target": "source", "weight": "back"}),
        on=["source", "target"],
        how="left",
    )
    if directed is None:
        directed = ways.empty or not (ways["weight"] == ways["back"]).all()
        if not directed:
            account.assume(DIRECTION, BOTH_WAYS)
        elif len(ways) > FEWEST and ways["back"].isna().all() and _is_half(account, ties):
            account.remark(ONE_HALF)
    if directed:
        return True, ties
    differs = ways["back"].notna() & (ways["weight"] != ways["back"])
    doubtful = ties.merge(ways.loc[differs, ["source", "target"]], on=["source", "target"])
    account.doubt(sorted(set(doubtful["row"])), DIFFERS)
    highest = ways[["weight", "back"]].max(axis=1)
    swap = ways["source"] > ways["target"]
    one, other = ways["source"].mask(swap, ways["target"]), ways["target"].mask(swap, ways["source"])
    pairs = pd.DataFrame({"source": one, "target": other, "weight": highest})
    return False, pairs.drop_duplicates(["source", "target"])


def _is_half(account: Account, ties: pd.DataFrame) -> bool:
    """Whether all ties lie on one side of the diagonal."""
    rows = {int(row): place for place, row in enumerate(account.table.frame.index)}
    columns = {str(column): place for place, column in enumerate(account.table.frame.columns[1:])}
    steps = [rows[int(row)] - columns[column] for row, column in zip(ties["row"], ties["column"], strict=True)]
    return all(step < 0 for step in steps) or all(step > 0 for step in steps)
