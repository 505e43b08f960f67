"""Straw fire or running fire: where the answer is known, the verdict says it."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.threshold import Threshold
from kiemen.diffusion.verdict import check_fire
from kiemen.errors import InputError
from kiemen.network import Network

RANDOM = Network.from_networkx(nx.random_regular_graph(6, 400, seed=1))
START = [str(i) for i in range(0, 400, 20)]


@pytest.mark.parametrize(("chance", "verdict"), [(0.08, "straw fire"), (0.4, "running fire")])
def test_cascade_on_both_sides_of_percolation(chance, verdict):
    found = check_fire(RANDOM, adopters=START, model=IndependentCascade(chance), runs=200, rng=1, progress=False)
    assert found.verdict == verdict
    assert found.table.loc["percolation", "value"] == pytest.approx(5 * chance, abs=1e-5)
    assert found.table.loc["reproduction number", "value"] == pytest.approx(6 * chance, abs=1e-5)
    assert found.table.loc["percolation", "points_to"] == verdict
    needed = found.tipping.loc["probability", "needed"]
    assert 0.15 < needed < 0.35  # about one in five, where five others follow


def test_fire_without_reinforcement_has_the_classic_threshold():
    """With one rate β per contact, cooling δ and six contacts each, R = 6 β / δ."""
    hot = Fire(ignition=0.1, fuel=1, threshold=1, reinforcement=1, cooling=0.2, company=0)
    found = check_fire(RANDOM, adopters=START, model=hot, horizon=40, runs=200, rng=1, progress=False)
    assert found.table.loc["reproduction number", "value"] == pytest.approx(6 * (1 - np.exp(-0.1)) / 0.2, rel=1e-6)
    assert found.verdict == "running fire"
    assert found.table.loc["holds without its starters", "points_to"] == "running fire"
    cold = Fire(ignition=0.01, fuel=1, threshold=1, reinforcement=1, cooling=0.4, company=0)
    found = check_fire(RANDOM, adopters=START, model=cold, horizon=40, runs=200, rng=1, progress=False)
    assert found.verdict == "straw fire"
    assert found.tipping.loc["fuel", "factor"] > 1
    assert found.low <= found.judgement.survival <= found.high


def test_thresholds_report_cascade_condition_and_critical_mass():
    found = check_fire(
        RANDOM, adopters=START[:1], model=Threshold(contacts=2, noise=0), runs=100, rng=1, progress=False
    )
    assert found.verdict == "straw fire"
    assert found.table.loc["cascade condition", "value"] == 0
    assert 0.01 < found.table.loc["critical mass", "value"] < 0.5
    easy = check_fire(RANDOM, adopters=START[:1], model=Threshold(contacts=1, noise=0), runs=100, rng=1, progress=False)
    assert easy.verdict == "running fire"
    assert easy.table.loc["cascade condition", "value"] == pytest.approx(5.0)
    assert easy.table.loc["vulnerable cluster", "value"] == 1.0


def test_walls_that_hold():
    graph = nx.disjoint_union(nx.complete_graph(20), nx.complete_graph(20))
    people = pd.DataFrame({"person": [str(i) for i in range(40)], "department": ["Zorg"] * 20 + ["Wijken"] * 20})
    ties = pd.DataFrame([(str(u), str(v)) for u, v in graph.edges()], columns=["source", "target"])
    network = Network.from_frames(people, ties)
    found = check_fire(network, adopters=["0", "1"], model=IndependentCascade(0.5), direction="both", runs=100, rng=1)
    assert found.groups.loc["Wijken", "reached"] == 0
    assert found.table.loc["groups reached", "points_to"] == "straw fire"
    assert "Wijken, is reached in 0%" in found.explain("groups reached", language="en")


def test_a_tree_never_sustains_a_cascade():
    tree = Network.from_networkx(nx.balanced_tree(2, 6))
    found = check_fire(tree, adopters=["5"], model=IndependentCascade(0.3), runs=100, rng=1, progress=False)
    assert found.table.loc["percolation", "value"] == 0.0
    assert found.table.loc["percolation", "points_to"] == "straw fire"


def test_words_curve_and_refusals():
    found = check_fire(RANDOM, adopters=START, model="fire", horizon=6, runs=100, rng=1, progress=False)
    assert found.lever == "fuel"
    assert found.curve["survival"].between(0, 1).all()
    assert found.curve["mean"].is_monotonic_increasing
    assert "6 periods" in found.summary("en")
    with pytest.raises(InputError, match="runs"):
        check_fire(RANDOM, adopters=START, runs=10)
    same = check_fire(RANDOM, adopters=START, model="fire", horizon=6, runs=100, rng=1, progress=False)
    pd.testing.assert_frame_equal(found.table, same.table)


def test_linear_threshold_has_nothing_to_turn():
    found = check_fire(RANDOM, adopters=START, model="linear_threshold", runs=100, rng=1, progress=False)
    assert found.tipping.empty
    assert found.curve.empty
    assert found.table.loc["reproduction number", "value"] == pytest.approx(1.0, abs=1e-6)


def test_says_how_far_it_is_from_tipping_and_what_it_assumes():
    cold = check_fire(RANDOM, adopters=START, model=IndependentCascade(0.02), runs=200, rng=1, progress=False)
    assert "What would tip it soonest: the chance per contact" in cold.summary("en")
    assert "until nothing changes: straw fire" in cold.summary("en")
    assert "probability 0.02" in cold.summary("en")
    hot = check_fire(RANDOM, adopters=START, model=IndependentCascade(0.9), runs=200, rng=1, progress=False)
    assert "What would put it out soonest: the chance per contact" in hot.summary("en")
    still = check_fire(RANDOM, adopters=START, model=IndependentCascade(0.0), runs=100, rng=1, progress=False)
    assert "No lever tips it" in still.summary("en")


def test_one_verdict_that_other_plausible_values_would_turn_is_said_to_turn():
    between = check_fire(
        RANDOM, adopters=START, model=IndependentCascade(0.02), alternatives=[IndependentCascade(0.9)], runs=200,
        rng=1, progress=False,
    )  # fmt: skip
    assert between.verdict == "straw fire"
    assert (between.low, between.high) == (0.0, 1.0)
    assert "it can go either way" in between.summary("en")


def test_everybody_started_and_pieces_that_do_not_touch():
    whole = check_fire(RANDOM, adopters=list(RANDOM.ids), model="fire", horizon=6, runs=100, rng=1, progress=False)
    assert whole.table.loc["holds", "value"] <= 1.0
    two = Network.from_networkx(nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(12)))
    apart = check_fire(two, adopters=["0", "1"], model="threshold", runs=100, rng=1, progress=False)
    assert apart.table.loc["holds", "value"] == 1.0  # eleven of twenty-two others is more than a quarter
    assert apart.summary("en")


def test_alternatives_may_name_people():
    poked = Fire(pokers={"0": 5.0})
    found = check_fire(RANDOM, adopters=START, alternatives=[poked], horizon=4, runs=100, rng=1, progress=False)
    assert found.low <= found.high


def test_what_is_certain_is_said_plainly_and_holding_is_explained():
    ring = Network.from_networkx(nx.circulant_graph(30, [1, 2]))
    sure = check_fire(ring, adopters=["0", "1"], model=Threshold(contacts=2, noise=0), runs=1000, rng=1, progress=False)
    assert "It holds in all 1000 worlds, and over plausible parameters as well." in sure.summary("en")
    assert "100%" not in sure.explain("holds", language="nl")
    assert "means that at least a quarter" in sure.summary("en")
    never = check_fire(ring, adopters=["0"], model=Threshold(contacts=2, noise=0), runs=1000, rng=1, progress=False)
    assert "none of the 1000 worlds" in never.summary("en")


def test_one_group_without_starters_is_named():
    people = pd.DataFrame({"person": [str(i) for i in range(12)], "department": ["Zorg"] * 6 + ["Wijken"] * 6})
    ties = pd.DataFrame({"source": [str(i) for i in range(11)], "target": [str(i + 1) for i in range(11)]})
    found = check_fire(Network.from_frames(people, ties), adopters=["0"], model="cascade", runs=100, rng=1)
    assert "The one group without starters, Wijken, is reached" in found.summary("en")


def test_the_value_of_a_criterion_is_no_expected_value():
    path = Network.from_networkx(nx.path_graph(6))
    said = check_fire(path, adopters=["0"], model="cascade", runs=100, rng=1, progress=False).summary("nl")
    assert "Verwachte waarde" not in said
    assert "zonder aanjagers" in said
