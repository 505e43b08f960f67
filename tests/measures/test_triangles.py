"""The compiled walk over triangles."""

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from kiemen._kernels.triangles import exclusive_paths, holes, orient, two_paths
from kiemen.measures.adjacency import as_arrays


def _oriented(graph):
    matrix = csr_array(nx.to_scipy_sparse_array(graph, weight=None, dtype=float, format="csr"))
    indptr, indices = as_arrays(matrix)
    order = np.argsort(np.diff(indptr), kind="stable").astype(np.int32)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return orient(indptr, indices, matrix.data, order, rank), order


def test_every_tie_is_kept_once_from_the_lower_to_the_higher_rank():
    graph = nx.barabasi_albert_graph(60, 3, seed=1)
    (ptr, idx, value), order = _oriented(graph)
    assert idx.size == graph.number_of_edges() == value.size
    for rank in range(60):
        assert (idx[ptr[rank] : ptr[rank + 1]] > rank).all()
        for other in idx[ptr[rank] : ptr[rank + 1]]:
            assert graph.has_edge(order[rank], order[other])


def test_a_triangle_by_hand():
    """Everybody has two contacts who know each other: constraint (½ + ¼)² twice is 9/8, redundancy 1, size 1."""
    (ptr, idx, value), _ = _oriented(nx.complete_graph(3))
    constraint, _, redundant, contacts = holes(ptr, idx, value, np.full(3, 2.0), np.ones(3))
    assert constraint.tolist() == [9 / 8] * 3
    assert redundant.tolist() == [1] * 3
    assert contacts.tolist() == [2] * 3


def test_two_paths_by_hand():
    """a → v → b and a ↔ v: one two-path through v, none through a from v to v."""
    arcs = csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 0, 0.0]]))
    back = csr_array(arcs.T)
    counts = two_paths(*as_arrays(arcs), *as_arrays(back), np.array([0, 0, 0]), 1)
    assert counts[:, 0].tolist() == [0, 1, 0]
    assert exclusive_paths(*as_arrays(arcs), np.array([0, 0, 1])).tolist() == [0, 1, 0]
