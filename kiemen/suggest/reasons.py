"""Why these two: facts per suggestion, each with who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.diagnosis.pokers import GIVE_ROOM, find_pokers
from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

CAN_GIVE_ROOM = (*GIVE_ROOM, "council")
PLACES = ("location", "locatie", "vestiging", "site", "building", "gebouw", "floor")
SURE, FAIR = 0.8, 0.6

INGREDIENTS = {
    "spark": mark("spark: the first people find each other"),
    "oxygen": mark("oxygen: somebody who can give room is involved"),
    "matches": mark("matches: somebody sees from nearby that it works"),
    "fuel": mark("fuel: an encounter across the organisation"),
    "stoking": mark("stoking: it becomes part of everyday work next door"),
    "pokers": mark("pokers: an ally outside stokes along"),
}


MODEL_NAMES = {
    "cascade below tipping": mark("a cascade that dies out by itself"),
    "cascade above tipping": mark("a cascade that spreads by itself"),
    "cascade": mark("a cascade"),
    "linear_threshold": mark("a linear threshold"),
    "threshold": mark("a threshold of several contacts"),
    "fire": mark("the fire model"),
    "missing ties": mark("gaps in the data about ties"),
}


@dataclass(frozen=True, eq=False)
class People:
    """What reasons may say about people: name, group, kind of ally, place, initiatives.

    Parameters
    ----------
    name, group
        Text per position; "" where not known.
    ally
        Kind of person who can give room or stoke along (`find_pokers`), by role; "" for everybody else.
    place
        Text per position; "" where not known.
    inside
        Whether the person works here.
    initiatives
        Names of the initiatives in the order of the columns of `incidence`.
    incidence
        People × initiatives, or None.
    shown
        Whether the person, or an initiative that the person takes part in, has shown a result.
    """

    name: NDArray[Any]
    group: NDArray[Any]
    ally: NDArray[Any]
    place: NDArray[Any]
    inside: NDArray[np.bool_]
    initiatives: NDArray[Any]
    incidence: csr_array | None
    shown: NDArray[np.bool_]

    @classmethod
    def of(cls, network: Network, by: str | None) -> People:
        """Read them from a network."""
        people = network.people
        ids = people.index.astype("object")
        name = people["name"].astype("object").where(people["name"].notna() & (people["name"] != ""), ids)
        try:
            group = network.groups(by)
        except ColumnError:
            if by is not None:
                raise
            group = pd.Series("", index=people.index)
        place = _place(people)
        return cls(
            _told_apart(name, _texts(group), place),
            _texts(group),
            find_pokers(network).to_numpy(dtype=object),
            place,
            people["inside"].to_numpy(dtype=np.bool_),
            _initiative_names(network),
            network.incidence() if len(network.memberships) else None,
            _has_shown(network),
        )

    def together(self, i: int, j: int) -> list[str]:
        """Give the initiatives in which both take part."""
        if self.incidence is None:
            return []
        start, columns = self.incidence.indptr, self.incidence.indices
        both = np.intersect1d(columns[start[i] : start[i + 1]], columns[start[j] : start[j + 1]])
        return [str(self.initiatives[k]) for k in both]

    def leads(self, i: int) -> bool:
        """Say whether the role of a person is one that can give room."""
        return self.ally[i] in CAN_GIVE_ROOM

    def wall(self, i: int, j: int) -> str:
        """Give the two groups that a tie connects, "" within one group or when one is not known."""
        one, other = sorted([str(self.group[i]), str(self.group[j])])
        return f"{one} – {other}" if one and other and one != other else ""


def _texts(values: pd.Series[Any]) -> NDArray[Any]:
    return np.asarray(values.astype("object").where(values.notna(), "").to_numpy(dtype=object))


def _place(people: pd.DataFrame) -> NDArray[Any]:
    """Give where people work: a place has a name, so a column of numbers (floors, rooms) is none."""
    found = [name for name in PLACES if name in people.columns and not pd.api.types.is_numeric_dtype(people[name])]
    return _texts(people[found[0]]) if found else np.full(len(people), "", dtype=object)


def _told_apart(name: pd.Series[Any], group: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
    """Give names, those of namesakes with their group or place: nobody knows which of the two is meant otherwise.

    Where that leaves them alike they get a number, in the order of their ids.
    """
    said = name.astype("str")
    for more in (group, place):
        twice = said.duplicated(keep=False) & (more != "")
        said = said.where(~twice, said + " (" + pd.Series(more, index=said.index).astype("str") + ")")
    alike = said.duplicated(keep=False)
    number = (said.groupby(said).cumcount() + 1).astype("str")
    return said.where(~alike, said + " (" + number + ")").to_numpy(dtype=object)


def in_words(names: Sequence[str]) -> Fact | str:
    """Give names as a list in words; names that hold commas themselves are kept apart by semicolons."""
    if len(names) < 2:
        return "".join(names)
    if any("," in name for name in names):
        return "; ".join(names)
    return Fact(mark("{first} and {last}"), {"first": ", ".join(names[:-1]), "last": names[-1]})


def labelled(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Give each pair its label; should two read the same, because ids hold the dash, the later gets a number."""
    found: dict[str, None] = {}
    for one, other in rows:
        plain = label = f"{one} – {other}"
        number = 1
        while label in found:
            number += 1
            label = f"{plain} ({number})"
        found[label] = None
    return list(found)


