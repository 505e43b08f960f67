"""Decisions are read from what a spreadsheet saves."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, InputError
from kiemen.read.decisions import decision_map, read_decisions


def test_blank_decisions_are_left_out():
    frame = pd.DataFrame({"written": ["J. de Vries", "Daan"], "decision": ["1", ""]})
    assert read_decisions(frame).to_numpy().tolist() == [["J. de Vries", "1"]]


def test_dutch_headers_and_words(tmp_path):
    file = tmp_path / "besluiten.csv"
    file.write_text("geschreven;besluit\nde buurvrouw;niemand\nOscar;extern\n", encoding="utf-8")
    assert decision_map(read_decisions(file)) == {"de buurvrouw": "nobody", "oscar": "outside"}


def test_guarded_cells_are_unguarded():
    frame = pd.DataFrame({"written": ["'=1+1", "'t Hart"], "decision": ["nobody", "7"]})
    assert read_decisions(frame)["written"].tolist() == ["=1+1", "'t Hart"]


def test_two_decisions_for_one_spelling_are_refused():
    with pytest.raises(InputError, match="two decisions"):
        decision_map(pd.DataFrame({"written": ["Daan", "DAAN"], "decision": ["1", "2"]}))


def test_missing_column_is_named():
    with pytest.raises(ColumnError, match="'written' and 'decision'"):
        read_decisions(pd.DataFrame({"naam": ["x"]}))
