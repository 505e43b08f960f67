"""Reading what a file really holds: text inside archives, pictures and escapes, and the people found in it.

The editions leave out what an audience may not see; this is the second lock. Every file is read back before it is
written, and refused if somebody is in it who may not be.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemen.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kiemen.network import Network

GZIP = b"\x1f\x8b"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
PNG = b"\x89PNG\r\n\x1a\n"
DATA_URI = re.compile(rb"base64,([A-Za-z0-9+/=\s]{24,})")
WORD = re.compile(r"\w+")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What makes a word another one: a letter or sign right before it, or one right after it.
BEFORE, AFTER = re.compile(r"[\w.,@-]"), re.compile(r"[\w@]|[.,]\d")
DEEPEST = 4
LONGEST_PART = 200_000_000
# A shorter number is more likely a count than somebody's number.
SHORTEST_NUMBER = 5
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Sign:
    """Something that points at a person."""

    person: str
    kind: str
    words: str
    pieces: frozenset[str] = frozenset()

    @classmethod
    def of(cls, person: str, kind: str, words: object) -> Sign:
        """Make a sign of words as they are written."""
        folded = fold(str(words))
        return cls(person, kind, folded, frozenset(WORD.findall(folded)))


def texts_in(data: bytes, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Give every readable text in a file with its place: members of archives, text chunks, inline pictures too."""
    if depth > DEEPEST:
        return
    if data[:2] == b"PK":
        yield from _zip_texts(data, name, depth)
    elif data.startswith(PNG):
        yield from _png_texts(data, name)
    elif data.startswith(GZIP):
        yield from texts_in(zlib.decompressobj(wbits=31).decompress(data, LONGEST_PART), name, depth + 1)
    else:
        yield name, _plain(data)
        for found in DATA_URI.findall(data):
            try:
                inner = base64.b64decode(found, validate=False)
            except (binascii.Error, ValueError):
                continue
            yield from texts_in(inner, f"{name}#data", depth + 1)


def _zip_texts(data: bytes, name: str, depth: int) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield f"{name}:comment", _plain(archive.comment)
        for member in archive.infolist():
            yield f"{name}:name", fold(member.filename)
            if member.file_size <= LONGEST_PART:
                yield from texts_in(archive.read(member), f"{name}:{member.filename}", depth + 1)


def _png_texts(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    place = len(PNG)
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + size]
        if kind in {b"tEXt", b"iTXt", b"eXIf"}:
            yield f"{name}:{kind.decode()}", _plain(body)
        elif kind == b"zTXt":
            packed = body.partition(b"\0")[2][1:]
            yield f"{name}:zTXt", _plain(zlib.decompressobj().decompress(packed, LONGEST_PART))
        place += 12 + size


def _plain(data: bytes) -> str:
    """Give text as a person would read it: escapes of HTML, XML and JSON undone, blanks and case made equal."""
    words = data.decode("utf-16" if data.startswith(UTF16) else "utf-8", errors="replace")
    words = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), words)
    return fold(html.unescape(words))


def fold(words: str) -> str:
    """Give text with case, width and blanks made equal."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def signs_of(network: Network, people: Iterable[str] | None = None) -> list[Sign]:
    """Give everything that points at these people: names, ids, and values of theirs that look like e-mail addresses."""
    table = network.people
    chosen = set(map(str, table.index if people is None else people))
    mails = [
        column
        for column in table.columns
        if column not in {"name", "inside"} and table[column].astype(str).str.contains("@", regex=False).any()
    ]
    signs = []
    for person, row in zip(
        map(str, table.index), table[["name", *mails]].itertuples(index=False, name=None), strict=True
    ):
        if person not in chosen:
            continue
        if _telling(fold(str(row[0]))):
            signs.append(Sign.of(person, "name", row[0]))
        if _telling(fold(person)) and fold(person) != fold(str(row[0])):
            signs.append(Sign.of(person, "id", person))
        signs += [Sign.of(person, "e-mail", value) for value in row[1:] if MAIL.fullmatch(str(value).strip())]
    return signs


def _telling(words: str) -> bool:
    digits = re.sub(r"\W", "", words)
    return len(digits) >= (SHORTEST_NUMBER if digits.isdigit() else SHORTEST_NAME)


def found_in(words: str, signs: Iterable[Sign]) -> list[Sign]:
    """Give the signs that occur as whole words in a folded text."""
    vocabulary = set(WORD.findall(words))
    found = []
    for sign in signs:
        if not sign.pieces or not sign.pieces <= vocabulary:
            continue
        if _stands_in(words, sign.words):
            found.append(sign)
    return found


def _stands_in(words: str, sign: str) -> bool:
    """Say whether a sign stands in a text by itself: found as plain text first, which is far quicker in a long page."""
    at = words.find(sign)
    while at >= 0:
        end = at + len(sign)
        if not (BEFORE.match(words[max(at - 1, 0) : at]) or AFTER.match(words[end : end + 2])):
            return True
        at = words.find(sign, at + 1)
    return False


@dataclass(frozen=True)
class Guard:
    """Refuses files with people in them who may not be there."""

    audience: str
    forbidden: tuple[Sign, ...]

    def check(self, data: bytes, name: str) -> bytes:
        """Give the data back if nobody is in it who may not be, else raise.

        Raises
        ------
        PrivacyError
            Without the name itself, since an error message travels too.
        """
        if not self.forbidden:
            return data
        people = set()
        for _, words in texts_in(data, name):
            people |= {sign.person for sign in found_in(words, self.forbidden)}
        if people:
            raise PrivacyError(
                f"{name} was not written: it would name {len(people)} people to the audience {self.audience!r}. "
                f"Perhaps a department, title or initiative carries somebody's name; rename it, or write for the "
                f"analyst."
            )
        return data


def guard_for(network: Network, audience: str, allowed: Iterable[str] = ()) -> Guard:
    """Give the guard for an audience: the analyst may see everybody, others only who is in `allowed`."""
    if audience == "analyst":
        return Guard(audience, ())
    seen = set(map(str, allowed))
    rest = [str(person) for person in network.ids if str(person) not in seen]
    names = {fold(str(network.people["name"].get(person, ""))) for person in seen}
    return Guard(audience, tuple(sign for sign in signs_of(network, rest) if sign.words not in names))
