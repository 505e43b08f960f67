import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
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


def test_a_cheap_world_is_replayed_more_often():
    usual, cheap, dear = (Effort.fitting(20_000, work=work) for work in (None, 500.0, 5e6))
    assert cheap.final > usual.final > dear.final


def test_where_ties_can_tip_a_larger_network_exchange_is_tried_longer():
    network = Network.from_networkx(nx.gnm_random_graph(300, 11_000, seed=2))
    models = (Threshold(contacts=2, share=0.3, noise=0.002), IndependentCascade(0.01))
    tipping, calm = (
        Field(Engine(gather_contacts(network), model=model, starters=np.arange(12), seed=1)) for model in models
    )
    assert Effort.suiting(tipping).exchanges > 4 * Effort.suiting(calm).exchanges
    assert Effort.suiting(tipping, quick=True).exchanges < Effort.suiting(calm).exchanges


def test_a_long_plan_brings_no_less_than_a_short_one_where_a_share_counts():
    network = Network.from_networkx(nx.les_miserables_graph())
    starters = np.array([5, 30, 61])
    model = Threshold(contacts=2, share=0.35, noise=0.005)
    field = Field(Engine(gather_contacts(network), model=model, starters=starters, horizon=24, seed=1))
    board = set_board(network, Limits(per_person=3), by=None, register=None)
    effort = Effort(race=(30, 60), exchanges=6, trial=60, final=120)
    short, long = (search_plan(field, board, starters, top=top, seed=1, effort=effort).plan for top in (20, 80))
    judge = Worlds(0, 600)
    assert field.gain(long, judge) >= 0.97 * field.gain(short, judge)
