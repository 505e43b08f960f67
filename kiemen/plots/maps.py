"""Maps: people with their ties, and departments with what runs between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import plural, text
from kiemen.plots import style
from kiemen.plots.labels import Sizes, box_of, place_names, place_titles
from kiemen.plots.layout import build_layout, known_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.plots.labels import Box

MOST_NAMES = 45
NAME_SIZE = 7.5
MOST_GROUPS = 80
# A group keeps to one; a diamond is a contact outside.
SHAPES = ("o", "s", "^", "v")
MOST_TIES = 60_000
# More bars than this hide what they stand between.
MOST_WALLS = 15
# Half the length of the bar of a wall, in the units of the map, and the line from it to its two groups.
WALL_REACH = 0.055
DOTTED = (0, (1, 2))
# Behind the name of a group: its letters are read, and what is beneath is seen to be there.
PALE = (1.0, 1.0, 1.0, 0.8)


def plot_network(
    network: Network,
    *,
    by: str | None = None,
    adopters: Sequence[str] | pd.Series | None = None,
    bridges: Sequence[str] | None = None,
    suggestions: pd.DataFrame | None = None,
    walls: pd.DataFrame | None = None,
    positions: pd.DataFrame | None = None,
    relation: str | Sequence[str] | None = None,
    wave: str | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw people and ties, departments apart, with early adopters, bridges, walls and suggested ties on top.

    Answers: "What does our organisation look like, and where are the kiemen?" Legible from 20 to about 5,000 people.
    Distance on the map is a reading aid, not a measure.

    Parameters
    ----------
    network
        People and ties.
    by
        Column of `network.people` with the group; None takes the usual one, or communities if there is none.
    adopters
        Ids, or a boolean Series by person; drawn as large green discs.
    bridges
        Ids; drawn with a blue ring.
    suggestions
        Table with the columns `person` and `other` (or `source` and `target`); drawn as orange dashes.
    walls
        Table with the columns `group` and `other` (or a two-level index); drawn as a red bar between two groups.
    positions
        Map from `build_layout`, to keep the same one over waves and plots.
    relation, wave
        Which ties to draw; None draws all relations and the latest wave.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        With one dot per person.

    Raises
    ------
    InputError
        If an id is not in the network.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["An", "Bram"], "target": ["Bram", "Chaima"]})
    >>> plot_network(Network.from_frames(ties=ties), adopters=["An"]).get_title(loc="left")
    '3 people and 2 ties, 1 early adopter'
    """
    ax = style.new_axes(ax, (9.5, 7.4))
    place = (build_layout(network, by=by) if positions is None else positions).reindex(network.ids)
    xy = place[["x", "y"]].fillna(0.0).to_numpy(float)
    labels = known_groups(network, by=by)
    shown = network.adjacency(relation, wave=wave, direction="both", weight=None)
    kiemen = _chosen(network, adopters)
    ringed = _chosen(network, bridges)
    corners, titles = _draw_groups(ax, xy, labels, kiemen | ringed)
    extent = np.concatenate((xy, corners, np.reshape(titles, (-1, 2))))
    one, other = shown.nonzero()
    once = one < other
    _draw_ties(ax, xy, one[once], other[once])
    built = _draw_walls(ax, _discs(xy, labels), titles, walls)
    _draw_suggestions(ax, network, xy, suggestions)
    colours, shapes = _dot_colours(len(xy), labels), _dot_shapes(len(xy), labels)
    inside = network.people["inside"].to_numpy(bool)
    _draw_people(ax, xy, colours, shapes, inside=inside, kiemen=kiemen, ringed=ringed)
    if 0 < network.n_nodes <= MOST_NAMES:
        _draw_names(ax, network, xy, extent, (kiemen, ringed), titles=titles)
    legend = _legend(
        kiemen=bool(kiemen.any()),
        ringed=bool(ringed.any()),
        walls=built,
        suggested=suggestions is not None and len(suggestions) > 0,
        outside=network.n_contacts > 0,
        shaped=bool((shapes != SHAPES[0]).any()),
        language=language,
    )
    _finish(ax, extent, legend)
    return style.dress(
        ax,
        title=_map_title(network, int(once.sum()), int(kiemen.sum()), language),
        subtitle=_map_subtitle(labels, one[once], other[once], language),
    )


