import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.structure import check_structure
from kiemen.adoption.thresholds import score_thresholds
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network


@pytest.mark.oracle
def test_doctors(medical):
    """netdiffuseR, article 'Analyzing the Medical Innovation data': observed .5660, expected .5551 over 500 rewirings,
    p .556; per city expected .6263, .5051, .4217, .5993 with p .88, .788, .64, .836."""
    found = check_structure(medical.network, times=medical.coded, by="community", rewirings=1000, rng=1).table
    assert found["observed"].round(4).tolist() == [0.5660, 0.6304, 0.4931, 0.4365, 0.5926]
    np.testing.assert_allclose(found["expected"], [0.5551, 0.6263, 0.5051, 0.4217, 0.5993], atol=0.01)
    np.testing.assert_allclose(found["p"], [0.556, 0.88, 0.788, 0.64, 0.836], atol=0.15)
    assert (found["p"] > 0.3).all()


def test_a_rewired_network_is_not_special(crowd, crowd_times):
    found = check_structure(crowd, times=crowd_times, rewirings=199)
    expected = score_thresholds(crowd, times=crowd_times).table["threshold"].mean()
    assert found.table["observed"].iloc[0] == pytest.approx(expected)
    assert found.table["p"].iloc[0] > 0.01
    assert found.draws.shape == (199, 1)


def test_adoption_in_two_camps_is():
    """Two camps of fifteen, all ties within them, one camp adopts ten periods earlier."""
    rng = np.random.default_rng(1)
    source = np.repeat(np.arange(30), 3)
    target = source // 15 * 15 + rng.integers(15, size=90)
    network = Network.from_arrays([f"p{i:02d}" for i in range(30)], source, target)
    times = pd.Series(np.where(np.arange(30) < 15, 1.0, 11.0) + rng.integers(0, 3, 30), index=network.ids)

    def mixed(matrix, slots):
        return float((np.abs(slots[:, None] - slots[None, :]) * matrix.toarray()).sum())

    found = check_structure(network, times=times, statistic=mixed, rewirings=199)
    assert found.table["p"].iloc[0] == pytest.approx(2 / 200)
    assert found.table["observed"].iloc[0] < found.table["expected"].iloc[0]
    assert found.settings["statistic"] == "mixed"


def test_seed_and_bad_input(crowd, crowd_times):
    one = check_structure(crowd, times=crowd_times, rewirings=99, rng=4).table
    pd.testing.assert_frame_equal(one, check_structure(crowd, times=crowd_times, rewirings=99, rng=4).table)
    with pytest.raises(InputError, match="rewirings"):
        check_structure(crowd, times=crowd_times, rewirings=10)
    with pytest.raises(TooLittleDataError, match="no ties"):
        check_structure(Network.from_arrays(list("ab"), [], []), times=pd.Series({"a": 1.0, "b": 2.0}))


@pytest.mark.parametrize("statistic", [3, lambda *_: "high", lambda *given: given[1]])
def test_a_statistic_is_a_function_that_gives_one_number(statistic):
    ring = np.arange(12)
    network = Network.from_arrays([f"p{i:02d}" for i in ring], ring, (ring + 1) % 12)
    times = pd.Series(1.0 + ring % 3, index=network.ids)
    with pytest.raises(InputError, match="statistic"):
        check_structure(network, times=times, statistic=statistic, rewirings=99)
