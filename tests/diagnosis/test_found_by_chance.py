"""Where everybody keeps their number of ties and nothing else, nothing is found more often than stated."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from kiemen.datasets.examples import load_example, load_truth
from kiemen.diagnosis.patterns import find_patterns
from kiemen.measures.bridges import score_bridges
from kiemen.measures.null_models import rewire_ties
from kiemen.measures.roles import score_roles
from kiemen.measures.walls import find_walls
from kiemen.network import Network

RUNS = 15


@pytest.fixture(scope="module")
def rewired():
    """The municipality with its ties rewired and its answers and adopters handed to anybody."""
    network = load_example("gemeente").select(relation="samenwerking", wave="meting 1")
    ids, inside = np.array(network.ids), np.array(network.people.index[network.people["inside"]])
    drawn = rewire_ties(network.adjacency(weight=None), directed=True, times=RUNS, rng=1)
    scenes = []
    for seed, (source, target) in enumerate(drawn):
        rng = np.random.default_rng(seed)
        other = dict(zip(inside, rng.permutation(inside), strict=True))
        answers = network.responses.assign(person=network.responses["person"].map(lambda p, other=other: other[p]))
        scene = Network.from_frames(
            network.people.reset_index(),
            pd.DataFrame({"source": ids[source], "target": ids[target]}),
            items=network.items.reset_index(),
            responses=answers,
        )
        scenes.append((scene, list(rng.choice(inside, 80, replace=False))))
    return scenes


def test_patterns(rewired):
    found = Counter()
    for seed, (network, adopters) in enumerate(rewired):
        table = find_patterns(network, adopters=adopters, rng=seed, times=199).table
        found.update(table.loc[table["found"], "kind"].unique().tolist())
    # one in twenty runs may show a kind: more than four of fifteen happens once in two thousand times
    assert max(found.values(), default=0) <= 4
    assert sum(found.values()) <= 10


def test_walls_and_roles(rewired):
    walls = strong = roles = 0
    for seed, (network, _) in enumerate(rewired):
        table = find_walls(network, rng=seed, times=99).table
        walls += bool(table["wall"].any())
        strong += bool(table["strong"].any())
        roles += bool((score_roles(network, rng=seed, times=99).table["role"] != "").any())
    assert max(walls, strong, roles) <= 4


def test_what_was_planted_is_found():
    """Both walls, both blocked departments, the lonely enthusiasts, and the bridge that carries too much."""
    network, truth = load_example("gemeente"), load_truth("gemeente")
    table = find_walls(network, relation="samenwerking", rng=1).table
    strong = {frozenset(pair) for pair in table.loc[table["strong"], ["group", "other"]].to_numpy().tolist()}
    planted = {frozenset(pair) for pair in truth["walls"].to_numpy().tolist()}
    assert planted <= strong
    assert len(strong) <= 3
    early = [person for person in truth["people"].index[truth["people"]["early_adopter"]] if person in network.ids]
    patterns = find_patterns(network, adopters=early, relation="samenwerking", rng=1)
    found = patterns.table[patterns.table["found"]]
    blocked = found.loc[found["kind"] == "blocked group", "group"]
    assert set(blocked) == set(truth["blocked"]["department"])
    (straw,) = found.index[found["kind"] == "enthusiasts who only know each other"]
    assert set(patterns.members[straw]) == set(truth["lonely"]["person"])
    bridges = score_bridges(network, relation="samenwerking").table
    assert truth["bridge"]["person"].iloc[0] in bridges.index[bridges["overloaded"]]
