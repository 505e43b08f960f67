"""Who may be asked for what: room per person, groups to include or spare, pairs that are out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_network, check_number, did_you_mean
from kiemen.errors import ColumnError, InputError
from kiemen.measures.load import FAR_ABOVE, demand, demand_z
from kiemen.suggest.board import Board, Quota, keys
from kiemen.suggest.fairness import the_popular
from kiemen.suggest.register import Register, checked_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

CHANGES = ("divergent", "incremental")
# New ties per person when nobody says otherwise, and for those who carry far more than others already.
PER_PERSON, WHEN_OVERLOADED = 3, 1
# Fewer people than this, and nobody stands out from the rest.
FEWEST_PEOPLE = 20
# Three to five people in a hundred carry a fifth to a third of all requests (Cross, Rebele & Grant 2016).
MOST_OVERLOADED = 0.05


@dataclass(frozen=True)
class Limits:
    """What a plan must respect, in the analyst's words.

    Parameters
    ----------
    per_person
        New ties per person at most. None: three, and one for those who carry far more than others (`overloaded`).
    room
        Another number for some people, by id; 0 leaves them alone. What is said here goes before the rest.
    usual, least
        What None stands for: for everybody, and for the overloaded.
    popular
        Share of the ends of new ties that may fall to the tenth of the people with most ties; None for any.
    per_group
        Share of the ends of new ties that may fall in one group; None for any.
    spare
        Groups that are left alone.
    include
        Groups of which every new tie must touch one.
    forbidden
        Pairs of ids that may not be proposed.
    level
        Column of people with the level in the hierarchy, as a number.
    levels_apart
        How many levels two people may be apart.
    change
        "divergent", "incremental" or None.
    """

    per_person: int | None = None
    room: Mapping[str, int] | pd.Series[Any] | None = None
    usual: int = PER_PERSON
    least: int = WHEN_OVERLOADED
    popular: float | None = None
    per_group: float | None = None
    spare: Sequence[str] = ()
    include: Sequence[str] = ()
    forbidden: Iterable[tuple[str, str]] = ()
    level: str | None = None
    levels_apart: float = 2
    change: str | None = None

    def __post_init__(self) -> None:
        """Keep what can be gone through once only: limits are looked at again for every form of suggestion."""
        for name in ("spare", "include", "forbidden"):
            given: object = getattr(self, name)
            if isinstance(given, Iterator):
                object.__setattr__(self, name, tuple(given))


def set_board(network: Network, limits: Limits, *, by: str | None, register: Register | None) -> Board:
    """Turn the limits into arrays; ties agreed on in the register use up room."""
    check_network(network)
    if register is not None and not isinstance(register, Register):
        raise InputError(
            f"register must be a Register, not {type(register).__name__}; make one of it with Register(table) or "
            "read_register(path)."
        )
    n = network.n_nodes
    room = _room(network, limits)
    spare, include = _listed("spare", limits.spare), _listed("include", limits.include)
    if both := sorted(set(spare) & set(include)):
        raise InputError(f"include and spare both name {both[0]!r}: a group is asked or left alone, not both.")
    names = _groups(network, by, [*spare, *include])
    if spare:
        room[np.isin(names, spare)] = 0
    # Two people who both work elsewhere are not ours to bring together.
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    wanted = np.empty(0, dtype=np.bool_) if inside.all() else inside
    if include:
        wanted = np.isin(names, include) & inside
    out = checked_pairs(limits.forbidden, "forbidden")
    if register is not None:
        out += _known(register.pairs("passed", "forbidden"), network)
    barred = _positions(network, out)
    tied = network.adjacency(weight=None, direction="both")
    new = agreed_pairs(network, register)
    if len(new):
        from scipy.sparse import coo_array

        fresh = new[np.asarray(tied[new[:, 0], new[:, 1]]).ravel() == 0]
        np.subtract.at(room, fresh.ravel(), 1)
        room = np.maximum(room, 0)
        ends = (np.concatenate([new[:, 0], new[:, 1]]), np.concatenate([new[:, 1], new[:, 0]]))
        tied = tied.maximum(coo_array((np.ones(2 * len(new)), ends), shape=(n, n)).tocsr())
    level = _levels(network, limits.level) if limits.level else np.empty(0)
    apart = check_number("levels_apart", limits.levels_apart, low=0)
    if limits.change is not None:
        check_choice("change", limits.change, CHANGES)
    codes = pd.factorize(names)[0].astype(np.int64) if len(names) else np.empty(0, np.int64)
    board = Board(
        tied, room, keys(barred, n), level, apart, wanted, limits.change or "", codes,
        inside=np.empty(0, np.bool_) if inside.all() else inside,
    )  # fmt: skip
    return replace(board, quotas=_quotas(board, limits))


def agreed_pairs(network: Network, register: Register | None) -> NDArray[np.int64]:
    """Give the pairs of positions that, by the register, agreed to meet or met already."""
    pairs = [] if register is None else _known(register.pairs("accepted", "done"), network)
    return _positions(network, pairs)


def overloaded(network: Network) -> NDArray[np.bool_]:
    """Say who is asked for far more than colleagues, as the diagnosis does: ties towards them and initiatives.

    Far more: a robust z-score of log(1 + requests) above 3.29 among the people inside, and at most one in twenty.
    Nobody among fewer than twenty people.
    """
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    found = np.zeros(len(inside), dtype=np.bool_)
    if inside.sum() < FEWEST_PEOPLE:
        return found
    incidence = network.incidence() if len(network.memberships) else None
    asked = demand(network.adjacency(weight=None), incidence)
    far = np.full(len(inside), -np.inf)
    far[inside] = demand_z(asked[inside])
    most = max(1, round(MOST_OVERLOADED * int(inside.sum())))
    busiest = np.argsort(-far, kind="stable")[:most]
    found[busiest[far[busiest] > FAR_ABOVE]] = True
    return found


def _room(network: Network, limits: Limits) -> NDArray[np.int64]:
    """Give how many new ties each person may get: less for the overloaded unless a number is given for everybody."""
    n = network.n_nodes
    if limits.per_person is None:
        room = np.where(overloaded(network), limits.least, limits.usual).astype(np.int64)
    else:
        room = np.full(n, check_integer("per_person", limits.per_person, low=1), dtype=np.int64)
    if limits.room is not None:
        if not isinstance(limits.room, (Mapping, pd.Series)):
            raise InputError(f"room must be a number per person, such as {{'An': 1}}, not {limits.room!r}.")
        given = pd.Series(limits.room, dtype=None if len(limits.room) else "int64")
        values = pd.to_numeric(given, errors="coerce").to_numpy(dtype=np.float64)
        if not ((values >= 0) & (values == np.floor(values))).all():
            raise InputError("room must be a whole number of at least 0 for everybody.")
        room[network.positions(given.index)] = np.minimum(values, n).astype(np.int64)
    return np.minimum(room, n)


def _quotas(board: Board, limits: Limits) -> tuple[Quota, ...]:
    """Give the shares of the ends of new ties that may fall to the popular and to one group."""
    found = []
    if limits.popular is not None:
        share = check_number("popular", limits.popular, low=0.0, high=1.0)
        found.append(Quota(np.where(the_popular(board), 0, -1), share))
    if limits.per_group is not None:
        share = check_number("per_group", limits.per_group, low=0.0, high=1.0, low_open=True)
        if not board.group.size:
            raise InputError("per_group needs a column of people with groups; name it with by=.")
        found.append(Quota(board.group, share))
    return tuple(found)


def _listed(name: str, groups: Sequence[str]) -> list[str]:
    """Give names of groups as a list; one text would be taken apart into letters."""
    if isinstance(groups, str):
        raise InputError(f"{name} must be a list of groups, not one text; use [{groups!r}].")
    if not isinstance(groups, Iterable):
        raise InputError(f"{name} must be a list of groups, and empty for none, not {groups!r}.")
    return [str(one) for one in groups]


def _groups(network: Network, by: str | None, asked: Sequence[str]) -> NDArray[Any]:
    try:
        groups = network.groups(by)
    except ColumnError:
        if asked or by is not None:
            raise
        return np.empty(0, dtype=object)
    names = groups.astype("object").where(groups.notna(), None)
    existing = sorted({str(name) for name in names.dropna()})
    for one in asked:
        if one not in existing:
            raise InputError(f"no group {one!r}.{did_you_mean(one, existing)}")
    return np.array([None if name is None else str(name) for name in names], dtype=object)


def _levels(network: Network, column: str) -> NDArray[np.float64]:
    people = network.people
    if column not in people.columns:
        raise ColumnError(f"people have no column {column!r}.{did_you_mean(column, people.columns)}")
    values = pd.to_numeric(people[column], errors="coerce")
    if values.isna().all():
        raise ColumnError(f"column {column!r} must hold the level in the hierarchy as a number.")
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _known(pairs: Sequence[tuple[str, str]], network: Network) -> list[tuple[str, str]]:
    """Leave out pairs of people who are no longer in the network: a register outlives people's time here."""
    ids = set(network.ids)
    return [pair for pair in pairs if pair[0] in ids and pair[1] in ids]


def _positions(network: Network, pairs: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    one, other = network.positions([a for a, _ in pairs]), network.positions([b for _, b in pairs])
    return np.column_stack([one, other]).astype(np.int64).reshape(-1, 2)
