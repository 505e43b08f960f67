"""How far ties stay inside groups: mixing, E-I index, assortativity, conductance, modularity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kiemen._checks import check_integer, check_rng

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Codes = NDArray[np.integer[Any]]

_SIDE_BY_SIDE = 64
# Ties looked at in all regroupings together, from where compiled code has earned its loading.
_HEAVY = 5_000_000


class EiIndex(NamedTuple):
    """The E-I index of a network with what it could have been."""

    value: float
    lowest: float
    highest: float
    rescaled: float
    expected: float
    p: float


def mixing_matrix(adjacency: csr_array, codes: Codes, n_groups: int) -> Floats:
    """Add up the ties from each group to each group.

    Parameters
    ----------
    adjacency
        People × people. Undirected ties are stored both ways, so they count twice, once each way.
    codes
        Group number of every person; -1 leaves a person out.
    n_groups
        Number of groups.

    Returns
    -------
    array
        Groups × groups; row sends, column receives.
    """
    row = np.repeat(codes, np.diff(adjacency.indptr))
    column = codes[adjacency.indices]
    known = (row >= 0) & (column >= 0)
    flat = row[known].astype(np.int64) * n_groups + column[known]
    added = np.bincount(flat, weights=adjacency.data[known], minlength=n_groups**2)
    return added.astype(np.float64).reshape(n_groups, n_groups)


def ei_index(mixing: Floats) -> float:
    """Give (external − internal) / (external + internal); NaN without ties.

    Parameters
    ----------
    mixing
        Groups × groups, as `mixing_matrix` gives.

    Returns
    -------
    float
        From −1, all ties inside groups, to 1, all ties between groups.

    References
    ----------
    Krackhardt, D. & Stern, R. N. (1988). doi:10.2307/2786835
    """
    total, internal = float(mixing.sum()), float(np.trace(mixing))
    return (total - 2 * internal) / total if total > 0 else float("nan")


def check_ei_index(
    adjacency: csr_array,
    codes: Codes,
    n_groups: int,
    *,
    times: int = 999,
    rng: int | np.random.Generator | None = None,
) -> EiIndex:
    """Give the E-I index of binary ties with its bounds and a test by moving people between groups.

    Parameters
    ----------
    adjacency
        People × people; strengths are not read.
    codes
        Group number of every person; -1 leaves a person out.
    n_groups
        Number of groups.
    times
        Number of random regroupings that keep the group sizes; 0 for no test.
    rng
        Seed or generator.

    Returns
    -------
    EiIndex
        The index, the lowest and highest that these group sizes and this number of ties allow, the index rescaled to
        these bounds (−1 to 1, NaN when they coincide), its mean under regrouping and the two-sided p.
    """
    check_integer("times", times, low=0)
    generator = check_rng(rng)
    known = codes >= 0
    row = np.repeat(np.arange(codes.size), np.diff(adjacency.indptr))
    keep = known[row] & known[adjacency.indices]
    source, target = row[keep], adjacency.indices[keep]
    m = source.size
    if m == 0:
        return EiIndex(*[float("nan")] * 6)
    crossing = int((codes[source] != codes[target]).sum())
    observed = (2 * crossing - m) / m
    lowest, highest = _bounds(np.bincount(codes[known], minlength=n_groups), m)
    middle, half = (lowest + highest) / 2, (highest - lowest) / 2
    rescaled = (observed - middle) / half if half > 0 else float("nan")
    if times == 0:
        return EiIndex(observed, lowest, highest, rescaled, float("nan"), float("nan"))
    drawn = _crossings(codes, known, (source, target), times, generator)
    low = (1 + int((drawn <= crossing).sum())) / (times + 1)
    high = (1 + int((drawn >= crossing).sum())) / (times + 1)
    return EiIndex(observed, lowest, highest, rescaled, float(2 * drawn.mean() - m) / m, min(1.0, 2 * min(low, high)))


def _crossings(
    codes: Codes, known: NDArray[np.bool_], ties: tuple[Codes, Codes], times: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Count the ties between groups after each regrouping; many regroupings lie side by side, which reads faster."""
    people = np.flatnonzero(known)
    place = np.full(codes.size, -1)
    place[people] = np.arange(people.size)
    source, target = place[ties[0]], place[ties[1]]
    width = np.uint8 if codes.max(initial=0) < 256 else np.int32
    tally = _tally(source.size * times)
    drawn = np.empty(times, np.int64)
    for first in range(0, times, _SIDE_BY_SIDE):
        count = min(_SIDE_BY_SIDE, times - first)
        moved = np.empty((people.size, count), width)
        for i in range(count):
            moved[:, i] = rng.permutation(codes[people])
        drawn[first : first + count] = tally(moved, source, target)
    return drawn


def _tally(work: int) -> Callable[..., NDArray[np.int64]]:
    """Give what counts the ties whose ends differ, per column: by numpy, or compiled where that pays its loading."""
    if work > _HEAVY:
        from kiemen._kernels.rewire import crossing_ties

        compiled: Callable[..., NDArray[np.int64]] = crossing_ties
        return compiled
    return lambda moved, source, target: (moved[source] != moved[target]).sum(axis=0)


def _bounds(sizes: NDArray[np.int64], m: int) -> tuple[float, float]:
    """Give the E-I index when as many ties as can be are inside groups, and when as many as can be are between."""
    inside = int((sizes * (sizes - 1)).sum())
    between = int(sizes.sum()) ** 2 - int((sizes**2).sum())
    most_inside, most_between = min(m, inside), min(m, between)
    return (m - 2 * most_inside) / m, (2 * most_between - m) / m


def assortativity(mixing: Floats) -> float:
    """Give Newman's assortativity of groups: 1 when ties stay inside, 0 when groups do not matter.

    Parameters
    ----------
    mixing
        Groups × groups; of binary ties or of strengths.

    Returns
    -------
    float
        At most 1; NaN without ties or when all ties are of one group.

    References
    ----------
    Newman, M. E. J. (2003). doi:10.1103/PhysRevE.67.026126
    """
    total = float(mixing.sum())
    if total <= 0:
        return float("nan")
    chance = float((mixing.sum(axis=1) / total) @ (mixing.sum(axis=0) / total))
    return (float(np.trace(mixing)) / total - chance) / (1 - chance) if chance < 1 else float("nan")


def modularity_shares(mixing: Floats) -> Floats:
    """Give what each group adds to the modularity of the grouping; their sum is the modularity.

    Parameters
    ----------
    mixing
        Groups × groups; undirected ties both ways.

    Returns
    -------
    array
        One number per group; NaN without ties.
    """
    total = float(mixing.sum())
    if total <= 0:
        return np.full(mixing.shape[0], np.nan)
    shares: Floats = np.diag(mixing) / total - mixing.sum(axis=1) * mixing.sum(axis=0) / total**2
    return shares


def conductance(mixing: Floats) -> Floats:
    """Give for each group the share of its ties that lead out, taken over the smaller side.

    Parameters
    ----------
    mixing
        Groups × groups; undirected ties both ways. A directed matrix is read as ties in either direction.

    Returns
    -------
    array
        0 to 1 per group, low for a silo; NaN for a group without ties or with all of them.
    """
    both = mixing + mixing.T
    volume = both.sum(axis=1)
    cut = volume - np.diag(both)
    smaller = np.minimum(volume, volume.sum() - volume)
    found: Floats = np.divide(cut, smaller, out=np.full(volume.size, np.nan), where=smaller > 0)
    return found
