"""Rates of spreading from observed adoptions, with what the data cannot tell left open."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_network, check_number
from kiemen.adoption.additive import fit_additive_hazard
from kiemen.adoption.counts import adopted_contacts, tabulate
from kiemen.adoption.orders import fit_order
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.mixture import Mixture
from kiemen.errors import NoSignalWarning
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

FROM = ("times", "order")
VARIANTS = 5
WIDEST = 20.0  # an endless interval is cut at this multiple of the estimate, and said to be
FAR = 1.96


@dataclass(frozen=True, repr=False, eq=False)
class RateFit(Result):
    """Rates of spreading with intervals, and the models they stand for.

    Parameters
    ----------
    model
        Fire with the estimated rates: proportional heat, no reinforcement.
    plausible
        Models over the interval of the rate per contact, lowest first.
    tells
        Whether the data tell that contacts matter: False when the interval of the rate per contact holds 0.
    goodness
        Index period: observed (adoptions), expected, low, high (band of 95 % one period ahead), z.
    misfit
        p-value of observed against expected adoptions (chi-square over periods); NaN with an order only.
    """

    model: Fire = field(default_factory=Fire)
    plausible: tuple[Fire, ...] = ()
    tells: bool = False
    goodness: pd.DataFrame = field(default_factory=pd.DataFrame)
    misfit: float = float("nan")

    _title: ClassVar[str] = mark("Rates of spreading")
    _plot: ClassVar[str] = "plot_rates"

    @property
    def mixture(self) -> Mixture:
        """All plausible models in one, to forecast with: the bands then hold what the data leave open."""
        return Mixture(self.plausible)


def fit_rates(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    using: str = "times",
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    cooling: float = 0.0,
    confidence: float = 0.9,
) -> RateFit:
    """Fit the rates of spreading from observed adoption times, or from their order alone.

    Answers: "How fast does it pass from one to the other here, and how sure is that?" The rate per contact counts
    whatever makes connected people adopt at about the same time, likeness included: read it as an upper bound of what
    ties do. When the data cannot tell, the fit says so, and forecasts run over the whole plausible range.

    Parameters
    ----------
    network
        People, ties and adoptions.
    innovation
        Which innovation; None when there is one.
    times
        Adoption times by person instead of those in the network (`inf`: not adopted, NaN: unknown).
    using
        "times", or "order" when only who came before whom can be trusted. With an order the unit of time is one
        adoption from outside at the start.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out", "in", "both" or None, as in `simulate_spread`.
    cooling
        Chance per period, 0 to 1, to drop it again: adoption records do not show this, so it is an assumption.
    confidence
        Level of the intervals, 0.5 up to 1.

    Returns
    -------
    RateFit
        `.table` has one row per rate (index `rate`): "per contact" (extra rate per period for each active contact) and
        "outside" (rate per period without any), with the columns

        estimate : float - the rate
        low, high : float - its profile-likelihood interval; high may be infinite, NaN for the outside rate
        p : float        - of no effect of contacts; NaN for the outside rate
        share : float    - share of the later adoptions that the fit lays with this source

    Raises
    ------
    TooLittleDataError
        If too few people adopted after somebody else.

    Warns
    -----
    NoSignalWarning
        If the interval of the rate per contact holds 0: these data do not show that contacts matter.

    Notes
    -----
    ``−ln(1 − h_i(t)) = a_t + b k_i(t)`` with k the active contacts in the period before (times), or the likelihood of
    the order. The rate from outside may differ per period while b is fitted, so that a campaign is not taken for
    contagion; the outside rate given is the constant that fits best beside it. O(periods × ties).

    References
    ----------
    Hasenjager, M. J., Leadbeater, E. & Hoppitt, W. (2021). doi:10.1111/1365-2656.13307
    Shalizi, C. R. & Thomas, A. C. (2011). Homophily and contagion are generically confounded.
    doi:10.1177/0049124111404820

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.diffusion.fit import fit_rates
    >>> ring = np.arange(60)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], (ring + 1) % 60, ring, directed=False)
    >>> fit_rates(network, times=pd.Series(1.0 + ring // 4, index=network.ids)).tells
    True
    """
    check_network(network)
    check_choice("using", using, FROM)
    check_number("cooling", cooling, low=0.0, high=1.0)
    window = resolve_times(network, times, innovation)
    contacts = gather_contacts(network, relation=relation, weight=weight, direction=direction)
    towards = contacts.matrix().T.tocsr()  # row: who may be won over, column: by whom
    fitted = _from_times if using == "times" else _from_order
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NoSignalWarning)
        rates = fitted(network, window, towards, confidence)
    if not rates.tells:
        warnings.warn(
            "These data do not show that contacts matter; forecasts run over the whole plausible range.",
            NoSignalWarning,
            stacklevel=2,
        )
    scale = float(contacts.weight.mean())
    base = Fire(
        ignition=rates.peer * scale, threshold=1.0, reinforcement=1.0, cooling=cooling, company=0.0, fuel=1.0,
        outside=rates.outside,
    )  # fmt: skip
    plausible = tuple(replace(base, ignition=peer * scale, outside=outside) for peer, outside in rates.variants)
    goodness = _goodness(window, towards, rates) if using == "times" else pd.DataFrame()
    settings = {
        "innovation": window.innovation, "using": using, "relation": relation, "weight": weight,
        "direction": direction, "cooling": cooling, "confidence": confidence,
    }  # fmt: skip
    misfit = _misfit(goodness)
    return RateFit(
        table=_table(rates),
        settings=settings,
        provenance=Provenance.of(network, function="fit_rates", settings=settings),
        headline=_headline(rates, using),
        cautions=_cautions(rates, misfit, cooling),
        model=base,
        plausible=plausible,
        tells=rates.tells,
        goodness=goodness,
        misfit=misfit,
    )


@dataclass(frozen=True)
class _Rates:
    peer: float
    low: float
    high: float
    p: float
    outside: float
    share: float
    variants: tuple[tuple[float, float], ...]

    @property
    def tells(self) -> bool:
        """Whether the interval of the rate per contact leaves out 0."""
        return self.low > 0.0


def _from_times(network: Network, window: AdoptionTimes, towards: csr_array, confidence: float) -> _Rates:
    fit = fit_additive_hazard(network, times=window, contacts=towards, level="period", confidence=confidence)
    _, k, at_risk, events = tabulate(adopted_contacts(towards, window.slots, len(window.periods)), window)
    outside = _best_outside(fit.peer, k, at_risk, events)
    variants = tuple(
        (peer, _best_outside(peer, k, at_risk, events)) for peer in _spread(fit.peer, fit.peer_low, fit.peer_high)
    )
    return _Rates(fit.peer, fit.peer_low, fit.peer_high, fit.p, outside, fit.peer_share, variants)


def _from_order(network: Network, window: AdoptionTimes, towards: csr_array, confidence: float) -> _Rates:
    fit = fit_order(network, times=window, contacts=towards, confidence=confidence)
    unit = 1.0 / max(int(window.known.sum()), 1)  # one adoption from outside per period at the start
    strength = min(fit.strength, WIDEST)
    variants = tuple((value * unit, unit) for value in _spread(strength, fit.low, fit.high))
    return _Rates(strength * unit, fit.low * unit, fit.high * unit, fit.p, unit, fit.social_share, variants)


def _spread(estimate: float, low: float, high: float) -> list[float]:
    top = min(high, max(estimate, low, 1e-9) * WIDEST) if np.isfinite(high) else max(estimate, low, 1e-9) * WIDEST
    return [float(value) for value in np.linspace(low, top, VARIANTS)]


def _best_outside(
    peer: float, k: NDArray[np.float64], at_risk: NDArray[np.float64], events: NDArray[np.float64]
) -> float:
    """Give the constant rate from outside that fits best beside a rate per contact: where the slope is zero."""
    has = events > 0

    def slope(rate: float) -> float:
        total = rate + peer * k
        gain = events[has] / np.expm1(np.clip(total[has], 1e-14, 700.0))
        return float(gain.sum() - (at_risk - events).sum())

    low, high = 0.0, 1.0
    if slope(1e-12) <= 0.0:
        return 0.0
    while slope(high) > 0.0 and high < 1e6:
        high *= 2.0
    for _ in range(80):
        middle = (low + high) / 2.0
        low, high = (middle, high) if slope(middle) > 0.0 else (low, middle)
    return (low + high) / 2.0


def _goodness(window: AdoptionTimes, towards: csr_array, rates: _Rates) -> pd.DataFrame:
    """Give adoptions per period as observed and as expected one period ahead."""
    slot, k, at_risk, events = tabulate(adopted_contacts(towards, window.slots, len(window.periods)), window)
    chance = -np.expm1(-(rates.outside + rates.peer * k))
    size = len(window.periods)
    expected = np.bincount(slot, at_risk * chance, size)[1:]
    spread = np.sqrt(np.bincount(slot, at_risk * chance * (1.0 - chance), size)[1:])
    observed = np.bincount(slot, events, size)[1:]
    return pd.DataFrame(
        {
            "observed": observed.astype(np.int64), "expected": expected,
            "low": np.maximum(expected - FAR * spread, 0.0), "high": expected + FAR * spread,
            "z": np.divide(observed - expected, spread, out=np.full(size - 1, np.nan), where=spread > 0),
        },
        index=window.periods[1:],
    )  # fmt: skip


def _misfit(goodness: pd.DataFrame) -> float:
    """Give the p-value of the sum of squared z over periods, less the two rates that were fitted."""
    z = goodness["z"].dropna().to_numpy() if len(goodness) else np.empty(0)
    if z.size < 4:
        return float("nan")
    from scipy.stats import chi2

    return float(chi2.sf(float((z**2).sum()), z.size - 2))


def _table(rates: _Rates) -> pd.DataFrame:
    nothing = float("nan")
    return pd.DataFrame(
        {
            "estimate": [rates.peer, rates.outside], "low": [rates.low, nothing], "high": [rates.high, nothing],
            "p": [rates.p, nothing], "share": [rates.share, 1.0 - rates.share],
        },
        index=pd.Index(["per contact", "outside"], name="rate"),
    )  # fmt: skip


def _headline(rates: _Rates, using: str) -> tuple[Fact, ...]:
    values: dict[str, Any] = {
        "peer": rates.peer, "low": rates.low, "high": rates.high, "outside": rates.outside, "share": rates.share
    }  # fmt: skip
    if not rates.tells:
        return (
            Fact(
                mark(
                    "The data cannot tell whether contacts matter: the rate per contact lies between {low:.3g} and "
                    "{high:.3g}. Forecasts run over that whole range."
                ),
                values,
            ),
        )
    unit = (
        mark("Each active contact adds {peer:.3g} to the rate of adopting per period ({low:.3g} to {high:.3g}).")
        if using == "times"
        else mark("In units of time of the order, each active contact adds {peer:.3g} ({low:.3g} to {high:.3g}).")
    )
    return (
        Fact(unit, values),
        Fact(mark("Up to {share:.0%} of the later adoptions go together with earlier ones of contacts."), values),
    )


def _cautions(rates: _Rates, misfit: float, cooling: float) -> tuple[Fact, ...]:
    facts = [Fact(mark("What makes contacts alike counts in the rate per contact: it is an upper bound."))]
    if not np.isfinite(rates.high):
        facts.append(
            Fact(
                mark("The rate per contact has no upper end; the range is cut at {n:.0f} times the estimate."),
                {"n": WIDEST},
            )
        )
    if misfit < 0.05:
        rare = Fact(mark("p < 0.001")) if misfit < 0.001 else Fact(mark("p = {p:.3f}"), {"p": misfit})
        said = mark("The course is not well described by constant rates ({rare}): read forecasts with care.")
        facts.append(Fact(said, {"rare": rare}))
    if cooling == 0.0:
        facts.append(Fact(mark("Adoption records do not show who stopped; nobody drops out in this model.")))
    return tuple(facts)
