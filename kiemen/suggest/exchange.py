"""Bettering a plan by exchange: some ties out, others in, kept when fresh worlds say that it grows more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.threshold import ThresholdMachine
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.growth import Field, Portfolio, Worlds
from kiemen.suggest.rules import hub_pairs
from kiemen.suggest.worth import can_tell, grow_by_pairs, grow_threshold, worthwhile_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.suggest.board import Board

BLOCK = 6  # attempts in the same worlds
LOOKED_AT = 40  # worlds at least, and half of those of a trial
PAIRS_AT_HAND = 2_000
# How many standard errors better a trial must be: chance alone must not walk the plan away.
BETTER = 1.0
# How much a builder for thresholds hopes for people who come nearer: in turn, since none is best everywhere.
HOPES = (0.0, 10.0, 30.0)
# Where all can tip at once, in small networks, half of a plan is built anew in small steps; elsewhere a quarter in few.
SMALL_ARCS, FEW_STEPS, SMALL_STEPS = 3_000, 4, 20


def exchange(
    field: Field | Portfolio,
    board: Board,
    plan: NDArray[np.int64],
    elite: Sequence[NDArray[np.int64]],
    starters: NDArray[np.int64],
    *,
    top: int,
    attempts: int,
    trial: int,
    seed: int,
    worlds: Worlds,
) -> tuple[NDArray[np.int64], Worlds]:
    """Try to better a plan: take some ties out, put others in, keep what does better in fresh worlds.

    What goes out is a few ties, the weakest rather than others, or ties at random; what comes in is what simulated
    worlds say is worth most now (for models that can say), another good plan's ties, or the ties of one person won by
    several.

    Parameters
    ----------
    field
        Model or models by which plans are judged.
    board
        What may be proposed.
    plan
        The plan to better.
    elite
        Other good plans to borrow from.
    starters
        The adopters.
    top
        Ties wanted; a plan that is shorter may grow.
    attempts
        Number of trials.
    trial
        Worlds per trial.
    seed
        Seed of the choices.
    worlds
        The last worlds that were used; later ones are taken.

    Returns
    -------
    tuple
        The plan, and the last worlds used.
    """
    rng = np.random.default_rng([seed, 11])
    now: NDArray[Any] = np.zeros(0)
    pairs = NO_PAIRS
    one = field.fields[0]
    tipping = False
    for attempt in range(attempts):
        if attempt % BLOCK == 0:
            one = field.fields[int(rng.integers(len(field.fields)))]
            tipping = _can_tip(one)
            worlds = worlds.after(_looked(trial))
            pairs = _at_hand(one, board, plan, worlds)
            worlds = worlds.after(trial)
            now = field.sizes(plan, worlds)
        way = attempt % BLOCK
        if len(pairs) and way in {0, 1, 3, 4}:
            tried = swapped(board, plan, pairs, rng, top=top)
        elif way % 3 == 1 or (way % 3 == 0 and tipping) or (len(pairs) and way == 5):
            tried = _regrown(one, board, plan, rng, top=top, worlds=worlds)
        else:
            tried = _borrowed(board, plan, elite, starters, rng, top=top, way=way)
        if not len(tried):
            continue
        then = field.sizes(tried, worlds)
        difference = then - now
        error = difference.std(ddof=1) / np.sqrt(difference.size)
        if difference.mean() > BETTER * error:
            plan, now = tried, then
    return plan, worlds


def _looked(trial: int) -> int:
    return max(1, min(trial, max(LOOKED_AT, trial // 2)))


def _at_hand(field: Field, board: Board, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
    if not can_tell(field):
        return NO_PAIRS
    pairs = worthwhile_pairs(field, board, plan, worlds)
    return pairs[board.allowed(pairs)][:PAIRS_AT_HAND]


def swapped(
    board: Board, plan: NDArray[np.int64], pairs: NDArray[np.int64], rng: np.random.Generator, *, top: int
) -> NDArray[np.int64]:
    """Put a few of the pairs that are worth most in the place of a few ties, those worth little rather than others."""
    ties = len(plan)
    out = int(rng.integers(1, max(2, min(5, ties // 3 + 1))))
    code, mine = _codes(pairs, board.n), _codes(plan, board.n)
    place = {int(code[k]): k for k in np.flatnonzero(np.isin(code, mine)).tolist()}
    worth = np.array([place.get(one, len(pairs)) for one in mine.tolist()])
    weakest = np.argsort(-worth, kind="stable")
    going = weakest[np.unique((ties * rng.random(out) ** 2).astype(np.int64))]
    kept = np.delete(plan, going, axis=0)
    new = pairs[~np.isin(code, mine[going])]
    near = 6 * out + 6
    return board.fill(np.vstack([rng.permutation(new[:near]), new[near:]]), top, start=kept)


def _codes(pairs: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Give a number per pair, whichever end comes first."""
    return np.asarray(pairs.min(axis=1) * n + pairs.max(axis=1))


def _can_tip(field: Field) -> bool:
    return isinstance(field.engine.machine, ThresholdMachine) and field.engine.contacts.n_arcs <= SMALL_ARCS


def _regrown(
    field: Field, board: Board, plan: NDArray[np.int64], rng: np.random.Generator, *, top: int, worlds: Worlds
) -> NDArray[np.int64]:
    tipping = _can_tip(field)
    kept, steps = _without_some(plan, rng, part=2 if tipping else 4), SMALL_STEPS if tipping else FEW_STEPS
    grown = grow_threshold(field, board, top, worlds, start=kept, hope=float(rng.choice(HOPES)), rounds=steps)
    grown = grow_by_pairs(field, board, top, Worlds(worlds.first, _looked(worlds.count)), start=grown, rounds=2)
    return grown if len(grown) >= len(plan) else board.fill(rng.permutation(plan), top, start=grown)


def _borrowed(
    board: Board,
    plan: NDArray[np.int64],
    elite: Sequence[NDArray[np.int64]],
    starters: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    top: int,
    way: int,
) -> NDArray[np.int64]:
    kept = _without_some(plan, rng)
    other = rng.permutation(elite[int(rng.integers(len(elite)))])
    if way == 0 or rng.random() < 0.5:
        return board.fill(other, top, start=kept)
    people = plan.ravel() if rng.random() < 0.5 else rng.permutation(board.n)
    chosen = np.setdiff1d(rng.permutation(np.unique(people))[:3], starters)
    pairs = hub_pairs(rng.permutation(starters), chosen)
    return board.fill(np.vstack([pairs, other]), top, start=kept)


def _without_some(plan: NDArray[np.int64], rng: np.random.Generator, *, part: int = 4) -> NDArray[np.int64]:
    out = int(rng.integers(1, max(2, len(plan) // part)))
    return plan[np.sort(rng.permutation(len(plan))[out:])]
