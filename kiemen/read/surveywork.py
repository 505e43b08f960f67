"""One survey on its way from a table to a Network."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import InputError, LowResponseWarning
from kiemen.i18n import mark, text
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.answers import item_answers, items_table, text_answers
from kiemen.read.columns import one_day
from kiemen.read.decisions import decision_map
from kiemen.read.dialects import dialect_of, without_header_rows
from kiemen.read.longform import long_account
from kiemen.read.namebook import NameBook
from kiemen.read.names import NameMatches, gathered
from kiemen.read.nominations import Namer, name_cells
from kiemen.read.nothing import each
from kiemen.read.polinode import NOT_TOLD, POLINODE, is_polinode, polinode_table, told_status
from kiemen.read.ratings import rating_cells
from kiemen.read.respondents import identify_respondents, lookup_names, written_respondents
from kiemen.read.roster import as_roster, lookup_of, recognising
from kiemen.read.rosterwords import GROUPS
from kiemen.read.submissions import UNFINISHED, moments, repeated, tests, unfinished
from kiemen.read.surveycolumns import add_scales, find_rest, told
from kiemen.read.tables import read_table
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.read.dialects import Dialect
    from kiemen.read.nominations import Nominations
    from kiemen.read.respondents import Respondents
    from kiemen.read.surveycolumns import SurveyColumns

LOW_RESPONSE = 0.7
NOT_USED = mark("columns not used")
ROSTER_DIFFERS = mark("the roster says something else about this person; the roster was kept")
PARTS = ("respondent", "nominations", "multi", "ratings", "asks", "offers", "consent", "opt_out", "attributes")


def opened_survey(source: Any, how: Mapping[str, Any]) -> Survey:
    """Open a survey, find its columns and respondents; `how` holds the arguments of `read_survey`."""
    scales = () if how.get("scales") is None else how["scales"]
    if not isinstance(scales, Sequence):
        raise InputError(f"scales must be a list of Scale, not {type(scales).__name__}.")
    if not isinstance(how.get("wave", ""), str):
        raise InputError(f"wave must be the name of the measurement, not {type(how['wave']).__name__}.")
    wanted = {part: how.get(part) for part in PARTS}
    tool, reading = how.get("tool"), how.get("reading", {})
    table: Any = None
    if tool == "polinode" or (tool is None and is_polinode(source)):
        table, fields = polinode_table(source, reading.get("name"))
        tool, wanted["respondent"] = "polinode", wanted["respondent"] or "respondent"
        wanted["nominations"] = fields if wanted["nominations"] is None else wanted["nominations"]
    if table is None:
        hints = [column for part in wanted.values() for column in _flat(part)]
        table = read_table(source, columns=hints, **reading)
    opened = Opened.of(table, tool, how.get("question"), how.get("answer"), wanted["respondent"])
    columns = told(opened.account, opened.dialect, relation=how.get("relation", "nomination"), **wanted)
    add_scales(opened.account, columns, likert=how.get("likert"), scale=how.get("scale"), scales=scales)
    survey = Survey(
        opened,
        columns,
        as_roster(how.get("roster")),
        wave=how.get("wave", ""),
        date=how.get("date"),
        partial=bool(how.get("partial", False)),
    )
    survey.identify(how.get("objectors"), decision_map(how.get("decisions")), how.get("nicknames"))
    named = any(wanted[part] is not None for part in ("nominations", "multi", "ratings"))
    held = set() if survey.roster is None else set(survey.roster.people.columns)
    find_rest(opened.account, opened.dialect, columns, survey.book, named=named, held=held, kept=survey.real)
    return survey


def _flat(part: Any) -> list[str]:
    if part is None:
        return []
    if isinstance(part, str):
        return [part]
    if hasattr(part, "values") and not isinstance(part, (list, tuple, pd.Series, pd.Index)):
        return [column for value in part.values() for column in _flat(value)]
    return [column for column in part if isinstance(column, str)] if isinstance(part, Iterable) else []


@dataclass
class Opened:
    """A survey file that was opened: its account, its tool and the texts of its questions."""

    account: Account
    dialect: Dialect
    labels: dict[str, str]

    @classmethod
    def of(
        cls,
        table: Any,
        tool: str | None,
        question: str | None,
        answer: str | None,
        respondent: str | Sequence[str] | None,
    ) -> Opened:
        """Take the header rows off and, for a long file, put every respondent in one row."""
        dialect, guessed = dialect_of(table, tool)
        questions = without_header_rows(table, dialect)
        account = long_account(questions.table, question, answer, respondent) or Account(questions.table)
        account.questions = questions.labels
        if guessed and dialect.tool != "plain":
            account.assume("survey tool", dialect.tool)
        return cls(account, dialect, questions.labels)


class Survey:
    """One survey on its way to a Network."""

    def __init__(
        self, opened: Opened, columns: SurveyColumns, roster: Network | None, *, wave: str, date: Any, partial: bool
    ) -> None:
        self.account, self.dialect, self.labels = opened.account, opened.dialect, opened.labels
        self.columns, self.roster, self.wave, self.use_partial = columns, roster, wave, partial
        self.date = one_day("date", date)
        # The column that told who answered, where that is another than the respondent's.
        self.status: str | None = None
        self.who: Respondents
        self.book: NameBook

    def identify(self, objectors: Any, decisions: dict[str, str], nicknames: Any) -> None:
        """Find out who answered, and set aside the rows that do not count."""
        account, frame = self.account, self.account.table.frame
        known = None if self.roster is None else lookup_of(self.roster)
        written, _ = written_respondents(account, self.dialect, self.columns, known)
        excluded = tests(account, self.dialect, written)
        self.real = ~excluded
        self.who = identify_respondents(
            account, self.dialect, self.columns, known=known, objectors=objectors, decisions=decisions,
            nicknames=nicknames, excluded=excluded,
        )  # fmt: skip
        used = self.who.used
        half = unfinished(frame, self.dialect) & used
        self.partial = half
        when = moments(frame, self.dialect, day_first=account.table.day_first)
        self.when = when
        filled = (frame != "").sum(axis=1)
        twice = repeated(account, self.who.person.where(used, ""), half, when, filled)
        half_only = half & ~twice
        if half_only.any() and not self.use_partial:
            account.set_aside(frame.index[half_only], UNFINISHED)
        self.kept = used & ~twice & (~half if not self.use_partial else True)
        self.book = NameBook(lookup_names(self.who.known), nicknames=nicknames, decisions=decisions)

    def network(self, *, stacklevel: int) -> Network:
        """Give the Network, and warn once about what is doubtful."""
        account, columns = self.account, self.columns
        rows = account.table.frame.index[self.kept]
        person = self.who.person.loc[rows]
        cells = name_cells(account.table.frame, columns.nominations, rows, self.who.scope)
        if columns.ratings:
            rated = rating_cells(account, columns.ratings, rows)
            cells = pd.concat([cells.assign(weight=1.0), rated], ignore_index=True) if len(cells) else rated
        namer = Namer(self.book, account, has_roster=self.roster is not None)
        named = namer.ties(cells, person, columns.multi)
        self.cells = named.cells
        items, answers = item_answers(account, columns.scales, person)
        texts = text_answers(account, columns, person, self._hidden_words())
        people = self._people(named, person)
        participation = self._participation(people, person)
        unused = [c for c in account.table.frame.columns if c not in {*columns.used, *columns.withheld, self.status}]
        if unused:
            account.assume(NOT_USED, ", ".join(unused))
        self._say_response(people, participation)
        source = account.table.source
        ties = named.ties.assign(wave=self.wave, origin=source)
        kinds = sorted({*columns.nominations, *columns.ratings})
        relations = pd.DataFrame({"relation": kinds, "directed": True, "asked": True})
        made = Network.from_frames(
            people=people,
            ties=ties,
            relations=relations if len(relations) else None,
            participation=participation,
            waves=self._waves(),
            items=items_table(items, columns, self.labels),
            responses=pd.concat([answers, texts], ignore_index=True).assign(wave=self.wave, origin=source),
            **account.frames(),
        )
        account.warn(stacklevel=stacklevel + 1)
        self._warn_low_response(participation, people, stacklevel + 1)
        # Whoever objected here is recognised, and left out, wherever this is joined to.
        known = recognising(made, self.who.known)
        return known if self.roster is None else known.merge(self.roster)

    def matches(self, network: Network) -> NameMatches:
        """Give how every name was matched, those that must not be told left out; after `network`."""
        told_names = self.cells[each(self.cells["written"], lambda written: not self.book.find(written).objects)]
        places = [
            f"{text('row')} {row}, {column}"
            for row, column in zip(told_names["row"], told_names["column"], strict=True)
        ]
        return gathered(self.book, list(told_names["written"]), places, network)

    def _people(self, named: Nominations, person: pd.Series[str]) -> pd.DataFrame:
        known = self.who.known
        people = known[~known["objects"].astype(bool)].drop(columns=["objects", "token"], errors="ignore")
        if self.roster is None:
            # Whoever only appears in rows that were set aside is not part of the network.
            people = people[people.index.isin(set(person) | set(named.ties["target"]))]
        strangers = sorted(set(named.strangers) - set(people.index))
        extra = pd.DataFrame(
            {"name": strangers, "inside": self.roster is None}, index=pd.Index(strangers, name="person")
        )
        people = pd.concat([people, extra]) if strangers else people
        frame = self.account.table.frame
        for column, name in self.columns.attributes.items():
            said = frame.loc[person.index, column]
            said = self.account.one_spelling(said, column=column) if name in GROUPS else said
            told_here = pd.Series(said.to_numpy(), index=person.to_numpy(), dtype="str")
            mine = told_here[told_here != ""].reindex(people.index)
            if name in people:
                differs = mine.notna() & people[name].notna() & (mine != people[name].astype("str"))
                rows = person.index[person.isin(set(people.index[differs]))]
                if len(rows):
                    self.account.doubt(rows, ROSTER_DIFFERS, column=column, values=frame.loc[rows, column])
                mine = people[name].where(people[name].notna(), mine)
            people[name] = mine
        return people.rename_axis(index="person")

    def _participation(self, people: pd.DataFrame, person: pd.Series[str]) -> pd.DataFrame:
        if self.account.table.kind == POLINODE:
            return self._told_by_polinode(person)
        answered = set(person)
        half = set(person[self.partial.loc[person.index]])
        asked = set(people.index[people["inside"].astype(bool)]) if self.roster is not None else set()
        if self.who.all_anonymous:
            # Somebody answered, but who did not is not known.
            asked = set()
        everybody = sorted(answered | asked)
        status = [
            ("partial" if who in half else "answered") if who in answered else "not answered" for who in everybody
        ]
        return pd.DataFrame({"person": everybody, "wave": self.wave, "status": status}, dtype="str")

    def _told_by_polinode(self, person: pd.Series[str]) -> pd.DataFrame:
        """Give the status as the sheet Nodes tells it: a row there is somebody who was asked, not who answered."""
        found = told_status(self.account.table.frame)
        if found is None:
            self.account.assume("response", NOT_TOLD)
            return pd.DataFrame({"person": [], "wave": [], "status": []}, dtype="str")
        column, status = found
        self.account.assume("column for response", column)
        self.status = column
        said = status.reindex(person.index)
        made = pd.DataFrame({"person": person, "wave": self.wave, "status": said}, dtype="str")
        return made[made["status"] != ""].reset_index(drop=True)

    def _waves(self) -> pd.DataFrame | None:
        if not self.wave:
            return None
        dates = self.when[self.kept].dropna()
        first = dates.min().normalize() if len(dates) else pd.NaT
        return pd.DataFrame({"wave": [self.wave], "date": [first if self.date is None else pd.Timestamp(self.date)]})

    def _hidden_words(self) -> set[str]:
        """Give names, ids and addresses that must not be told, to blank the open answers in which they stand."""
        known = self.who.known
        gone = known[known["objects"].astype(bool)]
        words = {
            str(value) for key in ("name", "email") if key in gone for value in gone[key] if isinstance(value, str)
        }
        return {word for word in words | {str(i) for i in gone.index} if len(word) > 2}

    def _response(self, participation: pd.DataFrame, people: pd.DataFrame) -> tuple[int, int]:
        inside = set(people.index[people["inside"].astype(bool)])
        mine = participation[participation["person"].isin(inside)]
        return int(mine["status"].isin(ANSWERED).sum()), len(mine)

    def _say_response(self, people: pd.DataFrame, participation: pd.DataFrame) -> None:
        if self.roster is not None:
            answered, asked = self._response(participation, people)
            if asked:
                rate = text("{n} of {all} people answered ({rate:.1%})", n=answered, all=asked, rate=answered / asked)
                self.account.assume("response", rate)

    def _warn_low_response(self, participation: pd.DataFrame, people: pd.DataFrame, stacklevel: int) -> None:
        if self.roster is None:
            return
        answered, asked = self._response(participation, people)
        if asked and answered / asked < LOW_RESPONSE:
            warnings.warn(
                text(
                    "{n} of {all} people answered ({rate:.1%}): whoever did not answer is not without ties, their ties "
                    "are unknown. Read positions of single people with care.",
                    n=answered,
                    all=asked,
                    rate=answered / asked,
                ),
                LowResponseWarning,
                stacklevel=stacklevel,
            )
