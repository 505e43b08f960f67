"""Tables are tidied without touching the caller's, and every fault is gathered."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import Faults, InputError
from kiemen.network import Network
from kiemen.schema import as_text, tidy


def test_ids_are_text_whatever_they_were():
    assert as_text(pd.Series([1.0, 2.0, np.nan])).tolist() == ["1", "2", ""]
    assert as_text(pd.Series([1.5, 2.0])).tolist() == ["1.5", "2.0"] or as_text(pd.Series([1.5, 2.0])).tolist() == [
        "1.5",
        "2",
    ]
    assert as_text(pd.Series(["0012", " 34 "])).tolist() == ["0012", "34"]
    assert as_text(pd.Series(["Zoe\u0308"])).tolist() == ["Zoë"]


def test_flags_and_dates():
    faults = Faults("people")
    frame = tidy("people", pd.DataFrame({"person": ["a", "b", "c"], "inside": ["true", 0, None]}), faults)
    assert frame["inside"].tolist() == [True, False, True]
    ties = tidy("ties", pd.DataFrame({"source": ["a"], "target": ["b"], "start": ["2025-03-04"]}), faults)
    assert ties["start"].iloc[0] == pd.Timestamp("2025-03-04")
    faults.raise_if_any()


@pytest.mark.parametrize(
    ("table", "frame", "part"),
    [
        ("people", {"person": ["a", ""]}, "blank"),
        ("people", {"person": ["a"], "inside": ["perhaps"]}, "not true or false"),
        ("ties", {"source": ["a"], "target": ["b"], "weight": ["inf"]}, "not a finite number"),
        ("ties", {"source": ["a"], "target": ["b"], "start": ["gisteren"]}, "not a date"),
        ("ties", {"from": ["a"], "target": ["b"]}, "needs a column 'source'"),
        ("participation", {"person": ["a"], "status": ["maybe"]}, "not one of"),
    ],
)
def test_faults_name_the_place(table, frame, part):
    faults = Faults(table)
    tidy(table, pd.DataFrame(frame), faults)
    with pytest.raises(InputError, match=part):
        faults.raise_if_any()


def test_attributes_keep_their_type_and_blanks_are_missing():
    frame = tidy("people", pd.DataFrame({"person": ["a", "b"], "level": [1, 2], "team": ["x", " "]}), Faults("p"))
    assert frame["level"].tolist() == [1, 2]
    assert frame["team"].isna().tolist() == [False, True]


def test_a_column_that_comes_twice_is_a_fault():
    faults = Faults("ties")
    tidy("ties", pd.DataFrame([["a", "b", "c"]], columns=["source", "target", "source"]), faults)
    with pytest.raises(InputError, match="more than once"):
        faults.raise_if_any()


@pytest.mark.parametrize(
    ("columns", "index", "part"),
    [
        (["person", "team", "team"], None, "the column 'team' more than once"),
        (["person", 1, "1"], None, "the column '1' more than once"),
        (["x", "y", "z"], pd.MultiIndex.from_tuples([("a", "b")]), "make columns of them"),
    ],
)
def test_people_whose_columns_are_unclear_are_a_fault(columns, index, part):
    faults = Faults("people")
    tidy("people", pd.DataFrame([["a", "b", "c"]], columns=columns, index=index), faults)
    with pytest.raises(InputError, match=part):
        faults.raise_if_any()


@pytest.mark.parametrize("unseen", ["\u200b", " \u2060\ufeff ", "\u3164", "\u00a0"])
def test_what_nobody_sees_is_blank(unseen):
    frame = pd.DataFrame({"person": ["a", "b"], "name": [unseen, "Zoë"], "team": [unseen, "x"]})
    made = tidy("people", frame, Faults("people"))
    assert made["name"].tolist() == ["", "Zoë"]
    assert made["team"].isna().tolist() == [True, False]
    assert Network.from_frames(frame).people["name"].tolist() == ["a", "Zoë"]


@pytest.mark.parametrize("cell", [["a", "b"], {"a"}, {"a": 1}, np.array(["a"])])
def test_a_cell_with_several_values_is_a_fault_and_not_a_riddle(cell):
    people = pd.DataFrame({"person": ["x", "y"], "tags": [None, cell]})
    with pytest.raises(InputError, match=r"column 'tags', row 1: table 'people': a cell holds several values"):
        Network.from_frames(people)
