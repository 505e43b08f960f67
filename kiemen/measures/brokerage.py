"""Brokerage of people: what runs through somebody for each tie that they keep up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_network
from kiemen.errors import InputError
from kiemen.measures.adjacency import SMALL, as_arrays, clean, is_symmetric, pattern, reverse
from kiemen.measures.betweenness import exact_betweenness, sampled_betweenness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Floats = NDArray[np.float64]

# Every tie is taken out once and all paths are looked at again.
COHESION_LIMIT = 500
_FEW = 80


def reach_counts(adjacency: csr_array) -> NDArray[np.int64]:
    """Count for every person how many others can be reached along the ties.

    Parameters
    ----------
    adjacency
        People × people; direction is followed.

    Returns
    -------
    array
        Whole numbers from 0 to n − 1.

    Notes
    -----
    People who reach each other are taken together first, so a well-connected network costs little. Worst case
    O(n × ties / 64).
    """
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import connected_components

    graph = clean(adjacency)
    k, label = connected_components(graph, directed=True, connection="strong")
    size = np.bincount(label, minlength=k)
    coo = coo_array(graph)
    rows, columns = label[coo.row], label[coo.col]
    between = rows != columns
    arcs = csr_array((np.ones(int(between.sum())), (rows[between], columns[between])), shape=(k, k))
    arcs.sum_duplicates()
    return np.asarray((_component_reach(pattern(arcs), size) - 1)[label], dtype=np.int64)


def _component_reach(arcs: csr_array, size: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum the sizes of all components that each component reaches, itself included; the arcs hold no cycle."""
    k = arcs.shape[0]
    if arcs.nnz == 0:
        return size
    if k > SMALL:
        from kiemen._kernels.paths import reach_sizes

        found: NDArray[np.int64] = reach_sizes(*as_arrays(arcs), size.astype(np.int64))
        return found
    reached = np.eye(k)
    while True:
        wider = ((arcs @ reached + reached) > 0).astype(np.float64)
        if np.array_equal(wider, reached):
            return (wider @ size).astype(np.int64)
        reached = wider


def everett_valente(adjacency: csr_array, betweenness: Floats) -> Floats:
    """Give the brokerage of Everett and Valente from betweenness already counted.

    Parameters
    ----------
    adjacency
        People × people; a symmetric matrix is read as undirected.
    betweenness
        As counted by `exact_betweenness` or `sampled_betweenness` on the same matrix.

    Returns
    -------
    array
        0 or more; 0 for people through whom no shortest path runs.

    Notes
    -----
    Undirected (2 b_i + r_i) / d_i with r_i the number of others that i can reach, which is n − 1 in a connected
    network. Directed the mean of (b_i + j_i) / d_in and (b_i + k_i) / d_out, with j_i the number who can reach i and
    k_i the number whom i can reach.

    References
    ----------
    Everett, M. G. & Valente, T. W. (2016). doi:10.1016/j.socnet.2015.09.001
    """
    graph = pattern(clean(adjacency))
    out_degree = np.diff(graph.indptr).astype(np.float64)
    on_path = betweenness > 0
    value = np.zeros(graph.shape[0])
    if is_symmetric(graph):
        reach = reach_counts(graph)
        value[on_path] = (2 * betweenness + reach)[on_path] / out_degree[on_path]
        return value
    back = reverse(graph)
    in_degree = np.diff(back.indptr).astype(np.float64)
    incoming = (betweenness + reach_counts(back))[on_path] / in_degree[on_path]
    outgoing = (betweenness + reach_counts(graph))[on_path] / out_degree[on_path]
    value[on_path] = (incoming + outgoing) / 2
    return value


def largest_brokerage(n: int) -> float:
    """Give the largest brokerage that a person in an undirected network of n people can have.

    Parameters
    ----------
    n
        Number of people.

    Returns
    -------
    float
        (n² − 1) / 4 for odd n and n² / 4 for even n.
    """
    return (n * n - n % 2) / 4


def bridging_centrality(adjacency: csr_array, betweenness: Floats) -> Floats:
    """Give bridging centrality: betweenness times how much better connected the contacts are.

    Parameters
    ----------
    adjacency
        People × people; direction is ignored.
    betweenness
        Betweenness of every person, raw.

    Returns
    -------
    array
        b_i (1/d_i) / Σ_j 1/d_j over the contacts j; NaN for people without contacts.

    References
    ----------
    Hwang, W. et al. (2006). Bridging centrality: identifying bridging nodes in scale-free networks. KDD.
    """
    graph = clean(adjacency)
    either = pattern(graph + graph.T)
    degree = np.diff(either.indptr).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(degree > 0, 1.0 / degree, 0.0)
        return np.where(degree > 0, betweenness * inverse / (either @ inverse), np.nan)


