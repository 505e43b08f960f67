"""Leading eigenvalues of who reaches whom: when one fire lights more than one other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

DENSE = 60  # beyond this an iterative solver is quicker
POWER_STEPS = 5000
POWER_TOLERANCE = 1e-12


def leading_pair(matrix: csr_array) -> tuple[float, NDArray[np.float64]]:
    """Give the spectral radius of a matrix without negative entries, and its right vector of length 1.

    Examples
    --------
    >>> import networkx as nx
    >>> round(leading_pair(nx.to_scipy_sparse_array(nx.complete_graph(5), dtype=float))[0], 9)
    4.0
    """
    from scipy.sparse.csgraph import connected_components

    n = matrix.shape[0]
    whole = np.zeros(n)
    if (matrix.data == 0.0).any():  # what carries nothing is no way
        matrix = matrix.copy()
        matrix.eliminate_zeros()
    symmetric = abs(matrix - matrix.T).nnz == 0
    _, label = connected_components(matrix, directed=True, connection="strong")
    size = np.bincount(label)
    if size.max() == 1:  # nothing comes back to where it was: no cycles at all
        return 0.0, whole
    best = 0.0
    # The radius of the whole is the largest radius of a strong part; its own vector says where the fire lives.
    within = matrix.tocoo()
    inner = label[within.row] == label[within.col]
    for part in np.flatnonzero(size > 1) if symmetric and (size > 1).sum() <= 8 else [-1]:
        chosen = np.flatnonzero(size[label] > 1) if part < 0 else np.flatnonzero(label == part)
        block = _inner(within, inner, n)[chosen][:, chosen]
        value, vector = _radius(block.tocsr(), symmetric=symmetric)
        if value > best:
            best = value
            whole[:] = 0.0
            whole[chosen] = vector
    return best, whole


def _inner(within: object, inner: NDArray[np.bool_], n: int) -> csr_array:
    from scipy.sparse import coo_array

    row, col, data = within.row[inner], within.col[inner], within.data[inner]  # type: ignore[attr-defined]
    return coo_array((data, (row, col)), shape=(n, n)).tocsr()


def _radius(block: csr_array, *, symmetric: bool) -> tuple[float, NDArray[np.float64]]:
    n = block.shape[0]
    if n <= DENSE:
        values, vectors = np.linalg.eigh(block.toarray()) if symmetric else np.linalg.eig(block.toarray())
        at = int(np.argmax(values.real))
        return float(values[at].real), _positive(vectors[:, at].real)
    from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh

    start = np.ones(n) / np.sqrt(n)
    try:
        if symmetric:
            values, vectors = eigsh(block, k=1, which="LA", v0=start)
        else:
            values, vectors = eigs(block, k=1, which="LR", v0=start)
        return float(values[0].real), _positive(vectors[:, 0].real)
    except ArpackNoConvergence:
        return _power(lambda x: block @ x, n)


def _positive(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vector)
    return np.abs(vector) / (length or 1.0)


def _power(step: object, n: int) -> tuple[float, NDArray[np.float64]]:
    """Iterate x -> x + Bx; the added x keeps back-and-forth structures from oscillating."""
    x = np.ones(n) / np.sqrt(n)
    value = 0.0
    for _ in range(POWER_STEPS):
        y = x + step(x)  # type: ignore[operator]
        length = float(np.linalg.norm(y))
        x = y / length
        if abs(length - value) <= POWER_TOLERANCE * length:
            break
        value = length
    return length - 1.0, x


def participation(vector: NDArray[np.float64]) -> float:
    """Give the inverse participation ratio: 1/n when everybody carries the fire alike, 1 when one person does.

    Examples
    --------
    >>> participation(np.array([1.0, 1.0, 1.0, 1.0]))
    0.25
    """
    square = vector**2
    total = float(square.sum())
    return float((square**2).sum()) / total**2 if total > 0 else float("nan")


def nonbacktracking_radius(matrix: csr_array) -> float:
    """Give the spectral radius of the non-backtracking matrix of weighted arcs.

    An arc i→j leads on to every arc j→k except straight back, with the weight of j→k. With one chance p on every tie a
    giant cascade is possible when p times the radius of the bare network is above 1; a tree has radius 0.

    Notes
    -----
    O(ties) per step. Undirected unweighted networks use the Ihara–Bass matrix [[A, I − D], [I, 0]].

    References
    ----------
    Karrer, B., Newman, M. E. J. & Zdeborová, L. (2014). Percolation on sparse networks.
    doi:10.1103/PhysRevLett.113.208702

    Examples
    --------
    >>> import networkx as nx
    >>> round(nonbacktracking_radius(nx.to_scipy_sparse_array(nx.complete_graph(5), dtype=float)), 9)
    3.0
    """
    coo = matrix.tocoo()
    source, target, weight = _continuing(coo.row, coo.col, coo.data, matrix.shape[0])
    if source.size == 0:
        return 0.0
    if np.all(weight == weight[0]) and _two_way(source, target, matrix.shape[0]):
        return float(weight[0]) * _ihara_bass(source, target)
    return _over_arcs(source, target, weight, matrix.shape[0])


def _continuing(
    source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64], n: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Drop arcs that lead nowhere but back, again and again; what remains can go on for ever."""
    keep = weight > 0
    source, target, weight = source[keep], target[keep], weight[keep]
    while source.size:
        out = np.bincount(source, minlength=n)
        back = np.isin(target.astype(np.int64) * n + source, source.astype(np.int64) * n + target)
        leads_on = out[target] > back
        if leads_on.all():
            break
        source, target, weight = source[leads_on], target[leads_on], weight[leads_on]
    return source, target, weight


