"""Departments, teams, leads and contacts."""

from collections import Counter

from kiemen.datasets.draws import Draws
from kiemen.datasets.organisation import DEPARTMENTS, TOP, draw_colleagues, draw_contacts, draw_planted


def test_everybody_has_a_line_to_the_top():
    people = draw_colleagues(Draws("line"))
    for index in range(len(people)):
        seen = set()
        at: int | None = index
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = people[at].boss
        assert len(seen) <= 5


def test_roles_are_counted():
    roles = Counter(person.role for person in draw_colleagues(Draws("roles")))
    assert roles["directeur"] == 4
    assert roles["afdelingshoofd"] == len(DEPARTMENTS)
    assert 40 <= roles["teamleider"] <= 60


def test_plants_do_not_overlap():
    for seed in range(20):
        draws = Draws("planted", seed)
        people = draw_colleagues(draws)
        planted = draw_planted(people, draws, lonely_size=8)
        walled = [department for wall in planted.walls for department in wall]
        assert len(set(walled) | set(planted.blocked)) == 6
        assert TOP not in planted.blocked
        assert len(set(planted.lonely)) == 8
        assert planted.bridge not in planted.lonely
        assert people[planted.bridge].department not in (*walled, *planted.blocked)


def test_contacts_have_names_of_their_own():
    draws = Draws("contacts")
    people = draw_colleagues(draws)
    contacts = draw_contacts(draws, people)
    assert len(contacts) == 100
    names = {contact.name.full for contact in contacts}
    assert len(names) == 100
    assert not names & {person.name.full for person in people}
