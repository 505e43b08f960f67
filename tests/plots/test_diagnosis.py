"""Walls, patterns, ingredients and clusters."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kiemen.errors import ColumnError
from kiemen.plots import plot_blocking, plot_ingredients, plot_patterns, plot_walls, style
from kiemen.plots.walls import NUMBERS_UP_TO

NAMES = ["spark", "oxygen", "matches", "fuel", "stoking", "pokers"]


def test_only_what_stands_out_is_framed(result):
    table = pd.DataFrame(
        {
            "group": ["A", "A", "B"],
            "other": ["B", "C", "C"],
            "observed": [0, 5, 9],
            "index": [-3.0, -0.2, 0.4],
            "wall": [True, True, False],
            "strong": [True, False, False],
            "testable": [True, True, False],
        }
    )
    ax = plot_walls(result(table), language="en")
    ax.figure.canvas.draw()
    framed = [patch for patch in ax.patches if patch.get_linewidth() > 2]
    assert len(framed) == 1
    assert (
        len([patch for patch in plot_walls(result(table.drop(columns="strong"))).patches if patch.get_linewidth() > 2])
        == 2
    )
    with pytest.raises(ColumnError):
        plot_walls(result(table.drop(columns="wall")))


def test_patterns_that_were_found(result):
    table = pd.DataFrame({"kind": ["silo", "silo"], "group": ["A", ""], "people": [9, 40], "found": [True, True]})
    ax = plot_patterns(result(table), language="en")
    assert "whole organisation" in ax.get_yticklabels()[1].get_text()
    assert any("no bar" in note.get_text() for note in ax.texts)
    assert len(plot_patterns(result(table.assign(found=False)), language="nl").patches) == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_ingredients_frame_what_lacks_and_dash_what_is_unknown(result, language):
    table = pd.DataFrame(np.linspace(0, 1, 12).reshape(2, 6), columns=NAMES, index=["Zorg", "Wijken"])
    table.loc["Zorg", "fuel"] = np.nan
    ax = plot_ingredients(result(table.assign(missing=["oxygen", ""])), language=language)
    ax.figure.canvas.draw()
    assert len(ax.patches) == 1
    assert "–" in [text.get_text() for text in ax.texts]
    assert plot_ingredients(result(table.iloc[:0].assign(missing=[]))).texts


def test_blocking_clusters(result):
    table = pd.DataFrame({"people": [12, 5], "to_unlock": [3, 1]}, index=[1, 2])
    assert plot_blocking(result(table), language="en").get_title(loc="left") == "2 clusters keep new behaviour out"
    assert plot_blocking(result(table.iloc[:0]), language="en").texts


def test_numbers_in_cells_keep_their_ink_in_the_dark(result):
    """The ink of the page turns white in the dark, while a pale cell stays pale."""
    table = pd.DataFrame(np.linspace(0, 1, 6).reshape(1, 6), columns=NAMES, index=["Zorg"])
    walls = pd.DataFrame(
        {"group": ["A"], "other": ["B"], "observed": [0], "index": [-0.1], "wall": [True], "testable": [True]}
    )
    for ax in (plot_ingredients(result(table)), plot_walls(result(walls))):
        inks = [to_hex(text.get_color()) for text in ax.texts if text.get_text().isdigit()]
        inks += [to_hex(patch.get_edgecolor()) for patch in ax.patches]
        assert inks
        assert not set(inks) & {style.INK, style.PAPER}


def test_a_cluster_over_many_groups_names_the_largest(result):
    groups = ["Zorg (4), Wijken (3)", "Vergunningen, Toezicht en Handhaving (9), Zorg (4), Wijken (3), Bestuur (2)"]
    table = pd.DataFrame({"people": [7, 18], "to_unlock": [1, 2], "groups": groups}, index=["1", "2"])
    ax = plot_blocking(result(table), language="en")
    said = [tick.get_text() for tick in ax.get_yticklabels()]
    assert said == ["Zorg (4), Wijken (3)", "Vergunningen, Toezicht en Handhaving (9) and other groups"]


@pytest.mark.parametrize("groups", [NUMBERS_UP_TO, NUMBERS_UP_TO + 1])
def test_numbers_in_cells_are_explained_only_where_they_are(result, groups):
    names = [f"g{n:02}" for n in range(groups)]
    pairs = [(a, b) for a in names for b in names if a < b]
    table = pd.DataFrame(pairs, columns=["group", "other"]).assign(index=-0.5, wall=False, testable=True, observed=3)
    ax = plot_walls(result(table), language="en")
    told = [words.get_text() for words in ax.texts if words.get_gid() == style.NOTE]
    assert told[0].startswith("Number: ties.") == (groups == NUMBERS_UP_TO)
    assert any(words.get_text() == "3" for words in ax.texts) == (groups == NUMBERS_UP_TO)


@pytest.mark.parametrize(("groups", "ties", "shown"), [(8, 250, True), (NUMBERS_UP_TO, 99, True), (14, 100, False)])
def test_on_narrow_axes_numbers_keep_their_size_or_are_left_out(result, groups, ties, shown):
    names = [f"Afdeling met een naam {n:02}" for n in range(groups)]
    pairs = [(a, b) for a in names for b in names if a < b]
    table = pd.DataFrame(pairs, columns=["group", "other"]).assign(index=-0.5, wall=False, testable=True, observed=ties)
    figure = style.own_figure((4.2, 4.2))
    ax = plot_walls(result(table), language="en", ax=figure.add_subplot())
    style.settle(figure)
    numbers = [words for words in ax.texts if words.get_text() == str(ties)]
    assert bool(numbers) is shown
    wide = abs(ax.transData.transform((1, 0))[0] - ax.transData.transform((0, 0))[0])
    assert all(words.get_fontsize() == style.SMALL_SIZE for words in numbers)
    assert all(words.get_window_extent().width <= wide for words in numbers)
