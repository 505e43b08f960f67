"""The network map: every sign is there, and titles say the finding."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.plots import build_layout, plot_network, plot_suggestion_map
from kiemen.plots.maps import pair_table
from tests.plots.conftest import organisation


def words(ax) -> str:
    return " ".join(text.get_text() for text in [*ax.texts, *(ax.get_legend().get_texts() if ax.get_legend() else [])])


def test_axes_in_axes_out_and_the_title_says_what_is_there(network):
    ax = Figure().add_subplot()
    out = plot_network(network, adopters=["p000", "p001"], ax=ax, language="en")
    assert out is ax
    assert ax.get_title(loc="left") == "60 people and 129 ties, 2 early adopters"
    assert "Afdeling 3" in words(ax)
    assert "early adopter" in words(ax)


def test_every_sign_has_its_word_in_dutch(network):
    walls = pd.DataFrame({"group": ["Afdeling 0"], "other": ["Afdeling 1"]})
    plans = pd.DataFrame({"person": ["p000"], "other": ["p009"]})
    ax = plot_network(network, bridges=["p004"], walls=walls, suggestions=plans, language="nl")
    for word in ("brug", "muur", "voorgestelde verbinding"):
        assert word in words(ax)
    assert "mensen" in ax.get_title(loc="left")


def test_strangers_and_rankings_are_refused(network):
    with pytest.raises(InputError, match="Did you mean"):
        plot_network(network, adopters=["p00"])
    with pytest.raises(InputError, match="True and False"):
        plot_network(network, adopters=pd.Series({"p000": 0.5}))


def test_names_on_small_maps_do_not_overlap():
    ax = plot_network(organisation(22, 3), language="en")
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("Naam")]
    assert len(boxes) > 15
    overlapping = sum(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert overlapping <= 2


def test_hostile_names_are_drawn_as_they_are():
    people = pd.DataFrame({"person": ["a", "b"], "name": ["$x^2$ $", "\\frac{1}{2}"], "department": ["$$", "b_{1}"]})
    network = Network.from_frames(people, pd.DataFrame({"source": ["a"], "target": ["b"]}))
    plot_network(network).figure.canvas.draw()


def test_nobody_and_large_maps_are_drawn():
    plot_network(Network.from_frames()).figure.canvas.draw()
    large = organisation(1_800, 90)
    plot_network(large, positions=build_layout(large)).figure.canvas.draw()


def test_pairs_come_from_columns_or_an_index():
    pairs = pd.DataFrame({"source": ["a"], "target": ["b"]})
    assert pair_table(pairs, ("person", "other"), ("source", "target")) == [("a", "b")]
    assert pair_table(pairs.set_index(["source", "target"]), ("person", "other")) == [("a", "b")]
    with pytest.raises(InputError, match="pair of columns"):
        pair_table(pairs, ("person", "other"))


def test_suggestions_on_the_map(network, result):
    plans = result(pd.DataFrame({"person": ["p000"], "other": ["p009"]}))
    assert "suggested tie" in words(plot_suggestion_map(network, plans, language="en"))
