"""Leverage, starters, tipping points, behaviours, bridging ties and meetings."""

import numpy as np
import pandas as pd
import pytest

from kiemen.errors import InputError
from kiemen.plots import (
    plot_behaviours,
    plot_leverage,
    plot_meetings,
    plot_starters,
    plot_tie_bridges,
    plot_tipping,
)


def test_leverage_with_the_spread_over_models(result):
    table = pd.DataFrame(
        {"leverage": [3.0, np.nan], "fire_active": [2.0, 1], "cascade_active": [4.0, 1]}, index=["a", "b"]
    )
    ax = plot_leverage(result(table), names={"a": "An"}, language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["An"]
    assert plot_leverage(result(table.assign(leverage=np.nan)), language="nl").texts


def test_starters_beside_other_choices(result):
    comparison = pd.DataFrame(
        {"spread": [30.0, 28.0], "low": [29.0, 27.0], "high": [31.0, 29.0]}, index=["degree", "chosen"]
    )
    ax = plot_starters(result(pd.DataFrame(), comparison=comparison), language="en")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["those with most contacts", "chosen here"]
    table = pd.DataFrame({"gain": [2.0, 1.0]}, index=pd.Index(["p001", "p002"], name="person"))
    said = plot_starters(result(table, comparison=comparison), language="en").texts[-1].get_text()
    assert said.startswith("Chosen: Naam 1, Naam 2. In brackets")
    assert plot_starters(result(pd.DataFrame(), comparison=comparison.iloc[:0]), language="nl").texts


def test_tipping_is_drawn_around_now(result):
    tipping = pd.DataFrame({"factor": [0.5, np.nan, 3.0]}, index=["rate", "relapse", "starters"])
    ax = plot_tipping(result(pd.DataFrame(), tipping=tipping), language="en")
    assert len(ax.get_yticklabels()) == 2
    assert plot_tipping(result(pd.DataFrame(), tipping=tipping.iloc[1:2]), language="nl").texts


def test_behaviours_side_by_side(result):
    index = pd.MultiIndex.from_product([["new", "old"], [0, 1, 2]], names=["behaviour", "period"])
    table = pd.DataFrame({"mean": range(6), "low": range(6), "high": range(6)}, index=index)
    assert len(plot_behaviours(result(table), language="en").lines) == 2


def test_bridging_ties(result):
    table = pd.DataFrame({"bridge": ["behaviour", "information", ""], "embeddedness": [3, 0, 5], "width": [4, 0, 9]})
    assert len(plot_tie_bridges(result(table), language="en").collections) == 2
    assert plot_tie_bridges(result(table.iloc[2:]), language="nl").texts


def test_meetings_name_nobody(result):
    table = pd.DataFrame(
        {"size": [6], "gain": [0.4], "gain_low": [0.0], "gain_high": [1.0], "people": ["a, b"]}, index=[1]
    )
    ax = plot_meetings(result(table), language="nl")
    assert "a, b" not in " ".join(tick.get_text() for tick in ax.get_yticklabels())
    assert plot_meetings(result(table.iloc[:0]), language="en").texts


def test_leverage_stands_against_propensity_where_that_is_known(result):
    table = pd.DataFrame({"leverage": [3.0, 1.0, 2.0], "fire_active": [3.0, 1.0, 2.0]}, index=["a", "b", "c"])
    ready = pd.Series([0.2, 0.5, 0.9], index=["a", "b", "c"])
    rows = plot_leverage(result(table), language="en")
    assert len(rows.get_yticklabels()) == 3
    for ax in (
        plot_leverage(result(table), propensity=ready, language="en"),
        plot_leverage(result(table), propensity=result(ready.to_frame("propensity")), language="en"),
        plot_leverage(result(table.assign(propensity=ready)), language="en"),
    ):
        assert "Propensity" in ax.get_xlabel()
        assert "Leverage" in ax.get_ylabel()
    with pytest.raises(InputError, match="propensity"):
        plot_leverage(result(table), propensity=[0.1])


def test_the_tipping_curve_crosses_one_half(result):
    curve = pd.DataFrame({"survival": [0, 0.5, 1.0], "low": [0, 0.4, 0.9], "high": [0.1, 0.6, 1.0]}, index=[0.5, 1, 2])
    drawn = plot_tipping(result(pd.DataFrame(), curve=curve, lever="fuel"), show="curve", language="nl")
    assert drawn.get_xlabel().startswith("Brandstof")
    assert drawn.get_ylabel() == "Werelden waarin het standhoudt"
    assert plot_tipping(result(pd.DataFrame(), curve=curve.iloc[:0]), show="curve", language="en").texts
    with pytest.raises(InputError, match="show"):
        plot_tipping(result(pd.DataFrame(), curve=curve), show="bars")
