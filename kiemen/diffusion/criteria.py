"""Criteria of a running fire that follow from structure and rates, without simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.judgement import RUNNING, STRAW
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.mixture import Mixture
from kiemen.diffusion.spectral import leading_pair, nonbacktracking_radius, participation
from kiemen.diffusion.threshold import Threshold
from kiemen.diffusion.tipping import network_cascade_condition, vulnerable_cluster, vulnerable_people
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.diffusion.engine import Engine

NOTHING = float("nan")
LOCAL = 10.0


@dataclass(frozen=True)
class Criterion:
    """One number with what it says; columns as in the table of a `FireVerdict`."""

    name: str
    value: float
    low: float
    high: float
    tipping: float
    points_to: str
    fact: Fact


def structural_criteria(engine: Engine, others: tuple[Model, ...], mass: float) -> list[Criterion]:
    """Give the criteria after the simulated ones, most trusted first."""
    number, vector = _reproduction(engine, others)
    return [
        number,
        _percolation(engine),
        *_watts(engine),
        _mass(engine, mass),
        _localisation(engine, vector),
    ]


def _undefined(name: str, tipping: float, message: str) -> Criterion:
    return Criterion(name, NOTHING, NOTHING, NOTHING, tipping, "", Fact(message, {}, "team"))


def _side(value: float, tipping: float) -> str:
    return RUNNING if value > tipping else STRAW


def _reproduction(engine: Engine, others: tuple[Model, ...]) -> tuple[Criterion, NDArray[np.float64]]:
    name = "reproduction number"
    matrix = engine.model.reproduction(engine.contacts, engine.positions)
    if matrix is None:
        return _undefined(name, 1.0, _numberless(engine.model)), np.zeros(0)
    value, vector = leading_pair(matrix)
    variants = [one.reproduction(engine.contacts, engine.positions) for one in others]
    ends = [value, *(leading_pair(one)[0] for one in variants if one is not None)]
    fact = Fact(
        mark(
            "One on one, without reinforcement, one active person lights {value:.2f} others ({low:.2f} to {high:.2f} "
            "over plausible parameters); above 1 it can feed itself."
        ),
        {"value": value, "low": min(ends), "high": max(ends)}, "team",
    )  # fmt: skip
    return Criterion(name, value, min(ends), max(ends), 1.0, _side(value, 1.0), fact), vector


def _numberless(model: Model) -> str:
    """Say why a model has no reproduction number."""
    if isinstance(model, Mixture):
        return mark("Each of several models has a reproduction number of its own: check them one by one.")
    if isinstance(model, Threshold):
        return mark(
            "What one active person lights hangs on who else is active: thresholds have no reproduction number."
        )
    return mark("Nobody drops out in this model, so what one person lights has no end: no reproduction number.")


def _percolation(engine: Engine) -> Criterion:
    name = "percolation"
    if not isinstance(engine.model, (IndependentCascade, LinearThreshold)):
        return _undefined(name, 1.0, mark("Percolation belongs to models in which everybody gets one chance."))
    value = nonbacktracking_radius(engine.model.reproduction(engine.contacts, engine.positions))
    fact = Fact(
        mark("Not counting the way back, a chain grows by a factor {value:.2f} per step; above 1 it can run through."),
        {"value": value}, "team",
    )  # fmt: skip
    return Criterion(name, value, NOTHING, NOTHING, 1.0, _side(value, 1.0), fact)


def _watts(engine: Engine) -> list[Criterion]:
    model = engine.model
    if not isinstance(model, Threshold):
        message = mark("The cascade condition belongs to thresholds.")
        return [_undefined("cascade condition", 1.0, message), _undefined("vulnerable cluster", NOTHING, message)]
    able = vulnerable_people(engine.contacts, model.contacts, model.share)
    value = network_cascade_condition(engine.contacts, able)
    cluster = vulnerable_cluster(engine.contacts, able)
    noisy = model.noise > 0.0
    said = mark("Among people who join at one active contact a step brings {value:.2f} others; above 1 it spreads.")
    said_of_noisy = mark(
        "Among people who join at one active contact a step brings {value:.2f} others; above 1 it spreads. Below 1 "
        "this says nothing here: with noise people with too few active contacts join too, in time."
    )
    condition = Fact(said_of_noisy if noisy else said, {"value": value}, "team")
    side = "" if noisy and value <= 1.0 else _side(value, 1.0)
    largest = Fact(
        mark("The largest cluster of people who join at one active contact holds {share:.0%} of all."),
        {"share": cluster}, "team",
    )  # fmt: skip
    return [
        Criterion("cascade condition", value, NOTHING, NOTHING, 1.0, side, condition),
        Criterion("vulnerable cluster", cluster, NOTHING, NOTHING, NOTHING, "", largest),
    ]


def _mass(engine: Engine, mass: float) -> Criterion:
    name = "critical mass"
    now = engine.starters.size / max(engine.contacts.n_counted, 1)
    if not np.isfinite(mass):
        return _undefined(
            name, now, mark("No share of starters, drawn at random, makes half of the worlds hold in this model.")
        )
    fact = Fact(
        mark(
            "Drawn at random, {mass:.1%} of the people would have to start for half of the worlds to hold; "
            "now {now:.1%} do."
        ),
        {"mass": mass, "now": now}, "team",
    )  # fmt: skip
    return Criterion(name, mass, NOTHING, NOTHING, now, RUNNING if mass <= now else STRAW, fact)


def _localisation(engine: Engine, vector: NDArray[np.float64]) -> Criterion:
    name = "localisation"
    if vector.size == 0 or not vector.any():
        return _undefined(name, LOCAL, mark("There is no core that feeds itself."))
    value = participation(vector) * engine.contacts.n
    message = (
        mark("A small core carries the reproduction number ({value:.0f} times less even than all alike).")
        if value > LOCAL
        else mark("The reproduction number is carried widely, not by a small core.")
    )
    return Criterion(name, value, NOTHING, NOTHING, LOCAL, "", Fact(message, {"value": value}, "team"))
