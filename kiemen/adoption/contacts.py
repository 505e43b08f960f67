"""Who counts as whose contact, in which period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_network
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

    #: one matrix for the whole window, or per period the matrix in force from that period on
    Contacts: TypeAlias = csr_array | Mapping[int, csr_array]

DIRECTIONS = ("out", "in", "both")


def build_period_contacts(
    network: Network,
    *,
    periods: Mapping[int, str] | Mapping[int, pd.Timestamp],
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str = "out",
) -> dict[int, csr_array]:
    """Give the contacts of each period, for ties that come and go.

    Answers: "Who were somebody's contacts at that time?" Use it when ties were measured in several waves or carry
    dates; with one measurement it is not needed.

    Parameters
    ----------
    network
        People and ties.
    periods
        Per period either the name of a wave, which is then in force from that period until the next one named, or a
        date, and then the ties that exist on that date count (started on or before it, not ended before it; a tie
        without dates always counts).
    relation, weight, direction
        Which ties count, as in `score_exposure`.

    Returns
    -------
    dict[int, csr_array]
        Period to matrix, people by people in the order of `network.ids`; row = ego. Pass it as `contacts=`.

    Raises
    ------
    InputError
        If `periods` is empty, a wave does not exist, or a date cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "wave": ["spring", "autumn"]})
    >>> contacts = build_period_contacts(Network.from_frames(ties=ties), periods={1: "spring", 4: "autumn"})
    >>> contacts[4].toarray()[0].tolist()
    [0.0, 0.0, 1.0]
    """
    check_network(network)
    check_choice("direction", direction, DIRECTIONS)
    if not periods:
        raise InputError("periods must name at least one period.")
    waves = set(network.waves.index)
    found = {}
    for period in sorted(periods):
        moment = periods[period]
        if isinstance(moment, str) and moment in waves:
            matrix = network.adjacency(relation, weight=weight, direction=direction, wave=moment)
        else:
            matrix = _on_date(network, moment).adjacency(relation, weight=weight, direction=direction)
        found[int(period)] = matrix
    return found


def _on_date(network: Network, moment: str | pd.Timestamp) -> Network:
    try:
        date = pd.Timestamp(moment)
    except ValueError:
        known = ", ".join(map(repr, network.waves.index)) or "none"
        raise InputError(f"periods: {moment!r} is neither a wave (there is: {known}) nor a date.") from None
    ties = network.ties
    there = (ties["start"].isna() | (ties["start"] <= date)) & (ties["end"].isna() | (ties["end"] >= date))
    return network.replace(ties=ties[there])


def contact_counts(matrix: csr_array) -> NDArray[np.float64]:
    """Give the sum of each row: the number of contacts, or their weights added up."""
    return np.asarray(matrix @ np.ones(matrix.shape[1]), dtype=np.float64)


def contacts_per_slot(contacts: Contacts, first: int, n_slots: int, n_nodes: int) -> list[csr_array]:
    """Give the matrix in force in each slot of the window; one and the same object when ties do not move."""
    if not isinstance(contacts, Mapping):
        return [checked_contacts(contacts, n_nodes)] * n_slots
    starts = sorted(contacts)
    if not starts:
        raise InputError("contacts must hold at least one period.")
    checked = {start: checked_contacts(contacts[start], n_nodes) for start in starts}
    places = np.searchsorted(starts, np.arange(first, first + n_slots), side="right") - 1
    return [checked[starts[max(place, 0)]] for place in places]


def checked_contacts(contacts: object, n_nodes: int) -> csr_array:
    """Give a matrix of contacts without ties to oneself; refuse what does not fit or is not a number from 0."""
    from scipy.sparse import csr_array as sparse

    if isinstance(contacts, pd.DataFrame):
        raise InputError("contacts: pass the numbers of a frame, with rows and columns in the order of network.ids.")
    try:
        matrix: csr_array = sparse(cast("csr_array", contacts)).astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise InputError(f"contacts must be a matrix of people by people, not {type(contacts).__name__}.") from None
    if matrix.shape != (n_nodes, n_nodes):
        raise InputError(
            f"contacts: a matrix of {matrix.shape[0]} by {matrix.shape[1]} does not fit the {n_nodes} people and "
            "contacts of this network; rows and columns follow network.ids."
        )
    if len(matrix.data) and not (np.isfinite(matrix.data).all() and matrix.data.min() >= 0):
        raise InputError("contacts: every number must be 0 or more; it says how much a contact counts.")
    if matrix.diagonal().any():
        matrix = matrix.copy()
        matrix.setdiag(0)
        matrix.eliminate_zeros()
    return matrix


def still_contacts(
    network: Network,
    contacts: csr_array | None,
    *,
    relation: str | Sequence[str] | None,
    weight: str | None,
    direction: str,
) -> csr_array:
    """Give the one matrix of contacts that holds for the whole window; contacts that move are refused."""
    check_choice("direction", direction, DIRECTIONS)
    if contacts is None:
        return network.adjacency(relation, weight=weight, direction=direction)
    if isinstance(contacts, Mapping):
        raise InputError("contacts: this analysis takes one matrix for the whole window, not one per period.")
    return checked_contacts(contacts, network.n_nodes)


def silent_people(
    network: Network, relation: str | Sequence[str] | None, direction: str, n_nodes: int
) -> NDArray[np.bool_]:
    """Mark the people whose contacts are unknown because they were asked to name them and did not answer.

    An isolate is somebody who answered and named nobody. Somebody who did not answer has unknown contacts, at least
    in ties that only respondents could report; so have contacts outside the organisation, whom nobody asked.
    """
    silent = np.zeros(n_nodes, dtype=bool)
    relations = network.relations
    names = [relation] if isinstance(relation, str) else list(relation or relations.index)
    if direction != "out" or not len(relations) or not relations["asked"].reindex(names).fillna(value=False).all():
        return silent
    status = network.response().reindex(network.ids)
    outside = (status == "unknown").to_numpy() & ~network.people["inside"].to_numpy(dtype=bool)
    return np.asarray(status.isin(["not answered", "not asked"]).to_numpy(dtype=bool) | outside, dtype=np.bool_)
