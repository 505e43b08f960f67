import networkx as nx
import numpy as np
import pytest

from kiemen.network import Network
from kiemen.suggest import rules
from kiemen.suggest.selection import Limits, set_board


@pytest.fixture
def board(organisation):
    return set_board(organisation, Limits(), by=None, register=None)


def test_every_rule_gives_pairs_that_fill_a_plan(board):
    starters = np.array([6, 7, 9])
    for name, rule in rules.all_rules(board, starters, top=5, seed=1).items():
        plan = board.fill(rule(), 5)
        assert 0 < len(plan) <= 5, name
        assert board.allowed(plan).all()


def test_hubs_are_the_best_connected(board):
    first = rules.starters_to_hubs(board, np.array([6, 7, 9]))[0]
    others = np.setdiff1d(np.arange(board.n), [6, 7, 9])
    assert board.degree[first[0]] == board.degree[others].max() or board.degree[first[1]] == board.degree[others].max()


def test_the_leading_vector_is_that_of_the_adjacency_matrix():
    # Zachary's club: largest eigenvalue 6.725698
    matrix = Network.from_networkx(nx.karate_club_graph()).adjacency(weight=None, direction="both")
    vector = rules.leading_vector(matrix, steps=300)
    assert vector @ (matrix @ vector) == pytest.approx(6.725698, abs=1e-5)
    board = set_board(Network.from_networkx(nx.karate_club_graph()), Limits(per_person=3), by=None, register=None)
    ids = Network.from_networkx(nx.karate_club_graph()).ids
    pairs = board.fill(rules.strongest_product(vector, 5), 5)
    # First-order gain of the largest eigenvalue: (0, 33), (2, 33), (0, 32), (1, 33), (1, 32) in this order
    assert [{ids[a], ids[b]} for a, b in pairs[:3]] == [{"0", "33"}, {"2", "33"}, {"0", "32"}]


def test_without_starters_there_is_nobody_to_connect(board):
    assert len(rules.starters_to_hubs(board, np.empty(0, np.int64))) == 0


def test_the_nearest_are_the_same_when_starters_are_taken_a_few_at_a_time(board, monkeypatch):
    starters = np.array([6, 7, 9, 20, 33])
    whole = rules.starters_to_nearest(board, starters)
    monkeypatch.setattr(rules, "STARTERS_AT_ONCE", 2)
    assert rules.starters_to_nearest(board, starters).tolist() == whole.tolist()
    monkeypatch.setattr(rules, "PEOPLE_CONSIDERED", 1)
    assert rules.starters_to_nearest(board, starters).tolist() == whole[:50].tolist()


def test_a_large_network_is_not_searched_for_all_pairs_with_shared_contacts(organisation, adopters, monkeypatch):
    monkeypatch.setattr("kiemen.suggest.rules.TWO_STEPS", 10)
    board = set_board(organisation, Limits(), by=None, register=None)
    named = rules.all_rules(board, organisation.positions(adopters), top=5, seed=1)
    assert "starters to nearest" in named
    assert not {"adamic-adar", "resource allocation"} & set(named)
