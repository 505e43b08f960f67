"""Titles of Axes that share a figure: inside the figure, over nothing else, whatever the layout."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from kiemen.plots import plot_adopters, plot_bridges, plot_forecast, plot_ingredients
from tests.plots.boxes import outside, touching

LONG = "Vergunningen, Toezicht en Handhaving in de openbare ruimte"
SAID = "A finding that takes quite some words to say and would not fit on one line over half of a figure."


def drawings(result):
    ids = pd.Index([f"Maria-Louise van den Boogaard-{n}" for n in range(12)], name="person")
    rank = np.arange(1.0, 13)
    adopters = pd.DataFrame({"rank": rank, "rank_low": rank, "rank_high": rank + 4, "top10": 0.1}, index=ids)
    bridges = pd.DataFrame({"score": rank[::-1] / 12, "between": f"{LONG} – {LONG}", "overloaded": True}, index=ids)
    six = ["spark", "oxygen", "matches", "fuel", "stoking", "pokers"]
    ingredients = pd.DataFrame(0.5, index=[f"{LONG} {n}" for n in range(6)], columns=six)
    course = pd.DataFrame({"mean": rank, "low": rank - 1, "high": rank + 1}, index=np.arange(12))
    paired = course.join(course.add_prefix("after_"))
    return (
        lambda ax: plot_adopters(result(adopters, SAID), ax=ax, language="nl"),
        lambda ax: plot_bridges(result(bridges, SAID), ax=ax, language="nl"),
        lambda ax: plot_ingredients(result(ingredients, SAID), ax=ax, language="nl"),
        lambda ax: plot_forecast(result(paired, SAID), ax=ax, language="nl"),
    )


@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize(("rows", "columns", "size"), [(2, 2, (13, 9)), (1, 3, (16, 5)), (4, 1, (7, 18))])
def test_no_words_touch_or_leave_the_figure(result, layout, rows, columns, size):
    figure, axes = plt.subplots(rows, columns, figsize=size, layout=layout)
    for ax, draw in zip(np.ravel(axes), drawings(result), strict=False):
        assert draw(ax) is ax
    assert touching(figure) == []
    assert outside(figure) == []


def test_the_finding_is_whole_and_begins_above_the_names(result):
    figure, axes = plt.subplots(1, 2, figsize=(13, 5))
    ax = drawings(result)[1](axes[1])
    figure.canvas.draw()
    assert " ".join(ax.get_title(loc="left").split()) == SAID
    title, names = ax._left_title.get_window_extent(), ax.yaxis.get_tightbbox()
    assert abs(title.x0 - names.x0) < 3
    assert title.x1 <= ax.get_window_extent().x1 + 2
    assert title.y0 > ax.get_window_extent().y1


def test_a_second_title_takes_the_place_of_the_first(result):
    from kiemen.plots import style

    figure, axes = plt.subplots(1, 2, figsize=(13, 5))
    style.dress(axes[0], title="First", subtitle="and how to read it")
    style.dress(axes[0], title="Second")
    figure.canvas.draw()
    assert axes[0].get_title(loc="left") == "Second"
    assert axes[0]._left_title._under.get_text() == ""


def test_a_layout_that_was_chosen_is_left_alone(result):
    draw = drawings(result)[0]
    mine, axes = plt.subplots(1, 2, gridspec_kw={"wspace": 0.9})
    draw(axes[0])
    assert mine.get_layout_engine() is None
    by_hand = plt.figure()
    draw(by_hand.add_axes((0.4, 0.2, 0.5, 0.6)))
    assert by_hand.get_layout_engine() is None
    plain, axes = plt.subplots(1, 2)
    draw(axes[0])
    plain.tight_layout()  # no warning of a layout that was changed
