"""What could be done: join an initiative, invite somebody, build a bundle of ties, relieve a bridge, near pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kiemen._checks import check_columns, check_integer
from kiemen.i18n import number, plural, text, worded
from kiemen.plots import style
from kiemen.plots.rows import (
    draw_bars,
    draw_intervals,
    first_note,
    in_a_row,
    mark_zero,
    name_of,
    names_for,
    notes,
    pair_label,
    row_axes,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matplotlib.axes import Axes

    from kiemen.plots.rows import Names
    from kiemen.results import Result


def _gains(plan: Result, labels: Sequence[str], *, label: str, ax: Axes | None, language: str | None) -> Axes:
    """Draw what each row would bring, with its interval; where there is no row, why."""
    table = plan.table.head(len(labels))
    ax = row_axes(ax, len(table), 8.6)
    if table.empty:
        return style.nothing(ax, style.finding(plan, language))
    draw_intervals(ax, labels, table["gain"], table["gain_low"], table["gain_high"], colours=style.SUGGESTION, width=70)
    ax.set_xlim(left=min(0.0, ax.get_xlim()[0]))
    style.number_axis(ax, "x", language)
    ax.set_xlabel(label)
    mark_zero(ax)
    below = text("Line: margin, right in {share:.0%} of cases", language, share=0.9)
    return style.dress(ax, title=style.finding(plan, language), subtitle=below, grid="x")


def plot_plan(plan: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw which part of the growth of a plan each step stands for.

    Answers: "Which steps count most?"

    Parameters
    ----------
    plan
        An answer of `build_plan`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per step, with its interval.
    """
    names = names_for(plan, names)
    check_columns(plan.table, ["form", "people", "gain", "gain_low", "gain_high"], "plan")
    labels = []
    for step, form, people in zip(plan.table.index, plan.table["form"], plan.table["people"], strict=True):
        who = in_a_row(name_of(names, person) for person in _asked(plan, step, form, people))
        said = [dict(fact.values).get("initiative") for fact in plan.facts.get(step, ())[:1]]
        if said and said[0]:
            who = f"{who} → {said[0]}"
        labels.append(f"{worded(form, language)}: {style.short(who, 48)}")
    label = text("Extra adopters: its share in the growth of the whole plan", language)
    return _gains(plan, labels, label=label, ax=ax, language=language)


def _asked(plan: Result, step: Hashable, form: object, people: object) -> list[str]:
    """Give the ids of those who are asked in a step; only a plan without its pairs has them in its text alone."""
    pairs = getattr(plan, "pairs", None)
    if not isinstance(pairs, pd.DataFrame) or not (pairs["step"] == step).any():
        return str(people).split(", ")
    rows = pairs[pairs["step"] == step]
    # The other of somebody who joins or starts is an initiative or a word.
    ends = ["person"] if form in {"initiative", "starter"} else ["person", "other"]
    return [str(one) for one in dict.fromkeys(rows[ends].to_numpy().ravel().tolist())]


