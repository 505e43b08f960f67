"""Communities found in the ties themselves, with how stable they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.i18n import mark
from kiemen.measures.adjacency import as_arrays, clean
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Codes = NDArray[np.int64]

_LEVELS = 50
_ROUNDS = 10
_GAIN = 1e-4  # a round that adds less modularity is the last
# Runs from other starting orders, fewer where one run takes long.
_MANY, _FEW, _MANY_UP_TO = 20, 4, 200_000

_FOUND = mark("{n} communities were found; {share:.0%} of the ties stay inside one.")
_FOUND_ONE = mark("One community was found, of everybody with ties.")
_STABLE = mark("Runs from other starting orders agree well (adjusted Rand index {ari:.2f}).")
_UNSTABLE = mark(
    "Runs from other starting orders differ (adjusted Rand index {ari:.2f}): read the borders of communities as vague."
)
_NO_TIES = mark("There are no ties, so there are no communities.")
_MEMBER = mark("{name} is in community {community} with {n:# other|# others}; it holds together in {stability:.0%}.")
_LONER = mark("{name} has no ties and is a community of one.")
_STABLE_FROM = 0.8


@dataclass(frozen=True, repr=False, eq=False)
class Communities(Result):
    """Communities of people.

    `table` has one row per person with the columns community, size and stability, as `find_communities` describes them.

    Parameters
    ----------
    modularity
        Modularity of the partition given.
    stability
        Mean adjusted Rand index between it and the other runs.
    """

    modularity: float = field(default=float("nan"))
    stability: float = field(default=float("nan"))

    _title: ClassVar[str] = mark("Communities")
    _plot: ClassVar[str] = "plot_communities"

    def groups(self) -> pd.Series[str]:
        """Give the community of each person, ready for ``by=``.

        Returns
        -------
        pandas.Series
            Index person, text.
        """
        return self.table["community"].rename("community")


def partition(adjacency: csr_array, *, resolution: float = 1.0, rng: int | np.random.Generator | None = None) -> Codes:
    """Give one partition into communities of high modularity (Leiden's scheme).

    Parameters
    ----------
    adjacency
        People × people, strengths at least 0; direction is ignored (strengths both ways are added).
    resolution
        Above 1 gives smaller communities.
    rng
        Seed or generator, for the order in which people are looked at.

    Returns
    -------
    array
        Number of the community of each person, by falling size; people without ties are communities of one.

    Notes
    -----
    Cost: about linear in the ties; a million people with ten million ties take under a minute.

    References
    ----------
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019). doi:10.1038/s41598-019-41695-z
    """
    check_number("resolution", resolution, low=0, low_open=True)
    generator = check_rng(rng)
    return _partition(_both_ways(adjacency), resolution, generator)


def _both_ways(adjacency: csr_array) -> csr_array:
    tidy = clean(adjacency)
    return clean(tidy + tidy.T)


def _partition(graph: csr_array, resolution: float, generator: np.random.Generator) -> Codes:
    n = graph.shape[0]
    if graph.nnz == 0:
        return np.arange(n)
    found, best = np.arange(n), -np.inf
    for _ in range(_ROUNDS):
        found, quality = _climb(graph, found, resolution, generator)
        if quality <= best + _GAIN:
            break
        best = quality
    return _by_size(found)


def _climb(graph: csr_array, start: Codes, resolution: float, rng: np.random.Generator) -> tuple[Codes, float]:
    """Move nodes, refine, merge what belongs together, and do the same with the merged nodes; tell the modularity."""
    from kiemen._kernels.communities import merge_nodes, move_nodes, refine

    place = np.arange(graph.shape[0])  # merged node that holds each person
    community = _renumbered(start)
    indptr, indices = as_arrays(graph)
    weight: NDArray[np.float64] = graph.data
    degree: NDArray[np.float64] = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    rate = resolution / float(graph.sum())
    for _ in range(_LEVELS):
        n = degree.size
        order = rng.permutation(n)
        moves = move_nodes(indptr, indices, weight, degree, community, order, rate)
        if moves == 0 and np.count_nonzero(np.bincount(community)) == n:
            break
        part = refine(indptr, indices, weight, degree, community, rng.permutation(n), rng.random(n), rate)
        merged = _renumbered(part)
        names = np.flatnonzero(np.bincount(part))
        if names.size == n:
            break
        indptr, indices, weight = merge_nodes(indptr, indices, weight, merged, names.size)
        degree = np.asarray(np.bincount(merged, weights=degree), dtype=np.float64)
        place = merged[place]
        community = _renumbered(community[names])
    result: Codes = community[place]
    # merged nodes have the ties of the people in them, so that the few that are left tell the modularity of all
    return result, _quality((indptr, indices, weight), degree, community, resolution)


def _renumbered(codes: Codes) -> Codes:
    """Give numbers without gaps in the order of the old ones."""
    present = np.bincount(codes) > 0
    fresh: Codes = np.cumsum(present) - 1
    return fresh[codes]


def _quality(
    ties: tuple[Codes, NDArray[np.int32], NDArray[np.float64]],
    degree: NDArray[np.float64],
    community: Codes,
    resolution: float,
) -> float:
    indptr, indices, weight = ties
    row = np.repeat(community, np.diff(indptr))
    inside = float(weight[row == community[indices]].sum())
    volume = np.bincount(community, weights=degree)
    total = float(degree.sum())
    return inside / total - resolution * float((volume**2).sum()) / total**2


def _by_size(found: Codes) -> Codes:
    """Give communities numbers by falling size, equals by their first member."""
    names, first, inverse, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(names.size, np.int64)
    rank[np.lexsort((first, -size))] = np.arange(names.size)
    return rank[inverse]


def modularity(adjacency: csr_array, codes: Codes, resolution: float = 1.0) -> float:
    """Give the modularity of a partition; NaN without ties.

    Parameters
    ----------
    adjacency
        People × people, symmetric.
    codes
        Number of the community of each person.
    resolution
        Weight of what chance would give.

    Returns
    -------
    float
        At most 1.
    """
    strength = np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
    if not strength.sum() > 0:
        return float("nan")
    return _quality((*as_arrays(adjacency), adjacency.data), strength, codes, resolution)


def adjusted_rand(one: Codes, other: Codes) -> float:
    """Give the agreement of two partitions: 1 the same, 0 as by chance.

    Parameters
    ----------
    one, other
        Number of the community of each person.

    Returns
    -------
    float
        At most 1.

    References
    ----------
    Hubert, L. & Arabie, P. (1985). doi:10.1007/BF01908075
    """
    _, shared = np.unique(one * (int(other.max(initial=0)) + 1) + other, return_counts=True)

    def pairs(count: NDArray[Any]) -> float:
        return float((count * (count - 1.0)).sum() / 2)

    both, first, second = pairs(shared), pairs(np.bincount(one)), pairs(np.bincount(other))
    every = one.size * (one.size - 1) / 2
    chance = first * second / every if every else 0.0
    middle = (first + second) / 2
    return (both - chance) / (middle - chance) if middle != chance else 1.0


def _held(one: Codes, other: Codes) -> NDArray[np.float64]:
    """Give for each person how much of the two communities around them is shared (Jaccard)."""
    _, pair, shared = np.unique(one * (int(other.max()) + 1) + other, return_inverse=True, return_counts=True)
    together = shared[pair]
    result: NDArray[np.float64] = together / (np.bincount(one)[one] + np.bincount(other)[other] - together)
    return result


def find_communities(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    weight: str | None = "weight",
    resolution: float = 1.0,
    times: int | None = None,
    rng: int | np.random.Generator | None = 0,
) -> Communities:
    """Find the circles in which people are tied more among themselves than chance would give.

    Answers: "Which circles are there really, whatever the organisation chart says?" Communities always come out, in
    random networks as well: read `stability` before giving them a meaning.

    Parameters
    ----------
    network
        People and ties; direction is ignored.
    relation
        Relation or relations; None takes all together.
    weight
        "weight" for strengths, None to count every tie as 1.
    resolution
        Above 1 gives smaller communities, below 1 larger ones.
    times
        Runs from other starting orders, at least 2; None takes 20, or 4 above 200,000 ties.
    rng
        Seed or generator.

    Returns
    -------
    Communities
        `.table` has one row per person (index ``person``) and the columns

        community : str            - number by falling size, "1" is the largest
        size : int                 - people in it
        stability : float in [0, 1] - mean overlap (Jaccard) with the person's community in the other runs

    See Also
    --------
    kiemen.measures.walls.find_walls : Takes ``by=communities.groups()``.

    Notes
    -----
    Modularity by Leiden's scheme; the run with the highest is given. Cost: runs × ties.

    References
    ----------
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019). doi:10.1038/s41598-019-41695-z

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.communities import find_communities
    >>> pairs = [(a, b) for block in ("abcd", "wxyz") for a in block for b in block if a < b]
    >>> ties = pd.DataFrame([*pairs, ("a", "w")], columns=["source", "target"])
    >>> find_communities(Network.from_frames(ties=ties)).groups().tolist()
    ['1', '1', '1', '1', '2', '2', '2', '2']
    """
    check_network(network)
    generator = check_rng(rng)
    check_number("resolution", resolution, low=0, low_open=True)
    graph = _both_ways(network.adjacency(relation, weight=weight))
    if times is None:
        times = _MANY if graph.nnz <= _MANY_UP_TO else _FEW
    check_integer("times", times, low=2)
    runs = [_partition(graph, resolution, generator) for _ in range(times)]
    quality = [modularity(graph, run, resolution) for run in runs]
    chosen = int(np.nanargmax(quality)) if graph.nnz else 0
    best = runs[chosen]
    rest = [run for i, run in enumerate(runs) if i != chosen]
    stability = float(np.mean([adjusted_rand(best, run) for run in rest]))
    table = pd.DataFrame(
        {
            "community": pd.Index((best + 1).astype("str"), dtype="str"),
            "size": np.bincount(best)[best] if best.size else best,
            "stability": np.mean([_held(best, run) for run in rest], axis=0) if best.size else np.zeros(0),
        },
        index=network.ids,
    )
    settings = {"relation": relation, "weight": weight, "resolution": resolution, "times": times, "rng": str(rng)}
    inside = graph.data[np.repeat(best, np.diff(graph.indptr)) == best[graph.indices]].sum()
    return Communities(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_communities", settings=settings),
        facts=_reasons(table, network.people["name"]),
        headline=_headline(table, float(inside / graph.sum()) if graph.nnz else float("nan")),
        cautions=_cautions(stability, any_ties=graph.nnz > 0),
        modularity=quality[chosen],
        stability=stability if graph.nnz else float("nan"),
    )


def _headline(table: pd.DataFrame, share: float) -> tuple[Fact, ...]:
    if np.isnan(share):
        return (Fact(_NO_TIES),)
    several = table.loc[table["size"] > 1, "community"].nunique()
    return (Fact(_FOUND if several > 1 else _FOUND_ONE, {"n": int(several), "share": share}),)


def _cautions(stability: float, *, any_ties: bool) -> tuple[Fact, ...]:
    if not any_ties:
        return ()
    return (Fact(_STABLE if stability >= _STABLE_FROM else _UNSTABLE, {"ari": stability}),)


_REASONS_UP_TO = 5_000


def _reasons(table: pd.DataFrame, names: pd.Series[Any]) -> dict[Any, tuple[Fact, ...]]:
    if len(table) > _REASONS_UP_TO:
        return {}
    facts: dict[Any, tuple[Fact, ...]] = {}
    for person, name, community, size, stability in zip(
        table.index, names, table["community"], table["size"], table["stability"], strict=True
    ):
        values = {"name": name, "community": community, "n": size - 1, "stability": stability}
        facts[person] = (Fact(_MEMBER, values) if size > 1 else Fact(_LONER, {"name": name}),)
    return facts
