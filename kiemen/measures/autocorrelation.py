"""Whether people who are tied are alike in something: Moran's I, Geary's C, join counts, and where it clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kiemen._checks import check_integer, check_rng
from kiemen.errors import InputError, TooLittleDataError
from kiemen.measures.adjacency import clean, pattern, row_numbers
from kiemen.measures.fdr import adjusted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

_BLOCK = 128
_ROUNDING = 1e-9
# Below this a variance is what rounding left of none.
_NO_VARIANCE = 1e-14
KINDS = ("high among high", "low among low", "high among low", "low among high")


class Autocorrelation(NamedTuple):
    """One statistic with what chance would give.

    Parameters
    ----------
    value
        The statistic.
    expected
        Its mean when values are shuffled over people.
    sd
        Its standard deviation when values are shuffled, by formula.
    z
        (value − expected) / sd.
    p_normal
        Two-sided p from the normal curve.
    p
        One-sided p for likeness of tied people, from shuffling; NaN without shuffling.
    """

    value: float
    expected: float
    sd: float
    z: float
    p_normal: float
    p: float


class LocalMoran(NamedTuple):
    """Local Moran's I per person.

    Parameters
    ----------
    value
        z_i Σ_j w_ij z_j / m2; NaN for people without contacts.
    lag
        Mean z-score of the contacts.
    p
        Two-sided p from shuffling everybody else's values; NaN without contacts.
    q
        p after correction for the number of people.
    kind
        Place in `KINDS` by own value and lag; −1 without contacts or when either is exactly the mean.
    """

    value: Floats
    lag: Floats
    p: Floats
    q: Floats
    kind: NDArray[np.int64]


class JoinCounts(NamedTuple):
    """Ties between two with (bb), one with and one without (bw) and two without (ww); p is one-sided for bb."""

    bb: float
    bw: float
    ww: float
    chi2: float
    p: float


def row_normalised(adjacency: csr_array, *, weighted: bool = False) -> csr_array:
    """Give each person's contacts equal shares of one; rows of people without contacts stay empty.

    Parameters
    ----------
    adjacency
        People × people.
    weighted
        True shares out by strength.

    Returns
    -------
    csr_array
        Rows that sum to 1 or 0.
    """
    graph = clean(adjacency)
    graph = graph.copy() if weighted else pattern(graph)
    total = np.asarray(graph.sum(axis=1)).ravel()
    graph.data = graph.data / total[row_numbers(graph)]
    return graph


def inverse_distance(adjacency: csr_array, *, steps: int | None = None) -> csr_array:
    """Give each pair of people one over the steps between them, rows scaled to one.

    Parameters
    ----------
    adjacency
        People × people; direction is followed.
    steps
        Longest path that counts; None for all. Some programs stop at 6.

    Returns
    -------
    csr_array
        Rows that sum to 1 or 0.

    Raises
    ------
    InputError
        Above 5,000 people: the answer has a number for every pair.
    """
    from scipy.sparse import csr_array

    graph = pattern(clean(adjacency))
    n = graph.shape[0]
    if n > 5000:
        raise InputError(f"distances between all pairs are kept for at most 5,000 people; this network has {n}.")
    near = np.zeros((n, n))
    seen = np.eye(n, dtype=np.bool_)
    front = np.eye(n)
    step = 0
    while front.any() and (steps is None or step < steps):
        step += 1
        fresh = ((graph.T @ front.T).T > 0) & ~seen
        near[fresh] = 1.0 / step
        seen |= fresh
        front = fresh.astype(np.float64)
    return row_normalised(csr_array(near), weighted=True)


def _known(weights: csr_array, values: ArrayLike) -> tuple[csr_array, Floats, NDArray[np.int64]]:
    """Leave out people whose value is not known and what ties to them; rows that summed to one do so again."""
    x = np.asarray(values, dtype=np.float64)
    if x.shape != (weights.shape[0],):
        raise InputError(f"values must hold one number per person, {weights.shape[0]} here, not shape {x.shape}.")
    known = np.flatnonzero(np.isfinite(x))
    if known.size < 4:
        raise TooLittleDataError(f"at least 4 people must have a value; {known.size} do.")
    if known.size == x.size:
        return weights, x, known
    part = weights[known][:, known]
    before = np.asarray(weights.sum(axis=1)).ravel()[known]
    after = np.asarray(part.sum(axis=1)).ravel()
    if np.allclose(before[before > 0], 1.0):
        scale = np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)
        part = part.copy()
        part.data = part.data * np.repeat(scale, np.diff(part.indptr))
    part.sort_indices()
    return part, x[known], known


def _sums(weights: csr_array) -> tuple[float, float, float]:
    both = weights + weights.T
    s0 = float(weights.sum())
    s1 = float((both.data**2).sum()) / 2
    s2 = float(((np.asarray(weights.sum(axis=1)).ravel() + np.asarray(weights.sum(axis=0)).ravel()) ** 2).sum())
    return s0, s1, s2


_NOTHING = Autocorrelation(*[float("nan")] * 6)


def _finished(value: float, expected: float, variance: float, p: float) -> Autocorrelation:
    from scipy.special import ndtr

    sd = float(np.sqrt(variance)) if variance > _NO_VARIANCE else float("nan")
    z = (value - expected) / sd
    return Autocorrelation(value, expected, sd, z, float(2 * ndtr(-abs(z))), p)


def moran(
    weights: csr_array, values: ArrayLike, *, times: int = 999, rng: int | np.random.Generator | None = None
) -> Autocorrelation:
    """Give Moran's I: whether tied people have alike values.

    Parameters
    ----------
    weights
        People × people, as `row_normalised` or `inverse_distance` gives.
    values
        One number per person; NaN is left out.
    times
        Number of shuffles; 0 for none.
    rng
        Seed or generator.

    Returns
    -------
    Autocorrelation
        All NaN when everybody has the same value or nobody is tied.

    Notes
    -----
    I = (n / Σw)(zᵀWz)/(zᵀz), mean −1/(n − 1), spread under randomisation (Cliff and Ord 1981).
    Cost: times × ties.

    References
    ----------
    Moran, P. A. P. (1950). doi:10.2307/2332142
    """
    check_integer("times", times, low=0)
    part, x, _ = _known(weights, values)
    n, z = x.size, x - x.mean()
    s0, s1, s2 = _sums(part)
    total = float(z @ z)
    if total == 0 or s0 == 0:
        return _NOTHING
    value = n / s0 * float(z @ (part @ z)) / total
    expected = -1 / (n - 1)
    b2 = n * float((z**4).sum()) / total**2
    variance = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    variance -= b2 * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = variance / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    drawn = _shuffled(part, z, times, check_rng(rng))
    # Equal draws differ by rounding, also below zero: where all are tied to all, every draw equals what was seen.
    seen = float(z @ (part @ z)) - _ROUNDING * s0 * total / n
    p = (1 + int((drawn >= seen).sum())) / (times + 1) if times else float("nan")
    return _finished(value, expected, variance, p)


def _shuffled(weights: csr_array, z: Floats, times: int, rng: np.random.Generator) -> Floats:
    drawn = np.empty(times)
    for first in range(0, times, _BLOCK):
        count = min(_BLOCK, times - first)
        block = rng.permuted(np.repeat(z[:, None], count, axis=1), axis=0)
        drawn[first : first + count] = np.einsum("ij,ij->j", block, weights @ block)
    return drawn


def geary(
    weights: csr_array, values: ArrayLike, *, times: int = 999, rng: int | np.random.Generator | None = None
) -> Autocorrelation:
    """Give Geary's C: whether tied people differ less than others; below 1 they are alike.

    Parameters
    ----------
    weights
        People × people, as `row_normalised` gives.
    values
        One number per person; NaN is left out.
    times
        Number of shuffles; 0 for none.
    rng
        Seed or generator.

    Returns
    -------
    Autocorrelation
        `p` is for so low a C or lower.

    Notes
    -----
    C = (n − 1) Σ w_ij (x_i − x_j)² / (2 Σw zᵀz), mean 1.

    References
    ----------
    Geary, R. C. (1954). doi:10.2307/2986645
    """
    check_integer("times", times, low=0)
    part, x, _ = _known(weights, values)
    n, z = x.size, x - x.mean()
    s0, s1, s2 = _sums(part)
    total = float(z @ z)
    if total == 0 or s0 == 0:
        return _NOTHING
    load = np.asarray(part.sum(axis=1)).ravel() + np.asarray(part.sum(axis=0)).ravel()
    scale = (n - 1) / (2 * s0 * total)
    value = scale * float(load @ z**2 - 2 * z @ (part @ z))
    b2 = n * float((z**4).sum()) / total**2
    variance = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
    variance -= (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
    variance += s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    variance /= n * (n - 2) * (n - 3) * s0**2
    if not times:
        return _finished(value, 1.0, variance, float("nan"))
    generator = check_rng(rng)
    below = 0
    for _ in range(times):
        mixed = generator.permutation(z)
        below += scale * float(load @ mixed**2 - 2 * mixed @ (part @ mixed)) <= value * (1 + 1e-12)
    return _finished(value, 1.0, variance, (1 + below) / (times + 1))


def local_moran(
    weights: csr_array, values: ArrayLike, *, times: int = 999, rng: int | np.random.Generator | None = None
) -> LocalMoran:
    """Give local Moran's I: around whom alike values cluster.

    Parameters
    ----------
    weights
        People × people, as `row_normalised` gives.
    values
        One number per person; people with NaN get NaN.
    times
        Number of shuffles of everybody else's values, at least 1.
    rng
        Seed or generator.

    Returns
    -------
    LocalMoran
        Arrays in the order of people.

    Notes
    -----
    The same shuffles serve everybody, so the p-values of people are tied to each other but each is right by itself.
    Cost: times × ties.

    References
    ----------
    Anselin, L. (1995). doi:10.1111/j.1538-4632.1995.tb00338.x
    """
    check_integer("times", times, low=1)
    generator = check_rng(rng)
    part, x, known = _known(weights, values)
    n, z = x.size, x - x.mean()
    size = weights.shape[0]
    value, lag, p = np.full(size, np.nan), np.full(size, np.nan), np.full(size, np.nan)
    kind = np.full(size, -1, np.int64)
    spread = float(z @ z) / n
    contacts = np.diff(part.indptr)
    if spread == 0 or part.nnz == 0:
        return LocalMoran(value, lag, p, p.copy(), kind)
    tied = contacts > 0
    near = part @ z
    at = known[tied]
    value[at] = (z * near / spread)[tied]
    lag[at] = near[tied] / np.sqrt(spread)
    most = int(min(contacts.max(), n - 1))
    drawn = np.stack([generator.choice(n - 1, most, replace=False) for _ in range(times)], axis=1)
    others, done = z[1:].copy(), 0
    for i in np.flatnonzero(tied).tolist():
        others[done:i], done = z[done:i], i  # the values of all but i, from those of all but the one before
        weight = part.data[part.indptr[i] : part.indptr[i + 1]]
        random = weight @ others[drawn[: contacts[i]]]
        above = int((random >= near[i] - 1e-12).sum())
        below = int((random <= near[i] + 1e-12).sum())
        p[known[i]] = min(1.0, 2 * (1 + min(above, below)) / (times + 1))
    kind[at] = _kinds(z[tied], near[tied])
    return LocalMoran(value, lag, p, adjusted(p), kind)


def _kinds(own: Floats, near: Floats) -> NDArray[np.int64]:
    kind = np.where(own > 0, np.where(near > 0, 0, 2), np.where(near > 0, 3, 1))
    return np.where((own == 0) | (near == 0), -1, kind)


def join_counts(
    adjacency: csr_array, has: ArrayLike, *, times: int = 999, rng: int | np.random.Generator | None = None
) -> JoinCounts:
    """Count ties between people who have something and people who have not.

    Parameters
    ----------
    adjacency
        People × people, symmetric; strengths are added up.
    has
        True or 1 for people who have it, False or 0 for the others; NaN is left out.
    times
        Number of shuffles; 0 for none.
    rng
        Seed or generator.

    Returns
    -------
    JoinCounts
        `chi2` is that of the table [[ww, bw/2], [bw/2, bb]] with Yates' correction; NaN when a margin is zero.

    References
    ----------
    Cliff, A. D. & Ord, J. K. (1981). Spatial Processes. Pion.
    """
    check_integer("times", times, low=0)
    part, x, _ = _known(clean(adjacency), has)
    if not np.isin(x, (0.0, 1.0)).all():
        raise InputError("has must hold only True and False, 1 and 0, or NaN.")
    total = float(part.sum()) / 2
    bb = float(x @ (part @ x)) / 2
    ww = float((1 - x) @ (part @ (1 - x))) / 2
    bw = total - bb - ww
    drawn = _shuffled(part, x, times, check_rng(rng)) / 2
    p = (1 + int((drawn >= bb - 1e-9).sum())) / (times + 1) if times else float("nan")
    return JoinCounts(bb, bw, ww, _yates(ww, bw / 2, bb), p)


def _yates(ww: float, half: float, bb: float) -> float:
    total = ww + 2 * half + bb
    white, black = ww + half, bb + half
    if white == 0 or black == 0:
        return float("nan")
    table: Any = np.array([[ww, half], [half, bb]])
    chance = np.outer([white, black], [white, black]) / total
    gap = np.maximum(np.abs(table - chance) - 0.5, 0.0)
    return float((gap**2 / chance).sum())
