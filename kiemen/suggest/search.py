"""The search for a plan: many plans by simple rules and by worth, the best of them exchanged tie by tie.

Every comparison replays the same worlds with both plans; worlds are fresh in every round, so that a plan cannot win by
suiting the worlds it was chosen in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.fire import FireMachine
from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.exchange import exchange
from kiemen.suggest.growth import Field, Portfolio, Worlds
from kiemen.suggest.lanes import side_by_side
from kiemen.suggest.rules import all_rules
from kiemen.suggest.worth import (
    MANY_ARCS,
    grow_by_pairs,
    grow_by_worth,
    grow_checked,
    grow_greedily,
    grow_threshold,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.suggest.board import Board

# What a plan that runs short is filled up with.
FILLING = ("starters to hubs", "degree product", "resource allocation", "random")
ENDS_LEFT, MOST_ENDS_LEFT = 4, 12
# Arcs looked at by the worlds of the usual effort, times the factor that an average network gets.
CHEAP_ARCS, MOST_EFFORT = 8_000, 12.0
# A world of a fire looks at its arcs again and again; that many times are still thought cheap.
HEAVY = 12
FEW_WORLDS = 12
# Thresholds can tip, and which ties tip them is found by trying: builders that hope more or less, each in other worlds,
# as many as the arcs allow, and the best of them go on.
HOPES, BUILDERS_ARCS, MOST_BUILDERS, BUILT_KEPT = (30.0, 100.0, 10.0, 3.0, 0.0), 20_000, 30, 3
# Where ties can tip the whole and few plans can be built, exchange wins most: so many attempts, for so many arcs.
TIPPING_EXCHANGES, TIPPING_ARCS = 80, 2_500_000
# A long plan is also sought by way of one of a quarter of its ties, where that has this many and more.
SHORTER, FEWEST_TIES = 4, 10
# The last comparison goes on until its finalists are told apart or differ less than this share, so many blocks a time.
LAST_BLOCKS, ALIKE, APART = (1, 1, 2, 4), 0.02, 2.5
HARM = "harm"  # the origin of an empty plan where every plan compared takes people away
FIRST_WORLDS = 1_000_000  # search, reporting and the analyst's own runs use worlds far apart


@dataclass(frozen=True)
class Effort:
    """How much is replayed; all numbers count worlds or plans, so that results never depend on the clock.

    Parameters
    ----------
    race
        Worlds per plan in the heats: few for all plans, more for those that remain.
    exchanges
        Attempts to improve the best plan.
    trial
        Worlds per attempt.
    final
        Worlds for the last comparison.
    blocks
        Blocks of half as many worlds by which the last comparison goes on until it is clear.
    builders
        Plans for thresholds that are built in worlds of their own.
    thorough
        Whether small networks are searched pair by pair at length.
    """

    race: tuple[int, ...] = (60, 200)
    exchanges: int = 40
    trial: int = 100
    final: int = 500
    blocks: tuple[int, ...] = LAST_BLOCKS
    builders: int = 0
    thorough: bool = False

    @classmethod
    def fitting(cls, arcs: int, *, work: float | None = None, quick: bool = False) -> Effort:
        """Give the effort for a network of so many arcs; more where a world looks at few of them (`work`).

        A cascade that dies out early costs little to replay and brings little: it takes, and allows, many more worlds
        to tell two plans apart.
        """
        if arcs > MANY_ARCS:
            return cls(race=(2, 3), exchanges=0, trial=2, final=4, blocks=(1,))
        heavy = max(arcs, 1) if work is None else max(arcs, work / HEAVY, 1)
        factor = float(np.clip(np.sqrt(6_000 / heavy), 0.15, 6.0))
        rounds = float(np.clip(6_000 / max(arcs, 1), 0.2, 3.0))
        if work is not None:
            factor = max(factor, min(CHEAP_ARCS / max(work, 1.0), MOST_EFFORT))
        usual = cls(race=(20, 64), exchanges=8, trial=50, final=120) if quick else cls()
        return cls(
            race=tuple(max(4, round(factor * worlds)) for worlds in usual.race),
            exchanges=round(rounds * usual.exchanges),
            trial=max(8, round(factor * usual.trial)),
            final=max(8, round(factor * usual.final)),
            builders=min(BUILDERS_ARCS // (4 * max(arcs, 1) if quick else max(arcs, 1)), MOST_BUILDERS),
            thorough=not quick,
        )

    @classmethod
    def suiting(cls, field: Field, *, quick: bool = False) -> Effort:
        """Give the effort for one model on one network."""
        arcs = field.engine.contacts.n_arcs
        how = cls.fitting(arcs, work=_work(field), quick=quick)
        if quick or how.builders or arcs > MANY_ARCS or not isinstance(field.engine.machine, ThresholdMachine):
            return how
        return replace(how, exchanges=max(how.exchanges, min(TIPPING_EXCHANGES, TIPPING_ARCS // max(arcs, 1))))


def _work(field: Field) -> float:
    """Give about how many arcs and people one world looks at."""
    contacts = field.engine.contacts
    if contacts.n_arcs > MANY_ARCS:
        return float(contacts.n_arcs)
    active = float(field.base(Worlds(0, FEW_WORLDS)).mean()) / max(contacts.n_counted, 1)
    periods = field.engine.horizon if isinstance(field.engine.machine, FireMachine) else 1
    return periods * (active * contacts.n_arcs + contacts.n)


@dataclass(frozen=True, eq=False)
class Found:
    """A plan and where it came from.

    Parameters
    ----------
    plan
        Pairs of positions, in the order in which they were added.
    origin
        Name of the rule it began with.
    gain
        Mean extra adopters in the last comparison.
    pool
        The other plans that were compared at the end.
    """

    plan: NDArray[np.int64]
    origin: str
    gain: float
    pool: tuple[NDArray[np.int64], ...] = ()


def search_plan(
    field: Field,
    board: Board,
    starters: NDArray[np.int64],
    *,
    top: int,
    seed: int,
    effort: Effort | None = None,
    more: Sequence[NDArray[np.int64]] = (),
) -> Found:
    """Find the plan of `top` ties that makes the collective grow most under one model."""
    how = effort or Effort.suiting(field)
    worlds = Worlds(FIRST_WORLDS, how.race[0])
    plans = starting_plans(field, board, starters, top=top, seed=seed, worlds=worlds, how=how)
    for i, plan in enumerate(more):
        plans[f"given {i + 1}"] = board.fill(plan, top)
    plans |= _shorter(field, board, starters, top=top, seed=seed, how=how, worlds=worlds)
    return settle(field, board, starters, plans, worlds, top=top, seed=seed, how=how)


def settle(
    field: Field | Portfolio,
    board: Board,
    starters: NDArray[np.int64],
    plans: dict[str, NDArray[np.int64]],
    worlds: Worlds,
    *,
    top: int,
    seed: int,
    how: Effort,
) -> Found:
    """Race plans against each other, better the winner by exchange, and take the best in fresh worlds."""
    plans = {name: plan for name, plan in _different(plans).items() if len(plan)}
    if not plans:
        return Found(NO_PAIRS, "none", 0.0)
    ranked = list(plans)
    for count, keep in zip(how.race, (10, 5), strict=False):
        worlds = worlds.after(count)
        ranked = _ranked(field, plans, ranked, worlds)[:keep]
    best = plans[ranked[0]]
    elite = [plans[name] for name in ranked]
    improved, worlds = exchange(
        field,
        board,
        best,
        elite,
        starters,
        top=top,
        attempts=how.exchanges,
        trial=how.trial,
        seed=seed,
        worlds=worlds,
    )
    finalists = ranked[:4]
    if not np.array_equal(improved, best):
        plans["exchanged"] = improved
        finalists = ["exchanged", *finalists]
    order, gain = _told_apart(field, plans, finalists, worlds.after(max(4, how.final // 2)), how.blocks)
    if gain < 0:
        return Found(NO_PAIRS, HARM, 0.0)
    chosen = order[0]
    origin = ranked[0] if chosen == "exchanged" else chosen
    return Found(plans[chosen], origin, gain, tuple(plans[name] for name in order[1:]))


def _shorter(
    field: Field, board: Board, starters: NDArray[np.int64], *, top: int, seed: int, how: Effort, worlds: Worlds
) -> dict[str, NDArray[np.int64]]:
    """Give the best plan of far fewer ties, and what grows out of it, where a share of the contacts counts.

    There every further tie also raises what somebody needs, and a long plan can bring less than a part of it.
    """
    fewer = top // SHORTER
    if fewer < FEWEST_TIES or field.engine.contacts.n_arcs > MANY_ARCS:
        return {}
    if not isinstance(field.engine.machine, ThresholdMachine):
        return {}
    plan = search_plan(field, board, starters, top=fewer, seed=seed, effort=how).plan
    found = {"shorter": plan}
    for hope in (0.0, 10.0):
        found[f"shorter, hope {hope:g}"] = grow_threshold(field, board, top, worlds, start=plan, hope=hope)
    return found


def starting_plans(
    field: Field, board: Board, starters: NDArray[np.int64], *, top: int, seed: int, worlds: Worlds, how: Effort
) -> dict[str, NDArray[np.int64]]:
    """Give the plans that a search begins with, by name."""
    plans: dict[str, NDArray[np.int64]] = {}
    many = board.tied.nnz > MANY_ARCS
    for name, pairs in asked_side_by_side(board, starters, top=top, seed=seed).items():
        plans[name] = board.fill(pairs, top)
        if not many and name not in {"random", "random starters"}:
            plans[f"{name}, spread"] = board.fill(pairs, top, spread=True)
    field.base(worlds)  # before the builders ask for it side by side
    made = side_by_side(
        {
            "by pairs": partial(grow_by_pairs, field, board, top, worlds),
            "checked": partial(grow_checked, field, board, top, worlds),
            "threshold, hope 0": partial(grow_threshold, field, board, top, worlds, hope=0.0),
            "threshold, hope 10": partial(grow_threshold, field, board, top, worlds, hope=10.0),
            "greedy": partial(grow_greedily, field, board, top, worlds, thorough=how.thorough),
            "people": partial(_people_by_worth, field, board, starters, worlds),
        },
    )
    people = made.pop("people")
    plans |= made | _tipping(field, board, top, worlds, how.builders)
    if len(people):
        plans["worth"] = board.fill(people, top)
        plans["worth, spread"] = board.fill(people, top, spread=True)
    usual = all_rules(board, starters, top=top, seed=seed)
    rest = np.vstack([usual[name]() for name in FILLING if name in usual])
    short = {name: plan for name, plan in plans.items() if 0 < len(plan) < top}
    for name, plan in short.items():
        # Where a share of the contacts counts, a tie can also do harm: shorter plans stay in the race.
        plans[f"{name}, with hubs"] = board.fill(usual["starters to hubs"](), top, start=plan)
        plans[f"{name}, full"] = _full(board, plan, rest, top)
    return plans


def _tipping(field: Field, board: Board, top: int, worlds: Worlds, builders: int) -> dict[str, NDArray[np.int64]]:
    """Build plans for thresholds again in other worlds and with other hopes, and give the best of them."""
    if not isinstance(field.engine.machine, ThresholdMachine) or not builders:
        return {}
    work: dict[str, partial[NDArray[np.int64]]] = {}
    for k in range(builders):
        worlds, hope = worlds.after(worlds.count), HOPES[k % len(HOPES)]
        work[f"threshold, hope {hope:g}, {k + 1}"] = partial(grow_threshold, field, board, top, worlds, hope=hope)
    plans = {name: plan for name, plan in side_by_side(work).items() if len(plan)}
    return {name: plans[name] for name in _ranked(field, plans, list(plans), worlds.after(worlds.count))[:BUILT_KEPT]}


def asked_side_by_side(
    board: Board, starters: NDArray[np.int64], *, top: int, seed: int, n_jobs: int | None = None
) -> dict[str, NDArray[np.int64]]:
    """Give what every rule gives, by name; in a large network some take long."""
    many = board.tied.nnz > MANY_ARCS
    return side_by_side(all_rules(board, starters, top=top, seed=seed), n_jobs if many else 1)


def _people_by_worth(field: Field, board: Board, starters: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
    return NO_PAIRS if board.tied.nnz > MANY_ARCS else grow_by_worth(field, board, starters, worlds)


def _full(board: Board, plan: NDArray[np.int64], rest: NDArray[np.int64], top: int) -> NDArray[np.int64]:
    """Fill a plan that runs short, if need be by taking a tie apart and giving both ends to people with room left."""
    plan = board.fill(rest, top, start=plan)
    while len(plan) < top:
        left = np.maximum(board.room - np.bincount(plan.ravel(), minlength=board.n), 0)
        if left.sum() > MOST_ENDS_LEFT:
            break
        free = np.repeat(np.arange(board.n), left)[:ENDS_LEFT]
        longer = next(
            (
                fuller
                for k in range(len(plan))
                for a, b in permutations(free.tolist(), 2)
                if len(fuller := _apart(board, plan, k, a, b)) > len(plan)
            ),
            plan,
        )
        if longer is plan:
            break
        plan = longer
    return plan


def _apart(board: Board, plan: NDArray[np.int64], k: int, a: int, b: int) -> NDArray[np.int64]:
    new = np.array([[plan[k, 0], a], [plan[k, 1], b]])
    return board.fill(new, len(plan) + 1, start=np.delete(plan, k, axis=0))


def _different(plans: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    seen: dict[bytes, str] = {}
    kept: dict[str, NDArray[np.int64]] = {}
    for name, plan in plans.items():
        mark = np.sort(plan[:, 0] * (1 << 32) + plan[:, 1]).tobytes()
        if mark not in seen:
            seen[mark] = name
            kept[name] = plan
    return kept


def _ranked(
    field: Field | Portfolio, plans: dict[str, NDArray[np.int64]], names: Sequence[str], worlds: Worlds
) -> list[str]:
    before = field.sizes(NO_PAIRS, worlds).mean()
    after = _all_sizes(field, plans, names, worlds)
    gain = {name: float(after[name].mean() - before) for name in names}
    return sorted(names, key=lambda name: (-gain[name], -len(plans[name]), names.index(name)))


def _all_sizes(
    field: Field | Portfolio, plans: dict[str, NDArray[np.int64]], names: Sequence[str], worlds: Worlds
) -> dict[str, NDArray[Any]]:
    """Replay every plan in the same worlds; in a large network one replay takes seconds, so they run side by side."""
    many = field.fields[0].engine.contacts.n_arcs > MANY_ARCS
    tasks = {name: partial(field.sizes, plans[name], worlds) for name in names}
    found: dict[str, NDArray[Any]] = side_by_side(tasks, None if many else 1)
    return found


def _told_apart(
    field: Field | Portfolio,
    plans: dict[str, NDArray[np.int64]],
    names: Sequence[str],
    worlds: Worlds,
    rounds: Sequence[int],
) -> tuple[list[str], float]:
    """Rank the finalists, and give the gain of the best: block after block until it is clear which one that is.

    Whatever is clearly behind drops out. What differs by less than a fiftieth of the growth needs no telling apart.
    """
    left, behind = list(names), []
    sizes: dict[str, list[NDArray[Any]]] = {name: [] for name in left}
    base: list[NDArray[Any]] = []
    for blocks in rounds:
        for _ in range(blocks):
            base.append(field.sizes(NO_PAIRS, worlds))
            for name, found in _all_sizes(field, plans, left, worlds).items():
                sizes[name].append(found)
            worlds = worlds.after(worlds.count)
        so_far = {name: np.concatenate(sizes[name]) for name in left}
        left.sort(key=lambda name: (-so_far[name].mean(), -len(plans[name]), names.index(name)))
        gain = float(so_far[left[0]].mean() - np.concatenate(base).mean())
        unclear = [left[0]]
        close = True
        for name in left[1:]:
            ahead = so_far[left[0]] - so_far[name]
            error = ahead.std(ddof=1) / np.sqrt(ahead.size)
            if ahead.mean() > APART * error:
                behind.append(name)
            else:
                unclear.append(name)
                close &= bool(ahead.mean() + error < ALIKE * gain)
        left = unclear
        if close:
            break
    return [*left, *reversed(behind)], gain
