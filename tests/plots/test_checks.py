"""Checks and fitted rates: the dashed line is chance, and nothing is said where nothing is known."""

import numpy as np
import pandas as pd
import pytest

from kiemen.plots import (
    plot_additive_hazard,
    plot_clustering,
    plot_contagion,
    plot_hazard_fit,
    plot_order,
    plot_rates,
    plot_robustness,
    plot_structure,
)

TERMS = pd.DataFrame(
    {"estimate": [0.4, 1.0, -2.0], "low": [0.1, 0.2, -3.0], "high": [0.7, np.inf, -1.0]},
    index=["exposure", "seniority", "period 3"],
)


@pytest.mark.parametrize("plot", [plot_hazard_fit, plot_order, plot_rates])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_terms_are_drawn_without_the_level_of_each_period(result, plot, language):
    ax = plot(result(TERMS), language=language)
    ax.figure.canvas.draw()
    assert len(ax.get_yticklabels()) == 2
    assert plot(result(TERMS * np.nan), language=language).texts


def test_what_goes_with_adopting_is_drawn_as_the_odds_ratio_that_the_title_gives(result):
    ax = plot_hazard_fit(result(TERMS), language="en")
    ax.figure.canvas.draw()
    assert ax.get_xscale() == "log"
    drawn = [float(spot[0]) for spot in ax.collections[-1].get_offsets()]
    assert drawn == pytest.approx([np.exp(0.4), np.exp(1.0)])
    written = [tick.get_text() for tick in ax.get_xticklabels()]
    assert "1" in {words.rstrip("0").rstrip(".") for words in written}
    assert not any("10^" in words for words in written)


def test_sources_of_adoption_are_stacked(result):
    table = pd.DataFrame({"adopted": [2, 3], "from_outside": [1.5, np.nan], "from_contacts": [0.5, 2.0]}, index=[1, 2])
    ax = plot_additive_hazard(result(table), language="en")
    assert len(ax.patches) == 4
    assert plot_additive_hazard(result(table.iloc[:0]), language="nl").texts


def test_contagion_over_all_and_within_groups(result):
    table = pd.DataFrame({"z": [3.0, 0.1], "z_within": [1.0, np.nan]}, index=["ties", "placebo"])
    said = [words.get_text() for words in plot_contagion(result(table), language="en").texts]
    assert said == ["Dot: over everybody; diamond: within groups"]
    assert not plot_contagion(result(table.drop(columns="z_within")), language="en").texts


def test_structure_clustering_and_robustness(result):
    table = pd.DataFrame({"observed": [0.56], "expected": [0.55], "spread": [0.01]}, index=[""])
    assert plot_structure(result(table), language="en").get_yticklabels()[0].get_text() == "everybody"
    moran = pd.DataFrame({"moran": [np.nan, 0.07], "expected": -0.01, "sd": 0.03}, index=[1, 2])
    assert plot_clustering(result(moran), language="nl").lines
    assert plot_clustering(result(moran.iloc[:1]), language="nl").texts
    missing = pd.DataFrame(
        {"missing": [0.1, 0.3, 0.1], "overlap": [0.9, 0.6, 0.8]}, index=["degree", "degree", "betweenness"]
    )
    assert len(plot_robustness(result(missing), language="en").lines) == 3
