"""Criteria that follow from structure alone, on graphs where they can be counted."""

import networkx as nx
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.criteria import structural_criteria
from kiemen.diffusion.engine import Engine
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