def valente_fujimoto(adjacency: csr_array) -> Floats:
    """Give the mean loss of cohesion when each of a person's ties is taken away in turn.

    Parameters
    ----------
    adjacency
        People × people, at most 500; direction is ignored.

    Returns
    -------
    array
        Mean over the person's ties of the drop in Σ 1/d_ij / (n (n − 1)); 0 for people without ties.

    Raises
    ------
    InputError
        For more than 500 people.

    Notes
    -----
    Cost: ties × people × ties. Distances change only from people for whom the tie is the only way to its far end, so
    only those are walked again.

    References
    ----------
    Valente, T. W. & Fujimoto, K. (2010). doi:10.1016/j.socnet.2010.03.003
    """
    graph = clean(adjacency)
    n = graph.shape[0]
    if n > COHESION_LIMIT:
        raise InputError(f"this measure takes out every tie in turn: at most {COHESION_LIMIT} people, not {n}.")
    if n < 2:
        return np.zeros(n)
    either = pattern(graph + graph.T)
    degree = np.diff(either.indptr)
    loss = _loss_by_walking(either.toarray()) if n <= _FEW else _loss_by_kernel(either)
    return np.divide(loss, degree, out=np.zeros(n), where=degree > 0) / (n * (n - 1))


def _loss_by_kernel(either: csr_array) -> Floats:
    from kiemen._kernels.paths import cohesion_loss

    loss: Floats = cohesion_loss(*as_arrays(either))
    return loss


def _loss_by_walking(either: Floats) -> Floats:
    n = either.shape[0]
    near = _nearness(either, np.arange(n))
    loss = np.zeros(n)
    for u, v in zip(*np.nonzero(np.triu(either)), strict=True):
        either[u, v] = either[v, u] = 0.0
        sources = np.flatnonzero(_depends(near, either, int(u), int(v)))
        drop = float(near[sources].sum() - _nearness(either, sources).sum())
        either[u, v] = either[v, u] = 1.0
        loss[u] += drop
        loss[v] += drop
    return loss


def _depends(near: Floats, without: Floats, u: int, v: int) -> NDArray[np.bool_]:
    """Say from whom one end is one step further than the other and can be reached so by no other contact."""
    with np.errstate(divide="ignore"):
        distance = np.rint(1.0 / near)
    np.fill_diagonal(distance, 0.0)
    needs = np.zeros(near.shape[0], np.bool_)
    for near_end, far_end in ((u, v), (v, u)):
        step = np.isfinite(distance[:, far_end]) & (distance[:, far_end] == distance[:, near_end] + 1)
        others = np.flatnonzero(without[far_end])
        spare = (distance[:, others] == (distance[:, far_end] - 1)[:, None]).any(axis=1)
        needs |= step & ~spare
    return needs


def _nearness(dense: Floats, sources: NDArray[np.int64]) -> Floats:
    """Give 1 / distance from each source to everybody; 0 where there is no path and to oneself."""
    near = np.zeros((sources.size, dense.shape[0]))
    seen = np.zeros_like(near, dtype=np.bool_)
    seen[np.arange(sources.size), sources] = True
    front = seen.copy()
    step = 0
    while front.any():
        step += 1
        front = ((front.astype(np.float64) @ dense) > 0) & ~seen
        near[front] = 1.0 / step
        seen |= front
    return near


def score_brokerage(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    directed: bool = False,
    pairs: int | None = None,
    rng: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Measure brokerage of people in three ways.

    Answers: "Who carries much between others for how few ties?" `score_bridges` leads with the first of these and says
    it in words; this table is for comparing measures.

    Parameters
    ----------
    network
        People and ties; strengths do not matter.
    relation
        Relation or relations; None takes all together.
    directed
        True follows the direction of ties, for the first column.
    pairs
        Number of random pairs of people from which betweenness is estimated; None counts every shortest path.
    rng
        Seed or generator, used with `pairs`.

    Returns
    -------
    pandas.DataFrame
        Index person and the columns

        brokerage : float at least 0      - Everett and Valente: betweenness and reach per tie
        brokerage_share : float in [0, 1] - as a share of the largest possible at this size
        bridging : float at least 0       - bridging centrality, raw betweenness; NaN without ties
        cohesion_loss : float at least 0  - Valente and Fujimoto: mean loss of closeness when a tie of the person goes;
          NaN for everybody above 500 people, where it takes too long

    Notes
    -----
    Cost: people × ties, or that of `sampled_betweenness`; directed brokerage counts who reaches whom on top.

    References
    ----------
    Everett, M. G. & Valente, T. W. (2016). doi:10.1016/j.socnet.2015.09.001
    Hwang, W. et al. (2006). Bridging centrality: identifying bridging nodes in scale-free networks. KDD.
    Valente, T. W. & Fujimoto, K. (2010). doi:10.1016/j.socnet.2010.03.003

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.brokerage import score_brokerage
    >>> path = pd.DataFrame({"source": ["An", "Bo"], "target": ["Bo", "Chris"]})
    >>> score_brokerage(Network.from_frames(ties=path))["brokerage_share"].tolist()
    [0.0, 1.0, 0.0]
    """
    check_network(network)
    either = network.adjacency(relation, weight=None, direction="both")
    graph = network.adjacency(relation, weight=None) if directed else either
    n = graph.shape[0]

    def between(ties: csr_array) -> Floats:
        return (exact_betweenness(ties) if pairs is None else sampled_betweenness(ties, pairs=pairs, rng=rng)).value

    brokerage = everett_valente(graph, between(graph))
    small = n <= COHESION_LIMIT
    return pd.DataFrame(
        {
            "brokerage": brokerage,
            "brokerage_share": brokerage / largest_brokerage(n) if n > 1 else np.zeros(n),
            "bridging": bridging_centrality(either, between(either)),
            "cohesion_loss": valente_fujimoto(either) if small else np.full(n, np.nan),
        },
        index=network.ids,
    )
