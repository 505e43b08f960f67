"""The area under the curve within communities, with an interval that takes the community as the unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.discrimination import auc_components, wins

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class WithinAuc:
    """AUC of each column of scores within communities.

    Parameters
    ----------
    auc, covariance
        Per column of scores, and between them.
    df
        Degrees of freedom of the variance.
    informative
        Communities that hold somebody of both sides; the others say nothing.
    """

    auc: NDArray[np.float64]
    covariance: NDArray[np.float64]
    df: float
    informative: int


def within_auc(scores: NDArray[np.float64], outcome: NDArray[np.bool_], communities: NDArray[np.int64]) -> WithinAuc:
    """Give the share of pairs of one community that each column ranks right, with what that says of other communities.

    Notes
    -----
    People of one community adopt together, for reasons that reach all of them; they are not so many independent
    witnesses. The variance is therefore taken between communities (Bell and McCaffrey's, which allows for few and
    unequal ones), with the degrees of freedom it would have if nothing but chance told communities apart. With one
    informative community there is nothing to compare, and people are the unit.

    References
    ----------
    .. [1] Bell, R. M. & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with
       multi-stage samples. Survey Methodology, 28(2), 169-181.
    """
    positives = np.bincount(communities, outcome)
    negatives = np.bincount(communities, ~outcome)
    pairs = positives * negatives
    useful = pairs > 0
    if useful.sum() < 2:
        auc, covariance = auc_components(scores, outcome, communities)
        fewest = min(positives[useful].sum(), negatives[useful].sum())
        return WithinAuc(auc, covariance, max(2 * float(fewest) - 2, 1.0), int(useful.sum()))
    right = np.column_stack(
        [np.bincount(communities, np.where(outcome, wins(column, outcome, communities), 0.0)) for column in scores.T]
    )[useful]
    pairs = pairs[useful]
    auc = right.sum(axis=0) / pairs.sum()
    residual = right - np.outer(pairs, auc)
    typical = pairs**2 * (1 / positives[useful] + 1 / negatives[useful])
    factor, df = _correction(pairs / pairs.sum(), typical)
    worth = 1 / (1 - pairs / pairs.sum())
    covariance = factor * (residual * worth[:, None]).T @ residual / pairs.sum() ** 2
    return WithinAuc(auc, covariance, df, int(useful.sum()))


def _correction(share: NDArray[np.float64], typical: NDArray[np.float64]) -> tuple[float, float]:
    """Give the factor that makes the variance right, and its degrees of freedom, for communities of these sizes.

    `typical` is the variance that each community would have by chance. With a = 1 / (1 - share), u = a * share and
    c = sum(a * share^2) the estimated variance is a quadratic form with matrix ``a on the diagonal - u_i - u_j + c``;
    its first two moments follow without writing the matrix out.
    """
    a = 1 / (1 - share)
    u, c = a * share, float((a * share**2).sum())
    first = float((typical * (a - 2 * u + c)).sum())
    zero, one, two = (float((typical * u**power).sum()) for power in range(3))
    off = c**2 * zero**2 + 2 * zero * two + 2 * one**2 - 4 * c * zero * one
    second = off + float((typical**2 * ((a + c - 2 * u) ** 2 - (c - 2 * u) ** 2)).sum())
    return float(typical.sum()) / first, first**2 / second
