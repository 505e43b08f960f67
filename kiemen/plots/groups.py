"""Bars per group: the plainest comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import number, text
from kiemen.plots import style

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
        One value in [0, 1] per group.
    ax
        Axes to draw on; None makes a new figure.
    title
        The finding; None names the group with the highest value.
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
    ax = style.new_axes(ax, (8.0, 1.6 + 0.32 * max(len(values), 1)))
    ordered = values.dropna().sort_values(kind="stable")
    if not len(ordered):
        return style.nothing(ax, text("There is nothing that may be shown.", language))
    rows = range(len(ordered))
    ax.barh(rows, ordered.to_numpy(float), color=style.BRIDGE, height=0.62)
    ax.set_yticks(list(rows), [style.literal(name, 34) for name in ordered.index])
    for row, value in zip(rows, ordered, strict=True):
        ax.text(
            value + 0.01,
            row,
            number(100 * value, 0, language) + "%",
            va="center",
            fontsize=style.SMALL_SIZE,
            color=style.INK,
        )
    ax.set_xlim(0, max(1.0, float(ordered.max()) * 1.1))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    said = title or text(
        "{group} has the largest share of contacts in other groups", language, group=str(ordered.index[-1])
    )
    return style.dress(ax, title=said)
