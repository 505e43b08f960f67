"""Reverse-reachable sets: unbiased for every model that has them, the same however the work is cut."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion import reverse
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.linear_threshold import LinearThreshold
from kiemen.diffusion.reverse import ReverseSampler
from kiemen.network import Network

SETS = 60_000


def weighted_network():
    graph = nx.gnm_random_graph(30, 90, seed=3, directed=True)
    rng = np.random.default_rng(1)
    arcs = np.array(list(graph.edges()))
    return Network.from_arrays(
        [f"p{i:02d}" for i in range(30)], arcs[:, 0], arcs[:, 1], rng.uniform(0.05, 0.6, len(arcs))
    )


@pytest.mark.parametrize(
    ("model", "weight"),
    [
        (IndependentCascade(0.08), None),
        (IndependentCascade(0.4), None),
        (IndependentCascade(1.0), None),
        (IndependentCascade("weighted"), None),
        (IndependentCascade("given"), "weight"),
        (LinearThreshold(), None),
        (LinearThreshold(), "weight"),
    ],
)
def test_coverage_estimates_the_spread(model, weight):
    contacts = gather_contacts(weighted_network(), weight=weight)
    sets = ReverseSampler.of(contacts, model, 3).draw(SETS)
    starts = np.array([0, 7, 19])
    engine = Engine(contacts, model=model, starters=starts, runs=20_000, seed=5)
    share = sets.covered(starts).mean()
    error = 30 * np.sqrt(share * (1 - share) / SETS) + engine.sizes().std() / np.sqrt(20_000)
    assert sets.coverage(starts)[-1] * sets.scale == pytest.approx(engine.sizes().mean(), abs=4.5 * error + 1e-9)


def test_sets_do_not_depend_on_the_pieces(monkeypatch):
    contacts = gather_contacts(weighted_network())
    sampler = ReverseSampler.of(contacts, IndependentCascade(0.3), 3)
    whole = sampler.draw(500)
    monkeypatch.setattr(reverse, "PIECE", 77)
    again = ReverseSampler(contacts, sampler.chance, sampler.mode, 3, n_jobs=2).draw(500)
    np.testing.assert_array_equal(whole.ptr, again.ptr)
    np.testing.assert_array_equal(whole.members, again.members)
    parts = sampler.draw(200).joined(sampler.draw(300, first=200))
    np.testing.assert_array_equal(whole.members, parts.members)


def test_coverage_counts_by_hand():
    contacts = gather_contacts(weighted_network())
    sets = ReverseSampler.of(contacts, IndependentCascade(0.3), 3).draw(300)
    lists = [set(sets.members[a:b].tolist()) for a, b in zip(sets.ptr[:-1], sets.ptr[1:], strict=True)]
    order = np.array([4, 9, 22])
    by_hand = [sum(bool(one & set(order[:k].tolist())) for one in lists) for k in (1, 2, 3)]
    assert sets.coverage(order).tolist() == by_hand
    left = ~sets.covered(order)
    assert sets.marginal(left)[5] == sum(5 in one and not one & {4, 9, 22} for one in lists)


def test_only_people_inside_are_roots_and_other_models_have_no_sets():
    import pandas as pd

    people = pd.DataFrame({"person": ["a", "b"], "inside": [True, False]})
    contacts = gather_contacts(Network.from_frames(people, pd.DataFrame({"source": ["b"], "target": ["a"]})))
    sets = ReverseSampler.of(contacts, IndependentCascade(1.0), 1).draw(50)
    assert sets.counted == 1
    assert sets.marginal().tolist() == [50, 50]
    assert ReverseSampler.of(contacts, Fire(), 1) is None


def test_everybody_is_the_root_of_as_many_sets():
    contacts = gather_contacts(weighted_network())
    sampler = ReverseSampler.of(contacts, IndependentCascade(0.3), 3)
    sets = sampler.draw(300)
    assert np.bincount(sets.roots).tolist() == [10] * 30
    other = sampler.draw(30, first=reverse.MOST_SETS)
    assert sorted(other.roots.tolist()) == list(range(30))
    assert other.roots.tolist() != sets.roots[:30].tolist()
