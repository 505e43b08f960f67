import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from kiemen.adoption.orders import OrderEvents, fit_order, order_events
from kiemen.adoption.profiles import Sample, critical_ratio, maximise, profile_interval
from kiemen.adoption.times import build_times
from kiemen.errors import NoSignalWarning, TooLittleDataError
from kiemen.network import Network

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.NoSignalWarning")


def by_hand(matrix, when, strength, asocial=None):
    """The likelihood of the order written out: adoptions of one period share the sum over who had not adopted."""
    asocial = np.ones(len(when)) if asocial is None else asocial
    total = 0.0
    for time in np.unique(when[np.isfinite(when)]):
        rate = asocial + strength * matrix @ (when < time)
        total += np.log(rate[when == time]).sum() - (when == time).sum() * np.log(rate[when >= time].sum())
    return total


@pytest.mark.parametrize("strength", [0.0, 0.4, 3.0])
def test_likelihood_equals_the_definition(crowd, crowd_times, strength):
    times = crowd_times.fillna(np.inf)
    window = build_times(crowd, times=times)
    matrix = crowd.adjacency(weight="weight")
    events = order_events(matrix, window, np.zeros((60, 0)))
    assert events.log_likelihood(strength) == pytest.approx(by_hand(matrix.toarray(), times.to_numpy(), strength))


def test_covariates_equal_a_general_optimiser(crowd, crowd_times):
    times = crowd_times.fillna(np.inf)
    tenure = crowd.people["tenure"].to_numpy(dtype=float) / 10
    frame = pd.DataFrame({"tenure": tenure}, index=crowd.ids)
    found = fit_order(crowd, times=times, covariates=frame)
    matrix = crowd.adjacency(weight=None).toarray()
    best = minimize(
        lambda x: -by_hand(matrix, times.to_numpy(), x[0], np.exp(tenure * x[1])),
        [0.1, 0.0],
        bounds=[(0, None), (None, None)],
        method="L-BFGS-B",
    )
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-4)
    assert found.table.loc["tenure", "estimate"] == pytest.approx(best.x[1], abs=0.02)


def test_intervals_of_covariates_end_where_the_likelihood_ratio_reaches_its_limit(crowd, crowd_times):
    times = crowd_times.fillna(np.inf)
    frame = pd.DataFrame(
        {"tenure": crowd.people["tenure"].to_numpy(dtype=float) / 10, "odd": np.arange(60) % 2.0}, index=crowd.ids
    )
    found = fit_order(crowd, times=times, covariates=frame)
    matrix, X = crowd.adjacency(weight=None).toarray(), frame.to_numpy()
    limit = critical_ratio(0.9, Sample(found.events, 3))
    for place, name in enumerate(frame):
        for end in found.table.loc[name, ["low", "high"]]:

            def misfit(x, end=end, place=place):
                gamma = [end, x[1]] if place == 0 else [x[1], end]
                return -by_hand(matrix, times.to_numpy(), x[0], np.exp(X @ gamma))

            best = minimize(misfit, [0.1, 0.0], bounds=[(0, None), (None, None)], method="L-BFGS-B")
            assert 2 * (found.log_likelihood + best.fun) == pytest.approx(limit, abs=2e-3)


def test_a_covariate_that_knows_the_order_has_no_end(crowd):
    times = pd.Series(np.where(np.arange(60) < 30, 1 + np.arange(60) % 5, np.inf), index=crowd.ids)
    first = pd.DataFrame({"first": (np.arange(60) < 30) * 1.0}, index=crowd.ids)
    for sign in (1.0, -1.0):
        found = fit_order(crowd, times=times, covariates=sign * first).table.loc["first"]
        assert np.isinf(found["high" if sign > 0 else "low"])
        assert sign * found["low" if sign > 0 else "high"] > 1


def test_only_the_order_counts(crowd, crowd_times):
    stretched = crowd_times**2
    one, other = fit_order(crowd, times=crowd_times), fit_order(crowd, times=stretched)
    assert one.strength == pytest.approx(other.strength, abs=1e-6)
    assert one.high == pytest.approx(other.high, rel=1e-4)


