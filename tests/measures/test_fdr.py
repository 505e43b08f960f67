"""Correction for many tests."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from kiemen.measures.fdr import adjusted


def test_against_scipy():
    rng = np.random.default_rng(1)
    for size in (1, 2, 50):
        p = rng.random(size) ** 2
        assert adjusted(p) == pytest.approx(false_discovery_control(p))


def test_unknown_stays_unknown_and_does_not_count():
    assert adjusted([0.01, np.nan, 0.04]) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(adjusted([np.nan])).all()
    assert adjusted([]).size == 0
