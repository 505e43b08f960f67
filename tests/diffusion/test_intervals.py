"""Intervals for shares and means."""

import numpy as np
import pytest

from kiemen.diffusion.intervals import mean_interval, wilson


def test_wilson_at_the_ends_and_against_its_definition():
    assert wilson(0, 50)[0] == 0.0
    assert wilson(50, 50)[1] == 1.0
    low, high = wilson(np.array([5.0, 30.0]), 50)
    share = np.array([0.1, 0.6])
    for end in (low, high):
        np.testing.assert_allclose(np.abs(share - end), 1.959964 * np.sqrt(end * (1 - end) / 50), rtol=1e-6)


def test_a_single_world_has_no_interval():
    mean, low, high = mean_interval(np.array([3]))
    assert mean == 3
    assert np.isnan(low)
    assert np.isnan(high)
    mean, low, high = mean_interval(np.array([1.0, 3.0]))
    assert (low + high) / 2 == pytest.approx(mean)
