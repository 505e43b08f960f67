"""How many of the people sought stand at the top of a ranking: average precision, precision at k and lift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOPS = ("average_precision", "precision", "lift")
DRAWS = 1000
_FEWEST = 200
_CELLS = 2_000_000


def precision_of(
    score: NDArray[np.float64],
    outcome: NDArray[np.bool_],
    weights: NDArray[np.float64],
    share: float | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give average precision and precision at the top, per row of weights (draws by people).

    The top is `share` of all people, or as many as there are positives if None. People of the same score are taken
    together in the average; for a place in the top they draw lots.
    """
    order = np.argsort(-score, kind="stable")
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    sorted_weights = weights[:, order]
    size = np.cumsum(sorted_weights, axis=1)[:, last]
    hits = np.cumsum(sorted_weights * outcome[order], axis=1)[:, last]
    found = np.divide(hits, size, out=np.zeros_like(hits), where=size > 0)
    average = (np.diff(hits, axis=1, prepend=0.0) * found).sum(axis=1) / hits[:, -1]
    reach = hits[:, -1] if share is None else share * size[:, -1]
    rows, place = np.arange(len(weights)), (size >= reach[:, None] - 1e-9).argmax(axis=1)
    sooner = np.maximum(place - 1, 0)
    before = np.where(place > 0, size[rows, sooner], 0.0)
    sure = np.where(place > 0, hits[rows, sooner], 0.0)
    luck = (hits[rows, place] - sure) / (size[rows, place] - before)
    return average, (sure + (reach - before) * luck) / reach


def compare_tops(
    scores: NDArray[np.float64],
    outcome: NDArray[np.bool_],
    communities: NDArray[np.int64] | None,
    *,
    k: int | None,
    confidence: float,
    rng: np.random.Generator,
) -> list[dict[str, float]]:
    """Give average precision, precision at k and lift of each column of scores, with their intervals.

    Without communities random halves of the people are drawn, positives and negatives apart, so the share of positives
    stays what it is; with them each community is left out in turn, and the share of positives differs too. Both are
    jackknives. Halves rather than a bootstrap: people who are drawn twice make ties at the edge of the top, and
    intervals of precision that are too wide. The spread becomes an interval on the logit scale with Student's t, which
    keeps it between 0 and 1 and around the estimate. No interval where everybody has the same score, nor for precision
    and lift where k is everybody: these follow from the share of positives alone.

    References
    ----------
    .. [1] Shao, J. & Wu, C. F. J. (1989). A general theory for jackknife variance estimation. Annals of Statistics,
       17, 1176-1197. doi:10.1214/aos/1176347263
    """
    n, fewest = len(outcome), int(min(outcome.sum(), (~outcome).sum()))
    share = None if k is None else k / n
    base, one = float(outcome.mean()), np.ones((1, n))
    measures = [np.array(_measures(column, outcome, one, share))[:, 0] for column in scores.T]
    if communities is None:
        spreads, df = _halved(scores, outcome, share, rng), 2.0 * max(fewest - 1, 1)
    else:
        spreads, df = _left_out(scores, outcome, communities, share), float(len(np.unique(communities)) - 1)
    reach = int(outcome.sum()) if k is None else k
    rows = []
    for column, value, spread in zip(scores.T, measures, spreads, strict=True):
        row = dict(zip(TOPS, (float(x) for x in value), strict=True))
        for name, variance in zip(TOPS, spread, strict=True):
            unit = 1 / base if name == "lift" else 1.0
            seen = int(outcome.sum()) if name == "average_precision" else reach
            low, high = share_interval(row[name] / unit, variance / unit**2, seen, df, confidence)
            unknown = np.ptp(column) == 0 or (name != "average_precision" and reach == n)
            row[f"{name}_low"], row[f"{name}_high"] = (np.nan, np.nan) if unknown else (low * unit, high * unit)
        rows.append(row)
    return rows


def share_interval(value: float, variance: float, seen: int, df: float, confidence: float) -> tuple[float, float]:
    """Give the interval of a share on the logit scale; where nothing varied, that of a share of `seen` people."""
    from scipy.special import expit, logit, stdtrit

    if not 0 < value < 1:
        # All or none of those seen: the exact bound of a share, after Clopper and Pearson.
        bound = ((1 - confidence) / 2) ** (1 / seen)
        return (bound, 1.0) if value > 0 else (0.0, 1 - bound)
    spread = np.sqrt(variance if variance > 0 else value * (1 - value) / seen)
    half = float(stdtrit(df, 0.5 + confidence / 2)) * spread / (value * (1 - value))
    low, high = expit(logit(value) + np.array([-half, half]))
    return float(min(low, value)), float(max(high, value))


def _measures(
    score: NDArray[np.float64], outcome: NDArray[np.bool_], weights: NDArray[np.float64], share: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    average, precision = precision_of(score, outcome, weights, share)
    return average, precision, precision * weights.sum(axis=1) / (weights @ outcome)


def _halved(
    scores: NDArray[np.float64], outcome: NDArray[np.bool_], share: float | None, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Give the variance of each measure (columns of scores by measures) over random halves of the people."""
    n = len(outcome)
    draws = int(np.clip(_CELLS * 100 // n, _FEWEST, DRAWS))
    sides = [np.flatnonzero(outcome), np.flatnonzero(~outcome)]
    found = []
    for start in range(0, draws, max(_CELLS // n, 1)):
        weights = np.zeros((min(max(_CELLS // n, 1), draws - start), n))
        for side in sides:
            kept = np.broadcast_to(np.arange(len(side)) < _half(len(side)), (len(weights), len(side)))
            weights[:, side] = rng.permuted(kept.astype(np.float64), axis=1)
        found.append(np.array([_measures(column, outcome, weights, share) for column in scores.T]))
    fewest = min(len(side) for side in sides)
    # Shao and Wu's factor, kept over left out; the smaller side matters most.
    factor = _half(fewest) / (fewest - _half(fewest))
    variance = np.concatenate(found, axis=2).var(axis=2, ddof=1) * factor
    # The share of positives is held, but for rounding of odd numbers.
    variance[:, 2] = variance[:, 1] / outcome.mean() ** 2
    return np.asarray(variance)


def _half(number: int) -> int:
    return (number + 1) // 2


def _left_out(
    scores: NDArray[np.float64], outcome: NDArray[np.bool_], communities: NDArray[np.int64], share: float | None
) -> NDArray[np.float64]:
    """Give the variance of each measure when each community is left out in turn."""
    codes = np.unique(communities)
    weights = (communities[None, :] != codes[:, None]).astype(np.float64)
    found = np.array([_measures(column, outcome, weights, share) for column in scores.T])
    return np.asarray(found.var(axis=2) * (len(codes) - 1))