def _chosen(network: Network, who: Sequence[str] | pd.Series | None) -> NDArray[np.bool_]:
    marked = np.zeros(network.n_nodes, dtype=bool)
    if who is None:
        return marked
    if isinstance(who, pd.Series):
        if who.dtype != bool:
            raise InputError("adopters must be a list of ids or a Series of True and False by person.")
        who = who.index[who.to_numpy()].tolist()
    marked[network.positions(list(who))] = True
    return marked


def _draw_groups(
    ax: Axes, xy: NDArray[np.float64], labels: pd.Series | None, marked: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], list[Box]]:
    """Shade the disc of each group with its name; give the corners of what was drawn and the boxes of the names."""
    from matplotlib.patches import Circle

    if labels is None or labels.nunique() < 2:
        return np.empty((0, 2)), []
    colours = style.group_colours(labels.dropna().unique())
    discs = np.array(list(_discs(xy, labels).values()))
    for (x, y, reach), colour in zip(discs, colours.values(), strict=True):
        ax.add_patch(Circle((x, y), reach, facecolor=colour, alpha=0.10, linewidth=0, zorder=0))
        ax.add_patch(Circle((x, y), reach, fill=False, edgecolor=colour, alpha=0.45, linewidth=0.8, zorder=0))
    centre, reach = discs[:, :2], discs[:, 2:]
    corners = np.concatenate((centre - reach, centre + reach))
    if len(colours) > MOST_GROUPS:
        return corners, []
    # Who is marked counts for more than others that a name may hide.
    dots = np.concatenate((xy, np.repeat(xy[marked], 4, axis=0)))
    return corners, _name_groups(ax, colours, discs, corners, dots)


def _discs(xy: NDArray[np.float64], labels: pd.Series | None) -> dict[Any, tuple[float, float, float]]:
    """Give by group the middle and radius of the disc that holds nearly all of it."""
    if labels is None:
        return {}
    unit = 0.6 / np.sqrt(max(len(xy), 1))
    found = {}
    for group in style.group_colours(labels.dropna().unique()):
        members = xy[(labels == group).to_numpy()]
        x, y = np.median(members, axis=0)
        away = np.sqrt(((members - (x, y)) ** 2).sum(axis=1))
        found[group] = (float(x), float(y), float(np.quantile(away, 0.98)) + unit)
    return found


def _name_groups(
    ax: Axes,
    colours: dict[Any, str],
    discs: NDArray[np.float64],
    corners: NDArray[np.float64],
    dots: NDArray[np.float64],
) -> list[Box]:
    """Write the name of each group at its disc in a frame of its colour, none over another where that can be had."""
    groups = list(colours)
    points = (9 if len(groups) <= 16 else 7 if len(groups) <= 40 else 5.5) * min(max(style.width_of(ax) / 8, 0.75), 1)
    names = [style.literal(group, 40) for group in groups]
    scale = _scale(ax, np.concatenate((corners, dots)))
    sizes = Sizes(character=points / 72 * 0.66 / scale, line=points / 72 * 1.7 / scale, gap=(0.0, 0.0))
    spots = place_titles(discs, [len(name) + 1 for name in names], sizes, points=dots)
    for name, spot, colour in zip(names, spots, colours.values(), strict=True):
        words = ax.text(spot.x, spot.y, name, ha="center", va="center", fontsize=points, weight="bold")
        # The frame says which disc a name belongs to where it stands between two.
        words.set(color=style.INK, zorder=8)
        words.set_bbox({"boxstyle": "round,pad=0.2", "facecolor": PALE, "edgecolor": colour, "linewidth": 1.3})
    return [box_of(spot, len(name) + 1, sizes) for name, spot in zip(names, spots, strict=True)]


