import numpy as np
import pytest

from kiemen.adoption.profiles import maximise, profile_interval, ratio_p


def poisson(count):
    return lambda rate: count * np.log(max(rate, 1e-300)) - rate


def test_a_poisson_rate():
    best, height = maximise(poisson(9), 3.0)
    assert best == pytest.approx(9, rel=1e-6)
    low, high = profile_interval(poisson(9), best, height, 3.0, 0.9)
    for end in (low, high):
        assert 2 * (height - poisson(9)(end)) == pytest.approx(2.70554, rel=1e-4)
    assert low < 9 < high


def test_zero_and_infinity_are_possible():
    best, height = maximise(lambda x: -x, 1.0)
    assert best == 0.0
    assert profile_interval(lambda x: -x, best, height, 1.0, 0.9) == (0.0, pytest.approx(1.35277, rel=1e-4))

    def rising(x):
        return -10 / (1 + x)

    best, height = maximise(rising, 1.0)
    assert np.isinf(best)
    low, high = profile_interval(rising, best, height, 1.0, 0.9)
    assert low == pytest.approx(10 / 1.35277 - 1, rel=1e-3)
    assert np.isinf(high)


def test_p_of_zero():
    assert ratio_p(1.35277, 0.0) == pytest.approx(0.05, rel=1e-3)
    assert ratio_p(0.0, 0.0) == 1.0
