"""The pictures of a report: drawn once, for the page and as files."""

from __future__ import annotations

import contextlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemen._files import unique_slugs
from kiemen.plots.style import own_figure, png_bytes, settle, svg_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiemen.report.content import Content, Drawing


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing that has been drawn: its figure, its SVG file, and the finding it shows."""

    figure: Any
    svg: bytes
    label: str


def pictures_of(content: Content) -> dict[Drawing, Picture]:
    """Draw every picture of a report."""
    with _any_name():
        return _drawn(content)


@contextlib.contextmanager
def _any_name() -> Iterator[None]:
    """Let a name hold signs that the font lacks: a page shows them with the fonts of its reader."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


def _drawn(content: Content) -> dict[Drawing, Picture]:
    return {drawing: _picture(drawing) for section in content.sections for drawing in section.figures}


def _picture(drawing: Drawing) -> Picture:
    figure = own_figure(drawing.size)
    drawing.draw(figure.add_subplot())
    label = " ".join(axes.get_title(loc="left") for axes in figure.axes).replace("\n", " ").strip()
    return Picture(figure, svg_file(settle(figure), salt=drawing.key), label or drawing.caption)


def figure_files(pictures: Mapping[Drawing, Picture]) -> dict[str, bytes]:
    """Give each picture as PNG and SVG by file name."""
    made = {}
    with _any_name():
        for name, picture in zip(unique_slugs([one.key for one in pictures]), pictures.values(), strict=True):
            made[f"{name}.png"] = png_bytes(picture.figure)
            made[f"{name}.svg"] = picture.svg
    return made
