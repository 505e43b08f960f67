"""Ways of choosing side by side, and how many random people make up for a clever choice."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.comparison import cheap_choices, compare_strategies, degree_order
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.reverse import ReverseSampler
from kiemen.diffusion.selection import Constraints, certify
from kiemen.diffusion.starters import find_starters
from kiemen.diffusion.threshold import Threshold
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


def test_quick_rules_know_what_they_count():
    """0 has four ties, 1 three of which two lead to people whom 0 knows too, 5 three ties of its own."""
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (5, 6), (5, 7)])
    contacts = gather_contacts(Network.from_networkx(graph))
    two = Constraints(2, np.ones(8, bool), np.ones(1), np.inf, np.zeros(8, np.int32), np.array([8]))
    found = cheap_choices(contacts, IndependentCascade(0.3), two)
    assert sorted(found) == ["betweenness", "degree", "discount"]
    assert found["degree"].tolist() == [0, 1]
    left = {v: graph.degree(v) - graph.has_edge(0, v) for v in graph if v}
    assert left[found["discount"][1]] == max(left.values())
    for model in (LinearThreshold(), IndependentCascade("weighted")):
        direct = cheap_choices(contacts, model, two)["direct"]
        win = {v: sum(1 / graph.degree(w) for w in graph[v]) for v in graph}
        assert direct.tolist() == sorted(win, key=lambda v: (-win[v], v))[:2]


def test_who_may_not_be_asked_is_in_no_quick_choice():
    allowed = np.arange(41) != 0
    limits = Constraints(3, allowed, np.ones(1), np.inf, np.zeros(41, np.int32), np.array([41]))
    for people in cheap_choices(CONTACTS, IndependentCascade("weighted"), limits).values():
        assert 0 not in people
        assert people.size == 3


def test_random_plus_is_counted_for_models_without_proof_too():
    """In a clique in which three contacts are needed, any three people do, and on a star with need one anybody does."""
    clique = Network.from_networkx(nx.complete_graph(20))
    found = find_starters(clique, k=3, model=Threshold(contacts=3, noise=0), rng=1, progress=False)
    assert found.comparison.loc["random plus", "size"] == 3
    star = Network.from_networkx(nx.star_graph(20))
    found = find_starters(star, k=1, model=Threshold(contacts=1, noise=0), rng=1, progress=False)
    assert found.comparison.loc["random plus", "size"] == 1


def test_who_stands_between_others_competes_too():
    """Two cliques on one person: few ties, but all ways between the halves."""
    graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    graph.add_edges_from([(12, 0), (12, 6)])
    contacts = gather_contacts(Network.from_networkx(graph))
    limits = Constraints(1, np.ones(13, bool), np.ones(1), np.inf, np.zeros(13, np.int32), np.array([13]))
    ids = Network.from_networkx(graph).ids
    found = cheap_choices(contacts, IndependentCascade(0.1), limits)["betweenness"]
    assert ids[found[0]] == "12"
