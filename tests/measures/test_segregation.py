"""E-I index, assortativity and conductance against networkx and by hand."""

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from kiemen.measures.segregation import (
    assortativity,
    check_ei_index,
    conductance,
    ei_index,
    mixing_matrix,
    modularity_shares,
)


def test_against_networkx(random_graphs, matrix):
    rng = np.random.default_rng(1)
    for graph in random_graphs:
        group = rng.integers(0, 3, len(graph))
        nx.set_node_attributes(graph, {v: int(g) for v, g in zip(graph, group, strict=True)}, "group")
        if graph.number_of_edges() == 0:
            continue
        mixing = mixing_matrix(matrix(graph), group, 3)
        if (mixing > 0).sum() > 1:
            theirs = nx.attribute_assortativity_coefficient(graph, "group")
            assert assortativity(mixing) == pytest.approx(theirs, abs=1e-9)
        parts = [set(np.flatnonzero(group == g)) for g in range(3) if (group == g).any()]
        assert modularity_shares(mixing).sum() == pytest.approx(nx.community.modularity(graph, parts, weight=None))


def test_conductance_against_networkx(karate, matrix):
    group = np.array([int(karate.nodes[v]["club"] == "Officer") for v in karate])
    found = conductance(mixing_matrix(matrix(karate), group, 2))
    assert found[1] == pytest.approx(nx.conductance(karate, set(np.flatnonzero(group))))


def test_bounds_follow_from_sizes_and_ties():
    """Groups of 3 and 1 hold at most 3 ties inside: of 5 ties at least 2 cross, so E-I is at least −1/5."""
    graph = nx.complete_graph(4)
    graph.remove_edge(0, 1)
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    found = check_ei_index(adjacency, np.array([0, 0, 0, 1]), 2, times=0)
    assert found.lowest == pytest.approx(-1 / 5)
    assert found.highest == pytest.approx(1 / 5)
    assert found.value == pytest.approx(1 / 5)
    assert found.rescaled == pytest.approx(1)


def test_regrouping_keeps_its_error_rate(matrix):
    rng = np.random.default_rng(3)
    adjacency = matrix(nx.gnm_random_graph(40, 120, seed=1))
    p = [check_ei_index(adjacency, rng.integers(0, 3, 40), 3, times=99, rng=rng).p for _ in range(200)]
    assert np.mean(np.array(p) <= 0.05) <= 0.09


def test_undefined_is_nan():
    nothing = np.zeros((2, 2))
    assert np.isnan(ei_index(nothing))
    assert np.isnan(assortativity(nothing))
    assert np.isnan(conductance(nothing)).all()
    assert np.isnan(modularity_shares(nothing)).all()
    assert np.isnan(assortativity(np.array([[4.0, 0], [0, 0]])))
    assert all(np.isnan(value) for value in check_ei_index(csr_array((2, 2)), np.array([0, 1]), 2))


def test_people_without_a_group_do_not_count(karate, matrix):
    group = np.zeros(34, int)
    group[5] = -1
    assert mixing_matrix(matrix(karate), group, 1)[0, 0] == 2 * (78 - karate.degree(5))


def test_compiled_counting_is_that_of_numpy(monkeypatch):
    """Many regroupings are counted by compiled code; the same shuffles give the same answer."""
    rng = np.random.default_rng(1)
    graph = csr_array((rng.random((60, 60)) < 0.2).astype(float))
    codes = rng.integers(-1, 4, 60)
    plain = check_ei_index(graph, codes, 4, times=199, rng=3)
    monkeypatch.setattr("kiemen.measures.segregation._HEAVY", 0)
    assert check_ei_index(graph, codes, 4, times=199, rng=3) == plain
