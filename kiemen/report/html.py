"""From content to one self-contained HTML page: escaped, without requests, the same for the same content."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kiemen.i18n import text
from kiemen.plots.style import SMALL_SIZE, svg_element
from kiemen.report.cells import is_number_column, says_something, way_of, written_cell
from kiemen.report.view import ADOPTER, BRIDGE, OUTSIDE, STARTER
from kiemen.report.words import page_words

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Longer text in a table stands beneath its row.
LONGEST_CELL_BESIDE = 100
# Where many columns share the width, sooner.
MANY_COLUMNS, LONGEST_OF_MANY = 6, 60
# Longer tables show twelve rows and a button. Paper has no button: it gets a fixed number and says where the rest is.
MOST_STACKED, MOST_PLAIN = 15, 20
ROWS_ON_PAPER = {"stacked": 12, "plain": 25, "folded": 12}

# Pixels that the smallest type of a figure is high where it is scrolled on a phone.
READABLE = 9.1
TYPE = re.compile(rb"font-size: ([\d.]+)px")

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jinja2

    from kiemen.report.content import Content, Drawing, Section, Sheet
    from kiemen.report.figures import Picture


@cache
def template_text(name: str) -> str:
    """Give a file from the templates folder."""
    return (files("kiemen.report") / "templates" / name).read_text(encoding="utf-8")


def straight(value: Any) -> Any:
    """Give text without the signs that turn the direction of what follows: a name must not turn its sentence."""
    return TURNING.sub("", value) if type(value) is str else value


@cache
def environment() -> jinja2.Environment:
    """Give the template engine: everything is escaped, and a name that is not filled in is an error."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def script_hashes(scripts: Iterable[str]) -> str:
    """Give what the content-security policy needs to let exactly these scripts run."""
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def html_page(content: Content, pictures: Mapping[Drawing, Picture]) -> str:
    """Give the report as one page, with its pictures as they were drawn.

    Notes
    -----
    Names reach the page in three ways only: through the escaping template, inside SVG text that matplotlib escapes,
    and in a JSON island whose ``<``, ``>``, ``&`` and ``'`` are written as escapes and which is read as text.
    """
    from markupsafe import Markup

    names = ("page.js", "map.js", "names.js", "viewer.js") if content.view else ("page.js",)
    scripts = [template_text(name) for name in names]
    language = content.language
    return (
        environment()
        .get_template("report.html")
        .render(
            lang=language,
            title=content.title,
            subtitle=content.subtitle,
            sections=[_section(section, language, pictures) for section in content.sections],
            view=dict(content.view) if content.view else None,
            w=page_words(language),
            roles=_roles(content, language),
            legend=_legend(content, language),
            footer=text(
                "Made with kiemen. Scores are aids for people who want to help each other, not for judging anybody.",
                language,
            ),
            style=Markup(template_text("style.css")),  # noqa: S704 our own file
            scripts=[Markup(script) for script in scripts],  # noqa: S704 our own files
            hashes=Markup(script_hashes(scripts)),  # noqa: S704 base 64
        )
    )


def _roles(content: Content, language: str) -> list[tuple[int, str]]:
    words = {
        ADOPTER: text("early adopter", language),
        BRIDGE: text("bridge", language),
        STARTER: text("starter", language),
        OUTSIDE: text("contact outside", language),
    }
    found = 0
    for flag in content.view["flags"] if content.view else ():
        found |= flag
    return [(bit, word) for bit, word in words.items() if found & bit]


def _legend(content: Content, language: str) -> list[tuple[Any, str]]:
    from markupsafe import Markup

    shapes = {
        ADOPTER: '<circle cx="12" cy="7" r="6" fill="var(--kiem)"/>',
        BRIDGE: '<circle cx="12" cy="7" r="5.5" fill="none" stroke="var(--bridge)" stroke-width="2"/>',
        STARTER: '<circle cx="12" cy="7" r="4" fill="var(--ink)"/>',
        OUTSIDE: '<path d="M12 0l7 7-7 7-7-7z" fill="var(--contact)"/>',
    }
    signs = [(Markup(shapes[bit]), word) for bit, word in _roles(content, language)]  # noqa: S704 the shapes above
    if content.view and len(content.view["groups"]) > len(content.view["palette"]):
        square = '<path d="M7 2h10v10H7z" fill="var(--quiet)"/>'
        words = text("other shapes: groups after the tenth", language)
        signs.append((Markup(square), words))  # noqa: S704 a constant
    if content.view and content.view["suggestions"]:
        dash = '<path d="M0 7h24" stroke="var(--suggestion)" stroke-width="3" stroke-dasharray="6 4"/>'
        signs.append((Markup(dash), text("suggested tie", language)))  # noqa: S704 a constant
    return signs


