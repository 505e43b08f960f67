"""Thresholds replayed again and again in the same worlds: only who joins sooner, later or not at all is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.base import Job
from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.suggest.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Added, Counts
    from kiemen.diffusion.engine import Engine

# People times worlds that are kept for one model, and in one block of worlds; two bytes each.
KEPT, BLOCK = 30_000_000, 10_000_000
# With more periods than this the room to count by period is no longer small.
MOST_PERIODS = 10_000
# Looks at an arc that are worth one press along one in a simulation.
LOOKS = 1.5

Block = tuple["NDArray[np.uint16]", "NDArray[np.int64]", float]


class Joiners:
    """A threshold model on one network, for many replays of the same worlds.

    Parameters
    ----------
    engine
        The simulations.
    machine
        Their machine.
    """

    def __init__(self, engine: Engine, machine: ThresholdMachine) -> None:
        self.engine, self.machine = engine, machine
        self.counted = machine.contacts.counted.astype(np.int64)
        self._kept: Recent[Block] = Recent(KEPT)

    @classmethod
    def of(cls, engine: Engine) -> Joiners | None:
        """Set it up, or None for other models and for very many periods."""
        machine = engine.machine
        if not isinstance(machine, ThresholdMachine) or engine.horizon > MOST_PERIODS:
            return None
        return cls(engine, machine)

    def affords(self, worlds: int) -> bool:
        """Say whether the periods in which people join may be kept for so many worlds."""
        return worlds * self.counted.size <= BLOCK

    def sizes(self, runs: NDArray[np.int64], added: Added, more: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
        """Give the active people inside at the horizon, per world, `more` people starting too.

        `runs` are neighbouring numbers.
        """
        from kiemen._kernels.threshold import settle_thresholds

        when, before, work = self._block(runs)
        sizes = before.copy()
        if added.source.size == 0 and more is None:
            return sizes
        contacts, machine, engine = self.machine.contacts, self.machine, self.engine
        low, high = machine.needs(machine.total(added))
        head, following = added.lists(contacts.n)
        settled = settle_thresholds(
            contacts.indptr, contacts.indices, contacts.weight, *contacts.reverse, head, following, added.source,
            added.target, added.weight, np.empty(0, np.int32) if more is None else more, runs, engine.seed,
            engine.horizon, low, high, machine.noise, self.counted, when, LOOKS * work, sizes,
        )  # fmt: skip
        if settled < runs.size:
            # Where ties tip the whole, nearly everybody would be looked at, and more than once.
            sizes[settled:] = _inside(engine.run(runs[settled:], added, more))
        return sizes

    def _block(self, runs: NDArray[np.int64]) -> Block:
        from kiemen._kernels.threshold import NOT_AT_ALL

        key = (int(runs[0]), runs.size)
        found = self._kept.get(key)
        if found is None:
            engine = self.engine
            job = Job(*engine.starters.of(runs, engine.seed), runs, engine.seed, engine.horizon, engine.columns)
            counts, when = self.machine.joining(job)
            pressed = (when < NOT_AT_ALL) @ np.diff(self.machine.contacts.indptr)
            found = when, _inside(counts), float(pressed.mean())
            self._kept.put(key, found, when.size)
        return found


def _inside(counts: Counts) -> NDArray[np.int64]:
    """Give the active people inside at the horizon, per world."""
    return np.asarray(counts.active[:, -1, :-1].sum(axis=1, dtype=np.int64))
