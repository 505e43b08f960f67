"""Regression of yes or no by Newton's method, with standard errors and an optional ridge."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kiemen.errors import ConvergenceWarning

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 100
SETTLED = 1e-10
LARGEST_STEP = 10.0


class Problem(Protocol):
    """Something to minimise: minus a log likelihood with its first and second derivatives."""

    def value(self, b: NDArray[np.float64]) -> float:
        """Give minus the log likelihood at `b`."""

    def slopes(self, b: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give gradient and Hessian at `b`."""


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


@dataclass(frozen=True)
class DenseLogit:
    """Logistic regression of events out of trials on the columns of one matrix."""

    X: NDArray[np.float64]
    events: NDArray[np.float64]
    trials: NDArray[np.float64]
    penalty: NDArray[np.float64]

    def value(self, b: NDArray[np.float64]) -> float:
        """Give minus the penalised log likelihood."""
        eta = self.X @ b
        return float(self.trials @ np.logaddexp(0, eta) - self.events @ eta + 0.5 * self.penalty @ b**2)

    def slopes(self, b: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give gradient and Hessian."""
        p = expit(self.X @ b)
        gradient = self.penalty * b - self.X.T @ (self.events - self.trials * p)
        hessian = (self.X * (self.trials * p * (1 - p))[:, None]).T @ self.X + np.diag(self.penalty)
        return gradient, hessian


def expit(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 1 / (1 + exp(-x)) without overflow."""
    from scipy.special import expit as inverse_logit

    return np.asarray(inverse_logit(x), dtype=np.float64)


def newton(problem: Problem, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    """Minimise a convex problem from zero; give the minimum, the inverse Hessian there and whether it settled.

    Newton steps, halved while they do not improve. Columns that others explain fully get the smallest coefficients
    that fit.
    """
    beta, settled = np.zeros(size), size == 0
    value = problem.value(beta)
    for _ in range(STEPS if size else 0):
        gradient, hessian = problem.slopes(beta)
        step = -np.linalg.pinv(hessian, hermitian=True) @ gradient
        largest = float(np.abs(step).max())
        if largest > LARGEST_STEP:
            step *= LARGEST_STEP / largest
        factor, new = 1.0, problem.value(beta + step)
        while new > value + 1e-12 and factor > 1e-6:
            factor /= 2
            new = problem.value(beta + factor * step)
        beta = beta + factor * step
        if abs(value - new) <= SETTLED * (abs(new) + 0.1) and factor * min(largest, LARGEST_STEP) < 1e-5:
            settled = True
            break
        value = new
    if not settled:
        warnings.warn(
            "A regression did not settle: some group adopted entirely or not at all, so a coefficient has no finite "
            "value. Read it as 'very low' or 'very high'.",
            ConvergenceWarning,
            stacklevel=4,
        )
    covariance = np.zeros((0, 0)) if not size else np.linalg.pinv(problem.slopes(beta)[1], hermitian=True)
    return beta, np.asarray(covariance, dtype=np.float64), settled


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
    `ridge` is the penalty per column, ``ridge / 2 * b^2``. Cost: rows times columns squared per step.
    """
    m = np.ones(len(events)) if trials is None else np.asarray(trials, dtype=np.float64)
    y = np.asarray(events, dtype=np.float64)
    penalty = np.broadcast_to(np.asarray(ridge, dtype=np.float64), (X.shape[1],)).copy()
    beta, covariance, settled = newton(DenseLogit(X, y, m, penalty), X.shape[1])
    plain = DenseLogit(X, y, m, np.zeros(X.shape[1]))
    return LogitFit(
        beta, covariance, 2 * plain.value(beta), null_deviance(float(y.sum()), float(m.sum())), int(m.sum()), settled
    )


def null_deviance(events: float, trials: float) -> float:
    """Give the deviance of one share for all."""
    share = events / trials if trials else 0.0
    if share <= 0 or share >= 1:
        return 0.0
    return -2 * float(events * np.log(share) + (trials - events) * np.log1p(-share))
