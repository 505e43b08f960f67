"""One decimal sign for a whole column."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.read.numbers import COMMA, POINT, read_numbers


def read(*texts, **options):
    return read_numbers(pd.Series(texts, dtype="str"), **options)


@pytest.mark.parametrize(
    ("texts", "numbers", "rule"),
    [
        (["1,5", "2,25"], [1.5, 2.25], COMMA),
        (["1.5", "2.25"], [1.5, 2.25], POINT),
        (["1.234,5", "1.000"], [1234.5, 1000.0], COMMA),
        (["1,234.5", "1,000"], [1234.5, 1000.0], POINT),
        (["1 234,5", "2\u00a0000"], [1234.5, 2000.0], COMMA),
        (["1'000.5", "2"], [1000.5, 2.0], POINT),
        (["0.123", "1.234"], [0.123, 1.234], POINT),
        (["-3", "1e3", ".5"], [-3.0, 1000.0, 0.5], POINT),
    ],
)
def test_the_column_decides(texts, numbers, rule):
    found = read(*texts)
    assert found.floats.tolist() == numbers
    assert found.rule == rule
    assert not found.wrong.any()
    assert not found.ambiguous.any()


def test_a_column_that_does_not_decide_is_marked():
    for prefers, expected in ((COMMA, [1234.0, 2500.0]), (POINT, [1.234, 2.5])):
        found = read("1.234", "2.500", prefers=prefers)
        assert found.floats.tolist() == expected
        assert found.ambiguous.all()


def test_never_two_rules_in_one_column():
    found = read("1,5", "2,5", "1.5")
    assert found.rule == COMMA
    assert found.wrong.tolist() == [False, False, True]


@pytest.mark.parametrize("text", ["veel", "NaN", "inf", "-inf", "1e999", "1,2,3", "½", "٣", "0x1", "1_000", "="])
def test_what_is_no_finite_number_is_wrong(text):
    found = read("1", text)
    assert found.wrong.tolist() == [False, True]
    assert found.floats.isna().tolist() == [False, True]


def test_a_blank_is_neither():
    found = read("1", "", " ")
    assert not found.wrong.any()
    assert found.floats.isna().sum() == 2


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=20))
def test_both_ways_of_writing_give_the_same_numbers(values):
    texts = [f"{value:.4f}" for value in values]
    comma = [text.replace(".", ",") for text in texts]
    assert read(*texts).floats.tolist() == read(*comma).floats.tolist() == [float(text) for text in texts]


def test_percentages_are_shares_of_one():
    found = read_numbers(pd.Series(["45%", "12,5 %", "", "100%", "%", "x%"], dtype="str"))
    assert found.floats[:4].tolist() == pytest.approx([0.45, 0.125, float("nan"), 1.0], nan_ok=True)
    assert found.wrong.tolist() == [False, False, False, False, True, True]
    assert found.percent.tolist() == [True, True, False, True, False, False]
