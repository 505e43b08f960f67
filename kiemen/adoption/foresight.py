"""Foresight: how a model learned from earlier innovations does on the last one."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.adoption.evaluation import ScoreCheck, check_ranking
from kiemen.adoption.folds import fit_features, standardised
from kiemen.adoption.history import find_early_or_none, innovation_starts, innovations_in_order, scores_before
from kiemen.adoption.regression import expit
from kiemen.errors import NoSignalWarning, SmallSampleWarning, TooLittleDataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.network import Network


@dataclass(frozen=True)
class Foresight:
    """How a model of earlier innovations did on a later one."""

    earlier: tuple[str, ...]
    check: ScoreCheck


def check_foresight(
    network: Network, scores: NDArray[np.float64], name: str, *, fewest: int, memberships: bool, by: str | None
) -> Foresight | None:
    """Train on the innovations that started before `name` and test on it; None if they offer too little.

    Times of all innovations are on one clock. Only a strictly earlier start counts, and only what had happened before
    the first adoption of `name`. The people are the same on both sides, so this checks whether what was learned lasts,
    and says nothing about groups that were never seen.
    """
    outcome = find_early_or_none(network, name)
    starts = innovation_starts(network)
    earlier = [other for other in innovations_in_order(network) if starts[other] < starts[name]]
    if outcome is None or not earlier:
        return None
    features, labels, used = [], [], []
    for other in earlier:
        early = find_early_or_none(network, other, before=starts[name])
        if early is None:
            continue
        train = scores_before(network, scores, other, memberships=memberships)
        rows = ~np.isnan(early) & ~np.isnan(train).all(axis=1)
        features.append(train[rows])
        labels.append(early[rows] > 0)
        used.append(other)
    y = np.concatenate(labels) if labels else np.zeros(0, dtype=bool)
    if min(y.sum(), (~y).sum()) < fewest:
        return None
    fit, mean, spread = fit_features(np.concatenate(features), y)
    test = scores_before(network, scores, name, memberships=memberships)
    foretold = expit(standardised(test, mean, spread) @ fit.coefficients)
    foretold[np.isnan(test).all(axis=1)] = np.nan
    named = pd.DataFrame({"score": foretold, "probability": foretold}, index=network.ids)
    check = quiet_check(network, named.dropna(), outcome, by)
    return None if check is None else Foresight(tuple(used), check)


def quiet_check(
    network: Network, ranking: pd.DataFrame, outcome: NDArray[np.float64], by: str | None
) -> ScoreCheck | None:
    """Check a ranking without a warning, which the caller words itself; None with too few people to compare."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NoSignalWarning)
        warnings.simplefilter("ignore", SmallSampleWarning)
        try:
            truth = pd.Series(outcome, index=network.ids)
            return check_ranking(network, ranking, truth, by=by, permutations=199, rng=np.random.default_rng(0))
        except TooLittleDataError:
            return None
