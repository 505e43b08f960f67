"""Pictures of what blocks and what feeds: patterns per group, six ingredients, closed clusters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_columns, check_integer
from kiemen.i18n import mark, number, plural, text, worded
from kiemen.plots import style
from kiemen.plots.rows import draw_bars, label_width, row_axes, row_label, set_columns, widest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.results import Result

CLUSTERS_DRAWN = 12
MOST_NAMED = 2
INGREDIENTS = {
    "spark": mark("spark"),
    "oxygen": mark("oxygen"),
    "matches": mark("matches"),
    "fuel": mark("fuel"),
    "stoking": mark("stoking"),
    "pokers": mark("pokers"),
}


def plot_patterns(patterns: Result, *, top: int = 15, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the blocking patterns that were found: what was seen against what chance gives.

    Answers: "What holds us back, and where?" Patterns are about groups and structures, never about a person.

    Parameters
    ----------
    patterns
        An answer of `find_patterns`.
    top
        How many patterns, at least 1; those found come first.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per pattern: how unlikely chance makes it.
    """
    table = patterns.table
    check_columns(table, ["kind", "group", "people", "found"], "patterns")
    shown = table[table["found"].astype(bool)].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown), 8.8)
    if shown.empty:
        return style.nothing(ax, text("No blocking pattern was found.", language))
    # A pattern of the whole organisation would dwarf those of groups: it is named, without a bar.
    of_groups = np.where(shown["group"].astype("str") != "", shown["people"].to_numpy(float), 0.0)
    where = [str(group) or text("whole organisation", language) for group in shown["group"]]
    labels = [f"{worded(kind, language)} · {group}" for kind, group in zip(shown["kind"], where, strict=True)]
    counts = [number(float(people), 0, language) for people in shown["people"]]
    draw_bars(ax, labels, of_groups, counts, colours=style.WALL, width=72)
    style.count_axis(ax, "x", language)
    if not of_groups.any():
        ax.set_xticks([])
    ax.set_xlabel(text("People it is about", language))
    said = style.finding(patterns, language)
    below = "" if of_groups.all() else text("What is about the whole organisation has a number and no bar.", language)
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_ingredients(profile: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the six ingredients per group, and mark what a group clearly lacks.

    Answers: "What does a running fire need here first?" Not a league table: it says where to begin.

    Parameters
    ----------
    profile
        An answer of `profile_ingredients`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per group, one column per ingredient.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    table = profile.table
    check_columns(table, list(INGREDIENTS), "profile")
    ax = style.new_axes(ax, (8.4, 1.6 + 0.34 * len(table)))
    if table.empty:
        return style.nothing(ax, text("No group is large enough to be shown.", language))
    levels = table[list(INGREDIENTS)].to_numpy(float)
    map_ = LinearSegmentedColormap.from_list("kiemen", ["#f3f5f7", "#bfe3d6", style.KIEM])
    image = ax.imshow(levels, cmap=map_, vmin=0, vmax=1, aspect="auto")
    for i, (_, row) in enumerate(table.iterrows()):
        for j, name in enumerate(INGREDIENTS):
            level = levels[i, j]
            known = not np.isnan(level)
            words = number(100 * level, 0, language) if known else "–"
            ink = style.ink_on(image.to_rgba(level)) if known else style.QUIET
            ax.text(j, i, words, ha="center", va="center", fontsize=8.5, color=ink)
            if row.get("missing", "") == name:
                frame = Rectangle((j - 0.47, i - 0.44), 0.94, 0.88, fill=False, edgecolor=style.WALL, linewidth=2.2)
                ax.add_patch(frame)
    width = label_width(ax, 38)
    groups = [row_label(ax, group, width) for group in table.index]
    set_columns(ax, [text(words, language) for words in INGREDIENTS.values()], beside=widest(groups))
    ax.set_yticks(range(len(table)), groups)
    for spine in ax.spines.values():
        spine.set_visible(False)
    said = style.finding(profile, language)
    below = text(
        "0 to 100 per group. Framed: clearly lower than in the rest of the organisation. –: not known.", language
    )
    style.dress(ax, title=said, subtitle=below)
    ax.tick_params(labelcolor=style.INK, pad=3)
    return ax


def plot_blocking(clusters: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the clusters that new behaviour cannot enter: their size and how many ties would open them.

    Parameters
    ----------
    clusters
        An answer of `find_blocking_clusters`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per cluster, at most twelve, with the fewest new ties found that unlock it.
    """
    table = clusters.table
    check_columns(table, ["people", "to_unlock"], "clusters")
    shown = table.head(CLUSTERS_DRAWN)
    ax = row_axes(ax, len(shown), 8.8)
    if table.empty:
        return style.nothing(ax, text("New behaviour can enter everywhere under this threshold.", language))
    groups = shown["groups"] if "groups" in shown.columns else pd.Series("", index=shown.index)
    labels = [_where(str(named), language) or str(label) for label, named in groups.items()]
    notes = [plural("{n} new tie unlocks it", "{n} new ties unlock it", int(n), language) for n in shown["to_unlock"]]
    draw_bars(ax, labels, shown["people"], notes, colours=style.WALL, width=60)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("People in the cluster", language))
    said = plural("{n} cluster keeps new behaviour out", "{n} clusters keep new behaviour out", len(table), language)
    return style.dress(ax, title=said, grid="x")


def _where(groups: str, language: str | None) -> str:
    """Give the groups that a cluster is described by, each with its number of people; of more than two the largest."""
    # The names of groups may hold commas themselves.
    named = re.split(r"(?<=\)), ", groups) if groups else []
    if len(named) <= MOST_NAMED:
        return groups
    return text("{group} and other groups", language, group=named[0])
