"""Thresholds replayed from when people join anyway: the same worlds as the simulation's own."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.base import Added
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest import joiners
from kiemen.suggest.growth import Field, Worlds
from kiemen.suggest.joiners import Joiners

PEOPLE = 80


def engine_of(model, *, weight=None, horizon=None, directed=False, seed=4):
    graph = nx.barabasi_albert_graph(PEOPLE, 4, seed=2)
    if directed:
        graph = nx.DiGraph(sorted(graph.edges))
    rng = np.random.default_rng(3)
    nx.set_edge_attributes(graph, {edge: float(rng.uniform(0.2, 2.0)) for edge in graph.edges}, "weight")
    nx.set_node_attributes(graph, {i: i % 7 > 0 for i in graph}, "inside")
    contacts = gather_contacts(Network.from_networkx(graph), weight=weight)
    return Engine(contacts, model=model, starters=[1, 5, 9, 30], horizon=horizon, seed=seed)


def simulated(engine, worlds, added, more=None):
    return engine.run(worlds.numbers, added, more).active[:, -1, :-1].sum(axis=1).tolist()


MODELS = [
    Threshold(),
    Threshold(contacts=1, share=0.0, noise=0.0),
    Threshold(contacts=2, share=0.0, noise=0.02),
    Threshold(contacts=1, share=0.3, spread=0.2, noise=0.05),
    Threshold(contacts=3, share=0.5, noise=1.0),
    LinearThreshold(),
]


@pytest.mark.parametrize("looks", [0.0, joiners.LOOKS, np.inf])
@pytest.mark.parametrize("form", [{}, {"weight": "weight"}, {"directed": True}, {"horizon": 3}])
@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_replays_are_the_simulation_itself(model, form, looks, monkeypatch):
    # The twin is the simulation, whose own oracles are tested with it.
    monkeypatch.setattr(joiners, "LOOKS", looks)
    engine = engine_of(model, **form)
    field, worlds = Field(engine), Worlds(7, 40)
    assert field.joiners is not None
    rng = np.random.default_rng(5)
    for ties in (0, 1, 12, 200):
        added = engine.arcs(rng.integers(0, PEOPLE, (ties, 2))) if ties else Added.none()
        assert field.after(worlds, added).tolist() == simulated(engine, worlds, added)
        more = rng.integers(0, PEOPLE, 3).astype(np.int32)
        assert field.after(worlds, added, more).tolist() == simulated(engine, worlds, added, more)


def test_ties_that_only_make_it_harder_take_people_away():
    # Whoever needs half of the contacts and gets one more who does not take part drops out, and those after them.
    graph = nx.path_graph(8)
    contacts = gather_contacts(Network.from_networkx(graph))
    engine = Engine(contacts, model=Threshold(contacts=1, share=0.5, noise=0.0), starters=[0], seed=1)
    field, worlds = Field(engine), Worlds(0, 3)
    assert field.base(worlds).tolist() == [8, 8, 8]
    harm = engine.arcs(np.array([[2, 6]]))
    assert field.after(worlds, harm).tolist() == simulated(engine, worlds, harm) == [2, 2, 2]


def test_what_was_found_before_is_not_changed_by_a_replay():
    engine = engine_of(Threshold(contacts=2, share=0.0, noise=0.01))
    field, worlds = Field(engine), Worlds(0, 20)
    before = field.base(worlds).tolist()
    field.after(worlds, engine.arcs(np.array([[1, 60], [5, 61], [9, 60], [30, 61]])))
    assert field.after(worlds, Added.none()).tolist() == before


def test_drawn_starters_differ_from_world_to_world():
    network = Network.from_networkx(nx.connected_watts_strogatz_graph(60, 6, 0.2, seed=1))
    rank = pd.Series({str(i): float(i) for i in range(60)})
    engine = Engine.of(network, model=Threshold(contacts=2, share=0.0), adopters=rank, share=0.1, rng=2)
    worlds = Worlds(0, 30)
    added = engine.arcs(np.array([[0, 40], [1, 50]]))
    assert Field(engine).after(worlds, added).tolist() == simulated(engine, worlds, added)


@pytest.mark.parametrize(("model", "horizon"), [("cascade", None), ("fire", None), ("threshold", 20_000)])
def test_other_models_and_very_long_horizons_are_left_to_the_simulation(model, horizon):
    assert Field(engine_of(model, horizon=horizon)).joiners is None


def test_only_so_much_is_kept(monkeypatch):
    engine = engine_of(Threshold())
    field = Field(engine)
    monkeypatch.setattr(field.joiners._kept, "room", 3 * 10 * PEOPLE)
    monkeypatch.setattr(joiners, "BLOCK", 10 * PEOPLE)
    for block in range(9):
        worlds = Worlds(10 * block, 10)
        assert field.after(worlds, Added.none()).tolist() == simulated(engine, worlds, Added.none())
    assert len(field.joiners._kept) == 3
    assert not field.joiners.affords(11)
    assert isinstance(field.joiners, Joiners)
