"""Intervals for means, shares and bands of worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Z95 = 1.959963984540054


def wilson(successes: Any, n: int, z: float = Z95) -> tuple[Any, Any]:
    """Give the Wilson interval of a share; works on numbers and arrays.

    Examples
    --------
    >>> low, high = wilson(5, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (0.237, 0.763)
    """
    share = np.asarray(successes, dtype=np.float64) / n
    centre = share + z * z / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = np.where(share == 0.0, 0.0, (centre - half) / (1 + z * z / n))  # exactly, not but for rounding
    high = np.where(share == 1.0, 1.0, (centre + half) / (1 + z * z / n))
    return np.clip(low, 0.0, 1.0)[()], np.clip(high, 0.0, 1.0)[()]


def mean_interval(values: NDArray[Any], z: float = Z95) -> tuple[float, float, float]:
    """Give mean, low and high of a Monte Carlo mean; the ends are NaN for a single world."""
    mean = float(values.mean())
    if values.size < 2:
        return mean, float("nan"), float("nan")
    half = z * float(values.std(ddof=1)) / np.sqrt(values.size)
    return mean, mean - half, mean + half
