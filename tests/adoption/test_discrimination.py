import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from kiemen.adoption.discrimination import auc_components, auc_interval, permutation_p


def draw(seed=1, n=120, shift=0.8):
    rng = np.random.default_rng(seed)
    y = rng.random(n) < 0.3
    return np.round(rng.normal(size=n) + shift * y, 1), y  # rounding makes ties


def test_auc_equals_scikit_learn():
    score, y = draw()
    auc, _ = auc_components(score[:, None], y)
    assert auc[0] == pytest.approx(roc_auc_score(y, score))


def test_covariance_equals_delong_by_pairs():
    score, y = draw()
    other = np.random.default_rng(2).normal(size=len(y))
    auc, covariance = auc_components(np.column_stack([score, other]), y)
    wins = [(s[y][:, None] > s[~y]) + 0.5 * (s[y][:, None] == s[~y]) for s in (score, other)]
    v10 = np.column_stack([w.mean(axis=1) for w in wins])
    v01 = np.column_stack([w.mean(axis=0) for w in wins])
    np.testing.assert_allclose(covariance, np.cov(v10.T) / y.sum() + np.cov(v01.T) / (~y).sum(), rtol=1e-9)
    np.testing.assert_allclose(auc, [w.mean() for w in wins])


def test_strata_compare_within_only():
    score, y = draw()
    strata = np.arange(len(y)) % 4
    auc, _ = auc_components(score[:, None], y, strata)
    pairs = right = 0.0
    for code in range(4):
        s, t = score[strata == code], y[strata == code]
        wins = (s[t][:, None] > s[~t]) + 0.5 * (s[t][:, None] == s[~t])
        right, pairs = right + wins.sum(), pairs + wins.size
    assert auc[0] == pytest.approx(right / pairs)
    shifted, _ = auc_components((score + 100 * strata)[:, None], y, strata)
    assert shifted[0] == auc[0], "levels of communities do not matter"
    assert np.isnan(auc_components(score[:, None], np.ones(len(y), dtype=bool))[0][0])


def test_permutation_p():
    score, y = draw(shift=3.0)
    rng = np.random.default_rng(1)
    assert permutation_p(score, y, None, 199, rng) == pytest.approx(1 / 200)
    assert permutation_p(-score, y, None, 199, rng) == pytest.approx(1.0)
    assert np.isnan(permutation_p(score, np.zeros(len(y), dtype=bool), None, 99, rng))
    values = [permutation_p(*draw(seed, 60, 0.0), None, 99, rng) for seed in range(200)]
    assert 0.02 <= np.mean(np.array(values) <= 0.1) <= 0.18


@pytest.mark.parametrize(
    ("positives", "negatives", "shift"), [(20, 105, 0.0), (20, 100, 1.0), (84, 516, 1.4), (10, 60, 1.0)]
)
def test_intervals_hold_the_true_auc_nine_times_in_ten(positives, negatives, shift):
    """2,000 simulated samples with a known AUC of Phi(shift / sqrt(2))."""
    rng = np.random.default_rng(31)
    truth = norm.cdf(shift / np.sqrt(2))
    y = np.arange(positives + negatives) < positives
    hits = 0
    for _ in range(2000):
        score = rng.normal(size=len(y)) + shift * y
        auc, covariance = auc_components(score[:, None], y)
        low, high = auc_interval(auc[0], covariance[0, 0], positives, negatives, 0.9)
        hits += low <= truth <= high
    assert 0.88 <= hits / 2000 <= 0.92


def test_intervals_at_the_edge():
    low, high = auc_interval(1.0, 0.0, 5, 50, 0.9)
    assert 0.5 < low < 1.0
    assert high == 1.0
    assert np.isnan(auc_interval(0.5, 0.1, 0, 5, 0.9)).all()
