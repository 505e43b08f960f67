"""The compiled searches, each against plain Python of the same code or networkx."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from kiemen._kernels.paths import WIDTH, betweenness_batched, betweenness_pairs, betweenness_queue, depth
from kiemen.measures.adjacency import as_arrays, reverse


def _arrays(graph):
    matrix = csr_array(nx.to_scipy_sparse_array(graph, weight=None, dtype=float, format="csr"))
    return *as_arrays(matrix), *as_arrays(reverse(matrix))


def test_spans_of_sources_add_up_whatever_the_cut():
    graph = nx.gnp_random_graph(37, 0.1, seed=2, directed=True)
    arrays = _arrays(graph)
    whole = betweenness_batched(*arrays, 0, 37)
    parts = sum(betweenness_batched(*arrays, first, min(first + WIDTH, 37)) for first in range(0, 37, WIDTH))
    assert parts == pytest.approx(whole)
    assert betweenness_queue(*arrays[:2], 0, 37) == pytest.approx(whole)


def test_depth_is_the_eccentricity_of_what_is_reached():
    graph = nx.disjoint_union(nx.path_graph(9), nx.complete_graph(4))
    arrays = _arrays(graph)
    assert [depth(*arrays[:2], source) for source in (0, 4, 10)] == [8, 4, 1]


def test_every_pair_once_gives_betweenness_itself():
    """Looking at every ordered pair exactly once leaves nothing to chance."""
    for seed, directed in ((1, False), (2, True), (3, False)):
        graph = nx.gnp_random_graph(18, 0.15, seed=seed, directed=directed)
        pairs = np.array([(a, b) for a in range(18) for b in range(18) if a != b])
        total, square = betweenness_pairs(*_arrays(graph), pairs[:, 0], pairs[:, 1])
        theirs = nx.betweenness_centrality(graph, normalized=False)
        assert total == pytest.approx(np.array([theirs[v] for v in graph]) * (1 if directed else 2))
        assert (square <= total + 1e-12).all()


def test_a_pair_with_itself_and_a_pair_apart_add_nothing():
    arrays = _arrays(nx.disjoint_union(nx.path_graph(3), nx.path_graph(3)))
    total, _ = betweenness_pairs(*arrays, np.array([1, 0]), np.array([1, 4]))
    assert total.sum() == 0
