import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.results import Fact
from kiemen.suggest.reasons import Case, People, in_words, ingredient, labelled, reasons


def case_of(i, j, **rest):
    usual = {
        "starts": True, "also": False, "drawn": False, "gain": 2.25, "gain_low": 1.0, "gain_high": 3.0, "alone": 1.5,
        "acceptance": 0.5, "learned": False, "survives": 0.9, "fragile": (), "via": -1, "shared": 2, "bundle": (),
    }  # fmt: skip
    return Case(i, j, **{**usual, **rest})


@pytest.fixture
def people(organisation):
    return People.of(organisation, "department")


def place(organisation, *ids):
    return organisation.positions(ids).tolist()


def test_each_tie_feeds_an_ingredient(organisation, people):
    at = lambda *ids: place(organisation, *ids)  # noqa: E731
    assert ingredient(case_of(*at("p06", "c2")), people) == "pokers"
    assert ingredient(case_of(*at("p06", "p07"), also=True), people) == "spark"
    assert ingredient(case_of(*at("p06", "p00")), people) == "oxygen"
    assert ingredient(case_of(*at("p06", "p07")), people) == "fuel"
    assert ingredient(case_of(*at("p06", "p10")), people) == "stoking"


def test_who_has_a_result_to_show_brings_matches(organisation):
    events = pd.DataFrame(
        {
            "event": ["1", "2", "3"],
            "kind": ["result", "result", "meeting"],
            "person": ["p20", None, "p21"],
            "initiative": [None, "Buurttuin", None],
        }
    )
    people = People.of(organisation.replace(events=events), "department")
    at = lambda *ids: place(organisation, *ids)  # noqa: E731
    # Somebody named with a result, and a member of an initiative that showed one, each with somebody who has not begun.
    assert ingredient(case_of(*at("p20", "p31")), people) == "matches"
    assert ingredient(case_of(*at("p31", "p11"), starts=False, also=True), people) == "matches"
    # Only the one who has begun can show it; a meeting is no result.
    assert ingredient(case_of(*at("p31", "p20")), people) == "fuel"
    assert ingredient(case_of(*at("p21", "p33")), people) == "stoking"


def test_what_participants_read_is_public(organisation, people):
    facts = reasons(case_of(*place(organisation, "p02", "p07"), via=place(organisation, "p03")[0]), people)
    open_ = " ".join(fact.say("en") for fact in facts if fact.scope == "open")
    assert "Buurttuin" in open_
    assert "Person 3 knows both" in open_
    assert "2.2" not in open_
    assert "already tries it" not in open_


def test_an_introducer_known_only_from_answers_is_for_the_analyst(organisation, people):
    facts = reasons(case_of(*place(organisation, "p20", "p41"), via=place(organisation, "p33")[0]), people)
    said = [fact for fact in facts if "Person 33" in fact.say("en")]
    assert said
    assert all(fact.scope == "analyst" for fact in said)


def test_words_follow_the_numbers(organisation, people):
    facts = reasons(case_of(*place(organisation, "p06", "p07"), survives=0.3, fragile=("fire", "threshold")), people)
    said = " ".join(fact.say("en") for fact in facts)
    assert "only 30%" in said
    assert "it does not hold under the fire model and a threshold" in said
    assert "As the only new tie it would bring 1.5" in said
    unknown = reasons(case_of(*place(organisation, "p06", "p07"), alone=float("nan")), people)
    assert not any("only new tie" in fact.say("en") for fact in unknown)
    assert np.isnan(float("nan"))


def test_nobody_is_said_to_try_it_already_when_a_ranking_was_drawn_from(organisation, people):
    i, j = place(organisation, "p06", "p07")
    for starts, also in ((True, True), (True, False), (False, False)):
        said = " ".join(f.say("en") for f in reasons(case_of(i, j, starts=starts, also=also, drawn=True), people))
        assert ("among the first" in said) == starts
        assert ("likely to try it first" in said) != starts
        assert "already" not in said
        assert "yet" not in said


