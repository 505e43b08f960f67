"""The upper hypergeometric tail against scipy and by hand."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from kiemen.measures.urn import urn_tail


def test_by_hand():
    """Two of four are marked and two are drawn: both marked in one of six draws."""
    assert urn_tail(2, total=4, marked=2, drawn=2) == pytest.approx(1 / 6)
    assert urn_tail(0, total=4, marked=2, drawn=2) == 1
    assert urn_tail(3, total=4, marked=2, drawn=2) == 0


def test_agrees_with_scipy():
    rng = np.random.default_rng(2)
    for _ in range(200):
        total = int(rng.integers(1, 400))
        marked, drawn = int(rng.integers(0, total + 1)), int(rng.integers(0, total + 1))
        seen = int(rng.integers(0, drawn + 1))
        wanted = hypergeom.sf(seen - 1, total, marked, drawn)
        assert urn_tail(seen, total=total, marked=marked, drawn=drawn) == pytest.approx(wanted, rel=1e-8, abs=1e-12)
