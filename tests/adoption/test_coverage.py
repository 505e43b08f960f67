"""Intervals with a sampling meaning hold the truth nine times in ten; the full run is in tests/benchmarks."""

import numpy as np
import pytest

from tests.benchmarks.bench_coverage import coverage

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")


@pytest.mark.parametrize(
    ("case", "runs"),
    [("curve", 40), ("hazard", 40), ("additive", 40), ("order_plain", 40), ("auc", 40), ("ratings", 40)],
)
def test_a_few_simulated_organisations(case, runs):
    """Few runs catch what is badly wrong: within four standard errors of nine in ten."""
    table = coverage(case, runs, seed=3)
    off = (table["holds the truth"] - 0.9).abs()
    assert (off <= 4 * np.sqrt(0.09 / runs)).all(), table
