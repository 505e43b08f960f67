import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.suggest import acceptance_learning as learning
from kiemen.suggest.acceptance import fit_acceptance
from kiemen.suggest.acceptance_learning import learn, moments, prolonged, window
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


def after_a_burst(seed, until=300.0):
    """Give two hundred people who met eight times as often in the first forty days as ever after."""
    rng = np.random.default_rng(seed)
    day = np.concatenate([rng.random(1_000) * 40, 40 + rng.random(1_600) * 520])
    ends = rng.integers(0, 200, (2, len(day)))
    chosen = (day <= until) & (ends[0] != ends[1])
    start = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    ties = pd.DataFrame({"source": ends[0].astype(str), "target": ends[1].astype(str), "start": start})
    return Network.from_frames(ties=ties[chosen])


def pairs(network):
    """Give the ids of the pairs that are tied."""
    one, other = network.adjacency(direction="both").nonzero()
    names = network.ids.to_numpy()
    return set(zip(names[one[one < other]], names[other[one < other]], strict=True))


@pytest.mark.parametrize("times", [0.5, 1.0, 7.0])
def test_a_prolonged_chance_is_that_of_at_least_once(times):
    odds = np.array([-12.0, -3.0, 0.0, 4.0])
    chance = 1 / (1 + np.exp(-odds))
    assert 1 / (1 + np.exp(-prolonged(odds, times))) == pytest.approx(1 - (1 - chance) ** times)


def test_prolonging_keeps_order_and_stays_finite():
    odds = np.array([-2_000.0, -600.0, -40.0, 40.0, 600.0, 2_000.0])
    found = prolonged(odds, 5.0)
    assert np.isfinite(found).all()
    assert (np.diff(found) > 0).all()


def test_a_long_period_is_learned_from_the_recent_past():
    network = after_a_burst(1)
    history = History.of(network)
    fitted = learn(history, network, period=250.0, until=history.last, rng=np.random.default_rng(1))
    seen = history.last - history.start.min()
    assert fitted.period == pytest.approx(0.2 * seen)
    assert fitted.period * fitted.times == pytest.approx(250.0)
    assert min(moments(history, fitted.period, history.last)) >= history.last - seen / 2 - 1e-9


def test_an_early_burst_does_not_raise_what_is_expected():
    # Two hundred and fifty days at the pace of the last two hundred and sixty, from a network that began with a burst.
    ratio = []
    for seed in range(3):
        before, after = after_a_burst(seed), after_a_burst(seed, until=550.0)
        model = fit_acceptance(before, horizon=250.0, rng=1)
        left, right = np.triu_indices(before.n_nodes, 1)
        untied = np.asarray(before.adjacency(direction="both")[left, right]).ravel() == 0
        odds = model.log_odds(before, left[untied], right[untied])
        came = len(pairs(after) - pairs(before))
        ratio.append((1 / (1 + np.exp(-odds))).sum() / came)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.25)


def test_waves_are_not_corrected_on_one_of_them():
    rng = np.random.default_rng(4)
    rows = [
        (str(a), str(b), str(w)) for w in range(4) for a, b in rng.integers(0, 30, (40 + 30 * w, 2)).tolist() if a != b
    ]
    network = Network.from_frames(ties=pd.DataFrame(rows, columns=["source", "target", "wave"]))
    found = fit_acceptance(network, rng=1)
    assert (found.learner.slope, found.learner.intercept) == (1.0, 0.0)
    left, right = np.triu_indices(network.n_nodes, 1)
    tied = np.asarray(network.adjacency(wave="3", weight=None, direction="both")[left, right]).ravel() > 0
    expected = (1 / (1 + np.exp(-found.log_odds(network, left, right))))[~tied].sum()
    history = found.history
    earlier = [len(np.setdiff1d(history.formed(w, w + 1), history.formed(w - 1, w))) for w in range(3)]
    assert min(earlier) <= expected <= max(earlier)
