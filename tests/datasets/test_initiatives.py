"""Who joins what, when."""

from kiemen.datasets.draws import Draws
from kiemen.datasets.initiatives import LAST_JOIN, NAMES, draw_initiatives
from kiemen.datasets.organisation import draw_colleagues, draw_contacts, draw_planted


def test_initiatives_are_forty_and_keep_to_their_side_of_a_wall():
    draws = Draws("initiatives")
    people = draw_colleagues(draws)
    planted = draw_planted(people, draws, lonely_size=8)
    running = draw_initiatives(people, draw_contacts(draws, people), planted, draws)
    assert len(running) == len(set(NAMES)) == 40
    assert set(running[0].members) == set(planted.lonely)
    for initiative in running:
        departments = {people[index].department for index in initiative.members}
        assert not any(a in departments and b in departments for a, b in planted.walls)
        assert initiative.members[initiative.leader] == 0
        assert all(initiative.start <= initiative.day(days) <= LAST_JOIN for days in initiative.members.values())
    others = {index for initiative in running[1:] for index in initiative.members}
    assert not others & set(planted.lonely)


def test_the_inclined_join_more():
    draws = Draws("inclined")
    people = draw_colleagues(draws)
    planted = draw_planted(people, draws, lonely_size=8)
    for index, person in enumerate(people):
        person.deeds = 1.0 if index % 2 else -1.0
    running = draw_initiatives(people, draw_contacts(draws, people), planted, draws)
    members = [index for initiative in running[1:] for index in initiative.members]
    assert sum(index % 2 for index in members) > 0.7 * len(members)
