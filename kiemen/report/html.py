"""From content to one self-contained HTML page: escaped, without requests, the same for the same content."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kiemen._display import show_value
from kiemen._files import plain_value
from kiemen.i18n import number, text
from kiemen.plots.style import own_figure, svg_text
from kiemen.report.view import ADOPTER, BRIDGE, OUTSIDE, STARTER
from kiemen.report.words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jinja2
    import pandas as pd

    from kiemen.report.content import Content, Drawing, Section, Sheet


@cache
def template_text(name: str) -> str:
    """Give a file from the templates folder."""
    return (files("kiemen.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def environment() -> jinja2.Environment:
    """Give the template engine: everything is escaped, and a name that is not filled in is an error."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def script_hashes(scripts: Iterable[str]) -> str:
    """Give what the content-security policy needs to let exactly these scripts run."""
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def html_page(content: Content) -> str:
    """Give the report as one page.

    Notes
    -----
    Names reach the page in three ways only: through the escaping template, inside SVG text that matplotlib escapes,
    and in a JSON island whose ``<``, ``>``, ``&`` and ``'`` are written as escapes and which is read as text.
    """
    from markupsafe import Markup

    scripts = [template_text("page.js"), *([template_text("viewer.js")] if content.view else [])]
    language = content.language
    return (
        environment()
        .get_template("report.html")
        .render(
            lang=language,
            title=content.title,
            subtitle=content.subtitle,
            sections=[_section(section, language) for section in content.sections],
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
    if content.view and content.view["suggestions"]:
        dash = '<path d="M0 7h24" stroke="var(--suggestion)" stroke-width="3" stroke-dasharray="6 4"/>'
        signs.append((Markup(dash), text("suggested tie", language)))  # noqa: S704 a constant
    return signs


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        **{name: getattr(section, name) for name in section.__dataclass_fields__},
        "figures": [_figure(drawing) for drawing in section.figures],
        "tables": [_table(sheet, language) for sheet in section.tables if len(sheet.frame)],
    }


def _figure(drawing: Drawing) -> dict[str, Any]:
    from markupsafe import Markup

    figure = own_figure(drawing.size)
    drawing.draw(figure.add_subplot())
    label = " ".join(axes.get_title(loc="left") for axes in figure.axes).replace("\n", " ").strip()
    svg = svg_text(figure, salt=drawing.key, label=label or drawing.caption)
    return {"svg": Markup(svg), "caption": drawing.caption, "on_screen": drawing.on_screen}  # noqa: S704 matplotlib escapes the text in it


def _table(sheet: Sheet, language: str) -> dict[str, Any]:
    frame = sheet.frame.head(sheet.shown)
    frame = frame.assign(**{name: list(cells[: len(frame)]) for name, cells in sheet.brief.items()})
    if sheet.columns:
        frame = frame[[name for name in sheet.columns if name in frame.columns]]
    numeric = [is_number_column(frame.iloc[:, n]) for n in range(frame.shape[1])]
    rows = [
        [
            _cell(value, "%" if name in sheet.percent else "n" if is_number else "", language)
            for value, name, is_number in zip(row, frame.columns, numeric, strict=True)
        ]
        for row in frame.itertuples(index=False, name=None)
    ]
    left = len(sheet.frame) - len(frame)
    note = sheet.note
    if left > 0:
        more = text(
            "The first {n} of {all:,}; the workbook has them all.", language, n=len(frame), all=len(sheet.frame)
        )
        note = f"{note} {more}".strip()
    return {
        "title": sheet.title,
        "columns": [
            {"label": str(name), "number": number} for name, number in zip(frame.columns, numeric, strict=True)
        ],
        "rows": rows,
        "note": note,
        "folded": sheet.folded,
        "all_words": text("Show all {n} rows", language, n=len(frame)),
    }


def is_number_column(column: pd.Series) -> bool:
    """Say whether a column is set flush right and sorted by size."""
    return column.dtype.kind in "iuf"


def _cell(value: Any, kind: str, language: str) -> dict[str, Any]:
    """Give a cell as text ("" kind), a number ("n") or a share ("%"), with the value that it is sorted by."""
    shown = show_value(value, language)
    if not kind:
        if isinstance(value, (list, tuple)):
            shown = ", ".join(map(str, value))
        return {"text": shown if plain_value(value) is not None else "–", "number": False}
    known = plain_value(value) is not None
    if known and kind == "%":
        shown = f"{number(100 * float(value), 0, language)}%"
    return {"text": shown, "number": True, "value": repr(float(value)) if known else ""}
