"""How adoption grew: cumulative adoption and hazard per period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_number
from kiemen.adoption.intervals import share_interval
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kiemen.network import Network

EVERYBODY = ""


@dataclass(frozen=True, repr=False, eq=False)
class AdoptionCurve(Result):
    """Adoption and hazard per period, see `profile_adoption`."""

    _plot: ClassVar[str] = "plot_adoption"
    _title: ClassVar[str] = mark("Adoption over time")


def profile_adoption(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    by: str | None = None,
    confidence: float = 0.9,
) -> AdoptionCurve:
    """Profile how adoption grew, period by period, for everybody and per group.

    Answers: "Is it taking off, steady, or dying out, and where?" The hazard is the chance that somebody who had not
    adopted did so in that period; it rises when adoption feeds itself or when something pushes from outside, and the
    curve alone cannot tell which.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    by
        Column of people with communities; None gives everybody together only.
    confidence
        Level of the interval of the hazard.

    Returns
    -------
    AdoptionCurve
        `.table` has one row per group and period (index `period`) with the columns

        group : str - "" for everybody together
        at_risk : int - people who had not adopted before the period
        adopted : int - people who adopted in it
        cumulative : int - people who had adopted by its end
        share : float in [0, 1] - the same as a share of the people known
        rate : float - growth of the number of adopters since the period before, NaN in the first
        hazard, hazard_low, hazard_high : float in [0, 1] - NaN in the first period, where people are counted who
        adopted before it, and once nobody is left to adopt

    Raises
    ------
    TooLittleDataError
        If of nobody is known whether they adopted.
    ColumnError
        If `by` is not a column of people.

    Notes
    -----
    ``hazard(t) = (q(t) - q(t-1)) / (n - q(t-1))`` with q the cumulative number of adopters among the n people known;
    the interval is Wilson's. Cost: linear in people plus periods.

    References
    ----------
    .. [1] Allison, P. (1984). Event History Analysis. Sage.
    .. [2] Valente, T. W. (1995). Network models of the diffusion of innovations. Hampton Press.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcd"), [0], [1])
    >>> profile_adoption(network, times=pd.Series({"a": 1, "b": 2, "c": 2, "d": 3})).table["cumulative"].tolist()
    [1, 3, 4]
    """
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    window = resolve_times(network, times, innovation)
    if not window.known.any():
        raise TooLittleDataError("Of nobody is it known whether they adopted; there is no curve to draw.")
    slots = window.slots
    parts = [_curve(slots[mask], window.periods, name, confidence) for name, mask in _groups(network, window.known, by)]
    table = pd.concat(parts)
    settings = {
        "innovation": window.innovation,
        "first": window.first,
        "last": window.last,
        "by": by,
        "confidence": confidence,
    }
    return AdoptionCurve(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="profile_adoption", settings=settings),
        headline=_headline(parts[0]),
        cautions=_cautions(window),
    )


def _groups(network: Network, known: NDArray[np.bool_], by: str | None) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    yield EVERYBODY, known
    if by is not None:
        groups = network.groups(by)
        for name in sorted(groups[known].dropna().unique()):
            yield str(name), known & (groups == name).to_numpy(dtype=bool)


def hazard_counts(slots: NDArray[np.int64], n_slots: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give per slot how many were at risk and how many adopted; unknown people must be left out before."""
    adopted = np.bincount(slots[slots < n_slots], minlength=n_slots)[:n_slots]
    at_risk = len(slots) - np.concatenate([[0], np.cumsum(adopted)[:-1]])
    return at_risk.astype(np.int64), adopted.astype(np.int64)


def _curve(slots: NDArray[np.int64], periods: pd.RangeIndex, name: str, confidence: float) -> pd.DataFrame:
    at_risk, adopted = hazard_counts(slots, len(periods))
    cumulative = np.cumsum(adopted)
    hazard = np.where(at_risk > 0, adopted / np.maximum(at_risk, 1), np.nan)
    low, high = share_interval(adopted, at_risk, confidence)
    for values in (hazard, low, high):
        values[0] = np.nan
    rate = np.full(len(periods), np.nan)
    before = cumulative[:-1]
    rate[1:][before > 0] = adopted[1:][before > 0] / before[before > 0]
    return pd.DataFrame(
        {
            "group": name,
            "at_risk": at_risk,
            "adopted": adopted,
            "cumulative": cumulative,
            "share": cumulative / len(slots),
            "rate": rate,
            "hazard": hazard,
            "hazard_low": low,
            "hazard_high": high,
        },
        index=periods,
    )


def _headline(curve: pd.DataFrame) -> tuple[Fact, ...]:
    last = curve.iloc[-1]
    said = [
        Fact(
            mark("{adopted} of {n:# person|# people} ({share:.0%}) had adopted by period {period}."),
            {
                "adopted": int(last["cumulative"]),
                "n": int(curve["at_risk"].iloc[0]),
                "share": float(last["share"]),
                "period": int(curve.index[-1]),
            },
        )
    ]
    hazard = curve["hazard"]
    if hazard.notna().any() and hazard.max() > 0:
        peak = int(np.nanargmax(hazard.to_numpy(dtype=np.float64)))
        said.append(
            Fact(
                mark("The hazard was highest in period {period}: {hazard:.0%} of those left adopted."),
                {"period": int(curve.index[peak]), "hazard": float(hazard.iloc[peak])},
            )
        )
    return tuple(said)


def _cautions(window: AdoptionTimes) -> tuple[Fact, ...]:
    found = []
    first = int((window.slots[window.known] == 0).sum())
    if first:
        found.append(
            Fact(
                mark("{n:# person|# people} adopted in the first period or before it; that period has no hazard."),
                {"n": first},
            )
        )
    unknown = int(window.inside.sum() - window.known.sum())
    if unknown:
        found.append(
            Fact(
                mark("Of {n:# person|# people} it is unknown whether they adopted; they are left out."), {"n": unknown}
            )
        )
    return tuple(found)
