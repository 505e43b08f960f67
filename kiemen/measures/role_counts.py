"""Open two-paths counted by the groups of their three people, and what chance gives (Gould and Fernandez)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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
    counts[known] = _by_matrices(graph, group) if graph.shape[0] <= SMALL else counts_by_triangles(graph, group)
    return counts


def _by_matrices(graph: csr_array, group: NDArray[np.int64]) -> Counts:
    from scipy.sparse import csr_array

    n, row = graph.shape[0], np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    same = group[row] == group[graph.indices]
    within = csr_array((np.ones(int(same.sum())), (row[same], graph.indices[same])), shape=(n, n))
    across = csr_array((np.ones(int((~same).sum())), (row[~same], graph.indices[~same])), shape=(n, n))
    member = csr_array((np.ones(n), (np.arange(n), group)), shape=(n, int(group.max()) + 1))

    def column(matrix: csr_array) -> NDArray[np.float64]:
        return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()

    def row_sum(matrix: csr_array) -> NDArray[np.float64]:
        return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()

    back_in, back_out = column(within), row_sum(within)
    cross_in, cross_out = column(across), row_sum(across)
    alike = row_sum((across.T @ member).tocsr().multiply(across @ member)) - row_sum(across.multiply(across.T))
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


def counts_by_triangles(graph: csr_array, group: NDArray[np.int64]) -> Counts:
    """Count as `role_counts` does, by compiled code whatever the size.

    Parameters
    ----------
    graph
        People × people of ones, sorted, without diagonal.
    group
        Group number of every person, 0 or higher.

    Returns
    -------
    array
        People × 5.
    """
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


# One bit per pair of people and three counts per person and group, kept small enough for the cache of a processor.
_BITS_UP_TO, _CELLS_UP_TO = 4096, 1 << 20


class RoleTally:
    """Counting roles in many networks of the same people, from lists of ties.

    Parameters
    ----------
    group
        Group number of every person, 0 or higher, without gaps.
    directed
        False when every tie stands once and runs both ways.
    """

    def __init__(self, group: NDArray[np.int64], *, directed: bool) -> None:
        self.directed = directed
        self.group = group
        self.order = np.argsort(group, kind="stable")
        self.place = np.empty_like(self.order)
        self.place[self.order] = np.arange(self.order.size)
        self.first = np.searchsorted(group[self.order], np.arange(int(group.max(initial=-1)) + 2))

    def count(self, source: NDArray[np.int64], target: NDArray[np.int64]) -> Counts:
        """Count as `role_counts` does.

        Parameters
        ----------
        source, target
            Positions of the ends of every tie.

        Returns
        -------
        array
            People × 5.
        """
        n = self.group.size
        if n > _BITS_UP_TO or n * self.first.size > _CELLS_UP_TO:
            return counts_by_triangles(self._matrix(source, target), self.group)
        from kiemen._kernels.triangles import roles_by_bits

        sorted_group = self.group[self.order]
        found = roles_by_bits(self.place[source], self.place[target], self.directed, sorted_group, self.first)
        counts: Counts = found[self.place]
        return counts

    def _matrix(self, source: NDArray[np.int64], target: NDArray[np.int64]) -> csr_array:
        from scipy.sparse import csr_array

        if not self.directed:
            source, target = np.concatenate([source, target]), np.concatenate([target, source])
        graph = csr_array((np.ones(source.size), (source, target)), shape=(self.group.size,) * 2)
        graph.sort_indices()
        return graph


class RoleChance(NamedTuple):
    """Mean and standard deviation of the role counts, groups × 6: the five roles and their total."""

    expected: NDArray[np.float64]
    sd: NDArray[np.float64]


def expected_roles(ties: int, sizes: NDArray[np.integer[Any]]) -> RoleChance:
    """Give what a random network with this number of ties and these group sizes has, for a person of each group.

    Parameters
    ----------
    ties
        Number of directed ties; an undirected tie counts as two.
    sizes
        People per group.

    Returns
    -------
    RoleChance
        In the order of `ROLES`, with the total last. NaN for fewer than two people.

    Notes
    -----
    With d the density, q = d²(1 − d) and T the number of pairs (a, b) that a role allows, the mean is q T and the
    variance q T (1 − q) + d³(1 − d)³ × the number of ordered couples of such pairs that share a or share b. The spread
    of real networks is larger: prefer the test by rewiring.

    References
    ----------
    Gould, R. V. & Fernandez, R. M. (1989). doi:10.2307/270949
    """
    n = np.asarray(sizes, dtype=np.float64)
    people = float(n.sum())
    if people < 2:
        return RoleChance(np.full((n.size, 6), np.nan), np.full((n.size, 6), np.nan))
    d = ties / (people * (people - 1))
    q = d**2 * (1 - d)
    rest = people - n
    own = n - 1
    pair = float((n * (n - 1)).sum()) - n * (n - 1)
    triple = float((n * (n - 1) * (n - 2)).sum()) - n * (n - 1) * (n - 2)
    square = float((n**2).sum()) - n**2
    # Σ_k n_k (S − n_k)(S − n_k − 1) over the other groups, S the people in them
    spread = rest * rest * (rest - 1) - square * (2 * rest - 1) + (float((n**3).sum()) - n**3)
    allowed = np.column_stack([own * (n - 2), pair, own * rest, own * rest, rest**2 - square])
    mixed = own * rest * (rest - 1) + rest * own * (n - 2)
    shared = np.column_stack([2 * own * (n - 2) * (n - 3), 2 * triple, mixed, mixed, 2 * spread])
    total = (people - 1) * (people - 2)
    allowed = np.column_stack([allowed, np.full(n.size, total)])
    shared = np.column_stack([shared, np.full(n.size, 2 * total * (people - 3))])
    expected = q * allowed
    return RoleChance(expected, np.sqrt(expected * (1 - q) + d**3 * (1 - d) ** 3 * shared))


def exclusive_counts(adjacency: csr_array, codes: NDArray[np.integer[Any]]) -> Counts:
    """Count the open two-paths between people of different groups for which a person is the only one between.

    Parameters
    ----------
    adjacency
        People × people; strengths are not read.
    codes
        Group number of every person; -1 leaves a person out.

    Returns
    -------
    array
        One whole number per person.

    Notes
    -----
    Cost: the number of two-paths.

    References
    ----------
    Hamilton, M., Hileman, J. & Bodin, Ö. (2020). doi:10.1016/j.socnet.2019.08.002
    """
    from kiemen._kernels.triangles import exclusive_paths

    graph = clean(adjacency)
    known = np.flatnonzero(np.asarray(codes) >= 0)
    part = graph[known][:, known] if known.size < graph.shape[0] else graph
    counts = np.zeros(graph.shape[0], np.int64)
    counts[known] = exclusive_paths(*as_arrays(part), np.asarray(codes, dtype=np.int64)[known])
    return counts
