"""Starters for models without reverse-reachable sets: candidates are compared by simulation on shared draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.diffusion.cascade import WEIGHTED, IndependentCascade
from kiemen.diffusion.engine import Engine, affordable, places_of
from kiemen.diffusion.intervals import mean_interval
from kiemen.diffusion.progress import progress_bar
from kiemen.diffusion.reverse import ReverseSampler, ReverseSets
from kiemen.diffusion.selection import Certificate, Choice, Constraints, greedy_cover
from kiemen.i18n import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.diffusion.contacts import Contacts
    from kiemen.network import Network

SEARCH_RUNS, SEARCH_FEWEST, SEARCH_WORK = 200, 10, 10_000_000  # worlds, and arcs looked at per candidate
JUDGE_RUNS, JUDGE_FEWEST, JUDGE_WORK = 1000, 50, 100_000_000
TRIALS, TRIALS_FEWEST, TRIALS_WORK = 150, 15, 60_000_000
CLUSTERS = 20
PROXY_SETS = 2**14
CURVE_POINTS = 20
CURVE_POINTS_LARGE = 6
LARGE_ARCS = 500_000
HOPELESS = 3.0  # standard errors by which a swap may lag behind on a fifth of the worlds


@dataclass(eq=False)
class Replay:
    """Simulated spread of any starters on shared draws, one set of worlds to search and a fresh one to judge."""

    contacts: Contacts
    model: Model
    given: NDArray[np.int64]
    horizon: int | None
    seed: int
    n_jobs: int | None
    positions: dict[str, int]
    judged: dict[bytes, NDArray[np.int64]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        network: Network,
        contacts: Contacts,
        model: Model,
        given: NDArray[np.int64],
        *,
        horizon: int | None,
        seed: int,
        n_jobs: int | None,
    ) -> Replay:
        """Set it up on a network."""
        return cls(contacts, model, given, horizon, seed, n_jobs, places_of(network, model))

    @property
    def judge_runs(self) -> int:
        """Worlds that judge a set: 1,000, fewer above a hundred thousand arcs."""
        return affordable(JUDGE_RUNS, JUDGE_FEWEST, JUDGE_WORK, self.contacts.n_arcs)

    @property
    def search_runs(self) -> int:
        """Worlds in which candidates are compared: 200, fewer above fifty thousand arcs."""
        return affordable(SEARCH_RUNS, SEARCH_FEWEST, SEARCH_WORK, self.contacts.n_arcs)

    @property
    def large(self) -> bool:
        """Whether every world counts."""
        return self.contacts.n_arcs > LARGE_ARCS

    def sizes(self, people: NDArray[np.int64], *, judging: bool, runs: int | None = None) -> NDArray[np.int64]:
        """Give the people active at the horizon per world; what was judged once is kept."""
        key = np.sort(people).tobytes()
        if judging and key in self.judged:
            return self.judged[key]
        usual = self.judge_runs if judging else self.search_runs
        engine = Engine(
            self.contacts, model=self.model, starters=np.concatenate([self.given, people]), horizon=self.horizon,
            runs=usual if runs is None else runs, seed=self.seed + int(judging), positions=self.positions,
            n_jobs=self.n_jobs,
        )  # fmt: skip
        found = engine.sizes()
        if judging and runs is None:
            self.judged[key] = found
        return found

    def base(self) -> NDArray[np.int64]:
        """Give the same with only the given people."""
        if self.given.size == 0:
            return np.zeros(self.judge_runs, np.int64)
        return self.sizes(np.empty(0, np.int64), judging=True)

    def interval(self, sets: list[NDArray[np.int64]]) -> list[float]:
        """Give spread, low and high on the judging worlds, averaged over sets."""
        base = self.base()
        return list(mean_interval(np.mean([self.sizes(people, judging=True) - base for people in sets], axis=0)))

    def curve(self, people: NDArray[np.int64]) -> pd.DataFrame:
        """Give the spread of the first 1, 2, ... people; between simulated sizes it is a straight line."""
        most = CURVE_POINTS_LARGE if self.large else CURVE_POINTS
        points = np.unique(np.linspace(1, people.size, min(people.size, most)).round().astype(int))
        base = self.base()
        found = np.array([mean_interval(self.sizes(people[:size], judging=True) - base) for size in points.tolist()])
        index = pd.RangeIndex(1, people.size + 1, name="size")
        return pd.DataFrame(
            {name: np.interp(index, points, found[:, i]) for i, name in enumerate(("spread", "low", "high"))},
            index=index,
        )

    def choice(self, people: NDArray[np.int64]) -> Choice:
        """Give a set as a choice without proof."""
        spread, low, high = self.interval([people])
        nothing = float("nan")
        certificate = Certificate(spread, low, high, nothing, nothing, 0.05, 0)
        empty = ReverseSets(np.zeros(1, np.int64), np.empty(0, np.int32), self.contacts.n, self.contacts.n_counted)
        return Choice(people, certificate, empty, np.empty(0, np.bool_))


def choose_by_replay(
    replay: Replay, limits: Constraints, rivals: dict[str, NDArray[np.int64]], *, progress: bool
) -> Choice:
    """Choose by simulation: the best of several ways to begin, improved by exchanges, judged on fresh worlds.

    One starter alone often does nothing where several contacts are needed, so whole circles of acquaintances compete
    beside the best connected and the best under a cascade.
    """
    candidates = {**rivals, "cascade": _by_cascade(replay, limits), **_circles(replay.contacts, limits)}
    trials = affordable(TRIALS, TRIALS_FEWEST, TRIALS_WORK, replay.contacts.n_arcs)
    with progress_bar(len(candidates) + trials, mark("Choosing starters"), show=progress) as bar:
        found = {}
        for name, people in candidates.items():
            found[name] = replay.sizes(people, judging=False)
            bar.update(1)
        first = max(found, key=lambda name: float(found[name].mean()))
        best = candidates[first]
        polished = _exchange(replay, limits, best, sizes=found[first], trials=trials, bar=bar)
    finals = {"polished": polished, "best": best, **rivals}
    judged = {name: float(replay.sizes(people, judging=True).mean()) for name, people in finals.items()}
    return replay.choice(finals[max(judged, key=lambda name: judged[name])])


def _by_cascade(replay: Replay, limits: Constraints) -> NDArray[np.int64]:
    sampler = ReverseSampler.of(replay.contacts, IndependentCascade(WEIGHTED), replay.seed, replay.n_jobs)
    assert sampler is not None  # noqa: S101 - a cascade always has reverse-reachable sets
    sets = sampler.draw(PROXY_SETS)
    return greedy_cover(sets, limits, sets.covered(replay.given) if replay.given.size else np.zeros(sets.size, bool))[0]


def _circles(contacts: Contacts, limits: Constraints) -> dict[str, NDArray[np.int64]]:
    """Give sets that fill up from one person's contacts outward, from the best connected people."""
    degree = np.diff(contacts.indptr)
    found = {}
    for centre in np.argsort(-degree, kind="stable")[:CLUSTERS].tolist():
        order = [centre]
        seen = {centre}
        for person in order:
            if len(order) > 4 * limits.k:
                break
            around = contacts.indices[contacts.indptr[person] : contacts.indptr[person + 1]]
            for other in sorted(around.tolist(), key=lambda v: (-degree[v], v)):
                if other not in seen:
                    seen.add(other)
                    order.append(other)
        found[f"circle of {centre}"] = limits.pick(np.array(order))
    return {name: people for name, people in found.items() if people.size}


