"""Questions about colleagues and about being named are found in exports as they are, and nothing else is."""

import pandas as pd
import pytest

from kiemen.read.questions import Questions, asks_advice, find_questions, goes_first

WITH, NEW = (
    "Met wie werk je het meest samen? (namen, gescheiden door ;)",
    "Wie probeert er volgens jou nieuwe dingen uit?",
)
MAY = "Mag het team je naam weten?"


def forms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Id": ["1", "2", "3"],
            "Begintijd": ["2026-10-05 09:00"] * 3,
            "Tijd van voltooien": ["2026-10-05 09:06"] * 3,
            "E-mail": ["an@x.example", "bo@x.example", "cor@x.example"],
            "Naam": ["An de Vries", "Bo Bakker", "Cor Smit"],
            WITH: ["Bo Bakker; Cor Smit", "An de Vries", "An de Vries; Bo Bakker"],
            NEW: ["Cor Smit", "Cor Smit; An de Vries", "Bo Bakker"],
            MAY: ["Ja", "Nee", "Ja"],
            "Kom je naar de borrel?": ["Ja", "Ja", "Nee"],
        }
    )


def test_questions_about_colleagues_and_about_being_named_are_found():
    found = find_questions(forms())
    assert found.about_people == {WITH: (WITH,), NEW: (NEW,)}
    assert found.may_be_named == MAY
    assert found.unnamed


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (NEW, True),
        ("Who tries new things?", True),
        ("durft", True),
        (WITH, False),
        ("Whom do you ask for advice?", False),
        ("Bij wie gaat u te rade als u iets nieuws wilt proberen?", False),
        ("Met wie bespreekt u nieuwe ideeën?", False),
        ("Wie gaat vaak als eerste aan de slag met iets nieuws?", True),
    ],
)
def test_the_question_about_who_goes_first_is_told_by_its_words(question, first):
    assert goes_first(question) is first


def test_whom_somebody_turns_to_is_another_question_than_whom_one_works_with():
    assert asks_advice("Aan wie vraagt u advies?")
    assert asks_advice("Bij wie gaat u te rade als u iets nieuws wilt proberen?")
    assert not asks_advice(WITH)
    assert not asks_advice(NEW)


def test_short_names_need_no_other():
    assert not Questions({"samenwerking": ("samen[1]", "samen[2]")}).unnamed
    assert find_questions(pd.DataFrame({"x": ["1"]})) == Questions()