def _section(section: Section, language: str, pictures: Mapping[Drawing, Picture]) -> dict[str, Any]:
    return {
        **{name: getattr(section, name) for name in section.__dataclass_fields__},
        "figures": [_figure(drawing, pictures[drawing]) for drawing in section.figures],
        "tables": [_table(sheet, language) for sheet in section.tables if len(sheet.frame)],
    }


def _figure(drawing: Drawing, picture: Picture) -> dict[str, Any]:
    from markupsafe import Markup

    svg, narrow = (
        TURNING.sub("", svg_element(drawn, label=picture.label)) if drawn else ""
        for drawn in (picture.svg, picture.narrow)
    )
    return {
        "svg": Markup(svg),  # noqa: S704 matplotlib escapes the text in it
        "narrow": Markup(narrow),  # noqa: S704 as above
        "wide": _readable_width(drawing, picture),
        "label": picture.label,
        "note": picture.note,
        "head": f"{picture.head:.3f}",
        "across": picture.across,
        "caption": drawing.caption,
        "on_screen": drawing.on_screen,
    }


def _readable_width(drawing: Drawing, picture: Picture) -> int:
    """Give the pixels from side to side at which the smallest type of a figure can be read."""
    smallest = min(map(float, TYPE.findall(picture.svg)), default=SMALL_SIZE)
    return round(drawing.size[0] * 72 * READABLE / smallest)


def _table(sheet: Sheet, language: str) -> dict[str, Any]:
    frame = sheet.frame.head(sheet.shown)
    frame = frame.assign(**{name: list(cells[: len(frame)]) for name, cells in sheet.brief.items()})
    if sheet.columns:
        frame = frame[[name for name in sheet.columns if name in frame.columns]]
    frame = frame.loc[:, [n == 0 or says_something(frame.iloc[:, n]) for n in range(frame.shape[1])]]
    numeric = [is_number_column(frame.iloc[:, n]) for n in range(frame.shape[1])]
    ways = [way_of(sheet, frame.iloc[:, n]) for n in range(frame.shape[1])]
    cells = [
        [written_cell(value, way, language) for value, way in zip(row, ways, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    # Long words get the width of the page beneath their row, instead of a narrow column beside it.
    longest = LONGEST_OF_MANY if frame.shape[1] > MANY_COLUMNS else LONGEST_CELL_BESIDE
    under = {n for n in range(1, frame.shape[1]) if any(len(row[n]["text"]) > longest for row in cells)}
    labels = [str(name) for name in frame.columns]
    on_paper = ROWS_ON_PAPER["stacked" if under else "folded" if sheet.folded else "plain"]
    return {
        "title": sheet.title,
        "columns": [{"label": label, "number": numeric[n]} for n, label in enumerate(labels) if n not in under],
        "rows": [_row(row, labels, under) for row in cells],
        "below": bool(under),
        "cut": len(cells) > (MOST_STACKED if under else MOST_PLAIN),
        "note": _left_out(sheet, len(frame), language),
        "on_paper": on_paper,
        "paper_note": _left_out(sheet, min(on_paper, len(frame)), language),
        "folded": sheet.folded,
        "all_words": text("Show all {n} rows", language, n=len(frame)),
    }


def _row(cells: list[dict[str, Any]], labels: list[str], under: set[int]) -> dict[str, Any]:
    """Give what stands in the row and what stands beneath it, with its label."""
    return {
        "cells": [cell for n, cell in enumerate(cells) if n not in under],
        "below": [(labels[n], cell) for n, cell in enumerate(cells) if n in under and cell["text"]],
    }


def _left_out(sheet: Sheet, shown: int, language: str) -> str:
    """Give what stands beneath a table: what columns mean, the note, and where the rest is if rows are left out."""
    said = " ".join(words for words in (sheet.legend, sheet.note) if words)
    if shown >= len(sheet.frame):
        return said
    more = text("The first {n} of {all:,}; the workbook has them all.", language, n=shown, all=len(sheet.frame))
    return f"{said} {more}".strip()
