"""Blocking clusters on networks: reports, worlds, edge cases."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.blocking import find_blocking_clusters
from kiemen.errors import InputError
from kiemen.network import Network


def cliques() -> Network:
    graph = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
    graph.add_edges_from((i, 10 + i) for i in range(3))
    nx.set_node_attributes(graph, {i: "left" if i < 10 else "right" for i in graph}, "department")
    return Network.from_networkx(nx.relabel_nodes(graph, lambda i: f"p{i:02d}"))


LEFT = [f"p{i:02d}" for i in range(10)]


def test_parallel_ties_do_not_carry_a_complex_contagion():
    found = find_blocking_clusters(cliques(), adopters=LEFT, threshold=1e-6, minimum=2)
    assert found.table[["people", "groups", "ties_out"]].to_dict("records") == [
        {"people": 10, "groups": "right (10)", "ties_out": 3}
    ]
    # each of three people already has one tie: one more tips the first, and with him the other two have two each
    assert found.table.loc[1, "to_open"] == 1
    assert found.table.loc[1, "to_unlock"] == 1
    assert set(found.members.index) == {f"p{i:02d}" for i in range(10, 20)}
    assert len(found.ties) == 1
    assert set(found.ties["person"]) <= set(LEFT)
    existing = set(map(tuple, cliques().ties[["source", "target"]].to_numpy()))
    assert not existing & set(map(tuple, found.ties[["person", "other"]].to_numpy()))


def test_no_cluster_is_said():
    found = find_blocking_clusters(cliques(), adopters=LEFT, threshold=0.01, minimum=1)
    assert found.table.empty
    assert found.reached == 1.0
    assert "No cluster" in found.headline[0].say("en")


def test_a_ranking_gives_the_same_whatever_the_row_order():
    network = cliques()
    rank = pd.Series(np.linspace(1, 0, 20), index=network.ids)
    one = find_blocking_clusters(network, adopters=rank, share=0.3, rng=1)
    two = find_blocking_clusters(network, adopters=rank.sample(frac=1, random_state=3), share=0.3, rng=1)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_relabelling_changes_nothing_but_names():
    graph = cliques().to_networkx()
    other = Network.from_networkx(nx.relabel_nodes(graph, {p: f"z{99 - i}" for i, p in enumerate(sorted(graph))}))
    found = find_blocking_clusters(other, adopters=[f"z{99 - i}" for i in range(10)], threshold=1e-6)
    mine = find_blocking_clusters(cliques(), adopters=LEFT, threshold=1e-6)
    pd.testing.assert_frame_equal(found.table, mine.table)


def test_refusals():
    with pytest.raises(InputError, match="threshold"):
        find_blocking_clusters(cliques(), adopters=LEFT, threshold=0)
    with pytest.raises(InputError, match="minimum"):
        find_blocking_clusters(cliques(), adopters=LEFT, minimum=0)
    with pytest.raises(InputError, match="adopters"):
        find_blocking_clusters(cliques())


def test_no_ties_and_everybody_adopted():
    lonely = Network.from_frames(pd.DataFrame({"person": ["a", "b"]}))
    found = find_blocking_clusters(lonely, adopters=["a"])
    assert found.table.empty
    assert np.isnan(found.reached)
    network = cliques()
    assert find_blocking_clusters(network, adopters=list(network.ids)).table.empty


def _path() -> Network:
    return Network.from_networkx(nx.relabel_nodes(nx.path_graph(6), lambda i: f"p{i}"))


def test_groups_may_be_a_series():
    side = pd.Series(["left"] * 3 + ["right"] * 3, index=[f"p{i}" for i in range(6)], name="side")
    found = find_blocking_clusters(_path(), adopters=["p0"], by=side)
    assert found.table["groups"].tolist() == ["right (3), left (2)"]
    assert found.settings["by"] == "side"


def test_too_few_contacts_is_told_apart_from_too_small_a_share():
    """On a path half of the contacts of the first member have joined: it is their number that falls short."""
    found = find_blocking_clusters(_path(), adopters=["p0"])
    assert "or fewer than 2." in found.explain(1, language="en")
    assert "One cluster of 5 people" in found.summary("en")


def test_ties_for_which_nobody_is_left_are_told():
    found = find_blocking_clusters(_path(), adopters=["p0"])
    missing = int(found.table["to_unlock"].sum()) - len(found.ties)
    assert missing > 0
    assert f"ties for which nobody is left: {missing}." in found.summary("en")