def _draw_ties(ax: Axes, xy: NDArray[np.float64], one: NDArray[Any], other: NDArray[Any]) -> None:
    from matplotlib.collections import LineCollection

    if not len(one):
        return
    step = max(1, len(one) // MOST_TIES)
    lines = np.stack((xy[one[::step]], xy[other[::step]]), axis=1)
    faint = float(np.clip(14 / np.sqrt(len(lines)), 0.06, 0.55))
    width = float(np.clip(20 / np.sqrt(len(lines)), 0.3, 1.2))
    ax.add_collection(
        LineCollection(
            list(lines), colors=style.QUIET, alpha=faint, linewidths=width, zorder=1, rasterized=len(lines) > 1500
        )
    )


def _draw_walls(
    ax: Axes, discs: dict[Any, tuple[float, float, float]], titles: list[Box], walls: pd.DataFrame | None
) -> tuple[int, int]:
    """Draw a wall as a thick bar square to a dotted line between two groups; give how many, and of how many."""
    if walls is None or not discs:
        return 0, 0
    pairs = pair_table(walls, ("group", "other"), ("group_a", "group_b"), ("from_group", "to_group"))
    marks: list[NDArray[np.float64]] = []
    for group, other in pairs[:MOST_WALLS]:
        if group not in discs or other not in discs:
            continue
        a, b = np.array(discs[group]), np.array(discs[other])
        third = np.array([disc for name, disc in discs.items() if name not in (group, other)]).reshape(-1, 3)
        middle, along = _wall_spot(a, b, third, titles, marks), b[:2] - a[:2]
        marks.append(middle)
        across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9) * WALL_REACH
        ax.plot(*zip(a[:2], b[:2], strict=True), color=style.WALL, linewidth=1.6, linestyle=DOTTED, zorder=4)
        ax.plot(*zip(middle - across, middle + across, strict=True), color=style.WALL, linewidth=5, zorder=5)
    return len(marks), len(pairs)


