"""Complex paths against published and algebraic values."""

import networkx as nx
import pytest

from kiemen.diffusion.complex_paths import score_complex_paths
from kiemen.errors import InputError, TooLargeError
from kiemen.network import Network

# Guilbeault & Centola (2021) as tested in NetworKit: threshold 2, start 0, adopters 0 and 2, four ties.
EIGHT = [(0, 2), (1, 2), (2, 3), (2, 4), (3, 5), (4, 5), (4, 7), (5, 6), (6, 7)]


def test_published_graph():
    table = score_complex_paths(Network.from_networkx(nx.Graph(EIGHT)), contacts=2).table
    assert table.loc["0", ["activated", "ties"]].tolist() == [2, 4]
    assert table.loc["0", "length"] == pytest.approx(1 / 8)


def test_ring_of_twelve():
    table = score_complex_paths(Network.from_networkx(nx.circulant_graph(12, [1, 2])), contacts=2).table
    assert table["length"].unique().tolist() == [1.75]


@pytest.mark.parametrize(
    ("half", "need", "size"), [(2, 2, 30), (2, 3, 5), (3, 3, 30), (3, 4, 7), (4, 4, 30), (4, 5, 9)]
)
def test_ring_lattices(half, need, size):
    ring = nx.circulant_graph(30, list(range(1, half + 1)))
    assert score_complex_paths(Network.from_networkx(ring), contacts=need).table["activated"].unique().tolist() == [
        size
    ]


@pytest.mark.parametrize("seed", range(3))
def test_against_a_plain_search(seed):
    graph = nx.gnm_random_graph(40, 90, seed=seed)
    table = score_complex_paths(Network.from_networkx(graph), contacts=2).table
    for source in range(0, 40, 7):
        active = {source, *graph[source]}
        while True:
            new = {v for v in graph if v not in active and sum(u in active for u in graph[v]) >= 2}
            if not new:
                break
            active |= new
        steps = nx.single_source_shortest_path_length(graph.subgraph(active), source)
        row = table.loc[str(source)]
        assert row["activated"] == len(active)
        assert row["length"] == pytest.approx(sum(steps.values()) / 40)


def test_one_contact_is_plain_reach():
    table = score_complex_paths(Network.from_networkx(nx.path_graph(5)), contacts=1).table
    assert table.loc["0", "length"] == pytest.approx((1 + 2 + 3 + 4) / 5)


def test_refuses_what_cannot_be(monkeypatch):
    network = Network.from_networkx(nx.path_graph(5))
    with pytest.raises(InputError, match="contacts"):
        score_complex_paths(network, contacts=0)
    monkeypatch.setattr("kiemen.diffusion.complex_paths.MOST_WORK", 10.0)
    with pytest.raises(TooLargeError, match="too much work"):
        score_complex_paths(network)
