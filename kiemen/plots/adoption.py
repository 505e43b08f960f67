"""Adoption as it went: curves, hazards, thresholds, categories, the Bass curve and how good a score is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_columns
from kiemen.i18n import mark, text, worded
from kiemen.plots import style
from kiemen.plots.labels import apart
from kiemen.plots.rows import draw_bars, draw_intervals, interval_note, notes, row_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from kiemen.results import Result

LEVELS = {
    "very low": mark("very low"),
    "low": mark("low"),
    "high": mark("high"),
    "very high": mark("very high"),
}
MOST_GROUPS = 8


def _percent_axis(ax: Axes, top: float = 1.0) -> None:
    """Write the vertical axis in per cent, in round steps up to a little above the highest value."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.25) if top <= 4 * step or step == 0.25)
    high = min(1.0, step * max(np.ceil(top / step - 1e-9), 1))
    ax.set_ylim(0, high * 1.02)
    steps = np.arange(0, high + step / 2, step)
    ax.set_yticks(steps, [f"{100 * value:.0f}%" for value in steps])


def _together(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["group"] == ""] if "group" in table.columns else table


def plot_adoption(curve: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw which share had adopted, period by period, for everybody and per group.

    Answers: "Is it taking off?"

    Parameters
    ----------
    curve
        An answer of `profile_adoption`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One line for everybody and at most eight thin ones for groups.
    """
    table = curve.table
    check_columns(table, ["share", "adopted"], "curve")
    whole = _together(table)
    ax = style.new_axes(ax)
    if whole.empty:
        return style.nothing(ax, text("Nobody is known to have adopted.", language))
    _percent_axis(ax, float(table["share"].max()))
    parts = _largest(table[table["group"] != ""]) if "group" in table.columns else []
    _draw_groups(ax, parts[:MOST_GROUPS])
    ax.step(*_steps(whole), where="post", color=style.KIEM, linewidth=2.4)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Share that had adopted", language))
    below = text("Thick: everybody; thin: per group", language) if parts else ""
    if len(parts) > MOST_GROUPS:
        below = text("Thick: everybody; thin: the {n} largest groups of {all}", language, n=MOST_GROUPS, all=len(parts))
    return style.dress(ax, title=style.finding(curve, language), subtitle=below, grid="y")


def _largest(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Give the course of each group, the largest first."""
    parts = [part for _, part in table.groupby("group", sort=True)]
    size = "at_risk" if "at_risk" in table.columns else "adopted"
    return sorted(parts, key=lambda part: -float(part[size].max()))


def _steps(part: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give periods and shares, the last one half a period longer, so that its height is seen."""
    period, share = part.index.to_numpy(float), part["share"].to_numpy(float)
    return np.append(period, period[-1:] + 0.5), np.append(share, share[-1:])


def _draw_groups(ax: Axes, parts: list[pd.DataFrame]) -> None:
    """Draw a thin line per group with its name at the end, names apart from each other."""
    ends = [float(part["share"].iloc[-1]) for part in parts]
    line = (ax.get_ylim()[1] - ax.get_ylim()[0]) * 0.045
    for part, height in zip(parts, apart(ends, line), strict=True):
        ax.step(*_steps(part), where="post", color=style.QUIET, linewidth=1.1, alpha=0.7)
        ax.annotate(
            style.literal(part["group"].iloc[0], 20), (float(part.index[-1]) + 0.5, height), xytext=(5, 0),
            textcoords="offset points", fontsize=7.5, color=style.QUIET, va="center", annotation_clip=False,
        )  # fmt: skip


def plot_hazard(curve: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the chance to adopt in each period for whoever had not yet, with its interval.

    Answers: "Is it speeding up or dying out?" A rise shows that adoption feeds itself or that something pushes from
    outside; the curve cannot tell which.

    Parameters
    ----------
    curve
        An answer of `profile_adoption`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        A line with a band.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.adoption.curves import profile_adoption
    >>> times = pd.Series({"a": 1.0, "b": 2.0, "c": 2.0, "d": 3.0})
    >>> network = Network.from_frames(pd.DataFrame({"person": list("abcd")}))
    >>> plot_hazard(profile_adoption(network, times=times), language="en").get_xlabel()
    'Period'
    """
    check_columns(curve.table, ["hazard"], "curve")
    whole = _together(curve.table)
    whole = whole[whole["hazard"].notna()]
    ax = style.new_axes(ax)
    if whole.empty:
        return style.nothing(ax, text("There are too few periods to see a hazard.", language))
    period = whole.index.to_numpy(float)
    if "hazard_low" in whole.columns:
        ax.fill_between(period, whole["hazard_low"], whole["hazard_high"], color=style.KIEM, alpha=0.18, linewidth=0)
    ax.plot(period, whole["hazard"], color=style.KIEM, linewidth=2.2, marker="o", markersize=4)
    _percent_axis(ax, float(whole.get("hazard_high", whole["hazard"]).max()))
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Chance to adopt in this period", language))
    peak = whole["hazard"].idxmax()
    said = text("The chance to adopt was highest in period {period}", language, period=str(peak))
    below = text("Of everybody who had not adopted yet", language)
    if "hazard_low" in whole.columns and "confidence" in curve.settings:
        share = float(curve.settings["confidence"])
        below = notes(below, text("Band: interval of {share:.0%}", language, share=share))
    return style.dress(ax, title=said, subtitle=below, grid="y")


def plot_thresholds(thresholds: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw when people adopted against the share of their contacts that already had; nobody is named.

    Answers: "Who went first in their own circle, and who waited until nearly everybody around them had?"

    Parameters
    ----------
    thresholds
        An answer of `score_thresholds`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One dot per adopter.
    """
    check_columns(thresholds.table, ["time", "threshold"], "thresholds")
    known = thresholds.table[["time", "threshold"]].replace(np.inf, np.nan).dropna().astype(float)
    unseen = np.zeros(len(known), dtype=bool)
    if "left_censored" in thresholds.table.columns:
        # Whoever adopted in the first period seen: who went before is not known.
        unseen = thresholds.table.loc[known.index, "left_censored"].to_numpy(bool)
    ax = style.new_axes(ax, (7.6, 4.8))
    if known.empty:
        return style.nothing(ax, text("Nobody adopted with known contacts.", language))
    # People on the same spot are put beside each other in the order of the table, not at random.
    same = known.groupby(["time", "threshold"]).cumcount()
    size = known.groupby(["time", "threshold"])["time"].transform("size")
    place = known["time"] + (same - (size - 1) / 2) * np.minimum(0.12, 0.7 / size)
    ax.scatter(
        place, known["threshold"], s=26, zorder=3, linewidths=1, edgecolors=style.KIEM,
        facecolors=np.where(unseen, style.PAPER, style.KIEM).tolist(),
    )  # fmt: skip
    _percent_axis(ax)
    ax.set_ylim(-0.04, 1.04)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Period of adoption", language))
    ax.set_ylabel(text("Share of their contacts that had adopted", language))
    tied = thresholds.table["contacts"].reindex(known.index) > 0 if "contacts" in thresholds.table.columns else True
    first = int(((known["threshold"] == 0) & tied).sum())
    said = text("{n} of {all:# adopter|# adopters} went first in their own circle", language, n=first, all=len(known))
    below = text("One dot per adopter. An upper bound: people may have decided earlier", language)
    if unseen.any():
        below = notes(below, text("Open: in the first period, so that who went before is not known", language))
    return style.dress(ax, title=said, subtitle=below, grid="y")


def plot_categories(categories: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how many people are in each category of adopters, earliest first; nobody is named.

    Parameters
    ----------
    categories
        An answer of `find_categories`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per category.
    """
    check_columns(categories.table, ["category"], "categories")
    counts = categories.table["category"].value_counts(sort=False)
    ax = row_axes(ax, len(counts), 7.4)
    draw_bars(
        ax,
        [worded(name, language) for name in counts.index],
        counts,
        counts.astype(str).tolist(),
        colours=style.KIEM,
    )
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("People", language))
    said = style.finding(categories, language)
    below = text("The cuts mean nothing in themselves and hold for this innovation only", language)
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_bass(curve: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the Bass curve on the observed share.

    Parameters
    ----------
    curve
        An answer of `fit_bass`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        Dots and a line.
    """
    check_columns(curve.table, ["share", "fitted"], "curve")
    ax = style.new_axes(ax)
    period = curve.table.index.to_numpy(float)
    ax.plot(period, curve.table["fitted"], color=style.BRIDGE, linewidth=2.2, label=text("Bass curve", language))
    ax.scatter(period, curve.table["share"], s=26, color=style.INK, zorder=3, label=text("observed", language))
    style.legend(ax)
    _percent_axis(ax, float(curve.table[["share", "fitted"]].max().max()))
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Share that had adopted", language))
    p, q = float(getattr(curve, "p", np.nan)), float(getattr(curve, "q", np.nan))
    said = style.finding(curve, language)
    below = text("The shape of a curve; it does not show contagion", language)
    if np.isfinite(p + q):
        said = text(
            "Of those left, {p:.1%} begin by themselves in each period; imitation adds {q:.1%} at most",
            language, p=p, q=q,
        )  # fmt: skip
        below = notes(text("p = {p:.3f}, q = {q:.3f}", language, p=p, q=q), below)
    return style.dress(ax, title=said, subtitle=below, grid="y")


def plot_check(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how well a score tells early adopters from others, beside simple rivals and chance.

    Parameters
    ----------
    check
        An answer of `check_scores`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per score; 0.5 is chance.
    """
    table = check.table
    check_columns(table, ["auc", "auc_low", "auc_high"], "check")
    shown = table[table["auc"].notna() & (table.index.astype(str) != "chance")]
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, text("There is nothing to compare the score with.", language))
    labels = [worded(name, language) for name in shown.index]
    # What the verdict rests on: people of one community, where there are communities.
    within = bool(getattr(check, "communities", 0))
    value, low, high = ("auc_within", "within_low", "within_high") if within else ("auc", "auc_low", "auc_high")
    draw_intervals(ax, labels, shown[value], shown[low], shown[high], colours=style.BRIDGE)
    ax.axvline(0.5, color=style.WALL, linewidth=1.2, linestyle="--")
    ax.set_xlim(min(0.3, float(shown[low].min()) - 0.03), 1)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Chance that an early adopter ranks above another; dashed: chance", language))
    verdict = str(getattr(check, "verdict", ""))
    said = (
        text("The score does {verdict}", language, verdict=text(verdict, language))
        if verdict
        else text("Check", language)
    )
    below = text("People compared within their own community", language) if within else ""
    return style.dress(ax, title=said, subtitle=notes(below, interval_note(check, language)), grid="x")
