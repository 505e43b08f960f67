"""Titles in a figure of several Axes: from where the names of the rows begin, folded to the width that there is.

How wide Axes are and how much room the names beside them take is known when the layout is made, not before; so these
titles fold themselves each time they are measured.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.layout_engine import TightLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from kiemen.plots.style import NOTE, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

# Characters to an inch and a point of type, bold and plain; the height of a line is 1.3 times its type.
BOLD, PLAIN = 112.0, 124.0
LINE = 1.3
# How far letters hang below the line.
DESCENT = 0.45
GAP = 5.0
FEWEST = 18
SPARE = 0.94


class Finding(Text):
    """A title with a smaller line beneath it, for Axes that share their figure."""

    _whole: tuple[str, str]
    _under: Text

    def fold(self) -> None:
        """Break the words where the Axes end, and let them begin where the names beside the Axes begin."""
        ax: Any = self.axes
        frame = ax.get_window_extent()
        beside = ax.yaxis.get_tightbbox() if ax.yaxis.get_visible() else None
        left = min(frame.x0, beside.x0) if beside is not None else frame.x0
        # Before the first layout names may hang out of the figure, and there seems to be more room than there will be.
        inches = min((frame.x1 - left) / ax.get_figure(root=True).dpi, width_of(ax) - 0.15)
        title, note = self._whole
        size, small = float(self.get_fontsize()), float(self._under.get_fontsize())
        _refold(self, title, inches * BOLD / size)
        _refold(self._under, note, inches * PLAIN / small)
        lines = len(self._under.get_text().splitlines())
        for words, up in ((self, GAP + lines * small * LINE + size * DESCENT * min(lines, 1)), (self._under, GAP)):
            words.set_x((left - frame.x0) / max(frame.width, 1))
            words.set_transform(ax.transAxes + ScaledTranslation(0, up / 72, ax.get_figure(root=True).dpi_scale_trans))

    def get_window_extent(self, renderer: Any = None, dpi: float | None = None) -> Bbox:
        """Fold, then measure."""
        self.fold()
        return super().get_window_extent(renderer, dpi)

    def draw(self, renderer: Any) -> None:
        """Fold, then draw both, so that they fit the Axes as they are now."""
        self.fold()
        super().draw(renderer)
        self._under.draw(renderer)


def _refold(words: Text, whole: str, most: float) -> None:
    """Fold words where they no longer fit `most` characters a line, or would take fewer lines with room to spare.

    What fits stays: a layout that was measured with these lines would not suit others.
    """
    lines = words.get_text().splitlines()
    anew = textwrap.wrap(whole, max(int(most * SPARE), FEWEST))
    if " ".join(lines) != " ".join(anew) or len(anew) < len(lines) or max(map(len, lines), default=0) > most:
        words.set_text("\n".join(anew))


class Settled(TightLayoutEngine):
    """A tight layout made twice, since titles that fold change what there is to fit."""

    def execute(self, fig: Figure) -> None:
        """Make the layout."""
        for _ in range(2):
            super().execute(fig)


def entitle(ax: Axes, title: str, subtitle: str, sizes: tuple[float, float], colours: tuple[str, str]) -> None:
    """Write a title and the line beneath it above Axes that share their figure."""
    words: Any = ax.set_title(title, loc="left", fontsize=sizes[0], fontweight="bold", color=colours[0])
    words.__class__ = Finding
    words._whole = (title, subtitle)  # noqa: SLF001  its own
    words._under = Text(0, 1, "", fontsize=sizes[1], color=colours[1], va="bottom")  # noqa: SLF001  its own
    words._under.set_figure(ax.get_figure(root=True))  # noqa: SLF001
    words.fold()


@dataclass(frozen=True)
class Head:
    """What stands above Axes, its height as a part of the width of the figure, and what runs from left to right."""

    title: str = ""
    note: str = ""
    height: float = 0.0
    across: str = ""


def untitled(figure: Figure) -> None:
    """Take away what stands above Axes, for a page that writes it itself."""
    for ax in figure.axes:
        ax.set_title("", loc="left")
        for words in [part for part in ax.texts if part.get_gid() == NOTE]:
            words.remove()


def head_of(figure: Figure, key: str) -> Head:
    """Give the title of a settled figure with the line beneath it, named ``key-title`` and ``key-note`` in its SVG."""
    for ax in figure.axes:
        said = ax.get_title(loc="left")
        words = [part for part in ax.get_children() if isinstance(part, Text)]
        title = next((part for part in words if said and part.get_text() == said), None)
        if title is None:
            continue
        note = next((part for part in words if part.get_gid() == NOTE), None)
        parts = [part for part in (title, note) if part is not None]
        for part, name in zip(parts, ("title", NOTE), strict=False):
            part.set_gid(f"{key}-{name}")
        lowest = min(part.get_window_extent().y0 for part in parts)
        room = (figure.bbox.height - lowest) / figure.bbox.width
        told = [" ".join(part.get_text().split()) for part in parts]
        return Head(told[0], " ".join(told[1:]), float(room), " ".join(ax.get_xlabel().split()))
    return Head()
