"""What would tip it, where the answer can be counted."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.levers import critical_mass, find_tipping, holding_share, tipping_curve
from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network


def engine(graph, model, starters=(0,)):
    return Engine(gather_contacts(Network.from_networkx(graph)), model=model, starters=starters, runs=200, seed=3)


def test_a_star_tips_where_a_quarter_of_the_leaves_joins():
    """From the centre each of 40 leaves joins with chance p; a quarter is ten, so p tips at about a quarter."""
    found = find_tipping(engine(nx.star_graph(40), IndependentCascade(0.1)))
    assert found.loc["probability", "needed"] == pytest.approx(0.24, abs=0.02)
    assert found.loc["probability", "factor"] == pytest.approx(2.4, abs=0.2)


def test_the_curve_rises_with_the_lever():
    curve = tipping_curve(engine(nx.star_graph(40), IndependentCascade(0.2)))
    assert curve["survival"].is_monotonic_increasing
    assert curve["mean"].is_monotonic_increasing
    np.testing.assert_allclose(
        curve["reproduction"], np.sqrt(40) * np.minimum(0.2 * curve.index.to_numpy(), 1), rtol=1e-5
    )


def test_critical_mass_of_a_clique_is_its_need():
    clique = engine(nx.complete_graph(30), Threshold(contacts=3, noise=0))
    assert critical_mass(clique) == pytest.approx(3 / 30)
    assert holding_share(clique) == 0.0
    out_of_reach = engine(nx.star_graph(30), Threshold(contacts=31, noise=0))
    assert np.isnan(critical_mass(out_of_reach))


def test_contacts_come_whole():
    """In a clique two starters suffice for two contacts, not for three; along a path only one contact will do."""
    clique = find_tipping(engine(nx.complete_graph(12), Threshold(contacts=2, noise=0), starters=(0, 1)))
    assert clique.loc["contacts", "needed"] == 3
    assert clique.loc["contacts", "factor"] == 1.5
    path = find_tipping(engine(nx.path_graph(12), Threshold(contacts=3, noise=0)))
    assert path.loc["contacts", "needed"] == 1


def test_a_chance_never_has_to_be_above_one():
    found = find_tipping(engine(nx.star_graph(12), Threshold(contacts=0, share=1.0, noise=0), starters=(1,)))
    assert found.loc["share", "needed"] <= 1.0


def test_critical_mass_does_not_hang_on_one_draw():
    """On a ring where both neighbours are needed, one order of drawing has luck that another has not."""
    ring = gather_contacts(Network.from_networkx(nx.cycle_graph(40)))
    model = Threshold(contacts=2, noise=0)
    found = [critical_mass(Engine(ring, model=model, starters=(0,), runs=200, seed=seed)) for seed in range(6)]
    assert max(found) - min(found) < 0.13
