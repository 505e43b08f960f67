"""Plans built tie by tie on what simulated worlds say a tie is worth, model by model."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from kiemen.diffusion.base import Added
from kiemen.diffusion.cascade import CascadeMachine
from kiemen.diffusion.fire import FireMachine
from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.growth import Worlds
from kiemen.suggest.rules import hub_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.suggest.board import Board
    from kiemen.suggest.growth import Field

# People whose worth is looked up in every world; the others are judged by the simple rules.
PEOPLE_LOOKED_UP = 1_500
PAIRS_KEPT, PAIRS_LOOKED_AT, TURNS = 20_000, 2_000, 8
FEW_PEOPLE = 150
# People times periods times worlds of a fire that are kept at once.
FIRE_KEPT = 20_000_000
SURE = 0.95
FOLLOWED, FEWEST_FOLLOWED = 100, 12
# Following somebody can set the whole network alight, once per world: arcs that may be walked for that.
FOLLOWED_ARCS = 400_000_000
# In a large network nobody is followed further than this: whether it runs on is decided long before.
FOLLOWERS = 10_000
GREEDY_PEOPLE = 110
# Pairs tried anew for every few ties, and in how many worlds: nearly all pairs where people are few and time is given.
FEW_TO_TRY, GREEDY_QUICK, GREEDY_USUAL, GREEDY_AT_LENGTH = 40, (24, 60), (100, 60), (400, 200)
# Arcs replayed per round of a threshold plan: many worlds in a small network, few in a large one.
THRESHOLD_ARCS = 150_000
MANY_ARCS = 1_000_000


def _added(field: Field, plan: NDArray[np.int64]) -> Added:
    return field.engine.arcs(plan) if len(plan) else Added.none()


def can_tell(field: Field) -> bool:
    """Say whether `worthwhile_pairs` knows the model."""
    machine = field.engine.machine
    if isinstance(machine, FireMachine):
        return not machine.impulses and field.engine.contacts.n_arcs <= MANY_ARCS
    return isinstance(machine, CascadeMachine)


def grow_by_pairs(
    field: Field, board: Board, top: int, worlds: Worlds, *, start: NDArray[np.int64] = NO_PAIRS, rounds: int = 8
) -> NDArray[np.int64]:
    """Build a plan for a cascade or a fire: in every round the pairs that simulated worlds say are worth most.

    Ties chosen in one round are taken to add up, so the rounds are small and each person is won only once per round.
    """
    if not can_tell(field):
        return start
    plan = start
    step = max(1, -(-(top - len(start)) // rounds))
    while len(plan) < top:
        pairs = worthwhile_pairs(field, board, plan, worlds)
        fuller = _one_each(board, pairs, plan, min(top, len(plan) + step))
        if len(fuller) == len(plan):
            break
        plan, worlds = fuller, worlds.after(worlds.count)
    return plan


def grow_checked(field: Field, board: Board, top: int, worlds: Worlds, *, tried: int = 12) -> NDArray[np.int64]:
    """Build a plan tie by tie for a cascade or a fire: the most promising pairs are replayed, the best one is taken.

    Only for small networks, where worlds are cheap.
    """
    if not can_tell(field) or board.n > GREEDY_PEOPLE:
        return NO_PAIRS
    plan, step = NO_PAIRS, max(1, top // 20)
    while len(plan) < top:
        pairs = worthwhile_pairs(field, board, plan, worlds)
        worlds = worlds.after(worlds.count)
        fitting = board.fill(pairs, len(plan) + tried, start=plan)[len(plan) :]
        if not len(fitting):
            break
        gains = [field.gain(np.vstack([plan, one]), worlds) for one in fitting]
        best = fitting[np.argsort(-np.array(gains), kind="stable")]
        plan = board.fill(best, min(top, len(plan) + step), start=plan)
    return plan


def worthwhile_pairs(field: Field, board: Board, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
    """Give pairs of people by what a tie between them would bring on top of the plan, most first.

    The first of a pair is the one from whom it would come. Pairs that are tied or taken are among them.
    """
    people, gain = (
        _fire_gain(field, board, plan, worlds)
        if isinstance(field.engine.machine, FireMachine)
        else _cascade_gain(field, board, plan, worlds)
    )
    if field.engine.contacts.n_arcs > MANY_ARCS:
        return _dealt_out(people, gain)
    both = np.triu(gain + gain.T, 1)
    flat = both.ravel()
    chosen = np.argpartition(-flat, PAIRS_KEPT)[:PAIRS_KEPT] if flat.size > PAIRS_KEPT else np.arange(flat.size)
    chosen = np.sort(chosen[flat[chosen] > 0])
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
    one, other = chosen // len(people), chosen % len(people)
    turned = gain[one, other] < gain[other, one]
    return np.column_stack([people[np.where(turned, other, one)], people[np.where(turned, one, other)]])


def _dealt_out(people: NDArray[np.int64], gain: NDArray[np.float32]) -> NDArray[np.int64]:
    """Give everybody worth winning some of the best people to be won by, the most worth first.

    In a large plan the pairs worth most are all with the same few people, and a round would end after a few ties. Among
    people who are equally good those take turns, so that nobody is used up at once.
    """
    best = gain.max(axis=0, initial=0.0)
    order = np.argsort(-best, kind="stable")
    pairs = [NO_PAIRS]
    for place, column in enumerate(order[best[order] > 0].tolist()):
        equal = np.flatnonzero(gain[:, column] >= best[column])
        turn = equal[(place + np.arange(min(TURNS, len(equal)))) % len(equal)]
        pairs.append(np.column_stack([people[turn], np.full(len(turn), people[column])]))
    return np.concatenate(pairs).astype(np.int64)


def _cascade_gain(
    field: Field, board: Board, plan: NDArray[np.int64], worlds: Worlds
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give people, and what a tie from one to another would bring: exact up to sampling.

    It brings something in the worlds in which one end is reached and the other is not: who would follow the other.
    """
    from kiemen._kernels.growth import cascade_worth

    machine, engine = cast("CascadeMachine", field.engine.machine), field.engine
    contacts = machine.contacts
    added = _added(field, plan)
    chance, extra = machine._chances(added)  # noqa: SLF001 - the chances of a what-if have one home
    head, following = added.lists(contacts.n)
    able = np.flatnonzero(board.room > 0)
    won = able[np.argsort(-board.degree[able], kind="stable")[:PEOPLE_LOOKED_UP]]
    reached = np.zeros((worlds.count, contacts.n), np.float32)
    worth = np.zeros((worlds.count, len(won)), np.float32)
    ptr, starts = engine.starters.of(worlds.numbers, engine.seed)
    cascade_worth(
        contacts.indptr, contacts.indices, chance, head, following, added.target, extra, ptr, starts,
        worlds.numbers, engine.seed, contacts.counted.astype(np.int64), won, reached, worth,
    )  # fmt: skip
    often = reached.sum(axis=0)
    sources = able[np.argsort(-often[able], kind="stable")[:PEOPLE_LOOKED_UP]]
    people = np.union1d(won, sources)
    follows = np.zeros((worlds.count, len(people)), np.float32)
    follows[:, np.searchsorted(people, won)] = worth
    return people, _summed(reached[:, people], follows)


