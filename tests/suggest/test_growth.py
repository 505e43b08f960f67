"""Growth by replay: exact cases, shares that add up."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.growth import Field, Portfolio, Worlds, alone, interval
from tests.suggest.conftest import field_of


def cliques(two_cliques):
    """Give the field of two cliques of ten, the left one active, and positions by number."""
    place = {name: i for i, name in enumerate(two_cliques.ids)}
    starters = [place[str(i)] for i in range(10)]
    return field_of(two_cliques, Threshold(contacts=2, noise=0.0), starters), place


def test_parallel_ties_do_nothing_and_two_and_one_light_everything(two_cliques):
    # Algebra: with two active contacts needed, a tie each to different people wins nobody over.
    field, place = cliques(two_cliques)
    pair = lambda *ties: np.array([[place[str(a)], place[str(b)]] for a, b in ties])  # noqa: E731
    worlds = Worlds(0, 2)
    assert field.gain(pair(*((i, 10 + i) for i in range(10))), worlds) == 0
    assert field.gain(pair((0, 10), (1, 10)), worlds) == 1
    assert field.gain(pair((0, 10), (1, 10), (2, 11)), worlds) == 10


def test_ties_that_need_each_other_bring_nothing_alone(two_cliques):
    field, place = cliques(two_cliques)
    plan = np.array([[place[a], place[b]] for a, b in (("0", "10"), ("1", "10"), ("2", "11"))])
    assert alone(field, plan, Worlds(0, 4)).tolist() == [0, 0, 0]


def test_one_tie_under_a_cascade_is_worth_its_chance():
    # A starter and a lone person: a tie carries with chance p and wins exactly one.
    graph = nx.Graph([("a", "b"), ("c", "d")])
    network = Network.from_networkx(graph)
    field = field_of(network, IndependentCascade(0.3), [0])
    gains = field.gains(np.array([[0, 2]]), Worlds(0, 20_000))
    assert gains.mean() == pytest.approx(0.3 * 1.3, abs=4 * gains.std() / np.sqrt(20_000))


def test_no_tie_brings_exactly_nothing(organisation, adopters):
    field = field_of(organisation, "fire", organisation.positions(adopters))
    assert not field.gains(np.empty((0, 2), np.int64), Worlds(5, 10)).any()


def test_a_portfolio_weighs_models_by_their_scale(two_cliques):
    field, place = cliques(two_cliques)
    plan = np.array([[place[a], place[b]] for a, b in (("0", "10"), ("1", "10"), ("2", "11"))])
    both = Portfolio([field, field], [10.0, 0.0])
    assert both.gain(plan, Worlds(0, 2)) == 1.0


def test_the_interval_covers_the_truth():
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(400):
        _, low, high = interval(rng.normal(2.0, 1.0, 50))
        inside += low <= 2.0 <= high
    assert 0.85 < inside / 400 < 0.95


def test_ties_that_are_not_taken_up_bring_nothing(two_cliques):
    field, place = cliques(two_cliques)
    plan = np.array([[place[a], place[b]] for a, b in (("0", "10"), ("1", "10"), ("2", "11"))])
    never = Field(field.engine, chance=lambda pairs: np.zeros(len(pairs)))
    half = Field(field.engine, chance=lambda pairs: np.full(len(pairs), 0.5))
    assert never.gain(plan, Worlds(0, 12)) == 0
    # All three are needed for ten, the first two for one: 1/8 · 10 + 1/8 · 1.
    gains = np.concatenate([half.gains(plan, Worlds(6 * block, 6)) for block in range(300)])
    assert gains.mean() == pytest.approx(11 / 8, abs=4 * gains.std() / np.sqrt(1_800))
