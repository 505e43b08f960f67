"""The regression that starts from what usually holds: against a brute-force minimum, and at its limits."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from kiemen.suggest import acceptance_fit as fits
from kiemen.suggest.acceptance_fit import fit_regression, products

COLUMNS = ("adamic-adar", "ties together", "tied before")


def made(seed=1, rows=400, slopes=(1.0, 0.5, 2.0)):
    """Give features, and ties that formed by known slopes."""
    rng = np.random.default_rng(seed)
    table = np.column_stack([rng.gamma(1.0, 0.6, rows), rng.normal(1, 1, rows), (rng.random(rows) < 0.2)]).astype(float)
    formed = rng.random(rows) < 1 / (1 + np.exp(2.5 - table @ np.array(slopes)))
    return table, formed, rng.integers(1, 4, rows).astype(float)


@pytest.mark.parametrize("periods", [1, 4])
def test_it_is_the_minimum_of_the_penalised_cost(periods):
    table, formed, weight = made()
    found = fit_regression(table, COLUMNS, formed, weight, periods=periods)
    centre = np.average(table, axis=0, weights=weight)
    scale = np.maximum(np.sqrt(np.average((table - centre) ** 2, axis=0, weights=weight)), [0.25, 0.0, 0.25])
    usual = np.array([0.75, 0.0, 1.5]) * scale

    def cost(at):
        odds = at[0] + (table - centre) / scale @ at[1:]
        told = (weight * (np.logaddexp(0, odds) - formed * odds)).sum()
        return told + 0.5 * 50 * (1 + 2 / periods) * ((at[1:] - usual) ** 2).sum()

    best = minimize(
        cost, np.zeros(4), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 9_000}
    ).x
    assert found.weight == pytest.approx(best[1:], abs=1e-3)
    assert found.intercept == pytest.approx(best[0], abs=2e-3)


def test_without_data_it_is_what_usually_holds():
    table, formed, weight = made(rows=400)
    found = fit_regression(table, COLUMNS, formed, weight * 1e-9)
    assert found.weight / found.scale == pytest.approx([0.75, 0.0, 1.5], abs=1e-3)


def test_with_much_data_it_is_what_the_data_say():
    table, formed, weight = made(rows=60_000)
    found = fit_regression(table, COLUMNS, formed, np.ones_like(weight), periods=4)
    assert found.weight / found.scale == pytest.approx([1.0, 0.5, 2.0], abs=0.1)


def test_repeated_rows_are_weights():
    table, formed, weight = made()
    times = weight.astype(int)
    one = fit_regression(table, COLUMNS, formed, weight)
    other = fit_regression(np.repeat(table, times, 0), COLUMNS, np.repeat(formed, times), np.ones(times.sum()))
    assert one.weight == pytest.approx(other.weight, abs=1e-6)


def test_what_did_not_vary_gets_no_weight_and_what_was_not_seen_is_the_nearest_seen():
    table, formed, weight = made()
    flat = table.copy()
    flat[:, 1] = 3.0
    found = fit_regression(flat, COLUMNS, formed, weight)
    assert found.weight[1] == 0
    varied = fit_regression(table, COLUMNS, formed, weight)
    rows = pd.DataFrame([[1.0, table[:, 1].max(), 0.0], [1.0, 99.0, 0.0], [99.0, 1.0, 0.0]], columns=list(COLUMNS))
    near, far, shared = varied.log_odds(rows)
    assert near == far
    assert shared > near


def test_all_or_none_tied_stays_finite():
    table, _, weight = made()
    for label in (True, False):
        found = fit_regression(table, COLUMNS, np.full(len(table), label), weight)
        assert np.isfinite(found.intercept)
        assert (found.intercept > 0) == label


def test_with_products_it_is_the_same_minimum(monkeypatch):
    table, formed, weight = made()
    found = fit_regression(table, COLUMNS, formed, weight, periods=4, crossed=True)
    rows = pd.DataFrame(table, columns=list(COLUMNS))
    monkeypatch.setattr(fits, "_gradually", fits._exactly)
    twin = fit_regression(table, COLUMNS, formed, weight, periods=4, crossed=True)
    assert found.log_odds(rows) == pytest.approx(twin.log_odds(rows), abs=2e-3)


def test_products_are_all_pairs_and_squares():
    assert products(np.array([[2.0, 3.0, 5.0]])).tolist() == [[4.0, 6.0, 10.0, 9.0, 15.0, 25.0]]
