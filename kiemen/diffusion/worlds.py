"""Counter-based random numbers in numpy: the twins of the compiled ones, bit by bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GOLDEN = 0x9E3779B97F4A7C15
STEP_A = 0xD1B54A32D192ED03
STEP_B = 0x8CB92BA72F3D8DD7
MASK = (1 << 64) - 1
IMPULSES = 1 << 40


def scrambled(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Turn 64-bit states into well mixed bits."""
    mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def world_keys(seed: int, runs: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give the key of each world."""
    start = scrambled(np.array([(seed + GOLDEN) & MASK], np.uint64))
    return scrambled(start + runs.astype(np.uint64) * np.uint64(GOLDEN))


def draws(keys: NDArray[np.uint64], people: NDArray[np.int64], second: int) -> NDArray[np.float64]:
    """Give people × worlds uniform numbers in [0, 1) for the counters (person, second)."""
    state = keys[None, :] + (people.astype(np.uint64) * np.uint64(STEP_A))[:, None]
    state = state + np.uint64((second * STEP_B) & MASK)
    return np.asarray((scrambled(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0), dtype=np.float64)
