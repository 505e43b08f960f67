"""Who carries far more than others."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from kiemen.measures.load import demand, demand_z, overloaded, robust_z


def test_robust_z_by_hand():
    """Middle 3, gaps 2 1 0 1 97: median gap 1."""
    assert robust_z(np.array([1.0, 2, 3, 4, 100])) == pytest.approx(np.array([-2, -1, 0, 1, 97]) / 1.4826)


def test_robust_z_without_spread_in_the_middle():
    assert robust_z(np.array([5.0, 5, 5, 5, 9]))[-1] == pytest.approx(4 / (1.2533 * 0.8))
    assert robust_z(np.full(3, 2.0)).tolist() == [0, 0, 0]
    assert np.isnan(robust_z(np.array([np.nan, np.nan]))).all()


def test_demand_counts_who_turns_to_somebody_and_initiatives():
    ties = csr_array(np.array([[0, 5, 0], [0, 0, 1], [0, 3, 0.0]]))
    assert demand(ties).tolist() == [0, 2, 1]
    assert demand(ties, csr_array(np.array([[1, 1], [0, 1], [0, 0.0]]))).tolist() == [2, 3, 1]


def test_only_the_far_end_is_overloaded():
    rng = np.random.default_rng(1)
    asked = rng.poisson(8, 500).astype(float)
    assert overloaded(asked, np.zeros(500)).mean() < 0.01
    asked[7] = 60
    assert np.flatnonzero(overloaded(asked, np.zeros(500)))[0] == 7


def test_one_more_than_everybody_else_is_no_overload():
    """A hundred people with six requests each, and two with seven."""
    asked = np.full(100, 6.0)
    asked[:2] = 7
    assert not overloaded(asked, np.zeros(100)).any()
    asked[0] = 40
    assert np.flatnonzero(overloaded(asked, np.zeros(100))).tolist() == [0]


def test_a_few_requests_where_nobody_has_any_are_no_overload():
    """Seven people, six of whom nobody turns to; the seventh also has all that runs between the others."""
    carried = np.array([30.0, 0, 0, 0, 0, 0, 0])
    for requests, said in ((1, []), (4, []), (5, [0])):
        asked = np.array([requests, 0, 0, 0, 0, 0, 0.0])
        assert np.flatnonzero(overloaded(asked, carried)).tolist() == said
        assert np.flatnonzero(overloaded(asked, np.zeros(7))).tolist() == said
    crowd = np.zeros(400)
    crowd[:3] = 1
    assert (demand_z(crowd) < 2).all()


def test_counts_scatter_at_least_by_their_root():
    """Middle 4: the least spread of log(1 + x) is 2 / 5."""
    assert demand_z(np.array([4.0, 4, 4, 4, 9]))[-1] == pytest.approx(np.log(2) / 0.4)
    assert demand_z(np.full(3, 2.0)).tolist() == [0, 0, 0]
    assert demand_z(np.zeros(0)).size == 0
