"""Structure test: whether a measure on this network differs from what its degrees alone would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.adoption.thresholds import threshold_arrays
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.null_models import build_null_graphs
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

EVERYBODY = ""


@dataclass(frozen=True, repr=False, eq=False)
class StructureCheck(Result):
    """A statistic against rewired networks, see `check_structure`.

    Parameters
    ----------
    draws
        Statistic of every rewired network, one column per row of the table.
    """

    _plot: ClassVar[str] = "plot_structure"
    _words: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"observed": mark("Seen"), "spread": mark("Spread of chance")}
    )
    _title: ClassVar[str] = mark("Does it depend on who is tied to whom?")

    draws: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_structure(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    statistic: Callable[[csr_array, NDArray[np.int64]], float] | None = None,
    by: str | None = None,
    lags: int = 0,
    rewirings: int = 500,
    rng: int | np.random.Generator | None = 0,
) -> StructureCheck:
    """Check whether thresholds depend on who is tied to whom, or only on how many ties people have.

    Answers: "Is the mean threshold here different from what it would be if the same people had other contacts?" Use it
    in place of a regression on thresholds.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    relation
        Ties that count; None takes all together, without their weights.
    statistic
        What is compared: a function of contacts (people by people) and adoption slots (see `AdoptionTimes.slots`) that
        gives one number. None takes the mean threshold.
    by
        Column with communities that are tested each for themselves as well; ties between communities are left out
        there.
    lags
        As in `score_thresholds`, for the mean threshold.
    rewirings
        Number of rewired networks, at least 99.
    rng
        Seed or generator.

    Returns
    -------
    StructureCheck
        `.table` has one row per community ("" for everybody) with the columns people (int), observed, expected (mean
        over rewired networks), spread (their standard deviation) and p (two-sided). `.draws` has the statistic of
        every rewired network, one column per row of the table.

    Raises
    ------
    InputError
        If `statistic` does not give one number.
    TooLittleDataError
        If there are no ties or the statistic cannot be computed on the network itself.

    Notes
    -----
    Rewired networks keep how many people everybody names and is named by.
    ``p = 2 min(P(t <= t0), P(t >= t0))`` with the observed network counted as one of the draws, at most 1.

    Cost: rewirings times ties times swaps per tie.

    References
    ----------
    .. [1] Vega Yon, G. G. & Valente, T. W. netdiffuseR: Analysis of Diffusion and Contagion Processes on Networks.
       doi:10.5281/zenodo.1039317

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ring = np.arange(30)
    >>> network = Network.from_arrays([f"p{i:02d}" for i in ring], ring, (ring + 1) % 30)
    >>> times = pd.Series(1.0 + ring % 5, index=network.ids)
    >>> check_structure(network, times=times, rewirings=99, rng=1).table["observed"].round(2).tolist()
    [0.2]
    """
    lags = check_integer("lags", lags, low=0)
    rewirings = check_integer("rewirings", rewirings, low=99)
    generator = check_rng(rng)
    window = resolve_times(network, times, innovation)
    if statistic is not None and not callable(statistic):
        raise InputError("statistic must be a function of contacts and adoption slots that gives one number.")
    measure = statistic or _mean_threshold(len(window.periods), lags)
    names = list(network.relations.index) if relation is None else np.atleast_1d(relation).tolist()
    directed = bool(network.relations.loc[names, "directed"].any()) if names else True
    whole = network.adjacency(relation, weight=None)
    rows, draws = {}, {}
    for name, people in _parts(network, window, by):
        matrix = whole if len(people) == network.n_nodes else whole[people][:, people]
        slots = window.slots[people]
        observed = _number(measure(matrix, slots)) if matrix.nnz else np.nan
        if np.isnan(observed):
            if name == EVERYBODY:
                raise TooLittleDataError("There are no ties, or nobody adopted, so there is nothing to compare.")
            continue
        graphs = build_null_graphs(matrix, directed=directed, times=rewirings, swaps=20, rng=generator)
        values = np.array([measure(graph, slots) for graph in graphs])
        rows[name] = _row(observed, values, len(people))
        draws[name] = values
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "community"
    settings = {
        "innovation": window.innovation,
        "relation": relation,
        "statistic": "mean threshold" if statistic is None else getattr(statistic, "__name__", "own function"),
        "by": by,
        "lags": lags,
        "rewirings": rewirings,
    }
    first = table.iloc[0]
    return StructureCheck(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="check_structure", settings=settings),
        headline=(
            Fact(
                mark("Observed {observed:.3f}; networks with the same degrees give {expected:.3f} (p = {p:.3f})."),
                {key: float(first[key]) for key in ("observed", "expected", "p")},
            ),
        ),
        draws=pd.DataFrame(draws),
    )


def _mean_threshold(n_slots: int, lags: int) -> Callable[[csr_array, NDArray[np.int64]], float]:
    def mean_threshold(matrix: csr_array, slots: NDArray[np.int64]) -> float:
        values, _ = threshold_arrays([matrix] * n_slots, slots, n_slots, None, lags)
        values = values[~np.isnan(values)]
        return float(values.mean()) if len(values) else np.nan

    return mean_threshold


def _number(value: object) -> float:
    if not np.isscalar(value) or isinstance(value, str | bytes | complex):
        raise InputError(f"statistic must give one number, not {value!r}.")
    return float(value)


def _parts(network: Network, window: AdoptionTimes, by: str | None) -> Iterator[tuple[str, NDArray[np.int64]]]:
    yield EVERYBODY, np.arange(network.n_nodes)
    if by is not None:
        groups = network.groups(by)
        for name in sorted(groups[window.known].dropna().unique()):
            yield str(name), np.flatnonzero((groups == name).to_numpy())


def _row(observed: float, values: NDArray[np.float64], people: int) -> dict[str, float]:
    below = (1 + (values <= observed + 1e-12).sum()) / (len(values) + 1)
    above = (1 + (values >= observed - 1e-12).sum()) / (len(values) + 1)
    return {
        "people": people,
        "observed": observed,
        "expected": float(np.nanmean(values)),
        "spread": float(np.nanstd(values, ddof=1)),
        "p": float(min(2 * min(below, above), 1.0)),
    }
