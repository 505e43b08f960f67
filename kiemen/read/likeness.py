"""How well one written name fits one person's name, from 0 to 1, and why not fully.

The score is 1 minus what the differences cost. The costs say how often such a difference is met in the spelling of one
and the same colleague: an initial for a given name is common, another surname is not. They are fixed here, in the open,
and were set before any curve was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kiemen.i18n import mark
from kiemen.read.spelling import prefix_agreement, soften

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.read.spelling import Spelling

# Reason -> what it costs. A reason is also the sentence the analyst reads.
INITIAL = mark("an initial stands for the given name")
INITIALS = mark("initials stand for the given names")
ROSTER_INITIAL = mark("the roster has only an initial of the given name")
BOTH_INITIAL = mark("only initials, here and on the roster")
NICKNAME = mark("a nickname from your list")
TYPO = mark("one letter differs")
TYPOS = mark("two letters differ")
OTHER_COLLEAGUE = mark("the word as written is also a name of somebody else")
NO_PREFIX = mark("the prefix is missing on one side")
OTHER_PREFIX = mark("the prefix is another one")
DOUBLE = mark("one part of a double surname is missing")
MORE = mark("there is a word more than on the roster")
MIDDLE = mark("a middle name is missing")
ORDER = mark("the words stand in another order")
ONLY_ONE = mark("only one part of the name is given")
SURNAME_INITIAL = mark("an initial stands for the surname")
CONFLICT = mark("a part of the name is different")
SPACING = mark("spaces or hyphens differ")
SOUND = mark("ij and y differ")
REMARK = mark("there is a remark in brackets")

CONTRADICTION = 0.5
LOWEST = 0.55


@dataclass(slots=True)
class Context:
    """What is known beside the two names: nicknames, and which words are names of somebody on the roster."""

    nicknames: Mapping[str, frozenset[str]]
    known: frozenset[str]


@dataclass(slots=True)
class _Sum:
    cost: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, cost: float, reason: str) -> None:
        """Add what a difference costs; a reason is told once."""
        self.cost += cost
        if reason not in self.reasons:
            self.reasons.append(reason)


def likeness(written: Spelling, person: Spelling, context: Context) -> tuple[float, tuple[str, ...]]:
    """Score how well a written name fits a person's, with the differences found."""
    total = _Sum()
    if not written.words or not person.words:
        return 0.0, (CONFLICT,)
    if written.words == person.words and not written.has_short:
        _compare_prefix(written, person, total)
        return round(1 - total.cost, 4), tuple(total.reasons)
    if written.joined == person.joined and not written.has_short:
        return 0.98, (SPACING,)
    pairs = _align(written, person, total, context)
    if pairs is None:
        return 0.0, (CONFLICT,)
    _compare_rest(written, person, pairs, total)
    if MORE in total.reasons and any(
        written.words[w] in context.known for w in range(len(written.words)) if w not in pairs and not written.short[w]
    ):
        # "Zoë Müller, Eva" may be two colleagues.
        total.add(0.1, OTHER_COLLEAGUE)
    _compare_order(written, pairs, total)
    _compare_prefix(written, person, total)
    return round(max(1 - total.cost, 0.0), 4), tuple(total.reasons)


def _align(written: Spelling, person: Spelling, total: _Sum, context: Context) -> dict[int, int] | None:
    """Pair words of the written name with words of the person's, the surest pairs first."""
    pairs: dict[int, int] = {}
    free = list(range(len(person.words)))
    for w, word in enumerate(written.words):
        if written.short[w]:
            continue
        for p in free:
            if not person.short[p] and person.words[p] == word:
                pairs[w] = p
                free.remove(p)
                break
    _pair_by(written, person, pairs, free, total=total, context=context)
    _pair_initials(written, person, pairs, free, total)
    return pairs or None


def _pair_by(
    written: Spelling, person: Spelling, pairs: dict[int, int], free: list[int], *, total: _Sum, context: Context
) -> None:
    """Pair the remaining full words by sound, nickname, joined prefix or near spelling."""
    options = []
    for w, word in enumerate(written.words):
        if w in pairs or written.short[w]:
            continue
        for p in free:
            if not person.short[p]:
                found = _word_cost(word, person, p, context)
                if found is not None:
                    options.append((found[0], w, p, found[1]))
    for cost, w, p, reason in sorted(options):
        if w in pairs or p not in free:
            continue
        pairs[w] = p
        free.remove(p)
        total.add(cost, reason)
        if reason in {TYPO, TYPOS} and written.words[w] in context.known:
            total.add(0.15, OTHER_COLLEAGUE)


def _word_cost(word: str, person: Spelling, p: int, context: Context) -> tuple[float, str] | None:
    other = person.words[p]
    if word == other or (("ij" in word or "ij" in other) and soften(word) == soften(other)):
        return 0.03, SOUND
    if other in context.nicknames.get(word, ()):
        return 0.03, NICKNAME
    if p == len(person.words) - 1 and person.prefix and word == "".join(person.prefix).replace("'", "") + other:
        return 0.02, SPACING
    found = typo_cost(word, other)
    if found is not None and p == 0:
        # Given names that differ by a letter are mostly two names: Anna and Anne, Tim and Tom.
        return found[0] + 0.04, found[1]
    return found


