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
    from collections.abc import Iterable, Mapping

    from kiemen.network import Network

# A name of a relation longer than this is a whole question.
LONGEST_NAME = 24
# Words of a question about who goes first, of one about whom somebody turns to, new things or not, and of one about
# being named.
GOES_FIRST = re.compile(r"nieuw|durf|\bdare|\bnew|voorop|pionier|pioneer|go(?:es)? first|loopt voor|anders doe")
ADVICE = re.compile(r"\badvies|\badvice|te rade|om raad|\bhulp\b|\bhelp\b")
IN_TOUCH = re.compile(r"\bmet wie\b|\bwith whom\b")
BEING_NAMED = re.compile(r"\b(?:naam|bij name|name|genoemd|named)\b")
# Small words of one language that the other has not, and how many of them tell which it is.
DUTCH = re.compile(r"\b(?:de|het|een|ik|jij|je|u|uw|mijn|jouw|wie|wat|welke|hoe|met|van|voor|op|bij|niet|naar|aan)\b")
ENGLISH = re.compile(r"\b(?:the|an|i|you|your|my|who|whom|what|which|how|with|for|on|to|not|from|and|do|does)\b")
FEWEST_SMALL_WORDS, MUCH_MORE = 3, 3


@dataclass(frozen=True)
class Questions:
    """Questions answered with names, by what they are called now, the one whether somebody may be named, and all."""

    about_people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_named: str | None = None
    headers: tuple[str, ...] = field(default=(), compare=False)

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
    return Questions(asked, next(named, None), tuple(map(str, frame.columns)))


def language_of(questions: Iterable[str]) -> str | None:
    """Give the language in which questions are asked by its small words, None where that is not clear.

    Examples
    --------
    >>> language_of(["Met wie werkt u samen?", "Wie probeert hier iets nieuws?"])
    'nl'
    >>> language_of(["Naam", "q1", "q2"])
    """
    asked = "\n".join(questions).casefold()
    nl, en = len(DUTCH.findall(asked)), len(ENGLISH.findall(asked))
    if max(nl, en) < FEWEST_SMALL_WORDS or max(nl, en) < MUCH_MORE * min(nl, en):
        return None
    return "nl" if nl > en else "en"


def goes_first(question: str) -> bool:
    """Say whether a question asks who tries new things, and not whom somebody turns to or works with in that."""
    asked = folded(question)
    return GOES_FIRST.search(asked) is not None and not asks_advice(question) and IN_TOUCH.search(asked) is None


def asks_advice(question: str) -> bool:
    """Say whether a question asks whom somebody turns to for advice or help."""
    return ADVICE.search(folded(question)) is not None
