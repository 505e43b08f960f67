"""Several behaviours: one alone is the plain fire, help helps, exclusion excludes."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.behaviours import Behaviour, simulate_behaviours
from kiemen.diffusion.fire import Fire, Impulse
from kiemen.diffusion.simulation import simulate_spread
from kiemen.errors import InputError
from kiemen.network import Network

NETWORK = Network.from_networkx(nx.connected_watts_strogatz_graph(80, 6, 0.1, seed=1))
NEW, OLD = ("0", "1", "2"), ("40", "41", "42")


def factors(value):
    return pd.DataFrame([[1.0, value], [value, 1.0]], index=["new", "old"], columns=["new", "old"])


def run(value, **options):
    both = {"new": Behaviour(NEW, Fire(ignition=0.03)), "old": Behaviour(OLD, Fire(ignition=0.03))}
    return simulate_behaviours(NETWORK, behaviours=both, interaction=factors(value), runs=200, rng=2, **options)


@pytest.mark.parametrize(
    "model", [Fire(), Fire(outside=0.02), Fire(stoking=(Impulse(3, chance=0.5),), pokers={"5": 3.0})]
)
def test_one_alone_gives_the_worlds_of_the_plain_simulation(model):
    alone = simulate_behaviours(NETWORK, behaviours={"new": Behaviour(NEW, model)}, runs=50, rng=6)
    plain = simulate_spread(NETWORK, adopters=list(NEW), model=model, horizon=24, runs=50, rng=6)
    np.testing.assert_allclose(alone.table["mean"], plain.table["mean"])
    np.testing.assert_allclose(alone.people["new"], plain.people["active"])


def test_helping_helps_and_competing_hinders():
    free, helped, hindered = (run(value).table.loc[("new", 24), "mean"] for value in (1.0, 3.0, 0.2))
    assert hindered < free < helped


def test_who_excludes_each_other_is_never_seen_in_one_person():
    found = run(0.0)
    assert found.overlap.loc["new", "old"] == 0
    assert found.overlap.loc["new", "new"] == pytest.approx(found.table.loc[("new", 24), "mean"])
    assert "“new”" in found.summary("en")


def test_refuses_by_name():
    run_with = pd.DataFrame([[1.0]], index=["nww"], columns=["nww"])
    with pytest.raises(InputError, match="no behaviour"):
        simulate_behaviours(NETWORK, behaviours={"new": Behaviour(NEW)}, interaction=run_with, runs=2)
    with pytest.raises(InputError, match="at least 0"):
        run(-1.0)
    with pytest.raises(InputError, match="at least one"):
        simulate_behaviours(NETWORK, behaviours={}, runs=2)


def exclusive(names):
    return pd.DataFrame(np.eye(len(names)), index=names, columns=names)


def test_three_that_exclude_each_other_even_when_stoked():
    hot = Fire(ignition=0.5, cooling=0.3, stoking=(Impulse(4), Impulse(8, ("7", "8", "9"))), outside=0.05)
    three = {"a": Behaviour(("0", "1"), hot), "b": Behaviour(("20", "21"), hot), "c": Behaviour(("50",), hot)}
    found = simulate_behaviours(NETWORK, behaviours=three, interaction=exclusive(list("abc")), runs=100, rng=3)
    off = found.overlap.to_numpy()[~np.eye(3, dtype=bool)]
    assert (off == 0).all()
    assert found.people.sum(axis=1).max() <= 1.0
    assert (found.table["mean"] > 0).all()


def test_without_interaction_each_runs_as_if_alone():
    both = {"new": Behaviour(NEW, Fire(ignition=0.03)), "old": Behaviour(OLD, Fire(ignition=0.02))}
    beside = simulate_behaviours(NETWORK, behaviours=both, runs=1500, rng=5)
    first = simulate_behaviours(NETWORK, behaviours={"new": both["new"]}, runs=1500, rng=5)
    pd.testing.assert_series_equal(beside.table.loc["new", "mean"], first.table.loc["new", "mean"])
    alone = simulate_behaviours(NETWORK, behaviours={"old": both["old"]}, runs=1500, rng=6).table.loc[("old", 24)]
    here = beside.table.loc[("old", 24)]
    width = (alone["high"] - alone["low"]) / 3.3  # nine worlds in ten lie within 1.65 standard deviations
    assert abs(here["mean"] - alone["mean"]) < 5 * np.sqrt(2) * width / np.sqrt(1500)


def test_names_and_order_make_no_difference_but_chance():
    """Twins in mirrored places of a ring compete on equal terms."""
    ring = Network.from_networkx(nx.circulant_graph(40, [1, 2]))
    model = Fire(ignition=0.1)
    runs = 2000
    twins = {"x": Behaviour(("0", "1", "2"), model), "y": Behaviour(("20", "21", "22"), model)}
    found = simulate_behaviours(ring, behaviours=twins, interaction=exclusive(["x", "y"]), runs=runs, rng=1)
    final = found.table.xs(24, level="period")["mean"]
    assert abs(final["x"] - final["y"]) < 5 * 15 * np.sqrt(2 / runs)


def test_two_people_and_two_behaviours_follow_their_markov_chain():
    """One period in a pair: each holds its own behaviour, both are asked to take up the other's as well."""
    pair = Network.from_networkx(nx.path_graph(2))
    model = Fire(ignition=0.4, fuel=1, threshold=1, reinforcement=1, cooling=0.0)
    both = {"x": Behaviour(("0",), model), "y": Behaviour(("1",), model)}
    runs = 20_000
    for factor in (0.5, 1.0, 2.0):
        mutual = pd.DataFrame([[1.0, factor], [factor, 1.0]], index=["x", "y"], columns=["x", "y"])
        found = simulate_behaviours(pair, behaviours=both, interaction=mutual, horizon=1, runs=runs, rng=2)
        takes = 1 - np.exp(-0.4 * factor)
        assert found.people.loc["1", "x"] == pytest.approx(takes, abs=4.5 * 0.5 / np.sqrt(runs))
        assert found.people.loc["0", "y"] == pytest.approx(takes, abs=4.5 * 0.5 / np.sqrt(runs))


def test_refuses_starting_with_both_and_models_that_are_no_fire():
    with pytest.raises(InputError, match="'0' starts with both"):
        simulate_behaviours(
            NETWORK, behaviours={"a": Behaviour(("0",)), "b": Behaviour(("0",))}, interaction=exclusive(list("ab")),
            runs=2,
        )  # fmt: skip
    with pytest.raises(InputError, match="must be a Fire"):
        Behaviour(("0",), "cascade")
    with pytest.raises(InputError, match="list of ids"):
        Behaviour("0")
    assert Behaviour(["0", "1"]).adopters == ("0", "1")


@pytest.mark.parametrize("wrong", [["a"], {"a": ("0",)}, None])
def test_refuses_behaviours_that_are_none(wrong):
    with pytest.raises(InputError, match="behaviours must be"):
        simulate_behaviours(NETWORK, behaviours=wrong, runs=2)


@pytest.mark.parametrize("wrong", [[[1, 0], [0, 1]], pd.DataFrame([["x"]], index=["new"], columns=["new"])])
def test_refuses_interaction_that_is_no_table_of_numbers(wrong):
    with pytest.raises(InputError, match="interaction must be a table"):
        simulate_behaviours(NETWORK, behaviours={"new": Behaviour(NEW)}, interaction=wrong, runs=2)
