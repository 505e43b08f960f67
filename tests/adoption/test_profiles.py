import numpy as np
import pytest

from kiemen.adoption.profiles import Sample, critical_ratio, maximise, profile_interval, ratio_p


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


def test_a_sample_gives_the_t_interval_of_a_normal_regression():
    """With the other terms and the variance at their best, the ratio of a coefficient is a function of t."""
    from scipy.stats import t as student

    rng = np.random.default_rng(1)
    x, other, y = rng.normal(size=(3, 14))
    y = y + 2 * x + 2.5
    rest = np.column_stack([np.ones(14), other])

    def profile(value):
        left = y - value * x
        left = left - rest @ np.linalg.lstsq(rest, left, rcond=None)[0]
        return float(-7 * np.log(left @ left))

    best, height = maximise(profile, 1.0)
    low, high = profile_interval(profile, best, height, 1.0, 0.9, sample=Sample(14, 3))
    design = np.column_stack([x, rest])
    found, square = np.linalg.lstsq(design, y, rcond=None)[:2]
    error = np.sqrt(square[0] / 11 * np.linalg.inv(design.T @ design)[0, 0])
    half = student.ppf(0.95, 11) * error
    assert (low, high) == (pytest.approx(found[0] - half, rel=1e-5), pytest.approx(found[0] + half, rel=1e-5))
    p = ratio_p(height, profile(0.0), sample=Sample(14, 3))
    assert p == pytest.approx(student.sf(found[0] / error, 11), rel=1e-6)


def test_large_samples_need_no_correction():
    assert critical_ratio(0.9) == pytest.approx(2.70554, rel=1e-5)
    assert critical_ratio(0.9, Sample(100_000, 3)) == pytest.approx(2.70554, rel=1e-3)
    assert critical_ratio(0.9, Sample(30, 2)) > critical_ratio(0.9, Sample(60, 2)) > 2.71
