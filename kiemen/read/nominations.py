"""Names in the fields of a survey to ties: split, matched, and told apart from no answer and from oneself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._letters import fold
from kiemen.i18n import mark
from kiemen.read.crowd import told
from kiemen.read.likeness import TYPO, TYPOS
from kiemen.read.namebook import CERTAIN, DOUBTFUL, ONE_OR_SEVERAL, NameBook
from kiemen.read.namelists import LONGEST_NAME, MOST_WORDS, Habits, split_names
from kiemen.read.names import candidate_label
from kiemen.read.nothing import each, names_nobody
from kiemen.read.spelling import take_apart, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kiemen.read.account import Account

NO_PERSON = mark("a word for no answer, not a person")
NUMBER_UNKNOWN = mark("a number that is no id on the roster")
NO_NAME_TEXT = mark("this is a text, not a name")
SELF = mark("the respondent named himself or herself (self-nomination)")
AGAIN = mark("the same person is named more than once in this question")
UNSURE = mark("not certain who is meant; the analyst can decide in the list of names to review")
TORN = mark(
    "one name with a comma in it, or several names; the analyst can decide in the list of names to review, or give the "
    "column under multi where it lists names"
)
MATCHED = mark("another spelling of a name that is certain")
MISSPELT = mark("taken as a misspelling of somebody's name; look at it")
OUTSIDER = mark("nobody on the roster has this name; kept as a contact outside")
OBJECTOR = mark("somebody who objects or gave no consent was named")
SPLIT = mark("several names stood in one field")
SURNAME_FIRST = mark("the surname comes first")


@dataclass
class Nominations:
    """Ties made of names, the people outside that were named, and the spelled names with their matches."""

    ties: pd.DataFrame
    strangers: dict[str, str] = field(default_factory=dict)
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)


def name_cells(
    frame: pd.DataFrame, columns: Mapping[str, Sequence[str]], rows: pd.Index, scope: pd.Series[str] | None
) -> pd.DataFrame:
    """Give every filled name field: row, relation, column, text; `scope` is put before ids ("1-87")."""
    parts = [
        pd.DataFrame({"row": rows, "relation": relation, "column": column, "text": frame.loc[rows, column].to_numpy()})
        for relation, listed in columns.items()
        for column in listed
    ]
    cells = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["row", "relation", "column", "text"])
    )
    cells = cells[cells["text"].str.strip() != ""] if len(cells) else cells
    if scope is not None and len(cells):
        plain = cells["text"].map(visible).str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True)
        nobody = each(plain, names_nobody)
        cells = cells.assign(text=plain.where(nobody, cells["row"].map(scope) + plain))
    return cells.reset_index(drop=True)


class Namer:
    """Finds the person for every name of one survey and keeps account of it."""

    def __init__(self, book: NameBook, account: Account, *, has_roster: bool) -> None:
        self.book, self.account, self.has_roster = book, account, has_roster
        self.strangers: dict[str, str] = {}

    def ties(self, cells: pd.DataFrame, person: pd.Series[str], multi: Iterable[str]) -> Nominations:
        """Give the ties from the respondents to the people they named."""
        several = set(multi)
        names = self._split(cells, several)
        names["target"] = self._targets(names)
        names["source"] = names["row"].map(person).astype("str")
        self._list_cells(names[names["source"] == names["target"]], SELF)
        kept = names[(names["target"] != "") & (names["source"] != names["target"])]
        again = kept.duplicated(["source", "target", "relation"])
        self._list_cells(kept[again], AGAIN)
        if "weight" not in kept:
            kept = kept.assign(weight=1.0)
        ties = kept.loc[~again, ["source", "target", "relation", "weight"]].reset_index(drop=True)
        return Nominations(ties, self.strangers, names)

    def _split(self, cells: pd.DataFrame, several: set[str]) -> pd.DataFrame:
        distinct = cells[["column", "text"]].assign(several=cells["column"].isin(several))
        habits = Habits.of(cells["text"].unique(), self.book.names)
        if habits.surname_first:
            self.account.assume("commas in names", SURNAME_FIRST)
        made = {
            (text, many): split_names(text, self.book, several=many, habits=habits)
            for text, many in set(zip(distinct["text"], distinct["several"], strict=True))
        }
        parts = [made[text, many] for text, many in zip(distinct["text"], distinct["several"], strict=True)]
        surplus = pd.Series([len(p) > 1 for p in parts], index=cells.index, dtype=bool) & ~distinct["several"]
        for column, rows in cells[surplus].groupby("column", sort=True):
            told = [text if self._may_be_told(text) else "" for text in rows["text"]]
            self.account.change(rows["row"], SPLIT, column=str(column), values=told)
        names = cells.assign(written=pd.Series(parts, index=cells.index, dtype=object)).explode(
            "written", ignore_index=True
        )
        names = names[names["written"].notna()]
        return names.assign(written=names["written"].astype("str").map(visible))

    def _may_be_told(self, text: str) -> bool:
        """Whether nobody who objects is named in a field."""
        names = split_names(text, self.book, several=True)
        return not any(self.book.find(visible(name)).objects for name in (text, *names))

    def _targets(self, names: pd.DataFrame) -> pd.Series[str]:
        """Give the person for each written name, "" for nobody, and list what is not a plain match."""
        counts = names["written"].value_counts()
        meant: dict[str, str] = {}
        why: dict[str, str] = {}
        unknown: list[str] = []
        self.book.doubt_surnames(map(str, counts.index))
        for written in map(str, counts.index):
            if names_nobody(written) and not self._is_id(written):
                why[written] = NO_PERSON
                continue
            match = self.book.find(written)
            if match.objects:
                why[written] = OBJECTOR
            elif match.status == CERTAIN:
                meant[written] = match.person
                why[written] = self._difference(written, match.person, {fact.message for fact in match.reasons})
            elif match.nobody:
                why[written] = NO_PERSON
            elif match.status == DOUBTFUL:
                why[written] = TORN if ONE_OR_SEVERAL in {fact.message for fact in match.reasons} else UNSURE
            else:
                unknown.append(written)
        self._add_strangers(unknown, counts, meant, why)
        self._tell(names, why)
        return told(names["written"], meant)

    def _is_id(self, written: str) -> bool:
        """Whether a word that could mean nobody is the id of somebody; a lone nought or sign never is."""
        return self.has_roster and len(written) > 1 and self.book.has_id(written)

    def _difference(self, written: str, person: str, reasons: set[str]) -> str:
        name = self.book.name_of(person)
        if written in {name, person} or "@" in written or fold(written) == fold(person):
            return ""
        return MISSPELT if reasons & {TYPO, TYPOS} else MATCHED

    def _add_strangers(
        self, unknown: Sequence[str], counts: pd.Series[int], meant: dict[str, str], why: dict[str, str]
    ) -> None:
        """Make people of names that nobody known has; spellings with the same words are one person."""
        chosen: dict[object, tuple[int, str]] = {}
        people = []
        for written in unknown:
            if self.has_roster and re.fullmatch(r"[\d\W_]+", written):
                why[written] = NUMBER_UNKNOWN
            elif len(written) > LONGEST_NAME or len(written.split()) > MOST_WORDS:
                why[written] = NO_NAME_TEXT
            else:
                people.append(written)
                best = (-int(counts[written]), written)
                chosen[_key(written)] = min(chosen.get(_key(written), best), best)
        for written in people:
            meant[written] = chosen[_key(written)][1]
            self.strangers[meant[written]] = meant[written]
            if self.has_roster:
                why[written] = OUTSIDER

    def _tell(self, names: pd.DataFrame, why: Mapping[str, str]) -> None:
        reason = told(names["written"], why)
        for said in (NO_PERSON, NUMBER_UNKNOWN, NO_NAME_TEXT, UNSURE, TORN):
            self._list_cells(names[reason == said], said)
        for said, add in (
            (MISSPELT, self.account.doubt),
            (OUTSIDER, self.account.doubt),
            (MATCHED, self.account.change),
        ):
            for column, rows in names[reason == said].groupby("column", sort=True):
                values = [self._told(written, said) for written in rows["written"]]
                add(rows["row"], said, column=str(column), values=values)
        gone = names[reason == OBJECTOR]
        for column, rows in gone.groupby("column", sort=True):
            # Without rows and names: those would tell who it is.
            self.account.set_aside_cells([0] * len(rows), OBJECTOR, column=str(column))

    def _told(self, written: str, reason: str) -> str:
        if reason in {MISSPELT, MATCHED}:
            return f"{written} → {self.book.name_of(self.book.find(written).person)}"
        return written

    def _list_cells(self, names: pd.DataFrame, reason: str) -> None:
        for column, rows in names.groupby("column", sort=True):
            values: Iterable[str] = rows["written"]
            if reason in {UNSURE, TORN}:
                values = [f"{w}: {candidate_label(self.book, self.book.find(w))}".strip(": ") for w in rows["written"]]
            self.account.set_aside_cells(rows["row"], reason, column=str(column), values=values)


def _key(written: str) -> object:
    spelling = take_apart(written)
    if any(letter.isdigit() for letter in written):
        return written.casefold()
    return (spelling.words, spelling.prefix, spelling.remarks) if spelling.words else fold(written)
