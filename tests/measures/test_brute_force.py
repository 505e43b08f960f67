"""Measures written out once more from their formulas, slowly and by plain loops, on small networks."""

import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.measures.betweenness import exact_betweenness, sampled_betweenness
from kiemen.measures.removal import find_key_people, fragmentation
from kiemen.measures.twomode import (
    membership_chances,
    two_mode_holes,
    two_mode_roles,
    validated_projection,
    weighted_projection,
)
from kiemen.network import Network

RUNS = 12


def _graph(seed: int) -> nx.Graph:
    return nx.gnp_random_graph(9, 0.22, seed=seed)


def _network(graph: nx.Graph) -> Network:
    people = pd.DataFrame({"person": [f"p{v}" for v in graph]})
    ties = pd.DataFrame([(f"p{a}", f"p{b}") for a, b in graph.edges], columns=["source", "target"])
    return Network.from_frames(people, ties)


def _memberships(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.random((7, 5)) < 0.45).astype(float)


def _cut_off(graph: nx.Graph, gone: tuple[int, ...]) -> float:
    """Borgatti's fragmentation of who stays: pairs without a path."""
    left = graph.copy()
    left.remove_nodes_from(gone)
    pairs = list(itertools.combinations(left, 2))
    return sum(not nx.has_path(left, a, b) for a, b in pairs) / len(pairs)


def _reached(graph: nx.Graph, chosen: tuple[int, ...], steps: int) -> float:
    near = [set(nx.single_source_shortest_path_length(graph, v, cutoff=steps)) for v in chosen]
    return len(set().union(*near)) / len(graph)


@pytest.mark.parametrize("seed", range(RUNS))
def test_key_people_by_fragmentation(seed):
    graph = _graph(seed)
    found = find_key_people(_network(graph), top=3, goal="fragmentation").table
    chosen: tuple[int, ...] = ()
    for person, row in found.iterrows():
        options = {v: _cut_off(graph, (*chosen, v)) for v in graph if v not in chosen}
        assert row["value"] == pytest.approx(max(options.values()))
        assert options[int(str(person)[1:])] == pytest.approx(row["value"])
        chosen = (*chosen, int(str(person)[1:]))
    # the first is the best of all sets of one; of three, greedy can fall short of the best set but never beat it
    best = max(_cut_off(graph, three) for three in itertools.combinations(graph, 3))
    assert found["value"].iloc[-1] <= best + 1e-12
    assert fragmentation(csr_array(nx.to_scipy_sparse_array(graph))) == pytest.approx(_cut_off(graph, ()))


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.parametrize("steps", [1, 2])
def test_key_people_by_reach(seed, steps):
    graph = _graph(seed)
    found = find_key_people(_network(graph), top=3, steps=steps).table
    chosen: tuple[int, ...] = ()
    for person, row in found.iterrows():
        options = [_reached(graph, (*chosen, v), steps) for v in graph if v not in chosen]
        chosen = (*chosen, int(str(person)[1:]))
        assert row["value"] == pytest.approx(max(options))
        assert row["value"] == pytest.approx(_reached(graph, chosen, steps))
    best = max(_reached(graph, three, steps) for three in itertools.combinations(graph, 3))
    assert found["value"].iloc[-1] >= (1 - 1 / np.e) * best


def test_the_bound_of_drawn_betweenness_holds_for_everybody_at_once():
    graph = csr_array(nx.to_scipy_sparse_array(nx.barabasi_albert_graph(150, 2, seed=1), dtype=float))
    exact = exact_betweenness(graph).value
    missed = 0
    for seed in range(60):
        drawn = sampled_betweenness(graph, pairs=1500, confidence=0.9, rng=seed)
        missed += bool((np.abs(drawn.value - exact) > drawn.error).any())
        assert (drawn.error > 0).all()
    # at most one in ten may miss anybody; the bound is wide, so hardly one does
    assert missed <= 6
    few, many = (sampled_betweenness(graph, pairs=pairs, rng=1).error.max() for pairs in (1000, 16_000))
    assert many < few / 3


