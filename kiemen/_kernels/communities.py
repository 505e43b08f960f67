"""Communities by modularity: nodes move to where they gain most, communities are refined so that they hang together."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def move_nodes(indptr, indices, weight, degree, community, order, rate):
    """Let nodes move between communities until nobody gains; `community` is changed in place.

    Nodes wait in a queue; when one moves, its neighbours elsewhere come back into it. `rate` is resolution / 2m.
    """
    n = indptr.size - 1
    total = np.zeros(n)
    for v in range(n):
        total[community[v]] += degree[v]
    linked = np.zeros(n)
    seen = np.empty(n, np.int64)
    queue = order.copy()
    waiting = np.ones(n, np.bool_)
    head = 0
    count = n
    moves = 0
    while count > 0:
        v = queue[head]
        head = head + 1 if head + 1 < n else 0
        count -= 1
        waiting[v] = False
        own = community[v]
        n_seen = 1
        seen[0] = own
        linked[own] = 0.0
        for k in range(indptr[v], indptr[v + 1]):
            w = indices[k]
            if w == v:
                continue
            c = community[w]
            if linked[c] == 0.0 and c != own:
                seen[n_seen] = c
                n_seen += 1
            linked[c] += weight[k]
        total[own] -= degree[v]
        best = own
        best_gain = linked[own] - rate * degree[v] * total[own]
        for i in range(1, n_seen):
            c = seen[i]
            gain = linked[c] - rate * degree[v] * total[c]
            if gain > best_gain + 1e-12 or (gain > best_gain - 1e-12 and c < best and best != own):
                best_gain = gain
                best = c
        for i in range(n_seen):
            linked[seen[i]] = 0.0
        total[best] += degree[v]
        if best != own:
            community[v] = best
            moves += 1
            for k in range(indptr[v], indptr[v + 1]):
                w = indices[k]
                if not waiting[w] and community[w] != best:
                    waiting[w] = True
                    tail = head + count
                    queue[tail if tail < n else tail - n] = w
                    count += 1
    return moves


@njit(cache=True, nogil=True)
def refine(indptr, indices, weight, degree, community, order, draws, rate):
    """Build each community anew from single nodes, joining only what is tied well to the rest of it."""
    n = indptr.size - 1
    part = np.arange(n)
    size = np.zeros(n)
    for v in range(n):
        size[community[v]] += degree[v]
    total = degree.copy()
    outward = np.zeros(n)  # weight from a part to the rest of its community
    single = np.ones(n, np.bool_)
    for v in range(n):
        for k in range(indptr[v], indptr[v + 1]):
            w = indices[k]
            if w != v and community[w] == community[v]:
                outward[v] += weight[k]
    linked = np.zeros(n)
    seen = np.empty(n, np.int64)
    for i in range(n):
        v = order[i]
        whole = size[community[v]]
        if not single[part[v]] or part[v] != v or outward[v] < rate * degree[v] * (whole - degree[v]):
            continue
        n_seen = 0
        for k in range(indptr[v], indptr[v + 1]):
            w = indices[k]
            if w == v or community[w] != community[v]:
                continue
            c = part[w]
            if linked[c] == 0.0:
                seen[n_seen] = c
                n_seen += 1
            linked[c] += weight[k]
        # Drawn in proportion to the gain: always taking the largest leaves later rounds nothing new to try.
        positive = 0.0
        for j in range(n_seen):
            c = seen[j]
            gain = linked[c] - rate * degree[v] * total[c]
            if gain > 0.0 and outward[c] >= rate * total[c] * (whole - total[c]) - 1e-12:
                positive += gain
        best = -1
        left = draws[i] * positive
        for j in range(n_seen):
            c = seen[j]
            gain = linked[c] - rate * degree[v] * total[c]
            if gain > 0.0 and outward[c] >= rate * total[c] * (whole - total[c]) - 1e-12:
                best = c
                left -= gain
                if left < 0.0:
                    break
        if best >= 0:
            part[v] = best
            single[best] = False
            total[best] += degree[v]
            outward[best] += outward[v] - 2.0 * linked[best]
            total[v] = 0.0
        for j in range(n_seen):
            linked[seen[j]] = 0.0
    return part


@njit(cache=True, nogil=True)
def merge_nodes(indptr, indices, weight, merged, k):
    """Add up the ties of merged nodes; a matrix of `k` rows with sorted columns, ties inside a node on the diagonal."""
    n = indptr.size - 1
    first = np.zeros(k + 1, np.int64)
    for v in range(n):
        first[merged[v] + 1] += 1
    for c in range(k):
        first[c + 1] += first[c]
    member = np.empty(n, np.int64)
    filled = first[:k].copy()
    for v in range(n):
        member[filled[merged[v]]] = v
        filled[merged[v]] += 1
    pointers = np.zeros(k + 1, np.int64)
    columns = np.empty(indices.size, np.int32)
    added = np.empty(indices.size)
    sums = np.zeros(k)
    known = np.full(k, -1, np.int64)
    end = 0
    for c in range(k):
        start = end
        for i in range(first[c], first[c + 1]):
            v = member[i]
            for j in range(indptr[v], indptr[v + 1]):
                d = merged[indices[j]]
                if known[d] != c:
                    known[d] = c
                    sums[d] = 0.0
                    columns[end] = d
                    end += 1
                sums[d] += weight[j]
        if (end - start) * 8 > k:  # looking through all is faster than sorting most
            end = start
            for d in range(k):
                if known[d] == c:
                    columns[end] = d
                    end += 1
        else:
            columns[start:end].sort()
        for j in range(start, end):
            added[j] = sums[columns[j]]
        pointers[c + 1] = end
    return pointers, columns[:end].copy(), added[:end].copy()
