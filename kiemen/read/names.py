"""Written names to people: certain matches are made, doubtful ones go to a review list."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from kiemen._checks import check_number
from kiemen._files import csv_bytes, write_atomic
from kiemen.errors import InputError
from kiemen.i18n import mark, text
from kiemen.network import Network
from kiemen.read.decisions import NOBODY, OUTSIDE, decision_map
from kiemen.read.likeness import LOWEST, REMARK, Context, likeness
from kiemen.read.nameindex import NameIndex
from kiemen.read.spelling import Spelling, fold, take_apart, visible
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CERTAIN, DOUBTFUL, UNMATCHED = "certain", "doubtful", "unmatched"
CANDIDATES_SHOWN = 5
PLACES_SHOWN = 5
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


WITHHELD = Match("", UNMATCHED, 0.0, (), (Fact(NOT_FOUND),), nobody=True, objects=True)


@dataclass(frozen=True, repr=False, eq=False)
class NameMatches(Result):
    """Who is meant by each written name.

    Answers: "Whom did they mean, and which names must I look at?" Only certain matches have a person. The doubtful
    ones stand in `review()`: fill in the column ``decision`` (an id of the roster, "outside" for somebody who is not
    on it, "nobody" for what is no person) and pass it to `match_names(..., decisions=...)`.

    Parameters
    ----------
    table
        One row per written name, in the order given: written, person (id, "" when not certain), status ("certain",
        "doubtful", "unmatched"), score (0 to 1), candidates, why, where.
    settings
        The settings it was computed with.
    provenance
        Where it came from.
    facts
        Per row of the table, the reasons behind it.
    headline
        The finding in one to three sentences.
    cautions
        What limits the reading.
    found
        The match of each different spelling.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import match_names
    >>> roster = pd.DataFrame({"person": ["1", "2"], "name": ["Jan Bakker", "Joke Bakker"]})
    >>> match_names(["J. Bakker"], roster).review()["candidates"].tolist()
    ['1 Jan Bakker (0.89); 2 Joke Bakker (0.89)']
    """

    _title: ClassVar[str] = mark("Names")

    found: Mapping[str, Match] = field(default_factory=dict)

    def review(self) -> pd.DataFrame:
        """Give the doubtful names, one row per spelling: written, decision (to fill in), candidates, score, why, where.

        Returns
        -------
        pandas.DataFrame
            Most written first; ``decision`` is blank.
        """
        rows = self.table[self.table["status"] == DOUBTFUL]
        if rows.empty:
            return pd.DataFrame(columns=["written", "decision", "times", "candidates", "score", "why", "where"])
        grouped = rows.groupby("written", sort=True)
        made = grouped.agg(
            times=("written", "size"),
            candidates=("candidates", "first"),
            score=("score", "first"),
            why=("why", "first"),
            where=("where", _places),
        ).reset_index()
        made.insert(1, "decision", "")
        return made.sort_values(["times", "written"], ascending=[False, True], ignore_index=True)

    def write_review(self, path: str | os.PathLike[str], *, language: str = "nl", overwrite: bool = False) -> Path:
        """Write the review list as CSV, to fill in with a spreadsheet and read again with `read_decisions`.

        Parameters
        ----------
        path
            File to write.
        language
            "nl" writes semicolons and decimal commas, "en" the other way.
        overwrite
            Whether a file that is already there may be replaced.

        Returns
        -------
        pathlib.Path
            Where it was written.
        """
        return write_atomic(path, csv_bytes(self.review(), language=language, index=False), overwrite=overwrite)


def _places(where: pd.Series[Any]) -> str:
    places = [place for place in where.astype("str") if place]
    more = f" +{len(places) - PLACES_SHOWN}" if len(places) > PLACES_SHOWN else ""
    return ", ".join(places[:PLACES_SHOWN]) + more


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
        both_ways = _both_ways(nicknames or {})
        self.index = NameIndex(self.names, both_ways)
        self.context = Context(both_ways, self.index.known)
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

    def find(self, written: str) -> Match:
        """Find who is meant by `written`."""
        if written not in self._made:
            self._made[written] = self._decided(written) or self._direct(written) or self._by_name(written)
        return self._made[written]

    def _decided(self, written: str) -> Match | None:
        choice = self.decisions.get(fold(written))
        if choice is None:
            return None
        if choice in {OUTSIDE, NOBODY}:
            return Match("", UNMATCHED, 1.0, (), (Fact(BY_DECISION),), nobody=choice == NOBODY)
        place = self._by_id.get(choice, self._by_folded_id.get(fold(choice), -1))
        if place < 0:
            from kiemen._checks import did_you_mean

            raise InputError(
                f"decisions: {choice!r} is not an id on the roster, nor 'outside' or 'nobody'."
                f"{did_you_mean(choice, self.ids)}"
            )
        return self._certain(place, 1.0, (Fact(BY_DECISION),))

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
        return self._certain(place, 1.0, (Fact(BY_EMAIL),)) if place >= 0 else None

    def _certain(self, place: int, score: float, reasons: tuple[Fact, ...]) -> Match:
        if place in self.objectors:
            return WITHHELD
        return Match(self.ids[place], CERTAIN, score, ((self.ids[place], score),), reasons)

    def _by_name(self, written: str) -> Match:
        spelling = take_apart(written)
        exact = self.index.exact(spelling)
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
        scored = []
        called = _called(spelling)
        for place in self.index.maybe(spelling):
            score, reasons = likeness(spelling, self.index.spellings[place], self.context)
            if called is not None:
                other, others_reasons = likeness(called, self.index.spellings[place], self.context)
                if other > score:
                    score, reasons = other, others_reasons
            if score >= LOWEST:
                scored.append((score, self.ids[place], place, reasons))
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


def _called(spelling: Spelling) -> Spelling | None:
    """Give the name with the given name that stood in brackets: "J. (Jan) de Vries" is called Jan."""
    for remark in spelling.remarks:
        if spelling.short[0] and " " not in remark and remark.startswith(spelling.words[0]):
            rest = [(w, s) for w, s in zip(spelling.words[1:], spelling.short[1:], strict=True) if not s]
            words = (remark, *(w for w, _ in rest))
            return Spelling(words, (False,) * len(words), spelling.prefix, (), spelling.ordered, "".join(words), "")
    return None


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


def _both_ways(nicknames: Mapping[str, str | Sequence[str]]) -> dict[str, frozenset[str]]:
    """Give for each word the words it may stand for: the nickname, the formal name, and other nicknames of it."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for nick, formal in nicknames.items():
        for name in [formal] if isinstance(formal, str) else formal:
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


