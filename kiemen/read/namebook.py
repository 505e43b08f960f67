"""A roster made ready to find people in by what somebody wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen._checks import did_you_mean
from kiemen._letters import fold
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.read.decisions import NOBODY, OUTSIDE, SEVERAL_NAMES
from kiemen.read.likeness import LOWEST, MORE, REMARK, Context, likeness, typo_cost
from kiemen.read.nameindex import NameIndex
from kiemen.read.spelling import Spelling, take_apart
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CERTAIN, DOUBTFUL, UNMATCHED = "certain", "doubtful", "unmatched"
CANDIDATES_SHOWN = 5
# A full name that fits exactly needs only this much distance to the next, everything else needs `margin`.
EXACT, EXACT_MARGIN = 0.97, 0.015
REMARK_COST = 0.16
REMARK_FITS_OTHER = 0.2

BY_ID = mark("the id is on the roster")
BY_ID_ZEROS = mark("the id is on the roster, with zeros in front")
BY_EMAIL = mark("the e-mail address is on the roster")
BY_NAME = mark("the name is on the roster")
BY_DECISION = mark("decided by you")
SEVERAL = mark("it fits {n} people equally well")
CLOSE = mark("it also fits somebody else nearly as well")
FAR = mark("it differs too much to be certain")
ONLY_ADDRESS = mark("only the name in the address fits; the roster has no addresses")
ONE_OR_SEVERAL = mark("it may be one name or several")
SURNAMES = mark("somebody known by one word is given several surnames, so it may be somebody else")
NOT_FOUND = mark("nobody on the roster has a name like this")
BLANK = mark("nothing is written")


@dataclass(frozen=True)
class Match:
    """What was found for one written name."""

    person: str
    status: str
    score: float
    candidates: tuple[tuple[str, float], ...]
    reasons: tuple[Fact, ...]
    nobody: bool = False
    # Somebody is meant who must appear nowhere: neither the person nor what was written may be told.
    objects: bool = False


# How sure a candidate in a review list is, which comes along where somebody copies it.
SCORE = re.compile(r"\s*\(\d[.,]\d+\)\s*$")
WITHHELD = Match("", UNMATCHED, 0.0, (), (Fact(NOT_FOUND),), nobody=True, objects=True)


class NameBook:
    """A roster made ready to find people in.

    Parameters
    ----------
    people
        Index person; name, and when known email and attributes such as department.
    nicknames
        Nickname -> formal name or names; nothing is assumed that is not told.
    threshold, margin
        See `match_names`.
    keep_objectors
        Find people with ``objects`` true like anybody else: only to recognise who answered.
    """

    def __init__(
        self,
        people: pd.DataFrame,
        *,
        nicknames: Mapping[str, str | Sequence[str]] | None = None,
        decisions: Mapping[str, str] | None = None,
        threshold: float = 0.85,
        margin: float = 0.08,
        keep_objectors: bool = False,
    ) -> None:
        self.ids = [str(person) for person in people.index]
        self.names = [
            str(name) if isinstance(name, str) and name else person
            for person, name in zip(self.ids, people.get("name", pd.Series(self.ids)), strict=True)
        ]
        self._nicknames = _both_ways(nicknames or {})
        self.decisions = dict(decisions or {})
        self.threshold, self.margin = threshold, margin
        self._by_id = {person: place for place, person in enumerate(self.ids)}
        self._by_folded_id = _unique(fold(person) for person in self.ids)
        self._by_number = _unique(person.lstrip("0") if person.isdigit() else "" for person in self.ids)
        self._by_email = _unique(_texts(people, "email"))
        self._by_token = _unique(_texts(people, "token"))
        self._attributes = _attributes(people)
        self._all_attributes = frozenset().union(*self._attributes)
        hidden = "objects" in people and not keep_objectors
        objecting = people["objects"] if hidden else pd.Series(False, index=people.index)
        self.objectors = frozenset(place for place, gone in enumerate(objecting) if gone)
        self._made: dict[str, Match] = {}

    @cached_property
    def index(self) -> NameIndex:
        """Everybody by the words of their names; only made when an id or address does not find somebody."""
        return NameIndex([*self.names, *(alias for _, alias in self._aliases)], self._nicknames)

    @cached_property
    def _aliases(self) -> list[tuple[int, str]]:
        """What else people are called by the roster itself: "J.W. (Willem) de Groot" is also Willem de Groot."""
        made = []
        for place, name in enumerate(self.names):
            if ("(" in name or "[" in name) and (given := _given_in_brackets(take_apart(name))) is not None:
                made.append((place, given))
        return made

    def _owner(self, place: int) -> int:
        """Give the person of a place in the index."""
        return place if place < len(self.ids) else self._aliases[place - len(self.ids)][0]

    @cached_property
    def context(self) -> Context:
        """What is known beside two names."""
        return Context(self._nicknames, self.index.known)

    def find(self, written: str) -> Match:
        """Find who is meant by `written`."""
        if written not in self._made:
            self._made[written] = self._decided(written) or self._direct(written) or self._by_name(written)
        return self._made[written]

    def doubt(self, written: str, parts: Iterable[str]) -> None:
        """Note that `written` may be one name or those of its `parts`: it counts for nobody until it is decided."""
        found = [self.find(name) for name in (written, *parts)]
        if any(match.objects for match in found):
            self._made[written] = WITHHELD
            return
        best: dict[str, float] = {}
        for person, score in (candidate for match in found for candidate in match.candidates):
            best[person] = max(score, best.get(person, 0.0))
        candidates = sorted(best.items(), key=lambda one: (-one[1], one[0]))[:CANDIDATES_SHOWN]
        score = max(best.values(), default=0.0)
        self._made[written] = Match("", DOUBTFUL, score, tuple(candidates), (Fact(ONE_OR_SEVERAL),))

    def doubt_surnames(self, written: Iterable[str]) -> None:
        """Put names in doubt that give somebody known by one word several surnames: jan@… is not two Jans."""
        added: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for name in written:
            match = self.find(name)
            if match.status == CERTAIN and len(match.reasons) == 1 and match.reasons[0].message == MORE:
                own = take_apart(self.name_of(match.person)).words
                more = tuple(word for word in take_apart(name).words if word not in own)
                if len(own) == 1 and more:
                    added[match.person][name] = more
        for named in added.values():
            words = sorted(set(named.values()))
            if any(not _may_agree(one, other) for one in words for other in words):
                for name in named:
                    found = self._made[name]
                    self._made[name] = Match("", DOUBTFUL, found.score, found.candidates, (Fact(SURNAMES),))

    def _decided(self, written: str) -> Match | None:
        choice = self.decisions.get(fold(written))
        if choice is None or choice == SEVERAL_NAMES:
            return None
        if choice in {OUTSIDE, NOBODY}:
            return Match("", UNMATCHED, 1.0, (), (Fact(BY_DECISION),), nobody=choice == NOBODY)
        key = fold(SCORE.sub("", choice))
        place = self._by_id.get(choice, self._by_folded_id.get(key, self._by_whole_name.get(key, -1)))
        if place < 0:
            hint = did_you_mean(choice, [*self.names, *self.ids])
            near = hint if hint.startswith(" Did you") else ""  # a list of whoever comes first helps nobody
            raise InputError(
                f"decisions: {choice!r} is not an id or the whole name of one person on the roster, nor 'outside', "
                f"'nobody' or 'several'.{near}"
            )
        return self._certain(place, 1.0, (Fact(BY_DECISION),))

    @cached_property
    def _by_whole_name(self) -> dict[str, int]:
        """Where people stand by their whole name, and by id and name as a review list shows them."""
        shown = {fold(f"{person} {self.names[place]}"): place for person, place in self._by_id.items()}
        return shown | _unique(fold(name) for name in self.names)

    def _direct(self, written: str) -> Match | None:
        """Find by id or e-mail address."""
        trimmed = written.strip()
        if trimmed in self._by_id:
            return self._certain(self._by_id[trimmed], 1.0, (Fact(BY_ID),))
        folded = fold(written)
        if not folded:
            return Match("", UNMATCHED, 0.0, (), (Fact(BLANK),))
        place = max(self._by_folded_id.get(folded, -1), self._by_token.get(folded, -1))
        if place >= 0:
            return self._certain(place, 1.0, (Fact(BY_ID),))
        if folded.isdigit() and self._by_number.get(folded.lstrip("0"), -1) >= 0:
            return self._certain(self._by_number[folded.lstrip("0")], 0.99, (Fact(BY_ID_ZEROS),))
        email = take_apart(written).email if "@" in written else ""
        place = self._by_email.get(email, -1) if email else -1
        if place >= 0:
            return self._certain(place, 1.0, (Fact(BY_EMAIL),))
        return self._by_address(email) if email == folded else None

    def _by_address(self, email: str) -> Match | None:
        """Find by the name in an address: sure in a domain of the roster, in doubt when the roster has no addresses.

        An address in another domain is somebody else's, however much the name is like.
        """
        name, domain = name_in_address(email), email.partition("@")[2]
        domains = {known.partition("@")[2] for known in self._by_email}
        if not name or (domains and domain not in domains):
            return None
        found = self._by_name(name)
        if found.status == CERTAIN and not domains:
            return Match("", DOUBTFUL, found.score, found.candidates, (Fact(ONLY_ADDRESS),))
        return found if found.status != UNMATCHED or found.objects else None

    def _certain(self, place: int, score: float, reasons: tuple[Fact, ...]) -> Match:
        if place in self.objectors:
            return WITHHELD
        return Match(self.ids[place], CERTAIN, score, ((self.ids[place], score),), reasons)

    def _by_name(self, written: str) -> Match:
        spelling = take_apart(written)
        exact = sorted({self._owner(place) for place in self.index.exact(spelling)})
        if len(exact) == 1 and not spelling.has_short and len(spelling.words) > 1 and not spelling.remarks:
            return self._certain(exact[0], 1.0, (Fact(BY_NAME),))
        # A code is somebody's id or nobody's: codes that look alike are different people.
        if not any(len(word) > 1 and not any(c.isdigit() for c in word) for word in spelling.words):
            return Match("", UNMATCHED, 0.0, (), (Fact(NOT_FOUND),))
        scored = self._scored(spelling)
        if not scored:
            return Match("", UNMATCHED, 0.0, (), (Fact(NOT_FOUND),))
        return self._judged(spelling, scored)

    def _scored(self, spelling: Spelling) -> list[tuple[float, str, int, tuple[str, ...]]]:
        """Give the candidates, best first, equal ones by id."""
        best: dict[int, tuple[float, str, int, tuple[str, ...]]] = {}
        called = _called(spelling)
        for place in self.index.maybe(spelling):
            score, reasons = likeness(spelling, self.index.spellings[place], self.context)
            if called is not None:
                other, others_reasons = likeness(called, self.index.spellings[place], self.context)
                if other > score:
                    score, reasons = other, others_reasons
            owner = self._owner(place)
            if score >= LOWEST and (owner not in best or score > best[owner][0]):
                best[owner] = (score, self.ids[owner], owner, reasons)
        scored = list(best.values())
        if spelling.remarks:
            scored = [self._with_remark(spelling, one, called) for one in scored]
        return sorted(
            (one for one in scored if one[0] >= LOWEST - REMARK_FITS_OTHER), key=lambda one: (-one[0], one[1])
        )

    def _with_remark(
        self, spelling: Spelling, one: tuple[float, str, int, tuple[str, ...]], called: Spelling | None
    ) -> tuple[float, str, int, tuple[str, ...]]:
        """Weigh what stood in brackets: a department or team of the person supports, anything else adds doubt."""
        score, person, place, reasons = one
        own = self._attributes[place] if self._attributes else frozenset()
        if any(remark in own for remark in spelling.remarks) or called is not None:
            return one
        if self._attributes and any(remark in self._all_attributes for remark in spelling.remarks):
            return score - REMARK_FITS_OTHER, person, place, (*reasons, REMARK)
        if set(spelling.remarks) & set(self.index.spellings[place].remarks):
            return one
        return score - REMARK_COST, person, place, (*reasons, REMARK)

    def _judged(self, spelling: Spelling, scored: list[tuple[float, str, int, tuple[str, ...]]]) -> Match:
        best, _, place, differences = scored[0]
        second = scored[1][0] if len(scored) > 1 else 0.0
        if self.objectors:
            shown = [one for one in scored if one[2] not in self.objectors]
            # Whoever is meant most likely decides; an objector who fits no better than others is only left out.
            if not shown or shown[0][0] < best:
                return WITHHELD
            if place in self.objectors:
                best, _, place, differences = shown[0]
            scored = shown
        candidates = tuple((person, round(score, 2)) for score, person, _, _ in scored[:CANDIDATES_SHOWN])
        clear = best - second >= self.margin - 1e-9
        if best >= EXACT and best - second >= EXACT_MARGIN - 1e-9 and not spelling.has_short:
            clear = True
        facts = tuple(Fact(reason) for reason in differences) or (Fact(BY_NAME),)
        if best >= self.threshold - 1e-9 and clear:
            return Match(self.ids[place], CERTAIN, best, candidates, facts)
        equal = sum(best - score < EXACT_MARGIN for score, *_ in scored)
        near = Fact(FAR if best < self.threshold - 1e-9 else CLOSE)
        why = Fact(SEVERAL, {"n": equal}) if equal > 1 else near
        return Match("", DOUBTFUL, best, candidates, (why, *(fact for fact in facts if fact.message != BY_NAME)))

    def has_id(self, written: str) -> bool:
        """Whether `written` is exactly an id or token of somebody."""
        return written in self._by_id or self._by_token.get(fold(written), -1) >= 0

    def name_of(self, person: str) -> str:
        """Give the name of an id."""
        return self.names[self._by_id[person]]


def _may_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two surnames can be one: a word is in both, begins a word of the other or is nearly one."""
    return any(a.startswith(b) or b.startswith(a) or typo_cost(a, b) is not None for a in one for b in other)


