"""The municipality of Kiemstad: every file of the example, from one seed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiemen.datasets import initiatives as projects
from kiemen.datasets import meetings, surveys
from kiemen.datasets.decisions import decisions_text
from kiemen.datasets.draws import Draws
from kiemen.datasets.exports import comma_text, semicolon_text
from kiemen.datasets.initiatives import Initiative
from kiemen.datasets.organisation import Planted, draw_colleagues, draw_contacts, draw_planted
from kiemen.datasets.people import Colleague, Contact, draw_circumstances, draw_traits
from kiemen.datasets.plant import PLANT, STRENGTHS, Plant
from kiemen.datasets.project import project_text
from kiemen.datasets.ties import WorkingTies, draw_ties, later_ties, tie_members

WAVES: Final = (("meting 1", date(2025, 3, 10)), ("meting 2", date(2025, 12, 1)))

_SURVEY_FILES: Final = ("vragenlijst_meting1.csv", "vragenlijst_meting2.csv")
_STEPS: Final = (
    {"with": "roster", "file": "medewerkers.csv", "contacts": "contacten.csv"},
    {"with": "initiatives", "file": "initiatieven.csv", "roster": "true"},
    {"with": "memberships", "file": "deelnames.csv", "roster": "true"},
    {"with": "meetings", "file": "overleggen.csv", "roster": "true"},
    {"with": "events", "file": "logboek.csv", "roster": "true"},
)

_ROSTER_HEADER: Final = (
    "Personeelsnummer",
    "Naam",
    "E-mail",
    "Afdeling",
    "Team",
    "Functie",
    "Rol",
    "Leidinggevende",
    "Locatie",
    "Datum in dienst",
    "Uren per week",
    "Enquêtecode",
    "Bezwaar",
)


@dataclass(frozen=True, slots=True)
class Municipality:
    """Everything that was drawn, seen and unseen, before it is written to files."""

    people: list[Colleague]
    contacts: list[Contact]
    planted: Planted
    ties: WorkingTies
    initiatives: list[Initiative]
    waves: list[surveys.Survey]


def draw_gemeente(seed: int, strength: str, plant: Plant = PLANT) -> Municipality:
    """Draw the municipality of one seed; each part has a stream of its own, so that a change in one leaves the rest."""
    draws = Draws("gemeente", seed)
    people = draw_colleagues(draws)
    planted = draw_planted(people, draws, lonely_size=plant.lonely_size)
    contacts = draw_contacts(draws, people)
    draw_traits(people, Draws("gemeente", seed, "traits"), plant, STRENGTHS[strength], list(planted.lonely))
    draw_circumstances(people, Draws("gemeente", seed, "circumstances"), plant, planted.blocked)
    ties = draw_ties(people, planted, draws, plant)
    running = projects.draw_initiatives(people, contacts, planted, draws)
    for initiative in running:
        tie_members(ties, draws, initiative.members)
        for index, days in initiative.members.items():
            people[index].joined[initiative.code] = days
    later = later_ties(ties, planted, draws, plant)
    waves = _waves(contacts, (ties, later), planted, Draws("gemeente", seed, "surveys"), plant)
    return Municipality(people, contacts, planted, ties, running, waves)


def build_gemeente(seed: int, strength: str, plant: Plant = PLANT) -> dict[str, str]:
    """Return the text of every file of the municipality, by its path inside the folder."""
    town = draw_gemeente(seed, strength, plant)
    draws = Draws("gemeente", seed, "meetings")
    met = meetings.meeting_rows(town.people, town.initiatives, town.planted, draws)
    logged = meetings.log_rows(town.people, town.initiatives, town.planted, draws)
    named = [row for wave in town.waves for row in wave.truth]
    files = {
        "medewerkers.csv": _roster(town.people),
        "contacten.csv": _contacts(town.contacts),
        "initiatieven.csv": _initiatives(town.initiatives, town.people),
        "deelnames.csv": _memberships(town.initiatives, town.people),
        "overleggen.csv": semicolon_text(meetings.MEETING_HEADER, met),
        "logboek.csv": semicolon_text(meetings.LOG_HEADER, logged),
        **{file: surveys.text(wave) for file, wave in zip(_SURVEY_FILES, town.waves, strict=True)},
        "namen.csv": decisions_text(named, town.people, town.contacts),
        "kiemen.toml": project_text(
            "Gemeente Kiemstad", _STEPS, [(wave, file) for (wave, _), file in zip(WAVES, _SURVEY_FILES, strict=True)]
        ),
    }
    return files | _truth(town)


def _waves(
    contacts: list[Contact],
    ties: tuple[WorkingTies, WorkingTies],
    planted: Planted,
    draws: Draws,
    plant: Plant,
) -> list[surveys.Survey]:
    people = ties[0].people
    outside = [draws.sample(contacts, _known(person, draws)) for person in people]
    circles = [_circle(index, people, planted, draws) for index in range(len(people))]
    held = []
    for number, ((wave, first_day), working) in enumerate(zip(WAVES, ties, strict=True), start=1):
        # The plants of one person or one group would be lost if they happened not to answer.
        always = frozenset((*planted.lonely, planted.bridge))
        survey = surveys.Survey(wave, first_day, people, working, outside, circles, always, 0.15)
        surveys.hold(survey, draws, plant, number)
        held.append(survey)
    return held


def _known(person: Colleague, draws: Draws) -> int:
    """How many contacts outside somebody works with."""
    return draws.pick((0, 0, 0, 1, 1, 2)) if person.role == "medewerker" else draws.integer(1, 3)


def _circle(index: int, people: list[Colleague], planted: Planted, draws: Draws) -> list[int]:
    """Colleagues of the own department whom somebody has an opinion of without working with them."""
    if index in planted.lonely:
        return []
    own = [i for i, p in enumerate(people) if p.department == people[index].department and i not in planted.lonely]
    return draws.sample(own, 6)


def _roster(people: list[Colleague]) -> str:
    rows = [
        (
            person.number,
            person.name.full,
            person.email,
            person.department,
            person.team,
            person.job,
            person.role,
            people[person.boss].number if person.boss is not None else "",
            person.place,
            person.started,
            person.hours,
            person.token,
            "ja" if person.objects else "",
        )
        for person in sorted(people, key=lambda person: person.number)
    ]
    return semicolon_text(_ROSTER_HEADER, rows)


def _contacts(contacts: list[Contact]) -> str:
    rows = [(contact.number, contact.name.full, contact.kind, contact.organisation) for contact in contacts]
    return semicolon_text(("Contactnummer", "Naam", "Rol", "Organisatie"), rows)


def _initiatives(running: list[Initiative], people: list[Colleague]) -> str:
    rows = [
        (
            initiative.code,
            initiative.name,
            initiative.theme,
            f"{initiative.start:%d-%m-%Y}",
            f"{initiative.ended:%d-%m-%Y}" if initiative.ended else "",
            people[initiative.leader].number,
        )
        for initiative in running
    ]
    return semicolon_text(("Code", "Initiatief", "Thema", "Start", "Einde", "Trekker"), rows)


def _memberships(running: list[Initiative], people: list[Colleague]) -> str:
    rows: list[tuple[str, str, str, str, str]] = []
    for initiative in running:
        end = f"{initiative.ended:%d-%m-%Y}" if initiative.ended else ""
        joined = [(days, people[index].number, index) for index, days in initiative.members.items()]
        for days, number, index in sorted(joined):
            role = "trekker" if index == initiative.leader else "deelnemer"
            rows.append((number, initiative.name, role, f"{initiative.day(days):%d-%m-%Y}", end))
        for contact, days in sorted(initiative.contacts.items()):
            rows.append((contact, initiative.name, "partner", f"{initiative.day(days):%d-%m-%Y}", end))
    return semicolon_text(("Deelnemer", "Initiatief", "Rol", "Sinds", "Tot"), rows)


def _truth(town: Municipality) -> dict[str, str]:
    people, planted, ties = town.people, town.planted, town.ties
    ordered = sorted(people, key=lambda person: person.number)
    everybody = [
        (
            person.number,
            f"{person.readiness:.4f}",
            int(person.early),
            f"{person.self_image:.4f}",
            f"{person.deeds:.4f}",
            f"{person.repute:.4f}",
            person.plant,
        )
        for person in ordered
    ]
    pairs = [(people[a].number, people[b].number, f"{ties.of[a][b]:.3f}") for a, b in ties.pairs()]
    lonely = sorted(people[index].number for index in planted.lonely)
    return {
        "truth/people.csv": comma_text(
            ("person", "readiness", "early_adopter", "self_image", "deeds", "repute", "plant"), everybody
        ),
        "truth/walls.csv": comma_text(("group_a", "group_b"), planted.walls),
        "truth/blocked.csv": comma_text(("department",), [(name,) for name in planted.blocked]),
        "truth/lonely.csv": comma_text(("person",), [(number,) for number in lonely]),
        "truth/bridge.csv": comma_text(("person",), [(people[planted.bridge].number,)]),
        "truth/ties.csv": comma_text(("source", "target", "strength"), sorted(pairs)),
        "truth/names.csv": comma_text(
            ("wave", "response", "column", "written", "person"), [row for wave in town.waves for row in wave.truth]
        ),
    }
