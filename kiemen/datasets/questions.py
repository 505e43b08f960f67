"""The questions of the example surveys: scales with their items, name generators and open questions."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scale:
    """A set of statements, rated 1 (helemaal mee oneens) to 5 (helemaal mee eens), that measure one trait."""

    name: str
    code: str
    trait: str
    label: str
    ingredient: str
    items: tuple[str, ...]
    reversed: tuple[int, ...] = ()

    def columns(self) -> list[str]:
        """Return the columns of the export, as LimeSurvey names them."""
        return [f"{self.code}[SQ{place:03d}]" for place in range(1, len(self.items) + 1)]


SCALES: Final = (
    Scale(
        "innovativeness",
        "vern",
        "self_image",
        "Vernieuwingsgezindheid",
        "spark",
        (
            "Ik probeer graag een nieuwe manier van werken uit.",
            "Als een inwoner met een goed plan komt, ga ik gewoon aan de slag.",
            "Ik wacht liever tot een nieuwe aanpak zich elders heeft bewezen.",
            "Ik zoek vaak naar een andere weg als een vraagstuk vastloopt.",
            "De vertrouwde werkwijze is voor mij meestal de beste.",
            "Ik vind het prettig als nog niet vastligt hoe iets moet.",
            "Ik heb het afgelopen jaar iets gedaan wat hier nog niet eerder was gedaan.",
            "In mijn team ben ik meestal een van de laatsten die met iets nieuws begint.",
        ),
        (3, 5, 8),
    ),
    Scale(
        "opinion_leadership",
        "stem",
        "voice",
        "Opinieleiderschap",
        "",
        (
            "Collega's vragen mij wat ik van een verandering vind.",
            "Wat ik van een nieuwe werkwijze zeg, telt voor anderen mee.",
            "Over vernieuwing komt zelden iemand bij mij te rade.",
            "Ik haal collega's over om iets uit te proberen.",
            "Als ik enthousiast ben over iets nieuws, volgen er meer.",
            "Mijn mening over nieuwe werkwijzen doet er hier weinig toe.",
        ),
        (3, 6),
    ),
    Scale(
        "room",
        "ruimte",
        "room",
        "Ruimte om te doen",
        "oxygen",
        (
            "In mijn werk mag ik van de gewone aanpak afwijken.",
            "Mijn leidinggevende steunt mij als iets nieuws mislukt.",
            "Ik heb tijd om iets nieuws te proberen.",
            "Voor alles wat anders gaat, heb ik eerst toestemming nodig.",
            "Met een goed idee word ik hier gehoord.",
            "Ik kan zelf beslissen over wat een inwoner nodig heeft.",
        ),
        (4,),
    ),
    Scale(
        "barriers",
        "drempel",
        "barriers",
        "Belemmeringen",
        "",
        (
            "Regels en procedures houden vernieuwing hier tegen.",
            "Wie hier iets anders doet, krijgt daar last mee.",
            "Afdelingen werken hier langs elkaar heen.",
            "Door de werkdruk komt van vernieuwen niets terecht.",
            "Beslissingen over iets nieuws blijven hier lang liggen.",
            "Fouten worden hier lang onthouden.",
        ),
    ),
    Scale(
        "shown_results",
        "lucifer",
        "results",
        "Zien dat het werkt",
        "matches",
        (
            "Ik heb hier met eigen ogen gezien dat een andere aanpak werkt.",
            "Resultaten van nieuwe initiatieven worden in mijn omgeving getoond.",
        ),
    ),
    Scale(
        "encounters",
        "ontmoet",
        "encounters",
        "Ontmoetingen",
        "fuel",
        (
            "In mijn werk ontmoet ik inwoners of ondernemers met een initiatief.",
            "Ik kom collega's van andere afdelingen tegen rond een gezamenlijk vraagstuk.",
        ),
    ),
    Scale(
        "doing",
        "doen",
        "doing",
        "Doen",
        "stoking",
        (
            "Wij praten niet alleen over anders werken, wij doen het ook.",
            "Anders werken gaat over mijn dagelijkse werk.",
        ),
    ),
    Scale(
        "allies",
        "poken",
        "allies",
        "Medestanders",
        "pokers",
        (
            "Directie en bestuur stoken vernieuwing mee op.",
            "Ik heb medestanders buiten mijn afdeling of buiten de organisatie.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A question that is answered with names, each in a field of its own."""

    code: str
    relation: str
    label: str
    fields: int

    def columns(self) -> list[str]:
        """Return the columns of the export."""
        return [f"{self.code}[SQ{place:03d}]" for place in range(1, self.fields + 1)]


NAME_QUESTIONS: Final = (
    NameQuestion("samen", "samenwerking", "Met wie werk je het meest samen?", 7),
    NameQuestion("advies", "advies", "Bij wie ga je te rade als je er niet uitkomt?", 4),
    NameQuestion("durft", "durft", "Wie durft hier als eerste iets nieuws te proberen?", 3),
    NameQuestion("buiten", "buiten", "Met wie buiten de organisatie werk je samen?", 3),
)

CONSENT: Final = "toestemming"
ASK: Final = "vraag"
OFFER: Final = "aanbod"

# What people would like to learn, and what somebody who knows it would say: the same subject in other words.
TOPICS: Final = (
    ("hoe je een bewonersavond begeleidt", "bewonersavonden begeleiden"),
    ("begrijpelijk leren schrijven", "brieven herschrijven in klare taal"),
    ("werken met buurtbudgetten", "ervaring met een buurtbudget"),
    ("hoe je data over de wijk vindt en gebruikt", "data over wijken laten zien op een kaart"),
    ("ruimte vinden binnen de omgevingswet", "meedenken over de omgevingswet"),
    ("een lastig keukentafelgesprek voeren", "keukentafelgesprekken oefenen"),
    ("hoe je de raad op tijd meeneemt", "weten hoe je iets bij de raad brengt"),
    ("subsidie aanvragen voor een initiatief", "hulp bij een subsidieaanvraag"),
    ("hoe je ondernemers betrekt", "contacten met ondernemers"),
    ("omgaan met klachten", "leren van klachten in een teamgesprek"),
    ("een proef klein beginnen en meten", "een proef opzetten en evalueren"),
    ("duurzaam inkopen zonder gedoe", "uitleg over duurzaam inkopen"),
    ("schulden vroeg zien aankomen", "ervaring met vroegsignalering van schulden"),
    ("hoe jongeren mee kunnen praten", "werken met een jongerenraad"),
    ("handhaven met maatwerk", "voorbeelden van maatwerk bij handhaven"),
    ("een informatiesysteem slimmer gebruiken", "handigheid met onze systemen"),
)
