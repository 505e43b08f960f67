"""Several models at once: each world follows one of them, so that what is not known shows in the bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from kiemen.diffusion.base import Added, Counts, Job, Machine, Model, Parameter
from kiemen.diffusion.models import resolve_models
from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kiemen.diffusion.contacts import Contacts


@dataclass(frozen=True)
class Mixture(Model):
    """Worlds that follow different models or parameters in turn.

    Answers: "What if I do not know the rates, or even which model holds?" World r follows model r modulo their number,
    so every model gets the same number of worlds and the bands hold the uncertainty about them.

    Parameters
    ----------
    models
        The models (at least one), all with adopters who stay or all with relapse.

    Examples
    --------
    >>> from kiemen.diffusion.cascade import IndependentCascade
    >>> Mixture((IndependentCascade(0.05), IndependentCascade(0.2))).lasting
    True
    """

    models: tuple[Model, ...]

    name: ClassVar[str] = "mixture"
    title: ClassVar[str] = mark("Several models")
    sentence: ClassVar[str] = mark("each world follows one of the models below, in turn.")

    def __post_init__(self) -> None:
        """Refuse nothing, and models that cannot be read on one scale."""
        object.__setattr__(self, "models", resolve_models("models", self.models))
        if not self.models:
            raise InputError("models: give at least one.")
        if len({model.lasting for model in self.models}) > 1:
            raise InputError("models: adopters stay in some and drop out in others; forecast them apart.")

    @property
    def lasting(self) -> bool:  # type: ignore[override]
        """Whether who joins stays."""
        return self.models[0].lasting

    @property
    def default_horizon(self) -> int | None:
        """Give the longest of the models; None (until nothing changes) only when all say so."""
        known = [model.default_horizon for model in self.models if model.default_horizon is not None]
        return max(known) if known else None

    def parameters(self) -> tuple[Parameter, ...]:
        """Give the parameters of all models."""
        return tuple(one for model in self.models for one in model.parameters())

    def plausible(self) -> tuple[Model, ...]:
        """Give the models themselves."""
        return self.models

    def machine(self, contacts: Contacts, positions: Mapping[str, int]) -> MixtureMachine:
        """Set all models up."""
        return MixtureMachine(contacts, tuple(model.machine(contacts, positions) for model in self.models))


@dataclass(frozen=True, eq=False)
class MixtureMachine(Machine):
    """Several models on the same contacts."""

    contacts: Contacts
    machines: tuple[Machine, ...]

    def run(self, job: Job, added: Added) -> Counts:
        """Run every world on the machine it belongs to."""
        total = self.blank(job)
        kind = job.runs % len(self.machines)
        for number, machine in enumerate(self.machines):
            rows = np.flatnonzero(kind == number)
            if rows.size == 0:
                continue
            piece = machine.run(_pick(job, rows), added)
            total.active[rows] = piece.active
            total.alive[:] += piece.alive
            total.ever[:] += piece.ever
        return total


def _pick(job: Job, rows: NDArray[np.int64]) -> Job:
    if job.start_ptr.size == 2:
        ptr, starts = job.start_ptr, job.starts
    else:
        parts = [job.starts[job.start_ptr[row] : job.start_ptr[row + 1]] for row in rows.tolist()]
        ptr = np.concatenate([[0], np.cumsum([part.size for part in parts])]).astype(np.int64)
        starts = np.concatenate(parts)
    return Job(ptr, starts, job.runs[rows], job.seed, job.horizon, job.columns, job.leave)