def plot_joinings(
    joinings: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw what it would bring if somebody joined an initiative.

    Parameters
    ----------
    joinings
        An answer of `suggest_initiatives`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per suggestion, with its interval.
    """
    names = names_for(joinings, names)
    check_columns(joinings.table, ["person", "initiative", "gain", "gain_low", "gain_high"], "joinings")
    rows = zip(joinings.table["person"], joinings.table["initiative"], strict=True)
    return _gains(
        joinings,
        [f"{name_of(names, person)} → {initiative}" for person, initiative in rows],
        label=text("Extra adopters if this person joins", language),
        ax=ax,
        language=language,
    )


def plot_invitations(
    invitations: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw what it would bring if somebody who can stoke along joined in from the start.

    Parameters
    ----------
    invitations
        An answer of `suggest_invitations`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per invitation, with its interval.
    """
    names = names_for(invitations, names)
    check_columns(invitations.table, ["person", "kind", "gain", "gain_low", "gain_high"], "invitations")
    rows = zip(invitations.table["person"], invitations.table["kind"], strict=True)
    return _gains(
        invitations,
        [f"{name_of(names, person)} · {worded(kind, language)}" for person, kind in rows],
        label=text("Extra adopters if this person stokes along", language),
        ax=ax,
        language=language,
    )


def plot_bundles(bundles: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw what each bundle of ties would bring together, beside what its ties bring one by one; nobody is named.

    Answers: "One contact over there did nothing; what would?"

    Parameters
    ----------
    bundles
        An answer of `suggest_bundles`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One row per bundle: a dot for the whole with its interval, an open one for the parts.
    """
    table = bundles.table
    check_columns(table, ["crosses", "ties", "gain", "gain_low", "gain_high", "alone"], "bundles")
    sizes = [plural("{n} tie", "{n} ties", int(ties), language) for ties in table["ties"]]
    walls = [" – ".join(style.short(end, 25) for end in str(crosses).split(" – ")) for crosses in table["crosses"]]
    labels = [f"{wall} · {size}" for wall, size in zip(walls, sizes, strict=True)]
    ax = _gains(
        bundles,
        labels,
        label=text("Extra adopters; open dot: the ties one by one, added up", language),
        ax=ax,
        language=language,
    )
    if len(table):
        ax.scatter(
            table["alone"],
            ax.get_yticks(),
            s=42,
            facecolors=style.PAPER,
            edgecolors=style.INK,
            zorder=3,
            linewidths=1.2,
        )
    return ax


def plot_relief(
    relief: Result, *, names: Names | None = None, ax: Axes | None = None, language: str | None = None
) -> Axes:
    """Draw which ties would relieve a person on whom the way between two groups hangs. For the analyst only.

    Parameters
    ----------
    relief
        An answer of `suggest_relief`.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per tie: the pairs of contacts that meet only through the bridge, and how many get another way.
    """
    names = names_for(relief, names)
    table: pd.DataFrame = relief.table
    check_columns(table, ["bridge", "person", "other", "carried", "relieved"], "relief")
    ax = row_axes(ax, len(table), 8.6)
    if table.empty:
        return style.nothing(ax, style.finding(relief, language))
    labels = [
        pair_label(name_of(names, one), name_of(names, other))
        for one, other in zip(table["person"], table["other"], strict=True)
    ]
    ends = [
        text("{share:.0%} get a way around {bridge}", language, share=float(share), bridge=name_of(names, bridge))
        for share, bridge in zip(table["relieved"], table["bridge"], strict=True)
    ]
    draw_bars(ax, labels, table["carried"], ends, colours="#f0c7a8", width=60)
    ax.barh(ax.get_yticks(), (table["carried"] * table["relieved"]).to_numpy(float), height=0.6, color=style.WALL)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Pairs of contacts who now meet only through the bridge", language))
    below = text("One bar per new tie. Dark: pairs that it gives another way.", language)
    return style.dress(ax, title=style.finding(relief, language), subtitle=below, grid="x")


def plot_proximity(
    proximity: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the nearest pairs that are not yet tied, with the contacts they share.

    Answers: "Who would meet anyway?"

    Parameters
    ----------
    proximity
        An answer of `score_proximity`.
    top
        How many pairs, at least 1.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per pair.
    """
    names = names_for(proximity, names)
    check_columns(proximity.table, ["person", "other", "score", "shared"], "proximity")
    shown = proximity.table.head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown), 8.4)
    if shown.empty:
        return style.nothing(ax, text("No two people share a contact without being tied.", language))
    labels = [
        pair_label(name_of(names, one), name_of(names, two))
        for one, two in zip(shown["person"], shown["other"], strict=True)
    ]
    ends = [plural("{n} shared contact", "{n} shared contacts", int(n), language) for n in shown["shared"]]
    draw_bars(ax, labels, shown["score"], ends, colours=style.BRIDGE, width=60)
    method = str(proximity.settings.get("method", ""))
    label = text("Nearness ({method})", language, method=method) if method else text("Nearness", language)
    ax.set_xlabel(label)
    style.number_axis(ax, "x", language)
    below = notes(
        text("The more contacts two people share, the nearer", language),
        first_note(len(shown), len(proximity.table), language),
    )
    return style.dress(ax, title=style.finding(proximity, language), subtitle=below, grid="x")


def plot_acceptance(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how well each rule foresaw the ties of the last period; nobody is named.

    Parameters
    ----------
    check
        An answer of `check_acceptance`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per rule.
    """
    check_columns(check.table, ["average_precision", "precision"], "check")
    shown = check.table[check.table["average_precision"].notna()]
    ax = row_axes(ax, len(shown), 7.6)
    if shown.empty:
        return style.nothing(ax, text("There is nothing to compare.", language))
    colours = [style.KIEM if name == "learned" else style.PERSON for name in shown.index]
    ends = [number(float(value), 3, language) for value in shown["average_precision"]]
    labels = [worded(name, language) for name in shown.index]
    draw_bars(ax, labels, shown["average_precision"], ends, colours=colours)
    style.number_axis(ax, "x", language)
    ax.set_xlabel(text("Average precision; 1 is perfect, the bar of chance says what guessing gives", language))
    title = style.finding(check, language)
    return style.dress(ax, title=title, grid="x")
