"""What one more starter or tie brings, by both roads on the same question."""

import networkx as nx
import numpy as np
import pytest

from kiemen.adoption.adopters import resolve_adopters
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.pulls import replayed_pulls, reverse_pulls
from kiemen.diffusion.reverse import ReverseSampler
from kiemen.network import Network

NETWORK = Network.from_networkx(nx.connected_watts_strogatz_graph(30, 4, 0.2, seed=2))
CONTACTS = gather_contacts(NETWORK)
MODEL = IndependentCascade(0.25)


def test_both_roads_agree():
    start = resolve_adopters(NETWORK, ["0", "15"])
    by_sets = reverse_pulls(ReverseSampler.of(CONTACTS, MODEL, 1), MODEL, start, 1)
    by_worlds = replayed_pulls(
        CONTACTS, MODEL, start, horizon=None, runs=1500, worlds=0, seed=1, positions={}, n_jobs=None, progress=False
    )
    for measure in ("active", "connected"):
        exact, (mean, low, high) = by_sets[measure][0], by_worlds[measure]
        known = np.isfinite(mean) & np.isfinite(exact)
        assert known.sum() == 28
        error = (high - low)[known] / (2 * 1.96)
        assert (np.abs(exact - mean)[known] <= 5 * error + 0.05).all()


def test_adopters_have_none():
    start = resolve_adopters(NETWORK, ["0"])
    active = reverse_pulls(ReverseSampler.of(CONTACTS, MODEL, 1), MODEL, start, 1)["active"][0]
    assert np.isnan(active[start.fixed]).all()
    assert np.isfinite(np.delete(active, start.fixed)).all()
    assert active[1] > 0.5


@pytest.mark.parametrize(("model", "chance"), [(MODEL, 0.25), (IndependentCascade("weighted"), None)])
def test_a_new_tie_carries_with_the_chance_of_the_model(model, chance):
    start = resolve_adopters(NETWORK, ["0"])
    found = reverse_pulls(ReverseSampler.of(CONTACTS, model, 1), model, start, 1)
    ratio = found["connected"][0][1] / found["active"][0][1]
    assert ratio == pytest.approx(chance or 1 / (CONTACTS.in_degree[1] + 1))