def _has_shown(network: Network) -> NDArray[np.bool_]:
    events = network.events
    results = events[events["kind"] == "result"]
    named = network.ids.isin(results["person"])
    there = network.initiatives.index.isin(results["initiative"]).astype(np.float64)
    return np.asarray(named | ((network.incidence() @ there) > 0)) if there.any() else np.asarray(named)


def _initiative_names(network: Network) -> NDArray[Any]:
    table = network.initiatives
    if "name" not in table.columns:
        return table.index.to_numpy(dtype=object)
    ids = table.index.astype("object")
    return np.asarray(table["name"].astype("object").where(table["name"].notna(), ids).to_numpy(dtype=object))


@dataclass(frozen=True)
class Case:
    """One suggested tie with what was computed about it.

    Parameters
    ----------
    i, j
        Positions of the two.
    starts, also
        Whether the first and the second are adopters.
    drawn
        Whether nobody declared it: then those are meant who are most likely adopters by the ranking.
    gain, gain_low, gain_high, alone
        Extra adopters: share in the plan, its 90 % interval, and what it brings as the only tie.
    acceptance
        Chance that it is taken up.
    learned
        Whether that chance was learned.
    survives
        Share of models and variants in which it earns its place.
    fragile
        Names of the assumptions under which it mostly does not.
    all_fragile
        Whether those are all that were tried.
    via
        Position of the introducer, -1 for none.
    shared
        Number of contacts they share.
    bundle
        Names of others in the same bundle.
    near
        Adopters among the contacts of each of the two, None where that was not counted.
    wall
        Ties over the wall that it crosses and ties that the openness of both groups predicts; None where no wall
        stands out.
    """

    i: int
    j: int
    starts: bool
    also: bool
    drawn: bool
    gain: float
    gain_low: float
    gain_high: float
    alone: float
    acceptance: float
    learned: bool
    survives: float
    fragile: tuple[str, ...]
    via: int
    shared: int
    bundle: tuple[str, ...]
    wall: tuple[int, float] | None = None
    near: tuple[int, int] | None = None
    all_fragile: bool = False


def reasons(case: Case, people: People) -> tuple[Fact, ...]:
    """Give the facts behind a suggested tie, the open ones first."""
    return (
        *_open_facts(case, people),
        *_why(case, people),
        *_what(case),
        *_how_sure(case),
    )


