"""Structural holes: how far a person's contacts are strangers to each other (Burt)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kiemen._checks import check_network
from kiemen.measures.adjacency import SMALL, as_arrays, clean, pattern, two_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    Floats = NDArray[np.float64]


# Ties over all matrices asked for, up to which scipy answers before compiled code would have been loaded.
_REPEATED = 2e6


class Holes(NamedTuple):
    """Burt's measures as arrays in the order of the matrix; NaN for people without contacts."""

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats
    contacts: NDArray[np.int64]


def structural_holes(adjacency: csr_array, *, repeats: int = 1) -> Holes:
    """Give Burt's measures of every row of a matrix.

    Parameters
    ----------
    adjacency
        People × people, strengths at least 0; direction is read as a_ij + a_ji. Zeros and self-ties do not count.
    repeats
        How many matrices like it will be asked for; with many, compiled code is worth its loading.

    Returns
    -------
    Holes
        Constraint, effective size, efficiency, hierarchy and number of contacts.

    Notes
    -----
    Cost: the triangles of the network, each once. Small networks go through scipy, larger ones through compiled code;
    both give the same numbers.
    """
    mutual = two_way(clean(adjacency))
    strength = np.asarray(mutual.sum(axis=1), dtype=np.float64).ravel()
    small = mutual.shape[0] <= SMALL and (repeats == 1 or repeats * mutual.nnz <= _REPEATED)
    sums = _by_matrices if small else _by_triangles
    constraint, entropy, redundant, contacts = sums(mutual, strength)
    alone = contacts == 0
    n = np.where(alone, 1, contacts).astype(np.float64)
    constraint = np.where(alone, np.nan, constraint)
    effective = np.where(alone, np.nan, contacts - redundant)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Σ r ln r with r = c_ij / (c_i / n), written out so that one pass over the ties is enough
        spread = n / constraint * entropy + n * (np.log(n) - np.log(constraint))
        hierarchy = np.clip(spread / (n * np.log(n)), 0.0, 1.0)
    hierarchy = np.where(contacts == 1, 1.0, hierarchy)
    return Holes(constraint, effective, effective / n, np.where(alone, np.nan, hierarchy), contacts)


def _strongest(mutual: csr_array) -> Floats:
    top = np.asarray(mutual.max(axis=1).todense() if mutual.nnz else np.zeros(mutual.shape[0])).ravel()
    return np.where(top > 0, top, 1.0)


def _by_matrices(mutual: csr_array, strength: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    from scipy.sparse import diags_array

    inverse = np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)
    ones = pattern(mutual)
    through = (mutual @ diags_array(inverse) @ mutual).multiply(ones)
    share = (diags_array(inverse) @ (mutual + through)).tocsr()
    share.data **= 2
    entropy = share.copy()
    entropy.data = share.data * np.log(share.data)
    shared = (mutual @ mutual).multiply(ones)
    redundant = inverse * (shared @ (1.0 / _strongest(mutual)))
    contacts = np.diff(mutual.indptr).astype(np.int64)
    return np.asarray(share.sum(axis=1)).ravel(), np.asarray(entropy.sum(axis=1)).ravel(), redundant, contacts


def _by_triangles(mutual: csr_array, strength: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.int64]]:
    from kiemen._kernels.triangles import holes, orient

    indptr, indices = as_arrays(mutual)
    order = np.argsort(np.diff(indptr), kind="stable").astype(np.int32)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size, dtype=np.int32)
    ptr, idx, tie = orient(indptr, indices, mutual.data, order, rank)
    found = holes(ptr, idx, tie, strength[order], _strongest(mutual)[order])
    constraint, entropy, redundant, contacts = (values[rank] for values in found)
    return constraint, entropy, redundant, contacts


def score_holes(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    weight: str | None = "weight",
) -> pd.DataFrame:
    """Measure how far each person's contacts are strangers to each other.

    Answers: "Who hears different things from different people, and who is held by one circle?" A low constraint and a
    large effective size mean contacts that do not know each other. Do not read it as a good or bad position by itself:
    brokers help changes that break with habit and hinder changes that need a close group (Battilana & Casciaro 2012).

    Parameters
    ----------
    network
        People and ties.
    relation
        Relation or relations; None takes all together.
    weight
        "weight" for strengths, None to count every tie as 1.

    Returns
    -------
    pandas.DataFrame
        Index person and the columns

        constraint : float above 0, mostly below 1 (at most 9/8)  - 1 for a person with one contact
        effective_size : float from 1 to contacts                 - contacts less what they overlap
        efficiency : float in (0, 1]                              - effective size per contact
        hierarchy : float in [0, 1]                               - 1 when one contact carries all constraint
        contacts : int                                            - people tied in either direction

        People without contacts have NaN in the first four: nothing can be said of holes without ties.

    See Also
    --------
    kiemen.measures.bridges.score_bridges : One score that joins the measures of bridging.

    Notes
    -----
    Whole network, contacts in either direction, p_ij = (a_ij + a_ji) / Σ_k (a_ik + a_ki),
    c_i = Σ_j (p_ij + Σ_q p_iq p_qj)², effective size Σ_j (1 − Σ_q p_iq m_jq) with m_jq scaled by the strongest tie of
    j, hierarchy Σ_j r_j ln r_j / (n ln n) with r_j = c_ij / (c_i / n) and 1 for a single contact.
    Cost: the number of triangles; a million people with ten million ties take some ten seconds.

    References
    ----------
    Burt, R. S. (1992). Structural Holes. Harvard University Press.
    Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20, 35-38.
    Battilana, J. & Casciaro, T. (2012). doi:10.5465/amj.2009.0891

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.holes import score_holes
    >>> star = pd.DataFrame({"source": ["An", "An", "An"], "target": ["Bo", "Chris", "Daan"]})
    >>> score_holes(Network.from_frames(ties=star)).loc["An", ["constraint", "effective_size"]].round(3).tolist()
    [0.333, 3.0]
    """
    check_network(network)
    found = structural_holes(network.adjacency(relation, weight=weight))
    return pd.DataFrame(found._asdict(), index=network.ids)
