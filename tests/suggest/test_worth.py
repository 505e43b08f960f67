"""What worlds say a tie is worth, against replaying it."""

import numpy as np
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.threshold import Threshold
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.selection import Limits, set_board
from kiemen.suggest.worth import grow_cascade, grow_greedily, grow_threshold


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
    low, high = machine._need(contacts.in_weight, 0.2), machine._need(contacts.in_weight, 0.2)
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


def test_plans_keep_to_the_board(organisation, adopters):
    field, board = setting(organisation, adopters, IndependentCascade(0.2))
    for plan in (grow_cascade(field, board, 8, Worlds(0, 20)), grow_greedily(field, board, 8, Worlds(0, 20))):
        assert len(plan) == 8
        assert board.allowed(plan).all()
        assert np.bincount(plan.ravel()).max() <= 3


def test_other_models_leave_the_plan_as_it_was(organisation, adopters):
    field, board = setting(organisation, adopters, "fire")
    start = np.array([[1, 30]])
    assert grow_cascade(field, board, 4, Worlds(0, 4), start=start) is start
    assert grow_threshold(field, board, 4, Worlds(0, 4), start=start) is start
