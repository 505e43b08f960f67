"""Cells as SharePoint lists export them: "12;#An de Vries" for a person, "12;#An;#14;#Bram" for several."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kiemen.i18n import mark
from kiemen.read.headers import folded
from kiemen.read.rawtable import Note

if TYPE_CHECKING:
    import pandas as pd

    from kiemen.read.rawtable import RawTable

LOOKUPS = mark("numbers of a SharePoint list were left out; several values in a cell are parted by semicolons")
SIGN = ";#"
_LOOKUP = re.compile(r"-?\d+;#[^#]*(?:;#-?\d+;#[^#]*)*(?:;#)?")
_CHOICES = re.compile(r";#.*;#")
# A list that was exported has both: what each item is, and where it stands.
_ITEM, _PATH = ("item type", "itemtype", "objecttype", "type item"), ("path", "pad")
_TITLE = ("title", "titel", "naam project", "linktitle")


def without_lookups(table: RawTable) -> RawTable:
    """Give a table in which the lookups and choices of a SharePoint list are written as people read them."""
    changed, notes = {}, []
    for column in table.frame.columns:
        cells = table.frame[column]
        held = cells.str.contains(SIGN, regex=False)
        if not held.any():
            continue
        made = cells[held].map(_plain)
        told = made != cells[held]
        if told.any():
            changed[column] = cells.mask(held, made)
            # Without the cells: somebody in them may object.
            notes.append(Note(0, "changed", LOOKUPS, column=str(column)))
    if not changed:
        return table
    return replace(table, frame=table.frame.assign(**changed).astype("str"), notes=(*table.notes, *notes))


def _plain(cell: str) -> str:
    text = cell.strip()
    if _LOOKUP.fullmatch(text):
        return ";".join(part.strip() for part in text.split(SIGN)[1::2] if part.strip())
    if _CHOICES.fullmatch(text):
        return ";".join(part.strip() for part in text.split(SIGN) if part.strip())
    return cell


def list_title(frame: pd.DataFrame) -> str | None:
    """Give the column with the title of each item when the table is an exported SharePoint list."""
    headers = {folded(str(column)): str(column) for column in reversed(frame.columns)}
    if not (any(word in headers for word in _ITEM) and any(word in headers for word in _PATH)):
        return None
    return next((headers[word] for word in _TITLE if word in headers), None)
