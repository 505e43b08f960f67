"""Ways of choosing side by side, and how many random people make up for a clever choice."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.comparison import compare_strategies, degree_order
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.reverse import ReverseSampler
from kiemen.diffusion.selection import Constraints, certify
from kiemen.network import Network

NOBODY = np.empty(0, np.int64)
NETWORK = Network.from_networkx(nx.star_graph(40))
CONTACTS = gather_contacts(NETWORK)
LIMITS = Constraints(1, np.ones(41, bool), np.ones(1), np.inf, np.zeros(41, np.int32), np.array([41]))


def test_a_star():
    sampler = ReverseSampler.of(CONTACTS, IndependentCascade(0.5), 1)
    choice = certify(sampler, np.array([0]), LIMITS, NOBODY, epsilon=0.02, delta=0.1)
    table = compare_strategies(CONTACTS, choice, limits=LIMITS, given=NOBODY, replay=None, seed=2)
    assert table.loc["chosen", "spread"] == pytest.approx(21, rel=0.05)
    assert table.loc["degree", "spread"] == table.loc["chosen", "spread"]
    assert table.loc["betweenness", "spread"] == table.loc["chosen", "spread"]
    assert table.loc["random", "spread"] < 15
    assert table.loc["random plus", "size"] > 1
    assert (table["low"] <= table["spread"]).all()
    assert degree_order(CONTACTS)[:3].tolist() == [0, 1, 2]
