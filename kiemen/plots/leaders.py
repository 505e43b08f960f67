"""Opinion leaders and likeness: who went first, through whom people are reached, own view against that of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_columns
from kiemen.i18n import mark, number, text
from kiemen.plots import style
from kiemen.plots.rows import draw_bars, draw_intervals, interval_note, name_of, names_for, notes, row_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.plots.rows import Names
    from kiemen.results import Result

DEGREES = {"in-degree": mark("named by others"), "out-degree": mark("names others")}
TERMS = {"alike": mark("alike in barriers"), "same group": mark("in the same group")}
HALVES = {"high": mark("high"), "other": mark("other")}


def plot_leaders(stance: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw whether central people adopted earlier or later than the rest, as a group.

    Parameters
    ----------
    stance
        An answer of `check_leaders`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per way of being central; below 0 is earlier.
    """
    check_columns(stance.table, ["correlation", "low", "high"], "stance")
    shown = stance.table[stance.table["correlation"].notna()]
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, style.finding(stance, language))
    labels = [text(DEGREES.get(str(name), str(name)), language) for name in shown.index]
    draw_intervals(ax, labels, shown["correlation"], shown["low"], shown["high"], colours=style.BRIDGE)
    ax.axvline(0, color=style.WALL, linewidth=1.2, linestyle="--")
    ax.set_xlim(-1, 1)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Correlation with the time of adoption: left earlier, right later", language))
    below = interval_note(stance, language)
    return style.dress(ax, title=style.finding(stance, language), subtitle=below, grid="x")


def plot_leader_matches(
    matches: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw how many people each leader is nearest to, and how many of them directly.

    Answers: "Can these few reach everybody?"

    Parameters
    ----------
    matches
        An answer of `match_leaders`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per leader, those one step away in a stronger colour.
    """
    names = names_for(matches, names)
    check_columns(matches.table, ["leader", "steps"], "matches")
    others = matches.table[matches.table["steps"] > 0]
    people = others["leader"].value_counts().rename_axis("leader").sort_values(ascending=False, kind="stable")
    close = others.loc[others["steps"] <= 1, "leader"].value_counts().reindex(people.index, fill_value=0)
    ax = row_axes(ax, len(people), 7.6)
    if people.empty:
        return style.nothing(ax, text("There is nobody to match with a leader.", language))
    labels = [name_of(names, leader) for leader in people.index]
    ends = [number(float(count), 0, language) for count in people]
    draw_bars(ax, labels, people, ends, colours="#bcd9ec")
    ax.barh(ax.get_yticks(), close.to_numpy(float), color=style.BRIDGE, height=0.6)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("People for whom this leader is nearest", language))
    below = text("Dark: one step away. Pale: further.", language)
    said = text(
        "{n} of {all:# person|# people} {n:is|are} one step from one of these {k:# leader|# leaders}",
        language, n=int(close.sum()), all=len(others), k=len(people),
    )  # fmt: skip
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_barriers(ties: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how much likelier a tie is between people alike in barriers, and between people of one group.

    Parameters
    ----------
    ties
        An answer of `compare_barriers`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per term; pale where it could be chance.
    """
    table = ties.table
    check_columns(table, ["coefficient", "p"], "ties")
    ax = row_axes(ax, len(table), 7.6)
    labels = [text(TERMS.get(str(name), str(name)), language) for name in table.index]
    ends = [text("p = {p:.3f}", language, p=float(p)) for p in table["p"]]
    colours = [style.BRIDGE if p <= 0.05 else style.PERSON for p in table["p"]]
    draw_bars(ax, labels, 100 * table["coefficient"], ends, colours=colours)
    ax.axvline(0, color=style.QUIET, linewidth=0.8)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Percentage points a tie is likelier; grey: could be chance", language))
    return style.dress(ax, title=style.finding(ties, language), grid="x")


def plot_ratings(agreement: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how many people are high in their own eyes, in those of colleagues, in both or in neither.

    Parameters
    ----------
    agreement
        An answer of `compare_ratings`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        Four cells with counts; nobody is named.
    """
    from matplotlib.colors import LinearSegmentedColormap

    table = agreement.table
    check_columns(table, list(HALVES), "agreement")
    ax = style.new_axes(ax, (6.4, 3.8))
    if table.empty:
        return style.nothing(ax, text("There is nothing to compare.", language))
    counts = table.to_numpy(float)
    shades = LinearSegmentedColormap.from_list("kiemen", ["#f3f5f7", "#bcd9ec", style.BRIDGE])
    image = ax.imshow(counts, cmap=shades, vmin=0, vmax=max(float(counts.max(initial=0.0)), 1.0), aspect="auto")
    for (i, j), count in np.ndenumerate(counts):
        ink = style.ink_on(image.to_rgba(count))
        ax.text(j, i, number(count, 0, language), ha="center", va="center", fontsize=14, color=ink)
    words = [text(word, language) for word in HALVES.values()]
    ax.set_xticks(range(len(words)), words)
    ax.set_yticks(range(len(words)), words)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(text("In the eyes of colleagues", language))
    ax.set_ylabel(text("In their own eyes", language))
    alike, both = int(np.trace(counts)), int(counts.sum())
    said = text("{n} of {all:# person|# people} see themselves as colleagues do", language, n=alike, all=both)
    share = agreement.settings.get("share")
    high = text("High: the top {share:.0%}", language, share=share) if isinstance(share, float) else ""
    style.dress(ax, title=said, subtitle=notes(high, style.finding(agreement, language)))
    ax.tick_params(labelcolor=style.INK, labelsize=style.TEXT_SIZE)
    return ax
