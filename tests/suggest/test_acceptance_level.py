"""How many new ties to expect: against a second implementation, at its limits, and its range in simulated worlds."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize

from kiemen.network import Network
from kiemen.suggest.acceptance_level import Level, Past, _mean_power, counted, level
from kiemen.suggest.history import History


def past(formed, *, among=None, horizon=10.0, ageing=0.0, age=100.0):
    """Give periods of ten days, the latest first."""
    formed = np.asarray(formed, dtype=float)
    among = np.ones(len(formed) + 1) if among is None else np.asarray(among, dtype=float)
    return Past(np.arange(1, len(formed) + 1), formed, among, 10.0, horizon, age, ageing)


def test_a_steady_pace_is_carried_on():
    expected, spread = past([100] * 8).carried_on()
    assert np.exp(expected) == pytest.approx(100, rel=0.02)
    assert spread < past([100, 20, 180, 60, 200, 30, 150, 100]).carried_on()[1]
    twice, _ = past([100] * 8, horizon=20.0).carried_on()
    assert np.exp(twice) == pytest.approx(200, rel=0.03)


def test_a_trend_is_carried_on_and_ageing_slows():
    falling = np.exp(past([40, 50, 65, 80, 100]).carried_on()[0])
    assert 40 < falling < 55
    assert np.exp(past([100], ageing=0.5).carried_on()[0]) < np.exp(past([100]).carried_on()[0])


def test_it_is_in_proportion_to_what_ties_are_counted_among():
    one = past([90, 60, 30], among=[120, 90, 60, 30])
    assert np.exp(one.carried_on()[0]) == pytest.approx(120, rel=0.05)


def test_it_is_the_likeliest_level_of_its_model():
    """The same model by brute force: the wandering of the pace as unknowns of their own."""
    counts = np.array([30.0, 44.0, 61.0, 20.0, 90.0])
    model = past(counts, ageing=0.5)
    step = 0.2 * 10.0 / (0.2 * 100.0)

    def cost(at):
        now, slope, walk = at[0], at[1], np.cumsum(at[2:])
        told = now - slope * np.log(1 - (model.back - 0.5) / 10) + walk
        missed = np.log(counts + 0.5) - told
        return (missed**2 / (1 / (counts + 0.5) + 0.15)).sum() + (at[2:] ** 2).sum() / step + ((slope - 0.5) / 0.5) ** 2

    best = minimize(cost, np.zeros(7), method="BFGS", options={"gtol": 1e-8}).x
    wanted = best[0] + np.log(_mean_power(0.1, best[1]))
    assert model.carried_on()[0] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(("ahead", "slope"), [(0.3, 0.5), (2.0, 1.0), (2.0, 1.0 + 1e-5), (5.0, -0.7)])
def test_the_mean_over_the_time_to_come(ahead, slope):
    assert _mean_power(ahead, slope) == pytest.approx(quad(lambda u: (1 + u) ** -slope, 0, ahead)[0] / ahead, rel=1e-4)


def test_two_forecasts_are_joined_and_their_difference_widens_the_range():
    same = level(past([50] * 5), past([50] * 5), most=1e6)
    apart = level(past([50] * 5), past([50] * 5, among=[4, 1, 1, 1, 1, 1]), most=1e6)
    assert apart.expected == pytest.approx(2 * same.expected, rel=1e-6)
    assert apart.factor > same.factor
    assert same.low < same.expected < same.high
    assert level(past([50] * 5), past([50] * 5), most=20.0).high == 20.0
    assert Level(10.0, 1.0, 12.0).wide
    assert not Level(10.0, 5.0, 20.0).wide


def test_a_horizon_far_beyond_what_was_seen_has_a_finite_range():
    few = replace(past([3, 1]), horizon=1e9)
    found = level(few, few, most=500.0)
    assert 0.0 < found.low < found.expected <= found.high == 500.0
    assert np.isfinite(found.factor)


def test_the_range_holds_about_nine_times_in_ten():
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(400):
        pace = np.log(60) + np.cumsum(rng.normal(0, np.sqrt(0.1), 9)) + rng.normal(0, np.sqrt(0.15), 9)
        counts = rng.poisson(np.exp(pace))[::-1].astype(float)
        one = level(past(counts[1:]), past(counts[1:]), most=1e9)
        inside.append(one.low <= counts[0] <= one.high)
    assert 0.86 < np.mean(inside) < 0.97


def test_new_ties_are_counted_among_people_who_were_known():
    rng = np.random.default_rng(4)
    ends, day = rng.integers(0, 40, (2, 300)), np.sort(rng.random(300) * 100)
    kept = ends[0] != ends[1]
    start = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    ties = pd.DataFrame({"source": ends[0].astype(str), "target": ends[1].astype(str), "start": start})[kept]
    history = History.of(Network.from_frames(ties=ties))
    formed, people = counted(history, 90.0, 20.0)
    for back, found in enumerate(formed, start=1):
        moment = 90.0 - 20.0 * back
        before, until = history.start <= moment, history.start <= moment + 20.0
        known = set(history.left[before]) | set(history.right[before])
        old = set(zip(history.left[before], history.right[before], strict=True))
        new = set(zip(history.left[until], history.right[until], strict=True)) - old
        assert found == sum(a in known and b in known for a, b in new)
        assert people[back] == len(known)
    assert len(people) == len(formed) + 1


def test_a_tie_without_a_date_is_no_new_one():
    start = pd.to_datetime(["2025-01-01"] * 3 + ["2025-01-20"] * 2 + [None])
    ties = pd.DataFrame({"source": list("abcaba"), "target": list("bcdcdc"), "start": start})
    history = History.of(Network.from_frames(ties=ties))
    assert counted(history, 19.0, 10.0)[0].tolist() == [1.0]
