"""Questions in which somebody says who he or she is are told from those about colleagues."""

import pandas as pd
import pytest

from kiemen.read.account import Account
from kiemen.read.ownname import asked_again, asked_of_oneself, own_questions, says_who
from kiemen.read.rawtable import RawTable


@pytest.mark.parametrize(
    "question",
    [
        "Wat is uw naam?", "Wat is je naam? Zo weten we wie er meedoet.", "Je naam", "Naam invuller",
        "Naam (invuller)", "Voor- en achternaam", "Voornaam en achternaam", "Vul je naam in",
        "Vul hieronder s.v.p. uw volledige naam in.", "What is your name?", "What’s your full name?", "Your name",
        "Full name", "1. Wat is je naam?", "Naam *", "Je naam (voor- en achternaam)", "Kies je naam uit de lijst",
        "Hoe heet je?", "Wie bent u?", "Please enter your name", "Participant's name", "Name (required)",
    ],
)  # fmt: skip
def test_the_own_name(question):
    assert asked_of_oneself(question) == "name"


@pytest.mark.parametrize(
    ("question", "part"),
    [("Voornaam", "given"), ("Wat is je voornaam?", "given"), ("Your last name", "family"), ("Je e-mailadres", "code")],
)
def test_parts_and_addresses(question, part):
    assert asked_of_oneself(question) == part


@pytest.mark.parametrize(
    "question",
    [
        "Wat is de naam van de collega met wie je werkt?", "Wat is de naam van je leidinggevende?", "Naam collega",
        "Naam 1", "Naam van je team", "Mag het team je naam weten?", "Naam (collega 1)",
        "Voor- en achternaam (collega 1)", "Vul de naam van een collega in", "What is the name of your manager?",
        "Your manager's name", "Your name for the project", "Full name [1]", "Je teamnaam",
        "Met wie werk je? Vul de naam in", "Wie ben je vaak tegengekomen?", "Who are you thankful to?",
        "May we use your name?", "E-mail van collega",
    ],
)  # fmt: skip
def test_questions_about_others_are_none(question):
    assert asked_of_oneself(question) is None


def account(columns, **questions):
    frame = pd.DataFrame("", index=[2], columns=columns, dtype="str")
    made = Account(RawTable(frame, "t"))
    made.questions = questions
    return made


def test_a_whole_name_goes_before_its_parts_and_questions_may_stand_beside_codes():
    parts = account(["Achternaam", "Voornaam", "q1"])
    assert own_questions(parts, ()) == {"name": ["Voornaam", "Achternaam"], "code": []}
    whole = account(["Voornaam", "Q2", "Je naam", "Your e-mail"], Q2="Wat is je volledige naam?")
    assert own_questions(whole, ()) == {"name": ["Q2"], "code": ["Your e-mail"]}
    assert own_questions(whole, ["Q2"])["name"] == ["Je naam"]


@pytest.mark.parametrize(
    ("columns", "again"),
    [
        ({"Naam": "", "Naam2": "An"}, ["Naam2"]),
        ({"Naam": "", "Naam (2)": "An"}, ["Naam (2)"]),
        ({"Naam": "Bo", "Naam2": "An"}, []),
        ({"Naam": "", "Naam2": "An", "Naam3": "Bo"}, []),
        ({"Naam": "", "Naam1": "An", "Naam2": "Bo"}, []),
    ],
)
def test_a_question_called_as_the_empty_column_of_the_tool(columns, again):
    assert asked_again(pd.DataFrame(columns, index=[2]), ["Naam"], ()) == again
    assert asked_again(pd.DataFrame(columns, index=[2]), ["Naam"], again) == []


def test_nobody_is_named_by_words_for_nobody():
    assert not says_who(pd.Series(["", "anonymous", "n/a", "Anoniem"]))
    assert says_who(pd.Series(["anonymous", "An"]))
    assert not says_who(pd.Series([], dtype="str"))
