"""Independent cascades against exact enumeration and published identities."""

import itertools

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade, bars_of
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.simulation import simulate_spread
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network

RUNS = 100_000
SURE = 4.5  # standard errors


def exact_spread(graph, chance, starts):
    """Average the reach over every live-edge graph, each direction of a tie a coin of its own."""
    arcs = list(graph.to_directed().edges())
    assert len(arcs) <= 15
    total = 0.0
    for live in itertools.product((0, 1), repeat=len(arcs)):
        weight = np.prod([chance if on else 1 - chance for on in live])
        world = nx.DiGraph()
        world.add_nodes_from(graph)
        world.add_edges_from(arc for arc, on in zip(arcs, live, strict=True) if on)
        reached = set(starts)
        for start in starts:
            reached |= nx.descendants(world, start)
        total += weight * len(reached)
    return total


def simulated(graph, model, starts, runs=RUNS, **options):
    engine = Engine.of(
        Network.from_networkx(graph), model=model, adopters=[str(s) for s in starts], runs=runs, rng=5, **options
    )
    sizes = engine.sizes()
    return sizes.mean(), sizes.std() / np.sqrt(runs)


@pytest.mark.parametrize(
    ("graph", "chance", "expected"),
    [
        (nx.path_graph(4), 0.5, 1.875),
        (nx.complete_graph(3), 0.5, 2.25),
        (nx.star_graph(9), 0.3, 1 + 9 * 0.3),
    ],
)
def test_identities(graph, chance, expected):
    mean, error = simulated(graph, IndependentCascade(chance), [0])
    assert abs(mean - expected) < SURE * error


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_enumeration_over_all_live_edge_graphs(seed):
    graph = nx.gnm_random_graph(6, 7, seed=seed)
    if graph.number_of_edges() > 7:
        pytest.skip("too many")
    chance = 0.2 + 0.1 * seed
    expected = exact_spread(graph, chance, [0, 3])
    mean, error = simulated(graph, IndependentCascade(chance), [0, 3])
    assert abs(mean - expected) <= SURE * max(error, 1e-9)


def test_given_chances_are_tie_weights():
    network = Network.from_arrays(["a", "b", "c"], [0, 1], [1, 2], [0.9, 0.25])
    spread = simulate_spread(
        network, adopters=["a"], model=IndependentCascade("given"), runs=RUNS, rng=1, progress=False
    )
    assert spread.mean == pytest.approx(1 + 0.9 + 0.9 * 0.25, abs=SURE * 0.7 / np.sqrt(RUNS))


def test_weighted_cascade_uses_the_number_of_ties_into_a_person():
    network = Network.from_arrays(["a", "b", "c"], [0, 1], [2, 2])
    spread = simulate_spread(network, adopters=["a"], model=IndependentCascade("weighted"), runs=RUNS, rng=1)
    assert spread.mean == pytest.approx(1.5, abs=SURE * 0.5 / np.sqrt(RUNS))


def test_certain_and_impossible_chances_are_exact():
    network = Network.from_networkx(nx.path_graph(30))
    assert simulate_spread(network, adopters=["0"], model=IndependentCascade(1.0), runs=50, rng=1).mean == 30
    assert simulate_spread(network, adopters=["0"], model=IndependentCascade(0.0), runs=50, rng=1).mean == 1
    assert bars_of(np.array([1.0], np.float32))[0] == 2**32 - 1


def test_steps_are_distances():
    spread = simulate_spread(
        Network.from_networkx(nx.path_graph(6)), adopters=["0"], model=IndependentCascade(1.0), runs=3, rng=1
    )
    assert spread.table["mean"].tolist() == [1, 2, 3, 4, 5, 6]
    short = simulate_spread(
        Network.from_networkx(nx.path_graph(6)), adopters=["0"], model=IndependentCascade(1.0), horizon=2, runs=3, rng=1
    )
    assert short.table["mean"].tolist() == [1, 2, 3]


def test_adding_a_tie_never_lowers_a_cascade_in_any_world():
    graph = nx.gnm_random_graph(60, 110, seed=3)
    engine = Engine.of(Network.from_networkx(graph), model=IndependentCascade(0.3), adopters=["0"], runs=400, rng=2)
    base = engine.sizes()
    for pair in ([0, 40], [7, 8], [20, 55]):
        assert (engine.sizes([pair]) >= base).all()


def test_added_ties_are_the_same_worlds_as_a_network_that_has_them():
    graph = nx.gnm_random_graph(40, 60, seed=5)
    pairs = [(0, 39), (3, 17)]
    for model in (IndependentCascade(0.4), IndependentCascade("weighted")):
        engine = Engine.of(Network.from_networkx(graph), model=model, adopters=["0", "5"], runs=300, rng=9)
        more = graph.copy()
        more.add_edges_from(pairs)
        other = Engine.of(Network.from_networkx(more), model=model, adopters=["0", "5"], runs=300, rng=9)
        ids = Network.from_networkx(graph)
        places = [[ids.positions([str(a)])[0], ids.positions([str(b)])[0]] for a, b in pairs]
        np.testing.assert_array_equal(engine.sizes(places), other.sizes())


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan"), "often", True])
def test_refuses_what_is_no_probability(chance):
    with pytest.raises(InputError, match="probability"):
        IndependentCascade(chance)


def test_refuses_weights_above_one_as_chances_and_no_ties():
    network = Network.from_arrays(["a", "b"], [0], [1], [3.0])
    with pytest.raises(InputError, match="given"):
        simulate_spread(network, adopters=["a"], model=IndependentCascade("given"), runs=2)
    import pandas as pd

    alone = Network.from_frames(pd.DataFrame({"person": ["a", "b"]}))
    with pytest.raises(TooLittleDataError, match="no ties"):
        simulate_spread(alone, adopters=["a"], runs=2)


def test_variants_lie_around_the_chance_and_words_are_there():
    low, high = IndependentCascade(0.2).plausible()
    assert low.probability < 0.2 < high.probability
    assert "probability = 0.2" in IndependentCascade(0.2).describe("en")
    assert IndependentCascade("given").plausible() == ()
    assert IndependentCascade("weighted").levers() == {}
