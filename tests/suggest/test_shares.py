"""Fair shares of a plan's growth: they add up, and their intervals hold what each tie brings over all orders."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.growth import Worlds
from kiemen.suggest.shares import Shares, share_out
from tests.suggest.conftest import field_of


def over_all_orders(field, plan, worlds):
    """Shapley's value of each tie by trying every order."""
    gain = {}
    for order in permutations(range(len(plan))):
        for k in range(len(plan) + 1):
            there = frozenset(order[:k])
            if there not in gain:
                gain[there] = field.gains(plan[sorted(there)], worlds).mean() if there else 0.0
    orders = list(permutations(range(len(plan))))
    return [
        np.mean([gain[frozenset(o[: o.index(k) + 1])] - gain[frozenset(o[: o.index(k)])] for o in orders])
        for k in range(len(plan))
    ]


@pytest.fixture
def cliques(two_cliques):
    """The left clique of ten is active; a 2 + 1 bridge and a spare tie lead to the right one."""
    place = {name: i for i, name in enumerate(two_cliques.ids)}
    field = field_of(two_cliques, Threshold(contacts=2, noise=0.0), [place[str(i)] for i in range(10)])
    ends = (("0", "10"), ("1", "10"), ("2", "11"), ("3", "12"))
    return field, np.array([[place[a], place[b]] for a, b in ends])


def test_shares_add_up_and_are_fair_to_those_who_need_each_other(cliques):
    field, plan = cliques
    shares = share_out(field, plan[:3], Worlds(0, 96), seed=3)
    assert np.allclose(shares.worlds.sum(axis=1), 10)
    whole = {"before": 10.0, "after": 20.0, "gain": 10.0, "gain_low": 10.0, "gain_high": 10.0}
    assert shares.whole(10.0) == whole
    # By hand over the six orders: whoever comes last brings all but what two ties to one person bring (1).
    assert over_all_orders(field, plan[:3], Worlds(0, 2)) == pytest.approx([3.5, 3.5, 3.0])
    assert shares.worlds.mean(axis=0) == pytest.approx([3.5, 3.5, 3.0], abs=1.2)


def test_intervals_hold_the_share_over_all_orders_where_only_orders_differ(cliques):
    field, plan = cliques
    truth = np.array(over_all_orders(field, plan, Worlds(0, 2)))
    held = []
    for seed in range(80):
        found = share_out(field, plan, Worlds(0, 96), seed=seed).per_tie()
        held.append((found[:, 1] <= truth + 1e-9) & (truth - 1e-9 <= found[:, 2]))
    assert 0.85 < np.mean(held) < 0.96


def test_intervals_hold_the_share_where_worlds_differ_too():
    graph = nx.Graph([("a", "b"), ("b", "c"), ("d", "e"), ("e", "f"), ("g", "h")])
    network = Network.from_networkx(graph)
    field = field_of(network, IndependentCascade(0.4), [0])
    plan = np.array([[0, 3], [2, 4], [5, 6], [1, 6]])
    truth = np.array(over_all_orders(field, plan, Worlds(1_000_000, 40_000)))
    held = []
    for seed in range(80):
        found = share_out(field, plan, Worlds(1000 * seed, 160), seed=seed).per_tie()
        held.append((found[:, 1] <= truth) & (truth <= found[:, 2]))
    assert 0.84 < np.mean(held) < 0.96


def test_few_orders_fall_back_on_worlds():
    rng = np.random.default_rng(2)
    shares = Shares(rng.normal(size=(4, 3)), np.zeros(4, dtype=np.int64))
    assert (shares.per_tie()[:, 1] < shares.per_tie()[:, 0]).all()
    assert Shares(np.empty((4, 0)), np.zeros(4, dtype=np.int64)).per_tie().shape == (0, 3)
