"""What a meeting can be about: what people ask for and what others offer, where the survey asked."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemen.network import Network

ASKS = ("vraag", "ask", "question", "need", "leren", "dilemma")
OFFERS = ("aanbod", "offer", "help", "bied")
LONG_ENOUGH = 5
# Words that say that something is asked or offered, and nothing about what.
EMPTY_WORDS = {
    "graag", "leren", "helpen", "kunnen", "moeten", "willen", "hoeveel", "waarom", "wanneer", "iemand", "mensen",
    "anderen", "samen", "collega", "collega's", "would", "could", "about", "learn", "people", "others", "together",
    "someone", "where", "which", "their", "there", "voeren", "maken", "krijgen", "doen", "mijn", "onze", "jullie",
}  # fmt: skip
STEM = 7


# What each person asks for, and what each offers: by stem, the word as it was written.
Wishes: TypeAlias = "dict[str, dict[str, str]]"


def wishes(network: Network) -> tuple[Wishes, Wishes]:
    """Give what each person asks for and offers, by the stem of the word; empty when the survey did not ask."""
    items = network.items
    texts = [str(name) for name in items.index[items["kind"] == "text"]]
    asks = {name for name in texts if _named(name, ASKS)}
    offers = {name for name in texts if _named(name, OFFERS)} - asks
    answers = network.responses
    found: tuple[Wishes, Wishes] = ({}, {})
    for place, names in enumerate((asks, offers)):
        rows = answers[answers["item"].isin(names) & (answers["text"] != "")]
        for person, said in zip(rows["person"], rows["text"], strict=True):
            found[place].setdefault(str(person), {}).update(stems(str(said)))
    return found


def _named(name: str, words: Iterable[str]) -> bool:
    return any(word in name.casefold() for word in words)


def stems(said: str) -> dict[str, str]:
    """Give the telling words of a sentence by their beginning, which their other forms share."""
    words = re.findall(r"[^\W\d_]+(?:'\w+)?", said.casefold())
    return {word[:STEM]: word for word in words if len(word) >= LONG_ENOUGH and word not in EMPTY_WORDS}


def shared_topic(people: Iterable[str], asks: Wishes, offers: Wishes) -> tuple[str, int, int]:
    """Give the word that most people at the table ask for or offer: the word, how many ask, how many offer.

    A topic needs somebody who asks and somebody who asks or offers the same; "" when there is none.
    """
    members = list(people)
    asked = Counter(word for person in members for word in asks.get(person, ()))
    offered = Counter(word for person in members for word in offers.get(person, ()))
    ranked = sorted(asked, key=lambda word: (-(asked[word] + offered[word]), -offered[word], word))
    for word in ranked:
        if asked[word] + offered[word] > 1:
            return word, asked[word], offered[word]
    return "", 0, 0


def whole_word(stem: str, people: Iterable[str], asks: Wishes, offers: Wishes) -> str:
    """Give the word that stands for a stem among these people: the form written most, the shortest of several."""
    members = list(people)
    forms = Counter(held[person][stem] for held in (asks, offers) for person in members if stem in held.get(person, {}))
    return min(forms, key=lambda form: (-forms[form], len(form), form), default=stem)
