"""Who may be asked for what: room per person, groups to include or spare, pairs that are out; how fairly it falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_number, did_you_mean
from kiemen.errors import ColumnError, InputError
from kiemen.suggest.board import Board, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.register import Register

CHANGES = ("divergent", "incremental")


@dataclass(frozen=True)
class Limits:
    """What a plan must respect, in the analyst's words.

    Parameters
    ----------
    per_person
        New ties per person at most.
    room
        Another number for some people, by id; 0 leaves them alone.
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

    per_person: int = 3
    room: Mapping[str, int] | pd.Series[Any] | None = None
    spare: Sequence[str] = ()
    include: Sequence[str] = ()
    forbidden: Iterable[tuple[str, str]] = ()
    level: str | None = None
    levels_apart: float = 2
    change: str | None = None


def set_board(network: Network, limits: Limits, *, by: str | None, register: Register | None) -> Board:
    """Turn the limits into arrays; ties agreed on in the register use up room."""
    n = network.n_nodes
    room = np.full(n, check_integer("per_person", limits.per_person, low=1), dtype=np.int64)
    if limits.room is not None:
        given = pd.Series(limits.room)
        values = given.to_numpy()
        if len(values) and (values < 0).any():
            raise InputError("room must be at least 0 for everybody.")
        room[network.positions(given.index)] = values
    room = np.minimum(room, n)
    names = _groups(network, by, limits)
    if limits.spare:
        room[np.isin(names, list(limits.spare))] = 0
    wanted = np.isin(names, list(limits.include)) if limits.include else np.empty(0, dtype=np.bool_)
    out = list(limits.forbidden)
    agreed: list[tuple[str, str]] = []
    if register is not None:
        out += _known(register.pairs("passed", "forbidden"), network)
        agreed = _known(register.pairs("accepted", "done"), network)
    barred = _positions(network, out)
    tied = network.adjacency(weight=None, direction="both")
    if agreed:
        from scipy.sparse import coo_array

        new = _positions(network, agreed)
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
    return Board(tied, room, keys(barred, n), level, apart, wanted, limits.change or "", codes)


def _groups(network: Network, by: str | None, limits: Limits) -> NDArray[Any]:
    try:
        groups = network.groups(by)
    except ColumnError:
        if limits.spare or limits.include or by is not None:
            raise
        return np.empty(0, dtype=object)
    names = groups.astype("object").where(groups.notna(), None)
    existing = sorted({str(name) for name in names.dropna()})
    for asked in (*limits.spare, *limits.include):
        if asked not in existing:
            raise InputError(f"no group {asked!r}.{did_you_mean(asked, existing)}")
    return names.to_numpy()


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


def gini(values: NDArray[np.float64]) -> float:
    """Give Gini's measure of how unevenly something is spread: 0 even, near 1 all with one; NaN when there is none."""
    ranked = np.sort(values.astype(np.float64))
    total = ranked.sum()
    if total <= 0:
        return float("nan")
    n = len(ranked)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * total))


def fairness(board: Board, plan: NDArray[np.int64], group: Sequence[str] | None = None) -> pd.DataFrame:
    """Say how the ties of a plan fall: load before and after, the popular tenth, and the spread over groups.

    Returns
    -------
    pandas.DataFrame
        Index ``measure``, columns before and after: gini (of ties per person), popular (share of the ends of ties held
        by the tenth with most ties before; after: share of the ends of the new ties), people (people with a new tie),
        groups (groups with a new tie).
    """
    before = board.degree.astype(np.float64)
    more = np.bincount(plan.ravel(), minlength=board.n).astype(np.float64)
    tenth = np.argsort(-before, kind="stable")[: max(1, board.n // 10)]
    touched = np.flatnonzero(more)
    groups = len({group[i] for i in touched.tolist()} - {""}) if group is not None else np.nan
    known = len(set(group) - {""}) if group is not None else np.nan
    rows = {
        "gini": (gini(before), gini(before + more)),
        "popular": (_part(before, tenth), _part(more, tenth)),
        "people": (np.nan, float(len(touched))),
        "groups": (float(known), float(groups)),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["before", "after"]).rename_axis("measure")


def _part(values: NDArray[np.float64], chosen: NDArray[np.int64]) -> float:
    return float(values[chosen].sum() / values.sum()) if values.sum() else float("nan")
