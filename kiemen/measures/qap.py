"""Whether two relations, or a relation and what people have in common, go together (QAP and MRQAP)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.errors import InputError, TooLittleDataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

# Dense matrices of people × people: eight bytes a pair for the outcome and for each term.
LARGEST = 5000


class QapCorrelation(NamedTuple):
    """Correlation of two matrices over all pairs of people, with one- and two-sided p from relabelling people."""

    value: float
    p_greater: float
    p_less: float
    p: float


class QapRegression(NamedTuple):
    """Regression of one matrix on others.

    Parameters
    ----------
    table
        One row per term (index ``term``, first "intercept"): coefficient, t, p_less, p_greater, p (two-sided).
    r_squared
        Share of the spread explained, 0 to 1.
    n
        Number of pairs.
    """

    table: pd.DataFrame
    r_squared: float
    n: int


def correlate_matrices(
    first: csr_array, second: csr_array, *, times: int = 1999, rng: int | np.random.Generator | None = None
) -> QapCorrelation:
    """Correlate two relations over all pairs of people and test it by relabelling (QAP).

    Parameters
    ----------
    first, second
        People × people in the same order; sparse. The diagonal is not read.
    times
        Number of relabellings, at least 1.
    rng
        Seed or generator.

    Returns
    -------
    QapCorrelation
        NaN when one of the two is the same for every pair.

    Notes
    -----
    The means and spreads do not change under relabelling, so only Σ x_ij y_ij is counted again: times × ties.

    References
    ----------
    Krackhardt, D. (1987). doi:10.1016/0378-8733(87)90012-8
    """
    from kiemen.measures.adjacency import clean, row_numbers

    check_integer("times", times, low=1)
    generator = check_rng(rng)
    x, y = clean(first), clean(second)
    if x.shape != y.shape:
        raise InputError(f"the two matrices must have the same people: {x.shape} and {y.shape}.")
    n = x.shape[0]
    pairs = n * (n - 1)
    if n < 3:
        raise TooLittleDataError(f"at least 3 people are needed; there are {n}.")
    mean_x, mean_y = x.data.sum() / pairs, y.data.sum() / pairs
    spread = np.sqrt(((x.data**2).sum() - pairs * mean_x**2) * ((y.data**2).sum() - pairs * mean_y**2))
    if not spread > 0:
        return QapCorrelation(*[float("nan")] * 4)
    source, target = row_numbers(y), y.indices.astype(np.int64)
    keys = row_numbers(x) * n + x.indices

    def product(order: NDArray[np.int64]) -> float:
        wanted = order[source] * n + order[target]
        at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return float((x.data[at] * y.data)[keys[at] == wanted].sum())

    observed = product(np.arange(n))
    drawn = np.array([product(generator.permutation(n)) for _ in range(times)])
    slack = 1e-9 * max(abs(observed), 1.0)
    greater = (1 + int((drawn >= observed - slack).sum())) / (times + 1)
    less = (1 + int((drawn <= observed + slack).sum())) / (times + 1)
    centred = np.abs(drawn - pairs * mean_x * mean_y)
    both = (1 + int((centred >= abs(observed - pairs * mean_x * mean_y) - slack).sum())) / (times + 1)
    return QapCorrelation(float((observed - pairs * mean_x * mean_y) / spread), greater, less, both)


def regress_matrices(
    outcome: ArrayLike,
    terms: Mapping[str, ArrayLike],
    *,
    times: int = 1000,
    rng: int | np.random.Generator | None = None,
) -> QapRegression:
    """Regress one relation on others and test each term by double semi-partialling (MRQAP).

    Parameters
    ----------
    outcome
        People × people, dense; NaN marks pairs that are not known. The diagonal is not read.
    terms
        Name → people × people.
    times
        Number of relabellings per term, at least 1.
    rng
        Seed or generator.

    Returns
    -------
    QapRegression
        Least squares with an intercept.

    Raises
    ------
    InputError
        If shapes differ, terms explain each other fully, or there are more than 5,000 people.

    Notes
    -----
    For each term the part that the other terms do not explain is relabelled, and its t is compared with those of the
    relabelled ones; this stays valid when terms are related. Cost: times × terms × pairs.

    References
    ----------
    Dekker, D., Krackhardt, D. & Snijders, T. A. B. (2007). doi:10.1007/s11336-007-9016-1
    """
    check_integer("times", times, low=1)
    generator = check_rng(rng)
    y = np.asarray(outcome, dtype=np.float64)
    matrices = {name: np.asarray(matrix, dtype=np.float64) for name, matrix in terms.items()}
    n = y.shape[0]
    if n > LARGEST:
        raise InputError(f"the regression keeps a number for every pair: at most {LARGEST} people, not {n}.")
    for name, matrix in matrices.items():
        if matrix.shape != (n, n) or y.shape != (n, n):
            raise InputError(f"term {name!r} has shape {matrix.shape}, the outcome {y.shape}; both must be {n} × {n}.")
    use = ~np.eye(n, dtype=np.bool_) & np.isfinite(y)
    for matrix in matrices.values():
        use &= np.isfinite(matrix)
    design = np.column_stack([np.ones(int(use.sum())), *(matrix[use] for matrix in matrices.values())])
    if design.shape[0] <= design.shape[1]:
        raise TooLittleDataError(f"{design.shape[0]} known pairs are too few for {design.shape[1]} coefficients.")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise InputError(f"some of the terms {', '.join(matrices)} explain each other fully; leave one out.")
    target = y[use]
    coefficient, t, r_squared = _least_squares(design, target)
    rows = {"intercept": (coefficient[0], t[0], np.nan, np.nan, np.nan)}
    for k, name in enumerate(matrices, start=1):
        less, greater, both = _relabelled((design, target, use), k, float(t[k]), times, generator)
        rows[name] = (coefficient[k], t[k], less, greater, both)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["coefficient", "t", "p_less", "p_greater", "p"])
    table.index.name = "term"
    return QapRegression(table, r_squared, int(target.size))


def _least_squares(design: Floats, target: Floats) -> tuple[Floats, Floats, float]:
    inverse = np.linalg.inv(design.T @ design)
    coefficient = inverse @ (design.T @ target)
    residual = target - design @ coefficient
    variance = float(residual @ residual) / (target.size - design.shape[1])
    error = np.sqrt(np.diag(inverse) * variance)
    t = np.divide(coefficient, error, out=np.full_like(coefficient, np.nan), where=error > 0)
    total = float(((target - target.mean()) ** 2).sum())
    return coefficient, t, 1 - float(residual @ residual) / total if total > 0 else float("nan")


def _relabelled(
    data: tuple[Floats, Floats, NDArray[np.bool_]], k: int, t: float, times: int, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Give one- and two-sided p of a term; what the other terms explain is taken out once, of all but the draws."""
    design, target, use = data
    # Outside the known pairs everything is 0, so that sums over all pairs are sums over these.
    basis = np.zeros((use.size, design.shape[1] - 1))
    basis[use.ravel()] = np.linalg.qr(np.delete(design, k, axis=1))[0]
    rest, left = np.zeros(use.size), np.zeros(use.size)
    rest[use.ravel()], left[use.ravel()] = target, design[:, k]
    rest -= basis @ (basis.T @ rest)
    left -= basis @ (basis.T @ left)
    square, free = float(rest @ rest), target.size - design.shape[1]
    drawn = np.empty(times)
    for draw in range(times):
        order = rng.permutation(use.shape[0])
        moved = (left.reshape(use.shape).take(order, axis=0).take(order, axis=1) * use).ravel()
        explained = basis.T @ moved
        own, together = float(moved @ moved - explained @ explained), float(moved @ rest)
        error = max(square * own - together**2, 0.0) / free
        drawn[draw] = together / np.sqrt(error) if error > 0 else np.nan
    slack = 1e-9 * abs(t)
    counts = (drawn <= t + slack, drawn >= t - slack, np.abs(drawn) >= abs(t) - slack)
    less, greater, both = ((1 + int(count.sum())) / (times + 1) for count in counts)
    return less, greater, both
