"""Seats: nobody sits with somebody they are kept apart from, and a table that can be filled is found."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kiemen.suggest.board import keys
from kiemen.suggest.seats import can_be_filled, kept_apart, welcome


def test_who_is_kept_apart_is_so_both_ways():
    assert kept_apart(keys([(3, 1), (1, 2)], 5), 5) == {1: {2, 3}, 2: {1}, 3: {1}}
    assert kept_apart(np.empty(0, np.int64), 5) == {}


def test_the_first_who_are_welcome_keep_their_order():
    apart = {1: {4}, 4: {1}}
    assert welcome([1], [5, 4, 3, 1, 2], apart) == [5, 3, 2]
    assert welcome([1], [5, 4, 3, 1, 2], apart, 2) == [5, 3]
    assert welcome([], [5, 4], apart) == [5, 4]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20), st.integers(0, 6))
def test_whether_a_table_can_be_filled_is_what_trying_all_says(pairs, fewest):
    apart = kept_apart(keys([pair for pair in pairs if pair[0] != pair[1]], 9), 9)
    seated, pool = [0], list(range(1, 9))

    def fine(table):
        return all(b not in apart.get(a, ()) for a, b in combinations(table, 2))

    every = any(fine([*seated, *more]) for more in combinations(pool, max(fewest - 1, 0)))
    assert can_be_filled(seated, pool, fewest, apart) == every


def test_a_hopeless_search_ends():
    pool = list(range(60))
    apart = {one: {other for other in pool if other % 2 == one % 2 and other != one} for one in pool}
    assert can_be_filled([], pool, 2, apart)
    can_be_filled([], pool, 8, apart)
