"""The pictures of a report: drawn once, for the page and as files."""

from __future__ import annotations

import contextlib
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemen._files import unique_slugs
from kiemen.plots.style import own_figure, png_bytes, settle, svg_file
from kiemen.plots.titles import head_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiemen.report.content import Content, Drawing


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing that has been drawn: its figure, its SVG file, the finding it shows, and its PNG file once made.

    The `note` is the smaller line beneath the title, `head` the height of both as a part of the width, and `across`
    what runs from left to right: on a phone the page writes them itself, since a wide figure is scrolled there.
    """

    figure: Any
    svg: bytes
    label: str
    note: str = ""
    head: float = 0.0
    across: str = ""
    png: bytes = b""

    def in_full(self) -> Picture:
        """Give the picture with its pixels as well, which a page does not need."""
        if self.png:
            return self
        with _any_name():
            return replace(self, png=png_bytes(self.figure))


def drawings_of(content: Content) -> list[Drawing]:
    """Give every drawing of a report, in its order."""
    return [drawing for section in content.sections for drawing in section.figures]


def pictures_of(content: Content, drawn: Mapping[str, Picture] | None = None) -> dict[Drawing, Picture]:
    """Give every picture of a report: those that were drawn before, by key, and the others drawn now."""
    known = drawn or {}
    return {one: known[one.key] if one.key in known else picture_of(one) for one in drawings_of(content)}


@contextlib.contextmanager
def _any_name() -> Iterator[None]:
    """Let a name hold signs that the font lacks: a page shows them with the fonts of its reader."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


def picture_of(drawing: Drawing) -> Picture:
    """Draw one picture."""
    with _any_name():
        figure = own_figure(drawing.size)
        drawing.draw(figure.add_subplot())
        head = head_of(settle(figure), drawing.key)
        svg = svg_file(figure, salt=drawing.key)
        return Picture(figure, svg, head.title or drawing.caption, head.note, head.height, head.across)


def figure_files(pictures: Mapping[Drawing, Picture]) -> dict[str, bytes]:
    """Give each picture as PNG and SVG by file name."""
    made = {}
    for name, picture in zip(unique_slugs([one.key for one in pictures]), pictures.values(), strict=True):
        made[f"{name}.png"] = picture.in_full().png
        made[f"{name}.svg"] = picture.svg
    return made