def _wall_spot(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    third: NDArray[np.float64],
    titles: list[Box],
    marks: list[NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Give where the bar of a wall stands on the line between two discs: at a rim, off other discs, titles and bars.

    On the disc of a third group it would be read as a wall of that group.
    """
    steps = np.linspace(0.05, 0.95, 73)[:, None]
    line = (1 - steps) * a[:2] + steps * b[:2]

    def from_middle(discs: NDArray[np.float64]) -> NDArray[np.float64]:
        away: NDArray[np.float64] = np.hypot(line[:, :1] - discs[:, 0], line[:, 1:] - discs[:, 1])
        return away

    two = np.stack((a, b))
    rim = np.abs(from_middle(two) - two[:, 2] - WALL_REACH / 2).min(axis=1)
    inside = np.maximum(third[:, 2] - from_middle(third), 0) / third[:, 2]
    cost = rim / max(float(np.hypot(*(b - a)[:2])), 1e-9) + 2 * (inside > 0).sum(axis=1) + 2 * inside.sum(axis=1)
    for left, foot, right, top in titles:
        x, y = line.T
        clear = (x < left - WALL_REACH) | (x > right + WALL_REACH) | (y < foot - WALL_REACH) | (y > top + WALL_REACH)
        cost += 3.0 * ~clear
    for mark in marks:
        cost += 3.0 * (np.hypot(*(line - mark).T) < 2.4 * WALL_REACH)
    best: NDArray[np.float64] = line[int(cost.argmin())]
    return best


def _draw_suggestions(ax: Axes, network: Network, xy: NDArray[np.float64], suggestions: pd.DataFrame | None) -> None:
    if suggestions is None or suggestions.empty:
        return
    pairs = pair_table(suggestions, ("person", "other"), ("source", "target"), ("a", "b"))
    for one, other in pairs:
        i, j = network.positions([one, other])
        ax.plot(*zip(xy[i], xy[j], strict=True), color=style.SUGGESTION, linewidth=1.8, linestyle=(0, (4, 2)), zorder=3)


def pair_table(table: pd.DataFrame, *names: tuple[str, str]) -> list[tuple[Any, Any]]:
    """Give the pairs in a table, whether they are in columns of one of these names or in a two-level index."""
    for one, other in names:
        if one in table.columns and other in table.columns:
            return list(zip(table[one], table[other], strict=True))
    if table.index.nlevels >= 2:
        return [(key[0], key[1]) for key in table.index]
    raise InputError(f"the table has no pair of columns {' or '.join(map(str, names))}, nor an index of pairs.")


def _dot_colours(n: int, labels: pd.Series | None) -> NDArray[Any]:
    if labels is None:
        return np.full(n, style.PERSON, dtype=object)
    palette = style.group_colours(labels.dropna().unique())
    return np.array([palette.get(label, style.PERSON) for label in labels], dtype=object)


def _dot_shapes(n: int, labels: pd.Series | None) -> NDArray[Any]:
    """Give the shape of each dot: where colours come round again, the groups that share one differ in shape."""
    if labels is None:
        return np.full(n, SHAPES[0], dtype=object)
    order = list(style.group_colours(labels.dropna().unique()))
    shape = {group: SHAPES[k // len(style.GROUPS) % len(SHAPES)] for k, group in enumerate(order)}
    return np.array([shape.get(label, SHAPES[0]) for label in labels], dtype=object)


def _dot_size(ax: Axes, n: int) -> float:
    """Give the area of a dot in square points: smaller where there are many, or little room."""
    room = min(max(min(style.width_of(ax) / 8, style.height_of(ax) / 6), 0.4), 1.0)
    return float(np.clip(9000 / max(n, 1), 5, 90)) * room**2


def _kiem_size(dot: float) -> float:
    return max(dot * 3, 26)


def _ring_size(dot: float) -> float:
    return max(dot * 4.5, 60)


def _draw_people(
    ax: Axes,
    xy: NDArray[np.float64],
    colours: NDArray[Any],
    shapes: NDArray[Any],
    *,
    inside: NDArray[np.bool_],
    kiemen: NDArray[np.bool_],
    ringed: NDArray[np.bool_],
) -> None:
    dot = _dot_size(ax, len(xy))
    quiet = inside & ~kiemen
    edge = 0.8 if len(xy) < 2000 else 0.3
    for shape in SHAPES:
        some = quiet & (shapes == shape)
        if some.any():
            ax.scatter(
                xy[some, 0], xy[some, 1], s=dot, c=list(colours[some]), marker=shape, alpha=0.85, linewidths=0,
                zorder=4, rasterized=len(xy) > 1500,
            )  # fmt: skip
    ax.scatter(
        xy[~inside, 0], xy[~inside, 1], s=dot * 1.3, c=style.CONTACT, marker="D", linewidths=0, alpha=0.85, zorder=4
    )
    ax.scatter(
        xy[kiemen, 0], xy[kiemen, 1], s=_kiem_size(dot), c=style.KIEM, zorder=5, edgecolors=style.PAPER, linewidths=edge
    )
    ax.scatter(
        xy[ringed, 0],
        xy[ringed, 1],
        s=_ring_size(dot),
        facecolors="none",
        edgecolors=style.BRIDGE,
        linewidths=1.8,
        zorder=5,
    )


def _scale(ax: Axes, extent: NDArray[np.float64]) -> float:
    """Give the inches on paper of one unit of the map, before the layout is known."""
    wide, high = (max(float(np.ptp(extent[:, axis])), 0.2) + 0.12 for axis in (0, 1))
    return 0.92 * min(style.width_of(ax) / wide, (style.height_of(ax) - 0.9) / high)


def _draw_names(
    ax: Axes,
    network: Network,
    xy: NDArray[np.float64],
    extent: NDArray[np.float64],
    marked: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    *,
    titles: list[Box],
) -> None:
    """Write the names beside the dots, where they hide least, those marked first; leave out what would overlap."""
    from matplotlib.patheffects import withStroke

    names = [style.literal(name, 22) for name in network.people["name"]]
    inch = 1 / _scale(ax, extent)
    sizes = Sizes(
        character=NAME_SIZE / 72 * 0.6 * inch, line=NAME_SIZE / 72 * 1.25 * inch, gap=(0.03 * inch, 0.1 * inch)
    )
    dot, (kiemen, ringed) = _dot_size(ax, len(xy)), marked
    areas = np.where(ringed, _ring_size(dot), np.where(kiemen, _kiem_size(dot), dot))
    reach = np.sqrt(areas) / 2 / 72 * inch
    order = np.argsort(~(kiemen | ringed), kind="stable").tolist()
    lengths = [len(name) for name in names]
    spots = place_names(xy, lengths, sizes, reach=reach.tolist(), order=order, kept=titles)
    for name, spot in zip(names, spots, strict=True):
        if spot is not None:
            words = ax.text(spot.x, spot.y, name, ha=spot.align, va="center", fontsize=NAME_SIZE)
            # Beneath the dots, so that no pale edge eats them; above the ties, which it keeps off.
            words.set(color=style.INK, zorder=3.5, path_effects=[withStroke(linewidth=2.2, foreground=style.PAPER)])


def _finish(ax: Axes, extent: NDArray[np.float64], legend: dict[str, Any]) -> None:
    """Fit the map with its group names in the Axes and say beneath it what the signs mean."""
    style.bare(ax)
    ax.set_aspect("equal", adjustable="box")
    if len(extent):
        ax.set_xlim(float(extent[:, 0].min()) - 0.06, float(extent[:, 0].max()) + 0.06)
        ax.set_ylim(float(extent[:, 1].min()) - 0.06, float(extent[:, 1].max()) + 0.09)
    if legend:
        ax.legend(
            legend.values(),
            legend.keys(),
            loc="upper center",
            bbox_to_anchor=(0.5, 0.0),
            ncols=_columns(ax, list(legend)),
            frameon=False,
            fontsize=style.SMALL_SIZE,
            labelcolor=style.QUIET,
            handletextpad=0.6,
        )


def _columns(ax: Axes, words: list[str]) -> int:
    """Give how many signs of the legend fit beside each other."""
    widest = max(map(len, words)) * 0.075 + 0.45
    if sum(0.075 * len(word) + 0.45 for word in words) <= style.width_of(ax):
        return len(words)
    return max(1, int(style.width_of(ax) / widest))


def _legend(
    *,
    kiemen: bool,
    ringed: bool,
    walls: tuple[int, int],
    suggested: bool,
    outside: bool,
    shaped: bool,
    language: str | None,
) -> dict[str, Any]:
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"linestyle": "none", "markersize": 8}
    signs: dict[str, Any] = {}
    if kiemen:
        signs[text("early adopter", language)] = Line2D([], [], marker="o", color=style.KIEM, **dot)
    if ringed:
        ring = Line2D([], [], marker="o", markerfacecolor="none", markeredgewidth=2, color=style.BRIDGE, **dot)
        signs[text("bridge", language)] = ring
    if outside:
        signs[text("contact outside", language)] = Line2D([], [], marker="D", color=style.CONTACT, **dot)
    if shaped:
        signs[text("other shapes: groups after the tenth", language)] = Line2D(
            [], [], marker=SHAPES[1], color=style.QUIET, **dot
        )
    if walls[0]:
        name = text("wall", language)
        if walls[0] < walls[1]:
            name = text("wall (the first {n} of {all})", language, n=walls[0], all=walls[1])
        # As on the map: a bar square to the dots that lead to its two groups.
        bar: dict[str, Any] = {"marker": "|", "markersize": 12, "markeredgewidth": 5}
        signs[name] = Line2D([], [], color=style.WALL, linewidth=1.6, linestyle=DOTTED, **bar)
    if suggested:
        signs[text("suggested tie", language)] = Line2D(
            [], [], color=style.SUGGESTION, linewidth=2, linestyle=(0, (3, 1.5))
        )
    return signs


def _map_title(network: Network, ties: int, kiemen: int, language: str | None) -> str:
    people = plural("{n:,} person", "{n:,} people", network.n_people, language)
    if network.n_contacts:
        outside = plural("{n:,} contact outside", "{n:,} contacts outside", network.n_contacts, language)
        people = f"{people}, {outside}" if network.n_people else outside
    start = text("{people} and {ties}", language, people=people, ties=plural("{n:,} tie", "{n:,} ties", ties, language))
    if not kiemen:
        return start
    return start + ", " + plural("{n:,} early adopter", "{n:,} early adopters", kiemen, language)


def _map_subtitle(labels: pd.Series | None, one: NDArray[Any], other: NDArray[Any], language: str | None) -> str:
    if labels is None or not len(one):
        return ""
    values = labels.to_numpy(object)
    known = pd.notna(values[one]) & pd.notna(values[other])
    if not known.any():
        return ""
    share = float((values[one][known] == values[other][known]).mean())
    return text("{share:.0%} of the pairs who are tied are of one group", language, share=share)
