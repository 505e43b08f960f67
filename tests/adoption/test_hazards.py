import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.exposure import score_exposure
from kiemen.adoption.hazards import covariate_matrix, fit_hazard
from kiemen.adoption.regression import expit, fit_logit
from kiemen.adoption.times import build_times
from kiemen.errors import (
    ColumnError,
    ConvergenceWarning,
    DoubtfulInputWarning,
    InputError,
    NoSignalWarning,
    TooLittleDataError,
)
from kiemen.network import Network

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning")


def long_rows(network, times, lags):
    """Person-periods written out one by one, with a dummy per period."""
    window = build_times(network, times=times)
    shares = score_exposure(network, times=window, lags=lags)
    rows, y = [], []
    for person, when in window.times.items():
        for period in window.periods[lags:]:
            if not np.isnan(when) and when >= period and not np.isnan(shares.loc[person, period]):
                rows.append([shares.loc[person, period], *[float(period == p) for p in window.periods[lags:]]])
                y.append(float(when == period))
    return np.array(rows), np.array(y)


@pytest.mark.parametrize("lags", [1, 2])
def test_equals_a_logistic_regression_on_person_periods(crowd, crowd_times, lags):
    X, y = long_rows(crowd, crowd_times, lags)
    fit = fit_logit(X, y)
    found = fit_hazard(crowd, times=crowd_times, lags=lags)
    np.testing.assert_allclose(found.table["estimate"], fit.coefficients, atol=1e-6)
    np.testing.assert_allclose(found.table["error"], fit.errors, rtol=1e-5)
    assert (found.n, found.events) == (len(y), int(y.sum()))
    assert found.deviance == pytest.approx(fit.deviance)
    assert found.null_deviance == pytest.approx(fit.null_deviance)


def test_covariates_join_and_text_becomes_levels(crowd, crowd_times):
    found = fit_hazard(crowd, times=crowd_times, covariates=["tenure", "department"])
    assert found.table.index[:4].tolist() == ["exposure", "tenure", "department d1", "department d2"]
    known = np.ones(60, dtype=bool)
    matrix, names = covariate_matrix(crowd, ["department"], known)
    assert names == ["department d1", "department d2"]
    assert matrix.sum() == 40
    with pytest.raises(InputError, match="same value"):
        covariate_matrix(crowd, pd.DataFrame({"one": 1.0}, index=crowd.ids), known)
    with pytest.raises(ColumnError, match="ternure"):
        fit_hazard(crowd, times=crowd_times, covariates=["ternure"])


@pytest.mark.oracle
def test_null_contagion_of_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data': logit of adoption on lagged exposure, period,
    city, belief, proage and proage squared over the months before 18."""
    people = medical.people
    covariates = pd.DataFrame(
        {
            "city": people["group"].astype(str),
            "belief": people["belief"],
            "proage": people["proage"],
            "squared": people["proage"] ** 2,
        }
    )
    window = build_times(medical.network, times=medical.coded, last=17)
    with pytest.warns(NoSignalWarning, match="Do not claim"):
        found = fit_hazard(medical.network, times=window, covariates=covariates)
    estimate = found.table["estimate"].round(5)
    assert estimate["exposure"] == 0.06835
    assert found.table.loc["exposure", "error"].round(5) == 0.36290
    assert found.table.loc["exposure", "p"].round(3) == 0.851
    assert estimate["belief"] == 0.50842
    assert found.table.loc["belief", "error"].round(5) == 0.16589
    assert (estimate["proage"], estimate["squared"]) == (0.94983, -0.10620)
    assert estimate["period 2"] == -4.86017, "the intercept of a fit with dummies from the second period on"
    assert (found.n, round(found.deviance, 2), round(found.null_deviance, 2)) == (826, 548.47, 585.45)
    assert round(found.aic, 2) == 594.47
    assert "No sign" in found.headline[0].say("en")


@pytest.mark.slow
def test_intervals_of_exposure_hold_the_truth_nine_times_in_ten():
    """2,000 simulated organisations of 80 people and 6 periods with a log-odds of exposure of 1."""
    rng = np.random.default_rng(12)
    hits = 0
    for _ in range(2000):
        matrix = np.zeros((80, 80))
        for i in range(80):
            matrix[i, rng.choice(80, 4, replace=False)] = 1
        np.fill_diagonal(matrix, 0)
        matrix /= np.maximum(matrix.sum(axis=1, keepdims=True), 1)
        adopted = rng.random(80) < 0.15
        X, y = [], []
        for _period in range(5):
            share = matrix @ adopted
            new = ~adopted & (rng.random(80) < expit(-1.8 + share))
            X.append(share[~adopted])
            y.append(new[~adopted])
            adopted |= new
        share, events = np.concatenate(X), np.concatenate(y).astype(float)
        fit = fit_logit(np.column_stack([np.ones(len(share)), share]), events)
        hits += abs(fit.coefficients[1] - 1) <= 1.6449 * fit.errors[1]
    assert 0.88 <= hits / 2000 <= 0.92


def test_nobody_and_everybody_adopted():
    network = Network.from_arrays(list("abc"), [0, 1], [1, 2])
    nobody = build_times(network, times=pd.Series(np.inf, index=network.ids), first=1, last=4)
    everybody = pd.Series([1.0, 1.0, 1.0], index=network.ids)
    for times in (nobody, everybody):
        with pytest.raises(TooLittleDataError, match="no period"):
            fit_hazard(network, times=times)
    with pytest.raises(InputError, match="lags"):
        fit_hazard(network, times=everybody, lags=0)


def test_without_exception_there_is_no_finite_estimate(crowd):
    times = pd.Series(np.where(np.arange(60) < 2, np.arange(60) + 1.0, np.inf), index=crowd.ids)
    lonely = Network.from_frames(crowd.people.reset_index(), pd.DataFrame({"source": ["p05"], "target": ["p00"]}))
    with pytest.warns(ConvergenceWarning, match="exposure"):
        found = fit_hazard(lonely, times=times)
    row = found.table.loc["exposure"]
    assert (row["error"], row["low"], row["high"], row["p"]) == (np.inf, -np.inf, np.inf, 1.0)
    assert not found.settled
    assert "too few adoptions" in found.summary("en")
    finite = found.table.drop(index="exposure")
    assert np.isfinite(finite["error"]).all()


def test_columns_that_say_the_same_are_not_taken_for_endless(crowd, crowd_times):
    half = (np.arange(60) % 2).astype(float)
    twice = pd.DataFrame({"a": half, "b": 1 - half}, index=crowd.ids)
    with pytest.warns(DoubtfulInputWarning, match="a, b say the same"):
        found = fit_hazard(crowd, times=crowd_times, covariates=twice)
    assert np.isfinite(found.table["error"]).all()
