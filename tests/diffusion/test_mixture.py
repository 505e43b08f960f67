"""Several models at once: each has its own worlds, and they are the worlds it would have alone."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.mixture import Mixture
from kiemen.diffusion.simulation import simulate_spread
from kiemen.errors import InputError
from kiemen.network import Network

NETWORK = Network.from_networkx(nx.connected_watts_strogatz_graph(80, 6, 0.1, seed=1))


def test_every_world_is_the_world_of_its_model():
    cold, hot = IndependentCascade(0.05), IndependentCascade(0.3)
    options = {"adopters": ["0", "9"], "runs": 60, "rng": 3, "progress": False}
    both = simulate_spread(NETWORK, model=Mixture((cold, hot)), **options).sizes.to_numpy()
    np.testing.assert_array_equal(both[::2], simulate_spread(NETWORK, model=cold, **options).sizes.to_numpy()[::2])
    np.testing.assert_array_equal(both[1::2], simulate_spread(NETWORK, model=hot, **options).sizes.to_numpy()[1::2])


def test_also_with_drawn_starters():
    import pandas as pd

    ranking = pd.Series(np.arange(80.0), index=[str(i) for i in range(80)])
    mixture = Mixture((Fire(), Fire(fuel=8)))
    spread = simulate_spread(NETWORK, adopters=ranking, share=0.1, model=mixture, runs=30, rng=3, progress=False)
    alone = simulate_spread(NETWORK, adopters=ranking, share=0.1, model=Fire(), runs=30, rng=3, progress=False)
    np.testing.assert_array_equal(spread.sizes.to_numpy()[::2], alone.sizes.to_numpy()[::2])


def test_refuses_what_cannot_be_read_on_one_scale():
    with pytest.raises(InputError, match="at least one"):
        Mixture(())
    with pytest.raises(InputError, match="apart"):
        Mixture((Fire(), IndependentCascade(0.1)))


def test_takes_horizon_and_words_from_its_models():
    mixture = Mixture((Fire(), Fire(fuel=2)))
    assert mixture.default_horizon == 24
    assert not mixture.lasting
    assert mixture.plausible() == mixture.models
    assert mixture.describe("en").count("fuel") == 2


def test_models_that_name_people_find_them():
    poked = Fire(pokers={"0": 5.0})
    both = simulate_spread(NETWORK, adopters=["0"], model=Mixture((poked, Fire())), runs=20, rng=3, progress=False)
    alone = simulate_spread(NETWORK, adopters=["0"], model=poked, runs=20, rng=3, progress=False)
    np.testing.assert_array_equal(both.sizes.to_numpy()[::2], alone.sizes.to_numpy()[::2])
