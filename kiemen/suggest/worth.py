"""Plans built tie by tie on what simulated worlds say a tie is worth, model by model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.base import Added
from kiemen.diffusion.cascade import CascadeMachine
from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.growth import Worlds
from kiemen.suggest.rules import hub_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.suggest.board import Board
    from kiemen.suggest.growth import Field

# People whose worth is looked up in every world; the others are judged by the simple rules.
PEOPLE_LOOKED_UP = 2_500
PAIRS_KEPT = 20_000
SURE = 0.95
FOLLOWED, FEWEST_FOLLOWED = 150, 12
# Following somebody can set the whole network alight, once per world: arcs that may be walked for that.
FOLLOWED_ARCS = 400_000_000
GREEDY_PEOPLE, GREEDY_TRIED, GREEDY_WORLDS = 110, 24, 60
# Arcs replayed per round of a threshold plan: many worlds in a small network, few in a large one.
THRESHOLD_ARCS = 400_000
MANY_ARCS = 1_000_000


def _added(field: Field, plan: NDArray[np.int64]) -> Added:
    return field.engine.arcs(plan) if len(plan) else Added.none()


def grow_cascade(
    field: Field, board: Board, top: int, worlds: Worlds, *, start: NDArray[np.int64] = NO_PAIRS, rounds: int = 8
) -> NDArray[np.int64]:
    """Build a plan for a cascade: in every round the ties whose ends were most often one reached and one not.

    The gain of one tie is exact up to sampling: the chance that it carries, times the worlds in which one end is
    reached and the other is not, times who would follow the other. Ties chosen in one round are taken to add up, so the
    rounds are small and each person is won only once per round.
    """
    machine = field.engine.machine
    if not isinstance(machine, CascadeMachine):
        return start
    plan = start
    step = max(1, -(-(top - len(start)) // rounds))
    while len(plan) < top:
        pairs = _cascade_pairs(field, machine, board, plan, worlds)
        fuller = _one_each(board, pairs, plan, min(top, len(plan) + step))
        if len(fuller) == len(plan):
            break
        plan, worlds = fuller, worlds.after(worlds.count)
    return plan


def _cascade_pairs(
    field: Field, machine: CascadeMachine, board: Board, plan: NDArray[np.int64], worlds: Worlds
) -> NDArray[np.int64]:
    from kiemen._kernels.growth import cascade_worth

    contacts = machine.contacts
    added = _added(field, plan)
    chance, extra = machine._chances(added)  # noqa: SLF001 - the chances of a what-if have one home
    head, following = added.lists(contacts.n)
    people = np.flatnonzero(board.room > 0)
    if len(people) > PEOPLE_LOOKED_UP:
        people = people[np.argsort(-board.degree[people], kind="stable")[:PEOPLE_LOOKED_UP]]
    reached = np.zeros((worlds.count, contacts.n), np.float32)
    worth = np.zeros((worlds.count, len(people)), np.float32)
    ptr, starts = field.engine.starters.of(worlds.numbers, field.engine.seed)
    cascade_worth(
        contacts.indptr, contacts.indices, chance, head, following, added.target, extra, ptr, starts,
        worlds.numbers, field.engine.seed, contacts.counted.astype(np.int64), people, reached, worth,
    )  # fmt: skip
    often = reached.mean(axis=0)
    sources = np.flatnonzero((board.room > 0) & (often > 0))
    sources = sources[np.argsort(-often[sources], kind="stable")[:PEOPLE_LOOKED_UP]]
    gain = reached[:, sources].T @ worth
    return _best_of(gain, sources, people, PAIRS_KEPT)


def _best_of(
    gain: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Give the pairs of rows and columns with the largest entries, best first."""
    flat = gain.ravel()
    chosen = np.argpartition(-flat, most)[:most] if flat.size > most else np.arange(flat.size)
    chosen = chosen[flat[chosen] > 0]
    one, other = rows[chosen // len(columns)], columns[chosen % len(columns)]
    order = np.lexsort((other, one, -flat[chosen]))
    return np.column_stack([one[order], other[order]]).astype(np.int64)


def _one_each(board: Board, pairs: NDArray[np.int64], plan: NDArray[np.int64], top: int) -> NDArray[np.int64]:
    """Add pairs in order, each person being won (the second of a pair) once."""
    _, first = np.unique(pairs[:, 1], return_index=True)
    rest = np.setdiff1d(np.arange(len(pairs)), first)
    once = pairs[np.sort(first)]
    fuller = board.fill(once, top, start=plan)
    return board.fill(pairs[rest], top, start=fuller) if len(fuller) == len(plan) else fuller


def grow_threshold(
    field: Field,
    board: Board,
    top: int,
    worlds: Worlds,
    *,
    start: NDArray[np.int64] = NO_PAIRS,
    hope: float = 0.0,
    rounds: int = 40,
) -> NDArray[np.int64]:
    """Build a plan for thresholds: again and again the person who is won with the fewest ties and brings most others.

    Whoever needs two more active contacts gets two ties at once, from people who are active in nearly every world.
    """
    machine = field.engine.machine
    if not isinstance(machine, ThresholdMachine):
        return start
    plan = start
    arcs = max(machine.contacts.n_arcs, 1)
    fitting = int(np.clip(THRESHOLD_ARCS / arcs, 2 if arcs > MANY_ARCS else 12, 100))
    rounds = min(rounds, 4) if arcs > MANY_ARCS else rounds
    worlds = Worlds(worlds.first, fitting)
    step = max(1, (top - len(start)) // rounds)
    while len(plan) < top:
        before = len(plan)
        ranked, often = _threshold_people(field, machine, board, plan, worlds=worlds, hope=hope)
        sure = np.flatnonzero((often >= SURE) & (board.room > 0))
        for person, ties in ranked:
            plan = _win(board, plan, person, ties, sure=sure, often=often, top=top)
            if len(plan) >= before + step:
                break
        if len(plan) == before:
            break
    return plan


def _threshold_people(
    field: Field, machine: ThresholdMachine, board: Board, plan: NDArray[np.int64], *, worlds: Worlds, hope: float
) -> tuple[list[tuple[int, int]], NDArray[np.float64]]:
    from kiemen._kernels.growth import threshold_rest, threshold_worth

    contacts, engine = machine.contacts, field.engine
    n = contacts.n
    added = _added(field, plan)
    total = contacts.in_weight
    if added.source.size:
        total = total + np.bincount(added.target, weights=added.weight, minlength=n)
    low = machine._need(total, machine.share_low)  # noqa: SLF001 - the need in a what-if has one home
    high = machine._need(total, machine.share_high)  # noqa: SLF001
    head, following = added.lists(n)
    active = np.zeros((worlds.count, n), np.uint8)
    load, need = np.zeros((worlds.count, n)), np.zeros((worlds.count, n))
    ptr, starts = engine.starters.of(worlds.numbers, engine.seed)
    arcs = (contacts.indptr, contacts.indices, contacts.weight, head, following, added.target, added.weight)
    threshold_rest(
        *arcs, ptr, starts, worlds.numbers, engine.seed, engine.horizon, low, high, machine.noise, active, load, need
    )
    most = int(min(max(board.room.max(initial=1), 1), 6))
    tie = float(np.median(contacts.weight))
    counted = contacts.counted.astype(np.int64)
    state = (active, load, need, machine.share_high, machine.at_least, total, tie, most, hope, counted)
    near = np.zeros((n, most))
    threshold_worth(*arcs, *state, np.flatnonzero(board.room > 0), False, near)
    # Following everybody who follows costs much more, so only the most promising are looked at that way.
    best = near.max(axis=1)
    followed = int(np.clip(FOLLOWED_ARCS / (max(contacts.n_arcs, 1) * worlds.count), FEWEST_FOLLOWED, FOLLOWED))
    people = np.argsort(-np.round(best, 9), kind="stable")[:followed]
    score = np.zeros((n, most))
    threshold_worth(*arcs, *state, people[best[people] > 0], True, score)
    best = score.argmax(axis=1)
    value = score[np.arange(n), best]
    order = np.argsort(-np.round(value, 9), kind="stable")
    order = order[value[order] > 0][: max(200, len(plan) + 1_000)]
    return [(int(v), int(best[v]) + 1) for v in order], active.mean(axis=0)


def _win(
    board: Board,
    plan: NDArray[np.int64],
    person: int,
    ties: int,
    *,
    sure: NDArray[np.int64],
    often: NDArray[np.float64],
    top: int,
) -> NDArray[np.int64]:
    """Add `ties` ties from people who are nearly always active to one person, or none when that cannot be done."""
    if len(plan) + ties > top:
        return plan
    used = np.bincount(plan.ravel(), minlength=board.n) if len(plan) else np.zeros(board.n, np.int64)
    free = sure[(used[sure] < board.room[sure]) & (sure != person)]
    # Those with much room left give first, so that nobody is used up early.
    order = np.lexsort((free, -often[free], used[free] - board.room[free]))
    pairs = np.column_stack([free[order], np.full(len(free), person)]).astype(np.int64)
    fuller = board.fill(pairs[:400], min(top, len(plan) + ties), start=plan)
    return fuller if len(fuller) == len(plan) + ties else plan


def grow_greedily(field: Field, board: Board, top: int, worlds: Worlds) -> NDArray[np.int64]:
    """Build a plan by trying: every pair by itself first, then again and again the most promising ones; any model.

    Only for small networks: all pairs are replayed once, and some dozens for every few ties added.
    """
    if board.n > GREEDY_PEOPLE:
        return NO_PAIRS
    left, right = np.triu_indices(board.n, 1)
    pairs = np.column_stack([left, right]).astype(np.int64)
    pairs = pairs[board.allowed(pairs)]
    if len(pairs) == 0:
        return NO_PAIRS
    few, worlds = Worlds(worlds.first, 10), Worlds(worlds.first, GREEDY_WORLDS)
    hopes = np.array([field.gain(pairs[k : k + 1], few) for k in range(len(pairs))])
    plan, step = NO_PAIRS, max(1, top // 20)
    while len(plan) < top:
        tried = np.argsort(-hopes, kind="stable")[:GREEDY_TRIED]
        before = field.sizes(plan, worlds).mean() if len(plan) else field.base(worlds).mean()
        for k in tried.tolist():
            hopes[k] = field.sizes(np.vstack([plan, pairs[k : k + 1]]), worlds).mean() - before
        best = tried[np.argsort(-hopes[tried], kind="stable")]
        fuller = board.fill(pairs[best], min(top, len(plan) + step), start=plan)
        if len(fuller) == len(plan):
            break
        plan = fuller
        taken = (pairs[:, None, :] == plan[None, :, :]).all(axis=2).any(axis=1)
        hopes[taken] = -np.inf
    return plan


def grow_by_worth(field: Field, board: Board, starters: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
    """Give pairs of starters with the people who, had they started too, would bring most per world; any model.

    The people looked at are the best connected ones and those who know most starters: a few dozen, since every one of
    them costs a replay of the worlds.
    """
    active = np.zeros(board.n)
    active[starters] = 1.0
    known = np.asarray(board.tied @ active)
    several = [np.argsort(-score, kind="stable")[:24] for score in (board.degree, known, known / (board.degree + 3.0))]
    people = np.setdiff1d(np.unique(np.concatenate(several)), starters)
    base = field.base(worlds)
    worth = []
    for person in people:
        counts = field.engine.run(worlds.numbers, Added.none(), np.array([person], dtype=np.int32))
        worth.append(float((counts.active[:, -1, :-1].sum(axis=1) - base).mean()))
    order = np.argsort(-np.array(worth), kind="stable")
    return hub_pairs(starters, people[order])
