"""Cohesive clusters (Morris 2000) and the fewest ties that unlock them, against brute force."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kiemen.diagnosis.cohesion import Rule, blocked_clusters, spread_to_end, tie_pairs, unlock


def matrix(graph: nx.Graph) -> csr_array:
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), weight=None, dtype=float))


def cascade(graph: nx.Graph, active: set[int], rule: Rule) -> set[int]:
    """The same contagion, person by person."""
    done = set(active)
    while True:
        new = {
            v
            for v in graph
            if v not in done
            and graph.degree(v)
            and len(set(graph[v]) & done) >= max(rule.minimum, rule.share * graph.degree(v) - 1e-9)
        }
        if not new:
            return done
        done |= new


def clique_with_outside_ties() -> nx.Graph:
    """A clique of ten, each with one tie to a person of an outer ring of ten."""
    graph = nx.complete_graph(10)
    graph.add_edges_from((i, 10 + i) for i in range(10))
    graph.add_edges_from((10 + i, 10 + (i + 1) % 10) for i in range(10))
    return graph


def test_a_clique_of_ten_with_one_outside_tie_each_blocks_one_fifth():
    # inside share 9/10 > 1 - 0.2, so a contagion that needs a fifth of the contacts cannot enter
    graph = matrix(clique_with_outside_ties())
    active = np.arange(20) >= 10
    assert [members.tolist() for members in blocked_clusters(graph, active, Rule(0.2))] == [list(range(10))]
    # with a tenth it is exactly at the threshold and enters
    assert blocked_clusters(graph, active, Rule(0.1)) == []


def test_one_tie_unlocks_it():
    # one member with a second outside tie: 2 of 11 < 0.2; with a third: 3 of 12 >= 0.2. Then 2 of 10 for the rest.
    graph = matrix(clique_with_outside_ties())
    answer = unlock(graph, np.arange(10), Rule(0.2))
    assert answer.opening == 2
    assert answer.ties == 2
    assert answer.exact
    assert len(answer.receivers) == 1


def test_isolates_are_in_no_cluster():
    graph = nx.empty_graph(3)
    graph.add_edge(0, 1)
    assert blocked_clusters(matrix(graph), np.array([True, False, False]), Rule(0.5)) == []


@given(st.integers(0, 10_000), st.sampled_from([0.2, 0.34, 0.5, 0.8, 1.0]), st.integers(1, 3))
def test_contagion_agrees_with_the_slow_one(seed, share, minimum):
    graph = nx.gnp_random_graph(24, 0.15, seed=seed)
    active = {0, 1, 2}
    rule = Rule(share, minimum)
    mask = np.isin(np.arange(24), list(active))
    assert set(np.flatnonzero(spread_to_end(matrix(graph), mask, rule))) == cascade(graph, active, rule)


@given(st.integers(0, 10_000))
def test_clusters_are_cohesive_and_largest(seed):
    graph = nx.gnp_random_graph(14, 0.25, seed=seed)
    rule = Rule(0.4)
    active = np.arange(14) < 3
    found = {int(v) for members in blocked_clusters(matrix(graph), active, rule) for v in members}
    for v in found:
        assert len(set(graph[v]) - found) < 0.4 * graph.degree(v)
    # no larger set of others without ties to the active can block: check every set by brute force
    others = [v for v in range(3, 14) if graph.degree(v)]
    best: set[int] = set()
    for size in range(len(others), 0, -1):
        for chosen in itertools.combinations(others, size):
            inside = set(chosen)
            if all(len(set(graph[v]) - inside) < 0.4 * graph.degree(v) - 1e-9 for v in inside):
                best |= inside
        if best:
            break
    assert found == best


@pytest.mark.parametrize("seed", range(12))
def test_fewest_ties_agree_with_brute_force(seed):
    graph = nx.connected_watts_strogatz_graph(7, 4, 0.3, seed=seed)
    graph.add_edges_from([(0, 7), (3, 8), (7, 8)])
    rule = Rule(0.5)
    active = np.array([False] * 7 + [True, True])
    clusters = blocked_clusters(matrix(graph), active, rule)
    for members in clusters:
        answer = unlock(matrix(graph), members, rule)
        assert answer.ties == fewest(graph, members.tolist(), rule)


def fewest(graph: nx.Graph, members: list[int], rule: Rule) -> int:
    """Try every way to hand out 1, 2, 3 ... ties to new active people."""
    for total in range(1, 12):
        for handed in itertools.combinations_with_replacement(members, total):
            bigger = graph.copy()
            active = set(graph) - set(members)
            for number, receiver in enumerate(handed):
                bigger.add_edge(receiver, 100 + number)
                active.add(100 + number)
            if cascade(bigger, active, rule) >= set(members):
                return total
    raise AssertionError


def test_the_greedy_search_also_opens_the_cluster():
    graph = nx.disjoint_union(nx.connected_watts_strogatz_graph(40, 6, 0.1, seed=3), nx.complete_graph(5))
    graph.add_edge(0, 40)
    rule = Rule(0.3)
    active = np.arange(45) >= 40
    members = blocked_clusters(matrix(graph), active, rule)[0]
    answer = unlock(matrix(graph), members, rule)
    assert not answer.exact
    bigger, fire = graph.copy(), set(range(40, 45))
    for receiver, count in answer.receivers:
        for number in range(count):
            bigger.add_edge(receiver, (receiver, number))
            fire.add((receiver, number))
    assert cascade(bigger, fire, rule) >= set(members.tolist())


def test_two_cliques_need_two_and_one():
    # two cliques of ten, the left one active, two contacts needed: 2 ties to one person and 1 to another, see the
    # complex-contagion example of Centola and Macy (2007)
    graph = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
    answer = unlock(matrix(graph), np.arange(10, 20), Rule(1e-9, 2))
    assert answer.ties == 3
    assert sorted(count for _, count in answer.receivers) == [1, 2]


def test_pairs_are_new_and_prefer_shared_contacts():
    import pandas as pd

    graph = nx.path_graph(4)
    graph.add_node(4)
    ids = pd.Index([f"p{i}" for i in range(5)])
    pairs = tie_pairs(matrix(graph), [(2, 1)], np.array([True, True, False, False, True]), ids)
    assert pairs.to_dict("records") == [{"person": "p0", "other": "p2", "shared": 1}]
