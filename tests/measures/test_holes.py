"""Burt's measures against published numbers, networkx, igraph and the definitions written out."""

import hypothesis.strategies as st
import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy.sparse import csr_array

import kiemen.measures.holes as room
from kiemen.measures.adjacency import clean, two_way
from kiemen.measures.holes import score_holes, structural_holes
from kiemen.network import Network

BORGATTI = [tuple(pair) for pair in ["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"]]


def _borgatti(weights=None):
    graph = nx.Graph()
    graph.add_nodes_from("ABCDEFG")
    graph.add_edges_from(BORGATTI)
    for (one, other), weight in (weights or {}).items():
        graph[one][other]["weight"] = weight
    return graph


def by_hand(dense):
    """The four measures straight from their definitions."""
    b = dense + dense.T
    np.fill_diagonal(b, 0)
    n = len(b)
    out = np.full((4, n), np.nan)
    for i in range(n):
        contacts = np.flatnonzero(b[i])
        if not contacts.size:
            continue
        p = {k: b[k] / b[k].sum() for k in range(n) if b[k].any()}
        c = [(p[i][j] + sum(p[i][q] * p[q][j] for q in contacts if q != j)) ** 2 for j in contacts]
        size = sum(1 - sum(p[i][q] * b[j][q] / b[j].max() for q in contacts if q != j) for j in contacts)
        k = contacts.size
        ratio = np.array(c) / (sum(c) / k)
        out[:, i] = sum(c), size, size / k, 1.0 if k == 1 else (ratio * np.log(ratio)).sum() / (k * np.log(k))
    return out


def test_borgatti_example(matrix):
    """Borgatti (1997) as printed in networkx's tests, computed with UCINET, igraph and by hand."""
    found = structural_holes(matrix(_borgatti()))
    value = {name: dict(zip("ABCDEFG", found._asdict()[name], strict=True)) for name in found._fields}
    assert [round(value["constraint"][v], 3) for v in "GAC"] == [0.400, 0.595, 1]
    assert [round(value["effective_size"][v], 2) for v in "GAC"] == [4.67, 2.50, 1]
    hierarchy = {"A": 0.1678, "B": 0.0737, "D": 0.0127, "E": 0.0034, "F": 0.0034, "G": 0.0947, "C": 1}
    assert {v: round(value["hierarchy"][v], 4) for v in hierarchy} == hierarchy
    igraph_constraint = {"A": 0.5955, "B": 0.6427, "D": 0.7847, "E": 0.7309, "F": 0.7309, "G": 0.4003, "C": 1}
    assert {v: round(value["constraint"][v], 4) for v in igraph_constraint} == igraph_constraint


def test_borgatti_example_weighted(matrix):
    """The weights of networkx's test: constraint G .299, A .795, C 1; effective size G 5.47, A 2.47, C 1."""
    weights = dict(zip(BORGATTI, [2, 3, 5, 2, 8, 3, 4, 1, 3, 10], strict=True))
    found = structural_holes(matrix(_borgatti(weights=weights), weight="weight"))
    at = ["ABCDEFG".index(v) for v in "GAC"]
    assert found.constraint[at].round(3).tolist() == [0.299, 0.795, 1]
    assert found.effective_size[at] == pytest.approx([5.47, 2.47, 1], abs=1e-2)  # the tolerance printed there


def test_directed_example(matrix):
    """Ties 0→1, 0→2, 1→0, 2→1 of networkx's test: constraint 1.003 1.003 1.389, effective size 1.167 1.167 1."""
    graph = nx.DiGraph([(0, 1), (0, 2), (1, 0), (2, 1)])
    found = structural_holes(matrix(graph))
    assert found.constraint.round(3).tolist() == [1.003, 1.003, 1.389]
    assert found.effective_size.round(3).tolist() == [1.167, 1.167, 1.0]


def test_florentine_marriages(florentine, matrix):
    """Effective size and constraint as influenceR and igraph give; Peruzzi .65586, not the .64506 of influenceR."""
    found = structural_holes(matrix(florentine))
    at = {name: i for i, name in enumerate(florentine)}
    size = {"Medici": 5.666667, "Guadagni": 4, "Albizzi": 3, "Peruzzi": 1.666667, "Bischeri": 2.333333, "Strozzi": 3}
    constraint = {"Medici": 0.209877, "Guadagni": 0.25, "Peruzzi": 0.655864, "Ridolfi": 0.459877, "Strozzi": 0.458333}
    assert {k: round(found.effective_size[at[k]], 6) for k in size} == size
    assert {k: round(found.constraint[at[k]], 6) for k in constraint} == constraint
    assert np.isnan(found.constraint[at["Pucci"]])


