"""The pictures of a report as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen._files import unique_slugs
from kiemen.plots.style import own_figure, png_bytes, svg_file

if TYPE_CHECKING:
    from kiemen.report.content import Content


def figure_files(content: Content) -> dict[str, bytes]:
    """Give each picture as PNG and SVG by file name."""
    drawings = [drawing for section in content.sections for drawing in section.figures]
    made = {}
    for name, drawing in zip(unique_slugs([one.key for one in drawings]), drawings, strict=True):
        figure = own_figure(drawing.size)
        drawing.draw(figure.add_subplot())
        made[f"{name}.png"] = png_bytes(figure)
        made[f"{name}.svg"] = svg_file(figure, salt=drawing.key)
    return made
