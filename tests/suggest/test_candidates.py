import networkx as nx
import numpy as np

from kiemen.network import Network
from kiemen.suggest import candidates
from kiemen.suggest.candidates import find_candidates
from kiemen.suggest.reasons import People
from kiemen.suggest.selection import Limits, set_board


def test_all_pairs_when_few(organisation):
    board = set_board(organisation, Limits(), by=None, register=None)
    found = find_candidates(board, People.of(organisation, None), np.array([6, 7]))
    n = organisation.n_nodes
    both_from_outside = 1
    assert len(found) == n * (n - 1) // 2 - board.tied.nnz // 2 - both_from_outside


def test_every_reason_is_found_without_listing_all_pairs(organisation, adopters, monkeypatch):
    monkeypatch.setattr(candidates, "ALL_PAIRS", 0)
    board = set_board(organisation, Limits(), by=None, register=None)
    starters = organisation.positions(adopters)
    found = find_candidates(board, People.of(organisation, None), starters)
    assert {"adopters", "one push", "wall", "room"} <= set(found["reason"])
    assert not found.duplicated(["left", "right"]).any()
    assert board.allowed(found[["left", "right"]].to_numpy()).all()
    assert len(found) < 62 * 61 / 4


def test_lonely_enthusiasts_come_by_their_rank(monkeypatch):
    monkeypatch.setattr(candidates, "ALL_PAIRS", 0)
    graph = nx.star_graph(5)
    graph.add_node(9)
    network = Network.from_networkx(graph)
    board = set_board(network, Limits(), by=None, register=None)
    rank = np.arange(7.0)
    found = find_candidates(board, People.of(network, None), np.array([0]), propensity=rank)
    alone = found[found["reason"] == "alone"]
    assert len(alone) == 1
