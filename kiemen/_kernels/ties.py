"""What a tie connects: shared contacts, the way round, and how wide the bridge is."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def embedding(indptr, indices, source, target):
    """Per tie the number of shared contacts and the width of the bridge both ways.

    Width from i to j: ties between those whom both know (and i and j themselves) and those whom only j knows.
    """
    n = indptr.size - 1
    m = source.size
    shared = np.zeros(m, np.int64)
    forth = np.zeros(m, np.int64)
    back = np.zeros(m, np.int64)
    near_i = np.full(n, -1, np.int64)
    near_j = np.full(n, -1, np.int64)
    for t in range(m):
        i = source[t]
        j = target[t]
        near_i[i] = t
        near_j[j] = t
        for k in range(indptr[i], indptr[i + 1]):
            near_i[indices[k]] = t
        for k in range(indptr[j], indptr[j + 1]):
            near_j[indices[k]] = t
            if near_i[indices[k]] == t and indices[k] != i:
                shared[t] += 1
        for way in range(2):
            start = j if way == 0 else i
            width = 0
            for k in range(indptr[start], indptr[start + 1]):
                d = indices[k]
                if (near_i[d] if way == 0 else near_j[d]) == t:
                    continue
                for kk in range(indptr[d], indptr[d + 1]):
                    c = indices[kk]
                    if near_i[c] == t and near_j[c] == t:
                        width += 1
            if way == 0:
                forth[t] = width
            else:
                back[t] = width
    return shared, forth, back


@njit(cache=True, nogil=True)
def spans(indptr, indices, source, target):
    """Give per tie the steps between its ends without it; -1 when there is no other way."""
    n = indptr.size - 1
    m = source.size
    span = np.full(m, -1, np.int64)
    seen = np.full((2, n), -1, np.int64)
    queue = np.empty((2, n), np.int32)
    for t in range(m):
        i = source[t]
        j = target[t]
        queue[0, 0] = i
        queue[1, 0] = j
        seen[0, i] = t
        seen[1, j] = t
        begin = np.zeros(2, np.int64)
        tail = np.ones(2, np.int64)
        steps = 0
        found = False
        while not found and begin[0] < tail[0] and begin[1] < tail[1]:
            side = 0 if tail[0] - begin[0] <= tail[1] - begin[1] else 1
            stop = tail[side]
            steps += 1
            for q in range(begin[side], stop):
                v = queue[side, q]
                for k in range(indptr[v], indptr[v + 1]):
                    w = indices[k]
                    if (v == i and w == j) or (v == j and w == i) or seen[side, w] == t:
                        continue
                    if seen[1 - side, w] == t:
                        found = True
                    seen[side, w] = t
                    queue[side, tail[side]] = w
                    tail[side] += 1
            begin[side] = stop
        if found:
            span[t] = steps
    return span
