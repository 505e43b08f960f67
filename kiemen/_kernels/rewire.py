"""Random networks that keep every degree: tie swaps for one-mode, trades of members for two-mode networks."""

import numpy as np
from numba import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_U30 = np.uint64(30)
_U27 = np.uint64(27)
_U31 = np.uint64(31)
_U32 = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_COIN = np.uint64(15)

# Up to this many cells a plain table of bits is smaller than the cache and faster than hashing.
DENSE_CELLS = 1 << 24


@njit(cache=True, nogil=True)
def _mixed(z):
    """Give the 64 bits of a splitmix64 stream at a state."""
    z = (z ^ (z >> _U30)) * _MIX1
    z = (z ^ (z >> _U27)) * _MIX2
    return z ^ (z >> _U31)


@njit(cache=True, nogil=True)
def _draw(state, below):
    """Give the next whole number under `below` of a splitmix64 stream."""
    state[0] += _STEP
    return np.int64(((_mixed(state[0]) >> _U32) * np.uint64(below)) >> _U32)


@njit(cache=True, nogil=True)
def _slot(key, shift):
    return np.int64((np.uint64(key) * _STEP) >> shift)


@njit(cache=True, nogil=True)
def _find(table, shift, key):
    mask = table.size - 1
    at = _slot(key, shift)
    while table[at] >= 0:
        if table[at] == key:
            return at
        at = (at + 1) & mask
    return -1


@njit(cache=True, nogil=True)
def _insert(table, shift, key):
    mask = table.size - 1
    at = _slot(key, shift)
    while table[at] >= 0:
        at = (at + 1) & mask
    table[at] = key


@njit(cache=True, nogil=True)
def _remove(table, shift, key):
    """Take a key out and move later ones up, so that no search meets a gap."""
    mask = table.size - 1
    hole = _find(table, shift, key)
    at = hole
    while True:
        at = (at + 1) & mask
        if table[at] < 0:
            break
        home = _slot(table[at], shift)
        stays = hole < home <= at if hole <= at else hole < home or home <= at
        if not stays:
            table[hole] = table[at]
            hole = at
    table[hole] = -1


@njit(cache=True, nogil=True)
def _key(a, b, n, directed):
    if directed or a < b:
        return np.int64(a) * n + b
    return np.int64(b) * n + a


@njit(cache=True, nogil=True)
def _bit(b):
    return np.uint64(1) << np.uint64(b & 63)


@njit(cache=True, nogil=True)
def rewire(source, target, n, directed, attempts, seed):
    """Swap the ends of random pairs of ties `attempts` times; refused swaps count, which keeps the draw uniform.

    In a directed network a three-cycle can be turned as well: swaps of two ties alone cannot reach every network.
    """
    m = source.size
    ends = np.empty((m, 2), np.int32)  # both ends of a tie lie in one line of the cache
    dense = n * n <= DENSE_CELLS
    words = (n + 63) >> 6
    cells = np.zeros(n * words if dense else 1, np.uint64)
    bits = 1
    while not dense and (1 << bits) < 3 * m:
        bits += 1
    shift = np.uint64(64 - bits)
    table = np.full(1 << bits, -1, np.int64)
    for e in range(m):
        a = np.int64(source[e])
        b = np.int64(target[e])
        ends[e, 0] = a
        ends[e, 1] = b
        if dense:
            cells[a * words + (b >> 6)] |= _bit(b)
            if not directed:
                cells[b * words + (a >> 6)] |= _bit(a)
        else:
            _insert(table, shift, _key(a, b, n, directed))
    state = np.uint64(seed)
    many = np.uint64(m)
    for _ in range(attempts if m > 1 else 0):
        # one number gives both ties, and the coins from low bits that neither of them used
        state += _STEP
        z = _mixed(state)
        i = np.int64(((z >> _U32) * many) >> _U32)
        j = np.int64(((z & _LOW) * many) >> _U32)
        a = np.int64(ends[i, 0])
        b = np.int64(ends[i, 1])
        c = np.int64(ends[j, 0])
        d = np.int64(ends[j, 1])
        if directed and (z & _COIN) == 0:
            # i, j and a third tie as a cycle a→b→c→a
            state += _STEP
            k = np.int64(((_mixed(state) >> _U32) * many) >> _U32)
            if i in (j, k) or j == k or c != b or ends[k, 0] != d or ends[k, 1] != a:
                continue
            c = d
            if dense:
                if cells[b * words + (a >> 6)] & _bit(a) or cells[c * words + (b >> 6)] & _bit(b):
                    continue
                if cells[a * words + (c >> 6)] & _bit(c):
                    continue
                cells[a * words + (b >> 6)] ^= _bit(b)
                cells[b * words + (c >> 6)] ^= _bit(c)
                cells[c * words + (a >> 6)] ^= _bit(a)
                cells[b * words + (a >> 6)] ^= _bit(a)
                cells[c * words + (b >> 6)] ^= _bit(b)
                cells[a * words + (c >> 6)] ^= _bit(c)
            else:
                one = _key(b, a, n, True)
                two = _key(c, b, n, True)
                three = _key(a, c, n, True)
                if _find(table, shift, one) >= 0 or _find(table, shift, two) >= 0 or _find(table, shift, three) >= 0:
                    continue
                _remove(table, shift, _key(a, b, n, True))
                _remove(table, shift, _key(b, c, n, True))
                _remove(table, shift, _key(c, a, n, True))
                _insert(table, shift, one)
                _insert(table, shift, two)
                _insert(table, shift, three)
            # every person keeps their own outgoing tie (and its weight): a→c, b→a, c→b
            ends[i, 1] = c
            ends[j, 1] = a
            ends[k, 1] = b
            continue
        if not directed and (z & _COIN) & 1:
            c, d = d, c
        if a in (c, d) or b in (d, c):
            continue
        if dense:
            if cells[a * words + (d >> 6)] & _bit(d) or cells[c * words + (b >> 6)] & _bit(b):
                continue
            cells[a * words + (b >> 6)] ^= _bit(b)
            cells[c * words + (d >> 6)] ^= _bit(d)
            cells[a * words + (d >> 6)] ^= _bit(d)
            cells[c * words + (b >> 6)] ^= _bit(b)
            if not directed:
                cells[b * words + (a >> 6)] ^= _bit(a)
                cells[d * words + (c >> 6)] ^= _bit(c)
                cells[d * words + (a >> 6)] ^= _bit(a)
                cells[b * words + (c >> 6)] ^= _bit(c)
        else:
            one = _key(a, d, n, directed)
            two = _key(c, b, n, directed)
            if _find(table, shift, one) >= 0 or _find(table, shift, two) >= 0:
                continue
            _remove(table, shift, _key(a, b, n, directed))
            _remove(table, shift, _key(c, d, n, directed))
            _insert(table, shift, one)
            _insert(table, shift, two)
        ends[i, 1] = d
        ends[j, 0] = c
        ends[j, 1] = b
    return ends[:, 0].astype(np.int64), ends[:, 1].astype(np.int64)


