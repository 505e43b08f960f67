"""Counter-based random numbers: a draw belongs to its (world, person or tie, period), not to when it is asked.

So a world before and a world after a change share every draw that both need, and neither the number of threads nor the
order of the work changes a result. The mixing function is splitmix64's finaliser.
"""

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
STEP_A = np.uint64(0xD1B54A32D192ED03)
STEP_B = np.uint64(0x8CB92BA72F3D8DD7)
MULTIPLY_1 = np.uint64(0xBF58476D1CE4E5B9)
MULTIPLY_2 = np.uint64(0x94D049BB133111EB)
SHIFT_30 = np.uint64(30)
SHIFT_27 = np.uint64(27)
SHIFT_31 = np.uint64(31)
SHIFT_11 = np.uint64(11)
UNIT = 1.0 / 9007199254740992.0  # 2**-53
ARC_UNIT = 1.0 / 4294967296.0  # 2**-32
ARC_MULTIPLY_1 = np.uint32(0x85EBCA6B)
ARC_MULTIPLY_2 = np.uint32(0xC2B2AE35)
SHIFT_16 = np.uint32(16)
SHIFT_13 = np.uint32(13)


@njit(cache=True, nogil=True)
def scramble(state):
    """Turn one 64-bit state into 64 well mixed bits."""
    mixed = (state ^ (state >> SHIFT_30)) * MULTIPLY_1
    mixed = (mixed ^ (mixed >> SHIFT_27)) * MULTIPLY_2
    return mixed ^ (mixed >> SHIFT_31)


@njit(cache=True, nogil=True)
def world_key(seed, run):
    """Return the key of one simulated world."""
    return scramble(scramble(np.uint64(seed) + GOLDEN) + np.uint64(run) * GOLDEN)


@njit(cache=True, nogil=True)
def draw(key, first, second):
    """Return a uniform number in [0, 1) for a pair of counters, such as (source, target) or (person, period)."""
    mixed = scramble(key + np.uint64(first) * STEP_A + np.uint64(second) * STEP_B)
    return (mixed >> SHIFT_11) * UNIT


@njit(cache=True, nogil=True)
def arc_base(key, source):
    """Return what the draws of all arcs out of one person share."""
    return np.uint32(scramble(key + np.uint64(source) * STEP_A))


@njit(cache=True, nogil=True)
def arc_bits(base, target):
    """Return 32 well mixed bits for one arc; narrow, so that the machine draws for eight arcs at once."""
    mixed = np.uint32(base ^ np.uint32(target))
    mixed = np.uint32(np.uint32(mixed ^ (mixed >> SHIFT_16)) * ARC_MULTIPLY_1)
    mixed = np.uint32(np.uint32(mixed ^ (mixed >> SHIFT_13)) * ARC_MULTIPLY_2)
    return np.uint32(mixed ^ (mixed >> SHIFT_16))


@njit(cache=True, nogil=True)
def arc_draw(key, source, target):
    """Return the uniform number in [0, 1) of one arc in one world."""
    return arc_bits(arc_base(key, source), target) * ARC_UNIT
