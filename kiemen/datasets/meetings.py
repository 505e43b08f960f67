"""A year of meetings, and the log of actions, shown results and impulses."""

from datetime import date, datetime, time, timedelta
from typing import Final

from kiemen.datasets.draws import Draws
from kiemen.datasets.initiatives import Initiative
from kiemen.datasets.organisation import DEPARTMENTS, Planted
from kiemen.datasets.people import Colleague

FIRST_DAY: Final = date(2024, 3, 1)
DAYS: Final = 365
MEETING_HEADER: Final = ("Overleg", "Datum", "Soort", "Onderwerp", "Initiatief", "Deelnemer")
LOG_HEADER: Final = ("Nummer", "Datum", "Soort", "Initiatief", "Wie", "Omschrijving")

_LOG_TEXTS: Final = {
    "actie": (
        "Langs geweest bij de buurt",
        "Eerste proef gedaan",
        "Aanvraag samen met de inwoner ingevuld",
        "Werkbezoek",
    ),
    "resultaat": ("Resultaat getoond in de kantine", "Verhaal op intranet", "Presentatie voor de raad", "Open dag"),
    "impuls": ("Inspiratiesessie", "Training", "Oproep van de directie"),
}

Row = tuple[str, str, str, str, str, str]


def meeting_rows(people: list[Colleague], initiatives: list[Initiative], planted: Planted, draws: Draws) -> list[Row]:
    """Draw a year of meetings, one row per attendee; the lonely group only meets itself."""
    held: list[tuple[datetime, str, str, str, list[str]]] = []
    teams: dict[str, list[int]] = {}
    for index, person in enumerate(people):
        if index not in planted.lonely:
            teams.setdefault(person.team, []).append(index)
    for team, members in teams.items():
        _series(held, draws, ("team", f"Teamoverleg {team}", ""), [people[i].number for i in members], times=6)
    for initiative in initiatives:
        attendees = [people[i].number for i in sorted(initiative.members)] + sorted(initiative.contacts)
        what = ("initiatief", f"Overleg {initiative.name}", initiative.name)
        _series(held, draws, what, attendees, times=5, start=initiative.start, end=initiative.ended)
    for number in range(1, 25):
        group = _across_departments(people, planted, draws)
        what = ("vakoverleg", f"Vakoverleg {number}", "")
        _series(held, draws, what, [people[i].number for i in group], times=4)
    held.sort()
    return [
        (f"O{place:04d}", f"{when:%d-%m-%Y %H:%M}", kind, title, initiative, attendee)
        for place, (when, kind, title, initiative, attendees) in enumerate(held, start=1)
        for attendee in attendees
    ]


def log_rows(people: list[Colleague], initiatives: list[Initiative], planted: Planted, draws: Draws) -> list[Row]:
    """Draw the log; initiatives of the blocked departments have little to show."""
    entries: list[tuple[date, str, str, str, str]] = []
    for initiative in initiatives:
        held_back = any(home in planted.blocked for home in initiative.homes)
        members = sorted(initiative.members)
        count = draws.integer(1, 3) if held_back else draws.integer(3, 9)
        for _ in range(count):
            when = _day(draws, initiative.start, initiative.ended)
            kind = "resultaat" if draws.chance(0.15 if held_back else 0.35) else "actie"
            who = people[draws.pick(members)].number
            entries.append((when, kind, initiative.name, who, draws.pick(_LOG_TEXTS[kind])))
    entries += [(_day(draws, FIRST_DAY), "impuls", "", "", draws.pick(_LOG_TEXTS["impuls"])) for _ in range(12)]
    entries.sort()
    return [
        (f"L{place:03d}", f"{when:%d-%m-%Y}", kind, initiative, who, what)
        for place, (when, kind, initiative, who, what) in enumerate(entries, start=1)
    ]


def _series(
    held: list[tuple[datetime, str, str, str, list[str]]],
    draws: Draws,
    what: tuple[str, str, str],
    attendees: list[str],
    *,
    times: int,
    start: date = FIRST_DAY,
    end: date | None = None,
) -> None:
    """Hold a meeting several times; each time about four in five attend, and a meeting takes two."""
    for _ in range(times):
        when = datetime.combine(_day(draws, start, end), time(draws.integer(9, 16), draws.pick((0, 30))))
        present = [attendee for attendee in attendees if draws.chance(0.8)]
        if len(present) > 1:
            held.append((when, *what, present))


def _day(draws: Draws, start: date, end: date | None = None) -> date:
    """Draw a working day in the year of the log, not before the start nor after the end."""
    first = min(max(0, (start - FIRST_DAY).days), DAYS - 1)
    last = DAYS - 1 if end is None else (end - FIRST_DAY).days
    day = FIRST_DAY + timedelta(days=draws.integer(first, last))
    return max(start, day - timedelta(days=max(0, day.weekday() - 4)))


def _across_departments(people: list[Colleague], planted: Planted, draws: Draws) -> list[int]:
    """Draw a handful of people from three departments, never from both sides of a wall."""
    while True:
        homes = draws.sample(list(DEPARTMENTS), 3)
        if not any(a in homes and b in homes for a, b in planted.walls):
            break
    pool = [
        i for i, p in enumerate(people) if p.department in homes and i not in planted.lonely and i != planted.bridge
    ]
    group = draws.sample(pool, 7)
    return [*group, planted.bridge] if draws.chance(0.35) else group
