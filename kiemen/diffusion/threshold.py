"""Thresholds: people join once enough of their contacts have, with a little noise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from kiemen._checks import check_number
from kiemen.diffusion.base import ASSUMPTION, Added, Counts, Job, Machine, Model, Parameter
from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from kiemen.diffusion.contacts import Contacts

NOISY_HORIZON = 24


@dataclass(frozen=True)
class Threshold(Model):
    """Complex contagion: a person joins once enough contacts have.

    Answers: "What if people need to see it with several colleagues?" The need is the larger of a number of contacts and
    a share of one's contacts. A little noise, in which people with too few active contacts join all the same, decides
    whether long ties help or hinder: vary it.

    Parameters
    ----------
    contacts
        Active contacts needed at least (>= 0; in units of tie weight if weights are used).
    share
        Share of a person's contacts needed at least, 0 to 1.
    spread
        How much the share differs between people, 0 to 1: each world draws it evenly from share ± spread.
    noise
        Chance per period, 0 to 1, that a person with at least one active contact, but too few, joins all the same.

    References
    ----------
    Centola, D. & Macy, M. (2007). Complex contagions and the weakness of long ties. doi:10.1086/521848
    Beaman, L., BenYishay, A., Magruder, J. & Mobarak, A. M. (2021). Can network theory-based targeting increase
    technology adoption? doi:10.1257/aer.20200295
    Eckles, D., Mossel, E., Rahimian, M. A. & Sen, S. (2024). Long ties accelerate noisy threshold-based contagions.
    doi:10.1038/s41562-024-01865-0

    Examples
    --------
    >>> from kiemen.diffusion.threshold import Threshold
    >>> Threshold(contacts=2, noise=0.0).default_horizon is None
    True
    """

    contacts: float = 2.0
    share: float = 0.0
    spread: float = 0.0
    noise: float = 0.01

    name: ClassVar[str] = "threshold"
    title: ClassVar[str] = mark("Threshold")
    sentence: ClassVar[str] = mark("a person joins once enough contacts have; who joins, stays.")

    def __post_init__(self) -> None:
        """Refuse needs and chances out of range."""
        check_number("contacts", self.contacts, low=0.0)
        check_number("share", self.share, low=0.0, high=1.0)
        check_number("spread", self.spread, low=0.0, high=1.0)
        check_number("noise", self.noise, low=0.0, high=1.0)
        if self.contacts == 0.0 and self.share == 0.0 and self.spread == 0.0:
            raise InputError("contacts and share are both 0: then everybody joins at the first contact; set one.")

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the parameters."""
        two = mark("two sources were needed in a field trial in 200 villages (Beaman et al. 2021)")
        return (
            Parameter("contacts", f"{self.contacts:g}", mark("contacts"), mark("active contacts needed at least"), two),
            Parameter(
                "share", f"{self.share:g}", mark("of the contacts"), mark("share of contacts needed at least"),
                ASSUMPTION,
            ),
            Parameter(
                "spread", f"{self.spread:g}", mark("of the contacts"), mark("how much people differ in that share"),
                ASSUMPTION,
            ),
            Parameter(
                "noise", f"{self.noise:g}", mark("chance per period"),
                mark("chance to join with too few active contacts, but at least one"), ASSUMPTION,
            ),
        )  # fmt: skip

    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> ThresholdMachine:
        """Set the model up on contacts."""
        del positions
        low, high = max(self.share - self.spread, 0.0), min(self.share + self.spread, 1.0)
        return ThresholdMachine(contacts, float(self.contacts), low, high, float(self.noise))

    def plausible(self) -> tuple[Threshold, ...]:
        """Give half and twice the noise, and an eighth more or less of the share."""
        if self.noise == 0.0 and self.share == 0.0:
            return ()
        return (
            replace(self, noise=self.noise / 2.0, share=min(self.share * 1.125, 1.0)),
            replace(self, noise=min(self.noise * 2.0, 1.0), share=self.share / 1.125),
        )

    def levers(self) -> dict[str, Callable[[float], Model]]:
        """Give the contacts and the share that are needed, and the noise, where they are not 0."""
        turns: dict[str, Callable[[float], Model]] = {
            "contacts": lambda factor: replace(self, contacts=self.contacts * factor),
            "share": lambda factor: replace(self, share=min(self.share * factor, 1.0)),
            "noise": lambda factor: replace(self, noise=min(self.noise * factor, 1.0)),
        }
        return {name: turn for name, turn in turns.items() if getattr(self, name) > 0.0}

    @property
    def default_horizon(self) -> int | None:
        """Two years of months when there is noise (it never rests), else until nothing changes."""
        return NOISY_HORIZON if self.noise > 0.0 else None


@dataclass(frozen=True, eq=False)
class ThresholdMachine(Machine):
    """Thresholds on given contacts."""

    contacts: Contacts
    at_least: float
    share_low: float
    share_high: float
    noise: float

    def run(self, job: Job, added: Added) -> Counts:
        """Run the worlds."""
        return self._spread(job, added, np.empty((0, self.contacts.n), np.uint16))

    def joining(self, job: Job) -> tuple[Counts, NDArray[np.uint16]]:
        """Run the worlds as things are, and give besides in which period everybody joins: worlds x people."""
        from kiemen._kernels.threshold import NOT_AT_ALL

        when = np.full((job.runs.size, self.contacts.n), NOT_AT_ALL, np.uint16)
        return self._spread(job, Added.none(), when), when

    def _spread(self, job: Job, added: Added, when: NDArray[np.uint16]) -> Counts:
        from kiemen._kernels.threshold import spread_thresholds

        contacts = self.contacts
        low, high = self.needs(self.total(added))
        head, following = added.lists(contacts.n)
        counts = self.blank(job)
        spread_thresholds(
            contacts.indptr, contacts.indices, contacts.weight, head, following, added.target, added.weight,
            job.start_ptr, job.starts, job.runs, job.seed, job.horizon, contacts.group, low, high, self.noise,
            counts.active, counts.alive, when,
        )  # fmt: skip
        counts.ever[:] = counts.alive
        return counts

    def total(self, added: Added) -> NDArray[np.float64]:
        """Give the weight of all contacts of each person."""
        total = self.contacts.in_weight
        if added.source.size:
            total = total + np.bincount(added.target, weights=added.weight, minlength=self.contacts.n)
        return total

    def needs(self, total: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the least and the most weight of active contacts that people with these contacts may need."""
        return np.maximum(total * self.share_low, self.at_least), np.maximum(total * self.share_high, self.at_least)