def ingredient(case: Case, people: People) -> str:
    """Give the ingredient that a tie feeds."""
    i, j = case.i, case.j
    if not (people.inside[i] and people.inside[j]):
        return "pokers"
    if case.starts and case.also:
        return "spark"
    if people.leads(i) or people.leads(j):
        return "oxygen"
    if case.starts != case.also and people.shown[i if case.starts else j]:
        return "matches"
    return "fuel" if people.wall(i, j) else "stoking"


def feeds(name: str) -> Fact:
    """Say which ingredient a suggestion feeds, by its name."""
    return Fact(mark("It feeds {ingredient}."), {"ingredient": Fact(INGREDIENTS[name])})


def _open_facts(case: Case, people: People) -> list[Fact]:
    """Give what both may know: initiatives, teams, places; nothing that somebody answered or was named for."""
    i, j = case.i, case.j
    one, other = str(people.name[i]), str(people.name[j])
    together = people.together(i, j)
    facts = []
    if together:
        facts.append(_open(mark("Both take part in {initiative}."), initiative=together[0]))
    if people.wall(i, j):
        facts.append(
            _open(
                mark("{one} works at {here} and {other} at {there}."),
                one=one, other=other, here=str(people.group[i]), there=str(people.group[j]),
            )
        )  # fmt: skip
    elif people.group[i] and people.group[i] == people.group[j]:
        facts.append(_open(mark("Both work at {group}."), group=str(people.group[i])))
    same_place = people.place[i] and people.place[i] == people.place[j]
    if together:
        facts.append(
            _open(mark("A natural moment: the next time {initiative} comes together."), initiative=together[0])
        )
    elif same_place:
        facts.append(_open(mark("A natural moment: coffee at {place}, where both work."), place=str(people.place[i])))
    else:
        facts.append(_open(mark("A natural moment: come along to a case or a meeting of the other for an hour.")))
    if case.via >= 0 and _known_together(case, people):
        facts.append(_open(mark("{via} knows both and can introduce them."), via=str(people.name[case.via])))
    facts.append(_opening(case, people, together))
    return facts


def _opening(case: Case, people: People, together: list[str]) -> Fact:
    there = str(people.group[case.j])
    if together:
        return _open(
            mark('To begin with: "We are both in {initiative}. What works for you there, and what gets in the way?"'),
            initiative=together[0],
        )
    if people.wall(case.i, case.j):
        return _open(
            mark('To begin with: "I would like to see how you go about this at {there}. May I come '
                 'and watch for an hour?"'),
            there=there,
        )  # fmt: skip
    return _open(mark('To begin with: "I am trying something new in my work. May I hear how you would do it?"'))


def _known_together(case: Case, people: People) -> bool:
    """Say whether everybody can see that the introducer knows both: an initiative or a team shared with each."""
    return all(
        bool(people.together(case.via, one))
        or (bool(people.group[one]) and people.group[one] == people.group[case.via])
        for one in (case.i, case.j)
    )


def _open(message: str, **values: Any) -> Fact:
    return Fact(message, values, scope="open")


def _why(case: Case, people: People) -> list[Fact]:
    one, other = str(people.name[case.i]), str(people.name[case.j])
    first, second = (one, other) if case.starts else (other, one)
    if case.starts and case.also:
        sure = mark("{one} and {other} both already try it and keep each other going.")
        likely = mark("{one} and {other} may both be among the first to try it and would keep each other going.")
    elif case.starts or case.also:
        sure = mark("{one} already tries it; {other} can take it up and pass it on.")
        likely = mark("{one} may be among the first to try it; {other} can take it up and pass it on.")
    else:
        sure = mark("Neither tries it yet; the tie carries it further.")
        likely = mark("Neither is among those who are likely to try it first; the tie carries it further.")
    who = Fact(likely if case.drawn else sure, {"one": first, "other": second} if case.starts or case.also else {})
    facts = [
        who,
        *_near(case, one, other),
        feeds(ingredient(case, people)),
    ]
    if people.wall(case.i, case.j):
        here, there = sorted([str(people.group[case.i]), str(people.group[case.j])])
        facts.append(
            Fact(mark("It crosses the line between {one} and {other}."), {"one": here, "other": there}, "team")
        )
    if case.wall is not None:
        stands = mark(
            "A wall stands there: {n:# tie|# ties}, where as many ties as both groups have elsewhere would give "
            "{expected:.0f}."
        )
        facts.append(Fact(stands, {"n": case.wall[0], "expected": case.wall[1]}))
    if case.shared:
        facts.append(Fact(mark("Contacts they share: {n}."), {"n": case.shared}))
    if case.via >= 0 and not _known_together(case, people):
        facts.append(Fact(mark("{via} knows both and can introduce them."), {"via": str(people.name[case.via])}))
    return facts


