"""Thresholds: how much of the contacts had adopted when somebody did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer
from kiemen.adoption.categories import valente_classes
from kiemen.adoption.contacts import DIRECTIONS, contacts_per_slot, silent_people
from kiemen.adoption.exposure import attribute_values, exposure_array, lagged
from kiemen.adoption.times import UNKNOWN, AdoptionTimes, resolve_times
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.adoption.contacts import Contacts
    from kiemen.network import Network

LEVELS = ("very low", "low", "high", "very high")


@dataclass(frozen=True, repr=False, eq=False)
class Thresholds(Result):
    """Exposure of each person at the moment of adoption, see `score_thresholds`."""

    _plot: ClassVar[str] = "plot_thresholds"
    _title: ClassVar[str] = mark("Thresholds")


def score_thresholds(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str = "out",
    contacts: Contacts | None = None,
    attribute: str | pd.Series | pd.DataFrame | None = None,
    lags: int = 0,
    strict: bool = False,
) -> Thresholds:
    """Score the exposure at which each person adopted.

    Answers: "Who went first in her own circle, and who waited until nearly everybody around her had?" Read it as
    an upper bound: adoption is seen once per period, so somebody may have decided earlier, at lower exposure [2]_.
    Do not use thresholds as an outcome in a regression; test them against rewired networks instead
    (`check_structure`).

    Parameters
    ----------
    network, innovation, times, relation, weight, direction, contacts, attribute
        As in `score_exposure`.
    lags
        0 takes the exposure in the period of adoption itself (contacts who adopt in the same period count), 1 the
        exposure one period before.
    strict
        True leaves people unknown who adopted in the first period: they may have adopted before the window, so their
        exposure at that moment was not seen. False keeps them, as published values do; the column `left_censored`
        tells who they are.

    Returns
    -------
    Thresholds
        `.table` has one row per person with the columns

        time : float - period of adoption, inf for not adopted, NaN for unknown
        threshold : float in [0, 1] - exposure at adoption, NaN for whoever did not adopt or is unknown
        level : str - "very low", "low", "high", "very high" after Valente, "" without a threshold or if all are equal
        contacts : float >= 0 - (weighted) number of contacts at adoption
        left_censored : bool - adopted in the first period

    Raises
    ------
    InputError
        If the times, direction or matrices do not fit the network.

    See Also
    --------
    kiemen.adoption.exposure.score_exposure : Exposure in every period.

    Notes
    -----
    ``tau_i = E_i(toa_i - lags)``. With `lags` of 1 or more, first-period adopters have no exposure and are NaN. Cost:
    one pass over the ties, also at millions of people.

    References
    ----------
    .. [1] Valente, T. W. (1996). Social network thresholds in the diffusion of innovations. Social Networks, 18,
       69-89. doi:10.1016/0378-8733(95)00256-1
    .. [2] Berry, G., Cameron, C. J., Park, P. & Macy, M. (2019). The opacity problem in social contagion. Social
       Networks, 56, 93-101. doi:10.1016/j.socnet.2018.09.001

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(["a", "b", "c"], [0, 0], [1, 2])
    >>> score_thresholds(network, times=pd.Series({"a": 2, "b": 1, "c": 3})).table["threshold"].tolist()
    [0.5, 0.0, 0.0]
    """
    check_choice("direction", direction, DIRECTIONS)
    lags = check_integer("lags", lags, low=0)
    window = resolve_times(network, times, innovation)
    n_nodes, periods = len(window.times), window.periods
    silent = np.zeros(n_nodes, dtype=bool)
    if contacts is None:
        contacts = network.adjacency(relation, weight=weight, direction=direction)
        silent = silent_people(network, relation, direction, n_nodes)
    matrices = contacts_per_slot(contacts, window.first, len(periods), n_nodes)
    values = attribute_values(network, attribute, periods)
    threshold, degree = threshold_arrays(matrices, window.slots, len(periods), values, lags)
    first = window.slots == 0
    threshold[silent | (first if strict else np.zeros(n_nodes, dtype=bool))] = np.nan
    table = pd.DataFrame(
        {
            "time": window.times,
            "threshold": threshold,
            "level": valente_classes(threshold, LEVELS),
            "contacts": degree,
            "left_censored": first,
        },
        index=window.times.index,
    )
    settings = {
        "innovation": window.innovation,
        "first": window.first,
        "last": window.last,
        "relation": relation,
        "weight": weight,
        "direction": direction,
        "lags": lags,
        "strict": strict,
    }
    return Thresholds(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_thresholds", settings=settings),
        headline=_headline(threshold, degree),
        cautions=_cautions(first, strict=strict),
    )


def threshold_arrays(
    matrices: Sequence[csr_array],
    slots: NDArray[np.int64],
    n_slots: int,
    attribute: NDArray[np.float64] | None,
    lags: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give exposure at adoption and the number of contacts then; NaN where nobody adopted."""
    adopted = (slots >= 0) & (slots < n_slots)
    threshold = np.full(len(slots), np.nan)
    degree = np.full(len(slots), np.nan)
    one = all(matrix is matrices[0] for matrix in matrices)
    if one and (attribute is None or attribute.ndim == 1):
        shares, totals = _exposure_at(matrices[0], slots, slots - lags, attribute)
        threshold[adopted], degree[adopted] = shares[adopted], totals[adopted]
    else:
        full = lagged(exposure_array(matrices, slots, n_slots, attribute), lags)
        rows = np.flatnonzero(adopted)
        threshold[rows] = full[rows, slots[rows]]
        for slot in np.unique(slots[rows]):
            mine = rows[slots[rows] == slot]
            degree[mine] = (matrices[max(slot - lags, 0)] @ np.ones(len(slots)))[mine]
    threshold[adopted & (slots - lags < 0)] = np.nan
    return threshold, degree


