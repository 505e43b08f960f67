"""The map: the same everywhere, groups apart, nobody on top of another, the same over waves."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from kiemen.network import Network
from kiemen.plots import layout
from kiemen.plots.layout import all_ties, build_layout, group_codes
from tests.plots.conftest import organisation


def test_the_same_network_gives_the_same_map_in_any_row_order(network):
    frames = network.to_frames()
    shuffled = Network.from_frames(**{name: frame.sample(frac=1, random_state=1) for name, frame in frames.items()})
    pd.testing.assert_frame_equal(build_layout(network), build_layout(shuffled))


def test_the_map_fits_and_nobody_stands_on_another(network):
    place = build_layout(network)
    assert np.abs(place.to_numpy()).max() <= 1
    gap = np.linalg.norm(place.to_numpy()[:, None] - place.to_numpy()[None], axis=2)
    assert gap[np.triu_indices(len(place), 1)].min() > 0.02


def test_groups_stand_apart(network):
    place = build_layout(network, by="department")
    groups = network.groups("department")
    centres = place.groupby(groups).mean()
    own = np.linalg.norm(place.to_numpy() - centres.loc[groups].to_numpy(), axis=1)
    between = np.linalg.norm(centres.to_numpy()[:, None] - centres.to_numpy()[None], axis=2)
    assert own.mean() < between[np.triu_indices(len(centres), 1)].min() / 2


def test_people_keep_their_place_on_an_earlier_map(network):
    before = build_layout(network)
    ties = pd.concat([network.ties, pd.DataFrame({"source": ["new"], "target": ["p000"], "relation": ["tie"]})])
    ties["weight"] = 1.0
    people = pd.concat([network.people.reset_index(), pd.DataFrame({"person": ["new"], "department": ["Afdeling 0"]})])
    later = build_layout(Network.from_frames(people, ties), positions=before)
    pd.testing.assert_frame_equal(later.drop(index="new"), before, atol=2e-4)
    assert np.linalg.norm(later.loc["new"] - before.loc["p000"]) < 0.5


def test_waves_share_one_map():
    ties = pd.DataFrame({"source": ["a", "c"], "target": ["b", "d"], "wave": ["1", "2"]})
    assert all_ties(Network.from_frames(ties=ties)).nnz == 4


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_very_small_networks(n):
    place = build_layout(Network.from_frames(pd.DataFrame({"person": [f"p{i}" for i in range(n)]})))
    assert len(place) == n
    assert np.isfinite(place.to_numpy()).all()


def test_communities_take_the_place_of_unknown_groups():
    pairs = [(a, b) for block in ("abcde", "vwxyz") for a in block for b in block if a < b]
    bare = Network.from_frames(ties=pd.DataFrame([*pairs, ("a", "v")], columns=["source", "target"]))
    codes = group_codes(bare, all_ties(bare), by=None)
    assert len(set(codes)) == 2
    assert len(set(codes[:5])) == 1


def test_five_thousand_people_all_have_a_place_of_their_own():
    places = build_layout(organisation(5_000, 50), by="department")
    assert len(places.drop_duplicates()) == 5_000
    assert np.isfinite(places.to_numpy()).all()


def test_a_group_number_without_people_leaves_places_that_are_numbers():
    ties = sparse.csr_array((np.ones(2), ([0, 1], [1, 0])), shape=(4, 4))
    places, _ = layout._group_places(ties, np.array([0, 0, 2, 2]))
    assert np.isfinite(places).all()