def _near(case: Case, one: str, other: str) -> list[Fact]:
    """Say how many adopters the two know already: where one of them lacks a few, a tie counts for more."""
    if case.near is None:
        return []
    said = mark("Adopters among their contacts now: {one} {n}, {other} {m}.")
    if case.drawn:
        said = mark("Likely early adopters among their contacts now: {one} {n}, {other} {m}.")
    return [Fact(said, {"one": one, "other": other, "n": case.near[0], "m": case.near[1]})]


def _what(case: Case) -> list[Fact]:
    said = mark(
        "As part of this plan it brings {gain:.1f} extra adopters at the horizon (90% interval "
        "{low:.1f} to {high:.1f})."
    )
    facts = [Fact(said, {"gain": case.gain, "low": case.gain_low, "high": case.gain_high})]
    if not np.isnan(case.alone):
        facts.append(Fact(mark("As the only new tie it would bring {alone:.1f}."), {"alone": case.alone}))
    if case.bundle:
        facts.append(
            Fact(
                mark("It works together with {others}: alone they do little, together they do."),
                {"others": in_words(case.bundle)},
            )
        )
    return facts


def _how_sure(case: Case) -> list[Fact]:
    basis = mark("learned from ties that formed here") if case.learned else mark("an assumption, not measured here")
    facts = [
        Fact(
            mark("Chance that they take it up: {acceptance:.0%} ({basis})."),
            {"acceptance": case.acceptance, "basis": Fact(basis)},
        )
    ]
    share = {"share": case.survives}
    if case.survives >= SURE:
        facts.append(Fact(mark("It holds in {share:.0%} of the models, variants and gaps in the data tried."), share))
    elif case.survives >= FAIR:
        said = mark("It holds in {share:.0%} of the models, variants and gaps in the data tried, so in most.")
        facts.append(Fact(said, share))
    elif case.survives > 0:
        said = mark("It holds in only {share:.0%} of the models, variants and gaps in the data tried.")
        facts.append(Fact(said, share))
    else:
        facts.append(Fact(mark("It holds in none of the models, variants and gaps in the data tried."), {}))
    if case.all_fragile and 0 < case.survives < FAIR:
        # Then there is no assumption on which it depends: it pays in some worlds of any of them.
        facts.append(
            Fact(
                mark("Under none of them does it mostly hold: what it brings comes from some of the simulated worlds.")
            )
        )
    elif case.fragile and not case.all_fragile:
        said = mark("It does not hold under {models}.")
        if case.survives < FAIR:
            said = mark("So it depends on an assumption: it does not hold under {models}.")
        facts.append(Fact(said, {"models": _listed(case.fragile)}))
    return facts


def _listed(models: tuple[str, ...]) -> Fact:
    """Give the names of models as a list in words; the second of a kind is numbered, as in the tables."""
    kind, _, number = models[0].rpartition(" ")
    first = Fact(MODEL_NAMES.get(models[0], models[0]))
    if kind in MODEL_NAMES and number.isdecimal():
        first = Fact(mark("{model} (number {number})"), {"model": Fact(MODEL_NAMES[kind]), "number": number})
    if len(models) == 1:
        return first
    if len(models) == 2:
        return Fact(mark("{first} and {last}"), {"first": first, "last": _listed(models[1:])})
    return Fact(mark("{first}, {rest}"), {"first": first, "rest": _listed(models[1:])})
