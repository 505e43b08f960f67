import numpy as np
import pandas as pd
import pytest
from scipy.special import gammaincinv

from kiemen.adoption.nominations import cohen_kappa, compare_ratings, gamma_poisson, rate_interval, score_nominations
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network


def ballot(answered=("a", "b", "c")) -> Network:
    ties = pd.DataFrame({"source": ["a", "b", "c", "a"], "target": ["d", "d", "a", "c"], "relation": "dares"})
    people = pd.DataFrame({"person": list("abcde"), "team": list("xxxyy")})
    status = pd.DataFrame({"person": list("abcde")})
    status["status"] = ["answered" if p in answered else "not answered" for p in status["person"]]
    return Network.from_frames(people, ties, participation=status)


def test_who_could_name_whom():
    found = score_nominations(ballot(), relation="dares").table
    assert found.loc[list("abcde"), "named"].tolist() == [1, 0, 1, 2, 0]
    assert found.loc[list("abcde"), "eligible"].tolist() == [2, 2, 2, 3, 3]
    within = score_nominations(ballot(), relation="dares", by="team").table
    assert within.loc["d", "eligible"] == 0
    assert np.isnan(within.loc["d", "rate"]), "nobody in the team of d answered, so d is unknown"


def test_same_count_out_of_fewer_gives_a_higher_rate_and_all_are_pulled_to_the_mean():
    rng = np.random.default_rng(4)
    eligible = rng.integers(20, 80, 300).astype(float)
    counts = rng.poisson(rng.gamma(1.0, 0.02, 300) * eligible).astype(float)
    a, b = gamma_poisson(counts, eligible)
    rate, raw = (a + counts) / (b + eligible), counts / eligible
    mean = a / b
    assert (np.abs(rate - mean) <= np.abs(raw - mean) + 1e-12).all()
    assert (a + 2) / (b + 20) > (a + 2) / (b + 80)


def test_closed_form_where_the_spread_is_known():
    rng = np.random.default_rng(5)
    counts = rng.poisson(rng.gamma(0.6, 0.05, 20_000) * 100).astype(float)
    exposure = np.full(20_000, 100.0)
    a, b = gamma_poisson(counts, exposure)
    assert a == pytest.approx(0.6, rel=0.05)
    low, high = rate_interval(counts, exposure, 0.9)
    np.testing.assert_allclose(low[:50], gammaincinv(a + counts[:50], 0.05) / (b + 100), rtol=0.02, atol=1e-4)
    np.testing.assert_allclose(high[:50], gammaincinv(a + counts[:50], 0.95) / (b + 100), rtol=0.02)


@pytest.mark.parametrize(("n", "eligible", "shape"), [(200, 60.0, 0.8), (100, 30.0, 2.0), (60, 20.0, 1.0)])
def test_intervals_hold_the_true_rate_nine_times_in_ten(n, eligible, shape):
    """At least 2,000 simulated people per setting, the spread of the rates estimated each time."""
    rng = np.random.default_rng(6)
    hits = []
    for _ in range(40):
        truth = rng.gamma(shape, 1 / (30 * shape), n)
        counts = rng.poisson(truth * eligible).astype(float)
        low, high = rate_interval(counts, np.full(n, eligible), 0.9)
        hits.append(((low <= truth) & (truth <= high)).mean())
    assert n * 40 >= 2000
    assert 0.88 <= np.mean(hits) <= 0.92


def test_nobody_named_and_unknown_relation():
    with pytest.raises(InputError, match="dares"):
        score_nominations(ballot(), relation="dare")
    network = Network.from_frames(pd.DataFrame({"person": ["a"]}), relations=pd.DataFrame({"relation": ["dares"]}))
    with pytest.raises(TooLittleDataError, match="named"):
        score_nominations(network, relation="dares")


def test_without_a_record_of_answers_everybody_could_name_and_it_is_said():
    network = Network.from_arrays(list("abc"), [0, 1], [2, 2], relation="dares")
    found = score_nominations(network, relation="dares")
    assert found.table.loc["c", "eligible"] == 2
    assert "not known" in found.cautions[0].say("en")


def test_kappa_by_hand():
    """45 and 15 agree of 100, 25 and 15 do not: (0.60 - 0.54) / 0.46."""
    kappa, error = cohen_kappa(np.array([[45, 15], [25, 15]]))
    assert kappa == pytest.approx(0.13043, abs=1e-5)
    rng = np.random.default_rng(1)
    draws = [cohen_kappa(rng.multinomial(100, [0.45, 0.15, 0.25, 0.15]).reshape(2, 2))[0] for _ in range(4000)]
    assert error == pytest.approx(np.std(draws), rel=0.05)
    assert np.isnan(cohen_kappa(np.array([[10, 0], [0, 0]]))[0])


def test_agreement_of_self_and_peers(crowd):
    rng = np.random.default_rng(2)
    own = pd.Series(rng.normal(size=60), index=crowd.ids)
    found = compare_ratings(crowd, own=own, peers=own + rng.normal(0, 0.2, 60))
    assert found.kappa > 0.5
    assert found.correlation_low < found.correlation < found.correlation_high
    assert found.table.to_numpy().sum() == found.n == 60
    opposite = compare_ratings(crowd, own=own, peers=-own)
    assert opposite.correlation == pytest.approx(-1)
    assert opposite.kappa < 0
    flat = compare_ratings(crowd, own=own, peers=pd.Series(1.0, index=crowd.ids))
    assert np.isnan(flat.correlation)
    with pytest.raises(TooLittleDataError, match="at least four"):
        compare_ratings(crowd, own=own.head(3), peers=own)


def test_the_spread_of_rates_is_the_likeliest_one():
    """Against a search over the whole plane: on a flat stretch of the likelihood no search may end."""
    from scipy.optimize import minimize
    from scipy.stats import nbinom

    rng = np.random.default_rng(11)
    for shape, n in [(2.5, 93), (6.0, 177), (7.4, 199), (19.0, 115), (0.3, 60)]:
        for _ in range(5):
            eligible = np.full(n, n - 1.0)
            counts = rng.poisson(rng.gamma(shape, 0.05 / shape, n) * eligible).astype(float)

            def misfit(theta, counts=counts, eligible=eligible):
                a, mean = np.exp(theta)
                return -nbinom.logpmf(counts, a, a / (a + mean * eligible)).sum()

            start = np.log(counts.sum() / eligible.sum())
            best = min(
                minimize(
                    misfit, [first, start], method="Nelder-Mead", bounds=[(np.log(1e-3), np.log(1e4)), (-9, 2)]
                ).fun
                for first in (-1.0, 1.5, 4.0)
            )
            a, b = gamma_poisson(counts, eligible)
            assert misfit([np.log(a), np.log(a / b)]) <= best + 1e-4


def test_agreement_refuses_a_confidence_that_is_none():
    four = pd.Series(dict(zip("abcd", [1.0, 2.0, 3.0, 4.0], strict=True)))
    with pytest.raises(InputError, match="confidence"):
        compare_ratings(Network.from_arrays(list("abcd"), [0], [1]), own=four, peers=four, confidence=2)
