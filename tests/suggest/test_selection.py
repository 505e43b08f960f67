import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.network import Network
from kiemen.suggest.fairness import fairness
from kiemen.suggest.register import Register
from kiemen.suggest.selection import Limits, overloaded, set_board


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


def crowded(hub=29):
    """Thirty people in a ring, one of whom nearly everybody turns to."""
    ids = [f"p{i:02d}" for i in range(30)]
    rows = [(ids[i], ids[(i + s) % 30]) for i in range(30) for s in (1, 2)]
    rows += [(one, ids[hub]) for one in ids if one != ids[hub]]
    ties = pd.DataFrame(rows, columns=["source", "target"]).drop_duplicates()
    return Network.from_frames(ties=ties)


def test_the_overloaded_get_less_unless_a_number_is_given_for_everybody():
    network = crowded()
    assert np.flatnonzero(overloaded(network)).tolist() == [29]
    room = lambda **limits: set_board(network, Limits(**limits), by=None, register=None).room  # noqa: E731
    assert room()[29] == 1
    assert (room()[:29] == 3).all()
    assert (room(per_person=2) == 2).all()
    assert room(room={"p29": 4, "p00": 0})[[29, 0, 1]].tolist() == [4, 0, 3]
    assert (room(room={})[:29] == 3).all()


def test_nobody_stands_out_in_a_small_or_even_network(organisation):
    assert not overloaded(organisation).any()
    assert not overloaded(Network.from_networkx(nx.star_graph(8))).any()


def test_quotas_bound_what_goes_to_the_popular_and_to_one_group(organisation):
    board = set_board(organisation, Limits(popular=0.25, per_group=0.5), by=None, register=None)
    pairs = np.column_stack(np.triu_indices(60, 1)).astype(np.int64)
    pairs = pairs[np.argsort(-board.degree[pairs].sum(axis=1), kind="stable")]
    plan = board.fill(pairs, 8)
    table = fairness(board, plan, [str(name) for name in organisation.groups().fillna("")])
    assert len(plan) == 8
    assert table.loc["popular", "after"] <= 0.25
    assert table.loc["largest_group", "after"] <= 0.5
    unbound = set_board(organisation, Limits(), by=None, register=None).fill(pairs, 8)
    assert fairness(board, unbound).loc["popular", "after"] > 0.5
    with pytest.raises(InputError, match="popular"):
        set_board(organisation, Limits(popular=1.5), by=None, register=None)
    with pytest.raises(InputError, match="per_group"):
        set_board(Network.from_networkx(nx.path_graph(4)), Limits(per_group=0.5), by=None, register=None)


def test_two_people_from_outside_are_not_brought_together(organisation):
    for limits in (Limits(), Limits(include=["Zorg"])):
        board = set_board(organisation, limits, by=None, register=None)
        outside = organisation.positions(["c1", "c2"]).reshape(1, 2)
        assert not board.allowed(outside).any()
    pair = organisation.positions(["c1", "p10"]).reshape(1, 2)
    assert set_board(organisation, Limits(), by=None, register=None).allowed(pair).all()


def test_what_is_no_register_or_no_list_of_groups_is_refused(organisation):
    with pytest.raises(InputError, match="register must be a Register, not DataFrame"):
        set_board(organisation, Limits(), by=None, register=pd.DataFrame())
    for wrong in (Limits(spare="Zorg"), Limits(include="Zorg")):
        with pytest.raises(InputError, match="list of groups"):
            set_board(organisation, wrong, by=None, register=None)


def test_groups_that_are_numbers_are_spared_by_name(organisation):
    floors = organisation.people.assign(floor=[float(i % 3) for i in range(62)])
    network = organisation.replace(people=floors.reset_index())
    names = sorted(network.groups("floor").dropna().unique())
    board = set_board(network, Limits(spare=names[:1]), by="floor", register=None)
    assert (board.room == 0).sum() == (network.groups("floor") == names[0]).sum()


@pytest.mark.parametrize("name", ["spare", "include"])
@pytest.mark.parametrize("wrong", [None, 3])
def test_what_is_no_list_of_groups_is_refused_by_name(organisation, name, wrong):
    with pytest.raises(InputError, match=f"{name} must be a list of groups, and empty for none"):
        set_board(organisation, Limits(**{name: wrong}), by="department", register=None)
