"""Robustness of positions: which measures still rank the same people when more of them do not answer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen._progress import progress_bar
from kiemen.adoption.adopters import people_within
from kiemen.adoption.intervals import normal_quantile
from kiemen.errors import InputError, LowResponseWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Measure = Callable[[csr_array], NDArray[np.float64]]

ENOUGH_RESPONSE = 0.7
ENOUGH_OVERLAP = 0.7
WORSE = (0.1, 0.3, 0.5)
MOST_FOR_PATHS = 2_000
TOP_SHARE = 0.1
ROUND = 20
PRECISE = 0.01
NAMES = {
    "in-degree": mark("in-degree"),
    "out-degree": mark("out-degree"),
    "constraint": mark("constraint"),
    "betweenness": mark("betweenness"),
}


@dataclass(frozen=True, repr=False, eq=False)
class PositionRobustness(Result):
    """How well positions survive missing respondents, see `profile_robustness`.

    Parameters
    ----------
    response
        Share of the people asked who answered; NaN unknown.
    individual_claims
        Whether single people may be named as bridges.
    """

    _plot: ClassVar[str] = "plot_robustness"
    _words: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"missing": mark("Share taken out"), "observed": mark("As it was")}
    )
    _title: ClassVar[str] = mark("Do positions survive missing answers?")

    response: float = np.nan
    individual_claims: bool = False


def profile_robustness(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    missing: Sequence[float] | None = None,
    measures: Mapping[str, Measure] | None = None,
    draws: int = 200,
    confidence: float = 0.9,
    rng: int | np.random.Generator | None = 0,
    progress: bool = True,
) -> PositionRobustness:
    """Profile which measures of position still rank the same people when respondents go missing.

    Answers: "May I name this person as a bridge, with the answers we have?" Respondents of this very network are taken
    out by lot, at the share that did not answer and at worse ones, and every measure is computed again.

    Parameters
    ----------
    network
        People, ties and who answered.
    relation
        Ties that count; None takes all together.
    missing
        Shares of respondents to take out, each above 0 and below 1; None takes the share that did not answer, and 10,
        30 and 50 %.
    measures
        Name to function that gives one number per person from a matrix of contacts; None takes in-degree, out-degree,
        constraint and, up to 2,000 people, betweenness.
    draws
        How often respondents are taken out per share at most, at least 20. It stops sooner, from 40 on, when every
        mean and every end of a band is known to 0.01 (one standard error).
    confidence
        Level of the band.
    rng
        Seed or generator.
    progress
        Whether a bar appears when it takes more than two seconds.

    Returns
    -------
    PositionRobustness
        `.table` has one row per measure and share (index `measure`) with the columns

        missing : float - share taken out; observed : bool - whether that is the share that did not answer
        correlation, low, high : float - Spearman's, of the measure before and after, over those who remain; the mean
            and the band over draws
        overlap : float in [0, 1] - share of the top tenth that is still there
        holds : bool - overlap of at least 0.7 on average
        draws : int - how often respondents were taken out

        `.response` is the share that answered (NaN unknown) and `.individual_claims` whether single people may be
        named as bridges: at least 70 % answered, or the ties were not asked for.

    Raises
    ------
    TooLittleDataError
        If there are fewer than ten people with ties.

    Warns
    -----
    LowResponseWarning
        If fewer than 70 % answered.

    Notes
    -----
    In relations that only respondents could report (`relations.asked`), somebody who goes missing takes along the ties
    she reports and stays where others name her; otherwise she goes with all her ties. That people go missing by lot is
    the mild case: when the missing are alike, or a whole team, it is worse. Cost: draws times shares times measures;
    700 people with 20,000 ties take some ten seconds, nearly all of it for betweenness.

    References
    ----------
    .. [1] Costenbader, E. & Valente, T. W. (2003). The stability of centrality measures when networks are sampled.
       Social Networks, 25, 283-307. doi:10.1016/S0378-8733(03)00012-1
    .. [2] Martin, C. & Niemeyer, P. (2019). Influence of measurement errors on networks: estimating the robustness of
       centrality measures. Network Science, 7, 180-195. doi:10.1017/nws.2019.12

    Examples
    --------
    >>> import numpy as np
    >>> from kiemen.network import Network
    >>> rng = np.random.default_rng(1)
    >>> network = Network.from_arrays(
    ...     [f"p{i:02d}" for i in range(40)], rng.integers(40, size=200), rng.integers(40, size=200)
    ... )
    >>> profile_robustness(network, missing=[0.1], draws=20).table.index.unique().tolist()
    ['in-degree', 'out-degree', 'constraint', 'betweenness']
    """
    check_network(network)
    draws = check_integer("draws", draws, low=20)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    generator = check_rng(rng)
    matrix = network.adjacency(relation, weight=None)
    tied = np.asarray((matrix.sum(axis=1) + matrix.sum(axis=0)) > 0).ravel()
    if tied.sum() < 10:
        raise TooLittleDataError(f"Only {int(tied.sum())} of the people have ties; ranks of so few say nothing.")
    response = network.response_rate()
    shares = _shares(missing, response)
    asked = _asked(network, relation)
    chosen = measures or default_measures(network.n_nodes, repeats=draws * len(shares))
    trial = _Trial(matrix, tied, _respondents(network, tied), chosen, whole=not asked)
    rows = []
    with progress_bar(draws * len(shares), mark("Taking out respondents"), show=progress) as bar:
        for share in shares:
            rows.extend(_rows(trial, share, bar, draws=draws, confidence=confidence, rng=generator))
    observed = 1 - response
    table = pd.DataFrame(rows).set_index("measure")
    table.insert(1, "observed", np.isclose(table["missing"], observed))
    table = table.loc[list(chosen)]
    claims = not asked or not response < ENOUGH_RESPONSE
    if not claims:
        warnings.warn(
            f"Only {response:.0%} of the people asked answered: do not name single people as bridges.",
            LowResponseWarning,
            stacklevel=2,
        )
    settings = {
        "relation": relation,
        "missing": list(shares),
        "measures": list(chosen),
        "draws": draws,
        "confidence": confidence,
    }
    return PositionRobustness(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="profile_robustness", settings=settings),
        headline=_headline(table),
        cautions=_cautions(response, asked=asked, claims=claims),
        response=response,
        individual_claims=claims,
    )


def default_measures(n: int, *, repeats: int = 1) -> dict[str, Measure]:
    """Give the measures compared: counts of contacts, constraint, and betweenness where it is quick enough."""
    from kiemen.measures.betweenness import exact_betweenness
    from kiemen.measures.holes import structural_holes

    found: dict[str, Measure] = {
        "in-degree": lambda matrix: np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel(),
        "out-degree": lambda matrix: np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel(),
        "constraint": lambda matrix: -structural_holes(matrix, repeats=repeats).constraint,
    }
    if n <= MOST_FOR_PATHS:
        found["betweenness"] = lambda matrix: exact_betweenness(matrix, repeats=repeats).value
    return found


def _shares(missing: Sequence[float] | None, response: float) -> list[float]:
    if missing is not None:
        missing = [missing] if isinstance(missing, float | int) else list(missing)
        if not missing:
            raise InputError("missing must hold at least one share.")
        return sorted(
            {check_number("missing", share, low=0, high=1, low_open=True, high_open=True) for share in missing}
        )
    observed = [] if not 0 < response < 1 else [1 - response]
    return sorted({*observed, *(share for share in WORSE if not observed or share > observed[0] + 0.01)})


def _asked(network: Network, relation: str | Sequence[str] | None) -> bool:
    table = network.relations
    names = list(table.index) if relation is None else [relation] if isinstance(relation, str) else list(relation)
    return bool(table.loc[names, "asked"].any())


def _respondents(network: Network, tied: NDArray[np.bool_]) -> NDArray[np.int64]:
    answered = network.response().isin(ANSWERED).to_numpy(dtype=bool)
    return np.flatnonzero(answered & tied if (answered & tied).any() else tied)


def _taken(respondents: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    count = min(people_within(share, len(respondents)), len(respondents) - 2)
    return rng.choice(respondents, size=count, replace=False)


class _Trial:
    """Measures of a network as it is, and again without some of its respondents."""

    def __init__(
        self,
        matrix: csr_array,
        tied: NDArray[np.bool_],
        respondents: NDArray[np.int64],
        measures: Mapping[str, Measure],
        *,
        whole: bool,
    ) -> None:
        self.respondents, self.measures = respondents, measures
        self._matrix, self._tied, self._whole = matrix, tied, whole
        self._before = {name: measure(matrix) for name, measure in measures.items()}
        for name, values in self._before.items():
            if np.shape(values) != (matrix.shape[0],):
                raise InputError(f"measures: {name!r} must give one number per person, {matrix.shape[0]} in all.")

    def without(self, gone: NDArray[np.int64]) -> list[tuple[float, float]]:
        """Give per measure the correlation with what it was, and the share of the top tenth that stays."""
        from scipy.stats import rankdata

        left = without_reports(self._matrix, gone, whole=self._whole)
        found = []
        for name, measure in self.measures.items():
            before, after = self._before[name], measure(left)
            kept = self._tied & np.isfinite(before) & np.isfinite(after)
            if self._whole:
                kept[gone] = False
            one, other = before[kept], after[kept]
            flat = len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0
            correlation = np.nan if flat else float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])
            found.append((correlation, top_overlap(one, other) if len(one) else np.nan))
        return found


def _rows(
    trial: _Trial, share: float, bar: Any, *, draws: int, confidence: float, rng: np.random.Generator
) -> list[dict[str, object]]:
    """Take out respondents until the numbers are precise; give a row per measure."""
    found: list[list[tuple[float, float]]] = []
    while len(found) < draws:
        round_size = min(ROUND, draws - len(found))
        found += [trial.without(_taken(trial.respondents, share, rng)) for _ in range(round_size)]
        bar.update(round_size)
        if len(found) >= 2 * ROUND and _precise(np.array(found), confidence):
            bar.update(draws - len(found))
            break
    values = np.array(found)
    return [_row(name, share, values[:, place], confidence) for place, name in enumerate(trial.measures)]


def _precise(values: NDArray[np.float64], confidence: float) -> bool:
    """Say whether the means, and the ends of the band as of a normal curve, have a standard error of at most 0.01."""
    tail = (1 - confidence) / 2
    end = np.sqrt(tail * (1 - tail)) / (np.exp(-(normal_quantile(confidence) ** 2) / 2) / np.sqrt(2 * np.pi))
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (values - mean) ** 2, 0.0).sum(axis=0) / np.maximum(count - 1, 1))
    return bool((spread * [end, 1.0] / np.sqrt(count) <= PRECISE).all())


def _row(name: str, share: float, values: NDArray[np.float64], confidence: float) -> dict[str, object]:
    known, overlaps = (column[~np.isnan(column)] for column in values.T)
    band = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2]) if len(known) else (np.nan, np.nan)
    overlap = float(overlaps.mean()) if len(overlaps) else np.nan
    return {
        "measure": name,
        "missing": share,
        "correlation": float(known.mean()) if len(known) else np.nan,
        "low": float(band[0]),
        "high": float(band[1]),
        "overlap": overlap,
        "holds": overlap >= ENOUGH_OVERLAP,
        "draws": len(values),
    }


def without_reports(matrix: csr_array, gone: NDArray[np.int64], *, whole: bool) -> csr_array:
    """Give the contacts without what these people reported, or (`whole`) without these people."""
    kept = np.ones(matrix.shape[0])
    kept[gone] = 0.0
    data = matrix.data * np.repeat(kept, np.diff(matrix.indptr))
    if whole:
        data = data * kept[matrix.indices]
    from scipy.sparse import csr_array

    found = csr_array((data, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)
    found.eliminate_zeros()
    return found


def top_overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Give the expected share of the top tenth of one that is in that of the other, ties broken by lot."""
    k = max(int(np.ceil(TOP_SHARE * len(one))), 1)
    return float((_membership(one, k) * _membership(other, k)).sum() / k)