def people_of(roster: Network | pd.DataFrame) -> pd.DataFrame:
    """Give the people of a roster: index person, a column name."""
    if isinstance(roster, Network):
        return roster.people
    if not isinstance(roster, pd.DataFrame):
        raise InputError(f"roster must be a Network or a DataFrame of people, not {type(roster).__name__}.")
    people = roster.copy(deep=False)
    for column in ("person", "id"):
        if people.index.name != "person" and column in people.columns:
            people = people.set_index(column)
            break
    people.index = people.index.astype("str").rename("person")
    if "name" not in people.columns and "naam" in people.columns:
        people = people.rename(columns={"naam": "name"})
    if people.index.has_duplicates:
        twice = people.index[people.index.duplicated()][0]
        raise InputError(f"roster: the id {twice!r} occurs more than once.")
    return people.sort_index()


def match_names(
    written: Sequence[str] | pd.Series[Any],
    roster: Network | pd.DataFrame,
    *,
    where: Sequence[str] | None = None,
    nicknames: Mapping[str, str | Sequence[str]] | None = None,
    decisions: pd.DataFrame | Mapping[str, str] | None = None,
    threshold: float = 0.85,
    margin: float = 0.08,
) -> NameMatches:
    """Find out who is meant by names that people typed.

    Answers: "Whom did they mean?" Matches by id, e-mail address and name, whatever the case, accents, order
    ("Vries, de, Jan"), prefixes ("v.d."), initials, hyphens and titles. A match is certain when one person fits well
    and nobody else fits nearly as well; everything else goes to a list for review. Nicknames only count if told. Do
    not use it to join two rosters: join those by id.

    Parameters
    ----------
    written
        Names, ids or addresses as they were typed.
    roster
        A Network, or a frame of people: index or column ``person`` (or ``id``), ``name``, perhaps ``email`` and
        attributes; "Jan de Vries (HR)" is told apart by department when that is a column.
    where
        Where each name was written, for the review list ("row 12, contact1").
    nicknames
        Nickname -> formal name or names, such as ``{"Jan": "Johannes"}``; it works both ways.
    decisions
        A review list filled in (`read_decisions`), or written name -> id, "outside" or "nobody".
    threshold
        Score from which a match can be certain, 0.55 to 1.
    margin
        How much better than the next candidate it must fit, 0 to 1.

    Returns
    -------
    NameMatches
        `.table` has one row per written name, in the order given, and the columns

        written : str     - as typed, without invisible characters
        person : str      - id on the roster; "" unless certain
        status : str      - "certain", "doubtful" or "unmatched"
        score : float     - 0 to 1, 1 is the same name
        candidates : str  - up to five people with their scores
        why : str         - what differs or what speaks for it
        where : str       - as given

        `.review()` is the list to edit, `.write_review(path)` saves it.

    Raises
    ------
    InputError
        If the roster has an id twice, or a decision names somebody who is not on it.

    Notes
    -----
    The score is 1 minus a fixed cost for each difference (`kiemen.read.likeness`): an initial for the given name 0.11,
    one wrong letter 0.07 to 0.20 by length, a missing prefix 0.06. Two people with one name stay two: both are
    candidates. A wrong letter counts more when the word as written is the name of somebody else on the roster.
    Costs O(names + people); candidates are found through shared words.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import match_names
    >>> roster = pd.DataFrame(
    ...     {"person": ["1", "2", "3"], "name": ["Jan de Vries", "Joke de Vries", "Daan van den Berg"]}
    ... )
    >>> match_names(["Vries, Jan de", "D. v.d. Berg", "J. de Vries"], roster).table[
    ...     ["person", "status"]
    ... ].values.tolist()
    [['1', 'certain'], ['3', 'certain'], ['', 'doubtful']]
    """
    check_number("threshold", threshold, low=LOWEST, high=1)
    check_number("margin", margin, low=0, high=1)
    people = people_of(roster)
    book = NameBook(people, nicknames=nicknames, decisions=decision_map(decisions), threshold=threshold, margin=margin)
    texts = [visible(_as_text(name)) for name in written]
    places = [""] * len(texts) if where is None else [str(place) for place in where]
    if len(places) != len(texts):
        raise InputError(f"where has {len(places)} entries and written {len(texts)}; they must be as many.")
    network = (
        roster
        if isinstance(roster, Network)
        else Network.from_frames(people[["name"]] if "name" in people else people[[]])
    )
    return gathered(book, texts, places, network)


