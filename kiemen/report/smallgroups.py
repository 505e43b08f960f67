"""Names of small groups in words: "IT" is a department and "it" is not, though both are the same without capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen.report.guard import SHORTEST_NUMBER, WORD, Sign, as_written, fold
from kiemen.report.ownwords import own_words, written_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Pictures and checks of what was sent, as letters: two capitals stand in them somewhere by themselves.
PACKED = re.compile(r"[A-Za-z0-9+/]{60,}")


def group_sign(group: str) -> Sign:
    """Give what points at a small group: its name, with its capitals where that is a word of every report as well."""
    words = as_written(group)
    words = words if fold(group) in own_words() else fold(group)
    return Sign("", "small group", words, frozenset(WORD.findall(words)))


def in_doubt(group: str) -> bool:
    """Say whether a name cannot be told from the words of a report ("Team"), or from what it counts.

    Examples
    --------
    >>> [in_doubt(group) for group in ("Team", "IT", "Zorg", "12", "Team 12")]
    [True, False, False, True, False]
    """
    words = as_written(group)
    return not words or words in written_words() or (words.isdecimal() and len(words) < SHORTEST_NUMBER)


def groups_in(written: str, groups: Iterable[str]) -> Iterator[str]:
    """Give the groups whose names stand in a text as whole words, but for those that are in doubt."""
    asked = {group: group_sign(group).words for group in groups if not in_doubt(group)}
    if not asked:
        return
    cased = as_written(written)
    folded, cased = cased.casefold(), PACKED.sub(" ", cased)
    for group, words in asked.items():
        text = folded if words == fold(group) else cased
        if words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            yield group
