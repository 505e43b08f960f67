"""Columns of a survey: told by name or code, or found."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, DoubtfulInputWarning, InputError
from kiemen.read.account import Account
from kiemen.read.dialects import PLAIN
from kiemen.read.namebook import NameBook
from kiemen.read.rawtable import RawTable
from kiemen.read.scales import Scale
from kiemen.read.survey import read_survey
from kiemen.read.surveycolumns import SurveyColumns, add_scales, expand, find_rest, stem, told

FRAME = pd.DataFrame(columns=["vern[SQ001]", "vern[SQ002]", "net1_1", "net1_2", "net2_1", "Q1", "Q1_other", "naam"])


@pytest.mark.parametrize(
    ("wanted", "columns"),
    [
        ("vern", ["vern[SQ001]", "vern[SQ002]"]),
        ("net1", ["net1_1", "net1_2"]),
        ("net*", ["net1_1", "net1_2", "net2_1"]),
        ("Q1", ["Q1"]),
        (["NAAM", "q1"], ["naam", "Q1"]),
        (None, []),
    ],
)
def test_expand(wanted, columns):
    assert expand(FRAME, wanted, where="t", part="x") == columns


def test_expand_names_the_nearest():
    with pytest.raises(ColumnError, match="Did you mean 'naam'"):
        expand(FRAME, "naamm", where="t", part="x")
    with pytest.raises(InputError, match="names of columns"):
        expand(FRAME, [3], where="t", part="x")


@pytest.mark.parametrize(
    ("column", "shared"),
    [
        ("samen[SQ001]", "samen"),
        ("Q1_2", "Q1"),
        ("contact1", "contact"),
        ("Met wie? [Naam 1]", "Met wie?"),
        ("wie", "wie"),
    ],
)
def test_stem(column, shared):
    assert stem(column) == shared


def account(columns):
    frame = pd.DataFrame(columns, dtype="str")
    return Account(RawTable(frame.set_axis(range(2, 2 + len(frame))), "t"))


def test_find_rest():
    book = NameBook(pd.DataFrame({"name": ["An de Vries", "Bram Jansen"]}, index=pd.Index(["1", "2"], name="person")))
    made = account(
        {
            "wie": ["An de Vries", "Jansen, Bram"],
            "meer": ["An de Vries;Bram Jansen", ""],
            "q1": ["mee eens", "neutraal"],
            "getal": ["3", "4"],
            "afdeling": ["IT", "HR"],
            "aanbod": ["schrijven", ""],
        }
    )
    columns = SurveyColumns()
    find_rest(made, PLAIN, columns, book, named=False)
    assert columns.nominations == {"wie": ["wie"], "meer": ["meer"]}
    assert columns.multi == {"meer"}
    assert [list(scale.items) for scale in columns.scales] == [["q1"]]
    assert columns.attributes == {"afdeling": "department"}
    assert columns.offers == ["aanbod"]
    assert "getal" not in columns.used


def test_scales_that_share_a_column_are_refused():
    made = account({"q1": ["1"], "q2": ["2"]})
    with pytest.raises(InputError, match="an item of two scales"):
        add_scales(made, SurveyColumns(), likert=None, scale=None, scales=[Scale("a", ["q1"]), Scale("b", ["q1"])])
    with pytest.raises(InputError, match="lowest and the highest"):
        add_scales(made, SurveyColumns(), likert="q1", scale=(1, 2, 3), scales=[])


def test_the_range_of_numbers_is_recorded():
    made, columns = account({"q1": ["1", "7"]}), SurveyColumns()
    add_scales(made, columns, likert="q1", scale=None, scales=[])
    assert (columns.scales[0].low, columns.scales[0].high) == (1, 7)
    assert made.assumptions == [("scale of the answers", "1–7")]


def test_the_fields_beside_a_name_field_hold_names_too():
    book = NameBook(pd.DataFrame({"name": ["An", "Bo"]}, index=pd.Index(["An", "Bo"], name="person")))
    made = account(
        {
            "Q2_1": ["x", "Bo", "An"],
            "Q2_2": ["y", "Cas", ""],
            "Q2_3": ["", "", ""],
            "Q3_1": ["", "vaak", "soms"],
            "Q2": ["", "lang verhaal over het werk in de wijk", "nog een lang verhaal van iemand"],
        }
    )
    columns = SurveyColumns()
    kept = pd.Series([False, True, True], index=made.table.frame.index)
    find_rest(made, PLAIN, columns, book, named=False, kept=kept)
    assert columns.nominations == {"Q2": ["Q2_1", "Q2_2"]}


def test_questions_that_stand_apart_from_the_header():
    made = account({"Q1": ["An"], "Q2": ["ja"], "Q3": ["HR"], "Q4": ["schrijven"]})
    made.questions = {"Q1": "Wat is je naam?", "Q2": "Geef je toestemming?", "Q3": "Afdeling", "Q4": "Aanbod"}
    parts = dict.fromkeys(
        ["respondent", "nominations", "multi", "ratings", "asks", "offers", "consent", "opt_out", "attributes"]
    )
    columns = told(made, PLAIN, relation="nomination", **parts)
    assert (columns.respondent, columns.consent) == (["Q1"], "Q2")
    book = NameBook(pd.DataFrame({"name": ["An"]}, index=pd.Index(["An"], name="person")))
    find_rest(made, PLAIN, columns, book, named=True)
    assert (columns.attributes, columns.offers) == ({"Q3": "department"}, ["Q4"])


def test_a_question_for_whom_holds_names_though_few_of_them_answered():
    made = account(
        {
            "Met wie werk je samen?": ["Bo Smit, Kees de Vries, Piet Jansen", "An de Wit, Joop Blok", "Dirk Meer"],
            "Waarmee ben je bezig?": ["An de Wit volgen", "plannen, schrijven", "leren"],
            "Wie weet het?": ["iedereen", "de directie", "allemaal"],
        }
    )
    names = ["An de Wit", "Bo Smit", "Cas Blom"]
    book = NameBook(pd.DataFrame({"name": names}, index=pd.Index(names, name="person")))
    columns = SurveyColumns()
    find_rest(made, PLAIN, columns, book, named=False)
    assert columns.nominations == {"Met wie werk je samen?": ["Met wie werk je samen?"]}
    assert columns.multi == {"Met wie werk je samen?"}


def test_consent_in_codes_that_say_neither_is_no_consent():
    frame = pd.DataFrame({"respondent": ["An", "Bo"], "contact1": ["Bo", "An"], "toestemming": ["A1", "A2"]})
    with pytest.warns(DoubtfulInputWarning, match="neither yes nor no; it was taken as no consent"):
        network = read_survey(frame)
    assert network.n_nodes == 0


def test_a_header_of_consent_above_other_answers_is_told():
    said = ["Ik heb toestemming nodig van mijn chef", "Soms", "Altijd eigenlijk", "Dat hangt ervan af"]
    frame = pd.DataFrame(
        {"respondent": ["An", "Bo", "Cas", "Eva"], "contact1": ["Bo", "Cas", "Eva", "An"], "toestemming": said}
    )
    with pytest.warns(DoubtfulInputWarning, match="look at it first, and pass consent="):
        assert read_survey(frame).n_ties == 4


@pytest.mark.parametrize(
    ("question", "no"),
    [
        ("Mogen we je antwoorden gebruiken?", "Nee, liever niet"),
        ("Ik ga akkoord met de verwerking van mijn gegevens (AVG)", "Niet akkoord"),
        ("Do you agree that we use your answers?", "No"),
    ],
)
def test_questions_about_the_use_of_answers_are_consent(question, no):
    yes = {"No": "Yes", "Niet akkoord": "Akkoord"}.get(no, "Ja hoor")
    frame = pd.DataFrame({"naam": ["An", "Bo", "Cas"], "contact1": ["Bo", "Cas", "An"], question: [yes, no, yes]})
    with pytest.warns(DoubtfulInputWarning, match="gave no consent"):
        network = read_survey(frame)
    assert sorted(network.ids) == ["An", "Cas"]
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["Cas", "An"]]


def test_a_question_of_consent_with_unclear_answers_is_told():
    frame = pd.DataFrame(
        {"naam": ["An", "Bo"], "contact1": ["Bo", "An"], "Geef je toestemming voor gebruik?": ["ja", "misschien"]}
    )
    with pytest.warns(DoubtfulInputWarning, match="neither yes nor no"):
        read_survey(frame)


FORMS = {"Begintijd": ["1-9-2025", "2-9-2025"], "Tijd van voltooien": ["1-9-2025", "2-9-2025"]}
STAFF = pd.DataFrame({"id": ["1", "2"], "naam": ["An de Vries", "Bram Jansen"], "email": ["an@x.nl", "bram@x.nl"]})


@pytest.mark.parametrize("mail", ["anonymous", ""])
@pytest.mark.parametrize("asked", ["Wat is je naam?", "Naam invuller", "Voor- en achternaam", "Your name", "Naam2"])
def test_somebody_who_writes_the_own_name_is_no_colleague_who_was_named(mail, asked):
    said = {asked: ["An de Vries", "Bram Jansen"], "Wie durft?": ["Bram Jansen", ""]}
    frame = pd.DataFrame({"ID": ["1", "2"], **FORMS, "E-mail": mail, "Naam": "", **said})
    network = read_survey(frame, roster=STAFF)
    assert network.participation["status"].tolist() == ["answered", "answered"]
    assert list(network.relations.index) == ["Wie durft?"]
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["1", "2"]]


def test_a_column_that_names_nobody_does_not_tell_who_answered():
    frame = pd.DataFrame({"ID": ["1", "2"], **FORMS, "E-mail": "anonymous", "Naam": ["An de Vries", "Bram Jansen"]})
    network = read_survey(frame, roster=STAFF)
    assert network.participation["status"].tolist() == ["answered", "answered"]
    choices = network.assumptions
    assert "Naam" in list(choices.loc[choices["subject"] == "column for respondent", "choice"])
    nobody = pd.DataFrame({"respondent": ["", ""], "contact1": ["Bo", "An"]})
    assert sorted(read_survey(nobody).participation["person"]) == ["response 2", "response 3"]


def test_a_list_of_no_columns_says_nothing():
    answers = pd.DataFrame({"nr": ["1", "2"], "vraag": ["4", "5"]})
    assert read_survey(answers, respondent="nr", ratings=[]).n_people == 2
