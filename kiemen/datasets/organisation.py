"""The municipality of Kiemstad: departments, teams, leads, and the contacts outside."""

from dataclasses import dataclass
from typing import Final

from kiemen.datasets.draws import Draws
from kiemen.datasets.names import draw_names
from kiemen.datasets.people import Colleague, Contact

DEPARTMENTS: Final = {
    "Bestuur en Directie": (24, ("bestuursadviseur", "secretaresse", "strategisch adviseur")),
    "Burgerzaken en Klantcontact": (52, ("medewerker klantcontact", "medewerker burgerzaken")),
    "Werk en Inkomen": (66, ("klantmanager", "consulent inkomen", "werkcoach")),
    "Wmo en Jeugd": (70, ("consulent Wmo", "jeugdconsulent", "beleidsmedewerker zorg")),
    "Onderwijs, Sport en Cultuur": (34, ("beleidsmedewerker onderwijs", "combinatiefunctionaris")),
    "Ruimtelijke Ontwikkeling": (62, ("stedenbouwkundige", "planoloog", "projectleider")),
    "Vergunningen, Toezicht en Handhaving": (68, ("vergunningverlener", "toezichthouder", "handhaver")),
    "Openbare Ruimte": (64, ("wijkbeheerder", "beheerder groen", "verkeerskundige")),
    "Wijken en Participatie": (28, ("gebiedsmakelaar", "wijkregisseur")),
    "Economie en Duurzaamheid": (30, ("bedrijvencontactfunctionaris", "adviseur energie")),
    "Financiën": (36, ("financieel adviseur", "administrateur")),
    "Personeel en Organisatie": (24, ("HR-adviseur", "salarisadministrateur")),
    "Informatisering": (30, ("applicatiebeheerder", "informatieadviseur", "gegevensbeheerder")),
    "Communicatie": (12, ("communicatieadviseur", "webredacteur")),
}

TOP: Final = "Bestuur en Directie"
PLACES: Final = ("Stadhuis", "Stadskantoor", "Werf")
DOMAIN: Final = "kiemstad.example"
TEAM_SIZE: Final = 12
_LETTERS: Final = "ABCDEFGHIJ"
_CODE_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Planted:
    """Which departments and people carry the plant (people by their place in the list)."""

    walls: tuple[tuple[str, str], ...]
    blocked: tuple[str, ...]
    lonely: tuple[int, ...]
    bridge: int


def draw_colleagues(draws: Draws) -> list[Colleague]:
    """Draw the staff: departments, teams of about twelve, heads, team leads and four directors."""
    names = draw_names(draws, sum(size for size, _ in DEPARTMENTS.values()), twins=2)
    names = draws.sample(names, len(names))
    people: list[Colleague] = []
    for department, (size, jobs) in DEPARTMENTS.items():
        teams = max(1, round(size / TEAM_SIZE))
        for place in range(size):
            person = Colleague(number="", name=names[len(people)], department=department)
            person.team = f"{department} {_LETTERS[place % teams]}"
            person.job = draws.pick(jobs)
            _give_rank(person, place, teams)
            people.append(person)
    _number(people, draws)
    _set_bosses(people)
    return people


def _give_rank(person: Colleague, place: int, teams: int) -> None:
    """Make the first of a department its head and the next ones team leads; the top department also has directors."""
    directors = 4 if person.department == TOP else 0
    if place < directors:
        person.role, person.job = "directeur", "gemeentesecretaris" if place == 0 else "directeur"
    elif place == directors:
        person.role, person.job = "afdelingshoofd", "afdelingshoofd"
    elif place <= directors + teams and teams > 1:
        person.role, person.job = "teamleider", "teamleider"
        person.team = f"{person.department} {_LETTERS[place - directors - 1]}"


