"""Who can introduce two people to each other: somebody who knows both, takes part and has time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.propensity import NOMINATION_NAMES
from kiemen.measures.projection import LARGEST
from kiemen.read.meetingcolumns import MEETING
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

NOBODY = -1


def introducers(
    network: Network,
    pairs: NDArray[np.int64],
    *,
    relation: str | Sequence[str] | None = None,
    barred: NDArray[np.bool_] | None = None,
    apart: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Give for each pair the position of the best introducer, -1 when there is none.

    The best one is the z who knows both (`acquaintances`) with the largest a(z, i) · a(z, j) · (1 − load of z): near to
    both, and not asked by everybody already (tertius iungens, Obstfeld 2005). Only people inside who take part are
    named: with a record of participation, those who answered; never somebody in `barred`, nor anybody who may not be
    brought together with one of the two (`apart`, keys of pairs). Each introduction counts as load for the next. Who
    meets already, in a small initiative that both take part in, needs none.

    O(ties of the two) per pair.
    """
    ends, place = np.unique(pairs, return_inverse=True)
    near = acquaintances(network, ends, relation=relation)
    willing = taking_part(network)
    if barred is not None:
        willing = willing & ~barred
    load = np.diff(network.adjacency(weight=None, direction="both").indptr).astype(np.float64)
    most = max(float(load.max(initial=1.0)), 1.0) * 1.01
    asked, n = np.zeros(len(load)), len(load)
    found = np.full(len(pairs), NOBODY, dtype=np.int64)
    rows = place.reshape(-1, 2).tolist()
    for k, (i, j) in enumerate(pairs.tolist()):
        if _knows(near, rows[k][0], j):
            continue
        people, strength = _shared(near, *rows[k])
        fits = willing[people]
        if apart is not None:
            for one in (i, j):
                fits &= ~np.isin(np.minimum(people, one) * n + np.maximum(people, one), apart)
        people, strength = people[fits], strength[fits]
        if people.size:
            score = strength * (1.0 - load[people] / most) / (1.0 + asked[people])
            found[k] = int(people[np.argmax(np.round(score, 12))])
            asked[found[k]] += 1.0
    return found


def acquaintances(
    network: Network, people: NDArray[np.int64], *, relation: str | Sequence[str] | None = None
) -> csr_array:
    """Give whom these people know and how well, one row for each of them.

    Known is who has a tie of the relations that count (None: all), sits in a meeting or takes part in an initiative
    with them; 1 / (k − 1) for each initiative of k people. Somebody outside is known by a tie of any relation. To be
    named as who tries new things, or to name somebody so, is not to know each other.
    """
    names = [str(name) for name in network.relations.index if str(name).casefold() not in NOMINATION_NAMES]
    wanted = {relation} if isinstance(relation, str) else set(names if relation is None else relation)
    counted = [name for name in names if name in wanted or name == MEETING]
    near = network.adjacency(counted, direction="both")[people]
    outside = ~network.people["inside"].to_numpy(dtype=np.bool_)
    if len(counted) < len(names) and outside.any():
        more = network.adjacency([name for name in names if name not in counted], direction="both")[people].tocoo()
        more.data[~(outside[people[more.row]] | outside[more.col])] = 0.0
        near = near + more.tocsr()
    if len(network.memberships):
        near = near + _sharing(network.incidence(), people)
    near.eliminate_zeros()
    near.sort_indices()
    return near


def _sharing(incidence: csr_array, people: NDArray[np.int64]) -> csr_array:
    """Tie these people to whom they share an initiative with, unless it is so large that they may never have met."""
    from scipy.sparse import csr_array

    members = np.bincount(incidence.indices, minlength=incidence.shape[1])
    fits = np.flatnonzero((members > 1) & (members <= LARGEST))
    there = incidence[:, fits]
    rows = there[people]
    rows.data = 1.0 / (members[fits][rows.indices] - 1.0)
    shared = csr_array(rows @ there.T).tocoo()
    shared.data[people[shared.row] == shared.col] = 0.0
    return csr_array(shared)


def _knows(near: csr_array, row: int, person: int) -> bool:
    known = near.indices[near.indptr[row] : near.indptr[row + 1]]
    at = int(np.searchsorted(known, person))
    return at < len(known) and int(known[at]) == person


def _shared(near: csr_array, i: int, j: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    start, columns, data = near.indptr, near.indices, near.data
    one, other = columns[start[i] : start[i + 1]], columns[start[j] : start[j + 1]]
    people, at, also = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    return people.astype(np.int64), data[start[i] : start[i + 1]][at] * data[start[j] : start[j + 1]][also]


def taking_part(network: Network) -> NDArray[np.bool_]:
    """Say who may be named as somebody who helps: people inside and, with a record of it, those who answered."""
    inside: NDArray[np.bool_] = network.people["inside"].to_numpy(dtype=np.bool_)
    if network.participation.empty:
        return inside
    answered = network.response().isin(ANSWERED).reindex(network.ids, fill_value=False)
    return inside & answered.to_numpy(dtype=np.bool_)
