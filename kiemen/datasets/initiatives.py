"""Initiatives, and who joined them when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiemen.datasets.draws import Draws
from kiemen.datasets.organisation import DEPARTMENTS, Planted
from kiemen.datasets.people import Colleague, Contact

NAMES: Final = (
    "Werkplaats Anders",
    "Buurttuin Zonnehof",
    "Keukentafel thuis",
    "Loket op locatie",
    "Omgevingstafel",
    "Wijkbudget Noord",
    "Open data Kiemstad",
    "Samen schuldenvrij",
    "Energie van de straat",
    "Leefstraat Ploegwijk",
    "Jongeren aan zet",
    "Recht op uitdaging",
    "Stadslab Oude Haven",
    "Groene daken",
    "Burgerpanel Verkeer",
    "Eén gezin één plan",
    "Maatwerktafel",
    "Vergunning in één gesprek",
    "Wijkteam op straat",
    "Duurzaam inkopen",
    "Repaircafé Zuid",
    "Begroting van de buurt",
    "Digitaal huisbezoek",
    "Cultuur in de wijk",
    "Sportakkoord",
    "Heldere brieven",
    "Ambtenaar van buiten",
    "Leren van klachten",
    "Circulair slopen",
    "Deelauto Centrum",
    "Bewonersbedrijf De Schuur",
    "Mantelzorgcafé",
    "Ondernemersloket nieuw",
    "Praktijkles handhaven",
    "Voedselbos Oostwold",
    "Dorpsdeal",
    "Vrijplaats",
    "Startersavond",
    "Buiten spelen",
    "Stadsgesprek",
)

THEMES: Final = ("wijken", "zorg", "ruimte", "duurzaamheid", "dienstverlening", "organisatie")
FIRST_START: Final = date(2023, 1, 9)
LAST_JOIN: Final = date(2025, 2, 28)


@dataclass(slots=True)
class Initiative:
    """A project that colleagues and contacts take part in; `members` maps a place in the staff list to a day."""

    code: str
    name: str
    theme: str
    start: date
    homes: tuple[str, ...]
    members: dict[int, int]
    contacts: dict[str, int]
    ended: date | None = None
    leader: int = 0

    def day(self, days: int) -> date:
        """Return the date that lies so many days after the start."""
        return self.start + timedelta(days=days)


def draw_initiatives(
    people: list[Colleague], contacts: list[Contact], planted: Planted, draws: Draws
) -> list[Initiative]:
    """Draw forty initiatives; the inclined join more of them, and sooner. The first is the lonely group's own."""
    initiatives = [_lonely_initiative(planted, draws)]
    for place, name in enumerate(NAMES[1:], start=2):
        start = FIRST_START + timedelta(days=draws.integer(0, 620))
        initiative = Initiative(f"I{place:02d}", name, draws.pick(THEMES), start, _homes(planted, draws), {}, {})
        if draws.chance(0.2):
            initiative.ended = LAST_JOIN - timedelta(days=draws.integer(0, 60))
        _join(initiative, people, planted, draws)
        if draws.chance(0.6):
            for contact in draws.sample(contacts[6:], draws.integer(1, 4)):
                initiative.contacts[contact.number] = min(draws.integer(0, 200), joining_window(initiative))
        initiatives.append(initiative)
    return initiatives


def _lonely_initiative(planted: Planted, draws: Draws) -> Initiative:
    start = FIRST_START + timedelta(days=draws.integer(200, 400))
    members = {index: draws.integer(0, 25) for index in planted.lonely}
    own = Initiative("I01", NAMES[0], "organisatie", start, (), members, {})
    own.leader = planted.lonely[0]
    own.members[own.leader] = 0
    return own


def _homes(planted: Planted, draws: Draws) -> tuple[str, ...]:
    """Draw the departments that an initiative recruits from; never both sides of a wall."""
    while True:
        homes = tuple(draws.sample(list(DEPARTMENTS), draws.integer(2, 4)))
        if not any(a in homes and b in homes for a, b in planted.walls):
            return homes


def joining_window(initiative: Initiative) -> int:
    """Return the last day on which somebody can join."""
    return ((initiative.ended or LAST_JOIN) - initiative.start).days


def _join(initiative: Initiative, people: list[Colleague], planted: Planted, draws: Draws) -> None:
    """Recruit from the home departments: by inclination and luck, and earlier by inclination and luck."""
    pool = [i for i, p in enumerate(people) if p.department in initiative.homes and i not in planted.lonely]
    wish = {index: 0.8 * people[index].deeds + draws.normal() for index in pool}
    ranked = sorted(pool, key=lambda index: (-wish[index], index))
    for index in ranked[: draws.integer(10, 26)]:
        delay = 130 - 55 * people[index].deeds + 60 * draws.normal()
        initiative.members[index] = max(0, min(round(delay), joining_window(initiative)))
    initiative.leader = min(initiative.members, key=lambda index: (initiative.members[index], index))
    initiative.members[initiative.leader] = 0
