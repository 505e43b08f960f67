"""What a file gave or gives away: findings of a check, names matched, what an audit found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen._checks import check_columns
from kiemen.i18n import mark, number, resolve_language, text, worded
from kiemen.plots import style
from kiemen.plots.rows import draw_bars, row_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.results import Result

# Worst first.
URGENCIES = {"mend": style.WALL, "look at": style.SUGGESTION}
MATCHES = {
    "certain": (mark("certain"), style.KIEM),
    "doubtful": (mark("doubtful, to decide"), style.SUGGESTION),
    "unmatched": (mark("unmatched"), style.PERSON),
}
KINDS = {
    "name": mark("names"),
    "id": mark("ids"),
    "e-mail": mark("e-mail addresses"),
    "e-mail, not known whose": mark("e-mail addresses, not known whose"),
    "small group": mark("small groups"),
    "request": mark("requests to elsewhere"),
    "cannot be read": mark("parts that cannot be read"),
}
REASON = 64


def plot_findings(check: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw what a check found in a file, what must be mended first on top; no cell of the file is shown.

    Answers: "How much work is this file?"

    Parameters
    ----------
    check
        An answer of `check_file`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per finding: in how many rows or cells.
    """
    again = getattr(check, "again", None)
    if again is not None:
        # Its table holds sentences in one language.
        check = again(resolve_language(language))
    check_columns(check.table, ["urgency", "what", "times"], "check")
    order = {name: n for n, name in enumerate(URGENCIES)}
    table = check.table[check.table["urgency"].isin(list(URGENCIES))]
    shown = table.iloc[table["urgency"].map(order).argsort(kind="stable")] if len(table) else table
    ax = row_axes(ax, len(shown), 9.6)
    said = style.finding(check, language)
    if shown.empty:
        return style.dress(style.nothing(ax, text("Nothing has to be mended or looked at.", language)), title=said)
    notes = [
        f"{number(float(times), 0, language)} · {worded(urgency, language)}"
        for times, urgency in zip(shown["times"], shown["urgency"], strict=True)
    ]
    colours = [URGENCIES[str(name)] for name in shown["urgency"]]
    draw_bars(ax, shown["what"].tolist(), shown["times"], notes, colours=colours, width=REASON)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Times", language))
    return style.dress(ax, title=said, grid="x")


def plot_matches(matches: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how many written names were certain, doubtful and unmatched; nobody is named.

    Parameters
    ----------
    matches
        An answer of `match_names`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per kind of match.
    """
    check_columns(matches.table, ["status"], "matches")
    counts = matches.table["status"].value_counts().reindex(list(MATCHES), fill_value=0)
    ax = row_axes(ax, len(counts), 7.6)
    labels = [text(words, language) for words, _ in MATCHES.values()]
    notes = [number(float(count), 0, language) for count in counts]
    draw_bars(ax, labels, counts, notes, colours=[colour for _, colour in MATCHES.values()])
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Written names", language))
    return style.dress(ax, title=style.finding(matches, language), grid="x")


def plot_audit(audit: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw how much a file discloses by kind, and how much of it the audience may not see; nobody is named.

    Parameters
    ----------
    audit
        An answer of `audit_file`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per kind of disclosure.
    """
    check_columns(audit.table, ["kind", "allowed"], "audit")
    counts = audit.table.groupby(["kind", "allowed"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=[kind for kind in KINDS if kind in counts.index], columns=[False, True], fill_value=0)
    ax = row_axes(ax, len(counts), 7.6)
    said = style.finding(audit, language)
    if counts.empty:
        return style.dress(style.nothing(ax, text("The file names nobody.", language)), title=said)
    total = counts.sum(axis=1)
    notes = [number(float(count), 0, language) for count in total]
    draw_bars(ax, [text(KINDS[kind], language) for kind in counts.index], total, notes, colours=style.PALE)
    ax.barh(ax.get_yticks(), counts[False].to_numpy(float), height=0.6, color=style.WALL)
    style.count_axis(ax, "x", language)
    ax.set_xlabel(text("Times found", language))
    below = text("Red: this audience may not see it.", language)
    return style.dress(ax, title=said, subtitle=below, grid="x")
