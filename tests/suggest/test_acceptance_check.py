"""The check of the acceptance: measures against a second implementation, better than shared contacts on real data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network
from kiemen.suggest.acceptance_check import average_precision, check_acceptance, precision_at
from tests.suggest.conftest import dated, growing


def test_new_ties_are_foreseen_better_than_by_chance():
    # The best possible order knows the group and no more: about 1.7 times chance.
    ratio = []
    for seed in range(4):
        found = check_acceptance(growing(seed)[0], rng=1)
        table = found.table["average_precision"]
        ratio.append(table["learned"] / table["chance"])
    assert np.mean(ratio) > 1.3
    assert "Adamic–Adar" in found.summary("en")


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
def test_average_precision_is_that_of_sklearn(rows):
    from sklearn.metrics import average_precision_score

    label, score = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    found = average_precision(label, score, np.ones(len(rows)))
    if label.any():
        assert found == pytest.approx(average_precision_score(label, score))
    else:
        assert np.isnan(found)


def test_equal_scores_count_in_proportion():
    label, score = np.array([True, False, False, False]), np.array([1.0, 1.0, 0.0, 0.0])
    assert precision_at(label, score, np.ones(4), 1) == 0.5
    with pytest.raises(InputError, match="no untied"):
        precision_at(label[:0], score[:0], np.ones(0), 1)


@pytest.mark.oracle
def test_new_friendships_of_dutch_students_are_foreseen(shared):
    # Van de Bunt, Van Duijn & Snijders (1999): friendly or closer, waves 0 to 6
    edges = pd.read_csv(shared / "datasets" / "dutch_college" / "edges.csv")
    edges = edges[edges["rating"] >= 2].astype({"source": str, "target": str, "wave": str})
    nodes = pd.read_csv(shared / "datasets" / "dutch_college" / "nodes.csv").astype(str)
    network = Network.from_frames(nodes.rename(columns={"id": "person"}), edges[["source", "target", "wave"]])
    table = check_acceptance(network, rng=1).table["average_precision"]
    assert table["learned"] > 1.25 * table["adamic-adar"]


def test_the_bands_hold_all_pairs_and_a_tenth_of_the_expected_ties_each():
    network = growing()[0]
    found = check_acceptance(network, rng=1)
    learned = found.table.loc["learned"]
    assert found.bands["expected"].sum() == pytest.approx(learned["expected"])
    assert found.bands["formed"].sum() == learned["formed"]
    untied = network.n_nodes * (network.n_nodes - 1) // 2 - len(network.select(wave="3").ties)
    assert found.bands["pairs"].sum() == untied
    assert found.bands["chance"].is_monotonic_decreasing
    assert (found.bands["expected"].iloc[:-1] / learned["expected"]).between(0.05, 0.15).all()


def test_the_range_is_told_and_holds_what_came():
    found = check_acceptance(growing()[0], rng=1)
    learned = found.table.loc["learned"]
    assert learned["expected_low"] < learned["formed"] < learned["expected_high"]
    assert found.table["expected_low"].isna().sum() == 4
    assert f"Beforehand {learned['expected']:.0f} were expected" in found.summary("en")
    assert "werden er" in found.summary("nl")


def test_a_period_without_new_ties_and_one_without_a_past_are_told():
    ties = dated(rows=600).ties
    again = ties.iloc[[0]].assign(start=ties["start"].max() + pd.Timedelta(days=5))
    network = Network.from_frames(ties=pd.concat([ties, again]))
    found = check_acceptance(network, horizon=1.0, rng=1)
    assert found.table["formed"].eq(0).all()
    assert "No tie formed in the last period." in found.summary("en")
    assert "nan" not in found.summary("en")
    assert "ontstond geen verbinding" in found.summary("nl")
    with pytest.raises(TooLittleDataError, match="shorter horizon"):
        check_acceptance(network, horizon=1_000.0, rng=1)
