"""Suggested ties on the map, and how surely each holds under other assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen._checks import check_integer
from kiemen.errors import InputError
from kiemen.i18n import mark, text
from kiemen.plots import style
from kiemen.plots.maps import pair_table, plot_network
from kiemen.plots.rows import draw_bars, first_note, name_of, names_for, pair_label, row_axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from kiemen.network import Network
    from kiemen.plots.rows import Names
    from kiemen.results import Result

# What a table of suggestions may call its measure, the first that is there is drawn.
MEASURES = ("expected", "expected_growth", "value", "gain", "score", "growth", "worth")


def plot_suggestions(
    suggestions: Result,
    *,
    top: int = 15,
    names: Names | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the first suggestions with what each is worth.

    Answers: "Which introductions first?"

    Parameters
    ----------
    suggestions
        An answer of `suggest_connections`.
    top
        How many, at least 1.
    names
        Names by id; None takes those of the network, an empty mapping shows ids.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One bar per suggestion.
    """
    names = names_for(suggestions, names)
    shown = suggestions.table.head(check_integer("top", top, low=1))
    ax = row_axes(ax, len(shown), 8.6)
    if shown.empty:
        return style.nothing(ax, text("There are no suggestions.", language))
    pairs = pair_table(shown, ("person", "other"), ("source", "target"), ("a", "b"))
    column = next((name for name in MEASURES if name in shown.columns), None)
    if column is None:
        raise InputError(f"the suggestions have none of the columns {', '.join(MEASURES)} to draw.")
    labels = [pair_label(name_of(names, one), name_of(names, other)) for one, other in pairs]
    draw_bars(ax, labels, shown[column], colours=style.SUGGESTION, width=60)
    style.number_axis(ax, "x", language)
    # The table beside it has the growth if the two do meet, and the chance that they will.
    weighed = column == "value" and {"gain", "acceptance"} <= set(shown.columns)
    label = mark("Extra adopters times the chance of a yes") if weighed else mark("Expected growth, in people")
    ax.set_xlabel(text(label, language))
    below = first_note(len(shown), len(suggestions.table), language)
    return style.dress(ax, title=style.finding(suggestions, language), subtitle=below, grid="x")


def plot_suggestion_map(
    network: Network,
    suggestions: Result,
    *,
    by: str | None = None,
    adopters: Sequence[str] | pd.Series | None = None,
    positions: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the suggested ties on the map of the network.

    Answers: "Do the suggestions cross the walls?"

    Parameters
    ----------
    network
        The network they were computed on.
    suggestions
        An answer of `suggest_connections`.
    by
        Column with the groups.
    adopters
        Ids to mark.
    positions
        Map from `build_layout`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        See `plot_network`.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.results import Provenance, Result
    >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bo"]}))
    >>> table = pd.DataFrame({"person": ["An"], "other": ["Bo"]})
    >>> plans = Result(table, {}, Provenance.of(network, function="example", settings={}))
    >>> plot_suggestion_map(network, plans, language="en").get_title(loc="left")
    '2 people and 1 tie'
    """
    return plot_network(
        network, by=by, adopters=adopters, suggestions=suggestions.table, positions=positions, ax=ax, language=language
    )
