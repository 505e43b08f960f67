"""Shortest paths counted in steps: betweenness, exact and sampled, and the cut points of a graph."""

import numpy as np
from numba import njit

# Sources that walk the graph together: one bit each, and their numbers lie side by side.
WIDTH = 64
# With more sources than this on a tie, adding a whole row is faster than picking them out one by one.
CROWDED = 8

_NONE = np.uint64(0)
_ONE = np.uint64(1)


@njit(cache=True, inline="always")
def _lowest(word):
    """Give the place of the lowest bit that is set."""
    below = (word & (_NONE - word)) - _ONE
    below -= (below >> np.uint64(1)) & np.uint64(0x5555555555555555)
    below = (below & np.uint64(0x3333333333333333)) + ((below >> np.uint64(2)) & np.uint64(0x3333333333333333))
    below = (below + (below >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((below * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, inline="always")
def _crowded(word):
    """Say whether more than `CROWDED` bits are set."""
    for _ in range(CROWDED):
        word &= word - _ONE
    return word != _NONE


@njit(cache=True, nogil=True)
def betweenness_batched(out_ptr, out_idx, in_ptr, in_idx, first, last):
    """Sum the dependencies of the sources first..last-1, WIDTH at a time (Brandes 2001, level by level).

    Who is met at which level is known from one bit per source, so that numbers are only added where a tie lies on a
    shortest path.
    """
    n = out_ptr.size - 1
    total = np.zeros(n)
    sigma = np.zeros((n, WIDTH))
    share = np.zeros((n, WIDTH))  # (1 + dependency) / sigma
    seen = np.zeros(n, np.uint64)
    met = np.zeros((16, n), np.uint64)  # per level, the sources that meet each node there
    acc = np.zeros(WIDTH)
    for start in range(first, last, WIDTH):
        batch = min(WIDTH, last - start)
        seen[:] = _NONE
        met[0, :] = _NONE
        everybody = _NONE
        for b in range(batch):
            bit = _ONE << np.uint64(b)
            everybody |= bit
            seen[start + b] = bit
            met[0, start + b] = bit
            sigma[start + b, b] = 1.0
        level = 0
        grown = True
        while grown:
            grown = False
            if level + 1 == met.shape[0]:
                longer = np.zeros((2 * met.shape[0], n), np.uint64)
                longer[: level + 1] = met
                met = longer
            for v in range(n):
                waiting = everybody & ~seen[v]
                found = _NONE
                if waiting != _NONE:
                    for k in range(in_ptr[v], in_ptr[v + 1]):
                        u = in_idx[k]
                        mask = met[level, u] & waiting
                        if mask == _NONE:
                            continue
                        fresh = mask & ~found
                        found |= mask
                        while fresh != _NONE:
                            acc[_lowest(fresh)] = 0.0
                            fresh &= fresh - _ONE
                        if _crowded(mask):
                            for b in range(WIDTH):
                                acc[b] += sigma[u, b] if (mask >> np.uint64(b)) & _ONE else 0.0
                        else:
                            while mask != _NONE:
                                b = _lowest(mask)
                                acc[b] += sigma[u, b]
                                mask &= mask - _ONE
                met[level + 1, v] = found
                if found != _NONE:
                    grown = True
                    while found != _NONE:
                        b = _lowest(found)
                        sigma[v, b] = acc[b]
                        found &= found - _ONE
            level += 1
            for v in range(n):
                seen[v] |= met[level, v]
        for d in range(level - 1, 0, -1):
            for v in range(n):
                mine = met[d, v]
                if mine == _NONE:
                    continue
                for b in range(WIDTH):
                    acc[b] = 0.0
                for k in range(out_ptr[v], out_ptr[v + 1]):
                    w = out_idx[k]
                    mask = met[d + 1, w] & mine
                    if mask == _NONE:
                        continue
                    if _crowded(mask):
                        for b in range(WIDTH):
                            acc[b] += share[w, b] if (mask >> np.uint64(b)) & _ONE else 0.0
                    else:
                        while mask != _NONE:
                            b = _lowest(mask)
                            acc[b] += share[w, b]
                            mask &= mask - _ONE
                while mine != _NONE:
                    b = _lowest(mine)
                    total[v] += sigma[v, b] * acc[b]
                    share[v, b] = 1.0 / sigma[v, b] + acc[b]
                    mine &= mine - _ONE
    return total


@njit(cache=True, nogil=True)
def betweenness_queue(out_ptr, out_idx, first, last):
    """Sum the dependencies of the sources first..last-1, one queue at a time; for long thin graphs."""
    n = out_ptr.size - 1
    total = np.zeros(n)
    sigma = np.zeros(n)
    delta = np.zeros(n)
    dist = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    for s in range(first, last):
        queue[0] = s
        dist[s] = 0
        sigma[s] = 1.0
        head = 0
        tail = 1
        while head < tail:
            v = queue[head]
            head += 1
            for k in range(out_ptr[v], out_ptr[v + 1]):
                w = out_idx[k]
                if dist[w] < 0:
                    dist[w] = dist[v] + 1
                    queue[tail] = w
                    tail += 1
                if dist[w] == dist[v] + 1:
                    sigma[w] += sigma[v]
        for i in range(tail - 1, -1, -1):
            v = queue[i]
            for k in range(out_ptr[v], out_ptr[v + 1]):
                w = out_idx[k]
                if dist[w] == dist[v] + 1:
                    delta[v] += sigma[v] / sigma[w] * (1.0 + delta[w])
            if v != s:
                total[v] += delta[v]
        for i in range(tail):
            v = queue[i]
            dist[v] = -1
            sigma[v] = 0.0
            delta[v] = 0.0
    return total


@njit(cache=True, nogil=True)
def depth(out_ptr, out_idx, source):
    """Give the steps from a source to the furthest node it reaches."""
    n = out_ptr.size - 1
    dist = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    queue[0] = source
    dist[source] = 0
    head = 0
    tail = 1
    while head < tail:
        v = queue[head]
        head += 1
        for k in range(out_ptr[v], out_ptr[v + 1]):
            w = out_idx[k]
            if dist[w] < 0:
                dist[w] = dist[v] + 1
                queue[tail] = w
                tail += 1
    return dist[queue[tail - 1]]


@njit(cache=True, nogil=True)
def betweenness_pairs(out_ptr, out_idx, in_ptr, in_idx, sources, targets):
    """Add up, over pairs of people, the share of shortest paths through each node, and its square.

    Two searches meet in the middle, always growing the side with fewer ties to follow. The share of *all* shortest
    paths is added and not one path drawn at random: the searches have been paid for, and the spread is smaller.
    """
    n = out_ptr.size - 1
    total = np.zeros(n)
    square = np.zeros(n)
    dist = np.full((2, n), -1, np.int32)
    sigma = np.zeros((2, n))
    queue = np.empty((2, n), np.int32)
    flow = np.zeros(n)
    order = np.empty(n, np.int32)
    for pair in range(sources.size):
        s = sources[pair]
        t = targets[pair]
        if s == t:
            continue
        queue[0, 0] = s
        queue[1, 0] = t
        dist[0, s] = 0
        dist[1, t] = 0
        sigma[0, s] = 1.0
        sigma[1, t] = 1.0
        begin = np.zeros(2, np.int64)
        tail = np.ones(2, np.int64)
        level = np.zeros(2, np.int64)
        work = np.array([out_ptr[s + 1] - out_ptr[s], in_ptr[t + 1] - in_ptr[t]])
        met = False
        while not met:
            side = 0 if work[0] <= work[1] else 1
            if begin[side] == tail[side]:
                break
            stop = tail[side]
            level[side] += 1
            work[side] = 0
            for i in range(begin[side], stop):
                v = queue[side, i]
                low = out_ptr[v] if side == 0 else in_ptr[v]
                high = out_ptr[v + 1] if side == 0 else in_ptr[v + 1]
                for k in range(low, high):
                    w = out_idx[k] if side == 0 else in_idx[k]
                    if dist[side, w] < 0:
                        dist[side, w] = level[side]
                        queue[side, tail[side]] = w
                        tail[side] += 1
                        work[side] += (out_ptr[w + 1] - out_ptr[w]) if side == 0 else (in_ptr[w + 1] - in_ptr[w])
                        if dist[1 - side, w] >= 0:
                            met = True
                    if dist[side, w] == level[side]:
                        sigma[side, w] += sigma[side, v]
            begin[side] = stop
            if begin[side] == tail[side]:
                break
        if met:
            # Every shortest path crosses exactly one node of the last level of the side that grew last.
            length = level[0] + level[1]
            paths = 0.0
            count = 0
            for i in range(begin[side], tail[side]):
                w = queue[side, i]
                if dist[1 - side, w] >= 0 and dist[0, w] + dist[1, w] == length:
                    paths += sigma[0, w] * sigma[1, w]
                    order[count] = w
                    count += 1
            middle = count
            for i in range(middle):
                flow[order[i]] = sigma[0, order[i]] * sigma[1, order[i]] / paths
            # Hand the flow back level by level on both sides of the crossing.
            for way in range(2):
                head = 0
                tip = middle
                position = count
                while True:
                    for i in range(head, tip):
                        v = order[i]
                        low = in_ptr[v] if way == 0 else out_ptr[v]
                        high = in_ptr[v + 1] if way == 0 else out_ptr[v + 1]
                        for k in range(low, high):
                            u = in_idx[k] if way == 0 else out_idx[k]
                            if dist[way, u] >= 0 and dist[way, u] == dist[way, v] - 1:
                                if flow[u] == 0.0:
                                    order[count] = u
                                    count += 1
                                flow[u] += flow[v] * sigma[way, u] / sigma[way, v]
                    head = position if head == 0 else tip
                    tip = count
                    if head == tip:
                        break
            for i in range(count):
                v = order[i]
                if v not in (s, t):
                    total[v] += flow[v]
                    square[v] += flow[v] * flow[v]
                flow[v] = 0.0
        for one in range(2):
            for i in range(tail[one]):
                v = queue[one, i]
                dist[one, v] = -1
                sigma[one, v] = 0.0
    return total, square


@njit(cache=True, nogil=True)
def cohesion_loss(indptr, indices):
    """Sum over the ties of each node what Σ 1/distance over ordered pairs loses when that tie goes.

    Only sources for whom the tie is the one way to its far end are walked again.
    """
    n = indptr.size - 1
    loss = np.zeros(n)
    far = np.full((n, n), -1, np.int32)
    ways = np.zeros((n, n), np.int32)  # contacts of v one step nearer to s
    before = np.zeros(n)
    queue = np.empty(n, np.int32)
    walk = np.full(n, -1, np.int32)
    for s in range(n):
        far[s, s] = 0
        queue[0] = s
        head = 0
        tail = 1
        while head < tail:
            v = queue[head]
            head += 1
            if v != s:
                before[s] += 1.0 / far[s, v]
            for k in range(indptr[v], indptr[v + 1]):
                w = indices[k]
                if far[s, w] < 0:
                    far[s, w] = far[s, v] + 1
                    queue[tail] = w
                    tail += 1
                if far[s, w] == far[s, v] + 1:
                    ways[s, w] += 1
    for u in range(n):
        for k in range(indptr[u], indptr[u + 1]):
            v = indices[k]
            if v < u:
                continue
            drop = 0.0
            for s in range(n):
                if far[s, u] < 0:
                    continue
                forth = far[s, v] == far[s, u] + 1 and ways[s, v] == 1
                back = far[s, u] == far[s, v] + 1 and ways[s, u] == 1
                if not (forth or back):
                    continue
                after = 0.0
                walk[s] = 0
                queue[0] = s
                head = 0
                tail = 1
                while head < tail:
                    x = queue[head]
                    head += 1
                    if x != s:
                        after += 1.0 / walk[x]
                    for kk in range(indptr[x], indptr[x + 1]):
                        y = indices[kk]
                        if walk[y] < 0 and not (x == u and y == v) and not (x == v and y == u):
                            walk[y] = walk[x] + 1
                            queue[tail] = y
                            tail += 1
                for i in range(tail):
                    walk[queue[i]] = -1
                drop += before[s] - after
            loss[u] += drop
            loss[v] += drop
    return loss


@njit(cache=True, nogil=True)
def reach_sizes(out_ptr, out_idx, size):
    """Sum the sizes of all nodes that each node reaches, itself included; 64 searches travel in one word."""
    n = out_ptr.size - 1
    total = np.zeros(n, np.int64)
    seen = np.zeros(n, np.uint64)
    fresh = np.zeros(n, np.uint64)
    queued = np.zeros(n, np.bool_)
    queue = np.empty(n, np.int32)
    touched = np.empty(n, np.int32)
    for start in range(0, n, 64):
        batch = min(64, n - start)
        head = 0
        waiting = 0
        n_touched = 0
        for b in range(batch):
            bit = np.uint64(1) << np.uint64(b)
            seen[start + b] = bit
            fresh[start + b] = bit
            queue[waiting] = start + b
            queued[start + b] = True
            touched[n_touched] = start + b
            n_touched += 1
            waiting += 1
        while waiting > 0:
            v = queue[head]
            head = head + 1 if head + 1 < n else 0
            waiting -= 1
            queued[v] = False
            bits = fresh[v]
            fresh[v] = np.uint64(0)
            for k in range(out_ptr[v], out_ptr[v + 1]):
                w = out_idx[k]
                new = bits & ~seen[w]
                if new:
                    if seen[w] == 0:
                        touched[n_touched] = w
                        n_touched += 1
                    seen[w] |= new
                    fresh[w] |= new
                    if not queued[w]:
                        queued[w] = True
                        tail = head + waiting
                        queue[tail if tail < n else tail - n] = w
                        waiting += 1
        for i in range(n_touched):
            v = touched[i]
            bits = seen[v]
            for b in range(batch):
                if (bits >> np.uint64(b)) & np.uint64(1):
                    total[start + b] += size[v]
            seen[v] = np.uint64(0)
    return total


@njit(cache=True)
def cut_points(indptr, indices):
    """Find what falls apart when a node or a tie goes (Tarjan 1972, without recursion).

    Returns per node the number of pieces its component breaks into, the sum of squared piece sizes, the largest piece,
    the component size, and per arc whether it is a cut tie.
    """
    n = indptr.size - 1
    entry = np.full(n, -1, np.int64)
    low = np.zeros(n, np.int64)
    size = np.ones(n, np.int64)
    parent = np.full(n, -1, np.int64)
    cursor = indptr[:-1].copy()
    stack = np.empty(n, np.int64)
    pieces = np.zeros(n, np.int64)
    squares = np.zeros(n)
    largest = np.zeros(n, np.int64)
    cut = np.zeros(n, np.int64)  # people in the pieces split off below the node
    component = np.zeros(n, np.int64)
    cut_arc = np.zeros(indices.size, np.bool_)
    members = np.empty(n, np.int64)
    clock = 0
    for root in range(n):
        if entry[root] >= 0:
            continue
        first = clock
        top = 0
        stack[0] = root
        entry[root] = clock
        low[root] = clock
        members[clock] = root
        clock += 1
        while top >= 0:
            v = stack[top]
            if cursor[v] < indptr[v + 1]:
                w = indices[cursor[v]]
                cursor[v] += 1
                if entry[w] < 0:
                    parent[w] = v
                    entry[w] = clock
                    low[w] = clock
                    members[clock] = w
                    clock += 1
                    top += 1
                    stack[top] = w
                elif w != parent[v]:
                    low[v] = min(low[v], entry[w])
            else:
                top -= 1
                p = parent[v]
                if p >= 0:
                    low[p] = min(low[p], low[v])
                    size[p] += size[v]
                    if low[v] >= entry[p]:
                        pieces[p] += 1
                        cut[p] += size[v]
                        squares[p] += float(size[v]) ** 2
                        largest[p] = max(largest[p], size[v])
                    if low[v] > entry[p]:
                        for k in range(indptr[v], indptr[v + 1]):
                            if indices[k] == p:
                                cut_arc[k] = True
                        for k in range(indptr[p], indptr[p + 1]):
                            if indices[k] == v:
                                cut_arc[k] = True
        whole = clock - first
        for i in range(first, clock):
            v = members[i]
            component[v] = whole
            rest = whole - 1 - cut[v]
            if rest > 0:
                pieces[v] += 1
                squares[v] += float(rest) ** 2
                largest[v] = max(largest[v], rest)
    return pieces, squares, largest, component, cut_arc
