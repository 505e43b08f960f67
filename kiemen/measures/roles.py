"""Brokerage roles between groups (Gould and Fernandez), tested against what degrees and sizes alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.measures.adjacency import SMALL, as_arrays, clean, pattern, reverse

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Counts = NDArray[np.int64]

ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")


def role_counts(adjacency: csr_array, codes: NDArray[np.integer[Any]]) -> Counts:
    """Count the open two-paths a→v→b of every person v, by the groups of a, v and b.

    Parameters
    ----------
    adjacency
        People × people; strengths are not read. An undirected tie is stored both ways, so each of its two-paths
        counts twice.
    codes
        Group number of every person, 0 or higher; -1 for a person whose group is not known, who is left out.

    Returns
    -------
    array
        People × 5 in the order of `ROLES`; people without a group have zeros.

    Notes
    -----
    All two-paths are counted from the groups of each person's contacts; those whose ends are tied as well are found as
    triangles and taken off. Cost: people × contacts, and the triangles once.
    """
    graph = pattern(clean(adjacency))
    known = np.flatnonzero(np.asarray(codes) >= 0)
    counts = np.zeros((graph.shape[0], len(ROLES)), np.int64)
    if known.size == 0:
        return counts
    if known.size < graph.shape[0]:
        graph = graph[known][:, known]
        graph.sort_indices()
    group = np.unique(np.asarray(codes)[known], return_inverse=True)[1].astype(np.int64)
    counts[known] = _by_matrices(graph, group) if graph.shape[0] <= SMALL else _by_triangles(graph, group)
    return counts


def _by_matrices(graph: csr_array, group: NDArray[np.int64]) -> Counts:
    from scipy.sparse import csr_array

    n, row = graph.shape[0], np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    same = group[row] == group[graph.indices]
    within = csr_array((np.ones(int(same.sum())), (row[same], graph.indices[same])), shape=(n, n))
    across = csr_array((np.ones(int((~same).sum())), (row[~same], graph.indices[~same])), shape=(n, n))
    member = csr_array((np.ones(n), (np.arange(n), group)), shape=(n, int(group.max()) + 1))

    def column(matrix: csr_array) -> NDArray[np.float64]:
        return np.asarray(matrix.sum(axis=0)).ravel()

    def row_sum(matrix: csr_array) -> NDArray[np.float64]:
        return np.asarray(matrix.sum(axis=1)).ravel()

    back_in, back_out = column(within), row_sum(within)
    cross_in, cross_out = column(across), row_sum(across)
    alike = row_sum((across.T @ member).multiply(across @ member)) - row_sum(across.multiply(across.T))
    paths = [
        back_in * back_out - row_sum(within.multiply(within.T)),
        alike,
        back_in * cross_out,
        cross_in * back_out,
        cross_in * cross_out - alike - row_sum(across.multiply(across.T)),
    ]
    closed = [
        column(within.multiply(within @ within.T)),
        column(across.multiply(within @ across.T)),
        column(within.multiply(across @ across.T)),
        column(across.multiply(across @ within.T)),
        column(across.multiply(across @ across.T)),
    ]
    return np.rint(np.column_stack(paths) - np.column_stack(closed)).astype(np.int64)


def _by_triangles(graph: csr_array, group: NDArray[np.int64]) -> Counts:
    from kiemen._kernels.triangles import closed_roles, orient, two_paths

    back = reverse(graph)
    out_ptr, out_idx = as_arrays(graph)
    in_ptr, in_idx = as_arrays(back)
    counts: Counts = two_paths(out_ptr, out_idx, in_ptr, in_idx, group, int(group.max()) + 1)
    both = graph + 2.0 * back
    both.sort_indices()
    indptr, indices = as_arrays(both)
    order = np.argsort(np.diff(indptr), kind="stable").astype(np.int32)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size, dtype=np.int32)
    ptr, idx, bits = orient(indptr, indices, both.data.astype(np.uint8), order, rank)
    moved = counts[order]
    closed_roles(ptr, idx, bits, group[order], moved)
    return moved[rank]
