"""Open two-paths by role: published counts, brute force, and the formula for chance."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.measures.role_counts import ROLES, counts_by_triangles, exclusive_counts, expected_roles, role_counts


def by_hand(dense, group):
    """Every ordered triple a → v → b without a → b."""
    n = len(dense)
    counts = np.zeros((n, 5), int)
    alone = np.zeros(n, int)
    for a in range(n):
        for b in range(n):
            if a == b or dense[a, b] or group[a] < 0 or group[b] < 0:
                continue
            between = [v for v in range(n) if v not in (a, b) and dense[a, v] and dense[v, b] and group[v] >= 0]
            for v in between:
                ga, gv, gb = group[a], group[v], group[b]
                if ga == gv:
                    role = 0 if gv == gb else 2
                elif ga == gb:
                    role = 1
                else:
                    role = 3 if gv == gb else 4
                counts[v, role] += 1
            if len(between) == 1 and group[a] != group[b]:
                alone[between[0]] += 1
    return counts, alone


def test_brute_force_twin_on_both_roads(random_graphs, matrix):
    rng = np.random.default_rng(3)
    for number, graph in enumerate(random_graphs):
        group = rng.integers(-1 if number % 3 == 0 else 0, 4, len(graph))
        adjacency = matrix(graph)
        counts, alone = by_hand(adjacency.toarray(), group)
        assert (role_counts(adjacency, group) == counts).all()
        assert (exclusive_counts(adjacency, group) == alone).all()
        if group.min() >= 0:
            assert (counts_by_triangles(adjacency, group) == counts).all()


def test_the_names_follow_the_paths():
    """Some programs swap representative and gatekeeper: here a red person, v and b blue, so v lets something in."""
    path = csr_array(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0.0]]))
    named = {
        (0, 0, 0): "coordinator",
        (0, 1, 0): "consultant",
        (0, 0, 1): "representative",
        (0, 1, 1): "gatekeeper",
        (0, 1, 2): "liaison",
    }
    for groups, role in named.items():
        assert role_counts(path, np.array(groups))[1].tolist() == [int(name == role) for name in ROLES]


def test_undirected_paths_count_twice():
    path = csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]]))
    assert role_counts(path, np.array([0, 0, 0]))[1, 0] == 2


def test_expectation_and_spread_of_networkers():
    """EIES, Lin Freeman (17 of 32 in sociology, 440 ties): sna's formulas give these means and deviations."""
    sizes = np.array([6, 3, 17, 6])
    chance = expected_roles(440, sizes)
    assert chance.expected[2].round(3).tolist() == [26.274, 7.225, 26.274, 26.274, 15.764, 101.81]
    assert chance.sd[2].round(3).tolist() == [11.155, 3.719, 11.316, 11.316, 7.206, 30.028]


def test_expectation_and_spread_by_simulation():
    rng = np.random.default_rng(8)
    sizes = np.array([5, 7, 4])
    group = np.repeat([0, 1, 2], sizes)
    draws = []
    for _ in range(4000):
        dense = rng.random((16, 16)) < 0.3
        np.fill_diagonal(dense, val=False)
        draws.append(role_counts(csr_array(dense.astype(float)), group)[0])
    chance = expected_roles(round(0.3 * 240), sizes)
    assert np.mean(draws, axis=0) == pytest.approx(chance.expected[0, :5], rel=0.05)
    assert np.std(draws, axis=0) == pytest.approx(chance.sd[0, :5], rel=0.06)


def test_nobody_and_nobody_known():
    assert role_counts(csr_array((0, 0)), np.zeros(0, int)).shape == (0, 5)
    assert role_counts(csr_array(np.ones((3, 3))), np.full(3, -1)).tolist() == [[0] * 5] * 3
    assert np.isnan(expected_roles(0, np.array([1])).expected).all()


@pytest.mark.oracle
def test_networkers(shared):
    """EIES by discipline (netrics, motif_brokerage): raw counts of four people and of the network, and activity."""
    folder = shared / "oracles"
    people = pd.read_csv(folder / "ison_networkers_nodes.csv")
    ties = pd.read_csv(folder / "ison_networkers_ties.csv")
    graph = nx.from_pandas_edgelist(ties, create_using=nx.DiGraph)
    adjacency = csr_array(nx.to_scipy_sparse_array(graph, nodelist=list(people["id"]), weight=None, dtype=float))
    found = pd.DataFrame(role_counts(adjacency, pd.factorize(people["Discipline"])[0]), people["id"], ROLES)
    assert found.loc["Lin Freeman"].tolist() == [137, 28, 123, 138, 72]
    assert found.loc["Doug White"].tolist() == [5, 113, 45, 46, 116]
    assert found.loc["Ev Rogers"].tolist() == [0, 0, 0, 0, 3]
    assert found.loc["Richard Alba"].tolist() == [14, 4, 14, 25, 15]
    assert found.loc["Phipps Arabie"].tolist() == [0, 5, 0, 7, 24]
    assert found.loc["Carol Barner-Barry"].tolist() == [0, 17, 4, 3, 16]
    assert found.sum().tolist() == [385, 463, 498, 548, 703]
    activity = found[["representative", "gatekeeper", "liaison"]].sum(axis=1)
    assert activity[["Lin Freeman", "Doug White", "Ev Rogers"]].tolist() == [333, 207, 3]
