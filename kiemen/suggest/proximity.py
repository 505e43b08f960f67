"""How near two people already are: what the contacts they share, and walks between them, say about a new tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_network, check_number
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

LOCAL = ("adamic-adar", "resource-allocation", "common")
METHODS = (*LOCAL, "katz", "pagerank")
# Above this many entries to multiply, a compiled merge of rows beats the sparse product.
SPARSE_ENTRIES = 3_000_000
BLOCK = 256


@dataclass(frozen=True, repr=False, eq=False)
class Proximity(Result):
    """Untied pairs of people by how near they are."""

    _title: ClassVar[str] = mark("People who are near but not yet connected")
    _plot: ClassVar[str] = "plot_proximity"


def score_proximity(
    network: Network,
    *,
    method: str = "adamic-adar",
    top: int = 100,
    relation: str | Sequence[str] | None = None,
) -> Proximity:
    """Find the pairs that are nearest without being tied.

    Answers: "Who would meet anyway?" It says which ties are likely, not which are worth having: use
    `suggest_connections` for the second.

    Parameters
    ----------
    network
        People and ties. Direction and weight are ignored.
    method
        "adamic-adar", "resource-allocation" or "common" (number of shared contacts).
    top
        Number of pairs, at least 1.
    relation
        Relation or relations that count; None takes all.

    Returns
    -------
    Proximity
        `.table` has one row per pair (index ``pair``, the two ids joined by " – ") and the columns

        person, other : str - the two, in the order of their ids
        score : float > 0 - the larger, the nearer
        shared : int - number of contacts they share

    Raises
    ------
    InputError
        If the method or relation does not exist.

    Notes
    -----
    Adamic–Adar adds 1 / ln(d) over shared contacts with d ties, resource allocation 1 / d. All pairs at distance
    two are considered, pruned by a bound per person: exact. Time grows with the sum of squared degrees at most.

    References
    ----------
    Adamic, L. A. & Adar, E. (2003). Friends and neighbors on the web. doi:10.1016/S0378-8733(03)00009-1
    Zhou, T., Lü, L. & Zhang, Y.-C. (2009). Predicting missing links via local information.
    doi:10.1140/epjb/e2009-00335-8

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["An", "An", "Bo", "Bo"], "target": ["Cas", "Dirk", "Cas", "Dirk"]})
    >>> score_proximity(Network.from_frames(ties=ties)).table["score"].round(3).tolist()
    [2.885, 2.885]
    """
    check_network(network)
    check_choice("method", method, LOCAL)
    top = check_integer("top", top, low=1)
    matrix = network.adjacency(relation, weight=None, direction="both")
    score, left, right = best_pairs(matrix, top=top, method=method)
    shared = pair_proximity(matrix, left, right, method="common").astype(np.int64)
    ids = network.ids
    table = pd.DataFrame(
        {"person": ids[left].to_numpy(), "other": ids[right].to_numpy(), "score": score, "shared": shared},
        index=pd.Index([f"{ids[i]} – {ids[j]}" for i, j in zip(left, right, strict=True)], name="pair", dtype="str"),
    )
    settings = {"method": method, "top": top, "relation": relation}
    said = Fact(
        mark("{n:One untied pair shares|# untied pairs share} at least one contact and {n:is|are} listed."),
        {"n": len(table)},
    )
    if table.empty:
        said = Fact(mark("No two people who are not tied share a contact."))
    return Proximity(
        table, settings, Provenance.of(network, function="score_proximity", settings=settings), headline=(said,)
    )


def contributions(matrix: csr_array, method: str) -> NDArray[np.float64]:
    """Give what a shared contact adds to the proximity of two people, by its own number of ties."""
    degree = np.diff(matrix.indptr).astype(np.float64)
    if method == "common":
        return np.ones(len(degree))
    if method == "resource-allocation":
        return 1.0 / np.maximum(degree, 1.0)
    # A shared contact has two ties at least, so the logarithm never is zero where it is used.
    return 1.0 / np.log(np.maximum(degree, 2.0))


def pair_proximity(
    matrix: csr_array, left: NDArray[np.integer], right: NDArray[np.integer], *, method: str
) -> NDArray[np.float64]:
    """Give the proximity of each pair (positions) in a symmetric matrix of ones.

    O(d_left + d_right) per pair for the methods by shared contacts, O(ties) per different person in `left` otherwise.
    """
    check_choice("method", method, METHODS)
    if method == "katz":
        return _katz(matrix, left, right)
    if method == "pagerank":
        return _attention_both_ways(matrix, left, right)
    share = contributions(matrix, method)
    if len(left) == 0:
        return np.zeros(0)
    entries = int(np.diff(matrix.indptr)[left].sum())
    if entries > SPARSE_ENTRIES:
        from kiemen._kernels.proximity import shared_sums

        start, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
        return np.asarray(shared_sums(start, columns, share, left.astype(np.int64), right.astype(np.int64)))
    both = matrix[left].multiply(matrix[right])
    return np.asarray(both @ share, dtype=np.float64)


def best_pairs(
    matrix: csr_array, *, top: int, method: str
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Give score, left and right of the `top` untied pairs that share most, best first; exact at any size."""
    share = contributions(matrix, method)
    bound = np.asarray(matrix @ share)
    n = matrix.shape[0]
    if n <= 2_000:
        score, left, right = _all_pairs(matrix, share)
    else:
        from kiemen._kernels.proximity import best_pairs as search

        order = np.argsort(-bound, kind="stable").astype(np.int64)
        start, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
        score, left, right = search(start, columns, share, bound, order, top)
    # Sums in another order differ in the last bits; rounding keeps equal pairs equal, and then the ids decide.
    ranked = np.lexsort((right, left, -np.round(score, 9)))
    ranked = ranked[score[ranked] > 0][:top]
    return score[ranked], left[ranked], right[ranked]


