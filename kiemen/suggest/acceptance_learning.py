"""Learning which ties form from the ones that formed: features at a moment, labels in the period after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.errors import TooLittleDataError
from kiemen.suggest.pairs import attribute_codes, pair_features

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.history import History, Snapshot

# Fewer new ties than this and nothing is fitted.
FEWEST_TIES = 20
WINDOWS = 4
# Longest period learned from, as a share of the time seen: four half-overlapping periods then lie in its recent half.
# A longer one reaches back to how the network began, or into a burst long past.
LONGEST_PERIOD = 0.2
PAIRS_PER_WINDOW = 60_000
EVERY_PAIR = 250_000
# Strong shrinkage: some 150 products of features, and often no more than a few hundred new ties.
SHRINKAGE = 0.003
# Waves are few and far apart: each one further back counts for half.
FADING = 0.5


@dataclass(frozen=True, eq=False)
class Window:
    """Pairs that were not tied at a moment, and whether they were a period later."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    formed: NDArray[np.bool_]
    weight: NDArray[np.float64]
    snapshot: Snapshot


@dataclass(frozen=True, eq=False)
class Learner:
    """Logistic regression on features and their products, its odds corrected on the last period.

    Parameters
    ----------
    pipeline
        Fitted scikit-learn pipeline.
    slope, intercept
        Correction of the log-odds found on a period the first fit had not seen.
    columns
        Names of the features.
    period
        Length of the periods learned from: features must be those of a snapshot with this period.
    times
        Number of such periods in the one to predict.
    """

    pipeline: Any
    slope: float
    intercept: float
    columns: tuple[str, ...]
    period: float
    times: float

    def log_odds(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Give the log-odds that each pair becomes tied within the period to predict."""
        known = features.reindex(columns=list(self.columns), fill_value=0.0)
        raw = self.pipeline.decision_function(known.to_numpy())
        return prolonged(np.asarray(self.slope * raw + self.intercept, dtype=np.float64), self.times)


def prolonged(log_odds: NDArray[np.float64], times: float) -> NDArray[np.float64]:
    """Turn the log-odds of one period into those of `times` periods of equal chance: 1 - (1 - chance) ** times."""
    if times == 1.0:
        return log_odds
    # -log(1 - chance), kept above zero for the logarithm.
    risk = times * np.logaddexp(0.0, np.maximum(log_odds, -700.0))
    return np.asarray(risk + np.log(-np.expm1(-risk)), dtype=np.float64)


def moments(history: History, period: float, until: float) -> list[float]:
    """Give the moments to learn from, latest first: each has a full period before `until`, and a past of its own."""
    first = float(history.start.min())
    step = period if history.waves else period / 2
    found = [until - period - k * step for k in range(WINDOWS)]
    earliest = first if history.waves else first + 0.1 * (until - first)
    return [moment for moment in found if moment >= earliest]


def window(
    history: History, moment: float, period: float, rng: np.random.Generator, *, most: int = PAIRS_PER_WINDOW
) -> Window:
    """Give untied pairs at a moment and which of them formed; all of them, or all that formed and a sample of the rest.

    A sample is half drawn from pairs that share a contact, half from all; weights make it stand for all pairs.
    """
    snapshot = history.snapshot(moment, period)
    n = history.n
    tied = _keys(snapshot.tied, n)
    present = np.arange(n) if history.waves else np.flatnonzero(np.isfinite(snapshot.idle) & (snapshot.idle < 10.0))
    if not history.waves and len(present) < 2:
        present = np.arange(n)
    # A pair that had a tie before counts as new only when waves can see that the tie was gone.
    known = tied if history.waves else np.union1d(tied, _keys(snapshot.former, n))
    formed = np.setdiff1d(history.formed(moment, moment + period), known)
    here = np.isin(formed // n, present) & np.isin(formed % n, present)
    formed = formed[here]
    total = len(present) * (len(present) - 1) // 2
    if total <= max(most, EVERY_PAIR):
        one, other = np.triu_indices(len(present), 1)
        keys = np.setdiff1d(present[one] * n + present[other], known)
        weight = np.ones(len(keys))
    else:
        keys, weight = _sampled(snapshot, present, known, formed, n=n, rng=rng, most=most)
    label = np.isin(keys, formed)
    # Sorted by the right person: the contacts of one person are then marked once.
    order = np.lexsort((keys // n, keys % n))
    keys = keys[order]
    return Window(keys // n, keys % n, label[order], weight[order], snapshot)


def _keys(matrix: Any, n: int) -> NDArray[np.int64]:
    pairs = matrix.tocoo()
    upper = pairs.row < pairs.col
    return np.asarray(np.sort(pairs.row[upper].astype(np.int64) * n + pairs.col[upper]))


def _sampled(
    snapshot: Snapshot,
    present: NDArray[np.int64],
    known: NDArray[np.int64],
    formed: NDArray[np.int64],
    *,
    n: int,
    rng: np.random.Generator,
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    tied = snapshot.tied
    degree = np.diff(tied.indptr)
    # Two steps along random ties end at a pair that shares a contact.
    middle = rng.choice(n, size=most, p=degree / degree.sum())
    ends = [tied.indices[tied.indptr[middle] + (rng.random(most) * degree[middle]).astype(np.int64)] for _ in range(2)]
    anyone = [rng.choice(present, size=most) for _ in range(2)]
    parts = []
    for one, other in (ends, anyone):
        a, b = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
        keys = np.unique((a * n + b)[a != b])
        keys = np.setdiff1d(keys, known)
        parts.append(keys[np.isin(keys // n, present) & np.isin(keys % n, present)])
    near, far = parts
    shares = np.asarray(tied[far // n].multiply(tied[far % n]).sum(axis=1)).ravel() > 0
    out = np.isin(known // n, present) & np.isin(known % n, present)
    pairs = len(present) * (len(present) - 1) / 2 - int(out.sum()) - len(formed)
    # The uniform sample says how many pairs share a contact at all.
    reach = float(shares.mean()) if len(far) else 0.0
    near, far = np.setdiff1d(near, formed), np.setdiff1d(far[~shares], formed)
    keys = np.concatenate([formed, near, far])
    weight = np.concatenate(
        [
            np.ones(len(formed)),
            np.full(len(near), max(1.0, reach * pairs / max(len(near), 1))),
            np.full(len(far), max(1.0, (1 - reach) * pairs / max(len(far), 1))),
        ]
    )
    return keys, weight


def learn(history: History, network: Network, *, period: float, until: float, rng: np.random.Generator) -> Learner:
    """Fit on the periods before `until`; the last one corrects the odds before all are used.

    A period longer than a fifth of the time seen is learned from shorter, recent ones, and prolonged. Between waves the
    number of new ties swings, and a correction found on one wave misleads in the next: there all waves decide together,
    the later ones more.

    Raises
    ------
    TooLittleDataError
        If fewer than 20 ties formed in the periods that can be learned from.
    """
    short = period if history.waves else min(period, LONGEST_PERIOD * (until - float(history.start.min())))
    for learned in (short, period):
        windows = [window(history, moment, learned, rng) for moment in moments(history, learned, until)]
        new = sum(int(one.formed.sum()) for one in windows)
        if new >= FEWEST_TIES or learned == period:
            break
    if new < FEWEST_TIES:
        raise TooLittleDataError(
            f"{new} ties formed in the {len(windows)} periods that can be learned from and at least {FEWEST_TIES} are "
            "needed; use the documented default."
        )
    if history.waves:
        windows = [replace(one, weight=one.weight * FADING**back) for back, one in enumerate(windows)]
    attributes = attribute_codes(network)
    incidence = network.incidence() if len(network.memberships) else None
    frames = [pair_features(one.snapshot, attributes, incidence, one.left, one.right) for one in windows]
    columns = tuple(sorted(set().union(*(frame.columns for frame in frames))))
    tables = [frame.reindex(columns=list(columns), fill_value=0.0).to_numpy() for frame in frames]
    slope, intercept = 1.0, 0.0
    earlier = sum(int(one.formed.sum()) for one in windows[1:])
    if not history.waves and earlier >= FEWEST_TIES and windows[0].formed.sum() >= FEWEST_TIES:
        trial = _fit(tables[1:], windows[1:])
        slope, intercept = _corrected(trial.decision_function(tables[0]), windows[0])
    return Learner(_fit(tables, windows), slope, intercept, columns, learned, period / learned)


def _fit(tables: list[NDArray[np.float64]], windows: list[Window]) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    model = LogisticRegression(C=SHRINKAGE, max_iter=300)
    pipeline = make_pipeline(StandardScaler(), PolynomialFeatures(2, include_bias=False), StandardScaler(), model)
    weight = np.concatenate([one.weight for one in windows])
    label = np.concatenate([one.formed for one in windows])
    pipeline.fit(np.vstack(tables), label, logisticregression__sample_weight=weight)
    return pipeline


def _corrected(log_odds: NDArray[np.float64], seen: Window) -> tuple[float, float]:
    """Fit slope and intercept of the log-odds on a period that was not learned from (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e3, max_iter=300)
    fitted.fit(log_odds[:, None], seen.formed, sample_weight=seen.weight)
    slope = float(fitted.coef_[0, 0])
    # A period that contradicts the earlier ones leaves no more than a flat guess, never a reversed one.
    if slope <= 0.0:
        return 1.0, 0.0
    return slope, float(fitted.intercept_[0])
