"""Typed values become the text a person would read."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from kiemen.read.cells import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.1, "0.1"),
        (True, "true"),
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (float("inf"), "inf"),
        (np.int64(3), "3"),
        (dt.date(2025, 3, 4), "2025-03-04"),
        (dt.datetime(2025, 3, 4), "2025-03-04"),  # noqa: DTZ001  spreadsheets know no zones
        (dt.datetime(2025, 3, 4, 9, 59, 59, 999_999), "2025-03-04 10:00:00"),  # noqa: DTZ001
        (np.datetime64("2025-03-04T09:30"), "2025-03-04 09:30:00"),
        (["An", "Bram"], "An; Bram"),
        (b"An", "An"),
    ],
)
def test_values(value, text):
    assert cell_text(value) == text


def test_missing_values_of_every_kind_are_blank():
    frame = pd.DataFrame({"n": pd.array([1, pd.NA], dtype="Int64"), "s": pd.array(["a", None], dtype="string")})
    assert [cell_text(value) for column in frame for value in frame[column].to_numpy(dtype=object)] == [
        "1",
        "",
        "a",
        "",
    ]
    assert [cell_text(value) for value in (pd.NaT, np.datetime64("NaT"), float("nan"), None)] == [""] * 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array(["An", "Bo"]), "An; Bo"),
        ({"name": "An", "address": "an@x.nl"}, "An <an@x.nl>"),
        ({"emailAddress": {"name": "An", "address": "an@x.nl"}}, "An <an@x.nl>"),
        ({"displayName": "An"}, "An"),
        ([{"address": "an@x.nl"}, {"address": "bo@x.nl"}], "an@x.nl; bo@x.nl"),
        ({"b": 1, "a": None}, '{"b": 1, "a": null}'),
    ],
)
def test_lists_and_objects(value, text):
    assert cell_text(value) == text


def test_what_is_nested_deep_is_text_all_the_same():
    value = "An"
    for _ in range(300):
        value = [value]
    assert "An" in cell_text(value)
