"""What two groups would have between them if ties that leave a group went anywhere else with equal ease."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]

ROUNDS = 200
SETTLED = 1e-10
# Median of a squared standard normal; the middle pair sets the spread, so that a few real walls cannot widen it.
MEDIAN_SQUARE = 0.454936423119572
# What is left of the variance of a pair that decides its own expectation.
NOTHING_LEFT = 1e-9
# Standard deviations beyond which a tail is no longer told apart.
FURTHEST = 37.0


class Openness(NamedTuple):
    """Ties expected per pair of groups, in the order of `numpy.triu_indices`, and how likely so few are.

    `power` is how likely a pair with half of the ties expected would be told apart, after correction for many pairs.
    """

    expected: Floats
    p: Floats
    power: Floats


def open_ties(mixing: Floats, apart: Marks | None = None) -> Floats:
    """Give the ties between groups that their own outward ties predict.

    Random pairing of all tie ends counts nearly every pair of departments as a wall, because people work most with
    their own. Here the ties inside groups are left out: every group keeps the number of ties that leave it, and those
    go to the others by how open these are (quasi-independence with an empty diagonal).

    Parameters
    ----------
    mixing
        Groups × groups; undirected ties both ways. What is on the diagonal does not count.
    apart
        Groups × groups, True for pairs that do not count either; what they would have is read off the others.

    Returns
    -------
    array
        Groups × groups with the row and column sums of the ties that count and zeros on the diagonal.

    Notes
    -----
    Iterative proportional fitting: O(groups² × rounds).

    References
    ----------
    Goodman, L. A. (1968). The analysis of cross-classified data: independence, quasi-independence, and interactions.
    doi:10.1080/01621459.1968.10480921
    """
    between = 1.0 - np.eye(mixing.shape[0])
    counts = between if apart is None else between * ~apart
    outward = mixing.astype(np.float64) * counts
    rows, columns = outward.sum(axis=1), outward.sum(axis=0)
    sending, receiving = (rows > 0).astype(np.float64), (columns > 0).astype(np.float64)
    for _ in range(ROUNDS):
        sending = _ratio(rows, counts @ receiving)
        receiving = _ratio(columns, sending @ counts)
        if np.abs(sending * (counts @ receiving) - rows).max(initial=0.0) <= SETTLED * max(rows.sum(), 1.0):
            break
    expected: Floats = between * np.outer(sending, receiving)
    return expected


def _ratio(wanted: Floats, have: Floats) -> Floats:
    return np.divide(wanted, have, out=np.zeros_like(wanted), where=have > 0)


def few_between(mixing: Floats, *, directed: bool, alpha: float = 0.05) -> Openness:
    """Give how likely counts so low are, when counts scatter around what openness predicts as much as most pairs do.

    Where there are few groups, a wall pulls down what is expected of its own pair and pushes up that of the others. So
    the pair that is lowest for its size is compared with what all other pairs say of it; when it is a wall it stays
    out of the sums, and the next one is looked at.

    Parameters
    ----------
    mixing
        Groups × groups; undirected ties both ways.
    directed
        Whether ties have a direction; a pair of groups counts those of both directions.
    alpha
        How unlikely the lowest pair must be, over all pairs, to be left out of the sums.

    Returns
    -------
    Openness
        One-sided p per pair; NaN where nothing is expected, or where so few groups have ties between them (always
        below four) that a pair cannot be told from the openness of its groups.

    Notes
    -----
    Overdispersed Poisson counts: a count over its spread has the tail of a Poisson count, which is thinner near zero
    than a normal one; where counts scatter more than Poisson counts that tail is read as one of Student. The spread is
    the median squared residual, each over its own variance under the fit, at least that of a Poisson count.
    Cost: O(groups³) per wall found.
    """
    once = 1.0 if directed else 0.5
    upper = np.triu_indices(mixing.shape[0], 1)
    observed = once * (mixing + mixing.T)[upper]
    out = np.zeros(observed.size, np.bool_)
    expected, z, p, power = _fit(mixing, observed, out, once, alpha)
    while np.isfinite(z).any():
        lowest = int(np.nanargmin(np.where(out, np.nan, z))) if np.isfinite(z[~out]).any() else -1
        if lowest < 0:
            break
        tried = out.copy()
        tried[lowest] = True
        without = _fit(mixing, observed, tried, once, alpha)
        if not without[2][lowest] * np.isfinite(z).sum() <= alpha:
            break
        out, (expected, z, p, power) = tried, without
    return Openness(expected, p, power)


def _fit(
    mixing: Floats, observed: Floats, out: Marks, once: float, alpha: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Give expected ties, residual in standard deviations, p and power, with the pairs marked `out` not in the sums."""
    from scipy.special import gammaincc, ndtr, ndtri, stdtr, stdtrit

    k = mixing.shape[0]
    r, s = np.triu_indices(k, 1)
    apart = np.zeros((k, k), np.bool_)
    apart[r[out], s[out]] = apart[s[out], r[out]] = True
    square = open_ties(mixing, apart)
    expected = once * (square + square.T)[r, s]
    unknown = np.full(expected.size, np.nan)
    information = _information(expected, (r, s), out, k)
    live = np.flatnonzero(np.diag(information) > 0)
    scale = np.sqrt(np.diag(information)[live])
    scaled = information[np.ix_(live, live)] / np.outer(scale, scale)
    if live.size == 0 or np.linalg.matrix_rank(scaled, tol=1e-8, hermitian=True) < live.size:
        return expected, unknown, unknown, unknown
    inverse = np.zeros((k, k))
    inverse[np.ix_(live, live)] = np.linalg.inv(scaled) / np.outer(scale, scale)
    uncertain = expected * (inverse[r, r] + inverse[s, s] + 2 * inverse[r, s])
    part = np.where(out, 1 + uncertain, 1 - uncertain)
    known = (expected > 0) & (part > NOTHING_LEFT)
    sd = np.sqrt(np.where(known, expected * part, 1.0))
    inside = known & ~out
    free = int(inside.sum()) - live.size
    residual = ((observed - expected) / sd)[inside] ** 2
    spread = max(float(np.median(residual)) / MEDIAN_SQUARE, float(residual.mean())) if inside.any() else 1.0
    scale_of = np.where(known, part * max(spread, 1.0), 1.0)
    tail = np.where(known, gammaincc(observed / scale_of + 1, np.where(known, expected, 1.0) / scale_of), np.nan)
    z = np.clip(ndtri(tail), -FURTHEST, FURTHEST)
    p = stdtr(free, z) if spread > 1 and free > 0 else tail
    # Told apart, a pair is compared with what the others say of it; that is less certain, and one pair fewer to go by.
    # The root of a count scatters by a half, whatever the count.
    part_alone = np.where(out, part, 1.0 / np.where(known, part, 1.0)) * max(spread, 1.0)
    bar = float(stdtrit(free - 1, alpha / max(int(known.sum()), 1))) if free > 1 else -np.inf
    root = np.sqrt(np.where(known, expected / np.where(known, part_alone, 1.0), 0.0))
    power = np.where(known, ndtr(bar + 2 * root * (1 - np.sqrt(0.5))), np.nan)
    return expected, z, p, power


def _information(expected: Floats, pair: tuple[NDArray[np.intp], NDArray[np.intp]], out: Marks, k: int) -> Floats:
    """Sum what the pairs that count say of the openness of each group."""
    information = np.zeros((k, k))
    information[pair] = np.where(out, 0.0, expected)
    information += information.T
    information[np.diag_indices(k)] = information.sum(axis=1)
    return information
