"""Cells of a tie list that hold several people: taken apart where that is sure, told where it is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen._letters import PREFIXES
from kiemen.i18n import mark
from kiemen.read.namelists import is_whole
from kiemen.read.roster import hidden_words, lookup_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd

    from kiemen.network import Network
    from kiemen.read.account import Account

SEVERAL = mark("several people stand in one cell; each got a tie with the weight of the row")
MAYBE = mark(
    "this may be one person or several, and was taken as one; give every tie a row of its own, or put ';' between "
    "people"
)
MOST_WORDS = 6
_SURE = re.compile(r"[;\n\r|]+")
_PERHAPS = re.compile(r"\s*,\s*|\s+(?:en|and|und|&|\+)\s+", re.IGNORECASE)
_SIGNS = (*";\n\r|,&+", " en ", " and ", " und ")


def people_in(
    names: Iterable[str], known: Iterable[str] = (), hidden: Iterable[str] = (), *, people: bool = False
) -> tuple[dict[str, list[str]], set[str]]:
    """Give the cells that surely hold several people, with those people, and the cells that may.

    `names` are the different cells of a tie list, `known` the names, ids and addresses on the roster, `hidden` those
    of people who object: a cell that may name one of them is taken apart. A semicolon stands between names; a bar, line
    break, comma or "en" does where what it parts stands alone in other cells, or, where the cells are sure to be about
    `people`, is a whole name.

    Examples
    --------
    >>> people_in(["An", "Bo", "An, Bo", "Cas; Dirk", "Vries, Eva", "An, Femke"])
    ({'An, Bo': ['An', 'Bo'], 'Cas; Dirk': ['Cas', 'Dirk']}, {'An, Femke'})
    """
    listed = list(names)
    # Few lists of ties have such a cell at all, and some lists are very long.
    joined = "\x1f".join(listed).lower()
    if not any(sign in joined for sign in _SIGNS):
        return {}, set()
    told, gone = {_key(name) for name in known}, {_key(name) for name in hidden}
    parted = {name for name in listed if any(sign in name.lower() for sign in _SIGNS)}
    signed = [name for name in listed if name in parted and _key(name) not in told]
    alone = {_key(name) for name in listed if name not in parted} | told
    lists: dict[str, list[str]] = {}
    doubtful: set[str] = set()
    for name in signed:
        parts = _parts(_SURE, name)
        verdict = _by_sure_sign(name, parts, alone)
        if verdict is None:
            parts = _parts(_PERHAPS, name)
            verdict = _by_other_sign(parts, alone, people=people)
        if verdict or (verdict is False and any(_key(part) in gone for part in parts)):
            lists[name] = parts
        elif verdict is False:
            doubtful.add(name)
    return lists, doubtful


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _parts(sign: re.Pattern[str], name: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in sign.split(name) if part.strip(" \t,.-")))


def _by_sure_sign(name: str, parts: list[str], alone: Collection[str]) -> bool | None:
    """Whether a cell with ";", a line break or "|" holds several people, None where there is no such sign."""
    if not _SURE.search(name) or not parts:
        return None
    if any(_key(part) in alone for part in parts) or len(parts) == 1:
        return True
    if ";" not in name or min(map(len, parts)) < 2:
        return None
    return all("@" in part or _is_written_as_name(part) for part in parts) and len({"@" in part for part in parts}) == 1


def _is_written_as_name(part: str) -> bool:
    """Whether a part is written as a name is: not many words, with capitals and without digits."""
    words = [word for word in re.split(r"[\s,]+", part) if word.casefold() not in PREFIXES]
    return (
        0 < len(words) <= MOST_WORDS and all(word.lstrip("'’")[:1].isupper() for word in words) and part.isprintable()
    )


def _by_other_sign(parts: list[str], alone: Collection[str], *, people: bool) -> bool | None:
    """Whether a cell with a comma or "en" holds several people, None where nothing points to it."""
    hits = sum(_key(part) in alone for part in parts)
    if len(parts) > 1 and (hits == len(parts) or all("@" in part for part in parts)):
        return True
    if people and len(parts) > 1 and all(map(is_whole, parts)):
        return True
    # "Vries, de, An" is one name.
    prefixed = any(all(word.casefold() in PREFIXES for word in part.split()) for part in parts)
    return False if len(parts) > 1 and (hits * 2 >= len(parts) or (len(parts) > 2 and not prefixed)) else None


def known_names(roster: Network | None) -> list[str]:
    """Give every id, name and address on the roster."""
    if roster is None:
        return []
    people = lookup_of(roster)
    columns = [people[key] for key in ("name", "email") if key in people]
    return [*map(str, people.index), *(str(cell) for column in columns for cell in column if isinstance(cell, str))]


def apart(account: Account, ends: pd.DataFrame, columns: tuple[str, str], roster: Network | None) -> pd.DataFrame:
    """Give the two ends of every tie, a row with several people repeated under its row number.

    `ends` has source and target under the row numbers, which `columns` are called in the file.
    """
    hidden = hidden_words(roster)
    lists, doubtful = people_in({*ends["source"], *ends["target"]}, known_names(roster), hidden)
    for end, column in zip(("source", "target"), columns, strict=True):
        cells = ends[end]
        parted = cells[cells.isin({cell for cell, people in lists.items() if len(people) > 1})]
        account.change(parted.index, SEVERAL, column=column)
        told = cells[cells.isin(doubtful)]
        account.doubt(told.index, MAYBE, column=column, values=told)
        if lists:
            taken = cells.map(lambda cell: lists.get(cell, [cell]))
            ends = ends.assign(**{end: taken}).explode(end)
    return ends.astype("str")
