"""Pictures of scores per person: early adopters, bridges, nominations, scales, and propensity against leverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_columns, check_integer
from kiemen.adoption.reasons import order_in_doubt
from kiemen.i18n import number, plural, text, worded
from kiemen.measures.bridges import marked_bridges
from kiemen.plots import style
from kiemen.plots.labels import Sizes, place_names
from kiemen.plots.rows import (
    CHARACTER,
    LABEL,
    draw_intervals,
    first_note,
    interval_note,
    label_width,
    name_of,
    name_rows,
    names_for,
    notes,
    row_axes,
    set_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from kiemen.plots.rows import Names
    from kiemen.results import Result

# In the top tenth in this share of the readings: it does not hang on how the evidence is read.
FIRM = 0.8
FEWEST_RANKED = 3
MOST_ON_A_SPOT = 12
MOST_STEPS = 25


def plot_adopters(
    scores: Result,
    *,
    top: int = 20,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the ranks of the likeliest early adopters with the range of plausible readings.

    Answers: "Who stands out, and how sure is that?" Where the ranges overlap, the order says little.

    Parameters
    ----------
    scores
        An answer of `score_adopters`.
    top
        How many people, at least 1. There is no way to ask for the lowest; of few people the upper half is drawn.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per person.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.results import Provenance, Result
    >>> network = Network.from_frames(pd.DataFrame({"person": list("abc")}))
    >>> ranks = pd.DataFrame({"rank": [1.0, 2.0], "top10": [0.9, 0.1]}, index=["b", "a"])
    >>> scores = Result(ranks, {}, Provenance.of(network, function="score_adopters", settings={}))
    >>> plot_adopters(scores, language="en").get_title(loc="left")
    '1 person stands out whichever way the evidence is read'
    """
    names = names_for(scores, names)
    check_integer("top", top, low=1)
    check_columns(scores.table, ["rank"], "scores")
    ranked = scores.table[scores.table["rank"].notna()]
    # Of few people the first twenty are everybody: then the upper half, since nobody is to be read off as last.
    shown = ranked.head(min(top, max(FEWEST_RANKED, (len(ranked) + 1) // 2)))
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, text("Nothing is known about anybody, so there is no score.", language))
    low, high = (shown[c] if c in shown.columns and shown[c].notna().any() else None for c in ("rank_low", "rank_high"))
    draw_intervals(ax, name_rows(shown, names), shown["rank"], low, high)
    ax.set_xlim(left=0)
    ax.set_xlabel(
        text(
            "Rank among {n:# person|# people} with evidence; 1 is the likeliest",
            language,
            n=len(ranked),
        )
    )
    style.count_axis(ax, "x", language)
    sure = "top10" in scores.table.columns and not order_in_doubt(scores.cautions)
    firm = int((scores.table["top10"] >= FIRM).sum()) if sure else 0
    said = (
        text("Nobody stands out whichever way the evidence is read", language)
        if not firm
        else plural(
            "{n} person stands out whichever way the evidence is read",
            "{n} people stand out whichever way the evidence is read",
            firm,
            language,
        )
    )
    below = ""
    if low is not None and order_in_doubt(scores.cautions):
        below = text(
            "Line: rank in nine of ten plausible readings. Nothing shows that the order is no chance.", language
        )
    elif low is not None:
        below = text(
            "Line: rank in nine of ten plausible readings. Standing out: in the top tenth in at least 80% of them.",
            language,
        )
    return style.dress(ax, title=said, subtitle=below, grid="x")


def plot_bridges(
    scores: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the strongest bridges as a ladder, with the groups they stand between and who carries too much.

    Answers: "Who connects us, and where does that rest on one person?"

    Parameters
    ----------
    scores
        An answer of `score_bridges`.
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

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.measures.bridges import score_bridges
    >>> ties = pd.DataFrame({"source": ["An", "Bo", "Chris"], "target": ["Bo", "Chris", "Daan"]})
    >>> ax = plot_bridges(score_bridges(Network.from_frames(ties=ties)), language="en")
    >>> ax.get_xlabel()
    'Strength as a bridge; 1 is the strongest here'
    """
    names = names_for(scores, names)
    check_integer("top", top, low=1)
    check_columns(scores.table, ["score"], "scores")
    shown = scores.table[scores.table["score"].fillna(0) > 0].head(top)
    if not getattr(scores, "individual_claims", True):
        return style.nothing(row_axes(ax, 1, 8.6), text("Too few people answered to name bridges.", language))
    ax = row_axes(ax, len(shown), 8.6)
    if shown.empty:
        return style.nothing(ax, text("Nobody here connects people who are not tied already.", language))
    labels = name_rows(shown, names)
    rows = set_rows(ax, labels)
    heavy = shown["overloaded"].to_numpy(bool) if "overloaded" in shown.columns else np.zeros(len(shown), bool)
    within = ~shown.index.isin(marked_bridges(scores.table).index)
    colours = np.where(heavy, style.WALL, np.where(within, style.QUIET, style.BRIDGE))
    ax.hlines(rows, 0, shown["score"], color=list(colours), linewidth=2.5, zorder=2)
    ax.scatter(shown["score"], rows, c=list(colours), s=46, zorder=3)
    between = shown["between"] if "between" in shown.columns else pd.Series("", index=shown.index)
    widest, room = 1.72, _room(ax, labels)
    # Most of what is beside the names may be taken by what stands at the dots.
    ends = int(np.clip((0.6 * room - 17) / 2, 7, 20))
    if style.narrow(ax):
        # Of names of a few letters nobody learns anything.
        between = pd.Series("", index=shown.index)
    for row, score, words, much, inner in zip(rows, shown["score"], between, heavy, within, strict=True):
        # both ends are shortened by themselves: what sets departments apart is often the end of their names
        note = (
            " – ".join(style.literal(worded(end, language), ends) for end in str(words).split(" – ")) if words else ""
        )
        if inner:
            note = text("not between groups", language)
        if much:
            burden = text("carries much", language)
            note = f"{burden} · {note}".strip(" ·")
        ax.annotate(
            note,
            (score, row),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL_SIZE,
            color=style.QUIET,
        )
        widest = max(widest, (score + 0.02) / (1 - min((len(note) + 2) / room, 0.85)))
    ax.set_xlim(0, widest)
    ax.set_xticks([0, 0.5, 1.0], [number(x, 1, language) for x in (0, 0.5, 1.0)])
    ax.set_xlabel(text("Strength as a bridge; 1 is the strongest here", language))
    scored = int((scores.table["score"] > 0).sum())
    below = text("The first {shown} of the {rows} with a score above 0", language, shown=len(shown), rows=scored)
    below = below if len(shown) < scored else ""
    return style.dress(ax, title=style.finding(scores, language), subtitle=below, grid="x")


def _room(ax: Axes, labels: Sequence[str]) -> float:
    """Give how many characters fit beside the names of the rows."""
    longest = min(max(map(len, labels), default=0), label_width(ax, LABEL))
    return max((style.width_of(ax) - 0.4) / CHARACTER - longest, 20.0)


def plot_axes(
    adopters: Result,
    leverage: Result,
    *,
    names: Names | None = None,
    labelled: int = 8,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw propensity against leverage: two questions, never one number.

    Answers: "Who is ready, and who would carry it far?" Top right are the people who are both.

    Parameters
    ----------
    adopters
        An answer of `score_adopters` (column `propensity`).
    leverage
        An answer of `score_leverage` (column `leverage`, or `gain` or `score`).
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    labelled
        How many people to name, highest on both first.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One dot per person with both scores.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.results import Provenance, Result
    >>> network = Network.from_frames(pd.DataFrame({"person": list("abc")}))
    >>> came = Provenance.of(network, function="example", settings={})
    >>> ready = Result(pd.DataFrame({"propensity": [0.2, 0.5, 0.9]}, index=list("abc")), {}, came)
    >>> reach = Result(pd.DataFrame({"leverage": [3.0, 1.0, 2.0]}, index=list("abc")), {}, came)
    >>> plot_axes(ready, reach, language="en").get_ylabel()
    'Leverage: growth if this person is active'
    """
    check_columns(adopters.table, ["propensity"], "adopters")
    column = next((c for c in ("leverage", "gain", "score") if c in leverage.table.columns), "leverage")
    check_columns(leverage.table, [column], "leverage")
    both = pd.DataFrame({"x": adopters.table["propensity"], "y": leverage.table[column]})
    return draw_two_axes(both, names=names_for(adopters, names), labelled=labelled, ax=ax, language=language)


def draw_two_axes(
    scores: pd.DataFrame, *, names: Names | None, labelled: int, ax: Axes | None, language: str | None
) -> Axes:
    """Draw propensity (column x) against leverage (column y), a dot per person with both."""
    both = scores.dropna().astype(float)
    ax = style.new_axes(ax, (7.4, 5.6))
    if both.empty:
        return style.nothing(ax, text("Nobody has both a propensity and a leverage.", language))
    middle = both.median()
    best = (both["x"] >= middle["x"]) & (both["y"] >= middle["y"])
    ax.scatter(both["x"][~best], both["y"][~best], s=26, color=style.PERSON, alpha=0.7, linewidths=0)
    ax.scatter(both["x"][best], both["y"][best], s=30, color=style.KIEM, alpha=0.9, linewidths=0)
    ax.axvline(middle["x"], color=style.GRID, linewidth=1)
    ax.axhline(middle["y"], color=style.GRID, linewidth=1)
    order = both.rank(pct=True).min(axis=1)[best].sort_values(ascending=False, kind="stable")
    _name_dots(ax, both.loc[order.index[:labelled]], names)
    style.number_axis(ax, "x", language)
    style.number_axis(ax, "y", language)
    ax.set_xlabel(text("Propensity: how strongly the evidence points to an early adopter", language))
    ax.set_ylabel(text("Leverage: growth if this person is active", language))
    rho = float(both["x"].rank().corr(both["y"].rank())) if len(both) > 2 else float("nan")
    said = text(
        "{n:# person is|# people are} above the middle on both; being ready and reaching far are two things",
        language,
        n=int(best.sum()),
    )
    below = text("Lines: the middle of all people", language)
    if not np.isnan(rho):
        below = notes(below, text("Rank correlation {rho:.2f}", language, rho=rho))
    return style.dress(ax, title=said, subtitle=below)


def _name_dots(ax: Axes, dots: pd.DataFrame, names: Names | None) -> None:
    """Write names beside dots, the first ones first, none over another and none beyond the Axes."""
    words = [style.literal(name_of(names, person), 24) for person in dots.index]
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    inches = style.width_of(ax) - 1.0, 4.0
    across, up = (right - left) / inches[0], (high - low) / inches[1]
    sizes = Sizes(character=0.068 * across, line=0.15 * up, gap=(0.07 * across, 0.14 * up))
    spots = place_names(dots.to_numpy(float), [len(word) for word in words], sizes, within=(left, right))
    for word, spot in zip(words, spots, strict=True):
        if spot is not None:
            ax.text(spot.x, spot.y, word, ha=spot.align, va="center", fontsize=8, color=style.INK)


def plot_nominations(
    scores: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw who is named most, given how many could have named them, with the interval.

    Parameters
    ----------
    scores
        An answer of `score_nominations`.
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
        One row per person.
    """
    names = names_for(scores, names)
    check_columns(scores.table, ["rate", "rate_low", "rate_high"], "scores")
    named = scores.table["named"] if "named" in scores.table.columns else scores.table["rate"]
    shown = scores.table[named > 0].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, text("Nobody was named by anybody who answered.", language))
    draw_intervals(ax, name_rows(shown, names), 100 * shown["rate"], 100 * shown["rate_low"], 100 * shown["rate_high"])
    ax.set_xlim(left=0)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Named by so many of every 100 colleagues who could", language))
    below = notes(interval_note(scores, language), first_note(len(shown), int((named > 0).sum()), language))
    return style.dress(ax, title=style.finding(scores, language), subtitle=below, grid="x")


def plot_person_effects(
    scores: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw who was early time and again, with the interval.

    Parameters
    ----------
    scores
        An answer of `score_person_effects`.
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
        One row per person; 0 is average.
    """
    names = names_for(scores, names)
    check_columns(scores.table, ["effect", "effect_low", "effect_high"], "scores")
    shown = scores.table[scores.table["effect"].notna()].head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown))
    if shown.empty:
        return style.nothing(ax, text("Nothing is known about earlier initiatives.", language))
    draw_intervals(ax, name_rows(shown, names), shown["effect"], shown["effect_low"], shown["effect_high"])
    ax.axvline(0, color=style.QUIET, linewidth=0.8)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Earlier than average, in standard deviations", language))
    below = notes(interval_note(scores, language), first_note(len(shown), len(scores.table), language))
    return style.dress(ax, title=style.finding(scores, language), subtitle=below, grid="x")


def plot_scale(scores: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how the answers to a scale are spread; nobody is named.

    Parameters
    ----------
    scores
        An answer of `score_scale` or `score_innovativeness`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        A histogram.
    """
    check_columns(scores.table, ["score"], "scores")
    values = scores.table["score"].dropna().to_numpy(float)
    ax = style.new_axes(ax, (7.0, 4.0))
    if not len(values):
        return style.nothing(ax, text("Nobody answered enough of this scale.", language))
    ax.hist(values, bins=_bins(values), color=style.BRIDGE, edgecolor=style.PAPER)
    ax.axvline(float(values.mean()), color=style.INK, linewidth=1.2, linestyle="--")
    style.number_axis(ax, "x", language)
    style.count_axis(ax, "y", language)
    scale = str(scores.settings.get("scale", ""))
    ax.set_xlabel(
        text("Score on {scale}", language, scale=worded(scale, language)) if scale else text("Score", language)
    )
    ax.set_ylabel(text("People", language))
    alpha = float(getattr(scores, "alpha", np.nan))
    said = text(
        "{n:# person|# people} answered; the mean is {mean:.1f}", language, n=len(values), mean=float(values.mean())
    )
    below = text("Dashed: mean. Reliability (alpha) {alpha:.2f}", language, alpha=alpha) if not np.isnan(alpha) else ""
    return style.dress(ax, title=said, subtitle=below, grid="y")


def _bins(values: NDArray[np.float64]) -> Any:
    """Give bins with one in the middle of each value, where a scale of a few items can take a few only."""
    steps = np.unique(values)
    if 1 < len(steps) <= MOST_STEPS:
        width = float(np.diff(steps).min())
        if (steps[-1] - steps[0]) / width <= 2 * MOST_STEPS:
            return np.arange(steps[0] - width / 2, steps[-1] + width, width)
    return min(20, max(5, round(np.sqrt(len(values)))))


def plot_infection(scores: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw after whom contacts adopted soon against who adopted soon after contacts; nobody is named.

    Parameters
    ----------
    scores
        An answer of `score_infection`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        A dot per adopter; adopters on the same spot share one that is larger.
    """
    check_columns(scores.table, ["infectiousness", "susceptibility"], "scores")
    known = scores.table[["susceptibility", "infectiousness"]].dropna().astype(float)
    ax = style.new_axes(ax, (6.6, 5.0))
    if known.empty:
        return style.nothing(ax, text("Nobody adopted, so there is no order to see.", language))
    spots = known.groupby(["susceptibility", "infectiousness"]).size()
    x, y = (spots.index.get_level_values(level).to_numpy(float) for level in (0, 1))
    ax.scatter(x, y, s=24 * np.minimum(spots.to_numpy(), MOST_ON_A_SPOT), color=style.KIEM, alpha=0.6, linewidths=0)
    for axis in ("x", "y"):
        style.number_axis(ax, axis, language)
    ax.set_xlabel(text("Adopted soon after the people they name (0 to 1)", language))
    ax.set_ylabel(text("Those who name them adopted soon after (0 to 1)", language))
    said = text("Who goes before and who follows, for {n:# adopter|# adopters}", language, n=len(known))
    said_below = [text("Order only; it does not show that one caused the other", language)]
    if len(spots) < len(known):
        said_below.append(text("A larger dot: more people", language))
    return style.dress(ax, title=said, subtitle=notes(*said_below))
