"""What worlds say a tie is worth, against replaying it."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire, Impulse
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.selection import Limits, set_board
from kiemen.suggest.worth import (
    _one_each,
    grow_by_pairs,
    grow_checked,
    grow_greedily,
    grow_threshold,
    worthwhile_pairs,
)


def setting(network, adopters, model):
    starters = network.positions(adopters)
    field = Field(Engine(gather_contacts(network), model=model, starters=starters, seed=4))
    return field, set_board(network, Limits(), by=None, register=None)


def test_the_worth_of_a_person_is_what_replaying_gives(organisation, adopters):
    from kiemen._kernels.growth import cascade_worth

    field, _ = setting(organisation, adopters, IndependentCascade(0.15))
    contacts, engine = field.engine.contacts, field.engine
    worlds = Worlds(0, 30)
    people = np.arange(contacts.n)
    reached, worth = np.zeros((30, contacts.n), np.float32), np.zeros((30, contacts.n), np.float32)
    ptr, starts = engine.starters.of(worlds.numbers, engine.seed)
    none = np.empty(0, np.int64)
    cascade_worth(
        contacts.indptr, contacts.indices, np.full(1, 0.15, np.float32), none, none, none, np.empty(0), ptr, starts,
        worlds.numbers, engine.seed, contacts.counted.astype(np.int64), people, reached, worth,
    )  # fmt: skip
    base = field.base(worlds)
    assert (reached[:, contacts.counted].sum(axis=1) == base).all()
    for person in (3, 20, 41):
        counts = engine.run(worlds.numbers, Added.none(), np.array([person], np.int32))
        assert (counts.active[:, -1, :-1].sum(axis=1) - base == worth[:, person]).all()


def test_worlds_at_rest_are_those_of_the_simulation(organisation, adopters):
    from kiemen._kernels.growth import threshold_rest

    model = Threshold(contacts=2, share=0.2, noise=0.01)
    field, _ = setting(organisation, adopters, model)
    machine, engine = field.engine.machine, field.engine
    contacts, n = engine.contacts, engine.contacts.n
    numbers = np.arange(20)
    active, load, need = np.zeros((20, n), np.uint8), np.zeros((20, n)), np.zeros((20, n))
    low, high = machine.needs(contacts.in_weight)
    none = np.empty(0, np.int64)
    ptr, starts = engine.starters.of(numbers, engine.seed)
    threshold_rest(
        contacts.indptr, contacts.indices, contacts.weight, none, none, none, np.empty(0), ptr, starts, numbers,
        engine.seed, engine.horizon, low, high, 0.01, active, load, need,
    )  # fmt: skip
    assert (active[:, contacts.counted].sum(axis=1) == field.base(Worlds(0, 20))).all()
    matrix = contacts.matrix()
    assert np.allclose(load, active @ matrix)


@pytest.mark.parametrize("hope", [0.0, 1.0])
def test_a_threshold_plan_finds_two_and_one(two_cliques, left, hope):
    field, board = setting(two_cliques, left, Threshold(contacts=2, noise=0.0))
    plan = grow_threshold(field, board, 3, Worlds(0, 4), hope=hope)
    assert field.gain(plan, Worlds(9, 2)) == 10


@pytest.mark.parametrize("model", [IndependentCascade(0.15), Fire(ignition=0.03, cooling=0.2)])
def test_pairs_said_to_be_worth_most_are_worth_more_than_others(organisation, adopters, model):
    field, board = setting(organisation, adopters, model)
    pairs = worthwhile_pairs(field, board, np.empty((0, 2), np.int64), Worlds(0, 200))
    pairs = pairs[board.allowed(pairs)]
    few, judge = len(pairs) // 4, Worlds(1_000, 400)
    assert field.gain(board.fill(pairs, 6), judge) > 1.2 * field.gain(board.fill(pairs[few:], 6), judge)


def test_who_is_most_worth_winning_is_won_by_the_next_when_the_first_has_no_room_left():
    ring = Network.from_networkx(nx.cycle_graph(30))
    board = set_board(ring, Limits(per_person=3), by=None, register=None)
    best = [(giver, person) for person in (10, 12, 14, 16) for giver in (0, 5)]
    plan = _one_each(board, np.array([*best, (20, 24)]), NO_PAIRS, 4)
    assert plan.tolist() == [[0, 10], [0, 12], [0, 14], [5, 16]]


def test_plans_keep_to_the_board(organisation, adopters):
    field, board = setting(organisation, adopters, IndependentCascade(0.2))
    for grow in (grow_by_pairs, grow_greedily, grow_checked):
        plan = grow(field, board, 8, Worlds(0, 20))
        assert len(plan) == 8
        assert board.allowed(plan).all()
        assert np.bincount(plan.ravel()).max() <= 3


def test_other_models_leave_the_plan_as_it_was(organisation, adopters):
    field, board = setting(organisation, adopters, Fire(stoking=[Impulse(3)]))
    start = np.array([[1, 30]])
    assert grow_by_pairs(field, board, 4, Worlds(0, 4), start=start) is start
    assert grow_threshold(field, board, 4, Worlds(0, 4), start=start) is start


@pytest.mark.parametrize("model", [IndependentCascade(0.1), Threshold(contacts=2, noise=0.01)])
def test_the_roads_for_large_networks_give_whole_plans_too(organisation, adopters, model, monkeypatch):
    monkeypatch.setattr("kiemen.suggest.worth.MANY_ARCS", 10)
    field, _ = setting(organisation, adopters, model)
    board = set_board(organisation, Limits(per_person=3), by=None, register=None)
    grow = grow_by_pairs if isinstance(model, IndependentCascade) else grow_threshold
    plan = grow(field, board, 6, Worlds(0, 20))
    # Thresholds may not need all six; what is there keeps to the rules and helps.
    assert 2 <= len(plan) <= 6
    assert len(np.unique(plan, axis=0)) == len(plan)
    assert board.allowed(plan).all()
    assert np.bincount(plan.ravel()).max() <= 3
    assert field.gain(plan, Worlds(50, 200)) > 0


def test_followed_part_of_the_way_leaves_no_trace_and_tells_no_more(organisation, adopters):
    from kiemen._kernels.growth import threshold_rest, threshold_worth

    field, _ = setting(organisation, adopters, Threshold(contacts=2, share=0.3, noise=0.0))
    machine, engine = field.engine.machine, field.engine
    contacts, n = engine.contacts, engine.contacts.n
    numbers = np.arange(6)
    active, load, need = np.zeros((6, n), np.uint8), np.zeros((6, n)), np.zeros((6, n))
    (low, _), none = machine.needs(contacts.in_weight), np.empty(0, np.int64)
    arcs = (contacts.indptr, contacts.indices, contacts.weight, none, none, none, np.empty(0))
    starts = engine.starters.of(numbers, engine.seed)
    threshold_rest(*arcs, *starts, numbers, engine.seed, engine.horizon, low, low, 0.0, active, load, need)
    before = active.copy(), load.copy()
    state = (active, load, need, 0.3, 2.0, contacts.in_weight, 1.0, 3, 0.0, contacts.counted.astype(np.int64))
    scores = []
    for enough in (1, 4, n):
        score = np.zeros((n, 3))
        threshold_worth(*arcs, *state, np.arange(n), True, enough, score)
        np.testing.assert_array_equal(active, before[0])
        np.testing.assert_allclose(load, before[1], atol=1e-12)
        scores.append(score)
    assert (scores[0] <= scores[1]).all()
    assert (scores[1] <= scores[2]).all()
    assert scores[0].sum() < scores[2].sum()
