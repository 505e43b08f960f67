"""Lists of people in a cell, what in them is no person, and the ties that being together makes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.read.namelists import MOST_MIXED, is_whole
from kiemen.read.pairs import merged_ties
from kiemen.read.spelling import ADDRESS, take_apart

if TYPE_CHECKING:
    from kiemen.read.account import Account

NO_PERSON = mark("a room, list or robot, which is no person")
EXCLUDED = mark("left out because you said it is no person")

# Dutch people are called Zaal, Kamer and Bot: a word only counts where it cannot be a surname.
_ROOM_START = r"(?:zaal|kamer|ruimte|lokaal|room|conference|boardroom|board room|locatie|location|beamer|projector)"
_COMPOUND = (
    r"\w*(?:vergader|overleg|spreek|project|raads|directie|commissie)[- ]?(?:zaal|ruimte|kamer)\w*|meeting ?room\w*|"
    r"boardroom|(?:conference|teams|zoom|conf|mtr)[-_ ]?rooms?|dienstauto|poolauto|deelauto"
)
_LIST = (
    r"(?:alle |all )(?:medewerkers|collega'?s|staff|employees|users|leden|hands|teams)\b|iedereen|everyone|everybody|"
    r"(?:dl|gg|sg|grp|list|lijst|verzendlijst|distributielijst|mailinglist|mailing list|distribution list|groepsmail)"
    r"(?:[-_: ]|$)|(?:team|afdeling|werkgroep|secretariaat|receptie|servicedesk|helpdesk)[-_ ]\w|"
    r"(?:secretariaat|receptie|servicedesk|helpdesk|postkamer)$"
)
_ROBOT = (
    r"(?:no[-_. ]?reply|do[-_. ]?not[-_. ]?reply|niet[-_. ]?beantwoorden|mailer[-_]?daemon|postmaster|\w*robot\w*|"
    r"chatbot\w*|notification\w*|notificatie\w*|system account|service account|serviceaccount|automatisch\w*|"
    r"fireflies\.ai|otter\.ai|read\.ai|microsoft teams|zoom|webex|copilot|scanner|printer|kopieerapparaat)"
)
NO_PEOPLE = re.compile(
    rf"^\s*(?:{_ROOM_START}\s*[-_:.]?\s*(?:\d|[a-z]\b|[a-z]?\d|\w+\s*\(\d+)|(?:{_COMPOUND})(?![\w,])|{_LIST}|"
    rf"{_ROBOT}(?![\w])|.*[\[(](?:bot|robot|room|ruimte|zaal|lijst|list|resource)[\])]\s*$|.*\b(?:{_COMPOUND})\b)",
    re.IGNORECASE,
)
NO_PEOPLE_ADDRESS = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply.*|mailer-daemon|postmaster|bounce.*|notification.*|notificatie.*|"
    r"info|algemeen|contact|secretariaat.*|receptie.*|servicedesk.*|helpdesk.*|support|admin|administratie|hr|"
    r"personeelszaken|communicatie|nieuwsbrief|newsletter|news|alle[-_.]?medewerkers.*|allen?|all|iedereen|everyone|"
    r"all[-_.]?(?:staff|hands|employees).*|team[-_.].*|afdeling[-_.].*|dl[-_.].*|gg[-_.].*|lijst[-_.].*|list[-_.].*|"
    r"room[-_.]?.*\d.*|zaal.*|vergader.*|ruimte.*|kamer[-_.]?\d.*|res[-_.].*|resource.*|calendar.*|agenda|scanner.*|"
    r"printer.*|.*[-_.]bot|bot[-_.].*|chatbot.*|robot.*|svc[-_.].*|service[-_.].*|system|systeem|c_[0-9a-f]{20,})@|"
    r"^.+@(?:resource\.calendar|group\.calendar|.*\.calendar)\.google\.com$",
    re.IGNORECASE,
)
# So many cells with a comma are looked at; such a share of whole names, or so many cells, says enough.
MOST_CELLS, WHOLE, FEWEST = 10_000, 0.8, 3


def is_no_person(name: str) -> bool:
    """Say whether a name or address is that of a room, list or robot.

    Examples
    --------
    >>> [is_no_person(name) for name in ("Zaal 3.12", "Jan Zaal", "noreply@gemeente.nl", "Ben Bot")]
    [True, False, True, False]
    """
    address = ADDRESS.search(name)
    if address is not None and NO_PEOPLE_ADDRESS.match(address.group()):
        return True
    shown = ADDRESS.sub("", name).strip(" <>\"'")
    return bool(shown) and NO_PEOPLE.match(shown) is not None


def list_separator(values: pd.Series[str], *, one_row_each: bool = True) -> str | None:
    """Give the sign that parts people in the cells of a column, None when each cell holds one person.

    Commas stand inside names as well ("Vries, de, An"): they only part people where there are several addresses, or
    where every meeting has one row (`one_row_each`).
    """
    filled = values[values.str.strip() != ""]
    if filled.empty:
        return None
    for sign in (";", "\n", "|"):
        if filled.str.strip(" ;\n|").str.contains(sign, regex=False).any():
            return sign
    commas = filled.str.count(",")
    addresses = filled.str.count("@")
    if ((addresses > 1) & (commas > 0)).any() or (one_row_each and (commas >= 2).mean() > 0.3):
        return ","
    return "," if one_row_each and commas_part(filled[commas > 0].unique()) else None


def commas_part(cells: Iterable[str]) -> bool:
    """Whether commas part whole names ("An de Wit, Bo Jansen"), or names that stand now first, now second.

    In "Vries, An de" the surname is one word, and stands always first.
    """
    listed = [
        [part for part in cell.split(",") if part.strip()] for cell in sorted(set(cells))[:MOST_CELLS] if "," in cell
    ]
    words = [[take_apart(part).words for part in parts] for parts in listed if len(parts) > 1]
    if not words:
        return False
    whole = sum(all(map(is_whole, parts)) for parts in listed if len(parts) > 1)
    first, second = ({names[place] for names in words} for place in (0, 1))
    mixed = len(first & second) * MOST_MIXED > min(len(first), len(second))
    return whole >= WHOLE * len(words) or (mixed and len(words) >= FEWEST)


def exploded(values: pd.Series[str], separator: str | None) -> pd.Series[str]:
    """Give one person per row; the row number is repeated. Blank parts are dropped, blank cells stay."""
    if separator is None:
        return values
    parts = values.map(lambda cell: _people_in(cell, separator) or [""])
    return parts.explode().astype("str")


def _people_in(cell: str, separator: str) -> list[str]:
    inside = re.split(r"[;\n]" if separator == ";" else re.escape(separator), cell)
    return [part.strip().strip("\"'") for part in inside if part.strip(" \t\r\n\"'")]


def set_aside_no_people(
    account: Account, names: pd.Series[str], column: str, exclude: Iterable[str], *, known: Iterable[str] = ()
) -> pd.Series[bool]:
    """List names that are no people, and mark the others; what is on the roster (`known`) is always a person."""
    verdict = names.map(verdicts(names.unique(), exclude, known))
    for reason in (NO_PERSON, EXCLUDED):
        listed = names[verdict == reason]
        if len(listed):
            put = account.set_aside if names.index.is_unique else account.set_aside_cells
            put(listed.index, reason, column=column, values=listed)
    return verdict == ""


def verdicts(names: Iterable[str], exclude: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Give for each name why it is no person, "" when it is one."""
    if isinstance(exclude, str) or not isinstance(exclude, Iterable):
        raise InputError(f"exclude must be a list of names, not {exclude!r}.")
    told = {str(name).casefold().strip() for name in exclude}
    kept = {name.casefold() for name in known}
    return {name: _verdict(name, told, kept) for name in names}


