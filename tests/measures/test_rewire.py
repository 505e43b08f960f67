"""The compiled parts of drawing random networks: even numbers and a table that forgets what is taken out."""

import numpy as np

from kiemen._kernels.rewire import _draw, _find, _insert, _remove, crossing_ties, curveball, rewire


def test_numbers_are_even_and_within_bounds():
    state = np.array([42], np.uint64)
    drawn = np.bincount([_draw(state, 10) for _ in range(20_000)], minlength=10)
    assert drawn.size == 10
    assert ((drawn - 2000) ** 2 / 2000).sum() < 30


def test_the_table_knows_what_is_in_it_through_many_removals():
    rng = np.random.default_rng(1)
    table, shift = np.full(256, -1, np.int64), np.uint64(64 - 8)
    held = set()
    for _ in range(5000):
        key = int(rng.integers(0, 400))
        if key in held:
            _remove(table, shift, key)
            held.discard(key)
        elif len(held) < 150:
            _insert(table, shift, key)
            held.add(key)
        probe = int(rng.integers(0, 400))
        assert (_find(table, shift, probe) >= 0) == (probe in held)


def test_input_arrays_stay_as_they_were():
    source, target = np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4])
    before = source.copy(), target.copy()
    rewire(source, target, 5, False, 100, np.uint64(1))
    assert (source == before[0]).all()
    assert (target == before[1]).all()
    members = np.array([0, 1, 1, 2], np.int32)
    curveball(np.array([0, 2, 4]), members, 3, 50, np.uint64(1))
    assert members.tolist() == [0, 1, 1, 2]


def test_ties_between_groups_are_counted_past_the_width_of_the_narrow_sums():
    rng = np.random.default_rng(1)
    source, target = rng.integers(0, 40, (2, 3000))
    for groups in (rng.integers(0, 3, (40, 7)).astype(np.uint8), np.tile(np.arange(40, dtype=np.int32)[:, None], 5)):
        by_hand = [sum(int(column[a] != column[b]) for a, b in zip(source, target, strict=True)) for column in groups.T]
        assert crossing_ties(groups, source, target).tolist() == by_hand
