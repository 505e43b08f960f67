"""Brokerage roles between groups (Gould and Fernandez), tested against what degrees alone would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.adjacency import clean, is_symmetric, pattern
from kiemen.measures.fdr import adjusted
from kiemen.measures.grouping import Grouping, group_people
from kiemen.measures.null_models import afford_draws, rewire_ties
from kiemen.measures.role_counts import ROLES, RoleTally, exclusive_counts, expected_roles, role_counts
from kiemen.measures.silence import response_cautions
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Counts = NDArray[np.int64]

# Swaps in all rewirings together before fewer are drawn, and ties beyond which the formula stands in.
_SWAP_BUDGET = 7e6
_FEWEST, _MOST = 99, 499
_FORMULA_FROM = 500_000

_WORDS = {
    "coordinator": mark("{name} links colleagues inside {group}: {n} times, {expected:.0f} by chance (coordinator)."),
    "consultant": mark(
        "{name}, of {group}, links people who are together in another group: {n} times, {expected:.0f} by chance "
        "(consultant)."
    ),
    "representative": mark(
        "{name} carries what lives in {group} to other groups: {n} times, {expected:.0f} by chance (representative)."
    ),
    "gatekeeper": mark(
        "{name} lets what happens elsewhere into {group}: {n} times, {expected:.0f} by chance (gatekeeper)."
    ),
    "liaison": mark(
        "{name}, of {group}, stands between two other groups: {n} times, {expected:.0f} by chance (liaison)."
    ),
}
_NOBODY = mark("Nobody plays a part between groups more often than chance gives.")
_SOME = mark("{n} people play a part between or inside groups far more often than chance gives.")
_SOME_ONE = mark("{name} plays a part between or inside groups far more often than chance gives.")
_MOST_ACTIVE = mark("{name} does so most between groups: {n:# pair|# pairs} of people who are not tied themselves.")
_UNKNOWN = mark("{n:# person|# people} without a known group {n:is|are} left out.")
_FORMULA = mark("At this size counts are compared with a formula for random networks; no role is named from that.")


@dataclass(frozen=True, repr=False, eq=False)
class Roles(Result):
    """Brokerage roles of people between groups.

    `table` has one row per person with the columns that `score_roles` describes.

    Parameters
    ----------
    z
        Per person and role (and total), standard deviations above what rewired networks give.
    expected
        Per person and role (and total), the mean count in rewired networks.
    analytic_z
        Per person and role (and total), standard deviations above a random network of the same density and sizes.
    totals
        Per role, the count over the whole network.
    """

    z: pd.DataFrame = field(default_factory=pd.DataFrame)
    expected: pd.DataFrame = field(default_factory=pd.DataFrame)
    analytic_z: pd.DataFrame = field(default_factory=pd.DataFrame)
    totals: pd.Series[float] = field(default_factory=lambda: pd.Series(dtype="float64"))

    _title: ClassVar[str] = mark("Brokerage roles")
    _plot: ClassVar[str] = "plot_roles"


class _Chance(NamedTuple):
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    p: NDArray[np.float64]


def _by_rewiring(
    graph: csr_array, codes: NDArray[np.int64], counts: Counts, times: int, rng: np.random.Generator
) -> _Chance:
    total = np.zeros(counts.shape)
    square = np.zeros(counts.shape)
    reached = np.zeros(counts.shape)
    directed = not is_symmetric(graph)
    tally = RoleTally(np.unique(codes, return_inverse=True)[1].astype(np.int64), directed=directed)
    for source, target in rewire_ties(graph, directed=directed, times=times, rng=rng):
        found = _with_total(tally.count(source, target))
        total += found
        square += found.astype(np.float64) ** 2
        reached += found >= counts
    mean = total / times
    sd = np.sqrt(np.maximum(square - times * mean**2, 0.0) / max(times - 1, 1))
    p = (1 + reached) / (times + 1)
    return _Chance(mean, sd, _finer(p, counts, mean, sd, times))


def _finer(
    p: NDArray[np.float64], counts: Counts, mean: NDArray[np.float64], sd: NDArray[np.float64], times: int
) -> NDArray[np.float64]:
    """Where no draw came so high, read the tail off a gamma curve with the mean and spread of the draws.

    Counts of paths are skewed to the right as the gamma curve is; a normal curve would find too much.
    """
    from scipy.special import gammaincc

    at_floor = (p <= 1.5 / (times + 1)) & (mean >= 5) & (sd > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = gammaincc((mean / sd) ** 2, (counts - 0.5) * mean / sd**2)
    return np.where(at_floor, np.minimum(p, tail), p)


def _with_total(counts: Counts) -> Counts:
    return np.column_stack([counts, counts.sum(axis=1)])


def score_roles(
    network: Network,
    *,
    by: str | pd.Series[Any] | None = None,
    relation: str | Sequence[str] | None = None,
    alpha: float = 0.05,
    times: int | None = None,
    rng: int | np.random.Generator | None = 0,
) -> Roles:
    """Score which part each person plays between and inside groups.

    Answers: "Who lets things into the department, who carries them out, and who stands between departments?" A person v
    brokers from a to b when a is tied to v and v to b while a is not tied to b. Do not read the roles off a relation
    without direction as representative or gatekeeper: both then count the same paths.

    Parameters
    ----------
    network
        People and ties; direction is followed, strengths do not matter.
    by
        Groups: a column of people, a Series by person, or None for the first usual column.
    relation
        Relation or relations; None takes all together.
    alpha
        Share of false findings among the roles named that is accepted, between 0 and 1.
    times
        Number of rewired networks; None takes 499, fewer from 7,000 ties on and none above 500,000 ties; then the
        formula of Gould and Fernandez stands in and no role is named. 0 takes the formula.
    rng
        Seed or generator.

    Returns
    -------
    Roles
        `.table` has one row per person (index ``person``), most open paths first, and the columns

        coordinator : int     - a, v and b of one group
        consultant : int      - a and b of one group, v of another
        representative : int  - a and v of one group, b of another: v carries outward
        gatekeeper : int      - v and b of one group, a of another: v lets in
        liaison : int         - three different groups
        total : int
        activity : int        - paths between different groups (representative, gatekeeper and liaison)
        exclusivity : int     - those of them for which v is the only one between
        role : str            - the role played far more often than in rewired networks (q ≤ alpha), "" when none is
        q : float             - of that role after correction; NaN without one
        group : str or NaN    - own group; people without a group are left out and have zeros

    Raises
    ------
    ColumnError
        If `by` is not a column; the message names the nearest.
    TooLittleDataError
        If fewer than two groups have people.

    Notes
    -----
    Each undirected tie counts as two, so each path of an undirected relation counts twice. The names follow the paths
    above; other programs have swapped representative and gatekeeper.
    Cost: times × (ties × 3 to 10 + triangles); the counts alone take seconds at a million people. Exclusivity costs the
    number of two-paths.

    References
    ----------
    Gould, R. V. & Fernandez, R. M. (1989). doi:10.2307/270949
    Hamilton, M., Hileman, J. & Bodin, Ö. (2020). doi:10.1016/j.socnet.2019.08.002

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.roles import score_roles
    >>> people = pd.DataFrame({"person": ["An", "Bo", "Chris"], "team": ["red", "blue", "blue"]})
    >>> ties = pd.DataFrame({"source": ["An", "Bo"], "target": ["Bo", "Chris"]})
    >>> score_roles(Network.from_frames(people, ties), times=19).table.loc["Bo", "gatekeeper"].item()
    1
    """
    check_network(network)
    check_number("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    generator = check_rng(rng)
    grouping = group_people(network, by)
    if len(grouping.labels) < 2:
        raise TooLittleDataError(f"roles need at least two groups; {grouping.name!r} has {len(grouping.labels)}.")
    known = np.flatnonzero(grouping.codes >= 0)
    graph = pattern(clean(network.adjacency(relation)))[known][:, known]
    graph.sort_indices()
    codes = grouping.codes[known]
    counts = _with_total(role_counts(graph, codes))
    rewirings = _times(times, graph.nnz)
    formula = expected_roles(graph.nnz, grouping.sizes)
    analytic = _ratio(counts - formula.expected[codes], formula.sd[codes])
    if rewirings:
        chance = _by_rewiring(graph, codes, counts, rewirings, generator)
    else:
        chance = _Chance(formula.expected[codes], formula.sd[codes], np.full(counts.shape, np.nan))
    z = _ratio(counts - chance.mean, chance.sd)
    q = adjusted(chance.p[:, :5].ravel()).reshape(-1, 5)
    frames = {
        name: pd.DataFrame(values, index=network.ids[known], columns=[*ROLES, "total"])
        for name, values in (("counts", counts), ("z", z), ("expected", chance.mean), ("analytic", analytic))
    }
    table = _role_table(network, frames["counts"], grouping, _named(z[:, :5], q, alpha))
    table["exclusivity"] = exclusive_counts(network.adjacency(relation), grouping.codes)
    order = np.lexsort((np.arange(len(table)), -table["total"].to_numpy()))
    table = table.iloc[order][_COLUMNS]
    settings = {"by": grouping.name, "relation": relation, "alpha": alpha, "times": rewirings, "rng": str(rng)}
    return Roles(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_roles", settings=settings),
        facts=_reasons(table, frames["expected"], network.people["name"]),
        headline=_headline(table, network.people["name"]),
        cautions=_cautions(network, len(table) - known.size, rewirings),
        z=frames["z"],
        expected=frames["expected"],
        analytic_z=frames["analytic"],
        totals=frames["counts"].sum().astype("float64"),
    )


_COLUMNS = [*ROLES, "total", "activity", "exclusivity", "role", "q", "group"]


def _times(times: int | None, arcs: int) -> int:
    if times is not None:
        return check_integer("times", times, low=0)
    if arcs > _FORMULA_FROM:
        return 0
    return afford_draws(arcs, budget=_SWAP_BUDGET, fewest=_FEWEST, most=_MOST)


def _ratio(gap: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give gap / sd; NaN where there is no spread, as nothing can then be said of chance."""
    z: NDArray[np.float64] = np.divide(gap, sd, out=np.full(gap.shape, np.nan), where=sd > 0)
    return z


