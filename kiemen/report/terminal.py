"""A section of the report as plain text for a terminal: the finding, a table that fits, reasons, what limits it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark, text, worded
from kiemen.plots.style import short
from kiemen.report.cells import says_something, way_of, written_cell
from kiemen.report.personal import MERGE_FILE, people_without_address
from kiemen.report.refusals import worded_refusal
from kiemen.report.sections import TITLES
from kiemen.report.words import column_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiemen.report.audit import Audit
    from kiemen.report.content import Section, Sheet

WIDTH = 100
CELL = 34
# What an audit found: initials with who that may be.
FOUND = 50
REASONS = 5
REFUSED = 20
EVERYBODY = mark("{n:# page|# pages}, one for everybody with a suggestion.")
SOME_PAGES = mark(
    "{n:# page|# pages}, of {all} people with a suggestion. Who did not take part, or would meet only people who may "
    "not be named, has none."
)
NO_ADDRESS = mark("{n:# person has|# people have} something in it that is no e-mail address: mend it before you send.")


def section_text(section: Section, *, rows: int, language: str) -> str:
    """Give a section in plain text, at most so many rows of each table and reasons for the first five.

    Examples
    --------
    >>> from kiemen.report.content import Section
    >>> print(section_text(Section(key="x", short="X", title="What is seen", lead=("Much.",)), rows=3, language="en"))
    X
    =
    What is seen
    <BLANKLINE>
    Much.
    """
    parts = [f"{section.short}\n{'=' * len(section.short)}\n{section.title}"]
    parts += [_wrapped(words) for words in section.lead]
    for sheet in section.tables:
        if len(sheet.frame):
            parts += _table(sheet, rows, language)
    parts += [_wrapped(words, "! ") for words in section.cautions]
    return "\n\n".join(parts)


def left_out(missing: Mapping[str, str], language: str | None = None) -> list[str]:
    """Say which parts of the analysis are not there, and why; parts with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for part, reason in missing.items():
        if reason != "not in this version":
            short_name = text(TITLES[part][0], language).lower() if part in TITLES else part
            by_reason.setdefault(reason, []).append(short_name)
    return [
        text("Left out: {part}: {reason}", language, part=", ".join(parts), reason=worded_refusal(reason, language))
        for reason, parts in by_reason.items()
    ]


def pages_text(pages: int, people: int, language: str | None = None) -> str:
    """Say how many of the people with a suggestion have a page, and why the others have none."""
    if pages == people:
        return text(EVERYBODY, language, n=pages)
    return _wrapped(text(SOME_PAGES, language, n=pages, all=people))


def merge_text(pages: Path, language: str | None = None) -> str:
    """Say whose the mail-merge list among these pages is, and how many in it cannot be sent theirs."""
    said = text("mailmerge.csv in it is yours, to send the pages by: it goes to nobody else.", language)
    if odd := people_without_address(pages / MERGE_FILE, language):
        said += " " + text(NO_ADDRESS, language, n=odd)
    return _wrapped(said)


def audit_text(audit: Audit, name: str, *, language: str) -> str:
    """Give what a file discloses: the finding, how often of each kind, and what may not be seen with its place."""
    table = audit.table
    lines = [f"{name}: {audit.headline[0].say(language)}"]
    counts = table["kind"].value_counts(sort=False)
    lines += [f"  {worded(str(kind), language)}: {n}" for kind, n in counts.items()]
    refused = table[~table["allowed"].astype(bool)]
    lines += [
        f"  ! {worded(str(kind), language)}: {short(worded(str(what), language), FOUND)} ({short(where, CELL)})"
        for kind, what, where in refused[["kind", "what", "where"]].head(REFUSED).itertuples(index=False, name=None)
    ]
    if len(refused) > REFUSED:
        lines.append("  " + text("… and {n} more", language, n=len(refused) - REFUSED))
    lines += [f"  {fact.say(language)}" for fact in audit.cautions]
    return "\n".join(lines)


def _table(sheet: Sheet, rows: int, language: str) -> list[str]:
    why, who = column_name("reason", language), column_name("people", language)
    period = column_name("period", language)
    if period in sheet.frame.columns and len(sheet.frame) > rows:
        # Of a course in time the end matters most: rows in even steps, the last one included.
        chosen = np.unique(np.linspace(0, len(sheet.frame) - 1, rows).round().astype(int))
    else:
        chosen = np.arange(min(rows, sheet.shown if sheet.most is None else sheet.most, len(sheet.frame)))
    names = [name for name in (sheet.columns or sheet.frame.columns) if name in sheet.frame.columns and name != why]
    names = [name for n, name in enumerate(names) if n == 0 or says_something(sheet.frame[name])]
    # Who are to meet is told beneath the table: cut to fit a cell, nobody would know whom to invite.
    lists = who in names and not pd.api.types.is_numeric_dtype(sheet.frame[who])
    if lists:
        names.remove(who)
    shown = sheet.frame.iloc[chosen][names]
    # As on the page, in whose rows the decimals of a column are settled.
    ways = {name: way_of(sheet, sheet.frame[name].head(sheet.shown)) for name in names}
    cells = {
        name: [short(written_cell(value, ways[name], language)["text"], CELL) for value in shown[name]]
        for name in names
    }
    parts = [pd.DataFrame(cells, index=pd.RangeIndex(1, len(shown) + 1)).to_string()]
    reasons = sheet.brief.get(why, tuple(sheet.frame[why]) if why in sheet.frame.columns else ())
    if len(chosen) < min(rows, len(sheet.frame)):
        more = text("The first {n} of {all:,}; --out writes them all.", language, n=len(chosen), all=len(sheet.frame))
        parts.append(_wrapped(more))
    said = []
    for n, row in enumerate(chosen, 1):
        told = [str(sheet.frame[who].iloc[row])] if lists else []
        told += [str(reasons[row])] if n <= REASONS and row < len(reasons) else []
        said += [_wrapped(words, f"{n}. " if not at else " " * len(f"{n}. ")) for at, words in enumerate(told)]
    return [*parts, "\n".join(said)] if lists or any(reasons) else parts


def _wrapped(words: str, mark: str = "") -> str:
    return textwrap.fill(words, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