def _verdict(name: str, told: set[str], kept: set[str]) -> str:
    if name.casefold().strip() in told:
        return EXCLUDED
    return NO_PERSON if name.casefold() not in kept and is_no_person(name) else ""


def ties_of_meetings(event: np.ndarray, person: np.ndarray, time: np.ndarray, *, largest: int) -> pd.DataFrame:
    """Give the ties that meetings make: every pair of a meeting of k people gets 1 / (k - 1).

    So each person hands out a weight of 1 per meeting, however large it is. `event` and `person` are codes, each pair
    of them once; meetings of more than `largest` make no ties. The result has source and target as codes.
    """
    order = np.lexsort((person, event))
    event, person, time = event[order], person[order], time[order]
    size = np.bincount(event)[event] if len(event) else event
    small = (size <= largest) & (size > 1)
    event, person, time, size = event[small], person[small], time[small], size[small]
    parts = []
    for step in range(1, int(size.max()) if len(size) else 0):
        at = np.flatnonzero(event[step:] == event[:-step])
        parts.append(
            pd.DataFrame(
                {
                    "source": person[at],
                    "target": person[at + step],
                    "weight": 1.0 / (size[at] - 1),
                    "start": time[at],
                }
            )
        )
    if not parts:
        empty = np.array([], dtype=np.int64)
        return pd.DataFrame({"source": empty, "target": empty, "weight": [], "start": time[:0], "end": time[:0]})
    return merged_ties(pd.concat(parts, ignore_index=True), directed=True)
