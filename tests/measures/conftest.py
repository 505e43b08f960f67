"""Graphs that the tests of measures share."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.network import Network

Matrix = Callable[..., csr_array]


def _matrix(graph: nx.Graph, weight: str | None = None, nodes: list[object] | None = None) -> csr_array:
    if graph.number_of_nodes() == 0:
        return csr_array((0, 0))
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=nodes, weight=weight, dtype=float, format="csr"))


@pytest.fixture(scope="session")
def matrix() -> Matrix:
    """Make the sparse matrix of a networkx graph."""
    return _matrix


@pytest.fixture(scope="session")
def random_graphs() -> list[nx.Graph]:
    """Two hundred small graphs: with and without direction, sparse and dense, in pieces, with isolates, weighted."""
    rng = np.random.default_rng(20260101)
    graphs = []
    for seed in range(200):
        n, p = int(rng.integers(4, 26)), float(rng.uniform(0.03, 0.4))
        graph = nx.gnp_random_graph(n, p, seed=seed, directed=bool(seed % 2))
        for one, other in graph.edges:
            graph[one][other]["weight"] = float(rng.integers(1, 6))
        graphs.append(graph)
    return graphs


@pytest.fixture(scope="session")
def karate() -> nx.Graph:
    """Zachary's karate club, 34 people and 78 ties (Zachary 1977, shipped with networkx)."""
    return nx.karate_club_graph()


@pytest.fixture(scope="session")
def florentine() -> nx.Graph:
    """Marriages of sixteen Florentine families with the isolate Pucci (Padgett and Ansell 1993)."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted([*nx.florentine_families_graph(), "Pucci"]))
    graph.add_edges_from(nx.florentine_families_graph().edges)
    return graph


@pytest.fixture(scope="session")
def granovetter() -> nx.Graph:
    """The 25 people and 41 ties of Everett and Valente (2016), after Granovetter (1973)."""
    pairs = (
        "2-1 3-1 24-1 3-2 4-2 4-3 5-3 5-4 6-4 6-5 7-6 8-7 9-8 10-8 11-8 14-8 10-9 11-10 12-11 13-11 14-11 13-12 14-12 "
        "14-13 15-13 16-15 17-15 17-16 18-17 19-18 20-18 21-18 20-19 21-20 22-20 25-20 23-22 25-22 24-23 25-23 25-24"
    )
    graph = nx.Graph()
    graph.add_nodes_from(range(1, 26))
    graph.add_edges_from(tuple(int(end) for end in pair.split("-")) for pair in pairs.split())
    return graph


@pytest.fixture(scope="session")
def blocks() -> Callable[..., Network]:
    """Make a network of departments with more ties inside than between."""

    def make(
        sizes: tuple[int, ...] = (30, 30, 30), inside: float = 0.3, between: float = 0.05, seed: int = 0
    ) -> Network:
        k = len(sizes)
        chances = np.full((k, k), between) + np.eye(k) * (inside - between)
        graph = nx.stochastic_block_model(list(sizes), chances.tolist(), seed=seed)
        ids = [f"p{i:03d}" for i in range(sum(sizes))]
        groups = np.repeat([f"dept {c}" for c in "ABCDEFGHIJ"[:k]], sizes)
        people = pd.DataFrame({"person": ids, "department": groups})
        ties = pd.DataFrame([(ids[a], ids[b]) for a, b in graph.edges], columns=["source", "target"])
        relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
        return Network.from_frames(people, ties.assign(relation="tie"), relations=relations)

    return make


@pytest.fixture(scope="session")
def networkers(shared) -> Network:
    """EIES messages among 32 network researchers with their discipline (Freeman and Freeman 1979)."""
    folder = shared / "oracles"
    people = pd.read_csv(folder / "ison_networkers_nodes.csv").rename(columns={"id": "person"})
    return Network.from_frames(people, pd.read_csv(folder / "ison_networkers_ties.csv"))
