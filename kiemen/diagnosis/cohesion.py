"""Clusters so closely knit that a contagion cannot enter them, and the fewest ties that would let it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Mask = NDArray[np.bool_]
    Counts = NDArray[np.int64]

SLACK = 1e-9
EXACT_UP_TO = 13
TRIED = 150


@dataclass(frozen=True)
class Rule:
    """When a person takes something up: a share of the contacts, and at least so many of them."""

    share: float
    minimum: int = 1

    def needed(self, degree: Counts) -> Counts:
        """Give how many active contacts people with these numbers of contacts need."""
        return np.asarray(np.maximum(np.ceil(self.share * degree - SLACK), self.minimum), dtype=np.int64)

    def missing(self, degree: Counts, active: Counts) -> Counts:
        """Give how many new ties to active people would tip people with these contacts.

        A new tie adds to the active contacts and to all contacts, so k of them suffice when
        ``active + k >= max(minimum, share * (degree + k))``.
        """
        if self.share >= 1.0:
            by_share = np.where(active >= degree, 0, np.iinfo(np.int32).max)
        else:
            by_share = np.ceil((self.share * degree - active) / (1.0 - self.share) - SLACK)
        return np.asarray(np.maximum(np.maximum(by_share, self.minimum - active), 0), dtype=np.int64)


def spread_to_end(graph: csr_array, active: Mask, rule: Rule) -> Mask:
    """Give everybody a contagion with this rule reaches from the active people.

    Those it leaves are the largest set in which everybody has too few contacts outside it (Morris 2000). Each tie is
    looked at once: O(people + ties).
    """
    from scipy.sparse import csr_array

    degree = np.diff(graph.indptr).astype(np.int64)
    needed = rule.needed(degree)
    reached = active.copy()
    ones = csr_array((np.ones(graph.nnz, np.int64), graph.indices, graph.indptr), shape=graph.shape)
    count = np.zeros(len(active), np.int64)
    fresh = active
    while fresh.any():
        count += ones @ fresh.astype(np.int64) if fresh.sum() * 8 > len(fresh) else _step(graph, fresh)
        fresh = (count >= needed) & ~reached & (degree > 0)
        reached |= fresh
    return reached


def _step(graph: csr_array, fresh: Mask) -> Counts:
    """Count the contacts among a few new people, by their own rows (the graph runs both ways)."""
    rows = np.flatnonzero(fresh)
    near = np.concatenate([graph.indices[graph.indptr[row] : graph.indptr[row + 1]] for row in rows])
    return np.bincount(near, minlength=len(fresh))


def blocked_clusters(graph: csr_array, active: Mask, rule: Rule) -> list[NDArray[np.int64]]:
    """Give the connected clusters of people whom the contagion cannot reach, largest first.

    People without any tie are in no cluster: nothing blocks them but the lack of ties.
    """
    from scipy.sparse.csgraph import connected_components

    left = ~spread_to_end(graph, active, rule) & (np.diff(graph.indptr) > 0)
    places = np.flatnonzero(left)
    if not len(places):
        return []
    _, label = connected_components(graph[places][:, places], directed=False)
    clusters = [places[label == number] for number in range(label.max() + 1)]
    return sorted(clusters, key=lambda members: (-len(members), int(members[0])))


@dataclass(frozen=True)
class Unlocking:
    """The fewest ties found that let a contagion into a cluster.

    Parameters
    ----------
    opening
        Ties needed to reach the first member.
    receivers
        Per member that needs them, how many new ties to active people, in the order in which they tip.
    exact
        Whether fewer are impossible; for large clusters the search is greedy and this is False.
    """

    opening: int
    receivers: tuple[tuple[int, int], ...]
    exact: bool

    @property
    def ties(self) -> int:
        """All ties needed for the whole cluster."""
        return sum(count for _, count in self.receivers)


def unlock(graph: csr_array, members: NDArray[np.int64], rule: Rule) -> Unlocking:
    """Find the smallest set of new ties from active people that lets the contagion take a whole cluster.

    Everybody outside the cluster counts as reached, as it is after the contagion has come to rest. Up to thirteen
    members every order of tipping is searched (exact); beyond that members are taken one by one, the one that tips
    most people per tie first, and ties that later prove needless are dropped.
    """
    inner = graph[members][:, members]
    degree = np.diff(graph.indptr)[members].astype(np.int64)
    outside = degree - np.diff(inner.indptr)
    opening = int(rule.missing(degree, outside).min())
    search = _search_all if len(members) <= EXACT_UP_TO else _search_greedily
    chosen, exact = search(inner, degree, outside, rule)
    receivers = tuple((int(members[place]), int(count)) for place, count in chosen)
    return Unlocking(opening, receivers, exact)


def _closure(inner: csr_array, needed: Counts, outside: Counts, tipped: Mask) -> Mask:
    """Let those who tipped carry the others with them."""
    done = tipped
    while True:
        count = outside + inner @ done.astype(np.int64)
        grown = done | (count >= needed)
        if (grown == done).all():
            return done
        done = grown


Chosen = list[tuple[int, int]]


def _search_all(inner: csr_array, degree: Counts, outside: Counts, rule: Rule) -> tuple[Chosen, bool]:
    """Search the cheapest way from nobody to everybody; a state is the set of members that have tipped."""
    import heapq

    ones = _as_counts(inner)
    needed, n = rule.needed(degree), len(degree)
    start = _closure(ones, needed, outside, np.zeros(n, np.bool_))
    queue: list[tuple[int, int, int, Chosen]] = [(0, 0, _code(start), [])]
    best = {_code(start): 0}
    order = 0
    while queue:
        cost, _, state, chosen = heapq.heappop(queue)
        tipped = _mask(state, n)
        if tipped.all():
            return chosen, True
        if cost > best[state]:
            continue
        price = rule.missing(degree, outside + ones @ tipped.astype(np.int64))
        for place in np.flatnonzero(~tipped):
            more = tipped.copy()
            more[place] = True
            reached = _code(_closure(ones, needed, outside, more))
            total = cost + int(price[place])
            if total < best.get(reached, total + 1):
                best[reached] = total
                order += 1
                heapq.heappush(queue, (total, order, reached, [*chosen, (int(place), int(price[place]))]))
    return [], False


def _search_greedily(inner: csr_array, degree: Counts, outside: Counts, rule: Rule) -> tuple[Chosen, bool]:
    ones = _as_counts(inner)
    needed, n = rule.needed(degree), len(degree)
    tipped = _closure(ones, needed, outside, np.zeros(n, np.bool_))
    chosen: Chosen = []
    while not tipped.all():
        price = rule.missing(degree, outside + ones @ tipped.astype(np.int64))
        waiting = np.flatnonzero(~tipped)
        worth = degree[waiting] / np.maximum(price[waiting], 1)
        tried = waiting[np.lexsort((waiting, -worth, price[waiting]))][:TRIED]
        options = []
        for place in tried:
            more = tipped.copy()
            more[place] = True
            reached = _closure(ones, needed, outside, more)
            options.append((-(reached.sum() - tipped.sum()) / price[place], int(place), reached))
        _, place, reached = min(options, key=lambda option: (option[0], option[1]))
        chosen.append((place, int(price[place])))
        tipped = reached
    return _pruned(chosen, ones, degree, outside, rule), False


def _pruned(chosen: Chosen, ones: csr_array, degree: Counts, outside: Counts, rule: Rule) -> Chosen:
    """Drop or lighten what the rest makes needless, latest first."""
    kept = dict(chosen)
    for place, _ in reversed(chosen):
        while kept.get(place, 0):
            fewer = {**kept, place: kept[place] - 1}
            if not _tips_all(fewer, ones, degree, outside, rule):
                break
            kept = {other: count for other, count in fewer.items() if count}
    return list(kept.items())


def _tips_all(given: dict[int, int], ones: csr_array, degree: Counts, outside: Counts, rule: Rule) -> bool:
    extra = np.zeros(len(degree), np.int64)
    extra[list(given)] = list(given.values())
    done = _closure(ones, rule.needed(degree + extra), outside + extra, np.zeros(len(degree), np.bool_))
    return bool(done.all())


def _as_counts(inner: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones(inner.nnz, np.int64), inner.indices, inner.indptr), shape=inner.shape)


def _code(tipped: Mask) -> int:
    return int(sum(1 << int(place) for place in np.flatnonzero(tipped)))


def _mask(state: int, n: int) -> Mask:
    return np.array([bool(state >> place & 1) for place in range(n)])


def tie_pairs(graph: csr_array, receivers: Sequence[tuple[int, int]], active: Mask, ids: pd.Index[Any]) -> pd.DataFrame:
    """Give who could be tied to the receivers: active people who share most contacts with them, each used sparingly.

    Where too few were active from the start, receivers who tipped before help; where there are still too few, rows are
    missing. Columns: person (active), other (receiver), shared (contacts in common).
    """
    used, tipped = np.zeros(graph.shape[0], np.int64), np.zeros(graph.shape[0], np.bool_)
    rows = []
    for receiver, count in receivers:
        near = graph.indices[graph.indptr[receiver] : graph.indptr[receiver + 1]]
        shared = np.zeros(graph.shape[0], np.int64)
        for contact in near:
            shared[graph.indices[graph.indptr[contact] : graph.indptr[contact + 1]]] += 1
        able = active | tipped
        able[near] = False
        able[receiver] = False
        places = np.flatnonzero(able)
        best = places[np.lexsort((places, used[places] - np.minimum(shared[places], 3), tipped[places]))][:count]
        tipped[receiver] = len(best) == count
        used[best] += 1
        rows += [{"person": str(ids[p]), "other": str(ids[receiver]), "shared": int(shared[p])} for p in best]
    return pd.DataFrame(rows, columns=["person", "other", "shared"])
