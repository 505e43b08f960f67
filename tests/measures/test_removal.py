"""What is lost when people leave, against plain removal."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import kiemen.measures.removal as room
from kiemen.errors import InputError, TooLittleDataError
from kiemen.measures.removal import (
    cut_points,
    distance_fragmentation,
    find_key_people,
    fragmentation,
    score_removal,
)
from kiemen.network import Network


def test_brute_force_twin_and_both_roads(random_graphs, matrix):
    for graph in [g for g in random_graphs if not g.is_directed()][:60]:
        adjacency = matrix(graph)
        found = cut_points(adjacency)
        assert set(np.flatnonzero(found.pieces > 1)) == set(nx.articulation_points(graph))
        source, target = np.repeat(np.arange(len(graph)), np.diff(adjacency.indptr)), adjacency.indices
        cut = {frozenset(pair) for pair in zip(source[found.cut].tolist(), target[found.cut].tolist(), strict=True)}
        assert cut == {frozenset(tie) for tie in nx.bridges(graph)}
        for one, other in zip(room._by_walking(adjacency), room._by_kernel(adjacency), strict=True):
            assert np.array_equal(one, other)
        for v in graph:
            less = nx.restricted_view(graph, [v], [])
            assert found.fragmentation[v] == pytest.approx(fragmentation(matrix(less)))
            pairs = len(graph) - 1, len(graph) - 2
            now = sum(nx.has_path(graph, a, b) for a in less for b in less if a != b)
            assert found.loss[v] == pytest.approx(found.fragmentation[v] - 1 + now / (pairs[0] * pairs[1]))


def test_zachary_has_one_cut_point_and_one_cut_tie(karate, matrix):
    """Node 1 and tie 1-12 (networkx, igraph)."""
    found = cut_points(matrix(karate))
    assert np.flatnonzero(found.pieces > 1).tolist() == [0]
    assert found.cut.sum() == 2


def test_fragmentation_by_hand():
    """A pair and one alone: 1 of 3 pairs connected. Distances on a path of three: 1, 1 and ½ of 3."""
    pair = csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]]))
    path = csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]]))
    assert fragmentation(pair) == pytest.approx(2 / 3)
    assert distance_fragmentation(path) == pytest.approx(1 - 2.5 / 3)
    assert distance_fragmentation(pair) == pytest.approx(2 / 3)
    assert np.isnan(fragmentation(csr_array((1, 1))))
    assert np.isnan(distance_fragmentation(csr_array((1, 1))))


def _path(names="abcdefg"):
    return Network.from_frames(ties=pd.DataFrame({"source": list(names[:-1]), "target": list(names[1:])}))


def test_table_leads_with_the_largest_loss():
    found = score_removal(_path())
    assert found.table.index[0] == "d"
    assert found.table.loc["d", ["pieces", "cut_off"]].tolist() == [2, 3]
    assert "3 people lose contact" in found.explain("d", language="en")
    assert found.table.loc["a", "loss"] == 0


def test_reach_picks_people_who_add_to_each_other():
    """Two stars that share no leaf: the second choice is the other centre, not the best friend of the first."""
    ties = [("x", f"x{i}") for i in range(5)] + [("y", f"y{i}") for i in range(4)] + [("z", f"x{i}") for i in range(4)]
    network = Network.from_frames(ties=pd.DataFrame(ties, columns=["source", "target"]))
    found = find_key_people(network, top=2)
    assert found.table.index.tolist() == ["x", "y"]
    assert found.table["value"].tolist() == pytest.approx([6 / 12, 11 / 12])
    assert find_key_people(network, top=1, steps=2).table["value"].iloc[0] == pytest.approx(7 / 12)


def test_greedy_reach_is_near_the_best_set(karate, matrix):
    adjacency = matrix(karate) + csr_array(np.eye(34))
    from itertools import combinations

    dense = adjacency.toarray() > 0
    best = max(dense[list(chosen)].any(axis=0).mean() for chosen in combinations(range(34), 2))
    network = Network.from_networkx(nx.relabel_nodes(karate, {v: f"n{v:02d}" for v in karate}))
    assert find_key_people(network, top=2).table["value"].iloc[-1] >= (1 - 1 / np.e) * best


def test_fragmentation_set_is_greedy_removal(karate):
    network = Network.from_networkx(nx.relabel_nodes(karate, {v: f"n{v:02d}" for v in karate}))
    found = find_key_people(network, top=3, goal="fragmentation")
    graph = karate.copy()
    graph.remove_nodes_from(int(person[1:]) for person in found.table.index)
    left = csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
    assert found.table["value"].iloc[-1] == pytest.approx(fragmentation(left))
    assert found.table["value"].is_monotonic_increasing


def test_faults_are_named():
    with pytest.raises(TooLittleDataError, match="at least 10 people"):
        find_key_people(_path(), top=9)
    with pytest.raises(InputError, match="goal must be one of"):
        find_key_people(_path(), top=1, goal="reech")


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks(n):
    found = score_removal(Network.from_frames(pd.DataFrame({"person": list("ab")[:n]})))
    assert len(found.table) == n
    assert found.table["fragmentation"].isna().all()


def test_fragmentation_needs_a_pair_that_stays():
    pair = Network.from_networkx(nx.relabel_nodes(nx.path_graph(2), str))
    with pytest.raises(TooLittleDataError, match="at least 3 people; there are 2"):
        find_key_people(pair, top=1, goal="fragmentation")
    path = Network.from_networkx(nx.relabel_nodes(nx.path_graph(3), str))
    assert find_key_people(path, top=1, goal="fragmentation").table.index.tolist() == ["1"]
    with pytest.raises(TooLittleDataError, match="at least 4 people; there are 3"):
        find_key_people(path, top=2, goal="fragmentation")


def test_one_person_is_not_spoken_of_as_several():
    path = Network.from_networkx(nx.relabel_nodes(nx.path_graph(3), str))
    assert "1 alone holds a part" in score_removal(path).summary("en")
    assert "one person loses contact" in score_removal(path).explain("1", language="en")
    assert "100.0% of all people are tied to 1, themselves included." in find_key_people(path, top=1).summary("en")
    assert "within 2 steps of 0." in find_key_people(path, top=1, steps=2).summary("en")
    found = find_key_people(path, top=1, goal="fragmentation")
    said = found.summary("nl")
    assert "Zonder 1 kan 100,0% van alle paren" in said
    assert "Aandeel samen" in said
    assert "aanjagers" not in said
