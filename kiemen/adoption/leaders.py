"""Leaders: whether they went first or held back, and who is nearest to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.adoption.contacts import contact_counts
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

FEWEST_ADOPTERS = 3
#: People in one line are no evidence before there are so many: of four, one order in twelve lies so by chance.
FEWEST_IN_LINE = 5
STRAIGHT = 1 - 1e-12


@dataclass(frozen=True, repr=False, eq=False)
class LeaderStance(Result):
    """Whether central people adopted early or late, see `check_leaders`.

    Parameters
    ----------
    stance
        "for", "against", "neither" or "unknown".
    """

    _title: ClassVar[str] = mark("Leaders for or against")
    _plot: ClassVar[str] = "plot_leaders"

    stance: str = "neither"


def check_leaders(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    confidence: float = 0.9,
) -> LeaderStance:
    """Check whether the people others turn to went first or held back.

    Answers: "Are the opinion leaders for this or against it?" It is about leaders as a group; nobody is called an
    opponent. Among adopters only: whoever had not adopted has no time to compare.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    relation
        Ties that count; None takes all together.
    weight
        "weight" counts strength, None counts contacts.
    confidence
        Level of the interval.

    Returns
    -------
    LeaderStance
        `.table` has the rows in-degree and out-degree with the columns correlation (Pearson, with the time of
        adoption), low, high, adopters (int) and stance: "for" if the interval is below zero (the more central, the
        earlier), "against" if it is above, otherwise "neither"; NaN and "unknown" without variation. `.stance` is that
        of in-degree.

    Raises
    ------
    TooLittleDataError
        If fewer than three people adopted.

    Notes
    -----
    A late time is a high number, so a positive correlation means that central people adopted late. The interval comes
    from leaving out each adopter in turn, on Fisher's scale with Student's t [2]_: it asks for no normal curve, and at
    90 % it held the truth in 88 to 93 % of simulated runs with 8 to 150 adopters where times scatter alike for all, and
    in 85 to 89 % where they scatter more the more central somebody is. Three or four adopters in one line prove
    nothing: the interval is then everything. Cost: adopters, besides counting contacts.

    References
    ----------
    .. [1] Valente, T. W. & Pumpuang, P. (2007). Identifying opinion leaders to promote behavior change. Health
       Education & Behavior, 34, 881-896. doi:10.1177/1090198106297855
    .. [2] Efron, B. (1982). The Jackknife, the Bootstrap and Other Resampling Plans. SIAM. doi:10.1137/1.9781611970319

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcde"), [1, 2, 3, 4, 2], [0, 0, 0, 0, 1])
    >>> check_leaders(network, times=pd.Series(dict(zip("abcde", [1, 2, 3, 3, 4])))).table["stance"].iloc[0]
    'for'
    """
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    window = resolve_times(network, times, innovation)
    adopters = np.flatnonzero(window.adopted & window.known)
    if len(adopters) < FEWEST_ADOPTERS:
        raise TooLittleDataError(f"At least {FEWEST_ADOPTERS} adopters are needed; there are {len(adopters)}.")
    when = window.times.to_numpy(dtype=np.float64)[adopters]
    rows = {}
    for name, direction in (("in-degree", "in"), ("out-degree", "out")):
        degree = contact_counts(network.adjacency(relation, weight=weight, direction=direction))
        rows[name] = _stance(degree[adopters], when, confidence)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "degree"
    settings = {
        "innovation": window.innovation,
        "relation": relation,
        "weight": weight,
        "confidence": confidence,
    }
    stance = str(table.loc["in-degree", "stance"])
    said = {
        "for": mark("The people others turn to adopted earlier than the rest (correlation {r:.2f})."),
        "against": mark("The people others turn to adopted later than the rest (correlation {r:.2f})."),
        "neither": mark("The people others turn to adopted neither earlier nor later than the rest ({r:.2f})."),
        "unknown": mark("Everybody is turned to equally often, or adopted at the same time; nothing can be said."),
    }[stance]
    return LeaderStance(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="check_leaders", settings=settings),
        headline=(Fact(said, {"r": float(table["correlation"].iloc[0])}),),
        cautions=(Fact(mark("About leaders as a group, among those who adopted; it says nothing of one person.")),),
        stance=stance,
    )


def _stance(degree: NDArray[np.float64], when: NDArray[np.float64], confidence: float) -> dict[str, object]:
    n = len(degree)
    if np.ptp(degree) == 0 or np.ptp(when) == 0:
        return {"correlation": np.nan, "low": np.nan, "high": np.nan, "adopters": n, "stance": "unknown"}
    correlation = float(np.corrcoef(degree, when)[0, 1])
    low, high = correlation_interval(degree, when, confidence)
    stance = "for" if high < 0 else "against" if low > 0 else "neither"
    return {"correlation": correlation, "low": low, "high": high, "adopters": n, "stance": stance}


def correlation_interval(
    one: NDArray[np.float64], other: NDArray[np.float64], confidence: float
) -> tuple[float, float]:
    """Give the interval of Pearson's correlation from leaving out each pair in turn, on Fisher's scale."""
    from scipy.special import stdtrit

    n = len(one)
    x, y = one - one.mean(), other - other.mean()
    # Sums of squares and products without each pair in turn.
    f = n / (n - 1)
    squares = np.maximum(x @ x - f * x**2, 0.0) * np.maximum(y @ y - f * y**2, 0.0)
    products = x @ y - f * x * y
    varies = squares > 1e-12 * (x @ x) * (y @ y)
    # Where one person makes all the variation, nothing is left of the correlation without her.
    left = np.divide(products, np.sqrt(squares), out=np.zeros(n), where=varies)
    whole = float(x @ y / np.sqrt((x @ x) * (y @ y)))
    if n < FEWEST_IN_LINE and abs(whole) > STRAIGHT:
        return -1.0, 1.0
    scale = np.arctanh(np.clip(left, -STRAIGHT, STRAIGHT))
    half = float(stdtrit(n - 2, 0.5 + confidence / 2)) * np.sqrt((n - 1) * scale.var())
    middle = np.arctanh(np.clip(whole, -STRAIGHT, STRAIGHT))
    low, high = np.tanh(middle + np.array([-half, half]))
    return float(low), float(high)


@dataclass(frozen=True, repr=False, eq=False)
class LeaderMatches(Result):
    """Which leader is nearest to whom, see `match_leaders`."""

    _title: ClassVar[str] = mark("Nearest leader")
    _plot: ClassVar[str] = "plot_leader_matches"


def match_leaders(
    network: Network,
    *,
    leaders: int | Sequence[str] = 5,
    relation: str | Sequence[str] | None = None,
    direction: str = "out",
    rng: int | np.random.Generator | None = 0,
) -> LeaderMatches:
    """Match everybody with the leader who is nearest in the network.

    Answers: "Through whom should the message reach each person?" It spreads leaders over the network instead of
    letting everybody go to the most popular one. Leaders are those most often named, or your own choice; being named
    often says nothing about whether somebody is for the change.

    Parameters
    ----------
    network
        People and ties.
    leaders
        How many of the people named most often (everybody tied with the last one is one too), or ids.
    relation
        Ties that count; None takes all together.
    direction
        Along which ties people are reached: "out" from a person to whom she names, "in", or "both".
    rng
        Seed or generator, for people no leader can be reached by and for ties that remain.

    Returns
    -------
    LeaderMatches
        `.table` has one row per person inside: leader (id), steps (float, 0 for leaders, `inf` if no leader can be
        reached and one was drawn by lot), is_leader (bool), named (int, in-degree).

    Raises
    ------
    InputError
        If an id is unknown or the list is empty.
    TooLittleDataError
        If fewer people than `leaders` are named by anybody.

    Notes
    -----
    The nearest leader by number of steps; of several, the one nearest on average to the person's contacts, then by lot.
    Cost: leaders times ties.

    References
    ----------
    .. [1] Valente, T. W. & Davis, R. L. (1999). Accelerating the diffusion of innovations using opinion leaders. Annals
       of the American Academy of Political and Social Science, 566, 55-67. doi:10.1177/000271629956600105

    Examples
    --------
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcdef"), [0, 0, 0, 3], [1, 2, 3, 4], directed=False)
    >>> match_leaders(network, leaders=2).table.loc[["b", "e"], "leader"].tolist()
    ['a', 'd']
    """
    from scipy.sparse.csgraph import dijkstra

    check_network(network)
    generator = check_rng(rng)
    named = contact_counts(network.adjacency(relation, weight=None, direction="in"))
    inside = network.people["inside"].to_numpy(dtype=bool)
    chosen = _leaders(network, leaders, named, inside)
    matrix = network.adjacency(relation, weight=None, direction=direction)
    steps = dijkstra(matrix.T.tocsr(), indices=chosen, unweighted=True).T
    best = _nearest(matrix, steps, generator)
    best[chosen] = np.arange(len(chosen))
    distance = steps[np.arange(len(best)), best]
    leader = np.asarray(network.ids)[chosen][best]
    is_leader = np.zeros(len(best), dtype=bool)
    is_leader[chosen] = True
    table = pd.DataFrame(
        {"leader": leader, "steps": distance, "is_leader": is_leader, "named": named.astype(int)},
        index=pd.Index(network.ids, name="person"),
    )[inside]
    settings = {
        "leaders": int(leaders) if isinstance(leaders, int | np.integer) else list(leaders),
        "relation": relation,
        "direction": direction,
    }
    lost = int(np.isinf(table["steps"]).sum())
    return LeaderMatches(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="match_leaders", settings=settings),
        headline=(
            Fact(
                mark("{n:# person is|# people are} matched with {k:# leader|# leaders}."),
                {"n": len(table), "k": len(chosen)},
            ),
        ),
        cautions=(Fact(mark("{n:# person reaches|# people reach} no leader; theirs was drawn by lot."), {"n": lost}),)
        if lost
        else (),
    )


def _leaders(
    network: Network, leaders: int | Sequence[str], named: NDArray[np.float64], inside: NDArray[np.bool_]
) -> NDArray[np.int64]:
    if isinstance(leaders, int | np.integer):
        count = check_integer("leaders", leaders, low=1, high=int(inside.sum()))
        edge = np.sort(named[inside])[-count]
        if edge <= 0:
            found = int((named[inside] > 0).sum())
            raise TooLittleDataError(
                f"Only {found} {'person is' if found == 1 else 'people are'} named by anybody, so there are no {count} "
                "leaders; ask for fewer or pass their ids."
            )
        return np.flatnonzero(inside & (named >= edge))
    if isinstance(leaders, str) or not len(leaders):
        raise InputError("leaders must be a number of leaders or a list with at least one id.")
    return np.unique(network.positions(leaders))


def _nearest(matrix: csr_array, steps: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    nearest = steps.min(axis=1, keepdims=True)
    candidates = steps == nearest
    best = candidates.argmax(axis=1)
    for person in np.flatnonzero(candidates.sum(axis=1) > 1):
        options = np.flatnonzero(candidates[person])
        contacts = matrix.indices[matrix.indptr[person] : matrix.indptr[person + 1]]
        if len(contacts):
            mean = steps[contacts][:, options].mean(axis=0)
            options = options[mean == mean.min()]
        best[person] = options[rng.integers(len(options))] if len(options) > 1 else options[0]
    return np.asarray(best, dtype=np.int64)
