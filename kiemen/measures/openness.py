"""What two groups would have between them if ties that leave a group went anywhere else with equal ease."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 200
SETTLED = 1e-10
# Median of a squared standard normal; the middle pair sets the spread, so that a few real walls cannot widen it.
MEDIAN_SQUARE = 0.454936423119572


def open_ties(mixing: Floats) -> Floats:
    """Give the ties between groups that their own outward ties predict.

    Random pairing of all tie ends counts nearly every pair of departments as a wall, because people work most with
    their own. Here the ties inside groups are left out: every group keeps the number of ties that leave it, and those
    go to the others by how open these are (quasi-independence with an empty diagonal).

    Parameters
    ----------
    mixing
        Groups × groups; undirected ties both ways. What is on the diagonal does not count.

    Returns
    -------
    array
        Groups × groups with the row and column sums of the ties that leave groups and zeros on the diagonal.

    Notes
    -----
    Iterative proportional fitting: O(groups² × rounds).

    References
    ----------
    Goodman, L. A. (1968). The analysis of cross-classified data: independence, quasi-independence, and interactions.
    doi:10.1080/01621459.1968.10480921
    """
    outward = mixing.astype(np.float64) * (1.0 - np.eye(mixing.shape[0]))
    rows, columns = outward.sum(axis=1), outward.sum(axis=0)
    fitted = (1.0 - np.eye(mixing.shape[0])) * np.outer(rows > 0, columns > 0)
    for _ in range(ROUNDS):
        before = fitted
        fitted = fitted * _ratio(rows, fitted.sum(axis=1))[:, None]
        fitted = fitted * _ratio(columns, fitted.sum(axis=0))[None, :]
        if np.abs(fitted - before).max(initial=0.0) <= SETTLED * max(rows.sum(), 1.0):
            break
    return fitted


def _ratio(wanted: Floats, have: Floats) -> Floats:
    return np.divide(wanted, have, out=np.zeros_like(wanted), where=have > 0)


def few_between(observed: Floats, expected: Floats) -> Floats:
    """Give how likely counts so low are, when counts scatter around `expected` as much as most pairs do.

    Parameters
    ----------
    observed, expected
        Ties per pair of groups.

    Returns
    -------
    array
        One-sided p per pair; NaN where nothing is expected.

    Notes
    -----
    Overdispersed Poisson counts with a normal tail. The spread is the median squared residual, at least that of a
    Poisson count.
    """
    from scipy.special import ndtr

    known = expected > 0
    residual = np.divide(observed - expected, np.sqrt(expected), out=np.zeros_like(expected), where=known)
    spread = max(1.0, float(np.median(residual[known] ** 2)) / MEDIAN_SQUARE) if known.any() else 1.0
    z = np.divide(observed + 0.5 - expected, np.sqrt(spread * expected), out=np.zeros_like(expected), where=known)
    p: NDArray[Any] = np.where(known, ndtr(z), np.nan)
    return p
