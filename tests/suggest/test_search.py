import numpy as np
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.rules import all_rules
from kiemen.suggest.search import Effort, search_plan
from kiemen.suggest.selection import Limits, set_board


@pytest.mark.parametrize("model", ["cascade", "threshold", "fire"])
def test_a_plan_is_not_worse_than_a_simple_rule(organisation, adopters, model):
    starters = organisation.positions(adopters)
    field = Field(Engine(gather_contacts(organisation), model=model, starters=starters, seed=1))
    board = set_board(organisation, Limits(), by=None, register=None)
    found = search_plan(field, board, starters, top=6, seed=1)
    judge, worlds = (
        Field(Engine(gather_contacts(organisation), model=model, starters=starters, seed=77)),
        Worlds(0, 3000),
    )
    mine = judge.gains(found.plan, worlds)
    error = mine.std() / np.sqrt(worlds.count)
    for name, rule in all_rules(board, starters, top=6, seed=2).items():
        assert mine.mean() >= 0.97 * judge.gain(board.fill(rule(), 6), worlds) - 3 * error, name


def test_effort_falls_with_size():
    small, large, huge = (Effort.fitting(arcs) for arcs in (500, 200_000, 40_000_000))
    assert small.final > large.final > huge.final
    assert huge.exchanges == 0
