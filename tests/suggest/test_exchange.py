import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.threshold import Threshold
from kiemen.suggest.exchange import exchange, swapped
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.rules import all_rules
from kiemen.suggest.selection import Limits, set_board

MODELS = [IndependentCascade(0.12), Threshold(contacts=2, share=0.3, noise=0.005), Fire(ignition=0.02, cooling=0.2)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_an_exchanged_plan_is_not_worse_and_keeps_to_the_board(organisation, adopters, model):
    starters = organisation.positions(adopters)
    field = Field(Engine(gather_contacts(organisation), model=model, starters=starters, seed=5))
    board = set_board(organisation, Limits(), by=None, register=None)
    rules = all_rules(board, starters, top=6, seed=1)
    plan, elite = board.fill(rules["random"](), 6), [board.fill(rules["starters to hubs"](), 6)]
    better, worlds = exchange(
        field, board, plan, elite, starters, top=6, attempts=24, trial=100, seed=1, worlds=Worlds(0, 1)
    )
    assert 0 < len(better) <= 6
    assert board.allowed(better).all()
    assert (np.bincount(better.ravel(), minlength=board.n) <= board.room).all()
    judge = worlds.after(800)
    assert field.gain(better, judge) > field.gain(plan, judge)


def test_a_swap_takes_what_is_worth_most(organisation, adopters):
    board = set_board(organisation, Limits(), by=None, register=None)
    rng = np.random.default_rng(3)
    pairs = board.fill(all_rules(board, organisation.positions(adopters), top=40, seed=1)["random"](), 40)
    plan = pairs[-6:]
    after = swapped(board, plan, pairs, rng, top=6)
    kept = [pair for pair in after.tolist() if pair in plan.tolist()]
    new = [pair for pair in after.tolist() if pair not in plan.tolist()]
    assert len(after) == 6
    assert kept
    assert new
    assert all(pairs.tolist().index(pair) < 30 for pair in new)
