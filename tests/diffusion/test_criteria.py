"""Criteria that follow from structure alone, on graphs where they can be counted."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.criteria import structural_criteria
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.mixture import Mixture
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network


def engine(graph, model):
    return Engine(gather_contacts(Network.from_networkx(graph)), model=model, starters=[0], runs=200, seed=3)


def test_structural_criteria_in_the_order_of_trust():
    one = engine(nx.complete_graph(30), IndependentCascade(0.1))
    found = structural_criteria(one, (IndependentCascade(0.2),), 0.1)
    assert [c.name for c in found] == [
        "reproduction number", "percolation", "cascade condition", "vulnerable cluster", "critical mass",
        "localisation",
    ]  # fmt: skip
    assert found[0].value == pytest.approx(2.9, rel=1e-5)
    assert found[0].high == pytest.approx(5.8, rel=1e-5)
    assert found[1].value == pytest.approx(2.8, rel=1e-5)
    assert found[5].value == pytest.approx(1.0)


def test_with_noise_the_cascade_condition_only_tells_above_one():
    """Nobody joins at one contact of two needed, yet noise spreads it: the condition is silent, not straw fire."""
    graph = nx.circulant_graph(30, [1, 2])
    for noise, side in ((0.0, "straw fire"), (0.05, "")):
        one = engine(graph, Threshold(contacts=2, noise=noise))
        found = {c.name: c for c in structural_criteria(one, (), 0.1)}["cascade condition"]
        assert (found.value, found.points_to) == (0.0, side)
        assert ("says nothing here" in found.fact.say("en")) == (noise > 0)
    easy = engine(graph, Threshold(contacts=1, noise=0.05))
    found = {c.name: c for c in structural_criteria(easy, (), 0.1)}["cascade condition"]
    assert found.points_to == "running fire"


@pytest.mark.parametrize(
    ("model", "word"),
    [
        (Fire(cooling=0), "Nobody drops out"),
        (Mixture((Fire(), Fire(fuel=8))), "one by one"),
        (Threshold(contacts=1), "who else is active"),
    ],
)
def test_says_why_there_is_no_reproduction_number(model, word):
    network = Network.from_networkx(nx.cycle_graph(12))
    engine = Engine.of(network, model=model, adopters=["0"], horizon=3, runs=10, rng=1)
    number = structural_criteria(engine, (), float("nan"))[0]
    assert np.isnan(number.value)
    assert word in number.fact.say("en")
