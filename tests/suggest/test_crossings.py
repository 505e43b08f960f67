"""Ties kept for walls that stand out: over the wall, between the readiest, within everybody's room."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diffusion.threshold import Threshold
from kiemen.network import Network
from kiemen.suggest.connections import suggest_connections
from kiemen.suggest.crossings import over_walls, walls_crossed, without_room
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


def test_a_plan_of_a_few_ties_has_none_to_spare_for_walls(walled):
    assert len(over_walls(setting_of(walled), each=1, top=9)) == 0
    model = Threshold(contacts=2, share=0.25, noise=0.0)
    adopters = [f"A{i:02d}" for i in range(9)]
    gains = [
        suggest_connections(walled, adopters=adopters, model=model, top=3, walls=walls, rng=1).growth["gain"].iloc[0]
        for walls in (0, 1)
    ]
    assert gains[0] == gains[1] == 9


def test_the_rest_of_a_plan_builds_on_the_ties_over_walls(walled):
    setting = setting_of(walled)
    fields = setting.fields()
    pair = walled.positions(["A03", "B07"]).reshape(1, 2)
    seen = setting.beside(fields, pair)
    assert seen.keys() == fields.keys()
    for name, field in seen.items():
        assert field.engine.contacts.has_arcs(pair[:, 0], pair[:, 1]).all()
        assert field.engine.model == fields[name].engine.model
    assert setting.beside(fields, pair[:0]) is fields


def test_walls_that_are_crossed_are_counted(walled):
    setting = setting_of(walled)
    plan = np.vstack([walled.positions(["A03", "B07"]), walled.positions(["A03", "A04"])])
    (ties, expected), none = walls_crossed(setting, plan)
    assert ties == 0
    assert expected > 5
    assert none is None


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
