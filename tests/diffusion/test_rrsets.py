"""The kernels of reverse-reachable sets on arrays typed by hand."""

import itertools

import numpy as np
import pytest

from kiemen._kernels.rrsets import BY_ARC, BY_PERSON, ONE_IN, ONE_IN_BY_ARC, cover_greedily, sample_sets

# Incoming arcs: 1 hears 0, 2 hears 0 and 1.
PTR = np.array([0, 0, 1, 3], np.int64)
FROM = np.array([0, 0, 1], np.int32)
ROOTS = np.arange(3, dtype=np.int64)
COUNT = 60_000


def sets(mode, chance, roots=ROOTS):
    ptr, members = sample_sets(PTR, FROM, np.asarray(chance, float), mode, roots, 0, COUNT, 5)
    return [frozenset(members[a:b].tolist()) for a, b in itertools.pairwise(ptr)]


def share(found, wanted):
    return np.mean([one == frozenset(wanted) for one in found])


def test_people_are_drawn_evenly_and_certain_arcs_always_carry():
    found = sets(BY_PERSON, [0.0, 1.0, 1.0])
    for wanted in ({0}, {0, 1}, {0, 1, 2}):
        assert share(found, wanted) == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize("p", [0.1, 0.4])
def test_chances_by_person_and_by_arc_mean_the_same(p):
    only = np.array([2], np.int64)
    for found in (sets(BY_PERSON, [p] * 3, only), sets(BY_ARC, [p] * 3, only)):
        assert share(found, {2}) == pytest.approx((1 - p) ** 2, abs=0.01)
        assert share(found, {2, 1}) == pytest.approx((1 - p) * p * (1 - p), abs=0.01)


def test_at_most_one_arc_in():
    only = np.array([2], np.int64)
    alike = sets(ONE_IN, [1.0, 1.0, 0.5], only)
    assert share(alike, {2, 0}) == pytest.approx(0.5, abs=0.01)
    assert share(alike, {2, 1, 0}) == pytest.approx(0.5, abs=0.01)
    uneven = sets(ONE_IN_BY_ARC, [1.0, 0.2, 0.3], only)
    assert share(uneven, {2}) == pytest.approx(0.5, abs=0.01)
    assert share(uneven, {2, 0}) == pytest.approx(0.2, abs=0.01)


def test_room_grows_with_large_sets():
    n = 3000
    ptr = np.array([0, *([n - 1] * n)], np.int64)
    arcs = np.arange(1, n, dtype=np.int32)
    found, members = sample_sets(ptr, arcs, np.ones(n), BY_PERSON, np.zeros(1, np.int64), 0, 3, 1)
    assert np.diff(found).tolist() == [n] * 3
    assert np.unique(members[:n]).size == n


def test_cover_stops_when_nobody_fits():
    ptr = np.array([0, 1, 2], np.int64)
    members = np.array([0, 1], np.int32)
    chosen, fresh, upper = cover_greedily(
        ptr, members, 3, 3, np.array([True, False, False]), np.ones(1), 10.0, np.zeros(3, np.int32),
        np.array([3], np.int64), np.zeros(2, np.bool_),
    )  # fmt: skip
    assert chosen.tolist() == [0]
    assert fresh.tolist() == [1]
    assert upper == 1
