"""Peer nominations: shrunk for how many could have named somebody, and compared with what people say themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number
from kiemen.adoption.adopters import people_within
from kiemen.adoption.contacts import contact_counts
from kiemen.adoption.values import person_values
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.network import Network

MOST_SHAPE = 1e4
SPREADS = np.linspace(0.02, 4.0, 120)


@dataclass(frozen=True, repr=False, eq=False)
class NominationScores(Result):
    """How often each person is named by those who could, see `score_nominations`.

    Parameters
    ----------
    shape, rate
        Of the Gamma distribution of rates in this network.
    """

    _plot: ClassVar[str] = "plot_nominations"
    _title: ClassVar[str] = mark("Named by colleagues")

    shape: float = np.nan
    rate: float = np.nan


def score_nominations(
    network: Network,
    *,
    relation: str,
    wave: str | None = None,
    by: str | None = None,
    confidence: float = 0.9,
) -> NominationScores:
    """Score how often each person is named, given how many could have named her.

    Answers: "Who do colleagues point to?" Counting names alone favours large teams and teams that answered; here a
    count is set against the number of colleagues who could have named somebody and pulled towards the average where
    that number is small. People nobody could have named are unknown.

    Parameters
    ----------
    network
        People, who answered, and the nominations as ties from who names to who is named.
    relation
        The relation that holds the nominations.
    wave
        Which measurement; None takes the latest.
    by
        Column of people if people could name only colleagues in their own group; None if anybody could be named.
    confidence
        Level of the interval.

    Returns
    -------
    NominationScores
        `.table` has one row per person inside, highest rate first, with the columns

        named : int - by how many different colleagues
        eligible : int - how many could have named her
        share : float in [0, 1] - named / eligible, NaN where nobody could
        rate, rate_low, rate_high : float - the shrunk rate with its interval, NaN where nobody could

        `.shape` and `.rate` are those of the Gamma distribution of rates in this network.

    Raises
    ------
    InputError
        If the relation does not exist.
    TooLittleDataError
        If nobody named anybody.

    Notes
    -----
    named ~ Poisson(eligible * lambda), lambda ~ Gamma(a, b), a and b by maximum likelihood over everybody; the rate
    is ``(a + named) / (b + eligible)``. The interval holds the middle of Gamma(a + named, b + eligible), mixed over the
    values of a that fit. Cost: linear in people and ties.

    References
    ----------
    .. [1] Banerjee, A., Chandrasekhar, A. G., Duflo, E. & Jackson, M. O. (2019). Using gossips to spread information.
       Review of Economic Studies, 86, 2453-2490. doi:10.1093/restud/rdz008

    Examples
    --------
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcd"), [0, 1, 2], [3, 3, 0], relation="names")
    >>> score_nominations(network, relation="names").table["named"].to_dict()
    {'d': 2, 'a': 1, 'b': 0, 'c': 0}
    """
    check_network(network)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    named = contact_counts(network.adjacency(relation, weight=None, direction="in", wave=wave))
    inside = network.people["inside"].to_numpy(dtype=bool)
    voters, assumed = _voters(network, relation, wave)
    eligible = _eligible(network, voters, by)
    usable = inside & (eligible > 0)
    if not named[usable].any():
        raise TooLittleDataError(f"Nobody inside is named in relation {relation!r}.")
    a, b = gamma_poisson(named[usable], eligible[usable])
    rate = (a + named) / (b + eligible)
    low, high = np.full(len(named), np.nan), np.full(len(named), np.nan)
    low[usable], high[usable] = rate_interval(named[usable], eligible[usable], confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(eligible > 0, named / eligible, np.nan)
    table = pd.DataFrame(
        {
            "named": named.astype(int),
            "eligible": eligible.astype(int),
            "share": share,
            **{
                name: np.where(usable, values, np.nan)
                for name, values in (("rate", rate), ("rate_low", low), ("rate_high", high))
            },
        },
        index=pd.Index(network.ids, name="person"),
    )[inside]
    ordered = table.iloc[np.argsort(-table["rate"].to_numpy(), kind="stable")]
    settings = {"relation": relation, "wave": wave, "by": by, "confidence": confidence}
    return NominationScores(
        table=ordered,
        settings=settings,
        provenance=Provenance.of(network, function="score_nominations", settings=settings),
        headline=(
            Fact(
                mark("{n} of {all:# person|# people} {n:is|are} named by at least one colleague; {voters} could name."),
                {"n": int((named[usable] > 0).sum()), "all": int(inside.sum()), "voters": int(voters.sum())},
            ),
        ),
        cautions=_cautions(assumed=assumed, unknown=int((inside & ~usable).sum())),
        shape=a,
        rate=b,
    )


def _cautions(*, assumed: bool, unknown: int) -> tuple[Fact, ...]:
    found = []
    if assumed:
        found.append(Fact(mark("Who answered is not known; everybody was taken to be able to name.")))
    if unknown:
        found.append(
            Fact(mark("{n:# person|# people} could be named by nobody who answered; they are unknown."), {"n": unknown})
        )
    return tuple(found)


def _voters(network: Network, relation: str, wave: str | None) -> tuple[NDArray[np.bool_], bool]:
    """Who could name: those who answered; everybody inside where that was not recorded."""
    status = network.response(wave)
    answered = status.isin(ANSWERED).to_numpy(dtype=bool)
    if answered.any():
        naming = contact_counts(network.adjacency(relation, weight=None, wave=wave)) > 0
        return answered | naming, False
    return network.people["inside"].to_numpy(dtype=bool), True


def _eligible(network: Network, voters: NDArray[np.bool_], by: str | None) -> NDArray[np.float64]:
    if by is None:
        return np.full(len(voters), float(voters.sum())) - voters
    groups = network.groups(by)
    counts = pd.Series(voters.astype(float), index=network.ids).groupby(groups).sum()
    mine = np.nan_to_num(groups.map(counts).to_numpy(dtype=np.float64))
    return np.asarray(mine - (voters & groups.notna().to_numpy()), dtype=np.float64)


def _log_likelihood(pairs: NDArray[np.float64], weight: NDArray[np.int64], shape: float, mean: float) -> float:
    """Give the log likelihood of counts under Gamma(shape, shape / mean) rates, up to a constant."""
    from scipy.special import gammaln

    x, e = pairs.T
    rate = shape / mean
    log = gammaln(shape + x) - gammaln(shape) + shape * np.log(rate / (rate + e)) + x * np.log(e / (rate + e))
    return float((weight * log).sum())


def gamma_poisson(counts: NDArray[np.float64], exposure: NDArray[np.float64]) -> tuple[float, float]:
    """Fit shape and rate of a Gamma distribution of Poisson rates by maximum likelihood.

    Where the counts vary no more than chance would give, the shape is held at a large value: everybody then gets
    nearly the same rate, which is what such data say.
    """
    from scipy.optimize import minimize

    pairs, weight = np.unique(np.column_stack([counts, exposure]), axis=0, return_counts=True)
    mean = float(counts.sum() / exposure.sum())
    # The likelihood is flat where rates hardly differ, and a search that strays there stays there; so it starts at
    # the best of many spreads, and never ends lower.
    shapes = np.append(1 / SPREADS[::3] ** 2, MOST_SHAPE)
    start = np.array([np.log(max(shapes, key=lambda shape: _log_likelihood(pairs, weight, shape, mean))), np.log(mean)])
    bounds = [(np.log(1e-3), np.log(MOST_SHAPE)), (np.log(mean) - 3, np.log(mean) + 3)]

    def misfit(theta: NDArray[np.float64]) -> float:
        return -_log_likelihood(pairs, weight, float(np.exp(theta[0])), float(np.exp(theta[1])))

    found = minimize(misfit, start, method="L-BFGS-B", bounds=bounds)
    a, m = np.exp(min((start, found.x), key=misfit))
    return float(a), float(a / m)


def rate_interval(
    counts: NDArray[np.float64], exposure: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the interval of each rate, with what is not known about the spread of the rates themselves.

    With few people the spread is badly known, and taking the best guess for certain makes intervals too short. Here
    the posteriors for many spreads are mixed, each by how well it fits (flat in the variance over the mean squared).
    """
    from scipy.special import gammainc

    pairs, place, weight = np.unique(
        np.column_stack([counts, exposure]), axis=0, return_inverse=True, return_counts=True
    )
    mean = float(counts.sum() / exposure.sum())
    shapes = 1 / SPREADS**2
    height = np.array([_log_likelihood(pairs, weight, shape, mean) for shape in shapes])
    share = SPREADS * np.exp(height - height.max())
    share /= share.sum()
    shapes, share = shapes[share > 1e-6], share[share > 1e-6]
    x, e = pairs.T

    def below(rate: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.zeros(len(x))
        for shape, part in zip(shapes, share, strict=True):
            total += part * gammainc(shape + x, rate * (shape / mean + e))
        return total

    found = []
    for target in ((1 - confidence) / 2, (1 + confidence) / 2):
        low, high = np.zeros(len(x)), (x + 20 + 10 * np.sqrt(x + 1)) / e + 50 * mean
        for _ in range(50):
            middle = (low + high) / 2
            up = below(middle) < target
            low, high = np.where(up, middle, low), np.where(up, high, middle)
        found.append(((low + high) / 2)[place.ravel()])
    return found[0], found[1]


@dataclass(frozen=True, repr=False, eq=False)
class RatingAgreement(Result):
    """Whether people see themselves as colleagues see them, see `compare_ratings`.

    Parameters
    ----------
    kappa, kappa_low, kappa_high
        Cohen's kappa with its interval.
    correlation, correlation_low, correlation_high
        Spearman's correlation with its interval.
    n
        People with both scores.
    """

    _title: ClassVar[str] = mark("Self-image and colleagues")
    _plot: ClassVar[str] = "plot_ratings"

    kappa: float = np.nan
    kappa_low: float = np.nan
    kappa_high: float = np.nan
    correlation: float = np.nan
    correlation_low: float = np.nan
    correlation_high: float = np.nan
    n: int = 0


def compare_ratings(
    network: Network, *, own: pd.Series, peers: pd.Series, share: float = 0.2, confidence: float = 0.9
) -> RatingAgreement:
    """Compare what people say of themselves with what colleagues say of them.

    Answers: "Do those who call themselves leaders get named as such?" A low agreement is a finding, not an error:
    each of the two carries its own bias, and they are worth most together.

    Parameters
    ----------
    network
        The people.
    own, peers
        Index person: a score of the person herself (a survey scale) and one by colleagues (a nomination rate).
    share
        The highest share of both scores is called "high" for kappa; whoever is tied with the last one is too.
    confidence
        Level of the intervals.

    Returns
    -------
    RatingAgreement
        `.table` counts people by own (rows: "high", "other") and peers (columns high, other). `.kappa` (Cohen's, 1 is
        full agreement, 0 what chance gives) and `.correlation` (Spearman's), each with `_low` and `_high`; `.n` is
        the number of people with both scores. Both are NaN where one of the scores is the same for everybody, kappa
        also where ties make everybody "high"; the headline says so.

    Raises
    ------
    TooLittleDataError
        With fewer than four people with both scores.
    InputError
        If the scores are not numbers of people in the network.

    Notes
    -----
    The interval of kappa uses the large-sample standard error of Fleiss, Cohen and Everitt; that of the correlation
    uses Fisher's z with variance 1.06 / (n - 3).

    References
    ----------
    .. [1] Fleiss, J. L., Cohen, J. & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
       Psychological Bulletin, 72, 323-327. doi:10.1037/h0028106

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcde"), [0], [1])
    >>> same = pd.Series(dict(zip("abcde", [5.0, 4.0, 3.0, 2.0, 1.0])))
    >>> compare_ratings(network, own=same, peers=same).kappa
    1.0
    """
    from scipy.stats import rankdata

    from kiemen.adoption.intervals import normal_quantile

    check_network(network)
    share = check_number("share", share, low=0, high=1, low_open=True, high_open=True)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    given = {"own": person_values(network, "own", own), "peers": person_values(network, "peers", peers)}
    both = pd.DataFrame(given).dropna()
    n = len(both)
    if n < 4:
        who = "person has" if n == 1 else "people have"
        raise TooLittleDataError(f"Only {n} {who} both scores; agreement needs at least four.")
    high = both.rank(ascending=False, method="min") <= people_within(share, n)
    counts = np.array(
        [[int(((high["own"] == a) & (high["peers"] == b)).sum()) for b in (True, False)] for a in (True, False)]
    )
    z = normal_quantile(confidence)
    ranks = [rankdata(both[column]) for column in ("own", "peers")]
    constant = any(len(np.unique(values)) == 1 for values in ranks)
    kappa, error = (float("nan"), float("nan")) if constant else cohen_kappa(counts)
    correlation = float("nan") if constant else float(np.corrcoef(ranks[0], ranks[1])[0, 1])
    spread = z * np.sqrt(1.06 / (n - 3))
    low, high_end = np.tanh(np.arctanh(np.clip(correlation, -1 + 1e-12, 1 - 1e-12)) + np.array([-spread, spread]))
    settings = {"share": share, "confidence": confidence}
    names = ["high", "other"]
    return RatingAgreement(
        table=pd.DataFrame(counts, index=pd.Index(names, name="own"), columns=pd.Index(names, name="peers")),
        settings=settings,
        provenance=Provenance.of(network, function="compare_ratings", settings=settings),
        headline=(_agreement(correlation, kappa, n),),
        kappa=kappa,
        kappa_low=float(np.maximum(kappa - z * error, -1.0)),
        kappa_high=float(np.minimum(kappa + z * error, 1.0)),
        correlation=correlation,
        correlation_low=float(low),
        correlation_high=float(high_end),
        n=n,
    )


def _agreement(correlation: float, kappa: float, n: int) -> Fact:
    values = {"r": correlation, "kappa": kappa, "n": n}
    if np.isnan(correlation):
        return Fact(mark("One of the two views is the same for all {n} people; nothing can be compared."), values)
    if np.isnan(kappa):
        return Fact(
            mark(
                "Own view and that of colleagues: correlation {r:.2f} ({n} people). Too many share the highest score "
                "to tell the highest from the others."
            ),
            values,
        )
    return Fact(mark("Own view and that of colleagues: correlation {r:.2f}, kappa {kappa:.2f} ({n} people)."), values)


def cohen_kappa(counts: NDArray[np.int64]) -> tuple[float, float]:
    """Give Cohen's kappa of a square table of counts and its large-sample standard error; NaN without variation."""
    n = counts.sum()
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    if expected >= 1:
        return float("nan"), float("nan")
    kappa = (observed - expected) / (1 - expected)
    diagonal = (np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    mixed = np.add.outer(columns, rows) ** 2 * p
    off = (1 - kappa) ** 2 * (mixed.sum() - np.trace(mixed))
    variance = (diagonal + off - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return float(kappa), float(np.sqrt(max(variance, 0)))