def test_zachary(karate, matrix):
    """Constraint of nodes 1 and 34: .15542 and .15642; effective size of node 1: 13.75 (igraph, networkx)."""
    found = structural_holes(matrix(karate))
    assert found.constraint[[0, 33]].round(5).tolist() == [0.15542, 0.15642]
    assert found.effective_size[0] == pytest.approx(13.75)


@pytest.mark.oracle
def test_adolescents(shared):
    """Constraint Betty 1.00, Sue .43, Alice .57; sizes 1, 3, 2.5, 1, 1.67, 2.33, 2, 1 (netrics, test-measure_holes)."""
    people = pd.read_csv(shared / "oracles" / "ison_adolescents_nodes.csv")
    ties = pd.read_csv(shared / "oracles" / "ison_adolescents_ties.csv")
    network = Network.from_frames(people.rename(columns={"id": "person"}), ties.assign(relation="friend"))
    found = score_holes(network).loc[people["id"]]
    assert found["constraint"].head(3).round(2).tolist() == [1.00, 0.43, 0.57]
    assert found["effective_size"].round(2).tolist() == [1, 3, 2.5, 1, 1.67, 2.33, 2, 1]


def test_agrees_with_networkx_and_igraph_on_two_hundred_graphs(random_graphs, matrix):
    """networkx gives NaN to people who only receive; effective size there is right with nodes=list(G) only."""
    for graph in random_graphs:
        for weight in (None, "weight"):
            found = structural_holes(matrix(graph, weight=weight))
            sends = np.array([len(graph[v]) > 0 for v in graph])
            theirs = nx.constraint(graph, nodes=list(graph), weight=weight)
            assert found.constraint[sends] == pytest.approx(np.array([theirs[v] for v in graph])[sends], abs=1e-9)
            sizes = nx.effective_size(graph, nodes=list(graph), weight=weight)
            assert found.effective_size[sends] == pytest.approx(np.array([sizes[v] for v in graph])[sends], abs=1e-9)
            other = igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())
            strengths = [graph[a][b]["weight"] for a, b in graph.edges] if weight else None
            theirs = np.array(other.constraint(weights=strengths))
            assert found.constraint == pytest.approx(theirs, abs=1e-9, nan_ok=True)


def test_brute_force_twin_and_both_roads(random_graphs, matrix):
    for graph in random_graphs[:60]:
        adjacency = matrix(graph, weight="weight")
        expected = by_hand(adjacency.toarray())
        found = structural_holes(adjacency)
        assert np.array(found[:4]) == pytest.approx(expected, abs=1e-9, nan_ok=True)
        mutual = two_way(clean(adjacency))
        strength = np.asarray(mutual.sum(axis=1)).ravel()
        for one, other in zip(room._by_matrices(mutual, strength), room._by_triangles(mutual, strength), strict=True):
            assert other == pytest.approx(one, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 15), st.floats(0.05, 0.6), st.integers(0, 999))
def test_relabelling_and_scale_do_not_matter(n, p, seed):
    graph = nx.gnp_random_graph(n, p, seed=seed, directed=True)
    dense = nx.to_numpy_array(graph) * np.random.default_rng(seed).integers(1, 5, (n, n))
    order = np.random.default_rng(seed).permutation(n)
    plain = np.array(structural_holes(csr_array(dense))[:4])
    mixed = np.array(structural_holes(csr_array(dense[order][:, order] * 7.0))[:4])
    assert mixed == pytest.approx(plain[:, order], abs=1e-9, nan_ok=True)


def test_self_ties_and_zeros_do_not_count():
    messy = csr_array(([9.0, 1, 0, 1, 3], ([0, 0, 0, 1, 2], [0, 1, 2, 0, 2])), shape=(3, 3))
    found = structural_holes(messy)
    assert found.constraint[:2].tolist() == [1, 1]
    assert np.isnan(found.constraint[2])
    assert found.contacts.tolist() == [1, 1, 0]
