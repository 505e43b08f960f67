"""Several names in one field."""

import pandas as pd
import pytest

from kiemen import check_file, read_survey
from kiemen.errors import DoubtfulInputWarning
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


ASKED = "Met wie werk je samen?"


def ticked(names, cells, **how):
    """Read a column in which forms joined the boxes that were ticked with a comma."""
    answers = pd.DataFrame({"Wat is je naam?": names, ASKED: cells})
    return read_survey(answers, respondent="Wat is je naam?", nominations=[ASKED], **how)


@pytest.mark.filterwarnings("ignore")
def test_boxes_that_were_ticked_are_no_surnames():
    # Nobody is known, and a name stands now first, now second.
    network = ticked(["An", "Xi", "Piet", "Klaas"], ["Bo, Cas", "Cas, Dirk", "Eef, Bo", "Bo, Cas"])
    assert network.n_ties == 0
    assert network.ids.tolist() == ["An", "Klaas", "Piet", "Xi"]
    assert "or several names" in network.ledger["reason"].iloc[0]
    assert network.ledger["value"].tolist() == ["Bo, Cas", "Cas, Dirk", "Eef, Bo", "Bo, Cas"]


@pytest.mark.filterwarnings("ignore")
def test_names_that_stand_alone_elsewhere_are_a_list():
    network = ticked(["An", "Xi", "Piet"], ["Bo, Cas", "Cas", "Bo, Dirk, Eef"])
    assert network.ids.tolist() == ["An", "Bo", "Cas", "Dirk", "Eef", "Piet", "Xi"]
    assert network.n_ties == 6


@pytest.mark.filterwarnings("ignore")
def test_a_part_is_not_swallowed_by_who_has_one_word():
    network = ticked(["Cas", "Xi"], ["Xi", "Cas, Dirk"])
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["Cas", "Xi"]]
    assert "Cas, Dirk" in network.ledger["value"].str.cat()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("several", [False, True])
def test_one_person_or_two_that_are_both_known(several):
    names, cells = ["An", "Cas Bo", "Bo"], ["Bo, Cas", "An", "An"]
    answers = pd.DataFrame({"naam": names, "wie": cells})
    how = {"multi": ["wie"]} if several else {"nominations": ["wie"]}
    network = read_survey(answers, respondent="naam", **how)
    assert "An" not in set(network.ties["source"])


@pytest.mark.filterwarnings("ignore")
def test_a_surname_first_is_one_person():
    network = ticked(["An Vis", "Jan Vries"], ["Vries, Jan", "An Vis"])
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["An Vis", "Jan Vries"], ["Jan Vries", "An Vis"]]
    # Prefixes tell it where nobody is known.
    network = ticked(["1", "2", "3"], ["Vries, An de", "Mol, Ans", "Boer, Henk"])
    assert network.ids.tolist() == ["1", "2", "3", "Boer, Henk", "Mol, Ans", "Vries, An de"]


@pytest.mark.filterwarnings("ignore")
def test_a_strange_surname_in_a_list_is_not_parted_in_silence():
    names = ["An Vis", "Jan Vries", "Bo Mol"]
    answers = pd.DataFrame({"naam": names, "wie": ["Jan Vries, Bo Mol", "Smit, Kees", "An Vis, Jan Vries"]})
    network = read_survey(answers, respondent="naam", multi=["wie"])
    assert network.ids.tolist() == ["An Vis", "Bo Mol", "Jan Vries"]
    assert "Smit, Kees" in network.ledger["value"].tolist()
    decided = read_survey(answers, respondent="naam", multi=["wie"], decisions={"Smit, Kees": "outside"})
    assert "Smit, Kees" in decided.ids


def test_pairs_of_surnames_are_not_four_people():
    habits = Habits(surname_first=True)
    assert split("Mol, Ans, Smit, Kees", habits=habits) == (["Mol, Ans, Smit, Kees"], ["Mol, Ans, Smit, Kees"])


def test_words_before_a_name_are_none_of_it():
    assert split("vooral met Bram Jansen, soms ook An de Vries")[0] == ["Bram Jansen", "An de Vries"]
    assert split("Met de Vries")[0] == ["Met de Vries"]


TEXT = "Ik werk veel samen met Bram Jansen omdat zij goed luistert, en ook met An de Vries van de overkant"


@pytest.mark.filterwarnings("ignore::kiemen.errors.LowResponseWarning")
def test_a_text_with_names_in_it_comes_on_the_review_list():
    roster = pd.DataFrame({"naam": ["An de Vries", "Bram Jansen", "Chaima El Idrissi"]})
    answers = pd.DataFrame({"respondent": ["Chaima El Idrissi"], "wie": [TEXT]})
    with pytest.warns(DoubtfulInputWarning, match="or several names"):
        assert read_survey(answers, nominations="wie", roster=roster).n_ties == 0
    review = check_file(answers, kind="survey", nominations="wie", roster=roster).names.review()
    assert review["written"].tolist() == [TEXT]
    assert "Bram Jansen" in review["candidates"].iloc[0]
    network = read_survey(answers, nominations="wie", roster=roster, decisions={TEXT: "several"})
    assert network.ties["target"].tolist() == ["An de Vries", "Bram Jansen"]


@pytest.mark.filterwarnings("ignore::kiemen.errors.LowResponseWarning")
def test_a_text_that_names_an_objector_is_not_told():
    roster = pd.DataFrame({"naam": ["An de Vries", "Bram Jansen", "Eva Bos"], "bezwaar": ["", "ja", ""]})
    answers = pd.DataFrame({"respondent": ["Eva Bos"], "wie": [TEXT]})
    with pytest.warns(DoubtfulInputWarning):
        network = read_survey(answers, nominations="wie", roster=roster)
    assert "Bram" not in network.ledger["value"].str.cat()