@pytest.mark.parametrize("seed", range(RUNS))
def test_two_mode_holes(seed):
    """Hollway et al. (2020): shares of what one does, through other initiatives and other people."""
    x = _memberships(seed)
    people, initiatives = x.shape
    found = two_mode_holes(csr_array(x))
    for i in range(people):
        mine = [a for a in range(initiatives) if x[i, a]]
        if not mine:
            assert np.isnan(found.constraint[i])
            continue
        total = 0.0
        for a in mine:
            held = 1 / len(mine)
            for b in mine:
                if b == a:
                    continue
                for j in range(people):
                    if j != i and x[j, b] and x[j, a]:
                        held += 1 / len(mine) * (1 / x[:, b].sum()) * (1 / x[j].sum())
            total += held**2
        assert found.constraint[i] == pytest.approx(total, abs=1e-12)
        met = [j for j in range(people) if j != i and (x[i] * x[j]).any()]
        assert found.contacts[i] == len(met)
        if not met:
            assert np.isnan(found.effective_size[i])
            continue
        weight = [(x[i] * x[j]).sum() for j in met]
        also = [sum((x[j] * x[q]).any() for q in met if q != j) for j in met]
        redundancy = sum(w * o for w, o in zip(weight, also, strict=True)) / sum(weight)
        assert found.redundancy[i] == pytest.approx(redundancy, abs=1e-12)
        assert found.effective_size[i] == pytest.approx(len(met) - redundancy, abs=1e-12)


@pytest.mark.parametrize("seed", range(RUNS))
def test_two_mode_roles(seed):
    x, codes = _memberships(seed), np.array([0, 0, 0, 1, 1, 2, 2])
    found = two_mode_roles(csr_array(x), codes)
    shares = (x @ x.T) > 0
    for v in range(7):
        wanted = np.zeros(5, int)
        for a, b in itertools.combinations([p for p in range(7) if p != v], 2):
            if not (shares[a, v] and shares[v, b]) or shares[a, b]:
                continue
            one, own, other = codes[a], codes[v], codes[b]
            if one == own == other:
                wanted[0] += 1
            elif one == other:
                wanted[1] += 1
            elif own in (one, other):
                wanted[[2, 3]] += 1
            else:
                wanted[4] += 1
        assert found[v].tolist() == wanted.tolist()


@pytest.mark.parametrize("seed", range(RUNS))
def test_projections(seed):
    x = _memberships(seed)
    weighted = weighted_projection(csr_array(x)).toarray()
    size = x.sum(axis=0)
    for i, j in itertools.permutations(range(7), 2):
        wanted = sum(1 / (size[a] - 1) for a in range(5) if x[i, a] and x[j, a])
        assert weighted[i, j] == pytest.approx(wanted)
    chance = membership_chances(csr_array(x))
    inner = (x.sum(axis=1) > 0) & (x.sum(axis=1) < 5)
    if inner.all() and ((size > 0) & (size < 7)).all():
        assert chance.sum(axis=1) == pytest.approx(x.sum(axis=1), abs=1e-5)
        assert chance.sum(axis=0) == pytest.approx(size, abs=1e-5)
    found = validated_projection(csr_array(x))
    for one, other, shared, expected, p in zip(
        found.one, found.other, found.shared, found.expected, found.p, strict=True
    ):
        both = chance[one] * chance[other]
        assert shared == (x[one] * x[other]).sum()
        assert expected == pytest.approx(both.sum())
        tail = 0.0
        for met in itertools.product([0, 1], repeat=5):  # every way in which initiatives can be shared
            if sum(met) >= shared:
                tail += np.prod([c if m else 1 - c for m, c in zip(met, both, strict=True)])
        assert p == pytest.approx(tail, abs=1e-9)
