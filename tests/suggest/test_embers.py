"""Fires replayed from the coins that decide: the same worlds as the simulation's own."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire, Impulse
from kiemen.network import Network
from kiemen.suggest.embers import Embers
from kiemen.suggest.growth import Field, Worlds


def engine_of(model, *, weighted=False, seed=4):
    graph = nx.barabasi_albert_graph(80, 3, seed=2)
    if weighted:
        rng = np.random.default_rng(3)
        nx.set_edge_attributes(graph, {edge: float(rng.uniform(0.2, 3.0)) for edge in graph.edges}, "weight")
    return Engine(gather_contacts(Network.from_networkx(graph)), model=model, starters=[1, 5, 9, 30], seed=seed)


def simulated(engine, worlds, added, more=None):
    return engine.run(worlds.numbers, added, more).active[:, -1, :-1].sum(axis=1).tolist()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "model",
    [
        Fire(ignition=0.05, cooling=0.2),
        Fire(ignition=0.05, reinforcement=1.0, company=0.0, cooling=0.3),
        Fire(ignition=0.02, reinforcement=1.5, cooling=0.0),
        Fire(ignition=2.0, cooling=1.0),
        Fire(ignition=0.0),
    ],
)
def test_replays_are_the_simulation_itself(model, weighted):
    # The twin is the simulation, whose own oracles are tested with it.
    engine = engine_of(model, weighted=weighted)
    field, worlds = Field(engine), Worlds(7, 40)
    rng = np.random.default_rng(5)
    for ties in (0, 1, 12, 200):  # two hundred: far more heat than the contacts give
        added = engine.arcs(rng.integers(0, 80, (ties, 2))) if ties else Added.none()
        assert field.after(worlds, added).tolist() == simulated(engine, worlds, added)
    more = np.array([2, 3, 5], np.int32)
    assert field.after(worlds, Added.none(), more).tolist() == simulated(engine, worlds, Added.none(), more)


def test_drawn_starters_differ_from_world_to_world():
    graph = nx.connected_watts_strogatz_graph(60, 6, 0.2, seed=1)
    network = Network.from_networkx(graph)
    rank = {str(i): float(i) for i in range(60)}
    engine = Engine.of(network, model=Fire(ignition=0.05), adopters=pd.Series(rank), share=0.1, rng=2)
    worlds = Worlds(0, 30)
    assert Field(engine).after(worlds, Added.none()).tolist() == simulated(engine, worlds, Added.none())


def test_other_models_and_fires_fed_from_elsewhere_are_left_to_the_simulation():
    assert Field(engine_of("cascade")).embers is None
    assert Field(engine_of(Fire(outside=0.01))).embers is None
    assert Field(engine_of(Fire(stoking=[Impulse(3)]))).embers is None


def test_only_so_many_coins_are_kept(monkeypatch):
    engine = engine_of(Fire(ignition=0.05))
    field = Field(engine)
    monkeypatch.setattr(field.embers._kept, "room", 3 * field.embers._most(10))
    for block in range(9):
        worlds = Worlds(10 * block, 10)
        assert field.after(worlds, Added.none()).tolist() == simulated(engine, worlds, Added.none())
    assert len(field.embers._kept) < 9
    assert field.embers._kept.taken <= 3 * field.embers._most(10)
    assert isinstance(field.embers, Embers)
