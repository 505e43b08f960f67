"""Learning which ties form from the ones that formed: features at a moment, labels in the period after it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.errors import TooLittleDataError
from kiemen.suggest.acceptance_fit import Regression, fit_regression
from kiemen.suggest.acceptance_level import AGEING, Level, Past, counted, level
from kiemen.suggest.acceptance_windows import FEWEST_TIES, PAIRS_PER_WINDOW, moments, window
from kiemen.suggest.pairs import attribute_codes, pair_features

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.acceptance_windows import Window
    from kiemen.suggest.history import History, Snapshot

# From fewer new ties than this, a longer period is looked for.
FEW_TIES = 20
# Products of features are tried from so many new ties on, kept if this many standard errors better, fitted on so many.
MANY_TIES, SURE, CROSSED_ROWS = 300, 2.0, 20_000
HIGHEST_RATE, MOST_SHIFTED = 0.98, 40.0
# Each period further back counts for less; waves are few and far apart.
FADING, FADING_OF_WAVES = 0.7, 0.5
# Longest and shortest period learned from, as shares of the time seen: four of the longest leave the time in which it
# began, and in a shorter one too little happens to learn from.
LONGEST_PERIOD, SHORTEST_PERIOD = 0.2, 0.02
# How far pairs with and without a shared contact lie apart: what a period further back counts for, and how many new
# ties must speak before they are listened to.
FADING_OF_DISTANCE, TIES_OF_CAUTION = 0.25, 2.0
NEAR = "any shared contact"


@dataclass(frozen=True, eq=False)
class Learner:
    """A regression on features of pairs, brought to the number of new ties to expect.

    Parameters
    ----------
    regression
        The fitted regression.
    shift
        What is added to its log-odds.
    level
        Number of new ties expected, with its range.
    times
        Number of periods like those learned from in the one to predict.
    formed
        Number of new ties learned from.
    signal
        Whether which ties form can be told at all: the last period was foreseen better than by one chance for all.
    now
        The network at the last moment seen.
    """

    regression: Regression
    shift: float
    level: Level
    times: float
    formed: int
    signal: bool
    now: Snapshot = field(repr=False)

    def log_odds(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Give the log-odds that each pair becomes tied within the period to predict."""
        return prolonged(self.regression.log_odds(features) + self.shift, self.times)


def prolonged(log_odds: NDArray[np.float64], times: float) -> NDArray[np.float64]:
    """Turn the log-odds of one period into those of `times` periods of equal chance: 1 - (1 - chance) ** times."""
    if times == 1.0:
        return log_odds
    # -log(1 - chance), kept above zero for the logarithm.
    risk = times * np.logaddexp(0.0, np.maximum(log_odds, -700.0))
    return np.asarray(risk + np.log(-np.expm1(-risk)), dtype=np.float64)


def learn(
    history: History,
    network: Network,
    *,
    period: float,
    until: float,
    rng: np.random.Generator,
    pairs: int = PAIRS_PER_WINDOW,
) -> Learner:
    """Fit on the periods before `until`, the later waves more, on about so many pairs of each that did not form.

    A period longer than a fifth of the time seen is learned from shorter, recent ones, and prolonged. Products are
    tried only where no pairs are saved.

    Raises
    ------
    TooLittleDataError
        If fewer than five ties formed in the periods that can be learned from, or none was known before.
    """
    asked = period
    history = history.before(until)
    if not history.start.size:
        raise TooLittleDataError("no tie began before the period to foresee: choose a shorter horizon.")
    history, period = history.paced(until, period)
    first = float(history.start.min())
    # A quiet night is foreseen from whole days.
    longest = period if history.waves else max(asked, period, SHORTEST_PERIOD * (until - first))
    short = longest if history.waves else min(longest, LONGEST_PERIOD * (until - first))
    for learned in (short, longest):
        usual = counted(history, until, learned)
        chosen = moments(history, learned, until, usual[0])
        windows = [window(history, moment, learned, rng, most=pairs) for moment in chosen]
        windows = [one for one in windows if len(one.left)]
        new = round(sum(float(one.weight @ one.formed) for one in windows))
        if new >= FEW_TIES or learned == longest:
            break
    if not windows:
        raise TooLittleDataError(
            "before the period to foresee there is no whole period to learn from: choose a shorter horizon, or bring "
            "ties of longer ago. With waves it takes two to learn and three to check. Until then use the documented "
            f"default.{_told_days(history)}"
        )
    if new < FEWEST_TIES:
        raise TooLittleDataError(
            f"only {new} ties formed in the time that can be learned from and at least {FEWEST_TIES} are needed: "
            f"choose a longer horizon, or use the documented default.{_told_days(history)}"
        )
    attributes = attribute_codes(network)

    def lesson(one: Window) -> Lesson:
        features = pair_features(one.snapshot, attributes, one.left, one.right)
        return Lesson(features, one.formed, one.weight, round((until - one.moment) / learned))

    sets = [lesson(one) for one in windows]
    fading = FADING_OF_WAVES if history.waves else FADING
    crossed = pairs >= PAIRS_PER_WINDOW and _crossing_pays(sets, fading, rng)
    regression = _tempered(fitted(sets, fading=fading, crossed=crossed, rng=rng), sets, fading)
    now = window(history, until, learned, rng, most=pairs)
    times = period / learned
    age = until - first + (learned if history.waves else 0.0)
    spans = (learned, period, age, 0.0 if history.waves else AGEING)
    expected, shift = _brought(regression, lesson(now), sets, usual, spans)
    return Learner(regression, shift, expected, times, new, _signal(sets, fading, rng), now.snapshot)


