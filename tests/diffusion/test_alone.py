"""Does it go on without its starters: each kind of model is asked what it can answer."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.alone import without_starters
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.mixture import Mixture
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network

STAR = Network.from_networkx(nx.star_graph(12))
LASTING = Fire(ignition=0.02, threshold=1, reinforcement=1, cooling=0)


def asked(graph, model, adopters, **options):
    network = graph if isinstance(graph, Network) else Network.from_networkx(graph)
    return without_starters(Engine.of(network, model=model, adopters=adopters, runs=100, rng=1, **options))


@pytest.mark.parametrize("model", [LASTING, Mixture((LASTING, Fire(cooling=0)))])
def test_a_centre_that_keeps_winning_people_over_is_not_others_passing_it_on(model):
    """From the centre the leaves join slowly and for good; once it has left, no leaf can win over another."""
    found = asked(STAR, model, ["0"], horizon=30)
    assert found.value == 0.0
    assert found.points_to == "straw fire"


def test_with_noise_somebody_without_a_tie_to_a_starter_must_join():
    noisy = Threshold(contacts=5, noise=0.1)
    spoken = asked(STAR, noisy, ["0"], horizon=20)
    assert np.isnan(spoken.value)
    assert "Everybody has a tie" in spoken.fact.say("en")
    path = asked(nx.path_graph(8), noisy, ["0"], horizon=1)
    assert path.value == 0.0
    far = asked(nx.path_graph(8), Threshold(contacts=5, noise=1.0), ["0"], horizon=3)
    assert far.fact.say("en").startswith("In all 100 worlds")


def test_drawn_starters_are_asked_too():
    ranking = pd.Series(np.arange(20.0), index=[str(i) for i in range(20)])
    network = Network.from_networkx(nx.cycle_graph(20))
    found = asked(network, Threshold(contacts=1, noise=0.5), ranking, share=0.1, horizon=6)
    assert found.value == 1.0


def test_without_noise_later_periods_are_others():
    found = asked(nx.path_graph(6), Threshold(contacts=1, noise=0), ["0"])
    assert found.value == 1.0
    assert asked(STAR, Threshold(contacts=1, noise=0), ["0"]).value == 0.0
