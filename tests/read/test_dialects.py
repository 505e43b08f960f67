"""Exports are recognised by the columns every one of them has."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.read.dialects import columns_of, detect, dialect_of, without_header_rows
from kiemen.read.rawtable import RawTable


def table(columns, *rows):
    return RawTable(pd.DataFrame(list(rows), columns=columns, index=range(2, 2 + len(rows)), dtype="str"), "t")


@pytest.mark.parametrize(
    ("columns", "tool"),
    [
        (["id", "submitdate", "lastpage", "startlanguage", "seed", "token"], "limesurvey"),
        (["Antwoord-ID", "Datum ingediend", "Laatste pagina", "Begintaal"], "limesurvey"),
        (["naam", "q[SQ001]"], "limesurvey"),
        (["StartDate", "EndDate", "Status", "ResponseId", "RecipientEmail"], "qualtrics"),
        (["ID", "Start time", "Completion time", "Email", "Name"], "msforms"),
        (["Id", "Begintijd", "Tijd van voltooien", "E-mail"], "msforms"),
        (["Timestamp", "Email Address", "Q"], "google"),
        (["Tijdstempel", "E-mailadres"], "google"),
        (["Respondent ID", "Collector ID", "Start Date"], "surveymonkey"),
        (["naam", "contact1"], "plain"),
    ],
)
def test_detect(columns, tool):
    assert detect(table(columns)).tool == tool


def test_qualtrics_header_rows_become_labels():
    raw = table(
        ["StartDate", "ResponseId", "Q1"],
        ["Start Date", "Response ID", "Met wie\nwerk je?"],
        ['{"ImportId":"startDate"}', '{"ImportId":"_recordId"}', '{"ImportId":"QID1"}'],
        ["2025-03-04", "R_1", "An"],
    )
    found = without_header_rows(raw, dialect_of(raw, None)[0])
    assert found.table.frame.index.tolist() == [4]
    assert found.labels["Q1"] == "Met wie werk je?"


def test_surveymonkey_names_the_fields_of_a_question():
    raw = table(
        ["Respondent ID", "Collector ID", "Met wie?", "column 4", "Open"],
        ["", "", "Naam 1", "Naam 2", "Open-Ended Response"],
        ["1", "2", "An", "Bram", "tekst"],
    )
    found = without_header_rows(raw, dialect_of(raw, None)[0])
    assert found.table.frame.columns.tolist()[2:] == ["Met wie? [Naam 1]", "Met wie? [Naam 2]", "Open"]


def test_unknown_tool_is_refused():
    with pytest.raises(InputError, match="Did you mean 'qualtrics'"):
        dialect_of(table(["a"]), "qualtrix")


def test_columns_of():
    assert columns_of(pd.DataFrame(columns=["E-Mail ", "x"]), ("e-mail",)) == ["E-Mail "]


def test_submitdate_alone_tells_limesurvey():
    frame = pd.DataFrame(columns=["submitdate. Datum ingediend", "token. Toegangscode", "Q1[1]. Wie? [1]"])
    assert detect(RawTable(frame, "x")).tool == "limesurvey"
