"""The network map: every sign is there, and titles say the finding."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from kiemen.errors import InputError
from kiemen.network import Network
from kiemen.plots import build_layout, plot_network, plot_suggestion_map, style
from kiemen.plots.maps import pair_table
from tests.plots.boxes import outside, touching
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


def neighbourhood(contacts: int = 4) -> Network:
    """Twenty people with long names in four departments, and contacts outside."""
    base = organisation(20, 4)
    people = base.people.assign(name=[f"Maria-Louise van {n}" for n in range(20)], inside=True)
    outside = pd.DataFrame({"name": [f"Buur {n}" for n in range(contacts)], "inside": False})
    outside.index = pd.Index([f"k{n}" for n in range(contacts)], name="person")
    ties = pd.DataFrame({"source": [f"k{n}" for n in range(contacts)], "target": base.ids[:contacts]})
    return Network.from_frames(pd.concat([people, outside]), pd.concat([base.ties[["source", "target"]], ties]))


@pytest.mark.parametrize("size", [(9.5, 7.4), (6.0, 5.0)])
def test_no_name_lies_over_another_or_over_that_of_a_group(size):
    figure, ax = plt.subplots(figsize=size, layout="constrained")
    network = neighbourhood()
    plot_network(network, adopters=list(network.ids[:3]), bridges=[network.ids[5]], ax=ax, language="nl")
    assert touching(figure) == []
    assert outside(figure) == []


def test_names_hide_no_dot_that_they_need_not_hide():
    network = neighbourhood(0)
    ax = plot_network(network, adopters=list(network.ids[:3]))
    ax.figure.canvas.draw()
    dots = np.concatenate(
        [ax.transData.transform(part.get_offsets()) for part in ax.collections if len(part.get_offsets())]
    )
    names = [said.get_window_extent() for said in ax.texts if said.get_text().startswith("Maria")]
    hidden = sum(bool(box.contains(x, y)) for box in names for x, y in dots)
    assert len(names) >= 12
    assert hidden <= 1


def test_contacts_outside_are_no_colleagues_in_the_title():
    said = plot_network(neighbourhood(), language="en").get_title(loc="left")
    assert said.startswith("20 people, 4 contacts outside and ")


def test_of_many_walls_the_first_are_drawn_and_that_is_said():
    network = organisation(60, 8)
    groups = sorted(network.groups().unique())
    walls = pd.DataFrame(list(combinations(groups, 2)), columns=["group", "other"])
    ax = plot_network(network, walls=walls, language="en")
    assert sum(line.get_linewidth() == 5 for line in ax.lines) == 15
    assert ax.get_legend().get_texts()[0].get_text() == "wall (the first 15 of 28)"


def test_the_bar_of_a_wall_stands_at_one_of_its_groups_and_not_on_a_third():
    people = pd.DataFrame({"person": list("abcdefghi"), "department": list("AAABBBCCC")})
    ties = pd.DataFrame([*pairwise("abc"), *pairwise("def"), *pairwise("ghi")], columns=["source", "target"])
    network = Network.from_frames(people, ties)
    # B lies halfway between the other two.
    places = [(-1, 0), (-1.1, 0.1), (-0.9, -0.1), (0, 0), (0.2, 0.2), (-0.2, -0.2), (1, 0), (1.1, 0.1), (0.9, -0.1)]
    positions = pd.DataFrame(places, columns=["x", "y"], index=network.ids, dtype=float)
    walls = pd.DataFrame({"group": ["A"], "other": ["C"]})
    ax = plot_network(network, positions=positions, walls=walls, language="en")
    (bar,) = [line for line in ax.lines if line.get_linewidth() == 5]
    x, y = np.mean(bar.get_xydata(), axis=0)
    discs = {patch.get_center()[0]: patch.get_radius() for patch in ax.patches}
    at = {middle: abs(x - middle) - reach for middle, reach in discs.items()}
    assert abs(y) < 1e-9
    assert at[0.0] > 0
    assert min(abs(at[-1.0]), abs(at[1.0])) < 0.1
    sign = ax.get_legend().legend_handles[0]
    assert (sign.get_marker(), sign.is_dashed()) == ("|", True)


def test_groups_that_share_a_colour_differ_in_shape():
    for groups in (10, 24):
        network = organisation(120, groups)
        ax = plot_network(network, language="en")
        drawn = {}
        for part in ax.collections:
            if len(part.get_offsets()) and len(part.get_paths()):
                shape = len(part.get_paths()[0].vertices)
                for (x, y), colour in zip(part.get_offsets(), part.get_facecolors(), strict=False):
                    drawn[round(x, 6), round(y, 6)] = (shape, tuple(colour))
        place = build_layout(network)
        signs = {
            group: {drawn[round(x, 6), round(y, 6)] for x, y in place.loc[members, ["x", "y"]].to_numpy()}
            for group, members in network.groups().groupby(network.groups()).groups.items()
        }
        assert all(len(sign) == 1 for sign in signs.values())
        assert len({next(iter(sign)) for sign in signs.values()}) == groups
        legend = [said.get_text() for said in ax.get_legend().get_texts()] if ax.get_legend() else []
        assert ("other shapes: groups after the tenth" in legend) == (groups > 10)


def test_the_legend_has_room_beside_other_pictures():
    figure, axes = plt.subplots(1, 3, figsize=(13, 5))
    network = neighbourhood()
    walls = pd.DataFrame({"group": ["Afdeling 0"], "other": ["Afdeling 1"]})
    ties = pd.DataFrame({"person": network.ids[:1], "other": network.ids[9:10]})
    for ax in axes:
        plot_network(
            network, adopters=[network.ids[0]], bridges=[network.ids[1]], walls=walls, suggestions=ties, ax=ax,
            language="en",
        )  # fmt: skip
    figure.canvas.draw()
    boxes = [ax.get_legend().get_window_extent() for ax in axes]
    assert all(left.x1 <= right.x0 for left, right in pairwise(boxes))
    assert outside(figure) == []


def test_a_map_that_is_just_too_wide_keeps_its_title_and_legend_in_the_picture():
    network = organisation(60, 8)
    groups = network.groups()
    middles = {
        group: (1.42 * np.cos(n * np.pi / 4), np.sin(n * np.pi / 4)) for n, group in enumerate(sorted(groups.unique()))
    }
    positions = pd.DataFrame([middles[group] for group in groups], columns=["x", "y"], index=network.ids)
    figure = style.own_figure((9.5, 7.4))
    ax = plot_network(network, positions=positions, adopters=["p000"], ax=figure.add_subplot(), language="nl")
    style.settle(figure).draw_without_rendering()
    assert ax.get_legend().get_window_extent().y0 > 2
    assert ax.title.get_window_extent().y1 < figure.bbox.height - 2
    assert outside(figure) == []
