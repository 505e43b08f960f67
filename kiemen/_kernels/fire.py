"""The fire model over a CSR of contacts: people catch fire by heat and go out without company."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import draw, world_key

COLD = 1e-12
CROWDED = 8  # the part of the people above which they are looked at in the order of memory
IMPULSE_STREAM = 1 << 40  # beyond any period, so that the two streams never meet


@njit(cache=True, nogil=True, error_model="numpy")
def lights_up(coin, heat, rate, need, power, outside):
    """Say whether somebody who is out lights up: the coin is below 1 - exp(-rate (heat / need)^power - outside)."""
    warmth = max(heat, 0.0) / need
    if power == 2.0:
        warmth *= warmth
    elif power != 1.0:
        warmth = warmth**power
    drive = rate * warmth + outside
    # The chance 1 - exp(-x) is at most x, so most coins are judged without the costly exp.
    return coin < drive and coin < 1.0 - np.exp(-drive)


@njit(cache=True, nogil=True)
def spread_fires(
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
    group,
    glow,
    rate,
    need,
    power,
    cooling,
    company,
    impulse_period,
    impulse_person,
    impulse_chance,
    outside,
    leave,
    counts,
    alive,
    ever,
):
    """Run one fire per entry of `runs`, all people deciding at once in each period.

    Heat of a person = sum over active contacts of tie weight times `glow` of the contact. A person who is out lights
    up with chance 1 - exp(-rate (heat / need)^power - outside); one who is active goes out with chance
    cooling / (1 + company heat). Impulses (sorted by period; person -1 = the starters) light people outright. From
    period `leave` on (0 = never) the starters are out for good. Fills `counts` (runs x periods x groups, active now);
    adds to `alive` (active at the horizon) and `ever`.
    """
    n = indptr.size - 1
    state = np.zeros(n, np.int8)
    seen = np.full(n, -1, np.int64)
    lit = np.full(n, -1, np.int64)
    barred = np.full(n if leave > 0 else 1, -1, np.int64)
    heat = np.zeros(n, np.float64)
    touched = np.empty(n, np.int32)
    changed = np.empty(n, np.int32)
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    has_extra = extra_head.size > 0
    n_impulses = impulse_period.size
    n_groups = counts.shape[2]
    now = np.zeros(n_groups, np.int64)
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        n_touched = 0
        n_changed = 0
        now[:] = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if seen[v] != row:
                seen[v] = row
                state[v] = 0
                heat[v] = 0.0
                touched[n_touched] = v
                n_touched += 1
                changed[n_changed] = v
                n_changed += 1
        if outside > 0.0:
            for v in range(n):
                if seen[v] != row:
                    seen[v] = row
                    state[v] = 0
                    heat[v] = 0.0
                    touched[n_touched] = v
                    n_touched += 1
        impulse = 0
        active = 0
        in_order = 0
        for period in range(horizon + 1):
            if period > 0:
                n_changed = 0
                if leave > 0 and period == leave:
                    for s in range(start_ptr[at], start_ptr[at + 1]):
                        v = starts[s]
                        if barred[v] != row:
                            barred[v] = row
                            if state[v] == 1:
                                changed[n_changed] = v
                                n_changed += 1
                if n_touched > in_order and CROWDED * n_touched > n:  # neighbours in memory, for the loop that follows
                    in_order = n_touched
                    at_place = 0
                    for v in range(n):
                        if seen[v] == row:
                            touched[at_place] = v
                            at_place += 1
                for i in range(n_touched):
                    v = touched[i]
                    if leave > 0 and barred[v] == row:
                        continue
                    if state[v] == 1:
                        chance = draw(key, v, period)
                        # Company only ever helps: most need not be asked for their heat.
                        if chance < cooling[v] and chance < cooling[v] / (1.0 + company * heat[v]):
                            changed[n_changed] = v
                            n_changed += 1
                    elif ((heat[v] > COLD and rate[v] > 0.0) or outside > 0.0) and lights_up(
                        draw(key, v, period), heat[v], rate[v], need[v], power, outside
                    ):
                        changed[n_changed] = v
                        n_changed += 1
                while impulse < n_impulses and impulse_period[impulse] <= period:
                    first = 0
                    stop = 1
                    if impulse_person[impulse] < 0:
                        first = start_ptr[at]
                        stop = start_ptr[at + 1]
                    for s in range(first, stop):
                        v = starts[s] if impulse_person[impulse] < 0 else impulse_person[impulse]
                        if leave > 0 and barred[v] == row:
                            continue
                        if seen[v] != row:
                            seen[v] = row
                            state[v] = 0
                            heat[v] = 0.0
                            touched[n_touched] = v
                            n_touched += 1
                        if draw(key, v, period + IMPULSE_STREAM) < impulse_chance[impulse]:
                            already = False
                            for c in range(n_changed):
                                if changed[c] == v:
                                    already = True
                                    if state[v] == 1:  # about to go out: the impulse keeps it alight
                                        n_changed -= 1
                                        changed[c] = changed[n_changed]
                                    break
                            if not already and state[v] == 0:
                                changed[n_changed] = v
                                n_changed += 1
                    impulse += 1
            for c in range(n_changed):
                u = changed[c]
                sign = 1.0
                if state[u] == 1:
                    state[u] = 0
                    sign = -1.0
                    active -= 1
                    now[group[u]] -= 1
                else:
                    state[u] = 1
                    active += 1
                    now[group[u]] += 1
                    if lit[u] != row:
                        lit[u] = row
                        ever[u] += 1
                push = sign * glow[u]
                e = indptr[u]
                x = extra_head[u] if has_extra else -1
                while e < indptr[u + 1] or x >= 0:
                    if e < indptr[u + 1]:
                        v = indices[e]
                        if not same_weight:
                            w = np.float64(weight[e])
                        more = w
                        e += 1
                    else:
                        v = extra_target[x]
                        more = extra_weight[x]
                        x = extra_next[x]
                    if seen[v] != row:
                        seen[v] = row
                        state[v] = 0
                        heat[v] = 0.0
                        touched[n_touched] = v
                        n_touched += 1
                    heat[v] += push * more
            for g in range(n_groups):
                counts[row, period, g] = now[g]
            if active == 0 and impulse >= n_impulses and outside == 0.0:
                break
        for i in range(n_touched):
            if state[touched[i]] == 1:
                alive[touched[i]] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def decisive_coins(runs, seed, horizon, rate, need, power, cooling, company, sure, ptr, person, light, out):
    """List, per world and period, the people whose coin can decide anything, and what it decides.

    A coin lets a person who is out light up where the heat is above `light`, and an active one go out where it is below
    `out`. Coins of `sure` and above decide nothing at any heat that the contacts can give. Fills `ptr` (worlds x
    periods + 1) and the lists; gives False when these are too short.
    """
    n = rate.size
    coins = np.empty(n)
    place = 0
    ptr[0] = 0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        for period in range(1, horizon + 1):
            if place + n > person.size:
                return False
            for v in range(n):  # by itself, so that the machine draws for several people at once
                coins[v] = draw(key, v, period)
            for v in range(n):
                person[place] = v
                light[place] = coins[v]
                place += coins[v] < sure[v]
            ptr[row * horizon + period] = place
    for i in range(place):
        v = person[i]
        coin = light[i]
        if coin >= cooling[v]:
            out[i] = -np.inf
        elif company > 0.0:
            out[i] = (cooling[v] / coin - 1.0) / company if coin > 0.0 else np.inf
        else:
            out[i] = np.inf
        if rate[v] > 0.0:
            warmth = -np.log1p(-coin) / rate[v]
            if power == 2.0:
                warmth = np.sqrt(warmth)
            elif power != 1.0:
                warmth = warmth ** (1.0 / power)
            light[i] = max(need[v] * warmth, COLD)
        else:
            light[i] = np.inf
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def replay_fires(
    indptr,
    indices,
    weight,
    extra_head,
    extra_next,
    extra_target,
    extra_weight,
    beyond,
    start_ptr,
    starts,
    more,
    runs,
    seed,
    horizon,
    counted,
    glow,
    rate,
    need,
    power,
    sure,
    most_heat,
    ptr,
    person,
    light,
    out,
    sizes,
):
    """Fill `sizes` with the people who are active at the horizon: as `spread_fires`, from the lists of coins.

    `more` people start besides the starters. `extra` arcs can bring more heat than the contacts to those `beyond`; the
    coins that were left out are then looked at again.
    """
    n = indptr.size - 1
    state = np.zeros(n, np.bool_)
    heat = np.zeros(n, np.float64)
    changed = np.empty(n + 1, np.int32)
    same_weight = weight.size == 1
    w = np.float64(weight[0]) if weight.size else 0.0
    has_extra = extra_head.size > 0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        state[:] = False
        heat[:] = 0.0
        active = 0
        size = 0
        n_changed = 0
        own = start_ptr[at + 1] - start_ptr[at]
        for s in range(own + more.size):
            v = starts[start_ptr[at] + s] if s < own else more[s - own]
            if not state[v]:
                state[v] = True
                changed[n_changed] = v
                n_changed += 1
        for i in range(n_changed):
            state[changed[i]] = False
        for period in range(horizon + 1):
            if period > 0:
                first = ptr[row * horizon + period - 1]
                stop = ptr[row * horizon + period]
                who, lights, outs = person[first:stop], light[first:stop], out[first:stop]
                found = np.uint64(0)  # unsigned, and without a branch on the state: half the time
                for i in range(who.size):
                    v = np.uint32(who[i])
                    h, on = heat[v], state[v]
                    changed[found] = v
                    found += np.uint64((on & (h < outs[i])) | ((not on) & (h > lights[i])))
                n_changed = np.int64(found)
                for v in beyond:
                    if heat[v] > most_heat[v] and not state[v] and rate[v] > 0.0:
                        coin = draw(key, v, period)
                        if coin >= sure[v] and lights_up(coin, heat[v], rate[v], need[v], power, 0.0):
                            changed[n_changed] = v
                            n_changed += 1
            for c in range(n_changed):
                u = changed[c]
                step = -1 if state[u] else 1
                state[u] = not state[u]
                active += step
                size += step * counted[u]
                push = step * glow[u]
                if same_weight:
                    for e in range(indptr[u], indptr[u + 1]):
                        heat[np.uint32(indices[e])] += push * w
                else:
                    for e in range(indptr[u], indptr[u + 1]):
                        heat[np.uint32(indices[e])] += push * weight[e]
                x = extra_head[u] if has_extra else -1
                while x >= 0:
                    heat[extra_target[x]] += push * extra_weight[x]
                    x = extra_next[x]
            if active == 0:
                break
        sizes[row] = size
