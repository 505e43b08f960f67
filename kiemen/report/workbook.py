"""Excel and CSV from content: every table that the page shows, in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._files import csv_bytes, excel_bytes, unique_slugs
from kiemen.i18n import text
from kiemen.report.sections import result_section
from kiemen.report.words import column_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemen.report.content import Content, Sheet
    from kiemen.report.findings import Findings


def sheets_of(content: Content) -> list[Sheet]:
    """Give the tables of all sections that hold anything."""
    return [sheet for section in content.sections for sheet in section.tables if len(sheet.frame)]


def story_table(content: Content) -> pd.DataFrame:
    """Give the sentences of the report, section by section, as the first sheet."""
    rows = []
    for section in content.sections:
        rows += [(section.short, line) for line in section.lead]
        rows += [(section.short, f"{label}: {value}") for value, label in section.numbers]
        rows += [(section.short, section.before_actions)] if section.before_actions else []
        rows += [(section.short, " ".join((action.text, *action.why))) for action in section.actions]
        rows += [(section.short, f"! {line}") for line in section.cautions]
        rows += [(section.short, f"{label}: {value}") for label, value in section.facts]
    return pd.DataFrame(rows, columns=[text("Part", content.language), text("What it says", content.language)])


def workbook_bytes(content: Content) -> bytes:
    """Give the report as an Excel workbook: the story first, then one sheet per table."""
    story = text("The story", content.language)
    tables = {story: story_table(content)}
    notes = {story: [content.title, content.subtitle]}
    return _filled(sheets_of(content), tables, notes)


def tables_bytes(findings: Findings, parts: Iterable[str]) -> bytes:
    """Give the whole tables of results as a workbook for the analyst: worded, with names, and with the ids last."""
    sheets = [sheet for part in parts for sheet in result_section(findings, part).tables]
    for n, sheet in enumerate(sheets):
        table = findings.results[sheet.key].table
        table = table.reset_index() if table.index.name == "person" and "person" not in table.columns else table
        ids = {
            f"{text('Id', findings.language)}: {column_name(column, findings.language)}": list(table[column])
            for column in ("person", "other")
            if column in table.columns and "person" in table.columns  # walls have groups on both sides
        }
        sheets[n] = replace(sheet, title=sheet.title.lower(), frame=sheet.frame.assign(**ids))
    return _filled(sheets, {}, {})


def _filled(sheets: Iterable[Sheet], tables: dict[str, pd.DataFrame], notes: dict[str, list[str]]) -> bytes:
    percent: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        name = sheet.title if sheet.title not in tables else f"{sheet.title} ({sheet.key})"
        tables[name], percent[name] = sheet.frame, sheet.percent
        if sheet.note:
            notes[name] = [sheet.note]
    return excel_bytes(tables, notes=notes, percent=percent)


def csv_files(content: Content) -> dict[str, bytes]:
    """Give the report as CSV files by name."""
    sheets = sheets_of(content)
    names = unique_slugs(["story", *(sheet.key for sheet in sheets)])
    frames = [story_table(content), *(sheet.frame for sheet in sheets)]
    return {
        f"{name}.csv": csv_bytes(frame, language=content.language, index=False)
        for name, frame in zip(names, frames, strict=True)
    }
