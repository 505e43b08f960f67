"""The work behind a survey: its names can be had for review."""

import warnings

import pandas as pd

from kiemen.read.surveywork import opened_survey

ROSTER = pd.DataFrame({"id": ["1", "2", "3"], "naam": ["Jan de Vries", "Joke de Vries", "Eva Bakker"]})


def test_matches_leave_out_who_must_not_be_told():
    frame = pd.DataFrame(
        {
            "naam": ["Eva Bakker", "Joke de Vries"],
            "bezwaar": ["", "ja"],
            "c1": ["J. de Vries", ""],
            "c2": ["Joke Vries", ""],
        }
    )
    survey = opened_survey(frame, {"respondent": "naam", "nominations": ["c1", "c2"], "roster": ROSTER})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = survey.network(stacklevel=1)
    table = survey.matches(network).table
    assert table["written"].tolist() == ["J. de Vries"]
    assert "Joke" not in table["candidates"].iloc[0]
    assert "c1" in table["where"].iloc[0]
