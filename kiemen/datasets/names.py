"""Dutch names, and the ways in which colleagues write them down."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from kiemen.datasets.draws import Draws

FIRST_NAMES: Final = tuple(
    """
    Anna Anouk Anton Aïsha Bart Bas Bianca Bram Carla Chantal Chris Daan Daniëlle David Dennis Diana
    Dirk Edwin Ellen Els Emma Erik Esther Eva Fatima Femke Fleur Floor Frank Gerard Gert Hanneke Hans
    Hassan Henk Hülya Ilse Inge Ingrid Jacqueline Jan Jasper Jeroen Joke Joost Joris Judith Karin Kees
    Khadija Kim Koen Laura Leila Linda Lisa Lotte Maaike Maarten Marco Maria Marieke Marijke Mark
    Marloes Martijn Mehmet Merel Michiel Mirjam Mohamed Monique Naima Nicole Niels Noor Olga Patricia
    Paul Peter Petra Piet Remco René Renée Rik Rob Roos Ruud Sander Sanne Saskia Sjoerd Sophie Stefan
    Suzanne Tamara Thijs Tim Tom Wendy Wieke Willem Wim Yasmine Youssef Yvonne Zeynep Zoë
    """.split()  # noqa: SIM905 - a hundred quoted words would be harder to read
)

# Prefix, then the names that follow it.
_SURNAMES: Final = (
    ("", "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Koning Maas"),
    ("", "Postma Kuipers Scholten Prins Huisman Hoekstra Schouten Willems Evers Hermans Timmermans"),
    ("", "Groen Blom Veenstra Kramer Molenaar Hofman Wolters Sanders Kok Verhoeven Vermeulen Boersma"),
    ("", "Dijkstra Jonker Zijlstra Terpstra Bosman Martens Aerts Kuiper IJzerman Yılmaz Kaya Çelik"),
    ("", "Demir Öztürk Bouzidi Amrani Benali Aydın Nguyen Santos Özdemir Müller Brandsma Wijnands"),
    ("de", "Vries Jong Boer Groot Bruin Haan Wit Graaf Koning Ruiter Lange Leeuw"),
    ("van", "Dijk Leeuwen Vliet Veen Beek Dam Wijk Rooij Loon Gelder Es Ommen"),
    ("van den", "Berg Broek Bosch Heuvel Brink"),
    ("van der", "Meer Linden Wal Heijden Veen Laan Ploeg Steen Zee Horst"),
    ("van de", "Ven Velde Pol Kamp Water"),
    ("el", "Idrissi Hamdaoui Bakkali"),
    ("ten", "Brink Have"),
    ("ter", "Horst Haar"),
    ("van 't", "Hof Hoff"),
    ("in 't", "Veld"),
)

SURNAMES: Final = tuple((prefix, main) for prefix, mains in _SURNAMES for main in mains.split())

# Common short forms of prefixes, as people type them.
_SHORT_PREFIX: Final = {"van der": "v.d.", "van den": "v.d.", "van de": "v/d", "van": "v.", "van 't": "v/h"}


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name in its parts."""

    first: str
    prefix: str
    main: str

    @property
    def full(self) -> str:
        """Return the name as the personnel file shows it, for example `Daan van den Berg`."""
        return " ".join(part for part in (self.first, self.prefix, self.main) if part)

    @property
    def initial(self) -> str:
        """The first letter with its point."""
        return f"{self.first[0]}."

    @property
    def mailbox(self) -> str:
        """The part of the e-mail address before the at sign."""
        joined = plain(f"{self.first}.{self.prefix}{self.main}").lower()
        return "".join(letter for letter in joined if letter.isalnum() or letter == ".")


def plain(text: str) -> str:
    """Return the text without accents, as on a keyboard where they are hard to find."""
    undotted = text.replace("ı", "i")
    return "".join(letter for letter in unicodedata.normalize("NFD", undotted) if not unicodedata.combining(letter))


def draw_names(draws: Draws, count: int, *, twins: int = 0) -> list[Name]:
    """Draw different names; the last `twins` of them repeat earlier ones, because two people can have one name."""
    names: list[Name] = []
    taken: set[str] = set()
    while len(names) < count - twins:
        prefix, main = draws.pick(SURNAMES)
        name = Name(draws.pick(FIRST_NAMES), prefix, main)
        # Two names that differ in accents only would be one name to most colleagues.
        key = plain(name.full).lower()
        if key not in taken:
            taken.add(key)
            names.append(name)
    return names + names[:twins]


def written(draws: Draws, name: Name, department: str = "") -> str:
    """Return the name as a colleague might type it: mostly right, sometimes short, turned round or misspelt."""
    habit = draws.uniform()
    if habit < 0.66:
        return name.full
    if habit < 0.89:
        return _habitual(name, habit)
    if habit < 0.96:
        return _misspelt(draws, name)
    if habit < 0.98 and department:
        return f"{name.full} ({department})"
    return name.full + " " if habit < 0.99 else name.first


def _habitual(name: Name, habit: float) -> str:
    """Write the name in another correct way."""
    if habit < 0.72:
        return name.full.lower()
    if habit < 0.78:
        return " ".join(part for part in (name.initial, name.prefix, name.main) if part)
    if habit < 0.82:
        return f"{name.main}, {name.first} {name.prefix}".rstrip()
    return _short_prefix(name) if habit < 0.86 else plain(name.full)


def _short_prefix(name: Name) -> str:
    if name.prefix not in _SHORT_PREFIX:
        return name.full.upper()
    return f"{name.first} {_SHORT_PREFIX[name.prefix]} {name.main}"


def _misspelt(draws: Draws, name: Name) -> str:
    """Swap, drop or double one letter inside the surname."""
    main = name.main
    place = draws.integer(1, len(main) - 2) if len(main) > 2 else 0
    kind = draws.integer(0, 2)
    if kind == 0:
        wrong = main[:place] + main[place + 1 : place + 2] + main[place] + main[place + 2 :]
    elif kind == 1:
        wrong = main[:place] + main[place + 1 :]
    else:
        wrong = main[: place + 1] + main[place:]
    return " ".join(part for part in (name.first, name.prefix, wrong) if part)
