"""Personnel files: who is inside, under which id, name and address, and who objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._letters import fold
from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import date_column, number_column
from kiemen.read.consent import (
    NOT_AS_CONSENT,
    NOT_FOUND,
    has_few_answers,
    is_yes_or_no,
    objects_by_column,
    objects_by_list,
)
from kiemen.read.headers import folded
from kiemen.read.masks import masked, refuse_names, without_names
from kiemen.read.nothing import each
from kiemen.read.roles import by_words, pick
from kiemen.read.rosterwords import ATTRIBUTES, GROUPS, ROSTER_WORDS
from kiemen.read.spelling import visible
from kiemen.read.tables import read_table
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Unpack

    from kiemen._ties import TieArrays
    from kiemen.privacy.mentions import Names
    from kiemen.read.rawtable import Reading

NO_ID = mark("there is no id in this row")
SAME_ID = mark("this id occurs in an earlier row; the first was kept")
SAME_NAME = mark("there is somebody of this name in an earlier row; without an id or address a number tells them apart")
SAME_ROW = mark("the same row occurs more than once")
OBJECTS = mark("the person objects to use of these data, or gave no consent")
NAMES_OBJECTOR = mark("the cell names somebody who objects")
# Headers that can mean nothing else; "akkoord" may be somebody else's.
CONSENT = ("toestemming", "geeft toestemming", "ik geef toestemming", "consent", "informed consent", "gives consent")
# Columns of `Roster.known`; only the first is public as an attribute.
KEYS = ("email", "token")


class Roster(Network):
    """A Network of people that also recognises those who object, so that they can be left out of everything else.

    It is used like any Network. People who object are in none of its tables; readers that are given this roster use
    `known` to recognise them where somebody else wrote their name.
    """

    __slots__ = ("_known",)
    _known: pd.DataFrame | None

    def __init__(self, frames: Mapping[str, pd.DataFrame], ties: TieArrays, known: pd.DataFrame | None = None) -> None:
        object.__setattr__(self, "_known", known)
        super().__init__(frames, ties)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes with those who object, so that they stay recognised there."""
        return type(self), (dict(self._frames), self._ties, self._known)

    @property
    def known(self) -> pd.DataFrame:
        """Everybody the file names, to recognise them: index person; name, email, token, objects.

        For readers only: it holds people who object.
        """
        if self._known is None:
            return known_people(self)
        return self._known.copy(deep=False)

    def keep_out(self, whole: Network) -> Network:
        """Give `whole` without those who object here, still recognising them."""
        known = self.known
        others = lookup_of(whole) if isinstance(whole, Roster) else known.iloc[:0]
        if isinstance(whole, Roster) and _tells_nothing_new(known, others):
            return whole
        both = pd.concat([known, others[~others.index.isin(known.index)]])
        for key in KEYS:
            if key in others:
                theirs = others[key].reindex(both.index)
                both[key] = both[key].mask(both[key].fillna("") == "", theirs) if key in both else theirs
        refused = others.index[others["objects"].astype(bool)]
        both["objects"] = both["objects"].astype(bool) | both.index.isin(refused)
        gone = _objecting(whole, both)
        rest = whole.without(gone, reason=OBJECTS) if gone else whole
        rest = without_names(rest, _names_of_objectors(both)) if both["objects"].any() else rest
        new = known_people(rest)
        both = pd.concat([both, new[~new.index.isin(both.index)]])
        both["objects"] = both["objects"].astype(bool)
        return recognising(rest, both.sort_index())


def _tells_nothing_new(known: pd.DataFrame, others: pd.DataFrame) -> bool:
    """Say whether all these people are known already by the same keys, and those who object by the same names."""
    if not known.index.isin(others.index).all():
        return False
    if not all(key in others and others[key].reindex(known.index).equals(known[key]) for key in KEYS if key in known):
        return False
    gone = known[known["objects"].astype(bool)]
    there = others.reindex(gone.index)
    if not there["objects"].astype(bool).all():
        return False
    return bool(there["name"].equals(gone["name"]))


def _objecting(whole: Network, known: pd.DataFrame) -> list[str]:
    """Give the ids in `whole` of people who object, also where their name is the id."""
    gone = known[known["objects"]]
    if gone.empty:
        return []
    spared = known[~known["objects"]]
    words = {fold(word) for word in _words_of_objectors(known)}
    people = whole.people
    named = people.index.map(fold).isin(words) | people["name"].map(fold).isin(words).to_numpy()
    return sorted(people.index[people.index.isin(gone.index) | (named & ~people.index.isin(spared.index))])


def _words_of_objectors(known: pd.DataFrame) -> list[str]:
    """Give the names and addresses of those who object, but those that somebody else has as well."""
    objects = known["objects"].astype(bool)
    gone, spared = known[objects], known[~objects]
    own = {fold(word) for word in spared["name"] if isinstance(word, str)} | {""}
    words = [word for key in ("name", "email") if key in gone for word in gone[key] if isinstance(word, str)]
    return [word for word in words if fold(word) not in own]


