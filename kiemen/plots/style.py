"""The one visual language: colours with a fixed meaning, quiet axes, and titles that say the finding.

Colours with a meaning are those of Okabe and Ito, which people who confuse red and green tell apart; each is paired
with a shape, a line style or a label, so that nothing hangs on colour alone.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from typing import TYPE_CHECKING, Any, Literal

from kiemen.i18n import number, text
from kiemen.plots.seals import sealed, with_sealed_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from kiemen.results import Result

INK = "#22303c"
QUIET = "#5d6b78"
GRID = "#d9dee3"
PAPER = "#ffffff"
# On a coloured cell, which is the same in light and dark, the ink stays what it is: these are not those of the page.
ON_PALE, ON_DEEP = "#22303d", "#fefefe"
# On strong colours in between, neither of them is far enough off.
BLACK = "#000000"
READABLE, INK_LIGHT = 4.5, 0.0779

# One colour per idea, the same in every plot and in the report.
KIEM = "#009e73"
BRIDGE = "#0072b2"
WALL = "#d55e00"
SUGGESTION = "#e69f00"
PERSON = "#8a97a3"
CONTACT = "#cc79a7"
WITHOUT = "#8a97a3"
RANGE = "#9aa6b1"
# Beside a strong colour in one bar: told apart from it in grey print too.
PALE = "#cfd6dc"
WITH = "#009e73"

# Groups are soft on purpose: the strong colours above are kept for what a picture is about. Each group has its name
# on it.
GROUPS = ("#5b8db8", "#d9b36c", "#b58fb0", "#86b7d9", "#c98f77", "#8e86c2", "#a9a29a", "#b8c27a", "#c78a9b", "#7f9aa6")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "*")

TITLE_SIZE, SHARED_TITLE_SIZE = 12.5, 11.0
TEXT_SIZE = 9.5
SMALL_SIZE = 8.5
# Characters of the text size that an inch takes.
LETTERS = 12.5
# Round ratios to write on an axis, the finest steps first.
TIMES = (
    (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2),
    (0.1, 0.2, 0.5, 1, 2, 5, 10),
    (0.001, 0.01, 0.1, 1, 10, 100, 1000),
)
MOST_TICKS = 9
# Ids that matplotlib counts out in every picture; what is referred to has one of another form.
NUMBERED = re.compile(r' id="[A-Za-z0-9.]+_\d+"')
# Inches below which Axes are narrow, and the steps on their axis.
NARROW, FEW_TICKS = 5.0, 4
# What the line beneath a title is called, for who looks for it.
NOTE = "note"


def new_axes(ax: Axes | None, size: tuple[float, float] = (8.0, 4.8)) -> Axes:
    """Give the Axes to draw on: the caller's own, or those of a new figure."""
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(figsize=size, layout="constrained")
    else:
        _make_room(ax)
    return ax


def _make_room(ax: Axes) -> None:
    """Have a figure fit the names beside its Axes where its maker left the layout as it comes out of the box."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure, grid = ax.get_figure(), ax.get_subplotspec()
    if not isinstance(figure, Figure) or grid is None or figure.get_layout_engine() is not None:
        return
    sides = ("left", "right", "bottom", "top", "wspace", "hspace")
    chosen = grid.get_gridspec().get_subplot_params(figure)
    if all(getattr(chosen, side) == mpl.rcParams[f"figure.subplot.{side}"] for side in sides):
        from kiemen.plots.titles import Settled

        figure.set_layout_engine(Settled())


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
    # From the right, a label that is longer than the Axes runs under the names of the rows instead of off the page.
    ax.xaxis.label.set(ha="right", x=1.0)
    for label, inches in ((ax.xaxis.label, width_of(ax)), (ax.yaxis.label, height_of(ax) - 0.9)):
        label.set_text(textwrap.fill(label.get_text(), max(int(inches * LETTERS), 16)))
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=GRID, linewidth=0.7)
    _entitle(ax, title, subtitle)
    return ax


def ink_on(colour: Sequence[float] | NDArray[Any]) -> str:
    """Give the ink that can be read on a colour (red, green, blue from 0 to 1): at least 4.5 to 1 on any."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05
    if light >= READABLE * INK_LIGHT:
        return ON_PALE
    return ON_DEEP if 1.04 / light >= READABLE else BLACK


def alone(ax: Axes) -> bool:
    """Say whether Axes have their figure to themselves."""
    figure = ax.get_figure(root=True)
    return figure is not None and len(figure.axes) == 1


