"""Small networks with known answers."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.network import Network
from kiemen.suggest.acceptance_level import counted
from kiemen.suggest.acceptance_windows import moments
from kiemen.suggest.growth import Field


def field_of(network, model, starters, seed=1):
    """Give a model on a network, ready for replay."""
    return Field(Engine(gather_contacts(network), model=model, starters=starters, seed=seed))


def growing(seed=1, n=70, waves=5):
    """Give ties that form within two groups eight times as readily as across, and per pair its chance and its ends."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) % 2
    left, right = np.triu_indices(n, 1)
    chance = np.where(group[left] == group[right], 0.04, 0.005)
    there = np.zeros(len(left), bool)
    rows = []
    for wave in range(waves):
        there |= rng.random(len(left)) < chance
        rows += [(f"p{a:02d}", f"p{b:02d}", str(wave)) for a, b in zip(left[there], right[there], strict=True)]
    people = pd.DataFrame({"person": [f"p{i:02d}" for i in range(n)], "team": np.where(group == 0, "x", "y")})
    return Network.from_frames(people, pd.DataFrame(rows, columns=["source", "target", "wave"])), chance, left, right


def dated(n=120, rows=1500):
    """Give a network of meetings at random in 300 days."""
    rng = np.random.default_rng(2)
    ties = pd.DataFrame(
        {
            "source": rng.integers(0, n, rows).astype(str),
            "target": rng.integers(0, n, rows).astype(str),
            "start": pd.Timestamp("2025-01-01") + pd.to_timedelta(np.sort(rng.random(rows) * 300), unit="D"),
        }
    )
    return Network.from_frames(ties=ties[ties["source"] != ties["target"]])


def waves(seed=4, n=30, count=4, more=30):
    """Give waves of random ties, more in each."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"p{a:02d}", f"p{b:02d}", str(w))
        for w in range(count)
        for a, b in rng.integers(0, n, (40 + more * w, 2)).tolist()
        if a != b
    ]
    return pd.DataFrame(rows, columns=["source", "target", "wave"])


def moments_of(history, period, until):
    """Give the moments learned from."""
    return moments(history, period, until, counted(history, until, period)[0])


@pytest.fixture
def two_cliques():
    """Two groups of ten, everybody tied within, nobody across."""
    graph = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
    nx.set_node_attributes(graph, {i: "left" if i < 10 else "right" for i in graph}, "team")
    return Network.from_networkx(graph)


@pytest.fixture
def left():
    """The people of the left group."""
    return [str(i) for i in range(10)]


@pytest.fixture
def organisation():
    """Sixty people in four departments with roles, initiatives and a few people outside."""
    rng = np.random.default_rng(5)
    ids = [f"p{i:02d}" for i in range(60)]
    department = [("Zorg", "Wijken", "Ruimte", "Dienst")[i % 4] for i in range(60)]
    roles = ["director" if i == 0 else "team lead" if i < 5 else "adviser" for i in range(60)]
    people = pd.DataFrame(
        {
            "person": [*ids, "c1", "c2"],
            "name": [*(f"Person {i}" for i in range(60)), "Council Carla", "Maker Mo"],
            "department": [*department, None, None],
            "role": [*roles, "raadslid", "ondernemer"],
            "level": [*(float(min(i // 5, 3)) for i in range(60)), np.nan, np.nan],
            "inside": [True] * 60 + [False] * 2,
        }
    )
    rows = set()
    while len(rows) < 170:
        a, b = rng.integers(0, 60, 2)
        if a < b and (department[a] == department[b] or rng.random() < 0.15):
            rows.add((ids[a], ids[b]))
    rows |= {("c1", "p00"), ("c2", "p07")}
    ties = pd.DataFrame(sorted(rows), columns=["source", "target"])
    members = pd.DataFrame([(ids[i], "Buurttuin") for i in range(12)], columns=["person", "initiative"])
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    return Network.from_frames(people, ties.assign(relation="tie"), relations=relations, memberships=members)


@pytest.fixture
def adopters():
    """Those who already try it in the organisation."""
    return ["p06", "p07", "p09"]
