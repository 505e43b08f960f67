"""Tipping points that follow from numbers alone: cascade condition, vulnerable people, critical mass, steady state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diffusion.contacts import Contacts

SETTLED = 1e-12
STEPS = 10_000


def cascade_condition(degree_share: NDArray[np.float64], vulnerable: NDArray[np.float64]) -> float:
    """Give Σ k(k−1) ρ_k p_k / z: above 1, a single spark can set off a global cascade among the vulnerable.

    Parameters
    ----------
    degree_share
        Share of the people with 0, 1, 2, ... ties.
    vulnerable
        For each number of ties, the share of people who join at one active contact.

    Returns
    -------
    float
        NaN when nobody has a tie.

    References
    ----------
    Watts, D. J. (2002). A simple model of global cascades on random networks. doi:10.1073/pnas.082090499

    Examples
    --------
    >>> import numpy as np
    >>> cascade_condition(np.array([0.0, 0.0, 0.0, 1.0]), np.ones(4))
    2.0
    """
    k = np.arange(degree_share.size)
    mean = float((k * degree_share).sum())
    return float((k * (k - 1) * vulnerable * degree_share).sum() / mean) if mean > 0 else float("nan")


def vulnerable_people(contacts: Contacts, at_least: float, share: float) -> NDArray[np.bool_]:
    """Say who joins at one single active contact: those with a need of at most one, and a tie."""
    need = np.maximum(share * contacts.in_degree, at_least)
    return np.asarray((need <= 1.0 + 1e-9) & (contacts.in_degree > 0), dtype=np.bool_)


def vulnerable_cluster(contacts: Contacts, vulnerable: NDArray[np.bool_]) -> float:
    """Give the share of the people in the largest connected cluster of vulnerable people."""
    from scipy.sparse.csgraph import connected_components

    places = np.flatnonzero(vulnerable)
    if places.size == 0:
        return 0.0
    inner = contacts.matrix()[places][:, places]
    _, label = connected_components(inner, directed=True, connection="weak")
    return float(np.bincount(label).max()) / contacts.n


def network_cascade_condition(contacts: Contacts, vulnerable: NDArray[np.bool_]) -> float:
    """Give the cascade condition with the degrees of this network."""
    degree = contacts.in_degree
    size = int(degree.max()) + 1
    people = np.bincount(degree, minlength=size)
    able = np.bincount(degree[vulnerable], minlength=size)
    return cascade_condition(people / degree.size, able / np.maximum(people, 1))


def simplicial_shares(simple: float, reinforced: float) -> tuple[float, float]:
    """Give the critical mass and the steady share of a contagion with group reinforcement (mean field).

    Parameters
    ----------
    simple
        λ = β k / μ: contacts won one on one per active person while active (>= 0).
    reinforced
        λ_Δ: the same through pairs of active people in one group (> 0).

    Returns
    -------
    tuple of float
        (critical mass, steady share), each 0-1. The critical mass is 0 when the fire starts from a single spark
        (λ >= 1); both are NaN when no steady fire exists.

    References
    ----------
    Iacopini, I. et al. (2019). Simplicial models of social contagion. doi:10.1038/s41467-019-10431-6

    Examples
    --------
    >>> low, high = simplicial_shares(0.8, 2.5)
    >>> round(low, 4), round(high, 4)
    (0.1513, 0.5287)
    """
    inside = (simple - reinforced) ** 2 - 4.0 * reinforced * (1.0 - simple)
    if inside < 0.0:
        return float("nan"), float("nan")
    root = np.sqrt(inside)
    low = (reinforced - simple - root) / (2.0 * reinforced)
    high = (reinforced - simple + root) / (2.0 * reinforced)
    if high <= 0.0:
        return float("nan"), float("nan")
    return float(max(low, 0.0)), float(high)


def steady_shares(reproduction: csr_array) -> NDArray[np.float64]:
    """Give the share of time each person is active in the long run (NIMFA), from K (target × source).

    Zero everywhere when the spectral radius of K is at most 1. With one rate β, one rate of dropping out δ and d ties
    each, the share is 1 − δ / (β d). It ignores that the same people light each other again, so it is on the high side.

    References
    ----------
    Van Mieghem, P., Omic, J. & Kooij, R. (2009). Virus spread in networks. doi:10.1109/TNET.2008.925623

    Examples
    --------
    >>> import networkx as nx
    >>> K = nx.to_scipy_sparse_array(nx.circulant_graph(20, [1, 2]), dtype=float) * (0.1 / 0.2)
    >>> round(float(steady_shares(K).mean()), 6)
    0.5
    """
    share = np.ones(reproduction.shape[0])
    for _ in range(STEPS):
        heat = reproduction @ share
        new = heat / (1.0 + heat)
        if np.abs(new - share).max() < SETTLED:
            return np.asarray(new)
        share = new
    return np.asarray(share)
