"""Intervals from a profile likelihood of one parameter that cannot be negative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

FARTHEST = 1e12


@dataclass(frozen=True)
class Sample:
    """How much a likelihood rests on.

    Parameters
    ----------
    events, terms
        Number of observed events, and of parameters fitted to them.
    """

    events: int
    terms: int

    @property
    def df(self) -> float:
        """Degrees of freedom that are left, at least one."""
        return float(max(self.events - self.terms, 1))


def maximise(profile: Callable[[float], float], scale: float) -> tuple[float, float]:
    """Give the value >= 0 at which `profile` is highest, and its height; `inf` if it keeps rising.

    The profile has one peak. It is searched on a logarithmic grid around `scale` and then refined.
    """
    from scipy.optimize import minimize_scalar

    grid = np.concatenate([[0.0], scale * np.logspace(-6, 8, 29)])
    heights = np.array([profile(x) for x in grid])
    best = int(np.argmax(heights))
    if best == len(grid) - 1:
        return np.inf, float(heights[best])
    if best == 0:
        low, high = 0.0, float(grid[1])
    else:
        low, high = float(grid[best - 1]), float(grid[best + 1])
    found = minimize_scalar(lambda x: -profile(x), bounds=(low, high), method="bounded", options={"xatol": high * 1e-8})
    x, height = float(found.x), float(-found.fun)
    return (x, height) if height > heights[best] else (float(grid[best]), float(heights[best]))


def profile_interval(
    profile: Callable[[float], float],
    best: float,
    height: float,
    scale: float,
    confidence: float,
    *,
    sample: Sample | None = None,
) -> tuple[float, float]:
    """Give the values at which the likelihood ratio reaches its critical value; 0 and `inf` where it never does.

    That value is chi-square's, or with a `sample` the one for as many events and terms.
    """
    from scipy.optimize import brentq

    drop = critical_ratio(confidence, sample) / 2

    def excess(x: float) -> float:
        return profile(x) - height + drop

    low = 0.0
    peak = best if np.isfinite(best) else scale * FARTHEST
    if excess(0.0) < 0:
        low = float(brentq(excess, 0.0, peak, xtol=scale * 1e-10))
    if not np.isfinite(best):
        return low, np.inf
    step = max(best, scale)
    far = best + step
    while excess(far) > 0:
        step *= 4
        far = best + step
        if far > scale * FARTHEST:
            return low, np.inf
    return low, float(brentq(excess, best, far, xtol=scale * 1e-10))


def ratio_p(height: float, at_zero: float, *, sample: Sample | None = None) -> float:
    """Give the p-value of zero by the likelihood ratio, one-sided, as a negative value is impossible."""
    from scipy.special import ndtr, stdtr

    statistic = max(2 * (height - at_zero), 0.0)
    if statistic == 0:
        return 1.0
    if sample is None:
        return float(ndtr(-np.sqrt(statistic)))
    return float(stdtr(sample.df, -np.sqrt(sample.df * np.expm1(statistic / sample.events))))


def critical_ratio(confidence: float, sample: Sample | None = None) -> float:
    """Give the value that the likelihood ratio statistic of one parameter exceeds by chance.

    In a normal regression with n observations that statistic is n log(1 + t²/df) with Student's t, and chi-square only
    in the limit. Where other terms are fitted on the same few events this holds nearly so for other likelihoods too.
    """
    from scipy.special import ndtri, stdtrit

    if sample is None:
        return float(ndtri(0.5 + confidence / 2)) ** 2
    return float(sample.events * np.log1p(stdtrit(sample.df, 0.5 + confidence / 2) ** 2 / sample.df))
