"""Fires replayed again and again in the same worlds: the coins are tossed once, and only those that decide are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.fire import FireMachine
from kiemen.suggest.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.base import Added
    from kiemen.diffusion.engine import Engine

# Coins kept for one model, and in one block of worlds; 20 bytes each.
KEPT, BLOCK = 5_000_000, 3_000_000

Coins = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.float64]", "NDArray[np.float64]"]
Block = tuple[tuple["NDArray[np.int64]", "NDArray[np.int32]"], Coins]


class Embers:
    """The fire model on one network, for many replays of the same worlds.

    Parameters
    ----------
    machine
        The fire, without impulses and without outside influence.
    starters
        Who starts.
    seed, horizon
        As in the simulations; the worlds are the same.
    """

    def __init__(self, machine: FireMachine, starters: StartingSet, seed: int, horizon: int) -> None:
        contacts, model = machine.contacts, machine.model
        self.machine, self.starters, self.seed, self.horizon = machine, starters, seed, horizon
        n = contacts.n
        self.rate = model.fuel * model.ignition * machine.air * np.ones(n)
        self.need = np.full(n, float(model.need))
        self.cooling = np.full(n, float(model.cooling))
        self.counted = contacts.counted.astype(np.int64)
        self.usual = float(contacts.weight.mean())
        # The most heat that contacts can give, with room for rounding: coins above what it allows decide nothing.
        sources = np.repeat(machine.glow, np.diff(contacts.indptr))
        heat = np.bincount(contacts.indices, weights=sources * machine.weight, minlength=n)
        self.most_heat = np.maximum(heat * (1.0 + 1e-9) + 1e-12, 0.0)
        chance = -np.expm1(-self.rate * (self.most_heat / self.need) ** float(model.reinforcement))
        self.sure = np.maximum(chance * (1.0 + 1e-9) + 1e-12, self.cooling)
        self._kept: Recent[Block] = Recent(KEPT)

    @classmethod
    def of(cls, engine: Engine) -> Embers | None:
        """Set it up, or None for other models and for fires that are fed from elsewhere."""
        machine = engine.machine
        if not isinstance(machine, FireMachine) or machine.impulses or machine.model.outside > 0:
            return None
        return (
            cls(machine, engine.starters, engine.seed, engine.horizon) if machine.glow.min(initial=0.0) >= 0 else None
        )

    def affords(self, worlds: int) -> bool:
        """Say whether the coins of so many worlds may be kept."""
        return self._most(worlds) <= BLOCK

    def _most(self, worlds: int) -> int:
        mean = worlds * self.horizon * float(np.minimum(self.sure, 1.0).sum())
        return int(mean + 8.0 * np.sqrt(mean) + self.sure.size + 64)

    def sizes(self, runs: NDArray[np.int64], added: Added, more: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
        """Give the active people inside at the horizon, per world, `more` people starting too.

        `runs` are neighbouring numbers.
        """
        from kiemen._kernels.fire import replay_fires

        machine = self.machine
        contacts = machine.contacts
        starts, coins = self._block(runs)
        head, following = added.lists(contacts.n)
        sizes = np.zeros(runs.size, np.int64)
        replay_fires(
            contacts.indptr, contacts.indices, machine.weight, head, following, added.target,
            added.weight / self.usual, np.unique(added.target), *starts,
            np.empty(0, np.int32) if more is None else more, runs, self.seed, self.horizon, self.counted, machine.glow,
            self.rate, self.need, float(machine.model.reinforcement), self.sure, self.most_heat, *coins,
            sizes,
        )  # fmt: skip
        return sizes

    def _block(self, runs: NDArray[np.int64]) -> Block:
        key = (int(runs[0]), runs.size)
        found = self._kept.get(key)
        if found is None:
            found = self.starters.of(runs, self.seed), self._tossed(runs)
            self._kept.put(key, found, found[1][1].size)
        return found

    def _tossed(self, runs: NDArray[np.int64]) -> Coins:
        from kiemen._kernels.fire import decisive_coins

        model, most = self.machine.model, self._most(runs.size)
        while True:
            ptr = np.zeros(runs.size * self.horizon + 1, np.int64)
            person, light, out = np.empty(most, np.int32), np.empty(most), np.empty(most)
            enough = decisive_coins(
                runs, self.seed, self.horizon, self.rate, self.need, float(model.reinforcement), self.cooling,
                float(model.company), self.sure, ptr, person, light, out,
            )  # fmt: skip
            if enough:
                return ptr, person[: ptr[-1]], light[: ptr[-1]], out[: ptr[-1]]
            most *= 2
