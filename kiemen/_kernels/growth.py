"""What a new tie could bring, read off simulated worlds: who is reached, and what each of the others would add.

The draws are those of the simulations themselves, so a world here is the same world there.
"""

import numpy as np
from numba import njit

from kiemen._kernels.draws import arc_draw, draw, world_key
from kiemen._kernels.threshold import NEED_STREAM, NOISE_STREAM, SLACK

NEVER = 1 << 40


@njit(cache=True, nogil=True)
def cascade_worth(
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
    counted,
    people,
    reached,
    worth,
):
    """Fill `reached` (worlds x n) and `worth` (worlds x people): who more would follow if this person joined too."""
    n = indptr.size - 1
    state = np.full(n, -1, np.int64)
    stamp = np.full(n, -1, np.int64)
    queue = np.empty(n, np.int32)
    same_chance = chance.size == 1
    p = np.float64(chance[0]) if chance.size else 0.0
    has_extra = extra_head.size > 0
    ticket = 0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        for source in range(-1, people.size):
            ticket += 1
            tail = 0
            if source < 0:
                for s in range(start_ptr[at], start_ptr[at + 1]):
                    v = starts[s]
                    if stamp[v] != ticket:
                        stamp[v] = ticket
                        queue[tail] = v
                        tail += 1
            else:
                if state[people[source]] == row:
                    continue
                queue[0] = people[source]
                stamp[queue[0]] = ticket
                tail = 1
            head = 0
            while head < tail:
                u = queue[head]
                head += 1
                e = indptr[u]
                x = extra_head[u] if has_extra else -1
                while e < indptr[u + 1] or x >= 0:
                    if e < indptr[u + 1]:
                        v = indices[e]
                        if not same_chance:
                            p = np.float64(chance[e])
                        live = p
                        e += 1
                    else:
                        v = extra_target[x]
                        live = extra_chance[x]
                        x = extra_next[x]
                    if stamp[v] != ticket and state[v] != row and arc_draw(key, u, v) < live:
                        stamp[v] = ticket
                        queue[tail] = v
                        tail += 1
            if source < 0:
                for i in range(tail):
                    state[queue[i]] = row
                    reached[row, queue[i]] = 1.0
            else:
                total = 0
                for i in range(tail):
                    total += counted[queue[i]]
                worth[row, source] = total


@njit(cache=True, nogil=True)
def _join(
    indptr, indices, weight, extra_head, extra_next, extra_target, extra_weight, first, row, active, load, need, queue
):
    """Let `first` join in a world at rest and everybody who follows; give how many, listed in `queue`."""
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    queue[0] = first
    active[row, first] = 1
    head = 0
    tail = 1
    while head < tail:
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
            load[row, v] += push
            if active[row, v] == 0 and load[row, v] >= need[row, v] - SLACK * max(1.0, need[row, v]):
                active[row, v] = 1
                queue[tail] = v
                tail += 1
    return tail


@njit(cache=True, nogil=True)
def _leave(indptr, indices, weight, extra_head, extra_next, extra_target, extra_weight, row, active, load, queue, tail):
    """Undo `_join`."""
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    for i in range(tail):
        u = queue[i]
        active[row, u] = 0
        for e in range(indptr[u], indptr[u + 1]):
            if not same_weight:
                w = np.float64(weight[e])
            load[row, indices[e]] -= w
        x = extra_head[u] if has_extra else -1
        while x >= 0:
            load[row, extra_target[x]] -= extra_weight[x]
            x = extra_next[x]


