"""Silos against the openness of other groups; departments without a tie to anybody who can give room."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.silos import silos, without_room
from kiemen.network import Network
from tests.diagnosis.scenes import organisation, scene_of


def test_a_closed_group_is_found_and_ordinary_ones_are_not():
    network = organisation(2, sizes=(30, 30, 30, 30, 30), outside=0.02)
    ties = network.ties
    group = network.groups()
    crosses = group[ties["source"]].to_numpy() != group[ties["target"]].to_numpy()
    of_c = (group[ties["source"]].to_numpy() == "C") | (group[ties["target"]].to_numpy() == "C")
    closed = network.replace(ties=ties[~(crosses & of_c & (np.arange(len(ties)) % 6 != 0))])
    p = {one.group: one.p for one in silos(scene_of(closed))}
    assert p["C"] < 0.01
    assert min(value for key, value in p.items() if key != "C") > 0.01


def test_equal_groups_are_seldom_silos():
    hits = sum(one.p <= 0.05 for seed in range(60) for one in silos(scene_of(organisation(seed))))
    assert hits <= 24  # of 240 tests at 5 %


def test_one_or_two_groups_cannot_be_compared():
    assert silos(scene_of(organisation(0, sizes=(20, 20)))) == []


def boss_network(tie):
    people = pd.DataFrame(
        {
            "person": ["a1", "a2", "b1", "b2", "boss"],
            "department": ["A", "A", "B", "B", "Top"],
            "role": ["consulent"] * 4 + ["directeur"],
        }
    )
    ties = [("a1", "a2"), ("b1", "b2"), ("a1", "boss"), *tie]
    return Network.from_frames(people, pd.DataFrame(ties, columns=["source", "target"]))


def test_no_tie_to_anybody_who_gives_room():
    found = without_room(scene_of(boss_network([])), None)
    assert [one.group for one in found] == ["B"]
    # two tie ends in B, one of the director, six ends in all: 2 * 1 / 6
    assert found[0].expected == pytest.approx(2 / 6)
    assert found[0].p == pytest.approx(np.exp(-2 / 6))
    assert without_room(scene_of(boss_network([("b2", "boss")])), None) == []
    assert without_room(scene_of(boss_network([])), {"steward": ["nobody"]}) == []
