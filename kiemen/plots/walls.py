"""Walls between groups as a heat map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_columns
from kiemen.i18n import number, text, worded
from kiemen.plots import style
from kiemen.plots.rows import CHARACTER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kiemen.results import Result

DEEPEST = 2.0
NUMBERS_UP_TO = 16
# Characters of a group beside and beneath the cells, on narrow Axes and on others; inches that a digit takes.
BESIDE, BENEATH = (20, 26), (18, 22)
DIGIT = 0.077


def plot_walls(walls: Result, *, ax: Axes | None = None, language: str | None = None) -> Axes:
    """Draw the ties between every two groups against chance; walls are framed.

    Answers: "Between which groups does it not flow?" Orange is less than chance gives, blue more. Only framed cells are
    rarer than chance allows; a pale or hatched cell is no finding.

    Parameters
    ----------
    walls
        An answer of `find_walls`.
    ax
        Axes to draw on; None makes a new figure.
    language
        "nl" or "en".

    Returns
    -------
    matplotlib.axes.Axes
        One cell per pair of groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> from kiemen.measures.walls import find_walls
    >>> pairs = [(a, b) for block in ("abcd", "wxyz") for a in block for b in block if a < b]
    >>> people = pd.DataFrame({"person": list("abcdwxyz"), "department": ["Zorg"] * 4 + ["Wijken"] * 4})
    >>> ties = pd.DataFrame([*pairs, ("a", "w")], columns=["source", "target"])
    >>> plot_walls(find_walls(Network.from_frames(people, ties), times=99), language="en").get_title(loc="left") != ""
    True
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    table = walls.table
    check_columns(table, ["group", "other", "index", "wall", "testable"], "walls")
    groups = sorted({*table["group"].astype(str), *table["other"].astype(str)})
    k = len(groups)
    side = 3.0 + 0.34 * min(k, 40)
    ax = style.new_axes(ax, (side + 2.2, side))
    if k < 2:
        return style.nothing(ax, text("There are no two groups to compare.", language))
    place = {group: n for n, group in enumerate(groups)}
    square = np.full((k, k), np.nan)
    cells = [sorted((place[str(a)], place[str(b)])) for a, b in zip(table["group"], table["other"], strict=True)]
    for (i, j), index in zip(cells, table["index"].to_numpy(float), strict=True):
        square[j, i] = index
    # A thick frame where a pair stands out even from how much groups keep to themselves, a thin one for other walls.
    strong = table["strong"] if "strong" in table.columns else table["wall"]
    warm = LinearSegmentedColormap.from_list("kiemen", [style.WALL, "#fbe3d3", "#f4f6f8", "#d3e7f5", style.BRIDGE])
    image = ax.imshow(np.clip(square, -DEEPEST, DEEPEST), cmap=warm, vmin=-DEEPEST, vmax=DEEPEST, aspect="equal")
    for (i, j), wall, thick, testable in zip(cells, table["wall"], strong, table["testable"], strict=True):
        if wall:
            width = 2.4 if thick else 0.7
            ax.add_patch(
                Rectangle((i - 0.46, j - 0.46), 0.92, 0.92, fill=False, edgecolor=style.ON_PALE, linewidth=width)
            )
        elif not testable:
            ax.add_patch(
                Rectangle((i - 0.5, j - 0.5), 1, 1, fill=False, hatch="////", edgecolor=style.GRID, linewidth=0)
            )
    slim = style.narrow(ax)
    numbered = "observed" in table.columns and (numbers_fit(walls, style.width_of(ax)) if slim else k <= NUMBERS_UP_TO)
    if numbered:
        for (i, j), count in zip(cells, table["observed"].to_numpy(float), strict=True):
            ink = style.ink_on(image.to_rgba(square[j, i]))
            ax.text(i, j, number(count, 0, language), ha="center", va="center", fontsize=style.SMALL_SIZE, color=ink)
    beside, beneath = (BESIDE[0], BENEATH[0]) if slim else (BESIDE[1], BENEATH[1])
    size = style.SMALL_SIZE if k <= 20 else 6.5 if k <= 45 else 4.5
    named = [worded(group, language) for group in groups] if groups == ["inside", "outside"] else groups
    ax.set_xticks(
        range(k - 1), [style.literal(group, beneath) for group in named[:-1]], rotation=45, ha="right", fontsize=size
    )
    ax.set_yticks(range(1, k), [style.literal(group, beside) for group in named[1:]], fontsize=size)
    ax.set_xlim(-0.5, k - 1.5)
    ax.set_ylim(k - 0.5, 0.5)
    for spine in ax.spines.values():
        spine.set_visible(False)
    said = style.finding(walls, language)
    below = text(
        "Orange: fewer than chance, blue: more. Thin frame: a wall; thick: one that stands out even so. Hatched: too "
        "few to tell.",
        language,
    )
    if numbered:
        counted = text("Number: ties.", language)
        below = f"{counted} {below}"
    style.dress(ax, title=said, subtitle=below)
    ax.tick_params(labelsize=size, labelcolor=style.INK)
    return ax


def numbers_fit(walls: Result, inches: float) -> bool:
    """Say whether on narrow Axes of this width the number of ties fits every cell at a size that can be read."""
    table = walls.table
    groups = len({*table["group"], *table["other"]})
    most = float(table["observed"].max()) if "observed" in table.columns else 0.0
    room = (inches - BESIDE[0] * CHARACTER - 0.1) / max(groups - 1, 1)
    return groups <= NUMBERS_UP_TO and DIGIT * len(f"{most:.0f}") <= room
