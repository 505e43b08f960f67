"""Checks against chance and fitted rates: what was seen, what chance gives, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen._checks import check_columns
from kiemen.i18n import mark, text, worded
from kiemen.plots import style
from kiemen.plots.rows import draw_intervals, interval_note, row_axes, set_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.results import Result

MOST_TERMS = 30
# Words of a fit that need more words.
TERMS = {"strength": mark("one contact who adopted"), "outside": mark("from outside")}
THRESHOLD = mark("Mean share of contacts that had adopted when somebody did")
# Log-odds beyond which an odds ratio is drawn no further.
MOST_LOG = 8.0


def _terms(result: Result, ax: Axes | None, *, label: str, language: str | None, odds: bool = False) -> Axes:
    """Draw estimates with their intervals against the value that means nothing; of log-odds the odds ratio."""
    table = result.table
    check_columns(table, ["estimate", "low", "high"], "result")
    # The level of each period is no finding.
    shown = table[table["estimate"].notna() & ~table.index.astype(str).str.startswith("period ")].head(MOST_TERMS)
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, text("Nothing could be estimated.", language))
    names = [text(TERMS[str(name)], language) if name in TERMS else worded(name, language) for name in shown.index]
    edges = shown[["low", "high"]].replace([np.inf, -np.inf], np.nan).astype(float)
    ends = (shown["estimate"], *(edges[name].fillna(shown["estimate"]) for name in ("low", "high")))
    value, low, high = (np.asarray(part, dtype=float) for part in ends)
    if odds:
        value, low, high = (np.exp(np.clip(part, -MOST_LOG, MOST_LOG)) for part in (value, low, high))
    draw_intervals(ax, names, value, low, high, colours=style.BRIDGE)
    ax.axvline(1 if odds else 0, color=style.WALL, linewidth=1.2, linestyle="--")
    if odds:
        style.times_axis(ax, (*low, *high, 1.0), language)
    else:
        style.number_axis(ax, "x", language)
    ax.set_xlabel(label)
    below = interval_note(result, language)
    return style.dress(ax, title=style.finding(result, language), subtitle=below, grid="x")


def plot_hazard_fit(fit: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw what goes with adopting, as odds ratios with intervals.

    Parameters
    ----------
    fit
        An answer of `fit_hazard`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per term; 1 is no relation.
    """
    label = text("Times the odds to adopt (odds ratio); dashed: no relation", language)
    return _terms(fit, ax, label=label, language=language, odds=True)


