"""A page for each participant: whom they could meet, why, and a first sentence; nothing that both may not know."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._checks import check_network
from kiemen._files import check_folder, csv_bytes, unique_slugs, write_folder
from kiemen.errors import InputError
from kiemen.i18n import LANGUAGES, mark, resolve_language, text
from kiemen.plots.layout import known_groups
from kiemen.report.build import (
    PARTICIPATION_COLUMNS,
    checked_about,
    checked_result,
    consenting_people,
    naming_column,
)
from kiemen.report.facts_page import STATED as FACTS
from kiemen.report.findings import check_title, pairs_of
from kiemen.report.guard import ADDRESS, Guard, fold, found_in, guard_for, signs_of, stated_people
from kiemen.report.html import environment, template_text
from kiemen.report.told import to_them
from kiemen.results import Fact
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kiemen.network import Network
    from kiemen.results import Result

WORDS = {
    "meet": mark("Whom you could meet"),
    "none": mark("There is no suggestion for you this time."),
    "say": mark("A first sentence:"),
    "about": mark("About this page"),
}
ABOUT = (
    mark("This page is yours. A suggestion is only that: you decide, and so does the other."),
    mark("It uses only what you both may know, such as a shared initiative. It holds no scores and nobody's answers."),
    mark("If you would rather not take part, say so to whoever sent you this, and you will be left out everywhere."),
)
# What the organisation states that somebody who gets a page wants to know.
STATED = ("purpose", "controller", "contact", "retention")
# A fact about two people as one of them reads it.
YOU_AND = mark("{other} works at {there}, you at {here}: you see the same change from another side.")
FIRST_WORDS = re.compile(r'"(.+)"')
MERGE_FILE = "mailmerge.csv"
MERGE_COLUMNS = (mark("person"), mark("name"), mark("email"), mark("file"))
# What a page says when all reasons are for the analyst only.
COFFEE = mark("Shall we have coffee one of these days?")
PLAIN_REASON = mark("You work on the same change from different places.")


def personal_pages(
    network: Network,
    *,
    suggestions: Result,
    people: Sequence[str] | None = None,
    consenting: str | Sequence[str] | None = None,
    by: str | None = None,
    language: str | None = None,
    about: Mapping[str, str] | None = None,
    title: str | None = None,
) -> dict[str, bytes]:
    """Give the pages and the mail-merge list by file name; see `write_personal_reports`."""
    check_network(network)
    check_title(network, title)
    chosen = resolve_language(language)
    names = {str(person): str(name) for person, name in network.people["name"].items()}
    suggestions = checked_result("suggestions", suggestions, network)
    meets = _meets(network, suggestions, chosen, allowed=nameable_people(network, consenting))
    taking_part = set(meets) & _taking_part(network)
    asked = sorted(taking_part) if people is None else network.ids[network.positions(people)].tolist()
    labels = known_groups(network, by=by)
    groups = {} if labels is None else {str(k): str(v) for k, v in labels.dropna().items()}
    files = _page_names([names[person] for person in asked])
    stated = checked_about(about)
    public = stated_people(network, stated.values())
    signs = signs_of(network)
    pages: dict[str, bytes] = {}
    for person, file in zip(asked, files, strict=True):
        theirs = meets.get(person, [])
        page = _page(names[person], theirs, title, names=names, groups=groups, language=chosen, stated=stated)
        seen = {person, *public, *(meeting.other for meeting in theirs)}
        known = {fold(names[one]) for one in seen} | {fold(" ".join(meeting.why)) for meeting in theirs}
        hidden = tuple(sign for sign in signs if sign.person not in seen and not _said(sign.words, known))
        pages[file] = Guard("participant", hidden).check(page.encode("utf-8"), "a personal page")
    pages[MERGE_FILE] = _mail_merge(network, asked, files, chosen)
    return pages


def _said(words: str, known: set[str]) -> bool:
    """Say whether somebody is named in a reason that both may know, such as who introduces them."""
    return any(words in one for one in known)


def nameable_people(network: Network, consenting: str | Sequence[str] | None) -> frozenset[str]:
    """Give who may be named to a colleague: those who agreed, or, where nobody was asked, everybody who takes part."""
    if consenting is not None or naming_column(network) is not None:
        return consenting_people(network, consenting)
    return _taking_part(network)


def _taking_part(network: Network) -> frozenset[str]:
    """Give who takes part: not who did not answer a survey or did not consent to it, though others named them."""
    took_part = network.participation
    answered = took_part["person"][took_part["status"].isin(ANSWERED)]
    taking_part = frozenset(map(str, answered if len(took_part) else network.ids))
    for column in network.people.columns.intersection(list(PARTICIPATION_COLUMNS)):
        taking_part &= consenting_people(network, str(column))
    return taking_part


@dataclass(frozen=True)
class Meeting:
    """Somebody the reader could meet, why, and what to say first."""

    other: str
    why: tuple[str, ...]
    first_words: str = ""


def _meets(
    network: Network, suggestions: Result, language: str, *, allowed: frozenset[str]
) -> dict[str, list[Meeting]]:
    """Give for each person the others they are suggested to meet, with the open reasons as they read them."""
    pairs = pairs_of(suggestions.table)
    if not pairs and len(suggestions.table):
        raise InputError("suggestions must be an answer of suggest_connections: a table with pairs of people.")
    meets: dict[str, list[Meeting]] = {}
    hidden = guard_for(network, "participant", allowed).forbidden
    for row, pair in zip(suggestions.table.index, pairs, strict=True):
        one, other = str(pair[0]), str(pair[1])
        facts = [fact for fact in suggestions.facts.get(row, ()) if fact.scope == "open"]
        for here, there in ((one, other), (other, one)):
            if there in allowed:
                said = [to_them(fact).say(language) for fact in as_read_by(facts, first=here == one)]
                told = [words for words in said if not found_in(fold(words), hidden)]
                meets.setdefault(here, []).append(_meeting(there, told))
    inside = network.people["inside"]
    return {person: theirs for person, theirs in meets.items() if bool(inside.get(person, False))}


def _meeting(other: str, told: Sequence[str]) -> Meeting:
    """Keep the sentence between quotation marks apart: it is what to say, not why."""
    quoted = [found for words in told if (found := FIRST_WORDS.search(words))]
    why = tuple(words for words in told if not FIRST_WORDS.search(words))
    return Meeting(other, why, quoted[0].group(1) if quoted else "")


def as_read_by(facts: Sequence[Fact], *, first: bool) -> list[Fact]:
    """Give facts about a pair as the first or the second of them reads it: "you", and the group of the other."""
    pair = {"one", "other", "here", "there"}
    sides = next((dict(fact.values) for fact in facts if set(fact.values) == pair), None)
    if sides is None:
        return list(facts)
    mine, theirs = ("here", "there") if first else ("there", "here")
    other = sides["other" if first else "one"]
    read = []
    for fact in facts:
        if set(fact.values) == set(sides):
            read.append(Fact(YOU_AND, {"other": other, "there": sides[theirs], "here": sides[mine]}, "open"))
        elif set(fact.values) == {"there"}:
            read.append(Fact(fact.message, {"there": sides[theirs]}, "open"))
        else:
            read.append(fact)
    return read


def _page(
    name: str,
    theirs: list[Meeting],
    project: str | None,
    *,
    names: dict[str, str],
    groups: dict[str, str],
    language: str,
    stated: dict[str, str],
) -> str:
    from markupsafe import Markup

    shown: list[dict[str, Any]] = []
    for meeting in theirs:
        called = names[meeting.other]
        opening = text(
            "Hello {name}, somebody thought that we should meet. {words}",
            language,
            name=(called.split() or [called])[0],
            words=meeting.first_words or text(COFFEE, language),
        )
        who = f"{called} ({groups[meeting.other]})" if meeting.other in groups else called
        shown.append({"name": who, "why": meeting.why or (text(PLAIN_REASON, language),), "opening": opening})
    return (
        environment()
        .get_template("personal.html")
        .render(
            lang=language,
            title=text("For {name}", language, name=name),
            subtitle=text("Your own page in {title}", language, title=project)
            if project
            else text("Your own page", language),
            suggestions=shown,
            w={key: text(message, language) for key, message in WORDS.items()},
            about=[text(message, language) for message in ABOUT],
            stated=[(text(FACTS[key], language), stated[key]) for key in STATED if stated.get(key)],
            style=Markup(template_text("style.css")),  # noqa: S704 our own file
        )
    )


def _mail_merge(network: Network, people: list[str], files: list[str], language: str) -> bytes:
    """Give who gets which page; for the sender only."""
    table = network.people
    mails = _addresses(table)
    columns = {
        "person": people,
        "name": [str(table["name"].get(person, "")) for person in people],
        "email": [mails.get(person, "") for person in people],
        "file": files,
    }
    heads = dict(zip(columns, (text(head, language) for head in MERGE_COLUMNS), strict=True))
    frame = pd.DataFrame(columns).rename(columns=heads)
    return csv_bytes(frame, language=language, index=False)


def _addresses(table: pd.DataFrame) -> dict[str, str]:
    """Give everybody's address; where somebody has something else in a column of addresses, that, to be mended."""
    mails: dict[str, str] = {}
    others: dict[str, str] = {}
    for column in table.columns.difference(["name", "inside"], sort=False):
        cells = {str(person): cell.strip() for person, cell in table[column].items() if isinstance(cell, str)}
        filled = {person: cell for person, cell in cells.items() if cell}
        found = {person: cell for person, cell in filled.items() if ADDRESS.fullmatch(cell)}
        mails = found | mails
        if column == "email" or len(found) > len(filled) / 2:
            others = filled | others
    return others | mails


