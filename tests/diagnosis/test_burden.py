"""Overload, dependence on one person, and the edge that is not silence."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.burden import dependence, overload, periphery
from kiemen.network import Network
from tests.diagnosis.scenes import organisation, scene_of


def test_the_share_of_the_busiest_by_hand():
    people = pd.DataFrame({"person": [f"p{i:02d}" for i in range(40)], "team": "x"})
    ring = [(f"p{i:02d}", f"p{(i + 1) % 40:02d}") for i in range(40)]
    to_one = [(f"p{i:02d}", "p00") for i in range(1, 39)]
    network = Network.from_frames(people, pd.DataFrame([*ring, *to_one], columns=["source", "target"]))
    one = overload(scene_of(network))[0]
    # 78 requests; the two busiest of forty receive 39 and 1
    assert one.statistic == pytest.approx(40 / 78)
    assert one.members == ("p00",)
    # 78 requests over forty people: the two busiest hold some 5 each by chance
    assert 0.1 < one.expected < 0.16
    assert one.p == pytest.approx(1 / 200)


def test_requests_that_land_on_anybody_are_no_burden():
    """Some are asked more often than others by chance alone."""
    for seed in range(10):
        assert overload(scene_of(organisation(seed, inside=0.04, outside=0.04)))[0].p > 0.05


def test_small_or_empty_networks_say_nothing():
    assert overload(scene_of(organisation(0, sizes=(5, 5)))) == []


def test_everything_through_one_person():
    people = pd.DataFrame({"person": [*"abcdef", *"uvwxyz"], "department": ["L"] * 6 + ["R"] * 6})
    ties = [("a", other) for other in "uvwxyz"] + [("b", "u")]
    network = Network.from_frames(people, pd.DataFrame(ties, columns=["source", "target"]))
    found = dependence(scene_of(network))
    assert [(one.group, one.members, one.statistic) for one in found] == [("L – R", ("a",), pytest.approx(6 / 7))]
    # with no other ties in L it could not have been otherwise: a holds 6 of its 7 ends
    assert found[0].expected == pytest.approx(6 / 7)
    assert found[0].p == 1


def test_dependence_among_many_ties_elsewhere_is_no_chance():
    network = organisation(3, sizes=(20, 20, 20), inside=0.3, outside=0.0)
    through = pd.DataFrame(
        {"source": "a00", "target": [f"b{i:02d}" for i in range(8)], "relation": "tie", "weight": 1.0}
    )
    found = dependence(scene_of(network.replace(ties=pd.concat([network.ties, through]))))
    assert [(one.group, one.members) for one in found] == [("A – B", ("a00",))]
    assert found[0].p < 1e-4


def test_dependence_is_not_found_in_random_organisations():
    p = []
    for seed in range(40):
        found = dependence(scene_of(organisation(seed, sizes=(12,) * 8, inside=0.06, outside=0.05)))
        looked = len(found) + sum(one.beside for one in found)
        p.append(min((one.p * looked for one in found), default=1.0))
    assert sum(value <= 0.05 for value in p) <= 5


def test_silence_is_not_the_edge():
    people = pd.DataFrame({"person": list("abcde"), "team": "x"})
    ties = pd.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"]})
    asked = pd.DataFrame({"relation": ["tie"], "directed": [True], "asked": [True]})
    status = pd.DataFrame({"person": list("abcde"), "status": ["answered"] * 4 + ["not answered"]})
    network = Network.from_frames(people, ties, relations=asked, participation=status)
    found = periphery(scene_of(network))
    # d answered and has no tie; e did not answer, so nothing is known of e
    assert found[0].statistic == 1
    assert "of 1 more it is unknown" in found[0].evidence.say("en")
    no_survey = Network.from_frames(people, ties)
    assert periphery(scene_of(no_survey))[0].statistic == 2
    # everybody is in one group: nothing to compare with
    assert np.isnan(periphery(scene_of(no_survey))[0].p)


def test_the_edge_is_compared_between_groups():
    """Four of four in one group are at the edge and none of the four elsewhere: one of 70 ways to spread them."""
    people = pd.DataFrame({"person": list("abcdwxyz"), "team": ["in"] * 4 + ["out"] * 4})
    ties = pd.DataFrame([(a, b) for a in "abcd" for b in "abcd" if a < b], columns=["source", "target"])
    (one,) = periphery(scene_of(Network.from_frames(people, ties)))
    assert (one.group, one.statistic, one.expected, one.beside) == ("out", 4, 2, 1)
    assert one.p == pytest.approx(1 / 70)


def test_dependence_does_not_depend_on_row_order():
    network = organisation(4, outside=0.03)
    shuffled = Network.from_frames(**{k: v.sample(frac=1, random_state=1) for k, v in network.to_frames().items()})
    assert [o.group for o in dependence(scene_of(network))] == [o.group for o in dependence(scene_of(shuffled))]
    assert np.all([o.statistic >= 0.6 for o in dependence(scene_of(network))])
