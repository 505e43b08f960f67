"""Reading what a file really holds: text inside archives, pictures and escapes, and the people found in it.

The editions leave out what an audience may not see; this is the second lock. Every file is read back before it is
written, and refused if somebody is in it who may not be.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import sys
import unicodedata
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemen._letters import fold as plain_letters
from kiemen.errors import PrivacyError
from kiemen.plots.seals import PNG
from kiemen.privacy.mentions import first_words, in_initials, mentioned, short_names, texts_of, whole_names
from kiemen.report.content import refuse_packing
from kiemen.report.ownwords import ATTRIBUTE, own_words, workbook_attributes
from kiemen.report.packed import LONGEST_PART, decoded, parts_in, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kiemen.network import Network

# What stands between marks of plain text in XML is words, no tag.
TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>")
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
WORD = re.compile(r"\w+")
# Where a cell is, and which part of a workbook is meant.
PLACED = re.compile(r'(?:r|ref|sqref|topLeftCell|activeCell)="[A-Z]+\d+(?:[: ][A-Z]+\d+)*"|(?:r:id|Id)="rId\d+"')
# An address as it stands in a text, where quotes may stand around it, and all that can be one where it stands alone.
MAIL = re.compile(r"[\w.+-]+(?:'[\w.+-]+)*@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(r"[\w.!#$%&'’*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
# What makes a word another one: a letter or sign right before it, or one right after it. A full stop before it belongs
# to an address, and after a digit to a number; a comma only parts two things.
BEFORE, BEFORE_NUMBER = re.compile(r"[\w@-]$"), re.compile(r"(?:[\w@-]|\d\.)$")
BEFORE_MAIL = re.compile(r"[\w.@+-]$|\w'$")
AFTER, AFTER_NUMBER = re.compile(r"[\w@]|\.\d"), re.compile(r"[\w@]|\.(?!0+(?![\w.]))\d")
# A code with a number, which is also written without its dash, or with one.
CODE = re.compile(r"([^\W\d_]+)[-_ ./]?(\d{3,})")
# Letters written in JSON, beyond the first plane in two halves.
HALVES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
ESCAPES = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))")
WORKBOOK = (":xl/", ":_rels/")
DEEPEST = 4
# A shorter number is more likely a count than somebody's number.
SHORTEST_NUMBER = 5
SHORTEST_NAME = 3
# What others wrote that an edition may show.
TITLES = ("initiatives", "memberships", "events", "innovations", "items", "people")


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


def texts_in(data: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every readable text in a file with its place: members of archives, text chunks, inline pictures too.

    What is marked up is given as it stands, and as a person reads it, since a word processor cuts names in pieces.
    """
    for place, words in written_in(data, name):
        yield place, fold(words)


