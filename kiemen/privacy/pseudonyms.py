"""Pseudonyms: another name for each person, which only the holder of a key can turn back.

A pseudonymised network is still personal data, and its shape alone can give people away; it is a safeguard for the
analyst's own work, not a permission to share.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from kiemen._files import write_atomic
from kiemen.errors import InputError, PrivacyError
from kiemen.privacy.mentions import MASK, Names, initialled, reworded, spelled, whole_names, without_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEY_BYTES = 32
LENGTH = 12
# Who leads somebody, by id or name.
MANAGER = "manager"
SHORTEST_ID = 4
PEOPLE_COLUMNS = ("person", "source", "target")
FREE_TEXT = {"responses": "text", "events": "note", "ledger": "value"}


class Frames(Protocol):
    """What a Network offers to this floor: its tables, and a way back."""

    @property
    def ids(self) -> pd.Index[Any]:
        """Ids of everybody."""
        ...

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Give all tables by name."""
        ...

    @classmethod
    def from_frames(cls, **tables: Any) -> Any:
        """Make one from tables."""
        ...


def write_key(path: str | os.PathLike[str]) -> Path:
    """Make a new random key and write it to a file that only its owner may read.

    Answers: "How do I start working with pseudonyms?" Keep the file apart from the data and the reports; without it
    nobody, including you, can turn the pseudonyms back.

    Parameters
    ----------
    path
        New file; an existing one is never overwritten, since that would make older pseudonyms unreadable.

    Returns
    -------
    Path
        Where the key is.

    Raises
    ------
    InputError
        If the file exists or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read_key(write_key(f"{folder}/key.txt")))
    32
    """
    written = write_atomic(path, secrets.token_hex(KEY_BYTES) + "\n")
    written.chmod(0o600)
    return written


def read_key(key: str | bytes | os.PathLike[str]) -> bytes:
    """Give the key from bytes, from a file, or from an environment variable named as ``env:NAME``.

    Parameters
    ----------
    key
        At least 16 bytes; a path; or text such as ``"env:KIEMEN_KEY"``.

    Returns
    -------
    bytes
        The key.

    Raises
    ------
    InputError
        If there is no such file or variable.
    PrivacyError
        If the key is shorter than 16 bytes: it could be guessed.

    Examples
    --------
    >>> len(read_key(b"0123456789abcdef"))
    16
    """
    if isinstance(key, bytes):
        found = key
    elif isinstance(key, str) and key.startswith("env:"):
        if not (value := os.environ.get(key[4:])):
            raise InputError(f"there is no environment variable {key[4:]!r} with the key.")
        found = _decoded(value)
    else:
        path = Path(key)
        if not path.is_file():
            raise InputError(f"there is no key file {path}; make one with write_key().")
        found = _decoded(path.read_text(encoding="utf-8"))
    if len(found) < 16:
        raise PrivacyError("the key is too short to be safe: give at least 16 bytes, or make one with write_key().")
    return found


def _decoded(words: str) -> bytes:
    try:
        return bytes.fromhex(words.strip())
    except ValueError:
        return words.strip().encode("utf-8")


def pseudonym(person: str, *, key: str | bytes | os.PathLike[str]) -> str:
    """Give the pseudonym of one id: the same for the same key, and not to be turned back without it.

    Parameters
    ----------
    person
        Id.
    key
        See `read_key`.

    Returns
    -------
    str
        "k" and 12 letters and digits (HMAC-SHA-256 in base 32, 60 bits).

    Examples
    --------
    >>> pseudonym("P017", key=b"0123456789abcdef") == pseudonym("P017", key=b"another key, 16+")
    False
    """
    return _pseudonym(person, read_key(key))


def _pseudonym(person: str, secret: bytes) -> str:
    digest = hmac.new(secret, person.encode("utf-8"), hashlib.sha256).digest()
    return "k" + base64.b32encode(digest).decode("ascii").lower()[:LENGTH]


