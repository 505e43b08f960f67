"""Which people of a roster could be meant by a written name, without comparing with everybody.

Names are found through the words they share, exactly or but for one or two letters, together with the first letter of
another word. So the work grows with the names written, not with names times people.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemen.read.likeness import typo_cost
from kiemen.read.spelling import soften, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kiemen.read.spelling import Spelling

# Words this long are also looked up with two letters wrong.
LONG_WORD = 8
# So few people share a word that all of them are compared, whatever the rest of the name.
FEW = 8


def _one_less(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _shortened(word: str, letters: int) -> set[str]:
    """Give the word and what is left of it after one letter is taken out, two `letters` if it is long."""
    once = _one_less(word)
    found = {word} | once
    if letters > 1 and len(word) >= LONG_WORD:
        for shorter in once:
            found |= _one_less(shorter)
    return found


class NearWords:
    """The words of a vocabulary that differ from a given word by at most so many letters."""

    def __init__(self, words: Iterable[str], letters: int) -> None:
        self._letters = letters
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            for rest in _shortened(word, letters):
                self._by_rest[rest].append(word)
        self._found: dict[str, tuple[str, ...]] = {}

    def near(self, word: str) -> tuple[str, ...]:
        """Give the words of the vocabulary near `word`, in alphabetical order."""
        if word not in self._found:
            maybe = {known for rest in _shortened(word, self._letters) for known in self._by_rest.get(rest, ())}
            self._found[word] = tuple(sorted(known for known in maybe if known == word or typo_cost(word, known)))
        return self._found[word]


@lru_cache(maxsize=100_000)
def _keys(spelling: Spelling) -> tuple[tuple[str, str], ...]:
    """Give each full word to look up, softened, with the first letters of the other words."""
    words = [soften(word) for word in spelling.words]
    found = []
    for place, word in enumerate(words):
        if not spelling.short[place]:
            found.append((word, _firsts(words, place)))
    if spelling.prefix and words and not spelling.short[-1]:
        glued = soften("".join(spelling.prefix).replace("'", "") + spelling.words[-1])
        found.append((glued, _firsts(words, len(words) - 1)))
    return tuple(found)


def _firsts(words: Sequence[str], leave_out: int) -> str:
    return "".join(sorted({word[0] for place, word in enumerate(words) if place != leave_out}))


class NameIndex:
    """People by the words of their names.

    Parameters
    ----------
    names
        One spelling per person; the place in the list is the person.
    nicknames
        Word -> words that may stand for it, both ways.
    """

    def __init__(self, names: Sequence[str], nicknames: Mapping[str, frozenset[str]]) -> None:
        self.spellings = [take_apart(name) for name in names]
        self.nicknames = nicknames
        self.known = frozenset(word for spelling in self.spellings for word in spelling.words if len(word) > 1)
        self._exact: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        self._word: dict[str, list[int]] = defaultdict(list)
        self._pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, spelling in enumerate(self.spellings):
            self._add(place, spelling)
        self._near = NearWords(self._word, 2)
        self._near_joined = NearWords((joined for joined in self._joined if len(joined) >= LONG_WORD), 1)

    def _add(self, place: int, spelling: Spelling) -> None:
        if not spelling.words:
            return
        self._exact[spelling.words, spelling.prefix].append(place)
        self._joined[spelling.joined].append(place)
        for word, letters in _keys(spelling):
            self._word[word].append(place)
            for letter in letters:
                self._pair[word, letter].append(place)

    def exact(self, spelling: Spelling) -> list[int]:
        """Give the people whose name has the same words, order and prefix."""
        return self._exact.get((spelling.words, spelling.prefix), [])

    def maybe(self, spelling: Spelling) -> list[int]:
        """Give the places of the people worth comparing with a written name."""
        found: set[int] = set()
        for near in (
            self._near_joined.near(spelling.joined) if len(spelling.joined) >= LONG_WORD else (spelling.joined,)
        ):
            found.update(self._joined.get(near, ()))
        called = {soften(other)[0] for word in spelling.words for other in self.nicknames.get(word, ())}
        alone = len(spelling.words) == 1
        for word, firsts in _keys(spelling):
            if alone or len(self._word.get(word, ())) <= FEW:
                found.update(self._word.get(word, ()))
            for near in self._spellings_of(word):
                if alone:
                    found.update(self._word.get(near, ()))
                for letter in called.union(firsts):
                    found.update(self._pair.get((near, letter), ()))
        return sorted(found)

    def _spellings_of(self, word: str) -> Iterable[str]:
        yield from self._near.near(word)
        for other in self.nicknames.get(word, ()):
            yield soften(other)