def written_in(data: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Give the same texts with the capitals in which they are written."""
    for place, part in parts_in(data, name):
        if part.startswith(PNG):
            yield from _png_texts(part, place)
            continue
        for words in readings(part):
            yield from _ways_to_read(words, place)


def _ways_to_read(words: str, place: str) -> Iterator[tuple[str, str]]:
    if any(folder in place for folder in WORKBOOK):
        words = ATTRIBUTE.sub(_told_in_a_tag, words)
    yield place, _plain(words)
    if "<" in words:
        yield place, _plain(TAG.sub("", words))
        yield place, _plain(TAG.sub(" ", words))
    if PERCENT.search(words):
        yield place, _plain(unquoted(words))


def _png_texts(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    place = len(PNG)
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + size]
        if kind in {b"tEXt", b"iTXt", b"eXIf"}:
            yield from ((f"{name}:{kind.decode()}", _plain(words)) for words in readings(body))
        elif kind == b"zTXt":
            packed = body.partition(b"\0")[2][1:]
            with contextlib.suppress(zlib.error):
                inner = zlib.decompressobj().decompress(packed, LONGEST_PART)
                yield from ((f"{name}:zTXt", _plain(words)) for words in readings(inner))
        place += 12 + size


def _told_in_a_tag(found: re.Match[str]) -> str:
    """Give what stands in a tag of a workbook, but for what every workbook holds: A10 and 50000 may be ids too."""
    ours = found[0] in workbook_attributes() or PLACED.fullmatch(found[0])
    return "" if ours else found[0]


def _plain(words: str) -> str:
    """Give text as a person would read it: escapes of HTML, XML, JSON, scripts and CSV undone."""
    words = ESCAPES.sub(_escaped, HALVES.sub(lambda found: json.loads(f'"{found[0]}"'), words))
    return html.unescape(words.replace('\\"', '"').replace('""', '"'))


def _escaped(found: re.Match[str]) -> str:
    sign = int(next(filter(None, found.groups())), 16)
    return chr(sign) if sign <= sys.maxunicode else found[0]


def unquoted(words: str) -> str:
    """Give text as it was before it went into a link, where an address may have gone into another one."""
    for _ in range(DEEPEST):
        if not PERCENT.search(words):
            break
        words = PERCENT.sub(lambda found: decoded(bytes.fromhex(found[0].replace("%", ""))), words)
    return words.replace("+", " ")


def as_written(words: str) -> str:
    """Give text with width, blanks and apostrophes made equal, and without signs that nobody sees."""
    plain = unicodedata.normalize("NFKC", words)
    if not plain.isascii():
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").replace("’", "'")
    return " ".join(plain.split())


def fold(words: str) -> str:
    """Give the same without capitals."""
    return as_written(words).casefold()


def signs_of(network: Network, people: Iterable[str] | None = None) -> list[Sign]:
    """Give everything that points at these people: names, ids, and values of theirs that look like e-mail addresses.

    A single word that every report holds points at nobody: see `ordinary_names`.
    """
    table = network.people
    chosen = set(map(str, table.index if people is None else people))
    mails = [
        column
        for column in table.columns
        if column not in {"name", "inside"} and table[column].astype(str).str.contains("@", regex=False).any()
    ]
    signs = []
    everybody = {fold(str(person)) for person in table.index}
    for person, row in zip(
        map(str, table.index), table[["name", *mails]].itertuples(index=False, name=None), strict=True
    ):
        if person not in chosen:
            continue
        name, known = fold(str(row[0])), fold(person)
        signs += [Sign.of(person, "name", form) for form in (name, *_without_accents(name)) if _telling(form)]
        if _telling(known):
            forms = {form for form in _rewritten(known) if _telling(form)} - everybody
            signs += [Sign.of(person, "id", form) for form in sorted({known, *forms} - {name})]
        signs += [Sign.of(person, "e-mail", value) for value in row[1:] if ADDRESS.fullmatch(str(value).strip())]
    return signs


def _without_accents(name: str) -> Iterator[str]:
    """Give a name of one word as it is written without its accents; more words are known by their own forms."""
    if name.isalpha() and (plain := plain_letters(name)) != name:
        yield plain


def _rewritten(known: str) -> Iterator[str]:
    """Give an id as spreadsheets and people write it: 0012345 as 12345, and K-0031 as K0031 or the other way round."""
    if known.isdecimal():
        yield known.lstrip("0")
    elif found := CODE.fullmatch(known):
        yield "".join(found.groups())
        yield "-".join(found.groups())


def _telling(words: str) -> bool:
    digits = re.sub(r"\W", "", words)
    if len(digits) < (SHORTEST_NUMBER if digits.isdigit() else SHORTEST_NAME):
        return False
    return not _ordinary(words)


def _ordinary(words: str) -> bool:
    """Say whether a name is a single word that the report itself uses, in a sentence or in its markup."""
    pieces = WORD.findall(words)
    return all(piece.isalpha() for piece in pieces) and len(pieces) == 1 and pieces[0] in own_words()


def ordinary_names(network: Network) -> int:
    """Count the people with a name of one word that cannot be told from the words of the report, such as "May"."""
    return sum(_ordinary(fold(str(name))) for name in network.people["name"])


def too_short(network: Network) -> int:
    """Count the names and ids that are too short to be told from other words and from counts."""
    names, ids = network.people["name"].map(str).map(fold), network.people.index.map(str).map(fold)
    said = [*names, *(one for one, name in zip(ids, names, strict=True) if one != name)]
    return sum(bool(one) and not _telling(one) and not _ordinary(one) for one in said)


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
    before = BEFORE_MAIL if "@" in sign else BEFORE_NUMBER if sign.isdigit() else BEFORE
    after = AFTER_NUMBER if sign.isdigit() else AFTER
    at = words.find(sign)
    while at >= 0:
        end = at + len(sign)
        if not (before.search(words[max(at - 2, 0) : at]) or after.match(words, end)):
            return True
        at = words.find(sign, at + 1)
    return False


@dataclass(frozen=True)
class Guard:
    """Refuses files with people in them who may not be there."""

    audience: str
    forbidden: tuple[Sign, ...]

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Refuse to be packed: what may not leave would leave with it.

        Raises
        ------
        PrivacyError
            Where there is anybody who may not be named.
        """
        if self.forbidden:
            refuse_packing(self.audience)
        return Guard, (self.audience, ())

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
                f"{name} was not written: it would name {len(people)} {'person' if len(people) == 1 else 'people'} to "
                f"the audience {self.audience!r}. "
                f"Perhaps a department, title or initiative carries somebody's name; rename it, or write for the "
                f"analyst."
            )
        return data


def guard_for(
    network: Network, audience: str, allowed: Iterable[str] = (), stated: Iterable[str] = (), *, title: str = ""
) -> Guard:
    """Give the guard for an audience: the analyst may see everybody, others only who is in `allowed`.

    Who stands in what the organisation states itself, such as whom to ask, may be read by all; the `title` is judged.
    """
    if audience == "analyst":
        return Guard(audience, ())
    seen = set(map(str, allowed)) | stated_people(network, stated)
    rest = [str(person) for person in network.ids if str(person) not in seen]
    names = {fold(str(network.people["name"].get(person, ""))) for person in seen}
    signs = [sign for sign in signs_of(network, rest) if sign.words not in names]
    return Guard(audience, (*signs, *_titles_naming(network, signs, names, title)))


def _titles_naming(network: Network, signs: Iterable[Sign], spared: Iterable[str], title: str) -> Iterator[Sign]:
    """Give whole titles in which others wrote these people's names their own way, such as with the surname in front.

    On a page two names side by side can look like a third written so; in one title they do not.
    """
    named = [sign for sign in signs if sign.kind == "name"]
    forms = {form: sign.person for sign in named for form in whole_names([sign.words])}
    initials = {form: sign.person for sign in named for form in short_names(sign.words)}
    for form in {*whole_names(spared), *(form for name in spared for form in short_names(name))}:
        forms.pop(form, None)
        initials.pop(form, None)
    starts = first_words(forms)
    others = {title, *map(str, network.waves.index), *map(str, network.relations.index)}
    for words in sorted(texts_of(network.to_frames(), TITLES) | others):
        people = {forms[form] for form in mentioned(words, forms, starts)}
        people |= {initials[form] for _, form in in_initials(words, initials)}
        for person in sorted(people):
            yield Sign.of(person, "title", words)


def stated_people(network: Network, stated: Iterable[str]) -> set[str]:
    """Give the ids of those named in what the organisation states itself."""
    words = fold(" ; ".join(map(str, stated)))
    return {sign.person for sign in found_in(words, signs_of(network))} if words else set()
