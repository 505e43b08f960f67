"""The one visual language: colours with a fixed meaning, quiet axes, and titles that say the finding.

Colours are those of Okabe and Ito, which people who confuse red and green tell apart; every colour is paired with a
shape, a line style or a label, so that nothing hangs on colour alone.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#22303c"
QUIET = "#5d6b78"
GRID = "#d9dee3"
PAPER = "#ffffff"

# One colour per idea, the same in every plot and in the report.
KIEM = "#009e73"
BRIDGE = "#0072b2"
WALL = "#d55e00"
SUGGESTION = "#e69f00"
PERSON = "#8a97a3"
CONTACT = "#cc79a7"
WITHOUT = "#8a97a3"
WITH = "#009e73"

# Groups: the eight of Okabe and Ito without the black and the yellow that vanishes on paper, then two of Petroff.
GROUPS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#94a4a2", "#832db6", "#a96b59", "#717581")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "*")

TITLE_SIZE = 12.5
TEXT_SIZE = 9.5
SMALL_SIZE = 8.5


def new_axes(ax: Axes | None, size: tuple[float, float] = (8.0, 4.8)) -> Axes:
    """Give the Axes to draw on: the caller's own, or those of a new figure."""
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax


def own_figure(size: tuple[float, float] = (8.0, 4.8)) -> Figure:
    """Give a figure outside pyplot's list, for reports: nothing to close and nothing shown."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def dress(ax: Axes, *, title: str = "", subtitle: str = "", grid: Literal["both", "x", "y"] | None = None) -> Axes:
    """Give Axes the quiet look, a title on the left that says the finding, and a smaller line beneath it."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GRID)
    ax.tick_params(colors=QUIET, labelsize=SMALL_SIZE, length=0)
    ax.xaxis.label.set(color=QUIET, size=TEXT_SIZE)
    ax.yaxis.label.set(color=QUIET, size=TEXT_SIZE)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=GRID, linewidth=0.7)
    width = _characters(ax)
    lines = textwrap.wrap(title, width)
    below = textwrap.wrap(subtitle, int(width * 1.28))
    ax.set_title(
        "\n".join(lines), loc="left", fontsize=TITLE_SIZE, fontweight="bold", color=INK, pad=8 + 12.5 * len(below)
    )
    if below:
        ax.annotate(
            "\n".join(below),
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, 5),
            textcoords="offset points",
            fontsize=SMALL_SIZE,
            color=QUIET,
            va="bottom",
            annotation_clip=False,
        )
    return ax


def _characters(ax: Axes) -> int:
    """Give how many bold characters of a title fit over the Axes, before the layout is known."""
    figure = ax.get_figure(root=True)
    inches = figure.get_figwidth() * 0.9 if figure is not None else 7.0
    grid = ax.get_subplotspec()
    if grid is not None:
        inches *= (grid.colspan.stop - grid.colspan.start) / grid.get_gridspec().ncols
    return max(24, int(inches * 9.4))


def bare(ax: Axes) -> Axes:
    """Take away axes that mean nothing, as on a map."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def nothing(ax: Axes, message: str) -> Axes:
    """Say in the middle of empty Axes why there is nothing to draw."""
    bare(ax)
    ax.text(0.5, 0.5, textwrap.fill(message, 48), ha="center", va="center", color=QUIET, transform=ax.transAxes)
    return ax


def short(label: object, width: int = 28) -> str:
    """Give a label that fits beside a bar, cut with an ellipsis in its middle.

    Examples
    --------
    >>> short("Maatschappelijke Ontwikkeling en Onderwijs", 20)
    'Maatschap… Onderwijs'
    """
    # A dollar sign would start a formula in matplotlib's own notation.
    words = " ".join(str(label).split())
    if len(words) > width:
        keep = (width - 1) // 2
        words = f"{words[:keep]}…{words[len(words) - (width - 1 - keep) :]}"
    return words


def literal(label: object, width: int = 28) -> str:
    """Give `short` text that matplotlib draws as it is, dollar signs included."""
    return short(label, width).replace("\\", "\\\\").replace("$", r"\$") if "$" in str(label) else short(label, width)


def group_colours(groups: Iterable[Any]) -> dict[Any, str]:
    """Give each group a colour, in the order of the names; beyond ten the colours come round again."""
    return {group: GROUPS[n % len(GROUPS)] for n, group in enumerate(sorted(set(groups), key=str))}


def svg_file(figure: Figure, *, salt: str) -> bytes:
    """Give a figure as an SVG file that is the same for the same picture; its text stays text."""
    import io

    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none", "svg.image_inline": True}):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None})
    return out.getvalue()


def svg_text(figure: Figure, *, salt: str, label: str) -> str:
    """Give a figure as an SVG element for a page, with a label to be read aloud.

    The ink follows the page's colours, light or dark.
    """
    from html import escape

    drawn = svg_file(figure, salt=salt).decode("utf-8")
    drawn = drawn[drawn.index("<svg") :]
    for colour, name in ((INK, "ink"), (QUIET, "quiet"), (GRID, "grid"), (PAPER, "paper")):
        drawn = drawn.replace(colour, f"var(--{name})")
    head, _, rest = drawn.partition(">")
    view = head[head.index("viewBox") :].split('"')[1]
    rest = rest[rest.index("</metadata>") + len("</metadata>") :] if "</metadata>" in rest else rest
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="{view}" role="img" aria-label="{escape(label)}">{rest}'


def png_bytes(figure: Figure, *, dpi: int = 160) -> bytes:
    """Give a figure as PNG without software name or date in it."""
    import io

    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi, facecolor=PAPER, metadata={"Software": None})
    return out.getvalue()
