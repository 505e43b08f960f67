"""Written names to people: certain matches are made, doubtful ones go to a review list."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from kiemen._checks import check_number
from kiemen._files import csv_bytes, write_atomic
from kiemen.errors import InputError
from kiemen.i18n import mark, text
from kiemen.network import Network
from kiemen.read.decisions import decision_map
from kiemen.read.likeness import LOWEST
from kiemen.read.namebook import CERTAIN, DOUBTFUL, UNMATCHED, Match, NameBook
from kiemen.read.spelling import visible
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PLACES_SHOWN = 5


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
    _plot: ClassVar[str] = "plot_matches"

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
        A review list filled in (`read_decisions`), or written name -> id, "outside", "nobody" or "several".
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
    book.doubt_surnames(set(texts))
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
