"""The people who are active at the start: declared, or drawn by rank in every simulated world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

DRAW_STREAM = 0x5EED
KEPT_STARTS = 20_000_000  # drawn starters kept for the next replay, over all worlds together


@dataclass(frozen=True, eq=False)
class StartingSet:
    """Who starts: the same people in every world, or a draw by rank.

    Parameters
    ----------
    fixed
        Positions of declared adopters; empty when they are drawn.
    odds
        Per person, the odds of being drawn (0 = never); empty when declared.
    size
        How many people start in each world.
    unknown
        People inside of whom nothing is known.
    """

    fixed: NDArray[np.int32]
    odds: NDArray[np.float64]
    size: int
    unknown: int = 0
    # What was drawn, per seed and world, for all models and variants that replay these worlds.
    kept: dict[int, dict[int, NDArray[np.int32]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def drawn(self) -> bool:
        """Whether each world draws its own starters."""
        return self.odds.size > 0

    def of(self, runs: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Give the starters of these worlds in CSR form; two entries when all worlds share them."""
        if not self.drawn:
            return np.array([0, self.fixed.size], np.int64), self.fixed
        ptr = np.arange(0, runs.size * self.size + 1, self.size, dtype=np.int64)
        if runs.size * self.size > KEPT_STARTS:
            return ptr, self._draw(runs.tolist(), seed).ravel()
        # Worlds are replayed a few at a time, very often; their starters stay what they were.
        worlds = runs.tolist()
        kept = self.kept.setdefault(seed, {})  # held on to: another thread may begin a new one
        new = [world for world in worlds if world not in kept]
        if new:
            if (len(kept) + len(new)) * self.size > KEPT_STARTS:
                kept = self.kept[seed] = {}
                new = worlds
            kept.update(zip(new, self._draw(new, seed), strict=True))
        starts = [kept[world] for world in worlds]
        return ptr, np.concatenate(starts) if starts else np.empty(0, np.int32)

    def _draw(self, worlds: list[int], seed: int) -> NDArray[np.int32]:
        """Draw the starters of each world, a row per world."""
        starts = np.empty((len(worlds), self.size), np.int32)
        can = np.flatnonzero(self.odds > 0.0)
        log_odds = np.log(self.odds[can])
        for row, world in enumerate(worlds):
            noise = np.random.default_rng([DRAW_STREAM, seed, world]).gumbel(size=self.odds.size)[can]
            best = np.argpartition(-(log_odds + noise), self.size - 1)[: self.size]
            starts[row] = np.sort(can[best])
        return starts


def people_within(share: float, n_people: int) -> int:
    """Give how many people a share of them is: one at least."""
    return max(1, round(share * n_people))


def resolve_adopters(
    network: Network, adopters: Sequence[str] | pd.Series[Any] | None, *, share: float | None = None
) -> StartingSet:
    """Give the starters that the analyst declared or whose ranking was stated.

    Parameters
    ----------
    network
        The people.
    adopters
        Ids or a true/false Series: declared adopters. A Series of numbers by person: a ranking, from which each
        simulated world draws `share` of the people inside, the higher ranked the likelier (odds of the mid-rank
        percentile; a person without a number stands in the middle). None: the adopters on record in the network.
    share
        Share of the people inside who are adopters, above 0 up to 1; only with a ranking.

    Returns
    -------
    StartingSet
        Positions or odds.
    """
    check_network(network)
    if adopters is None:
        return _declared(network, _on_record(network), share)
    given = _listed(adopters)
    if not isinstance(given, pd.Series):
        return _declared(network, given, share)
    values = given.copy()
    if not _is_boolean(values) and not pd.api.types.is_numeric_dtype(values):
        raise InputError(
            f"adopters must be true/false or numbers per person, not {values.dtype}; pass ids as a list: list(...)."
        )
    values.index = values.index.astype(str)
    network.positions(values.index)
    if values.index.has_duplicates:
        raise InputError(f"adopters names {values.index[values.index.duplicated()][0]!r} twice.")
    if _is_boolean(values):
        yes = values.index[values.eq(True).fillna(False).to_numpy(dtype=np.bool_)]
        return _declared(network, list(yes), share, unknown=int(values.isna().sum()))
    return _ranked(network, values, share)


def _listed(adopters: object) -> list[str] | pd.Series[Any]:
    """Give ids as a list, and what is said per person as a Series; refuse what is neither."""
    if isinstance(adopters, str):
        raise InputError(f"adopters must be a list of ids or a Series, not one text; use [{adopters!r}].")
    if isinstance(adopters, pd.Series):
        return adopters
    if isinstance(adopters, Mapping):
        return pd.Series(adopters) if adopters else []
    if isinstance(adopters, pd.DataFrame) or not isinstance(adopters, Iterable):
        raise InputError(f"adopters must be a list of ids or a Series, not a {type(adopters).__name__}.")
    return list(adopters)


def _is_boolean(values: pd.Series[Any]) -> bool:
    if pd.api.types.is_bool_dtype(values):
        return True
    known = values.dropna()
    return values.dtype == object and len(known) > 0 and all(isinstance(v, (bool, np.bool_)) for v in known)


def _on_record(network: Network) -> list[str]:
    rows = network.adoptions
    if rows.empty:
        raise InputError(
            "adopters: nobody is on record as an adopter in this network; pass a list of ids, a true/false Series, or "
            "a ranking with share=."
        )
    innovations = rows["innovation"].unique()
    if len(innovations) > 1:
        raise InputError(
            f"adopters: the network records {len(innovations)} innovations; pass adopters= with the people of one."
        )
    return [str(person) for person in rows.loc[rows["status"] == "adopted", "person"]]


def _declared(network: Network, ids: Sequence[str], share: float | None, unknown: int = 0) -> StartingSet:
    if share is not None:
        raise InputError("share goes with a ranking; these adopters are declared, so leave share out.")
    places = np.unique(network.positions(ids)) if len(ids) else np.empty(0, np.int64)
    if places.size == 0:
        raise InputError("adopters: nobody; name at least one person who takes part, or pass a ranking with share=.")
    return StartingSet(places.astype(np.int32), np.empty(0), int(places.size), unknown)


def _ranked(network: Network, values: pd.Series[Any], share: float | None) -> StartingSet:
    if share is None:
        raise InputError(
            "adopters is a ranking: state with share= which part of the people are adopters (for example 0.05), "
            "or pass a list of people."
        )
    check_number("share", share, low=0.0, high=1.0, low_open=True)
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    rank = values.reindex(network.ids).astype("float64")[inside]
    if np.isinf(rank.to_numpy()).any():
        raise InputError("adopters holds an infinite number.")
    known = rank.notna()
    if not known.any():
        raise InputError("adopters: nobody inside the organisation has a number.")
    percentile = ((rank.rank(method="average") - 0.5) / known.sum()).fillna(0.5).to_numpy()
    odds = np.zeros(network.n_nodes)
    odds[inside] = percentile / (1.0 - percentile)
    size = people_within(share, int(inside.sum()))
    return StartingSet(np.empty(0, np.int32), odds, size, int((~known).sum()))
