"""What a new tie could bring, read off simulated worlds: who is reached, and what each of the others would add.

The draws are those of the simulations themselves, so a world here is the same world there.
"""

import numpy as np
from numba import njit

from kiemen._kernels.draws import arc_draw, draw, world_key
from kiemen._kernels.threshold import NEED_STREAM, NOISE_STREAM, SLACK, too_late, waiting

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
    indptr,
    indices,
    weight,
    extra_head,
    extra_next,
    extra_target,
    extra_weight,
    first,
    row,
    active,
    load,
    need,
    enough,
    queue,
):
    """Let `first` join in a world at rest and those who follow, until `enough` have.

    Gives how many were followed up and how many joined, listed in `queue`.
    """
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    queue[0] = first
    active[row, first] = 1
    head = 0
    tail = 1
    while head < tail < enough:
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
    return head, tail


@njit(cache=True, nogil=True)
def _leave(
    indptr, indices, weight, extra_head, extra_next, extra_target, extra_weight, row, active, load, queue, head, tail
):
    """Undo `_join`."""
    has_extra = extra_head.size > 0
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    for i in range(tail):
        active[row, queue[i]] = 0
    for i in range(head):
        u = queue[i]
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
                    if noise > 0.0 and load[row, v] == 0.0 and active[row, v] == 0:
                        luck = draw(key, v, NOISE_STREAM)
                        if luck < late:
                            due[v] = period + waiting(luck, noise, log_stay) - 1
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
    enough,
    score,
):
    """Fill `score` (people x most): mean people gained if a person got 1, 2, ... ties to active people, per tie.

    Only `people` are looked at; with `follow` everybody who follows is counted, until `enough` do, else only their own
    contacts. A person who is not active needs a number of further ties that depends on the world; the worth is who
    follows then, plus `hope` for the steps that the next ones have come nearer.
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
            head, tail = _join(
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
                enough,
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
                head,
                tail,
            )
            for m in range(steps, most + 1):
                score[v, m - 1] += value / (worlds * m)
