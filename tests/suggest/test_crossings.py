"""Ties kept for walls that stand out: over the wall, between the readiest, within everybody's room."""

import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.crossings import over_walls, without_room
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes


@pytest.fixture(scope="module")
def walled():
    """Eight departments of fifteen with ties between all of them, but none between A and B."""
    rng = np.random.default_rng(3)
    names = [f"{g}{i:02d}" for g in "ABCDEFGH" for i in range(15)]
    rows = set()
    for a in range(120):
        for b in range(a + 1, 120):
            groups = names[a][0] + names[b][0]
            chance = 0.3 if groups[0] == groups[1] else 0.0 if groups == "AB" else 0.12
            if rng.random() < chance:
                rows.add((names[a], names[b]))
    people = pd.DataFrame({"person": names, "department": [name[0] for name in names]})
    relations = pd.DataFrame({"relation": ["tie"], "directed": [False]})
    ties = pd.DataFrame(sorted(rows), columns=["source", "target"])
    return Network.from_frames(people, ties, relations=relations)


ADOPTERS = ["A03", "B07", "C01", "D02", "E05", "F09"]


def setting_of(network, **limits):
    return Setting.of(network, Wishes(adopters=ADOPTERS, rng=1), Limits(**limits))


def test_the_readiest_on_both_sides_are_tied_over_the_wall(walled):
    setting = setting_of(walled)
    pairs = [tuple(walled.ids[list(pair)]) for pair in over_walls(setting, each=1, top=20)]
    assert pairs == [("A03", "B07")]


def test_a_plan_crosses_the_wall_and_keeps_its_size(walled):
    plan = suggest_connections(walled, adopters=ADOPTERS, model="cascade", top=10, rng=1).table
    assert len(plan) == 10
    assert "A03 – B07" in plan.index
    ends = pd.concat([plan["person"], plan["other"]]).value_counts()
    assert ends.max() <= 3
    free = suggest_connections(walled, adopters=ADOPTERS, model="cascade", top=10, walls=0, rng=1).table
    assert len(free) == 10


def test_forbidden_spared_and_full_people_are_respected(walled):
    assert [
        tuple(walled.ids[list(pair)])
        for pair in over_walls(setting_of(walled, forbidden=[("A03", "B07")]), each=1, top=20)
    ] != [("A03", "B07")]
    assert len(over_walls(setting_of(walled, spare=["A"]), each=1, top=20)) == 0


def test_at_most_a_tenth_of_the_plan_and_none_when_not_wanted(walled):
    setting = setting_of(walled)
    assert len(over_walls(setting, each=5, top=20)) == 2
    assert len(over_walls(setting, each=0, top=20)) == 0


def test_no_groups_no_walls(two_cliques, left):
    plain = two_cliques.replace(people=two_cliques.people[["name"]])
    setting = Setting.of(plain, Wishes(adopters=left, rng=1), Limits())
    assert len(over_walls(setting, each=1, top=20)) == 0


def test_taken_pairs_use_room(walled):
    board = setting_of(walled).board
    less = without_room(board, np.array([[0, 20]]))
    assert less.room[0] == board.room[0] - 1
    assert not less.allowed(np.array([[0, 20]]))[0]
    assert len(without_room(board, np.empty((0, 2), np.int64)).barred) == len(board.barred)
