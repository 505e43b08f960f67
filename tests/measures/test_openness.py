"""Expected ties given how open groups are: sums kept, walls found, no walls where there are none."""

import numpy as np
import pytest

from kiemen.measures.openness import few_between, open_ties


def test_sums_are_kept_and_the_diagonal_is_empty():
    rng = np.random.default_rng(0)
    mixing = rng.integers(1, 40, (6, 6)).astype(float)
    fitted = open_ties(mixing)
    outward = mixing - np.diag(np.diag(mixing))
    assert np.diag(fitted).tolist() == [0] * 6
    assert fitted.sum(axis=1) == pytest.approx(outward.sum(axis=1))
    assert fitted.sum(axis=0) == pytest.approx(outward.sum(axis=0))


def test_three_groups_by_hand():
    # with three groups and symmetric ties the three off-diagonal counts fix the sums, so the fit is exact
    mixing = np.array([[9.0, 4, 2], [4, 7, 6], [2, 6, 1]])
    assert open_ties(mixing) == pytest.approx(mixing - np.diag([9, 7, 1]), abs=1e-6)


def test_what_is_inside_does_not_count():
    rng = np.random.default_rng(1)
    mixing = rng.integers(1, 40, (5, 5)).astype(float)
    assert open_ties(mixing) == pytest.approx(open_ties(mixing + np.diag([100.0, 0, 5, 3, 900])))


def test_groups_without_outward_ties():
    mixing = np.zeros((3, 3))
    assert open_ties(mixing).sum() == 0
    assert np.isnan(few_between(np.zeros(3), np.zeros(3))).all()


def test_counts_around_their_mean_are_called_few_at_the_stated_rate():
    rng = np.random.default_rng(2)
    expected = rng.uniform(15, 80, 2000)
    p = few_between(rng.poisson(expected).astype(float), expected)
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.02)
    wall = few_between(np.append(rng.poisson(expected).astype(float), 0.0), np.append(expected, 40.0))
    assert wall[-1] < 1e-6
