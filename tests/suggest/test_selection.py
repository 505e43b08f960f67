import numpy as np
import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.suggest.register import Register
from kiemen.suggest.selection import Limits, fairness, gini, set_board


def test_gini_of_known_vectors():
    assert gini(np.array([1.0, 1, 1, 1])) == 0
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert np.isnan(gini(np.zeros(3)))


def test_agreed_ties_use_up_room_and_count_as_ties(organisation):
    register = Register().record([("p00", "p59")], "accepted")
    board = set_board(organisation, Limits(per_person=2), by=None, register=register)
    a, b = organisation.positions(["p00", "p59"])
    assert board.room[a] == board.room[b] == 1
    assert board.tied[a, b] == board.tied[b, a] == 1


def test_room_of_single_people(organisation):
    board = set_board(organisation, Limits(room=pd.Series({"p01": 1})), by=None, register=None)
    assert board.room[organisation.positions(["p01", "p02"])].tolist() == [1, 3]
    with pytest.raises(InputError, match="room"):
        set_board(organisation, Limits(room={"p01": -1}), by=None, register=None)


def test_levels_must_be_numbers(organisation):
    with pytest.raises(ColumnError, match="number"):
        set_board(organisation, Limits(level="role"), by=None, register=None)


def test_fairness_counts_people_and_the_popular(organisation):
    board = set_board(organisation, Limits(), by=None, register=None)
    table = fairness(board, np.array([[0, 1], [0, 2]]), ["a"] * 31 + ["b"] * 31)
    assert table.loc["people", "after"] == 3
    assert table.loc["groups", "after"] == 1
    assert table.loc["groups", "before"] == 2
    assert 0 <= table.loc["popular", "after"] <= 1
