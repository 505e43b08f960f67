"""The people of one source: which written names are the same person, and who is on the roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.i18n import mark
from kiemen.read.decisions import decision_map
from kiemen.read.namebook import CERTAIN, DOUBTFUL, Match, NameBook
from kiemen.read.roster import NAMES_OBJECTOR, lookup_of
from kiemen.read.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.network import Network
    from kiemen.read.account import Account

SAME_NAME = mark("the same name in another spelling")
MATCHED = mark("the name was matched to somebody on the roster")
UNSURE = mark(
    "perhaps somebody on the roster, but not certain who; the analyst can decide in the list of names to review"
)
DECIDED = mark("decided by you to be no person")
OUTSIDER = mark("nobody on the roster has this name; kept as a contact outside")


@dataclass(frozen=True)
class Identified:
    """Ids of people per column ("" where nobody is meant), everybody there is, and why a cell has nobody.

    `why` has a reason where a name is written and nobody was made of it;
    """

    ids: Mapping[str, pd.Series[str]]
    people: pd.DataFrame
    why: Mapping[str, pd.Series[str]]
    written: Mapping[str, pd.Series[str]]

    def reason(self, column: str) -> pd.Series[str]:
        """Give why a cell of `column` has nobody, "" where there is no reason but a blank."""
        ids = self.ids[column]
        return self.why[column] if column in self.why else pd.Series("", index=ids.index, dtype="str")


def identify(
    written: Mapping[str, pd.Series[str]],
    account: Account,
    *,
    roster: Network | None = None,
    decisions: Any = None,
    times: pd.Series[Any] | None = None,
) -> Identified:
    """Give the person for every written name in some columns of one source.

    The index of each column is the row number, for the ledger. Without a roster, names that differ only in case,
    spaces or Unicode form are one person; codes without a space or @ keep their case. With a roster only certain
    matches are made, doubtful ones are listed and have no person, and unknown names become contacts outside. `times`
    says how often each cell occurs, where the columns hold every name once.
    """
    columns = {column: _visible(values) for column, values in written.items()}
    everything = pd.concat(columns.values(), ignore_index=True) if columns else pd.Series([], dtype="str")
    filled = everything != ""
    counts = everything[filled].value_counts()
    if times is not None:
        counts = times[filled.to_numpy()].groupby(everything[filled].to_numpy()).sum()
    if roster is None:
        ids = one_spelling(counts)
        people = pd.DataFrame({"person": sorted(set(ids.values()))}, dtype="str").set_index("person")
        people["name"] = people.index
        people["inside"] = True
        _note_changes(columns, ids, account)
        return Identified({c: told(values, ids) for c, values in columns.items()}, people, {}, columns)
    return _by_roster(columns, counts, account, roster, decisions)


def told(values: pd.Series[str], meaning: Mapping[str, str]) -> pd.Series[str]:
    """Give the meaning of every cell, "" where it has none; also when none has."""
    return pd.Series([meaning.get(cell, "") for cell in values], index=values.index, dtype="str")


def _visible(values: pd.Series[str]) -> pd.Series[str]:
    codes, unique = pd.factorize(values)
    cleaned = pd.Series([visible(str(text)) for text in unique], dtype="str")
    return pd.Series(cleaned.to_numpy()[codes], index=values.index, dtype="str")


def one_spelling(counts: pd.Series[int]) -> dict[str, str]:
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
    roster: Network,
    decisions: Any,
) -> Identified:
    lookup = lookup_of(roster)
    book = NameBook(lookup, decisions=decision_map(decisions))
    objecting = set(lookup.index[lookup["objects"]])
    book.doubt_surnames(map(str, counts.index))
    found = {str(name): book.find(str(name)) for name in counts.index}
    why = {name: _why(match, objecting) for name, match in found.items()}
    strange = [name for name, match in found.items() if match.status != CERTAIN and not why[name]]
    strangers = one_spelling(counts[strange])
    ids = {name: match.person for name, match in found.items() if match.status == CERTAIN and not why[name]}
    matched = {name for name, person in ids.items() if "@" not in name and name not in {person, book.name_of(person)}}
    for column, values in columns.items():
        outside, changed = values[values.isin(strangers)], values[values.isin(matched)]
        if len(outside):
            account.doubt(outside.index, OUTSIDER, column=column, values=outside)
        account.change(changed.index, MATCHED, column=column, values=changed)
    people = roster.people
    contacts = sorted(set(strangers.values()) - set(people.index))
    if contacts:
        added = pd.DataFrame({"name": contacts, "inside": False}, index=pd.Index(contacts, name="person", dtype="str"))
        people = pd.concat([people, added])
    return Identified(
        {column: told(values, ids | strangers) for column, values in columns.items()},
        people,
        {column: told(values, why) for column, values in columns.items()},
        columns,
    )


def _why(match: Match, objecting: set[str]) -> str:
    """Give why nobody is made of a name; one that may be an objector is treated as one."""
    if (
        match.objects
        or match.person in objecting
        or (match.status == DOUBTFUL and any(who in objecting for who, _ in match.candidates))
    ):
        return NAMES_OBJECTOR
    if match.status == DOUBTFUL:
        return UNSURE
    return DECIDED if match.nobody else ""
