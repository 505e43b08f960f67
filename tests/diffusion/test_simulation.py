"""Simulation: same seed, same worlds, whatever the workers; early stop; tables; refusals."""

import json
import subprocess
import sys

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion import engine as engine_module
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.simulation import simulate_spread
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network

GRAPH = nx.connected_watts_strogatz_graph(120, 6, 0.2, seed=1)
NETWORK = Network.from_networkx(GRAPH)
START = ["0", "1", "2", "40"]
MODELS = [IndependentCascade(0.2), "linear_threshold", Threshold(noise=0.02), Fire()]


@pytest.mark.parametrize("model", MODELS)
def test_same_seed_same_worlds_for_any_number_of_workers(model, monkeypatch):
    plain = simulate_spread(NETWORK, adopters=START, model=model, runs=120, rng=7)
    monkeypatch.setattr(engine_module, "LARGE", 1)
    for n_jobs in (2, 3):
        other = simulate_spread(NETWORK, adopters=START, model=model, runs=120, rng=7, n_jobs=n_jobs)
        pd.testing.assert_frame_equal(plain.worlds, other.worlds)
        pd.testing.assert_frame_equal(plain.people, other.people)
    fresh = simulate_spread(NETWORK, adopters=START, model=model, runs=120, rng=8)
    assert not plain.worlds.equals(fresh.worlds)


def test_other_processes_give_the_same_worlds(monkeypatch):
    from joblib import parallel_config

    plain = simulate_spread(NETWORK, adopters=START, model=Fire(), runs=60, rng=7)
    monkeypatch.setattr(engine_module, "LARGE", 1)
    with parallel_config(backend="multiprocessing", n_jobs=2):
        other = simulate_spread(NETWORK, adopters=START, model=Fire(), runs=60, rng=7)
    pd.testing.assert_frame_equal(plain.worlds, other.worlds)


def test_row_order_and_hash_seed_change_nothing():
    code = (
        "import networkx as nx, json, random\n"
        "from kiemen.network import Network\n"
        "from kiemen.diffusion.simulation import simulate_spread\n"
        "g = nx.connected_watts_strogatz_graph(80, 6, .2, seed=1)\n"
        "edges = list(g.edges()); random.shuffle(edges)\n"
        "h = nx.Graph(edges)\n"
        "s = simulate_spread(Network.from_networkx(h), adopters=['3', '1'], model='fire', runs=50, rng=3)\n"
        "print(json.dumps(s.sizes.tolist()))\n"
    )
    found = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]


def test_stops_early_when_precise_enough_and_only_then():
    spread = simulate_spread(
        NETWORK, adopters=START, model=IndependentCascade(0.05), runs=20_000, precision=0.05, rng=1
    )
    assert spread.runs < 20_000
    low, high = spread.interval
    assert (high - low) / 2 <= 0.05 * spread.mean
    loose = simulate_spread(NETWORK, adopters=START, model=IndependentCascade(0.05), runs=500, precision=1e-6, rng=1)
    assert loose.runs == 500


def test_tables_add_up():
    people = pd.DataFrame({"person": [str(i) for i in range(120)], "team": ["a", "b", "c"] * 40})
    ties = pd.DataFrame([(str(u), str(v)) for u, v in GRAPH.edges()], columns=["source", "target"])
    network = Network.from_frames(people, ties)
    spread = simulate_spread(network, adopters=START, model=Fire(), direction="both", runs=100, rng=2)
    assert list(spread.groups.index) == ["a", "b", "c"]
    assert spread.groups["people"].tolist() == [40, 40, 40]
    assert spread.groups["active"].sum() == pytest.approx(spread.mean)
    np.testing.assert_allclose(spread.courses.sum(axis=1), spread.table["mean"])
    assert spread.people["active"].sum() == pytest.approx(spread.mean)
    assert (spread.people["ever"] >= spread.people["active"] - 1e-12).all()
    assert spread.people.loc[START, "ever"].tolist() == [1.0] * 4
    assert len(spread.table) == 25
    assert (spread.table["low"] <= spread.table["median"]).all()
    assert "Fire" in spread.summary("en")


