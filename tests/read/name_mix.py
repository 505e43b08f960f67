"""Generated Dutch names and the ways in which colleagues misspell them.

Each kind of error has a share, fixed here. A written name is called unambiguous when, of everybody on the roster, only
one person could have been meant: nobody else has the same initial and a surname within two letters of the one written
(for a full given name: nobody else with a given name within one letter as well). A given name or surname alone is never
unambiguous. Names of people who are not on the roster belong to nobody.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from pathlib import Path

MIX = {
    "exact": 0.26,
    "case or accents": 0.10,
    "comma, prefix behind": 0.07,
    "comma, prefix apart": 0.03,
    "comma, prefix in front": 0.03,
    "initial": 0.13,
    "initial and comma": 0.03,
    "prefix shortened": 0.05,
    "prefix left out": 0.03,
    "spaces or hyphens": 0.03,
    "ij and y": 0.01,
    "title": 0.02,
    "middle initial added": 0.02,
    "decomposed Unicode": 0.02,
    "typo in surname": 0.06,
    "typo in given name": 0.02,
    "two typos": 0.01,
    "given name only": 0.02,
    "surname only": 0.01,
    "not on the roster": 0.05,
}
# A second mix, with errors that the first has not; an e-mail address is for review when the roster has no addresses.
OTHER_MIX = {
    "exact": 0.2,
    "given and family name swapped": 0.14,
    "doubled letter": 0.14,
    "prefix left out": 0.1,
    "misread letter": 0.14,
    "case or accents": 0.1,
    "ij and y": 0.04,
    "initial": 0.08,
    "e-mail": 0.06,
}
# What a scanner or a hurried eye makes of letters.
MISREAD = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("vv", "w"), ("l", "i"), ("e", "c"), ("o", "a"))
SHORT = {"van der": "v.d.", "van den": "v.d.", "van de": "vd", "van": "v.", "van 't": "v 't", "van het": "v/h"}


@dataclass(frozen=True)
class Person:
    given: str
    prefix: str
    main: str

    @property
    def full(self) -> str:
        glue = "" if self.prefix.endswith(("-", "'")) and len(self.prefix) <= 3 and self.prefix != "'t" else " "
        return f"{self.given} {self.prefix}{glue if self.prefix else ''}{self.main}"


def real_names(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Give given names and (prefix, main) of surnames from the files."""
    with (folder / "first_names.csv").open(encoding="utf-8") as file:
        given = sorted({row["first_name"] for row in csv.DictReader(file)})
    with (folder / "family_names.csv").open(encoding="utf-8") as file:
        family = [(row["prefix"], row["main"]) for row in csv.DictReader(file) if row["main"]]
    return given, sorted(set(family))


def make_people(n: int, rng: np.random.Generator, given: list[str], family: list[tuple[str, str]]) -> list[Person]:
    """Draw people: half bear one of 400 frequent surnames, the rest any."""
    frequent = [family[i] for i in rng.permutation(len(family))[:400]]
    weight = 1 / np.arange(5, 405)
    common = rng.choice(400, size=n, p=weight / weight.sum())
    people = []
    for i in range(n):
        prefix, main = frequent[common[i]] if rng.random() < 0.5 else family[rng.integers(len(family))]
        people.append(Person(given[rng.integers(len(given))], prefix, main))
    return people


def typo(word: str, rng: np.random.Generator) -> str:
    """Put one letter wrong: left out, doubled, swapped with the next, or replaced."""
    letters = "abcdefghijklmnoprstuvwz"
    i = int(rng.integers(1, len(word))) if len(word) > 1 else 0
    kind = rng.integers(4)
    if kind == 0 and len(word) > 2:
        return word[:i] + word[i + 1 :]
    if kind == 1:
        return word[:i] + word[i] + word[i:]
    if kind == 2 and i + 1 < len(word) and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word[:i] + letters[rng.integers(len(letters))] + word[i + 1 :]


def misread(word: str) -> str:
    """Take the first letter that is often misread for what it looks like; the first letter stays."""
    for one, other in MISREAD:
        if one in word[1:]:
            return word[0] + word[1:].replace(one, other, 1)
    return word


