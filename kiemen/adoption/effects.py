"""Who takes part early, over several innovations and initiatives together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number
from kiemen.adoption.intervals import normal_quantile
from kiemen.adoption.openings import find_openings
from kiemen.adoption.times import build_times
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network


@dataclass(frozen=True, repr=False, eq=False)
class PersonEffects(Result):
    """How early each person takes things up, over several of them, see `score_person_effects`.

    Parameters
    ----------
    within, between
        Variance within and between people.
    practices
        Number of innovations and initiatives.
    """

    _plot: ClassVar[str] = "plot_person_effects"
    _title: ClassVar[str] = mark("Early in earlier initiatives")

    within: float = np.nan
    between: float = np.nan
    practices: int = 0


@dataclass
class Evidence:
    """Normal scores added up per person: their number, sum and sum of squares, and how often there was a real date."""

    number: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    joined: NDArray[np.float64]
    practices: int = 0

    @classmethod
    def none(cls, n: int) -> Evidence:
        """Start with nothing."""
        return cls(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n))


def score_person_effects(
    network: Network,
    *,
    innovations: Sequence[str] | None = None,
    times: pd.DataFrame | None = None,
    memberships: bool = True,
    before: str | pd.Timestamp | None = None,
    confidence: float = 0.9,
) -> PersonEffects:
    """Score how early each person takes things up, over all earlier innovations and initiatives together.

    Answers: "Who is early time and again, and not just once?" With one innovation or initiative somebody's score says
    little and is pulled hard to the average; the interval shows it.

    Parameters
    ----------
    network
        People, adoptions and memberships with their start dates.
    innovations
        Which innovations count; None counts all in the network.
    times
        Adoption times to use besides: index person, one column per innovation, `inf` for not adopted, NaN for unknown.
    memberships
        Whether joining an initiative counts. Everybody inside could have joined, except who came into service (column
        `hired` of people) after the initiative had closed (column `end` of initiatives), where these dates are known;
        members without a date share the middle rank of the members.
    before
        Only memberships that started before this date count, so that nothing is learned from after an outcome.
    confidence
        Level of the interval.

    Returns
    -------
    PersonEffects
        `.table` has one row per person inside, earliest first, with the columns

        effect, effect_low, effect_high : float - in standard scores, 0 is average; NaN where nothing is known
        practices : int - innovations and initiatives in which it is known what the person did
        joined : int - how many of them the person took up

        `.within` and `.between` are the variances within and between people.

    Raises
    ------
    TooLittleDataError
        If there is neither an adoption time nor a membership.

    Notes
    -----
    Per innovation m the rank of each person among the N_m of whom it is known (those who did not adopt share the last
    ranks) becomes ``u = (rank - 0.5) / N_m`` and ``z = -Phi^-1(u)``. With z = theta_i + noise,
    ``theta_i = (sum z / s2) / (n_i / s2 + 1 / t2)`` with variance ``1 / (n_i / s2 + 1 / t2)``; s2 and t2 by maximum
    likelihood. If everybody has one innovation only, s2 and t2 cannot be told apart and are taken as equal, which
    halves every score. Cost: linear in people times innovations plus memberships.

    References
    ----------
    .. [1] Efron, B. & Morris, C. (1975). Data analysis using Stein's estimator and its generalizations. Journal of
       the American Statistical Association, 70, 311-319. doi:10.1080/01621459.1975.10479864

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcd"), [0], [1])
    >>> times = pd.DataFrame({"one": [1, 2, 3, 4], "two": [1, 3, 2, 4]}, index=list("abcd"))
    >>> score_person_effects(network, times=times).table.index[0]
    'a'
    """
    check_network(network)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    evidence = gather_evidence(network, innovations=innovations, times=times, memberships=memberships, before=before)
    inside = network.people["inside"].to_numpy(dtype=bool)
    if not evidence.practices:
        raise TooLittleDataError("There is neither an adoption time nor a membership to learn from.")
    effect, variance, within, between = shrunk_effects(evidence)
    half = normal_quantile(confidence) * np.sqrt(variance)
    table = pd.DataFrame(
        {
            "effect": effect,
            "effect_low": effect - half,
            "effect_high": effect + half,
            "practices": evidence.number.astype(int),
            "joined": evidence.joined.astype(int),
        },
        index=pd.Index(network.ids, name="person"),
    )[inside]
    ordered = table.iloc[np.argsort(-table["effect"].to_numpy(), kind="stable")]
    settings = {
        "innovations": None if innovations is None else np.atleast_1d(innovations).tolist(),
        "memberships": memberships,
        "before": None if before is None else str(before),
        "confidence": confidence,
    }
    cautions = []
    if evidence.number.max() < 2:
        cautions.append(Fact(mark("There is one practice only: how consistent people are cannot be seen.")))
    return PersonEffects(
        table=ordered,
        settings=settings,
        provenance=Provenance.of(network, function="score_person_effects", settings=settings),
        headline=(
            Fact(
                mark("Based on {m} practices; differences between people explain {share:.0%} of the variation."),
                {"m": evidence.practices, "share": between / (between + within) if between + within > 0 else 0.0},
            ),
        ),
        cautions=tuple(cautions),
        within=within,
        between=between,
        practices=evidence.practices,
    )


def gather_evidence(
    network: Network,
    *,
    innovations: Sequence[str] | None = None,
    times: pd.DataFrame | None = None,
    memberships: bool = True,
    before: str | pd.Timestamp | None = None,
) -> Evidence:
    """Add up normal scores of earliness per person over innovations, given times and initiatives."""
    evidence = Evidence.none(network.n_nodes)
    inside = network.people["inside"].to_numpy(dtype=bool)
    names = list(network.innovations.index) if innovations is None else list(np.atleast_1d(innovations))
    columns = [build_or_none(network, str(name)) for name in names]
    if times is not None:
        if not isinstance(times, pd.DataFrame):
            raise InputError(f"times must be a DataFrame of person by innovation, not {type(times).__name__}.")
        columns += [_given_or_none(network, column) for _, column in times.items()]
    for column in columns:
        if column is not None:
            numbers = column.to_numpy(dtype=np.float64)
            _add(evidence, np.where(inside, earliness(np.where(inside, numbers, np.nan)), np.nan), np.isfinite(numbers))
    if memberships:
        _add_memberships(evidence, network, inside, before)
    return evidence


def build_or_none(network: Network, innovation: str) -> pd.Series | None:
    """Give the times of an innovation if at least one is known, else None."""
    times = network.adoption_times(innovation)
    return build_times(network, innovation=innovation).times if np.isfinite(times).any() else None


def _given_or_none(network: Network, times: pd.Series) -> pd.Series | None:
    """Give a column of times if at least one is known, else None; people and numbers are checked in either case."""
    some = bool(np.isfinite(pd.to_numeric(times, errors="coerce")).any())
    found = build_times(network, times=times, first=None if some else 0, last=None if some else 0).times
    return found if some else None


def earliness(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give normal scores of adoption times, high for early; NaN stays NaN, `inf` shares the last ranks."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    known = ~np.isnan(times)
    scores = np.full(len(times), np.nan)
    if known.any():
        scores[known] = -ndtri((rankdata(times[known]) - 0.5) / known.sum())
    return scores


def _add(evidence: Evidence, scores: NDArray[np.float64], joined: NDArray[np.bool_]) -> None:
    known = ~np.isnan(scores)
    evidence.number += known
    evidence.total[known] += scores[known]
    evidence.squares[known] += scores[known] ** 2
    evidence.joined += known & joined
    evidence.practices += 1


def _add_memberships(
    evidence: Evidence, network: Network, inside: NDArray[np.bool_], before: str | pd.Timestamp | None
) -> None:
    """Add memberships without a table of people by initiatives: only members differ from everybody else's score."""
    from scipy.special import ndtri

    rows = network.memberships
    rows = rows[rows["person"].isin(network.ids[inside])]
    if before is not None:
        # A membership without a date may be from after the outcome, so it cannot count as earlier.
        rows = rows[rows["start"] < _moment(before)]
    rows = rows.sort_values(["initiative", "person", "start"]).drop_duplicates(["initiative", "person"])
    if rows.empty:
        return
    openings = find_openings(network, pd.Index(rows["initiative"].unique()))
    places = network.positions(rows["person"])
    there = openings.could(places, rows["initiative"])
    # Whoever took part could, whatever the dates say.
    more = (~pd.Series(there, index=rows.index)).groupby(rows["initiative"]).sum()
    people = (openings.numbers() + more).reindex(rows["initiative"]).to_numpy(dtype=np.float64)
    members = rows.groupby("initiative")["person"].transform("size").to_numpy(dtype=np.float64)
    dated = rows.groupby("initiative")["start"].transform("count").to_numpy(dtype=np.float64)
    rank = rows.groupby("initiative")["start"].rank(method="average").to_numpy(dtype=np.float64)
    # Dated members are spread over all places, so that the ones without a date stand in the middle of them.
    rank = np.where(np.isnan(rank), (members + 1) / 2, (rank - 0.5) / np.maximum(dated, 1) * members + 0.5)
    mine = -ndtri((rank - 0.5) / people)
    rest = -ndtri(np.minimum((members + (people - members + 1) / 2 - 0.5) / people, 1 - 0.5 / people))
    rest = np.where(members == people, 0.0, rest)
    first = ~rows["initiative"].duplicated().to_numpy()
    shared = pd.Series(rest[first], index=rows["initiative"].to_numpy()[first])
    evidence.total += openings.totals(shared)
    evidence.squares += openings.totals(shared**2)
    evidence.number += openings.totals(shared * 0 + 1)
    np.add.at(evidence.total, places, mine - rest * there)
    np.add.at(evidence.squares, places, mine**2 - rest**2 * there)
    np.add.at(evidence.number, places, 1.0 - there)
    np.add.at(evidence.joined, places, 1.0)
    evidence.practices += int(first.sum())


