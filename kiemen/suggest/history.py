"""Ties as moments in time: what the network looked like at a moment, and which ties formed after it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number, check_relations
from kiemen.errors import TooLittleDataError
from kiemen.suggest.board import keys
from kiemen.suggest.rhythm import Rhythm
from kiemen.suggest.strays import stray_moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

SECONDS_A_DAY = 86_400.0
# Contacts fade: one memory of a third of the period that is predicted, and one of one and a half such periods.
MEMORIES = (1 / 3, 1.5)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The network at one moment.

    Parameters
    ----------
    tied
        Symmetric matrix of ones: ties that exist.
    strengths
        Symmetric matrices of log(1 + faded contacts), one per memory.
    idle
        Per person, time since the last contact in periods (capped at ten).
    former
        Symmetric matrix of ones: pairs that were tied before and are not now.
    silent
        Per person, whether they named nobody in this wave; empty where nobody is asked for names.
    incidence
        People by initiatives: ones for who was a member; None where nobody ever was.
    """

    tied: csr_array
    strengths: tuple[csr_array, ...]
    idle: NDArray[np.float64]
    former: csr_array
    silent: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    incidence: csr_array | None = None


@dataclass(frozen=True, eq=False)
class Members:
    """Who was a member of which initiative, and when: in days or waves as the ties, always where nobody knows.

    Parameters
    ----------
    person, initiative
        Positions.
    start, end
        From when (included) until when (not included).
    """

    person: NDArray[np.int64]
    initiative: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]

    def at(self, moment: float, n: int) -> csr_array:
        """Give the matrix of people by initiatives at a moment."""
        from scipy.sparse import coo_array

        there = (self.start <= moment) & (self.end > moment)
        rows, columns = self.person[there], self.initiative[there]
        size = (n, int(self.initiative.max()) + 1)
        matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=size).tocsr()
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        return matrix


