"""The pictures of a report: drawn once, for the page and as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemen._files import unique_slugs
from kiemen.plots.style import by_the_page, own_figure, png_bytes, settle, svg_file
from kiemen.plots.titles import head_of, untitled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.report.content import Content, Drawing


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing that has been drawn: its figure, its SVG file, the finding it shows, and its PNG file once made.

    The `note` is the smaller line beneath the title, `head` the height of both as a part of the width, and `across`
    what runs from left to right: on a phone the page writes them itself. There it shows `narrow`, the same
    picture drawn for that width; where there is none, a wide figure is scrolled.
    """

    figure: Any
    svg: bytes
    label: str
    note: str = ""
    head: float = 0.0
    across: str = ""
    narrow: bytes = b""
    png: bytes = b""

    def in_full(self) -> Picture:
        """Give the picture with its pixels as well, which a page does not need."""
        if self.png:
            return self
        with by_the_page():
            return replace(self, png=png_bytes(self.figure, svg=self.svg))


def drawings_of(content: Content) -> list[Drawing]:
    """Give every drawing of a report, in its order."""
    return [drawing for section in content.sections for drawing in section.figures]


def pictures_of(content: Content, drawn: Mapping[str, Picture] | None = None) -> dict[Drawing, Picture]:
    """Give every picture of a report: those that were drawn before, by key, and the others drawn now."""
    known = drawn or {}
    return {one: known[one.key] if one.key in known else picture_of(one) for one in drawings_of(content)}


def picture_of(drawing: Drawing) -> Picture:
    """Draw one picture."""
    with by_the_page():
        figure = own_figure(drawing.size)
        drawing.draw(figure.add_subplot())
        head = head_of(settle(figure), drawing.key)
        svg = svg_file(figure, salt=drawing.key)
        slim = _narrow(drawing) if drawing.narrow else b""
        return Picture(figure, svg, head.title or drawing.caption, head.note, head.height, head.across, slim)


def _narrow(drawing: Drawing) -> bytes:
    """Draw a picture as wide as a phone, where the words in a wide one could not be read."""
    figure = own_figure(drawing.narrow or drawing.size)
    drawing.draw(figure.add_subplot())
    untitled(figure)
    return svg_file(settle(figure), salt=f"{drawing.key}-narrow")


def figure_files(pictures: Mapping[Drawing, Picture]) -> dict[str, bytes]:
    """Give each picture as PNG and SVG by file name."""
    made = {}
    for name, picture in zip(unique_slugs([one.key for one in pictures]), pictures.values(), strict=True):
        made[f"{name}.png"] = picture.in_full().png
        made[f"{name}.svg"] = picture.svg
    return made
