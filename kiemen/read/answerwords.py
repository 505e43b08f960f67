"""The words of answers on a scale, in Dutch and English: agreement, satisfaction, frequency and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemen.read.frequency import TIMES, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Side (-1, 0, 1) and strength (1 a little, 2 plain, 2.5 mostly, 3 strong) of each phrase; the words are sorted by what
# they rate.
_AGREEMENT = {
    (-1, 3): """
        helemaal mee oneens | helemaal oneens | helemaal niet mee eens | volledig oneens | volledig mee oneens |
        zeer oneens | zeer mee oneens | sterk mee oneens | sterk oneens | totaal oneens | totaal mee oneens |
        totaal niet mee eens | geheel oneens | geheel mee oneens | volstrekt oneens | zeker niet | absoluut niet |
        strongly disagree | completely disagree | totally disagree | fully disagree | definitely not | disagree
        strongly | disagree completely | helemaal niet eens
    """,
    (-1, 2.5): """
        grotendeels mee oneens | grotendeels oneens | grotendeels niet mee eens | mostly disagree | largely disagree |
        overwegend mee oneens | overwegend oneens
    """,
    (-1, 2): "mee oneens|oneens|niet mee eens|niet eens|disagree",
    (-1, 1): """
        enigszins oneens | enigszins mee oneens | beetje oneens | een beetje oneens | een beetje mee oneens |
        beetje mee oneens | eerder oneens | eerder mee oneens | enigszins niet mee eens | somewhat disagree |
        slightly disagree | rather disagree | tamelijk mee oneens | tamelijk oneens |
        tend to disagree | disagree somewhat | mildly disagree | deels mee
        oneens | deels oneens
    """,
    (0, 2): """
        neutraal | niet mee eens niet mee oneens | niet mee oneens niet mee eens | noch mee eens noch mee oneens |
        noch eens noch oneens | noch oneens noch eens |
        noch mee eens noch oneens | noch oneens noch mee eens | niet eens niet oneens | niet oneens niet eens |
        niet eens en niet oneens | niet mee eens en niet mee oneens | niet eens of oneens | eens noch oneens |
        mee eens noch mee oneens | niet mee eens maar ook niet mee oneens | neutral | neither agree nor disagree |
        neither agree or disagree | neither disagree nor agree | undecided | mee eens noch oneens | tussenin | neither |
        ertussenin | er tussenin
    """,
    (1, 1): """
        enigszins eens | enigszins mee eens | beetje eens | een beetje eens | een beetje mee eens | beetje mee
        eens | eerder eens | eerder mee eens | somewhat agree | slightly agree | rather agree | tend to agree |
        agree somewhat | mildly agree | tamelijk mee eens | tamelijk eens | deels mee eens | deels eens
    """,
    (1, 2): "mee eens|eens|agree",
    (1, 2.5): """
        grotendeels mee eens | grotendeels eens | mostly agree | largely agree | overwegend mee eens | overwegend eens
    """,
    (1, 3): """
        helemaal mee eens | helemaal eens | volledig eens | volledig mee eens | zeer eens | zeer mee eens | sterk
        mee eens | sterk eens | totaal eens | totaal mee eens | geheel eens | geheel mee eens | volstrekt eens |
        zeker wel | absoluut | strongly agree | completely agree | totally agree | fully agree | definitely |
        agree strongly | agree completely
    """,
}
_SATISFACTION = {
    (-1, 3): """
        zeer ontevreden | heel ontevreden | very dissatisfied | very unsatisfied | zeer slecht | heel slecht |
        very poor | very bad
    """,
    (-1, 2): "ontevreden|dissatisfied|unsatisfied|slecht|poor|bad",
    (-1, 1): "enigszins ontevreden|somewhat dissatisfied|matig",
    (0, 2): """
        niet tevreden niet ontevreden | niet ontevreden niet tevreden | noch tevreden noch ontevreden | neutraal |
        neutral | neither satisfied nor dissatisfied | redelijk | fair | voldoende
    """,
    (1, 1): "enigszins tevreden|somewhat satisfied",
    (1, 2): "tevreden|satisfied|goed|good",
    (1, 3): "zeer tevreden|heel tevreden|very satisfied|zeer goed|heel goed|very good|uitstekend|excellent",
}
_FREQUENCY = {
    (-1, 3): "nooit|(bijna) nooit|never",
    (-1, 2): "zelden|bijna nooit|rarely|seldom|hardly ever",
    (-1, 1): "af en toe|heel af en toe|occasionally",
    (0, 2): "soms|sometimes|nu en dan",
    (1, 1): "geregeld|regelmatig|regularly",
    (1, 2): "vaak|dikwijls|meestal|often|usually|frequently",
    (1, 3): "altijd|(bijna) altijd|always|heel vaak|zeer vaak|very often",
}
_IMPORTANCE = {
    (-1, 3): "zeer onbelangrijk|heel onbelangrijk|very unimportant",
    (-1, 2): "onbelangrijk|niet belangrijk|unimportant|not important",
    (0, 2): "neutraal|neutral",
    (1, 2): "belangrijk|important",
    (1, 3): "zeer belangrijk|heel belangrijk|very important",
}
# From nothing to very much: here "very important" is the one but highest.
_WEIGHT = {
    (-1, 3): "helemaal niet belangrijk|totaal niet belangrijk|niet belangrijk|not at all important",
    (-1, 2): "een beetje belangrijk|enigszins belangrijk|slightly important",
    (0, 2): "redelijk belangrijk|tamelijk belangrijk|moderately important",
    (1, 2): "belangrijk|very important",
    (1, 3): "zeer belangrijk|heel belangrijk|extremely important",
}
_LIKELIHOOD = {
    (-1, 3): "zeer onwaarschijnlijk|very unlikely|zeker niet|definitely not",
    (-1, 2): "onwaarschijnlijk|unlikely|waarschijnlijk niet|probably not",
    (-1, 1): "enigszins onwaarschijnlijk|somewhat unlikely",
    (0, 2): "neutraal|neutral|misschien|maybe|neither likely nor unlikely|mogelijk|possibly",
    (1, 1): "enigszins waarschijnlijk|somewhat likely",
    (1, 2): "waarschijnlijk|likely|waarschijnlijk wel|probably",
    (1, 3): "zeer waarschijnlijk|very likely|zeker wel|definitely",
}
_EXTENT = {
    (-1, 3): "helemaal niet|in het geheel niet|totaal niet|not at all|geheel niet|in zeer geringe mate",
    (-1, 2): "nauwelijks|een beetje|weinig|in geringe mate|slightly|a little|to a small extent|hardly",
    (0, 2): """
        enigszins | gedeeltelijk | in enige mate | deels | in redelijke mate | moderately | somewhat | to some extent |
        tamelijk
    """,
    (1, 2): """
        grotendeels | veel | in hoge mate | in sterke mate | in grote mate | very | quite a bit | to a large extent |
        behoorlijk | much
    """,
    (1, 3): """
        volledig | helemaal | heel veel | zeer veel | in zeer hoge mate | in zeer sterke mate | in zeer grote mate |
        extremely | completely | very much | a great deal
    """,
}
_FIT = {
    (-1, 3): """
        klopt helemaal niet | past helemaal niet bij mij | helemaal niet waar | totaal niet waar | geldt helemaal niet |
        not at all true | not at all like me | helemaal niet op mij van toepassing
    """,
    (-1, 2): "klopt niet|past niet bij mij|niet waar|geldt niet|not true|not like me|untrue|onwaar",
    (-1, 1): "klopt nauwelijks|past nauwelijks bij mij|klopt niet zo|not really",
    (0, 2): "neutraal|neutral|klopt een beetje|past een beetje bij mij|soms wel soms niet|deels waar|partly true",
    (1, 1): "klopt enigszins|past enigszins bij mij|somewhat true|somewhat like me",
    (1, 2): "klopt|past bij mij|waar|geldt|true|like me|klopt wel",
    (1, 3): """
        klopt helemaal | past helemaal bij mij | helemaal waar | geldt helemaal | completely true | very true |
        exactly like me | very much like me | helemaal op mij van toepassing
    """,
}
_YES_OR_NO = {(-1, 2): "nee|neen|no", (0, 2): "misschien|soms|deels|maybe|sometimes|een beetje", (1, 2): "ja|yes"}


# Which places the points of a scale stand for, by the number of points; the first that holds all answers is taken.
_ORDERS: dict[int, tuple[tuple[float, ...], ...]] = {
    2: ((-2, 2), (-3, 3)),
    3: ((-2, 0, 2), (-3, 0, 3)),
    4: ((-3, -2, 2, 3), (-3, -1, 1, 3)),
    5: ((-3, -2, 0, 2, 3), (-3, -1, 0, 1, 3)),
    6: ((-3, -2, -1, 1, 2, 3),),
    7: ((-3, -2, -1, 0, 1, 2, 3),),
}
_FREQUENT: dict[int, tuple[tuple[float, ...], ...]] = {
    4: ((-3, 0, 2, 3), (-3, -2, 2, 3)),
    5: ((-3, -2, 0, 2, 3), (-3, 0, 1, 2, 3), (-3, -2, 0, 1, 3)),
    6: ((-3, -2, 0, 1, 2, 3),),
}
_RHYTHM: dict[int, tuple[tuple[float, ...], ...]] = {
    4: ((0, 1, 4, 20),),
    5: ((0, 0.05, 1, 4, 20), (0, 1 / 12, 1, 4, 20), (0, 0.25, 1, 4, 20)),
    6: ((0, 1 / 12, 1, 4, 10, 20),),
    7: ((0, 1 / 12, 0.25, 1, 4, 10, 20),),
}


@dataclass(frozen=True)
class Wording:
    """A list of phrases that rate one thing, each with its place from least to most."""

    places: Mapping[str, float]
    orders: Mapping[int, tuple[tuple[float, ...], ...]] = field(default_factory=lambda: _ORDERS)
    # Words that are answers only where somebody said how many points there are.
    told_only: bool = False

    def used(self, said: Iterable[str]) -> dict[str, float]:
        """Give the place of every phrase of the list; "mostly" is plain where nobody is plain."""
        found = {word: self.places[word] for word in said if word in self.places}
        plain = set(found.values())
        return {
            word: place / 1.25 if abs(place) == 2.5 and place / 1.25 not in plain else place
            for word, place in found.items()
        }

    def ranks(self, points: int, used: Iterable[float]) -> dict[float, int]:
        """Give the rank on a scale of so many points, from 0, of the places used."""
        places = set(used)
        for order in self.orders.get(points, _ORDERS.get(points, ())):
            if places <= set(order):
                return {place: rank for rank, place in enumerate(order)}
        if len(places) == points:
            return {place: rank for rank, place in enumerate(sorted(places))}
        usual = self.orders.get(points, _ORDERS.get(points, ((),)))[0]
        return {place: rank for rank, place in enumerate(usual)}

    def points(self, used: Iterable[float]) -> int:
        """Give how many points the scale seems to have: five, or more when five cannot hold the answers."""
        places = set(used)
        for points in (5, 7, 4, 6):
            if any(places <= set(order) for order in self.orders.get(points, _ORDERS.get(points, ()))):
                return points
        return max(5, len(places))


def _places(table: Mapping[tuple[int, int], str] | Mapping[tuple[int, float], str]) -> dict[str, float]:
    return {
        re.sub(r"[^a-z0-9 ]", "", " ".join(words.split())): side * strength
        for (side, strength), phrases in table.items()
        for words in phrases.split("|")
    }


WORDINGS = (
    Wording(_places(_AGREEMENT)),
    Wording(_places(_SATISFACTION)),
    Wording(_places(_FREQUENCY), _FREQUENT),
    Wording(TIMES, _RHYTHM),
    Wording(_places(_EXTENT)),
    Wording(_places(_IMPORTANCE)),
    Wording(_places(_WEIGHT)),
    Wording(_places(_LIKELIHOOD)),
    Wording(_places(_FIT)),
    Wording(_places(_YES_OR_NO), told_only=True),
)


def wording_of(cells: Sequence[str]) -> Wording | None:
    """Give the list of phrases that most of the different answers come from, None when fewer than half do."""
    said = {phrase(cell) for cell in cells}
    fits = [(sum(word in wording.places for word in said), -place) for place, wording in enumerate(WORDINGS)]
    count, place = max(fits)
    return WORDINGS[-place] if count and count * 2 >= len(said) else None