def _names_of_objectors(known: pd.DataFrame) -> Names:
    """Give what may stand in no text, for there are people who object."""
    objects = known["objects"].astype(bool)
    return masked(_words_of_objectors(known), known.index[objects], known["name"][~objects].dropna())


def refuse_naming(network: Network, what: str, words: str) -> None:
    """Refuse words of the analyst's own, such as a title, in which somebody stands of whom is known that they object.

    Raises
    ------
    PrivacyError
        With the words, but for the name.
    """
    if isinstance(network, Roster) and network.known["objects"].any():
        refuse_names(_names_of_objectors(network.known), what, words)


def known_people(network: Network) -> pd.DataFrame:
    """Give everybody of a Network in the form that names are looked up in, nobody objecting."""
    return network.people.assign(objects=False)


def as_roster(roster: Any) -> Network | None:
    """Give the roster as a Network, whatever it came as: Network, file, frame, or nothing."""
    if roster is None or isinstance(roster, Network):
        return roster
    return read_roster(roster)


def lookup_of(roster: Network) -> pd.DataFrame:
    """Give the people to recognise, those who object among them with ``objects`` true."""
    return roster.known if isinstance(roster, Roster) else known_people(roster)


def passing_on(network: Network, roster: Network | None) -> Network:
    """Give what was read with a roster so that it, too, leaves out whoever objects there when it is joined."""
    return network if roster is None else roster.keep_out(network)


def hidden_words(roster: Network | None) -> set[str]:
    """Give the names and addresses of those who object, folded in case: what may stand in no text."""
    if not isinstance(roster, Roster):
        return set()
    known = roster.known
    gone = known[known["objects"].astype(bool)]
    words = {str(word) for key in ("name", "email") if key in gone for word in gone[key] if isinstance(word, str)}
    return {word.casefold() for word in words if len(word) > 2}


def recognising(network: Network, known: pd.DataFrame) -> Roster:
    """Give the Network as one that recognises the people in `known`."""
    return Roster(network._frames, network._ties, known)  # noqa: SLF001  it is the same Network


def read_roster(
    source: Any,
    *,
    person: str | None = None,
    names: str | list[str] | None = None,
    email: str | None = None,
    attributes: Mapping[str, str] | None = None,
    inside: bool | str = True,
    consent: str | None = None,
    opt_out: str | None = None,
    objectors: Any = None,
    contacts: Any = None,
    **reading: Unpack[Reading],
) -> Roster:
    """Read a personnel file: one row per person.

    Answers: "Who works here, in which department and team, and who does not want to take part?" Pass the result as
    `roster=` to the other readers, so that names are matched, silent colleagues are known to be silent, and people
    who object are left out everywhere. A survey is read with `read_survey`, not with this.

    Parameters
    ----------
    source
        Path of a CSV, Excel, Parquet or JSON file, or a frame.
    person
        Column with the id; None finds it by its header. Without one the name or e-mail address is the id.
    names
        Column with the name, or the columns that make it up in order (given name, prefix, surname); None finds them.
    email
        Column with the e-mail address; None finds it.
    attributes
        Column -> name it gets. Known Dutch and English headers get English names by themselves ("afdeling" becomes
        "department"); other columns keep theirs.
    inside
        Whether these people belong to the organisation, or the column with yes or no that says so.
    consent
        Column in which people consent; blank is no consent. A column of yes and no with such a header is found by
        itself.
    opt_out
        Column in which people object; blank is no objection. A column with such a header is found by itself.
    objectors
        Ids, names or e-mail addresses of people who object, or a file with them.
    contacts
        A second file, of people outside the organisation.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right.

    Returns
    -------
    Roster
        A Network of people without ties. Objectors are in none of its tables.

    Raises
    ------
    ColumnError
        If a named column is not there, or no column looks like an id or a name.

    Warns
    -----
    DoubtfulInputWarning
        Once, with rows set aside and ids that occur twice.

    Notes
    -----
    Which header got which name is recorded in `assumptions`. Two people with one name stay two people.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_roster
    >>> file = pd.DataFrame({"id": ["1", "2"], "naam": ["An", "Bram"], "afdeling": ["Zorg", "IT"]})
    >>> read_roster(file).people["department"].to_dict()
    {'1': 'Zorg', '2': 'IT'}
    """
    account = Account(read_table(source, **reading))
    columns = _columns(account, {"person": person, "email": email}, names, attributes or {})
    rows = _identified(account, columns)
    frame = account.table.frame
    rows["objects"] = objects_by_column(
        account, consent=consent or columns.get("consent"), opt_out=opt_out or columns.get("opt_out")
    )
    rows["inside"] = _inside(account, inside=inside)
    rows = _without_repeats(account, rows, frame)
    if objectors is not None:
        listed, missed = objects_by_list(rows, objectors)
        rows["objects"] |= listed
        if missed:
            account.remark(NOT_FOUND, values=[str(missed)])
    account.set_aside(rows.index[rows["objects"]], OBJECTS)
    people = _people(account, rows, columns)
    network = Network.from_frames(people=people, **account.frames())
    account.warn()
    known = rows.set_index("person")[["name", "inside", *(key for key in KEYS if key in rows), "objects"]]
    known = known.join(people.drop(columns=["name", "inside", "email"], errors="ignore"))
    made = recognising(network, known.sort_index())
    if contacts is None:
        return made
    return joined_rosters(made, contacts if isinstance(contacts, Network) else read_roster(contacts, inside=False))


