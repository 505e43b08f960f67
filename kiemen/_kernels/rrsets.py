"""Reverse-reachable sets: who could have reached a person drawn at random; and the greedy cover of many such sets."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import GOLDEN, SHIFT_11, UNIT, scramble, world_key

BY_PERSON = 0  # one chance per receiving person, skipping geometrically over the arcs that stay dark
BY_ARC = 1
ONE_IN = 2  # linear threshold: at most one arc into a person is live, all arcs alike
ONE_IN_BY_ARC = 3
DENSE_BOUNDS, SPARSE_BOUNDS = 4_000_000, 16  # people times choices up to which every choice is bounded; else so many


@njit(cache=True, nogil=True)
def sample_sets(indptr, indices, chance, mode, roots, first, count, seed):
    """Draw the sets numbered `first` to `first + count` over incoming arcs.

    Set i begins at the i-th of `roots`, in turn, so that everybody is the root of as many sets; it has a random stream
    of its own, so the sets do not depend on how the work is cut. Returns (ptr, members).
    """
    n = indptr.size - 1
    stamp = np.full(n, -1, np.int64)
    ptr = np.zeros(count + 1, np.int64)
    members = np.empty(max(1024, 4 * count), np.int32)
    used = 0
    for i in range(count):
        state = world_key(seed, first + i)
        root = roots[(first + i) % roots.size]
        stamp[root] = i
        if used == members.size:
            members = np.concatenate((members, np.empty_like(members)))
        members[used] = root
        head = used
        used += 1
        while head < used:
            v = members[head]
            head += 1
            e = indptr[v]
            stop = indptr[v + 1]
            if e == stop:
                continue
            if used + (stop - e) > members.size:
                members = np.concatenate((members, np.empty(members.size + stop - e, np.int32)))
            if mode == BY_PERSON:
                p = chance[v]
                if p <= 0.0:
                    continue
                if p >= 1.0:
                    for a in range(e, stop):
                        u = indices[a]
                        if stamp[u] != i:
                            stamp[u] = i
                            members[used] = u
                            used += 1
                elif p > 0.15:  # skipping costs a logarithm, which a coin per arc beats here
                    for a in range(e, stop):
                        state += GOLDEN
                        if (scramble(state) >> SHIFT_11) * UNIT < p:
                            u = indices[a]
                            if stamp[u] != i:
                                stamp[u] = i
                                members[used] = u
                                used += 1
                else:
                    log_stay = np.log1p(-p)
                    a = e - 1
                    while True:
                        state += GOLDEN
                        skip = np.log1p(-((scramble(state) >> SHIFT_11) * UNIT)) / log_stay
                        if skip >= stop - a:
                            break
                        a += 1 + np.int64(skip)
                        if a >= stop:
                            break
                        u = indices[a]
                        if stamp[u] != i:
                            stamp[u] = i
                            members[used] = u
                            used += 1
            elif mode == BY_ARC:
                for a in range(e, stop):
                    state += GOLDEN
                    if (scramble(state) >> SHIFT_11) * UNIT < chance[a]:
                        u = indices[a]
                        if stamp[u] != i:
                            stamp[u] = i
                            members[used] = u
                            used += 1
            else:
                state += GOLDEN
                left = (scramble(state) >> SHIFT_11) * UNIT
                a = stop
                if mode == ONE_IN:
                    if chance[v] > 0.0:
                        a = e + np.int64(left / chance[v])
                else:
                    a = e
                    while a < stop:
                        left -= chance[a]
                        if left < 0.0:
                            break
                        a += 1
                if a < stop:
                    u = indices[a]
                    if stamp[u] != i:
                        stamp[u] = i
                        members[used] = u
                        used += 1
        ptr[i + 1] = used
    return ptr, members[:used].copy()


@njit(cache=True, nogil=True)
def first_places(ptr, members, rank):
    """Give for each set the least rank among its members."""
    found = np.empty(ptr.size - 1, np.int64)
    for i in range(found.size):
        least = rank[members[ptr[i]]]
        for m in range(ptr[i] + 1, ptr[i + 1]):
            least = min(least, rank[members[m]])
        found[i] = least
    return found


@njit(cache=True, nogil=True)
def _sink(order, value, root, size):
    """Let the root of a heap with the least on top sink to its place among the first `size`."""
    while 2 * root + 1 < size:
        child = 2 * root + 1
        if child + 1 < size and value[order[child + 1]] < value[order[child]]:
            child += 1
        if value[order[root]] <= value[order[child]]:
            return
        order[root], order[child] = order[child], order[root]
        root = child


@njit(cache=True, nogil=True)
def _falling(value):
    """Give the positions from the largest value to the least, by a heap: compiling the library's sort takes seconds."""
    n = value.size
    order = np.arange(n)
    for root in range(n // 2 - 1, -1, -1):
        _sink(order, value, root, n)
    for last in range(n - 1, 0, -1):
        order[0], order[last] = order[last], order[0]
        _sink(order, value, 0, last)
    return order


@njit(cache=True, nogil=True)
def most_within(gain, free, k, price, budget, group, quota):
    """Give a bound on the sum of `gain` over any k free people within the budget and the quotas.

    It is the smaller of two relaxations: the budget alone, where the last one bought may be bought in part, and number
    and quotas alone.
    """
    n = gain.size
    useful = np.empty(n, np.int64)
    rate = np.empty(n, np.float64)
    count = 0
    for v in range(n):
        cost = price[0] if price.size == 1 else price[v]
        if free[v] and gain[v] > 0 and cost <= budget and quota[group[v]] > 0:
            useful[count] = v
            rate[count] = gain[v] / cost
            count += 1
    useful = useful[:count]
    left = budget
    bought = 0.0
    for at in _falling(rate[:count]):
        v = useful[at]
        cost = price[0] if price.size == 1 else price[v]
        part = min(1.0, left / cost)
        bought += part * gain[v]
        left -= cost
        if left <= 0.0:
            break
    room = quota.copy()
    counted = 0.0
    places = k
    for at in _falling(gain[useful].astype(np.float64)):
        v = useful[at]
        if places == 0:
            break
        if room[group[v]] > 0:
            counted += gain[v]
            room[group[v]] -= 1
            places -= 1
    return min(bought, counted)


@njit(cache=True, nogil=True)
def cover_greedily(ptr, members, n, k, allowed, price, budget, group, quota, covered, by_price):
    """Choose people one by one so that they cover the most sets, each within `budget` and the quota of its group.

    Where people differ in price, `by_price` takes the most per price, otherwise the most. Returns the chosen people,
    the sets that each newly covers, and the least upper bound met on the sets that any allowed k people could cover
    within budget and quotas. `covered` marks sets that count as covered from the start.
    """
    n_sets = ptr.size - 1
    total = 0
    start = np.zeros(n + 1, np.int64)
    for i in range(n_sets):
        if not covered[i]:
            for m in range(ptr[i], ptr[i + 1]):
                start[members[m] + 1] += 1
                total += 1
    gain = start[1:].copy()
    for v in range(n):
        start[v + 1] += start[v]
    holders = np.empty(total, np.int32)
    fill = start[:-1].copy()
    for i in range(n_sets):
        if not covered[i]:
            for m in range(ptr[i], ptr[i + 1]):
                holders[fill[members[m]]] = i
                fill[members[m]] += 1
    same_price = price.size == 1
    limited = not same_price or quota.min() < k
    stride = 1 if n * k <= DENSE_BOUNDS else max(1, k // SPARSE_BOUNDS)
    room = quota.copy()
    free = allowed.copy()
    histogram = np.zeros(n_sets + 1, np.int64)
    top = 0
    for v in range(n):
        if free[v]:
            histogram[gain[v]] += 1
            top = max(top, gain[v])
    done = np.zeros(n_sets, np.bool_)
    chosen = np.empty(min(k, n), np.int32)
    fresh = np.empty(min(k, n), np.int64)
    n_chosen = 0
    reached = 0
    spent = 0.0
    upper = float(n_sets)
    while True:
        left = k
        above = 0
        level = top
        while level > 0 and left > 0:
            take = min(left, histogram[level])
            above += take * level
            left -= take
            if histogram[level] == 0 and level == top:
                top -= 1
            level -= 1
        upper = min(upper, float(reached + above))
        if limited and n_chosen % stride == 0:
            upper = min(upper, reached + most_within(gain, free, k, price, budget, group, quota))
        if n_chosen == chosen.size:
            break
        best = -1
        best_value = -1.0
        for v in range(n):
            if free[v] and room[group[v]] > 0:
                cost = price[0] if same_price else price[v]
                if spent + cost <= budget:
                    value = gain[v] / cost if by_price and not same_price else float(gain[v])
                    if value > best_value:
                        best_value = value
                        best = v
        if best < 0:
            break
        chosen[n_chosen] = best
        fresh[n_chosen] = gain[best]
        n_chosen += 1
        reached += gain[best]
        spent += price[0] if same_price else price[best]
        room[group[best]] -= 1
        for h in range(start[best], start[best + 1]):
            i = holders[h]
            if not done[i]:
                done[i] = True
                for m in range(ptr[i], ptr[i + 1]):
                    u = members[m]
                    if free[u]:
                        histogram[gain[u]] -= 1
                        histogram[gain[u] - 1] += 1
                    gain[u] -= 1
        histogram[gain[best]] -= 1
        free[best] = False
    return chosen[:n_chosen], fresh[:n_chosen], upper