def name_in_address(written: str) -> str:
    """Give "bram jansen" for "bram.jansen@example.nl", "" for anything else.

    Examples
    --------
    >>> name_in_address("bram.jansen2@example.nl"), name_in_address("info@example.nl")
    ('bram jansen', '')
    """
    found = re.fullmatch(r"([^@\s]+[._-][^@\s]+)@[^@\s]+", written)
    return re.sub(r"[._\-\d]+", " ", found.group(1)).strip() if found else ""


def _called(spelling: Spelling) -> Spelling | None:
    """Give the name with the given name that stood in brackets: "J. (Jan) de Vries" is called Jan."""
    for remark in spelling.remarks:
        if spelling.short[0] and " " not in remark and remark.startswith(spelling.words[0]):
            rest = [(w, s) for w, s in zip(spelling.words[1:], spelling.short[1:], strict=True) if not s]
            words = (remark, *(w for w, _ in rest))
            return Spelling(words, (False,) * len(words), spelling.prefix, (), spelling.ordered, "".join(words), "")
    return None


def _given_in_brackets(spelling: Spelling) -> str | None:
    """Give the name with the word in brackets for the initials before it, None when there is no such word."""
    if len(spelling.remarks) != 1 or " " in spelling.remarks[0] or spelling.short[:1] != (True,):
        return None
    surname = [word for word, short in zip(spelling.words, spelling.short, strict=True) if not short]
    return " ".join([spelling.remarks[0], *spelling.prefix, *surname]) if surname else None


