"""A dry run tells everything at once, in Dutch or English, and raises nothing about the file."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiemen.errors import InputError
from kiemen.i18n import resolve_language
from kiemen.read.check import check_file

ROSTER = pd.DataFrame({"id": ["1", "2", "3"], "naam": ["Jan de Vries", "Joke de Vries", "Eva Bakker"]})


def test_survey_with_names_to_decide():
    frame = pd.DataFrame({"respondent": ["Eva Bakker"], "contact1": ["J. de Vries"], "contact2": ["geen"]})
    found = check_file(frame, roster=ROSTER, language="nl")
    assert found.ok
    assert found.settings["kind"] == "survey"
    assert found.names.review()["written"].tolist() == ["J. de Vries"]
    look = found.table[found.table["urgency"] == "look at"]
    assert set(look["column"]) >= {"contact1", "contact2"}
    assert "2" in look["rows"].tolist()
    assert "collega" in found.summary()
    assert "people" in found.summary("en")


def test_all_faults_at_once_and_nothing_raised():
    frame = pd.DataFrame({"naam": [f"p{i}" for i in range(6)], "q1": ["9"] * 6, "q2": ["8"] * 6})
    found = check_file(frame, kind="survey", respondent="naam", likert=["q1", "q2"], scale=(1, 5), language="en")
    assert not found.ok
    assert found.network is None
    assert found.table["what"].str.contains("q1|q2").sum() == 2
    assert "2 things must be mended" in found.summary()


def test_absent_file_and_wrong_option(tmp_path):
    assert not check_file(tmp_path / "absent.csv").ok
    with pytest.raises(InputError, match="Did you mean 'respondent'"):
        check_file(pd.DataFrame({"naam": ["An"]}), kind="survey", respondant="naam")
    with pytest.raises(InputError, match="kind must be one of"):
        check_file(pd.DataFrame(), kind="surveys")


def test_the_language_of_the_session_stays():
    before = resolve_language(None)
    check_file(pd.DataFrame({"van": ["An"], "naar": ["Bram"]}), language="nl")
    assert resolve_language(None) == before


def test_options_help_to_judge_the_kind():
    frame = pd.DataFrame({"naam": ["An", "Bram"], "q1": ["1", "2"]})
    assert check_file(frame, likert="q1", scale=(1, 5)).settings["kind"] == "survey"


def test_braces_in_the_file_are_only_text():
    found = check_file(
        pd.DataFrame({"van {x}": ["An"], "naar {0}": ["{y}"]}), kind="ties", source="van {x}", target="naar {0}"
    )
    assert found.ok
    assert found.summary("nl")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    assert isinstance(check_file(path).summary("nl"), str)


def test_what_was_assumed_is_told_in_dutch(tmp_path):
    path = tmp_path / "overleg.csv"
    path.write_text(
        "Onderwerp,Begindatum,Begintijd,Vereiste deelnemers,Optionele deelnemers,Vergaderingsorganisator\n"
        "Overleg,31-3-2025,9:00:00,An; Bo,,An\nOverleg,1-4-2025,9:00:00,An; Cas,,An\n",
        "utf-8",
    )
    told = check_file(path).summary("nl")
    assert "kolom voor organisator: Vergaderingsorganisator" in told
    assert "teken tussen de mensen in Vereiste deelnemers: ';'" in told
    path.write_text("Een,Ander\nAn,Bo\nBo,Cas\n", "utf-8")
    assert "kolommen op volgorde: Een, Ander" in check_file(path).summary("nl")
