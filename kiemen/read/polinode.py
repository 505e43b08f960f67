"""Polinode exports: a workbook with a sheet of nodes and a sheet of edges, as a survey with a row per answer."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import FileFormatError
from kiemen.i18n import mark
from kiemen.read.headers import folded
from kiemen.read.headerwords import WORDS
from kiemen.read.numbers import read_numbers
from kiemen.read.rawtable import Note
from kiemen.read.roles import by_words
from kiemen.read.tables import file_path, read_table
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from kiemen.read.rawtable import RawTable

POLINODE = "polinode"
_NAME = ("name", "naam", "id", "node", "label", "email")
NOT_A_NODE = mark(
    "who reports this tie has no row in the sheet Nodes; read_ties reads such a workbook as a list of ties"
)
STRENGTHS = mark("strengths are not used in a survey; read_ties reads the sheet Edges with them")
NO_QUESTION = mark("no question is answered with this tie, so it was not used")
NOT_USED = mark("columns not used")
# Columns of the sheet Edges that every program writes.
_OWN = frozenset({"id", "label", "type", "directed", "timeset", "interval", "edge id", "edgeid"})
HEAD = 1 << 20
_STATUS = (
    "survey status", "response status", "status", "completed", "survey completed", "responded", "answered", "finished",
    "enquêtestatus", "ingevuld", "voltooid", "afgerond", "beantwoord",
)  # fmt: skip
_WORDS = {
    "answered": """
        completed | complete | finished | submitted | done | responded | answered | 100% | 100 | voltooid | afgerond |
        ingevuld | ingediend | beantwoord | klaar | compleet
    """,
    "partial": """
        in progress | started | partial | partially completed | incomplete | opened | bezig | begonnen | gestart |
        gedeeltelijk | deels | onvolledig
    """,
    "not answered": """
        not started | not completed | not finished | invited | sent | pending | no response | 0% | not responded |
        opted out | unsubscribed | declined | bounced | niet begonnen | niet gestart | uitgenodigd | verzonden |
        niet ingevuld | niet voltooid | niet afgerond | geen reactie | afgemeld
    """,
}
_SAID = {word.strip(): status for status, words in _WORDS.items() for word in words.split("|")}
NOT_TOLD = mark("not in the file: whoever has no ties may not have answered")
HALF = 0.5
_SOURCE, _TARGET = ("source", "van", "from"), ("target", "naar", "to")


def is_polinode(source: Any) -> bool:
    """Whether a source is a workbook with sheets called Nodes and Edges."""
    if not isinstance(source, (str, Path)):
        return False
    try:
        # A device or pipe has no end to look for.
        if not Path(source).is_file():
            return False
        with zipfile.ZipFile(source) as archive, archive.open("xl/workbook.xml") as file:
            listed = file.read(HEAD)
    except (OSError, ValueError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return False
    return b'name="Nodes"' in listed and b'name="Edges"' in listed


def told_status(frame: pd.DataFrame) -> tuple[str, pd.Series[str]] | None:
    """Give the column that says who answered, and per row a status, "" where the word is none that is known."""
    for word in _STATUS:
        column = by_words(frame, [word])
        if column is None:
            continue
        cells = frame[column].map(folded)
        flags = read_flags(cells)
        made = cells.map(_SAID).astype("str").where(cells.isin(_SAID), "")
        made = made.mask((made == "") & flags.yes, "answered").mask((made == "") & flags.no, "not answered")
        filled = cells != ""
        if filled.any() and (made != "")[filled].mean() > HALF:
            return column, made
    return None


def polinode_table(source: Any, name: str | None = None) -> tuple[RawTable, dict[str, list[str]]]:
    """Give one row per node, with the names in its edges as fields, and the fields per relation.

    Edges with a column that says "Question", "Relationship" or "Type" make one relation each.
    """
    path = file_path(source)
    if path is None:
        raise FileFormatError("a Polinode export is a workbook with the sheets Nodes and Edges.")
    nodes = read_table(path, sheet="Nodes", name=name)
    edges = read_table(path, sheet="Edges", name=name).frame
    key = by_words(nodes.frame, _NAME)
    one, other = by_words(edges, _SOURCE), by_words(edges, _TARGET)
    if key is None or one is None or other is None:
        raise FileFormatError(
            f"{path.name}: the sheet Nodes needs a column Name, and Edges the columns Source and Target."
        )
    kind = by_words(edges, ("question", "relationship", "relation", "type", "vraag", "relatie"), [one, other])
    strengths = by_words(edges, WORDS["weight"], [one, other, kind])
    marks = [] if kind else _marks(edges.drop(columns=[one, other, *([strengths] if strengths else [])]))
    rows = _named(edges, one, other, kind, marks)
    rows["nth"] = rows.groupby(["who", "relation"]).cumcount() + 1
    rows["field"] = rows["relation"] + " [" + rows["nth"].astype("str") + "]"
    wide = rows.set_index(["who", "field"])["named"].unstack(fill_value="")  # noqa: PD010  no numbers to add up
    frame = nodes.frame.rename(columns={key: "respondent"})
    strange = rows[~rows["who"].isin(set(frame["respondent"]) - {""})]
    notes = [
        Note(int(row), "set aside", NOT_A_NODE, column="Edges", value=f"{one} → {other}")
        for row, one, other in zip(strange.index, strange["who"], strange["named"], strict=True)
    ]
    notes += [
        Note(0, "doubtful", STRENGTHS, column=column)
        for column in [strengths, *marks]
        if column is not None and len({*edges[column]} - {"", "0"}) > 1
    ]
    notes += [
        Note(int(row), "set aside", NO_QUESTION, column="Edges", value=f"{who} → {named}")
        for row, who, named in edges.loc[edges.index.difference(rows.index), [one, other]].itertuples(name=None)
    ]
    left = [str(column) for column in edges.columns if column not in {one, other, kind, strengths, *marks}]
    order = rows.drop_duplicates("field").sort_values(["relation", "nth"])
    named = wide.reindex(frame["respondent"]).fillna("")[list(order["field"])]
    named.index = frame.index
    fields = {str(name): list(group["field"]) for name, group in order.groupby("relation")}
    made = replace(nodes, frame=frame.join(named).astype("str"), kind=POLINODE, notes=(*nodes.notes, *notes))
    if left:
        made = replace(made, assumptions=(*made.assumptions, (NOT_USED, f"Edges: {', '.join(left)}")))
    return made, fields


def _marks(edges: pd.DataFrame) -> list[str]:
    """Give the columns that say for each tie whether, or how strongly, it answers one question."""
    found = []
    for column in edges.columns:
        cells = edges[column]
        flags, numbers = read_flags(cells), read_numbers(cells)
        if folded(str(column)) not in _OWN and not (flags.wrong & numbers.wrong).any() and (cells != "").any():
            found.append(str(column))
    return found


def _named(edges: pd.DataFrame, one: str, other: str, kind: str | None, marks: list[str]) -> pd.DataFrame:
    """Give a row per tie and question: who says so, of whom, and in answer to what."""
    rows = pd.DataFrame({"who": edges[one], "relation": "nomination", "named": edges[other]})
    if kind is not None:
        return rows.assign(relation=edges[kind].where(edges[kind] != "", "nomination"))
    if not marks:
        return rows
    parts = []
    for column in marks:
        told = read_flags(edges[column]).yes | (read_numbers(edges[column]).floats > 0)
        parts.append(rows[told].assign(relation=column))
    return pd.concat(parts)
