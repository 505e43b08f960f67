"""How well a score tells two groups of people apart: the area under the curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def auc_components(
    scores: NDArray[np.float64], outcome: NDArray[np.bool_], strata: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the AUC of each column of scores and their covariance, comparing people only within their stratum.

    Notes
    -----
    The AUC is the share of (positive, negative) pairs ranked right, ties counting half. The covariance is that of
    DeLong: it follows from how many pairs each person wins. With strata, pairs across strata do not count and the
    person's wins are set against what the overall AUC would give in her stratum. NaN without any pair.

    References
    ----------
    .. [1] DeLong, E. R., DeLong, D. M. & Clarke-Pearson, D. L. (1988). Comparing the areas under two or more correlated
       receiver operating characteristic curves. Biometrics, 44, 837-845. doi:10.2307/2531595
    """
    codes = np.zeros(len(outcome), dtype=np.int64) if strata is None else strata
    won = np.column_stack([wins(column, outcome, codes) for column in scores.T])
    positives = np.bincount(codes, outcome)
    negatives = np.bincount(codes, ~outcome)
    pairs = float(positives @ negatives)
    m = scores.shape[1]
    if pairs == 0:
        return np.full(m, np.nan), np.full((m, m), np.nan)
    rivals = np.where(outcome, negatives[codes], positives[codes])
    auc = won[outcome].sum(axis=0) / pairs
    covariance = np.zeros((m, m))
    for side in (outcome & (rivals > 0), ~outcome & (rivals > 0)):
        off = won[side] - np.outer(rivals[side], auc)
        n = int(side.sum())
        covariance += off.T @ off / pairs**2 * (n / (n - 1) if n > 1 else 1.0)
    return auc, covariance


def wins(score: NDArray[np.float64], outcome: NDArray[np.bool_], codes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Count per person the pairs in her stratum that this score ranks right: positives above, negatives below."""
    from scipy.stats import rankdata

    won = np.zeros(len(score))
    order = np.argsort(codes, kind="stable")
    bounds = np.flatnonzero(np.diff(codes[order])) + 1
    for members in np.split(order, bounds):
        positive = members[outcome[members]]
        negative = members[~outcome[members]]
        if len(positive) and len(negative):
            both = rankdata(np.concatenate([score[positive], score[negative]]))
            won[positive] = both[: len(positive)] - rankdata(score[positive])
            won[negative] = len(positive) - (both[len(positive) :] - rankdata(score[negative]))
    return won


def auc_interval(
    auc: float, variance: float, positives: int, negatives: int, confidence: float, *, df: float | None = None
) -> tuple[float, float]:
    """Give the interval of an AUC on the logit scale; at 0 and 1 the bound that still leaves one pair wrong.

    `df` are the degrees of freedom of the variance; None takes those of the smaller side.
    """
    from scipy.special import stdtrit

    if np.isnan(auc) or not positives or not negatives:
        return float("nan"), float("nan")
    # The variance rests mostly on the smaller side; with the normal curve intervals on few people are too short.
    df = 2.0 * max(min(positives, negatives) - 1, 1) if df is None else df
    z = float(stdtrit(df, 0.5 + confidence / 2))
    inner = auc
    if auc in {0.0, 1.0} or variance <= 0:
        # All pairs right (or wrong) shows no variance; take what Hanley and McNeil give for an AUC just inside.
        edge = 0.25 / min(positives, negatives)
        inner = min(max(auc, edge), 1 - edge)
        variance = _typical_variance(inner, positives, negatives)
    half = z * np.sqrt(variance) / (inner * (1 - inner))
    middle = np.log(inner / (1 - inner))
    low, high = 1 / (1 + np.exp(-(middle + np.array([-half, half]))))
    return float(min(low, auc)), float(max(high, auc))


def _typical_variance(auc: float, positives: int, negatives: int) -> float:
    """Give the variance of an AUC of exponential scores; Hanley and McNeil, doi:10.1148/radiology.143.1.7063747."""
    one, other = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (positives - 1) * (one - auc**2) + (negatives - 1) * (other - auc**2)
    return spread / (positives * negatives)


def permutation_p(
    score: NDArray[np.float64],
    outcome: NDArray[np.bool_],
    strata: NDArray[np.int64] | None,
    times: int,
    rng: np.random.Generator,
) -> float:
    """Give how often labels shuffled within strata rank at least as well: (b + 1) / (times + 1), one-sided."""
    from scipy.stats import rankdata

    codes = np.zeros(len(outcome), dtype=np.int64) if strata is None else strata
    order = np.argsort(codes, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)
    draws, observed = np.zeros(times), 0.0
    for members in groups:
        positives = int(outcome[members].sum())
        if not 0 < positives < len(members):
            continue
        ranks = rankdata(score[members])
        observed += ranks[outcome[members]].sum()
        for draw in range(times):
            draws[draw] += ranks[rng.permutation(len(members))[:positives]].sum()
    if not draws.any():
        return float("nan")
    return float((1 + (draws >= observed - 1e-9).sum()) / (times + 1))
