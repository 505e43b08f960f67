"""Exposure: the share of a person's contacts who had adopted, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_columns, check_integer
from kiemen.adoption.contacts import DIRECTIONS, contacts_per_slot, silent_people
from kiemen.adoption.times import UNKNOWN, AdoptionTimes, resolve_times
from kiemen.adoption.values import person_rows, person_values
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.adoption.contacts import Contacts
    from kiemen.network import Network


def score_exposure(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str = "out",
    contacts: Contacts | None = None,
    attribute: str | pd.Series | pd.DataFrame | None = None,
    lags: int = 0,
    normalized: bool = True,
) -> pd.DataFrame:
    """Score how much of the contacts around each person had adopted, in each period.

    Answers: "How much of this could she see around her, and when?" Exposure describes what surrounds a person; that
    people adopt when exposure is high does not show that contacts caused it, because similar people know each other
    and meet the same news.

    Parameters
    ----------
    network
        People and ties.
    innovation, times
        Which adoption, see `build_times`; None for `times` takes the adoptions of the network.
    relation
        Ties that count; None counts all relations together.
    weight
        Column of the ties with their strength; None counts every tie as 1.
    direction
        "out" the people whom somebody names or turns to, "in" the people who name her, "both" either.
    contacts
        Other contacts than the ties: `build_period_contacts` for ties that come and go, `score_equivalence` for
        people in the same position, or any matrix of people by people with rows as ego, or one per period. With it
        `relation`, `weight` and `direction` are not used.
    attribute
        Weight of each contact: a column of people, a Series per person, or a frame of person by period. A contact
        with an unknown weight is left out.
    lags
        Take the exposure of so many periods earlier. Periods before the window are NaN: nothing is known of them.
    normalized
        True divides by all contacts (a share); False counts adopted contacts.

    Returns
    -------
    pandas.DataFrame
        Index person, one column per period: a share in [0, 1] (or a sum >= 0). Somebody without contacts has
        exposure 0. Contacts of whom it is unknown whether they adopted count neither above nor below the line;
        somebody with only such contacts is NaN, and so is somebody who was asked for contacts and did not answer.

    Raises
    ------
    InputError
        If the times, direction or matrices do not fit the network.
    ColumnError
        If `attribute` or `weight` is not a column.

    See Also
    --------
    kiemen.adoption.thresholds.score_thresholds : Exposure at the moment of adoption.

    Notes
    -----
    ``E_i(t) = sum_j S_ij(t) x_j(t) a_j(t) / sum_j S_ij(t) x_j(t)`` with S the contacts, x the attribute (1 without)
    and a_j(t) = 1 if j adopted at or before t [1]_. Cost: ties times periods in time, people times periods in memory.

    References
    ----------
    .. [1] Valente, T. W. (1995). Network models of the diffusion of innovations. Hampton Press.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(["a", "b", "c"], [0, 0], [1, 2])
    >>> score_exposure(network, times=pd.Series({"a": 3, "b": 1, "c": 2})).loc["a"].tolist()
    [0.5, 1.0, 1.0]
    """
    check_choice("direction", direction, DIRECTIONS)
    lags = check_integer("lags", lags, low=0)
    window = resolve_times(network, times, innovation)
    n_nodes, periods = len(window.times), window.periods
    silent = np.zeros(n_nodes, dtype=bool)
    if contacts is None:
        contacts = network.adjacency(relation, weight=weight, direction=direction)
        silent = silent_people(network, relation, direction, n_nodes)
    matrices = contacts_per_slot(contacts, window.first, len(periods), n_nodes)
    values = attribute_values(network, attribute, periods)
    shares = exposure_array(matrices, window.slots, len(periods), values, normalized=normalized)
    shares[silent] = np.nan
    return pd.DataFrame(lagged(shares, lags), index=window.times.index, columns=periods)


def exposure_array(
    matrices: Sequence[csr_array],
    slots: NDArray[np.int64],
    n_slots: int,
    attribute: NDArray[np.float64] | None = None,
    *,
    normalized: bool = True,
) -> NDArray[np.float64]:
    """Give exposure as people by slots; `attribute` is per person, or people by slots."""
    known = (slots != UNKNOWN).astype(np.float64)
    values = (
        known
        if attribute is None
        else np.nan_to_num(attribute.T).T * (known if attribute.ndim == 1 else known[:, None])
    )
    result = np.empty((len(slots), n_slots))
    start = 0
    while start < n_slots:
        stop = _same_until(matrices, start, n_slots)
        result[:, start:stop] = _stretch(matrices[start], slots, np.arange(start, stop), values, normalized=normalized)
        start = stop
    return result


def _same_until(matrices: Sequence[csr_array], start: int, n_slots: int) -> int:
    stop = start + 1
    while stop < n_slots and matrices[stop] is matrices[start]:
        stop += 1
    return stop


def _stretch(
    matrix: csr_array,
    slots: NDArray[np.int64],
    now: NDArray[np.int64],
    values: NDArray[np.float64],
    *,
    normalized: bool,
) -> NDArray[np.float64]:
    """Exposure over a stretch of slots in which the contacts stay the same: one sparse product."""
    worth = values if values.ndim == 1 else values[:, now]
    adopted = (slots[:, None] <= now) & (slots[:, None] != UNKNOWN)
    above = matrix @ (adopted * (worth[:, None] if worth.ndim == 1 else worth))
    below = matrix @ worth
    degree = matrix @ np.ones(len(slots))
    if below.ndim == 1:
        below = below[:, None]
    unclear = (degree[:, None] > 0) & (below <= 0)
    if normalized:
        below = np.broadcast_to(below, above.shape)
        above = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    above[np.broadcast_to(unclear, above.shape)] = np.nan
    return np.asarray(above)


def lagged(shares: NDArray[np.float64], lags: int) -> NDArray[np.float64]:
    """Shift people-by-slots values so that slot t holds what slot t - lags held; NaN before the window."""
    if lags == 0:
        return shares
    moved = np.full_like(shares, np.nan)
    moved[:, lags:] = shares[:, :-lags]
    return moved


def attribute_values(
    network: Network, attribute: str | pd.Series | pd.DataFrame | None, periods: pd.RangeIndex
) -> NDArray[np.float64] | None:
    """Give the weight of each contact, per person or per person and period, in the order of the network."""
    if attribute is None:
        return None
    if isinstance(attribute, str):
        people = network.people
        check_columns(people, [attribute], "people")
        attribute = people[attribute].rename(attribute)
    if isinstance(attribute, pd.DataFrame):
        aligned = person_rows(network, "attribute", attribute)
        missing = [period for period in periods if period not in aligned.columns]
        if missing:
            raise InputError(f"attribute: there is no column for period {', '.join(map(str, missing[:5]))}.")
        columns = [person_values(network, f"attribute {period}", aligned[period]) for period in periods]
        values = np.column_stack(columns)
    else:
        named = getattr(attribute, "name", None)
        name = "attribute" if named is None else f"attribute {named}"
        values = person_values(network, name, attribute).to_numpy(dtype=np.float64)
    if (values < 0).any():
        raise InputError("attribute must not be negative: it is the weight of a contact.")
    return np.asarray(values)
