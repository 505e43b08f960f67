"""Chosen starters beside the cheap ways of choosing: best connected, in between, at random, and random plus."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.diffusion.cascade import IndependentCascade, arc_chances
from kiemen.diffusion.intervals import wilson
from kiemen.diffusion.linear_threshold import LinearThreshold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.diffusion.contacts import Contacts
    from kiemen.diffusion.replay import Replay
    from kiemen.diffusion.selection import Choice, Constraints

BETWEENNESS_AT_MOST = 2000
AMONG, AMONG_PER_PLACE = 500, 10  # best connected people among whom a shrewder rule chooses
RANDOM_DRAWS = 20
RANDOM_DRAWS_LARGE = 4  # where worlds are dear
RANDOM_PLUS_DRAWS = 5
RANDOM_PLUS_REPLAYED = 2
RANDOM_PLUS_MEMBERS = 20_000_000


def degree_order(contacts: Contacts) -> NDArray[np.int64]:
    """Give everybody, most ties to others first; equal ones in the order of their ids."""
    return np.argsort(-np.diff(contacts.indptr), kind="stable")


def between_order(contacts: Contacts) -> NDArray[np.int64]:
    """Give everybody, most in between others first; kept, since it is asked for twice."""
    if "between_order" not in contacts.kept:
        from kiemen.measures.betweenness import exact_betweenness

        between = exact_betweenness(contacts.matrix()).value
        contacts.kept["between_order"] = np.argsort(-between, kind="stable")
    found: NDArray[np.int64] = contacts.kept["between_order"]
    return found


def cheap_choices(contacts: Contacts, model: Model, limits: Constraints) -> dict[str, NDArray[np.int64]]:
    """Give what quick rules would choose: most ties, most ties to others not chosen yet, most won over directly."""
    order = degree_order(contacts)
    found = {
        "degree": limits.pick(order),
        "discount": limits.pick(_discounted(contacts, order[limits.allowed[order]], limits.k)),
    }
    if contacts.n <= BETWEENNESS_AT_MOST:
        found["betweenness"] = limits.pick(between_order(contacts))
    chance = _chances(contacts, model)
    if chance.size:
        total = np.concatenate([[0.0], np.cumsum(chance, dtype=np.float64)])
        direct = total[contacts.indptr[1:]] - total[contacts.indptr[:-1]]
        found["direct"] = limits.pick(np.argsort(-direct, kind="stable"))
    return found


def _chances(contacts: Contacts, model: Model) -> NDArray[np.float64]:
    """Give the chance per arc where arcs differ in a model with one chance each; else nothing."""
    if isinstance(model, LinearThreshold):
        return np.asarray(contacts.weight / contacts.in_weight[contacts.indices])
    if isinstance(model, IndependentCascade) and isinstance(model.probability, str):
        return np.broadcast_to(arc_chances(contacts, model.probability), contacts.n_arcs).astype(np.float64)
    return np.empty(0)


def _discounted(contacts: Contacts, order: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Take the person with most ties to people not taken yet, again and again, among the best connected."""
    left = np.diff(contacts.indptr)
    ptr, sources, _ = contacts.reverse
    heap = [(-int(left[person]), person) for person in order[: AMONG + AMONG_PER_PLACE * k].tolist()]
    heapify(heap)
    taken: list[int] = []
    while heap:
        ties, person = heappop(heap)
        if -ties != left[person]:  # counted before others were taken
            heappush(heap, (-int(left[person]), person))
            continue
        taken.append(person)
        left[sources[ptr[person] : ptr[person + 1]]] -= 1
    return np.array(taken, dtype=np.int64)


def compare_strategies(
    contacts: Contacts,
    choice: Choice,
    *,
    limits: Constraints,
    given: NDArray[np.int64],
    replay: Replay | None,
    seed: int,
) -> pd.DataFrame:
    """Give size, spread and interval of each way of choosing, judged on the same sample."""
    size = choice.people.size
    same = limits.k_people(size)
    generator = np.random.default_rng([seed, size])
    draws = RANDOM_DRAWS_LARGE if replay is not None and replay.large else RANDOM_DRAWS
    random = [same.pick(generator.permutation(contacts.n)) for _ in range(draws)]
    strategies = {"chosen": [choice.people], "degree": [same.pick(degree_order(contacts))]}
    if contacts.n <= BETWEENNESS_AT_MOST:
        strategies["betweenness"] = [same.pick(between_order(contacts))]
    strategies["random"] = random
    rows = {name: _row(sets, choice, given, replay) for name, sets in strategies.items()}
    if replay is None:
        rows["random plus"] = _random_plus(choice, limits, given, generator)
    elif not replay.large:
        rows["random plus"] = _random_plus_replayed(choice, limits, replay, generator)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["size", "spread", "low", "high"])
    table.index.name = "strategy"
    return table


def _row(sets: list[NDArray[np.int64]], choice: Choice, given: NDArray[np.int64], replay: Replay | None) -> list[float]:
    size = float(np.mean([people.size for people in sets]))
    if replay is not None:
        return [size, *replay.interval(sets)]
    judge = choice.judge
    seen = float(np.mean([(_hits(choice, people, given) < people.size).sum() for people in sets]))
    low, high = wilson(seen, judge.size)
    return [size, seen * judge.scale, low * judge.counted, high * judge.counted]


def _hits(choice: Choice, people: NDArray[np.int64], given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the first member of each set, counted from the first of `people`; sets that the given cover never hit."""
    hits = choice.judge.first_hits(np.concatenate([given, people]))
    return np.where(hits < given.size, people.size, hits - given.size)


def _random_plus_replayed(
    choice: Choice, limits: Constraints, replay: Replay, generator: np.random.Generator
) -> list[float]:
    """Give how many random people reach as far, by simulation: to within a twentieth, averaged over some draws."""

    def reach(people: NDArray[np.int64]) -> float:
        runs = replay.search_runs  # the same worlds for all, also where more were run before
        return float(replay.sizes(people, judging=True, runs=runs)[:runs].mean())

    goal = reach(choice.people)
    allowed = np.flatnonzero(limits.allowed)
    found = []
    for _ in range(RANDOM_PLUS_REPLAYED):
        order = generator.permutation(allowed)
        low, high = 0, min(choice.people.size, order.size)
        while reach(order[:high]) < goal:
            if high == order.size:
                high = -1
                break
            low, high = high, min(2 * high, order.size)
        while high - low > max(1, high // 20):
            middle = (low + high) // 2
            low, high = (low, middle) if reach(order[:middle]) >= goal else (middle, high)
        found.append(float(high) if high > 0 else np.nan)
    return [float(np.mean(found)), *replay.interval([choice.people])]


def _random_plus(
    choice: Choice, limits: Constraints, given: NDArray[np.int64], generator: np.random.Generator
) -> list[float]:
    judge = choice.judge
    goal = int((_hits(choice, choice.people, given) < choice.people.size).sum())
    allowed = np.flatnonzero(limits.allowed)
    found = []
    for _ in range(RANDOM_PLUS_DRAWS if judge.members.size < RANDOM_PLUS_MEMBERS else 1):
        order = generator.permutation(allowed)
        hits = _hits(choice, order, given)
        seen = np.cumsum(np.bincount(hits, minlength=order.size + 1)[: order.size])
        found.append(int(np.searchsorted(seen, goal)) + 1 if seen[-1] >= goal else np.nan)
    low, high = wilson(goal, judge.size)
    return [float(np.mean(found)), goal * judge.scale, low * judge.counted, high * judge.counted]
