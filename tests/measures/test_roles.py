"""Roles with their test: what comes out, how often chance alone is called a role, and what cannot be said."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import ColumnError, TooLittleDataError
from kiemen.measures.roles import score_roles
from kiemen.network import Network


@pytest.mark.oracle
def test_z_scores_of_lin_freeman(networkers):
    """By the formulas of Gould and Fernandez: 9.926 5.586 8.548 9.874 7.804 13.194 (sna's formulas)."""
    found = score_roles(networkers, by="Discipline", times=99)
    assert found.analytic_z.loc["Lin Freeman"].round(3).tolist() == [9.926, 5.586, 8.548, 9.874, 7.804, 13.194]
    assert found.totals.tolist() == [385, 463, 498, 548, 703, 2597]
    assert found.table.loc["Lin Freeman", "activity"] == 333


def test_a_gatekeeper_is_found(blocks):
    """One person of the first department receives from fifteen of the others and tells ten of their own."""
    network = blocks(sizes=(20, 20, 20), inside=0.15, between=0.01, seed=2)
    directed = network.ties[["source", "target"]].assign(relation="tells")
    ids = list(network.ids)
    extra = [(ids[20 + k], ids[0]) for k in range(15)] + [(ids[0], ids[1 + k]) for k in range(10)]
    ties = pd.concat([directed, pd.DataFrame(extra, columns=["source", "target"]).assign(relation="tells")])
    found = score_roles(Network.from_frames(network.people.reset_index(), ties), times=399)
    assert found.table.loc[ids[0], "role"] == "gatekeeper"
    assert "lets what happens elsewhere into dept A" in found.explain(ids[0], language="en")
    assert found.table["gatekeeper"].idxmax() == ids[0]


def test_chance_alone_is_rarely_called_a_role():
    """On random networks with labels drawn at random hardly anybody may be named (share of false findings 5 %)."""
    named = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        people = pd.DataFrame({"person": [f"p{i:02d}" for i in range(60)], "team": rng.choice(list("abc"), 60)})
        ends = rng.integers(0, 60, (300, 2))
        ties = pd.DataFrame([(f"p{a:02d}", f"p{b:02d}") for a, b in ends if a != b], columns=["source", "target"])
        named += bool((score_roles(Network.from_frames(people, ties), times=199, rng=seed).table["role"] != "").any())
    assert named <= 3


def test_same_seed_same_table_whatever_the_row_order(blocks):
    network = blocks(sizes=(10, 10))
    one = score_roles(network, times=19, rng=3)
    frames = network.to_frames()
    shuffled = {name: frame.sample(frac=1, random_state=1) for name, frame in frames.items()}
    other = score_roles(Network.from_frames(**shuffled), times=19, rng=3)
    pd.testing.assert_frame_equal(one.table, other.table)


def test_people_without_a_group_are_left_out_and_said_to_be(blocks):
    network = blocks(sizes=(10, 10))
    people = network.people.reset_index()
    people.loc[:2, "department"] = None
    found = score_roles(Network.from_frames(people, network.ties, relations=network.relations), times=19)
    assert found.table.loc[["p000", "p001", "p002"], "total"].tolist() == [0, 0, 0]
    assert found.table.loc["p000", "role"] == ""
    assert "3 people without a known group" in found.summary("en")


def test_without_rewiring_no_role_is_named(blocks):
    found = score_roles(blocks(sizes=(10, 10)), times=0)
    assert (found.table["role"] == "").all()
    assert found.table["q"].isna().all()
    pd.testing.assert_frame_equal(found.z, found.analytic_z)


def test_one_group_or_no_column_is_an_error(blocks):
    with pytest.raises(TooLittleDataError, match="at least two groups"):
        score_roles(blocks(sizes=(10,)))
    with pytest.raises(ColumnError, match="department"):
        score_roles(blocks(sizes=(5, 5)), by="departement")


def test_a_network_without_ties():
    people = pd.DataFrame({"person": ["a", "b", "c"], "team": ["x", "x", "y"]})
    found = score_roles(Network.from_frames(people), times=5)
    assert found.table["total"].tolist() == [0, 0, 0]
    assert found.z.isna().all(axis=None)
