"""The people of one source: which written names are the same person, and who is on the roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.decisions import decision_map
from kiemen.read.names import CERTAIN, DOUBTFUL, NameBook
from kiemen.read.roles import by_words
from kiemen.read.spelling import visible
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.read.account import Account

SAME_NAME = mark("the same name in another spelling")
MATCHED = mark("the name was matched to somebody on the roster")
UNSURE = mark("the name may be somebody on the roster, but it is not certain who; decide with match_names")
OUTSIDER = mark("nobody on the roster has this name; kept as a contact outside")


@dataclass(frozen=True)
class Identified:
    """Ids of people per column ("" where nobody is meant), everybody there is, and which cells are in doubt."""

    ids: Mapping[str, pd.Series[str]]
    people: pd.DataFrame
    unsure: Mapping[str, pd.Series[bool]]


def identify(
    written: Mapping[str, pd.Series[str]],
    account: Account,
    *,
    roster: pd.DataFrame | None = None,
    decisions: Any = None,
) -> Identified:
    """Give the person for every written name in some columns of one source.

    The index of each column is the row number, for the ledger. Without a roster, names that differ only in case,
    spaces or Unicode form are one person; codes without a space or @ keep their case. With a roster only certain
    matches are made, doubtful ones are listed and have no person, and unknown names become contacts outside.
    """
    columns = {column: _visible(values) for column, values in written.items()}
    everything = pd.concat(columns.values(), ignore_index=True) if columns else pd.Series([], dtype="str")
    counts = everything[everything != ""].value_counts()
    if roster is None:
        ids = _one_spelling(counts)
        people = pd.DataFrame({"person": sorted(set(ids.values()))}, dtype="str").set_index("person")
        people["name"] = people.index
        people["inside"] = True
        _note_changes(columns, ids, account)
        return Identified({c: values.map(ids).fillna("") for c, values in columns.items()}, people, {})
    return _by_roster(columns, counts, account, roster, decisions)


def roster_people(roster: Any) -> pd.DataFrame | None:
    """Give the people of a roster: a Network, a file or a frame with an id or name column."""
    if roster is None:
        return None
    if isinstance(roster, Network):
        return roster.people
    frame = read_table(roster).frame
    key = by_words(frame, ("person", "id", "token", "personeelsnummer", "employee id", "nr")) or frame.columns[0]
    name = by_words(frame, ("name", "naam", "volledige naam", "full name")) or key
    people = frame.rename(columns={key: "person", name: "name"} if name != key else {key: "person"})
    if "name" not in people:
        people["name"] = people["person"]
    people["inside"] = True
    return people[people["person"] != ""].set_index("person")


def _visible(values: pd.Series[str]) -> pd.Series[str]:
    codes, unique = pd.factorize(values)
    cleaned = pd.Series([visible(str(text)) for text in unique], dtype="str")
    return pd.Series(cleaned.to_numpy()[codes], index=values.index, dtype="str")


def _one_spelling(counts: pd.Series[int]) -> dict[str, str]:
    """Give for each spelling the one that stands for all of them: the most frequent, then the first by alphabet."""
    chosen: dict[str, tuple[int, str]] = {}
    for spelling, count in counts.items():
        key, best = _key(str(spelling)), (-int(count), str(spelling))
        if key not in chosen or best < chosen[key]:
            chosen[key] = best
    return {str(spelling): chosen[_key(str(spelling))][1] for spelling in counts.index}


def _key(name: str) -> str:
    code = not (" " in name or "@" in name) and any(char.isdigit() for char in name)
    return name if code else name.casefold()


def _note_changes(columns: Mapping[str, pd.Series[str]], ids: Mapping[str, str], account: Account) -> None:
    other = {spelling for spelling, chosen in ids.items() if spelling != chosen}
    for column, values in columns.items():
        changed = values[values.isin(other)]
        account.change(changed.index, SAME_NAME, column=column, values=changed)


def _by_roster(
    columns: Mapping[str, pd.Series[str]],
    counts: pd.Series[int],
    account: Account,
    roster: pd.DataFrame,
    decisions: Any,
) -> Identified:
    book = NameBook(roster, decisions=decision_map(decisions))
    strangers = _one_spelling(counts[[not book.find(str(name)).person for name in counts.index]])
    ids: dict[str, str] = {}
    doubtful: set[str] = set()
    outside: set[str] = set()
    matched: set[str] = set()
    for spelling in map(str, counts.index):
        match = book.find(spelling)
        if match.status == CERTAIN:
            ids[spelling] = match.person
            if spelling not in {match.person, book.name_of(match.person)} and "@" not in spelling:
                matched.add(spelling)
        elif match.status == DOUBTFUL:
            doubtful.add(spelling)
        elif not match.nobody:
            ids[spelling] = strangers[spelling]
            outside.add(spelling)
    for column, values in columns.items():
        strange, found = values[values.isin(outside)], values[values.isin(matched)]
        if len(strange):
            account.doubt(strange.index, OUTSIDER, column=column, values=strange)
        account.change(found.index, MATCHED, column=column, values=found)
    contacts = sorted({ids[name] for name in outside} - set(roster.index))
    added = pd.DataFrame({"name": contacts, "inside": False}, index=pd.Index(contacts, name="person", dtype="str"))
    people = roster if not contacts else pd.concat([roster.assign(inside=roster.get("inside", True)), added])
    return Identified(
        {column: values.map(ids).fillna("").astype("str") for column, values in columns.items()},
        people,
        {column: values.isin(doubtful) for column, values in columns.items()},
    )
