"""Forecasts: paired difference, the same draws, the verdict."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.forecast import forecast_growth
from kiemen.diffusion.simulation import simulate_spread
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import ColumnError, InputError
from kiemen.network import Network

GRAPH = nx.connected_watts_strogatz_graph(100, 6, 0.1, seed=2)
NETWORK = Network.from_networkx(GRAPH)
START = ["0", "1", "2"]
TIES = [("0", "50"), ("1", "50"), ("2", "51")]


def test_before_is_the_plain_simulation_and_after_the_changed_network():
    forecast = forecast_growth(NETWORK, adopters=START, added_ties=TIES, model="fire", runs=200, rng=5)
    plain = simulate_spread(NETWORK, adopters=START, model="fire", runs=200, rng=5)
    pd.testing.assert_frame_equal(forecast.before.worlds, plain.worlds)
    changed = GRAPH.copy()
    changed.add_edges_from((int(a), int(b)) for a, b in TIES)
    after = simulate_spread(Network.from_networkx(changed), adopters=START, model="fire", runs=200, rng=5)
    pd.testing.assert_frame_equal(forecast.after.worlds, after.worlds)
    assert forecast.gain == pytest.approx((after.sizes - plain.sizes).mean())


def test_sharing_draws_narrows_the_interval():
    forecast = forecast_growth(
        NETWORK, adopters=START, added_ties=TIES[:1], model=IndependentCascade(0.15), runs=2000, rng=5
    )
    apart = np.sqrt(forecast.before.sizes.var() + forecast.after.sizes.var())
    assert forecast.gains.std() < 0.7 * apart
    assert forecast.gain_low <= forecast.gain <= forecast.gain_high
    assert (forecast.gains >= 0).all()


def test_existing_ties_change_nothing_and_none_forecasts_as_things_are():
    existing = [(str(a), str(b)) for a, b in list(GRAPH.edges())[:4]]
    forecast = forecast_growth(NETWORK, adopters=START, added_ties=existing, model="fire", runs=50, rng=5)
    assert forecast.gain == 0
    bare = forecast_growth(NETWORK, adopters=START, model="fire", runs=50, rng=5)
    assert bare.after is None
    assert np.isnan(bare.gain)
    assert bare.judgement_after is None
    assert "gain" not in bare.table


def test_tables_hold_what_a_picture_needs():
    table = pd.DataFrame(TIES, columns=["source", "target"])
    forecast = forecast_growth(NETWORK, adopters=START, added_ties=table, model=Threshold(noise=0.01), runs=100, rng=5)
    wanted = {
        "mean",
        "low",
        "high",
        "after_mean",
        "after_low",
        "after_high",
        "gain",
        "gain_low",
        "gain_high",
        "survival",
    }
    assert wanted <= set(forecast.table.columns)
    assert forecast.people["gain"].sum() == pytest.approx(forecast.gain)
    assert forecast.groups["gain"].sum() == pytest.approx(forecast.gain)
    assert forecast.verdict in {"running fire", "straw fire", "undecided"}
    assert "3 new ties bring" in forecast.summary("en")


def test_the_three_ties_that_ignite_a_clique():
    two = Network.from_networkx(nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10)))
    left = [str(i) for i in range(10)]
    model = Threshold(contacts=2, noise=0)
    ties = [("0", "10"), ("1", "10"), ("2", "11")]
    forecast = forecast_growth(two, adopters=left, added_ties=ties, model=model, runs=20, rng=1)
    assert forecast.gain == 10
    assert forecast.judgement.verdict == "straw fire"
    assert forecast.verdict == "running fire"
    assert forecast.table["after_mean"].iloc[-1] == 20


@pytest.mark.parametrize(
    ("ties", "word"),
    [
        ([("0", "nobody")], "nobody"),
        ([("0", "1", "2")], "pairs"),
        (pd.DataFrame({"source": ["0"], "target": ["50"], "weight": [-1.0]}), "weight"),
        (pd.DataFrame({"source": ["0"], "target": ["50"], "weight": ["much"]}), "weight"),
        (5, "pairs"),
    ],
)
def test_refuses_ties_by_name(ties, word):
    with pytest.raises(InputError, match=word):
        forecast_growth(NETWORK, adopters=START, added_ties=ties, runs=2)


def test_refuses_a_table_without_ends():
    with pytest.raises(ColumnError, match="target"):
        forecast_growth(NETWORK, adopters=START, added_ties=pd.DataFrame({"source": ["0"]}), runs=2)


def test_takes_the_table_of_suggestions_as_it_is():
    named = pd.DataFrame(TIES, columns=["person", "other"])
    settings = {"adopters": START, "runs": 5, "rng": 1}
    one = forecast_growth(NETWORK, added_ties=named, **settings)
    other = forecast_growth(NETWORK, added_ties=TIES, **settings)
    assert one.gains.tolist() == other.gains.tolist()


def test_what_is_the_same_in_every_world_is_said_without_an_interval():
    ring = Network.from_networkx(nx.circulant_graph(20, [1, 2]))
    options = {"adopters": ["0", "1"], "model": Threshold(contacts=3, noise=0), "runs": 20, "rng": 1, "progress": False}
    there = forecast_growth(ring, added_ties=[("0", "1")], **options)
    assert "None of these ties is new" in there.summary("en")
    assert "With the new ties" not in there.summary("en")
    useless = forecast_growth(ring, added_ties=[("0", "10")], **options)
    assert "1 new tie brings 0.0 extra adopters, in every world as many" in useless.summary("en")
    assert "It holds in none of the 20 worlds" in useless.summary("en")


def test_a_plan_without_ties_changes_nothing_and_has_no_verdict_with_them():
    options = {"adopters": START, "model": "fire", "runs": 20, "rng": 1, "progress": False}
    for nothing in ([], pd.DataFrame(columns=["person", "other"])):
        found = forecast_growth(NETWORK, added_ties=nothing, **options)
        assert "There are no new ties to add" in found.summary("en")
        assert "ith the new ties" not in found.summary("en")
        assert found.table.equals(forecast_growth(NETWORK, **options).table), (
            "one course, and no second line in a picture"
        )
