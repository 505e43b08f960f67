"""Independent cascades over a CSR of contacts, many worlds in one call."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import draw, world_key


@njit(cache=True, nogil=True)
def spread_cascades(
    indptr,
    indices,
    chance,
    extra_head,
    extra_next,
    extra_target,
    extra_chance,
    start_ptr,
    starts,
    runs,
    seed,
    horizon,
    group,
    counts,
    reached,
):
    """Run one cascade per entry of `runs`.

    `chance` holds one probability per arc, or a single one for all. Extra arcs are linked lists from `extra_head`
    (empty array = none). `start_ptr` has two entries (one set for all) or one more than `runs`.
    Fills `counts` (runs x periods x groups, active people; the last period absorbs all that follow) and adds to
    `reached` (worlds in which a person was reached).
    """
    n = indptr.size - 1
    stamp = np.full(n, -1, np.int64)
    queue = np.empty(n, np.int32)
    same_chance = chance.size == 1
    p = np.float64(chance[0]) if chance.size else 0.0
    has_extra = extra_head.size > 0
    last = counts.shape[1] - 1
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        tail = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if stamp[v] != row:
                stamp[v] = row
                queue[tail] = v
                tail += 1
                counts[row, 0, group[v]] += 1
                reached[v] += 1
        head = 0
        period = 0
        while head < tail and period < horizon:
            period += 1
            column = min(period, last)
            end = tail
            while head < end:
                u = queue[head]
                head += 1
                for e in range(indptr[u], indptr[u + 1]):
                    v = indices[e]
                    if not same_chance:
                        p = np.float64(chance[e])
                    if draw(key, u, v) < p and stamp[v] != row:
                        stamp[v] = row
                        queue[tail] = v
                        tail += 1
                        counts[row, column, group[v]] += 1
                        reached[v] += 1
                if has_extra:
                    x = extra_head[u]
                    while x >= 0:
                        v = extra_target[x]
                        if stamp[v] != row and draw(key, u, v) < extra_chance[x]:
                            stamp[v] = row
                            queue[tail] = v
                            tail += 1
                            counts[row, column, group[v]] += 1
                            reached[v] += 1
                        x = extra_next[x]
        for t in range(1, last + 1):
            for g in range(counts.shape[2]):
                counts[row, t, g] += counts[row, t - 1, g]
