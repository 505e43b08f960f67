"""Independent cascades over a CSR of contacts, many worlds in one call."""

import numpy as np
from numba import njit

from kiemen._kernels.draws import arc_base, arc_bits, arc_draw, world_key

LANES = 16
BLOCK = 1024  # arcs looked at together; their coins and marks stay in the nearest cache


@njit(cache=True, nogil=True)
def spread_cascades(
    indptr,
    indices,
    bar,
    longest,
    extra_head,
    extra_next,
    extra_target,
    extra_chance,
    start_ptr,
    starts,
    runs,
    seed,
    horizon,
    group,
    counts,
    reached,
):
    """Run one cascade per entry of `runs`.

    An arc carries when its 32 bits are at most its `bar` (one per arc, or a single one for all; an empty array = no
    arc ever carries). `indices` and a `bar` per arc have LANES entries more than there are arcs; `longest` is the most
    arcs out of one person. An empty `group` = all in the first. Extra arcs are linked lists from `extra_head` (empty
    array = none). `start_ptr` has two entries (one set for all) or one more than `runs`.
    Fills `counts` (runs x periods x groups, active people; the last period absorbs all that follow) and adds to
    `reached` (worlds in which a person was reached).
    """
    n = indptr.size - 1
    stamp = np.full(n, -1, np.int32)
    queue = np.empty(n + 1, np.int32)
    room = (BLOCK + longest + 2 * LANES) & ~7
    hit = np.zeros(room, np.uint8)
    hit_words = hit.view(np.uint64)
    place = np.empty(room >> 3, np.int64)
    bright = np.empty(room >> 3, np.int32)
    met = np.empty(room, np.int32)
    same = bar.size == 1
    common = bar[0] if bar.size else np.uint32(0)
    carries = bar.size > 0
    has_extra = extra_head.size > 0
    last = counts.shape[1] - 1
    n_groups = counts.shape[2]
    one_group = group.size == 0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        tail = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if stamp[v] != row:
                stamp[v] = row
                queue[tail] = v
                tail += 1
        if one_group:
            counts[row, 0, 0] += tail
        else:
            for q in range(tail):
                counts[row, 0, group[queue[q]]] += 1
        head = 0
        period = 0
        while head < tail and period < horizon:
            period += 1
            column = min(period, last)
            end = tail
            first = tail
            while head < end:
                # Whole blocks of people at a time, without branches on what a coin says: a wrong guess of the machine
                # costs more than the coins of twenty arcs.
                block = head
                words = 0
                while head < end and words << 3 < BLOCK:
                    u = queue[head]
                    head += 1
                    low = indptr[u]
                    size = indptr[u + 1] - low
                    if size == 0 or not carries:
                        continue
                    base = arc_base(key, u)
                    wide = (size + LANES - 1) & ~(LANES - 1)  # whole lanes; what lies beyond the row is put out below
                    row_arcs = indices[low : low + wide]
                    row_hit = hit[words << 3 : (words << 3) + wide]
                    if same:
                        for i in range(wide):
                            row_hit[i] = arc_bits(base, row_arcs[i]) <= common
                    else:
                        row_bar = bar[low : low + wide]
                        for i in range(wide):
                            row_hit[i] = arc_bits(base, row_arcs[i]) <= row_bar[i]
                    beyond = words + ((size + 7) >> 3)
                    while words < beyond:
                        place[np.uint64(words)] = low  # unsigned: no check whether a place counts from the end
                        low += 8
                        words += 1
                    shift = np.uint64((-size * 8) & 63)
                    hit_words[words - 1] = (hit_words[words - 1] << shift) >> shift
                n_bright = 0
                for w in range(words):  # eight arcs at a time, most of which stay dark
                    bright[np.uint64(n_bright)] = w
                    n_bright += hit_words[w] != 0
                n_met = 0
                for b in range(n_bright):
                    w = bright[b]
                    low = place[np.uint64(w)]
                    for i in range(8):
                        met[np.uint64(n_met)] = indices[np.uint64(low + i)]
                        n_met += hit[np.uint64((w << 3) + i)]
                for i in range(n_met):
                    v = np.uint64(met[i])
                    queue[np.uint64(tail)] = met[i]
                    tail += stamp[v] != row
                    stamp[v] = row
                if has_extra:
                    for q in range(block, head):
                        u = queue[q]
                        x = extra_head[u]
                        while x >= 0:
                            v = extra_target[x]
                            if stamp[v] != row and arc_draw(key, u, v) < extra_chance[x]:
                                stamp[v] = row
                                queue[tail] = v
                                tail += 1
                            x = extra_next[x]
            if one_group:
                counts[row, column, 0] += tail - first
            else:
                for q in range(first, tail):
                    counts[row, column, group[queue[q]]] += 1
        for q in range(tail):
            reached[queue[q]] += 1
        for t in range(1, last + 1):
            for g in range(n_groups):
                counts[row, t, g] += counts[row, t - 1, g]


