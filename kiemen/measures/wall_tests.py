"""Ties between two groups against random networks in which everybody keeps their number of ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kiemen.measures.adjacency import is_symmetric
from kiemen.measures.null_models import rewire_ties
from kiemen.measures.segregation import mixing_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.measures.grouping import Grouping

    Floats = NDArray[np.float64]

# None at all must be this unlikely by chance for a pair to tell anything.
_ALPHA = 0.05


class PairTest(NamedTuple):
    """Observed and expected ties per unordered pair of groups r < s, in the order of `numpy.triu_indices`."""

    observed: Floats
    expected: Floats
    chance: Floats
    p: Floats
    testable: NDArray[np.bool_]


def expected_ties(mixing: Floats, *, directed: bool) -> Floats:
    """Give the ties between groups that the configuration model expects.

    Parameters
    ----------
    mixing
        Groups × groups, as `mixing_matrix` gives: undirected ties both ways.
    directed
        Whether the ties have a direction.

    Returns
    -------
    array
        Directed K_r^out K_s^in / m. Undirected K_r K_s / 2m between groups and K_r² / 4m inside.
    """
    total = float(mixing.sum())
    if total <= 0:
        return np.zeros_like(mixing)
    expected = np.outer(mixing.sum(axis=1), mixing.sum(axis=0)) / total
    if not directed:
        expected[np.diag_indices_from(expected)] /= 2
    return expected


def _pairs(square: Floats, *, directed: bool) -> Floats:
    upper = np.triu_indices(square.shape[0], 1)
    return square[upper] + square.T[upper] if directed else square[upper]


def compare_pairs(
    graph: csr_array,
    grouping: Grouping,
    *,
    times: int,
    rng: int | np.random.Generator | None,
) -> PairTest:
    """Compare the ties between every two groups with rewired networks.

    Parameters
    ----------
    graph
        People × people of ones; everybody has a group.
    grouping
        The groups.
    times
        Number of rewired networks; 0 takes mean and spread of random pairing of tie ends instead.
    rng
        Seed or generator.

    Returns
    -------
    PairTest
        One value per pair. `p` is the probability of so few ties or fewer.
    """
    directed = not is_symmetric(graph)
    k = len(grouping.labels)
    mixing = mixing_matrix(graph, grouping.codes, k)
    observed = _pairs(mixing, directed=directed)
    expected = _pairs(expected_ties(mixing, directed=directed), directed=directed)
    if times == 0:
        return _by_formula(mixing, observed, expected, directed=directed)
    codes = grouping.codes
    r, s = np.triu_indices(k, 1)
    drawn = np.empty((times, observed.size))
    for i, (source, target) in enumerate(rewire_ties(graph, directed=directed, times=times, rng=rng)):
        square = np.bincount(codes[source] * k + codes[target], minlength=k * k).reshape(k, k)
        drawn[i] = square[r, s] + square[s, r]
    p = (1 + (drawn <= observed).sum(axis=0)) / (times + 1)
    p = _finer(p, drawn, observed, times)
    none = (1 + (drawn == 0).sum(axis=0)) / (times + 1)
    # Where every draw has as many, as with contacts who only receive ties, nothing can stand out.
    varies = drawn.max(axis=0) > drawn.min(axis=0)
    return PairTest(observed, expected, drawn.mean(axis=0), p, varies & (none <= _ALPHA))


def _finer(p: Floats, drawn: Floats, observed: Floats, times: int) -> Floats:
    """Where no draw had so few ties and counts are large, read the tail off the normal curve of the draws.

    The left tail of such counts is thinner than that of the curve, so this errs on the safe side.
    """
    from scipy.special import ndtr

    mean, sd = drawn.mean(axis=0), drawn.std(axis=0, ddof=1)
    at_floor = (p <= 1.5 / (times + 1)) & (mean >= 10) & (sd > 0)
    z = np.divide(observed + 0.5 - mean, sd, out=np.zeros_like(mean), where=sd > 0)
    return np.where(at_floor, np.minimum(p, ndtr(z)), p)


def _by_formula(mixing: Floats, observed: Floats, expected: Floats, *, directed: bool) -> PairTest:
    """Mean and variance of the ties between groups when tie ends are paired at random."""
    from scipy.special import ndtr

    total = float(mixing.sum())
    out, into = mixing.sum(axis=1), mixing.sum(axis=0)
    if directed:
        square = np.outer(out * (total - out), into * (total - into)) / (total**2 * max(total - 1, 1))
        r, s = np.triu_indices(mixing.shape[0], 1)
        # r→s and s→r draw from different ends on both sides; their covariance is that of disjoint cells of one table
        cross = 2 * out[r] * out[s] * into[r] * into[s] / (total**2 * max(total - 1, 1))
        variance = square[r, s] + square[s, r] + cross
    else:
        r, s = np.triu_indices(mixing.shape[0], 1)
        rate = out[s] / max(total - 1, 1)
        rest = (out[r] - 1) * (out[s] - 1) / max(total - 3, 1)
        variance = np.maximum(out[r] * rate * (1 + rest) - (out[r] * rate) ** 2, 0.0)
    sd = np.sqrt(variance)
    z = np.divide(observed + 0.5 - expected, sd, out=np.zeros_like(sd), where=sd > 0)
    floor = np.divide(0.5 - expected, sd, out=np.zeros_like(sd), where=sd > 0)
    return PairTest(observed, expected, expected.copy(), ndtr(z), ndtr(floor) <= _ALPHA)
