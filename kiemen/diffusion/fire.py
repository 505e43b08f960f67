"""The fire model: behaviour needs heat from others, goes out without company, and is fed by six ingredients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from kiemen._checks import check_integer, check_number, did_you_mean
from kiemen._portable import Portable
from kiemen.diffusion.base import ASSUMPTION, Added, Counts, Job, Machine, Model, Parameter
from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diffusion.contacts import Contacts

HORIZON = 24
PLAUSIBLE_FACTOR = 1.25
THE_STARTERS = -1


@dataclass(frozen=True)
class Impulse:
    """A moment at which the fire is stoked: people are brought back to the behaviour together.

    Parameters
    ----------
    period
        When (whole period, >= 1).
    people
        Who, by id; empty = the starters of each world.
    chance
        Chance, 0 to 1, that each of them becomes active.

    Examples
    --------
    >>> from kiemen.diffusion.fire import Fire, Impulse
    >>> len(Fire(stoking=[Impulse(3), Impulse(6)]).stoking)
    2
    """

    period: int
    people: tuple[str, ...] = ()
    chance: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a period before the first and a chance that is none."""
        check_integer("period of an impulse", self.period, low=1)
        check_number("chance of an impulse", self.chance, low=0.0, high=1.0)
        object.__setattr__(self, "people", _listed(self.people))


