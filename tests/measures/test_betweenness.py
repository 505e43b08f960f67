"""Betweenness against networkx, igraph, hand-made graphs and itself by other roads."""

import hypothesis.strategies as st
import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy.sparse import csr_array

import kiemen.measures.betweenness as room
from kiemen._kernels.paths import betweenness_queue
from kiemen.errors import InputError
from kiemen.measures.adjacency import as_arrays, is_symmetric
from kiemen.measures.betweenness import (
    exact_betweenness,
    sampled_betweenness,
    score_betweenness,
    weighted_betweenness,
)
from kiemen.network import Network


def _reference(graph, matrix):
    """networkx on the same graph; a directed graph in which all ties run both ways is read as undirected."""
    found = nx.betweenness_centrality(graph, normalized=False)
    values = np.array([found[v] for v in graph])
    return values / 2 if graph.is_directed() and is_symmetric(matrix) else values


def test_agrees_with_networkx_and_igraph_on_two_hundred_graphs(random_graphs, matrix):
    for graph in random_graphs:
        adjacency = matrix(graph)
        found = exact_betweenness(adjacency).value
        assert found == pytest.approx(_reference(graph, adjacency), abs=1e-9)
        other = igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())
        halved = 2 if graph.is_directed() and is_symmetric(adjacency) else 1
        assert found * halved == pytest.approx(np.array(other.betweenness()), abs=1e-9)


def test_lengths_agree_with_networkx_and_igraph_on_two_hundred_graphs(random_graphs, matrix):
    for graph in random_graphs:
        lengths = matrix(graph, weight="weight")
        halved = 2 if graph.is_directed() and is_symmetric(lengths) else 1
        found = weighted_betweenness(lengths).value * halved
        wanted = nx.betweenness_centrality(graph, normalized=False, weight="weight")
        assert found == pytest.approx(np.array([wanted[v] for v in graph]), abs=1e-9)
        other = igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())
        weights = [graph[a][b]["weight"] for a, b in graph.edges]
        assert found == pytest.approx(np.array(other.betweenness(weights=weights or None)), abs=1e-9)


def test_equal_lengths_count_steps(random_graphs, matrix):
    for graph in random_graphs[:60]:
        adjacency = matrix(graph)
        found = weighted_betweenness(csr_array(adjacency * 0.1)).value
        assert found == pytest.approx(exact_betweenness(adjacency).value, abs=1e-9)


def test_rounding_does_not_choose_between_equal_ways():
    """0.1 + 0.2 is not 0.3 to a computer; both ways from a to d are equally short, and b, c and x share the pair."""
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 0.1), ("b", "c", 0.2), ("c", "d", 0.3), ("a", "x", 0.3), ("x", "d", 0.3)])
    names = sorted(graph)
    found = dict(zip(names, weighted_betweenness(csr_array(nx.to_scipy_sparse_array(graph, names))).value, strict=True))
    # a-d: half by b and c, half by x. a-c: b. b-d: c. b-x: a. c-x: half by a and b, half by d (0.6 both ways).
    assert found == pytest.approx({"a": 1.5, "b": 0.5 + 1 + 0.5, "c": 0.5 + 1, "d": 0.5, "x": 0.5})


@pytest.mark.parametrize("length", [-1.0, np.nan, np.inf])
def test_impossible_lengths_are_refused(length):
    with pytest.raises(InputError, match="above 0"):
        weighted_betweenness(csr_array(np.array([[0, length], [length, 0]])))


def test_strong_ties_are_short():
    """An and Chris: one tie of strength 1 (length 1), or two of strength 4 by way of Bo (length 1/2)."""
    ties = pd.DataFrame({"source": ["An", "An", "Bo"], "target": ["Chris", "Bo", "Chris"], "weight": [1.0, 4.0, 4.0]})
    network = Network.from_frames(ties=ties)
    assert score_betweenness(network)["betweenness"].tolist() == [0, 0, 0]
    assert score_betweenness(network, weight="weight")["betweenness"].to_dict() == {"An": 0, "Bo": 1, "Chris": 0}
    with pytest.raises(InputError, match="leave out pairs"):
        score_betweenness(network, weight="weight", pairs=10)


def test_compiled_and_queue_roads_give_the_same(random_graphs, matrix):
    for graph in random_graphs[:40]:
        adjacency = matrix(graph)
        small = room._by_matrices(adjacency)
        assert room._by_kernel(adjacency) == pytest.approx(small, abs=1e-9)
        assert betweenness_queue(*as_arrays(adjacency), 0, len(graph)) == pytest.approx(small, abs=1e-9)


def test_a_long_path_takes_the_queue_and_is_right():
    """On a path of n people number k lies between k (n − 1 − k) pairs."""
    n = 120
    found = exact_betweenness(csr_array(nx.to_scipy_sparse_array(nx.path_graph(n), dtype=float)))
    k = np.arange(n)
    assert found.value == pytest.approx(k * (n - 1 - k))


def test_zachary_node_one(karate, matrix):
    """231.0714 (networkx and igraph, unweighted)."""
    assert exact_betweenness(matrix(karate)).value[0] == pytest.approx(231.0714, abs=5e-5)


