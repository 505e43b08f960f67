"""Whom to start with: published spreads, limits, comparison, refusals."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.simulation import simulate_spread
from kiemen.diffusion.starters import check_starters, find_starters
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network

TAIL = Network.from_networkx(nx.barabasi_albert_graph(300, 3, seed=4))


@pytest.fixture(scope="module")
def nethept(shared):
    rows = pd.read_csv(shared / "datasets" / "nethept" / "edges.csv")
    pairs = rows.loc[rows["source"] != rows["target"], ["source", "target"]].to_numpy()
    pairs = np.unique(np.sort(pairs, axis=1), axis=0) - 1
    assert len(pairs) == 31_376
    return Network.from_arrays([f"{i:05d}" for i in range(15_233)], pairs[:, 0], pairs[:, 1], directed=False)


@pytest.mark.oracle
@pytest.mark.parametrize(("k", "published", "degree"), [(1, 43.3, 44.4), (10, 311.6, 290.7), (50, 941.0, 845.8)])
def test_nethept_weighted_cascade(nethept, k, published, degree):
    """NetHEPT, simple, weighted cascade: 43.3, 311.6 and 941 by the authors' program and by plain simulation."""
    model = IndependentCascade("weighted")
    found = find_starters(nethept, k=k, model=model, epsilon=0.01, rng=1, progress=False)
    judged = simulate_spread(nethept, adopters=list(found.table.index), model=model, runs=20_000, rng=2, progress=False)
    assert judged.mean >= 0.98 * published
    assert judged.mean >= 0.98 * degree
    assert found.certificate.low <= judged.mean + 4 * judged.sizes.std() / np.sqrt(20_000)
    assert found.comparison.loc["degree", "spread"] == pytest.approx(degree, rel=0.03)


@pytest.mark.oracle
def test_nethept_linear_threshold(nethept):
    """NetHEPT, simple, linear threshold with k = 50: 1260 by the authors' program at ε = .02."""
    found = find_starters(nethept, k=50, model="linear_threshold", epsilon=0.02, rng=1, progress=False)
    judged = simulate_spread(
        nethept, adopters=list(found.table.index), model="linear_threshold", runs=2000, rng=2, progress=False
    )
    assert judged.mean >= 0.98 * 1260


@pytest.mark.parametrize("model", [IndependentCascade(0.1), IndependentCascade("weighted"), "linear_threshold"])
def test_never_worse_than_the_best_connected(model):
    found = find_starters(TAIL, k=5, model=model, rng=1, progress=False)
    table = found.comparison
    assert table.loc["chosen", "spread"] >= table.loc["degree", "spread"]
    assert table.loc["chosen", "spread"] > table.loc["random", "spread"]
    assert table.loc["random plus", "size"] > 5
    assert found.certificate.ratio >= 1 - 1 / np.e - 0.02
    assert found.table["order"].tolist() == [1, 2, 3, 4, 5]
    assert (np.diff(found.table["gain"]) <= 1e-9).all()
    assert found.curve["spread"].iloc[-1] == pytest.approx(found.certificate.spread)


@pytest.mark.parametrize("model", [Threshold(contacts=2, noise=0), Fire(ignition=0.02)])
def test_models_without_proof_are_searched_by_simulation(model):
    found = find_starters(TAIL, k=6, model=model, horizon=8, rng=1, progress=False)
    assert np.isnan(found.certificate.ratio)
    assert found.comparison.loc["chosen", "spread"] >= found.comparison.loc["degree", "spread"]
    assert len(found.table) == 6
    assert any("proof" in caution.say("en") for caution in found.cautions)
    same = find_starters(TAIL, k=6, model=model, horizon=8, rng=1, progress=False)
    assert same.table.index.tolist() == found.table.index.tolist()


def test_limits_of_the_analyst():
    people = pd.DataFrame({"person": [str(i) for i in range(300)], "team": ["a", "b"] * 150})
    ties = pd.DataFrame(
        [(str(u), str(v)) for u, v in nx.barabasi_albert_graph(300, 3, seed=4).edges()], columns=["source", "target"]
    )
    network = Network.from_frames(people, ties)
    free = find_starters(network, k=6, direction="both", rng=1, progress=False)
    barred = list(free.table.index[:3])
    other = find_starters(network, k=6, direction="both", exclude=barred, rng=1, progress=False)
    assert not set(barred) & set(other.table.index)
    even = find_starters(network, k=6, direction="both", quota={"a": 1}, by="team", rng=1, progress=False)
    assert (even.table["group"] == "a").sum() <= 1
    cheap = find_starters(network, budget=4, costs=dict.fromkeys(barred, 3.0), direction="both", rng=1, progress=False)
    assert cheap.table["cost"].sum() <= 4
    on_top = find_starters(network, k=3, adopters=barred, direction="both", rng=1, progress=False)
    assert not set(barred) & set(on_top.table.index)
    assert on_top.certificate.spread < free.certificate.spread


