"""Adjacency matrices in the few forms that measures and kernels take."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

# Below this many people numpy and scipy answer before compiled code would have been loaded.
SMALL = 2000


def as_arrays(matrix: csr_array) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Give row pointers and column numbers in the widths that kernels are compiled for."""
    return matrix.indptr.astype(np.int64, copy=False), matrix.indices.astype(np.int32, copy=False)


def clean(matrix: csr_array) -> csr_array:
    """Give the matrix without diagonal, without zeros, with sorted columns and added repeats; itself if it is so."""
    from scipy.sparse import coo_array, csr_array

    if matrix.has_canonical_format and matrix.data.all() and not matrix.diagonal().any():
        return matrix
    coo = coo_array(matrix)
    keep = (coo.row != coo.col) & (coo.data != 0)
    data = coo.data[keep].astype(np.float64)
    result = csr_array((data, (coo.row[keep], coo.col[keep])), shape=coo.shape)
    result.sum_duplicates()
    result.sort_indices()
    return result


def two_way(matrix: csr_array) -> csr_array:
    """Give the strength both ways together, a_ij + a_ji; the form in which Burt's measures read a network."""
    from scipy.sparse import csr_array

    result = csr_array(matrix + matrix.T)
    result.sort_indices()
    return result


def pattern(matrix: csr_array) -> csr_array:
    """Give the same ties, each counted as one."""
    result = matrix.copy()
    result.data = np.ones(matrix.nnz)
    return result


def reverse(matrix: csr_array) -> csr_array:
    """Give the ties turned round."""
    from scipy.sparse import csr_array

    result = csr_array(matrix.T)
    result.sort_indices()
    return result


def is_symmetric(matrix: csr_array) -> bool:
    """Say whether every tie also runs back with the same strength."""
    if matrix.nnz == 0:
        return True
    back = reverse(matrix)
    return (
        np.array_equal(matrix.indptr, back.indptr)
        and np.array_equal(matrix.indices, back.indices)
        and np.array_equal(matrix.data, back.data)
    )


def row_numbers(matrix: csr_array) -> NDArray[np.int64]:
    """Give the row of every stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def run_lanes(work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], *, heavy: bool) -> list[Any]:
    """Run a compiled function on every task, side by side when the work is worth it; the answers keep their order."""
    lanes = min(len(tasks), os.cpu_count() or 1)
    if not heavy or lanes < 2:
        return [work(*task) for task in tasks]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(lanes) as pool:
        return list(pool.map(lambda task: work(*task), tasks))
