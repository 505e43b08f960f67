"""The same contacts as they may really be: some ties missed by the survey, some that are no longer alive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.contacts import Contacts
    from kiemen.network import Network

# The part of the ties that is missing where nobody knows who was asked, and the least where it is known: a list of
# names is never complete.
UNKNOWN, LEAST, MOST = 0.1, 0.05, 0.5
# The part of the known ties that may not carry anything.
LEFT_OUT = 0.1


def missing_share(network: Network) -> float:
    """Give the share of the ties that is missing: that of the people asked who did not answer; 0.05 to 0.5."""
    rate = network.response_rate()
    return UNKNOWN if np.isnan(rate) else float(np.clip(1.0 - rate, LEAST, MOST))


def silent_people(network: Network) -> NDArray[np.bool_]:
    """Say who did not answer; everybody where that is not known or all answered, since anybody forgets a name."""
    if network.participation.empty:
        return np.ones(network.n_nodes, dtype=np.bool_)
    silent = ~network.response().isin(ANSWERED).reindex(network.ids, fill_value=False).to_numpy(dtype=np.bool_)
    return silent if silent.any() else np.ones(network.n_nodes, dtype=np.bool_)


def redrawn(
    contacts: Contacts, *, missing: float, silent: NDArray[np.bool_], plan: NDArray[np.int64], seed: int, number: int
) -> Contacts:
    """Give contacts as they may be: a tenth of the ties left out, and as many added as are thought to be missing.

    Half of the added ties join people who share a contact, half anybody by number of ties; one of the two is silent.
    Ties of the plan are never among them: what is suggested would be there already. O(arcs).
    """
    rng = np.random.default_rng([seed, 23, number])
    n = contacts.n
    source = np.repeat(np.arange(n, dtype=np.int64), np.diff(contacts.indptr))
    target = contacts.indices.astype(np.int64)
    key = np.minimum(source, target) * n + np.maximum(source, target)
    pairs, place = np.unique(key, return_inverse=True)
    kept = rng.random(len(pairs))[place] >= LEFT_OUT
    wanted = round(len(pairs) * missing / (1.0 - missing))
    fresh = _fresh(contacts, source, silent, wanted, rng=rng, known=np.union1d(pairs, _keys(plan, n)))
    low, high = fresh // n, fresh % n
    rows, columns = np.concatenate([source[kept], low, high]), np.concatenate([target[kept], high, low])
    order = np.lexsort((columns, rows))
    weight = contacts.weight
    if weight.size > 1:
        weight = np.concatenate([weight[kept], np.full(2 * len(fresh), contacts.usual_weight)])[order]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))]).astype(np.int64)
    return replace(contacts, indptr=indptr, indices=columns[order].astype(np.int32), weight=weight, kept={})


def _fresh(
    contacts: Contacts,
    source: NDArray[np.int64],
    silent: NDArray[np.bool_],
    wanted: int,
    *,
    rng: np.random.Generator,
    known: NDArray[np.int64],
) -> NDArray[np.int64]:
    n, arcs = contacts.n, contacts.n_arcs
    if wanted == 0 or arcs == 0:
        return np.empty(0, np.int64)
    drawn = 8 * wanted + 20
    # One step along a random tie and one more ends at somebody with whom a contact is shared.
    first = rng.integers(0, arcs, drawn)
    middle = contacts.indices[first].astype(np.int64)
    out = np.diff(contacts.indptr)[middle]
    second = contacts.indptr[middle] + (rng.random(drawn) * out).astype(np.int64)
    near = np.where(out > 0, contacts.indices[np.minimum(second, arcs - 1)].astype(np.int64), source[first])
    far = source[rng.integers(0, arcs, drawn)]
    other = np.where(np.arange(drawn) % 2 == 0, near, far)
    one = source[first]
    fine = (one != other) & (silent[one] | silent[other])
    keys = _keys(np.column_stack([one, other])[fine], n)
    keys = keys[np.sort(np.unique(keys, return_index=True)[1])]
    return np.asarray(keys[~np.isin(keys, known)][:wanted], dtype=np.int64)


def _keys(pairs: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.asarray(pairs.min(axis=1) * n + pairs.max(axis=1), dtype=np.int64)
