"""Bars per group: the plainest comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, number, text
from kiemen.plots import style
from kiemen.plots.rows import draw_bars, row_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_group_bars(
    values: pd.Series, ax: Axes | None = None, *, title: str | None = None, language: str | None = None
) -> Axes:
    """Draw one bar per group for a share between 0 and 1, longest on top.

    Answers: "Which groups look outwards most?"

    Parameters
    ----------
    values
        One value in [0, 1] per group, NaN where it may not be shown: no bar, and the title says of how many it tells.
    ax
        Axes to draw on; None makes a new figure.
    title
        The finding; None names the group with the highest value of those that have one.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per group with its value beside it.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_group_bars(pd.Series({"Zorg": 0.4, "Wijken": 0.2}), language="en")
    >>> len(ax.patches)
    2
    """
    ordered = values.dropna().sort_values(ascending=False, kind="stable")
    ax = row_axes(ax, len(ordered))
    if not len(ordered):
        return style.nothing(ax, text("There is nothing that may be shown.", language))
    shares = [number(100 * value, 0, language) + "%" for value in ordered]
    draw_bars(ax, ordered.index.tolist(), ordered, shares, colours=style.BRIDGE)
    ax.set_xlim(0, max(1.0, float(ordered.max())))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return style.dress(ax, title=title or _finding(ordered, shares, len(values), language))


def _finding(ordered: pd.Series, shares: list[str], of: int, language: str | None) -> str:
    """Say who is highest, as far as the numbers shown tell one from another, and of whom where some are left out."""
    first = [str(group) for group, share in zip(ordered.index, shares, strict=True) if share == shares[0]]
    n, some = len(ordered), len(ordered) < of
    if n == 1:
        said = mark("{high} of the contacts of {group} are in other groups")
    elif len(first) == 1:
        said = mark("{group} has the largest share of contacts in other groups")
        if some:
            said = mark(
                "Of the {n} groups that may be shown, {group} has the largest share of contacts in other groups"
            )
    elif shares[0] == shares[-1]:
        said = mark("Of every group {high} of the contacts are in other groups")
        if some:
            said = mark("Of each of the {n} groups that may be shown, {high} of the contacts are in other groups")
    else:
        said = mark("Between {low} and {high} of the contacts of each group are in other groups")
        if some:
            said = mark(
                "Of the {n} groups that may be shown, between {low} and {high} of the contacts are in other groups"
            )
    return text(said, language, n=n, group=first[0], low=shares[-1], high=shares[0])