def _number(people: list[Colleague], draws: Draws) -> None:
    """Give numbers, tokens, addresses and the plain facts of a personnel file."""
    numbers = draws.sample(range(1001, 9999), len(people))
    seen: dict[str, int] = {}
    for person, number in zip(people, numbers, strict=True):
        # Leading zeros are part of a personnel number: whoever reads it as an integer loses people.
        person.number = f"{number:06d}"
        person.token = "".join(draws.pick(_CODE_LETTERS) for _ in range(8))
        box = person.name.mailbox
        seen[box] = seen.get(box, 0) + 1
        person.email = f"{box}{seen[box] if seen[box] > 1 else ''}@{DOMAIN}"
        person.started = f"{draws.integer(1, 28):02d}-{draws.integer(1, 12):02d}-{draws.integer(1989, 2023)}"
        person.place = draws.pick(PLACES)
        person.hours = draws.pick((24, 28, 32, 32, 36, 36, 36))
        person.objects = draws.chance(0.005)
        lead = person.role != "medewerker"
        person.activity = (0.45 + 1.1 * draws.uniform()) * (1.3 if lead else 1.0)


def _set_bosses(people: list[Colleague]) -> None:
    heads = {p.department: i for i, p in enumerate(people) if p.role == "afdelingshoofd"}
    leads = {p.team: i for i, p in enumerate(people) if p.role == "teamleider"}
    directors = [i for i, p in enumerate(people) if p.role == "directeur"]
    for order, (index, person) in enumerate(enumerate(people)):
        if person.role == "directeur":
            person.boss = directors[0] if index != directors[0] else None
        elif person.role == "afdelingshoofd":
            person.boss = directors[order % len(directors)]
        elif person.role == "teamleider":
            person.boss = heads[person.department]
        else:
            person.boss = leads.get(person.team, heads[person.department])


def draw_planted(people: list[Colleague], draws: Draws, *, lonely_size: int) -> Planted:
    """Choose at random which departments and people carry the plant."""
    large = [department for department, (size, _) in DEPARTMENTS.items() if size >= 50]
    a, b, c, d = draws.sample(large, 4)
    walled = (a, b, c, d)
    free = [name for name, (size, _) in DEPARTMENTS.items() if size >= 24 and name not in walled and name != TOP]
    e, f, g = draws.sample(free, 3)
    lonely = _draw_lonely(people, draws, (c, g), lonely_size)
    carriers = [
        i
        for i, p in enumerate(people)
        if p.department == g and p.role == "medewerker" and i not in lonely and not p.objects
    ]
    bridge = draws.pick(carriers)
    for index in lonely:
        people[index].plant = "lonely group"
    people[bridge].plant = "overloaded bridge"
    return Planted(walls=((a, b), (c, d)), blocked=(e, f), lonely=lonely, bridge=bridge)


def _draw_lonely(people: list[Colleague], draws: Draws, departments: tuple[str, str], size: int) -> tuple[int, ...]:
    """Choose the lonely enthusiasts from two departments: a group across departments, not simply a team."""
    chosen: list[int] = []
    for department, share in zip(departments, (size - size // 2, size // 2), strict=True):
        ordinary = [
            i for i, p in enumerate(people) if p.department == department and p.role == "medewerker" and not p.objects
        ]
        chosen += draws.sample(ordinary, share)
    return tuple(chosen)


def draw_contacts(draws: Draws, people: list[Colleague]) -> list[Contact]:
    """Draw the administrators, the council, residents, entrepreneurs and partners."""
    taken = {person.name.full for person in people}
    kinds = (
        [("bestuurder", "College van burgemeester en wethouders")] * 6
        + [("raadslid", "Gemeenteraad")] * 31
        + [("inwoner", "")] * 26
        + [("ondernemer", "")] * 20
        + [("partner", "")] * 17
    )
    names = [name for name in draw_names(draws, len(kinds) * 2) if name.full not in taken]
    contacts: list[Contact] = []
    for place, (kind, organisation) in enumerate(kinds):
        where = organisation or draws.pick(_ORGANISATIONS[kind])
        contacts.append(Contact(f"K{place + 1:03d}", names[place], kind, where))
    return contacts


_ORGANISATIONS: Final = {
    "inwoner": ("Bewonersgroep Noord", "Wijkraad Zuid", "Dorpsbelangen Oostwold", "Buurtvereniging De Ploeg", ""),
    "ondernemer": (
        "Ondernemersvereniging Centrum",
        "Bedrijvenpark De Hoek",
        "Bakkerij Het Kruispunt",
        "Bouwbedrijf Zuid",
    ),
    "partner": ("Woningcorporatie Thuis", "Welzijn Kiemstad", "Waterschap", "Politie", "GGD", "Zorggroep Midden"),
}
