"""One blocking pattern found or looked for in one group, and the scene in which patterns are looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.measures.adjacency import clean, pattern
from kiemen.measures.grouping import Grouping, group_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.adoption.adopters import StartingSet
    from kiemen.network import Network
    from kiemen.results import Fact

    Floats = NDArray[np.float64]

WORLDS = 200


@dataclass(frozen=True)
class Pattern:
    """What was seen in one group.

    Parameters
    ----------
    kind
        Name of the pattern.
    group
        The group, or "" for the organisation as a whole.
    people
        How many people the finding is about; small numbers are for the analyst only.
    statistic, expected
        What was seen, and what chance would give; NaN where there is no such number.
    p
        Probability of a value at least so far from chance; NaN where nothing can be tested.
    evidence, action
        The finding and the counter-action, in words.
    ingredient
        Which of the six ingredients of a fire the counter-action feeds.
    members
        Ids of the people it is about, for the analyst. Empty where the subject is barriers: those are per group.
    beside
        On the first of a kind: how many more groups were looked at with nothing to see. They count in the correction
        for many tests.
    """

    kind: str
    group: str
    people: int
    statistic: float
    expected: float
    p: float
    evidence: Fact
    action: Fact
    ingredient: str
    members: tuple[str, ...] = ()
    beside: int = 0


@dataclass(frozen=True, eq=False)
class Scene:
    """What every pattern looks at, made once."""

    network: Network
    relation: str | Sequence[str] | None
    graph: csr_array
    groups: Grouping
    inside: NDArray[np.bool_]
    starters: StartingSet | None
    times: int
    rng: np.random.Generator
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def degree(self) -> NDArray[np.int64]:
        """Number of contacts of everybody, direction ignored."""
        return np.diff(self.graph.indptr).astype(np.int64)

    def chance(self) -> Floats:
        """Give how likely each person is an adopter: 0 or 1 when declared, the share of worlds when drawn by rank."""
        if "chance" not in self.kept:
            values = np.zeros(self.graph.shape[0])
            if self.starters is not None and self.starters.drawn:
                _, places = self.starters.of(np.arange(WORLDS), int(self.rng.integers(2**31)))
                values = np.bincount(places, minlength=len(values)) / WORLDS
            elif self.starters is not None:
                values[self.starters.fixed] = 1.0
            self.kept["chance"] = values
        return np.asarray(self.kept["chance"], dtype=np.float64)

    def standing(self) -> Floats:
        """Give where each person stands: the percentile behind a ranking, or 0 and 1 for declared adopters.

        Tests compare groups on this; the chance of being drawn is so skewed that a few high ranks would hide the rest.
        """
        if self.starters is not None and self.starters.drawn:
            return np.asarray(self.starters.odds / (1.0 + self.starters.odds), dtype=np.float64)
        return self.chance()

    def ids_of(self, places: NDArray[np.int64]) -> tuple[str, ...]:
        """Give the ids at these positions."""
        return tuple(str(person) for person in self.network.ids[places])


def build_scene(
    network: Network,
    *,
    starters: StartingSet | None,
    relation: str | Sequence[str] | None,
    by: str | pd.Series[Any] | None,
    times: int,
    rng: np.random.Generator,
) -> Scene:
    """Gather what the patterns look at: ties without direction, groups, who is inside, who has adopted."""
    graph = pattern(clean(network.adjacency(relation, weight=None, direction="both")))
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    return Scene(network, relation, graph, group_people(network, by), inside, starters, times, rng)
