"""Threshold contagion (absolute, fractional, linear) over a CSR of contacts, many worlds in one call."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import draw, world_key

NEED_STREAM = 1 << 40  # beyond any person, so that streams never meet
NOISE_STREAM = 1 << 41
SLACK = 1e-9
NOT_AT_ALL = 65_535  # the period of who does not join; the most that two bytes hold
LOOK = 8  # looking at a person costs as much as so many arcs
SPARE = 1  # worlds' worth of looks that may be spent before it is judged whether they pay


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
    when,
):
    """Run one contagion per entry of `runs`; a person joins once the weight of active contacts reaches the need.

    The need of a person is drawn once per world between `need_low` and `need_high`. With `noise` > 0 a person with at
    least one active contact joins below the need with that chance per period (the waiting time is drawn once).
    `weight` holds one weight per arc, or a single one. Outputs as in `spread_cascades`; `when` (runs x people, or no
    rows) gets the period in which everybody joins and is left as it is for those who do not.
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
    noted = when.shape[0] > 0
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
                if noted:
                    when[row, v] = 0
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
                        if noted:
                            when[row, v] = period
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
                        if noted:
                            when[row, v] = period
                    else:
                        warm[keep] = v
                        keep += 1
                n_warm = keep
        for t in range(1, last + 1):
            for g in range(counts.shape[2]):
                counts[row, t, g] += counts[row, t - 1, g]


@njit(cache=True, nogil=True)
def settle_thresholds(
    indptr,
    indices,
    weight,
    in_indptr,
    in_indices,
    in_place,
    extra_head,
    extra_next,
    extra_source,
    extra_target,
    extra_weight,
    more,
    runs,
    seed,
    horizon,
    need_low,
    need_high,
    noise,
    counted,
    when,
    allowed,
    sizes,
):
    """Add to `sizes` the people who join, and take away those who no longer do, once extra arcs and `more` are there.

    `more` people start besides the starters. `when` (worlds x people) holds the period in which everybody joins as
    things are, `NOT_AT_ALL` for who does not. Only people are looked at whose contacts join sooner, later or not at
    all: who joins when is settled as soon as nobody's period disagrees with those of their contacts, and there is one
    such answer, since each period hangs on earlier ones alone. Gives the number of worlds that were settled: it stops
    in one where they take more than `allowed` looks at an arc each; simulating the rest anew is then no slower.
    """
    n = indptr.size - 1
    n_extra = extra_source.size
    in_head = np.full(n if n_extra else 0, -1, np.int64)
    in_next = np.empty(n_extra, np.int64)
    for x in range(n_extra):
        in_next[x] = in_head[extra_target[x]]
        in_head[extra_target[x]] = x
    log_stay = np.log1p(-noise) if 0.0 < noise < 1.0 else 0.0
    late = np.empty(horizon + 1 if noise > 0.0 else 0)
    for period in range(late.size):
        late[period] = too_late(noise, log_stay, horizon - period)
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    joined = np.empty(n, when.dtype)
    arriving = np.zeros(horizon + 1)
    line = np.empty(n, np.int32)  # who is still to be looked at, round and round
    inline = np.zeros(n, np.bool_)
    looks = 0
    for row in range(runs.size):
        for v in range(n):  # one by one: a whole row takes seconds more to compile
            joined[v] = when[row, v]
        key = world_key(seed, runs[row])
        head = 0
        waiting_people = 0
        for x in range(n_extra):
            v = extra_target[x]
            if joined[v] > 0 and not inline[v]:
                inline[v] = True
                line[waiting_people] = v
                waiting_people += 1
        s = 0
        while s < more.size or waiting_people > 0:
            first = 0
            if s < more.size:
                u = more[s]
                s += 1
                if joined[u] == 0:
                    continue
                if joined[u] == NOT_AT_ALL:
                    sizes[row] += counted[u]
                joined[u] = 0
            else:
                u = line[head]
                head = head + 1 if head + 1 < n else 0
                waiting_people -= 1
                inline[u] = False
                if joined[u] == 0:
                    continue
                # When do enough of the contacts take part?
                low = NOT_AT_ALL
                high = 0
                total = 0.0
                stop = in_indptr[u + 1]
                looks += stop - in_indptr[u] + LOOK
                if looks > allowed * (row + 1 + SPARE):
                    return row
                for e in range(in_indptr[u], stop):
                    t = np.int64(joined[in_indices[e]])
                    if t < horizon:
                        push = w if same_weight else np.float64(weight[in_place[e]])
                        arriving[t] += push
                        total += push
                        low = min(low, t)
                        high = max(high, t)
                x = in_head[u] if n_extra else -1
                while x >= 0:
                    t = np.int64(joined[extra_source[x]])
                    if t < horizon:
                        arriving[t] += extra_weight[x]
                        total += extra_weight[x]
                        low = min(low, t)
                        high = max(high, t)
                    x = in_next[x]
                new = NOT_AT_ALL
                if low < horizon:
                    need = need_low[u]
                    if need_high[u] > need:
                        need += (need_high[u] - need_low[u]) * draw(key, u, NEED_STREAM)
                    need -= SLACK * max(1.0, need)
                    if total >= need:
                        load = 0.0
                        for t in range(low, high + 1):
                            load += arriving[t]
                            if load > 0.0 and load >= need:
                                new = t + 1
                                break
                    arriving[low : high + 1] = 0.0
                    if noise > 0.0 and new > low + 1:
                        luck = draw(key, u, NOISE_STREAM)
                        if luck < late[low + 1]:
                            due = low + waiting(luck, noise, log_stay)
                            if due <= horizon:
                                new = min(new, due)
                old = np.int64(joined[u])
                if new == old:
                    continue
                if old == NOT_AT_ALL:
                    sizes[row] += counted[u]
                elif new == NOT_AT_ALL:
                    sizes[row] -= counted[u]
                joined[u] = new
                first = min(new, old)
            # Whoever joined before either period does not notice.
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if joined[v] > first and not inline[v]:
                    inline[v] = True
                    place = head + waiting_people
                    line[place if place < n else place - n] = v
                    waiting_people += 1
            x = extra_head[u] if n_extra else -1
            while x >= 0:
                v = extra_target[x]
                if joined[v] > first and not inline[v]:
                    inline[v] = True
                    place = head + waiting_people
                    line[place if place < n else place - n] = v
                    waiting_people += 1
                x = extra_next[x]
    return runs.size
