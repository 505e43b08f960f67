"""The columns of a tie list, and which way its ties run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemen.i18n import mark
from kiemen.read.filldown import tell_fill_down
from kiemen.read.headers import folded
from kiemen.read.headerwords import WORDS
from kiemen.read.numbers import read_numbers
from kiemen.read.roles import BY_POSITION, by_words, find
from kiemen.read.strengths import words_in
from kiemen.read.yesno import read_flags

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kiemen.read.account import Account

# Words for the two ends of a tie, beside a word that both columns share.
ENDS = (
    ("van", "naar"), ("from", "to"), ("source", "target"), ("bron", "doel"), ("afzender", "ontvanger"),
    ("sender", "receiver"), ("sender", "recipient"), ("vrager", "gevraagde"), ("ego", "alter"), ("1", "2"), ("a", "b"),
)  # fmt: skip
# So many rows tell that a column is no column of yes and no.
LOOK = 1_000
YES_AND_NO = mark("a column of yes and no was not used; pass it as weight= when no means that there is no tie")
BOTH_KINDS = mark("some ties are directed and some are not; all were taken as directed")
DIRECTION_WORDS = {"directed": True, "undirected": False}


@dataclass(frozen=True)
class TieColumns:
    """The columns of a tie list; `label` names ties that do not name their own relation."""

    source: str
    target: str
    weight: str | None
    time: str | None
    wave: str | None
    relation: str | None
    label: str
    directed: bool

    @classmethod
    def find(
        cls, account: Account, named: Mapping[str, str | None], relation: str | None, *, directed: bool | None
    ) -> TieColumns:
        """Find the columns that were not named."""
        frame = account.table.frame
        source = find(account, "source", named["source"], taken=[named["target"]], needed=False)
        target = find(account, "target", named["target"], taken=[source], needed=False)
        if named["source"] is None and named["target"] is None and None in (source, target):
            both = two_ends(frame)
            if both is not None:
                source, target = both
                account.assume("column for source", source)
                account.assume("column for target", target)
        if source is None and target is None and _may_be_people(frame):
            source, target = frame.columns[0], frame.columns[1]
            if len(frame.columns) == 3 and named["weight"] is None:
                numbers = read_numbers(frame[frame.columns[2]])
                strong = numbers.floats.notna().mean() > 0.5 or words_in(frame[frame.columns[2]]) is not None
                named = {**named, "weight": frame.columns[2] if strong else None}
            taken_as = ", ".join(str(column) for column in (source, target, named["weight"]) if column)
            account.assume("columns by their position", taken_as)
            account.remark(BY_POSITION, values=[taken_as])
        source = source or find(account, "source", None, taken=[target])
        target = target or find(account, "target", None, taken=[source])
        rest: dict[str, str | None] = {}
        for part in ("weight", "time", "wave"):
            rest[part] = find(account, part, named[part], taken=[source, target, *rest.values()], needed=False)
        column, way = _relation(account, relation, [source, target, *rest.values()])
        if directed is None:
            directed = way is not False
            account.assume("direction", "directed" if directed else "undirected")
        used = [source, target, *rest.values()]
        _tell_yes_or_no(account, [*used, column])
        account.leave([*used, by_words(frame, [relation] if relation else WORDS["relation"], used)])
        tell_fill_down(account, source)
        label = relation if relation and column is None else "tie"
        return cls(str(source), str(target), **rest, relation=column, label=label, directed=directed)


def _tell_yes_or_no(account: Account, used: list[str | None]) -> None:
    """Doubt a column of yes and no that is not used: its rows with no may be no ties."""
    frame = account.table.frame
    for name in frame.columns:
        plain = name not in used and not read_flags(frame[name].head(LOOK)).wrong.any()
        flags = read_flags(frame[name]) if plain else None
        if flags is not None and flags.yes.any() and flags.no.any() and not flags.wrong.any():
            account.remark(YES_AND_NO, column=str(name))


def _may_be_people(frame: pd.DataFrame) -> bool:
    """Whether the first two columns of a small table may be the two ends: they are no dates, meetings or projects."""
    if not 2 <= len(frame.columns) <= 3:
        return False
    ends = frame.iloc[:, :2]
    if any(ends[column].str.contains(r"\d[:/]\d", regex=True).any() for column in ends.columns.unique()):
        return False
    return all(by_words(ends, WORDS[part]) is None for part in ("time", "event", "initiative"))


def two_ends(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Give two columns of people whose names differ only in the ends of a tie: "Medewerker van", "Medewerker naar"."""
    columns = {_words(str(column)): str(column) for column in frame.columns}
    people = {_words(word) for word in WORDS["person"]}
    for words, column in columns.items():
        for at, word in enumerate(words):
            if (*words[:at], *words[at + 1 :]) not in people:
                continue
            for one, other in ENDS:
                across = (*words[:at], other, *words[at + 1 :])
                if word == one and across in columns:
                    return column, columns[across]
    return None


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[\W_]+", " ", folded(name)).split())


def _relation(account: Account, relation: str | None, taken: list[str | None]) -> tuple[str | None, bool | None]:
    """Give the column with the kind of each tie, and the direction when a column says it."""
    frame = account.table.frame
    column = by_words(frame, [relation] if relation else WORDS["relation"], taken)
    if column is None:
        return None, None
    words = set(frame[column].map(folded)) - {""}
    if words and words <= set(DIRECTION_WORDS):
        # Gephi writes the direction of each edge in a column "Type".
        if len(words) > 1:
            account.remark(BOTH_KINDS, column=column)
        return None, DIRECTION_WORDS[words.pop()] if len(words) == 1 else None
    if relation is None:
        account.assume("column for relation", column)
    return column, None
