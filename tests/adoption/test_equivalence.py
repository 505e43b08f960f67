import numpy as np
import pandas as pd
import pytest

from kiemen.adoption import equivalence
from kiemen.adoption.equivalence import equivalence_array, position_distance, score_equivalence
from kiemen.errors import InputError, TooLargeError
from kiemen.network import Network


def by_hand(matrix):
    """The definition with three nested loops."""
    from scipy.sparse.csgraph import shortest_path

    z = shortest_path(matrix, unweighted=True)
    z[~np.isfinite(z)] = 0
    z = z / z.max()
    n = len(z)
    d = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                others = [k for k in range(n) if k not in {i, j}]
                total = (z[i, j] - z[j, i]) ** 2
                total += sum((z[j, k] - z[i, k]) ** 2 + (z[k, i] - z[k, j]) ** 2 for k in others)
                d[i, j] = np.sqrt(total)
    se = np.zeros((n, n))
    for i in range(n):
        top = d[i].max()
        for j in range(n):
            if i != j:
                se[i, j] = (top - d[j, i]) / sum(top - d[k, i] for k in range(n) if k != i)
    return d, se


def test_equals_the_definition(crowd):
    matrix = crowd.adjacency(weight=None)
    d, se = by_hand(matrix)
    np.testing.assert_allclose(position_distance(matrix), d, atol=1e-9)
    np.testing.assert_allclose(equivalence_array(matrix, 1.0), se, atol=1e-9)
    np.testing.assert_allclose(score_equivalence(crowd).toarray(), se, atol=1e-9)


@pytest.mark.oracle
def test_four_people():
    """netdiffuseR, tests/testthat/test-struct_equiv.R: its four-node graph, against the loops of that test."""
    graph = np.array([0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0]).reshape(4, 4).T
    network = Network.from_arrays(list("ABCD"), *np.nonzero(graph))
    _, se = by_hand(network.adjacency())
    np.testing.assert_allclose(score_equivalence(network).toarray(), se, atol=1e-9)


def test_same_position_is_nearest_and_rows_sum_to_one():
    network = Network.from_arrays(list("abcde"), [0, 0, 1, 1], [2, 3, 2, 3])
    found = score_equivalence(network).toarray()
    assert found[0].argmax() == 1
    np.testing.assert_allclose(found.sum(axis=1), [1, 1, 1, 1, 0], atol=1e-9)  # e is as unlike everybody
    sharper = score_equivalence(network, cohesion=3).toarray()
    assert sharper[0, 1] > found[0, 1]


def test_inverse_and_communities():
    people = pd.DataFrame({"person": list("abcdef"), "community": ["x"] * 3 + ["y"] * 3})
    ties = pd.DataFrame({"source": ["a", "b", "d"], "target": ["b", "c", "e"]})
    network = Network.from_frames(people, ties)
    plain = score_equivalence(network, by="community").toarray()
    assert not plain[:3, 3:].any()
    turned = score_equivalence(network, by="community", inverse=True).toarray()
    np.testing.assert_allclose(turned[plain > 0], 1 / plain[plain > 0])


def test_limits(crowd, monkeypatch):
    monkeypatch.setattr(equivalence, "MOST_PEOPLE", 10)
    with pytest.raises(TooLargeError, match="communities"):
        score_equivalence(crowd)
    with pytest.raises(InputError, match="cohesion"):
        score_equivalence(crowd, cohesion=0)
    people = pd.DataFrame({"person": list("ab"), "community": ["x", None]})
    with pytest.raises(InputError, match="have no 'community'"):
        score_equivalence(Network.from_frames(people), by="community")
