"""Whether texts are written as names of people are, where no roster tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen._letters import PREFIXES
from kiemen.read.headers import folded, tidy_name
from kiemen.read.headerwords import WORDS
from kiemen.read.rosterwords import ROSTER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 0.8
_WORD = re.compile(r"['’]?[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_HEADERS = frozenset(
    " ".join(word.split()) for lists in (WORDS, ROSTER_WORDS) for words in lists.values() for word in words
)


def look_like_people(texts: Iterable[str]) -> bool:
    """Say whether most texts are written as a given name and a surname are: "An de Vries", "J. Bakker".

    A title such as "Groene Daken" is written so as well: this can tell that texts are no names, and hardly that they
    are.
    """
    listed = [tidy_name(str(text)) for text in texts if str(text).strip()]
    return len(listed) > 1 and sum(map(_is_like_a_person, listed)) >= MOST * len(listed)


def _is_like_a_person(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 6 or folded(text) in _HEADERS:
        return False
    own = [word for word in words if word.casefold() not in PREFIXES]
    written = all(_WORD.fullmatch(word) and word.lstrip("'’")[:1].isupper() for word in own)
    return written and 2 <= len(own) <= 5 and any(len(word) > 2 for word in own)