def write(person: Person, kind: str, rng: np.random.Generator) -> str:
    """Give one way of writing the person's name."""
    given, prefix, main = person.given, person.prefix, person.main
    surname = Person("", prefix, main).full.strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", person.full) if not unicodedata.combining(c))
    ways = {
        "exact": person.full,
        "case or accents": plain.lower() if rng.random() < 0.5 else plain.upper(),
        "comma, prefix behind": f"{main}, {given} {prefix}".strip(),
        "comma, prefix apart": f"{main}, {prefix}, {given}" if prefix else f"{main},{given}",
        "comma, prefix in front": f"{surname}, {given}",
        "initial": f"{given[0]}. {surname}" if rng.random() < 0.7 else f"{given[0]} {surname}",
        "initial and comma": f"{main}, {given[0]}. {prefix}".strip(),
        "prefix shortened": Person(given, SHORT.get(prefix, prefix), main).full,
        "prefix left out": f"{given} {main}",
        "spaces or hyphens": _respaced(person, rng),
        "ij and y": _ij(person),
        "title": f"{['dr.', 'drs.', 'ir.', 'mevr.', 'dhr.', 'mr. dr.'][rng.integers(6)]} {person.full}",
        "middle initial added": f"{given} {'ABCEHJLMPRW'[rng.integers(11)]}. {surname}",
        "decomposed Unicode": unicodedata.normalize("NFD", person.full).replace(" ", "\u00a0", 1) + "\u200b",
        "typo in surname": Person(given, prefix, typo(main, rng)).full,
        "typo in given name": Person(typo(given, rng), prefix, main).full,
        "two typos": Person(given, prefix, typo(typo(main, rng), rng)).full,
        "given and family name swapped": f"{surname} {given}",
        "doubled letter": Person(given, prefix, main[: len(main) // 2 + 1] + main[len(main) // 2 :]).full,
        "misread letter": Person(given, prefix, misread(main)).full,
        "e-mail": "".join(c for c in f"{given}.{surname}" if c.isalnum() or c in ".-").lower() + "@x.nl",
        "given name only": given,
        "surname only": surname,
        "not on the roster": person.full,
    }
    return ways[kind]


def _respaced(person: Person, rng: np.random.Generator) -> str:
    full = person.full
    if "-" in full:
        return full.replace("-", " ")
    if person.prefix and " " in person.prefix:
        return f"{person.given} {person.prefix.replace(' ', '')} {person.main}"
    if person.prefix:
        return f"{person.given} {person.prefix}{person.main}"
    return f" {person.given}   {person.main} "


def _ij(person: Person) -> str:
    full = person.full
    for one, other in (("ij", "y"), ("IJ", "Y"), ("y", "ij"), ("Y", "IJ")):
        if one in full:
            return full.replace(one, other)
    return full


def make_written(
    people: list[Person], n: int, rng: np.random.Generator, strangers: list[Person], mix: dict[str, float] = MIX
) -> pd.DataFrame:
    """Draw `n` written names: written, truth (place on the roster, -1 for nobody), kind, unambiguous."""
    kinds = rng.choice(list(mix), size=n, p=list(mix.values()))
    truth = rng.integers(len(people), size=n)
    by_initial = _by_initial(people)
    rows = []
    for kind, place in zip(kinds, truth, strict=True):
        if kind == "not on the roster":
            stranger = strangers[rng.integers(len(strangers))]
            rows.append((stranger.full, -1, kind, False))
            continue
        person = people[place]
        rows.append((write(person, kind, rng), int(place), kind, _unambiguous(people, int(place), kind, by_initial)))
    return pd.DataFrame(rows, columns=["written", "truth", "kind", "unambiguous"])


def _by_initial(people: list[Person]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        found.setdefault(_fold(person.given)[:1], []).append(place)
    return found


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word).casefold() if c.isalnum())


def _unambiguous(people: list[Person], place: int, kind: str, by_initial: dict[str, list[int]]) -> bool:
    if kind in {"given name only", "surname only", "e-mail"}:
        return False
    me = people[place]
    main, given = _fold(me.main), _fold(me.given)
    # A surname that lost two letters of five says too little.
    if kind == "two typos" and len(main) < 8:
        return False
    if kind.startswith(("typo", "doubled", "misread")) and len(given if "given" in kind else main) < 4:
        return False
    reach = {"two typos": 4, "typo in surname": 2, "doubled letter": 2, "misread letter": 3}.get(kind, 0)
    for other in by_initial[given[:1]]:
        if other == place:
            continue
        them = people[other]
        near_given = kind.startswith("initial") or OSA.distance(given, _fold(them.given)) <= (
            2 if kind == "typo in given name" else 0
        )
        if near_given and OSA.distance(main, _fold(them.main), score_cutoff=reach) <= reach:
            return False
    return True