def test_people_outside_carry_but_do_not_count():
    people = pd.DataFrame({"person": ["a", "b", "c"], "inside": [True, False, True]})
    ties = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    network = Network.from_frames(people, ties)
    spread = simulate_spread(network, adopters=["a"], model=IndependentCascade(1.0), runs=4, rng=1)
    assert spread.mean == 2
    assert spread.people.loc["b", "active"] == 1.0


def test_a_ranking_draws_other_starters_in_every_world():
    ranking = pd.Series(np.arange(120.0), index=[str(i) for i in range(120)])
    spread = simulate_spread(NETWORK, adopters=ranking, share=0.1, model=IndependentCascade(0.0), runs=600, rng=4)
    assert (spread.sizes == 12).all()
    said = " ".join(fact.say("nl") for fact in spread.cautions)
    assert "in elke doorgerekende wereld beginnen 12 mensen, telkens opnieuw geloot" in said
    chance = spread.people["active"]
    assert chance["119"] > 0.6
    assert chance["0"] < 0.1
    again = simulate_spread(NETWORK, adopters=ranking, share=0.1, model=IndependentCascade(0.0), runs=600, rng=4)
    pd.testing.assert_frame_equal(spread.people, again.people)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"horizon": 0}, "horizon"), ({"runs": 0}, "runs"), ({"precision": 0}, "precision"),
        ({"adopters": ["nobody here"]}, "nobody here"), ({"adopters": []}, "nobody"),
        ({"adopters": "0"}, "list of ids"),
        ({"model": "wildfire"}, "model"), ({"rng": -1}, "rng"), ({"share": 0.5}, "share"),
        ({"direction": "up"}, "direction"), ({"n_jobs": 0}, "n_jobs"), ({"n_jobs": "all"}, "n_jobs"),
        ({"adopters": pd.Series([1.0], index=["0"])}, "share"), ({"adopters": None}, "on record"),
    ],
)  # fmt: skip
def test_refuses_by_name(options, word):
    with pytest.raises(InputError, match=word):
        simulate_spread(NETWORK, **{"adopters": START, "model": "fire", **options})


def test_nothing_is_changed():
    before = NETWORK.fingerprint
    simulate_spread(NETWORK, adopters=START, runs=5, rng=1)
    assert NETWORK.fingerprint == before


def test_a_forecast_in_which_everybody_always_joins_says_that_it_tells_little():
    network = Network.from_networkx(nx.complete_graph(40))
    full = simulate_spread(network, adopters=["0", "1"], model=Threshold(contacts=1, noise=0), runs=50, rng=1)
    assert "this tells little" in full.summary("en")
    none = simulate_spread(network, adopters=["0", "1"], model=Threshold(contacts=9, noise=0), runs=50, rng=1)
    assert "this tells little" not in none.summary("en")


def test_sixty_three_people_also_run_until_nothing_changes():
    network = Network.from_networkx(nx.path_graph(63))
    spread = simulate_spread(network, adopters=["0"], model=Threshold(contacts=1, noise=0), runs=2, rng=1)
    assert spread.horizon is None
    assert spread.mean == 63
    assert "when nothing changes any more 63 of 63 are active, in nearly all worlds" in spread.summary("en")


def test_what_the_last_period_holds_together_is_told():
    network = Network.from_networkx(nx.path_graph(100))
    options = {"adopters": ["0"], "model": Threshold(contacts=1, noise=0), "runs": 2, "rng": 1}
    spread = simulate_spread(network, **options)
    assert spread.mean == 100
    assert "Period 63 holds all that happens after period 62" in spread.summary("en")
    assert "holds all" not in simulate_spread(network, horizon=99, **options).summary("en")
