"""Positions in the network: roles, communities, key people, who holds it together, where people meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_columns, check_integer
from kiemen.i18n import mark, number, plural, text
from kiemen.plots import style
from kiemen.plots.rows import draw_bars, label_width, name_rows, names_for, row_axes, row_label, set_columns, widest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.plots.rows import Names
    from kiemen.results import Result

# The name of each role, and between whom it stands.
ROLES = {
    "coordinator": (mark("coordinator"), mark("inside own group")),
    "consultant": (mark("consultant"), mark("inside another")),
    "representative": (mark("representative"), mark("out of own group")),
    "gatekeeper": (mark("gatekeeper"), mark("into own group")),
    "liaison": (mark("liaison"), mark("between two others")),
}
HOLDS_FROM = 0.75


def plot_roles(
    roles: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw how often the people with most open paths play each part between groups, and frame what is no chance.

    Answers: "Who carries things out of a department, who lets them in, and who stands between?"

    Parameters
    ----------
    roles
        An answer of `score_roles`.
    top
        How many people, at least 1; those with a role of note come first.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per person, one column per role.
    """
    names = names_for(roles, names)
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    table = roles.table
    check_columns(table, [*ROLES, "role", "total"], "roles")
    check_integer("top", top, low=1)
    playing = table[table["total"] > 0]
    ordered = playing.iloc[np.argsort((playing["role"] == "").to_numpy(), kind="stable")]
    shown = ordered.head(top)
    ax = row_axes(ax, len(shown), 8.4)
    if shown.empty:
        return style.nothing(ax, text("Nobody stands between two people who are not tied themselves.", language))
    counts = shown[list(ROLES)].to_numpy(float)
    shades = LinearSegmentedColormap.from_list("kiemen", ["#f3f5f7", "#bcd9ec", style.BRIDGE])
    # A square root, so that one very busy person does not blanch everybody else.
    image = ax.imshow(np.sqrt(counts), cmap=shades, vmin=0, vmax=float(np.sqrt(counts.max())), aspect="auto")
    for i, role in enumerate(shown["role"]):
        for j, name in enumerate(ROLES):
            ink = style.ink_on(image.to_rgba(np.sqrt(counts[i, j])))
            ax.text(j, i, number(counts[i, j], 0, language), ha="center", va="center", fontsize=8.5, color=ink)
            if role == name:
                frame = Rectangle((j - 0.47, i - 0.44), 0.94, 0.88, fill=False, edgecolor=style.WALL, linewidth=2.2)
                ax.add_patch(frame)
    width = label_width(ax, 30)
    people = [row_label(ax, name, width) for name in name_rows(shown, names)]
    parts = [f"{text(words, language)}\n{text(path, language)}" for words, path in ROLES.values()]
    set_columns(ax, parts, beside=widest(people))
    ax.set_yticks(range(len(shown)), people)
    for spine in ax.spines.values():
        spine.set_visible(False)
    below = text("Number: how often. Framed: far more often than in networks rewired at random.", language)
    style.dress(ax, title=style.finding(roles, language), subtitle=below)
    ax.tick_params(labelcolor=style.INK, pad=3)
    return ax


def plot_communities(
    communities: Result, *, top: int = 20, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw the communities by size, and which of them hold together whatever the starting order; nobody is named.

    Answers: "How many circles are there, and how sharp are their borders?"

    Parameters
    ----------
    communities
        An answer of `find_communities`.
    top
        How many communities, at least 1.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per community of two or more.
    """
    check_columns(communities.table, ["community", "size", "stability"], "communities")
    several = communities.table[communities.table["size"] > 1]
    found = several.groupby("community").agg(size=("size", "first"), stability=("stability", "mean"))
    # Numbers are texts: of those equally large, 2 comes before 10.
    found = found.sort_index(key=lambda names: names.str.zfill(9), kind="stable")
    found = found.sort_values("size", ascending=False, kind="stable").head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(found), 7.6)
    if found.empty:
        return style.nothing(ax, text("There are no ties, so there are no communities.", language))
    labels = [text("community {n}", language, n=str(name)) for name in found.index]
    notes = [text("{share:.0%} the same in other runs", language, share=float(held)) for held in found["stability"]]
    firm = [style.BRIDGE if held >= HOLDS_FROM else style.PERSON for held in found["stability"]]
    draw_bars(ax, labels, found["size"], notes, colours=firm)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("People; grey: the borders are vague", language))
    return style.dress(ax, title=style.finding(communities, language), grid="x")


def plot_removal(
    removal: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the people without whom others would lose contact, with how many.

    Answers: "On whom does everything hang?" A burden to relieve, not a merit.

    Parameters
    ----------
    removal
        An answer of `score_removal`.
    top
        How many people, at least 1.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per person.
    """
    names = names_for(removal, names)
    check_columns(removal.table, ["cut_point", "cut_off"], "removal")
    shown = removal.table[removal.table["cut_point"].astype(bool)].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, style.finding(removal, language))
    notes = [plural("{n} person", "{n} people", int(n), language) for n in shown["cut_off"]]
    draw_bars(ax, name_rows(shown, names), shown["cut_off"], notes, colours=style.WALL)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("People who would lose contact with the rest", language))
    return style.dress(ax, title=style.finding(removal, language), grid="x")


