"""Additive hazard: what comes from outside, and what each contact who has adopted adds."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_number
from kiemen.adoption.contacts import still_contacts
from kiemen.adoption.counts import adopted_contacts, tabulate
from kiemen.adoption.hazards import HOMOPHILY
from kiemen.adoption.profiles import maximise, profile_interval, ratio_p
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import NoSignalWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

LEVELS = ("period", "constant")
#: A rate from outside at which everybody left adopts at once: far above any that can be told from infinity.
ENDLESS = 1e5
SEARCHES = 100


@dataclass(frozen=True, repr=False, eq=False)
class AdditiveHazard(Result):
    """Rates of adoption from outside and per contact, see `fit_additive_hazard`.

    Parameters
    ----------
    peer
        Rate that one adopted contact adds, per period.
    peer_low, peer_high
        Its profile-likelihood interval.
    p
        p-value of no peer rate.
    peer_share
        Share of the later adoptions that the fit lays with contacts.
    log_likelihood
        Height of the likelihood.
    events
        Adoptions after the first period.
    """

    _plot: ClassVar[str] = "plot_additive_hazard"
    _title: ClassVar[str] = mark("From outside or from contacts")

    peer: float = np.nan
    peer_low: float = np.nan
    peer_high: float = np.nan
    p: float = np.nan
    peer_share: float = np.nan
    log_likelihood: float = np.nan
    events: int = 0


@dataclass(frozen=True)
class Tabulated:
    """Person-periods counted by level and number of adopted contacts, with the likelihood of a peer rate."""

    level: NDArray[np.int64]
    contacts: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    events: NDArray[np.float64]

    def outside(self, peer: float) -> NDArray[np.float64]:
        """Give the best rate from outside per level, given the rate per contact: the root of a falling function."""
        events = np.bincount(self.level, self.events)
        rest = np.bincount(self.level, self.at_risk - self.events, len(events))
        open_ended = rest <= 0
        low = np.zeros(len(events))
        # Without contacts this is the root itself; contacts only lower it.
        high = np.where(open_ended, 2 * ENDLESS, np.log1p(events / np.where(open_ended, 1.0, rest)))
        nothing = self._slopes(np.full(len(events), 1e-14), peer)[0] <= 0
        settled = nothing | open_ended
        rate = high
        for _ in range(SEARCHES):
            slope, bend = self._slopes(rate, peer)
            up = slope > 0
            low, high = np.where(up, rate, low), np.where(up, high, rate)
            step = rate - np.divide(slope, bend, out=np.zeros_like(slope), where=bend < 0)
            following = np.where((step >= low) & (step <= high), step, (low + high) / 2)
            if (settled | (np.abs(following - rate) <= 1e-14 * following)).all():
                break
            rate = following
        return np.where(nothing, 0.0, np.where(open_ended, 2 * ENDLESS, rate))

    def _slopes(self, outside: NDArray[np.float64], peer: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give first and second derivative of the log likelihood in the rates from outside."""
        has = self.events > 0
        rate = np.clip(outside[self.level[has]] + peer * self.contacts[has], 1e-14, 700)
        gain = self.events[has] / np.expm1(rate)
        first = np.bincount(self.level[has], gain, len(outside)) - np.bincount(
            self.level, self.at_risk - self.events, len(outside)
        )
        second = -np.bincount(self.level[has], gain / -np.expm1(-rate), len(outside))
        return np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)

    def log_likelihood(self, outside: NDArray[np.float64], peer: float) -> float:
        """Give the log likelihood; minus infinity where an adoption had no possible source."""
        rate = outside[self.level] + peer * self.contacts
        has = self.events > 0
        if (rate[has] <= 0).any():
            return -np.inf
        return float(self.events[has] @ np.log(-np.expm1(-rate[has])) - (self.at_risk - self.events) @ rate)

    def profile(self, peer: float) -> float:
        """Give the log likelihood with the rates from outside at their best."""
        return self.log_likelihood(self.outside(peer), peer)