def people_without_address(file: Path, language: str | None = None) -> int:
    """Give how many people in a mail-merge list have something there that is no e-mail address."""
    rows = _cells(file.read_bytes(), ";" if resolve_language(language) == "nl" else ",")[1:]
    return sum(bool(row[2]) and not ADDRESS.fullmatch(row[2]) for row in rows if len(row) == len(MERGE_COLUMNS))


def _page_names(names: list[str]) -> list[str]:
    """Give the file name of each page: that of its reader."""
    return [f"{short}.html" for short in unique_slugs(names)]


def people_to_send_to(file: Path, network: Network) -> int:
    """Give how many people stand in a mail-merge list as it was written beside its pages; 0 for anything else.

    A list with a row, a cell or a page more, or with somebody else's page, is not the list that was written.
    """
    if file.name != MERGE_FILE:
        return 0
    data = file.read_bytes()
    names = network.people["name"].astype(str)
    for language in LANGUAGES:
        rows = _cells(data, ";" if language == "nl" else ",")
        people = [row[0] for row in rows[1:] if row]
        if people and names.index.is_unique and names.index.isin(people).sum() == len(people):
            readers = [names[person] for person in people]
            pages = _page_names(readers)
            there = all(map(partial(_is_page_of, language=language), [file.parent / page for page in pages], readers))
            if there and data == _mail_merge(network, people, pages, language):
                return len(people)
    return 0


