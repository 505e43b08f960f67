import numpy as np
import pytest

from kiemen.adoption.intervals import normal_quantile, share_interval


def test_quantiles():
    assert normal_quantile(0.9) == pytest.approx(1.6448536)
    assert normal_quantile(0.95) == pytest.approx(1.9599640)


def test_wilson_by_hand():
    """Ten of forty at 95 %: (0.25 + z2/80 -+ z sqrt(0.1875/40 + z2/6400)) / (1 + z2/40)."""
    low, high = share_interval([10], [40], 0.95)
    assert low[0] == pytest.approx(0.14187, abs=1e-5)
    assert high[0] == pytest.approx(0.40194, abs=1e-5)


def test_edges():
    low, high = share_interval([0, 5, 0], [5, 5, 0], 0.9)
    assert low[0] == 0.0
    assert high[0] < 0.4
    assert high[1] == 1.0
    assert low[1] > 0.6
    assert np.isnan([low[2], high[2]]).all()
