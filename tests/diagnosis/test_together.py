"""Barriers and ties: like barriers along ties are found, the department alone is not, chance is not."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.together import compare_barriers
from kiemen.errors import TooLittleDataError
from tests.diagnosis.scenes import organisation, with_scale


def answered(network, values):
    return with_scale(network, "barriers", pd.Series(np.clip(values, 1, 5), index=network.ids))


def test_barriers_that_follow_ties_inside_departments_are_found():
    network = organisation(2, sizes=(20, 20, 20), inside=0.15)
    rng = np.random.default_rng(2)
    values = rng.normal(0, 1, 60)
    near = network.adjacency(weight=None, direction="both")
    degree = np.maximum(np.diff(near.indptr), 1)
    for _ in range(3):
        values = 0.5 * values + 0.5 * (near @ values) / degree
    found = compare_barriers(answered(network, 3 + values / values.std()), times=99)
    assert found.table.loc["alike", "p"] <= 0.05
    assert found.table.loc["alike", "coefficient"] > 0
    assert "meer op die van elkaar" in found.summary(language="nl")


def test_a_blocked_department_alone_is_not_taken_for_ties():
    """Barriers differ between departments and ties stay inside: alike adds nothing beyond the group."""
    wrong = 0
    for seed in range(20):
        network = organisation(seed, sizes=(15, 15, 15), inside=0.2, outside=0.02)
        rng = np.random.default_rng(100 + seed)
        values = rng.normal(2.5, 0.6, 45) + 1.2 * (network.groups() == "A").to_numpy()
        wrong += compare_barriers(answered(network, values), times=39).table.loc["alike", "p"] <= 0.05
    # one expected of twenty; four is the 99.7th percentile
    assert wrong <= 4


def test_same_seed_same_answer_and_refusals():
    network = organisation(1, sizes=(12, 12))
    values = np.random.default_rng(1).uniform(1, 5, 24)
    one, two = (compare_barriers(answered(network, values), times=19, rng=4).table for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    with pytest.raises(TooLittleDataError, match="same score"):
        compare_barriers(answered(network, np.full(24, 3.0)))
    with pytest.raises(TooLittleDataError, match="one group"):
        compare_barriers(answered(network, values), by=pd.Series("all", index=network.ids))
    with pytest.raises(TooLittleDataError, match="at least 10"):
        compare_barriers(answered(organisation(1, sizes=(4, 4)), values[:8]))