@njit(cache=True, nogil=True)
def reach_cascades(indptr, indices, bar, start_ptr, starts, runs, seed, counted, reached, sizes):
    """Fill `reached` (worlds x n, 0 before) with who is reached in the end, and `sizes` with how many of the counted.

    The worlds and `bar` are those of `spread_cascades`.
    """
    n = indptr.size - 1
    queue = np.empty(n, np.int32)
    same = bar.size == 1
    limit = bar[0] if bar.size else np.uint32(0)
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        at = row if start_ptr.size > 2 else 0
        here = reached[row]
        tail = 0
        for s in range(start_ptr[at], start_ptr[at + 1]):
            v = starts[s]
            if here[v] == 0:
                here[v] = 1
                queue[tail] = v
                tail += 1
        head = 0
        size = 0
        while head < tail:
            u = queue[head]
            head += 1
            size += counted[u]
            if bar.size == 0:
                continue
            base = arc_base(key, u)
            for e in range(indptr[u], indptr[u + 1]):
                v = indices[e]
                if not same:
                    limit = bar[e]
                if here[v] == 0 and arc_bits(base, v) <= limit:
                    here[v] = 1
                    queue[tail] = v
                    tail += 1
        sizes[row] = size


@njit(cache=True, nogil=True)
def follow_cascades(
    indptr,
    indices,
    bar,
    extra_head,
    extra_next,
    extra_source,
    extra_target,
    extra_chance,
    more,
    runs,
    seed,
    counted,
    reached,
    sizes,
):
    """Add to `sizes` those who follow, per world, where extra arcs are there and `more` people start too.

    Who is in `reached` (from `reach_cascades`) still is: only the others are looked for, from the new arcs onward.
    """
    n = indptr.size - 1
    stamp = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    same = bar.size == 1
    limit = bar[0] if bar.size else np.uint32(0)
    has_extra = extra_head.size > 0
    for row in range(runs.size):
        key = world_key(seed, runs[row])
        here = reached[row]
        tail = 0
        for v in more:
            if here[v] == 0 and stamp[v] != row:
                stamp[v] = row
                queue[tail] = v
                tail += 1
        for x in range(extra_source.size):
            u = extra_source[x]
            v = extra_target[x]
            if here[u] == 1 and here[v] == 0 and stamp[v] != row and arc_draw(key, u, v) < extra_chance[x]:
                stamp[v] = row
                queue[tail] = v
                tail += 1
        head = 0
        while head < tail:
            u = queue[head]
            head += 1
            sizes[row] += counted[u]
            if bar.size > 0:
                base = arc_base(key, u)
                for e in range(indptr[u], indptr[u + 1]):
                    v = indices[e]
                    if not same:
                        limit = bar[e]
                    if here[v] == 0 and stamp[v] != row and arc_bits(base, v) <= limit:
                        stamp[v] = row
                        queue[tail] = v
                        tail += 1
            x = extra_head[u] if has_extra else -1
            while x >= 0:
                v = extra_target[x]
                if here[v] == 0 and stamp[v] != row and arc_draw(key, u, v) < extra_chance[x]:
                    stamp[v] = row
                    queue[tail] = v
                    tail += 1
                x = extra_next[x]
