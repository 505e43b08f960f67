"""Linear thresholds equal reachability when everybody picks one incoming tie."""

import itertools

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.simulation import simulate_spread
from kiemen.network import Network


def exact(graph, start):
    """Average over every way in which each person picks one contact to listen to."""
    people = [v for v in graph if v != start]
    total = 0.0
    for picks in itertools.product(*(list(graph[v]) for v in people)):
        chance = np.prod([1 / graph.degree(v) for v in people])
        world = nx.DiGraph(list(zip(picks, people, strict=True)))
        world.add_nodes_from(graph)
        total += chance * (1 + len(nx.descendants(world, start)))
    return total


@pytest.mark.parametrize("graph", [nx.path_graph(4), nx.complete_graph(3), nx.cycle_graph(5), nx.star_graph(4)])
def test_agrees_with_enumeration(graph):
    runs = 60_000
    spread = simulate_spread(
        Network.from_networkx(graph), adopters=["0"], model=LinearThreshold(), runs=runs, rng=4, progress=False
    )
    assert spread.mean == pytest.approx(exact(graph, 0), abs=4.5 * spread.sizes.std() / np.sqrt(runs) + 1e-9)


def test_weights_are_parts():
    network = Network.from_arrays(["a", "b", "c"], [0, 1], [2, 2], [3.0, 1.0])
    spread = simulate_spread(network, adopters=["a"], model="linear_threshold", weight="weight", runs=40_000, rng=4)
    assert spread.mean == pytest.approx(1.75, abs=4.5 * 0.45 / 200)


def test_one_adopter_brings_each_contact_a_part():
    from kiemen.diffusion.contacts import gather_contacts

    contacts = gather_contacts(Network.from_networkx(nx.star_graph(4)))
    matrix = LinearThreshold().reproduction(contacts).toarray()
    assert matrix[0, 1:].tolist() == [0.25] * 4
    assert matrix[1, 0] == 1.0
    assert LinearThreshold().plausible() == ()
