"""What each tie of a plan brings: the growth of the whole divided fairly, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.suggest.growth import Worlds, interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.suggest.growth import Field

FEW_TIES = 6
FEWEST_PAIRS = 4


@dataclass(frozen=True, eq=False)
class Shares:
    """The growth of a plan divided over its ties.

    Parameters
    ----------
    worlds
        What each tie brings in each world: worlds × ties.
    pair
        Number of the pair of orders, one the reverse of the other, under which each world was divided.
    """

    worlds: NDArray[np.float64]
    pair: NDArray[np.int64]

    def whole(self, before: float) -> dict[str, float]:
        """Give the growth of the plan on top of `before`, with its 90 % interval; orders do not matter to the sum."""
        gain, low, high = interval(self.worlds.sum(axis=1))
        return {"before": before, "after": before + gain, "gain": gain, "gain_low": low, "gain_high": high}

    def per_tie(self) -> NDArray[np.float64]:
        """Give mean and 90 % interval of each tie: ties × 3.

        Worlds that share an order are no independent draws of what a tie brings, so the pairs of orders count. With
        fewer than four pairs (large networks) how much the order matters cannot be told, and worlds count.
        """
        found = np.array([interval(column) for column in self.worlds.T]).reshape(-1, 3)
        pairs = int(self.pair.max(initial=-1)) + 1
        if pairs < FEWEST_PAIRS:
            return found
        from scipy.special import stdtrit

        size = np.bincount(self.pair)
        means = np.array([np.bincount(self.pair, column) / size for column in self.worlds.T])
        margin = float(stdtrit(pairs - 1, 0.95)) * means.std(axis=1, ddof=1) / np.sqrt(pairs)
        return np.column_stack([found[:, 0], found[:, 0] - margin, found[:, 0] + margin])


def over_models(per_tie: Sequence[NDArray[np.float64]]) -> pd.DataFrame:
    """Give the mean gain of each tie over models, and the widest interval: what `per_tie` tells for each of them."""
    gain, low, high = np.moveaxis(np.array(per_tie), 2, 0)
    return pd.DataFrame({"gain": gain.mean(axis=0), "gain_low": low.min(axis=0), "gain_high": high.max(axis=0)})


def share_out(
    field: Field,
    plan: NDArray[np.int64],
    worlds: Worlds,
    *,
    seed: int,
    units: NDArray[np.int64] | None = None,
    orders: int | None = None,
) -> Shares:
    """Divide the growth of a plan fairly over its ties.

    In every block of worlds the ties come one by one in an order drawn at random, and each is given what it adds to the
    ones before it (Shapley's value, sampled). The shares add up to the growth of the whole plan, and two ties that do
    nothing alone and much together divide what they do.

    Parameters
    ----------
    field
        Model and network.
    plan
        The ties.
    worlds
        The worlds to replay, cut in blocks with an order of their own.
    seed
        Seed of the orders.
    units
        Number of the unit that each tie belongs to: ties of one unit come together and divide evenly.
    orders
        Orders to draw, at most one per world; None takes 16, and more for a few ties.

    Returns
    -------
    Shares
        Worlds × ties.
    """
    unit = np.arange(len(plan)) if units is None else units
    names = np.unique(unit)
    shares = np.zeros((worlds.count, len(plan)))
    pair = np.zeros(worlds.count, dtype=np.int64)
    # Few ties depend on their order most, and replaying them costs least.
    blocks = max(1, min(worlds.count // 8, 16) if len(names) > FEW_TIES else min(worlds.count // 2, 48))
    blocks = blocks if orders is None else min(orders, worlds.count)
    edges = np.linspace(0, worlds.count, blocks + 1).astype(int)
    for block, (low, high) in enumerate(pairwise(edges.tolist())):
        pair[low:high] = block // 2
        part = Worlds(worlds.first + int(low), int(high - low))
        # Every order is followed by its reverse, which evens out who comes early.
        order = np.random.default_rng([seed, block // 2]).permutation(names)
        if block % 2:
            order = order[::-1]
        before = field.base(part)
        there = np.zeros(len(plan), dtype=np.bool_)
        for name in order:
            mine = unit == name
            there |= mine
            after = field.sizes(plan[there], part)
            shares[low:high, mine] = ((after - before) / mine.sum())[:, None]
            before = after
    return Shares(shares, pair)