@njit(cache=True, nogil=True)
def threshold_rest(
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
    need_low,
    need_high,
    noise,
    active,
    load,
    need,
):
    """Run the worlds to the horizon and leave them standing: `active`, `load` and `need` (worlds x n)."""
    n = indptr.size - 1
    queue = np.empty(n, np.int32)
    warm = np.empty(n, np.int32)
    due = np.full(n, NEVER, np.int64)
    log_stay = np.log1p(-noise) if 0.0 < noise < 1.0 else 0.0
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        for v in range(n):
            low = need_low[v]
            need[row, v] = low + (need_high[v] - low) * draw(key, v, NEED_STREAM)
        tail = 0
        n_warm = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if active[row, v] == 0:
                active[row, v] = 1
                queue[tail] = v
                tail += 1
        head = 0
        period = 0
        while period < horizon and (head < tail or n_warm > 0):
            period += 1
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
                    if noise > 0.0 and load[row, v] == 0.0 and active[row, v] == 0:
                        wait = 1
                        if noise < 1.0:
                            wait = 1 + np.int64(min(np.log1p(-draw(key, v, NOISE_STREAM)) / log_stay, 1e9))
                        due[v] = period + wait - 1
                        warm[n_warm] = v
                        n_warm += 1
                    load[row, v] += push
                    enough = load[row, v] >= need[row, v] - SLACK * max(1.0, need[row, v])
                    if active[row, v] == 0 and load[row, v] > 0.0 and enough:
                        active[row, v] = 1
                        queue[tail] = v
                        tail += 1
            keep = 0
            for i in range(n_warm):
                v = warm[i]
                if active[row, v] == 1:
                    continue
                if due[v] <= period:
                    active[row, v] = 1
                    queue[tail] = v
                    tail += 1
                else:
                    warm[keep] = v
                    keep += 1
            n_warm = keep
        # Whoever joined in the last period still presses on the others: the world is left at rest.
        while head < tail:
            u = queue[head]
            head += 1
            for e in range(indptr[u], indptr[u + 1]):
                if not same_weight:
                    w = np.float64(weight[e])
                load[row, indices[e]] += w
            x = extra_head[u] if has_extra else -1
            while x >= 0:
                load[row, extra_target[x]] += extra_weight[x]
                x = extra_next[x]


@njit(cache=True, nogil=True)
def threshold_worth(
    indptr,
    indices,
    weight,
    extra_head,
    extra_next,
    extra_target,
    extra_weight,
    active,
    load,
    need,
    share,
    at_least,
    in_weight,
    tie,
    most,
    hope,
    counted,
    people,
    follow,
    score,
):
    """Fill `score` (people x most): mean people gained if a person got 1, 2, ... ties to active people, per tie.

    Only `people` are looked at; with `follow` everybody who follows is counted, else only their own contacts. A person
    who is not active needs a number of further ties that depends on the world; the worth is who follows then,
    plus `hope` for the steps that the next ones have come nearer.
    """
    n = indptr.size - 1
    worlds = active.shape[0]
    queue = np.empty(n, np.int32)
    for row in range(worlds):
        for at in range(people.size):
            v = people[at]
            if active[row, v] == 1:
                continue
            lacking = need[row, v] - load[row, v]
            # A tie adds its weight to the load and, where a share counts, raises the need a little.
            steps = np.int64(np.ceil(lacking / tie - 1e-9))
            if share > 0.0:
                part = need[row, v] / in_weight[v] if need[row, v] > at_least and in_weight[v] > 0.0 else 0.0
                if part > 0.0 and part < 1.0:
                    steps = max(steps, np.int64(np.ceil(lacking / (tie * (1.0 - part)) - 1e-9)))
                elif part >= 1.0:
                    continue
            steps = max(steps, 1)
            if steps > most:
                continue
            value = 0.0
            if not follow:
                value += counted[v]
                for e in range(indptr[v], indptr[v + 1]):
                    o = indices[e]
                    if active[row, o] == 0 and load[row, o] + tie >= need[row, o] - SLACK * max(1.0, need[row, o]):
                        value += counted[o]
                for m in range(steps, most + 1):
                    score[v, m - 1] += value / (worlds * m)
                continue
            tail = _join(
                indptr,
                indices,
                weight,
                extra_head,
                extra_next,
                extra_target,
                extra_weight,
                v,
                row,
                active,
                load,
                need,
                queue,
            )
            for i in range(tail):
                u = queue[i]
                value += counted[u]
                if hope > 0.0:
                    for e in range(indptr[u], indptr[u + 1]):
                        o = indices[e]
                        if active[row, o] == 0:
                            left = (need[row, o] - load[row, o]) / tie
                            value += hope / (1.0 + max(left, 0.0)) / max(need[row, o], 1.0)
            _leave(
                indptr,
                indices,
                weight,
                extra_head,
                extra_next,
                extra_target,
                extra_weight,
                row,
                active,
                load,
                queue,
                tail,
            )
            for m in range(steps, most + 1):
                score[v, m - 1] += value / (worlds * m)


