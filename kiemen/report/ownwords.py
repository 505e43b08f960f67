"""The words that files made here hold whoever is in them: of markup, style and the sentences of both languages.

Somebody who is called only "May" or "Max" cannot be told from these words, and must not stop every report.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from importlib.resources import files

from kiemen.i18n import LOCALE_FOLDER

WORD = re.compile(r"[^\W\d_]+")
ATTRIBUTE = re.compile(r'[\w:]+="[^"<>]*"')
# Where a packed catalogue says where its two tables of texts begin.
CATALOGUE_TABLES = 12


@cache
def own_words() -> frozenset[str]:
    """Give every word of the templates, of the texts, and of a workbook and a picture without anything in them."""
    return frozenset(word.casefold() for word in written_words())


@cache
def written_words() -> frozenset[str]:
    """Give the same words with their capitals, such as those with which a sentence or a heading begins."""
    found: set[str] = set()
    for template in (files("kiemen.report") / "templates").iterdir():
        found |= _words(template.read_text(encoding="utf-8"))
    for catalogue in sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/*.mo")):
        for text in _texts(catalogue.read_bytes()):
            found |= _words(text)
            found |= {word.capitalize() for word in WORD.findall(text)[:1]}
    return frozenset(found | _workbook_words() | _picture_words())


def _texts(catalogue: bytes) -> list[str]:
    """Give the texts of a packed catalogue, English and translated; the numbers before them may look like words."""
    english, translated = struct.unpack_from("<2I", catalogue, CATALOGUE_TABLES)
    begins = min(struct.unpack_from("<2I", catalogue, table)[1] for table in (english, translated))
    return catalogue[begins:].decode("utf-8").split("\0")


def _words(text: str) -> set[str]:
    return set(WORD.findall(text))


@cache
def workbook_attributes() -> frozenset[str]:
    """Give what stands in the tags of every workbook made here, such as the numbers of its colours."""
    return frozenset(found for _, words in _blank_workbook() for found in ATTRIBUTE.findall(words))


def _workbook_words() -> set[str]:
    return {word for part in _blank_workbook() for words in part for word in _words(words)}


@cache
def _blank_workbook() -> tuple[tuple[str, str], ...]:
    """Give the parts of a workbook with nothing in it: name and text."""
    import io
    import zipfile

    import pandas as pd

    from kiemen._files import excel_bytes

    with zipfile.ZipFile(io.BytesIO(excel_bytes({"": pd.DataFrame({"": [""]})}))) as archive:
        return tuple((member, archive.read(member).decode("utf-8")) for member in archive.namelist())


def _picture_words() -> set[str]:
    from kiemen.plots.style import own_figure, settle, svg_file

    figure = own_figure()
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], marker="o", label="")
    axes.scatter([0], [1])
    axes.imshow([[0.0]])
    axes.set_title(" ")
    return _words(svg_file(settle(figure), salt="").decode("utf-8"))
