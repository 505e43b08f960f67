"""Shortest paths along ties of different length: betweenness by Dijkstra's search from every source."""

import numpy as np
from numba import njit

# Sums of lengths that differ less than this, as a share, are the same: 1/3 + 1/6 is 1/2.
SAME = 1e-11


@njit(cache=True, nogil=True)
def _up(heap, place, key, at):
    """Move an entry towards the top of the heap until its parent is nearer."""
    node = heap[at]
    while at > 0:
        parent = (at - 1) >> 1
        if key[heap[parent]] <= key[node]:
            break
        heap[at] = heap[parent]
        place[heap[at]] = at
        at = parent
    heap[at] = node
    place[node] = at


@njit(cache=True, nogil=True)
def _down(heap, place, key, size):
    """Move the first entry of the heap away from the top until both below it are further."""
    node = heap[0]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[node]:
            break
        heap[at] = heap[below]
        place[heap[at]] = at
        at = below
    heap[at] = node
    place[node] = at


@njit(cache=True, nogil=True)
def betweenness_by_length(out_ptr, out_idx, out_len, in_ptr, in_idx, in_len, first, last):
    """Sum the dependencies of the sources first..last-1 when ties have lengths above zero (Brandes 2001)."""
    n = out_ptr.size - 1
    total = np.zeros(n)
    sigma = np.zeros(n)
    delta = np.zeros(n)
    key = np.full(n, np.inf)
    done = np.zeros(n, np.bool_)
    place = np.full(n, -1, np.int32)  # in the heap
    heap = np.empty(n, np.int32)
    order = np.empty(n, np.int32)
    for s in range(first, last):
        key[s] = 0.0
        sigma[s] = 1.0
        heap[0] = s
        place[s] = 0
        size = 1
        count = 0
        while size > 0:
            v = heap[0]
            size -= 1
            if size > 0:
                heap[0] = heap[size]
                _down(heap, place, key, size)
            done[v] = True
            order[count] = v
            count += 1
            for k in range(out_ptr[v], out_ptr[v + 1]):
                w = out_idx[k]
                if done[w]:
                    continue
                far = key[v] + out_len[k]
                if place[w] < 0:
                    key[w] = far
                    heap[size] = w
                    _up(heap, place, key, size)
                    size += 1
                elif far < key[w]:
                    key[w] = far
                    _up(heap, place, key, place[w])
        # Counted only now that all distances are final: nearly equal ways count as equal, whichever was found first.
        for i in range(1, count):
            w = order[i]
            ways = 0.0
            for k in range(in_ptr[w], in_ptr[w + 1]):
                u = in_idx[k]
                if done[u] and key[u] < key[w] and key[u] + in_len[k] <= key[w] * (1.0 + SAME):
                    ways += sigma[u]
            sigma[w] = ways
        for i in range(count - 1, 0, -1):
            w = order[i]
            part = (1.0 + delta[w]) / sigma[w]
            for k in range(in_ptr[w], in_ptr[w + 1]):
                u = in_idx[k]
                if done[u] and key[u] < key[w] and key[u] + in_len[k] <= key[w] * (1.0 + SAME):
                    delta[u] += sigma[u] * part
            total[w] += delta[w]
        for i in range(count):
            v = order[i]
            key[v] = np.inf
            sigma[v] = 0.0
            delta[v] = 0.0
            done[v] = False
            place[v] = -1
    return total