def _membership(values: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    edge = np.sort(values)[-k]
    above, tied = values > edge, values == edge
    return np.asarray(above + tied * (k - above.sum()) / tied.sum(), dtype=np.float64)


def _headline(table: pd.DataFrame) -> tuple[Fact, ...]:
    worst = table[table["missing"] == table["missing"].max()]
    first = table[table["missing"] == table["missing"].min()]
    row = first.sort_values("overlap", kind="stable").iloc[[0, -1]]
    return (
        Fact(
            mark(
                "With {share:.0%} more missing, {best} keeps {high:.0%} of its top tenth and {weakest} keeps {low:.0%}."
            ),
            {
                "share": float(first["missing"].iloc[0]),
                "best": _named(str(row.index[1])),
                "high": float(row["overlap"].iloc[1]),
                "weakest": _named(str(row.index[0])),
                "low": float(row["overlap"].iloc[0]),
            },
        ),
        Fact(
            mark("{n} of {all} measures still {n:names|name} the same people when {share:.0%} are missing."),
            {"n": int(worst["holds"].sum()), "all": len(worst), "share": float(worst["missing"].iloc[0])},
        ),
    )


def _named(measure: str) -> Fact | str:
    """Give the name of a measure in the reader's language where it is one of our own."""
    return Fact(NAMES[measure]) if measure in NAMES else measure


def _cautions(response: float, *, asked: bool, claims: bool) -> tuple[Fact, ...]:
    found = [Fact(mark("People were taken out by lot; when whole teams are silent it is worse."))]
    if not claims:
        found.append(
            Fact(
                mark("Only {rate:.0%} answered: do not name single people as bridges on these ties."),
                {"rate": response},
            )
        )
    if asked and np.isnan(response):
        found.append(Fact(mark("It is not known who answered, so the response could not be judged.")))
    return tuple(found)