@dataclass(frozen=True, eq=False)
class History:
    """All ties with the moment they began (and ended), undirected.

    Parameters
    ----------
    left, right
        Positions of the two people, left below right.
    start, end
        Days since the first tie, or numbers of waves; `end` is infinite while the tie stands.
    waves
        Whether the moments are waves: then a tie is seen anew in every wave that has it.
    n
        Number of people and contacts.
    named_by
        Who named the tie; empty where ties have no direction.
    away
        Per wave, who was not asked: not there yet, or gone.
    mute
        Per wave, who was asked and did not answer.
    members
        Memberships of initiatives; None where there are none.
    timeless
        Keys (left × n + right, sorted) of the pairs with a tie of which nobody knows when it began.
    strays
        Dates far outside the time of all others, taken for slips; the ties that bear them are among the timeless.
    whole
        Whether dates bear no hour.
    days
        The first and the last day on which a tie began; empty where waves tell.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    waves: bool
    n: int
    named_by: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    away: Mapping[float, NDArray[np.bool_]] = field(default_factory=dict)
    mute: Mapping[float, NDArray[np.bool_]] = field(default_factory=dict)
    members: Members | None = None
    timeless: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    strays: tuple[str, ...] = ()
    whole: bool = False
    days: tuple[str, ...] = ()

    @classmethod
    def of(cls, network: Network, relation: str | Sequence[str] | None = None) -> History:
        """Read the history of a network: by dates, or by waves where more of these ties have only those.

        Raises
        ------
        TooLittleDataError
            If there are neither two different dates nor two waves.
        InputError
            If a relation does not exist.
        """
        check_network(network)
        ties = network.tie_arrays
        chosen = _of_relation(network, relation)
        waves = _by_waves(network, chosen)
        places = _places(network) if waves else {}
        start, end = _moments(network, places, waves=waves)
        strays = chosen & _strays(start, chosen, waves=waves)
        timeless = chosen & (np.isnan(start) | strays)
        chosen &= ~timeless
        if len(np.unique(start[chosen])) < 2:
            raise TooLittleDataError(
                "acceptance can be learned only from ties with two or more different dates (column 'start') or waves "
                "(column 'wave'); without them use the documented default."
            )
        source, target = ties.source[chosen].astype(np.int64), ties.target[chosen].astype(np.int64)
        used = {ties.relations[i] for i in np.unique(ties.relation[chosen])}
        directed = bool(network.relations["directed"].reindex(sorted(used)).all())
        start, end = start[chosen], end[chosen]
        if waves:
            # A wave in which these relations were not asked is none: the next one follows.
            asked = np.unique(start)
            start = np.searchsorted(asked, start).astype(np.float64)
            end = start + 1.0
            places = {name: float(np.searchsorted(asked, at)) for name, at in places.items() if at in asked}
        return cls(
            np.minimum(source, target),
            np.maximum(source, target),
            start,
            end,
            waves,
            network.n_nodes,
            source if waves and directed else source[:0],
            _who(network, places, "not asked"),
            _who(network, places, "not answered") if directed else {},
            _members(network, places, waves=waves),
            keys(np.column_stack([ties.source[timeless], ties.target[timeless]]), network.n_nodes),
            _days_of(ties.start, strays),
            not waves and bool((np.mod(start, 1.0) == np.mod(start[:1], 1.0)).all()),
            () if waves else _ends(_days_of(ties.start, chosen)),
        )

    @property
    def last(self) -> float:
        """The last moment seen."""
        return float(self.start.max())

    @property
    def period(self) -> float:
        """The period to predict by default: one wave, or the time in which the last fifth of the ties began."""
        if self.waves:
            return 1.0
        recent = self.last - float(np.quantile(self.start, 0.8))
        return max(recent, (self.last - float(self.start.min())) / 20, self.grain)

    @property
    def grain(self) -> float:
        """The shortest time that can be told apart: one wave, a day where dates bear no hour, else nothing."""
        return 1.0 if self.waves or self.whole else 0.0

    def asked(self, horizon: float | None) -> float:
        """Give the period that was asked for, at least as long as can be told apart; None asks for the usual one."""
        if horizon is None:
            return self.period
        period = check_number("horizon", horizon, low=0.0, low_open=True)
        return float(np.ceil(period)) if self.waves else max(period, self.grain)

    def before(self, until: float) -> History:
        """Give what was known at a moment: the ties that had begun by then."""
        past = self.start <= until
        if past.all():
            return self
        named = self.named_by[past] if self.named_by.size else self.named_by
        pairs = replace(self, left=self.left[past], right=self.right[past], named_by=named)
        return replace(pairs, start=self.start[past], end=self.end[past])

    def paced(self, until: float, period: float) -> tuple[History, float]:
        """Give the same ties in a time of even pace, and how long the period after a moment lasts in it.

        The rhythm of days and weeks is that of the contacts until then; the moment itself stays where it is.
        """
        if self.waves:
            return self, period
        rhythm = Rhythm.of(self.start, until)
        if rhythm.even:
            return self, period
        lasts = float(rhythm.evened(np.array([until + period]))[0]) - until
        members = self.members
        if members is not None:
            members = replace(members, start=rhythm.evened(members.start), end=rhythm.evened(members.end))
        start, end = rhythm.evened(self.start), rhythm.evened(self.end)
        return replace(self, start=start, end=end, members=members), lasts

    def snapshot(self, moment: float, period: float) -> Snapshot:
        """Give the network at a moment; O(ties log ties)."""
        past = self.start <= moment
        left, right, start = self.left[past], self.right[past], self.start[past]
        now = self.end[past] > moment
        tied = self._ones(left[now], right[now])
        ever = self._ones(left, right)
        age = (moment - start) / period
        strengths = tuple(self._faded(left, right, np.exp(-age / memory)) for memory in MEMORIES)
        last_seen = np.full(self.n, -np.inf)
        np.maximum.at(last_seen, left, start)
        np.maximum.at(last_seen, right, start)
        idle = np.minimum((moment - last_seen) / period, 10.0)
        former = ever - tied
        former.eliminate_zeros()
        together = None if self.members is None else self.members.at(moment, self.n)
        return Snapshot(tied, strengths, idle, former, self._silent(moment), together)

    def _silent(self, moment: float) -> NDArray[np.bool_]:
        """Say who named nobody: they did not answer, or hardly; their ties come back when they do."""
        if not self.named_by.size:
            return np.zeros(0, dtype=np.bool_)
        found = np.ones(self.n, dtype=np.bool_)
        found[self.named_by[self.start == moment]] = False
        return found

    def judged(self, moment: float, then: float, snapshot: Snapshot) -> NDArray[np.int64]:
        """Give the people whose pairs can be judged from a moment to a later one.

        Who had no tie yet may not have been there: no pair of theirs was refused. Only where fewer than half had one,
        as in a first wave among strangers, everybody counts. Who was not asked, or did not answer at the end, is
        left out.
        """
        met = np.diff(snapshot.tied.indptr) + np.diff(snapshot.former.indptr) > 0
        if self.waves and met.sum() < self.n / 2:
            met = np.ones(self.n, dtype=np.bool_)
        for out in (self.away.get(moment), self.away.get(then), self.mute.get(then)):
            if out is not None:
                met &= ~out
        return np.flatnonzero(met)

    def formed(self, since: float, until: float) -> NDArray[np.int64]:
        """Give the keys (left × n + right) of the pairs with a tie that began after `since` and not after `until`."""
        chosen = (self.start > since) & (self.start <= until)
        return keys(np.column_stack([self.left[chosen], self.right[chosen]]), self.n)

    def _ones(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> csr_array:
        matrix = self._faded(left, right, np.ones(len(left)))
        matrix.data[:] = 1.0
        return matrix

    def _faded(self, left: NDArray[np.int64], right: NDArray[np.int64], value: NDArray[np.float64]) -> csr_array:
        from scipy.sparse import coo_array

        rows, columns = np.concatenate([left, right]), np.concatenate([right, left])
        matrix = coo_array((np.concatenate([value, value]), (rows, columns)), shape=(self.n, self.n)).tocsr()
        matrix.sum_duplicates()
        matrix.data[:] = np.log1p(matrix.data)
        return matrix


def _of_relation(network: Network, relation: str | Sequence[str] | None) -> NDArray[np.bool_]:
    """Say which ties are of a relation."""
    ties = network.tie_arrays
    if relation is None:
        return np.ones(len(ties), dtype=np.bool_)
    names = check_relations(relation, list(network.relations.index))
    return np.asarray(np.isin(ties.relation, [i for i, name in enumerate(ties.relations) if name in names]))


def _places(network: Network) -> dict[str, float]:
    """Give the place of each wave in time: by date where there is one, else by name."""
    dates = network.waves["date"]
    ranked = sorted(
        (name for name in network.tie_arrays.waves if name),
        key=lambda name: (not pd.isna(dates.get(name)), str(dates.get(name)), name),
    )
    return {name: float(i) for i, name in enumerate(ranked)}


def _by_waves(network: Network, chosen: NDArray[np.bool_]) -> bool:
    """Say whether waves tell when these ties began: dates do where as many ties have one as have a wave only."""
    ties = network.tie_arrays
    if ties.start is None:
        return True
    undated = np.isnat(ties.start)
    named = np.array([bool(name) for name in ties.waves] or [False])[ties.wave]
    return int((chosen & ~undated).sum()) < int((chosen & undated & named).sum())


def _days_of(start: NDArray[np.datetime64] | None, which: NDArray[np.bool_]) -> tuple[str, ...]:
    """Give the days of some ties as they are written, each once."""
    return () if start is None else tuple(np.unique(start[which].astype("datetime64[D]")).astype(str).tolist())


def _ends(days: tuple[str, ...]) -> tuple[str, ...]:
    """Give the first and the last of some days."""
    return (days[0], days[-1]) if days else ()


def _moments(
    network: Network, places: dict[str, float], *, waves: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give start and end of every tie in days or waves, NaN where unknown."""
    ties = network.tie_arrays
    if not waves and ties.start is not None:
        known = ~np.isnat(ties.start)
        first = ties.start[known].min()
        start = _days(ties.start, first)
        end = np.full(len(ties), np.inf) if ties.end is None else _days(ties.end, first)
        return start, np.where(np.isnan(end), np.inf, end)
    start = np.array([places.get(name, np.nan) for name in ties.waves] or [np.nan])[ties.wave]
    return start, start + 1.0


