"""Matrices in the forms that measures take."""

import numpy as np
from scipy.sparse import csr_array

from kiemen.measures.adjacency import as_arrays, clean, is_symmetric, pattern, reverse, row_numbers, run_lanes, two_way


def test_clean_leaves_out_self_ties_and_zeros_and_adds_repeats():
    values, rows, columns = [1.0, 2.0, 4.0, 0.0, 3.0], [0, 0, 1, 1, 2], [1, 1, 1, 2, 0]
    found = clean(csr_array((values, (rows, columns)), shape=(3, 3)))
    assert found.toarray().tolist() == [[0, 3, 0], [0, 0, 0], [3, 0, 0]]
    assert found.nnz == 2
    assert clean(found) is found


def test_forms():
    ties = csr_array(np.array([[0, 2, 0], [0, 0, 5], [1, 0, 0.0]]))
    assert two_way(ties).toarray().tolist() == [[0, 2, 1], [2, 0, 5], [1, 5, 0]]
    assert set(pattern(ties).data) == {1.0}
    assert ties.data.tolist() == [2, 5, 1]
    assert reverse(ties).toarray().tolist() == ties.toarray().T.tolist()
    assert row_numbers(ties).tolist() == [0, 1, 2]
    assert not is_symmetric(ties)
    assert is_symmetric(two_way(ties))
    assert is_symmetric(csr_array((2, 2)))
    assert [part.dtype for part in as_arrays(ties)] == [np.int64, np.int32]


def test_lanes_keep_the_order_of_tasks():
    tasks = [(k,) for k in range(20)]
    assert run_lanes(abs, tasks, heavy=True) == run_lanes(abs, tasks, heavy=False) == list(range(20))
