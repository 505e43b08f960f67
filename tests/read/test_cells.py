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
