"""What may be proposed: who can still take on ties, and which pairs are out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

NO_PAIRS = np.empty((0, 2), dtype=np.int64)
# A plan is mostly full long before a list of pairs ends: that many pairs per tie are looked at first.
PAIRS_PER_TIE, FEWEST_PAIRS = 20, 500


@dataclass(frozen=True, eq=False)
class Quota:
    """How much of a plan may fall to one kind of people.

    Parameters
    ----------
    kind
        Per person, a number from 0 for each kind; -1 for people without a bound.
    share
        Share of the ends of the new ties that each kind may get.
    used
        Ends that are given away already, per kind.
    """

    kind: NDArray[np.int64]
    share: float
    used: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def left(self, ties: int, start: NDArray[np.int64] = NO_PAIRS) -> NDArray[np.int64]:
        """Give the ends left per kind in a plan of so many ties, after those of `start`."""
        count = int(self.kind.max(initial=-1)) + 1
        taken = self.kind[start.ravel()]
        left = np.full(count, int(self.share * 2 * ties + 1e-9), dtype=np.int64)
        left -= np.bincount(taken[taken >= 0], minlength=count)[:count]
        return left - self.used if self.used.size else left


@dataclass(frozen=True, eq=False)
class Board:
    """The rules of the game for a plan of new ties.

    Parameters
    ----------
    tied
        Symmetric matrix of ones: ties that exist in any direction.
    room
        Per person, how many new ties at most (0: left alone).
    barred
        Sorted keys (lower position × n + higher position) of pairs that may not be proposed.
    level
        Per person, the level in the hierarchy, NaN unknown; empty when there is none.
    reach
        How many levels apart two people may be.
    wanted
        Per person, whether a tie must touch such a person; empty when anybody will do.
    change
        "divergent": only pairs of different groups or without a shared contact, since change that departs from what is
        usual needs people who are not held together; "incremental": only pairs of one group or with a shared contact;
        "" for any (Battilana & Casciaro 2012).
    group
        Per person, code of the group (-1 unknown); empty when there is none.
    between
        The two groups that every tie must connect; None for any.
    quotas
        Bounds on the part of the plan that falls to one kind of people.
    size
        Ties of the whole plan when a part of it was chosen before; 0 where this is the whole.
    inside
        Per person, whether they work here; empty when everybody does.
    """

    tied: csr_array
    room: NDArray[np.int64]
    barred: NDArray[np.int64]
    level: NDArray[np.float64]
    reach: float
    wanted: NDArray[np.bool_]
    change: str = ""
    group: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    between: tuple[int, int] | None = None
    quotas: tuple[Quota, ...] = ()
    size: int = 0
    inside: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    # What rules found on this board; another board begins anew.
    kept: dict[tuple[object, ...], NDArray[np.int64]] = field(default_factory=dict, init=False, repr=False)

    @property
    def n(self) -> int:
        """Number of people and contacts."""
        return int(self.tied.shape[0])

    @property
    def degree(self) -> NDArray[np.int64]:
        """Number of ties of each person."""
        return np.diff(self.tied.indptr).astype(np.int64)

    def allowed(self, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say of each pair whether it may be proposed, looking at nobody's room that is already used."""
        if len(pairs) == 0:
            return np.zeros(0, dtype=np.bool_)
        left, right = pairs.min(axis=1), pairs.max(axis=1)
        fine: NDArray[np.bool_] = (left != right) & (self.room[left] > 0) & (self.room[right] > 0)
        fine &= np.asarray(self.tied[left, right]).ravel() == 0
        if self.barred.size:
            fine &= ~np.isin(left * self.n + right, self.barred)
        if self.level.size:
            fine &= ~(np.abs(self.level[left] - self.level[right]) > self.reach)
        if self.wanted.size:
            fine &= self.wanted[left] | self.wanted[right]
        if self.between is not None:
            one, other = self.between
            ends = np.sort(self.group[np.column_stack([left, right])], axis=1)
            fine &= (ends[:, 0] == min(one, other)) & (ends[:, 1] == max(one, other))
        if self.change:
            fine &= self._fits(left, right)
        return fine

    def _fits(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
        close = pair_proximity(self.tied, left, right, method="common") > 0
        if self.group.size:
            # Of somebody without a known group nobody can say that a tie crosses, or stays within.
            known = (self.group[left] >= 0) & (self.group[right] >= 0)
            alike = self.group[left] == self.group[right]
            fits = close | (known & alike) if self.change == "incremental" else ~close | (known & ~alike)
        else:
            fits = close if self.change == "incremental" else ~close
        return np.asarray(fits, dtype=np.bool_)

    def fill(
        self,
        pairs: NDArray[np.int64],
        top: int,
        *,
        start: NDArray[np.int64] = NO_PAIRS,
        spread: bool = False,
    ) -> NDArray[np.int64]:
        """Take pairs in their order until there are `top`, each person within the room left after `start`.

        With `spread` everybody gets a first tie before anybody gets a second one, and so on.
        """
        from kiemen._kernels.filling import take_in_order

        near = FEWEST_PAIRS + PAIRS_PER_TIE * max(top - len(start), 0)
        if not spread and len(pairs) > 2 * near:
            full = self.fill(pairs[:near], top, start=start)
            if len(full) >= top:
                return full
        begun = np.column_stack([start.min(axis=1), start.max(axis=1)]) if len(start) else NO_PAIRS
        if len(pairs) == 0 or len(begun) >= top:
            return begun[:top]
        rows = pairs[self.allowed(pairs)]
        low, high = rows.min(axis=1), rows.max(axis=1)
        key = low * self.n + high
        first = np.sort(np.unique(key, return_index=True)[1])
        if len(begun):
            first = first[~np.isin(key[first], begun[:, 0] * self.n + begun[:, 1])]
        low, high = low[first], high[first]
        used = np.bincount(begun.ravel(), minlength=self.n).astype(np.int64)
        kinds, bounds = self._bounds(top, begun)
        chosen = np.empty(top, np.int64)
        count = take_in_order(low, high, self.room, used, kinds, bounds, top - len(begun), spread, chosen)
        chosen = chosen[:count]
        return np.concatenate([begun, np.column_stack([low[chosen], high[chosen]])]).astype(np.int64)

    def within_quotas(self, plan: NDArray[np.int64]) -> NDArray[np.int64]:
        """Leave out the last ties of a plan that is shorter than was asked for, until its quotas hold for its own size.

        What a kind of people may get was counted in a whole plan.
        """
        while len(plan):
            over = np.zeros(len(plan), dtype=np.int64)
            for quota in self.quotas:
                ends = np.asarray(quota.kind[plan], dtype=np.int64)
                given = np.bincount(ends[ends >= 0], minlength=int(quota.kind.max(initial=-1)) + 1)
                full = given > int(quota.share * 2 * len(plan) + 1e-9)
                over += np.append(full, False)[ends].sum(axis=1)  # -1, people without a bound, is the last
            if not over.any():
                break
            last = len(plan) - 1 - int(np.argmax(over[::-1]))
            plan = np.delete(plan, last, axis=0)
        return plan

    def _bounds(self, top: int, begun: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the kinds of people per quota, and the ends that each kind may still get."""
        left = [quota.left(self.size or top, begun) for quota in self.quotas]
        bounds = np.zeros((len(left), max((row.size for row in left), default=0)), dtype=np.int64)
        for place, row in enumerate(left):
            bounds[place, : row.size] = row
        kinds = np.array([quota.kind for quota in self.quotas], dtype=np.int64).reshape(len(left), self.n)
        return kinds, bounds


def keys(pairs: Sequence[tuple[int, int]] | NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Give one sorted number per pair, whatever the order within it."""
    array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    return np.unique(array.min(axis=1) * n + array.max(axis=1))
