"""The engine of what-ifs: paired gains, added ties, extra starters, refusals."""

import networkx as nx
import numpy as np
import pytest

from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import Engine, run_in_pieces
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.threshold import Threshold
from kiemen.errors import InputError
from kiemen.network import Network

NETWORK = Network.from_networkx(nx.connected_watts_strogatz_graph(60, 4, 0.2, seed=1))
CONTACTS = gather_contacts(NETWORK)


def engine(model="fire", **options):
    return Engine(CONTACTS, model=model, **{"starters": [0, 1], "runs": 100, "seed": 3, **options})


@pytest.mark.parametrize("model", [IndependentCascade(0.2), Threshold(noise=0.01), Fire(), "linear_threshold"])
def test_gains_are_paired_differences(model):
    one = engine(model)
    gain, error = one.gains([[[0, 30]], [[1, 40], [0, 41]]])
    difference = one.sizes([[1, 40], [0, 41]]) - one.sizes()
    assert gain[1] == pytest.approx(difference.mean())
    assert error[1] == pytest.approx(difference.std(ddof=1) / 10)


def test_nothing_added_nothing_changed():
    one = engine()
    np.testing.assert_array_equal(one.sizes(), one.sizes(np.empty((0, 2))))
    existing = [[int(CONTACTS.indices[0]), 0], [5, 5]]
    np.testing.assert_array_equal(one.sizes(), one.sizes(existing))


def test_extra_starters_are_starters():
    one, other = engine(), engine(starters=[0, 1, 20])
    np.testing.assert_array_equal(one.sizes(extra=[20]), other.sizes())


def test_one_way_ties_go_one_way():
    network = Network.from_arrays(["a", "b", "c"], [2], [1])
    one = Engine(gather_contacts(network), model=IndependentCascade(1.0), starters=[0], runs=1)
    assert one.sizes([[0, 1]], mutual=False).tolist() == [2]
    assert one.sizes([[1, 0]], mutual=False).tolist() == [1]
    assert one.sizes([[1, 0]]).tolist() == [2]


def test_pieces_are_the_whole(monkeypatch):
    monkeypatch.setattr("kiemen.diffusion.engine.LARGE", 1)
    plain, cut = engine(), engine(n_jobs=2)
    for name in ("sizes", "active", "alive", "ever"):
        np.testing.assert_array_equal(getattr(plain.spread(), name), getattr(cut.spread(), name))
    assert callable(run_in_pieces)


def test_like_changes_one_thing():
    one = engine()
    assert one.like(Fire(fuel=8)).sizes().mean() >= one.sizes().mean()
    assert one.like(one.model, runs=10).sizes().tolist() == one.sizes()[:10].tolist()
    assert one.like(one.model, starters=[7]).starters.size == 1


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: engine(starters=[]), "nobody"),
        (lambda: engine(starters=[99]), "positions"),
        (lambda: engine(horizon=0), "horizon"),
        (lambda: engine(runs=0), "runs"),
        (lambda: engine().sizes([[0, 99]]), "positions"),
        (lambda: engine().sizes([[0, 1, 2, 3]]), "two columns"),
    ],
)
def test_refuses_by_name(make, word):
    with pytest.raises(InputError, match=word):
        make()
