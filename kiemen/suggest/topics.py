"""What a meeting can be about: what people ask for and what others offer, where the survey asked."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kiemen.network import Network

ASKS = ("vraag", "ask", "question", "need", "leren", "dilemma")
OFFERS = ("aanbod", "offer", "help", "bied")
LONG_ENOUGH = 5
# Words that say that something is asked or offered, and nothing about what.
EMPTY_WORDS = {
    "graag", "leren", "helpen", "kunnen", "moeten", "willen", "hoeveel", "waarom", "wanneer", "iemand", "mensen",
    "anderen", "samen", "collega", "collega's", "would", "could", "about", "learn", "people", "others", "together",
    "someone", "where", "which", "their", "there", "voeren", "maken", "krijgen", "doen", "mijn", "onze", "jullie",
    "gebruik", "gebruiken", "gebruikt", "weten", "laten", "vinden", "vindt", "brengen", "brengt", "beginnen",
    "opzetten", "werken", "werkt", "omgaan", "meedoen", "meedenken", "meeneemt", "meenemen", "betrekken", "betrekt",
    "begeleiden", "begeleidt", "ervaring", "voorbeeld", "voorbeelden", "uitleg", "handig", "handigheid", "lastig",
    "lastige", "gedoe", "beter", "betere", "slimmer", "slimmere", "klein", "kleine", "nieuw", "nieuwe", "goede",
    "vroeg", "zonder", "binnen", "tussen", "using", "better", "small", "early", "within", "between", "without",
    "experience", "example", "examples", "knowing", "finding", "working", "start", "starting", "explain",
    "explaining",
}  # fmt: skip
STEM = 7


# What each person asks for, and what each offers: by stem, the word as it was written.
Wishes: TypeAlias = "dict[str, dict[str, str]]"


def wishes(network: Network) -> tuple[Wishes, Wishes]:
    """Give what each person asks for and offers, by the stem of the word; empty when the survey did not ask."""
    found: tuple[Wishes, Wishes] = ({}, {})
    for place, rows in enumerate(_written(network)):
        for person, said in zip(rows["person"], rows["text"], strict=True):
            found[place].setdefault(str(person), {}).update(stems(str(said)))
    return found


def _written(network: Network) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the answers in which people ask for something, and those in which they offer something."""
    items, answers = network.items, network.responses
    texts = [str(name) for name in items.index[items["kind"] == "text"]]
    asks = {name for name in texts if _named(name, ASKS)}
    offers = {name for name in texts if _named(name, OFFERS)} - asks
    written = answers[answers["text"].fillna("") != ""]
    return written[written["item"].isin(asks)], written[written["item"].isin(offers)]


def question_about(network: Network, people: Sequence[str], word: str) -> str:
    """Give what somebody at the table asks about a topic, in their own words: the shortest way it was put."""
    asks, _ = _written(network)
    said = asks.loc[asks["person"].isin(list(people)), "text"].astype("str")
    return min((one.strip() for one in said if word[:STEM] in stems(one)), key=lambda one: (len(one), one), default="")


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
