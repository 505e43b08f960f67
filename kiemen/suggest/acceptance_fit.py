"""Logistic regression that starts from what usually holds and lets go of it as far as the data say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# What holds before anything was learned, in log-odds per unit: shared contacts (on the ties of now and of all time),
# and a tie that was there before. Rounded down from what they say by themselves in networks of very different kinds.
USUAL = {"adamic-adar": 0.75, "adamic-adar of all time": 0.75, "tied before": 1.5}
# How much data it takes to let go of it, as a precision per standardised feature; more after few periods, since one
# period does not show how much they differ. Products of features are many, and each is thought to matter little.
CAUTION, PERIODS_OF_CAUTION, CAUTION_OF_PRODUCTS = 50.0, 2.0, 300.0
# A feature that is among the usual ones may hardly have varied: it is not blown up to look as if it had.
SMALLEST_SPREAD, NO_SPREAD = 0.25, 1e-6
STEPS = 60
BLOCK = 100_000


@dataclass(frozen=True, eq=False)
class Regression:
    """A fitted regression; pairs unlike any seen are judged by the usual features and otherwise as the nearest seen.

    Parameters
    ----------
    columns
        Names of the features.
    centre, scale
        What makes them standard.
    low, high
        Range that was seen; features are kept within it, unless they are among the usual ones.
    usual
        Which features are among those.
    weight
        Log-odds per standardised feature, then per product; 0 for what did not vary.
    intercept
        Log-odds of the average pair.
    crossed
        Mean and spread of the products; None without products.
    """

    columns: tuple[str, ...]
    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    usual: NDArray[np.bool_]
    weight: NDArray[np.float64]
    intercept: float
    crossed: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    def log_odds(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Give the log-odds per row; features that were not seen when it was fitted are left out."""
        raw = features.reindex(columns=list(self.columns), fill_value=0.0).to_numpy(dtype=np.float64)
        count = len(self.columns)
        parts = [np.zeros(0)]
        for first in range(0, len(raw), BLOCK):
            part = raw[first : first + BLOCK]
            within = (np.clip(part, self.low, self.high) - self.centre) / self.scale
            found = np.where(self.usual, (part - self.centre) / self.scale, within) @ self.weight[:count]
            if self.crossed is not None:
                found += ((products(within) - self.crossed[0]) / self.crossed[1]) @ self.weight[count:]
            parts.append(found + self.intercept)
        return np.concatenate(parts)


def products(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the products of all columns with all columns, squares too."""
    one, other = np.triu_indices(table.shape[1])
    return np.asarray(table[:, one] * table[:, other])


def fit_regression(
    table: NDArray[np.float64],
    columns: tuple[str, ...],
    formed: NDArray[np.bool_],
    weight: NDArray[np.float64],
    *,
    periods: int = 1,
    crossed: bool = False,
) -> Regression:
    """Find the likeliest regression given the data and a normal prior around what usually holds.

    A feature that did not vary gets no weight, unless it is among the usual ones. With products it is the mean of the
    regression with them and the one without: products see more, and go wild at the edge, where the likeliest pairs are.
    O(rows × features²) a step; with products O(rows × products) a step.
    """
    usual = np.array([USUAL.get(name, 0.0) for name in columns])
    centre, spread = _moments(table, weight)
    used = (spread > NO_SPREAD) | (usual != 0)
    scale = np.maximum(spread, np.where(usual != 0, SMALLEST_SPREAD, NO_SPREAD))
    standard = (table - centre) / scale
    start = (usual * scale)[used]
    design, extra, kept = standard[:, used], None, used
    caution = np.full(design.shape[1], CAUTION * (1.0 + PERIODS_OF_CAUTION / periods))
    found = _exactly(design, formed.astype(np.float64), weight, start, caution)
    if crossed:
        many = products(standard)
        extra = _moments(many, weight)
        varied = extra[1] > NO_SPREAD
        extra = (extra[0], np.where(varied, extra[1], 1.0))
        design = np.hstack([design, ((many - extra[0]) / extra[1])[:, varied]])
        caution = np.concatenate([caution, np.full(int(varied.sum()), CAUTION_OF_PRODUCTS)])
        start = np.concatenate([start, np.zeros(int(varied.sum()))])
        kept = np.concatenate([used, varied])
        rich = _gradually(design, formed.astype(np.float64), weight, start, caution)
        rich[: len(found)] += found
        found = rich / 2
    every = np.zeros(len(kept))
    every[kept] = found[1:]
    low, high = (table.min(axis=0), table.max(axis=0)) if len(table) else (centre, centre)
    return Regression(columns, centre, scale, low, high, usual != 0, every, float(found[0]), extra)


def _moments(
    table: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    centre = np.average(table, axis=0, weights=weight)
    return centre, np.sqrt(np.average((table - centre) ** 2, axis=0, weights=weight))


def _first_guess(
    design: NDArray[np.float64], formed: NDArray[np.float64], weight: NDArray[np.float64], start: NDArray[np.float64]
) -> float:
    """Give the intercept to begin with; half a tie keeps all and none finite."""
    rate = (float(weight @ formed) + 0.5) / (float(weight.sum()) + 1.0)
    return float(np.log(rate / (1 - rate)) - np.average(design @ start, weights=weight))


def _exactly(
    design: NDArray[np.float64],
    formed: NDArray[np.float64],
    weight: NDArray[np.float64],
    start: NDArray[np.float64],
    caution: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Newton's method with halved steps: the cost is convex, so it ends at the minimum."""
    from scipy.special import expit

    whole = np.column_stack([np.ones(len(design)), design])
    guess = np.concatenate([[_first_guess(design, formed, weight, start)], start])
    # The intercept is free, but for a hair that holds it where all or none were tied.
    middle, pull = guess.copy(), np.concatenate([[1e-3], caution])

    def cost(at: NDArray[np.float64]) -> float:
        odds = whole @ at
        return float(weight @ (np.logaddexp(0.0, odds) - formed * odds) + 0.5 * (pull @ (at - middle) ** 2))

    now = cost(guess)
    for _ in range(STEPS):
        chance = expit(whole @ guess)
        slope = whole.T @ (weight * (chance - formed)) + pull * (guess - middle)
        bend = (whole * (weight * chance * (1 - chance))[:, None]).T @ whole + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        length = 1.0
        while length > 1e-6 and cost(guess - length * step) > now:
            length /= 2
        guess = guess - length * step
        before, now = now, cost(guess)
        if before - now < 1e-9 * (1.0 + abs(now)):
            break
    return np.asarray(guess)


def _gradually(
    design: NDArray[np.float64],
    formed: NDArray[np.float64],
    weight: NDArray[np.float64],
    start: NDArray[np.float64],
    caution: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Minimise the same cost by its gradient, for hundreds of columns."""
    from scipy.optimize import minimize
    from scipy.special import expit

    first = _first_guess(design, formed, weight, start)
    rate = float(np.average(formed, weights=weight))
    # Steps of one size suit columns of one curvature.
    size = 1.0 / np.sqrt(caution + float(weight.sum()) * rate * (1 - rate))

    def cost(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        off = at[1:] * size
        odds = design @ (start + off) + first + at[0]
        missed = weight * (expit(odds) - formed)
        value = weight @ (np.logaddexp(0.0, odds) - formed * odds) + 0.5 * (caution @ off**2)
        return float(value), np.concatenate([[missed.sum()], (design.T @ missed + caution * off) * size])

    found = minimize(
        cost, np.zeros(len(start) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120, "ftol": 1e-7}
    ).x
    return np.concatenate([[first + found[0]], start + found[1:] * size])