def _is_page_of(page: Path, reader: str, *, language: str) -> bool:
    """Say whether a file is a page and says that it is for this reader: pages that changed places tell on others."""
    from markupsafe import escape

    if page.is_symlink() or not page.is_file():
        return False
    return f"<title>{escape(text('For {name}', language, name=reader))}</title>" in page.read_text(
        encoding="utf-8", errors="replace"
    )


def _cells(data: bytes, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    except (UnicodeDecodeError, csv.Error):
        return []


def write_personal_reports(
    folder: str | os.PathLike[str],
    network: Network,
    *,
    suggestions: Result,
    people: Sequence[str] | None = None,
    consenting: str | Sequence[str] | None = None,
    by: str | None = None,
    language: str | None = None,
    about: Mapping[str, str] | None = None,
    title: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write a page for each participant with their own suggestions, reasons and a first sentence.

    Answers: "What do I give the people themselves?" A page holds what its reader and the other may both know: no score,
    answer or nomination, and nobody but the people suggested to its reader.

    Parameters
    ----------
    folder
        New folder; with `overwrite`, one that was written here before (pages of people who left go too).
    network
        The network the suggestions were computed on.
    suggestions
        An answer of `suggest_connections`.
    people
        Whose pages; None takes everybody inside who takes part (answered, where a survey asked) and has a suggestion.
        Somebody whom others named but who never answered gets no page unless you name them here.
    consenting
        Who may be named to a colleague: ids or a column of people. None takes the column `consent` where there is one,
        and leaves out who did not answer where a survey asked; without both, everybody may be named.
    by
        Column with the group shown behind a name.
    language
        "nl", "en" or None for the session's.
    about
        What the organisation states, as for `build_report`; each page has purpose, controller, contact and retention.
    title
        What the project is called, so that whoever gets a page knows what it is about.
    overwrite
        Whether an earlier folder may be replaced as a whole.

    Returns
    -------
    Path
        The folder: one HTML file per person and ``mailmerge.csv`` for the sender, with the
        columns person, name, email and file, in Dutch persoon, naam, e-mailadres and bestand. What is no address in a
        column of addresses stands there as it is written: mend it before you send.

    Raises
    ------
    InputError
        If a person is not in the network, the suggestions are about other people than are in it, or the folder cannot
        be written.
    PrivacyError
        If a page would name somebody who has no place on it.

    Examples
    --------
    >>> import tempfile
    >>> from kiemen.network import Network
    >>> from kiemen.results import Provenance, Result
    >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bo"]}))
    >>> table = pd.DataFrame({"person": ["An"], "other": ["Bo"]})
    >>> plans = Result(table, {}, Provenance.of(network, function="suggest_connections", settings={}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pages = write_personal_reports(f"{folder}/pages", network, suggestions=plans)
    ...     sorted(page.name for page in pages.glob("*.html"))
    ['an.html', 'bo.html']
    """
    check_folder(folder, overwrite=overwrite)
    pages = personal_pages(
        network,
        suggestions=suggestions,
        people=people,
        consenting=consenting,
        by=by,
        language=language,
        about=about,
        title=title,
    )
    return write_folder(folder, pages, overwrite=overwrite)