def fit_additive_hazard(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str = "out",
    contacts: csr_array | None = None,
    level: str = "period",
    confidence: float = 0.9,
) -> AdditiveHazard:
    """Fit how much of adoption comes from outside and how much each adopted contact adds.

    Answers: "Is management doing this, or does it pass from colleague to colleague?" The rate per contact can be used
    as it is in simulations. It takes every adoption next to an adopter as possible contagion: what makes colleagues
    alike is counted as peer rate too, so read it as an upper bound.

    Parameters
    ----------
    network, innovation, times, relation, weight, direction, contacts
        As in `score_exposure`; contacts do not move here.
    level
        "period" lets the rate from outside differ per period (campaigns, training days), "constant" keeps it the same.
    confidence
        Level of the interval.

    Returns
    -------
    AdditiveHazard
        `.peer` is the rate per adopted contact and period, with `.peer_low`, `.peer_high` (profile likelihood, 0 and
        infinity possible) and `.p` of no peer rate; `.peer_share` the share of the adoptions after the first period
        that the fit lays with contacts. `.table` (index `period`) has the columns outside (rate, infinite where all
        who were left adopted), adopted, from_outside and from_contacts (expected number of the adoptions by source).

    Raises
    ------
    TooLittleDataError
        If nobody adopted after the first period, or nobody who adopted later had an adopted contact.

    Warns
    -----
    NoSignalWarning
        If the interval of the peer rate reaches 0.

    Notes
    -----
    ``-ln(1 - h_i(t)) = a_t + b k_i(t)``, k the contacts who had adopted before t; a and b at least 0, by maximum
    likelihood. Cost: ties times periods, after which only counts remain.

    References
    ----------
    .. [1] Hasenjager, M. J., Leadbeater, E. & Hoppitt, W. (2021). Detecting and quantifying social transmission using
       network-based diffusion analysis. Journal of Animal Ecology, 90, 8-26. doi:10.1111/1365-2656.13307

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ring = np.arange(60)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], (ring + 1) % 60, ring)
    >>> fit = fit_additive_hazard(network, times=pd.Series(1 + ring // 4, index=network.ids))
    >>> bool(fit.peer > 0)
    True
    """
    check_choice("level", level, LEVELS)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    window = resolve_times(network, times, innovation)
    matrix = still_contacts(network, contacts, relation=relation, weight=weight, direction=direction)
    counts = adopted_contacts(matrix, window.slots, len(window.periods))
    slot, k, n, e = tabulate(counts, window)
    if not e.sum() or not (k * e).sum():
        raise TooLittleDataError(
            "Peer influence needs people who adopted after the first period with a contact who had adopted before; "
            f"here {int(e.sum())} adopted later, none of them with such a contact."
        )
    codes = np.zeros(len(slot), dtype=np.int64) if level == "constant" else np.unique(slot, return_inverse=True)[1]
    data = Tabulated(codes, k, n, e)
    scale = float(e.sum() / max((k * n).sum(), 1e-12))
    peer, height = maximise(data.profile, scale)
    low, high = profile_interval(data.profile, peer, height, scale, confidence)
    outside = data.outside(peer)
    table, share = _sources(data, slot, outside, peer, window)
    if low <= 0:
        warnings.warn(
            "The interval of the peer rate reaches 0: these data do not show that contacts matter.",
            NoSignalWarning,
            stacklevel=2,
        )
    settings = {
        "innovation": window.innovation,
        "first": window.first,
        "last": window.last,
        "relation": relation,
        "weight": weight,
        "direction": direction,
        "level": level,
        "confidence": confidence,
    }
    return AdditiveHazard(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="fit_additive_hazard", settings=settings),
        headline=_headline(peer, low, high, share),
        cautions=(Fact(HOMOPHILY), Fact(mark("The rate per contact is an upper bound: likeness counts in it too."))),
        peer=peer,
        peer_low=low,
        peer_high=high,
        p=ratio_p(height, data.profile(0.0)),
        peer_share=share,
        log_likelihood=height,
        events=int(e.sum()),
    )


def _sources(
    data: Tabulated, slot: NDArray[np.int64], outside: NDArray[np.float64], peer: float, window: AdoptionTimes
) -> tuple[pd.DataFrame, float]:
    rate_out = outside[data.level]
    rate = rate_out + peer * data.contacts
    share = np.divide(peer * data.contacts, rate, out=np.zeros_like(rate), where=rate > 0)
    n_slots = len(window.periods)
    from_contacts = np.bincount(slot, data.events * share, n_slots)
    adopted = np.bincount(slot, data.events, n_slots)
    level = np.full(n_slots, np.nan)
    level[slot] = np.where(rate_out > ENDLESS, np.inf, rate_out)
    table = pd.DataFrame(
        {
            "outside": level,
            "adopted": adopted.astype(int),
            "from_outside": adopted - from_contacts,
            "from_contacts": from_contacts,
        },
        index=window.periods,
    )
    return table.iloc[1:], float(from_contacts.sum() / adopted.sum())


def _headline(peer: float, low: float, high: float, share: float) -> tuple[Fact, ...]:
    values = {"peer": peer, "low": low, "high": high, "share": share}
    if low > 0:
        return (
            Fact(
                mark("Per adopted contact the rate of adopting is {peer:.3f} per period ({low:.3f} to {high:.3f})."),
                values,
            ),
            Fact(mark("Up to {share:.0%} of the later adoptions lie next to earlier ones in this way."), values),
        )
    return (
        Fact(
            mark("These data do not show that contacts matter: rate {peer:.3f} per contact (up to {high:.3f})."), values
        ),
    )
