"""A learning academy in a city district: 22 officials, 6 projects, 8 months. Small on purpose."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kiemen.datasets import surveys
from kiemen.datasets.decisions import decisions_text
from kiemen.datasets.draws import Draws
from kiemen.datasets.exports import comma_text, semicolon_text
from kiemen.datasets.initiatives import Initiative
from kiemen.datasets.names import draw_names
from kiemen.datasets.organisation import Planted
from kiemen.datasets.people import Colleague, Contact, draw_circumstances, draw_traits
from kiemen.datasets.plant import PLANT, STRENGTHS, Plant
from kiemen.datasets.project import project_text
from kiemen.datasets.ties import WorkingTies, draw_ties, later_ties

WAVES: Final = (("start", date(2024, 9, 2)), ("eind", date(2025, 4, 14)))
FIRST_DAY: Final = date(2024, 9, 9)
DAYS: Final = 210

_DEPARTMENTS: Final = {
    "Gebiedsteam": (6, "gebiedsmakelaar"),
    "Wonen en Zorg": (5, "adviseur wonen en zorg"),
    "Openbare Ruimte": (5, "ontwerper openbare ruimte"),
    "Vergunningen": (4, "vergunningverlener"),
    "Directie Stadsdeel": (2, "strateeg"),
}
_PROJECTS: Final = (
    ("Speelstraat Kade", "wijken"),
    ("Buurtkeuken", "zorg"),
    ("Geveltuinen", "ruimte"),
    ("Leegstand benut", "ruimte"),
    ("Nachtloket", "dienstverlening"),
    ("Werkplaats Techniek", "organisatie"),
)
_ACTIONS: Final = {
    "actie": ("Gesprek met de initiatiefnemer", "Proefopstelling geplaatst", "Werkatelier", "Bezoek aan de buurt"),
    "resultaat": ("Proef laten zien aan collega's", "Verhaal in de nieuwsbrief"),
    "impuls": ("Bijeenkomst van de academie",),
}
_SURVEY_FILES: Final = ("startmeting.csv", "eindmeting.csv")
_STEPS: Final = (
    {"with": "roster", "file": "deelnemers.csv", "contacts": "contacten.csv"},
    {"with": "initiatives", "file": "projecten.csv", "roster": "true"},
    {"with": "memberships", "file": "deelnames.csv", "roster": "true"},
    {"with": "events", "file": "acties.csv", "roster": "true"},
)
_NOTHING: Final = Planted(walls=(), blocked=(), lonely=(), bridge=-1)


def build_academie(seed: int, strength: str, plant: Plant = PLANT) -> dict[str, str]:
    """Return the text of every file of the academy, by its path inside the folder."""
    draws = Draws("academie", seed)
    settled = replace(plant, response=0.93, response_slope=0.03)
    people = _officials(draws)
    contacts = _initiators(draws, people)
    draw_traits(people, draws, settled, STRENGTHS[strength], [])
    draw_circumstances(people, draws, settled, ())
    ties = draw_ties(people, _NOTHING, draws, settled)
    projects = _projects(people, contacts, draws)
    later = later_ties(ties, _NOTHING, draws, settled)
    for project in projects:
        _get_acquainted(later, draws, sorted(project.members))
        for index, days in project.members.items():
            people[index].joined[project.code] = days
    waves = _waves(contacts, (ties, later), draws, settled)
    named = [row for wave in waves for row in wave.truth]
    files = {
        "deelnemers.csv": _roster(people),
        "contacten.csv": semicolon_text(
            ("Contactnummer", "Naam", "Rol", "Organisatie"),
            [(contact.number, contact.name.full, contact.kind, contact.organisation) for contact in contacts],
        ),
        "projecten.csv": semicolon_text(
            ("Code", "Initiatief", "Thema", "Start", "Trekker"),
            [(p.code, p.name, p.theme, f"{p.start:%d-%m-%Y}", people[p.leader].number) for p in projects],
        ),
        "deelnames.csv": _memberships(projects, people),
        "acties.csv": _log(projects, people, draws),
        **{file: surveys.text(wave) for file, wave in zip(_SURVEY_FILES, waves, strict=True)},
        "namen.csv": decisions_text(named, people, contacts),
        "kiemen.toml": project_text(
            "Leeracademie in de wijk",
            _STEPS,
            [(wave, file) for (wave, _), file in zip(WAVES, _SURVEY_FILES, strict=True)],
        ),
    }
    return files | _truth(people, ties, waves)


def _officials(draws: Draws) -> list[Colleague]:
    names = draw_names(draws, sum(size for size, _ in _DEPARTMENTS.values()))
    people: list[Colleague] = []
    for department, (size, job) in _DEPARTMENTS.items():
        for _ in range(size):
            place = len(people)
            person = Colleague(f"{place + 1:02d}", names[place], department, team=department, job=job)
            person.token = f"{draws.pick('abcdefgh')}{draws.integer(1000, 9999)}{place + 1:02d}"
            person.email = f"{person.name.mailbox}@stadsdeel.example"
            person.activity = 0.5 + draws.uniform()
            people.append(person)
    return people


def _initiators(draws: Draws, people: list[Colleague]) -> list[Contact]:
    taken = {person.name.full for person in people}
    names = [name for name in draw_names(draws, 40) if name.full not in taken][:12]
    kinds = ("inwoner", "ondernemer")
    return [Contact(f"K{place:02d}", name, kinds[place % 2], "") for place, name in enumerate(names, start=1)]


def _projects(people: list[Colleague], contacts: list[Contact], draws: Draws) -> list[Initiative]:
    """Everybody chooses a project, and the inclined a second one; the inclined come sooner."""
    projects = [
        Initiative(f"P{place}", name, theme, FIRST_DAY + timedelta(days=7 * place), (), {}, {})
        for place, (name, theme) in enumerate(_PROJECTS, start=1)
    ]
    order = draws.sample(range(len(people)), len(people))
    for place, index in enumerate(order):
        chosen = [projects[place % len(projects)]]
        if people[index].deeds + draws.normal() > 0.4:
            chosen.append(draws.pick(projects))
        for project in chosen:
            delay = 35 - 15 * people[index].deeds + 15 * draws.normal()
            project.members.setdefault(index, max(0, min(150, round(delay))))
    for place, project in enumerate(projects):
        project.leader = min(project.members, key=lambda index: (project.members[index], index))
        project.members[project.leader] = 0
        for contact in contacts[2 * place : 2 * place + 2]:
            project.contacts[contact.number] = draws.integer(0, 60)
    return projects


def _get_acquainted(ties: WorkingTies, draws: Draws, members: list[int]) -> None:
    """Members of one project work together by the end, nearly all of them."""
    for place, a in enumerate(members):
        for b in members[place + 1 :]:
            if draws.chance(0.7):
                ties.try_add(draws, a, b, 0.5 + 0.4 * draws.uniform())


def _waves(
    contacts: list[Contact],
    ties: tuple[WorkingTies, WorkingTies],
    draws: Draws,
    plant: Plant,
) -> list[surveys.Survey]:
    people = ties[0].people
    everybody = list(range(len(people)))
    outside = [draws.sample(contacts, draws.integer(0, 2)) for _ in people]
    held = []
    for number, ((wave, first_day), working) in enumerate(zip(WAVES, ties, strict=True), start=1):
        circles = [everybody] * len(people)
        survey = surveys.Survey(wave, first_day, people, working, outside, circles, frozenset(), 0.3)
        surveys.hold(survey, draws, plant, number)
        held.append(survey)
    return held


def _roster(people: list[Colleague]) -> str:
    rows = [(p.number, p.name.full, p.email, p.department, p.job, p.token, "") for p in people]
    return semicolon_text(("Nummer", "Naam", "E-mail", "Afdeling", "Functie", "Enquêtecode", "Bezwaar"), rows)


def _memberships(projects: list[Initiative], people: list[Colleague]) -> str:
    rows: list[tuple[str, str, str, str]] = []
    for project in projects:
        for index, days in sorted(project.members.items(), key=lambda joined: (joined[1], joined[0])):
            role = "trekker" if index == project.leader else "deelnemer"
            rows.append((people[index].number, project.name, role, f"{project.day(days):%d-%m-%Y}"))
        for contact, days in sorted(project.contacts.items()):
            rows.append((contact, project.name, "initiatiefnemer", f"{project.day(days):%d-%m-%Y}"))
    return semicolon_text(("Deelnemer", "Initiatief", "Rol", "Sinds"), rows)


def _log(projects: list[Initiative], people: list[Colleague], draws: Draws) -> str:
    """Eight months of actions and shown results, and the academy's monthly meeting."""
    entries: list[tuple[date, str, str, str, str]] = []
    for project in projects:
        for _ in range(draws.integer(5, 12)):
            kind = "resultaat" if draws.chance(0.25) else "actie"
            who = people[draws.pick(sorted(project.members))].number
            when = project.day(draws.integer(0, DAYS - 42))
            entries.append((when, kind, project.name, who, draws.pick(_ACTIONS[kind])))
    entries += [(FIRST_DAY + timedelta(days=28 * m), "impuls", "", "", _ACTIONS["impuls"][0]) for m in range(8)]
    entries.sort()
    rows = [
        (f"A{place:03d}", f"{when:%d-%m-%Y}", kind, project, who, what)
        for place, (when, kind, project, who, what) in enumerate(entries, start=1)
    ]
    return semicolon_text(("Nummer", "Datum", "Soort", "Initiatief", "Wie", "Omschrijving"), rows)


def _truth(people: list[Colleague], ties: WorkingTies, waves: list[surveys.Survey]) -> dict[str, str]:
    everybody = [
        (
            p.number,
            f"{p.readiness:.4f}",
            int(p.early),
            f"{p.self_image:.4f}",
            f"{p.deeds:.4f}",
            f"{p.repute:.4f}",
        )
        for p in people
    ]
    pairs = [(people[a].number, people[b].number, f"{ties.of[a][b]:.3f}") for a, b in ties.pairs()]
    return {
        "truth/people.csv": comma_text(
            ("person", "readiness", "early_adopter", "self_image", "deeds", "repute"), everybody
        ),
        "truth/ties.csv": comma_text(("source", "target", "strength"), pairs),
        "truth/names.csv": comma_text(
            ("wave", "response", "column", "written", "person"), [row for wave in waves for row in wave.truth]
        ),
    }
