"""What would tip it: each lever turned until half of the worlds hold, and how many would have to start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.adoption.adopters import StartingSet
from kiemen.diffusion.engine import affordable
from kiemen.diffusion.intervals import wilson
from kiemen.diffusion.judgement import EVEN, holding
from kiemen.diffusion.spectral import leading_pair
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemen.diffusion.base import Model
    from kiemen.diffusion.engine import Engine

WORDS = {
    "fuel": mark("fuel"),
    "threshold": mark("the threshold"),
    "cooling": mark("cooling"),
    "company": mark("company"),
    "probability": mark("the chance per contact"),
    "contacts": mark("the contacts needed"),
    "share": mark("the share of contacts needed"),
    "noise": mark("noise"),
}
CHANCES = ("cooling", "probability", "share", "noise")  # never above 1
RUNS = 200
FEWEST = 40
GLANCE = 25  # worlds after which a clear case is settled
GLANCE_LARGE = 12  # the same where worlds are dear: enough when all of them agree
LARGE_ARCS = 500_000
CLEAR = 3.3  # standard errors
WORK = 50_000_000  # arcs looked at per value of a lever
WIDEST = 16.0
STEPS = 8
STEPS_LARGE = 6  # to within five per cent
CURVE = tuple(float(factor) for factor in np.geomspace(0.25, 4.0, 9))


def holding_share(engine: Engine) -> float:
    """Give the share of worlds in which it holds."""
    return holding(
        engine.sizes(),
        starters=engine.starters.size,
        people=engine.contacts.n_counted,
        lasting=engine.model.lasting,
    )


def find_tipping(engine: Engine) -> pd.DataFrame:
    """Give for each lever the value at which half of the worlds hold, found by halving on a ratio scale."""
    rows = {}
    for name, turn in engine.model.levers().items():
        now = float(getattr(engine.model, name))
        before, after = _crossing(partial(_holds, engine, turn), STEPS_LARGE if _large(engine) else STEPS)
        needed = now * np.sqrt(before * after)
        if name == "contacts" and engine.contacts.weight.size == 1:  # contacts come whole
            needed = np.ceil(now * after - 1e-9)
        elif name in CHANCES:
            needed = min(needed, 1.0) if np.isfinite(needed) else needed
        rows[name] = (now, float(needed), float(needed) / now if now else float("nan"))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "needed", "factor"])
    table.index.name = "lever"
    return table


def worlds_per_value(engine: Engine) -> int:
    """Give the worlds in which one value of a lever is tried: 200, fewer above a quarter of a million arcs."""
    return affordable(RUNS, FEWEST, WORK, engine.contacts.n_arcs)


def _large(engine: Engine) -> bool:
    return engine.contacts.n_arcs > LARGE_ARCS


def _holds(engine: Engine, turn: Callable[[float], Model], factor: float) -> bool:
    glance = GLANCE_LARGE if _large(engine) else GLANCE
    return _mostly(engine.like(turn(factor), runs=glance), worlds_per_value(engine))


def clear_soon(engine: Engine, worlds: int) -> Engine:
    """Give an engine of so few worlds when they settle already whether it holds, else the engine itself."""
    few = engine.like(engine.model, runs=min(worlds, engine.runs))
    low, high = wilson(holding_share(few) * few.runs, few.runs, CLEAR)
    return engine if low <= EVEN <= high else few


def _mostly(glance: Engine, worlds: int) -> bool:
    """Say whether it holds in half of the worlds or more; a few worlds suffice when the case is clear."""
    share = holding_share(glance)
    low, high = wilson(share * glance.runs, glance.runs, CLEAR)
    if low <= EVEN <= high:
        share = holding_share(glance.like(glance.model, runs=worlds))
    return share >= EVEN


def _crossing(above: Callable[[float], bool], steps: int) -> tuple[float, float]:
    """Give two factors between 1/16 and 16, close together, between which `above` changes sides; NaN without."""
    here = above(1.0)
    for edge in (WIDEST, 1.0 / WIDEST):
        if above(edge) == here:
            continue
        near, far = 0.0, float(np.log(edge))
        for _ in range(steps):
            middle = (near + far) / 2.0
            if above(float(np.exp(middle))) == here:
                near = middle
            else:
                far = middle
        return float(np.exp(near)), float(np.exp(far))
    return float("nan"), float("nan")


def tipping_curve(engine: Engine) -> pd.DataFrame:
    """Give survival, size and reproduction over factors on the first lever."""
    levers = engine.model.levers()
    columns = ["survival", "low", "high", "mean", "reproduction"]
    if not levers:
        return pd.DataFrame(columns=columns, dtype="float64")
    name, turn = next(iter(levers.items()))
    rows = []
    worlds = worlds_per_value(engine)
    for factor in CURVE:
        other = clear_soon(engine.like(turn(factor), runs=worlds), GLANCE_LARGE if _large(engine) else worlds)
        share = holding_share(other)
        low, high = wilson(share * other.runs, other.runs)
        matrix = other.model.reproduction(other.contacts, other.positions)
        radius = leading_pair(matrix)[0] if matrix is not None else float("nan")
        rows.append((share, low, high, float(other.sizes().mean()), radius))
    return pd.DataFrame(rows, columns=columns, index=pd.Index(CURVE, name=f"factor on {name}"))


def critical_mass(engine: Engine) -> float:
    """Give the smallest share of random starters with which half of the worlds hold; NaN when none does."""
    people = np.flatnonzero(engine.contacts.counted)
    order = np.random.default_rng([engine.seed, 1]).permutation(
        people
    )  # where there are many, one draw is like another
    most = people.size // 2 if engine.model.lasting else people.size - 1
    sizes = np.unique(np.geomspace(1, max(most, 1), 14).astype(int)).tolist()
    for size in sizes:
        drawn = StartingSet(np.empty(0, np.int32), engine.contacts.counted.astype(np.float64), size)
        trial = engine.like(
            engine.model,
            runs=GLANCE_LARGE if _large(engine) else GLANCE,
            starters=order[:size] if _large(engine) else drawn,
        )
        if _mostly(trial, worlds_per_value(engine)):
            return float(size / people.size)
    return float("nan")