def _exposure_at(
    matrix: csr_array, slots: NDArray[np.int64], moments: NDArray[np.int64], attribute: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exposure of each person at one moment of her own, in one pass over the ties."""
    n_nodes = len(slots)
    rows = np.repeat(np.arange(n_nodes, dtype=np.int32), np.diff(matrix.indptr))
    theirs = slots[matrix.indices]
    worth = matrix.data * (theirs != UNKNOWN)
    if attribute is not None:
        worth = worth * np.nan_to_num(attribute)[matrix.indices]
    below = np.bincount(rows, worth, n_nodes)
    above = np.bincount(rows, worth * (theirs <= moments[rows]), n_nodes)
    totals = np.asarray(matrix @ np.ones(n_nodes))
    shares = np.divide(above, below, out=np.zeros(n_nodes), where=below > 0)
    shares[(totals > 0) & (below <= 0)] = np.nan
    return shares, totals


def _headline(threshold: NDArray[np.float64], degree: NDArray[np.float64]) -> tuple[Fact, ...]:
    seen = threshold[np.isfinite(threshold)]
    if not len(seen):
        return (Fact(mark("No thresholds: nobody's adoption was seen together with contacts.")),)
    alone = int(((threshold == 0) & (degree > 0)).sum())
    return (
        Fact(
            mark("On average {share:.0%} of the contacts had adopted when somebody did ({n:# adopter|# adopters})."),
            {"share": float(seen.mean()), "n": len(seen)},
        ),
        Fact(mark("{n} of them {n:was|were} the first in their own circle."), {"n": alone}),
    )


def _cautions(first: NDArray[np.bool_], *, strict: bool) -> tuple[Fact, ...]:
    found = [Fact(mark("A threshold is an upper bound: adoption is seen once per period."))]
    if first.any() and not strict:
        found.append(
            Fact(
                mark(
                    "{n:# person|# people} adopted in the first period or before it; their thresholds are too low "
                    "to trust."
                ),
                {"n": int(first.sum())},
            )
        )
    return tuple(found)