@dataclass(frozen=True)
class Fire(Portable, Model):
    """The fire model: people catch fire from the heat of active contacts and go out without company.

    Answers: "Will the new way of working keep itself going, and which ingredient would make it?" In each period a
    person who is not active takes up the behaviour with chance ``1 − exp(−fuel · ignition · oxygen · (heat / need)^
    reinforcement)`` and an active person drops it with chance ``cooling / (1 + company · heat)``. Heat is the number of
    active contacts (tie weights relative to the mean weight, times the weight of pokers); ``need = threshold ·
    (1 − matches)``. Not for a one-off step that cannot be undone: use a cascade or a threshold there.

    Parameters
    ----------
    ignition
        How readily a person whose heat equals the need takes it up on one occasion (rate per occasion, >= 0). With the
        default, people with some ten contacts are near the tipping point, so that the network decides.
    threshold
        Active contacts at which the heat is full (> 0).
    reinforcement
        How much more than proportionally heat works (>= 1): with 2, twice the active contacts work four times.
    cooling
        Chance per period, 0 to 1, that an active person without active contacts drops it.
    company
        How much each active contact slows that down (>= 0): with 1, one active contact halves it.
    oxygen
        Room that teams get, as a factor on catching fire (>= 0): one number, or a factor per group, others 1.
    matches
        Part by which results that were shown lower the need, 0 up to but not including 1.
    fuel
        Everyday work situations, encounters and meetings in which people see each other, per period (>= 0).
    stoking
        Impulses in time (`Impulse`).
    pokers
        Weight of people who carry more, by person id, in or outside the organisation (>= 0); others 1.
    outside
        How readily people take it up without any active contact, through management, training or the press (rate per
        period, >= 0).

    References
    ----------
    Iacopini, I. et al. (2019). Simplicial models of social contagion (group reinforcement brings a critical mass).
    doi:10.1038/s41467-019-10431-6

    Examples
    --------
    >>> from kiemen.diffusion.fire import Fire
    >>> Fire(matches=0.5).need
    1.0
    """

    ignition: float = 0.01
    threshold: float = 2.0
    reinforcement: float = 2.0
    cooling: float = 0.1
    company: float = 1.0
    oxygen: float | Mapping[str, float] = 1.0
    matches: float = 0.0
    fuel: float = 4.0
    stoking: Sequence[Impulse] = ()
    pokers: Mapping[str, float] = field(default_factory=dict)
    outside: float = 0.0

    name: ClassVar[str] = "fire"
    title: ClassVar[str] = mark("Fire")
    sentence: ClassVar[str] = mark(
        "people take up the behaviour from the heat of active contacts, more than proportionally, and drop it again "
        "sooner without company."
    )

    def __post_init__(self) -> None:
        """Refuse rates and chances out of range, and freeze what could be changed."""
        for name in ("ignition", "company", "fuel", "outside"):
            check_number(name, getattr(self, name), low=0.0)
        check_number("threshold", self.threshold, low=0.0, low_open=True)
        check_number("reinforcement", self.reinforcement, low=1.0)
        check_number("cooling", self.cooling, low=0.0, high=1.0)
        check_number("matches", self.matches, low=0.0, high=1.0, high_open=True)
        object.__setattr__(self, "oxygen", _room(self.oxygen))
        object.__setattr__(self, "pokers", MappingProxyType(_factors("pokers", self.pokers, "weight of poker {!r}")))
        object.__setattr__(self, "stoking", _impulses(self.stoking))

    def __hash__(self) -> int:
        """Hash the parameters; models are keys of what was computed with them."""
        return hash(repr(self))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to other processes as plain values; read-only mappings cannot."""
        oxygen = self.oxygen if isinstance(self.oxygen, (int, float)) else dict(self.oxygen)
        plain = (self.ignition, self.threshold, self.reinforcement, self.cooling, self.company)
        return (Fire, (*plain, oxygen, self.matches, self.fuel, self.stoking, dict(self.pokers), self.outside))

    @property
    def lasting(self) -> bool:  # type: ignore[override]
        """Whether nobody drops out."""
        return self.cooling == 0.0

    @property
    def need(self) -> float:
        """Active contacts at which the heat is full, after the matches."""
        return self.threshold * (1.0 - self.matches)

    @property
    def default_horizon(self) -> int:
        """Two years of months."""
        return HORIZON

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the parameters; each ingredient by its own name."""
        oxygen = self.oxygen
        room = f"{oxygen:g}" if isinstance(oxygen, (int, float)) else ", ".join(f"{k} {v:g}" for k, v in oxygen.items())
        rows = (
            ("ignition", f"{self.ignition:g}", mark("per occasion"),
             mark("how readily a person with full heat takes it up")),
            ("threshold", f"{self.threshold:g}", mark("active contacts"), mark("contacts at which the heat is full")),
            ("reinforcement", f"{self.reinforcement:g}", "",
             mark("how much more than proportionally heat works (1 = proportionally)")),
            ("cooling", f"{self.cooling:g}", mark("chance per period"),
             mark("chance to drop it without active contacts")),
            ("company", f"{self.company:g}", mark("per active contact"),
             mark("how much active contacts keep a person going")),
            ("oxygen", room, mark("factor"), mark("room that teams get to do things differently")),
            ("matches", f"{self.matches:g}", mark("part of the threshold"),
             mark("how far results that are shown lower the threshold")),
            ("fuel", f"{self.fuel:g}", mark("occasions per period"),
             mark("work situations and meetings in which people see each other")),
            ("stoking", str(len(self.stoking)), mark("impulses"),
             mark("moments at which people are brought back together")),
            ("pokers", str(len(self.pokers)), mark("people"), mark("people who carry more weight, in or outside")),
            ("outside", f"{self.outside:g}", mark("per period"),
             mark("how readily people take it up without any active contact")),
        )  # fmt: skip
        return tuple(Parameter(*row, source=ASSUMPTION) for row in rows)

    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> FireMachine:
        """Set the model up on contacts."""
        glow = self._glow(contacts, positions)
        weight = contacts.weight / contacts.weight.mean()
        impulses = [
            (one.period, _place(person, positions, "stoking") if person else THE_STARTERS, one.chance)
            for one in sorted(self.stoking, key=lambda impulse: impulse.period)
            for person in (one.people or ("",))
        ]
        return FireMachine(contacts, self, self._air(contacts), glow, weight, tuple(impulses))

    def _glow(self, contacts: Contacts, positions: Mapping[str, int]) -> NDArray[np.float64]:
        glow = np.ones(contacts.n)
        for person, factor in self.pokers.items():
            glow[_place(person, positions, "pokers")] = factor
        return glow

    def _air(self, contacts: Contacts) -> NDArray[np.float64]:
        if isinstance(self.oxygen, (int, float)):
            return np.full(contacts.n, float(self.oxygen))
        names = contacts.group_names
        for group in self.oxygen:
            if group not in names:
                raise InputError(f"oxygen names the group {group!r}, which is not there.{did_you_mean(group, names)}")
        return np.array([*(self.oxygen.get(name, 1.0) for name in names), 1.0])[contacts.group]

    def plausible(self) -> tuple[Fire, ...]:
        """Give a fire a quarter colder and a quarter hotter, in ignition and in cooling."""
        step = PLAUSIBLE_FACTOR
        return (
            replace(self, ignition=self.ignition / step, cooling=min(self.cooling * step, 1.0)),
            replace(self, ignition=self.ignition * step, cooling=self.cooling / step),
        )

    def levers(self) -> dict[str, Callable[[float], Model]]:
        """Give the ingredients that can be turned: fuel, the need that matches lower, cooling and company."""
        return {
            "fuel": lambda factor: replace(self, fuel=self.fuel * factor),
            "threshold": lambda factor: replace(self, threshold=self.threshold * factor),
            "cooling": lambda factor: replace(self, cooling=min(self.cooling * factor, 1.0)),
            "company": lambda factor: replace(self, company=self.company * factor),
        }

    def reproduction(self, contacts: Contacts, positions: Mapping[str, int] | None = None) -> csr_array | None:
        """Give what one active person lights while alight, one on one, without reinforcement by others."""
        if self.cooling == 0.0:
            return None
        from scipy.sparse import csr_array, diags_array

        rate = self.fuel * self.ignition * self._air(contacts)
        turned = contacts.matrix().T.tocsr()
        glow = self._glow(contacts, positions or {})
        turned.data = (turned.data * glow[turned.indices] / contacts.weight.mean() / self.need) ** self.reinforcement
        lit = diags_array(rate) @ turned
        lit = csr_array(lit)
        lit.data = 1.0 - np.exp(-lit.data)
        return csr_array(lit / self.cooling)


