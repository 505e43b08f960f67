"""What is lost when people leave: cut points, fragmentation, and the few who reach or hold together most."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_network
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.adjacency import SMALL, as_arrays, clean, pattern, row_numbers
from kiemen.measures.silence import response_cautions
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Floats = NDArray[np.float64]

_CUT = mark("Without {name} the network falls apart further: {n} people lose contact with the largest part.")
_CUT_ONE = mark("Without {name} the network falls apart further: one person loses contact with the largest part.")
_HEAD = mark("{n} people hold parts of the network together on their own; most hang on {name}: {cut}.")
_HEAD_FEW = mark("{n} people are each the only link of one other person to the rest.")
_HEAD_ONE = mark("{name} alone holds a part of the network together; who would lose contact: {cut}.")
_HEAD_NONE = mark("Nobody holds a part of the network together alone.")
_PICK_CUT = mark(
    "{name} is number {rank}: together with those above, their leaving brings fragmentation to {value:.1%}."
)
_PICK_REACH = mark("{name} is number {rank}: together with those above they reach {value:.1%} of all people.")
_SET_CUT = mark("Without {who}, {value:.1%} of all pairs can no longer reach each other (now {now:.1%}).")
_SET_REACH = mark("{value:.1%} of all people are within {steps:# step|# steps} of {who}.")
_SET_NEXT = mark("{value:.1%} of all people are tied to {who}, themselves included.")
_THESE = mark("these {n} people")


# A pair of people must be left to say whether they can reach each other.
_LEAST_LEFT = 2


class CutPoints(NamedTuple):
    """What goes when one person or tie goes, direction ignored.

    Parameters
    ----------
    pieces
        Parts into which the person's part of the network falls without them; 0 for people without ties.
    largest
        People in the largest of these.
    component
        People in the person's part now, themselves included.
    fragmentation
        Share of pairs of the others who could then not reach each other.
    loss
        That less the share of pairs of the same others who cannot reach each other now.
    cut
        True for every stored tie that is the only way between its ends.
    """

    pieces: NDArray[np.int64]
    largest: NDArray[np.int64]
    component: NDArray[np.int64]
    fragmentation: Floats
    loss: Floats
    cut: NDArray[np.bool_]


def cut_points(adjacency: csr_array) -> CutPoints:
    """Find for every person what falls apart without them, and the ties that are the only way.

    Parameters
    ----------
    adjacency
        People × people, stored both ways.

    Returns
    -------
    CutPoints
        Arrays in the order of people, and of the stored ties for `cut`.

    Notes
    -----
    Cost: O(people + ties).

    References
    ----------
    Hopcroft, J. & Tarjan, R. (1973). doi:10.1145/362248.362272
    """
    graph = pattern(clean(adjacency))
    n = graph.shape[0]
    work = _by_walking if n <= SMALL else _by_kernel
    pieces, squares, largest, component, cut = work(graph)
    if n < 3:
        unknown = np.full(n, np.nan)
        return CutPoints(pieces, largest, component, unknown, unknown, cut)
    others = (n - 1.0) * (n - 2.0)
    rest = component - 1.0
    connected = float((component - 1.0).sum())  # ordered pairs that reach each other now
    loss = (rest * (rest - 1) - (squares - rest)) / others
    before = 1 - (connected - 2 * rest) / others
    return CutPoints(pieces, largest, component, before + loss, loss, cut)


_Pieces = tuple["NDArray[np.int64]", "Floats", "NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.bool_]"]


def _by_kernel(graph: csr_array) -> _Pieces:
    from kiemen._kernels.paths import cut_points as kernel

    pieces, squares, largest, component, cut = kernel(*as_arrays(graph))
    return pieces, squares, largest, component, cut


def _walk(graph: csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give everybody in the order in which a walk in depth meets them, and from whom they were met (-1: nobody)."""
    n = graph.shape[0]
    starts, contacts = graph.indptr.tolist(), graph.indices.tolist()
    at, met, parent, order = list(starts), [False] * n, [-1] * n, []
    for root in range(n):
        if met[root]:
            continue
        met[root] = True
        order.append(root)
        trail = [root]
        while trail:
            v = trail[-1]
            k, stop = at[v], starts[v + 1]
            while k < stop and met[contacts[k]]:
                k += 1
            at[v] = k + 1
            if k >= stop:
                trail.pop()
                continue
            w = contacts[k]
            met[w], parent[w] = True, v
            order.append(w)
            trail.append(w)
    return np.array(order, dtype=np.int64), np.array(parent, dtype=np.int64)


