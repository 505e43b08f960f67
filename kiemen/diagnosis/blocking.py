"""Blocking clusters: groups of people who keep each other at the old way, and the ties that would unlock them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diagnosis.cohesion import Rule, blocked_clusters, spread_to_end, tie_pairs, unlock
from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.measures.grouping import group_people
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

WORLDS = 100
# One or two people who lack contacts are no cluster: they need an invitation, not a breach.
SMALLEST = 3

_INSIDE = mark(
    "{people} people have {inside:.0%} of their contacts among themselves. Each of them has fewer than {share:.0%} of "
    "the contacts outside."
)
_INSIDE_OR_FEW = mark(
    "{people} people have {inside:.0%} of their contacts among themselves. Each of them has fewer than {share:.0%} of "
    "the contacts outside, or fewer than {minimum}."
)
_LACKING = mark("Too few people have joined to make all these ties; ties for which nobody is left: {n}.")


@dataclass(frozen=True, repr=False, eq=False)
class BlockingClusters(Result):
    """Clusters that a contagion cannot enter, see `find_blocking_clusters`.

    Parameters
    ----------
    members
        Per person in a cluster, its number.
    ties
        New ties that unlock the clusters: cluster, person who has adopted, other, shared contacts.
    reached
        Share of the people with ties whom the contagion reaches without new ties.
    """

    _plot: ClassVar[str] = "plot_blocking"
    _title: ClassVar[str] = mark("Clusters that new behaviour cannot enter")

    members: pd.Series[Any] = field(default_factory=lambda: pd.Series(dtype="int64"))
    ties: pd.DataFrame = field(default_factory=pd.DataFrame)
    reached: float = float("nan")


def find_blocking_clusters(
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    threshold: float = 0.25,
    minimum: int = 2,
    relation: str | Sequence[str] | None = None,
    by: str | pd.Series[Any] | None = None,
    rng: int | np.random.Generator | None = 0,
) -> BlockingClusters:
    """Find the clusters that new behaviour cannot enter, and the fewest ties that would let it in.

    Answers: "Where does the fire stop, however well it burns elsewhere, and what opens that door?" A cluster blocks
    when every member has so many contacts inside it that too few are left to meet the threshold, even when everybody
    outside has taken up the new way. It says nothing about the will of anybody in it. Not for behaviour that one
    contact is enough for: then only the lack of ties blocks.

    Parameters
    ----------
    network
        People and ties; direction and weight are ignored.
    adopters
        Declared adopters (ids or a true/false Series), or a ranking with `share`; None takes those on record.
    share
        With a ranking, the share of the people who are adopters; each of a hundred worlds draws its own, and a person
        counts as reached when reached in at least half of them.
    threshold
        Share of the contacts that must have adopted before a person does, above 0 up to 1. An assumption: the result
        holds for this threshold.
    minimum
        Least number of contacts that must have adopted.
    relation
        Relation or relations to use; None takes all.
    by
        Column with the groups that the clusters are described by, or a Series by person; None takes the first of
        department, team, ....
    rng
        Seed for the worlds.

    Returns
    -------
    BlockingClusters
        `.table` has one row per cluster of at least three, largest first, index ``cluster`` from 1, with the columns

        people : int - members
        groups : str - the groups most members belong to, with their numbers
        inside : float in [0, 1] - mean share of the members' contacts that are members
        ties_out : int - ties from members to others
        to_open : int - new ties to active people that reach the first member
        to_unlock : int - fewest new ties found that carry the contagion through the whole cluster
        exact : bool - whether fewer than `to_unlock` are impossible

        `.members` gives the cluster per person, `.ties` the new ties (cluster, person who has adopted, other, shared
        contacts), `.reached` the share of the people with ties that the contagion reaches without them.

    Raises
    ------
    InputError
        If nobody is an adopter, a person or relation does not exist, or a number is out of range.

    See Also
    --------
    kiemen.diagnosis.patterns.find_patterns : every blocking pattern in one table.

    Notes
    -----
    The largest set of people in which everybody has less than the threshold outside it is what a deterministic
    threshold contagion leaves over. O(people + ties) for the clusters; unlocking is exact up to thirteen members
    (2^13 states) and greedy beyond, O(members squared) in the worst case.

    References
    ----------
    .. [1] Morris, S. (2000). Contagion. Review of Economic Studies, 67, 57-78. doi:10.1111/1467-937X.00121
    .. [2] Centola, D. & Macy, M. (2007). Complex contagions and the weakness of long ties. American Journal of
       Sociology, 113, 702-734. doi:10.1086/521848

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.network import Network
    >>> cliques = nx.relabel_nodes(nx.barbell_graph(6, 0), lambda i: f"p{i:02d}")
    >>> found = find_blocking_clusters(Network.from_networkx(cliques), adopters=["p00", "p01"])
    >>> found.table[["people", "to_open", "to_unlock"]].to_dict("records")
    [{'people': 6, 'to_open': 1, 'to_unlock': 2}]
    """
    check_network(network)
    rule = Rule(
        check_number("threshold", threshold, low=0.0, high=1.0, low_open=True),
        check_integer("minimum", minimum, low=1),
    )
    starters = resolve_adopters(network, adopters, share=share)
    graph = network.adjacency(relation, weight=None, direction="both")
    seed = int(check_rng(rng).integers(2**31))
    active = _reached(graph, starters, rule, seed)
    clusters = [members for members in blocked_clusters(graph, active, rule) if len(members) >= SMALLEST]
    groups = _groups(network, by)
    rows, pairs, reasons, lacking = [], [], {}, 0
    for number, members in enumerate(clusters, start=1):
        answer = unlock(graph, members, rule)
        row = _row(graph, members, groups) | {
            "to_open": answer.opening,
            "to_unlock": answer.ties,
            "exact": answer.exact,
        }
        rows.append(row)
        pairs.append(tie_pairs(graph, answer.receivers, active, network.ids).assign(cluster=number))
        lacking += answer.ties - len(pairs[-1])
        reasons[number] = _reasons(row, rule)
    cluster = np.zeros(network.n_nodes, np.int64)
    for number, members in enumerate(clusters, start=1):
        cluster[members] = number
    places = pd.Series(cluster, index=network.ids, name="cluster")
    columns = ["people", "groups", "inside", "ties_out", "to_open", "to_unlock", "exact"]
    table = pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1, name="cluster"))
    settings = {
        "threshold": threshold,
        "minimum": minimum,
        "share": share,
        "relation": relation,
        "by": None if groups is None else str(groups.name),
        "seed": seed,
    }
    tied = np.diff(graph.indptr) > 0
    reached = float(active[tied].mean()) if tied.any() else float("nan")
    return BlockingClusters(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_blocking_clusters", settings=settings),
        facts=reasons,
        headline=_headline(table, rule, reached),
        cautions=(
            Fact(
                "This holds for one assumption: a person joins when {share:.0%} of the contacts, and at least "
                "{minimum}, have joined.",
                {"share": rule.share, "minimum": rule.minimum},
            ),
            *([Fact(_LACKING, {"n": lacking})] if lacking else []),
        ),
        members=places[places > 0],
        ties=pd.concat(pairs, ignore_index=True)
        if pairs
        else pd.DataFrame(columns=["person", "other", "shared", "cluster"]),
        reached=reached,
    )


def _groups(network: Network, by: str | pd.Series[Any] | None) -> pd.Series[Any] | None:
    try:
        found = group_people(network, by)
    except ColumnError:
        if by is not None:
            raise
        return None
    return pd.Series(found.named(), index=network.ids, name=found.name)


def _reached(graph: csr_array, starters: Any, rule: Rule, seed: int) -> NDArray[np.bool_]:
    """Give who is reached: for drawn adopters, in at least half of the worlds, and then what follows from those."""
    if not starters.drawn:
        first = np.zeros(graph.shape[0], np.bool_)
        first[starters.fixed] = True
        return spread_to_end(graph, first, rule)
    bounds, places = starters.of(np.arange(WORLDS), seed)
    times = np.zeros(graph.shape[0])
    for world in range(WORLDS):
        first = np.zeros(graph.shape[0], np.bool_)
        first[places[bounds[world] : bounds[world + 1]]] = True
        times += spread_to_end(graph, first, rule)
    return spread_to_end(graph, times * 2 >= WORLDS, rule)


def _row(graph: csr_array, members: NDArray[np.int64], groups: pd.Series[Any] | None) -> dict[str, Any]:
    degree = np.diff(graph.indptr)[members]
    inner = np.diff(graph[members][:, members].indptr)
    described = ""
    if groups is not None:
        counts = groups.iloc[members].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        described = ", ".join(f"{name} ({count})" for name, count in counts.head(3).items())
    return {
        "people": len(members),
        "groups": described,
        "inside": float((inner / degree).mean()),
        "ties_out": int((degree - inner).sum()),
    }


def _reasons(row: dict[str, Any], rule: Rule) -> tuple[Fact, ...]:
    said = [
        Fact(
            _INSIDE_OR_FEW if rule.minimum > 1 else _INSIDE,
            {"people": row["people"], "inside": row["inside"], "share": rule.share, "minimum": rule.minimum},
        )
    ]
    if row["groups"]:
        said.append(Fact("Most of them work in: {groups}.", {"groups": row["groups"]}))
    said.append(
        Fact(
            "New ties with people who joined: {first} to reach the first of them, {all} for the whole cluster.",
            {"first": row["to_open"], "all": row["to_unlock"]},
        )
    )
    return tuple(said)


def _headline(table: pd.DataFrame, rule: Rule, reached: float) -> tuple[Fact, ...]:
    if table.empty:
        return (Fact("No cluster keeps new behaviour out at a threshold of {share:.0%}.", {"share": rule.share}),)
    said = {"n": len(table), "people": int(table["people"].sum()), "share": rule.share, "reached": reached}
    if len(table) == 1:
        first = Fact(
            "One cluster of {people} people stays out of reach at a threshold of {share:.0%}; {reached:.0%} of the "
            "people with ties are reached.",
            said,
        )
    else:
        first = Fact(
            "{n} clusters with {people} people stay out of reach at a threshold of {share:.0%}; {reached:.0%} of the "
            "people with ties are reached.",
            said,
        )
    largest = {"ties": int(table["to_unlock"].iloc[0]), "people": int(table["people"].iloc[0])}
    return first, Fact("New ties that would let it through the largest, of {people} people: {ties}.", largest)