def typo_cost(word: str, other: str) -> tuple[float, str] | None:
    """Give what it costs to take one word for the other, None if that is too far or one is a number."""
    shorter, longer = (len(word), len(other)) if len(word) < len(other) else (len(other), len(word))
    # Most pairs are far apart: those are told by their length before a letter is looked at.
    if longer - shorter > 2:
        return None
    if not (word.isalpha() and other.isalpha()) and any(letter.isdigit() for letter in word + other):
        return None
    distance = OSA.distance(word, other, score_cutoff=2)
    first = 0.03 if word[:1] != other[:1] else 0.0
    if distance <= 1:
        if longer >= 6:
            return 0.07 + first, TYPO
        if shorter >= 4 or longer >= 5:
            return 0.12 + first, TYPO
        return (0.2 if shorter >= 2 else 0.35) + first, TYPO
    if distance == 2 and shorter >= 5:
        return (0.13 if shorter >= 8 else 0.2) + first, TYPOS
    return None


def _pair_initials(written: Spelling, person: Spelling, pairs: dict[int, int], free: list[int], total: _Sum) -> None:
    """Pair initials and abbreviations with words that begin with them, from left to right."""
    last = len(person.words) - 1
    stood_for = []
    for w, word in enumerate(written.words):
        if w in pairs:
            continue
        for p in list(free):
            fits, both = _initial_fits(word, person.words[p], short=(written.short[w], person.short[p]))
            if fits and (p != last or last == 0):
                pairs[w] = p
                free.remove(p)
                stood_for.append((written.short[w], both))
                break
            if fits and written.short[w] and p == last and w == len(written.words) - 1:
                pairs[w] = p
                free.remove(p)
                total.add(0.3, SURNAME_INITIAL)
                break
    if not stood_for:
        return
    if all(both for _, both in stood_for):
        total.add(0.05 if len(stood_for) == 1 else 0.03, BOTH_INITIAL)
    elif any(short for short, both in stood_for if not both):
        # An initial of a middle name only, "Jan W. de Vries", hardly adds doubt.
        given_is_full = any(not written.short[w] and p == 0 for w, p in pairs.items())
        total.add(
            0.02 if given_is_full else 0.11 if len(stood_for) == 1 else 0.08,
            INITIAL if len(stood_for) == 1 else INITIALS,
        )
    else:
        total.add(0.08, ROSTER_INITIAL)


def _initial_fits(word: str, other: str, *, short: tuple[bool, bool]) -> tuple[bool, bool]:
    written_short, person_short = short
    if written_short and person_short:
        return word.startswith(other) or other.startswith(word), True
    if written_short:
        return other.startswith(word), False
    if person_short:
        return word.startswith(other), False
    return False, False


def _compare_rest(written: Spelling, person: Spelling, pairs: dict[int, int], total: _Sum) -> None:
    """Weigh the words that found no partner."""
    used = set(pairs.values())
    left_written = [w for w in range(len(written.words)) if w not in pairs]
    left_person = [p for p in range(len(person.words)) if p not in used]
    extra = [w for w in left_written if written.words[w] not in person.prefix]
    extra_full = [w for w in extra if not written.short[w]]
    if extra and left_person:
        total.add(CONTRADICTION if extra_full else 0.3, CONFLICT)
        return
    if extra_full:
        # Who is known by "Bo" only may be "Bo Vis", but hardly "Cas Bo".
        total.add(0.3 if len(person.words) == 1 and 0 in extra_full else 0.1 * len(extra_full), MORE)
    elif extra:
        total.add(0.04, MORE)
    _weigh_missing(written, person, left_person, pairs, total)


def _weigh_missing(written: Spelling, person: Spelling, left: list[int], pairs: dict[int, int], total: _Sum) -> None:
    last = len(person.words) - 1
    matched_full = sum(not written.short[w] for w in pairs)
    if len(pairs) == 1 and len(person.words) > 1:
        total.add(0.36, ONLY_ONE)
        return
    for p in left:
        if p == last:
            # "Anna Jansen" for "Anna Jansen-de Boer": the other part of the double name must be written in full.
            total.add(0.1 if matched_full >= 2 else 0.36, DOUBLE)
        elif p == 0:
            total.add(0.12, MIDDLE)
        else:
            total.add(0.02 if person.short[p] else 0.05, MIDDLE)


def _compare_order(written: Spelling, pairs: dict[int, int], total: _Sum) -> None:
    places = [pairs[w] for w in sorted(pairs)]
    if places != sorted(places):
        total.add(0.1 if written.ordered else 0.03, ORDER)


def _compare_prefix(written: Spelling, person: Spelling, total: _Sum) -> None:
    # A prefix that was glued to a word, or belongs to the missing part of a double name, has been weighed already.
    if SPACING in total.reasons or DOUBLE in total.reasons:
        return
    relation = prefix_agreement(written.prefix, person.prefix)
    if relation == "missing" and (total.reasons == [MORE] or ONLY_ONE in total.reasons):
        return
    if relation == "missing":
        total.add(0.06, NO_PREFIX)
    elif relation in {"near", "other"}:
        total.add(0.04 if relation == "near" else 0.08, OTHER_PREFIX)
