"""Pairs that were not tied at a moment, and whether they were a period later: what there is to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.suggest.history import History, Snapshot

# A period with fewer new ties than this teaches little.
FEWEST_TIES = 5
WINDOWS = 4
PAIRS_PER_WINDOW = 60_000


@dataclass(frozen=True, eq=False)
class Window:
    """Pairs that were not tied at a moment, and whether they were a period later."""

    moment: float
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    formed: NDArray[np.bool_]
    weight: NDArray[np.float64]
    snapshot: Snapshot


def moments(history: History, period: float, until: float, formed: NDArray[np.float64]) -> list[float]:
    """Give the moments to learn from, latest first: each has a full period before `until`, and a past of its own.

    Dated ties: the last periods in which some ties `formed` (how many per period, the latest first). A holiday teaches
    nothing about who meets whom.
    """
    first = float(history.start.min())
    if history.waves:
        return [moment for moment in (until - period * (1 + k) for k in range(WINDOWS)) if moment >= first]
    back = 1 + np.arange(len(formed))
    back = back[until - back * period >= first + 0.1 * (until - first)]
    formed = formed[back - 1]
    full = back[formed >= FEWEST_TIES]
    some = back[(formed > 0) & (formed < FEWEST_TIES)]
    chosen = np.sort(np.concatenate([full, some])[:WINDOWS])
    return [float(until - k * period) for k in chosen]


def window(
    history: History, moment: float, period: float, rng: np.random.Generator, *, most: int = PAIRS_PER_WINDOW
) -> Window:
    """Give untied pairs at a moment and which of them formed; all of them, or a sample of each kind.

    Of those that did not form half are drawn from pairs that share a contact, half from all; weights make the sample
    stand for all pairs.
    """
    snapshot = history.snapshot(moment, period)
    n = history.n
    tied = _keys(snapshot.tied, n)
    present = history.judged(moment, moment + period, snapshot)
    # A pair that had a tie before counts as new only when waves can see that the tie was gone.
    met = [tied] if history.waves else [tied, _keys(snapshot.former, n)]
    # Of a tie without a date nobody can say whether it is new.
    known = (
        np.unique(np.concatenate([*met, history.timeless])) if history.timeless.size else np.sort(np.concatenate(met))
    )
    formed = _without(history.formed(moment, moment + period), known)
    here = np.isin(formed // n, present) & np.isin(formed % n, present)
    formed = formed[here]
    total = len(present) * (len(present) - 1) // 2
    if total <= most:
        one, other = np.triu_indices(len(present), 1)
        keys = _without(present[one] * n + present[other], known)
        weight = np.ones(len(keys))
    else:
        keys, weight = _sampled(snapshot, present, known, formed, n=n, rng=rng, most=most)
    label = np.isin(keys, formed)
    # Sorted by the right person: the contacts of one person are then marked once.
    order = np.lexsort((keys // n, keys % n))
    keys = keys[order]
    return Window(moment, keys // n, keys % n, label[order], weight[order], snapshot)


def _keys(matrix: Any, n: int) -> NDArray[np.int64]:
    pairs = matrix.tocoo()
    upper = pairs.row < pairs.col
    return np.asarray(np.sort(pairs.row[upper].astype(np.int64) * n + pairs.col[upper]))


def _without(keys: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out keys that are among others; both sorted, and the others may be millions."""
    if not len(known):
        return keys
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(keys[known[place] != keys])


def _sampled(
    snapshot: Snapshot,
    present: NDArray[np.int64],
    known: NDArray[np.int64],
    formed: NDArray[np.int64],
    *,
    n: int,
    rng: np.random.Generator,
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    tied = snapshot.tied
    degree = np.diff(tied.indptr)
    # Two steps along random ties end at a pair that shares a contact.
    ends = [np.zeros(0, dtype=np.int64)] * 2
    if tied.nnz:
        middle = rng.choice(n, size=most, p=degree / degree.sum())
        steps = [tied.indptr[middle] + (rng.random(most) * degree[middle]).astype(np.int64) for _ in range(2)]
        ends = [tied.indices[one].astype(np.int64) for one in steps]
    anyone = [rng.choice(present, size=most) for _ in range(2)]
    parts = []
    for one, other in (ends, anyone):
        a, b = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
        keys = np.unique((a * n + b)[a != b])
        keys = _without(keys, known)
        parts.append(keys[np.isin(keys // n, present) & np.isin(keys % n, present)])
    near, far = parts
    shares = np.asarray(tied[far // n].multiply(tied[far % n]).sum(axis=1)).ravel() > 0
    kept = formed
    if len(formed) > most:
        kept = np.sort(rng.choice(formed, size=most, replace=False))
    out = np.isin(known // n, present) & np.isin(known % n, present)
    pairs = len(present) * (len(present) - 1) / 2 - int(out.sum()) - len(formed)
    # The uniform sample says how many pairs share a contact at all.
    reach = float(shares.mean()) if len(far) else 0.0
    near, far = _without(near, formed), _without(far[~shares], formed)
    # Who share more, or quieter, contacts are met on more steps: such pairs stand for fewer.
    met = 2 * most / max(int(degree.sum()), 1) * pair_proximity(tied, near // n, near % n, method="resource-allocation")
    keys = np.concatenate([kept, near, far])
    weight = np.concatenate(
        [
            np.full(len(kept), len(formed) / max(len(kept), 1)),
            -1.0 / np.expm1(-met),
            np.full(len(far), max(1.0, (1 - reach) * pairs / max(len(far), 1))),
        ]
    )
    return keys, weight
