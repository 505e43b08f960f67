"""Random networks: degrees kept, drawn evenly, repeatable."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

import kiemen._kernels.rewire as kernel
from kiemen.errors import InputError
from kiemen.measures.null_models import build_null_graphs, build_null_memberships, list_ties, rewire_ties


def _degrees(graph):
    return np.diff(graph.indptr).tolist(), np.bincount(graph.indices, minlength=graph.shape[0]).tolist()


def test_degrees_kept_and_simple(random_graphs, matrix):
    for seed, graph in enumerate(random_graphs[:40]):
        adjacency = matrix(graph)
        for drawn in build_null_graphs(adjacency, directed=graph.is_directed(), times=3, rng=seed):
            assert _degrees(drawn) == _degrees(adjacency)
            assert drawn.diagonal().sum() == 0
            assert drawn.nnz == adjacency.nnz
            assert set(drawn.data) <= {1.0}
            if not graph.is_directed():
                assert (drawn != drawn.T).nnz == 0


def test_drawn_evenly_undirected():
    """A path of four inner degrees has few networks with its degrees; each must come up as often as any other."""
    graph = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    times = 6000
    seen = Counter(
        tuple(sorted((min(a, b), max(a, b)) for a, b in zip(s.tolist(), t.tolist(), strict=True)))
        for s, t in rewire_ties(adjacency, directed=False, times=times, swaps=20, rng=1)
    )
    all_of_them = _all_with_degrees([1, 2, 2, 2, 2, 1])
    assert set(seen) == all_of_them
    expected = times / len(all_of_them)
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 2.5 * len(all_of_them)


def _all_with_degrees(degrees):
    from itertools import combinations

    pairs = list(combinations(range(len(degrees)), 2))
    found = set()
    for chosen in combinations(pairs, sum(degrees) // 2):
        if np.bincount(np.ravel(chosen), minlength=len(degrees)).tolist() == degrees:
            found.add(tuple(sorted(chosen)))
    return found


def test_a_directed_triangle_can_be_turned_round():
    """Its only other network with these degrees is itself reversed, which no swap of two ties reaches."""
    triangle = csr_array(np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0.0]]))
    first = [graph[[0], [1]][0] for graph in build_null_graphs(triangle, directed=True, times=2000, swaps=60, rng=2)]
    assert np.mean(first) == pytest.approx(0.5, abs=0.05)


def test_large_networks_hash_and_small_ones_index_but_both_keep_degrees(monkeypatch):
    graph = nx.gnm_random_graph(5000, 12_000, seed=3, directed=True)
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    assert kernel.DENSE_CELLS < 5000**2
    (drawn,) = build_null_graphs(adjacency, directed=True, times=1, rng=3)
    assert _degrees(drawn) == _degrees(adjacency)
    assert drawn.nnz == adjacency.nnz
    assert drawn.multiply(adjacency).sum() < 0.02 * adjacency.nnz


def test_strengths_travel_with_the_sender():
    dense = np.triu(np.arange(36.0).reshape(6, 6), 1)
    sent = dense.sum(axis=1)
    for drawn in build_null_graphs(csr_array(dense), directed=True, times=5, rng=1):
        assert np.asarray(drawn.sum(axis=1)).ravel() == pytest.approx(sent)


def test_same_seed_same_networks_whatever_the_lanes(monkeypatch, karate, matrix):
    one = [graph.indices.tolist() for graph in build_null_graphs(matrix(karate), directed=False, times=4, rng=9)]
    monkeypatch.setattr("kiemen.measures.adjacency.os.cpu_count", lambda: 1)
    other = [graph.indices.tolist() for graph in build_null_graphs(matrix(karate), directed=False, times=4, rng=9)]
    assert one == other


def test_memberships_keep_both_margins():
    rng = np.random.default_rng(0)
    for shape in ((40, 9), (6, 30)):
        incidence = csr_array((rng.random(shape) < 0.3).astype(float))
        changed = 0
        for drawn in build_null_memberships(incidence, times=4, rng=1):
            assert drawn.sum(axis=0).tolist() == incidence.sum(axis=0).tolist()
            assert drawn.sum(axis=1).tolist() == incidence.sum(axis=1).tolist()
            assert drawn.max() == 1
            changed += (drawn != incidence).nnz
        assert changed > 20


def test_memberships_drawn_evenly():
    """Two by two with margins of one has two networks; three by three with margins of one has six."""
    for n, networks in ((2, 2), (3, 6)):
        seen = Counter(
            tuple(drawn.toarray().ravel().astype(int))
            for drawn in build_null_memberships(csr_array(np.eye(n)), times=3000, rng=4)
        )
        assert len(seen) == networks
        assert max(seen.values()) < 1.2 * 3000 / networks


@pytest.mark.parametrize("n", [0, 1, 4])
def test_networks_without_ties(n):
    (drawn,) = build_null_graphs(csr_array((n, n)), directed=True, times=1, rng=1)
    assert drawn.nnz == 0


def test_listed_once_when_undirected(karate, matrix):
    assert len(list_ties(matrix(karate), directed=False)[0]) == 78
    assert len(list_ties(matrix(karate), directed=True)[0]) == 156


def test_bad_settings_are_refused(karate, matrix):
    with pytest.raises(InputError, match="times must be at least 1"):
        next(build_null_graphs(matrix(karate), directed=False, times=0))
