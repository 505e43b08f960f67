"""Matrices are built once, agree with a loop over the rows, and refuse what does not exist."""

import numpy as np
import pandas as pd
import pytest

from kiemen._matrices import Matrices
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network


def test_adjacency_agrees_with_a_loop():
    rng = np.random.default_rng(5)
    names = [f"p{i}" for i in range(12)]
    ties = pd.DataFrame(
        {
            "source": rng.choice(names, 60),
            "target": rng.choice(names, 60),
            "weight": rng.integers(1, 4, 60),
            "relation": rng.choice(["advice", "meets"], 60),
        }
    )
    relations = pd.DataFrame({"relation": ["advice", "meets"], "directed": [True, False]})
    network = Network.from_frames(pd.DataFrame({"person": names}), ties, relations=relations)
    assert isinstance(network, Matrices)
    expected = np.zeros((12, 12))
    place = {name: i for i, name in enumerate(network.ids)}
    for row in ties.itertuples():
        if row.source == row.target:
            continue
        expected[place[row.source], place[row.target]] += row.weight
        if row.relation == "meets":
            expected[place[row.target], place[row.source]] += row.weight
    assert np.array_equal(network.adjacency().toarray(), expected)
    assert np.array_equal(network.adjacency(["meets", "advice"]).toarray(), expected)


def test_built_once_and_shielded():
    network = Network.from_frames(ties=pd.DataFrame({"source": ["a"], "target": ["b"]}))
    one, two = network.adjacency(), network.adjacency()
    assert not np.shares_memory(one.data, two.data)
    one.data[:] = 9
    assert (two.data != 9).all(), "what is written into a matrix stays in that matrix"
    assert (network.adjacency().data != 9).all()
    one.resize((1, 1))
    assert network.adjacency().shape == (2, 2)


def test_incidence():
    rows = pd.DataFrame({"person": ["b", "a", "b", "b"], "initiative": ["y", "x", "x", "x"], "role": list("mmml")})
    network = Network.from_frames(memberships=rows)
    assert network.incidence().toarray().tolist() == [[1, 0], [1, 1]]


def test_refusals():
    network = Network.from_frames(ties=pd.DataFrame({"source": ["a"], "target": ["b"]}))
    with pytest.raises(InputError, match="direction"):
        network.adjacency(direction="up")
    with pytest.raises(ColumnError, match="weight"):
        network.adjacency(weight="strength")
    with pytest.raises(InputError, match="no wave"):
        network.adjacency(wave="1")
