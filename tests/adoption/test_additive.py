import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from kiemen.adoption.additive import Tabulated, fit_additive_hazard
from kiemen.adoption.counts import adopted_contacts, tabulate
from kiemen.adoption.profiles import maximise, profile_interval
from kiemen.adoption.times import build_times
from kiemen.errors import NoSignalWarning, TooLittleDataError
from kiemen.network import Network

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning")


def spread(n, outside, peer, periods, rng, degree=4):
    """Simulate the model itself on a random network."""
    matrix = np.zeros((n, n))
    for i in range(n):
        matrix[i, rng.choice(n, degree, replace=False)] = 1
    np.fill_diagonal(matrix, 0)
    when = np.full(n, np.inf)
    for period in range(1, periods + 1):
        rate = outside + peer * matrix @ (when < period)
        when[(rng.random(n) < 1 - np.exp(-rate)) & np.isinf(when)] = period
    return matrix, when


def as_network(matrix):
    source, target = np.nonzero(matrix)
    return Network.from_arrays([f"p{i:04d}" for i in range(len(matrix))], source, target)


@pytest.mark.parametrize("level", ["period", "constant"])
def test_equals_a_general_optimiser(level):
    matrix, when = spread(200, 0.05, 0.1, 6, np.random.default_rng(1))
    network = as_network(matrix)
    times = pd.Series(when, index=network.ids)
    found = fit_additive_hazard(network, times=times, level=level)
    window = build_times(network, times=times)
    slot, k, n, e = tabulate(
        adopted_contacts(network.adjacency(weight=None), window.slots, len(window.periods)), window
    )
    codes = np.zeros(len(slot), dtype=int) if level == "constant" else slot - 1
    levels = codes.max() + 1

    def misfit(theta):
        rate = np.exp(theta[:levels])[codes] + np.exp(theta[levels]) * k
        return -(e @ np.log(-np.expm1(-rate)) - (n - e) @ rate)

    best = minimize(misfit, np.full(levels + 1, -2.0), method="BFGS")
    assert found.peer == pytest.approx(np.exp(best.x[-1]), rel=1e-3)
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-5)
    np.testing.assert_allclose(
        found.table["outside"].dropna(),
        np.exp(best.x[:levels])[codes][np.unique(slot, return_index=True)[1]],
        rtol=1e-2,
    )
    assert (found.table["from_outside"] + found.table["from_contacts"]).sum() == pytest.approx(found.events)
    assert found.peer_low < found.peer < found.peer_high


def test_nothing_but_outside_gives_no_peer_rate_and_says_so():
    matrix, when = spread(300, 0.15, 0.0, 6, np.random.default_rng(4))
    network = as_network(matrix)
    with pytest.warns(NoSignalWarning, match="do not show that contacts matter"):
        found = fit_additive_hazard(network, times=pd.Series(when, index=network.ids))
    assert found.peer_low == 0.0
    assert "do not show" in found.headline[0].say("en")


def test_nothing_but_contacts():
    """A chain along which adoption passes one step per period: nothing is left for outside after the start."""
    chain = np.arange(20)
    network = Network.from_arrays([f"p{i:02d}" for i in chain], chain[1:], chain[:-1])
    found = fit_additive_hazard(network, times=pd.Series(1.0 + chain, index=network.ids), level="constant")
    assert found.peer_share == pytest.approx(1.0)
    assert np.isinf(found.peer_high)


@pytest.mark.oracle
def test_doctors_show_no_peer_rate(medical):
    """The null-contagion data set: Van den Bulte and Lilien (2001), doi:10.1086/320819."""
    found = fit_additive_hazard(medical.network, times=medical.censored)
    assert found.peer_low == 0.0
    assert found.peer_share < 0.1


@pytest.mark.slow
def test_intervals_hold_the_truth_nine_times_in_ten():
    """200 simulated organisations of 120 people, 5 periods, constant outside rate 0.08 and peer rate 0.1."""
    rng = np.random.default_rng(9)
    hits = 0
    for _ in range(200):
        matrix, when = spread(120, 0.08, 0.1, 5, rng)
        slots = np.where(np.isinf(when), 5, when - 1).astype(int)
        parts = []
        for slot in range(5):
            rows = slots >= slot
            counts = (matrix[rows] @ (slots < slot)).astype(int)
            size = 6
            parts.append(
                (
                    np.arange(size),
                    np.bincount(counts, minlength=size)[:size],
                    np.bincount(counts, slots[rows] == slot, minlength=size)[:size],
                )
            )
        k = np.concatenate([p[0] for p in parts]).astype(float)
        n = np.concatenate([p[1] for p in parts]).astype(float)
        e = np.concatenate([p[2] for p in parts])
        data = Tabulated(np.zeros(len(k), dtype=np.int64)[n > 0], k[n > 0], n[n > 0], e[n > 0])
        best, height = maximise(data.profile, 0.1)
        excess = 2 * (height - data.profile(0.1))
        hits += excess <= 2.70554
    assert 0.84 <= hits / 200 <= 0.96, "0.9 within three standard errors"
    low, high = profile_interval(data.profile, best, height, 0.1, 0.9)
    assert low <= best <= high


def test_too_little():
    network = Network.from_arrays(list("abc"), [0], [1])
    for times in ({"a": 1.0, "b": 1.0, "c": np.inf}, {"a": 1.0, "b": np.inf, "c": 2.0}):
        with pytest.raises(TooLittleDataError, match="with a contact who had adopted"):
            fit_additive_hazard(network, times=pd.Series(times))


def test_where_everybody_left_adopts_the_rate_from_outside_has_no_end(crowd):
    times = pd.Series(np.where(np.arange(60) < 30, 1.0, 2.0), index=crowd.ids)
    found = fit_additive_hazard(crowd, times=times)
    assert np.isinf(found.table.loc[2, "outside"])
    assert found.table.loc[2, ["from_outside", "from_contacts"]].sum() == 30