def _entitle(ax: Axes, title: str, subtitle: str) -> None:
    """Write the finding above the Axes; where they fill the figure, from the left edge of that."""
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    figure = ax.get_figure(root=True)
    if figure is not None and not alone(ax):
        from kiemen.plots.titles import entitle

        entitle(ax, title, subtitle, (SHARED_TITLE_SIZE, SMALL_SIZE), (INK, QUIET))
        return
    width = max(24, int(width_of(ax) * 9.3))
    below = textwrap.wrap(subtitle, int(width * 1.45))
    pad = 7 + 12.0 * len(below)
    words = ax.set_title(
        "\n".join(textwrap.wrap(title, width)),
        loc="left",
        fontsize=TITLE_SIZE,
        fontweight="bold",
        color=INK,
        pad=pad,
    )
    if figure is None:
        return
    base = blended_transform_factory(figure.transFigure, ax.transAxes)
    words.set_transform(base + ScaledTranslation(0, pad / 72, figure.dpi_scale_trans))
    words.set_x(0.012)
    if below:
        lifted = base + ScaledTranslation(0, 5 / 72, figure.dpi_scale_trans)
        note = ax.text(words.get_position()[0], 1, "\n".join(below), transform=lifted, va="bottom")
        note.set(fontsize=SMALL_SIZE, color=QUIET, clip_on=False, in_layout=False, gid=NOTE)


def width_of(ax: Axes) -> float:
    """Give the inches that Axes get with all their labels, before the layout is known."""
    figure = ax.get_figure(root=True)
    inches = figure.get_figwidth() if figure is not None else 7.0
    grid = ax.get_subplotspec()
    if grid is not None:
        inches *= (grid.colspan.stop - grid.colspan.start) / grid.get_gridspec().ncols
    return float(inches)


def height_of(ax: Axes) -> float:
    """Give the inches from top to bottom that Axes get with all their labels, before the layout is known."""
    figure = ax.get_figure(root=True)
    inches = figure.get_figheight() if figure is not None else 5.0
    grid = ax.get_subplotspec()
    if grid is not None:
        inches *= (grid.rowspan.stop - grid.rowspan.start) / grid.get_gridspec().nrows
    return float(inches)


def narrow(ax: Axes) -> bool:
    """Say whether Axes are as narrow as on a phone: names are folded there, and fewer numbers stand on an axis."""
    return width_of(ax) < NARROW


def number_axis(ax: Axes, axis: Literal["x", "y"], language: str | None) -> Axes:
    """Write the numbers of an axis as the language does, all with the decimals that tell them apart."""
    from matplotlib.ticker import AutoLocator, FuncFormatter, MaxNLocator

    part = ax.xaxis if axis == "x" else ax.yaxis

    def shown(value: float, _: int) -> str:
        ticks = [value] if part.get_scale() == "log" else part.get_majorticklocs()
        return number(value, max(map(_decimals, ticks)), language)

    part.set_major_formatter(FuncFormatter(shown))
    if (
        axis == "x"
        and part.get_scale() == "linear"
        and narrow(ax)
        and isinstance(part.get_major_locator(), AutoLocator)
    ):
        part.set_major_locator(MaxNLocator(nbins=FEW_TICKS, steps=[1, 2, 5, 10]))
    return ax


def count_axis(ax: Axes, axis: Literal["x", "y"], language: str | None) -> Axes:
    """Write whole numbers on an axis of people or things, which do not come in halves."""
    from matplotlib.ticker import MaxNLocator

    (ax.xaxis if axis == "x" else ax.yaxis).set_major_locator(
        MaxNLocator(nbins=FEW_TICKS if narrow(ax) else 7, integer=True, min_n_ticks=1)
    )
    return number_axis(ax, axis, language)


def _decimals(value: float) -> int:
    return next((digits for digits in range(6) if abs(round(value, digits) - value) < 1e-9), 6)


def times_axis(ax: Axes, values: Iterable[float], language: str | None) -> Axes:
    """Make a horizontal axis of ratios: equal steps for equal times, written as numbers and not as powers."""
    from matplotlib.ticker import FixedLocator, NullLocator

    seen = [value for value in values if value > 0]
    low, high = min(seen) / 1.1, max(seen) * 1.1
    fit = (steps for steps in TIMES if steps[0] <= 1.2 * low and high <= 1.2 * steps[-1])
    steps = next((steps for steps in fit if sum(low <= step <= high for step in steps) <= MOST_TICKS), TIMES[-1])
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(FixedLocator([step for step in steps if low <= step <= high]))
    ax.xaxis.set_minor_locator(NullLocator())
    return number_axis(ax, "x", language)


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