def plot_key_people(
    people: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw what each next person adds to what those before reach, or hold together.

    Answers: "How many people are enough?" Where the steps become small, more people add little.

    Parameters
    ----------
    people
        An answer of `find_key_people`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per person, each beginning where the one before ended.
    """
    names = names_for(people, names)
    table = people.table
    check_columns(table, ["value", "gain"], "people")
    ax = row_axes(ax, len(table), 7.6)
    if table.empty:
        return style.nothing(ax, text("Nobody was chosen.", language))
    before = 100 * (table["value"] - table["gain"]).to_numpy(float)
    reached = 100 * table["value"].to_numpy(float)
    digits = 0 if reached.max() >= 10 else 1
    draw_bars(ax, name_rows(table, names), reached, [f"{number(value, digits, language)}%" for value in reached])
    # What those before had already is pale.
    ax.barh(ax.get_yticks(), before, height=0.6, color=style.PAPER, alpha=0.72)
    breaking = people.settings.get("goal") == "fragmentation"
    if not breaking:
        ax.set_xlim(0, 100)
    words = (
        mark("Per cent of all pairs cut off from each other") if breaking else mark("Per cent of all people reached")
    )
    ax.set_xlabel(text(words, language))
    style.number_axis(ax, "x", language)
    below = text("From top to bottom in order of choice; strong colour: what this person adds", language)
    said = style.finding(people, language)
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_meeting_places(places: Result, *, top: int = 15, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how many pairs of people meet in each initiative and nowhere else, and how many of them across groups.

    Answers: "Which project connects departments, so that much is lost when it ends?"

    Parameters
    ----------
    places
        An answer of `score_meeting_places`.
    top
        How many initiatives, at least 1.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per initiative, the part across groups in a stronger colour.
    """
    check_columns(places.table, ["members", "only_here", "across"], "places")
    shown = places.table[places.table["only_here"] > 0].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown), 8.4)
    if shown.empty:
        return style.nothing(ax, text("All pairs of members also meet elsewhere.", language))
    notes = [plural("{n} member", "{n} members", int(n), language) for n in shown["members"]]
    draw_bars(ax, name_rows(shown, shown.get("name", {})), shown["only_here"], notes, colours="#bcd9ec")
    ax.barh(ax.get_yticks(), shown["across"].to_numpy(float), color=style.BRIDGE, height=0.6)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Pairs of people who meet only here", language))
    below = text("Dark: across groups. Pale: inside a group.", language)
    return style.dress(ax, title=style.finding(places, language), subtitle=below, grid="x")


def plot_complex_paths(
    paths: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw in whose circles something that needs several contacts gets furthest.

    Parameters
    ----------
    paths
        An answer of `score_complex_paths`.
    top
        How many people, at least 1.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per person.
    """
    names = names_for(paths, names)
    check_columns(paths.table, ["length", "activated"], "paths")
    shown = paths.table[paths.table["activated"] > 0].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, text("Nobody has a circle to start in.", language))
    notes = [plural("{n} person in the end", "{n} people in the end", int(n), language) for n in shown["activated"]]
    draw_bars(ax, name_rows(shown, names), shown["length"], notes, colours=style.KIEM)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Mean number of steps it travels when it starts with this person and contacts", language))
    said = style.finding(paths, language)
    return style.dress(ax, title=said, grid="x")
