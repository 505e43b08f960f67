import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.autocorrelation import profile_clustering
from kiemen.errors import InputError
from kiemen.network import Network


@pytest.mark.oracle
def test_first_month_of_doctors(medical):
    """netdiffuseR short course at Sunbelt 2018, stats.html: Moran's I with one over approximate geodesics (six steps);
    recomputed with full geodesics .0628290, sd .0321157, p .0273."""
    six = profile_clustering(medical.network, times=medical.coded, nearness="distance", steps=6, permutations=0).table
    first = six.loc[1]
    assert round(first["moran"], 8) == 0.06624028
    assert round(first["expected"], 9) == -0.008064516
    assert round(first["sd"], 8) == 0.03265066
    assert round(first["p_normal"], 8) == 0.02286087
    whole = profile_clustering(medical.network, times=medical.coded, nearness="distance", permutations=0).table.loc[1]
    assert (round(whole["moran"], 7), round(whole["sd"], 7), round(whole["p_normal"], 4)) == (
        0.0628290,
        0.0321157,
        0.0273,
    )


@pytest.mark.oracle
def test_all_months_of_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data', summary table, months 1 to 17."""
    found = profile_clustering(medical.network, times=medical.coded, nearness="distance", steps=6, permutations=0).table
    expected = [0.07, 0.04, -0.03, -0.02, -0.06, -0.02, 0, 0.01, 0.01, 0.01, 0.02, 0.02, 0.01, 0.04, 0.05, 0.03, 0.02]
    assert (found["moran"].iloc[:17].round(2) + 0.0).tolist() == expected
    assert np.isnan(found["moran"].iloc[17]), "everybody had adopted"


def test_one_half_of_a_ring():
    """Twenty people in a ring, ten neighbours adopted: 18 of 20 ties join equals, so I = (18 - 2) / 20."""
    ring = np.arange(20)
    network = Network.from_arrays([f"p{i:02d}" for i in ring], ring, (ring + 1) % 20, directed=False)
    times = pd.Series(1.0 + (ring >= 10), index=network.ids)
    found = profile_clustering(network, times=times, permutations=199, rng=1).table
    assert found.loc[1, "moran"] == pytest.approx(0.8)
    assert found.loc[1, "p"] == pytest.approx(1 / 200)
    assert np.isnan(found.loc[2, "moran"])


def test_unknown_people_are_left_out(crowd, crowd_times):
    found = profile_clustering(crowd, times=crowd_times, permutations=0)
    known = crowd.select(crowd_times.dropna().index)
    same = profile_clustering(known, times=crowd_times.dropna(), permutations=0)
    np.testing.assert_allclose(found.table["moran"], same.table["moran"])
    with pytest.raises(InputError, match="nearness"):
        profile_clustering(crowd, times=crowd_times, nearness="steps")


def test_nobody_left_to_compare_is_said():
    network = Network.from_arrays(list("abcde"), [0, 1], [1, 2])
    found = profile_clustering(network, times=pd.Series(1.0, index=network.ids), permutations=0)
    assert "nothing to compare" in found.headline[0].say("en")


@pytest.mark.parametrize("seed", range(3))
def test_twin_with_moments_written_out(seed):
    """Moran's I on inverse distance, and its mean and spread under randomisation, after Cliff and Ord."""
    rng = np.random.default_rng(seed)
    n = 10
    dense = rng.random((n, n)) < 0.3
    np.fill_diagonal(dense, val=False)
    ids = [f"p{i}" for i in range(n)]
    network = Network.from_arrays(ids, *np.nonzero(dense))
    times = pd.Series(rng.integers(1, 6, n).astype(float), index=ids)
    steps = np.full((n, n), np.inf)
    for length in range(n, 0, -1):
        steps[np.linalg.matrix_power(dense.astype(float), length) > 0] = length
    np.fill_diagonal(steps, np.inf)
    W = 1 / steps
    total = W.sum(axis=1, keepdims=True)
    W = np.divide(W, total, out=np.zeros_like(W), where=total > 0)
    found = profile_clustering(network, times=times, nearness="distance", permutations=0).table
    s0, s1 = W.sum(), 0.5 * ((W + W.T) ** 2).sum()
    s2 = ((W.sum(axis=0) + W.sum(axis=1)) ** 2).sum()
    for period, row in found.dropna().iterrows():
        z = (times <= period).to_numpy(float)
        z -= z.mean()
        assert row["moran"] == pytest.approx(n / s0 * (z @ W @ z) / (z @ z))
        assert row["expected"] == pytest.approx(-1 / (n - 1))
        kurtosis = (z**4).mean() / (z**2).mean() ** 2
        first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
        second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
        variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
        assert row["sd"] == pytest.approx(np.sqrt(variance))