def plot_order(fit: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw what an adopted contact adds to the order of adoption, with its interval.

    Parameters
    ----------
    fit
        An answer of `fit_order`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per term; 0 is nothing.
    """
    label = text("What it adds to the pace of adopting without contacts; dashed: nothing", language)
    return _terms(fit, ax, label=label, language=language)


def plot_rates(fit: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the rate per adopted contact and the rate from outside, with the interval.

    Parameters
    ----------
    fit
        An answer of `fit_rates`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per rate; 0 is nothing.
    """
    label = text("Adoptions per person and period; dashed: none", language)
    return _terms(fit, ax, label=label, language=language)


def plot_additive_hazard(fit: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw which adoptions the fit lays with contacts and which with anything outside, period by period.

    Parameters
    ----------
    fit
        An answer of `fit_additive_hazard`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        Stacked bars with what was observed as dots.
    """
    table = fit.table
    check_columns(table, ["adopted", "from_outside", "from_contacts"], "fit")
    ax = style.new_axes(ax)
    if table.empty:
        return style.nothing(ax, text("Nothing could be estimated.", language))
    period = np.arange(len(table))
    outside, contacts = (table[name].fillna(0).to_numpy(float) for name in ("from_outside", "from_contacts"))
    ax.bar(period, outside, color=style.PALE, width=0.7, label=text("from outside", language))
    ax.bar(period, contacts, bottom=outside, color=style.KIEM, width=0.7, label=text("through contacts", language))
    ax.scatter(period, table["adopted"], color=style.INK, s=24, zorder=3, label=text("observed", language))
    step = max(1, len(table) // 12)
    ax.set_xticks(period[::step], [str(label) for label in table.index[::step]])
    style.legend(ax)
    style.count_axis(ax, "y", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Adoptions", language))
    return style.dress(ax, title=style.finding(fit, language), grid="y")


def plot_contagion(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw whether adoption follows the ties more than chance, over everybody and within groups.

    Parameters
    ----------
    check
        An answer of `check_contagion`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per network; beyond 2 is more than chance.
    """
    table = check.table
    check_columns(table, ["z"], "check")
    ax = row_axes(ax, len(table), 7.6)
    if table.empty:
        return style.nothing(ax, text("Nothing could be compared.", language))
    rows = set_rows(ax, [worded(name, language) for name in table.index])
    ax.scatter(table["z"], rows, s=44, color=style.BRIDGE, zorder=3)
    below = ""
    if "z_within" in table.columns and table["z_within"].notna().any():
        ax.scatter(table["z_within"], rows, s=44, marker="D", color=style.KIEM, zorder=3)
        below = text("Dot: over everybody; diamond: within groups", language)
    ax.axvspan(-2, 2, color=style.GRID, alpha=0.5, linewidth=0)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Standard deviations above chance; grey: could be chance", language))
    return style.dress(ax, title=style.finding(check, language), subtitle=below)


def plot_structure(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw a statistic on the network as it is against networks rewired at random.

    Parameters
    ----------
    check
        An answer of `check_structure`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per community: the dot is what was seen, the line what chance gives.
    """
    table = check.table
    check_columns(table, ["observed", "expected", "spread"], "check")
    ax = row_axes(ax, len(table), 7.6)
    if table.empty:
        return style.nothing(ax, text("Nothing could be compared.", language))
    labels = [str(name) or text("everybody", language) for name in table.index]
    low, high = table["expected"] - 2 * table["spread"], table["expected"] + 2 * table["spread"]
    draw_intervals(ax, labels, table["observed"], low, high, colours=style.BRIDGE)
    style.number_axis(ax, "x", language)
    measured = str(check.settings.get("statistic", ""))
    ax.set_xlabel(text(THRESHOLD, language) if measured == "mean threshold" else text("Statistic", language))
    below = text("Dot: this network; line: where rewired networks mostly are", language)
    return style.dress(ax, title=style.finding(check, language), subtitle=below, grid="x")


def plot_clustering(profile: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw whether adopters lie together, period by period, against chance.

    Parameters
    ----------
    profile
        An answer of `profile_clustering`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        Moran's I as a line over the band of chance.
    """
    table = profile.table
    check_columns(table, ["moran", "expected", "sd"], "profile")
    shown = table[table["moran"].notna()]
    ax = style.new_axes(ax)
    if shown.empty:
        return style.nothing(ax, text("In every period nobody or everybody had adopted.", language))
    period = np.asarray(shown.index, dtype=float)
    low, high = shown["expected"] - 2 * shown["sd"], shown["expected"] + 2 * shown["sd"]
    ax.fill_between(period, low, high, color=style.GRID, alpha=0.7, linewidth=0)
    ax.plot(period, shown["moran"], color=style.KIEM, linewidth=2.2, marker="o", markersize=4)
    style.count_axis(ax, "x", language)
    style.number_axis(ax, "y", language)
    ax.set_xlabel(text("Period", language))
    ax.set_ylabel(text("Moran's I: high is together, low is apart", language))
    below = text("Grey: what chance gives", language)
    return style.dress(
        ax,
        title=style.finding(profile, language),
        subtitle=below,
        grid="y",
    )


def plot_robustness(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how far each measure still holds when more people do not answer.

    Parameters
    ----------
    check
        An answer of the check of positions against missing answers.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One line per measure.
    """
    table = check.table
    check_columns(table, ["missing", "overlap"], "check")
    ax = style.new_axes(ax)
    if table.empty:
        return style.nothing(ax, text("Nothing could be compared.", language))
    colours = (style.BRIDGE, style.KIEM, style.WALL, style.CONTACT, style.SUGGESTION, style.PERSON)
    ordered = table.sort_values("missing", kind="stable")
    for n, (name, part) in enumerate(ordered.groupby(level=0)):
        label = worded(name, language)
        ax.plot(part["missing"], part["overlap"], color=colours[n % 6], marker=style.MARKERS[n % 10], label=label)
    ax.axhline(0.7, color=style.QUIET, linewidth=1, linestyle="--")
    ax.set_ylim(0, 1.02)
    ax.set_yticks([0, 0.5, 0.7, 1], ["0%", "50%", "70%", "100%"])
    shares: Any = sorted(set(table["missing"]))
    ax.set_xticks(shares, [f"{100 * share:.0f}%" for share in shares])
    style.legend(ax)
    ax.set_xlabel(text("Share of the people taken out", language))
    ax.set_ylabel(text("Share of the top tenth that is still there", language))
    below = text("Dashed: below 70% a list of the top is not to be relied on", language)
    return style.dress(ax, title=style.finding(check, language), subtitle=below, grid="y")
