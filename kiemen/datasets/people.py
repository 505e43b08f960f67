"""The colleagues and contacts of an example organisation, with the traits nobody can see."""

from dataclasses import dataclass, field

from kiemen.datasets.draws import Draws, blend
from kiemen.datasets.names import Name
from kiemen.datasets.plant import Plant


@dataclass(slots=True)
class Colleague:
    """One person inside the organisation. Traits are standard numbers."""

    number: str
    name: Name
    department: str
    team: str = ""
    job: str = ""
    role: str = "medewerker"
    token: str = ""
    email: str = ""
    started: str = ""
    place: str = ""
    hours: int = 36
    boss: int | None = None
    objects: bool = False
    plant: str = ""
    readiness: float = 0.0
    early: bool = False
    self_image: float = 0.0
    deeds: float = 0.0
    repute: float = 0.0
    room: float = 0.0
    barriers: float = 0.0
    voice: float = 0.0
    activity: float = 1.0
    joined: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Contact:
    """One person outside the organisation."""

    number: str
    name: Name
    kind: str
    organisation: str


def draw_traits(people: list[Colleague], draws: Draws, plant: Plant, signal: float, enthusiasts: list[int]) -> None:
    """Give everybody a readiness and the traits that follow from it; `signal` multiplies each correlation.

    Enthusiasts show high traits at every strength, so that what can be seen of them stays the same; that they are also
    truly ready belongs to the signal.
    """
    readiness = [draws.normal() for _ in people]
    if signal > 0:
        _give_the_highest(readiness, enthusiasts, draws, plant.early_share)
    for person, ready in zip(people, readiness, strict=True):
        person.readiness = ready
        person.self_image = blend(ready, draws.normal(), plant.self_image * signal)
        person.deeds = blend(ready, draws.normal(), plant.deeds * signal)
        person.repute = blend(ready, draws.normal(), plant.repute * signal)
        person.voice = 0.4 * signal * ready + 0.6 * (person.activity - 1.0) + 0.9 * draws.normal()
    for index in enthusiasts:
        person = people[index]
        person.self_image = 1.2 + 0.3 * draws.normal()
        person.deeds = 1.2 + 0.3 * draws.normal()
        person.repute = 0.8 + 0.3 * draws.normal()
    mark_early(people, plant.early_share)


def mark_early(people: list[Colleague], share: float) -> None:
    """Call the people with the highest readiness the early adopters."""
    ranked = sorted(range(len(people)), key=lambda index: (-people[index].readiness, people[index].number))
    for index in ranked[: round(share * len(people))]:
        people[index].early = True


def draw_circumstances(people: list[Colleague], draws: Draws, plant: Plant, blocked: tuple[str, ...]) -> None:
    """Give everybody room to act and barriers: partly the team's, much higher and lower in the blocked departments."""
    shared: dict[str, float] = {}
    for person in people:
        if person.team not in shared:
            shared[person.team] = 0.35 * draws.normal()
    for person in people:
        shift = plant.blocked_shift if person.department in blocked else 0.0
        common = shared[person.team]
        person.room = 0.15 * person.self_image + common + 0.85 * draws.normal() - shift
        person.barriers = -0.15 * person.self_image - common + 0.85 * draws.normal() + shift


def _give_the_highest(readiness: list[float], chosen: list[int], draws: Draws, share: float) -> None:
    """Swap readiness so that the chosen are among the early adopters and its distribution stays as it was."""
    ranked = sorted(range(len(readiness)), key=lambda index: -readiness[index])
    top = [index for index in ranked[: round(share * len(readiness))] if index not in chosen]
    early = set(ranked[: round(share * len(readiness))])
    wanting = [index for index in chosen if index not in early]
    for low, high in zip(wanting, draws.sample(top, len(wanting)), strict=True):
        readiness[low], readiness[high] = readiness[high], readiness[low]