@njit(cache=True, nogil=True)
def _light(heat, rate, need, power, outside):
    """Return the chance that a person who is out lights up."""
    warmth = max(heat, 0.0) / need
    if power == 2.0:
        warmth *= warmth
    elif power != 1.0:
        warmth = warmth**power
    return 1.0 - np.exp(-rate * warmth - outside)


@njit(cache=True, nogil=True)
def fire_worth(
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
    glow,
    rate,
    need,
    power,
    cooling,
    company,
    outside,
    tie,
    counted,
    lit,
    pull,
):
    """Fill `lit` and `pull` (worlds x periods x n): who is active, and what one more active contact would bring.

    Worlds run forward as in the simulation. Backwards, the worth of a person being active in a period is the worth of
    still being active in the next, plus what the heat adds to the chance of every contact times the worth of that
    contact: what one flipped state changes, the rest of the world staying as it was. It bends towards the people left
    to win, because what follows from a flip is not won twice. `pull` is that worth times what one tie more to an active
    contact adds to the chance, so `lit[:, :, i]` times `pull[:, :, j]` is what a tie brings from i to j.
    """
    n = indptr.size - 1
    heat = np.zeros((horizon, n), np.float64)
    state = np.zeros(n, np.uint8)
    worth = np.zeros(n, np.float64)
    gained = np.zeros(n, np.float64)
    lost = np.zeros(n, np.float64)
    stay = np.zeros(n, np.float64)
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    everybody = 0
    for v in range(n):
        everybody += counted[v]
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        state[:] = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            state[starts[s]] = 1
        for period in range(1, horizon + 1):
            now = heat[period - 1]
            now[:] = 0.0
            for u in range(n):
                lit[row, period - 1, u] = state[u]
                if state[u] == 0:
                    continue
                for e in range(indptr[u], indptr[u + 1]):
                    if not same_weight:
                        w = np.float64(weight[e])
                    now[indices[e]] += w * glow[u]
                x = extra_head[u] if has_extra else -1
                while x >= 0:
                    now[extra_target[x]] += extra_weight[x] * glow[u]
                    x = extra_next[x]
            for v in range(n):
                if state[v] == 1:
                    if cooling[v] > 0.0 and draw(key, v, period) < cooling[v] / (1.0 + company * now[v]):
                        state[v] = 0
                elif ((now[v] > 0.0 and rate[v] > 0.0) or outside > 0.0) and draw(key, v, period) < _light(
                    now[v], rate[v], need[v], power, outside
                ):
                    state[v] = 1
        size = 0
        for v in range(n):
            worth[v] = counted[v]
            size += state[v] * counted[v]
        left = max(1.0, np.float64(everybody - size))
        for period in range(horizon - 1, -1, -1):
            now = heat[period]
            for v in range(n):
                h = now[v]
                on = 1.0 - cooling[v] / (1.0 + company * h)
                off = _light(h, rate[v], need[v], power, outside) if h > 0.0 or outside > 0.0 else 0.0
                stay[v] = on - off
                if lit[row, period, v] == 1:
                    more = cooling[v] / (1.0 + company * h) - cooling[v] / (1.0 + company * (h + tie))
                    less = cooling[v] / (1.0 + company * max(h - tie, 0.0)) - cooling[v] / (1.0 + company * h)
                else:
                    more = _light(h + tie, rate[v], need[v], power, outside) - off
                    less = off - _light(h - tie, rate[v], need[v], power, outside) if h > 0.0 else 0.0
                gained[v] = more * worth[v]
                lost[v] = less * worth[v]
                pull[row, period, v] = gained[v]
            for u in range(n):
                brings = lost if lit[row, period, u] == 1 else gained
                total = 0.0
                for e in range(indptr[u], indptr[u + 1]):
                    if not same_weight:
                        w = np.float64(weight[e])
                    total += w * brings[indices[e]]
                x = extra_head[u] if has_extra else -1
                while x >= 0:
                    total += extra_weight[x] * brings[extra_target[x]]
                    x = extra_next[x]
                raw = stay[u] * worth[u] + glow[u] * total / tie
                heat[period, u] = left * (1.0 - np.exp(-raw / left)) if raw > 0.0 else raw
            for u in range(n):
                worth[u] = heat[period, u]
