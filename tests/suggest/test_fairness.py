import networkx as nx
import numpy as np
import pytest

from kiemen.network import Network
from kiemen.suggest.fairness import fairness, gini, said_of_fairness, the_popular
from kiemen.suggest.selection import Limits, set_board


def test_gini_of_known_vectors():
    assert gini(np.array([1.0, 1, 1, 1])) == 0
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert np.isnan(gini(np.zeros(3)))


def test_fairness_counts_people_and_the_popular(organisation):
    board = set_board(organisation, Limits(), by=None, register=None)
    table = fairness(board, np.array([[0, 1], [0, 2]]), ["a"] * 31 + ["b"] * 31)
    assert table.loc["people", "after"] == 3
    assert table.loc["groups", "after"] == 1
    assert table.loc["groups", "before"] == 2
    assert 0 <= table.loc["popular", "after"] <= 1
    assert table.loc["largest_group", "after"] == 1


def test_what_is_said_of_fairness_is_what_the_table_holds(organisation):
    board = set_board(organisation, Limits(), by=None, register=None)
    table = fairness(board, np.array([[0, 1], [0, 2]]), ["a"] * 31 + ["b"] * 31)
    said = " ".join(fact.say("en") for fact in said_of_fairness(table))
    assert f"{table.loc['popular', 'after']:.0%}" in said
    assert f"{table.loc['popular', 'before']:.0%}" in said
    assert "1 of 2 groups; 100%" in said


def test_people_outside_are_no_part_of_the_tenth():
    graph = nx.complete_graph(20)
    graph.add_edges_from((0, f"c{i}") for i in range(40))
    nx.set_node_attributes(graph, {name: not str(name).startswith("c") for name in graph}, "inside")
    network = Network.from_networkx(graph)
    board = set_board(network, Limits(), by=None, register=None)
    assert the_popular(board).sum() == 2
    table = fairness(board, network.positions(["0", "c1"]).reshape(1, 2))
    assert table.loc["gini", "before"] == pytest.approx(gini(np.array([59.0] + [19.0] * 19)))


def test_where_all_have_as_many_ties_nobody_is_popular(two_cliques):
    board = set_board(two_cliques, Limits(), by=None, register=None)
    table = fairness(board, np.array([[0, 10], [0, 11]]), ["a"] * 10 + ["b"] * 10)
    assert table.loc["popular"].isna().all()
    assert not any("tenth" in fact.say("en") for fact in said_of_fairness(table))
