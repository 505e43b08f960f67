"""Yes and no in the words people use."""

import pandas as pd

from kiemen.read.yesno import read_flags


def test_words_and_ticks():
    found = read_flags(pd.Series(["ja", " X ", "1", "1,0", "✓", "Nee", "0", "-", "", "misschien"], dtype="str"))
    assert found.yes.tolist() == [True] * 5 + [False] * 5
    assert found.no.tolist() == [False] * 5 + [True] * 3 + [False] * 2
    assert found.wrong.tolist() == [False] * 9 + [True]
