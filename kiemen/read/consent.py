"""Who may be used: columns of consent and objection, and lists of people who object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._letters import fold
from kiemen.i18n import mark
from kiemen.read.namebook import NameBook
from kiemen.read.roles import pick
from kiemen.read.tables import read_table
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemen.read.account import Account

UNCLEAR_CONSENT = mark("this is neither yes nor no; it was taken as no consent")
UNCLEAR_OBJECTION = mark("this is neither yes nor no; it was taken as an objection")
NOT_FOUND = mark("entries of the list of people who object fit nobody here; check how they are written")
NOT_AS_CONSENT = mark(
    "the header is that of consent or objection, and the answers are neither yes nor no; it was not used as such, so "
    "look at it first, and pass consent= or opt_out= when it is"
)
# A question about consent has so many answers at most.
FEW_ANSWERS = 3
KEYS = ("name", "email", "token")
# How much a name must be like an entry of the list when it is not the same.
LIKE = 0.7
_AGREES = (
    "akkoord",
    "ik ga akkoord",
    "ik geef toestemming",
    "i agree",
    "i consent",
    "agree",
    "consent",
    "ik doe mee",
    "toestemming gegeven",
    "toestemming verleend",
    "gegeven",
    "verleend",
    "granted",
    "given",
)
_REFUSES = (
    "niet akkoord",
    "ik ga niet akkoord",
    "geen toestemming",
    "ik geef geen toestemming",
    "i do not",
    "i disagree",
)


def _answers(values: pd.Series[str]) -> tuple[pd.Series[bool], pd.Series[bool], pd.Series[bool]]:
    """Give yes, no and unclear; whole sentences count by how they begin ("Ja, ik geef toestemming")."""
    texts = values.map(fold)
    first = texts.str.replace(r"^(?:ja|yes)\b(?!.*\b(?:geen|no)\b).*\b(?:bezwaar|objection)\b.*$", "?", regex=True)
    first = first.str.replace(r"^(ja|nee|neen|yes|no)\b.*$", r"\1", regex=True)
    first = first.str.replace(r"^[a-z]{1,2}0?([12])$", r"a\1", regex=True)
    flags = read_flags(first)
    refuses = texts.str.startswith(_REFUSES) | texts.str.contains(r"\b(?:geen|niet|not|no)\b", regex=True)
    agrees = texts.str.startswith(_AGREES) & ~refuses
    yes = (flags.yes | agrees) & ~(flags.no | (refuses & ~flags.yes))
    no = flags.no | (refuses & ~yes)
    return yes, no, ~yes & ~no & (texts != "")


def consents(account: Account, column: str) -> pd.Series[bool]:
    """Mark the rows with consent; a blank is no consent, and so is what is neither yes nor no."""
    values = account.table.frame[column]
    yes, _, unclear = _answers(values)
    if unclear.any():
        account.doubt(values.index[unclear], UNCLEAR_CONSENT, column=column)
    return yes


def objects(account: Account, column: str) -> pd.Series[bool]:
    """Mark the rows with an objection; a blank is none, and what is neither yes nor no is one."""
    values = account.table.frame[column]
    # "Nee, gebruik mijn antwoorden niet" begins with no and is an objection all the same; "geen bezwaar" is none.
    texts = values.map(fold).str.replace(r"^(?:ik heb )?(?:geen bezwaar|no objection)\b.*$", "no", regex=True)
    texts = texts.str.replace(r"^(ja|nee|neen|yes|no)\b(?!.*\b(?:niet|not|don't)\b).*$", r"\1", regex=True)
    flags = read_flags(texts)
    if flags.wrong.any():
        account.doubt(values.index[flags.wrong], UNCLEAR_OBJECTION, column=column)
    return flags.yes | flags.wrong


def objects_by_column(account: Account, *, consent: str | None, opt_out: str | None) -> pd.Series[bool]:
    """Mark the rows of people who object or gave no consent."""
    frame, where = account.table.frame, account.table.file or account.table.source
    made = pd.Series(False, index=frame.index, dtype=bool)
    if consent is not None:
        made |= ~consents(account, pick(frame.columns, consent, where=where, part="consent"))
    if opt_out is not None:
        made |= objects(account, pick(frame.columns, opt_out, where=where, part="opt_out"))
    return made


def listed_objectors(objectors: Any) -> list[str]:
    """Give the entries of a list of objectors: names, ids or addresses, from a sequence, a file or a frame."""
    if isinstance(objectors, (list, tuple, set, frozenset, pd.Index, pd.Series)):
        return [str(entry) for entry in objectors if str(entry).strip()]
    frame = read_table(objectors).frame
    return [cell for column in frame.columns for cell in frame[column] if cell.strip()]


def meant_by_list(people: pd.DataFrame, entries: Iterable[str]) -> tuple[set[str], list[str]]:
    """Give the ids of the people on a list of objectors, and the entries that fit nobody; `people` has ids as index.

    Found by id, name, address or token, and else by a name that is like it. Somebody who may be meant is left out:
    with two people of one name both are.
    """
    gone: set[str] = set()
    missed: list[str] = []
    keys = [pd.Series(people.index, index=people.index, dtype="str").map(fold)]
    keys += [people[key].astype("str").map(fold, na_action="ignore") for key in _present(people, KEYS)]
    book = NameBook(people.drop(columns="objects", errors="ignore"))
    for entry in entries:
        exact = {str(i) for key in keys for i in people.index[(key == fold(entry)).to_numpy()]}
        if not exact:
            candidates = book.find(entry).candidates
            best = max((score for _, score in candidates), default=1.0)
            exact = {person for person, score in candidates if score >= max(best - 0.05, LIKE)}
        gone |= exact
        missed += [] if exact else [entry]
    return gone, missed


def objects_by_list(people: pd.DataFrame, objectors: Any) -> tuple[pd.Series[bool], int]:
    """Mark the people on a list, found as in `meant_by_list`, and say how many entries fit nobody."""
    known = people.set_index(people["person"].astype("str"))
    gone, missed = meant_by_list(known, listed_objectors(objectors))
    return people["person"].astype("str").isin(gone), len(missed)


def _present(people: pd.DataFrame, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key in people.columns]


def is_yes_or_no(values: pd.Series[str]) -> bool:
    """Whether every filled cell of a column is a clear yes or no."""
    yes, no, unclear = _answers(values)
    return not unclear.any() and bool((yes | no).any())


def has_few_answers(values: pd.Series[str]) -> bool:
    """Whether a column has as few different answers as a question about consent."""
    return len({*values.str.strip()} - {""}) <= FEW_ANSWERS
