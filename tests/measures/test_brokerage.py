"""Brokerage of people against the published tables and against brute force."""

import json

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

import kiemen.measures.brokerage as room
from kiemen._kernels.paths import reach_sizes
from kiemen.errors import InputError
from kiemen.measures.adjacency import as_arrays
from kiemen.measures.betweenness import exact_betweenness
from kiemen.measures.brokerage import (
    bridging_centrality,
    everett_valente,
    largest_brokerage,
    reach_counts,
    score_brokerage,
    valente_fujimoto,
)
from kiemen.network import Network


def test_everett_valente_table_one(granovetter, matrix):
    """Everett and Valente (2016), Table 1: node 7 72.09 = 46.21 %, and 0 for nodes on no shortest path."""
    adjacency = matrix(granovetter)
    found = dict(zip(granovetter, everett_valente(adjacency, exact_betweenness(adjacency).value), strict=True))
    printed = {7: 72.09, 15: 56.606, 17: 56.184, 6: 47.527, 1: 46.511, 24: 46.273, 13: 43.117, 18: 42.605}
    assert {node: round(found[node], 3) for node in printed} == pytest.approx(printed, abs=0.006)
    assert [found[node] for node in (9, 12, 16, 19, 21)] == [0] * 5
    assert round(100 * found[7] / largest_brokerage(25), 2) == 46.21


@pytest.mark.oracle
def test_everett_valente_whole_table(shared, granovetter, matrix):
    """All 25 normalised values of Table 1 of Everett and Valente (2016)."""
    known = json.loads((shared / "oracles" / "oracles.json").read_text())["everett_valente_2016_table1"]
    adjacency = matrix(granovetter)
    found = 100 * everett_valente(adjacency, exact_betweenness(adjacency).value) / largest_brokerage(25)
    printed = [known["EV_normalised_percent"][str(node)] for node in granovetter]
    assert found == pytest.approx(printed, abs=0.002)
    lost = 100 * valente_fujimoto(adjacency)
    assert lost == pytest.approx([known["VF_percent"][str(node)] for node in granovetter], abs=0.05)


def test_valente_fujimoto_of_florentine_marriages(florentine, matrix):
    """influenceR halves the measure: Medici .01652, Salviati .02941, Acciaiuoli .02465, Albizzi .01363."""
    found = dict(zip(florentine, valente_fujimoto(matrix(florentine)) / 2, strict=True))
    printed = {"Medici": 0.016516, "Salviati": 0.02941, "Acciaiuoli": 0.024653, "Albizzi": 0.013634}
    assert {name: found[name] for name in printed} == pytest.approx(printed, abs=1e-6)
    assert found["Pucci"] == 0


def test_valente_fujimoto_brute_force_and_both_roads(random_graphs, matrix):
    for graph in [g for g in random_graphs if not g.is_directed()][:25]:
        n = len(graph)

        def cohesion(g, n=n):
            paths = nx.all_pairs_shortest_path_length(g)
            return sum(1 / d for _, row in paths for d in row.values() if d) / (n * (n - 1))

        whole = cohesion(graph)
        expected = np.zeros(n)
        for v in graph:
            drops = []
            for w in graph[v]:
                less = graph.copy()
                less.remove_edge(v, w)
                drops.append(whole - cohesion(less))
            expected[v] = np.mean(drops) if drops else 0
        adjacency = matrix(graph)
        assert valente_fujimoto(adjacency) == pytest.approx(expected, abs=1e-12)
        assert room._loss_by_kernel(adjacency) == pytest.approx(room._loss_by_walking(adjacency.toarray()), abs=1e-9)


def test_valente_fujimoto_refuses_large_networks():
    with pytest.raises(InputError, match="at most 500 people, not 501"):
        valente_fujimoto(csr_array((501, 501)))


def test_bridging_centrality_of_zachary(karate, matrix):
    """Top node is index 19 with 24.59 (raw betweenness; networkx)."""
    adjacency = matrix(karate)
    found = bridging_centrality(adjacency, exact_betweenness(adjacency).value)
    assert found.argmax() == 19
    assert found.max() == pytest.approx(24.59, abs=0.005)


def test_directed_brokerage_by_hand():
    """On a → b → c only b lies between: b 1, reached by 1, reaches 1, one tie each way: (1 + 1)/1 on both sides."""
    path = csr_array(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0.0]]))
    assert everett_valente(path, exact_betweenness(path).value).tolist() == [0, 2, 0]


def test_directed_and_undirected_agree_on_a_symmetric_network(granovetter, matrix):
    adjacency = matrix(granovetter)
    betweenness = exact_betweenness(adjacency).value
    degree = np.diff(adjacency.indptr)
    directed = np.where(betweenness > 0, (2 * betweenness + 24) / degree, 0)
    assert everett_valente(adjacency, betweenness) == pytest.approx(directed)


def test_reach_against_networkx(random_graphs, matrix):
    for graph in random_graphs:
        adjacency = matrix(graph)
        reached = [len(nx.descendants(graph, v)) for v in graph]
        assert reach_counts(adjacency).tolist() == reached
        assert (reach_sizes(*as_arrays(adjacency), np.ones(len(graph), np.int64)) - 1).tolist() == reached


def test_isolates_bridge_nothing_and_have_no_bridging_centrality():
    empty = csr_array((3, 3))
    assert everett_valente(empty, np.zeros(3)).tolist() == [0, 0, 0]
    assert np.isnan(bridging_centrality(empty, np.zeros(3))).all()
    assert valente_fujimoto(empty).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("n", "most"), [(25, 156), (24, 144), (1, 0)])
def test_largest_possible(n, most):
    assert largest_brokerage(n) == most


def test_table_of_a_network(granovetter):
    network = Network.from_networkx(nx.relabel_nodes(granovetter, {v: f"n{v:02d}" for v in granovetter}))
    found = score_brokerage(network)
    assert found.loc["n07", "brokerage_share"] == pytest.approx(0.4621, abs=5e-5)
    assert found.loc["n07", "cohesion_loss"] == pytest.approx(0.030, abs=5e-4)
    assert found["bridging"].notna().all()
    directed = Network.from_frames(ties=network.ties[["source", "target"]])
    assert score_brokerage(directed, directed=True)["brokerage"].max() > 0
