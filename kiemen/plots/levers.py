"""What would move the most: leverage, people to start with, tipping points, bridging ties, meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_columns, check_integer
from kiemen.errors import InputError
from kiemen.i18n import mark, number, text, worded
from kiemen.plots import style
from kiemen.plots.rows import draw_intervals, mark_zero, name_rows, names_for, notes, row_axes
from kiemen.plots.scores import draw_two_axes
from kiemen.results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.plots.rows import Names

LABELLED = 8  # names beside dots; more are not read
LEVERS, CURVE = ("levers", "curve")
# The other ways of choosing, as they are said beside a bar.
CHOICES = {
    "chosen": mark("chosen here"),
    "degree": mark("those with most contacts"),
    "betweenness": mark("those most in between"),
    "random": mark("people at random"),
    "random plus": mark("at random, as many as it takes"),
}
WIDE, NARROW = mark("carries behaviour"), mark("carries information")


def plot_leverage(
    scores: Result,
    *,
    propensity: pd.Series[Any] | Result | None = None,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw whose joining would bring most others along; where propensity is known, against it.

    Leverage and propensity are two axes that are never added up: top right are the people who are both ready and far
    reaching.

    Parameters
    ----------
    scores
        An answer of `score_leverage`.
    propensity
        Propensity by person, or an answer of `score_adopters`; None takes what `score_leverage` was given.
    top
        How many people, at least 1: rows, or names beside dots.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        With propensity a dot per person; without it one row per person: mean over the models, and the lowest and
        highest of them.
    """
    names = names_for(scores, names)
    check_columns(scores.table, ["leverage"], "scores")
    check_integer("top", top, low=1)
    ready = _propensity(scores, propensity)
    if ready is not None:
        both = pd.DataFrame({"x": ready.reindex(scores.table.index), "y": scores.table["leverage"]})
        return draw_two_axes(both, names=names, labelled=min(top, LABELLED), ax=ax, language=language)
    shown = scores.table[scores.table["leverage"].notna()].head(top)
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, text("Nobody's leverage is known.", language))
    models = [name for name in shown.columns if name.endswith("_active")]
    low = shown[models].min(axis=1) if models else None
    high = shown[models].max(axis=1) if models else None
    draw_intervals(ax, name_rows(shown, names), shown["leverage"], low, high, colours=style.BRIDGE)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Extra adopters if this person started too", language))
    said = style.finding(scores, language)
    below = text("Dot: mean over the models; line: from the lowest to the highest model", language) if models else ""
    return style.dress(ax, title=said, subtitle=below, grid="x")


def _propensity(scores: Result, given: object) -> pd.Series[Any] | None:
    """Give the propensity by person: as given, or as it stands beside the leverage."""
    if given is None:
        known = "propensity" in scores.table.columns and bool(scores.table["propensity"].notna().any())
        return scores.table["propensity"] if known else None
    if isinstance(given, Result):
        check_columns(given.table, ["propensity"], "propensity")
        given = given.table["propensity"]
    if not isinstance(given, pd.Series) or not pd.api.types.is_numeric_dtype(given) or given.index.has_duplicates:
        raise InputError("propensity must be a Series of numbers, one per person id, or an answer of score_adopters.")
    return given.set_axis(given.index.astype(str))


def plot_starters(
    starters: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw how far the chosen starters reach beside simple other choices; a few of them are named.

    Parameters
    ----------
    starters
        An answer of `find_starters`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per way of choosing.
    """
    table = getattr(starters, "comparison", starters.table)
    check_columns(table, ["spread", "low", "high"], "starters")
    shown = table.sort_values("spread", ascending=False, kind="stable")
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, text("Nobody was chosen.", language))
    labels = [text(CHOICES.get(str(name), str(name)), language) for name in shown.index]
    if "size" in shown.columns:
        sizes = [number(size, 0, language) if np.isfinite(size) else "–" for size in shown["size"].to_numpy(float)]
        labels = [f"{label} ({size})" for label, size in zip(labels, sizes, strict=True)]
    colours = [style.KIEM if str(name) == "chosen" else style.PERSON for name in shown.index]
    draw_intervals(ax, labels, shown["spread"], shown["low"], shown["high"], colours=colours, width=48)
    ax.set_xlim(left=0)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("People reached", language))
    said = style.finding(starters, language)
    below = text("In brackets: how many start. Line: interval of 95%", language)
    if 0 < len(starters.table) <= LABELLED:
        who = ", ".join(name_rows(starters.table, names_for(starters, names)))
        below = notes(text("Chosen: {names}", language, names=who), below)
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_tipping(verdict: Result, *, show: str = LEVERS, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how far each lever is from the point at which the fire would keep itself going, or stop.

    Parameters
    ----------
    verdict
        An answer of the verdict on straw fire or running fire.
    show
        "levers": where each lever tips it; "curve": in which share of the worlds it holds as the first lever is
        turned.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per lever, or the curve; 1 is where things are now.
    """
    if check_choice("show", show, (LEVERS, CURVE)) == CURVE:
        return _draw_curve(verdict, ax, language)
    table = getattr(verdict, "tipping", verdict.table)
    check_columns(table, ["factor"], "verdict")
    shown = table[table["factor"].notna()]
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, text("No single lever tips it within sixteen times its value.", language))
    factor = shown["factor"].to_numpy(float)
    draw_intervals(ax, [worded(name, language) for name in shown.index], factor, colours=style.SUGGESTION)
    ax.hlines(ax.get_yticks(), np.minimum(factor, 1), np.maximum(factor, 1), color=style.SUGGESTION, linewidth=2)
    ax.axvline(1, color=style.INK, linewidth=1)
    ax.set_xscale("log", base=2)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Times its value now (1 is now)", language))
    said = style.finding(verdict, language)
    below = text("Dot: where half of the worlds hold. Left out: what does not tip it within sixteen times", language)
    return style.dress(ax, title=said, subtitle=below, grid="x")


