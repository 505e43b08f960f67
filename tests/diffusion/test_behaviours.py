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
