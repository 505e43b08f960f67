"""Moran's I over time: whether adopters lie close together in the network, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_rng
from kiemen.adoption.contacts import DIRECTIONS
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.i18n import mark
from kiemen.measures.autocorrelation import inverse_distance, moran, row_normalised
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.network import Network

NEARNESS = ("ties", "distance")


@dataclass(frozen=True, repr=False, eq=False)
class AdoptionClustering(Result):
    """Moran's I of adoption per period, see `profile_clustering`."""

    _plot: ClassVar[str] = "plot_clustering"
    _title: ClassVar[str] = mark("Do adopters lie together?")


def profile_clustering(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    direction: str = "out",
    nearness: str = "ties",
    steps: int | None = None,
    permutations: int = 999,
    rng: int | np.random.Generator | None = 0,
) -> AdoptionClustering:
    """Profile per period whether adopters lie together in the network.

    Answers: "Are the adopters an island, or all over the place?" Lying together comes from likeness and shared
    circumstances as much as from passing it on.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    relation, direction
        Ties that count, as in `score_exposure`.
    nearness
        "ties" compares with direct contacts; "distance" with everybody who can be reached, weighted by one over the
        number of steps (at most 5,000 people).
    steps
        With "distance", the longest path that counts; None for all. Published values with approximate geodesics stop
        at 6.
    permutations
        Number of shuffles for the permutation p-value; 0 for none.
    rng
        Seed or generator.

    Returns
    -------
    AdoptionClustering
        `.table` (index `period`) has the columns

        moran, expected, sd : float - I of having adopted by then, its mean and spread when adoption is shuffled
        p_normal : float - two-sided, normal curve; p : float - one-sided, by shuffling (prefer this one)

        NaN in periods in which nobody or everybody had adopted: there is nothing to compare.

    Raises
    ------
    InputError
        If a setting does not exist, or "distance" is asked for too many people.

    Notes
    -----
    ``I = (n / sum w)(z' W z) / (z' z)`` with rows of W scaled to one; the spread is that under randomisation (Cliff and
    Ord). People of whom it is unknown whether they adopted are left out. Cost: ties times periods times permutations.

    References
    ----------
    .. [1] Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika, 37, 17-23. doi:10.2307/2332142
    .. [2] Cliff, A. D. & Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ring = np.arange(20)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], ring, (ring + 1) % 20, directed=False)
    >>> times = pd.Series(1.0 + (ring >= 10), index=network.ids)
    >>> profile_clustering(network, times=times, permutations=0).table.loc[1, "moran"].round(2)
    np.float64(0.8)
    """
    check_choice("direction", direction, DIRECTIONS)
    check_choice("nearness", nearness, NEARNESS)
    permutations = check_integer("permutations", permutations, low=0)
    generator = check_rng(rng)
    window = resolve_times(network, times, innovation)
    matrix = network.adjacency(relation, weight=None, direction=direction)
    weights = row_normalised(matrix) if nearness == "ties" else inverse_distance(matrix, steps=steps)
    numbers = np.where(window.known, window.slots.astype(np.float64), np.nan)
    rows = []
    for slot in range(len(window.periods)):
        found = moran(weights, np.where(np.isnan(numbers), np.nan, numbers <= slot), times=permutations, rng=generator)
        rows.append((found.value, found.expected, found.sd, found.p_normal, found.p))
    table = pd.DataFrame(rows, index=window.periods, columns=["moran", "expected", "sd", "p_normal", "p"])
    settings = {
        "innovation": window.innovation,
        "relation": relation,
        "direction": direction,
        "nearness": nearness,
        "steps": steps,
        "permutations": permutations,
    }
    return AdoptionClustering(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="profile_clustering", settings=settings),
        headline=_headline(table, "p" if permutations else "p_normal"),
    )


def _headline(table: pd.DataFrame, column: str) -> tuple[Fact, ...]:
    seen = table.dropna(subset=["moran"])
    if seen.empty:
        return (Fact(mark("In no period had some adopted and others not; there is nothing to compare.")),)
    together = seen[(seen[column] < 0.05) & (seen["moran"] > seen["expected"])]
    return (
        Fact(
            mark("In {n} of {all:# period|# periods} adopters lie together more than chance would give."),
            {"n": len(together), "all": len(seen)},
        ),
    )