def _by_walking(graph: csr_array) -> _Pieces:
    """Find what the compiled road finds, without loading it."""
    n = graph.shape[0]
    order, parent = _walk(graph)
    entry = np.empty(n, np.int64)
    entry[order] = np.arange(n)
    row, column = row_numbers(graph), graph.indices
    low = entry.copy()  # the earliest person met whom somebody or those met after them are tied to
    backward = parent[row] != column
    np.minimum.at(low, row[backward], entry[column[backward]])
    size, split = np.ones(n, np.int64), np.zeros(n, np.int64)
    pieces, largest, squares = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n)
    for v in order[::-1]:
        p = parent[v]
        if p < 0:
            continue
        low[p] = min(low[p], low[v])
        size[p] += size[v]
        if low[v] >= entry[p]:
            pieces[p] += 1
            split[p] += size[v]
            squares[p] += float(size[v]) ** 2
            largest[p] = max(largest[p], size[v])
    roots = order[parent[order] < 0]
    component = np.empty(n, np.int64)
    component[order] = np.repeat(size[roots], size[roots])
    rest = component - 1 - split
    beyond = rest > 0
    hangs = np.zeros(n, np.bool_)
    child = np.flatnonzero(parent >= 0)
    hangs[child] = low[child] > entry[parent[child]]
    cut = (hangs[row] & (parent[row] == column)) | (hangs[column] & (parent[column] == row))
    return pieces + beyond, squares + np.where(beyond, rest, 0) ** 2.0, np.maximum(largest, rest), component, cut


def fragmentation(adjacency: csr_array) -> float:
    """Give the share of pairs of people who cannot reach each other, direction ignored.

    Parameters
    ----------
    adjacency
        People × people.

    Returns
    -------
    float
        0 when all are connected, 1 when nobody is; NaN for fewer than two people.

    References
    ----------
    Borgatti, S. P. (2006). doi:10.1007/s10588-006-7084-x
    """
    from scipy.sparse.csgraph import connected_components

    n = adjacency.shape[0]
    if n < 2:
        return float("nan")
    size = np.bincount(connected_components(adjacency, directed=False)[1]).astype(np.float64)
    return 1 - float((size * (size - 1)).sum()) / (n * (n - 1.0))


def distance_fragmentation(adjacency: csr_array) -> float:
    """Give one less the mean of 1 / distance over all pairs: fragmentation that also counts paths getting longer.

    Parameters
    ----------
    adjacency
        People × people; direction is ignored.

    Returns
    -------
    float
        0 when everybody is tied to everybody, 1 when nobody is tied; NaN for fewer than two people.

    Notes
    -----
    Cost: people × ties.

    References
    ----------
    Borgatti, S. P. (2006). doi:10.1007/s10588-006-7084-x
    """
    from scipy.sparse.csgraph import shortest_path

    n = adjacency.shape[0]
    if n < 2:
        return float("nan")
    graph = pattern(clean(adjacency))
    total = 0.0
    for first in range(0, n, 512):
        steps = shortest_path(graph, directed=False, unweighted=True, indices=np.arange(first, min(first + 512, n)))
        steps[steps == 0] = np.inf
        total += float((1 / steps).sum())
    return 1 - total / (n * (n - 1.0))


@dataclass(frozen=True, repr=False, eq=False)
class Removal(Result):
    """What is lost when one person leaves; `table` as `score_removal` describes it."""

    _title: ClassVar[str] = mark("If this person left")
    _plot: ClassVar[str] = "plot_removal"


