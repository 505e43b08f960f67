"""Communities: known optimum, planted circles, connected, stable and the same every time."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import adjusted_rand_score

from kiemen.measures.communities import _both_ways, _climb, adjusted_rand, find_communities, modularity, partition
from kiemen.network import Network


def test_zachary_reaches_the_known_optimum(karate, matrix):
    """The highest modularity of any partition is .4198 (Brandes et al. 2008)."""
    adjacency = matrix(karate)
    best = max(modularity(adjacency, partition(adjacency, rng=seed)) for seed in range(5))
    assert best == pytest.approx(0.4198, abs=5e-5)


def test_planted_circles_are_found(blocks):
    network = blocks(sizes=(40, 30, 20), inside=0.4, between=0.02)
    found = find_communities(network)
    assert pd.crosstab(found.groups(), network.groups()).gt(0).to_numpy().sum() == 3
    assert found.table.groupby("community")["size"].first().tolist() == [40, 30, 20]
    assert found.stability > 0.95
    assert (found.table["stability"] > 0.9).all()
    assert "agree well" in found.summary("en")


def test_random_networks_are_called_unstable(blocks):
    found = find_communities(blocks(sizes=(100,), inside=0.06))
    assert found.stability < 0.6
    assert "vague" in found.summary("en")


def test_every_community_hangs_together_and_quality_is_that_of_networkx(random_graphs, matrix):
    for graph in [g for g in random_graphs if not g.is_directed()]:
        adjacency = matrix(graph, weight="weight")
        found = partition(adjacency, rng=1)
        for code in np.unique(found):
            members = np.flatnonzero(found == code)
            assert connected_components(adjacency[members][:, members])[0] == 1
        if graph.number_of_edges():
            parts = [set(np.flatnonzero(found == code)) for code in np.unique(found)]
            assert modularity(adjacency, found) == pytest.approx(nx.community.modularity(graph, parts))
            louvain = nx.community.louvain_communities(graph, seed=1)
            assert modularity(adjacency, found) >= nx.community.modularity(graph, louvain) - 0.03


def test_agreement_of_partitions():
    rng = np.random.default_rng(1)
    for _ in range(20):
        one, other = rng.integers(0, 4, (2, 30))
        assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert adjusted_rand(np.zeros(5, int), np.zeros(5, int)) == 1


def test_people_without_ties_are_communities_of_one():
    people = pd.DataFrame({"person": list("abcd")})
    ties = pd.DataFrame({"source": ["a", "b", "a"], "target": ["b", "c", "c"]})
    found = find_communities(Network.from_frames(people, ties), times=2)
    assert found.groups().tolist() == ["1", "1", "1", "2"]
    assert "community of one" in found.explain("d", language="en")
    nobody = find_communities(Network.from_frames(people), times=2)
    assert nobody.table["size"].tolist() == [1] * 4
    assert np.isnan(nobody.modularity)


def test_same_seed_same_answer_whatever_the_row_order(blocks):
    network = blocks()
    shuffled = {name: frame.sample(frac=1, random_state=1) for name, frame in network.to_frames().items()}
    pd.testing.assert_frame_equal(
        find_communities(network, times=3).table, find_communities(Network.from_frames(**shuffled), times=3).table
    )


def test_a_higher_resolution_gives_smaller_communities(karate, matrix):
    adjacency = matrix(karate)
    assert partition(adjacency, resolution=3.0, rng=1).max() > partition(adjacency, rng=1).max()
    assert partition(csr_array((3, 3)), rng=1).tolist() == [0, 1, 2]


def test_merged_nodes_keep_every_strength():
    """The same as the product of the table of members with the ties, kept on both sides."""
    from kiemen._kernels.communities import merge_nodes

    rng = np.random.default_rng(4)
    for n, k in ((1, 1), (9, 4), (40, 12)):
        table = rng.random((n, n)) * (rng.random((n, n)) < 0.3)
        merged = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
        graph = csr_array(table)
        member = np.eye(k)[merged]
        pointers, columns, added = merge_nodes(
            graph.indptr.astype(np.int64), graph.indices.astype(np.int32), graph.data, merged, k
        )
        found = csr_array((added, columns, pointers), shape=(k, k))
        assert found.has_canonical_format
        assert np.allclose(found.toarray(), member.T @ table @ member, rtol=1e-12, atol=0)


def test_modularity_told_by_merged_nodes_is_that_of_the_people(random_graphs, matrix):
    """The climb reads modularity off the few nodes that are left."""
    for graph in [g for g in random_graphs if g.number_of_edges()][:40]:
        both = _both_ways(matrix(graph, weight="weight"))
        found, told = _climb(both, np.arange(both.shape[0]), 1.3, np.random.default_rng(1))
        assert told == pytest.approx(modularity(both, found, 1.3), abs=1e-12)
