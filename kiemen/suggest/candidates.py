"""Pairs worth looking at, found along ties and never by listing everybody with everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.suggest.rules import starters_to_nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.suggest.board import Board
    from kiemen.suggest.reasons import People

# Up to this many people all pairs are listed: twenty thousand at most.
ALL_PAIRS = 200
PER_REASON = 5_000
NEEDED = 2.0


def find_candidates(
    board: Board,
    people: People,
    starters: NDArray[np.int64],
    *,
    propensity: NDArray[np.float64] | None = None,
    needed: float = NEEDED,
    most: int = PER_REASON,
) -> pd.DataFrame:
    """List the pairs a plan may draw on, with the reason why each is worth a look.

    Parameters
    ----------
    board
        Ties, and what may be proposed.
    people
        Groups and roles.
    starters
        Positions of the adopters.
    propensity
        Rank or chance to adopt per person: who stands alone and is keen is found by it; None looks at those without
        ties.
    needed
        Active contacts that a person needs.
    most
        Pairs per reason at most.

    Returns
    -------
    pandas.DataFrame
        Columns left, right (positions) and reason: "all" (small networks), "adopters" (two adopters with a shared
        contact, or further apart when few), "one push" (one tie short of the need), "wall" (two groups and a shared
        contact), "alone" (an enthusiast with hardly any tie) and "room" (somebody who can give room). A pair keeps the
        first reason.

    Notes
    -----
    O(sum of the ties of the contacts of adopters), bounded by `most` per reason.
    """
    if board.n <= ALL_PAIRS:
        left, right = np.triu_indices(board.n, 1)
        return _table(board, [("all", np.column_stack([left, right]).astype(np.int64))])
    near = starters_to_nearest(board, starters)
    parts = [
        ("adopters", _adopters(board, starters, most)),
        ("one push", _one_push(board, starters, near, needed)[:most]),
        ("wall", _over_walls(near, people)[:most]),
        ("alone", _alone(board, starters, propensity, most)),
        ("room", _giving_room(board, starters, people, most)),
    ]
    return _table(board, parts)


def _table(board: Board, parts: list[tuple[str, NDArray[np.int64]]]) -> pd.DataFrame:
    frames = []
    for reason, pairs in parts:
        kept = pairs[board.allowed(pairs)]
        frames.append(pd.DataFrame({"left": kept.min(axis=1), "right": kept.max(axis=1), "reason": reason}))
    return pd.concat(frames, ignore_index=True).drop_duplicates(["left", "right"]).reset_index(drop=True)


def _adopters(board: Board, starters: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Pairs of adopters at distance two and three, by the number of ways they are joined."""
    if len(starters) < 2:
        return np.empty((0, 2), np.int64)
    own = board.tied[starters]
    two = (own @ own.T).tocoo()
    rows, columns, ways = two.row, two.col, two.data
    if (rows < columns).sum() < most:
        around = own @ board.tied
        around.data[:] = 1.0
        three = (around @ own.T).tocoo()
        rows, columns = np.concatenate([rows, three.row]), np.concatenate([columns, three.col])
        ways = np.concatenate([ways + three.data.max(initial=0.0), three.data])
    upper = rows < columns
    order = np.lexsort((columns[upper], rows[upper], -ways[upper]))[:most]
    return np.column_stack([starters[rows[upper][order]], starters[columns[upper][order]]]).astype(np.int64)


def _one_push(board: Board, starters: NDArray[np.int64], pairs: NDArray[np.int64], needed: float) -> NDArray[np.int64]:
    """Adopters with people who lack one active contact, the nearest adopter first."""
    active = np.zeros(board.n)
    active[starters] = 1.0
    known = np.asarray(board.tied @ active)
    lacking = (known >= needed - 1) & (known < needed) & (active == 0)
    return np.asarray(pairs[lacking[pairs[:, 1]]], dtype=np.int64)


def _over_walls(pairs: NDArray[np.int64], people: People) -> NDArray[np.int64]:
    """Adopters with people of another group with whom they share a contact."""
    codes = pd.factorize(people.group)[0]
    known = people.group != ""
    across = known[pairs[:, 0]] & known[pairs[:, 1]] & (codes[pairs[:, 0]] != codes[pairs[:, 1]])
    return np.asarray(pairs[across], dtype=np.int64)


def _alone(
    board: Board, starters: NDArray[np.int64], propensity: NDArray[np.float64] | None, most: int
) -> NDArray[np.int64]:
    """Adopters with enthusiasts who have at most one tie."""
    lonely = np.setdiff1d(np.flatnonzero(board.degree <= 1), starters)
    if propensity is not None:
        keen = np.nan_to_num(propensity[lonely], nan=-np.inf)
        lonely = lonely[np.argsort(-keen, kind="stable")]
    return _dealt(starters, lonely, most)


def _giving_room(board: Board, starters: NDArray[np.int64], people: People, most: int) -> NDArray[np.int64]:
    """Adopters with people whose role can give room, the best connected first."""
    leaders = np.array([i for i in range(board.n) if people.leads(i)], dtype=np.int64)
    leaders = leaders[np.argsort(-board.degree[leaders], kind="stable")]
    return _dealt(starters, np.setdiff1d(leaders, starters, assume_unique=True), most)


def _dealt(starters: NDArray[np.int64], others: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Deal people out to adopters in turn, three adopters each."""
    turns = min(3, len(starters))
    others = others[: max(1, most // max(turns, 1))]
    if turns == 0 or len(others) == 0:
        return np.empty((0, 2), np.int64)
    place = np.arange(len(others))[:, None] * turns + np.arange(turns)[None, :]
    pairs = np.stack([starters[place % len(starters)], np.broadcast_to(others[:, None], place.shape)], axis=-1)
    return pairs.reshape(-1, 2).astype(np.int64)