def test_strata_compare_within_communities(crowd, crowd_times):
    times = crowd_times.fillna(np.inf)
    found = fit_order(crowd, times=times, by="department")
    total = 0.0
    for name in ("d0", "d1", "d2"):
        people = (crowd.groups("department") == name).to_numpy()
        when = np.where(people, times.to_numpy(), np.nan)
        matrix = crowd.adjacency(weight=None).toarray()
        for time in np.unique(when[np.isfinite(when)]):
            rate = 1 + found.strength * matrix @ (times.to_numpy() < time)
            total += np.log(rate[when == time]).sum() - (when == time).sum() * np.log(rate[when >= time].sum())
    assert found.log_likelihood == pytest.approx(total, abs=1e-6)


def simulated(n, degree, strength, rng) -> OrderEvents:
    matrix = (rng.random((n, n)) < degree / n).astype(float)
    np.fill_diagonal(matrix, 0)
    adopted = np.zeros(n, dtype=bool)
    person, contacts, naive_group, naive_person, naive_contacts = [], [], [], [], []
    for step in range(n):
        counts, naive = matrix @ adopted, np.flatnonzero(~adopted)
        rate = 1 + strength * counts[naive]
        who = naive[np.searchsorted(np.cumsum(rate), rng.random() * rate.sum())]
        person.append(who)
        contacts.append(counts[who])
        naive_group.append(np.full(len(naive), step))
        naive_person.append(naive)
        naive_contacts.append(counts[naive])
        adopted[who] = True
    return OrderEvents(
        np.array(person),
        np.array(contacts),
        np.arange(n),
        np.concatenate(naive_group),
        np.concatenate(naive_person),
        np.concatenate(naive_contacts),
    )


@pytest.mark.slow
@pytest.mark.parametrize("strength", [0.5, 1.5])
def test_profile_intervals_hold_the_truth_nine_times_in_ten(strength):
    """2,000 simulated orders of 50 people; the truth lies inside when the likelihood ratio stays below its limit."""
    rng = np.random.default_rng(21)
    hits = 0
    for _ in range(2000):
        events = simulated(50, 4, strength, rng)
        _, height = maximise(events.log_likelihood, 1.0)
        hits += 2 * (height - events.log_likelihood(strength)) <= 2.70554
    assert 0.88 <= hits / 2000 <= 0.92


def test_the_interval_is_where_the_likelihood_ratio_reaches_its_limit():
    events = simulated(60, 4, 1.0, np.random.default_rng(2))
    best, height = maximise(events.log_likelihood, 1.0)
    low, high = profile_interval(events.log_likelihood, best, height, 1.0, 0.9)
    for end in (low, high):
        if 0 < end < np.inf:
            assert 2 * (height - events.log_likelihood(end)) == pytest.approx(2.70554, rel=1e-4)


@pytest.mark.oracle
def test_doctors_follow_no_order_along_ties(medical):
    """The null-contagion data set: Van den Bulte and Lilien (2001), doi:10.1086/320819."""
    with pytest.warns(NoSignalWarning, match="order of adoption"):
        found = fit_order(medical.network, times=medical.censored)
    assert found.low == 0.0
    assert found.p > 0.1


def test_too_little():
    network = Network.from_arrays(list("abc"), [0], [1])
    for times in ([1.0, 1.0, 1.0], [1.0, 2.0, np.inf], [1.0, 2.0, 3.0]):
        with pytest.raises(TooLittleDataError, match="order of adoption"):
            fit_order(network, times=pd.Series(times, index=network.ids))


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_a_covariate_that_runs_off_beside_a_large_strength_does_not_lead_the_search_astray():
    from tests.benchmarks.bench_coverage import order_few

    stream = np.random.SeedSequence(42).spawn(59)[58]
    assert len(order_few(np.random.default_rng(stream))) == 5
