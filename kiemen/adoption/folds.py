"""Out-of-sample predictions: every person is predicted by a model that has not seen her group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.regression import LogitFit, expit, fit_logit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FOLDS = 5
RIDGE = 1.0


def group_folds(
    groups: NDArray[np.int64] | None, outcome: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Give each person a fold, whole groups together; without enough groups people are dealt out by outcome."""
    if groups is not None and len(np.unique(groups)) >= 2:
        names, sizes = np.unique(groups, return_counts=True)
        count = min(FOLDS, len(names))
        filled, place = np.zeros(count), {}
        for position in np.lexsort((names, -sizes)):
            emptiest = int(np.argmin(filled))
            place[int(names[position])] = emptiest
            filled[emptiest] += sizes[position]
        return np.array([place[int(group)] for group in groups])
    fold = np.empty(len(outcome), dtype=np.int64)
    for side in (outcome, ~outcome):
        members = rng.permutation(np.flatnonzero(side))
        fold[members] = np.arange(len(members)) % FOLDS
    return fold


def design(features: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give intercept, standardised features and a column for what is missing; also the mean and spread used."""
    with np.errstate(invalid="ignore"):
        mean = np.array(
            [column[~np.isnan(column)].mean() if (~np.isnan(column)).any() else 0.0 for column in features.T]
        )
        spread = np.array(
            [column[~np.isnan(column)].std() if (~np.isnan(column)).any() else 1.0 for column in features.T]
        )
    spread = np.where(spread > 0, spread, 1.0)
    return standardised(features, mean, spread), mean, spread


def standardised(
    features: NDArray[np.float64], mean: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Apply the mean and spread of a training set; missing features become the mean, and a column says so."""
    missing = np.isnan(features)
    filled = np.where(missing, 0.0, (features - mean) / spread)
    return np.column_stack([np.ones(len(features)), filled, missing.astype(float)])


def penalty(n_columns: int) -> NDArray[np.float64]:
    """Ridge on everything but the intercept."""
    return np.concatenate([[0.0], np.full(n_columns - 1, RIDGE)])


def fit_features(
    features: NDArray[np.float64], outcome: NDArray[np.bool_]
) -> tuple[LogitFit, NDArray[np.float64], NDArray[np.float64]]:
    """Fit the ridge model; give it with the mean and spread of the features."""
    X, mean, spread = design(features)
    return fit_logit(X, outcome.astype(float), ridge=penalty(X.shape[1])), mean, spread


def predict_unseen(
    features: NDArray[np.float64],
    outcome: NDArray[np.bool_],
    groups: NDArray[np.int64] | None,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Give the log-odds of each person from models fitted without her fold.

    The intercept of each fold's model is taken off before predictions are put together: a fold with many positives
    leaves few to the others, so intercepts run against the outcome and would pull the AUC below one half.
    """
    fold = group_folds(groups, outcome, rng)
    logit = np.zeros(len(outcome))
    for number in np.unique(fold):
        test = fold == number
        train = ~test
        if not outcome[train].all() and outcome[train].any():
            logit[test] = levelled(features[train], outcome[train], features[test])
    return logit + _log_odds(outcome)


def levelled(
    features: NDArray[np.float64], outcome: NDArray[np.bool_], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit on some people and give the log-odds of others above or below the level of the fit."""
    fit, mean, spread = fit_features(features, outcome)
    return np.asarray(standardised(others, mean, spread) @ fit.coefficients - fit.coefficients[0])


@dataclass(frozen=True)
class Unseen:
    """Predictions of people whose fold nothing was learned from.

    Parameters
    ----------
    logit
        For ranking: log-odds without the level of the fold's model.
    probability
        Calibrated within the other folds: model, choice of columns, slope and level come from them alone.
    """

    logit: NDArray[np.float64]
    probability: NDArray[np.float64]


def cross_fit(
    choices: Sequence[NDArray[np.float64]],
    outcome: NDArray[np.bool_],
    groups: NDArray[np.int64] | None,
    rng: np.random.Generator,
) -> Unseen:
    """Predict each fold by a model that was chosen, fitted and calibrated on the other folds.

    Notes
    -----
    `choices` are feature sets from small to large; within the other folds a larger one is taken only where it earns
    its place out of sample. Calibrating on the predictions that are then judged would make any slope look like 1.
    """
    fold = group_folds(groups, outcome, rng)
    logit, probability = np.zeros(len(outcome)), np.full(len(outcome), outcome.mean())
    for number in np.unique(fold):
        test = fold == number
        train = ~test
        y = outcome[train]
        probability[test] = y.mean()
        if y.all() or not y.any():
            continue
        within = None if groups is None else groups[train]
        chosen, inner = choose_features([features[train] for features in choices], y, within, rng)
        features = choices[chosen]
        logit[test] = levelled(features[train], y, features[test])
        intercept, slope = calibrated(inner, y)
        probability[test] = expit(intercept + slope * (logit[test] + _log_odds(y)))
    return Unseen(logit + _log_odds(outcome), probability)


def choose_features(
    choices: Sequence[NDArray[np.float64]],
    outcome: NDArray[np.bool_],
    groups: NDArray[np.int64] | None,
    rng: np.random.Generator,
) -> tuple[int, NDArray[np.float64]]:
    """Choose the first feature set, or a later one that lowers the loss out of sample by more than its standard error.

    Returns
    -------
    tuple of int and array
        Which set, and the out-of-sample log-odds it gives.
    """
    seed = int(rng.integers(2**63))
    best, logit = 0, predict_unseen(choices[0], outcome, groups, np.random.default_rng(seed))
    for place, features in enumerate(choices[1:], start=1):
        other = predict_unseen(features, outcome, groups, np.random.default_rng(seed))
        gain = np.logaddexp(0, logit) - np.logaddexp(0, other) - outcome * (logit - other)
        if gain.mean() > gain.std(ddof=1) / np.sqrt(len(gain)):
            best, logit = place, other
    return best, logit


def _log_odds(outcome: NDArray[np.bool_]) -> float:
    share = np.clip(outcome.mean(), 1e-6, 1 - 1e-6)
    return float(np.log(share / (1 - share)))


def calibrated(logit: NDArray[np.float64], outcome: NDArray[np.bool_]) -> tuple[float, float]:
    """Give intercept and slope that make out-of-sample log-odds match the outcome (Platt); slope not below zero."""
    if np.ptp(logit) < 1e-9:
        return _log_odds(outcome), 0.0
    fit = fit_logit(np.column_stack([np.ones(len(logit)), logit]), outcome.astype(float), ridge=np.array([0.0, 1e-3]))
    if fit.coefficients[1] < 0:
        return _log_odds(outcome), 0.0
    return float(fit.coefficients[0]), float(fit.coefficients[1])