def _named(z: NDArray[np.float64], q: NDArray[np.float64], alpha: float) -> tuple[list[str], NDArray[np.float64]]:
    """Name for each person the role that stands out most, and its q."""
    with np.errstate(invalid="ignore"):
        clear = np.where(q <= alpha, z, -np.inf)
    clear = np.where(np.isnan(clear), -np.inf, clear)
    best = clear.argmax(axis=1)
    found = np.isfinite(clear.max(axis=1))
    names = [ROLES[role] if ok else "" for role, ok in zip(best, found, strict=True)]
    return names, np.where(found, q[np.arange(best.size), best], np.nan)


def _role_table(
    network: Network, counts: pd.DataFrame, grouping: Grouping, named: tuple[list[str], NDArray[np.float64]]
) -> pd.DataFrame:
    table = counts.assign(role=pd.Series(named[0], index=counts.index, dtype="str"), q=named[1])
    table = table.reindex(network.ids)
    table[[*ROLES, "total"]] = table[[*ROLES, "total"]].fillna(0).astype(np.int64)
    table["role"] = table["role"].fillna("")
    table["activity"] = table[["representative", "gatekeeper", "liaison"]].sum(axis=1)
    table["group"] = pd.Series(grouping.named(), index=network.ids, dtype="str")
    return table


