"""Independent cascade: every new adopter gets one chance to win over each contact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from kiemen._checks import check_choice, check_number
from kiemen.diffusion.base import ASSUMPTION, Added, Counts, Job, Machine, Model, Parameter
from kiemen.diffusion.contacts import LANES
from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diffusion.contacts import Contacts

DEFAULT_CHANCE = 0.1
PLAUSIBLE_FACTOR = 1.5
GIVEN, WEIGHTED = "given", "weighted"


@dataclass(frozen=True)
class IndependentCascade(Model):
    """Simple contagion: every new adopter gets one chance to win over each contact.

    Answers: "What if hearing it once from one colleague can be enough?" Good for news, tips and easy, riskless steps.
    Not for behaviour that needs the company of several others: use `Threshold` or `Fire`.

    Parameters
    ----------
    probability
        Chance per contact, 0 to 1: a number (the same for every tie), "weighted" (1 divided by the number of ties
        into the person: everybody can be persuaded once on average) or "given" (the weight of each tie is its chance).

    References
    ----------
    Kempe, D., Kleinberg, J. & Tardos, É. (2003). Maximizing the spread of influence. doi:10.1145/956750.956769

    Examples
    --------
    >>> from kiemen.diffusion.cascade import IndependentCascade
    >>> print(IndependentCascade(0.2).describe("en").splitlines()[0])
    Independent cascade: each new adopter gets one chance to win over each contact; who joins, stays.
    """

    probability: float | str = DEFAULT_CHANCE

    name: ClassVar[str] = "cascade"
    title: ClassVar[str] = mark("Independent cascade")
    sentence: ClassVar[str] = mark("each new adopter gets one chance to win over each contact; who joins, stays.")

    def __post_init__(self) -> None:
        """Refuse a probability outside 0 to 1."""
        if isinstance(self.probability, str):
            check_choice("probability", self.probability, (GIVEN, WEIGHTED))
        else:
            check_number("probability", self.probability, low=0.0, high=1.0)

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the one parameter."""
        meaning = {
            GIVEN: mark("the weight of each tie is the chance that it carries the behaviour"),
            WEIGHTED: mark("one divided by the number of ties into a person"),
        }.get(str(self.probability), mark("chance that a new adopter wins over one contact"))
        source = ASSUMPTION if not isinstance(self.probability, str) else mark("as the analyst asked")
        return (Parameter("probability", str(self.probability), mark("per tie, once"), meaning, source),)

    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> CascadeMachine:
        """Set the model up on contacts."""
        del positions
        return CascadeMachine(contacts, self.probability, arc_chances(contacts, self.probability))

    def plausible(self) -> tuple[IndependentCascade, ...]:
        """Give a chance a third lower and a half higher; probabilities that were given have no variants."""
        if isinstance(self.probability, str):
            return ()
        low = float(self.probability) / PLAUSIBLE_FACTOR
        return (replace(self, probability=low), replace(self, probability=min(1.0, low * PLAUSIBLE_FACTOR**2)))

    def levers(self) -> dict[str, Callable[[float], Model]]:
        """Give the chance per contact, where it is one number."""
        if isinstance(self.probability, str):
            return {}
        chance = float(self.probability)
        return {"probability": lambda factor: replace(self, probability=min(chance * factor, 1.0))}

    def reproduction(self, contacts: Contacts, positions: Mapping[str, int] | None = None) -> csr_array:
        """Give the chance per arc: what one new adopter brings, target by source."""
        from scipy.sparse import csr_array

        del positions
        chance = arc_chances(contacts, self.probability)
        data = np.full(contacts.n_arcs, chance[0]) if chance.size == 1 else chance.astype(np.float64)
        forward = csr_array((data, contacts.indices, contacts.indptr), shape=(contacts.n, contacts.n))
        return csr_array(forward.T)


def arc_chances(contacts: Contacts, probability: float | str) -> NDArray[np.float32]:
    """Give the chance of each arc, or one for all."""
    if probability == WEIGHTED:
        return (1.0 / np.maximum(contacts.in_degree, 1)).astype(np.float32)[contacts.indices]
    if probability == GIVEN:
        weight = contacts.weight
        if weight.size == 1 and contacts.n_arcs > 1:
            raise InputError('probability="given" takes the tie weights as chances: pass weight="weight" as well.')
        if (weight > 1.0).any():
            raise InputError(
                f"probability='given': {int((weight > 1.0).sum())} tie weights are above 1 (largest {weight.max():g}), "
                "so they are no probabilities; give chances as weights, or a single probability."
            )
        return weight.astype(np.float32)
    return np.full(1, float(probability), np.float32)


def bars_of(chance: NDArray[np.float32]) -> NDArray[np.uint32]:
    """Turn chances into the highest 32-bit number at which an arc carries.

    Empty when none ever does, one number when all are alike, else one per arc and room for the last whole lanes.
    """
    if chance.size == 1 and chance[0] <= 0.0:
        return np.empty(0, np.uint32)
    bars = np.zeros(chance.size + (LANES if chance.size > 1 else 0), np.uint32)
    bars[: chance.size] = np.maximum(np.ceil(chance.astype(np.float64) * 4294967296.0) - 1.0, 0.0)
    return bars


@dataclass(frozen=True, eq=False)
class CascadeMachine(Machine):
    """An independent cascade on given contacts."""

    contacts: Contacts
    probability: float | str
    chance: NDArray[np.float32]

    @cached_property
    def bars(self) -> NDArray[np.uint32]:
        """What the kernel compares its 32 random bits with."""
        return bars_of(self.chance)

    def run(self, job: Job, added: Added) -> Counts:
        """Run the worlds."""
        from kiemen._kernels.cascade import spread_cascades

        contacts = self.contacts
        chance, extra = self._chances(added)
        bars = self.bars if chance is self.chance else bars_of(chance)
        head, following = added.lists(contacts.n)
        counts = self.blank(job)
        reached = np.zeros(contacts.n, np.int32)
        spread_cascades(
            contacts.indptr, contacts.padded, bars, contacts.most_arcs, head, following, added.target, extra,
            job.start_ptr, job.starts, job.runs, job.seed, job.horizon, contacts.group_or_none, counts.active, reached,
        )  # fmt: skip
        counts.alive[:] = reached
        counts.ever[:] = reached
        return counts

    def _chances(self, added: Added) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Give the chances of old and new arcs; under "weighted" a new tie lowers the chance of the older ones."""
        if added.source.size == 0:
            return self.chance, np.empty(0)
        if self.probability == GIVEN:
            return self.chance, np.minimum(added.weight, 1.0)
        if self.probability != WEIGHTED:
            return self.chance, np.full(added.source.size, float(self.chance[0]))
        contacts = self.contacts
        degree = contacts.in_degree + np.bincount(added.target, minlength=contacts.n)
        new = (1.0 / np.maximum(degree, 1)).astype(np.float32)
        chance = self.chance.copy()
        ptr, _, places = contacts.reverse
        for person in np.unique(added.target).tolist():
            chance[places[ptr[person] : ptr[person + 1]]] = new[person]
        return chance, new[added.target].astype(np.float64)
