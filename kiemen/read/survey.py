"""Survey exports to a Network: who named whom, who answered what, and who did not answer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import LowResponseWarning
from kiemen.i18n import mark, text
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.columns import one_day
from kiemen.read.answers import item_answers, items_table, text_answers
from kiemen.read.decisions import decision_map
from kiemen.read.dialects import dialect_of, without_header_rows
from kiemen.read.longform import long_account
from kiemen.read.names import NameBook
from kiemen.read.nominations import Namer, name_cells
from kiemen.read.polinode import is_polinode, polinode_table
from kiemen.read.respondents import identify_respondents, lookup_names, written_respondents
from kiemen.read.roster import as_roster, lookup_of, recognising
from kiemen.read.submissions import UNFINISHED, moments, repeated, tests, unfinished
from kiemen.read.surveycolumns import add_scales, find_rest, told
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from kiemen.read.dialects import Dialect
    from kiemen.read.nominations import Nominations
    from kiemen.read.rawtable import Reading
    from kiemen.read.respondents import Respondents
    from kiemen.read.scales import Scale
    from kiemen.read.surveycolumns import SurveyColumns

    Columns = str | Sequence[str]
    ByRelation = Columns | Mapping[str, Columns]

LOW_RESPONSE = 0.7
NOT_USED = mark("columns not used")


def read_survey(
    source: Any,
    *,
    respondent: Columns | None = None,
    nominations: ByRelation | None = None,
    multi: ByRelation | None = None,
    likert: Columns | None = None,
    scale: Sequence[float] | None = None,
    scales: Sequence[Scale] = (),
    asks: Columns | None = None,
    offers: Columns | None = None,
    attributes: Sequence[str] | Mapping[str, str] | None = None,
    question: str | None = None,
    answer: str | None = None,
    consent: str | None = None,
    opt_out: str | None = None,
    objectors: Any = None,
    roster: Any = None,
    decisions: Any = None,
    nicknames: Mapping[str, str | Sequence[str]] | None = None,
    relation: str = "nomination",
    wave: str = "",
    date: Any = None,
    tool: str | None = None,
    partial: bool = False,
    **reading: Unpack[Reading],
) -> Network:
    """Read a survey export: who named whom, what people answered, and who did not answer.

    Answers: "I have an export of LimeSurvey, Microsoft Forms, Qualtrics, Google Forms, SurveyMonkey or Polinode; what
    network and which answers are in it?" Columns that are not told are found by their headers and contents, and what
    was found is recorded in `assumptions`. A plain list of ties is read with `read_ties`.

    Parameters
    ----------
    source
        Path of a CSV, Excel, Parquet or JSON file, or a frame.
    respondent
        Column that says who answered (id, token, e-mail address or name). Several columns make one id together
        (``["city", "id"]`` gives "1-87"); names in the name fields are then ids within the same first parts.
    nominations
        Columns with one name each: a list, the code they share ("samen" for "samen[SQ001]", ...), or relation ->
        columns.
    multi
        Columns with several names in one field: "An;Bram;" or "An, Bram".
    likert, scale
        Columns with answers on a scale, and its lowest and highest answer, such as ``(1, 5)``.
    scales
        Scales with their items; see `Scale`.
    asks, offers
        Open questions on what people want to learn and what they can help with; kept as text.
    attributes
        Columns to keep with the people: a list, or column -> name.
    question, answer
        For a long file, with a row per answer: the columns with the question and the answer. The other arguments then
        name questions.
    consent
        Column with consent; a blank is no consent.
    opt_out
        Column with an objection; a blank is none.
    objectors
        Ids, names or addresses of people who object, or a file with them.
    roster
        Everybody who was asked (`read_roster`, a file or a frame). Without one, the people who answered are all that
        is known, and names are matched to them.
    decisions
        Decisions about doubtful names (`read_decisions`).
    nicknames
        Nickname -> formal name, as for `match_names`.
    relation
        Name of the relation when `nominations` does not give one.
    wave
        Name of this measurement.
    date
        Day of this measurement, as a date or "2025-03-04"; None takes the first day on which somebody answered.
    tool
        "limesurvey", "msforms", "qualtrics", "google", "surveymonkey", "polinode" or "plain"; None finds out.
    partial
        Whether answers that were not finished are used. They are left out by default.
    **reading
        `sheet`, `name`, `header`, `encoding`, `separator`, `decimal` and `day_first`, where what is found by itself
        is not right.

    Returns
    -------
    Network
        Ties from respondent to the people named (weight 1, directed, `asked` true); participation per person on the
        roster; items and responses; contacts for names that are not on the roster. People who object or gave no
        consent are nowhere in it, not even as a name that others filled in.

    Raises
    ------
    ColumnError
        If a named column is not there or the respondent cannot be found; the message names what is there.
    InputError
        If answers do not fit the scale, with the column and rows, or scales contradict each other.

    Warns
    -----
    DoubtfulInputWarning
        Once, with everything that was set aside or is doubtful.
    LowResponseWarning
        If fewer than 70 % of the people asked answered.

    Notes
    -----
    Of several answers of one person the last finished one is kept. Previews, tests, unfinished and anonymous answers
    are set aside, each with its row number. Words for no answer ("geen", "n.v.t.", "?") are no people. Names that
    are not certain make no tie until they are decided; `check_file` gives the review list.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import read_survey
    >>> answers = pd.DataFrame({"naam": ["An", "Bram"], "contact1": ["Bram", "geen"], "q1": ["mee eens", "neutraal"]})
    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     network = read_survey(answers, respondent="naam", nominations=["contact1"], likert="q1", scale=(1, 5))
    >>> network.ties[["source", "target"]].values.tolist(), network.answers()["q1"].tolist()
    ([['An', 'Bram']], [4.0, 3.0])
    """
    table: Any = None
    if tool == "polinode" or (tool is None and is_polinode(source)):
        table, fields = polinode_table(source, reading.get("name"))
        tool, respondent = "polinode", respondent or "respondent"
        nominations = fields if nominations is None else nominations
    wanted = {
        "respondent": respondent, "nominations": nominations, "multi": multi, "asks": asks, "offers": offers,
        "consent": consent, "opt_out": opt_out, "attributes": attributes,
    }  # fmt: skip
    hints = [column for part in wanted.values() for column in _flat(part)]
    table = read_table(source, columns=hints, **reading) if table is None else table
    opened = Opened.of(table, tool, question, answer, respondent)
    columns = told(opened.account, opened.dialect, relation=relation, **wanted)  # type: ignore[arg-type]
    add_scales(opened.account, columns, likert=likert, scale=scale, scales=scales)
    network_of_roster = as_roster(roster)
    survey = Survey(opened, columns, network_of_roster, wave=wave, date=date, partial=partial)
    survey.identify(objectors, decision_map(decisions), nicknames)
    find_rest(
        opened.account, opened.dialect, columns, survey.book, named=nominations is not None or multi is not None
    )
    return survey.network(stacklevel=3)


def _flat(part: Any) -> list[str]:
    if part is None:
        return []
    if isinstance(part, str):
        return [part]
    if hasattr(part, "values") and not isinstance(part, (list, tuple, pd.Series, pd.Index)):
        return [column for value in part.values() for column in _flat(value)]
    return [column for column in part if isinstance(column, str)]


@dataclass
class Opened:
    """A survey file that was opened: its account, its tool and the texts of its questions."""

    account: Account
    dialect: Dialect
    labels: dict[str, str]

    @classmethod
    def of(
        cls, table: Any, tool: str | None, question: str | None, answer: str | None, respondent: Columns | None
    ) -> Opened:
        """Take the header rows off and, for a long file, put every respondent in one row."""
        dialect, guessed = dialect_of(table, tool)
        questions = without_header_rows(table, dialect)
        account = long_account(questions.table, question, answer, respondent) or Account(questions.table)
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
        self.who: Respondents
        self.book: NameBook

    def identify(self, objectors: Any, decisions: dict[str, str], nicknames: Any) -> None:
        """Find out who answered, and set aside the rows that do not count."""
        account, frame = self.account, self.account.table.frame
        written, _ = written_respondents(account, self.dialect, self.columns)
        excluded = tests(account, self.dialect, written)
        known = None if self.roster is None else lookup_of(self.roster)
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
        namer = Namer(self.book, account, has_roster=self.roster is not None)
        named = namer.ties(cells, person, columns.multi)
        items, answers = item_answers(account, columns.scales, person)
        texts = text_answers(account, columns, person, self._hidden_words())
        people = self._people(named, person)
        participation = self._participation(people, person)
        unused = [c for c in account.table.frame.columns if c not in columns.used]
        if unused:
            account.assume(NOT_USED, ", ".join(unused))
        self._say_response(people, participation)
        source = account.table.source
        ties = named.ties.assign(wave=self.wave, weight=1.0, origin=source)
        relations = pd.DataFrame({"relation": sorted(columns.nominations), "directed": True, "asked": True})
        made = Network.from_frames(
            people=people,
            ties=ties,
            relations=relations if len(relations) else None,
            participation=participation,
            waves=self._waves(),
            items=items_table(items, columns, self.labels, account.table.frame),
            responses=pd.concat([answers, texts], ignore_index=True).assign(wave=self.wave, origin=source),
            **account.frames(),
        )
        account.warn(stacklevel=stacklevel + 1)
        self._warn_low_response(participation, people, stacklevel + 1)
        # Whoever objected here is recognised, and left out, wherever this is joined to.
        known = recognising(made, self.who.known)
        return known if self.roster is None else known.merge(self.roster)

    def _people(self, named: Nominations, person: pd.Series[str]) -> pd.DataFrame:
        known = self.who.known
        people = known[~known["objects"].astype(bool)].drop(columns=["objects", "token"], errors="ignore")
        if self.roster is None:
            # Whoever only appears in rows that were set aside is not part of the network.
            people = people[people.index.isin(set(person) | set(named.ties["target"]))]
        strangers = sorted(set(named.strangers) - set(people.index))
        extra = pd.DataFrame({"name": strangers, "inside": self.roster is None}, index=pd.Index(strangers, name="person"))
        people = pd.concat([people, extra]) if strangers else people
        frame = self.account.table.frame
        for column, name in self.columns.attributes.items():
            told_here = pd.Series(frame.loc[person.index, column].to_numpy(), index=person.to_numpy(), dtype="str")
            mine = told_here[told_here != ""].reindex(people.index)
            people[name] = people[name].where(people[name].notna(), mine) if name in people else mine
        return people.rename_axis(index="person")

    def _participation(self, people: pd.DataFrame, person: pd.Series[str]) -> pd.DataFrame:
        answered = set(person)
        half = set(person[self.partial.loc[person.index]])
        asked = set(people.index[people["inside"].astype(bool)]) if self.roster is not None else set()
        everybody = sorted(answered | asked)
        status = [
            ("partial" if who in half else "answered") if who in answered else "not answered" for who in everybody
        ]
        return pd.DataFrame({"person": everybody, "wave": self.wave, "status": status}, dtype="str")

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
        words = {str(value) for key in ("name", "email") if key in gone for value in gone[key] if isinstance(value, str)}
        return {word for word in words | {str(i) for i in gone.index} if len(word) > 2}

    def _response(self, participation: pd.DataFrame, people: pd.DataFrame) -> tuple[int, int]:
        inside = set(people.index[people["inside"].astype(bool)])
        mine = participation[participation["person"].isin(inside)]
        return int(mine["status"].isin(["answered", "partial"]).sum()), len(mine)

    def _say_response(self, people: pd.DataFrame, participation: pd.DataFrame) -> None:
        if self.roster is not None:
            answered, asked = self._response(participation, people)
            rate = answered / asked if asked else np.nan
            self.account.assume("response", text("{n} of {all} people answered ({rate:.1%})", n=answered, all=asked, rate=rate))

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
