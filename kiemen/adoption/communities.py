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
    """Give the mean over communities of how well each column ranks inside them, and what that says of others.

    Notes
    -----
    A community with n people of whom p are sought weighs ``p (n - p) / (n + 1)``, as it knows that much (van Elteren's
    weights [2]_). People of one community adopt together, for reasons that reach all of them; they are not so many
    independent witnesses. The variance is therefore taken between communities, made right for few and unequal ones as
    Bell and McCaffrey do [1]_. With one informative community there is nothing to compare, and people are the unit.

    References
    ----------
    .. [1] Bell, R. M. & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with
       multi-stage samples. Survey Methodology, 28(2), 169-181.
    .. [2] van Elteren, P. H. (1960). On the combination of independent two-sample tests of Wilcoxon. Bulletin of the
       International Statistical Institute, 37, 351-361.
    """
    positives = np.bincount(communities, outcome)
    negatives = np.bincount(communities, ~outcome)
    useful = positives * negatives > 0
    if useful.sum() < 2:
        auc, covariance = auc_components(scores, outcome, communities)
        fewest = min(positives[useful].sum(), negatives[useful].sum())
        return WithinAuc(auc, covariance, max(2 * float(fewest) - 2, 1.0), int(useful.sum()))
    right = np.column_stack(
        [np.bincount(communities, np.where(outcome, wins(column, outcome, communities), 0.0)) for column in scores.T]
    )[useful]
    p, q = positives[useful], negatives[useful]
    share = p * q / (p + q + 1)
    share = share / share.sum()
    inside = right / (p * q)[:, None]
    auc = share @ inside
    residual = share[:, None] * (inside - auc)
    typical = share**2 * (1 / p + 1 / q + 1 / (p * q))
    worth = 1 / (1 - share)
    covariance = _correction(share, typical) * (residual * worth[:, None]).T @ residual
    return WithinAuc(auc, covariance, float(len(share) - 1), len(share))


def _correction(share: NDArray[np.float64], typical: NDArray[np.float64]) -> float:
    """Give the factor that makes the variance right for communities of these sizes.

    `typical` is the variance that each community would have by chance. With a = 1 / (1 - share), u = a * share and
    c = sum(a * share^2) the variance is estimated by a quadratic form with matrix ``a on the diagonal - u_i - u_j +
    c``; its mean follows without writing the matrix out.
    """
    a = 1 / (1 - share)
    return float(typical.sum() / (typical * (a - 2 * a * share + (a * share**2).sum())).sum())