def _two_way(source: NDArray[np.int32], target: NDArray[np.int32], n: int) -> bool:
    ahead = np.sort(source.astype(np.int64) * n + target)
    return bool(np.array_equal(ahead, np.sort(target.astype(np.int64) * n + source)))


def _ihara_bass(source: NDArray[np.int32], target: NDArray[np.int32]) -> float:
    from scipy.sparse import coo_array

    present, place = np.unique(source, return_inverse=True)
    n = present.size
    degree = np.bincount(place)
    if (degree == 2).all():
        return 1.0
    other = np.searchsorted(present, target)
    everybody = np.arange(n)
    row = np.concatenate([place, everybody, everybody + n])
    column = np.concatenate([other, everybody + n, everybody])
    data = np.concatenate([np.ones(source.size), 1.0 - degree, np.ones(n)])
    double = coo_array((data, (row, column)), shape=(2 * n, 2 * n)).tocsr()
    if 2 * n <= DENSE:
        return float(np.linalg.eigvals(double.toarray()).real.max())
    from scipy.sparse.linalg import ArpackNoConvergence, eigs

    try:
        return float(eigs(double, k=1, which="LR", v0=np.ones(2 * n), return_eigenvectors=False)[0].real)
    except ArpackNoConvergence:
        everything = np.ones(source.size)
        return _over_arcs(source, target, everything, int(max(source.max(), target.max())) + 1)


def _over_arcs(source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64], n: int) -> float:
    key = source.astype(np.int64) * n + target
    order = np.argsort(key)
    wanted = target.astype(np.int64) * n + source
    at = np.minimum(np.searchsorted(key[order], wanted), key.size - 1)
    back = np.where(key[order][at] == wanted, order[at], -1)
    returns = back >= 0

    def step(x: NDArray[np.float64]) -> NDArray[np.float64]:
        flow = weight * x
        total = np.bincount(source, weights=flow, minlength=n)
        returned = np.where(returns, flow[back], 0.0)
        return np.asarray(total[target] - returned, dtype=np.float64)

    return _power(step, source.size)[0]
