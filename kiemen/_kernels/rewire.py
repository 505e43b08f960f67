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

# Up to this many cells a plain table of yes and no is smaller than the cache and faster than hashing.
DENSE_CELLS = 1 << 24


@njit(cache=True, nogil=True)
def _draw(state, below):
    """Give the next whole number under `below` of a splitmix64 stream."""
    state[0] += _STEP
    z = state[0]
    z = (z ^ (z >> _U30)) * _MIX1
    z = (z ^ (z >> _U27)) * _MIX2
    z ^= z >> _U31
    return np.int64(((z >> _U32) * np.uint64(below)) >> _U32)


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
def rewire(source, target, n, directed, attempts, seed):
    """Swap the ends of random pairs of ties `attempts` times; refused swaps count, which keeps the draw uniform.

    In a directed network a three-cycle can be turned as well: swaps of two ties alone cannot reach every network.
    """
    m = source.size
    src = source.copy()
    dst = target.copy()
    state = np.array([seed], np.uint64)
    dense = n * n <= DENSE_CELLS
    cells = np.zeros(n * n if dense else 1, np.bool_)
    bits = 1
    while not dense and (1 << bits) < 3 * m:
        bits += 1
    shift = np.uint64(64 - bits)
    table = np.full(1 << bits, -1, np.int64)
    for k in range(m):
        key = _key(src[k], dst[k], n, directed)
        if dense:
            cells[key] = True
        else:
            _insert(table, shift, key)
    for _ in range(attempts if m > 1 else 0):
        i = _draw(state, m)
        j = _draw(state, m)
        a = src[i]
        b = dst[i]
        if directed and _draw(state, 16) == 0:
            # i, j and a third tie as a cycle a→b→c→a
            k = _draw(state, m)
            c = dst[j]
            if i in (j, k) or j == k or src[j] != b or src[k] != c or dst[k] != a:
                continue
            one = _key(b, a, n, True)
            two = _key(c, b, n, True)
            three = _key(a, c, n, True)
            if dense:
                if cells[one] or cells[two] or cells[three]:
                    continue
                cells[_key(a, b, n, True)] = False
                cells[_key(b, c, n, True)] = False
                cells[_key(c, a, n, True)] = False
                cells[one] = True
                cells[two] = True
                cells[three] = True
            else:
                if _find(table, shift, one) >= 0 or _find(table, shift, two) >= 0 or _find(table, shift, three) >= 0:
                    continue
                _remove(table, shift, _key(a, b, n, True))
                _remove(table, shift, _key(b, c, n, True))
                _remove(table, shift, _key(c, a, n, True))
                _insert(table, shift, one)
                _insert(table, shift, two)
                _insert(table, shift, three)
            # every person keeps their own outgoing tie (and its weight): a→c, b→a, c→b
            dst[i] = c
            dst[j] = a
            dst[k] = b
            continue
        c = src[j]
        d = dst[j]
        if not directed and _draw(state, 2) == 1:
            c, d = d, c
        if a in (c, d) or b in (d, c):
            continue
        one = _key(a, d, n, directed)
        two = _key(c, b, n, directed)
        if dense:
            if cells[one] or cells[two]:
                continue
            cells[_key(a, b, n, directed)] = False
            cells[_key(c, d, n, directed)] = False
            cells[one] = True
            cells[two] = True
        else:
            if _find(table, shift, one) >= 0 or _find(table, shift, two) >= 0:
                continue
            _remove(table, shift, _key(a, b, n, directed))
            _remove(table, shift, _key(c, d, n, directed))
            _insert(table, shift, one)
            _insert(table, shift, two)
        dst[i] = d
        src[j] = c
        dst[j] = b
    return src, dst


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
