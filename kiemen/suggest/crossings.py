"""A few ties of every plan are kept for the walls that stand out: growth alone never asks for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.errors import ColumnError, TooLittleDataError
from kiemen.measures.walls import wall_table
from kiemen.suggest.board import Board, keys
from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.setting import Setting

# At most this part of a plan is kept for walls: none of a plan of a few ties, where one less can undo the others.
PART = 0.1
# Per side, how many people who are ready and free are looked at.
LOOKED_AT = 40
# A wall also counts when nearly all of the ties that the openness of both groups predicts are missing: one pair among
# many can be too small to stand out from chance, and a tie over it costs little.
EXPECTED, NEARLY_NONE = 5.0, 0.25


def over_walls(setting: Setting, *, each: int, top: int) -> NDArray[np.int64]:
    """Choose ties over the walls that stand out or that hardly a tie crosses, the clearest wall first.

    Between two groups without a tie nobody shares a contact and a first tie wins nobody by itself, so a plan chosen by
    growth leaves the wall as it is. On both sides the people who are most likely adopters are taken; among equals those
    who share a contact.

    Parameters
    ----------
    setting
        The network and who may be proposed.
    each
        Ties per wall.
    top
        Size of the whole plan; at most a tenth of it is used here.

    Returns
    -------
    array
        Pairs of positions.
    """
    chosen: list[tuple[int, int]] = []
    most = int(PART * top) if each else 0
    for one, other in _walls(setting):
        for _ in range(each):
            if len(chosen) < most:
                chosen += _best(setting, one, other, chosen)
    return np.array(chosen, dtype=np.int64).reshape(-1, 2)


def without_room(board: Board, pairs: NDArray[np.int64]) -> Board:
    """Give the board with these pairs taken."""
    room = board.room.copy()
    np.subtract.at(room, pairs.ravel(), 1)
    barred = np.union1d(board.barred, keys(pairs, board.n)) if len(pairs) else board.barred
    quotas = tuple(replace(quota, used=-quota.left(0, pairs)) for quota in board.quotas)
    return replace(board, room=room, barred=barred, quotas=quotas)


def walls_crossed(setting: Setting, plan: NDArray[np.int64]) -> list[tuple[int, float] | None]:
    """Give per pair the ties over the wall that it crosses and those that openness predicts, None for no wall."""
    walls = {frozenset(pair): seen for pair, seen in _walls(setting).items()}
    group = setting.people.group
    return [walls.get(frozenset((str(group[i]), str(group[j])))) for i, j in plan.tolist()]


def _walls(setting: Setting) -> dict[tuple[str, str], tuple[int, float]]:
    """Give the walls that stand out, the clearest first, with the ties over each and those that openness predicts."""
    wishes = setting.wishes
    kept: dict[str, dict[tuple[str, str], tuple[int, float]]] = setting.network.remember("walls of plans", dict)
    key = repr((wishes.by, wishes.relation))
    if key not in kept:
        kept[key] = _found(setting.network, by=wishes.by, relation=wishes.relation)
    return kept[key]


def _found(
    network: Network, *, by: str | None, relation: str | Sequence[str] | None
) -> dict[tuple[str, str], tuple[int, float]]:
    try:
        walls = wall_table(network, by=by, relation=relation)
    except (ColumnError, TooLittleDataError):
        return {}
    empty = walls["wall"] & (walls["open"] >= EXPECTED) & (walls["observed"] <= NEARLY_NONE * walls["open"])
    high = walls[walls["strong"] | empty]
    lack = (high["open"] - high["observed"]) / np.sqrt(high["open"])
    clearest = high.loc[lack.sort_values(ascending=False, kind="stable").index]
    return {
        (str(row["group"]), str(row["other"])): (int(row["observed"]), float(row["open"]))
        for _, row in clearest.iterrows()
    }


def _best(setting: Setting, one: str, other: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    board = without_room(setting.board, np.array(taken, dtype=np.int64).reshape(-1, 2))
    standing = _standing(setting)
    sides = [_ready(setting, group, standing, board) for group in (one, other)]
    left, right = (grid.ravel() for grid in np.meshgrid(*sides, indexing="ij"))
    pairs = np.column_stack([left, right]).astype(np.int64)
    fine = pairs[board.allowed(pairs)]
    if not len(fine):
        return []
    shared = pair_proximity(board.tied, fine[:, 0], fine[:, 1], method="common") > 0
    worth = standing[fine].sum(axis=1) + 0.1 * shared
    ordered = fine[np.lexsort((fine[:, 1], fine[:, 0], -np.round(worth, 9)))]
    return [(int(a), int(b)) for a, b in board.fill(ordered, 1)]


def _standing(setting: Setting) -> NDArray[np.float64]:
    """Between 0 and 1: the percentile behind a ranking, or whether somebody is a declared adopter."""
    starters = setting.starters
    if starters.drawn:
        return np.asarray(starters.odds / (1.0 + starters.odds), dtype=np.float64)
    return setting.starts.astype(np.float64)


def _ready(setting: Setting, group: str, standing: NDArray[np.float64], board: Board) -> NDArray[np.int64]:
    people = setting.people
    able = np.flatnonzero((people.group == group) & people.inside & (board.room > 0))
    degree = board.degree[able]
    return able[np.lexsort((able, -degree, -standing[able]))][:LOOKED_AT]