def joined_rosters(roster: Roster, contacts: Network) -> Roster:
    """Give one roster of two; whoever objects in one of them is recognised."""
    both = roster.merge(contacts)
    return both if isinstance(both, Roster) else recognising(both, roster.known)


def _columns(
    account: Account, named: Mapping[str, str | None], names: str | list[str] | None, attributes: Mapping[str, str]
) -> dict[str, Any]:
    """Find which column is what; what was not told is recorded as an assumption."""
    frame, where = account.table.frame, account.table.file or account.table.source
    found: dict[str, Any] = {}
    for part, name in named.items():
        if name is not None:
            found[part] = pick(frame.columns, name, where=where, part=part)
    if names is not None:
        listed = [names] if isinstance(names, str) else names
        found["names"] = [pick(frame.columns, name, where=where, part="names") for name in listed]
    chosen = {pick(frame.columns, column, where=where, part="attributes"): new for column, new in attributes.items()}
    taken = [*(one for one in found.values() if isinstance(one, str)), *found.get("names", ()), *chosen]
    for part in ("person", "email", "token", "opt_out", "consent"):
        column = None if part in found else _key_column(account, part, taken, names=names is not None)
        if column is not None:
            found[part] = column
            taken.append(column)
            account.assume(f"column for {part}", column)
    if "names" not in found:
        found["names"] = _name_columns(account, taken)
    if not found["names"] and "person" not in found and "email" not in found:
        listed_columns = ", ".join(repr(column) for column in frame.columns[:12])
        raise ColumnError(
            f"{where}: no column looks like an id or a name; name them with person= and names=. There is: "
            f"{listed_columns}."
        )
    found["attributes"] = chosen | _attribute_columns(account, {*taken, *found["names"]})
    return found


def _key_column(account: Account, part: str, taken: Iterable[Any], *, names: bool) -> str | None:
    """Give the column for an id, address or objection: by its header, or by what stands in it."""
    frame = account.table.frame
    used = [one for one in taken if isinstance(one, str)]
    column = by_words(frame, CONSENT if part == "consent" else ROSTER_WORDS[part], used)
    if part == "consent":
        blank = column is not None and not frame[column].str.strip().any()
        if column is None or is_yes_or_no(frame[column]) or (has_few_answers(frame[column]) and not blank):
            return column
        account.remark(NOT_AS_CONSENT, column=column)
        return None
    if column is not None:
        return column
    if part == "email":
        return _addresses(frame, used)
    return _numbers_of_people(frame, used) if part == "person" and not names else None


def _addresses(frame: pd.DataFrame, taken: Iterable[Any]) -> str | None:
    """Give the column that holds an address of everybody's own, whatever its header says."""
    for column in frame.columns:
        cells = frame[column].str.strip()
        filled = cells[cells != ""]
        if column in taken or filled.empty or not filled.str.contains("@", regex=False).all():
            continue
        if filled.str.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+").all() and filled.str.casefold().is_unique:
            return str(column)
    return None


def _numbers_of_people(frame: pd.DataFrame, taken: Iterable[Any]) -> str | None:
    """Give a column called "Medewerker" or the like in which everybody has a number, as personnel systems export it."""
    used = {one for one in taken if isinstance(one, str)}
    for column in frame.columns:
        cells = frame[column].str.strip()
        named = column not in used and folded(str(column)) in ROSTER_WORDS["name"]
        if named and len(cells) and cells.is_unique and cells.str.fullmatch(r"[A-Za-z]{0,3}\d+").all():
            return str(column)
    return None


def _name_columns(account: Account, taken: Iterable[Any]) -> list[str]:
    frame = account.table.frame
    used = [column for column in taken if isinstance(column, str)]
    surname = by_words(frame, ROSTER_WORDS["surname"], used)
    given = by_words(frame, ROSTER_WORDS["given"], used)
    whole = by_words(frame, ROSTER_WORDS["name"], used)
    if surname is not None and given is not None:
        prefix = by_words(frame, ROSTER_WORDS["prefix"], used)
        columns = [given, *([prefix] if prefix else []), surname]
    else:
        columns = [column for column in (whole or surname or given,) if column is not None]
    if columns:
        account.assume("column for name", ", ".join(columns))
    return columns


