"""Cascades replayed again and again in the same worlds: whoever is reached as things are, more ties reach as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.cascade import WEIGHTED, CascadeMachine
from kiemen.suggest.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Added
    from kiemen.diffusion.engine import Engine

# People times worlds that are kept for one model, and in one block of worlds; a byte each.
KEPT, BLOCK = 60_000_000, 20_000_000

Block = tuple["NDArray[np.uint8]", "NDArray[np.int64]"]


class Followers:
    """An independent cascade on one network, for many replays of the same worlds: only who follows is looked for.

    Parameters
    ----------
    engine
        The cascade that runs until nothing changes, in which a new tie leaves the chances of the others as they are.
    machine
        Its machine.
    """

    def __init__(self, engine: Engine, machine: CascadeMachine) -> None:
        self.engine, self.machine = engine, machine
        self.counted = machine.contacts.counted.astype(np.int64)
        self._kept: Recent[Block] = Recent(KEPT)

    @classmethod
    def of(cls, engine: Engine) -> Followers | None:
        """Set it up, or None for other models and for cascades that are cut short or share their chances out."""
        machine = engine.machine
        if not isinstance(machine, CascadeMachine) or machine.probability == WEIGHTED:
            return None
        return cls(engine, machine) if engine.horizon >= engine.contacts.n else None

    def affords(self, worlds: int) -> bool:
        """Say whether what so many worlds reach may be kept."""
        return worlds * self.counted.size <= BLOCK

    def sizes(self, runs: NDArray[np.int64], added: Added, more: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
        """Give the people inside who are reached, per world, `more` people starting too.

        `runs` are neighbouring numbers.
        """
        from kiemen._kernels.cascade import follow_cascades

        contacts, machine = self.machine.contacts, self.machine
        reached, before = self._block(runs)
        sizes = before.copy()
        if added.source.size == 0 and more is None:
            return sizes
        head, following = added.lists(contacts.n)
        _, extra = machine._chances(added)  # noqa: SLF001 - the chances of a what-if have one home
        follow_cascades(
            contacts.indptr, contacts.indices, machine.bars, head, following, added.source, added.target, extra,
            np.empty(0, np.int32) if more is None else more, runs, self.engine.seed, self.counted, reached, sizes,
        )  # fmt: skip
        return sizes

    def _block(self, runs: NDArray[np.int64]) -> Block:
        from kiemen._kernels.cascade import reach_cascades

        key = (int(runs[0]), runs.size)
        found = self._kept.get(key)
        if found is None:
            contacts, engine = self.machine.contacts, self.engine
            found = np.zeros((runs.size, contacts.n), np.uint8), np.zeros(runs.size, np.int64)
            reach_cascades(
                contacts.indptr, contacts.indices, self.machine.bars, *engine.starters.of(runs, engine.seed), runs,
                engine.seed, self.counted, *found,
            )  # fmt: skip
            self._kept.put(key, found, found[0].size)
        return found
