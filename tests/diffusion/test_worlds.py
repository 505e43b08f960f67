"""The numpy draws are the compiled ones, and they look uniform and independent."""

import numpy as np

from kiemen._kernels.draws import arc_draw, draw, world_key
from kiemen.diffusion.worlds import draws, world_keys


def test_twins_bit_by_bit():
    runs = np.array([0, 1, 17, 2**31], np.int64)
    keys = world_keys(2**61 + 5, runs)
    assert [int(world_key(2**61 + 5, int(run))) for run in runs] == keys.tolist()
    table = draws(keys, np.array([0, 3, 99]), 12)
    for i, person in enumerate((0, 3, 99)):
        for j, key in enumerate(keys):
            assert draw(key, person, 12) == table[i, j]


def test_uniform_and_independent():
    from scipy.stats import kstest

    keys = world_keys(4, np.arange(400))
    table = draws(keys, np.arange(100), 3)
    assert kstest(table.ravel(), "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(table[0], table[1])[0, 1]) < 0.2
    assert abs(np.corrcoef(table[:, 0], table[:, 1])[0, 1]) < 0.4


def test_arc_draws_are_uniform_over_arcs_and_worlds():
    from scipy.stats import kstest

    keys = world_keys(4, np.arange(40))
    table = np.array([[arc_draw(key, u, v) for u in range(20) for v in range(20)] for key in keys])
    assert kstest(table.ravel(), "uniform").pvalue > 1e-4
    assert kstest(table[:, 7], "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(table[:, 0], table[:, 1])[0, 1]) < 0.5
    assert abs(np.corrcoef(table[0], table[1])[0, 1]) < 0.2