def pseudonymise(network: Frames, *, key: str | bytes | os.PathLike[str]) -> Any:
    """Give the same network under pseudonyms, without names, free text and columns that point at one person.

    Answers: "Can I work on this, or have it worked on, without names?" Not a way to make data anonymous: the result is
    still personal data.

    Parameters
    ----------
    network
        The network; it is left as it is.
    key
        See `read_key`; it is kept nowhere in the result.

    Returns
    -------
    Network
        With pseudonyms for ids and names. Texts of answers, notes and values in the ledger are emptied; text columns
        of people in which most values occur once (e-mail, phone, number) or are other people (a mentor) are left out
        and named in `assumptions`; who somebody's `manager` is becomes a pseudonym too, and so do ids, names and
        addresses in titles and other texts, in any usual form ("Vos, Cas van der", "C. v.d. Vos"); a form that may be
        of two people becomes "…".

    Raises
    ------
    InputError
        If the key cannot be found.
    PrivacyError
        If the key is too short, or two people would get the same pseudonym.

    Notes
    -----
    HMAC-SHA-256 of the id. Cost: linear in the rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
    >>> hidden = pseudonymise(network, key=b"0123456789abcdef")
    >>> "An" in hidden.ids, sorted(reidentify(hidden.ids, network, key=b"0123456789abcdef").tolist())
    (False, ['An', 'Bram'])
    """
    secret = read_key(key)
    new = {str(person): _pseudonym(str(person), secret) for person in network.ids}
    if len(set(new.values())) < len(new):
        raise PrivacyError("two people get the same pseudonym; use another key.")
    frames = {name: _renamed(frame, new) for name, frame in network.to_frames().items()}
    people = frames["people"]
    called = dict(zip(people["name"].astype(str), map(str, people.index), strict=True))
    known = _known(people, new)
    others = [column for column in people.columns if column != "name"]
    dropped = [one for one in others if _singles_out(people[one]) or _names_people(people[one], called)]
    if MANAGER in others:
        # Who leads whom is kept, by pseudonym; somebody who is not in the network has none.
        leads = people[MANAGER].astype(str).map(lambda said: new.get(said, new.get(called.get(said, ""), "")))
        people[MANAGER] = leads.where(leads != "")
        dropped = [column for column in dropped if column != MANAGER]
    people = people.drop(columns=dropped)
    people.index = pd.Index([new[str(person)] for person in people.index], name="person")
    people["name"] = people.index
    frames["people"] = people
    frames.update(reworded(frames, known))
    for table, column in FREE_TEXT.items():
        frames[table][column] = ""
    frames["sources"]["file"] = ""
    rows = [
        {"source": "pseudonyms", "subject": column, "choice": "left out: it points at one person"} for column in dropped
    ]
    frames["assumptions"] = pd.concat(
        [frames["assumptions"], pd.DataFrame(rows, columns=frames["assumptions"].columns)]
    )
    return type(network).from_frames(**frames)


def _renamed(frame: pd.DataFrame, new: Mapping[str, str]) -> pd.DataFrame:
    renamed = frame.copy()
    for column in PEOPLE_COLUMNS:
        if column in renamed.columns and not renamed[column].map(new).isna().all():
            renamed[column] = renamed[column].map(new).fillna("")
    return renamed


def _known(people: pd.DataFrame, new: Mapping[str, str]) -> Names:
    """Give the pseudonym for every way to write somebody's name, address or id in a text.

    Short ids are left, as in `_names_people`. What two people may both be called becomes nobody's pseudonym.
    """
    known: dict[str, str] = {}
    for column in [one for one in ("name", "email") if one in people]:
        for person, said in people[column].dropna().astype(str).items():
            forms = whole_names([said]) | ({spelled(said)} if len(said) >= SHORTEST_ID else set())
            known.update(dict.fromkeys(forms, new[str(person)]))
    known |= {spelled(person): hidden for person, hidden in new.items() if len(person) >= SHORTEST_ID}
    known.pop("", None)
    bare: dict[str, str] = {}
    short: dict[str, str] = {}
    for person, said in people["name"].dropna().astype(str).items():
        own = new[str(person)]
        bare |= {form: own if bare.get(form, own) == own else MASK for form in without_prefix(said)}
        short |= {form: own if short.get(form, own) == own else MASK for form in initialled(said)}
    return Names(bare | known, short, alone=True)


def _names_people(column: pd.Series, called: Mapping[str, str]) -> bool:
    """Say whether a text column mostly holds names or ids of people in the network, as that of a mentor does.

    Short ids are not looked for: teams may well be numbered from 1, as people are.
    """
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    known = column.dropna().astype(str)
    people = {*called, *called.values()}
    return len(known) > 0 and bool((known.isin(people) & (known.str.len() >= SHORTEST_ID)).mean() >= 0.5)


def _singles_out(column: pd.Series) -> bool:
    """Say whether a text column mostly holds values of one person only."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    known = column.dropna()
    counts = known.value_counts()
    return len(known) > 0 and int((counts == 1).sum()) * 2 > len(counts)


def reidentify(pseudonyms: Iterable[str], network: Frames, *, key: str | bytes | os.PathLike[str]) -> pd.Series:
    """Give the ids behind pseudonyms, for whoever holds the key and the original network.

    Parameters
    ----------
    pseudonyms
        Pseudonyms to turn back.
    network
        The original network.
    key
        The key they were made with.

    Returns
    -------
    Series
        Id per pseudonym (index `pseudonym`).

    Raises
    ------
    PrivacyError
        If one does not belong to this network and key.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_frames(ties=pd.DataFrame({"source": ["An"], "target": ["Bram"]}))
    >>> key = b"0123456789abcdef"
    >>> reidentify([pseudonym("An", key=key)], network, key=key).tolist()
    ['An']
    """
    secret = read_key(key)
    back = {_pseudonym(str(person), secret): str(person) for person in network.ids}
    asked = [str(name) for name in pseudonyms]
    strange = sorted({name for name in asked if name not in back})
    if strange:
        raise PrivacyError(f"not made from this network with this key: {', '.join(strange[:5])}.")
    return pd.Series([back[name] for name in asked], index=pd.Index(asked, name="pseudonym"), name="person")
