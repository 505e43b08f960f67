"""Clusters that cannot be entered, against random networks with the same adopters."""

import networkx as nx
import numpy as np

from kiemen.diagnosis.blocking import find_blocking_clusters
from kiemen.diagnosis.closed import closed_clusters
from kiemen.network import Network
from tests.diagnosis.scenes import scene_of


def _compared(graph, adopters, seed=0):
    network = Network.from_networkx(nx.relabel_nodes(graph, lambda i: f"p{i:03d}"))
    network = network.replace(people=network.people.assign(team="x"))
    return closed_clusters(scene_of(network, adopters, seed=seed), find_blocking_clusters(network, adopters=adopters))


def test_a_clique_apart_is_more_closed_than_chance():
    (found,) = _compared(nx.barbell_graph(8, 0), ["p000", "p001", "p002"])
    assert found.people == 8
    assert found.expected < 8
    assert found.p <= 0.01
    assert set(found.members) == {f"p{i:03d}" for i in range(8, 16)}


def test_random_networks_are_as_closed_as_random_networks():
    p = []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        adopters = [f"p{i:03d}" for i in rng.choice(60, 10, replace=False)]
        found = _compared(nx.gnp_random_graph(60, 0.07, seed=seed), adopters, seed)
        p.append(min((one.p for one in found), default=1.0))
    assert sum(value <= 0.05 for value in p) <= 4


def test_nothing_left_over_is_nothing_found():
    assert _compared(nx.complete_graph(8), ["p000", "p001", "p002", "p003"]) == []
