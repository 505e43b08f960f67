"""What kind of source a file is, judged by its columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kiemen.read.biglog import LARGE
from kiemen.read.dialects import PLAIN, detect
from kiemen.read.diskfile import has_duckdb, head_of, large_file
from kiemen.read.events import looks_like_events
from kiemen.read.grids import is_grid, of_strangers
from kiemen.read.headers import folded
from kiemen.read.headerwords import WORDS
from kiemen.read.likert import looks_like_answers
from kiemen.read.lookups import list_title
from kiemen.read.polinode import is_polinode
from kiemen.read.roles import by_words
from kiemen.read.rosterwords import ROSTER_WORDS
from kiemen.read.surveycolumns import NAME_HEADER
from kiemen.read.tables import file_path, read_table
from kiemen.read.tiecolumns import two_ends
from kiemen.read.yesno import read_flags

GRAPH_ENDINGS = (".graphml", ".gexf", ".gml", ".graphml.xml")
NETWORK_ENDING = ".zip"
KINDS = (
    "roster",
    "survey",
    "ties",
    "memberships",
    "meetings",
    "mail",
    "graph",
    "viva",
    "network",
    "adoptions",
    "events",
    "initiatives",
)


def kind_of(source: Any, reading: dict[str, Any]) -> str:
    """Give the kind of source that the columns of a file or frame suggest."""
    path = file_path(source)
    if path is not None:
        name = path.name.casefold()
        if name.endswith(GRAPH_ENDINGS):
            return "graph"
        if name.endswith(NETWORK_ENDING):
            return "network"
    if is_polinode(source):
        return "survey"
    # What is too large to hold is judged by its first rows.
    large = large_file(source, LARGE)
    table = read_table(source, **reading) if large is None or not has_duckdb() else head_of(large, **reading)
    return "survey" if detect(table) != PLAIN else _by_columns(table.frame)


def _by_columns(frame: pd.DataFrame) -> str:
    headers = {folded(column) for column in frame.columns}
    if any(header.startswith(("primarycollaborator_", "secondarycollaborator_")) for header in headers):
        return "viva"
    if is_grid(frame, whole=True) or of_strangers(frame):
        return "ties"
    if any(NAME_HEADER.fullmatch(header) for header in headers):
        return "survey"
    if _asks_questions(frame) and two_ends(frame) is None:
        return "survey"
    if "respondent" in headers and by_words(frame, WORDS["target"], ["respondent"]) is None:
        return "survey"
    if _ticks(frame):
        return "memberships"
    title = list_title(frame)
    if title is not None and by_words(frame, WORDS["person"], [title]) is not None:
        return "memberships"
    found = {part: by_words(frame, words) for part, words in WORDS.items()}
    found["project"] = by_words(frame, [f"{word} 1" for word in WORDS["initiative"]])
    return _by_parts(frame, found)


def _asks_questions(frame: pd.DataFrame) -> bool:
    return any(looks_like_answers(list(frame[column].unique()[:200])) is not None for column in frame.columns)


def _ticks(frame: pd.DataFrame) -> bool:
    """Whether a table has a name column and, apart from that, only ticks: people by initiatives."""
    if len(frame.columns) < 3 or frame.empty:
        return False
    flags = [read_flags(frame[column]) for column in frame.columns[1:]]
    return all(not flag.wrong.any() for flag in flags) and sum(bool(flag.yes.any()) for flag in flags) >= 2


def _by_parts(frame: pd.DataFrame, found: dict[str, str | None]) -> str:
    """Judge by which parts have a column of their own."""
    if _own(found, "sender", "recipients") and any(
        word in " ".join(frame.columns).casefold() for word in ("mail", "ontvanger", "recipient", "cc", "afzender")
    ):
        return "mail"
    if _own(found, "source", "target") or two_ends(frame) is not None:
        return "ties"
    if by_words(frame, ROSTER_WORDS["department"]) is not None or by_words(frame, ROSTER_WORDS["surname"]) is not None:
        return "roster"
    if found["time"] is not None and looks_like_events(frame):
        return "events"
    if _own(found, "event", "person", "time"):
        return "meetings" if _meets(frame, found) else "memberships"
    if _own(found, "initiative", "person") or _own(found, "project", "person"):
        return "roster" if _one_team_each(frame, found) else "memberships"
    if any(str(column).rstrip().endswith("?") for column in frame.columns):
        return "survey"
    return _by_what_is_left(frame, found)


def _one_team_each(frame: pd.DataFrame, found: dict[str, str | None]) -> bool:
    """Say whether everybody stands in a list once with a team, which is where they work and not what they join."""
    team = by_words(frame, ROSTER_WORDS["team"])
    if team is None or found["initiative"] != team or found["project"] is not None:
        return False
    return bool(frame[str(found["person"])].is_unique and frame[team].nunique() < len(frame))


def _by_what_is_left(frame: pd.DataFrame, found: dict[str, str | None]) -> str:
    initiative = found["initiative"]
    if initiative is not None and found["person"] is None and frame[initiative].is_unique:
        return "initiatives"
    return "ties" if len(frame.columns) <= 3 else "roster"


def _meets(frame: pd.DataFrame, found: dict[str, str | None]) -> bool:
    """Say whether people come to an event; where it belongs to an initiative, several do so at one moment each."""
    if found["initiative"] in {None, found["event"]}:
        return True
    event, moment = frame[str(found["event"])], frame[str(found["time"])]
    moments = pd.DataFrame({"event": event, "moment": moment}).drop_duplicates()
    return event.nunique() < len(event) and bool(moments["event"].is_unique)


def _own(found: dict[str, str | None], *parts: str) -> bool:
    columns = [found[part] for part in parts]
    return None not in columns and len(set(columns)) == len(columns)
