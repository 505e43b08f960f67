"""Adopters alone among others, and closed groups of enthusiasts."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.company import adopters_alone, closed_enthusiasts
from kiemen.network import Network
from tests.diagnosis.scenes import organisation, scene_of


def test_alone_is_counted_by_hand():
    # a path: 0 and 2 have adopted but only know 1, 3 and 4; 4 and 5 know each other
    network = Network.from_networkx(nx.relabel_nodes(nx.path_graph(6), str))
    found = adopters_alone(scene_of(network.replace(people=network.people.assign(team="x")), ["0", "2", "4", "5"]))
    assert found[0].statistic == pytest.approx(2)
    assert set(found[0].members) == {"0", "2"}


def test_adopters_spread_apart_are_seen():
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(12, 12))
    network = Network.from_networkx(nx.relabel_nodes(graph, lambda i: f"p{i:03d}"))
    network = network.replace(people=network.people.assign(team="x"))
    apart = [f"p{i:03d}" for i in range(144) if (i // 12 + i % 12) % 2 == 0]  # a chessboard
    assert adopters_alone(scene_of(network, apart))[0].p <= 0.01
    rng = np.random.default_rng(0)
    p = [
        adopters_alone(scene_of(network, list(rng.choice(network.ids, 40, replace=False)), seed=s))[0].p
        for s in range(40)
    ]
    assert sum(value <= 0.05 for value in p) <= 7


def closed_group(seed=0):
    network = organisation(seed)
    graph = network.to_networkx().to_undirected()
    club = [f"a{i:02d}" for i in range(7)]
    graph.remove_edges_from([edge for one in club for edge in list(graph.edges(one))])
    graph.add_edges_from((one, other) for one in club for other in club if one < other)
    return Network.from_networkx(graph), club


def test_enthusiasts_who_only_know_each_other():
    network, club = closed_group()
    adopters = [*club, "b01", "c02", "d03", "d04"]
    found = closed_enthusiasts(scene_of(network, adopters))
    assert found
    best = min(found, key=lambda one: one.p)
    assert set(best.members) == set(club)
    assert best.p <= 0.01


def test_the_same_group_without_enthusiasts_is_no_straw_fire():
    network, _ = closed_group()
    found = closed_enthusiasts(scene_of(network, ["b01", "c02", "d03", "d04", "b09"]))
    assert all(one.p > 0.05 for one in found)


def test_a_ranking_finds_them_too():
    network, club = closed_group()
    rng = np.random.default_rng(1)
    rank = pd.Series(rng.normal(0, 1, len(network.ids)), index=network.ids)
    rank[club] += 1.5
    found = closed_enthusiasts(scene_of(network, rank, share=0.15))
    assert any(set(one.members) == set(club) and one.p < 0.05 for one in found)
    best = min(found, key=lambda one: one.p)
    share = rank.rank(pct=True)[list(best.members)].mean()
    said = best.evidence.say("en")
    assert "of them are adopters" not in said
    assert abs(best.evidence.values["standing"] - share) < 0.02  # noqa: PD011  of a fact


def test_of_declared_adopters_the_share_is_told():
    network, club = closed_group()
    best = min(closed_enthusiasts(scene_of(network, [*club, "b01"])), key=lambda one: one.p)
    assert "100% of them are adopters" in best.evidence.say("en")
