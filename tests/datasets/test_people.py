"""Traits that nobody can see."""

import numpy as np

from kiemen.datasets.draws import Draws
from kiemen.datasets.names import Name
from kiemen.datasets.people import Colleague, draw_circumstances, draw_traits, mark_early
from kiemen.datasets.plant import PLANT


def staff(count=500):
    return [Colleague(f"{n:03d}", Name("A", "", "B"), "X" if n % 2 else "Y", team=f"T{n % 10}") for n in range(count)]


def traits(people, name):
    return np.array([getattr(person, name) for person in people])


def test_signal_sets_the_correlation():
    for signal in (0.0, 0.5, 1.0):
        people = staff(4000)
        draw_traits(people, Draws("traits", signal), PLANT, signal, [])
        found = np.corrcoef(traits(people, "readiness"), traits(people, "self_image"))[0, 1]
        assert abs(found - 0.56 * signal) < 0.04


def test_enthusiasts_are_early_only_when_there_is_a_signal():
    chosen = [1, 2, 3, 4, 5]
    people = staff()
    draw_traits(people, Draws("lonely"), PLANT, 1.0, chosen)
    assert all(people[index].early for index in chosen)
    people = staff()
    draw_traits(people, Draws("lonely"), PLANT, 0.0, chosen)
    assert not all(people[index].early for index in chosen)


def test_early_are_those_most_ready():
    people = staff(50)
    for place, person in enumerate(people):
        person.readiness = float(place)
    mark_early(people, 0.14)
    assert [person.early for person in people] == [False] * 43 + [True] * 7


def test_blocked_department_has_more_barriers_and_less_room():
    people = staff(2000)
    draw_circumstances(people, Draws("blocked"), PLANT, ("X",))
    blocked = np.array([person.department == "X" for person in people])
    for name, shift in (("barriers", 1.3), ("room", -1.3)):
        values = traits(people, name)
        assert abs(values[blocked].mean() - values[~blocked].mean() - shift) < 0.4
