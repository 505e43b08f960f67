"""How far a contagion that needs several contacts gets from each person's circle, and how long its paths are."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def complex_paths(indptr, indices, need, sources):
    """Seed each source with its contacts, let people join at `need` active contacts, and measure the way back.

    Returns per source the people activated, the sum of distances from the source within them, and the ties that touch
    an activated person.
    """
    n = indptr.size - 1
    active = np.full(n, -1, np.int64)
    far = np.full(n, -1, np.int64)
    warm = np.full(n, -1, np.int64)
    load = np.zeros(n, np.int64)
    queue = np.empty(n, np.int32)
    reached = np.zeros(sources.size, np.int64)
    distance = np.zeros(sources.size, np.int64)
    ties = np.zeros(sources.size, np.int64)
    for i in range(sources.size):
        source = sources[i]
        queue[0] = source
        active[source] = i
        tail = 1
        for e in range(indptr[source], indptr[source + 1]):
            v = indices[e]
            if active[v] != i:
                active[v] = i
                queue[tail] = v
                tail += 1
        head = 0
        while head < tail:
            u = queue[head]
            head += 1
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if active[v] == i:
                    continue
                if warm[v] != i:
                    warm[v] = i
                    load[v] = 0
                load[v] += 1
                if load[v] >= need:
                    active[v] = i
                    queue[tail] = v
                    tail += 1
        reached[i] = tail
        for q in range(tail):
            u = queue[q]
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if active[v] != i or u < v:
                    ties[i] += 1
        # Distances within the activated people; the queue is free again.
        far[source] = i
        queue[0] = source
        head, tail, steps = 0, 1, 0
        while head < tail:
            end = tail
            steps += 1
            while head < end:
                u = queue[head]
                head += 1
                for e in range(indptr[u], indptr[u + 1]):
                    v = indices[e]
                    if active[v] == i and far[v] != i:
                        far[v] = i
                        queue[tail] = v
                        tail += 1
                        distance[i] += steps
    return reached, distance, ties
