"""What closed triangles tell: structural holes and brokerage roles, from one walk over the triangles.

Every tie points from the person with fewer ties to the one with more, so each triangle is met once and hubs are cheap.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def orient(indptr, indices, data, order, rank):
    """Keep each tie once, from the lower to the higher rank; nodes are renumbered by rank."""
    n = indptr.size - 1
    ptr = np.zeros(n + 1, np.int64)
    for r in range(n):
        u = order[r]
        count = 0
        for k in range(indptr[u], indptr[u + 1]):
            if rank[indices[k]] > r:
                count += 1
        ptr[r + 1] = ptr[r] + count
    idx = np.empty(ptr[n], np.int32)
    val = np.empty(ptr[n], data.dtype)
    for r in range(n):
        u = order[r]
        at = ptr[r]
        for k in range(indptr[u], indptr[u + 1]):
            w = rank[indices[k]]
            if w > r:
                idx[at] = w
                val[at] = data[k]
                at += 1
    return ptr, idx, val


@njit(cache=True, nogil=True)
def holes(ptr, idx, tie, strength, strongest):
    """Constraint, sum of c ln c, redundancy and number of contacts per node (oriented, renumbered ties).

    With b the two-way strength and s its row sum, Σ_q p_iq p_qj = (1/s_i) Σ_q b_iq b_qj / s_q is the same number for
    (i, j) and (j, i) but for the factor 1/s, so one sum per tie serves both.
    """
    n = ptr.size - 1
    through = np.zeros(idx.size)
    redundant = np.zeros(n)
    mark = np.full(n, -1, np.int64)
    for u in range(n):
        for k in range(ptr[u], ptr[u + 1]):
            mark[idx[k]] = k
        for k in range(ptr[u], ptr[u + 1]):
            v = idx[k]
            b_uv = tie[k]
            sum_uv = 0.0
            for kk in range(ptr[v], ptr[v + 1]):
                at = mark[idx[kk]]
                if at >= 0:
                    w = idx[kk]
                    b_uw = tie[at]
                    b_vw = tie[kk]
                    sum_uv += b_uw * b_vw / strength[w]
                    through[at] += b_uv * b_vw / strength[v]
                    through[kk] += b_uv * b_uw / strength[u]
                    redundant[u] += b_vw * (b_uw / strongest[v] + b_uv / strongest[w])
                    redundant[v] += b_uw * (b_vw / strongest[u] + b_uv / strongest[w])
                    redundant[w] += b_uv * (b_vw / strongest[u] + b_uw / strongest[v])
            through[k] += sum_uv
        for k in range(ptr[u], ptr[u + 1]):
            mark[idx[k]] = -1
    constraint = np.zeros(n)
    entropy = np.zeros(n)
    contacts = np.zeros(n, np.int64)
    for u in range(n):
        for k in range(ptr[u], ptr[u + 1]):
            w = idx[k]
            held = tie[k] + through[k]
            for one in (u, np.int64(w)):
                part = (held / strength[one]) ** 2
                constraint[one] += part
                entropy[one] += part * np.log(part)
                contacts[one] += 1
    for u in range(n):
        if contacts[u] > 0:
            redundant[u] /= strength[u]
    return constraint, entropy, redundant, contacts


@njit(cache=True, inline="always")
def _role(a, v, b):
    if a == v:
        return 0 if v == b else 2
    if a == b:
        return 1
    return 3 if v == b else 4


@njit(cache=True, nogil=True)
def closed_roles(ptr, idx, bits, group, counts):
    """Subtract from `counts` (nodes × 5) each two-path a→v→b whose ends are tied directly as well.

    bits: 1 when the tie runs from the lower to the higher rank, 2 when it runs back, 3 both.
    """
    n = ptr.size - 1
    mark = np.full(n, -1, np.int64)
    for u in range(n):
        for k in range(ptr[u], ptr[u + 1]):
            mark[idx[k]] = k
        g_u = group[u]
        for k in range(ptr[u], ptr[u + 1]):
            v = idx[k]
            g_v = group[v]
            uv = bits[k] & 1
            vu = bits[k] >> 1
            for kk in range(ptr[v], ptr[v + 1]):
                at = mark[idx[kk]]
                if at < 0:
                    continue
                w = idx[kk]
                g_w = group[w]
                uw = bits[at] & 1
                wu = bits[at] >> 1
                vw = bits[kk] & 1
                wv = bits[kk] >> 1
                if vu & uw & vw:
                    counts[u, _role(g_v, g_u, g_w)] -= 1
                if wu & uv & wv:
                    counts[u, _role(g_w, g_u, g_v)] -= 1
                if uv & vw & uw:
                    counts[v, _role(g_u, g_v, g_w)] -= 1
                if wv & vu & wu:
                    counts[v, _role(g_w, g_v, g_u)] -= 1
                if uw & wv & uv:
                    counts[w, _role(g_u, g_w, g_v)] -= 1
                if vw & wu & vu:
                    counts[w, _role(g_v, g_w, g_u)] -= 1
        for k in range(ptr[u], ptr[u + 1]):
            mark[idx[k]] = -1


@njit(cache=True, nogil=True)
def two_paths(out_ptr, out_idx, in_ptr, in_idx, group, n_groups):
    """Count all two-paths a→v→b, a ≠ b, by role; tied ends are taken off by `closed_roles`."""
    n = out_ptr.size - 1
    counts = np.zeros((n, 5), np.int64)
    incoming = np.zeros(n_groups, np.int64)
    outgoing = np.zeros(n_groups, np.int64)
    mutual = np.zeros(n_groups, np.int64)
    for v in range(n):
        g = group[v]
        n_in = in_ptr[v + 1] - in_ptr[v]
        n_out = out_ptr[v + 1] - out_ptr[v]
        for k in range(in_ptr[v], in_ptr[v + 1]):
            incoming[group[in_idx[k]]] += 1
        for k in range(out_ptr[v], out_ptr[v + 1]):
            outgoing[group[out_idx[k]]] += 1
        i = in_ptr[v]
        for k in range(out_ptr[v], out_ptr[v + 1]):
            while i < in_ptr[v + 1] and in_idx[i] < out_idx[k]:
                i += 1
            if i < in_ptr[v + 1] and in_idx[i] == out_idx[k]:
                mutual[group[out_idx[k]]] += 1
        same = 0
        both = 0
        for k in range(in_ptr[v], in_ptr[v + 1]):
            c = group[in_idx[k]]
            if incoming[c] > 0:
                pairs = incoming[c] * outgoing[c] - mutual[c]
                both += mutual[c]
                if c == g:
                    counts[v, 0] = pairs
                    counts[v, 2] = incoming[c] * (n_out - outgoing[c])
                else:
                    same += pairs
                incoming[c] = -incoming[c]
        counts[v, 1] = same
        own = -incoming[g]
        counts[v, 3] = (n_in - own) * outgoing[g]
        counts[v, 4] = n_in * n_out - both - counts[v, 0] - counts[v, 1] - counts[v, 2] - counts[v, 3]
        for k in range(in_ptr[v], in_ptr[v + 1]):
            incoming[group[in_idx[k]]] = 0
        for k in range(out_ptr[v], out_ptr[v + 1]):
            outgoing[group[out_idx[k]]] = 0
            mutual[group[out_idx[k]]] = 0
    return counts


@njit(cache=True, inline="always")
def _ones(word):
    """Count the bits that are set in 64."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True)
