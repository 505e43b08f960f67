"""Several names in one field: where one name ends and the next begins.

Signs that never stand in a name (";", a line break) always part. "en" and "&" part unless the roster knows somebody by
the whole. A comma stands inside names ("Vries, An de") and between them ("Bo, Cas", as forms join the boxes that were
ticked): the people known and the other fields of the file tell which. What may be one name or several is put in doubt
in the book, so that it goes to the review list and makes no tie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemen._letters import PREFIXES, fold
from kiemen.read.decisions import SEVERAL_NAMES
from kiemen.read.namebook import CERTAIN, UNMATCHED
from kiemen.read.nothing import names_nobody
from kiemen.read.spelling import take_apart, visible

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from kiemen.read.namebook import NameBook

LONGEST_NAME, MOST_WORDS = 80, 9
# In a text, names of so many words are looked for.
NAME_IN_TEXT = range(2, 6)
# From so many fields on, and this share of them with "Surname, Given", a comma is taken to stand inside a name.
ENOUGH, MOST = 3, 0.8
# At most one surname in so many is also a given name.
MOST_MIXED = 5

_SURE = re.compile(r"[;\n\r|\t•]+|\s+/\s+")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}\s*[.)]\s+(?=\D)")
_AND = re.compile(r"\s*,?\s+(?:en|and|und|plus|&|\+)\s+|(?<=[^\W\d_]{2})\s?[&+]\s?(?=[^\W\d_]{2})", re.IGNORECASE)
_OR = re.compile(r"\s+(?:of|or|oder|dan wel)\s+|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})", re.IGNORECASE)
# Words before a name that are none: "vooral met Bo".
_FILLER = re.compile(
    r"^(?:(?:vooral|soms|ook|met|vaak|meestal|veel|verder|daarnaast|zoals|namelijk|bijvoorbeeld|bijv\.?|o\.a\.|regelmatig"
    r"|mainly|mostly|sometimes|also|with|often|especially)\s+)+(?=[^\W\d_a-z])"
)
_COMMA = re.compile(r"\s*,\s*")


@dataclass(frozen=True)
class Habits:
    """How names are written in a file: whether commas stand inside them, and the names that stand alone in a field.

    `apart` has the names that stand alone or in a list that is sure, `full` says that people are known by more than
    one word.
    """

    surname_first: bool = False
    alone: frozenset[tuple[str, ...]] = frozenset()
    apart: frozenset[tuple[str, ...]] = frozenset()
    full: bool = False
    # Names of more than one word, as they are compared.
    whole: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Iterable[str], names: Iterable[str]) -> Habits:
        """Find the habits in the fields of a file and the names of those who filled them in."""
        listed, known = list(fields), [name for name in names if name.strip()]
        alone = frozenset(take_apart(field).words for field in listed if not any(map(field.__contains__, ",;\n")))
        words = [take_apart(name).words for name in known]
        first = commas_inside(known) or (commas_inside(listed) and _are_told(listed, {*words}))
        apart = frozenset(take_apart(name).words for field in listed for name in _sure_list(field))
        full = sum(len(name) > 1 for name in words) * 2 > len(words)
        whole = frozenset(fold(name) for name in known if len(name.split()) > 1)
        return cls(first, alone, alone | apart, full, whole)


PLAIN = Habits()


def split_names(text: str, book: NameBook, *, several: bool, habits: Habits = PLAIN) -> tuple[str, ...]:
    """Split a field into the names in it.

    `several` says that the field asks for more than one name, so that commas part. A piece that may be one name or
    more is given whole, in doubt in the `book`.
    """
    pieces = [piece.strip(" \t,.-–*·") if len(piece.strip()) > 2 else piece.strip() for piece in _SURE.split(text)]
    pieces = [part.strip() for piece in pieces for part in _NUMBERED.sub(" ; ", piece).split(" ; ") if part.strip()]
    # Where a surer sign parts the names, a comma says little.
    several = several and len(pieces) < 2
    made: list[str] = []
    for piece in pieces:
        made.extend(_Field(piece, book, several=several, habits=habits).names())
    return tuple(made)


def is_whole(name: str) -> bool:
    """Whether somebody is named by more than one word; "Jansen-de Boer" is one, however long.

    Examples
    --------
    >>> [is_whole(name) for name in ("An de Wit", "de Wit", "Jansen-de Boer", "Anne-Marie Bos")]
    [True, False, False, True]
    """
    single = re.sub(r"(?<=\w)\s?-\s?(?:[a-z']{1,4}\s+)*(?=\w)", "", name)
    return len(take_apart(single).words) > 1


def commas_inside(fields: Iterable[str]) -> bool:
    """Say whether most fields hold one name with the surname first, as "Vries, An de"."""
    filled = [field for field in fields if field.strip() and not names_nobody(field)]
    inside = sum(_is_surname_first(_parts(_COMMA, field)) and not _AND.search(field) for field in filled)
    return len(filled) >= ENOUGH and inside >= MOST * len(filled)


def _are_told(fields: Iterable[str], known: Container[tuple[str, ...]]) -> bool:
    """Whether more than the comma tells that the surname comes first: a prefix, an initial, or somebody known.

    Two names that were ticked look the same as a surname and a given name, but there a name stands now first, now
    second.
    """
    pairs = [parts for parts in (_parts(_COMMA, field) for field in set(fields)) if _is_surname_first(parts)]
    firsts, seconds = ({fold(pair[place]) for pair in pairs} for place in (0, 1))
    if len(firsts & seconds) * MOST_MIXED > min(len(firsts), len(seconds)):
        return False
    return any(
        _tells_surname(pair) or (len(found := take_apart(", ".join(pair)).words) > 1 and found in known)
        for pair in pairs
    )


def _sure_list(field: str) -> list[str]:
    """Give the names of a field that surely lists them: three or more, and no surname in pieces."""
    parts = [part for group in _parts(_AND, field) for part in _parts(_COMMA, group)]
    return parts if len(parts) > 2 and not _tells_surname(parts) else []


def _parts(sign: re.Pattern[str], text: str) -> list[str]:
    return [_FILLER.sub("", part.strip(" ,")) for part in sign.split(text) if part.strip(" ,")]


def _is_surname_first(parts: Sequence[str]) -> bool:
    """Whether two comma parts can be a surname and given names."""
    return len(parts) == 2 and len(take_apart(parts[0]).words) == 1


def _tells_surname(parts: Sequence[str]) -> bool:
    """Whether prefixes or initials show that comma parts are one name: "Boer, H. de", "Vries, de, Jan"."""
    if not 2 <= len(parts) <= 3 or len(take_apart(parts[0]).words) != 1:
        return False
    rest = [word.strip(".").casefold() for part in parts[1:] for word in part.split()]
    if len(parts) == 3:
        return any(all(word.casefold() in PREFIXES for word in part.split()) for part in parts[1:])
    opens = len(parts[0].split()) > 1
    initials = bool(take_apart(parts[1]).short) and all(take_apart(parts[1]).short)
    return opens or initials or (len(rest) > 1 and rest[-1] in PREFIXES)


class _Field:
    """One piece of a field that no sure sign parts."""

    def __init__(self, text: str, book: NameBook, *, several: bool, habits: Habits) -> None:
        self.text, self.book, self.several, self.habits = _FILLER.sub("", text.strip(" ,")), book, several, habits

    def names(self) -> list[str]:
        """Give the names in the piece."""
        choice = self.book.decisions.get(fold(self.text))
        groups = [_parts(_COMMA, group) for group in _parts(_AND, self.text)]
        parts = [part for group in groups for part in group]
        either = _parts(_OR, self.text)
        if (len(parts) < 2 and len(either) < 2) or self._is_one(choice, parts):
            return [self.text] if self.text else []
        inside = self._inside() if self._is_text(parts) else []
        if choice == SEVERAL_NAMES or (self.several and not self._may_be_one(parts)):
            return (inside if choice == SEVERAL_NAMES else []) or self._chained(parts)
        made = None
        if not self.several and not self._is_torn(parts):
            made = self._of_groups(groups) if len(either) < 2 else self._either(either)
        if made is None and (inside or not self._is_text(parts)):
            self.book.doubt(visible(self.text), inside or [*map(visible, parts), *map(visible, either)])
        return [self.text] if made is None else made

    def _inside(self) -> list[str]:
        """Give the whole names of people known that stand in a text."""
        words = re.sub(r"[.,;:!?()\"]", " ", visible(self.text)).split()
        found = (
            " ".join(words[at : at + length])
            for at in range(len(words))
            for length in NAME_IN_TEXT
            if words[at][:1].isupper() and at + length <= len(words)
        )
        return list(dict.fromkeys(name for name in found if fold(name) in self.habits.whole))

    def _is_one(self, choice: str | None, parts: Sequence[str]) -> bool:
        """Whether somebody decided, or the roster knows, that the whole is one name."""
        if choice is not None:
            return choice != SEVERAL_NAMES
        whole = self.book.find(visible(self.text))
        called = [self.book.name_of(person) for person, _ in whole.candidates]
        return (
            (whole.status == CERTAIN and not self._is_torn(parts) and self._covers(self.text, parts))
            or whole.objects
            or names_nobody(self.text)
            or any(_AND.search(name) or _OR.search(name) for name in called)
        )

    def _covers(self, whole: str, parts: Sequence[str]) -> bool:
        """Whether somebody known by the whole has a word for every part: "Cas, Dirk" is more than Cas."""
        found = self.book.find(visible(whole))
        if found.objects:
            return True
        own = len(take_apart(self.book.name_of(found.person)).words) if found.person else 0
        return found.status == CERTAIN and (own != 1 or sum(bool(take_apart(part).words) for part in parts) < 2)

    def _is_torn(self, parts: Sequence[str]) -> bool:
        """Whether the whole is somebody, and a part of it is the whole name of somebody else."""
        whole = self.book.find(visible(self.text))
        if whole.status != CERTAIN or "," not in self.text or not self._covers(self.text, parts):
            return False
        found = ((fold(part), self.book.find(visible(part))) for part in parts)
        return any(
            match.status == CERTAIN
            and match.person != whole.person
            and name in {fold(match.person), fold(self.book.name_of(match.person))}
            for name, match in found
        )

    def _may_be_one(self, parts: Sequence[str]) -> bool:
        """Whether two parts of a list may be one name nobody knows, where people have more than one word."""
        if self._is_torn(parts):
            return True
        if not self.habits.full or not _is_surname_first(parts) or self._are_apart(parts):
            return False
        return not any(map(self._known, parts)) and not all(map(self._like, parts))

    def _are_apart(self, names: Sequence[str]) -> bool:
        """Whether each of the names stands by itself, or in a sure list, elsewhere in the file."""
        return all(take_apart(name).words in self.habits.apart for name in names)

    def _is_text(self, parts: Sequence[str]) -> bool:
        long = len(self.text) > LONGEST_NAME or len(self.text.split()) > MOST_WORDS
        return long and not any(self._known(part) for part in parts)

    def _either(self, parts: Sequence[str]) -> list[str] | None:
        """Part "Piet/Klaas" where both are somebody; "Piet of Klaas" says that it is one of the two."""
        slashed = "/" in self.text and len(_parts(re.compile("/"), self.text)) == len(parts)
        return list(parts) if slashed and all(self._like(part) for part in parts) else None

    def _of_groups(self, groups: Sequence[Sequence[str]]) -> list[str] | None:
        """Give the names between the words "en", None where it is not sure what they are."""
        pairs = len(groups) > 1 and all(len(group) == 2 for group in groups)
        inside = (
            self.habits.surname_first or pairs or (len(groups) > 1 and any(_tells_surname(group) for group in groups))
        )
        made: list[str] = []
        for group in groups:
            found = self._of_commas(group, inside=inside, listed=len(groups) > 1)
            if found is None:
                return None
            made += found
        if len(made) < 2 and len(groups) < 2:
            return made
        return made if all(self._passes(name) for name in made) else None

    def _of_commas(self, group: Sequence[str], *, inside: bool, listed: bool) -> list[str] | None:
        whole = ", ".join(group)
        if len(group) == 1 or (self._known(whole) and self._covers(whole, group)):
            return [whole]
        chained = self._chained(group)
        if all(self._known(name) for name in chained):
            return chained
        apart, alone = self._are_apart(chained), take_apart(whole).words in self.habits.alone
        if (apart and alone) or (self.habits.surname_first and len(group) > 2):
            return None
        if alone or _tells_surname(group) or (inside and _is_surname_first(group)):
            return [whole]
        if apart:
            return chained
        full = all(self._known(name) or len(take_apart(name).words) > 1 for name in chained)
        return chained if listed or full or len(chained) > 2 else None

    def _passes(self, name: str) -> bool:
        """Whether a part can stand as a name: somebody known or alike, a word for nobody, or written as a name is."""
        if self._like(name) or names_nobody(name):
            return True
        bare = re.sub(r"[(\[][^)\]]*[)\]]|,", " ", name)
        words = [word for word in bare.split() if word.casefold().strip(".") not in PREFIXES]
        return 0 < len(words) <= 5 and all(word[:1].isupper() for word in words)

    def _chained(self, parts: Sequence[str]) -> list[str]:
        """Put comma parts together that make one name: "Vries", "An de" but not "An de Vries", "Bram Jansen"."""
        made: list[str] = []
        place = 0
        while place < len(parts):
            length = self._length_of_name(parts[place:])
            made.append(", ".join(parts[place : place + length]))
            place += length
        return made

    def _length_of_name(self, parts: Sequence[str]) -> int:
        """Give how many comma parts make the first name: as many as fit somebody best, otherwise one."""
        if self._known(parts[0]):
            return 1
        fits = [
            (self.book.find(visible(joined)).score, -length)
            for length in (2, 3)
            if len(parts) >= length
            and self._known(joined := ", ".join(parts[:length]))
            and self._covers(joined, parts[:length])
        ]
        return -max(fits)[1] if fits else 1

    def _known(self, name: str) -> bool:
        found = self.book.find(visible(name))
        return found.status == CERTAIN or found.objects

    def _like(self, name: str) -> bool:
        found = self.book.find(visible(name))
        return found.status != UNMATCHED or found.objects
