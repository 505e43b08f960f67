"""Walls: pairs of groups with fewer ties than their members' number of ties would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.adjacency import clean, is_symmetric, pattern
from kiemen.measures.fdr import adjusted
from kiemen.measures.grouping import SIDES, Grouping, group_people
from kiemen.measures.null_models import afford_draws
from kiemen.measures.openness import Openness, few_between
from kiemen.measures.segregation import (
    assortativity,
    check_ei_index,
    conductance,
    ei_index,
    mixing_matrix,
    modularity_shares,
)
from kiemen.measures.silence import response_cautions
from kiemen.measures.wall_tests import PairTest, compare_pairs, expected_ties
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Floats = NDArray[np.float64]

# Swaps in all rewirings together before fewer are drawn, and ties beyond which the formula takes over.
_SWAP_BUDGET = 1e7
_FEWEST, _MOST = 99, 999
_FORMULA_FROM = 200_000
_REGROUPINGS = 999
_RAREST = 0.001
_NAMED = 4
_REGROUP_BUDGET = 2e8

_WALL = mark(
    "Between {one} and {other} {observed:there is # tie|there are # ties} where {expected:.1f} would be expected from "
    "how many ties people have."
)
_NO_WALL = mark(
    "Between {one} and {other} {observed:there is # tie|there are # ties}; {expected:.1f} would be expected."
)
_TEST = mark(
    "So few or fewer come up by chance in {p} of random networks; after correction for {n:# pair|# pairs} in {q}."
)
_RARE = mark(
    "So few or fewer come up by chance in less than one of a thousand random networks, also after correction for "
    "{n:# pair|# pairs}."
)
_TOO_SMALL = mark(
    "Whether that is a wall cannot be told: these groups have too few ties, or ties that could not be spread otherwise."
)
_FOUND = mark("Between {n} of {all:# pair|# pairs} of groups there is a wall: fewer ties than chance gives.")
_STRONG = mark("{n} walls stand out even from how much groups keep to themselves: {walls}.")
_STRONG_ONE = mark("One wall stands out even from how much groups keep to themselves: {walls}.")
_NO_STRONG = mark(
    "{n:One wall was found; it does not stand|# walls were found; none of them stands} out from how much groups keep "
    "to themselves."
)
_ONE_FOUND = mark(
    "The highest wall stands between {one} and {other}: {observed:# tie|# ties} where {expected:.1f} are expected."
)
_NONE = mark("No wall was found {all:between the two groups|among # pairs of groups}.")
_NONE_TOLD = mark(
    "{all:Between the two groups there are not|Between none of the # pairs of groups are there} "
    "enough ties to tell a wall."
)
_NOT_TOLD = mark("Whether a wall stands between {one} and {other} cannot be told from these ties.")
_NONE_BETWEEN = mark("No wall was found between {one} and {other}.")
_INSIDE = mark("{share:.0%} of all ties stay inside one group (E-I index {index:.2f}, {expected:.2f} by chance).")
_UNKNOWN = mark("{n:# person|# people} without a known group {n:is|are} left out.")
_UNTESTABLE = mark(
    "Pairs of groups whose ties cannot show a wall, as they are too few or could not be spread otherwise: {n}."
)
_FEW_GROUPS = mark(
    "With so few groups a wall cannot be told from how much groups keep to themselves; that takes four or more."
)
_WEAK = mark(
    "Between {n} of {all:# pair|# pairs} of groups a wall that stops half of the ties would more likely be missed than "
    "found: what stands out is nearly closed, and what does not may still be a wall."
)
_LIKELY = 0.5
_CONTACTS = mark(
    "Contacts outside were not asked about each other. As far as their own ties are missing, the wall around the "
    "organisation looks lower than it is."
)
_FORMULA = mark("At this size the test uses the formula for random pairing instead of rewired networks.")


@dataclass(frozen=True, repr=False, eq=False)
class Walls(Result):
    """Walls between groups.

    `table` has one row per pair of groups (index ``wall``) and the columns group, other, observed, expected, chance,
    index, p, q, wall, testable, open, q_open, strong and power, as `find_walls` describes them.

    Parameters
    ----------
    observed
        Groups × groups, ties from row to column; undirected ties once.
    expected
        The same under the configuration model.
    groups
        Per group: people, ties, external (share of ties that lead out), ei, conductance and modularity (its part).
    overall
        One value per measure of the whole: ei, ei_lowest, ei_highest, ei_rescaled, ei_expected, ei_p, ei_weighted,
        assortativity, assortativity_weighted and modularity.
    """

    observed: pd.DataFrame = field(default_factory=pd.DataFrame)
    expected: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    overall: pd.Series[float] = field(default_factory=lambda: pd.Series(dtype="float64"))

    _title: ClassVar[str] = mark("Walls")
    _plot: ClassVar[str] = "plot_walls"


def find_walls(
    network: Network,
    *,
    by: str | pd.Series[Any] | None = None,
    relation: str | Sequence[str] | None = None,
    alpha: float = 0.05,
    times: int | None = None,
    rng: int | np.random.Generator | None = 0,
) -> Walls:
    """Find the pairs of groups between which fewer ties run than chance would give.

    Answers: "Between which departments does it not flow, and is that more than chance?" A wall is few ties for the
    number of ties that the people of both groups have; a small or silent group is not a wall. Do not use it on a
    relation in which people could only name a few others: such ties stay near by design.

    Parameters
    ----------
    network
        People and ties. Strengths do not matter for the test.
    by
        A column of people such as "department" or "level", "inside" for the wall around the organisation, a Series of
        groups by person (for instance the communities found), or None for the first usual column.
    relation
        Relation or relations; None takes all together.
    alpha
        Share of false walls among those found that is accepted, between 0 and 1.
    times
        Number of rewired networks; None takes 999, fewer on large networks and a formula above 200,000 ties. 0 takes
        the formula.
    rng
        Seed or generator.

    Returns
    -------
    Walls
        `.table` has one row per pair of groups (index ``wall``), walls first, and the columns

        group, other : str       - the two groups
        observed : int           - ties between them, in either direction
        expected : float         - K_r K_s / 2m under the configuration model
        chance : float           - mean over the rewired networks
        index : float            - log((observed + ½) / (expected + ½)); below 0 there are fewer than expected
        p : float in (0, 1]      - probability of so few or fewer in networks with the same degrees
        q : float in (0, 1]      - p after correction for the number of pairs
        wall : bool              - q ≤ alpha and fewer than expected
        testable : bool          - False when even no tie at all could be chance, or when chance gives always as many
        open : float             - ties expected from how many ties leave both groups; ties inside and pairs already
            found to stand apart are left out. NaN where too few groups (always below four) have ties to tell
        q_open : float in (0, 1] - corrected probability of so few, given that; NaN likewise
        strong : bool            - a wall that also stands out from how open both groups are: most departments have
            fewer ties to each other than random pairing gives, and this is beyond that
        power : float in [0, 1]  - how likely a wall that stops half of the ties would stand out here; NaN where it
            cannot be told

    Raises
    ------
    ColumnError
        If `by` is not a column; the message names the nearest.
    TooLittleDataError
        If fewer than two groups have people.

    See Also
    --------
    kiemen.measures.communities.find_communities : Groups where none are given.

    Notes
    -----
    Rewiring keeps every person's number of ties (sent and received apart where ties have direction), see
    `kiemen.measures.null_models.rewire_ties`. False discovery rate after Benjamini and Hochberg over the pairs. The E-I
    index has its p from moving people between the groups, which takes their number of ties along. Cost: times × ties ×
    3 to 10.

    References
    ----------
    Krackhardt, D. & Stern, R. N. (1988). doi:10.2307/2786835
    Maslov, S. & Sneppen, K. (2002). doi:10.1126/science.1065103
    Benjamini, Y. & Hochberg, Y. (1995). doi:10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.walls import find_walls
    >>> pairs = [(a, b) for block in ("abcdef", "uvwxyz") for a in block for b in block if a < b]
    >>> people = pd.DataFrame({"person": list("abcdefuvwxyz"), "department": ["Zorg"] * 6 + ["Wijken"] * 6})
    >>> ties = pd.DataFrame([*pairs, ("a", "u")], columns=["source", "target"])
    >>> walls = find_walls(Network.from_frames(people, ties))
    >>> walls.table.query("wall").index.tolist()
    ['Wijken – Zorg']
    """
    check_network(network)
    check_number("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    generator = check_rng(rng)
    whole = group_people(network, by)
    if len(whole.labels) < 2:
        raise TooLittleDataError(f"walls need at least two groups; {whole.name!r} has {len(whole.labels)}.")
    known = np.flatnonzero(whole.codes >= 0)
    weighted = clean(network.adjacency(relation))[known][:, known]
    weighted.sort_indices()
    graph = pattern(weighted)
    grouping = Grouping(whole.name, whole.labels, whole.codes[known])
    rewirings = _times(times, graph)
    test = compare_pairs(graph, grouping, times=rewirings, rng=generator)
    directed = not is_symmetric(graph)
    mixing = mixing_matrix(graph, grouping.codes, len(grouping.labels))
    table = _table(grouping, test, few_between(mixing, directed=directed, alpha=alpha), alpha)
    regroupings = int(np.clip(_REGROUP_BUDGET / max(graph.nnz, 1), 19, _REGROUPINGS))
    ei = check_ei_index(graph, grouping.codes, len(grouping.labels), times=regroupings, rng=generator)
    overall = _overall(mixing, mixing_matrix(weighted, grouping.codes, len(grouping.labels)), ei._asdict())
    settings = {"by": whole.name, "relation": relation, "alpha": alpha, "times": rewirings, "rng": str(rng)}
    return Walls(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_walls", settings=settings),
        facts={str(label): _reasons(row, len(table)) for label, row in table.iterrows()},
        headline=_headline(table, overall),
        cautions=_cautions(network, table, len(whole.codes) - known.size, rewirings, around=whole.name == "inside"),
        observed=_square(_once(mixing, directed=directed), grouping),
        expected=_square(expected_ties(mixing, directed=directed), grouping),
        groups=_per_group(mixing, grouping, directed=directed),
        overall=overall,
    )


def wall_table(
    network: Network, *, by: str | None, relation: str | Sequence[str] | None, alpha: float = 0.05
) -> pd.DataFrame:
    """Give the table of `find_walls` by formula alone, without rewiring and without reasons: for very many groups.

    Parameters
    ----------
    network, by, relation, alpha
        As in `find_walls`.

    Returns
    -------
    pandas.DataFrame
        The same columns in the same order.
    """
    whole = group_people(network, by)
    if len(whole.labels) < 2:
        raise TooLittleDataError(f"walls need at least two groups; {whole.name!r} has {len(whole.labels)}.")
    known = np.flatnonzero(whole.codes >= 0)
    graph = pattern(clean(network.adjacency(relation))[known][:, known])
    graph.sort_indices()
    grouping = Grouping(whole.name, whole.labels, whole.codes[known])
    test = compare_pairs(graph, grouping, times=0, rng=np.random.default_rng(0))
    mixing = mixing_matrix(graph, grouping.codes, len(grouping.labels))
    opened = few_between(mixing, directed=not is_symmetric(graph), alpha=alpha)
    return _table(grouping, test, opened, alpha)


def _times(times: int | None, graph: csr_array) -> int:
    if times is not None:
        return check_integer("times", times, low=0)
    if graph.nnz > _FORMULA_FROM:
        return 0
    return afford_draws(graph.nnz, budget=_SWAP_BUDGET, fewest=_FEWEST, most=_MOST)


def _once(mixing: Floats, *, directed: bool) -> Floats:
    """Count undirected ties inside a group once."""
    if directed:
        return mixing
    return mixing - np.diag(np.diag(mixing) / 2)


def _square(values: Floats, grouping: Grouping) -> pd.DataFrame:
    labels = pd.Index(grouping.labels, name=grouping.name)
    return pd.DataFrame(values, index=labels, columns=labels)


def _table(grouping: Grouping, test: PairTest, opened: Openness, alpha: float) -> pd.DataFrame:
    labels = np.array(grouping.labels, dtype=object)
    r, s = np.triu_indices(len(labels), 1)
    q = adjusted(test.p)
    index = np.log((test.observed + 0.5) / (test.expected + 0.5))
    wall = (q <= alpha) & (test.observed < test.chance)
    q_open = adjusted(opened.p)
    strong = wall & (q_open <= alpha)
    table = pd.DataFrame(
        {
            "group": labels[r],
            "other": labels[s],
            "observed": test.observed.astype(np.int64),
            "expected": test.expected,
            "chance": test.chance,
            "index": index,
            "p": test.p,
            "q": q,
            "wall": wall,
            "testable": test.testable,
            "open": np.where(np.isnan(opened.p), np.nan, opened.expected),
            "q_open": q_open,
            "strong": strong,
            "power": opened.power,
        },
        index=pd.Index([f"{a} – {b}" for a, b in zip(labels[r], labels[s], strict=True)], name="wall", dtype="str"),
    )
    order = np.lexsort((np.arange(len(table)), index, ~wall, ~strong))
    return table.iloc[order].astype({"group": "str", "other": "str"})


def _per_group(mixing: Floats, grouping: Grouping, *, directed: bool) -> pd.DataFrame:
    twice = mixing + mixing.T if directed else mixing
    inside = np.diag(mixing) / (1 if directed else 2)
    outward = twice.sum(axis=1) - np.diag(twice)
    ends = outward + inside
    share = np.divide(outward, ends, out=np.full(ends.size, np.nan), where=ends > 0)
    return pd.DataFrame(
        {
            "people": grouping.sizes,
            "ties": ends.astype(np.int64),
            "external": share,
            "ei": 2 * share - 1,
            "conductance": conductance(mixing),
            "modularity": modularity_shares(mixing),
        },
        index=pd.Index(grouping.labels, name=grouping.name),
    )


def _overall(mixing: Floats, weighted: Floats, ei: dict[str, float]) -> pd.Series[float]:
    values = {
        "ei": ei["value"],
        "ei_lowest": ei["lowest"],
        "ei_highest": ei["highest"],
        "ei_rescaled": ei["rescaled"],
        "ei_expected": ei["expected"],
        "ei_p": ei["p"],
        "ei_weighted": ei_index(weighted),
        "assortativity": assortativity(mixing),
        "assortativity_weighted": assortativity(weighted),
        "modularity": float(modularity_shares(mixing).sum()),
    }
    return pd.Series(values, name="value")


def _named(row: pd.Series[Any]) -> dict[str, Any]:
    """Name the two groups; the two sides of the wall around the organisation in words."""
    pair = {"one": row["group"], "other": row["other"]}
    if set(pair.values()) == set(SIDES):
        return {key: Fact(SIDES[label]) for key, label in pair.items()}
    return pair


def _reasons(row: pd.Series[Any], n: int) -> tuple[Fact, ...]:
    values = {**_named(row), "observed": row["observed"], "expected": row["expected"]}
    word = _WALL if row["wall"] else _NO_WALL
    said = [Fact(word, values, scope="team")]
    if row["testable"]:
        rare = max(row["p"], row["q"]) < _RAREST
        values = {"n": n} if rare else {"p": _chance(row["p"]), "q": _chance(row["q"]), "n": n}
        said.append(Fact(_RARE if rare else _TEST, values, scope="team"))
    else:
        said.append(Fact(_TOO_SMALL, scope="team"))
    return tuple(said)


def _chance(p: float) -> Fact:
    """Word a chance, which is never nothing, however it rounds."""
    return Fact(mark("less than 0.1%")) if p < _RAREST else Fact(mark("{p:.1%}"), {"p": p})


def _headline(table: pd.DataFrame, overall: pd.Series[float]) -> tuple[Fact, ...]:
    walls = table[table["wall"]]
    if walls.empty:
        said = [_none(table)]
    else:
        first = walls.iloc[0]
        values = _named(first)
        said = [
            *([_standing_out(walls)] if table["q_open"].notna().any() else []),
            *([Fact(_FOUND, {"n": len(walls), "all": len(table)})] if len(table) > 1 else []),
            Fact(_ONE_FOUND, {**values, "observed": first["observed"], "expected": first["expected"]}),
        ]
    if overall["ei"] == overall["ei"]:
        values = {"share": (1 - overall["ei"]) / 2, "index": overall["ei"], "expected": overall["ei_expected"]}
        said.append(Fact(_INSIDE, values))
    return tuple(said)


def _none(table: pd.DataFrame) -> Fact:
    told = bool(table["testable"].any())
    if len(table) == 1:
        return Fact(_NONE_BETWEEN if told else _NOT_TOLD, _named(table.iloc[0]))
    return Fact(_NONE if told else _NONE_TOLD, {"all": len(table)})


def _standing_out(walls: pd.DataFrame) -> Fact:
    strong = walls[walls["strong"]]
    if strong.empty:
        return Fact(_NO_STRONG, {"n": len(walls)})
    word = _STRONG if len(strong) > 1 else _STRONG_ONE
    named = [f"{row['group']} – {row['other']}" for _, row in strong.head(_NAMED).iterrows()]
    return Fact(word, {"n": len(strong), "walls": "; ".join(named)})


def _cautions(network: Network, table: pd.DataFrame, unknown: int, rewirings: int, *, around: bool) -> tuple[Fact, ...]:
    said = []
    if unknown:
        said.append(Fact(_UNKNOWN, {"n": unknown}))
    small = int((~table["testable"]).sum())
    if small:
        said.append(Fact(_UNTESTABLE, {"n": small}))
    if table["q_open"].isna().all():
        said.append(Fact(_FEW_GROUPS))
    told = table["power"].dropna()
    weak = int((told < _LIKELY).sum())
    if weak:
        said.append(Fact(_WEAK, {"n": weak, "all": len(told)}))
    if around:
        said.append(Fact(_CONTACTS))
    if rewirings == 0:
        said.append(Fact(_FORMULA))
    return (*said, *response_cautions(network))
