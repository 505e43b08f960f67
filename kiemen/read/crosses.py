"""Tables of crosses: people by initiatives, or initiatives by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.crowd import identify
from kiemen.read.headers import tidy_name
from kiemen.read.headerwords import WORDS
from kiemen.read.namebook import CERTAIN, NameBook
from kiemen.read.pairs import set_aside_unnamed
from kiemen.read.personlike import look_like_people
from kiemen.read.roles import by_words, pick
from kiemen.read.roster import lookup_of
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.read.account import Account

NEITHER = mark("the cell says neither yes nor no")
NO_INITIATIVE = mark("there is no initiative")
TABLE = mark("the table")
NOT_USED = mark("columns not used")
TURNED = mark("every row is an initiative and every column a person")
SEEMS_TURNED = mark(
    "the names of the columns are written as names of people are, so every row was taken as an initiative; if every "
    "row is a person, name the column with person="
)
CORNER = mark(
    "the first column has no header that is known; every row was taken as a person and every other column as an "
    "initiative"
)
ROLE_WORDS = frozenset(
    {"lid", "trekker", "voorzitter", "lead", "leider", "projectleider", "secretaris", "coördinator", "coordinator"}
    | {"initiatiefnemer", "initiator", "kartrekker", "adviseur", "begeleider", "opdrachtgever", "sponsor", "owner"}
    | {"eigenaar", "vrijwilliger", "volger", "chair", "member", "deelnemer", "participant", "facilitator"}
)
# So many columns, and this share of them, must be people on the roster.
FEWEST, ENOUGH = 2, 0.5


@dataclass(frozen=True)
class Turned:
    """A table of initiatives by people: the column with the initiatives, and the columns that are people."""

    initiative: str
    people: list[str]


def crosses(account: Account, columns: Sequence[str]) -> pd.DataFrame:
    """Give every cross: column and role, under the row; list cells that are none."""
    parts = []
    for column in columns:
        cells = account.table.frame[column].str.strip()
        flags = read_flags(cells)
        as_role = flags.wrong & cells.str.casefold().isin(ROLE_WORDS)
        count = flags.wrong & cells.str.fullmatch(r"\d+(?:[.,]\d+)?")
        unclear = flags.wrong & ~as_role & ~count
        if unclear.any():
            account.set_aside_cells(cells.index[unclear], NEITHER, column=column, values=cells[unclear])
        if count.any():
            account.doubt(cells.index[count], NEITHER, column=column, values=cells[count])
        takes_part = flags.yes | as_role | count
        chosen = cells[takes_part]
        parts.append(
            pd.DataFrame({"column": column, "role": chosen.where(as_role[takes_part], "")}, index=chosen.index)
        )
    return pd.concat(parts).sort_index(kind="stable")


def find_turned(
    account: Account, initiative: str | None, matrix: Sequence[str] | None, roster: Network | None
) -> Turned | None:
    """Find out whether the rows are initiatives and the columns people; refuse where it only seems so."""
    frame, where = account.table.frame, account.table.file or account.table.source
    if initiative is not None:
        own = pick(frame.columns, initiative, where=where, part="initiative")
        if by_words(frame, WORDS["person"], [own]) is not None:
            return None
        columns = [pick(frame.columns, column, where=where, part="matrix") for column in matrix or ()]
        columns = columns or _crossed(frame, own)
        return Turned(own, columns) if len(columns) >= FEWEST else None
    if matrix is not None or frame.empty:
        return None
    found = by_words(frame, WORDS["initiative"])
    own = found or str(frame.columns[0])
    columns = _crossed(frame, own)
    if roster is not None and len(columns) >= FEWEST:
        book = NameBook(lookup_of(roster))
        known, others = _share_known(book, columns), _share_known(book, list(frame[own].unique()))
        if known >= ENOUGH and others < ENOUGH:
            return Turned(own, columns)
    if by_words(frame, WORDS["person"], [] if found is None else [own]) is None and len(columns) >= FEWEST:
        if look_like_people(columns) and (found is not None or not look_like_people(frame[own])):
            account.remark(SEEMS_TURNED, column=own)
            return Turned(own, columns)
        if found is not None and len(columns) == len(frame.columns) - 1:
            raise ColumnError(
                f"{where}: the rows are initiatives and the columns people; turn the table (in Excel: copy, Paste "
                f"Special, Transpose), so that every row is a person, or name the initiatives with initiative=."
            )
    return None


def find_corner(account: Account, taken: Sequence[str | None]) -> str | None:
    """Give the first column of a table that holds nothing but crosses beside it: who, under a blank corner."""
    frame = account.table.frame
    if frame.empty or any(by_words(frame, WORDS[part]) is not None for part in ("person", "initiative")):
        return None
    first = str(frame.columns[0])
    if first in taken or len(_crossed(frame, first)) < max(FEWEST, len(frame.columns) - 1):
        return None
    account.assume("column for person", first)
    account.remark(CORNER, column=first)
    return first


def network_of_turned(account: Account, turned: Turned, *, roster: Network | None, decisions: Any) -> Network:
    """Make the Network of a table with a row per initiative and a column per person."""
    account.assume(TABLE, TURNED)
    frame = account.table.frame
    beside = [str(column) for column in frame.columns if column not in {turned.initiative, *turned.people}]
    if beside:
        account.assume(NOT_USED, ", ".join(beside))
    initiatives = frame[turned.initiative].map(tidy_name)
    account.set_aside(frame.index[initiatives == ""], NO_INITIATIVE, column=turned.initiative)
    head = int(account.table.settings.get("header_row", 0) or 0)
    people = pd.Series(turned.people, index=[head] * len(turned.people), dtype="str")
    found = identify({"header": people}, account, roster=roster, decisions=decisions)
    set_aside_unnamed(account, found, ["header"])
    meant = dict(zip(turned.people, found.ids["header"], strict=True))
    rows = crosses(account, [column for column in turned.people if meant[column]])
    rows["person"] = rows["column"].map(meant)
    rows["initiative"] = initiatives.reindex(rows.index)
    rows = rows[rows["initiative"] != ""].drop_duplicates(["person", "initiative", "role"])
    listed = sorted(set(initiatives) - {""})
    return Network.from_frames(
        people=found.people,
        memberships=rows[["person", "initiative", "role"]].assign(
            start=np.datetime64("NaT", "s"), end=np.datetime64("NaT", "s"), origin=account.table.source
        ),
        initiatives=pd.DataFrame({"initiative": listed}, dtype="str"),
        **account.frames(),
    )


def _crossed(frame: pd.DataFrame, own: str) -> list[str]:
    """Give the columns beside `own` that hold crosses only; whoever has none is a column too."""
    flags = {str(column): read_flags(frame[column]) for column in frame.columns if column != own}
    crossed = [column for column, each in flags.items() if not each.wrong.any()]
    return crossed if any(flags[column].yes.any() for column in crossed) else []


def _share_known(book: NameBook, names: Sequence[str]) -> float:
    found = [book.find(str(name)) for name in names if str(name).strip()]
    return sum(match.status == CERTAIN or match.objects for match in found) / max(len(found), 1)
