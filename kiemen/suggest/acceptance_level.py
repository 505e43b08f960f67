"""How many new ties a period will bring: what was usual, carried on with its trend, and how unsure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.suggest.history import History

# Where contacts have dates, who is to meet whom mostly has already: at twice the age a network forms new ties at a
# pace 2 ** -0.75 lower, give or take. Waves see a tie end as well, and are thought to stay as busy as they were.
AGEING, AGEING_SPREAD = 0.75, 0.5
# Variance of the log of the pace: what it wanders in a fifth of the time seen, and what one period differs from the
# next beyond chance. The periods seen say how well this fits, against an opinion worth four of them.
WANDERING, UNEVEN, OPINION = 0.2, 0.15, 4.0
FIFTH = 0.2
PERIODS = 12
# Periods in which far fewer people were there than now say little about now.
PRESENT = 0.3
NINE_IN_TEN = 1.645
# Above this, low to high, the level is told to be uncertain.
WIDE = 9.0
# In logs; a period to come that is thousands of times as long as what was seen can bring anything, not infinitely much.
WIDEST = 12.0


@dataclass(frozen=True)
class Level:
    """Number of new ties expected among the people known, and the range it lies in with nine chances in ten."""

    expected: float
    low: float
    high: float

    @property
    def wide(self) -> bool:
        """Whether the range is too wide to plan on."""
        return self.high > WIDE * self.low

    @property
    def factor(self) -> float:
        """How many times as many, or as few, it may well be."""
        return float(np.sqrt(self.high / self.low))


@dataclass(frozen=True, eq=False)
class Past:
    """New ties in the periods before a moment, the latest first.

    Parameters
    ----------
    back
        Which periods: 1 for the last, 2 for the one before.
    formed
        New ties per period.
    among
        What they are proportional to, as people or ties foreseen: now, then per period (one longer than `formed`).
    period, horizon
        Length of those periods, and of the one to come.
    age
        Time since the first tie.
    ageing
        How fast the pace is thought to fall with age before anything was seen.
    """

    back: NDArray[np.int64]
    formed: NDArray[np.float64]
    among: NDArray[np.float64]
    period: float
    horizon: float
    age: float
    ageing: float

    def carried_on(self) -> tuple[float, float]:
        """Give the log of the number of new ties in the period to come, and its standard deviation.

        The log of the pace wanders and falls in proportion to the log of the age, by a slope with a prior; generalised
        least squares.
        """
        back = self.back
        told = np.log(self.formed + 0.5) - np.log(self.among[1:] / self.among[0])
        part = self.period / (FIFTH * self.age)
        noise = np.diag(1 / (self.formed + 0.5) + UNEVEN) + WANDERING * part * np.minimum.outer(back, back)
        design = np.column_stack([np.ones(len(back)), -np.log(1 - (back - 0.5) * self.period / self.age)])
        prior = np.diag([1e-6, AGEING_SPREAD**-2])
        inverse = np.linalg.inv(noise)
        spread = np.linalg.inv(design.T @ inverse @ design + prior)
        found = spread @ (design.T @ inverse @ told + prior @ [0.0, self.ageing])
        missed = told - design @ found
        fit = (OPINION + missed @ inverse @ missed) / (OPINION + len(back) - 1)
        ahead = self.horizon / self.age
        pace = float(np.log(_mean_power(ahead, float(found[1]))))
        lean = np.array([1.0, -0.5 * np.log1p(ahead)])
        further = WANDERING * ahead / FIFTH / 3 + UNEVEN * self.period / self.horizon
        expected = float(found[0]) + np.log(self.horizon / self.period) + pace
        return float(expected), float(np.sqrt(fit * (lean @ spread @ lean + further)))


def _mean_power(ahead: float, slope: float) -> float:
    """Give the mean of (1 + u) ** -slope for u from 0 to `ahead`."""
    if abs(slope - 1.0) < 1e-6:
        return float(np.log1p(ahead) / ahead)
    return float(np.expm1((1.0 - slope) * np.log1p(ahead)) / ((1.0 - slope) * ahead))


def level(usual: Past, foreseen: Past, most: float) -> Level:
    """Join what the number of people and what the features of pairs lead to expect: the geometric mean.

    A network that became denser or quieter seldom forms ties at the pace its features say, nor at the old one.
    """
    (one, spread), (other, _) = usual.carried_on(), foreseen.carried_on()
    middle = min((one + other) / 2, float(np.log(most)))
    expected = float(np.exp(middle))
    width = min(NINE_IN_TEN * np.sqrt(spread**2 + (one - other) ** 2 / 4 + 1 / (expected + 0.5)), WIDEST)
    return Level(expected, expected * float(np.exp(-width)), min(expected * float(np.exp(width)), most))


def counted(history: History, until: float, period: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the new ties of each period before a moment, latest first, and the people known at its beginning.

    For ties with dates: new are pairs never tied before, of people who both had a tie. People are told for `until` too.
    Waves have windows for this, and nothing is counted. O(ties log ties).
    """
    if history.waves:
        return np.zeros(0), np.zeros(0)
    past = history.start <= until
    keys, start = history.left[past] * history.n + history.right[past], history.start[past]
    known = np.full(history.n, np.inf)
    np.minimum.at(known, history.left[past], start)
    np.minimum.at(known, history.right[past], start)
    order = np.argsort(start, kind="stable")
    pairs, place = np.unique(keys[order], return_index=True)
    first = start[order][place]
    # A tie can be new to a period only from when both were known.
    both = np.maximum(known[pairs // history.n], known[pairs % history.n])
    both[np.isin(pairs, history.timeless)] = np.inf
    people, formed = [float((known <= until).sum())], []
    for back in range(1, PERIODS + 1):
        moment = until - back * period
        there = float((known <= moment).sum())
        if moment <= history.start.min() or there < PRESENT * people[0]:
            break
        new = (first > moment) & (first <= moment + period) & (both <= moment)
        formed.append(float(new.sum()))
        people.append(there)
    return np.array(formed), np.array(people)
