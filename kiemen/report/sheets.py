"""Sheets of a workbook as they are read: row by row, with the words in their cells.

Most programs write a word once, somewhere in the workbook, and in a cell only which one it is: by themselves those
words do not tell whose given name stands beside which surname.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHARED, SHEET = re.compile(r"(?i)(?:^|/)sharedstrings\.xml$"), re.compile(r"(?i)/worksheets/[^/]+\.xml$")
# What holds the words of a row, with what stands right behind it; a prefix may stand before each.
PIECE = re.compile(r"<(?:\w+:)?(row|c|v|t|si)(?=[\s/>])([^<>]*)>([^<]*)")
POINTS = re.compile(r"\bt\s*=\s*[\"']s[\"']")
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# What is longer is no part of a name, and is read where it stands; repeated in each cell it could fill the memory.
LONGEST_CELL = 60


def sheets_of(members: Mapping[str, str]) -> dict[str, str]:
    r"""Give the sheets among the members of an archive, with a line for each row and a tab between cells.

    Examples
    --------
    >>> sheet = '<row r="1"><c t="s"><v>1</v></c><c t="inlineStr"><is><t>de</t></is></c><c t="s"><v>0</v></c></row>'
    >>> words = "<sst><si><t>Wit</t></si><si><r><t>An</t></r><r><t>na</t></r></si></sst>"
    >>> sheets_of({"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": words})
    {'xl/worksheets/sheet1.xml': 'Anna\tde\tWit'}
    """
    shared = [words for name, text in members.items() if SHARED.search(name) for words in _shared(text)]
    return {name: _rows(text, shared) for name, text in members.items() if SHEET.search(name)}


def is_of_sheets(member: str) -> bool:
    """Say whether a member of an archive is a sheet, or holds the words that cells point at."""
    return bool(SHARED.search(member) or SHEET.search(member))


def _shared(text: str) -> list[str]:
    """Give the words that cells point at, in the order in which they are counted."""
    found: list[str] = []
    for kind, _, words in _pieces(text):
        if kind == "si":
            found.append("")
        elif kind == "t" and found:
            found[-1] += words
    return found


def _rows(text: str, shared: list[str]) -> str:
    rows: list[list[str]] = []
    points = False
    for kind, attributes, words in _pieces(text):
        if kind == "row":
            rows.append([])
        elif kind == "c" and rows:
            rows[-1].append("")
            points = POINTS.search(attributes) is not None
        elif words and rows and rows[-1]:
            at = int(words) if points and words.strip().isdecimal() else len(shared)
            said = shared[at] if at < len(shared) else words
            rows[-1][-1] += said if len(said) <= LONGEST_CELL else ""
    return "\n".join(map("\t".join, rows))


def _pieces(text: str) -> Iterator[tuple[str | Any, ...]]:
    plain = CDATA.sub("", text) if "<![CDATA[" in text else text
    return (found.groups() for found in PIECE.finditer(plain))
