"""The wishes of an analyst about starters, checked and turned into limits on the choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_number, did_you_mean
from kiemen.diffusion.selection import Constraints
from kiemen.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diffusion.contacts import Contacts
    from kiemen.network import Network


def gather_limits(
    network: Network,
    contacts: Contacts,
    *,
    k: int | None,
    costs: Mapping[str, float] | pd.Series[Any] | None,
    budget: float | None,
    exclude: Iterable[str],
    quota: int | Mapping[str, int] | None,
    given: NDArray[np.int64],
) -> Constraints:
    """Check the wishes and give them as limits; refuse when nobody may be chosen."""
    if k is None and budget is None:
        raise InputError("say how many people with k=, or what they may cost with budget=.")
    if k is not None:
        check_integer("k", k, low=1)
    if isinstance(exclude, str):
        raise InputError(f"exclude must be a list of ids, not one text; use [{exclude!r}].")
    if not isinstance(exclude, Iterable):
        raise InputError(f"exclude must be a list of ids, not {exclude!r}.")
    allowed = np.ones(contacts.n, np.bool_)
    allowed[network.positions(exclude)] = False
    allowed[given] = False
    price = _prices(network, costs)
    spend = np.inf if budget is None else check_number("budget", budget, low=0.0, low_open=True) * (1 + 1e-12)
    room = _quotas(contacts, quota, contacts.n)
    affordable = allowed & (np.broadcast_to(price, contacts.n) <= spend) & (room[contacts.group] > 0)
    if not affordable.any():
        raise InputError(
            "nobody may be chosen: everybody is excluded, active already, above the budget or in a group whose quota "
            "is 0."
        )
    most = int(affordable.sum())
    if budget is not None:
        cheapest = np.sort(np.broadcast_to(price, contacts.n)[affordable])
        most = min(most, int(np.searchsorted(np.cumsum(cheapest), spend, side="right")))
    size = most if k is None else min(int(k), most)
    return Constraints(size, allowed, price, float(spend), contacts.group, room)


def _prices(network: Network, costs: Mapping[str, float] | pd.Series[Any] | None) -> NDArray[np.float64]:
    if costs is None:
        return np.ones(1)
    if not isinstance(costs, (Mapping, pd.Series)):
        raise InputError("costs must be a dict or a Series with person ids, such as {'anna': 2.0}.")
    given = pd.Series(dict(costs) if isinstance(costs, Mapping) else costs, dtype="object")
    table = pd.to_numeric(given, errors="coerce").astype("float64")
    places = network.positions(table.index.astype(str))
    values = table.to_numpy()
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any():
        raise InputError(
            f"costs must be finite numbers above 0; {table.index[wrong][0]!r} has {given[wrong].iloc[0]!r}."
        )
    price = np.ones(network.n_nodes)
    price[places] = values
    return price


def _quotas(contacts: Contacts, quota: int | Mapping[str, int] | None, most: int) -> NDArray[np.int64]:
    names = contacts.group_names
    room = np.full(len(names) + 1, most, np.int64)
    if quota is None:
        return room
    if not isinstance(quota, Mapping):
        room[:] = check_integer("quota", quota, low=1)
        return room
    for group, number in quota.items():
        if group not in names:
            raise InputError(f"quota names the group {group!r}, which is not there.{did_you_mean(group, names)}")
        room[names.index(group)] = check_integer(f"quota of {group}", number, low=0)
    return room