def _all_pairs(
    matrix: csr_array, share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    from scipy import sparse

    near = sparse.coo_array(sparse.triu(matrix.multiply(share[None, :]).tocsr() @ matrix, k=1))
    untied = np.ones(near.nnz, dtype=np.bool_)
    if near.nnz:
        untied = np.asarray(matrix[near.row, near.col]).ravel() == 0
    return near.data[untied], near.row[untied].astype(np.int64), near.col[untied].astype(np.int64)


def attention(matrix: csr_array, source: int, *, alpha: float = 0.15, epsilon: float = 1e-4) -> NDArray[np.float64]:
    """Give the personalised PageRank of everybody seen from `source`, each within `epsilon` × their ties.

    O(1 / (epsilon × alpha)) steps however large the network, plus the vector that is returned.
    """
    check_number("alpha", alpha, low=0.0, high=1.0, low_open=True, high_open=True)
    check_number("epsilon", epsilon, low=0.0, low_open=True)
    n = matrix.shape[0]
    if not 0 <= source < n:
        raise InputError(f"source must be a position below {n}, not {source}.")
    if n <= 2_000:
        seen: NDArray[np.float64] = _walk(matrix, np.array([source]), alpha=alpha, tolerance=epsilon)[0]
        return seen
    from kiemen._kernels.proximity import push

    score, rest = np.zeros(n), np.zeros(n)
    start, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    push(start, columns, source, alpha, epsilon, score, rest, np.empty(n, np.int32), np.zeros(n, np.bool_))
    return score


def _walk(matrix: csr_array, sources: NDArray[np.integer], *, alpha: float, tolerance: float) -> NDArray[np.float64]:
    """Iterate the walk with restart for several sources at once; rows are sources."""
    degree = np.diff(matrix.indptr).astype(np.float64)
    step = matrix.multiply((1.0 / np.maximum(degree, 1.0))[:, None]).tocsr()
    stuck = degree == 0
    here = np.zeros((len(sources), matrix.shape[0]))
    here[np.arange(len(sources)), sources] = 1.0
    total = np.zeros_like(here)
    while here.max(initial=0.0) > tolerance:
        total += alpha * here
        total[:, stuck] += (1.0 - alpha) * here[:, stuck]
        here = (1.0 - alpha) * (here @ step)
    return total + alpha * here


def _attention_both_ways(
    matrix: csr_array, left: NDArray[np.integer], right: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Add the attention from left to right and back, so that order does not matter."""
    total = np.zeros(len(left))
    for one, other in ((left, right), (right, left)):
        people, place = np.unique(one, return_inverse=True)
        for position, person in enumerate(people):
            mine = place == position
            total[mine] += attention(matrix, int(person))[other[mine]]
    return total


def _katz(matrix: csr_array, left: NDArray[np.integer], right: NDArray[np.integer]) -> NDArray[np.float64]:
    """Add up walks of length 2 to 5, each step damped by half the largest factor for which the series converges.

    With the largest eigenvalue bounded by the largest mean degree of neighbours, no eigenvector is needed.
    """
    degree = np.diff(matrix.indptr).astype(np.float64)
    around = np.asarray(matrix @ degree) / np.maximum(degree, 1.0)
    damping = 0.5 / max(1.0, float(around.max(initial=1.0)))
    people, place = np.unique(left, return_inverse=True)
    result = np.zeros(len(left))
    for first in range(0, len(people), BLOCK):
        chosen = people[first : first + BLOCK]
        walks = damping * matrix[chosen].toarray()
        total = np.zeros_like(walks)
        for _ in range(4):
            walks = damping * (walks @ matrix)
            total += walks
        mine = (place >= first) & (place < first + BLOCK)
        result[mine] = total[place[mine] - first, right[mine]]
    return result
