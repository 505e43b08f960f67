"""Proximity against networkx, printed numbers and brute force."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.suggest import proximity
from kiemen.suggest.proximity import attention, best_pairs, pair_proximity, score_proximity


def matrix_of(graph):
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), dtype=float, weight=None))


def test_numbers_printed_in_the_tests_of_networkx():
    # networkx tests/test_link_prediction.py: K5, a path of three and a star of four
    five, path, star = (matrix_of(g) for g in (nx.complete_graph(5), nx.path_graph(3), nx.star_graph(4)))
    one = lambda m, i, j, how: pair_proximity(m, np.array([i]), np.array([j]), method=how)[0]  # noqa: E731
    assert one(five, 0, 1, "resource-allocation") == pytest.approx(0.75)
    assert one(five, 0, 1, "adamic-adar") == pytest.approx(3 / np.log(4))
    assert one(path, 0, 2, "adamic-adar") == pytest.approx(1 / np.log(2))
    assert one(star, 1, 2, "resource-allocation") == pytest.approx(0.25)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_pruned_search_is_exact(seed):
    graph = nx.gnm_random_graph(25, 60, seed=seed)
    matrix = matrix_of(graph)
    score, left, right = best_pairs(matrix, top=12, method="adamic-adar")
    wanted = sorted((-round(p, 9), u, v) for u, v, p in nx.adamic_adar_index(graph) if p > 0)[:12]
    assert [(u, v) for _, u, v in wanted] == list(zip(left.tolist(), right.tolist(), strict=True))
    assert np.allclose(score, [-p for p, _, _ in wanted])


def test_the_kernel_gives_the_pairs_of_the_matrix_road(monkeypatch):
    matrix = matrix_of(nx.gnm_random_graph(300, 1500, seed=1))
    score, left, right = best_pairs(matrix, top=40, method="resource-allocation")
    from kiemen._kernels import proximity as kernel

    share = proximity.contributions(matrix, "resource-allocation")
    bound = matrix @ share
    order = np.argsort(-bound, kind="stable").astype(np.int64)
    found = kernel.best_pairs(matrix.indptr.astype(np.int64), matrix.indices, share, bound, order, 40)
    ranked = np.lexsort((found[2], found[1], -np.round(found[0], 9)))
    assert found[1][ranked].tolist() == left.tolist()
    assert found[2][ranked].tolist() == right.tolist()
    monkeypatch.setattr(proximity, "SPARSE_ENTRIES", 0)
    assert np.allclose(pair_proximity(matrix, left, right, method="resource-allocation"), score)


def test_attention_is_personalised_pagerank():
    graph = nx.karate_club_graph()
    wanted = nx.pagerank(graph, alpha=0.85, personalization={3: 1}, weight=None, tol=1e-10)
    found = attention(matrix_of(graph), 3, epsilon=1e-9)
    assert np.allclose(found, [wanted[i] for i in range(34)], atol=1e-5)


def test_attention_pushed_agrees_with_attention_iterated():
    from kiemen._kernels.proximity import push

    matrix = matrix_of(nx.karate_club_graph())
    n = matrix.shape[0]
    score, rest = np.zeros(n), np.zeros(n)
    start, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    push(start, columns, 3, 0.15, 1e-9, score, rest, np.empty(n, np.int32), np.zeros(n, np.bool_))
    assert np.allclose(score, attention(matrix, 3, epsilon=1e-9), atol=1e-5)


def test_katz_counts_walks():
    matrix = matrix_of(nx.path_graph(4))
    near, far = pair_proximity(matrix, np.array([0, 0]), np.array([2, 3]), method="katz")
    assert near > far > 0


def test_rows_in_another_order_change_nothing():
    graph = nx.karate_club_graph()
    one = score_proximity(Network.from_networkx(graph), top=7).table
    shuffled = nx.Graph()
    shuffled.add_edges_from([(b, a) for a, b in reversed(list(graph.edges))])
    assert score_proximity(Network.from_networkx(shuffled), top=7).table["score"].tolist() == pytest.approx(
        one["score"].tolist()
    )


def test_an_unknown_method_is_named():
    with pytest.raises(InputError, match="jaccard"):
        score_proximity(Network.from_networkx(nx.path_graph(3)), method="jaccard")


def test_nobody_near_is_said_in_words():
    complete = Network.from_networkx(nx.complete_graph(4))
    assert "No two people" in score_proximity(complete).summary("en")
    one = score_proximity(Network.from_networkx(nx.path_graph(3)))
    assert "One untied pair shares" in one.summary("en")
    assert "staat één tweetal" in one.summary("nl")