def roles_by_bits(source, target, directed, group, first):
    """Count the open two-paths of each node by role, from ties as a list and one bit per pair of nodes.

    Nodes are numbered group by group: those of group g are first[g] up to first[g + 1]. For a tie a→v, the targets that
    a and v share are the closed paths a→v→b; sixty-four of them are read at once.
    """
    n = group.size
    k = first.size - 1
    words = (n + 63) >> 6
    bits = np.zeros((n, words), np.uint64)
    one = np.uint64(1)
    incoming = np.zeros((n, k), np.int32)
    outgoing = np.zeros((n, k), np.int32)
    mutual = np.zeros((n, k), np.int32)
    counts = np.zeros((n, 5), np.int64)
    ways = 1 if directed else 2
    for way in range(ways):
        for e in range(source.size):
            a = source[e] if way == 0 else target[e]
            v = target[e] if way == 0 else source[e]
            bits[a, v >> 6] |= one << np.uint64(v & 63)
            outgoing[a, group[v]] += 1
            incoming[v, group[a]] += 1
    for way in range(ways):
        for e in range(source.size):
            a = source[e] if way == 0 else target[e]
            v = target[e] if way == 0 else source[e]
            g_a = group[a]
            g_v = group[v]
            if (bits[v, a >> 6] >> np.uint64(a & 63)) & one:
                mutual[v, g_a] += 1
            closed = 0
            for w in range(words):
                closed += _ones(bits[a, w] & bits[v, w])
            near = _shared(bits, a, v, first[g_v], first[g_v + 1])
            if g_a == g_v:
                counts[v, 0] -= near
                counts[v, 2] -= closed - near
            else:
                back = _shared(bits, a, v, first[g_a], first[g_a + 1])
                counts[v, 1] -= back
                counts[v, 3] -= near
                counts[v, 4] -= closed - near - back
    for v in range(n):
        g = group[v]
        n_in = np.int64(0)
        n_out = np.int64(0)
        same = np.int64(0)
        both = np.int64(0)
        for c in range(k):
            n_in += incoming[v, c]
            n_out += outgoing[v, c]
            both += mutual[v, c]
            if c != g:
                same += np.int64(incoming[v, c]) * outgoing[v, c] - mutual[v, c]
        own_in = np.int64(incoming[v, g])
        own_out = np.int64(outgoing[v, g])
        inside = own_in * own_out - mutual[v, g]
        outward = own_in * (n_out - own_out)
        inward = (n_in - own_in) * own_out
        counts[v, 0] += inside
        counts[v, 1] += same
        counts[v, 2] += outward
        counts[v, 3] += inward
        counts[v, 4] += n_in * n_out - both - inside - same - outward - inward
    return counts


