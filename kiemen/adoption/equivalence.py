"""Structural equivalence: people in the same position as contacts, whether or not they know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_choice, check_network, check_number
from kiemen.adoption.contacts import DIRECTIONS
from kiemen.errors import InputError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

MOST_PEOPLE = 5_000


def score_equivalence(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    direction: str = "out",
    by: str | None = None,
    cohesion: float = 1.0,
    inverse: bool = False,
) -> csr_array:
    """Score how alike the positions of each two people are, to use as contacts.

    Answers: "Does she watch people in the same position rather than people she talks to?" Pass the answer as
    `contacts=` to `score_exposure` or `score_thresholds`.

    Parameters
    ----------
    network
        People and ties, without their weights.
    relation, direction
        Ties that count, as in `score_exposure`.
    by
        Column with communities to compare within; None compares everybody.
    cohesion
        Exponent, above 0: the higher, the more the nearest positions count.
    inverse
        True gives one over the equivalence where it is above zero, so that people in *unlike* positions weigh most.
        netdiffuseR uses this when asked for exposure by structural equivalence; leave it False otherwise.

    Returns
    -------
    scipy.sparse.csr_array
        People by people in the order of `network.ids`, at least 0, nothing on the diagonal; rows sum to 1 (not with
        `inverse`). Rows of people without anybody to compare with, or equally unlike everybody, are empty.

    Raises
    ------
    TooLargeError
        If more than 5,000 people are compared with each other; use `by`.
    InputError
        If `by` leaves people without a community.

    Notes
    -----
    With z the number of steps between people divided by its largest value (0 where there is no path), ``d_ij^2 =
    (z_ij - z_ji)^2 + sum_k (z_ik - z_jk)^2 + sum_k (z_ki - z_kj)^2`` over all others k, and
    ``SE_ij = (dmax_i - d_ij)^v / sum_k (dmax_i - d_ik)^v``.

    Cost: cubic in the people of a community, quadratic in memory.

    References
    ----------
    .. [1] Burt, R. S. (1987). Social contagion and innovation: cohesion versus structural equivalence. American Journal
       of Sociology, 92, 1287-1335. doi:10.1086/228667

    Examples
    --------
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcd"), [0, 0, 0], [1, 2, 3])
    >>> score_equivalence(network).toarray().round(2)[1].tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    from scipy.sparse import coo_array

    check_network(network)
    check_choice("direction", direction, DIRECTIONS)
    cohesion = check_number("cohesion", cohesion, low=0, low_open=True)
    matrix = network.adjacency(relation, weight=None, direction=direction)
    rows, columns, values = [], [], []
    for people in _communities(network, by):
        if len(people) > MOST_PEOPLE:
            raise TooLargeError(
                f"Comparing {len(people)} positions with each other takes {len(people) ** 2:,} numbers; give by= with "
                f"communities of at most {MOST_PEOPLE:,} people."
            )
        weights = equivalence_array(matrix[people][:, people], cohesion)
        if inverse:
            weights = np.divide(1.0, weights, out=np.zeros_like(weights), where=weights > 0)
        i, j = np.nonzero(weights)
        rows.append(people[i])
        columns.append(people[j])
        values.append(weights[i, j])
    n = network.n_nodes
    found = coo_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(n, n)).tocsr()
    found.sort_indices()
    return found


def _communities(network: Network, by: str | None) -> list[NDArray[np.int64]]:
    if by is None:
        return [np.arange(network.n_nodes)]
    groups = network.groups(by)
    if groups.isna().any():
        shown = ", ".join(map(str, groups.index[groups.isna()][:5]))
        raise InputError(f"by: {int(groups.isna().sum())} people have no {by!r}: {shown}. Leave them out first.")
    return [np.flatnonzero((groups == name).to_numpy()) for name in sorted(groups.unique())]


def equivalence_array(matrix: csr_array, cohesion: float) -> NDArray[np.float64]:
    """Give structural equivalence within one community as a full matrix."""
    distance = position_distance(matrix)
    np.fill_diagonal(distance, -np.inf)
    off = np.maximum(distance.max(axis=1, keepdims=True, initial=0.0) - distance, 0.0)
    np.fill_diagonal(off, 0.0)
    closeness = off**cohesion
    return np.asarray(closeness / (closeness.sum(axis=1, keepdims=True) + 1e-10))


def position_distance(matrix: csr_array) -> NDArray[np.float64]:
    """Give how differently each two people lie: Euclidean distance between their steps to and from all others."""
    from scipy.sparse.csgraph import shortest_path

    z = shortest_path(matrix, unweighted=True)
    z[~np.isfinite(z)] = 0.0
    if z.size and z.max() > 0:
        z = z / z.max()
    squared = np.zeros_like(z)
    for lines in (z, z.T):
        gram = lines @ lines.T
        own = np.diag(gram)
        squared += own[:, None] + own[None, :] - 2 * gram
    # The sums ran over all k; the terms of the two people themselves are replaced by that of their own two ties.
    squared += (z - z.T) ** 2 - 2 * (z**2 + z.T**2)
    return np.sqrt(np.maximum(squared, 0.0))