def _who(network: Network, places: dict[str, float], status: str) -> dict[float, NDArray[np.bool_]]:
    """Give who had a status in a wave; waves where nobody had it are left out."""
    rows = network.participation
    rows = rows[(rows["status"] == status) & rows["wave"].isin(list(places))]
    found: dict[float, NDArray[np.bool_]] = {}
    for wave, people in rows.groupby("wave", sort=True)["person"]:
        marked = np.zeros(network.n_nodes, dtype=np.bool_)
        marked[network.positions(people)] = True
        found[places[str(wave)]] = marked
    return found


def _strays(start: NDArray[np.float64], chosen: NDArray[np.bool_], *, waves: bool) -> NDArray[np.bool_]:
    """Say which of the chosen ties bear a date that must be a slip."""
    found = np.zeros(len(start), dtype=np.bool_)
    if not waves:
        dated = np.flatnonzero(chosen & ~np.isnan(start))
        found[dated] = stray_moments(start[dated])
    return found


def _members(network: Network, places: dict[str, float], *, waves: bool) -> Members | None:
    """Give the memberships in the time of the ties; a date among waves without dates is not known."""
    rows = network.memberships
    if rows.empty:
        return None
    begun = network.tie_arrays.start
    start, end = (rows[name].to_numpy(dtype="datetime64[s]") for name in ("start", "end"))
    if not waves and begun is not None:
        first = begun[~np.isnat(begun)].min()
        since, until = _days(start, first), _days(end, first)
    else:
        since, until = (_wave_from(dates, network, places) for dates in (start, end))
    return Members(
        network.positions(rows["person"]),
        pd.factorize(rows["initiative"], sort=True)[0].astype(np.int64),
        np.where(np.isnan(since), -np.inf, since),
        np.where(np.isnan(until), np.inf, until),
    )


def _wave_from(dates: NDArray[np.datetime64], network: Network, places: dict[str, float]) -> NDArray[np.float64]:
    """Give the first wave that was not before a date; NaN where the date or that of a wave is unknown."""
    held = network.waves["date"].reindex(sorted(places, key=lambda name: places[name]))
    if held.isna().any():
        return np.full(len(dates), np.nan)
    found = np.searchsorted(held.to_numpy(dtype="datetime64[s]"), dates).astype(np.float64)
    found[np.isnat(dates)] = np.nan
    return found


def _days(dates: NDArray[np.datetime64], first: np.datetime64) -> NDArray[np.float64]:
    days = (dates - first).astype("timedelta64[s]").astype(np.float64) / SECONDS_A_DAY
    days[np.isnat(dates)] = np.nan
    return days