def test_every_sentence_exists_in_dutch(organisation, people):
    facts = reasons(case_of(*place(organisation, "p06", "p07"), bundle=("x",), fragile=("fire",)), people)
    assert all(fact.say("nl") != fact.say("en") for fact in facts)


def test_what_holds_nowhere_is_not_told_as_only_nothing(organisation, people):
    case = case_of(*place(organisation, "p06", "p07"), survives=0.0, fragile=("threshold 2",))
    said = [fact.say("nl") for fact in reasons(case, people)]
    assert any("in geen van de geprobeerde" in one for one in said)
    assert any("een drempel van meerdere contacten (nummer 2)" in one for one in said)
    assert not any("threshold" in one for one in said)


def test_the_wall_that_is_crossed_is_told_to_the_analyst(organisation, people):
    facts = reasons(case_of(*place(organisation, "p06", "p07"), wall=(1, 6.2)), people)
    (told,) = [fact for fact in facts if "wall stands" in fact.say("en")]
    assert told.say("en").startswith("A wall stands there: 1 tie, ")
    assert "1 verbinding;" in told.say("nl")
    assert told.scope == "analyst"


def test_namesakes_are_told_apart_and_places_have_names():
    rows = pd.DataFrame(
        {
            "person": ["a", "b", "c", "d"], "name": ["Jan", "Jan", "Bo", "Jan"],
            "team": ["ICT", "Zorg", "Zorg", "Zorg"], "location": ["Noord", "Noord", "Noord", "Zuid"],
        }
    )  # fmt: skip
    people = People.of(Network.from_frames(rows), None)
    assert people.name.tolist() == ["Jan (ICT)", "Jan (Zorg) (Noord)", "Bo", "Jan (Zorg) (Zuid)"]
    floors = People.of(Network.from_frames(rows.drop(columns="location").assign(floor=[1, 1, 2, 2])), None)
    assert set(floors.place) == {""}


def test_names_are_listed_as_a_person_writes_them():
    said = Fact("{x}", {"x": in_words(["An", "Bo", "Cas"])})
    assert (said.say("en"), said.say("nl")) == ("An, Bo and Cas", "An, Bo en Cas")
    assert in_words(["Sport, Zorg en Welzijn", "ICT"]) == "Sport, Zorg en Welzijn; ICT"
    assert in_words(["An"]) == "An"


def test_labels_are_never_the_same():
    assert labelled([("a", "b – c"), ("a – b", "c"), ("x", "y")]) == ["a – b – c", "a – b – c (2)", "x – y"]


def test_adopters_they_know_already_are_counted_for_the_analyst(organisation, people):
    case = case_of(*place(organisation, "p06", "p07"), near=(3, 1))
    (told,) = [fact for fact in reasons(case, people) if "among their contacts" in fact.say("en")]
    assert told.say("en") == "Adopters among their contacts now: Person 6 3, Person 7 1."
    assert told.scope == "analyst"


def test_namesakes_of_one_team_get_a_number():
    people = pd.DataFrame({"person": ["c", "a", "b"], "name": ["Jan", "Jan", "Bo"], "team": ["A", "A", "A"]})
    ties = pd.DataFrame({"source": ["a"], "target": ["b"]})
    found = People.of(Network.from_frames(people=people, ties=ties), None)
    assert found.name.tolist() == ["Jan (A) (1)", "Bo", "Jan (A) (2)"]


def test_a_tie_that_mostly_holds_nowhere_depends_on_no_assumption(organisation):
    people = People.of(organisation, None)
    here = place(organisation, "p06", "p07")
    some = case_of(*here, survives=0.3, fragile=("fire", "threshold"), all_fragile=True)
    said = " ".join(fact.say("en") for fact in reasons(some, people))
    assert "Under none of them does it mostly hold" in said
    assert "depends on an assumption" not in said
    none = case_of(*here, survives=0.0, fragile=("fire", "threshold"), all_fragile=True)
    said = " ".join(fact.say("en") for fact in reasons(none, people))
    assert "It holds in none" in said
    assert "does not hold under" not in said
