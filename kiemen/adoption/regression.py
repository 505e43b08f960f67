"""Logistic regression by Newton's method, with standard errors and an optional ridge."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.errors import ConvergenceWarning

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 100
SETTLED = 1e-10
LARGEST_STEP = 10.0


@dataclass(frozen=True)
class LogitFit:
    """Coefficients with their covariance, and how well they fit."""

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    deviance: float
    null_deviance: float
    n: int
    settled: bool

    @property
    def errors(self) -> NDArray[np.float64]:
        """Standard errors."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0))

    @property
    def aic(self) -> float:
        """Akaike's criterion for binary data: deviance plus twice the number of coefficients."""
        return self.deviance + 2 * len(self.coefficients)


def expit(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 1 / (1 + exp(-x)) without overflow."""
    from scipy.special import expit as inverse_logit

    return np.asarray(inverse_logit(x))


def fit_logit(
    X: NDArray[np.float64],
    events: NDArray[np.float64],
    trials: NDArray[np.float64] | None = None,
    *,
    ridge: float | NDArray[np.float64] = 0.0,
) -> LogitFit:
    """Fit events out of trials on the columns of X (which holds the intercept) by penalised maximum likelihood.

    Notes
    -----
    Newton steps, halved while they do not improve. `ridge` is the penalty per column, ``ridge / 2 * b^2``. Columns
    that others explain fully get the smallest coefficients that fit. Cost: rows times columns squared per step.
    """
    m = np.ones(len(events)) if trials is None else trials
    penalty = np.broadcast_to(np.asarray(ridge, dtype=np.float64), X.shape[1])
    beta = np.zeros(X.shape[1])

    def misfit(b: NDArray[np.float64]) -> float:
        eta = X @ b
        return float(m @ np.logaddexp(0, eta) - events @ eta + 0.5 * penalty @ b**2)

    value, settled, bread = misfit(beta), False, np.eye(X.shape[1])
    for _ in range(STEPS):
        p = expit(X @ beta)
        gradient = X.T @ (events - m * p) - penalty * beta
        bread = np.linalg.pinv((X * (m * p * (1 - p))[:, None]).T @ X + np.diag(penalty), hermitian=True)
        step = bread @ gradient
        largest = np.abs(step).max(initial=0.0)
        if largest > LARGEST_STEP:
            step *= LARGEST_STEP / largest
        factor, new = 1.0, misfit(beta + step)
        while new > value + 1e-12 and factor > 1e-6:
            factor /= 2
            new = misfit(beta + factor * step)
        beta = beta + factor * step
        if abs(value - new) <= SETTLED * (abs(new) + 0.1) and np.abs(factor * step).max(initial=0.0) < 1e-5:
            settled = True
            break
        value = new
    if not settled:
        warnings.warn(
            "A logistic regression did not settle: some group adopted entirely or not at all, so its coefficient has "
            "no finite value. Read its coefficients as 'very low' or 'very high'.",
            ConvergenceWarning,
            stacklevel=3,
        )
    p = expit(X @ beta)
    bread = np.linalg.pinv((X * (m * p * (1 - p))[:, None]).T @ X + np.diag(penalty), hermitian=True)
    share = events.sum() / m.sum()
    return LogitFit(
        beta, bread, deviance(events, m, X @ beta), _null(events.sum(), m.sum(), share), int(m.sum()), settled
    )


def deviance(events: NDArray[np.float64], trials: NDArray[np.float64], eta: NDArray[np.float64]) -> float:
    """Give minus twice the log likelihood of single trials (whether or not they were grouped)."""
    return 2 * float(trials @ np.logaddexp(0, eta) - events @ eta)


def _null(events: float, trials: float, share: float) -> float:
    if share <= 0 or share >= 1:
        return 0.0
    return -2 * float(events * np.log(share) + (trials - events) * np.log1p(-share))
