"""The network behind the answers."""

import pytest

from kiemen.datasets.draws import Draws
from kiemen.datasets.organisation import draw_colleagues, draw_planted
from kiemen.datasets.plant import PLANT
from kiemen.datasets.ties import draw_ties, later_ties, tie_members


@pytest.fixture(scope="module")
def drawn():
    draws = Draws("ties")
    people = draw_colleagues(draws)
    planted = draw_planted(people, draws, lonely_size=8)
    return people, planted, draw_ties(people, planted, draws, PLANT)


def test_ties_go_both_ways_and_never_to_oneself(drawn):
    _, _, ties = drawn
    for a, others in enumerate(ties.of):
        assert a not in others
        assert all(ties.of[b][a] == strength for b, strength in others.items())


def test_lonely_group_hangs_together(drawn):
    _, planted, ties = drawn
    lonely = set(planted.lonely)
    assert all(2 <= len(ties.of[a]) <= 7 and set(ties.of[a]) <= lonely for a in lonely)


def test_bridge_stands_on_both_sides_of_the_first_wall(drawn):
    people, planted, ties = drawn
    departments = [people[b].department for b in ties.of[planted.bridge]]
    assert all(departments.count(side) >= PLANT.bridge_side for side in planted.walls[0])


def test_shared_initiative_brings_ties_but_not_through_a_wall(drawn):
    people, planted, ties = drawn
    left, right = planted.walls[1]
    members = [i for i, p in enumerate(people) if p.department in {left, right} and i not in planted.lonely]
    before = len(ties.pairs())
    through = sum(ties.walled(a, b) for a, b in ties.pairs())
    tie_members(ties, Draws("together"), members)
    assert len(ties.pairs()) > before
    assert sum(ties.walled(a, b) for a, b in ties.pairs()) - through < 0.03 * (len(ties.pairs()) - before) + 5


def test_later_most_ties_are_still_there(drawn):
    _, planted, ties = drawn
    later = later_ties(ties, planted, Draws("later"), PLANT)
    before, after = set(ties.pairs()), set(later.pairs())
    assert 0.8 < len(before & after) / len(before) < 0.9
    assert abs(len(after) - len(before)) < 0.05 * len(before)