def _texts(people: pd.DataFrame, column: str) -> list[str]:
    if column not in people:
        return []
    return [fold(value) if isinstance(value, str) else "" for value in people[column]]


def _unique(keys: Iterable[str]) -> dict[str, int]:
    """Give the place of each key that occurs once; a key of several people finds nobody."""
    places: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key:
            places[key] = -1 if key in places else place
    return places


def _both_ways(nicknames: Any) -> dict[str, frozenset[str]]:
    """Give for each word the words it may stand for: the nickname, the formal name, and other nicknames of it."""
    if not hasattr(nicknames, "items"):
        raise InputError(f"nicknames must be a dict of nickname -> formal name, not {type(nicknames).__name__}.")
    pairs: dict[str, set[str]] = defaultdict(set)
    for nick, formal in nicknames.items():
        listed = [formal] if isinstance(formal, str) else formal
        if not isinstance(listed, Iterable) or not all(isinstance(name, str) for name in (nick, *listed)):
            raise InputError(f"nicknames: {nick!r} must stand for a name or a list of names, not {formal!r}.")
        for name in listed:
            pairs[fold(nick)].add(fold(name))
            pairs[fold(name)].add(fold(nick))
    return {word: frozenset(others) for word, others in pairs.items()}


def _attributes(people: pd.DataFrame) -> list[frozenset[str]]:
    columns = [
        c
        for c in people.columns
        if c not in {"name", "email", "token", "inside", "objects"} and people[c].dtype == "str"
    ]
    if not columns:
        return []
    folded = [people[column].map(lambda v: fold(v) if isinstance(v, str) else "") for column in columns]
    return [frozenset(v for v in row if v) for row in zip(*folded, strict=True)]
