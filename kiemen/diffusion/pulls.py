"""What one more starter or one more tie brings, person by person: on reverse-reachable sets or by simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.base import Added, Counts, Job, Model
from kiemen.diffusion.cascade import WEIGHTED, IndependentCascade
from kiemen.diffusion.engine import Engine, affordable, run_in_pieces
from kiemen.diffusion.intervals import Z95, wilson
from kiemen.diffusion.progress import compiling, progress_bar
from kiemen.i18n import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.contacts import Contacts
    from kiemen.diffusion.reverse import ReverseSampler, ReverseSets

    Triple = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

SETS = 2**18
MEMBERS = 50_000_000
PIECE_WORLDS = 2000
FEWEST = 20
MOST = 500
MASK_CELLS = 20_000_000
REPLAY_WORK, WORLDS_FEWEST = 1_000_000_000, 400  # arcs looked at in all, and worlds all the same


def reverse_pulls(
    sampler: ReverseSampler, model: Model, start: StartingSet, seed: int, *, progress: bool = True
) -> dict[str, Triple]:
    """Give mean, low and high of both measures for everybody at once, on the sets that the starters do not cover."""
    with progress_bar(2, mark("Leverage"), show=progress) as bar:
        trial = sampler.draw(1024)
        bar.update(1)
        size = int(min(SETS, max(4096, MEMBERS / max(trial.members.size / trial.size, 1.0))))
        sets = sampler.draw(size)
        bar.update(1)
    held = sets.marginal(~_covered(sets, start, seed)).astype(np.float64)
    low, high = wilson(held, sets.size)
    active = (held * sets.scale, low * sets.counted, high * sets.counted)
    if not start.drawn:
        for values in active:
            values[start.fixed] = np.nan
    chance = _chance_of_new_tie(sampler.contacts, model)
    connected = tuple(np.nan_to_num(values) * chance for values in active)
    return {"active": active, "connected": (connected[0], connected[1], connected[2])}


def _chance_of_new_tie(contacts: Contacts, model: Model) -> NDArray[np.float64]:
    """Give per person the chance that one new tie with an adopter wins the person over."""
    if isinstance(model, IndependentCascade) and model.probability != WEIGHTED:
        usual = float(np.median(contacts.weight)) if isinstance(model.probability, str) else float(model.probability)
        return np.full(contacts.n, usual)
    return np.asarray(1.0 / (contacts.in_degree + 1.0), dtype=np.float64)


def _covered(sets: ReverseSets, start: StartingSet, seed: int) -> NDArray[np.bool_]:
    if not start.drawn:
        return sets.covered(start.fixed.astype(np.int64))
    worlds = int(np.clip(MASK_CELLS // sets.n, 10, 200))
    ptr, people = start.of(np.arange(worlds, dtype=np.int64), seed)
    starts = np.zeros((worlds, sets.n), np.bool_)
    starts[np.repeat(np.arange(worlds), np.diff(ptr)), people] = True
    world = np.repeat(np.arange(sets.size) % worlds, np.diff(sets.ptr))
    return np.logical_or.reduceat(starts[world, sets.members], sets.ptr[:-1])


def replayed_pulls(
    contacts: Contacts,
    model: Model,
    start: StartingSet,
    *,
    horizon: int | None,
    runs: int | None,
    worlds: int,
    seed: int,
    positions: dict[str, int],
    n_jobs: int | None,
    progress: bool,
) -> dict[str, Triple]:
    """Give mean, low and high of both measures by paired simulation; NaN for who was not simulated."""
    people = _order(contacts, start)
    worlds = affordable(worlds, min(worlds, WORLDS_FEWEST), REPLAY_WORK, contacts.n_arcs)
    each = runs if runs is not None else int(np.clip(worlds // max(people.size, 1), FEWEST, MOST))
    if runs is None:
        people = people[: max(worlds // each, 1)]
    engine = Engine(
        contacts, model=model, starters=start, horizon=horizon, runs=each, seed=seed, positions=positions, n_jobs=n_jobs
    )
    active, connected = _blank(contacts.n), _blank(contacts.n)
    with progress_bar(2 * people.size, mark("Leverage"), show=progress) as bar:
        batch = max(PIECE_WORLDS // each, 1)
        for first in range(0, people.size, batch):
            some = people[first : first + batch]
            _fill(active, some, _gain_as_starters(engine, some))
            bar.update(some.size)
        starters = np.unique(start.of(np.arange(1, dtype=np.int64), seed)[1]).astype(np.int64)
        base = engine.sizes()
        for person in people.tolist():
            other = _partner(contacts, starters, person, seed)
            gain = engine.sizes([[other, person]]) - base if other >= 0 else np.zeros(each)
            _fill(connected, np.array([person]), np.asarray(gain, dtype=np.float64)[None, :])
            bar.update(1)
    return {"active": active, "connected": connected}


def _blank(n: int) -> Triple:
    return np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)


def _fill(into: Triple, people: NDArray[np.int64], gains: NDArray[np.float64]) -> None:
    mean = gains.mean(axis=1)
    half = Z95 * gains.std(axis=1, ddof=1) / np.sqrt(gains.shape[1])
    into[0][people], into[1][people], into[2][people] = mean, mean - half, mean + half


def _order(contacts: Contacts, start: StartingSet) -> NDArray[np.int64]:
    """Give those who could still join: most ties to starters first, then most ties."""
    starter = np.zeros(contacts.n)
    starter[start.fixed] = 1.0
    beside = contacts.matrix().T @ starter
    degree = np.diff(contacts.indptr)
    order = np.lexsort((np.arange(contacts.n), -degree, -beside))
    return np.asarray(order[starter[order] == 0.0], dtype=np.int64)


def _gain_as_starters(engine: Engine, people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Run every world once per person with that person as a further starter, against the same world without."""
    runs = np.arange(engine.runs, dtype=np.int64)
    ptr, starts = engine.starters.of(runs, engine.seed)
    rows = [starts[ptr[r] : ptr[r + 1]] for r in range(ptr.size - 1)]
    many = [
        np.append(rows[r if len(rows) > 1 else 0], person) for person in people.tolist() for r in range(engine.runs)
    ]
    job = Job(
        np.concatenate([[0], np.cumsum([one.size for one in many])]).astype(np.int64),
        np.concatenate(many).astype(np.int32), np.tile(runs, people.size), engine.seed, engine.horizon, engine.columns,
    )  # fmt: skip
    with compiling(engine.model.name):
        counts: Counts = run_in_pieces(engine.machine, job, Added.none(), engine.n_jobs)
    sizes = counts.active[:, -1, :-1].sum(axis=1, dtype=np.int64).reshape(people.size, engine.runs)
    return np.asarray(sizes - engine.sizes()[None, :], dtype=np.float64)


def _partner(contacts: Contacts, starters: NDArray[np.int64], person: int, seed: int) -> int:
    """Give a starter whom the person is not tied to yet; -1 when there is none."""
    order = np.random.default_rng([seed, person]).permutation(starters)
    order = order[order != person]
    free = order[~contacts.has_arcs(order, np.full(order.size, person))]
    return int(free[0]) if free.size else -1
