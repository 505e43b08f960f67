"""What the exports of survey tools look like: their header rows, and the columns that every one of them has.

LimeSurvey, Microsoft Forms, Google Forms, Qualtrics, SurveyMonkey and Polinode, in Dutch and English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._checks import check_choice
from kiemen.read.headers import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.rawtable import RawTable


@dataclass(frozen=True)
class Dialect:
    """One survey tool.

    Parameters
    ----------
    tool
        Name to pass as `tool=`.
    marks
        Headers of which at least two tell the tool.
    respondent
        Columns that say who answered, the surest first.
    names
        Columns with the name of the respondent, to be put together.
    own
        Columns of the tool itself that are no questions.
    """

    tool: str
    marks: tuple[str, ...]
    respondent: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    # Columns with the end of the session (blank: not finished), with true or false, with a percentage.
    submitted: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    moment: tuple[str, ...] = ()
    status: tuple[str, ...] = ()


def _list(words: str) -> tuple[str, ...]:
    return tuple(folded(" ".join(word.split())) for word in words.split("|"))


DIALECTS = (
    Dialect(
        "limesurvey",
        _list("""
            submitdate | lastpage | startlanguage | seed | datum ingediend | laatste pagina | begintaal | date
            submitted | last page | start language | starttaal
        """),
        _list("token|toegangscode|access code|attribute_1|email|e-mailadres|emailaddress"),
        _list("firstname|voornaam|lastname|achternaam"),
        _list("""
            id | antwoord-id | antwoord id | response id | submitdate | lastpage | startlanguage | seed |
            startdate | datestamp | ipaddr | refurl | datum ingediend | laatste pagina | begintaal | starttaal |
            startdatum | datum laatste actie | date submitted | last page | start language | date started | date
            last action | interviewtime | totale tijd | total time | groupTime | ip-adres | verwijzende url |
            referrer url
        """),
        submitted=_list("submitdate|datum ingediend|date submitted"),
        moment=_list("""
            submitdate | datum ingediend | date submitted | datestamp | datum laatste actie | date last action |
            startdate
        """),
    ),
    Dialect(
        "qualtrics",
        _list("""
            responseid | recordeddate | distributionchannel | userlanguage | enddate | startdate | recipientemail
            | externalreference | response id | recorded date | distribution channel
        """),
        _list("externalreference|recipientemail|external data reference|recipient email|externaldatareference"),
        _list("recipientfirstname|recipientlastname|recipient first name|recipient last name"),
        _list("""
            startdate | enddate | status | ipaddress | progress | duration (in seconds) | finished | recordeddate
            | responseid | locationlatitude | locationlongitude | distributionchannel | userlanguage | start date
            | end date | response type | ip address | recorded date | response id | location latitude | location
            longitude | distribution channel | user language | q_recaptchascore | q_totalduration
        """),
        finished=_list("finished"),
        progress=_list("progress"),
        moment=_list("enddate|end date|recordeddate|recorded date|startdate"),
        status=_list("status|response type|distributionchannel|distribution channel"),
    ),
    Dialect(
        "msforms",
        _list("""
            start time | completion time | begintijd | tijd van voltooien | tijd van voltooiing | laatst gewijzigd
            | last modified time | voltooiingstijd | starttijd | tijdstip van laatste wijziging | tijdstip van
            voltooien
        """),
        _list("email|e-mail|e-mailadres|e-mailbericht"),
        _list("name|naam"),
        _list("""
            id | start time | completion time | begintijd | starttijd | tijd van voltooien | tijd van voltooiing |
            voltooiingstijd | tijdstip van voltooien | last modified time | laatst gewijzigd | tijdstip van
            laatste wijziging | language | taal | total points | totaal aantal punten | quiz feedback
        """),
        moment=_list("""
            completion time | tijd van voltooien | tijd van voltooiing | voltooiingstijd | tijdstip van voltooien
            | start time | begintijd | starttijd
        """),
    ),
    Dialect(
        "surveymonkey",
        _list("""
            respondent id | collector id | respondent_id | collector_id | respondent-id | collector-id | date
            created | date modified | date_created | date_modified | custom data 1
        """),
        _list("email address|e-mailadres|email_address|custom data 1|custom_1"),
        _list("first name|voornaam|first_name|last name|achternaam|last_name"),
        _list("""
            respondent id | collector id | start date | end date | ip address | respondent_id | collector_id |
            date_created | date_modified | date created | date modified | ip_address | respondent-id |
            collector-id | begindatum | einddatum | ip-adres
        """),
        moment=_list("end date|date_modified|date modified|einddatum|start date|date created"),
        status=_list("response status|status"),
    ),
    Dialect(
        "google",
        _list("timestamp|tijdstempel|tijdsaanduiding"),
        _list("email address|e-mailadres|username|gebruikersnaam|email|e-mail"),
        _list("naam|name"),
        _list("timestamp|tijdstempel|tijdsaanduiding|score"),
        moment=_list("timestamp|tijdstempel|tijdsaanduiding"),
    ),
)  # fmt: skip
PLAIN = Dialect("plain", ())
BY_TOOL = {dialect.tool: dialect for dialect in DIALECTS}
TOOLS = (*BY_TOOL, "polinode", "plain")
_IMPORT_ID = re.compile(r'^\s*\{\s*"+ImportId"+\s*:', re.IGNORECASE)
_OPEN_ENDED = frozenset(
    {"response", "open-ended response", "reactie", "open antwoord", "open-ended reactie", "antwoord"}
)


def detect(table: RawTable) -> Dialect:
    """Give the tool whose columns are there; a lone "Timestamp" tells Google only as the first column."""
    present = {question_code(column)[0] for column in table.frame.columns}
    counts = [(len(present & set(dialect.marks)), -place) for place, dialect in enumerate(DIALECTS)]
    count, place = max(counts)
    dialect = DIALECTS[-place]
    if count >= 2:
        return dialect
    if "submitdate" in present:
        return BY_TOOL["limesurvey"]
    first = folded(table.frame.columns[0]) if len(table.frame.columns) else ""
    if first in BY_TOOL["google"].marks:
        return BY_TOOL["google"]
    if any(re.fullmatch(r".+\[SQ?\d+\]", column, re.IGNORECASE) for column in present):
        return BY_TOOL["limesurvey"]
    return PLAIN


def dialect_of(table: RawTable, tool: str | None) -> tuple[Dialect, bool]:
    """Give the dialect and whether it was guessed."""
    if tool is None:
        return detect(table), True
    check_choice("tool", tool, TOOLS)
    return BY_TOOL.get(tool, PLAIN), False


@dataclass(frozen=True)
class Questions:
    """A survey table without the header rows of its tool, and the text of each question where it stood there."""

    table: RawTable
    labels: dict[str, str] = field(default_factory=dict)


def without_header_rows(table: RawTable, dialect: Dialect) -> Questions:
    """Take the second and third header rows of Qualtrics and SurveyMonkey off the rows."""
    frame = table.frame
    if frame.empty:
        return Questions(table)
    imports = [place for place in range(min(3, len(frame))) if _is_import_row(frame.iloc[place])]
    if imports:
        last = imports[0]
        labels = {c: _label(str(frame.iloc[0][c])) for c in frame.columns} if last else {}
        return Questions(replace(table, frame=frame.iloc[last + 1 :]), {c: t for c, t in labels.items() if t})
    if dialect.tool == "surveymonkey" and _is_second_header(frame):
        return _surveymonkey(table)
    if dialect.tool == "qualtrics" and _repeats_header(frame):
        labels = {c: _label(str(frame.iloc[0][c])) for c in frame.columns}
        return Questions(replace(table, frame=frame.iloc[1:]), labels)
    return Questions(table)


def _is_import_row(row: pd.Series[str]) -> bool:
    cells = [str(cell) for cell in row if str(cell).strip()]
    return bool(cells) and sum(bool(_IMPORT_ID.match(cell)) for cell in cells) * 2 > len(cells)


def _repeats_header(frame: pd.DataFrame) -> bool:
    """Whether the first row says the same as the column names: "Start Date" below "StartDate"."""
    return any(
        folded(str(frame.iloc[0][column])).replace(" ", "") == folded(column).replace(" ", "") and column
        for column in frame.columns[:8]
    )


def _is_second_header(frame: pd.DataFrame) -> bool:
    first = frame.iloc[0]
    own = [c for c in frame.columns if folded(c) in BY_TOOL["surveymonkey"].own]
    return bool(own) and all(not str(first[c]).strip() for c in own) and any(str(cell).strip() for cell in first)


def _surveymonkey(table: RawTable) -> Questions:
    """Name the columns of a question with several fields after the question and the field."""
    frame = table.frame
    names: list[str] = []
    labels: dict[str, str] = {}
    question = ""
    for column in frame.columns:
        below = " ".join(str(frame.iloc[0][column]).split())
        unnamed = re.fullmatch(r"column \d+|Unnamed: .*", column) is not None
        question = question if unnamed else column
        name = question if not below or folded(below) in _OPEN_ENDED else f"{question} [{below}]"
        while name in names:
            name += "'"
        names.append(name)
        labels[name] = name
    body = frame.iloc[1:].copy()
    body.columns = pd.Index(names)
    return Questions(replace(table, frame=body), labels)


def _label(text: str) -> str:
    return " ".join(text.split())


def question_code(column: str) -> tuple[str, str]:
    """Give the code and the text of a header such as "G01Q02[SQ001]. Met wie werk je samen?" (LimeSurvey)."""
    found = re.fullmatch(r"([A-Za-z]\w*(?:\[\w+\])?)\. +(\S.*)", column)
    return (folded(found.group(1)), found.group(2)) if found else (folded(column), "")


def columns_of(frame: pd.DataFrame, words: Sequence[str]) -> list[str]:
    """Give the columns that have one of these headers, in the order of the words."""
    by_header = {question_code(column)[0]: column for column in reversed(frame.columns)}
    by_header |= {folded(column): column for column in reversed(frame.columns)}
    return [by_header[word] for word in words if word in by_header]
