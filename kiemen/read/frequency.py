"""How often, in words: from "dagelijks" and "monthly" to times per month, and the weights of ties that are words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen._letters import fold
from kiemen.read.nothing import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Times per month of twenty working days. "Rarely" has no rhythm of its own and stands just below once a year.
_TIMES = {
    40.0: "meerdere keren per dag|meermaals per dag|enkele keren per dag|paar keer per dag|several times a day",
    20.0: """
        dagelijks | elke dag | iedere dag | daily | every day | each day | once a day | een keer per dag | bijna
        dagelijks | vrijwel dagelijks | almost daily | every working day | elke werkdag
    """,
    10.0: """
        meerdere keren per week | enkele keren per week | paar keer per week | meermaals per week | several times a
        week | a few times a week | several times per week | multiple times a week | 2 3 keer per week | 2 3 times a
        week | enkele dagen per week
    """,
    4.0: """
        wekelijks | elke week | iedere week | weekly | every week | once a week | een keer per week | 1 keer per week |
        eens per week | minstens wekelijks | at least weekly
    """,
    2.0: """
        tweewekelijks | om de week | om de twee weken | elke twee weken | paar keer per maand | enkele keren per maand |
        meerdere keren per maand | biweekly | fortnightly | every two weeks | every other week | several times a month |
        a few times a month | two or three times a month
    """,
    1.0: """
        maandelijks | elke maand | iedere maand | monthly | every month | once a month | een keer per maand |
        1 keer per maand | eens per maand
    """,
    1 / 3: "per kwartaal|elk kwartaal|een keer per kwartaal|eens per kwartaal|quarterly|once a quarter|every quarter",
    0.25: """
        paar keer per jaar | enkele keren per jaar | meerdere keren per jaar | a few times a year | several times a
        year | minder dan maandelijks | less than monthly | minder dan een keer per maand | less than once a month |
        minder vaak | less often
    """,
    1 / 6: "halfjaarlijks|twee keer per jaar|elk half jaar|twice a year|half yearly|every six months",
    1 / 12: "jaarlijks|elk jaar|een keer per jaar|eens per jaar|1 keer per jaar|yearly|annually|once a year|every year",
    0.05: "zelden|bijna nooit|vrijwel nooit|rarely|seldom|hardly ever|almost never",
    0.0: "nooit|never|helemaal nooit|geen contact|no contact|not at all",
}
# Words without a rhythm say an order and no more: they weigh 1 to 5.
_ORDER = {
    0.0: "nooit|never",
    1.0: "zelden|bijna nooit|vrijwel nooit|rarely|seldom|hardly ever|almost never",
    2.0: "soms|af en toe|nu en dan|sometimes|occasionally",
    3.0: "regelmatig|geregeld|regularly",
    4.0: "vaak|dikwijls|meestal|often|frequently|usually",
    5.0: "altijd|heel vaak|zeer vaak|continu|always|very often|constantly",
}


def phrase(cell: str) -> str:
    """Give an answer as it is compared: folded, without punctuation and hedging words.

    Examples
    --------
    >>> phrase("Ik ben het er (helemaal) mee eens!"), phrase("Een paar keer per week")
    ('helemaal mee eens', 'paar keer per week')
    """
    plain = re.sub(r"[^a-z0-9() ]", " ", fold(cell))
    plain = re.sub(r"\b(?:ik ben het (?:er )?|het er |ermee )", "", plain)
    plain = re.sub(r"\been (?=paar\b)", "", plain)
    return " ".join(plain.replace("(", " ").replace(")", " ").split())


def _flat(table: Mapping[float, str]) -> dict[str, float]:
    return {" ".join(words.split()): value for value, listed in table.items() for words in listed.split("|")}


TIMES = _flat(_TIMES)
ORDER = _flat(_ORDER)
_RHYTHMIC = frozenset(TIMES) - frozenset(ORDER)
# "2x per week", "3 keer in de maand", "4 times a year".
_COUNTED = re.compile(
    r"(?P<n>\d{1,3})\s*(?:x|keer|maal|times|time|dagen|dag|days|day)?\s*(?:per|a|an|each|every|in de|in een|in het)\s+"
    r"(?P<span>dag|day|week|maand|month|kwartaal|quarter|jaar|year)"
)
_SPANS = {"dag": 20.0, "day": 20.0, "week": 4.0, "maand": 1.0, "month": 1.0, "kwartaal": 1 / 3, "quarter": 1 / 3}
_SPANS |= {"jaar": 1 / 12, "year": 1 / 12}


def weights_of_words(cells: Iterable[str], told: Mapping[str, float] | None = None) -> dict[str, float] | None:
    """Give what each word in a column of strengths weighs, None where the column does not hold such words.

    Words with a rhythm weigh their times per month; words without one ("soms", "vaak") their order, 1 to 5. Half of
    the different words must be known, or all must be `told`.

    Examples
    --------
    >>> weights_of_words(["dagelijks", "wekelijks", "nooit"])
    {'dagelijks': 20.0, 'wekelijks': 4.0, 'nooit': 0.0}
    >>> weights_of_words(["soms", "vaak", "vaak"])
    {'soms': 2.0, 'vaak': 4.0}
    """
    said = {cell.strip(): phrase(cell) for cell in cells if cell.strip() and not says_nothing(cell)}
    if told is not None:
        known = {phrase(str(word)): float(value) for word, value in told.items()}
    else:
        known = TIMES if has_rhythm(said) else ORDER
    made = {text: known[word] for text, word in said.items() if word in known}
    if told is None and known is TIMES:
        counted = {text: _counted(word) for text, word in said.items()}
        made |= {text: times for text, times in counted.items() if times is not None and text not in made}
    enough = bool(made) and (told is not None or len(made) * 2 >= len(said))
    return made if enough else None


def _counted(words: str) -> float | None:
    """Give the times per month of "2x per week", None for other words."""
    found = _COUNTED.fullmatch(words)
    return int(found["n"]) * _SPANS[found["span"]] if found else None


def has_rhythm(words: Iterable[str]) -> bool:
    """Say whether any of the words tells how many times, rather than only an order."""
    return any(phrase(word) in _RHYTHMIC or _counted(phrase(word)) is not None for word in words)
