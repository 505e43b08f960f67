"""A raw table counts its rows."""

import pandas as pd

from kiemen.read.rawtable import Note, RawTable


def test_rows_read_are_rows_kept_and_set_aside():
    notes = (
        Note(1, "set aside", "title", part="row"),
        Note(9, "set aside", "footer", part="row"),
        Note(9, "set aside", "again", part="row"),
        Note(3, "set aside", "cell"),
    )
    table = RawTable(pd.DataFrame({"a": ["x", "y"]}), "s", notes=notes)
    assert table.rows_outside == 2
    assert table.rows_read == 4


def test_a_head_counts_the_whole_file():
    assert RawTable(pd.DataFrame({"a": ["x"]}), "s", rows_total=10).rows_read == 10