def _told_days(history: History) -> str:
    """Say from when to when the dates run: one that is mistyped shows there."""
    if not history.days:
        return ""
    first, last = history.days
    return f" The dates run from {first} to {last}; look whether one of those is mistyped."


@dataclass(frozen=True, eq=False)
class Lesson:
    """The pairs of a period with what was known of them, and whether they became tied; it began `back` periods ago."""

    features: pd.DataFrame
    formed: NDArray[np.bool_]
    weight: NDArray[np.float64]
    back: int = 1

    @property
    def new(self) -> float:
        """Number of pairs that became tied."""
        return float(self.weight @ self.formed)

    @property
    def people(self) -> float:
        """Root of twice the number of pairs: about the number of people."""
        return float(np.sqrt(2 * self.weight.sum() + 1))


def fitted(sets: list[Lesson], *, fading: float, crossed: bool, rng: np.random.Generator) -> Regression:
    """Fit one regression on several periods, latest first, each further back counting less."""
    columns = tuple(sorted(set().union(*(one.features.columns for one in sets))))
    tables = [one.features.reindex(columns=list(columns), fill_value=0.0).to_numpy(dtype=np.float64) for one in sets]
    table = np.vstack(tables)
    formed = np.concatenate([one.formed for one in sets])
    weight = np.concatenate([one.weight * fading**back for back, one in enumerate(sets)])
    if crossed and len(table) > CROSSED_ROWS:
        kept, more = _thinned(formed, rng)
        table, formed, weight = table[kept], formed[kept], weight[kept] * more
    return fit_regression(table, columns, formed, weight, periods=len(sets), crossed=crossed)


def _tempered(regression: Regression, sets: list[Lesson], fading: float) -> Regression:
    """Undo half of what caution took from the differences between pairs, then set how far near and far lie apart."""
    odds = [regression.log_odds(one.features) for one in sets]
    stretch = np.sqrt(np.clip(_slope(odds, sets, fading), 0.5, 2.0))
    regression = replace(regression, weight=regression.weight * stretch)
    odds = [regression.intercept + stretch * (one - regression.intercept) for one in odds]
    return _apart(regression, odds, sets)


def _slope(odds: list[NDArray[np.float64]], sets: list[Lesson], fading: float) -> float:
    """Give the slope of what formed on the log-odds, by Newton's method from 1.

    To use all of it would be right for the pairs learned from, and too sure of others.
    """
    from scipy.special import expit

    formed = np.concatenate([one.formed for one in sets])
    weight = np.concatenate([one.weight * fading**back for back, one in enumerate(sets)])
    whole = np.column_stack([np.ones(len(formed)), np.clip(np.concatenate(odds), -MOST_SHIFTED, MOST_SHIFTED)])
    at = np.array([0.0, 1.0])
    for _ in range(8):
        chance = expit(whole @ at)
        bend = (whole * (weight * chance * (1 - chance))[:, None]).T @ whole + 1e-6 * np.eye(2)
        at = at - np.clip(np.linalg.solve(bend, whole.T @ (weight * (chance - formed))), -0.5, 0.5)
    return float(at[1])


