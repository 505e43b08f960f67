"""Taking ties in order against a plain loop."""

import numpy as np
import pytest

from kiemen._kernels.filling import take_in_order


def plainly(pairs, room, used, kinds, bounds, top, spread):
    used, bounds, taken = used.copy(), bounds.copy(), []
    for most in range(1, max(room) + 1) if spread else [max(room)]:
        for k, (a, b) in enumerate(pairs):
            if k in taken or len(taken) >= top or any(used[i] >= min(most, room[i]) for i in (a, b)):
                continue
            ends = [(q, kinds[q][i]) for q in range(len(kinds)) for i in (a, b) if kinds[q][i] >= 0]
            if any(bounds[q][kind] < ends.count((q, kind)) for q, kind in ends):
                continue
            for q, kind in ends:
                bounds[q][kind] -= 1
            taken.append(k)
            used[a] += 1
            used[b] += 1
    return taken


@pytest.mark.parametrize("seed", range(40))
def test_as_a_plain_loop_does(seed):
    rng = np.random.default_rng(seed)
    n = 14
    left, right = np.triu_indices(n, 1)
    order = rng.permutation(len(left))[: rng.integers(1, len(left))]
    left, right = left[order].astype(np.int64), right[order].astype(np.int64)
    room, used = rng.integers(0, 4, n), rng.integers(0, 2, n)
    kinds = rng.integers(-1, 3, (seed % 3, n))
    bounds = rng.integers(0, 7, (seed % 3, 3))
    top, spread = int(rng.integers(1, 20)), bool(seed % 2)
    expected = plainly(list(zip(left, right, strict=True)), room, used, kinds, bounds, top, spread)
    chosen = np.empty(top, np.int64)
    count = take_in_order(left, right, room, used.copy(), kinds, bounds.copy(), top, spread, chosen)
    assert chosen[:count].tolist() == expected
