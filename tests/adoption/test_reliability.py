import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.reliability import cronbach_alpha, item_covariance, mcdonald_omega, one_factor


def test_alpha_by_hand():
    """Variances 1 and 1, covariance 0.5: 2 / 1 * (1 - 2 / 3) = 2 / 3."""
    assert cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])) == pytest.approx(2 / 3)


def test_parallel_items_have_alpha_equal_to_omega():
    covariance = 0.4 * np.ones((5, 5)) + 0.6 * np.eye(5)
    assert cronbach_alpha(covariance) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4))
    assert mcdonald_omega(covariance) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4), abs=1e-5)


def test_one_factor_is_found_again_on_any_scale():
    loadings, unique = np.array([0.9, 0.7, 0.5, 0.6]), np.array([0.3, 0.5, 0.7, 0.4])
    scale = np.array([1.0, 10.0, 0.1, 3.0])
    covariance = (np.outer(loadings, loadings) + np.diag(unique)) * np.outer(scale, scale)
    found, rest = one_factor(covariance)
    np.testing.assert_allclose(found, loadings * scale, rtol=1e-3)
    np.testing.assert_allclose(rest, unique * scale**2, rtol=2e-3)


def test_unequal_loadings_make_omega_exceed_alpha():
    loadings = np.array([0.9, 0.8, 0.3, 0.2])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    assert mcdonald_omega(covariance) > cronbach_alpha(covariance)


def test_undefined_is_nan():
    assert np.isnan(cronbach_alpha(np.ones((1, 1))))
    assert np.isnan(cronbach_alpha(np.zeros((3, 3))))
    assert np.isnan(mcdonald_omega(np.ones((2, 2))))
    assert np.isnan(mcdonald_omega(np.array([[1, 0.5, 0], [0.5, 0, 0.1], [0, 0.1, 1.0]])))
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]})
    assert np.isnan(item_covariance(frame)).all(), "two people say nothing"


def test_identical_items_do_not_break_the_search():
    assert mcdonald_omega(np.ones((3, 3)) + 1e-9 * np.eye(3)) == pytest.approx(1.0, abs=0.01)


def test_fewer_people_than_items_give_no_warning_of_rounding():
    """Warnings are errors here: the inverse of such correlations divides by nothing in one of twenty samples."""
    rng = np.random.default_rng(0)
    for _ in range(100):
        n = int(rng.integers(3, 9))
        answers = np.clip(np.round(3 + rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 6))), 1, 5)
        omega = mcdonald_omega(item_covariance(pd.DataFrame(answers)))
        assert np.isnan(omega) or 0 <= omega <= 1