def _reasons(table: pd.DataFrame, expected: pd.DataFrame, names: pd.Series[Any]) -> dict[Any, tuple[Fact, ...]]:
    named = table[table["role"] != ""]
    at = expected.index.get_indexer(named.index)
    chance, name = expected.to_numpy(), names.reindex(named.index).to_list()
    facts: dict[Any, tuple[Fact, ...]] = {}
    for place, (person, row) in enumerate(zip(named.index, named.to_dict("records"), strict=True)):
        role = str(row["role"])
        values = {
            "name": name[place],
            "group": row["group"],
            "n": row[role],
            "expected": chance[at[place], ROLES.index(role)],
        }
        facts[person] = (Fact(_WORDS[role], values),)
    return facts


def _headline(table: pd.DataFrame, names: pd.Series[Any]) -> tuple[Fact, ...]:
    named = table[table["role"] != ""]
    if named.empty:
        return (Fact(_NOBODY),)
    word = _SOME if len(named) > 1 else _SOME_ONE
    said = [Fact(word, {"n": len(named), "name": names[str(named.index[0])]})]
    between = named[named["role"].isin(["gatekeeper", "representative", "liaison"])]
    if len(between):
        first = str(between["activity"].idxmax())
        said.append(Fact(_MOST_ACTIVE, {"name": names[first], "n": between.loc[first, "activity"]}))
    return tuple(said)


def _cautions(network: Network, unknown: int, rewirings: int) -> tuple[Fact, ...]:
    said = [Fact(_UNKNOWN, {"n": unknown})] if unknown else []
    if rewirings == 0:
        said.append(Fact(_FORMULA))
    return (*said, *response_cautions(network))
