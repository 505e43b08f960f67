"""How objects show themselves: small escaped HTML for notebooks and plain text for the terminal."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._columns import shown_names, shown_words
from kiemen.i18n import number, resolve_language, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STYLE = (
    "font:14px/1.45 system-ui,sans-serif;border:1px solid #8884;border-radius:8px;padding:12px 16px;max-width:72em;"
    "margin:4px 0"
)
CELL = "padding:2px 12px 2px 0;text-align:{align};vertical-align:top"
# What is short stays on one line, what is long gets room to be read, sentences stand beneath their row. A table that is
# too wide is scrolled.
SHORT, SENTENCES = 42, 90


def show_value(value: Any, language: str | None = None) -> str:
    """Give one cell as a person reads it: three digits for fractions, a dash for what is not known."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return text("yes", language) if value else text("no", language)
    if isinstance(value, (pd.Timestamp, np.datetime64)):
        return pd.Timestamp(value).strftime("%Y-%m-%d")
    if isinstance(value, (int, np.integer)):
        return number(int(value), 0, language)
    if isinstance(value, (float, np.floating)) and np.isinf(value):
        return "∞" if value > 0 else "-∞"
    if isinstance(value, (float, np.floating)):
        whole = float(value).is_integer() and abs(float(value)) < 1e15
        return number(float(value), 0 if whole else _digits(float(value)), language)
    return str(value)


def _digits(value: float) -> int:
    size = abs(value)
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3


def html_table(frame: pd.DataFrame, language: str | None = None, words: Mapping[str, str] | None = None) -> str:
    """Give a frame as a small HTML table with every cell, header and index entry escaped.

    A header that reads otherwise than the name of its column says that name when it is pointed at.
    """
    frame = _flat(frame)
    names = ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)]
    heads = shown_names(frame, language, words)
    frame = shown_words(frame, language)
    numeric = [pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype) for dtype in frame.dtypes]
    aligns = ["right" if is_number else "left" for is_number in numeric]
    shown = resolve_language(language)
    said = [[show_value(cell, shown) for cell in cells] for _, *cells in frame.itertuples()]
    under = [any(len(cells[n]) > SENTENCES for cells in said) for n in range(len(aligns))]
    head = "".join(
        f'<th scope="col"{_hint(name, word)} style="{_style(word, align)}">{escape(word)}</th>'
        for name, word, align, below in zip(names, heads, ["left", *aligns], [False, *under], strict=True)
        if not below
    )
    rows = []
    for key, cells in zip(frame.index, said, strict=True):
        first = f'<th scope="row" style="{_style(str(key), "left")};font-weight:600">{escape(str(key))}</th>'
        rest = "".join(
            f'<td style="{_style(words, align)}">{escape(words)}</td>'
            for words, align, below in zip(cells, aligns, under, strict=True)
            if not below
        )
        beneath = [(heads[n + 1], words) for n, words in enumerate(cells) if under[n] and words not in {"", "–"}]
        rows += [f"<tr>{first}{rest}</tr>", _beneath(beneath, 1 + under.count(False))]
    return (
        f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _beneath(said: list[tuple[str, str]], span: int) -> str:
    """Give the sentences of a row as one more row, as wide as the table and no wider than can be read."""
    if not said:
        return ""
    lines = "".join(f"<div><b>{escape(head)}:</b> {escape(words)}</div>" for head, words in said)
    inner = f'<div style="max-width:56em;text-align:left">{lines}</div>'
    return f'<tr><td colspan="{span}" style="padding:0 12px 8px 0;text-align:left">{inner}</td></tr>'


def _style(words: str, align: str) -> str:
    wide = "white-space:nowrap" if len(words) <= SHORT else "min-width:20em"
    return f"{CELL.format(align=align)};{wide}"


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame with one label per row: those of several levels side by side."""
    if frame.index.nlevels == 1:
        return frame
    joined = [" · ".join(show_value(part) for part in key) for key in frame.index]
    names = " · ".join(str(name) for name in frame.index.names if name is not None)
    return frame.set_axis(pd.Index(joined, name=names or None))


def _hint(name: str, said: str) -> str:
    return "" if name == said else f' title="{escape(name)}"'


class Words(str):
    """Sentences that a notebook shows as sentences, without quotes and signs for new lines; anywhere else a text."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        lines = "".join(f'<div style="min-height:.7em">{escape(line)}</div>' for line in self.splitlines())
        return f'<div class="kiemen" style="max-width:60em;line-height:1.45;white-space:pre-wrap">{lines}</div>'


class Lines(Words):
    """Lines in which columns stand under each other, so a notebook shows them as they are in a terminal."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        style = "white-space:pre;overflow-x:auto;font-family:ui-monospace,Menlo,Consolas,monospace"
        return f'<pre class="kiemen" style="{style}">{escape(str(self))}</pre>'


def html_card(title: str, paragraphs: Iterable[str], tables: Iterable[str] = (), notes: Iterable[str] = ()) -> str:
    """Give a titled card of escaped paragraphs, ready-made tables and small escaped notes."""
    parts = [f'<div style="font-weight:700;font-size:1.1em">{escape(title)}</div>']
    parts += [f'<p style="margin:6px 0">{escape(paragraph)}</p>' for paragraph in paragraphs]
    parts += [f'<div style="margin:8px 0;overflow-x:auto">{table}</div>' for table in tables]
    parts += [f'<p style="margin:4px 0;opacity:.75;font-size:.9em">⚠ {escape(note)}</p>' for note in notes]
    return f'<div class="kiemen" style="{STYLE}">{"".join(parts)}</div>'


def text_table(frame: pd.DataFrame, language: str | None = None, words: Mapping[str, str] | None = None) -> str:
    """Give a frame as aligned plain text."""
    frame = _flat(frame)
    shown = shown_words(frame, language).map(lambda value: show_value(value, language))
    heads = shown_names(frame, language, words)
    shown.columns = pd.Index(heads[1:])
    shown.index.name = heads[0] or None
    return str(shown.to_string()) if len(frame) else text("(nothing)", language)