def _attribute_columns(account: Account, taken: set[str]) -> dict[str, str]:
    """Give every other column the English name of its header, or leave it its own."""
    frame = account.table.frame
    named: dict[str, str] = {}
    for part in ATTRIBUTES:
        column = by_words(frame, ROSTER_WORDS[part], [*taken, *named])
        if column is not None:
            named[column] = part
    if "role" not in named.values() and "job" in named.values():
        named = {column: "role" if part == "job" else part for column, part in named.items()}
    for column, part in named.items():
        if column != part:
            account.assume(f"column for {part}", column)
    rest = [column for column in frame.columns if column not in taken and column not in named]
    return named | {column: column for column in rest if column not in named.values()}


def _identified(account: Account, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Give person, name and keys per row."""
    frame = account.table.frame
    rows = pd.DataFrame(index=frame.index)
    parts = [frame[column].map(visible) for column in columns["names"]]
    name = parts[0] if parts else pd.Series("", index=frame.index, dtype="str")
    for part in parts[1:]:
        name = (name + " " + part).str.replace(r"\s+", " ", regex=True).str.strip()
    for key in KEYS:
        if key in columns:
            rows[key] = frame[columns[key]].map(visible)
    if "person" in columns:
        rows["person"] = frame[columns["person"]].map(visible)
    elif "token" in columns:
        rows["person"] = rows["token"]
    else:
        rows["person"] = _made_ids(name, rows.get("email"))
        numbered = (rows["person"] != name) & (name != "") & rows["person"].str.endswith(")")
        account.doubt(rows.index[numbered], SAME_NAME, values=name[numbered])
    rows["name"] = name.where(name != "", rows["person"])
    return rows


def _made_ids(name: pd.Series[str], email: pd.Series[str] | None) -> pd.Series[str]:
    """Give ids where the file has none: the name, else the address, else the name with a number."""
    if (name != "").any() and not name[name != ""].duplicated().any():
        return name
    if email is not None and not email[email != ""].duplicated().any() and (email != "").all():
        return email
    nth = name.groupby(name).cumcount()
    return name.where(nth == 0, name + " (" + (nth + 1).astype("str") + ")")


def _inside(account: Account, *, inside: bool | str) -> pd.Series[bool]:
    frame = account.table.frame
    if isinstance(inside, str):
        column = pick(frame.columns, inside, where=account.table.file or account.table.source, part="inside")
        return read_flags(frame[column]).yes
    return pd.Series(inside, index=frame.index, dtype=bool)


def _without_repeats(account: Account, rows: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    blank = rows["person"] == ""
    account.set_aside(rows.index[blank], NO_ID)
    rows = rows[~blank]
    again = rows["person"].duplicated()
    same = again & frame.loc[rows.index].duplicated()
    account.set_aside(rows.index[same], SAME_ROW)
    account.set_aside(rows.index[again & ~same], SAME_ID, values=rows.loc[again & ~same, "person"])
    # Whoever objects in one row objects in all.
    objecting = set(rows.loc[rows["objects"], "person"])
    rows = rows[~again].copy(deep=False)
    rows["objects"] = rows["person"].isin(objecting)
    return rows


def _people(account: Account, rows: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Give the table of people who do not object, with their attributes."""
    frame = account.table.frame
    kept = rows[~rows["objects"]]
    people = kept[["person", "name", "inside"]].copy()
    if "email" in kept:
        people["email"] = kept["email"]
    for column, name in columns["attributes"].items():
        if name == "hired":
            people[name] = date_column(account, column).loc[kept.index]
        elif name in {"hours", "tenure"}:
            people[name] = number_column(account, column)[0].loc[kept.index]
        else:
            people[name] = frame.loc[kept.index, column].map(visible)
            if name in GROUPS:
                people[name] = account.one_spelling(people[name], column=column)
            people[name] = _unnamed(account, people[name], rows[rows["objects"]], column=column, ids=name == "manager")
    return people.set_index("person")


def _unnamed(account: Account, values: pd.Series[str], gone: pd.DataFrame, *, column: str, ids: bool) -> pd.Series[str]:
    """Blank the cells that hold the name or address of somebody who objects; ids where the column holds ids."""
    words = {fold(word) for key in ("name", *KEYS, *(("person",) if ids else ())) if key in gone for word in gone[key]}
    named = each(values, lambda cell: fold(cell) in words - {""})
    if not named.any():
        return values
    # Without rows: those would tell who it is.
    account.set_aside_cells([0] * int(named.sum()), NAMES_OBJECTOR, column=column)
    return values.where(~named, "")
