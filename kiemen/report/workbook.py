"""Excel and CSV from content: every table that the page shows, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kiemen._files import csv_bytes, excel_bytes, unique_slugs
from kiemen.i18n import text

if TYPE_CHECKING:
    from kiemen.report.content import Content, Sheet


def sheets_of(content: Content) -> list[Sheet]:
    """Give the tables of all sections that hold anything."""
    return [sheet for section in content.sections for sheet in section.tables if len(sheet.frame)]


def story_table(content: Content) -> pd.DataFrame:
    """Give the sentences of the report, section by section, as the first sheet."""
    rows = []
    for section in content.sections:
        rows += [(section.short, line) for line in section.lead]
        rows += [(section.short, f"{label}: {value}") for value, label in section.numbers]
        rows += [(section.short, " ".join((action.text, *action.why))) for action in section.actions]
        rows += [(section.short, f"! {line}") for line in section.cautions]
        rows += [(section.short, f"{label}: {value}") for label, value in section.facts]
    return pd.DataFrame(rows, columns=[text("Part", content.language), text("What it says", content.language)])


def workbook_bytes(content: Content) -> bytes:
    """Give the report as an Excel workbook: the story first, then one sheet per table."""
    story = text("The story", content.language)
    tables = {story: story_table(content)}
    for sheet in sheets_of(content):
        tables[sheet.title if sheet.title not in tables else f"{sheet.title} ({sheet.key})"] = sheet.frame
    return excel_bytes(tables, notes={story: [content.title, content.subtitle]})


def csv_files(content: Content) -> dict[str, bytes]:
    """Give the report as CSV files by name."""
    sheets = sheets_of(content)
    names = unique_slugs(["story", *(sheet.key for sheet in sheets)])
    frames = [story_table(content), *(sheet.frame for sheet in sheets)]
    return {
        f"{name}.csv": csv_bytes(frame, language=content.language, index=False)
        for name, frame in zip(names, frames, strict=True)
    }
