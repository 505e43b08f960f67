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
