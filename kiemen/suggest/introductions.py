"""Who can introduce two people to each other: a contact they share, who takes part and has time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

NOBODY = -1


def introducers(
    network: Network,
    pairs: NDArray[np.int64],
    *,
    barred: NDArray[np.bool_] | None = None,
    apart: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Give for each pair the position of the best introducer, -1 when there is none.

    The best one is the shared contact z with the largest a(z, i) · a(z, j) · (1 − load of z): near to both, and not
    asked by everybody already (tertius iungens, Obstfeld 2005). Only people inside who take part are named: with a
    record of participation, those who answered; never somebody in `barred`, nor anybody who may not be brought together
    with one of the two (`apart`, keys of pairs). Each introduction counts as load for the next.

    O(ties of the two) per pair.
    """
    near = network.adjacency(direction="both")
    willing = taking_part(network)
    if barred is not None:
        willing = willing & ~barred
    load = np.diff(near.indptr).astype(np.float64)
    most = max(float(load.max(initial=1.0)), 1.0) * 1.01
    asked, n = np.zeros(len(load)), len(load)
    found = np.full(len(pairs), NOBODY, dtype=np.int64)
    for k, (i, j) in enumerate(pairs.tolist()):
        people, strength = _shared(near, i, j)
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