def _listed(people: object) -> tuple[str, ...]:
    if isinstance(people, str) or not isinstance(people, Iterable):
        raise InputError(f"people of an impulse must be a list of ids, such as ['anna', 'bram'], not {people!r}.")
    return tuple(people)


def _room(oxygen: object) -> float | Mapping[str, float]:
    """Give one factor, or a read-only factor per group."""
    if hasattr(oxygen, "items"):
        return MappingProxyType(_factors("oxygen", oxygen, "oxygen of {}"))
    return check_number("oxygen", oxygen, low=0.0)


def _factors(name: str, given: object, what: str) -> dict[str, float]:
    """Give factors by name (a dict or a Series), each 0 or more."""
    if not hasattr(given, "items"):
        raise InputError(f"{name} must be a factor by name, such as {{'a': 2.0}}, not {given!r}.")
    return {key: check_number(what.format(key), factor, low=0.0) for key, factor in given.items()}


def _impulses(given: object) -> tuple[Impulse, ...]:
    """Give the impulses; a bare period or a single impulse is not a list of them."""
    found = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, Impulse) for one in found):
        raise InputError(f"stoking must be a list of impulses, such as [Impulse(3), Impulse(6)], not {given!r}.")
    return found


def _place(person: str, positions: Mapping[str, int], where: str) -> int:
    if person not in positions:
        raise InputError(f"{where} names {person!r}, who is not in the network.{did_you_mean(person, positions)}")
    return positions[person]


@dataclass(frozen=True, eq=False)
class FireMachine(Machine):
    """A fire on given contacts."""

    contacts: Contacts
    model: Fire
    air: NDArray[np.float64]
    glow: NDArray[np.float64]
    weight: NDArray[np.float64]
    impulses: tuple[tuple[int, int, float], ...]

    def run(self, job: Job, added: Added) -> Counts:
        """Run the worlds."""
        from kiemen._kernels.fire import spread_fires

        contacts, model = self.contacts, self.model
        n = contacts.n
        head, following = added.lists(n)
        rate = model.fuel * model.ignition * self.air
        period = np.array([one[0] for one in self.impulses], dtype=np.int64)
        person = np.array([one[1] for one in self.impulses], dtype=np.int64)
        chance = np.array([one[2] for one in self.impulses], dtype=np.float64)
        counts = self.blank(job)
        spread_fires(
            contacts.indptr, contacts.indices, self.weight, head, following, added.target,
            added.weight / contacts.weight.mean(), job.start_ptr, job.starts, job.runs, job.seed, job.horizon,
            contacts.group, self.glow, rate, np.full(n, float(model.need)), float(model.reinforcement),
            np.full(n, float(model.cooling)), float(model.company), period, person, chance,
            float(model.outside),
            job.leave, counts.active, counts.alive, counts.ever,
        )  # fmt: skip
        return counts