def test_florentine_marriages(florentine, matrix):
    """Over ordered pairs: Medici 95, Guadagni 46.333333, Albizzi 38.666667 (influenceR, flo_results)."""
    found = dict(zip(florentine, exact_betweenness(matrix(florentine)).value * 2, strict=True))
    assert found["Medici"] == pytest.approx(95)
    assert found["Guadagni"] == pytest.approx(46.333333, abs=1e-6)
    assert found["Albizzi"] == pytest.approx(38.666667, abs=1e-6)
    assert found["Pucci"] == 0


def test_share_is_of_all_pairs_of_others(matrix):
    star = exact_betweenness(matrix(nx.star_graph(6)))
    assert star.share[0] == pytest.approx(1.0)
    assert star.share[1] == 0


def test_self_ties_and_zero_strengths_do_not_count():
    plain = csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]]))
    values, rows, columns = [5.0, 1, 0, 1, 2, 1, 1], [0, 0, 0, 1, 1, 1, 2], [0, 1, 2, 0, 1, 2, 1]
    messy = csr_array((values, (rows, columns)), shape=(3, 3))
    assert exact_betweenness(messy).value.tolist() == exact_betweenness(plain).value.tolist() == [0, 1, 0]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_people_have_nobody_between(n):
    found = exact_betweenness(csr_array((n, n)))
    assert found.value.tolist() == [0.0] * n
    assert np.isnan(found.share).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 14), st.floats(0.1, 0.6), st.integers(0, 999), st.booleans())
def test_relabelling_people_relabels_the_answer(n, p, seed, directed):
    graph = nx.gnp_random_graph(n, p, seed=seed, directed=directed)
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    order = np.random.default_rng(seed).permutation(n)
    mixed = exact_betweenness(adjacency[order][:, order]).value
    assert mixed == pytest.approx(exact_betweenness(adjacency).value[order], abs=1e-9)


def test_sampled_values_stay_within_their_bounds(random_graphs, matrix):
    """The bound holds for all people at once in 95 % of samples; over 60 graphs it is far from tight."""
    failures = 0
    for seed, graph in enumerate(random_graphs[:60]):
        adjacency = matrix(graph)
        exact, drawn = exact_betweenness(adjacency), sampled_betweenness(adjacency, pairs=4_000, rng=seed)
        failures += bool((np.abs(drawn.value - exact.value) > drawn.error + 1e-9).any())
    assert failures <= 3


def test_sampling_is_unbiased(karate, matrix):
    adjacency = matrix(karate)
    exact = exact_betweenness(adjacency).value
    drawn = sampled_betweenness(adjacency, pairs=400_000, rng=1).value
    assert drawn == pytest.approx(exact, abs=2.5)
    assert np.argsort(-drawn)[:5].tolist() == np.argsort(-exact)[:5].tolist()


def test_same_seed_same_bytes_whatever_the_lanes(karate, matrix, monkeypatch):
    adjacency = matrix(karate)
    one = sampled_betweenness(adjacency, pairs=50_000, rng=7)
    monkeypatch.setattr("kiemen.measures.adjacency.os.cpu_count", lambda: 1)
    other = sampled_betweenness(adjacency, pairs=50_000, rng=7)
    assert one.value.tobytes() == other.value.tobytes()


def test_sampling_needs_three_people():
    with pytest.raises(InputError, match="at least 3 people"):
        sampled_betweenness(csr_array((2, 2)), rng=1)


def test_most_of_the_true_top_is_kept():
    """On 3,000 people with communities and hubs the sample keeps at least 90 of the true top 100."""
    rng = np.random.default_rng(5)
    weight = rng.pareto(2.5, 3000) + 1
    ends = rng.choice(3000, (2, 15_000), p=weight / weight.sum())
    keep = ends[0] != ends[1]
    graph = csr_array((np.ones(keep.sum()), (ends[0][keep], ends[1][keep])), shape=(3000, 3000))
    graph = csr_array(graph + graph.T)
    exact, drawn = exact_betweenness(graph), sampled_betweenness(graph, pairs=200_000, rng=1)
    top = set(np.argsort(-exact.value)[:100])
    assert len(top & set(np.argsort(-drawn.value)[:100])) >= 90


def test_table_of_a_network(karate):
    network = Network.from_networkx(nx.relabel_nodes(karate, {v: f"n{v:02d}" for v in karate}))
    exact = score_betweenness(network)
    assert exact.loc["n00", "betweenness"] == pytest.approx(231.0714, abs=5e-5)
    assert (exact["low"] == exact["share"]).all()
    assert exact.loc["n00", "rank"] == 1
    drawn = score_betweenness(network, pairs=20_000)
    assert ((drawn["low"] <= exact["share"]) & (exact["share"] <= drawn["high"])).all()
    directed = score_betweenness(Network.from_frames(ties=network.ties[["source", "target"]]), directed=True)
    assert directed["betweenness"].sum() > 0


def test_with_direction_pairs_count_both_ways_even_when_all_ties_do():
    graph = nx.relabel_nodes(nx.path_graph(5), str).to_directed()
    network = Network.from_networkx(graph)
    found = score_betweenness(network, directed=True)
    peer = nx.betweenness_centrality(graph, normalized=False)
    assert found["betweenness"].to_dict() == pytest.approx(peer)
    assert found["share"].to_dict() == pytest.approx(nx.betweenness_centrality(graph))
    assert score_betweenness(network)["betweenness"].tolist() == [value / 2 for value in found["betweenness"]]
