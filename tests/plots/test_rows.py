"""Rows: the first on top, notes beside bars inside the picture."""

import numpy as np
import pandas as pd
import pytest

from kiemen.network import Network
from kiemen.plots.rows import (
    draw_bars,
    draw_intervals,
    height_for,
    name_of,
    name_rows,
    names_for,
    row_axes,
    row_label,
    widest,
)
from kiemen.plots.style import own_figure
from kiemen.privacy import pseudonymise
from kiemen.results import Provenance, Result


def test_the_first_row_is_on_top():
    ax = draw_intervals(own_figure().add_subplot(), ["a", "b"], [1.0, 2.0], [0, 1], [2, 3])
    heights = np.asarray(ax.collections[-1].get_offsets())[:, 1]
    assert heights[0] > heights[1]


@pytest.mark.parametrize("note", ["1", "a note that says a good deal about this bar, longer than the bar"])
@pytest.mark.parametrize("label", ["a", "a very long name of a department that takes some room"])
def test_notes_stay_inside_the_figure(note, label):
    figure = own_figure((8.0, 3.0))
    draw_bars(figure.add_subplot(), [label, "b"], [3.0, 1.0], [note, note])
    figure.canvas.draw()
    for words in figure.axes[0].texts:
        assert words.get_window_extent().x1 <= figure.bbox.x1 + 1


def test_values_unknown_or_below_zero_are_drawn_too():
    ax = draw_bars(own_figure().add_subplot(), ["a", "b", "c"], [np.nan, -1.0, 0.0], ["", "x", ""])
    assert ax.get_xlim()[0] == -1
    assert len(ax.patches) == 3


def test_names_come_from_a_mapping_or_a_column():
    table = pd.DataFrame({"name": ["An", ""]}, index=["1", "2"])
    assert name_rows(table, table["name"]) == ["An", "2"]
    assert name_rows(table, {"2": "Bo"}) == ["1", "Bo"]
    assert name_of(pd.Series({"1": "An"}), "1") == "An"
    assert name_of(None, 5) == "5"


def test_more_rows_are_higher():
    assert height_for(30) > height_for(3)
    assert row_axes(None, 30).figure.get_figheight() == pytest.approx(height_for(30))


def people() -> pd.DataFrame:
    return pd.DataFrame({"person": list("abcd"), "name": ["An", "Bo", "An", "Dirk"]})


def test_names_are_those_of_the_network_unless_others_are_asked_for():
    network = Network.from_frames(people())
    table = pd.DataFrame({"rank": [1.0, 2.0, 3.0, 4.0]}, index=pd.Index(list("dabc"), name="person"))
    scores = Result(table, {}, Provenance.of(network, function="test", settings={}))
    assert name_rows(table, names_for(scores, None)) == ["Dirk", "An (a)", "Bo", "An (c)"]
    assert name_rows(table, names_for(scores, {"d": "D. Boer"})) == ["D. Boer", "a", "b", "c"]
    assert name_rows(table, names_for(scores, {})) == ["d", "a", "b", "c"]


def test_names_in_the_table_go_before_those_of_the_network():
    network = Network.from_frames(people())
    table = pd.DataFrame({"score": [1.0, 2.0, 3.0], "name": ["Anna", "", None]}, index=["a", "b", "d"])
    scores = Result(table, {}, Provenance.of(network, function="test", settings={}))
    assert name_rows(table, names_for(scores, None)) == ["Anna", "b", "d"]


def test_a_pseudonymised_network_gives_no_names():
    network = pseudonymise(Network.from_frames(people()), key=b"0123456789abcdef")
    names = Provenance.of(network, function="test", settings={}).names
    assert not set(names) & {"An", "Bo", "Dirk"}


def test_on_narrow_axes_a_name_is_folded_where_two_things_meet_rather_than_cut():
    narrow, wide = (own_figure(size).add_subplot() for size in ((4.2, 3.0), (8.0, 3.0)))
    assert row_label(narrow, "Daan Groen – Wendy de Lange", 20) == "Daan Groen –\nWendy de Lange"
    assert row_label(narrow, "Onderwijs, Sport en Cultuur", 20) == "Onderwijs, Sport en\nCultuur"
    assert row_label(narrow, "An", 20) == "An"
    assert row_label(narrow, "Maatschappelijkeontwikkelingenzorg", 20).count("\n") == 1
    assert row_label(wide, "Daan Groen – Wendy de Lange", 20) == "Daan Groe…y de Lange"
    assert widest(["Daan Groen –\nWendy de Lange"]) == 14
