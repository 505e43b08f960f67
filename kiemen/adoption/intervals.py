"""Intervals for shares and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def normal_quantile(confidence: float) -> float:
    """Give the two-sided quantile of the normal curve, such as 1.645 at 90 %."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + confidence / 2))


def share_interval(
    events: ArrayLike, trials: ArrayLike, confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Wilson interval of a share; NaN where nobody was at risk.

    References
    ----------
    .. [1] Brown, L. D., Cai, T. T. & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical
       Science, 16, 101-133. doi:10.1214/ss/1009213286
    """
    events, trials = np.asarray(events, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    z = normal_quantile(confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = events / trials
        middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
        half = z / (1 + z**2 / trials) * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    low = np.where(events == 0, 0.0, middle - half)
    high = np.where(events == trials, 1.0, middle + half)
    none = trials <= 0
    return np.where(none, np.nan, low), np.where(none, np.nan, high)
