"""Threshold contagion (absolute, fractional, linear) over a CSR of contacts, many worlds in one call."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import draw, world_key

NEED_STREAM = 1 << 40  # beyond any person, so that streams never meet
NOISE_STREAM = 1 << 41
SLACK = 1e-9


@njit(cache=True, nogil=True)
def too_late(noise, log_stay, left):
    """Give the draw from which somebody with too few active contacts joins only after the periods that are left.

    Most people do: whoever is known to, needs no logarithm and no place in the line.
    """
    return 1.0 if noise >= 1.0 else 1e-12 - np.expm1((left + 1) * log_stay)


@njit(cache=True, nogil=True)
def waiting(luck, noise, log_stay):
    """Give the period, from 1, in which somebody with too few active contacts joins all the same."""
    return 1 if noise >= 1.0 else 1 + np.int64(min(np.log1p(-luck) / log_stay, 1e9))


@njit(cache=True, nogil=True)
def spread_thresholds(
    indptr,
    indices,
    weight,
    extra_head,
    extra_next,
    extra_target,
    extra_weight,
    start_ptr,
    starts,
    runs,
    seed,
    horizon,
    group,
    need_low,
    need_high,
    noise,
    counts,
    reached,
):
    """Run one contagion per entry of `runs`; a person joins once the weight of active contacts reaches the need.

    The need of a person is drawn once per world between `need_low` and `need_high`. With `noise` > 0 a person with at
    least one active contact joins below the need with that chance per period (the waiting time is drawn once).
    `weight` holds one weight per arc, or a single one. Outputs as in `spread_cascades`.
    """
    n = indptr.size - 1
    mark = np.full(n, -1, np.int32)  # twice the row: met in this world; one more: active. One look-up per arc.
    load = np.zeros(n, np.float64)
    need = np.zeros(n, np.float64)
    due = np.zeros(n if noise > 0.0 else 1, np.int64)
    queue = np.empty(n, np.int32)
    warm = np.empty(n if noise > 0.0 else 1, np.int32)
    log_stay = np.log1p(-noise) if 0.0 < noise < 1.0 else 0.0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    has_extra = extra_head.size > 0
    last = counts.shape[1] - 1
    for row in range(runs.size):
        met = 2 * row
        active = met + 1
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        tail = 0
        n_warm = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if mark[v] != active:
                mark[v] = active
                queue[tail] = v
                tail += 1
                counts[row, 0, group[v]] += 1
                reached[v] += 1
        head = 0
        period = 0
        while period < horizon and (head < tail or n_warm > 0):
            period += 1
            column = min(period, last)
            late = too_late(noise, log_stay, horizon - period) if noise > 0.0 else 0.0
            end = tail
            while head < end:
                u = queue[head]
                head += 1
                e = indptr[u]
                x = extra_head[u] if has_extra else -1
                while e < indptr[u + 1] or x >= 0:
                    if e < indptr[u + 1]:
                        v = indices[e]
                        if not same_weight:
                            w = np.float64(weight[e])
                        push = w
                        e += 1
                    else:
                        v = extra_target[x]
                        push = extra_weight[x]
                        x = extra_next[x]
                    if mark[v] == active:
                        continue
                    if mark[v] != met:
                        mark[v] = met
                        load[v] = 0.0
                        low = need_low[v]
                        need[v] = low + (need_high[v] - low) * draw(key, v, NEED_STREAM)
                        if noise > 0.0:
                            luck = draw(key, v, NOISE_STREAM)
                            if luck < late:
                                due[v] = period + waiting(luck, noise, log_stay) - 1
                                warm[n_warm] = v
                                n_warm += 1
                    load[v] += push
                    if load[v] > 0.0 and load[v] >= need[v] - SLACK * max(1.0, need[v]):
                        mark[v] = active
                        queue[tail] = v
                        tail += 1
                        counts[row, column, group[v]] += 1
                        reached[v] += 1
            if noise > 0.0:
                keep = 0
                for i in range(n_warm):
                    v = warm[i]
                    if mark[v] == active:
                        continue
                    if due[v] <= period:
                        mark[v] = active
                        queue[tail] = v
                        tail += 1
                        counts[row, column, group[v]] += 1
                        reached[v] += 1
                    else:
                        warm[keep] = v
                        keep += 1
                n_warm = keep
        for t in range(1, last + 1):
            for g in range(counts.shape[2]):
                counts[row, t, g] += counts[row, t - 1, g]
