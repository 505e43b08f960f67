"""Rates come back from worlds that were made with them, and are not claimed where there is no signal."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.times import build_times
from kiemen.diffusion.fit import _cautions, _Rates, fit_rates
from kiemen.diffusion.forecast import forecast_growth
from kiemen.errors import InputError, NoSignalWarning, TooLittleDataError
from kiemen.network import Network

GRAPH = nx.random_regular_graph(8, 500, seed=2)
NETWORK = Network.from_networkx(GRAPH)


def made(peer, outside, periods, seed):
    """Let people adopt at rate outside + peer × contacts, and write the periods down."""
    rng = np.random.default_rng(seed)
    matrix = NETWORK.adjacency()
    times = np.full(500, np.inf)
    times[rng.choice(500, 10, replace=False)] = 1
    for period in range(2, periods + 1):
        active = np.isfinite(times).astype(float)
        chance = 1 - np.exp(-(outside + peer * (matrix @ active)))
        times[np.isinf(times) & (rng.random(500) < chance)] = period
    return pd.Series(times, index=NETWORK.ids)


def test_rates_come_back():
    inside = []
    for seed in range(12):
        fit = fit_rates(NETWORK, times=made(0.04, 0.004, 14, seed), confidence=0.9)
        row = fit.table.loc["per contact"]
        assert fit.tells
        inside.append(row["low"] <= 0.04 <= row["high"])
        assert fit.table.loc["outside", "estimate"] == pytest.approx(0.004, abs=0.006)
    assert sum(inside) >= 8


def test_no_contagion_is_not_claimed_and_forecasts_run_over_the_range():
    with pytest.warns(NoSignalWarning, match="plausible range"):
        fit = fit_rates(NETWORK, times=made(0.0, 0.03, 10, 4))
    assert not fit.tells
    assert fit.plausible[0].ignition == 0
    assert fit.plausible[-1].ignition > 0
    start = [str(i) for i in range(10)]
    forecast = forecast_growth(NETWORK, adopters=start, model=fit.mixture, horizon=5, runs=100, rng=1, progress=False)
    assert forecast.table["mean"].iloc[-1] > 10


def test_the_fit_describes_its_own_course():
    fit = fit_rates(NETWORK, times=made(0.04, 0.004, 14, 3))
    assert fit.misfit > 0.001
    inside = (fit.goodness["observed"] >= fit.goodness["low"]) & (fit.goodness["observed"] <= fit.goodness["high"])
    assert inside.mean() > 0.7
    assert fit.goodness["expected"].sum() == pytest.approx(fit.goodness["observed"].sum(), rel=0.05)


def test_a_forecast_with_fitted_rates_lies_where_the_truth_went():
    times = made(0.04, 0.004, 14, 5)
    fit = fit_rates(NETWORK, times=times)
    start = list(times.index[times == 1])
    forecast = forecast_growth(NETWORK, adopters=start, model=fit.mixture, horizon=13, runs=300, rng=1, progress=False)
    assert forecast.table.loc[13, "low"] - 40 <= np.isfinite(times).sum() <= forecast.table.loc[13, "high"] + 40


def test_an_order_alone_gives_a_strength():
    times = made(0.06, 0.003, 14, 6)
    fit = fit_rates(NETWORK, times=times, using="order")
    assert fit.tells
    assert fit.goodness.empty
    assert np.isnan(fit.misfit)
    assert fit.table.loc["per contact", "estimate"] / fit.table.loc["outside", "estimate"] > 2


def test_says_what_cannot_be():
    with pytest.raises(InputError, match="using"):
        fit_rates(NETWORK, times=made(0.04, 0.004, 5, 1), using="dates")
    with pytest.raises(InputError, match="cooling"):
        fit_rates(NETWORK, times=made(0.04, 0.004, 5, 1), cooling=2)
    with pytest.raises(TooLittleDataError):
        fit_rates(NETWORK, times=pd.Series(1.0, index=NETWORK.ids))


@pytest.mark.oracle
def test_medical_innovation_shows_no_contagion(shared):
    """Coleman, Katz & Menzel's doctors: no contagion once marketing counts (Van den Bulte & Lilien 2001)."""
    folder = shared / "oracles"
    people = pd.read_csv(folder / "medInnovationsDiffNet_people.csv").astype({"id": str}).set_index("id")
    ties = pd.read_csv(folder / "medInnovationsDiffNet_ties.csv").astype(str)
    ties = ties.iloc[:, :2].set_axis(["source", "target"], axis=1).drop_duplicates()
    network = Network.from_frames(pd.DataFrame({"person": people.index}), ties)
    times = people["toa"].where(people["toa"] < 18, np.inf).astype(float)
    with pytest.warns(NoSignalWarning):
        fit = fit_rates(network, times=build_times(network, times=times, first=1, last=17), direction="in")
    assert not fit.tells


@pytest.mark.parametrize(("misfit", "said"), [(0.0001, "(p < 0.001)"), (0.0123, "(p = 0.012)")])
def test_a_misfit_that_rounds_to_nothing_is_not_nothing(misfit, said):
    rates = _Rates(0.1, 0.05, 0.2, 0.01, 0.01, 0.5, ())
    assert said in " ".join(fact.say("en") for fact in _cautions(rates, misfit, 0.1))
