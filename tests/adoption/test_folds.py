import numpy as np
import pytest

from kiemen.adoption.folds import (
    calibrated,
    choose_features,
    cross_fit,
    design,
    fit_features,
    group_folds,
    predict_unseen,
)
from kiemen.adoption.regression import expit, fit_logit


def test_groups_stay_together_and_folds_are_filled_evenly():
    groups = np.repeat(np.arange(12), np.arange(1, 13))
    folds = group_folds(groups, groups > 5, np.random.default_rng(1))
    assert all(len(np.unique(folds[groups == g])) == 1 for g in range(12))
    assert np.ptp(np.bincount(folds)) <= 3


def test_without_groups_outcomes_are_dealt_out():
    y = np.arange(100) < 20
    folds = group_folds(None, y, np.random.default_rng(1))
    assert np.bincount(folds[y]).tolist() == [4] * 5
    assert np.bincount(folds).tolist() == [20] * 5


def test_missing_features_get_a_column_of_their_own():
    X, mean, spread = design(np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]]))
    assert X.shape == (3, 5)
    assert X[:, 3].tolist() == [0, 0, 1]
    assert X[2, 1] == 0
    assert (mean[1], spread[1]) == (0.0, 1.0)


def test_noise_does_not_predict_and_signal_does():
    """With left-out groups the mean AUC of noise over 60 data sets lies around one half, not below it."""
    from kiemen.adoption.discrimination import auc_components

    rng = np.random.default_rng(3)
    found = []
    for _ in range(60):
        y = rng.random(150) < np.repeat(rng.beta(2, 6, 10), 15)
        logit = predict_unseen(rng.normal(size=(150, 3)), y, np.repeat(np.arange(10), 15), rng)
        found.append(auc_components(logit[:, None], y)[0][0])
    assert abs(np.mean(found) - 0.5) < 0.03
    x = rng.normal(size=(600, 1))
    y = rng.random(600) < expit(1.5 * x[:, 0] - 1)
    logit = predict_unseen(x, y, None, rng)
    assert auc_components(logit[:, None], y)[0][0] > 0.75


def test_calibration():
    rng = np.random.default_rng(4)
    logit = rng.normal(0, 2, 5000)
    y = rng.random(5000) < expit(0.5 * logit - 1)
    intercept, slope = calibrated(logit, y)
    assert (intercept, slope) == (pytest.approx(-1, abs=0.1), pytest.approx(0.5, abs=0.05))
    assert calibrated(-logit, y)[1] == 0.0, "a score that points the wrong way is no score"
    assert calibrated(np.zeros(10), np.arange(10) < 5) == (pytest.approx(0.0), 0.0)


def test_one_sided_folds_do_not_break_it():
    y = np.zeros(20, dtype=bool)
    y[:4] = True
    logit = predict_unseen(np.arange(20.0)[:, None], y, np.repeat([0, 1], [4, 16]), np.random.default_rng(1))
    assert np.isfinite(logit).all()
    fit, _, _ = fit_features(np.arange(20.0)[:, None], y)
    assert fit.coefficients[1] < 0


def test_probabilities_of_a_fold_do_not_hang_on_its_own_outcome():
    rng = np.random.default_rng(11)
    features = rng.normal(size=(120, 2))
    outcome = rng.random(120) < expit(features[:, 0] - 1)
    groups = np.arange(120) % 6
    one = cross_fit([features], outcome, groups, np.random.default_rng(1))
    fold = group_folds(groups, outcome, np.random.default_rng(1))
    mine = fold == fold[0]
    turned = np.where(mine, ~outcome, outcome)
    other = cross_fit([features], turned, groups, np.random.default_rng(1))
    np.testing.assert_allclose(one.probability[mine], other.probability[mine])
    assert not np.allclose(one.probability[~mine], other.probability[~mine])


def test_calibration_is_not_perfect_by_construction():
    """Columns without any meaning: fitted on what it is judged by, the slope would be 1 or better."""
    rng = np.random.default_rng(12)
    slopes = []
    for _ in range(20):
        features, outcome = rng.normal(size=(150, 6)), rng.random(150) < 0.3
        p = np.clip(cross_fit([features], outcome, None, rng).probability, 1e-6, 1 - 1e-6)
        logit = np.log(p / (1 - p))
        if np.ptp(logit) > 1e-3:
            slopes.append(fit_logit(np.column_stack([np.ones(150), logit]), outcome.astype(float)).coefficients[1])
    assert np.mean(np.array(slopes) < 0.9) > 0.5


def test_a_larger_set_must_earn_its_place():
    rng = np.random.default_rng(13)
    x, noise = rng.normal(size=(300, 1)), rng.normal(size=(300, 1))
    outcome = rng.random(300) < expit(1.5 * x[:, 0])
    assert choose_features([noise, np.column_stack([noise, x])], outcome, None, np.random.default_rng(1))[0] == 1
    assert choose_features([x, np.column_stack([x, noise])], outcome, None, np.random.default_rng(1))[0] == 0
