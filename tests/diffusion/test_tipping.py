"""Tipping points from formulas."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.tipping import (
    cascade_condition,
    network_cascade_condition,
    simplicial_shares,
    steady_shares,
    vulnerable_cluster,
    vulnerable_people,
)
from kiemen.network import Network


def poisson(mean, size=200):
    from scipy.stats import poisson as law

    return law.pmf(np.arange(size), mean)


@pytest.mark.parametrize("mean", [5.7647, 1.0207])
def test_watts_window_for_poisson_degrees(mean):
    """Watts 2002 with a threshold of .18 (K* = 5): the window of global cascades closes at z = 1.0207 and 5.7647."""
    k = np.arange(200)
    vulnerable = (k * 0.18 <= 1.0).astype(float)
    assert cascade_condition(poisson(mean), vulnerable) == pytest.approx(1.0, abs=1e-4)


def test_nobody_tied_has_no_condition():
    assert np.isnan(cascade_condition(np.array([1.0]), np.ones(1)))


@pytest.mark.parametrize(("simple", "reinforced"), [(0.8, 2.5), (0.5, 3.5), (1.2, 2.0), (1.5, 0.5)])
def test_simplicial_shares_are_roots_of_the_mean_field(simple, reinforced):
    low, high = simplicial_shares(simple, reinforced)
    for share in (low, high):
        if share > 0:
            drift = -share + simple * share * (1 - share) + reinforced * share**2 * (1 - share)
            assert drift == pytest.approx(0.0, abs=1e-12)
    assert (low > 0) == (simple < 1)


def test_no_steady_fire_below_the_bistable_range():
    critical = 2 * np.sqrt(2.5) - 2.5
    assert np.isnan(simplicial_shares(critical - 0.01, 2.5)[1])
    assert simplicial_shares(critical + 0.01, 2.5)[1] > 0


def test_steady_share_of_a_regular_network():
    """Four ties each, β = .1, δ = .2: half of the time active."""
    ring = nx.to_scipy_sparse_array(nx.circulant_graph(40, [1, 2]), dtype=float)
    np.testing.assert_allclose(steady_shares(ring * (0.1 / 0.2)), 0.5, atol=1e-9)
    np.testing.assert_allclose(steady_shares(ring * (0.04 / 0.2)), 0.0, atol=1e-9)


def test_vulnerable_people_and_their_cluster():
    graph = nx.disjoint_union(nx.path_graph(6), nx.complete_graph(8))
    contacts = gather_contacts(Network.from_networkx(graph))
    able = vulnerable_people(contacts, 1.0, 0.3)
    assert able.sum() == 6
    assert vulnerable_cluster(contacts, able) == pytest.approx(6 / 14)
    assert vulnerable_cluster(contacts, np.zeros(14, bool)) == 0.0
    degree = np.array([d for _, d in graph.degree()])
    expected = (degree * (degree - 1) * (degree <= 2)).sum() / degree.sum()
    assert network_cascade_condition(contacts, able) == pytest.approx(expected)