@njit(cache=True, nogil=True)
def curveball(indptr, indices, n_columns, trades, seed):
    """Let random pairs of rows trade the members they do not share (Strona et al. 2014); rows keep their length."""
    n = indptr.size - 1
    idx = indices.copy()
    state = np.array([seed], np.uint64)
    mark = np.full(n_columns, -1, np.int64)
    pool = np.empty(idx.size, np.int64)
    here = np.empty(idx.size, np.int64)
    there = np.empty(idx.size, np.int64)
    for trade in range(trades if n > 1 else 0):
        i = _draw(state, n)
        j = _draw(state, n - 1)
        if j >= i:
            j += 1
        stamp_i = 3 * trade
        stamp_both = 3 * trade + 1
        for k in range(indptr[i], indptr[i + 1]):
            mark[idx[k]] = stamp_i
        n_there = 0
        for k in range(indptr[j], indptr[j + 1]):
            c = idx[k]
            if mark[c] == stamp_i:
                mark[c] = stamp_both
            else:
                there[n_there] = k
                n_there += 1
        n_here = 0
        for k in range(indptr[i], indptr[i + 1]):
            if mark[idx[k]] == stamp_i:
                here[n_here] = k
                n_here += 1
        total = n_here + n_there
        for k in range(n_here):
            pool[k] = idx[here[k]]
        for k in range(n_there):
            pool[n_here + k] = idx[there[k]]
        for k in range(total - 1, 0, -1):
            pick = _draw(state, k + 1)
            pool[k], pool[pick] = pool[pick], pool[k]
        for k in range(n_here):
            idx[here[k]] = pool[k]
        for k in range(n_there):
            idx[there[k]] = pool[n_here + k]
    for i in range(n):
        idx[indptr[i] : indptr[i + 1]] = np.sort(idx[indptr[i] : indptr[i + 1]])
    return idx


@njit(cache=True, nogil=True)
def crossing_ties(groups, source, target):
    """Count per column of `groups` the ties whose ends are in different groups."""
    width = groups.shape[1]
    found = np.zeros(width, np.int64)
    part = np.zeros(width, np.uint8)  # narrow sums fill a register with more columns
    held = 0
    for e in range(source.size):
        a = source[e]
        b = target[e]
        for i in range(width):
            part[i] += np.uint8(groups[a, i] != groups[b, i])
        held += 1
        if held == 255:
            found += part
            part[:] = 0
            held = 0
    return found + part
