"""Who answered, and who is left out everywhere."""

import pandas as pd
import pytest

from kiemen.read.account import Account
from kiemen.read.dialects import PLAIN
from kiemen.read.rawtable import RawTable
from kiemen.read.respondents import identify_respondents, lookup_names
from kiemen.read.surveycolumns import SurveyColumns

KNOWN = pd.DataFrame(
    {"name": ["An de Vries", "Bram Jansen"], "inside": True, "objects": False},
    index=pd.Index(["1", "2"], name="person"),
)


def who(frame, known=KNOWN, **columns):
    frame = frame.set_axis(range(2, 2 + len(frame))).astype("str")
    account = Account(RawTable(frame, "t"))
    made = identify_respondents(
        account,
        PLAIN,
        SurveyColumns(**columns),
        known=known,
        objectors=None,
        decisions={},
        nicknames=None,
        excluded=pd.Series(False, index=frame.index),
    )
    return made, account


def test_by_name_id_and_unknown():
    made, account = who(pd.DataFrame({"w": ["de Vries, An", "2", "Oscar", "", "J. Jansen"]}), respondent=["w"])
    assert made.person.tolist()[:4] == ["1", "2", "Oscar", ""]
    assert made.used.tolist()[:4] == [True, True, True, False]
    assert not made.known.loc["Oscar", "inside"]
    assert {note.row for note in account.notes} >= {4, 5}


def test_two_columns_with_a_roster_may_be_a_name():
    made, _ = who(pd.DataFrame({"v": ["An"], "a": ["de Vries"]}), respondent=["v", "a"])
    assert made.person.tolist() == ["1"]


@pytest.mark.parametrize(("answers", "out"), [(["ja", "nee"], {"1"}), (["nee", "ja"], set()), (["ja", ""], set())])
def test_the_last_word_on_consent_counts(answers, out):
    made, _ = who(pd.DataFrame({"w": ["1", "1"], "t": answers}), respondent=["w"], consent="t")
    assert made.objectors == out


def test_without_roster_case_is_no_difference_and_codes_keep_theirs():
    made, _ = who(pd.DataFrame({"w": ["An de Vries", "an de vries", "p1", "P1"]}), known=None, respondent=["w"])
    assert made.person.nunique() == 3


def test_all_anonymous_are_people_of_their_own():
    made, account = who(pd.DataFrame({"w": ["", "anoniem"]}), known=None, respondent=["w"])
    assert made.person.tolist() == ["response 2", "response 3"]
    assert account.assumptions


def test_names_from_addresses():
    known = pd.DataFrame({"name": ["bram.jansen@x.nl", "An"]})
    assert lookup_names(known)["name"].tolist() == ["bram jansen", "An"]


@pytest.mark.parametrize("nobody", ["", "anonymous", "Anoniem", "n/a"])
def test_where_an_address_names_nobody_the_name_tells_who_answered(nobody):
    frame = pd.DataFrame(
        {"w": [nobody, "2", nobody], "n": ["", "An de Vries", "anoniem"], "q": ["An de Vries", "", ""]}
    )
    made, _ = who(frame, respondent=["w"], names=["n"], own_names=["q"])
    assert made.person.tolist() == ["1", "2", ""]
    frame = pd.DataFrame({"w": ["", nobody], "n": ["", ""], "q": ["2", "1"]})
    made, _ = who(frame, respondent=["w"], own_codes=["q"])
    assert made.person.tolist() == ["2", "1"]


def test_an_id_that_looks_like_none_and_a_test_stay_what_they_are():
    known = KNOWN.set_axis(pd.Index(["0", "2"], name="person"))
    frame = pd.DataFrame({"w": ["0", "test"], "n": ["Bram Jansen", "Bram Jansen"]})
    made, _ = who(frame, known=known, respondent=["w"], names=["n"])
    assert made.person.tolist()[0] == "0"
    assert made.person.tolist()[1] != "2"
