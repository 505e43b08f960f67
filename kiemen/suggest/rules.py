"""Simple rules for whom to connect: where a search begins, and what its outcome is measured against."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.proximity import best_pairs, contributions

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.suggest.board import Board

# People that a rule looks at on one side; more would only fill memory with pairs that are never reached.
PEOPLE_CONSIDERED = 2_000
DEALT = 12
STARTERS_AT_ONCE = 2_000
# Steps that may be walked from everybody to the contacts of contacts: the pairs that share most are sought among those.
TWO_STEPS = 200_000_000


def hub_pairs(starters: NDArray[np.int64], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give pairs of a starter with each person in order, starters taking turns, a few turns each."""
    if len(starters) == 0 or len(people) == 0:
        return NO_PAIRS
    turns = min(len(starters), DEALT)
    place = np.arange(len(people))[:, None] * turns + np.arange(turns)[None, :]
    pairs = np.stack([np.broadcast_to(people[:, None], place.shape), starters[place % len(starters)]], axis=-1)
    return pairs.reshape(-1, 2)


def starters_to_hubs(board: Board, starters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connect starters with the people who have most ties."""
    others = np.setdiff1d(np.argsort(-board.degree, kind="stable"), starters, assume_unique=True)
    by_degree = others[np.argsort(-board.degree[others], kind="stable")]
    return hub_pairs(starters, by_degree[:PEOPLE_CONSIDERED])


def starters_together(board: Board, starters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connect starters with each other, the best connected first."""
    chosen = starters[np.argsort(-board.degree[starters], kind="stable")][:500]
    one, other = np.triu_indices(len(chosen), 1)
    order = np.lexsort((one, one + other))
    return np.column_stack([chosen[one[order]], chosen[other[order]]])


def starters_to_nearest(board: Board, starters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connect starters with the people with whom they share most contacts (Adamic–Adar)."""
    from scipy.sparse import diags_array

    onward = (diags_array(contributions(board.tied, "adamic-adar")) @ board.tied).tocsr()
    most = 50 * PEOPLE_CONSIDERED
    parts = []
    # All at once would fill the memory with pairs that are never reached.
    for at in range(0, max(len(starters), 1), STARTERS_AT_ONCE):
        near = (board.tied[starters[at : at + STARTERS_AT_ONCE]] @ onward).tocoo()
        score = np.round(near.data, 9)
        kept = _best(score, most)
        parts.append((near.row[kept].astype(np.int64) + at, near.col[kept].astype(np.int64), score[kept]))
    row, column, score = (np.concatenate(part) for part in zip(*parts, strict=True))
    kept = _best(score, most)
    order = kept[np.lexsort((column[kept], row[kept], -score[kept]))][:most]
    return np.column_stack([starters[row[order]], column[order]]).astype(np.int64)


def _best(score: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Give the places of the best, down to the score of the last one that fits, so that equals are judged by ids."""
    if len(score) <= most:
        return np.arange(len(score))
    return np.flatnonzero(score >= np.partition(score, len(score) - most)[len(score) - most])


def nearest(board: Board, method: str, top: int) -> NDArray[np.int64]:
    """Connect the pairs that share most contacts."""
    _, left, right = best_pairs(board.tied, top=top, method=method)
    return np.column_stack([left, right])


def strongest_product(value: NDArray[np.float64], top: int) -> NDArray[np.int64]:
    """Connect the pairs with the largest product of a value per person: number of ties, or eigenvector."""
    people = np.argsort(-value, kind="stable")[: max(300, int(3 * np.sqrt(top)))]
    one, other = np.triu_indices(len(people), 1)
    score = value[people[one]] * value[people[other]]
    order = np.argsort(-score, kind="stable")[: 40 * top + 2_000]
    return np.column_stack([people[one[order]], people[other[order]]])


def at_random(people: NDArray[np.int64], others: NDArray[np.int64], top: int, seed: int) -> NDArray[np.int64]:
    """Connect people drawn at random with others drawn at random."""
    if len(people) == 0 or len(others) == 0:
        return NO_PAIRS
    rng = np.random.default_rng([seed, 7])
    return np.column_stack([rng.choice(people, 8 * top + 50), rng.choice(others, 8 * top + 50)]).astype(np.int64)


def leading_vector(matrix: csr_array, *, steps: int = 60) -> NDArray[np.float64]:
    """Give the leading eigenvector of a symmetric matrix, all entries positive (power iteration, shifted)."""
    vector = np.sqrt(np.diff(matrix.indptr) + 1.0)
    for _ in range(steps):
        # The shift keeps bipartite networks from swinging between two vectors.
        vector = matrix @ vector + vector
        vector /= np.linalg.norm(vector)
    return np.asarray(vector)


def nearly_won(board: Board, starters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connect starters with people of whom already a large part of the contacts starts."""
    active = np.zeros(board.n)
    active[starters] = 1.0
    known = np.asarray(board.tied @ active)
    score = (known + 1.0) / (board.degree + 1.0)
    score[(known == 0) | (active > 0)] = -1.0
    order = np.argsort(-score, kind="stable")[:PEOPLE_CONSIDERED]
    return hub_pairs(starters, order[score[order] > 0])


def well_reached(board: Board, starters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connect starters with well-connected people who already know some of them."""
    active = np.zeros(board.n)
    active[starters] = 1.0
    known = np.asarray(board.tied @ active)
    score = (known + 0.2) * np.sqrt(board.degree)
    score[active > 0] = -1.0
    order = np.argsort(-score, kind="stable")[:PEOPLE_CONSIDERED]
    return hub_pairs(starters, order[score[order] > 0])


def all_rules(
    board: Board, starters: NDArray[np.int64], *, top: int, seed: int
) -> dict[str, Callable[[], NDArray[np.int64]]]:
    """Give every rule by name, each a call that gives pairs with the best first.

    None enumerates all pairs of people: most look at starters times a bounded number of others. What a rule gives is
    kept with the board, since every model asks for it. In a very large network the pairs that share most contacts are
    sought for starters only.
    """
    everyone = np.flatnonzero(board.room > 0)
    many = 30 * top + 500
    made: dict[str, Callable[[], NDArray[np.int64]]] = {
        "starters to hubs": lambda: starters_to_hubs(board, starters),
        "starters together": lambda: starters_together(board, starters),
        "starters to nearest": lambda: starters_to_nearest(board, starters),
        "adamic-adar": lambda: nearest(board, "adamic-adar", many),
        "resource allocation": lambda: nearest(board, "resource-allocation", many),
        "degree product": lambda: strongest_product(board.degree.astype(np.float64), top),
        "eigenvector product": lambda: strongest_product(leading_vector(board.tied), top),
        "random": lambda: at_random(everyone, everyone, top, seed),
        "random starters": lambda: at_random(starters, everyone, top, seed),
        "nearly won": lambda: nearly_won(board, starters),
        "well reached": lambda: well_reached(board, starters),
    }
    if float((board.degree.astype(np.float64) ** 2).sum()) > TWO_STEPS:
        del made["adamic-adar"], made["resource allocation"]
    asked = (starters.tobytes(), top, seed)

    def remembered(name: str) -> NDArray[np.int64]:
        if (name, *asked) not in board.kept:
            board.kept[name, *asked] = made[name]()
        return board.kept[name, *asked]

    return {name: partial(remembered, name) for name in made}
