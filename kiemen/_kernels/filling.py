"""Taking ties for a plan in their order, within the room of people and the bounds on kinds of people."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def take_in_order(left, right, room, used, kinds, bounds, top, spread, chosen):
    """Choose pairs in their order until there are `top`; give how many, with their places in `chosen`.

    Everybody gets at most `room` ties, of which `used` are taken; with `spread` a first one for everybody before a
    second one for anybody. Each row of `kinds` gives the kind of every person (-1: no bound), each row of `bounds` the
    ends left per kind. `used` and `bounds` are changed.
    """
    taken = np.zeros(left.size, np.bool_)
    highest = 0
    for person in range(room.size):
        highest = max(highest, room[person])
    count = 0
    most = 1 if spread else highest
    while most <= highest and count < top:
        for k in range(left.size):
            if count >= top:
                break
            a, b = left[k], right[k]
            if taken[k] or used[a] >= min(most, room[a]) or used[b] >= min(most, room[b]):
                continue
            fits = True
            for q in range(kinds.shape[0]):
                one, other = kinds[q, a], kinds[q, b]
                if one >= 0 and bounds[q, one] < (2 if one == other else 1):
                    fits = False
                if other >= 0 and bounds[q, other] < 1:
                    fits = False
            if not fits:
                continue
            for q in range(kinds.shape[0]):
                if kinds[q, a] >= 0:
                    bounds[q, kinds[q, a]] -= 1
                if kinds[q, b] >= 0:
                    bounds[q, kinds[q, b]] -= 1
            taken[k] = True
            used[a] += 1
            used[b] += 1
            chosen[count] = k
            count += 1
        most += 1
    return count
