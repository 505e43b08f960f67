"""Time of even pace: nights and weekends are short, and where there is no rhythm nothing changes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.network import Network
from kiemen.suggest.acceptance import fit_acceptance
from kiemen.suggest.history import History
from kiemen.suggest.rhythm import Rhythm


def office(days=28, a_day=60, seed=1):
    """Give moments between nine and five on weekdays, from a Monday on."""
    rng = np.random.default_rng(seed)
    day = np.concatenate([np.full(a_day, d) for d in range(days) if d % 7 < 5])
    return np.sort(day + 9 / 24 + rng.random(len(day)) * 8 / 24)


def lasts(rhythm, period):
    return float(rhythm.evened(np.array([rhythm.until + period]))[0]) - rhythm.until


def test_a_night_is_short_and_a_working_day_long():
    start = office(28)
    evening = Rhythm.of(start, 23 + 17 / 24)
    assert lasts(evening, 16 / 24) < 0.2
    monday_morning = Rhythm.of(start, 21 + 9 / 24)
    assert lasts(monday_morning, 8 / 24) > 1.1
    assert lasts(monday_morning, 7.0) == pytest.approx(7.0)


def test_a_weekend_is_short():
    rhythm = Rhythm.of(office(28), 25 + 17 / 24)
    assert lasts(rhythm, 2.5) < 0.5
    assert lasts(rhythm, 3.5) > 1.5


def test_dates_without_an_hour_have_weekdays_only():
    rhythm = Rhythm.of(np.floor(office(28)), 25.0)
    hours = np.diff(rhythm.passed).reshape(7, 24)
    assert (np.ptp(hours, axis=1) < 1e-12).all()
    # From Friday: Saturday, Sunday and then Monday.
    assert hours[0, 0] < hours[2, 0] / 4


def test_what_was_seen_once_is_no_rhythm():
    start = np.array([0.4, 0.5, 1.4, 1.45])
    assert Rhythm.of(start, 1.45).even
    assert Rhythm.of(np.arange(0, 15.0, 1 / 24) + 1 / 48, 14.0).even


@pytest.mark.parametrize("every", ["MS", "YS"])
def test_dates_by_the_month_or_year_have_no_rhythm(every):
    dates = pd.date_range("2005-01-01", "2024-01-01", freq=every)
    days = np.repeat((dates - dates[0]).days.to_numpy(dtype=float), 20)
    assert Rhythm.of(days, days[-1]).even


def test_few_contacts_make_hardly_a_rhythm():
    rhythm = Rhythm.of(np.array([0.1, 1.6, 3.3, 4.4, 5.9, 8.1, 9.7]), 9.7)
    assert np.ptp(np.diff(rhythm.passed) * 24) < 1.0


def test_the_last_moment_belongs_to_the_part_that_ended():
    # Every Monday at nine: the day after a Monday is quiet, the week after it is not.
    rhythm = Rhythm.of(np.repeat(np.arange(0.0, 57.0, 7.0), 30), 56.0)
    assert lasts(rhythm, 1.0) < 0.5
    assert lasts(rhythm, 7.0) == pytest.approx(7.0)


@given(st.lists(st.floats(0, 40), min_size=3, max_size=40), st.floats(-50, 90), st.floats(0, 30))
def test_time_never_runs_back_and_weeks_keep_their_length(start, moment, later):
    rhythm = Rhythm.of(np.array(start), max(start))
    one, other, week = rhythm.evened(np.array([moment, moment + later, moment + 7.0]))
    assert other >= one
    assert week - one == pytest.approx(7.0, abs=1e-8)


def test_an_open_end_stays_open_and_the_moment_where_it_is():
    rhythm = Rhythm.of(office(28), 20.0)
    found = rhythm.evened(np.array([20.0, np.inf, -np.inf]))
    assert found.tolist() == [20.0, np.inf, -np.inf]


def meetings(start, seed=2, n=60):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, n, (2, len(start)))
    kept = ends[0] != ends[1]
    dates = pd.Timestamp("2025-01-06") + pd.to_timedelta(start, unit="D")
    return pd.DataFrame({"source": ends[0].astype(str), "target": ends[1].astype(str), "start": dates})[kept]


def test_fewer_ties_are_expected_in_a_night_than_in_a_working_day():
    ties = meetings(office(18, a_day=40))
    evening = Network.from_frames(ties=ties[ties["start"] < "2025-01-21"])
    night = fit_acceptance(evening, horizon=0.6, rng=1).expected["expected"]
    day = fit_acceptance(evening, horizon=1.0, rng=1).expected["expected"]
    assert day > 4 * night


def test_the_rhythm_is_that_of_the_past():
    start = office(28)
    history = History.of(Network.from_frames(ties=meetings(np.concatenate([start, 28 + np.linspace(0, 7, 500)]))))
    until = 27.0
    earlier = History.of(Network.from_frames(ties=meetings(start)))
    assert history.paced(until, 3.0)[1] == pytest.approx(earlier.paced(until, 3.0)[1])


def test_waves_have_no_rhythm():
    ties = pd.DataFrame({"source": list("abc"), "target": list("bcd"), "wave": list("112")})
    history = History.of(Network.from_frames(ties=ties))
    assert history.paced(1.0, 1.0) == (history, 1.0)
