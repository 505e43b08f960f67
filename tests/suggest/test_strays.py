"""Mistyped dates: set aside where they stand alone, and never a quiet time or an old acquaintance among many."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.errors import TooLittleDataError
from kiemen.network import Network
from kiemen.suggest.acceptance import fit_acceptance, learned_if_known, said_of_learning
from kiemen.suggest.acceptance_check import check_acceptance
from kiemen.suggest.strays import NEAREST, stray_moments
from tests.suggest.conftest import dated


def mistyped(*slips):
    """Give dated ties over sixty days, the first few with another date."""
    ties = dated(rows=600).to_frames()["ties"].copy()
    for row, slip in enumerate(slips):
        ties.loc[ties.index[3 * row], "start"] = pd.Timestamp(slip)
    return Network.from_frames(ties=ties)


def test_one_date_far_off_is_a_slip():
    usual = np.arange(100.0)
    for slip in (7_000.0, -7_000.0):
        assert stray_moments(np.append(usual, slip)).tolist() == [False] * 100 + [True]
    assert stray_moments(np.array([*usual, -3_000.0, 3_000.0])).sum() == 2


def test_a_quiet_time_is_none():
    days = np.concatenate([np.arange(100.0), [130.0, 190.0]])
    assert not stray_moments(days).any()
    weekend = np.concatenate([np.linspace(0, 1, 90), [4.0, 4.1]])
    assert not stray_moments(weekend).any()


def test_many_far_off_are_none():
    days = np.concatenate([np.arange(100.0), np.full(8, 5_000.0)])
    assert not stray_moments(days).any()


def test_one_date_and_another_are_not_told_apart():
    assert not stray_moments(np.array([0.0] * 50 + [4_000.0])).any()
    assert not stray_moments(np.array([0.0, 1.0, 4_000.0])).any()


@given(st.lists(st.floats(0, 3_000), min_size=0, max_size=60), st.randoms())
def test_few_and_far_and_whatever_the_order(days, random):
    start = np.array(days)
    found = stray_moments(start)
    assert found.sum() <= max(1, 0.05 * len(start))
    if found.any():
        rest = start[~found]
        gap = np.abs(start[found][:, None] - rest[None, :]).min()
        assert gap > max(np.ptp(rest), NEAREST)
    shuffled = list(range(len(start)))
    random.shuffle(shuffled)
    assert (stray_moments(start[shuffled]) == found[shuffled]).all()


@pytest.mark.parametrize("slip", ["2042-03-01", "1998-05-05"])
def test_one_mistyped_date_does_not_stop_the_learning(slip):
    network = mistyped(slip)
    model = fit_acceptance(network, rng=1)
    plain = fit_acceptance(dated(rows=600), rng=1)
    assert model.period == pytest.approx(plain.period, abs=1.0)
    assert model.expected["expected"] == pytest.approx(plain.expected["expected"], rel=0.2)
    told = " ".join(fact.say("en") for fact in model.facts)
    assert slip in told
    assert "One date lies far outside" in told
    assert slip in check_acceptance(network, rng=1).summary("nl")
    quick = learned_if_known(network, None, rng=np.random.default_rng(1))
    if quick is not None:
        assert slip in " ".join(fact.say("nl") for fact in said_of_learning(quick))


def test_slips_on_both_sides_are_named():
    facts = fit_acceptance(mistyped("2042-03-01", "1998-05-05"), rng=1).facts
    assert any("1998-05-05, 2042-03-01" in fact.say("nl") for fact in facts)


def test_without_slips_nothing_is_said():
    assert not any("datum" in fact.say("nl") for fact in fit_acceptance(mistyped(), rng=1).facts)


def test_slips_that_are_too_many_to_be_set_aside_are_pointed_at():
    ties = mistyped("2042-03-01", "1998-05-05").to_frames()["ties"].iloc[:12].copy()
    ties["start"] = pd.date_range("2025-01-01", periods=12)
    ties.loc[ties.index[[0, 5]], "start"] = pd.to_datetime(["2042-03-01", "1998-05-05"])
    with pytest.raises(TooLittleDataError, match="to 2042-03-01; look whether"):
        fit_acceptance(Network.from_frames(ties=ties), rng=1)
