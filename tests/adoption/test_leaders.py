import numpy as np
import pandas as pd
import pytest

from kiemen.adoption.leaders import check_leaders, correlation_interval, match_leaders
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network


@pytest.mark.parametrize(("late", "stance"), [(False, "for"), (True, "against")])
def test_the_sign(late, stance):
    """The more often named, the earlier: for. The more often named, the later: against."""
    rng = np.random.default_rng(1)
    source, target = [], []
    for i in range(30):
        source += list(rng.choice(30, i, replace=False))
        target += [i] * i
    network = Network.from_arrays([f"p{i:02d}" for i in range(30)], source, target)
    degree = np.asarray(network.adjacency().sum(axis=0)).ravel()
    times = pd.Series((degree if late else degree.max() - degree) + rng.integers(0, 5, 30), index=network.ids)
    found = check_leaders(network, times=times)
    assert found.stance == stance
    assert found.table.loc["in-degree", "correlation"] == pytest.approx(np.corrcoef(degree, times)[0, 1])
    assert {"for": "earlier", "against": "later"}[stance] in found.headline[0].say("en")


@pytest.mark.oracle
def test_doctors_and_farmers_named_often_adopt_early(medical, farmers):
    """Published Spearman correlations of in-degree with time of adoption are -0.279 and -0.219."""
    for data, expected in ((medical, -0.279), (farmers, -0.219)):
        degree = pd.Series(np.asarray(data.network.adjacency(weight=None).sum(axis=0)).ravel(), index=data.network.ids)
        assert degree.corr(data.coded.reindex(degree.index), method="spearman") == pytest.approx(expected, abs=5e-4)
        assert check_leaders(data.network, times=data.coded).stance == "for"


def test_only_adopters_count(crowd, crowd_times):
    found = check_leaders(crowd, times=crowd_times).table
    assert found["adopters"].tolist() == [int(np.isfinite(crowd_times).sum())] * 2


def test_without_variation_nothing_is_said():
    network = Network.from_arrays(list("abcd"), [0, 1, 2, 3], [1, 2, 3, 0])
    found = check_leaders(network, times=pd.Series({"a": 1.0, "b": 2, "c": 3, "d": 4}))
    assert found.stance == "unknown"
    with pytest.raises(TooLittleDataError, match="At least 3"):
        check_leaders(network, times=pd.Series({"a": 1.0, "b": 2, "c": np.inf, "d": np.inf}))


@pytest.mark.oracle
def test_two_mentors():
    """netdiffuseR, tests/testthat/test-mentor.r: 1--2, 1--3, 1--4, 4--5, 6 with two mentors gives 1 and 4."""
    network = Network.from_arrays(list("123456"), [0, 0, 0, 3], [1, 2, 3, 4], directed=False)
    found = match_leaders(network, leaders=2).table
    assert sorted(found["leader"].unique()) == ["1", "4"]
    assert found.loc[list("12345"), "leader"].tolist() == ["1", "1", "1", "4", "4"]
    assert np.isinf(found.loc["6", "steps"])


def test_ties_go_to_the_leader_nearest_to_ones_contacts():
    """b is two steps from both leaders x and y; its contact c is nearer to y through one more road."""
    ids = ["b", "c", "d", "e", "x", "y"]
    place = {name: i for i, name in enumerate(ids)}
    pairs = [("b", "c"), ("b", "d"), ("c", "y"), ("d", "x"), ("d", "y")]
    network = Network.from_arrays(ids, [place[a] for a, _ in pairs], [place[b] for _, b in pairs], directed=False)
    found = match_leaders(network, leaders=["x", "y"]).table
    assert found.loc["b", "leader"] == "y"
    assert found.loc["x", "steps"] == 0


def test_direction_and_bad_input(crowd):
    assert (match_leaders(crowd, leaders=3).table["is_leader"].sum()) >= 3
    one = match_leaders(crowd, leaders=3, rng=2).table
    pd.testing.assert_frame_equal(one, match_leaders(crowd, leaders=3, rng=2).table)
    for wrong in (0, [], "p01", ["nobody"]):
        with pytest.raises(InputError):
            match_leaders(crowd, leaders=wrong)


def test_leaders_whom_nobody_names_are_no_leaders():
    network = Network.from_arrays(list("abc"), [0], [1])
    with pytest.raises(TooLittleDataError, match="Only 1 person is named"):
        match_leaders(network, leaders=2)
    assert match_leaders(network, leaders=1).table["leader"].iloc[0] == "b"


def test_interval_leaves_out_each_adopter_in_turn():
    """Twin by plain loops: Fisher's scale, the jackknife's variance, Student's t."""
    from scipy.stats import t as student

    rng = np.random.default_rng(4)
    one = rng.gamma(2.0, size=12)
    other = one + rng.normal(size=12)
    left = [np.arctanh(np.corrcoef(np.delete(one, i), np.delete(other, i))[0, 1]) for i in range(12)]
    half = student.ppf(0.95, 10) * np.sqrt(11 / 12 * ((left - np.mean(left)) ** 2).sum())
    middle = np.arctanh(np.corrcoef(one, other)[0, 1])
    assert correlation_interval(one, other, 0.9) == pytest.approx(tuple(np.tanh([middle - half, middle + half])))


def test_few_in_one_line_and_one_who_makes_all_the_difference():
    line = np.arange(3.0)
    assert correlation_interval(line, line, 0.9) == (-1.0, 1.0)
    assert correlation_interval(np.arange(9.0), 2 * np.arange(9.0), 0.9) == (pytest.approx(1), pytest.approx(1))
    alone = np.array([5.0, 0, 0, 0, 0, 0])
    low, high = correlation_interval(alone, np.array([1.0, 3, 4, 2, 5, 4]), 0.9)
    assert low < 0 < high


def test_a_number_of_leaders_from_numpy_is_a_number():
    network = Network.from_arrays(list("abcdef"), [0, 0, 0, 3], [1, 2, 3, 4], directed=False)
    found = match_leaders(network, leaders=np.int64(2))
    pd.testing.assert_frame_equal(found.table, match_leaders(network, leaders=2).table)
    assert found.settings["leaders"] == 2
