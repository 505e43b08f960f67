"""Growth that new ties bring: plans replayed in the same simulated worlds with and without them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.base import Added
from kiemen.diffusion.progress import compiling
from kiemen.suggest.embers import Embers
from kiemen.suggest.followers import Followers
from kiemen.suggest.joiners import Joiners

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.engine import Engine

    Uptake = Callable[[NDArray[np.int64]], NDArray[np.float64]]

DRAWS = 6  # different draws of who takes ties up, per block of worlds
CONFIDENT = 1.645  # 90 % both sides
FAR = 1_000_000_000  # where the worlds begin of models that take several for one


@dataclass(frozen=True, eq=False)
class Worlds:
    """A block of simulated worlds by number; blocks that do not overlap are independent.

    Parameters
    ----------
    first, count
        The worlds numbered `first` to `first + count`.
    """

    first: int
    count: int

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of the worlds."""
        return np.arange(self.first, self.first + self.count, dtype=np.int64)

    def after(self, count: int) -> Worlds:
        """Give the next block, of `count` worlds."""
        return Worlds(self.first + self.count, count)


class Field:
    """One model on one network, ready to replay plans.

    Parameters
    ----------
    engine
        The simulations, with model, starters, horizon and seed.
    positions
        Place of each person id, for variants of a model that names people.
    chance
        Gives the chance per pair that a tie is taken up: then every part of the worlds has its own draw of the ties
        that are. None takes all of them up.
    """

    def __init__(self, engine: Engine, positions: dict[str, int] | None = None, chance: Uptake | None = None) -> None:
        self.engine = engine
        self.positions = positions or {}
        self.chance = chance
        self.fields: tuple[Field, ...] = (self,)
        self.embers = Embers.of(engine)
        self.followers = Followers.of(engine)
        self.joiners = Joiners.of(engine)
        self._base: dict[tuple[int, int], NDArray[np.int64]] = {}

    @property
    def n(self) -> int:
        """Number of people and contacts."""
        return self.engine.contacts.n

    def sizes(self, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
        """Give adopters at the horizon per world, with the ties of the plan (both ways)."""
        if self.chance is None or len(plan) == 0:
            return self._replayed(plan, worlds)
        chance = self.chance(plan)
        edges = np.linspace(0, worlds.count, min(DRAWS, worlds.count) + 1).astype(int).tolist()
        parts = []
        for low, high in pairwise(edges):
            part = Worlds(worlds.first + low, high - low)
            parts.append(self._replayed(plan[_drawn(plan, self.n, part.first) < chance], part))
        return np.concatenate(parts)

    def _replayed(self, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
        return self.after(worlds, self.engine.arcs(plan) if len(plan) else Added.none())

    def after(self, worlds: Worlds, added: Added, more: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
        """Give adopters at the horizon per world with added arcs, `more` people being active from the start."""
        engine, numbers = self.engine, worlds.numbers
        if self.embers is not None and self.embers.affords(worlds.count):
            with compiling("embers"):
                return self.embers.sizes(numbers, added, more)
        if self.followers is not None and self.followers.affords(worlds.count):
            with compiling("followers"):
                return self.followers.sizes(numbers, added, more)
        if self.joiners is not None and self.joiners.affords(worlds.count):
            with compiling("joiners"):
                return self.joiners.sizes(numbers, added, more)
        counts = engine.run(numbers, added, more)
        return np.asarray(counts.active[:, -1, :-1].sum(axis=1, dtype=np.int64))

    def base(self, worlds: Worlds) -> NDArray[np.int64]:
        """Give adopters at the horizon per world as things are; kept."""
        key = (worlds.first, worlds.count)
        if key not in self._base:
            self._base[key] = self.sizes(np.empty((0, 2), np.int64), worlds)
        return self._base[key]

    def gains(self, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
        """Give the extra adopters per world that the plan brings; the same draws with and without."""
        return (self.sizes(plan, worlds) - self.base(worlds)).astype(np.float64)

    def gain(self, plan: NDArray[np.int64], worlds: Worlds) -> float:
        """Give the mean extra adopters that the plan brings."""
        return float(self.gains(plan, worlds).mean())


def _drawn(plan: NDArray[np.int64], n: int, first: int) -> NDArray[np.float64]:
    """Give each pair its own even draw between 0 and 1, the same whatever else is in the plan (splitmix64)."""
    key = (plan.min(axis=1) * n + plan.max(axis=1)).astype(np.uint64)
    place = np.full(len(plan), first, dtype=np.uint64)
    mixed = key * np.uint64(0x9E3779B97F4A7C15) + place * np.uint64(0xD1B54A32D192ED03)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray((mixed ^ (mixed >> np.uint64(31))) / 2.0**64, dtype=np.float64)


class Portfolio:
    """Several models weighed together, each by the growth that its own best plan reaches.

    Parameters
    ----------
    fields
        The models on the network.
    scales
        Growth that counts as one for each; 0 leaves a model out, because nothing helps there.
    times
        How many worlds of each model count as one; more where a world is soon replayed and luck decides much in it.
    """

    def __init__(self, fields: Sequence[Field], scales: Sequence[float], times: Sequence[int] | None = None) -> None:
        every = zip(fields, scales, times or [1] * len(fields), strict=True)
        kept = [(field, scale, often) for field, scale, often in every if scale > 0]
        self.fields = tuple(field for field, _, _ in kept)
        self.scales = tuple(scale for _, scale, _ in kept)
        self.times = tuple(often for _, _, often in kept)

    def sizes(self, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
        """Give the weighed adopters per world, models side by side."""
        return self._weighed([field.sizes(plan, mine) for field, mine in self._blocks(worlds)], worlds.count)

    def gain(self, plan: NDArray[np.int64], worlds: Worlds) -> float:
        """Give the mean share of the best that the plan reaches over models."""
        if not self.fields:
            return 0.0
        return float(
            self._weighed([field.gains(plan, mine) for field, mine in self._blocks(worlds)], worlds.count).mean()
        )

    def _blocks(self, worlds: Worlds) -> list[tuple[Field, Worlds]]:
        """Give the worlds of each model: blocks that do not overlap stay apart, as many times as large, far away."""
        return [
            (field, Worlds(FAR + worlds.first * often, worlds.count * often) if often > 1 else worlds)
            for field, often in zip(self.fields, self.times, strict=True)
        ]

    def _weighed(self, found: Sequence[NDArray[Any]], count: int) -> NDArray[np.float64]:
        parts = [one.reshape(count, -1).mean(axis=1) / scale for one, scale in zip(found, self.scales, strict=True)]
        return np.asarray(np.mean(parts, axis=0))


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Give mean and 90 % interval of the mean over worlds."""
    mean = float(values.mean())
    if values.size < 2:
        return mean, float("nan"), float("nan")
    margin = CONFIDENT * float(values.std(ddof=1)) / np.sqrt(values.size)
    return mean, mean - margin, mean + margin


def alone(field: Field, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
    """Give what each tie would bring if it were the only one: mean extra adopters."""
    return np.array([field.gain(plan[i : i + 1], worlds) for i in range(len(plan))])
