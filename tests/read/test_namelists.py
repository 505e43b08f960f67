"""Several names in one field."""

import pandas as pd
import pytest

from kiemen import read_survey
from kiemen.read.decisions import decision_map
from kiemen.read.namebook import ONE_OR_SEVERAL, NameBook
from kiemen.read.namelists import PLAIN, Habits, commas_inside, split_names

PEOPLE = pd.DataFrame(
    {"name": ["An de Vries", "Bram Jansen", "Chaima El Idrissi", "Coba en Zonen"]},
    index=pd.Index(["1", "2", "3", "4"], name="person"),
)


def split(cell, *, several=False, habits=PLAIN, decisions=None):
    book = NameBook(PEOPLE, decisions=decision_map(decisions))
    names = split_names(cell, book, several=several, habits=habits)
    why = {name: [fact.message for fact in book.find(name).reasons] for name in names}
    return list(names), [name for name in names if ONE_OR_SEVERAL in why[name]]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Bram Jansen", ["Bram Jansen"]),
        ("Jansen, Bram", ["Jansen, Bram"]),
        ("Bram Jansen;", ["Bram Jansen"]),
        ("Jansen, Bram; Vries, de, An", ["Jansen, Bram", "Vries, de, An"]),
        ("Jansen, Bram, Vries, de, An", ["Jansen, Bram", "Vries, de, An"]),
        ("- Bram Jansen\n- An de Vries", ["Bram Jansen", "An de Vries"]),
        ("Bram Jansen en An de Vries", ["Bram Jansen", "An de Vries"]),
        ("Bram, An", ["Bram", "An"]),
        ("", []),
        (";;", []),
    ],
)
def test_a_field_for_several_names(cell, names):
    assert split(cell, several=True)[0] == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Bram en Zoë", ["Bram", "Zoë"]),
        ("Bram & An", ["Bram", "An"]),
        ("Bram+An", ["Bram", "An"]),
        ("Henk de Boer and Ans Mol", ["Henk de Boer", "Ans Mol"]),
        ("Henk de Boer (IT) en Ans Mol (HR)", ["Henk de Boer (IT)", "Ans Mol (HR)"]),
        ("Bram; Chaima, An", ["Bram", "Chaima, An"]),
        ("Bram Jansen; Chaima El Idrissi, An de Vries", ["Bram Jansen", "Chaima El Idrissi", "An de Vries"]),
        ("Chaima, Ans en Bram", ["Chaima", "Ans", "Bram"]),
        ("Boer, Henk de en Mol, Ans", ["Boer, Henk de", "Mol, Ans"]),
        ("Henk Boer, Ans Mol", ["Henk Boer", "Ans Mol"]),
        ("Coba en Zonen", ["Coba en Zonen"]),
        ("Coba & Zonen", ["Coba & Zonen"]),
        ("Boer, Henk de", ["Boer, Henk de"]),
        ("de Boer, Henk", ["de Boer, Henk"]),
        ("Mol, A.", ["Mol, A"]),
        ("Jan v/d Berg", ["Jan v/d Berg"]),
        ("bram.jansen@x.nl", ["bram.jansen@x.nl"]),
        ("Bram Jansen en niemand", ["Bram Jansen", "niemand"]),
    ],
)
def test_a_field_for_one_name_that_holds_more(cell, names):
    assert split(cell)[0] == names


@pytest.mark.parametrize(
    "cell", ["Bram, Zoë", "Mol, Ans", "Bram Jansen of An de Vries", "de buurvrouw, en haar zus", "zoë/bas"]
)
def test_what_may_be_one_name_or_several_is_doubtful(cell):
    names, doubtful = split(cell)
    assert names == doubtful == [cell]


def test_the_analyst_decides():
    assert split("Bram, Zoë", decisions={"Bram, Zoë": "meerdere"}) == (["Bram", "Zoë"], [])
    assert split("Bram, Zoë", decisions={"Bram, Zoë": "buiten"}) == (["Bram, Zoë"], [])


def test_habits_of_the_file_tell_what_a_comma_is():
    assert split("Mol, Ans", habits=Habits(surname_first=True)) == (["Mol, Ans"], [])
    assert split("mol, ans", habits=Habits.of(["Ans Mol", "mol, ans", "Bram"], [])) == (["mol, ans"], [])


def test_a_long_text_is_no_name():
    text = "ik werk eigenlijk met niemand echt vaak samen, en dat vind ik ook prima"
    assert split(text) == ([text], [])


def test_commas_inside():
    assert commas_inside(["Vries, An de", "Mol, Ans", "geen", "Boer, Henk"])
    assert not commas_inside(["Vries, An de", "Bram Jansen", "Zoë"])
    assert not commas_inside(["Mol, Ans"])


def test_nobody_is_made_of_what_is_doubtful():
    answers = pd.DataFrame({"respondent": ["An", "Bas"], "contact1": ["Bram, Zoë", "An"]})
    with pytest.warns(match="Bram, Zoë"):
        network = read_survey(answers, respondent="respondent", nominations=["contact1"])
    assert network.ids.tolist() == ["An", "Bas"]
    network = read_survey(
        answers, respondent="respondent", nominations=["contact1"], decisions={"Bram, Zoë": "several"}
    )
    assert network.ids.tolist() == ["An", "Bas", "Bram", "Zoë"]