@dataclass(frozen=True, repr=False, eq=False)
class KeyPeople(Result):
    """The few who together reach most, or whose leaving breaks most; `table` as `find_key_people` describes it."""

    _words: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"value": mark("Share together"), "gain": mark("Share added")}
    )
    _title: ClassVar[str] = mark("Key people")
    _plot: ClassVar[str] = "plot_key_people"


def score_removal(network: Network, *, relation: str | Sequence[str] | None = None) -> Removal:
    """Score what the network would lose if one person left.

    Answers: "On whom does everything hang?" Only ties that are known count: in a survey that many did not answer,
    people seem to hold parts together that are tied in other ways.

    Parameters
    ----------
    network
        People and ties; direction is ignored.
    relation
        Relation or relations; None takes all together.

    Returns
    -------
    Removal
        `.table` has one row per person (index ``person``), the largest loss first, and the columns

        cut_point : bool              - True when people lose contact without this person
        pieces : int                  - parts into which the person's part of the network falls
        cut_off : int                 - people who lose contact with the largest of them
        fragmentation : float         - share of pairs of the others who could then not reach each other, 0 to 1
        loss : float                  - that less the share who cannot now (pairs of the same others)

    Notes
    -----
    Cost: O(people + ties).

    References
    ----------
    Borgatti, S. P. (2006). doi:10.1007/s10588-006-7084-x

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.removal import score_removal
    >>> path = pd.DataFrame({"source": ["An", "Bo", "Chris"], "target": ["Bo", "Chris", "Daan"]})
    >>> score_removal(Network.from_frames(ties=path)).table.query("cut_point").index.tolist()
    ['Bo', 'Chris']
    """
    check_network(network)
    graph = network.adjacency(relation, weight=None, direction="both")
    found = cut_points(graph)
    n = graph.shape[0]
    cut_off = np.where(found.component > 1, found.component - 1 - found.largest, 0)
    table = pd.DataFrame(
        {
            "cut_point": found.pieces > 1,
            "pieces": found.pieces,
            "cut_off": cut_off,
            "fragmentation": found.fragmentation,
            "loss": found.loss,
        },
        index=network.ids,
    )
    order = np.lexsort((np.arange(n), -table["cut_off"].to_numpy(), -np.nan_to_num(table["loss"].to_numpy())))
    table = table.iloc[order]
    names = network.people["name"]
    settings = {"relation": relation}
    cuts = table[table["cut_point"]]
    facts = {
        person: (Fact(_CUT if cut > 1 else _CUT_ONE, {"name": names[person], "n": int(cut)}),)
        for person, cut in zip(cuts.index, cuts["cut_off"], strict=True)
    }
    headline = Fact(_HEAD_NONE)
    if len(cuts):
        values = {"n": len(cuts), "name": names[cuts.index[0]], "cut": int(cuts["cut_off"].iloc[0])}
        several = _HEAD if values["cut"] > 1 else _HEAD_FEW
        headline = Fact(several if len(cuts) > 1 else _HEAD_ONE, values)
    return Removal(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_removal", settings=settings),
        facts=facts,
        headline=(headline,),
        cautions=response_cautions(network),
    )


