"""The kernels of reverse-reachable sets on arrays typed by hand."""

import itertools

import numpy as np
import pytest

from kiemen._kernels.rrsets import (
    BY_ARC,
    BY_PERSON,
    ONE_IN,
    ONE_IN_BY_ARC,
    _falling,
    cover_greedily,
    most_within,
    sample_sets,
)

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
        np.array([3], np.int64), np.zeros(2, np.bool_), True,
    )  # fmt: skip
    assert chosen.tolist() == [0]
    assert fresh.tolist() == [1]
    assert upper == 1


@pytest.mark.parametrize("seed", range(8))
def test_no_allowed_set_has_more_than_the_bound(seed):
    rng = np.random.default_rng(seed)
    n, k = 9, 3
    gain = rng.integers(0, 20, n)
    price = rng.uniform(0.5, 3.0, n)
    group = rng.integers(0, 3, n).astype(np.int32)
    quota = np.array([1, 2, 1], np.int64)
    free = rng.random(n) < 0.8
    budget = 4.0
    bound = most_within(gain, free, k, price, budget, group, quota)
    allowed = (
        some for size in range(k + 1) for some in itertools.combinations(np.flatnonzero(free).tolist(), size)
        if price[list(some)].sum() <= budget and (np.bincount(group[list(some)], minlength=3) <= quota).all()
    )  # fmt: skip
    assert max(gain[list(some)].sum() for some in allowed) <= bound + 1e-9


def test_the_last_one_is_bought_in_part_and_who_is_too_dear_not_at_all():
    gain = np.array([6, 4, 5, 100])
    price = np.array([2.0, 2.0, 5.0, 11.0])
    everybody = np.ones(4, np.bool_)
    group = np.zeros(4, np.int32)
    one = most_within(gain, everybody, 4, price, 6.5, group, np.array([4], np.int64))
    assert one == pytest.approx(6 + 4 + 2.5 / 5 * 5)
    assert most_within(gain, everybody, 2, price, 100.0, group, np.array([1], np.int64)) == 100


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 17, 1_000])
def test_values_are_taken_from_the_largest_to_the_least(size):
    rng = np.random.default_rng(size)
    for _ in range(10):
        value = rng.integers(0, size // 2 + 1, size).astype(float)
        order = _falling(value)
        assert sorted(order) == list(range(size))
        assert (value[order] == -np.sort(-value)).all()
