"""Leverage: exact where it can be counted, both roads alike, NaN where it means nothing."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.leverage import score_leverage
from kiemen.diffusion.simulation import simulate_spread
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network

GRAPH = nx.connected_watts_strogatz_graph(60, 6, 0.2, seed=3)
NETWORK = Network.from_networkx(GRAPH)


def test_star_by_algebra():
    """With chance p the centre brings itself and p of the leaves; a leaf itself and what follows over the centre."""
    network = Network.from_networkx(nx.disjoint_union(nx.star_graph(10), nx.path_graph(2)))
    table = score_leverage(network, adopters=["11"], model=IndependentCascade(0.3), rng=1, progress=False).table
    assert table.loc["0", "cascade_active"] == pytest.approx(1 + 10 * 0.3, abs=0.06)
    assert table.loc["5", "cascade_active"] == pytest.approx(1 + 0.3 + 0.3 * 9 * 0.3, abs=0.06)
    assert table.loc["0", "cascade_connected"] == pytest.approx(0.3 * 4.0, abs=0.02)
    assert np.isnan(table.loc["11", "cascade_active"])
    assert table.index[0] == "0"


@pytest.mark.parametrize("model", [IndependentCascade(0.15), Threshold(contacts=2, noise=0.01), Fire(ignition=0.02)])
def test_agrees_with_plain_simulation(model):
    start = ["0", "1", "30"]
    scores = score_leverage(NETWORK, adopters=start, model=model, horizon=8, runs=300, rng=1, progress=False).table
    person = scores.index[0]
    options = {"model": model, "runs": 4000, "rng": 9, "progress": False}
    if not isinstance(model, IndependentCascade):
        options["horizon"] = 8
    without = simulate_spread(NETWORK, adopters=start, **options)
    plus = simulate_spread(NETWORK, adopters=[*start, person], **options)
    gain = plus.sizes - without.sizes
    low, high = scores.loc[person, [f"{model.name}_active_low", f"{model.name}_active_high"]]
    slack = 4 * gain.std() / np.sqrt(4000) + (high - low) / 2  # the interval is one of 95 %
    assert low - slack <= gain.mean() <= high + slack


def test_a_bridge_between_two_cliques_matters_where_two_contacts_are_needed():
    graph = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    graph.add_edge(0, 8)
    network = Network.from_networkx(graph)
    model = Threshold(contacts=2, noise=0)
    scores = score_leverage(network, adopters=[str(i) for i in range(8)], model=model, runs=10, rng=1, progress=False)
    table = scores.table
    assert table.loc["9", "threshold_active"] == 8  # with the bridge person it is two
    assert table.loc["8", "threshold_active"] == 1
    assert table.loc["8", "threshold_connected"] == 1


def test_two_axes_side_by_side():
    propensity = pd.Series(np.linspace(0, 1, 60), index=[str(i) for i in range(60)])
    scores = score_leverage(
        NETWORK, adopters=["0"], model=["cascade", "linear_threshold"], propensity=propensity, rng=1
    )
    assert scores.table.loc["59", "propensity"] == 1.0
    mean = scores.table[["cascade_active", "linear_threshold_active"]].mean(axis=1)
    pd.testing.assert_series_equal(scores.table["leverage"], mean, check_names=False)
    assert "wants" in scores.summary("en")
    assert "Independent cascade" in scores.explain(scores.table.index[0], language="en")


def test_a_ranking_leaves_everybody_scored():
    ranking = pd.Series(np.arange(60.0), index=[str(i) for i in range(60)])
    scores = score_leverage(
        NETWORK, adopters=ranking, share=0.1, model=["cascade", "fire"], runs=10, rng=1, progress=False
    )
    assert scores.scored["cascade"] == 60
    assert scores.table["adopter"].sum() == pytest.approx(6.0)
    assert scores.table["cascade_active"].notna().all()


def test_large_networks_are_scored_for_some_and_say_so(monkeypatch):
    monkeypatch.setattr("kiemen.diffusion.leverage.WORLDS", 400)
    scores = score_leverage(NETWORK, adopters=["0"], model="fire", horizon=4, rng=1, progress=False)
    assert scores.scored["fire"] == 20
    assert any("20" in caution.say("en") for caution in scores.cautions)


def test_refuses_by_name():
    with pytest.raises(InputError, match="at least one"):
        score_leverage(NETWORK, adopters=["0"], model=[])
    with pytest.raises(InputError, match="runs"):
        score_leverage(NETWORK, adopters=["0"], runs=2)
    with pytest.raises(InputError, match="no person"):
        score_leverage(NETWORK, adopters=["0"], model="cascade", propensity=pd.Series({"zz": 1.0}), rng=1)


def test_same_seed_same_scores_and_two_of_a_kind_have_two_names():
    models = [IndependentCascade(0.1), IndependentCascade(0.2)]
    first = score_leverage(NETWORK, adopters=["0"], model=models, rng=4).table
    pd.testing.assert_frame_equal(first, score_leverage(NETWORK, adopters=["0"], model=models, rng=4, n_jobs=2).table)
    assert "cascade_2_active" in first


@pytest.mark.parametrize(
    ("options", "word"), [({"horizon": 0}, "horizon"), ({"n_jobs": 0}, "n_jobs"), ({"propensity": [0.5]}, "propensity")]
)
def test_refuses_what_the_model_would_not_use(options, word):
    with pytest.raises(InputError, match=word):
        score_leverage(NETWORK, adopters=["0"], model="cascade", **options)


@pytest.mark.parametrize(
    ("values", "index", "word"), [([1.0, 2.0], ["0", "0"], "'0' twice"), (["high"], ["0"], "must hold numbers")]
)
def test_refuses_propensity_by_name(values, index, word):
    star = Network.from_networkx(nx.star_graph(5))
    with pytest.raises(InputError, match=word):
        score_leverage(star, adopters=["3"], model="cascade", propensity=pd.Series(values, index=index), rng=1)


def test_nobody_left_to_score_is_said_and_a_model_that_is_none_refused():
    network = Network.from_networkx(nx.cycle_graph(6))
    found = score_leverage(network, adopters=list(network.ids), model="cascade", rng=1, progress=False)
    assert "Nobody is left to score" in found.summary("en")
    with pytest.raises(InputError, match="model"):
        score_leverage(network, adopters=["0"], model=5)


def test_leverage_compares_people_over_the_same_models(monkeypatch):
    """Where a model was simulated for some only, a mean over more models for them would rank them apart."""
    monkeypatch.setattr("kiemen.diffusion.leverage.WORLDS", 400)
    scores = score_leverage(NETWORK, adopters=["0"], model=["cascade", "fire"], horizon=4, rng=1, progress=False)
    assert scores.scored["fire"] < scores.scored["cascade"]
    pd.testing.assert_series_equal(scores.table["leverage"], scores.table["cascade_active"], check_names=False)
    assert "over 1 of the 2 models" in scores.summary("en")
    assert "the horizon of 4 plays no part" in scores.summary("en")


def test_the_picture_has_two_axes_once_propensity_is_there():
    propensity = pd.Series(np.linspace(0, 1, 60), index=[str(i) for i in range(60)])
    scores = score_leverage(NETWORK, adopters=["0"], model="cascade", rng=1, progress=False)
    assert "Propensity" in scores.plot(propensity=propensity, language="en").get_xlabel()
    assert "Extra adopters" in scores.plot(language="en").get_xlabel()


def test_people_who_are_equals_do_not_agree_on_a_top_ten():
    """Where two contacts are needed and one is active, every further starter far away brings only itself."""
    ring = Network.from_networkx(nx.cycle_graph(30))
    scores = score_leverage(
        ring, adopters=["0"], model=[IndependentCascade(0.3), Threshold(contacts=3, noise=0)], runs=10, rng=1,
        progress=False,
    )  # fmt: skip
    said = scores.summary("en")
    assert "0 people are among the ten highest under every one" in said
    assert "everybody would bring as much" in said
