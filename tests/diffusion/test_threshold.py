"""Thresholds: the two cliques, ring lattices, fractions, noise."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.engine import Engine
from kiemen.diffusion.simulation import simulate_spread
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network

TWO = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
LEFT = [str(i) for i in range(10)]


def joined(pairs):
    network = Network.from_networkx(TWO)
    engine = Engine.of(network, model=Threshold(contacts=2, noise=0), adopters=LEFT, runs=1, rng=1)
    places = [[int(network.positions([str(a)])[0]), int(network.positions([str(b)])[0])] for a, b in pairs]
    return int(engine.sizes(places)[0]) - 10


def test_two_cliques_need_a_wide_bridge():
    for width in range(1, 11):
        assert joined([(i, 10 + i) for i in range(width)]) == 0  # parallel ties do nothing
    assert joined([(0, 10), (1, 10)]) == 1
    assert joined([(0, 10), (1, 10), (2, 11)]) == 10


@pytest.mark.parametrize(
    ("half", "need", "expected"),
    [(2, 1, 40), (2, 2, 40), (2, 3, 5), (3, 3, 40), (3, 4, 7), (4, 4, 40), (4, 5, 9)],
)
def test_ring_lattices_spread_up_to_half_their_degree(half, need, expected):
    ring = nx.circulant_graph(40, list(range(1, half + 1)))
    circle = ["0", *(str(v) for v in ring[0])]
    spread = simulate_spread(
        Network.from_networkx(ring), adopters=circle, model=Threshold(contacts=need, noise=0), runs=1, rng=1
    )
    assert spread.mean == expected


def brute_force(graph, starts, need):
    """Let people join one round after another."""
    active = set(starts)
    while True:
        new = {v for v in graph if v not in active and sum(u in active for u in graph[v]) >= need(graph.degree(v))}
        if not new:
            return len(active)
        active |= new


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_rounds_by_hand(seed):
    graph = nx.gnm_random_graph(50, 120, seed=seed)
    network = Network.from_networkx(graph)
    for model, need in (
        (Threshold(contacts=2, noise=0), lambda _: 2),
        (Threshold(contacts=1, share=1 / 3, noise=0), lambda d: max(1, d / 3 - 1e-9)),
        (Threshold(contacts=2, share=0.4, noise=0), lambda d: max(2, 0.4 * d - 1e-9)),
    ):
        spread = simulate_spread(network, adopters=["0", "1", "2", "3"], model=model, runs=1, rng=1)
        assert spread.mean == brute_force(graph, range(4), need)


def test_a_third_of_three_contacts_is_one():
    star = nx.star_graph(3)
    spread = simulate_spread(
        Network.from_networkx(star), adopters=["1"], model=Threshold(contacts=0, share=1 / 3, noise=0), runs=1, rng=1
    )
    assert spread.mean == 4


def test_noise_lets_people_join_below_the_need_at_its_rate():
    pair = Network.from_networkx(nx.path_graph(2))
    model = Threshold(contacts=2, noise=0.1)
    spread = simulate_spread(pair, adopters=["0"], model=model, horizon=5, runs=40_000, rng=3)
    expected = 2 - 0.9 ** np.arange(6)
    np.testing.assert_allclose(spread.table["mean"], expected, atol=4.5 * 0.5 / np.sqrt(40_000))


@pytest.mark.parametrize("noise", [0.005, 0.3, 1.0])
def test_a_longer_horizon_changes_nothing_before(noise):
    network = Network.from_networkx(nx.les_miserables_graph())
    model = Threshold(contacts=2, share=0.4, spread=0.1, noise=noise)
    long, short = (
        Engine.of(network, model=model, adopters=list(network.ids[:4]), horizon=periods, runs=200, rng=6).spread()
        for periods in (30, 9)
    )
    np.testing.assert_array_equal(long.active[:, :10], short.active)


def test_spread_draws_needs_evenly():
    star = Network.from_networkx(nx.star_graph(4))
    model = Threshold(contacts=0, share=0.5, spread=0.5, noise=0)
    spread = simulate_spread(star, adopters=["1"], model=model, runs=40_000, rng=3)
    # The centre joins at a quarter of its contacts with chance 1/4, and then wins over the three others.
    assert spread.mean == pytest.approx(1 + 0.25 * 4, abs=4.5 * 1.8 / np.sqrt(40_000))


def test_a_new_tie_also_dilutes_a_share():
    graph = nx.Graph([("a", "b"), ("c", "d")])
    network = Network.from_networkx(graph)
    engine = Engine.of(network, model=Threshold(contacts=0, share=0.6, noise=0), adopters=["a"], runs=1, rng=1)
    b, d = network.positions(["b", "d"])
    assert engine.sizes().tolist() == [2]
    assert engine.sizes([[b, d]]).tolist() == [1]


@pytest.mark.parametrize(
    ("name", "value"), [("contacts", -1), ("share", 1.2), ("spread", -0.1), ("noise", 2), ("noise", "a")]
)
def test_refuses_parameters_by_name(name, value):
    with pytest.raises(InputError, match=name):
        Threshold(**{name: value})


def test_refuses_a_need_of_nothing():
    with pytest.raises(InputError, match="both 0"):
        Threshold(contacts=0, share=0)


def test_horizon_only_with_noise():
    assert Threshold(noise=0).default_horizon is None
    assert Threshold(noise=0.01).default_horizon == 24
    low, high = Threshold(share=0.2).plausible()
    assert low.noise < 0.01 < high.noise
    assert Threshold(noise=0).plausible() == ()
    assert set(Threshold(share=0.2).levers()) == {"contacts", "share", "noise"}
