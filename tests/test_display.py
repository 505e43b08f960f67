"""Small tables for notebooks and terminals: escaped, rounded, never 'nan'."""

import numpy as np
import pandas as pd

from kiemen._display import html_card, html_table, show_value, text_table


def test_values():
    assert show_value(float("nan")) == "–"
    assert show_value(None) == "–"
    assert show_value(pd.NaT) == "–"
    assert show_value(0.12345, "nl") == "0,123"
    assert show_value(1234.0, "nl") == "1.234"
    assert show_value(np.bool_(True), "nl") == "ja"
    assert show_value(pd.Timestamp("2025-03-04 10:00")) == "2025-03-04"


def test_everything_is_escaped():
    payload = "<b onmouseover=alert(1)>"
    frame = pd.DataFrame({payload: [payload]}, index=pd.Index([payload], name=payload))
    assert payload not in html_table(frame)
    assert payload not in html_card(payload, [payload], notes=[payload])


def test_an_empty_table_says_so():
    assert text_table(pd.DataFrame(), "nl") == "(niets)"