@njit(cache=True, nogil=True)
def _shared(bits, a, v, low, high):
    """Count the bits from low up to high that are set in both rows."""
    if high <= low:
        return 0
    start = low >> 6
    stop = (high - 1) >> 6
    found = 0
    for w in range(start, stop + 1):
        word = bits[a, w] & bits[v, w]
        if w == start:
            word &= ~np.uint64(0) << np.uint64(low & 63)
        if w == stop:
            word &= ~np.uint64(0) >> np.uint64(63 - ((high - 1) & 63))
        found += _ones(word)
    return found


@njit(cache=True, nogil=True)
def exclusive_paths(out_ptr, out_idx, group):
    """Count per node the open two-paths a→v→b between different groups that run through this node alone."""
    n = out_ptr.size - 1
    alone = np.zeros(n, np.int64)
    via = np.full(n, -1, np.int32)
    ways = np.zeros(n, np.int32)
    tied = np.full(n, -1, np.int32)
    touched = np.empty(n, np.int32)
    for a in range(n):
        tied[a] = a
        for k in range(out_ptr[a], out_ptr[a + 1]):
            tied[out_idx[k]] = a
        count = 0
        for k in range(out_ptr[a], out_ptr[a + 1]):
            v = out_idx[k]
            for kk in range(out_ptr[v], out_ptr[v + 1]):
                b = out_idx[kk]
                if tied[b] == a or group[b] == group[a]:
                    continue
                if ways[b] == 0:
                    touched[count] = b
                    count += 1
                    via[b] = v
                ways[b] += 1
        for i in range(count):
            b = touched[i]
            if ways[b] == 1:
                alone[via[b]] += 1
            ways[b] = 0
    return alone
