"""Questions of a survey that a project file can give a part: about colleagues, and whether somebody may be named."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemen.errors import KiemenError, KiemenWarning
from kiemen.read.consent import is_yes_or_no
from kiemen.read.headers import folded
from kiemen.read.surveywork import opened_survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemen.network import Network

# A name of a relation longer than this is a whole question.
LONGEST_NAME = 24
# Words of a question about who goes first, of one about whom somebody turns to, new things or not, and of one about
# being named.
GOES_FIRST = re.compile(r"nieuw|durf|\bdare|\bnew|voorop|pionier|pioneer|go(?:es)? first|loopt voor|anders doe")
ADVICE = re.compile(r"\badvies|\badvice|te rade|om raad|\bhulp\b|\bhelp\b")
IN_TOUCH = re.compile(r"\bmet wie\b|\bwith whom\b")
BEING_NAMED = re.compile(r"\b(?:naam|bij name|name|genoemd|named)\b")


@dataclass(frozen=True)
class Questions:
    """Questions answered with names, by what they are called now, and the one whether somebody may be named."""

    about_people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_named: str | None = None

    @property
    def unnamed(self) -> bool:
        """Whether some kind of tie is called by its whole question."""
        return any(len(name) > LONGEST_NAME for name in self.about_people)


def find_questions(source: Any, roster: Network | None = None) -> Questions:
    """Give the questions about colleagues and about being named in a survey file; none where it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KiemenWarning)
        try:
            survey = opened_survey(source, {"roster": roster})
        except KiemenError:
            return Questions()
    asked = {name: tuple(columns) for name, columns in survey.columns.nominations.items()}
    frame = survey.account.table.frame
    free = [str(column) for column in frame.columns if column not in survey.columns.used]
    named = (one for one in free if BEING_NAMED.search(folded(one)) and is_yes_or_no(frame[one]))
    return Questions(asked, next(named, None))


def goes_first(question: str) -> bool:
    """Say whether a question asks who tries new things, and not whom somebody turns to or works with in that."""
    asked = folded(question)
    return GOES_FIRST.search(asked) is not None and not asks_advice(question) and IN_TOUCH.search(asked) is None


def asks_advice(question: str) -> bool:
    """Say whether a question asks whom somebody turns to for advice or help."""
    return ADVICE.search(folded(question)) is not None
