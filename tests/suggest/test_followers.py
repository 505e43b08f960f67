"""Cascades replayed from whom they reach anyway: the same worlds as the simulation's own."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.network import Network
from kiemen.suggest.followers import Followers
from kiemen.suggest.growth import Field, Worlds


def engine_of(model, *, weight=None, horizon=None, seed=4):
    graph = nx.barabasi_albert_graph(80, 3, seed=2)
    rng = np.random.default_rng(3)
    nx.set_edge_attributes(graph, {edge: float(rng.uniform(0.0, 0.4)) for edge in graph.edges}, "weight")
    nx.set_node_attributes(graph, {i: i % 7 > 0 for i in graph}, "inside")
    contacts = gather_contacts(Network.from_networkx(graph), weight=weight)
    return Engine(contacts, model=model, starters=[1, 5, 9, 30], horizon=horizon, seed=seed)


def simulated(engine, worlds, added, more=None):
    return engine.run(worlds.numbers, added, more).active[:, -1, :-1].sum(axis=1).tolist()


@pytest.mark.parametrize(
    ("chance", "weight"), [(0.0, None), (0.05, None), (0.3, None), (1.0, None), ("given", "weight")]
)
def test_replays_are_the_simulation_itself(chance, weight):
    # The twin is the simulation, whose own oracles are tested with it.
    engine = engine_of(IndependentCascade(chance), weight=weight)
    field, worlds = Field(engine), Worlds(7, 60)
    assert field.followers is not None
    rng = np.random.default_rng(5)
    for ties in (0, 1, 12, 200):
        added = engine.arcs(rng.integers(0, 80, (ties, 2))) if ties else Added.none()
        assert field.after(worlds, added).tolist() == simulated(engine, worlds, added)
        more = rng.integers(0, 80, 3).astype(np.int32)
        assert field.after(worlds, added, more).tolist() == simulated(engine, worlds, added, more)


def test_what_was_found_before_is_not_changed_by_a_replay():
    engine = engine_of(IndependentCascade(0.1))
    field, worlds = Field(engine), Worlds(0, 20)
    before = field.base(worlds).tolist()
    field.after(worlds, engine.arcs(np.array([[1, 60], [5, 61]])))
    assert field.after(worlds, Added.none()).tolist() == before


def test_drawn_starters_differ_from_world_to_world():
    network = Network.from_networkx(nx.connected_watts_strogatz_graph(60, 6, 0.2, seed=1))
    rank = pd.Series({str(i): float(i) for i in range(60)})
    engine = Engine.of(network, model=IndependentCascade(0.1), adopters=rank, share=0.1, rng=2)
    worlds = Worlds(0, 30)
    added = engine.arcs(np.array([[0, 40], [1, 50]]))
    assert Field(engine).after(worlds, added).tolist() == simulated(engine, worlds, added)


@pytest.mark.parametrize(("model", "horizon"), [("threshold", None), ("fire", None), ("cascade", 3)])
def test_other_models_and_cascades_that_are_cut_short_are_left_to_the_simulation(model, horizon):
    assert Field(engine_of(model, horizon=horizon)).followers is None
    assert Field(engine_of(IndependentCascade("weighted"))).followers is None


def test_only_so_much_is_kept(monkeypatch):
    engine = engine_of(IndependentCascade(0.1))
    field = Field(engine)
    monkeypatch.setattr(field.followers._kept, "room", 3 * 10 * 80)
    monkeypatch.setattr("kiemen.suggest.followers.BLOCK", 10 * 80)
    for block in range(9):
        worlds = Worlds(10 * block, 10)
        assert field.after(worlds, Added.none()).tolist() == simulated(engine, worlds, Added.none())
    assert len(field.followers._kept) == 3
    assert not field.followers.affords(11)
    assert isinstance(field.followers, Followers)
