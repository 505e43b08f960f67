"""Leading eigenvalues: published and algebraic values."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.spectral import leading_pair, nonbacktracking_radius, participation


def matrix(graph):
    return nx.to_scipy_sparse_array(graph, dtype=float, weight=None)


KARATE = matrix(nx.karate_club_graph())


def test_zachary():
    """Zachary's club: 6.725698 for the adjacency, 5.292781 without the way back."""
    assert leading_pair(KARATE)[0] == pytest.approx(6.725698, abs=5e-7)
    assert nonbacktracking_radius(KARATE) == pytest.approx(5.292781, abs=5e-7)


@pytest.mark.parametrize(
    ("graph", "radius"),
    [
        (nx.complete_graph(7), 6.0),
        (nx.star_graph(16), 4.0),
        (nx.random_regular_graph(4, 30, seed=1), 4.0),
        (nx.random_regular_graph(4, 900, seed=1), 4.0),
        (nx.cycle_graph(9), 2.0),
    ],
)
def test_algebra(graph, radius):
    assert leading_pair(matrix(graph))[0] == pytest.approx(radius, abs=1e-8)


@pytest.mark.parametrize(
    "graph", [nx.path_graph(9), nx.star_graph(8), nx.balanced_tree(2, 7), nx.random_labeled_tree(400, seed=2)]
)
def test_trees_never_sustain_a_cascade(graph):
    assert nonbacktracking_radius(matrix(graph)) == 0.0


def test_regular_and_cycles():
    assert nonbacktracking_radius(matrix(nx.cycle_graph(7))) == 1.0
    for size in (30, 600):
        graph = nx.random_regular_graph(4, size, seed=3)
        assert nonbacktracking_radius(matrix(graph)) == pytest.approx(3.0, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_directed_weighted_arcs_against_the_full_matrix(seed):
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(25, 0.15, directed=True, seed=seed)
    sparse = matrix(graph)
    sparse.data = rng.uniform(0.1, 0.9, sparse.nnz)
    coo = sparse.tocoo()
    arcs = list(zip(coo.row.tolist(), coo.col.tolist(), coo.data.tolist(), strict=True))
    full = np.array([[w if a[1] == b[0] and b[1] != a[0] else 0.0 for b in arcs for w in [b[2]]] for a in arcs])
    assert nonbacktracking_radius(sparse) == pytest.approx(np.abs(np.linalg.eigvals(full)).max(), abs=1e-6)
    assert leading_pair(sparse)[0] == pytest.approx(np.linalg.eigvals(sparse.toarray()).real.max(), abs=1e-8)


def test_no_cycle_no_radius():
    graph = nx.DiGraph([(0, 1), (1, 2), (0, 2)])
    radius, vector = leading_pair(matrix(graph))
    assert radius == 0.0
    assert not vector.any()
    assert np.isnan(participation(vector))


def test_participation_tells_a_core_from_the_whole():
    assert participation(leading_pair(matrix(nx.cycle_graph(50)))[1]) * 50 == pytest.approx(1.0)
    star = leading_pair(matrix(nx.star_graph(99)))[1]
    assert participation(star) * 100 > 20


def test_relabelling_changes_nothing():
    graph = nx.gnm_random_graph(60, 150, seed=4)
    mixed = nx.relabel_nodes(
        graph, dict(zip(range(60), np.random.default_rng(1).permutation(60).tolist(), strict=True))
    )
    shuffled = nx.Graph()
    shuffled.add_nodes_from(range(60))
    shuffled.add_edges_from(mixed.edges())
    assert nonbacktracking_radius(matrix(graph)) == pytest.approx(nonbacktracking_radius(matrix(shuffled)), abs=1e-9)


def test_ways_that_carry_nothing_are_none():
    ring = nx.to_scipy_sparse_array(nx.circulant_graph(100, [1, 2]), dtype=float)
    assert leading_pair(ring * 0.0)[0] == 0.0
    assert nonbacktracking_radius(ring * 0.0) == 0.0
