import numpy as np
import pytest
from scipy.optimize import minimize

from kiemen.adoption.regression import expit, fit_logit, null_deviance
from kiemen.errors import ConvergenceWarning


def data(seed=1, n=300):
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    return X, (rng.random(n) < expit(X @ np.array([-0.5, 1.0, -0.7]))).astype(float)


def test_equals_a_general_optimiser():
    X, y = data()
    fit = fit_logit(X, y)

    def misfit(b):
        return np.logaddexp(0, X @ b).sum() - y @ (X @ b)

    found = minimize(misfit, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose(fit.coefficients, found.x, atol=1e-5)
    p = expit(X @ fit.coefficients)
    information = (X * (p * (1 - p))[:, None]).T @ X
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(information), rtol=1e-6)
    assert fit.deviance == pytest.approx(2 * misfit(fit.coefficients))
    assert fit.aic == pytest.approx(fit.deviance + 6)
    assert fit.null_deviance == pytest.approx(null_deviance(y.sum(), len(y)))


def test_grouped_rows_give_the_same_as_single_rows():
    X = np.array([[1.0, 0.0], [1.0, 1.0]])
    grouped = fit_logit(X, np.array([3.0, 8.0]), np.array([10.0, 12.0]))
    single = fit_logit(np.repeat(X, [10, 12], axis=0), np.r_[np.ones(3), np.zeros(7), np.ones(8), np.zeros(4)])
    np.testing.assert_allclose(grouped.coefficients, single.coefficients)
    assert grouped.coefficients[0] == pytest.approx(np.log(3 / 7))
    assert grouped.n == single.n == 22


def test_ridge_pulls_to_zero_and_separation_warns():
    X, y = data()
    assert np.abs(fit_logit(X, y, ridge=np.array([0, 50.0, 50.0])).coefficients[1:]).max() < 0.7
    parted = np.column_stack([np.ones(20), np.arange(20) >= 10]).astype(float)
    with pytest.warns(ConvergenceWarning, match="did not settle"):
        fit_logit(parted, parted[:, 1])
    assert np.isfinite(fit_logit(parted, parted[:, 1], ridge=np.array([0, 1.0])).coefficients).all()


def test_doubled_columns_do_not_break_it():
    X, y = data()
    fit = fit_logit(np.column_stack([X, X[:, 1]]), y)
    assert fit.coefficients[1] == pytest.approx(fit.coefficients[3])


def test_everybody_or_nobody():
    assert null_deviance(0, 10) == 0.0
    assert null_deviance(10, 10) == 0.0
