from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.suggest import pairs
from kiemen.suggest.history import Snapshot
from kiemen.suggest.pairs import attribute_codes, pair_features, paths_of_three


def snapshot_of(graph):
    tied = csr_array(nx.to_scipy_sparse_array(graph, dtype=float, weight=None))
    n = tied.shape[0]
    return Snapshot(tied, (tied, tied), np.zeros(n), csr_array((n, n)))


def test_paths_of_three_by_brute_force(monkeypatch):
    graph = nx.karate_club_graph()
    snapshot = snapshot_of(graph)
    degree = dict(graph.degree)
    wanted = sum(
        1 / np.sqrt(degree[0] * degree[u] * degree[v] * degree[9]) / np.sqrt(degree[u] * degree[v])
        for u in graph[0]
        for v in graph[u]
        if 9 in graph[v]
    )
    left, right = np.full(60, 0), np.full(60, 9)
    assert paths_of_three(snapshot.tied, left, right)[0] == pytest.approx(wanted)
    monkeypatch.setattr(pairs, "DENSE_PEOPLE", 0)
    assert paths_of_three(snapshot.tied, left, right)[0] == pytest.approx(wanted)


def test_features_do_not_depend_on_the_order_of_the_two(organisation):
    snapshot = snapshot_of(nx.karate_club_graph())
    left, right = np.array([0, 3, 8]), np.array([9, 25, 30])
    one, other = (pair_features(snapshot, {}, a, b) for a, b in ((left, right), (right, left)))
    pd.testing.assert_frame_equal(one, other)
    assert np.isfinite(one.to_numpy()).all()


def test_those_who_named_nobody_are_counted():
    snapshot = replace(snapshot_of(nx.path_graph(3)), silent=np.array([True, False, True]))
    found = pair_features(snapshot, {}, np.array([0, 0]), np.array([1, 2]))
    assert found["named nobody"].tolist() == [1.0, 2.0]


def test_attributes_make_people_alike(organisation):
    codes = attribute_codes(organisation)
    assert set(codes) == {"same department", "same role", "level apart"}
    a, b, c = organisation.positions(["p02", "p06", "p03"])
    assert codes["same department"][a] == codes["same department"][b]
    snapshot = replace(snapshot_of(nx.empty_graph(62)), incidence=organisation.incidence())
    found = pair_features(snapshot, codes, np.array([a, a]), np.array([b, c]))
    assert found["same department"].tolist() == [1.0, 0.0]
    assert found["shared initiatives"].iloc[0] == pytest.approx(np.log1p(1))
