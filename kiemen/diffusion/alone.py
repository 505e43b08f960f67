"""Whether a fire goes on without the people who started it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.criteria import Criterion
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.intervals import wilson
from kiemen.diffusion.judgement import EVEN, RUNNING, STRAW, in_worlds, wanted
from kiemen.diffusion.mixture import Mixture
from kiemen.diffusion.threshold import Threshold
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model

NAME = "holds without its starters"
LEAVE_AT = 3  # the starters leave after a third of the horizon
DRAWS = 10  # sets of starters looked at where every world draws its own


def without_starters(engine: Engine) -> Criterion:
    """Say whether it goes on without its starters.

    In a fire they drop out for good, and it has to hold or, where nobody else drops out, to go on growing. Where who
    joins stays, it is asked whether others pass it on: whoever joins later than the first period was won over by
    others, except where noise lets people join late on their own; there, somebody without a tie to a starter has to
    join.
    """
    period = max(engine.horizon // LEAVE_AT, 1)
    if _can_leave(engine.model) and engine.model.lasting:
        totals = engine.after_leaving(period).active.sum(axis=2, dtype=np.int64)
        goes_on = totals[:, -1] > totals[:, period]
        message = mark("If the starters stop after {period:# period|# periods}, others go on joining in {worlds}.")
    elif _can_leave(engine.model):
        enough = wanted(engine.starters.size, engine.contacts.n_counted, lasting=False)
        goes_on = engine.sizes_after_leaving(period) >= enough
        message = mark("If the starters stop after {period:# period|# periods}, it still holds in {worlds}.")
    elif _noisy(engine.model):
        goes_on = _beyond(engine)
        message = mark(
            "In {worlds} somebody joins who has no tie with a starter, so others than the starters pass it on."
        )
    else:
        totals = engine.spread().active.sum(axis=2, dtype=np.int64)
        goes_on = totals[:, -1] > totals[:, min(1, totals.shape[1] - 1)]
        message = mark("In {worlds} it is passed on by others than the starters.")
    if goes_on.size == 0:
        nothing = float("nan")
        said = Fact(mark("Everybody has a tie with a starter, so nobody can tell whether it needs them."), {}, "team")
        return Criterion(NAME, nothing, nothing, nothing, EVEN, "", said)
    share = float(goes_on.mean())
    low, high = wilson(int(goes_on.sum()), goes_on.size)
    values = {"period": period, "worlds": in_worlds(share, float(low), float(high), int(goes_on.size))}
    verdict = RUNNING if low > EVEN else STRAW if high < EVEN else ""
    return Criterion(NAME, share, float(low), float(high), EVEN, verdict, Fact(message, values, "team"))


def _can_leave(model: Model) -> bool:
    return isinstance(model, Fire) or (isinstance(model, Mixture) and all(_can_leave(one) for one in model.models))


def _noisy(model: Model) -> bool:
    if isinstance(model, Mixture):
        return any(_noisy(one) or _can_leave(one) for one in model.models)
    return isinstance(model, Threshold) and model.noise > 0.0


def _beyond(engine: Engine) -> NDArray[Any]:
    """Say per world whether somebody without a tie to a starter joined; empty when everybody has one."""
    found = []
    for places in _sets_of_starters(engine):
        contacts = engine.contacts
        start = np.zeros(contacts.n)
        start[places] = 1.0
        near = (start > 0.0) | (contacts.matrix().T @ start > 0.0)
        if not (contacts.counted & ~near).any():
            continue
        group = np.where(contacts.counted, np.where(near, 1, 0), 2).astype(np.int32)
        apart = Engine(
            replace(contacts, group=group, group_names=("beyond", "near")), model=engine.model, starters=places,
            horizon=engine.horizon if engine.columns == engine.horizon + 1 else None,
            runs=max(engine.runs // DRAWS, 1) if engine.starters.drawn else engine.runs, seed=engine.seed,
            positions=engine.positions, n_jobs=engine.n_jobs,
        )  # fmt: skip
        found.append(apart.spread().active[:, -1, 0] > 0)
    return np.concatenate(found) if found else np.empty(0, np.bool_)


def _sets_of_starters(engine: Engine) -> list[NDArray[np.int32]]:
    if not engine.starters.drawn:
        return [engine.starters.fixed]
    ptr, people = engine.starters.of(np.arange(DRAWS, dtype=np.int64), engine.seed)
    return np.split(people, ptr[1:-1])
