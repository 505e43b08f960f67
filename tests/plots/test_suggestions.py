"""Suggestions and group bars."""

import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.plots import plot_group_bars, plot_suggestions


def test_suggestions_with_names(result):
    table = pd.DataFrame({"person": ["a"], "other": ["b"], "gain": [0.4]})
    ax = plot_suggestions(result(table), names={"a": "An", "b": "Bo"}, language="en")
    assert ax.get_yticklabels()[0].get_text() == "An – Bo"
    assert plot_suggestions(result(table.iloc[:0]), language="nl").texts
    with pytest.raises(InputError, match="none of the columns"):
        plot_suggestions(result(table.drop(columns="gain")))


def test_what_is_drawn_is_named_as_in_the_table(result):
    table = pd.DataFrame({"person": ["a"], "other": ["b"], "gain": [0.4], "acceptance": [0.5], "value": [0.2]})
    assert plot_suggestions(result(table), language="en").get_xlabel() == "Extra adopters times the chance of a yes"
    bare = plot_suggestions(result(table[["person", "other", "gain"]]), language="en")
    assert bare.get_xlabel() == "Expected growth, in people"


def test_equals_are_not_told_apart():
    ax = plot_group_bars(pd.Series({"A": 0.541, "B": 0.542, "C": 0.45}), language="en")
    assert ax.get_title(loc="left") == "Between 45% and 54% of the contacts of each group are in other groups"


def test_groups_without_a_bar_are_not_passed_over_in_the_title():
    def title(values, language="en"):
        return plot_group_bars(pd.Series(values), language=language).get_title(loc="left").replace("\n", " ")

    nothing = float("nan")
    said = "has the largest share of contacts in other groups"
    assert title({"A": 0.8, "B": 0.6, "C": nothing}) == f"Of the 2 groups that may be shown, A {said}"
    assert title({"A": 0.8, "B": nothing}) == "80% of the contacts of A are in other groups"
    alike = "80% of the contacts are in other groups"
    assert title({"A": 0.8, "B": 0.8, "C": nothing}) == f"Of each of the 2 groups that may be shown, {alike}"
    assert title({"A": 0.801, "B": 0.8}) == f"Of every group {alike}", "not between 80% and 80%"
    assert title({"A": 0.8, "B": 0.6, "C": nothing}, "nl").startswith("Van de 2 groepen waarvan het te tonen is,")


def test_group_bars_are_ordered_and_empty_is_said():
    ax = plot_group_bars(pd.Series({"A": 0.2, "B": 0.6}), language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["B", "A"]
    assert "B has the largest" in ax.get_title(loc="left")
    assert plot_group_bars(pd.Series(dtype=float), language="nl").texts
