"""Who was there, what was there that is no person, and what being together is worth."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.read.attendance import exploded, is_no_person, list_separator, ties_of_meetings


@pytest.mark.parametrize(
    "name",
    ["Zaal 3.12", "Vergaderzaal Oost", "vergaderruimte B", "Room 4", "noreply@x.nl", "No-Reply", "info@gemeente.nl",
     "DL-Alle medewerkers", "alle medewerkers", "zaal-2@gemeente.nl", "chatbot", "Postmaster", "iedereen",
     "c_0123456789abcdef0123456789@resource.calendar.google.com", "Planner (bot)", "Team_Zorg", "Teams-room 2"],
)  # fmt: skip
def test_rooms_lists_and_robots(name):
    assert is_no_person(name)


@pytest.mark.parametrize(
    "name",
    ["Jan Zaal", "Zaal, Jan", "Ben Bot", "Kamer, Piet van de", "Piet van de Kamer", "Zaal", "Roomer, Eva", "Alle Bos",
     "Lijster, Jan", "Eva Alles", "info", "j.zaal@gemeente.nl", "ben.bot@x.nl".replace(".bot", "bot"), "Teun Team",
     "Robbert Otter"],
)  # fmt: skip
def test_people_with_such_names_stay(name):
    assert not is_no_person(name)


def test_signs_between_people():
    def sign(*cells, **options):
        return list_separator(pd.Series(cells, dtype="str"), **options)

    assert sign("An; Bram", "Eva") == ";"
    assert sign("An\nBram") == "\n"
    assert sign("An, Bram, Eva", "An, Bram, Daan") == ","
    assert sign("a@x.nl, b@x.nl", one_row_each=False) == ","
    assert sign("Vries, de, An", "Berg, van den, Daan", one_row_each=False) is None
    assert sign("Vries, An de", "Bakker, Eva") is None
    assert sign("An;", "Bram;") is None
    assert sign("An de Wit, Bo Jansen", "Cas Vos", "An de Wit, Cas Vos") == ","
    assert sign("An de Wit, Bo Jansen", one_row_each=False) is None
    assert sign("An, Bo", "An, Cas", "Bo, Cas") == ","
    assert sign("Vries, An Maria de", "Bakker, Eva", "Berg, Jan Willem van den") is None


def test_lists_are_taken_apart_under_their_row():
    cells = pd.Series(["An; Bram;", "", '"Vries, An de"; Eva'], index=[2, 3, 4], dtype="str")
    assert list(exploded(cells, ";").items()) == [(2, "An"), (2, "Bram"), (3, ""), (4, "Vries, An de"), (4, "Eva")]


def by_hand(meetings, largest):
    ties = {}
    for people in meetings:
        if 2 <= len(people) <= largest:
            for pair in combinations(sorted(people), 2):
                ties[pair] = ties.get(pair, 0) + 1 / (len(people) - 1)
    return ties


@given(st.lists(st.sets(st.integers(0, 9), max_size=8), max_size=12), st.integers(2, 9))
def test_each_pair_gets_one_over_the_others(meetings, largest):
    rows = [(at, person) for at, people in enumerate(meetings) for person in people]
    event, person = np.array([r[0] for r in rows], dtype=np.int64), np.array([r[1] for r in rows], dtype=np.int64)
    time = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]")
    made = ties_of_meetings(event, person, time, largest=largest)
    found = {(int(s), int(t)): w for s, t, w in zip(made["source"], made["target"], made["weight"], strict=True)}
    assert found == pytest.approx(by_hand(meetings, largest))