def test_a_set_that_somebody_chose():
    chosen = find_starters(TAIL, k=3, rng=1, progress=False)
    checked = check_starters(TAIL, starters=list(chosen.table.index), rng=2)
    assert checked.certificate.spread == pytest.approx(chosen.certificate.spread, rel=0.05)
    poor = check_starters(TAIL, starters=["200", "250", "299"], rng=2)
    assert poor.certificate.ratio < checked.certificate.ratio
    by_fire = check_starters(TAIL, starters=["0"], model="fire", horizon=4, rng=2)
    assert np.isfinite(by_fire.certificate.spread)
    marked = pd.Series([True, False], index=["200", "201"])
    assert check_starters(TAIL, starters=marked, rng=2).table.index.tolist() == ["200"]


@pytest.mark.parametrize("starters", [[], None, "5", {"5": 1}, ["nobody"]])
def test_refuses_a_set_of_nobody_known(starters):
    with pytest.raises(InputError, match=r"starters|nobody"):
        check_starters(TAIL, starters=starters)


def test_words():
    found = find_starters(TAIL, k=2, rng=1, progress=False)
    assert "2 people" in found.summary("en")
    assert "Number 1" in found.explain(found.table.index[0], language="en")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({}, "k="), ({"k": 0}, "k"), ({"k": 2, "exclude": ["nobody"]}, "nobody"),
        ({"k": 2, "exclude": "1"}, "list of ids"),
        ({"k": 2, "exclude": 5}, "exclude"), ({"k": 2, "costs": [1, 2]}, "costs"),
        ({"k": 2, "costs": {"1": -1}}, "costs"), ({"k": 2, "budget": 0}, "budget"),
        ({"k": 2, "quota": {"x": 1}}, "quota"),
        ({"k": 2, "horizon": 0}, "horizon"), ({"k": 2, "epsilon": 0}, "epsilon"), ({"k": 2, "delta": 1}, "delta"),
        ({"k": 2, "adopters": ["x"]}, "no person"),
        ({"k": 1, "exclude": [str(i) for i in range(300)]}, "nobody may be chosen"),
    ],
)  # fmt: skip
def test_refuses_by_name(options, word):
    with pytest.raises(InputError, match=word):
        find_starters(TAIL, **options)


def test_says_so_when_fewer_may_be_chosen_than_were_asked_for():
    network = Network.from_networkx(nx.star_graph(5))
    found = find_starters(network, k=9, exclude=["1"], rng=1)
    assert len(found.table) == 5
    assert "9 people were asked for; only 5" in found.summary("en")
    assert "asked for" not in find_starters(network, k=2, rng=1).summary("en")


def test_a_budget_that_is_nearly_spent_at_once_answers_and_says_what_was_proved():
    network = Network.from_networkx(nx.cycle_graph(33))
    costs = {str(i): 5.1 + i / 1000 for i in range(33)}
    found = find_starters(network, budget=10, costs=costs, rng=1, progress=False)
    assert len(found.table) == 1
    assert "any choice within the limits" in found.summary("en")
    assert found.certificate.sets <= 2**20
    exactly = find_starters(network, budget=0.3, costs=dict.fromkeys(map(str, range(33)), 0.1), rng=1, progress=False)
    assert len(exactly.table) == 3


def test_equals_are_told_to_be_equals():
    network = Network.from_networkx(nx.circulant_graph(600, [1, 2]))
    found = find_starters(network, k=3, rng=1, progress=False)
    assert "Many would do as well" in found.summary("en")
    star = find_starters(Network.from_networkx(nx.star_graph(30)), k=1, rng=1, progress=False)
    assert "as well" not in star.summary("en")


def test_a_set_with_adopters_in_it_is_refused():
    star = Network.from_networkx(nx.star_graph(10))
    with pytest.raises(InputError, match="'0', who is an adopter already"):
        check_starters(star, starters=["0", "4"], adopters=["0"], rng=1)


def test_says_that_a_horizon_plays_no_part_under_a_cascade():
    star = Network.from_networkx(nx.star_graph(10))
    assert "plays no part" in find_starters(star, k=1, horizon=2, rng=1, progress=False).summary("en")
    assert "plays no part" not in find_starters(star, k=1, rng=1, progress=False).summary("en")


def test_a_ranking_of_adopters_is_refused_with_what_to_give_instead():
    star = Network.from_networkx(nx.star_graph(10))
    with pytest.raises(InputError, match="declared here"):
        find_starters(star, k=1, adopters=pd.Series(np.linspace(0, 1, 11), index=star.ids), rng=1)
