import numpy as np
import pandas as pd

from kiemen.network import Network
from kiemen.suggest import acceptance_learning as learning
from kiemen.suggest.acceptance_learning import moments, window
from kiemen.suggest.history import History


def dated(n=120, rows=1500):
    rng = np.random.default_rng(2)
    ties = pd.DataFrame(
        {
            "source": rng.integers(0, n, rows).astype(str),
            "target": rng.integers(0, n, rows).astype(str),
            "start": pd.Timestamp("2025-01-01") + pd.to_timedelta(np.sort(rng.random(rows) * 300), unit="D"),
        }
    )
    return Network.from_frames(ties=ties[ties["source"] != ties["target"]])


def test_no_moment_looks_past_the_end():
    history = History.of(dated())
    for moment in moments(history, 30.0, 250.0):
        assert moment + 30.0 <= 250.0 + 1e-9


def test_a_window_holds_no_pair_that_was_tied_and_labels_by_the_future():
    history = History.of(dated())
    held = window(history, 150.0, 50.0, np.random.default_rng(1))
    assert not np.asarray(held.snapshot.tied[held.left, held.right]).any()
    keys = held.left * history.n + held.right
    assert set(keys[held.formed]) <= set(history.formed(150.0, 200.0).tolist())
    assert (np.diff(held.right) >= 0).all()


def test_a_sample_stands_for_all_pairs(monkeypatch):
    history = History.of(dated())
    everything = window(history, 150.0, 50.0, np.random.default_rng(1))
    monkeypatch.setattr(learning, "EVERY_PAIR", 0)
    sample = window(history, 150.0, 50.0, np.random.default_rng(1), most=2_000)
    assert sample.formed.sum() == everything.formed.sum()
    assert abs(sample.weight.sum() / len(everything.left) - 1) < 0.1
