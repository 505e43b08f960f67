"""Columns are found by name or by the words people use."""

import pandas as pd
import pytest

from kiemen.errors import ColumnError, DoubtfulInputWarning, InputError
from kiemen.read.account import Account
from kiemen.read.rawtable import RawTable
from kiemen.read.roles import by_words, find, pick
from kiemen.read.ties import read_ties


def account(*columns):
    frame = pd.DataFrame([["x"] * len(columns)], columns=list(columns), dtype="str")
    return Account(RawTable(frame, "bron", file="bron.csv"))


def test_case_and_spaces_do_not_matter():
    assert pick(["  Van ", "naar"], "van", where="x", part="source") == "  Van "


def test_a_missing_column_is_named_with_the_nearest():
    with pytest.raises(ColumnError, match=r"no column 'vna' for source\. Did you mean 'van'"):
        pick(["van", "naar"], "vna", where="x", part="source")


def test_a_name_that_stands_twice_is_not_guessed():
    with pytest.raises(InputError, match="2 columns are called 'van'"):
        pick(["van", "van (2)"], "van", where="x", part="source")


def test_the_most_telling_word_is_found_and_recorded():
    made = account("Datum", "Naar", "VAN")
    assert find(made, "source", None) == "VAN"
    assert ("column for source", "VAN") in made.assumptions
    assert find(made, "target", "naar") == "Naar"
    assert len(made.assumptions) == 1


def test_columns_in_use_are_not_found_again():
    assert by_words(account("van", "from").table.frame, ["van", "from"], ["van"]) == "from"


def test_what_is_needed_and_not_there_is_an_error_with_the_columns():
    with pytest.raises(ColumnError, match="'kleur'"):
        find(account("kleur"), "source", None)
    assert find(account("kleur"), "weight", None, needed=False) is None


def test_a_header_that_stands_twice_is_told():
    frame = pd.DataFrame([["An", "Bo", "Cas"]], columns=["van", "naar", "naar"])
    with pytest.warns(DoubtfulInputWarning, match="more than one column has this name"):
        assert read_ties(frame).ties["target"].tolist() == ["Bo"]
