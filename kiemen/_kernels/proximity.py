"""How near two people are by the contacts they share: per pair, the best pairs, and walks from one person."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def shared_sums(indptr, indices, contribution, left, right):
    """Add up `contribution` over the contacts that left and right of each pair share, by merging sorted rows."""
    total = np.zeros(left.size)
    for pair in range(left.size):
        i = indptr[left[pair]]
        j = indptr[right[pair]]
        last_i = indptr[left[pair] + 1]
        last_j = indptr[right[pair] + 1]
        found = 0.0
        while i < last_i and j < last_j:
            a = indices[i]
            b = indices[j]
            if a == b:
                found += contribution[a]
                i += 1
                j += 1
            elif a < b:
                i += 1
            else:
                j += 1
        total[pair] = found
    return total


@njit(cache=True, nogil=True)
def _sink(values, lefts, rights, size):
    """Restore the heap (weakest pair on top) after its top was replaced."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        other = child + 1
        if other < size and _weaker(values, lefts, rights, other, child):
            child = other
        if not _weaker(values, lefts, rights, child, at):
            return
        values[at], values[child] = values[child], values[at]
        lefts[at], lefts[child] = lefts[child], lefts[at]
        rights[at], rights[child] = rights[child], rights[at]
        at = child


@njit(cache=True, nogil=True)
def _weaker(values, lefts, rights, a, b):
    if values[a] != values[b]:
        return values[a] < values[b]
    if lefts[a] != lefts[b]:
        return lefts[a] > lefts[b]
    return rights[a] > rights[b]


@njit(cache=True, nogil=True)
def best_pairs(indptr, indices, contribution, bound, order, top):
    """Find the `top` untied pairs with most shared `contribution`; exact.

    A pair cannot score above the smaller of its two bounds (all contributions around a person), so each pair belongs
    to its member with the smaller bound and the search stops when that bound is below the weakest pair held.
    """
    n = indptr.size - 1
    rank = np.empty(n, np.int64)
    for place in range(n):
        rank[order[place]] = place
    values = np.full(top, -1.0)
    lefts = np.full(top, n, np.int64)
    rights = np.full(top, n, np.int64)
    score = np.zeros(n)
    seen = np.empty(n, np.int32)
    tied = np.full(n, -1, np.int64)
    for place in range(n):
        x = order[place]
        if bound[x] < values[0]:
            break
        for k in range(indptr[x], indptr[x + 1]):
            tied[indices[k]] = x
        count = 0
        for k in range(indptr[x], indptr[x + 1]):
            z = indices[k]
            for m in range(indptr[z], indptr[z + 1]):
                y = indices[m]
                if rank[y] < place and tied[y] != x:
                    if score[y] == 0.0:
                        seen[count] = y
                        count += 1
                    score[y] += contribution[z]
        for k in range(count):
            y = seen[k]
            value = score[y]
            score[y] = 0.0
            a = min(x, y)
            b = max(x, y)
            better = value > values[0] or (value == values[0] and (a < lefts[0] or (a == lefts[0] and b < rights[0])))
            if better:
                values[0] = value
                lefts[0] = a
                rights[0] = b
                _sink(values, lefts, rights, top)
    return values, lefts, rights


@njit(cache=True, nogil=True)
def push(indptr, indices, source, alpha, epsilon, score, rest, queue, waiting):
    """Spread one unit of attention from `source` (approximate personalised PageRank, Andersen, Chung & Lang 2006).

    `score` and `rest` come in as zeros; people touched are returned so that the caller can wipe them.
    """
    n = indptr.size - 1
    touched = np.empty(n, np.int32)
    count = 1
    touched[0] = source
    rest[source] = 1.0
    queue[0] = source
    waiting[source] = True
    head = 0
    length = 1
    while length > 0:
        u = queue[head]
        head = (head + 1) % n
        length -= 1
        waiting[u] = False
        degree = indptr[u + 1] - indptr[u]
        amount = rest[u]
        rest[u] = 0.0
        if degree == 0:
            score[u] += amount
            continue
        score[u] += alpha * amount
        share = (1.0 - alpha) * amount / degree
        for k in range(indptr[u], indptr[u + 1]):
            v = indices[k]
            if score[v] == 0.0 and rest[v] == 0.0:
                touched[count] = v
                count += 1
            rest[v] += share
            if not waiting[v] and rest[v] > epsilon * (indptr[v + 1] - indptr[v]):
                waiting[v] = True
                queue[(head + length) % n] = v
                length += 1
    return touched[:count]


@njit(cache=True, nogil=True)
def three_steps(indptr, indices, data, left, right):
    """Add up the products of data along left–u–v–right; pairs sorted by right share one marking of its contacts."""
    n = indptr.size - 1
    near = np.zeros(n)
    total = np.zeros(left.size)
    held = -1
    for pair in range(left.size):
        j = right[pair]
        if j != held:
            if held >= 0:
                for k in range(indptr[held], indptr[held + 1]):
                    near[indices[k]] = 0.0
            for k in range(indptr[j], indptr[j + 1]):
                near[indices[k]] = data[k]
            held = j
        i = left[pair]
        found = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            u = indices[k]
            inner = 0.0
            for m in range(indptr[u], indptr[u + 1]):
                inner += data[m] * near[indices[m]]
            found += data[k] * inner
        total[pair] = found
    return total
