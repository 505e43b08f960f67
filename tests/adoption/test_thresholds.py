import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.categories import VALENTE, cut_points, find_categories
from kiemen.adoption.contacts import build_period_contacts
from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.thresholds import LEVELS, score_thresholds
from kiemen.adoption.times import build_times
from kiemen.network import Network


@pytest.mark.parametrize("lags", [0, 1, 2])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_equals_exposure_at_adoption(crowd, crowd_times, lags, weight):
    shares = score_exposure(crowd, times=crowd_times, weight=weight, lags=lags)
    found = score_thresholds(crowd, times=crowd_times, weight=weight, lags=lags).table
    for person, time in crowd_times.items():
        expected = shares.loc[person, int(time)] if np.isfinite(time) else np.nan
        np.testing.assert_allclose(found.loc[person, "threshold"], expected, rtol=1e-12)


def test_moving_contacts_and_attributes_take_the_general_road(crowd, crowd_times):
    matrix = crowd.adjacency(weight=None)
    still = score_thresholds(crowd, times=crowd_times, lags=1, attribute="tenure").table
    copies = {period: matrix.copy() for period in range(1, 9)}
    moving = score_thresholds(crowd, times=crowd_times, lags=1, attribute="tenure", contacts=copies).table
    pd.testing.assert_frame_equal(still, moving)
    worth = pd.DataFrame(dict.fromkeys(range(1, 9), crowd.people["tenure"]))
    pd.testing.assert_frame_equal(still, score_thresholds(crowd, times=crowd_times, lags=1, attribute=worth).table)


def test_waves_per_period(crowd):
    ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "wave": ["1990", "1991"]})
    network = Network.from_frames(pd.DataFrame({"person": list("abc")}), ties)
    contacts = build_period_contacts(network, periods={1990: "1990", 1991: "1991"})
    times = pd.Series({"a": 1991, "b": 1990, "c": np.inf})
    assert score_thresholds(network, times=times, contacts=contacts).table.loc["a", "threshold"] == 0.0
    assert score_thresholds(network, times=times, contacts=contacts, lags=1).table.loc["a", "threshold"] == 1.0


def test_first_period_adopters_are_flagged_and_left_out_when_strict():
    network = Network.from_arrays(list("abc"), [0, 1], [1, 2])
    times = pd.Series({"a": 1.0, "b": 1.0, "c": 2.0})
    found = score_thresholds(network, times=times)
    assert found.table["left_censored"].tolist() == [True, True, False]
    assert found.table["threshold"].tolist() == [1.0, 0.0, 0.0]
    assert any("first period" in caution.say("en") for caution in found.cautions)
    strict = score_thresholds(network, times=times, strict=True)
    assert strict.table["threshold"].isna().tolist() == [True, True, False]
    assert score_thresholds(network, times=times, lags=1).table["threshold"].isna().tolist() == [True, True, False]


def test_nobody_adopted_is_said_and_not_an_error():
    network = Network.from_arrays(list("ab"), [0], [1])
    window = build_times(network, times=pd.Series({"a": np.inf, "b": np.inf}), first=1, last=3)
    found = score_thresholds(network, times=window)
    assert found.table["threshold"].isna().all()
    assert "No thresholds" in found.headline[0].say("en")
    assert set(found.table["level"]) == {""}


@pytest.mark.oracle
def test_mean_threshold_of_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data': 0.5660 over all 125, and per city."""
    found = score_thresholds(medical.network, times=medical.coded).table["threshold"]
    assert round(found.mean(), 4) == 0.5660
    per_city = found.groupby(medical.people["group"]).mean().round(4)
    assert per_city.tolist() == [0.6304, 0.4931, 0.4365, 0.5926]
    assert found.notna().sum() == 125


@pytest.mark.oracle
def test_adopter_by_threshold_classes_of_farmers(farmers):
    """netdiffuseR, reference page of classify_adopters: percentages with the last period set to NA, and cut-offs."""
    coded = score_thresholds(farmers.network, times=farmers.coded).table["threshold"].to_numpy()
    assert cut_points(coded, VALENTE).round(3).tolist() == [0.206, 0.614, 1.021]
    levels = score_thresholds(farmers.network, times=farmers.censored).table["level"]
    classes = find_categories(farmers.network, times=farmers.censored).table["category"].astype(str)
    table = (pd.crosstab(classes, levels) / 692 * 100).round(2)
    expected = {
        "early adopter": [6.21, 2.89, 0.58, 0.87],
        "early majority": [6.94, 8.24, 3.61, 3.61],
        "late majority": [4.91, 7.95, 6.79, 12.72],
        "laggard": [1.16, 0.87, 1.73, 8.96],
    }
    for name, shares in expected.items():
        assert table.loc[name, list(LEVELS)].tolist() == shares
    assert table.loc["not adopted", ""] == 21.97