def _moment(before: str | pd.Timestamp) -> pd.Timestamp:
    found = pd.to_datetime(str(before), errors="coerce")
    if pd.isna(found):
        raise InputError(f"before must be a date, such as '2025-01-31', not {before!r}.")
    return found.tz_localize(None)


def shrunk_effects(evidence: Evidence) -> tuple[NDArray[np.float64], NDArray[np.float64], float, float]:
    """Give effect, variance, and the variances within and between people."""
    within, between = variance_components(evidence)
    known = evidence.number > 0
    effect, variance = np.full(len(known), np.nan), np.full(len(known), np.nan)
    precision = evidence.number[known] / within + 1 / between
    effect[known] = evidence.total[known] / within / precision
    variance[known] = 1 / precision
    return effect, variance, within, between


def variance_components(evidence: Evidence) -> tuple[float, float]:
    """Fit the variances within and between people by maximum likelihood, mean zero; equal where not identified."""
    from scipy.optimize import minimize

    known = evidence.number > 0
    number, total, squares = evidence.number[known], evidence.total[known], evidence.squares[known]
    overall = max(float(squares.sum() / number.sum()), 1e-12)
    if number.max() < 2:
        return overall / 2, overall / 2
    sizes, group = np.unique(number, return_inverse=True)
    count = np.bincount(group)
    inner = np.bincount(group, squares - total**2 / number).sum()
    outer = np.bincount(group, total**2 / number)
    spare = float((count * (sizes - 1)).sum())

    def misfit(theta: NDArray[np.float64]) -> float:
        within, between = np.exp(theta)
        whole = within + sizes * between
        return float(spare * theta[0] + inner / within + (count * np.log(whole) + outer / whole).sum())

    floor = np.log(overall) - 12
    start = np.log([overall / 2, overall / 2])
    found = minimize(misfit, start, method="L-BFGS-B", bounds=[(floor, None)] * 2)
    within, between = np.exp(found.x)
    return float(within), float(between)
