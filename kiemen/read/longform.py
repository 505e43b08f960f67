"""Surveys with a row per answer, put in one row per respondent while every answer keeps its row number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.read.account import Account
from kiemen.read.rawtable import Note
from kiemen.read.roles import by_words, pick
from kiemen.read.surveycolumns import RESPONDENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemen.read.rawtable import RawTable

QUESTION_WORDS = ("vraag", "question", "vraagcode", "question code", "item", "vraagtekst", "question text")
ANSWER_WORDS = ("antwoord", "answer", "response", "antwoordtekst", "answer text")
NO_QUESTION = mark("there is no question in this row")


@dataclass
class LongAccount(Account):
    """The account of a file with a row per answer: notes about a cell of the wide table get the row of that answer."""

    origin: dict[tuple[int, str], int] = field(default_factory=dict)
    rows_of: dict[int, list[int]] = field(default_factory=dict)
    total: int = 0

    @property
    def rows_read(self) -> int:
        """Number of rows of the source, not of the table that was made of it."""
        return self.total + self.table.rows_outside

    def _add(
        self, action: str, rows: Iterable[int], reason: str, *, column: str, values: Iterable[str], part: str = "cell"
    ) -> None:
        listed = [int(row) for row in rows]
        words = [*map(str, values)]
        words += [""] * (len(listed) - len(words))
        for row, word in zip(listed, words, strict=True):
            if part == "row" and row in self.rows_of:
                places = self.rows_of[row]
            else:
                places = [self.origin.get((row, column), row)]
            self.notes.extend(
                Note(place, action, reason, column=column, value=word[:200], part=part) for place in places
            )


def long_account(
    table: RawTable, question: str | None, answer: str | None, respondent: str | Sequence[str] | None
) -> Account | None:
    """Give the account of a long survey as a wide one, None when it is not long."""
    frame, where = table.frame, table.file or table.source
    if (question is None) != (answer is None):
        raise InputError("a long survey needs both question= and answer=.")
    if question is None:
        return _found_long(table, respondent)
    ask = pick(frame.columns, question, where=where, part="question")
    say = pick(frame.columns, str(answer), where=where, part="answer")
    if respondent is None:
        found = by_words(frame, RESPONDENT_WORDS, [ask, say])
        keys = [found] if found is not None else []
    else:
        listed = [respondent] if isinstance(respondent, str) else list(respondent)
        keys = [pick(frame.columns, name, where=where, part="respondent") for name in listed]
    if not keys:
        raise InputError(f"{where}: a long survey needs respondent=, the column that says who answered.")
    return _wide(table, keys, ask, say)


def _found_long(table: RawTable, respondent: str | Sequence[str] | None) -> Account | None:
    """Give the account of a table with a question and an answer in each row, in which respondents come back."""
    frame = table.frame
    ask, say = by_words(frame, QUESTION_WORDS), by_words(frame, ANSWER_WORDS)
    who = respondent if isinstance(respondent, str) else by_words(frame, RESPONDENT_WORDS, [ask, say])
    if ask is None or say is None or who is None or who not in frame.columns:
        return None
    again = frame[who].duplicated().mean() > 0 and frame[ask].duplicated().any()
    if not again or frame.duplicated([who, ask, say]).all():
        return None
    account = _wide(table, [who], ask, say)
    account.assume("column for question", ask)
    account.assume("column for answer", say)
    return account


def _wide(table: RawTable, keys: list[str], ask: str, say: str) -> LongAccount:
    frame = table.frame
    asked = frame[ask].str.strip() != ""
    rows = frame[asked]
    if rows.empty:
        account = LongAccount(replace(table, frame=frame.iloc[:0]), total=len(frame))
    else:
        account = _spread(table, rows, keys, ask, say)
    account.notes.extend(Note(int(row), "set aside", NO_QUESTION, part="row") for row in frame.index[~asked])
    return account


def _spread(table: RawTable, rows: pd.DataFrame, keys: list[str], ask: str, say: str) -> LongAccount:
    """Put the answers of each respondent beside each other, in the row of the first."""
    question = rows[ask].str.strip()
    who = rows[keys].agg("\x1f".join, axis=1)
    first = pd.Series(rows.index, index=rows.index).groupby(who).transform("min")
    nth = rows.groupby([first, question]).cumcount()
    # A question that somebody answered more than once has several columns: "samen [1]", "samen [2]".
    many = question.isin(set(question[nth > 0]))
    name = question.where(~many, question + " [" + (nth + 1).astype("str") + "]")
    cells = pd.DataFrame({"row": first, "column": name, "text": rows[say]})
    wide = cells.set_index(["row", "column"])["text"].unstack(fill_value="")  # noqa: PD010  no numbers to add up
    other = [column for column in rows.columns if column not in {*keys, ask, say}]
    fixed = rows.loc[rows.index.isin(wide.index), [*keys, *other]]
    whole = fixed.join(wide[[column for column in dict.fromkeys(name) if column not in fixed.columns]])
    whole.columns.name = None
    account = LongAccount(replace(table, frame=whole.astype("str")), total=len(table.frame))
    account.origin = {(int(f), str(c)): int(r) for f, c, r in zip(first, name, rows.index, strict=True)}
    for row, start in first.items():
        account.rows_of.setdefault(int(start), []).append(int(str(row)))
    return account