def find_key_people(
    network: Network,
    *,
    top: int = 5,
    goal: str = "reach",
    steps: int = 1,
    relation: str | Sequence[str] | None = None,
) -> KeyPeople:
    """Find the few people who together reach most, or whose leaving together breaks most.

    Answers: "Which five should tell it so that most people hear it from somebody they know?" and "which few hold us
    together?" The best set is not the set of the best: two who reach the same people add little to each other.

    Parameters
    ----------
    network
        People and ties; direction is ignored.
    top
        Size of the set, at least 1.
    goal
        "reach" for a set within a few steps of most people, "fragmentation" for a set whose leaving cuts most pairs.
    steps
        For "reach": how many steps count, at least 1.
    relation
        Relation or relations; None takes all together.

    Returns
    -------
    KeyPeople
        `.table` has one row per person chosen (index ``person``) in the order of choice and the columns

        rank : int     - 1 is chosen first
        value : float  - share of all people reached by the set so far, or share of pairs cut off from each other among
          those who stay, 0 to 1
        gain : float   - what this person added

    Raises
    ------
    TooLittleDataError
        If there are not more people than `top`, or for "fragmentation" fewer than two others would be left.

    Notes
    -----
    Each next person is the one who adds most, by person id among equals. For reach this is within 63 % of the best
    possible set. Cost: top × ties for both goals with one step; more steps cost the people within reach of each.

    References
    ----------
    Borgatti, S. P. (2006). doi:10.1007/s10588-006-7084-x

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.removal import find_key_people
    >>> star = pd.DataFrame({"source": ["An", "An", "Chris"], "target": ["Bo", "Chris", "Daan"]})
    >>> find_key_people(Network.from_frames(ties=star), top=1).table["value"].tolist()
    [0.75]
    """
    check_network(network)
    check_integer("top", top, low=1)
    check_integer("steps", steps, low=1)
    check_choice("goal", goal, ("reach", "fragmentation"))
    graph = pattern(clean(network.adjacency(relation, weight=None, direction="both")))
    n = graph.shape[0]
    least = top + (_LEAST_LEFT if goal == "fragmentation" else 1)
    if n < least:
        raise TooLittleDataError(f"a set of {top} needs at least {least} people; there are {n}.")
    chosen, values = _reaching(graph, top, steps) if goal == "reach" else _fragmenting(graph, top)
    start = 0.0 if goal == "reach" else fragmentation(graph)
    table = pd.DataFrame(
        {"rank": np.arange(1, len(chosen) + 1), "value": values, "gain": np.diff([start, *values])},
        index=network.ids[chosen],
    )
    names = network.people["name"].to_numpy()[chosen]
    word = _PICK_REACH if goal == "reach" else _PICK_CUT
    facts = {
        person: (Fact(word, {"name": name, "rank": rank, "value": value}),)
        for person, name, rank, value in zip(table.index, names, table["rank"], values, strict=True)
    }
    settings = {"top": top, "goal": goal, "steps": steps, "relation": relation}
    summing_up = _SET_CUT if goal == "fragmentation" else _SET_REACH if steps > 1 else _SET_NEXT
    who = Fact(_THESE, {"n": len(chosen)}) if len(chosen) > 1 else str(names[0])
    last = {"who": who, "value": values[-1], "steps": steps, "now": start}
    return KeyPeople(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_key_people", settings=settings),
        facts=facts,
        headline=(Fact(summing_up, last),),
        cautions=response_cautions(network),
    )


def _reaching(graph: csr_array, top: int, steps: int) -> tuple[list[int], list[float]]:
    """Choose greedily, looking again only at people whose last known gain could still be the largest."""
    import heapq

    n = graph.shape[0]
    covered = np.zeros(n, np.bool_)

    def ball(v: int) -> NDArray[np.int64]:
        seen = np.array([v])
        front = seen
        for _ in range(steps):
            parts = [graph.indices[graph.indptr[u] : graph.indptr[u + 1]] for u in front]
            front = np.setdiff1d(np.concatenate(parts), seen) if parts else front[:0]
            seen = np.union1d(seen, front)
        return seen

    first = np.diff(graph.indptr) + 1 if steps == 1 else np.array([ball(v).size for v in range(n)])
    heap = [(-int(size), v, 0) for v, size in enumerate(first)]
    heapq.heapify(heap)
    chosen: list[int] = []
    values: list[float] = []
    while len(chosen) < top:
        _, v, known_at = heapq.heappop(heap)
        mine = ball(v)
        if known_at == len(chosen):
            covered[mine] = True
            chosen.append(v)
            values.append(float(covered.mean()))
        else:
            heapq.heappush(heap, (-int((~covered[mine]).sum()), v, len(chosen)))
    return chosen, values


def _fragmenting(graph: csr_array, top: int) -> tuple[list[int], list[float]]:
    left = np.arange(graph.shape[0])
    chosen: list[int] = []
    values: list[float] = []
    for _ in range(top):
        found = cut_points(graph[left][:, left])
        best = int(np.nanargmax(found.fragmentation))
        values.append(float(found.fragmentation[best]))
        chosen.append(int(left[best]))
        left = np.delete(left, best)
    return chosen, values