def _as_text(name: object) -> str:
    if name is None or name is pd.NA or (isinstance(name, float) and math.isnan(name)):
        return ""
    return str(name)


def gathered(book: NameBook, texts: Sequence[str], places: Sequence[str], network: Network) -> NameMatches:
    """Give the matches of all texts as one result."""
    matches = [book.find(name) for name in texts]
    labels = {name: candidate_label(book, book.find(name)) for name in set(texts)}
    why = {name: "; ".join(fact.say() for fact in book.find(name).reasons) for name in set(texts)}
    table = pd.DataFrame(
        {
            "written": pd.Series(texts, dtype="str"),
            "person": pd.Series([match.person for match in matches], dtype="str"),
            "status": pd.Series([match.status for match in matches], dtype="str"),
            "score": pd.Series([match.score for match in matches], dtype="float64"),
            "candidates": pd.Series([labels[name] for name in texts], dtype="str"),
            "why": pd.Series([why[name] for name in texts], dtype="str"),
            "where": pd.Series(places, dtype="str"),
        }
    )
    settings = {"threshold": book.threshold, "margin": book.margin, "decisions": len(book.decisions)}
    counts = table["status"].value_counts()
    n = {status: int(counts.get(status, 0)) for status in (CERTAIN, DOUBTFUL, UNMATCHED)}
    headline = (
        Fact(
            mark("{certain} of {all} written names are certain, {doubtful} are doubtful and {unmatched} fit nobody."),
            {**n, "all": len(table)},
        ),
    )
    cautions = (Fact(mark("Doubtful names count for nobody until you decide; see .review().")),) if n[DOUBTFUL] else ()
    return NameMatches(
        table,
        settings,
        Provenance.of(network, function="match_names", settings=settings),
        {place: match.reasons for place, match in enumerate(matches)},
        headline,
        cautions,
        found={name: book.find(name) for name in sorted(set(texts))},
    )


def candidate_label(book: NameBook, match: Match) -> str:
    """Give the candidates of a match as one line: "12 An de Vries (0.89); 14 Anna de Vries (0.89)"."""
    shown = []
    for person, score in match.candidates:
        name = book.name_of(person)
        who = person if name == person else f"{person} {name}"
        shown.append(f"{who} ({text('{score:.2f}', score=score)})")
    return "; ".join(shown)
