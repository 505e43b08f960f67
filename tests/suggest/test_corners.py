"""Where no groups are known, communities take their place."""

import networkx as nx
import numpy as np
import pytest

from kiemen import Network
from kiemen.suggest.corners import corners_of
from kiemen.suggest.reasons import People
from kiemen.suggest.relief import suggest_relief
from kiemen.suggest.selection import Limits, set_board


def _parts(network, by=None):
    return People.of(network, by), set_board(network, Limits(), by=by, register=None)


def _cliques(team=None):
    graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(5))
    graph.add_edge(0, 6)
    graph.add_edge("x", "y")
    graph.add_node("alone")
    if team is not None:
        nx.set_node_attributes(graph, team, "team")
    return Network.from_networkx(graph)


def test_every_circle_of_three_or_more_is_a_corner():
    network = _cliques()
    people, board, told = corners_of(network, *_parts(network), by=None)
    group = dict(zip(network.ids, people.group, strict=True))
    assert {group[str(i)] for i in range(6)} == {"community 1"}
    assert {group[str(i)] for i in range(6, 11)} == {"community 2"}
    assert {group[one] for one in ("x", "y", "alone")} == {""}
    assert len(told) == 1
    np.testing.assert_array_equal(board.group >= 0, people.group != "")
    for corner in ("community 1", "community 2"):
        assert len(set(board.group[people.group == corner])) == 1


@pytest.mark.parametrize("by", [None, "team"])
def test_known_groups_stay_as_they_are(by):
    network = _cliques({0: "A", 1: "B"})
    before = _parts(network, by)
    people, board, told = corners_of(network, *before, by=by)
    assert people is before[0]
    assert board is before[1]
    assert told == ()


def test_corners_are_told_in_the_language_of_the_reader():
    graph = nx.barbell_graph(4, 1)
    graph.add_edges_from([(4, 0), (4, 8)])
    found = suggest_relief(Network.from_networkx(graph), top=1)
    said = found.explain(found.table.index[0], language="nl")
    assert "kring 1" in said
    assert "community" not in said
