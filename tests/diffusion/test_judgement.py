"""The rule for straw fire and running fire."""

import numpy as np
import pytest

from kiemen.diffusion.judgement import holding, judge


@pytest.mark.parametrize(
    ("sizes", "lasting", "verdict"),
    [
        ([10] * 100, False, "running fire"),
        ([9] * 100, False, "straw fire"),
        ([9, 10] * 50, False, "undecided"),
        ([32] * 100, True, "straw fire"),
        ([33] * 100, True, "running fire"),
    ],
)
def test_where_it_turns(sizes, lasting, verdict):
    assert judge(np.array(sizes), starters=10, people=100, lasting=lasting).verdict == verdict


def test_nobody_left_never_holds():
    assert holding([0, 0], starters=1, people=1, lasting=False) == 0.0
    assert holding([5], starters=5, people=5, lasting=True) == 1.0
