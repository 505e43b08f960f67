import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kiemen.suggest.board import Board, Quota, keys

PATH = csr_array((np.ones(4), ([0, 1, 1, 2], [1, 0, 2, 1])), shape=(6, 6))


def board_of(n=6, room=2, **rest):
    tied = csr_array((np.ones(2), ([0, 1], [1, 0])), shape=(n, n))
    given_ = {
        "tied": tied,
        "barred": np.empty(0, np.int64),
        "level": np.empty(0),
        "reach": 2.0,
        "wanted": np.empty(0, bool),
    }
    return Board(room=np.full(n, room), **{**given_, **rest})


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=40), st.integers(1, 8), st.booleans())
def test_a_plan_never_breaks_the_rules(pairs, top, spread):
    board = board_of(barred=keys([(2, 3)], 6))
    plan = board.fill(np.array(pairs, dtype=np.int64).reshape(-1, 2), top, spread=spread)
    assert len(plan) <= top
    assert np.bincount(plan.ravel(), minlength=6).max(initial=0) <= 2
    told = {tuple(sorted(pair)) for pair in plan.tolist()}
    assert len(told) == len(plan)
    assert not told & {(0, 1), (2, 3)}
    assert all(a != b for a, b in told)


@pytest.mark.parametrize(
    ("rest", "pair", "fits"),
    [
        ({"level": np.array([0.0, 0, 3, 1, np.nan, 1])}, (0, 2), False),
        ({"level": np.array([0.0, 0, 3, 1, np.nan, 1])}, (0, 4), True),
        ({"wanted": np.array([True, *[False] * 5])}, (2, 3), False),
        ({"wanted": np.array([True, *[False] * 5])}, (0, 3), True),
        ({"group": np.array([0, 0, 1, 1, 2, 2]), "between": (0, 2)}, (1, 5), True),
        ({"group": np.array([0, 0, 1, 1, 2, 2]), "between": (0, 2)}, (1, 3), False),
        ({"group": np.array([0, 0, 1, 1, 2, 2]), "change": "divergent"}, (2, 4), True),
        ({"group": np.array([0, 0, 1, 1, 2, 2]), "change": "incremental"}, (2, 4), False),
        ({"group": np.array([0, 0, 1, 1, 2, 2]), "change": "incremental"}, (2, 3), True),
        ({"change": "divergent"}, (2, 4), True),
        # A shared contact (1) and a group that is not known: nobody can say that the tie crosses.
        ({"tied": PATH, "group": np.array([0, 0, -1, 1, 1, 1]), "change": "divergent"}, (0, 2), False),
        ({"tied": PATH, "group": np.array([0, 0, 1, 1, 1, 1]), "change": "divergent"}, (0, 2), True),
        ({"tied": PATH, "group": np.array([0, 0, -1, 1, -1, 1]), "change": "incremental"}, (2, 4), False),
    ],
)
def test_what_is_allowed(rest, pair, fits):
    assert board_of(**rest).allowed(np.array([pair]))[0] == fits


def test_a_long_list_gives_what_its_pairs_give_one_by_one(monkeypatch):
    pairs = np.random.default_rng(2).integers(0, 60, (4_000, 2))
    board = board_of(n=60)
    short = [board.fill(pairs, top, start=np.array([[4, 9]])) for top in (5, 30, 200)]
    monkeypatch.setattr("kiemen.suggest.board.FEWEST_PAIRS", 4_000)
    for plan, top in zip(short, (5, 30, 200), strict=True):
        np.testing.assert_array_equal(plan, board.fill(pairs, top, start=np.array([[4, 9]])))


def test_spreading_gives_everybody_a_first_tie_first():
    pairs = np.array([[0, 2], [0, 3], [4, 5]])
    assert board_of().fill(pairs, 2, spread=True).tolist() == [[0, 2], [4, 5]]
    assert board_of().fill(pairs, 2).tolist() == [[0, 2], [0, 3]]


def test_shares_hold_for_a_plan_that_is_shorter_than_asked_for():
    board = board_of(quotas=(Quota(np.array([0, 0, 1, 1, -1, -1]), 0.25),))
    # Of twenty ends a quarter is five; of the eight that there are it is two.
    plan = np.array([[0, 2], [0, 3], [1, 4], [4, 5]])
    assert board.within_quotas(plan).tolist() == [[0, 2], [4, 5]]
    assert board.within_quotas(plan[2:3]).tolist() == []
    assert board_of().within_quotas(plan).tolist() == plan.tolist()
