"""Steps of a plan of any form, replayed together: ties that come and people who take part from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diffusion.base import Added
from kiemen.suggest.growth import Field, Worlds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.results import Fact


@dataclass(frozen=True, eq=False)
class Step:
    """One thing to do.

    Parameters
    ----------
    strategy, form
        Where it stands on the menu, and what it is.
    label
        Name in the part it comes from, for a stable order.
    people
        Positions of those who are asked.
    ties
        Ties that would come, as pairs of positions.
    starters
        Positions of people who would take part from the start.
    hope
        Extra adopters that its own part expects of it.
    facts
        What is said about it, without what it brings.
    joins
        The initiative that is joined, "" for none.
    """

    strategy: str
    form: str
    label: str
    people: tuple[int, ...]
    ties: NDArray[np.int64]
    starters: tuple[int, ...]
    hope: float
    facts: tuple[Fact, ...]
    joins: str = ""


class StepField(Field):
    """One model on one network, on which steps are replayed: a plan is a list of their numbers.

    Parameters
    ----------
    field
        Model and network.
    steps
        The steps.
    """

    def __init__(self, field: Field, steps: Sequence[Step]) -> None:
        super().__init__(field.engine, field.positions)
        self.steps = steps

    def sizes(self, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
        """Give adopters at the horizon per world when the steps with these numbers are taken."""
        chosen = [self.steps[k] for k in plan.ravel().tolist()]
        ties = np.concatenate([np.empty((0, 2), np.int64), *(step.ties for step in chosen)])
        joining = np.unique(np.array([one for step in chosen for one in step.starters], dtype=np.int32))
        added = self.engine.arcs(ties) if len(ties) else Added.none()
        return self.after(worlds, added, joining)