def _apart(regression: Regression, odds: list[NDArray[np.float64]], sets: list[Lesson]) -> Regression:
    """Bring the chances of pairs that share a contact, and of those that share none, to what the last periods show.

    As a network fills up, those who still share nobody are ever less likely to meet.
    """
    from scipy.special import expit

    if NEAR not in regression.columns:
        return regression
    place = regression.columns.index(NEAR)
    if regression.low[place] == regression.high[place]:
        return regression
    came, expected = np.zeros(2), np.zeros(2)
    for one, its in zip(sets, odds, strict=True):
        near = (one.features[NEAR].to_numpy() > 0).astype(np.int64)
        known = FADING_OF_DISTANCE ** (one.back - 1)
        came += known * np.bincount(near, one.weight * one.formed, 2)
        expected += known * np.bincount(near, one.weight * expit(its), 2)
    off = np.diff(np.log((came + TIES_OF_CAUTION) / (expected + TIES_OF_CAUTION)))[0]
    weight = regression.weight.copy()
    weight[place] += off * regression.scale[place]
    return replace(regression, weight=weight)


def _thinned(formed: NDArray[np.bool_], rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Keep all pairs that became tied and some of the others, which then stand for all of them."""
    others = np.flatnonzero(~formed)
    size = min(len(others), CROSSED_ROWS)
    kept = np.concatenate([np.flatnonzero(formed), np.sort(rng.choice(others, size=size, replace=False))])
    return kept, np.concatenate([np.ones(int(formed.sum())), np.full(size, len(others) / max(size, 1))])


def _crossing_pays(sets: list[Lesson], fading: float, rng: np.random.Generator) -> bool:
    """Try products of features on the last period, learned from periods that ended before it began.

    They are hundreds, and are worth it only where they foresee it better than chance would let them.
    """
    earlier = sets[1:]
    if sum(int(one.formed.sum()) for one in earlier) < MANY_TIES or sets[0].formed.sum() < FEW_TIES:
        return False
    last = sets[0]
    plain, rich = (
        fitted(earlier, fading=fading, crossed=crossed, rng=rng).log_odds(last.features) for crossed in (False, True)
    )
    side = np.where(last.formed, -1.0, 1.0)
    better = last.weight * (np.logaddexp(0.0, side * plain) - np.logaddexp(0.0, side * rich))
    error = float(np.sqrt(len(better)) * better.std())
    return bool(better.sum() > SURE * error)


def _signal(sets: list[Lesson], fading: float, rng: np.random.Generator) -> bool:
    """Say whether the last period is foreseen better than by one chance for all, learned from those before it.

    With one period only it is the one learned from.
    """
    last = sets[0]
    odds = fitted(sets[1:] or sets, fading=fading, crossed=False, rng=rng).log_odds(last.features)
    rate = (last.new + 0.5) / (float(last.weight.sum()) + 1.0)
    side = np.where(last.formed, -1.0, 1.0)
    odds = odds + _missing(odds, last.weight, last.new + 0.5)
    flat = np.logaddexp(0.0, side * np.log(rate / (1 - rate)))
    return bool(last.weight @ (flat - np.logaddexp(0.0, side * odds)) > 0)


def _brought(
    regression: Regression,
    now: Lesson,
    sets: list[Lesson],
    counts: tuple[NDArray[np.float64], NDArray[np.float64]],
    spans: tuple[float, float, float, float],
) -> tuple[Level, float]:
    """Give the number of new ties to expect, and what brings the sum of the chances to it.

    `counts` are the new ties of periods and the people then; `spans` the last four things that `Past` wants.
    """
    from scipy.special import expit

    odds = regression.log_odds(now.features)
    if not len(odds):
        return Level(0.0, 0.0, 0.0), 0.0
    back = np.array([one.back for one in sets])
    formed = np.array([one.new for one in sets])
    sums = [float(one.weight @ expit(regression.log_odds(one.features))) for one in (now, *sets)]
    foreseen = Past(back, formed, np.array(sums), *spans)
    usual = Past(back, formed, np.array([one.people for one in (now, *sets)]), *spans)
    if len(counts[0]):
        usual = Past(np.arange(1, len(counts[0]) + 1), *counts, *spans)
    found = level(usual, foreseen, HIGHEST_RATE * float(now.weight.sum()))
    return found, _missing(odds, now.weight, found.expected, spans[1] / spans[0])


def _missing(odds: NDArray[np.float64], weight: NDArray[np.float64], wanted: float, times: float = 1.0) -> float:
    """Give what must be added to the log-odds of one period for so many ties to be expected in `times` of them."""
    from scipy.optimize import brentq
    from scipy.special import expit

    wanted = min(wanted, HIGHEST_RATE * float(weight.sum()))

    def over(shift: float) -> float:
        return float(weight @ expit(prolonged(odds + shift, times))) - wanted

    return float(brentq(over, -MOST_SHIFTED, MOST_SHIFTED))