# Lines that are told apart in grey as well.
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.3)), (0, (6, 2, 1, 2)), (0, (3, 1, 1, 1, 1, 1)))


def legend(ax: Axes) -> None:
    """Say what the labelled signs mean, where nothing is drawn."""
    ax.legend(frameon=False, fontsize=TEXT_SIZE, labelcolor=QUIET)


def finding(result: Result, language: str | None) -> str:
    """Give the first finding of a result in the language, or its title where it says none."""
    return result.headline[0].say(language) if result.headline else text(type(result)._title, language)  # noqa: SLF001


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


@contextlib.contextmanager
def by_the_page() -> Iterator[None]:
    """Draw as a page does: a name may hold signs that the font lacks, and letters are not fitted to the pixels.

    A page shows them with the fonts of its reader; fitting takes a tenth of the time and is not seen in a fine picture.
    """
    import matplotlib as mpl

    with _any_sign(), mpl.rc_context({"text.hinting": "none"}):
        yield


@contextlib.contextmanager
def _any_sign() -> Iterator[None]:
    """Say nothing of signs that the font lacks, where it is the reader's fonts that show them."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


def load_canvases() -> None:
    """Load what draws, before a process is copied that would have to load it twice."""
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure  # noqa: F401  loading is all that is asked


def svg_file(figure: Figure, *, salt: str) -> bytes:
    """Give a figure as an SVG file that is the same for the same picture; its text stays text."""
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.BytesIO()
    backs = [figure.patch, *(ax.patch for ax in figure.axes)]
    shown = [patch for patch in backs if patch.get_visible()]
    settings = {"svg.hashsalt": salt, "svg.fonttype": "none", "svg.image_inline": True}
    # Written by the canvas itself: `savefig` would draw everything once more before it, for a layout that is there.
    with _any_sign(), mpl.rc_context(settings), _on_canvas(FigureCanvasSVG, figure) as canvas:
        try:
            for patch in shown:
                patch.set_visible(False)
            canvas.print_svg(out, metadata={"Date": None, "Creator": None, "Format": None})
        finally:
            for patch in shown:
                patch.set_visible(True)
    return with_sealed_pictures(out.getvalue())


@contextlib.contextmanager
def _on_canvas(kind: Callable[[Figure], Any], figure: Figure) -> Iterator[Any]:
    """Give a figure a canvas to be written by, and its own back, with its resolution."""
    own, dpi = figure.canvas, figure.dpi
    try:
        yield kind(figure)
    finally:
        figure.dpi = dpi
        figure.set_canvas(own)


def settle(figure: Figure) -> Figure:
    """Give everything its place once, so that writing the figure in several forms does not do it again each time."""
    engine = figure.get_layout_engine()
    if engine is not None:
        # Axes that keep their shape leave another room once they have it: after a few times nothing moves any more.
        for _ in range(3 if any(ax.get_aspect() != "auto" for ax in figure.axes) else 1):
            engine.execute(figure)
    figure.set_layout_engine("none")
    return figure


def svg_element(svg: bytes, *, label: str) -> str:
    """Give an SVG file as an element for a page, with a label to be read aloud.

    The ink follows the page's colours, light or dark. Numbered parts, which every picture has, lose their ids: on one
    page each may stand once.
    """
    from html import escape

    drawn = svg.decode("utf-8")
    drawn = drawn[drawn.index("<svg") :]
    for colour, name in ((INK, "ink"), (QUIET, "quiet"), (GRID, "grid"), (PAPER, "paper")):
        drawn = drawn.replace(colour, f"var(--{name})")
    head, _, rest = drawn.partition(">")
    view = head[head.index("viewBox") :].split('"')[1]
    rest = rest[rest.index("</metadata>") + len("</metadata>") :] if "</metadata>" in rest else rest
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="{view}" role="img" aria-label="{escape(label)}">{NUMBERED.sub("", rest)}'


def png_bytes(figure: Figure, *, dpi: int = 160, svg: bytes = b"") -> bytes:
    """Give a figure as PNG without software name or date in it, marked as the same picture as an SVG file."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    out = io.BytesIO()
    with _on_canvas(FigureCanvasAgg, figure) as canvas:
        figure.set(dpi=dpi, facecolor=PAPER)
        # Packing harder takes as long as drawing and wins a tenth of the size.
        canvas.print_png(out, metadata={"Software": None}, pil_kwargs={"compress_level": 2})
    return sealed(out.getvalue(), svg)