def _fire_gain(
    field: Field, board: Board, plan: NDArray[np.int64], worlds: Worlds
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give people, and what a tie from one to another would bring, one flipped state at a time."""
    from kiemen._kernels.fire_worth import fire_worth

    machine, engine = cast("FireMachine", field.engine.machine), field.engine
    contacts, model, n = machine.contacts, machine.model, field.n
    usual = float(contacts.weight.mean())
    worlds = Worlds(worlds.first, int(np.clip(FIRE_KEPT / (n * engine.horizon), 2, worlds.count)))
    added = _added(field, plan)
    head, following = added.lists(n)
    ptr, starts = engine.starters.of(worlds.numbers, engine.seed)
    lit = np.zeros((worlds.count, engine.horizon, n), np.uint8)
    pull = np.zeros((worlds.count, engine.horizon, n), np.float32)
    fire_worth(
        contacts.indptr, contacts.indices, machine.weight, head, following, added.target, added.weight / usual, ptr,
        starts, worlds.numbers, engine.seed, engine.horizon, machine.glow, model.fuel * model.ignition * machine.air,
        np.full(n, float(model.need)), float(model.reinforcement), np.full(n, float(model.cooling)),
        float(model.company), float(model.outside), contacts.usual_weight / usual,
        contacts.counted.astype(np.int64), lit, pull,
    )  # fmt: skip
    active, brings = lit.reshape(-1, n), pull.reshape(-1, n)
    able = np.flatnonzero(board.room > 0)
    won = able[np.argsort(-brings.sum(axis=0)[able], kind="stable")[:PEOPLE_LOOKED_UP]]
    sources = able[np.argsort(-active.sum(axis=0, dtype=np.int64)[able], kind="stable")[:PEOPLE_LOOKED_UP]]
    people = np.union1d(won, sources)
    return people, _summed(np.multiply(active[:, people], machine.glow[people], dtype=np.float32), brings[:, people])


def _summed(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Multiply worlds × people by worlds × people, summed over worlds; threads do not pay for a few people."""
    if one.shape[1] > FEW_PEOPLE:
        return np.asarray(one.T @ other)
    return np.asarray(np.einsum("wi,wj->ij", one, other))


def _one_each(board: Board, pairs: NDArray[np.int64], plan: NDArray[np.int64], top: int) -> NDArray[np.int64]:
    """Add pairs in order, each person being won (the second of a pair) once, by whoever has room left to win.

    Many can be equally good to be won by. When the first of them has no room left the next one takes its place, rather
    than that somebody is won who is less worth it.
    """
    used = np.bincount(plan.ravel(), minlength=board.n).tolist() if len(plan) else [0] * board.n
    room = board.room.tolist()
    taken = {tuple(sorted(pair)) for pair in plan.tolist()}
    won: set[int] = set()
    chosen: list[tuple[int, int]] = []
    near = pairs[: PAIRS_LOOKED_AT + 4 * TURNS * (top - len(plan))]
    for giver, person in near[board.allowed(near)].tolist():
        if len(plan) + len(chosen) >= top:
            break
        full = used[giver] >= room[giver] or used[person] >= room[person]
        if full or person in won or tuple(sorted((giver, person))) in taken:
            continue
        chosen.append((giver, person))
        won.add(person)
        used[giver] += 1
        used[person] += 1
    fuller = board.fill(np.array(chosen, dtype=np.int64).reshape(-1, 2), top, start=plan)
    return fuller if len(fuller) > len(plan) else board.fill(pairs, top, start=plan)


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
        if arcs > MANY_ARCS:
            plan = _win_in_turn(board, plan, ranked, sure[np.argsort(-often[sure], kind="stable")], step=step, top=top)
            ranked = []
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
    total = machine.total(added)
    low, high = machine.needs(total)
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
    threshold_worth(*arcs, *state, np.flatnonzero(board.room > 0), False, n, near)
    # Following everybody who follows costs much more, so only the most promising are looked at that way.
    best = near.max(axis=1)
    enough = min(n, FOLLOWERS) if contacts.n_arcs > MANY_ARCS else n
    walked = max(contacts.n_arcs, 1) * enough / n * worlds.count
    followed = int(np.clip(FOLLOWED_ARCS / walked, FEWEST_FOLLOWED, FOLLOWED))
    people = np.argsort(-np.round(best, 9), kind="stable")[:followed]
    score = np.zeros((n, most))
    threshold_worth(*arcs, *state, people[best[people] > 0], True, enough, score)
    most_listed = max(200, len(plan) + 1_000)
    ranked = _most_worth(score, most_listed)
    if contacts.n_arcs > MANY_ARCS:
        # A large plan wins more people than can be followed; the others come after them, by their own contacts.
        near[[person for person, _ in ranked]] = 0.0
        ranked += _most_worth(near, most_listed)
    return ranked, active.mean(axis=0)


def _most_worth(score: NDArray[np.float64], most: int) -> list[tuple[int, int]]:
    """Give people with the number of ties that is worth most for each, the most worth first."""
    best = score.argmax(axis=1)
    value = score[np.arange(len(score)), best]
    order = np.argsort(-np.round(value, 9), kind="stable")
    return [(int(v), int(best[v]) + 1) for v in order[value[order] > 0][:most]]


def _win_in_turn(
    board: Board,
    plan: NDArray[np.int64],
    ranked: list[tuple[int, int]],
    givers: NDArray[np.int64],
    *,
    step: int,
    top: int,
) -> NDArray[np.int64]:
    """Win the people of a round in order, the givers taking turns: as `_win`, where sorting anew takes too long."""
    if not len(givers):
        return plan
    used = np.bincount(plan.ravel(), minlength=board.n) if len(plan) else np.zeros(board.n, np.int64)
    rows: list[NDArray[np.int64]] = [NO_PAIRS]
    count, turn = len(plan), 0
    for person, ties in ranked:
        if count >= min(top, len(plan) + step):
            break
        if count + ties > top or used[person] + ties > board.room[person]:
            continue
        near = givers[(turn + np.arange(min(4 * ties + 4, len(givers)))) % len(givers)]
        near = near[(used[near] < board.room[near]) & (near != person)]
        pairs = np.column_stack([near, np.full(len(near), person)]).astype(np.int64)
        pairs = pairs[board.allowed(pairs)][:ties]
        turn += ties
        if len(pairs) == ties:
            np.add.at(used, pairs.ravel(), 1)
            rows.append(pairs)
            count += ties
    return board.fill(np.concatenate(rows), top, start=plan)


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


def grow_greedily(field: Field, board: Board, top: int, worlds: Worlds, *, thorough: bool = False) -> NDArray[np.int64]:
    """Build a plan by trying: every pair by itself first, then again and again the most promising ones; any model.

    Only for small networks: all pairs are replayed once, and some dozens or hundreds for every few ties added.
    """
    if board.n > GREEDY_PEOPLE:
        return NO_PAIRS
    left, right = np.triu_indices(board.n, 1)
    pairs = np.column_stack([left, right]).astype(np.int64)
    pairs = pairs[board.allowed(pairs)]
    if len(pairs) == 0:
        return NO_PAIRS
    longest = GREEDY_AT_LENGTH if board.n <= FEW_TO_TRY else GREEDY_USUAL
    most, count = longest if thorough else GREEDY_QUICK
    few, worlds = Worlds(worlds.first, 10), Worlds(worlds.first, count)
    hopes = np.array([field.gain(pairs[k : k + 1], few) for k in range(len(pairs))])
    plan, step = NO_PAIRS, max(1, top // 20)
    while len(plan) < top:
        tried = np.argsort(-hopes, kind="stable")[:most]
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
        sizes = field.after(worlds, Added.none(), np.array([person], dtype=np.int32))
        worth.append(float((sizes - base).mean()))
    order = np.argsort(-np.array(worth), kind="stable")
    return hub_pairs(starters, people[order])
