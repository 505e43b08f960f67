"""What one more active contact would bring in a fire, period by period, read off simulated worlds.

The draws are those of the simulations themselves, so a world here is the same world there.
"""

import numpy as np
from numba import njit

from kiemen._kernels.draws import draw, world_key
from kiemen._kernels.fire import COLD, lights_up


@njit(cache=True, nogil=True, error_model="numpy")
def _faded(x):
    """Give about exp(-x) for x >= 0, to a few millionths below 1, without leaving the lanes of the machine."""
    z = x * 0.0625
    y = 1.0 + z * (1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0))))
    y *= y
    y *= y
    y *= y
    return 1.0 / (y * y)


@njit(cache=True, nogil=True, error_model="numpy")
def _lights(heat, more, rate, need, power, outside, chance):
    """Fill `chance` with the chance that each person would light up with `more` heat."""
    n = heat.size
    if power == 2.0:
        for v in range(n):
            warmth = max(heat[v] + more, 0.0) / need[v]
            chance[v] = 1.0 - _faded(rate[v] * warmth * warmth + outside)
    elif power == 1.0:
        for v in range(n):
            chance[v] = 1.0 - _faded(rate[v] * (max(heat[v] + more, 0.0) / need[v]) + outside)
    else:
        for v in range(n):
            chance[v] = 1.0 - _faded(rate[v] * (max(heat[v] + more, 0.0) / need[v]) ** power + outside)


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "nsz"})
def _added_up(values, chosen, first, stop):
    """Add up the values of the chosen people, in any order."""
    total = 0.0
    for e in range(first, stop):
        total += values[np.uint32(chosen[e])]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
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
    changed = np.empty(n, np.int32)
    worth, gained, lost = np.zeros(n, np.float64), np.zeros(n, np.float64), np.zeros(n, np.float64)
    less, off, more = np.zeros(n, np.float64), np.zeros(n, np.float64), np.zeros(n, np.float64)
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
        n_changed = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            if state[starts[s]] == 0:
                state[starts[s]] = 1
                changed[n_changed] = starts[s]
                n_changed += 1
        for period in range(1, horizon + 1):
            now = heat[period - 1]
            for v in range(n):  # one by one: whole rows take seconds more to compile
                now[v] = heat[period - 2, v] if period > 1 else 0.0
            for c in range(n_changed):
                u = changed[c]
                push = glow[u] if state[u] == 1 else -glow[u]
                for e in range(indptr[u], indptr[u + 1]):
                    if not same_weight:
                        w = np.float64(weight[e])
                    now[indices[e]] += push * w
                x = extra_head[u] if has_extra else -1
                while x >= 0:
                    now[extra_target[x]] += push * extra_weight[x]
                    x = extra_next[x]
            n_changed = 0
            for v in range(n):
                lit[row, period - 1, v] = state[v]
                if state[v] == 1:
                    coin = draw(key, v, period)
                    if coin < cooling[v] and coin < cooling[v] / (1.0 + company * now[v]):
                        changed[n_changed] = v
                        n_changed += 1
                elif ((now[v] > COLD and rate[v] > 0.0) or outside > 0.0) and lights_up(
                    draw(key, v, period), now[v], rate[v], need[v], power, outside
                ):
                    changed[n_changed] = v
                    n_changed += 1
            for c in range(n_changed):
                state[changed[c]] = 1 - state[changed[c]]
        size = 0
        for v in range(n):
            worth[v] = counted[v]
            size += state[v] * counted[v]
        left = max(1.0, np.float64(everybody - size))
        for period in range(horizon - 1, -1, -1):
            now, on = heat[period], lit[row, period]
            _lights(now, -tie, rate, need, power, outside, less)
            _lights(now, 0.0, rate, need, power, outside, off)
            _lights(now, tie, rate, need, power, outside, more)
            for v in range(n):
                h = max(now[v], 0.0)
                out = cooling[v] / (1.0 + company * h)
                further = out - cooling[v] / (1.0 + company * (h + tie))
                nearer = cooling[v] / (1.0 + company * max(h - tie, 0.0)) - out
                gained[v] = (further if on[v] == 1 else more[v] - off[v]) * worth[v]
                lost[v] = (nearer if on[v] == 1 else off[v] - less[v]) * worth[v]
                worth[v] *= 1.0 - out - off[v]
                pull[row, period, v] = gained[v]
            for u in range(n):
                brings = lost if on[u] == 1 else gained
                total = 0.0
                if same_weight:
                    total = w * _added_up(brings, indices, indptr[u], indptr[u + 1])
                else:
                    for e in range(indptr[u], indptr[u + 1]):
                        total += weight[e] * brings[indices[e]]
                x = extra_head[u] if has_extra else -1
                while x >= 0:
                    total += extra_weight[x] * brings[extra_target[x]]
                    x = extra_next[x]
                worth[u] += glow[u] * total / tie
            for u in range(n):
                bent = left * (1.0 - _faded(max(worth[u], 0.0) / left))
                worth[u] = bent if worth[u] > 0.0 else worth[u]