def _exchange(
    replay: Replay, limits: Constraints, people: NDArray[np.int64], *, sizes: NDArray[np.int64], trials: int, bar: Any
) -> NDArray[np.int64]:
    """Swap one person at a time for somebody else and keep what is better on the searching worlds."""
    generator = np.random.default_rng([replay.seed, 7])
    degree = np.diff(replay.contacts.indptr).astype(np.float64) * limits.allowed
    if degree.sum() == 0:
        return people
    chance = degree / degree.sum()
    for _ in range(trials):
        bar.update(1)
        at = int(generator.integers(people.size))
        person = int(generator.choice(chance.size, p=chance))
        order = np.concatenate([np.delete(people, at), [person], [people[at]]])
        trial = limits.pick(order[np.sort(np.unique(order, return_index=True)[1])])
        if trial.size < people.size or _hopeless(replay, trial, sizes):
            continue
        seen = replay.sizes(trial, judging=False)
        if seen.mean() > sizes.mean():
            people, sizes = trial, seen
    return people


def _hopeless(replay: Replay, trial: NDArray[np.int64], sizes: NDArray[np.int64]) -> bool:
    """Say whether a swap lags so far behind on the first fifth of the worlds that the rest need not be run."""
    few = sizes.size // 5
    if few < 10:
        return False
    lag = sizes[:few] - replay.sizes(trial, judging=False, runs=few)
    return bool(lag.mean() > HOPELESS * lag.std(ddof=1) / np.sqrt(few) and lag.mean() > 0)