def _draw_curve(verdict: Result, ax: Axes | None, language: str | None) -> Axes:
    """Draw the share of worlds in which it holds over factors on one lever."""
    curve = getattr(verdict, "curve", verdict.table)
    check_columns(curve, ["survival", "low", "high"], "verdict")
    ax = style.new_axes(ax, (7.6, 4.6))
    if curve.empty:
        return style.nothing(ax, text("This model has no lever to turn.", language))
    factor = curve.index.to_numpy(float)
    ax.fill_between(factor, curve["low"], curve["high"], color=style.SUGGESTION, alpha=0.2, linewidth=0)
    ax.plot(factor, curve["survival"], color=style.SUGGESTION, linewidth=2.2, marker="o", markersize=4)
    ax.axvline(1, color=style.INK, linewidth=1)
    ax.axhline(0.5, color=style.GRID, linewidth=1)
    ax.set_xscale("log", base=2)
    style.number_axis(ax, "x", language)
    ax.set_ylim(-0.02, 1.02)
    ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    lever = worded(str(getattr(verdict, "lever", "")), language)
    ax.set_xlabel(text("{lever}, times its value now (1 is now)", language, lever=lever[:1].upper() + lever[1:]))
    ax.set_ylabel(text("Worlds in which it holds", language))
    below = text("It tips where the line crosses one half. Band: interval of 95%", language)
    return style.dress(ax, title=style.finding(verdict, language), subtitle=below, grid="y")


def plot_behaviours(spread: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how several behaviours grow side by side.

    Parameters
    ----------
    spread
        An answer of the simulation of several behaviours.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One line with a band per behaviour.
    """
    table = spread.table
    check_columns(table, ["mean", "low", "high"], "spread")
    ax = style.new_axes(ax)
    colours = (style.KIEM, style.BRIDGE, style.SUGGESTION, style.CONTACT, style.WALL)
    if table.empty:
        return style.nothing(ax, text("There is nothing to draw.", language))
    for n, (name, part) in enumerate(table.groupby(level=0, sort=False)):
        period = part.index.get_level_values(-1).to_numpy(float)
        colour = colours[n % len(colours)]
        ax.fill_between(period, part["low"], part["high"], color=colour, alpha=0.15, linewidth=0)
        dashes = style.DASHES[n % len(style.DASHES)]
        ax.plot(period, part["mean"], color=colour, linewidth=2.2, linestyle=dashes, label=style.literal(name, 30))
    style.legend(ax)
    ax.set_ylim(bottom=0)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("People active", language))
    style.number_axis(ax, "x", language)
    style.count_axis(ax, "y", language)
    below = text("Line: mean. Band: nine in ten of the simulated worlds.", language)
    return style.dress(ax, title=style.finding(spread, language), subtitle=below, grid="y")


def plot_tie_bridges(ties: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw which ties carry behaviour and which only information: their width against contacts in common.

    Parameters
    ----------
    ties
        An answer of `find_tie_bridges`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One dot per kind of tie, larger where there are more of them.
    """
    table = ties.table
    check_columns(table, ["bridge", "embeddedness", "width"], "ties")
    ax = style.new_axes(ax, (7.2, 5.0))
    found = table[table["bridge"] != ""]
    if found.empty:
        return style.nothing(ax, text("No tie connects anything that would be apart without it.", language))
    signs = (("behaviour", WIDE, style.KIEM, "o"), ("information", NARROW, style.BRIDGE, "s"))
    for kind, words, colour, sign in signs:
        counts = found[found["bridge"] == kind].groupby(["embeddedness", "width"]).size()
        if len(counts):
            x, y = (counts.index.get_level_values(level).to_numpy(float) for level in (0, 1))
            size = np.clip(12 * np.sqrt(counts.to_numpy(float)) + 12, 20, 400)
            ax.scatter(x, y, s=size, color=colour, marker=sign, alpha=0.6, linewidths=0, label=text(words, language))
    style.legend(ax)
    ax.set_xlabel(text("Contacts in common", language))
    ax.set_ylabel(text("Width: ties that run alongside", language))
    style.count_axis(ax, "x", language)
    style.count_axis(ax, "y", language)
    below = text("A larger sign: more ties", language)
    return style.dress(ax, title=style.finding(ties, language), subtitle=below, grid="both")


def plot_meetings(meetings: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw what each suggested meeting would bring; nobody is named.

    Parameters
    ----------
    meetings
        An answer of `suggest_meetings`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per meeting.
    """
    table = meetings.table
    check_columns(table, ["size", "gain"], "meetings")
    ax = row_axes(ax, len(table), 7.6)
    if table.empty:
        return style.nothing(ax, text("There is no meeting to suggest.", language))
    labels = [
        text("Meeting {n}, {size} people", language, n=str(label), size=number(float(size), 0, language))
        for label, size in zip(table.index, table["size"], strict=True)
    ]
    low, high = (table[name] if name in table.columns else None for name in ("gain_low", "gain_high"))
    draw_intervals(ax, labels, table["gain"], low, high, colours=style.SUGGESTION)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Extra adopters, if everybody stays in touch", language))
    mark_zero(ax)
    below = text("Line: margin, right in {share:.0%} of cases", language, share=0.9) if low is not None else ""
    return style.dress(ax, title=style.finding(meetings, language), subtitle=below, grid="x")
