"""Dates far outside the time of all others: one slip of the pen would stretch the time learned from beyond use."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# At most so many moments, and this part of all, are slips; what lies nearer than some weeks is a quiet time.
MOST, PART, NEAREST = 4, 0.05, 28.0


def stray_moments(start: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which moments (in days) are few and further from all others than those others lie apart.

    The most that can be so, early and late together; none where nothing but one date would be left. O(n log n).
    """
    found = np.zeros(len(start), dtype=np.bool_)
    most = min(MOST, max(1, int(PART * len(start))))
    if len(start) < MOST:
        return found
    ranked = np.sort(start)
    last = len(ranked) - 1
    kept = (ranked[0], ranked[-1])
    fewest = 0
    for early, late in product(range(most + 1), repeat=2):
        low, high = ranked[early], ranked[last - late]
        apart = max(float(high - low), NEAREST)
        before = early == 0 or low - ranked[early - 1] > apart
        after = late == 0 or ranked[last - late + 1] - high > apart
        if fewest < early + late <= most and high > low and before and after:
            fewest, kept = early + late, (low, high)
    return np.asarray((start < kept[0]) | (start > kept[1]))
