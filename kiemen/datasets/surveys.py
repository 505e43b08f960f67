"""Who answers the survey, what they answer, and the export as LimeSurvey writes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import Final

from kiemen.datasets.draws import Draws
from kiemen.datasets.exports import semicolon_text
from kiemen.datasets.names import Name, written
from kiemen.datasets.people import Colleague, Contact
from kiemen.datasets.plant import Plant
from kiemen.datasets.questions import ASK, CONSENT, NAME_QUESTIONS, OFFER, SCALES, TOPICS, Scale
from kiemen.datasets.ties import WorkingTies

# Cuts between the five categories: people agree more easily than they disagree.
_CUTS: Final = (-1.6, -0.8, 0.1, 1.1)
_HEAD: Final = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp")
NOBODY: Final = ("geen", "niemand", "weet ik niet", "-", "n.v.t.")
_STRANGERS: Final = ("Petra van de aannemer", "Kees (adviesbureau)", "de huisarts", "Jolanda van school")
LAST_PAGE: Final = 5

TruthRow = tuple[str, str, str, str, str]


@dataclass(slots=True)
class Survey:
    """One wave: the people, what they know of each other, and when it is held."""

    wave: str
    first_day: date
    people: Sequence[Colleague]
    ties: WorkingTies
    outside: Sequence[Sequence[Contact]]
    circles: Sequence[Sequence[int]]
    always: frozenset[int]
    drift: float
    rows: list[list[str]] = field(default_factory=list)
    truth: list[TruthRow] = field(default_factory=list)


def header() -> list[str]:
    """Return the columns of the export."""
    names = [column for question in NAME_QUESTIONS for column in question.columns()]
    items = [column for scale in SCALES for column in scale.columns()]
    return [*_HEAD, CONSENT, *names, *items, ASK, OFFER]


def hold(survey: Survey, draws: Draws, plant: Plant, wave: int) -> None:
    """Let people answer or not; fill the rows of the export and the true identity of every written name."""
    moods = [_mood(person, draws, wave, survey.drift) for person in survey.people]
    answering = [i for i, mood in enumerate(moods) if _answers(i, mood, survey, draws, plant)]
    order = draws.sample(answering, len(answering))
    for number, index in enumerate(order, start=1):
        _answer(survey, draws, plant, index=index, number=str(number), mood=moods[index])


def text(survey: Survey) -> str:
    """Return the export file."""
    return semicolon_text(header(), survey.rows, quote_all=True)


def choose(scale: Scale, trait: float, draws: Draws, plant: Plant) -> list[str]:
    """Return the answer codes A1 to A5 to the items of one scale; now and then one is skipped."""
    codes: list[str] = []
    for place in range(1, len(scale.items) + 1):
        latent = plant.loading * trait + sqrt(1 - plant.loading**2) * draws.normal()
        if place in scale.reversed:
            latent = -latent
        code = 1 + sum(latent > cut for cut in _CUTS)
        codes.append("" if draws.chance(0.02) else f"A{code}")
    return codes


def _mood(person: Colleague, draws: Draws, wave: int, drift: float) -> float:
    """How people see themselves now: in a second wave much as before, and a little bolder."""
    if wave == 1:
        return person.self_image
    return 0.9 * person.self_image + sqrt(1 - 0.81) * draws.normal() + drift


def _answers(index: int, mood: float, survey: Survey, draws: Draws, plant: Plant) -> bool:
    chance = min(0.97, max(0.25, plant.response + plant.response_slope * mood))
    answers = draws.chance(chance)
    return (answers or index in survey.always) and not survey.people[index].objects


def _answer(survey: Survey, draws: Draws, plant: Plant, *, index: int, number: str, mood: float) -> None:
    person = survey.people[index]
    spared = index in survey.always
    consents = spared or not draws.chance(0.015)
    finished = spared or not draws.chance(0.03)
    names = _named(survey, draws, index, number) if consents else []
    answered = consents and finished
    items = _items(draws, plant, person, mood) if answered else []
    asks = [_open(draws, 0, 0.45), _open(draws, 1, 0.5)] if answered else []
    stamp = datetime.combine(
        survey.first_day + timedelta(days=draws.integer(0, 18)),
        time(draws.integer(8, 17), draws.integer(0, 59), draws.integer(0, 59)),
    )
    end = stamp + timedelta(minutes=draws.integer(6, 25))
    page = LAST_PAGE if finished else 2
    submitted = end.isoformat(sep=" ") if finished else ""
    consent = "Y" if consents else "N"
    row = [number, submitted, str(page), "nl", str(draws.integer(10**6, 10**9)), person.token]
    row += [stamp.isoformat(sep=" "), end.isoformat(sep=" "), consent, *names, *items, *asks]
    survey.rows.append(row + [""] * (len(header()) - len(row)))


def _items(draws: Draws, plant: Plant, person: Colleague, mood: float) -> list[str]:
    other = 0.5 * person.room
    traits = {
        "self_image": mood,
        "voice": person.voice,
        "room": person.room,
        "barriers": person.barriers,
        "results": other + 0.25 * len(person.joined) + 0.8 * draws.normal(),
        "encounters": 0.3 * len(person.joined) + 0.9 * draws.normal() - 0.2,
        "doing": other + 0.9 * draws.normal(),
        "allies": 0.4 * (person.activity - 1.0) + 0.3 * other + 0.9 * draws.normal(),
    }
    return [code for scale in SCALES for code in choose(scale, traits[scale.trait], draws, plant)]


def _named(survey: Survey, draws: Draws, index: int, number: str) -> list[str]:
    """Answer the name generators."""
    recall = {
        "samen": _closest(survey, draws, index),
        "advies": _advisers(survey, draws, index),
        "durft": _daring(survey, draws, index),
    }
    cells: list[str] = []
    for question in NAME_QUESTIONS:
        fields = question.columns()
        if question.code == "buiten":
            told = [_write_contact(draws, contact) for contact in survey.outside[index]]
        else:
            told = [_write_colleague(survey, draws, other) for other in recall[question.code][: question.fields]]
        if not told and draws.chance(0.1):
            told = [(draws.pick(NOBODY), "")]
        told = told[: question.fields]
        cells += [name for name, _ in told] + [""] * (question.fields - len(told))
        survey.truth += [
            (survey.wave, number, column, name, who) for column, (name, who) in zip(fields, told, strict=False)
        ]
    return cells


def _write_colleague(survey: Survey, draws: Draws, other: int) -> tuple[str, str]:
    person = survey.people[other]
    return written(draws, person.name, person.department), person.number


def _write_contact(draws: Draws, contact: Contact) -> tuple[str, str]:
    if draws.chance(0.04):
        return draws.pick(_STRANGERS), ""
    name: Name = contact.name
    return written(draws, name, contact.organisation), contact.number


def _closest(survey: Survey, draws: Draws, index: int) -> list[int]:
    ties = survey.ties.of[index]
    nearness = {other: ties[other] + 0.15 * draws.normal() for other in sorted(ties)}
    return [other for other in sorted(nearness, key=lambda o: (-nearness[o], o)) if draws.chance(0.9)]


def _advisers(survey: Survey, draws: Draws, index: int) -> list[int]:
    trust = {
        other: 0.4 * survey.people[other].voice + (0.8 if other == survey.people[index].boss else 0.0) + draws.normal()
        for other in sorted(survey.ties.of[index])
    }
    ranked = sorted(trust, key=lambda o: (-trust[o], o))
    return ranked[: draws.integer(1, 4)]


def _daring(survey: Survey, draws: Draws, index: int) -> list[int]:
    """Name the boldest of those one knows: by their repute, and by chance."""
    known = sorted({*survey.ties.of[index], *survey.circles[index]} - {index})
    bold = {other: survey.people[other].repute + draws.normal() for other in known}
    ranked = sorted(bold, key=lambda o: (-bold[o], o))
    return ranked[: draws.pick((0, 1, 1, 2, 2, 3))]


def _open(draws: Draws, side: int, share: float) -> str:
    if not draws.chance(share):
        return ""
    phrase = draws.pick(TOPICS)[side]
    openings = ("Ik wil graag leren: {}", "{}", "{}.") if side == 0 else ("{}", "Ik kan helpen met {}", "{}.")
    told = draws.pick(openings).format(phrase)
    return told[0].upper() + told[1:]
