"""The pairs learned from: none that was tied, none that could not be judged, samples that stand for all."""

import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.suggest.acceptance_windows import window
from kiemen.suggest.history import History
from kiemen.suggest.proximity import pair_proximity
from tests.suggest.conftest import dated, moments_of, waves


def test_no_moment_looks_past_the_end():
    history = History.of(dated())
    for moment in moments_of(history, 30.0, 250.0):
        assert moment + 30.0 <= 250.0 + 1e-9


def test_a_window_holds_no_pair_that_was_tied_and_labels_by_the_future():
    history = History.of(dated())
    held = window(history, 150.0, 50.0, np.random.default_rng(1))
    assert not np.asarray(held.snapshot.tied[held.left, held.right]).any()
    keys = held.left * history.n + held.right
    assert set(keys[held.formed]) <= set(history.formed(150.0, 200.0).tolist())
    assert (np.diff(held.right) >= 0).all()


def test_a_sample_stands_for_all_pairs():
    history = History.of(dated())
    everything = window(history, 150.0, 50.0, np.random.default_rng(1))
    sample = window(history, 150.0, 50.0, np.random.default_rng(1), most=2_000)
    assert sample.formed.sum() == everything.formed.sum()
    assert abs(sample.weight.sum() / len(everything.left) - 1) < 0.1


def test_of_very_many_new_ties_a_sample_stands_for_all():
    history = History.of(dated(n=200, rows=6_000))
    everything = window(history, 30.0, 50.0, np.random.default_rng(1))
    sample = window(history, 30.0, 50.0, np.random.default_rng(1), most=300)
    assert everything.formed.sum() > 600
    assert sample.formed.sum() == 300
    assert sample.weight @ sample.formed == pytest.approx(everything.formed.sum())
    assert set((sample.left * 200 + sample.right)[~sample.formed]).isdisjoint(history.formed(30.0, 80.0).tolist())
    assert sample.weight.sum() == pytest.approx(len(everything.left), rel=0.1)


def test_who_was_not_there_refused_nobody():
    ties = waves(count=3)
    late = pd.DataFrame([(f"p{i:02d}", "new", "2") for i in range(12)], columns=["source", "target", "wave"])
    history = History.of(Network.from_frames(ties=pd.concat([ties, late])))
    newcomer = history.n - 31
    held = window(history, 0.0, 1.0, np.random.default_rng(1))
    joined = window(history, 1.0, 1.0, np.random.default_rng(1))
    for one in (held, joined):
        assert newcomer not in set(one.left) | set(one.right)


def test_who_was_not_asked_or_did_not_answer_is_not_judged():
    ties = waves(count=2)
    status = pd.DataFrame(
        {
            "person": ["p01", "p02", "p03"],
            "wave": ["0", "1", "0"],
            "status": ["not asked", "not answered", "not answered"],
        }
    )
    network = Network.from_frames(ties=ties, participation=status)
    history = History.of(network)
    held = window(history, 0.0, 1.0, np.random.default_rng(1))
    judged = set(network.ids[held.left]) | set(network.ids[held.right])
    assert not {"p01", "p02"} & judged
    assert "p03" in judged


def test_near_pairs_of_a_sample_stand_for_all_alike():
    history = History.of(dated(n=200, rows=4_000))
    whole = history.snapshot(150.0, 50.0)
    left, right = np.triu_indices(history.n, 1)
    untied = np.asarray(whole.tied[left, right]).ravel() == 0
    mean = pair_proximity(whole.tied, left[untied], right[untied], method="adamic-adar").mean()
    found = []
    for seed in range(4):
        one = window(history, 150.0, 50.0, np.random.default_rng(seed), most=6_000)
        shared = pair_proximity(one.snapshot.tied, one.left, one.right, method="adamic-adar")
        found.append(np.average(shared, weights=one.weight))
    assert np.mean(found) == pytest.approx(mean, rel=0.03)


def test_of_a_tie_without_a_date_nobody_says_that_it_formed():
    ties = dated().ties
    undated = ties.iloc[:200].assign(start=pd.NaT)
    later = ties.iloc[200:]
    history = History.of(Network.from_frames(ties=pd.concat([undated, later])))
    held = window(history, 150.0, 50.0, np.random.default_rng(1))
    keys = held.left * history.n + held.right
    assert history.timeless.size
    assert not np.isin(keys, history.timeless).any()
    whole = History.of(Network.from_frames(ties=later))
    assert whole.formed(150.0, 200.0).size > held.formed.sum()
