"""Signs that a web system wrote as ``&eacute;`` or ``&amp;``: put back, also where the semicolon is the separator."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark
from kiemen.read.rawtable import Note

if TYPE_CHECKING:
    from kiemen.read.rawtable import RawTable

ENTITIES = mark("signs were written as in a web page (&amp;, &eacute;); they were put back")
# Letters, quotes and numbers only: "R&D;" and other words between the two signs are no entities.
ENTITY = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|shy|euro|hellip|[mn]dash|[lr][sd]quo|laquo|raquo|middot|bull|deg|sect|szlig|eth|ETH"
    r"|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron)|(?:ae|AE|oe|OE|ij|IJ)lig|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
)
# Stands for the semicolon of an entity while a text is parted at semicolons.
GUARD = "\ue03b"


def guarded(text: str) -> str:
    """Give a text in which the semicolons of entities part nothing."""
    if "&" not in text or GUARD in text:
        return text
    return ENTITY.sub(lambda found: found.group()[:-1] + GUARD, text)


def plain(cell: str) -> str:
    """Give a cell with the signs that its entities stand for.

    Examples
    --------
    >>> plain("Ren&eacute;e"), plain("Kunst &amp;amp; Co"), plain("R&D; An")
    ('Renée', 'Kunst & Co', 'R&D; An')
    """
    cell = cell.replace(GUARD, ";")
    for _ in range(2):
        # A text that went through two systems is written so twice.
        cell = ENTITY.sub(lambda found: html.unescape(found.group()), cell)
    return cell


def without_entities(table: RawTable) -> RawTable:
    """Give a table of a workbook, JSON, Parquet or frame with the signs put back; a text was seen to before."""
    frame = table.frame
    changed: dict[str, pd.Series] = {}
    for at, column in enumerate(frame.columns):
        cells = frame.iloc[:, at]
        if cells.str.contains("&", regex=False).any() and cells.str.contains(ENTITY, regex=True).any():
            changed[column] = cells.map(plain).astype("str")
    names = [plain(str(column)) for column in frame.columns]
    if not changed and names == [*map(str, frame.columns)]:
        return table
    renamed = frame.assign(**changed)
    if len({*names}) == len(names):
        renamed.columns = pd.Index(names)
    return replace(table, frame=renamed, notes=(*table.notes, Note(0, "changed", ENTITIES)))
