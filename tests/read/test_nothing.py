"""Words for no answer."""

import pandas as pd
import pytest

from kiemen.read.nothing import each, names_nobody, says_nothing


@pytest.mark.parametrize(
    "cell",
    ["n.v.t.", "-", "geen", "Niemand", "?", ".", "weet niet", "x", "none", "N/A", "0", "Geen idee!", " ", "…", "nvt"],
)
def test_nobody(cell):
    assert names_nobody(cell)


@pytest.mark.parametrize("cell", ["An", "Nee Pieters", "X. Geen", "Li", "P. Null", "Niemandsverdriet"])
def test_somebody(cell):
    assert not names_nobody(cell)


def test_answers_that_are_no_names_are_answers():
    assert not says_nothing("nee")
    assert not says_nothing("0")
    assert says_nothing("weet ik niet")


def test_each_on_nothing():
    assert each(pd.Series([], dtype="str"), names_nobody).dtype == bool
