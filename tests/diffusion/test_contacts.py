"""Who can carry behaviour to whom: direction, weights, groups, people outside."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.diffusion.contacts import gather_contacts
from kiemen.errors import InputError, TooLittleDataError
from kiemen.network import Network

PEOPLE = pd.DataFrame(
    {"person": ["a", "b", "c", "d"], "team": ["x", "x", None, "y"], "inside": [True, True, True, False]}
)
TIES = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "weight": [2.0, 3.0], "relation": ["mail", "advice"]})
ASKED = pd.DataFrame({"relation": ["mail", "advice"], "directed": [True, True], "asked": [False, True]})


def arcs(contacts):
    return {(int(u), int(v)) for u, v in zip(*contacts.matrix().nonzero(), strict=True)}


def test_nominations_count_both_ways_and_other_ties_along_the_arrow():
    network = Network.from_frames(PEOPLE, TIES, relations=ASKED)
    assert arcs(gather_contacts(network)) == {(0, 1), (1, 2), (2, 1)}
    assert arcs(gather_contacts(network, direction="out")) == {(0, 1), (1, 2)}
    assert arcs(gather_contacts(network, direction="in")) == {(1, 0), (2, 1)}
    assert arcs(gather_contacts(network, relation="advice")) == {(1, 2), (2, 1)}
    weighted = gather_contacts(network, weight="weight")
    assert weighted.in_weight.tolist() == [0.0, 5.0, 3.0, 0.0]


def test_groups_and_people_outside():
    contacts = gather_contacts(Network.from_frames(PEOPLE, TIES), by="team")
    assert contacts.group_names == ("unknown", "x")
    assert contacts.counted.tolist() == [True, True, True, False]
    assert contacts.n_counted == 3
    assert contacts.group.tolist() == [1, 1, 0, 2]


def test_reverse_points_back_at_the_arcs():
    contacts = gather_contacts(Network.from_arrays(list("abc"), [0, 2, 1], [1, 1, 0]))
    ptr, sources, places = contacts.reverse
    for person in range(3):
        for at in range(ptr[person], ptr[person + 1]):
            assert contacts.indices[places[at]] == person
            assert contacts.indptr[sources[at]] <= places[at] < contacts.indptr[sources[at] + 1]
    assert contacts.has_arcs(np.array([0, 1]), np.array([1, 2])).tolist() == [True, False]
    assert contacts.most_arcs == 1


def test_arcs_are_looked_up_alike_in_small_and_large_networks(monkeypatch):
    rng = np.random.default_rng(4)
    network = Network.from_arrays([f"p{i:02d}" for i in range(40)], *rng.integers(0, 40, (2, 200)))
    contacts = gather_contacts(network)
    one, other = (ends.ravel() for ends in np.indices((40, 40)))
    tied = contacts.matrix().toarray()[one, other] > 0
    np.testing.assert_array_equal(contacts.has_arcs(one, other), tied)
    monkeypatch.setattr("kiemen.diffusion.contacts.KEYED_ARCS", -1)
    np.testing.assert_array_equal(contacts.has_arcs(one, other), tied)


def test_asked_again_it_is_the_same_and_asked_otherwise_it_is_not():
    network = Network.from_frames(PEOPLE, TIES)
    first = gather_contacts(network)
    assert gather_contacts(network) is first
    assert gather_contacts(network, direction="in") is not first
    np.testing.assert_array_equal(gather_contacts(network).indices, first.indices)


def test_refuses_by_name():
    network = Network.from_frames(PEOPLE, TIES)
    with pytest.raises(InputError, match="direction"):
        gather_contacts(network, direction="sideways")
    with pytest.raises(InputError, match="relation"):
        gather_contacts(network, relation="phone")
    with pytest.raises(InputError, match="relation"):
        gather_contacts(network, relation=3)
    with pytest.raises(TooLittleDataError, match="no ties"):
        gather_contacts(Network.from_frames(PEOPLE))


def test_a_network_of_people_outside_only_has_nobody_to_count():
    outside = Network.from_frames(PEOPLE.assign(inside=False), TIES)
    with pytest.raises(TooLittleDataError, match="inside"):
        gather_contacts(outside)


@pytest.mark.parametrize(
    ("ask", "options"),
    [
        ("check_fire", {}), ("check_starters", {"starters": ["a"]}), ("find_starters", {"k": 1}), ("fit_rates", {}),
        ("forecast_growth", {}), ("score_complex_paths", {}), ("score_leverage", {"adopters": ["a"]}),
        ("simulate_spread", {"adopters": ["a"]}),
        ("simulate_behaviours", {"behaviours": {"new": kiemen.Behaviour(("a",))}}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("thing", [TIES, "ties.csv", None])
def test_what_is_no_network_is_refused_by_every_public_function(ask, options, thing):
    with pytest.raises(InputError, match="network must be a Network"):
        getattr(kiemen, ask)(thing, **options)


def test_who_has_members_only_is_told_how_to_tie_them():
    members = pd.DataFrame({"person": ["a", "b"], "initiative": "x"})
    with pytest.raises(TooLittleDataError, match="build_projection"):
        gather_contacts(Network.from_frames(PEOPLE, memberships=members))
    with pytest.raises(TooLittleDataError, match=r"Read ties first\.$"):
        gather_contacts(Network.from_frames(PEOPLE))
