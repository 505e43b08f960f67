"""Many worlds of one model, before and after a change, with the same draws: what every forecast and what-if runs on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen._checks import check_integer, check_rng
from kiemen.adoption.adopters import StartingSet, resolve_adopters
from kiemen.diffusion.base import Added, Counts, Job, Machine, Model
from kiemen.diffusion.contacts import Contacts, gather_contacts
from kiemen.diffusion.models import resolve_model
from kiemen.diffusion.progress import compiling
from kiemen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from kiemen.network import Network

STILL_COLUMNS = 64  # periods recorded when the run lasts until nothing changes
LARGE = 2_000_000  # arcs times worlds in one piece of work
DEFAULT_RUNS = 1000
MAX_SEED = 2**62


@dataclass(frozen=True, eq=False)
class Outcome:
    """What happened in the worlds that were run.

    Parameters
    ----------
    sizes
        Per world, active people inside the organisation at the horizon.
    active
        Worlds × periods × groups: active people inside (groups in the order of the contacts).
    alive, ever
        Per person, the share of worlds in which the person is active at the horizon, or ever was.
    """

    sizes: NDArray[np.int64]
    active: NDArray[np.int32]
    alive: NDArray[np.float64]
    ever: NDArray[np.float64]


class Engine:
    """One model on one network with its starters, for as many what-ifs as you like under the same random numbers.

    World r has the same draws in every call: draws belong to (seed, world, person or tie, period). So a difference
    between two calls is the effect of the change and of nothing else, and results do not depend on threads.

    Parameters
    ----------
    contacts
        The arcs (`gather_contacts`).
    model
        A model or its name.
    starters
        Who starts (`resolve_adopters`), or their positions.
    horizon
        Periods to look ahead; None takes the model's (None there: until nothing changes).
    runs
        Number of worlds.
    seed
        Seed of all draws.
    positions
        Place of each person id, needed only by models that name people.
    n_jobs
        Workers (joblib: None = 1 unless a `joblib.parallel_config` says otherwise, so a Dask, Ray or Spark backend
        takes the worlds without other code).

    Notes
    -----
    For many what-ifs:

    ``engine.spread()`` gives the `Outcome` as things are (kept);
    ``engine.spread(added)`` gives it with added ties: an array (k, 2) of positions, both ways unless ``mutual=False``;
    ``engine.sizes(added, extra=people)`` gives sizes per world, also with further starters;
    ``engine.gains(plans)`` gives, per plan (each an array (k, 2)), the mean paired gain and its standard error.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.diffusion.engine import Engine
    >>> from kiemen.diffusion.threshold import Threshold
    >>> from kiemen.network import Network
    >>> network = Network.from_networkx(nx.cycle_graph(6))
    >>> engine = Engine.of(network, model=Threshold(contacts=2, noise=0), adopters=["0", "2"], runs=1, rng=1)
    >>> engine.sizes().tolist()
    [3]
    """

    def __init__(
        self,
        contacts: Contacts,
        *,
        model: Model | str,
        starters: StartingSet | ArrayLike,
        horizon: int | None = None,
        runs: int = DEFAULT_RUNS,
        seed: int = 0,
        positions: dict[str, int] | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.contacts = contacts
        self.model = resolve_model(model)
        self.starters = starters if isinstance(starters, StartingSet) else _fixed(starters, contacts.n)
        self.horizon, self.columns = resolve_horizon(self.model, horizon, contacts.n)
        self.runs = check_integer("runs", runs, low=1)
        self.seed = seed
        self.n_jobs = check_workers(n_jobs)
        self.positions = positions or {}
        self.machine: Machine = self.model.machine(contacts, self.positions)
        self._base: Outcome | None = None

    @classmethod
    def of(
        cls,
        network: Network,
        *,
        model: Model | str,
        adopters: Sequence[str] | pd.Series[Any] | None = None,
        share: float | None = None,
        relation: str | Sequence[str] | None = None,
        weight: str | None = None,
        direction: str | None = None,
        by: str | None = None,
        horizon: int | None = None,
        runs: int = DEFAULT_RUNS,
        rng: int | np.random.Generator | None = None,
        n_jobs: int | None = None,
    ) -> Engine:
        """Set an engine up from a Network; see `gather_contacts` and `resolve_adopters` for the arguments."""
        generator = check_rng(rng)
        starters = resolve_adopters(network, adopters, share=share)
        contacts = gather_contacts(
            network, relation=relation, weight=weight_of(model, weight), direction=direction, by=by
        )
        return cls(
            contacts,
            model=model,
            starters=starters,
            horizon=horizon,
            runs=runs,
            seed=seed_from(generator),
            positions=places_of(network, model),
            n_jobs=n_jobs,
        )

    def like(self, model: Model, *, runs: int | None = None, starters: StartingSet | ArrayLike | None = None) -> Engine:
        """Give the same engine with another model, number of worlds or starters, and the same draws."""
        return Engine(
            self.contacts,
            model=model,
            starters=self.starters if starters is None else starters,
            horizon=self.horizon if self.columns == self.horizon + 1 else None,
            runs=self.runs if runs is None else runs,
            seed=self.seed,
            positions=self.positions,
            n_jobs=self.n_jobs,
        )

    # ------------------------------------------------------------------ worlds

    def spread(self, added: ArrayLike | None = None, *, mutual: bool = True) -> Outcome:
        """Run all worlds as things are, or with added ties.

        Parameters
        ----------
        added
            Array (k, 2) of positions, or (k, 3) with a weight; ties that exist are left out.
        mutual
            Whether an added tie works both ways.

        Returns
        -------
        Outcome
            Per world and per person.
        """
        if added is None:
            if self._base is None:
                self._base = self._outcome(self._run_all(Added.none()))
            return self._base
        return self._outcome(self._run_all(self.arcs(added, mutual=mutual)))

    def sizes(
        self, added: ArrayLike | None = None, *, extra: ArrayLike | None = None, mutual: bool = True
    ) -> NDArray[np.int64]:
        """Give the active people inside at the horizon, per world; `extra` are positions of further starters."""
        if extra is None:
            return self.spread(added, mutual=mutual).sizes
        arcs = Added.none() if added is None else self.arcs(added, mutual=mutual)
        more = np.asarray(extra, dtype=np.int32).ravel()
        return self._outcome(self._run_all(arcs, more)).sizes

    def sizes_after_leaving(self, period: int) -> NDArray[np.int64]:
        """Give the active people inside at the horizon when the starters drop out for good in `period`."""
        return self.after_leaving(period).sizes

    def after_leaving(self, period: int) -> Outcome:
        """Run all worlds with starters who drop out for good in `period`; only models with relapse know it."""
        runs = np.arange(self.runs, dtype=np.int64)
        ptr, starts = self.starters.of(runs, self.seed)
        job = Job(ptr, starts, runs, self.seed, self.horizon, self.columns, leave=period)
        return self._outcome(run_in_pieces(self.machine, job, Added.none(), self.n_jobs))

    def gains(
        self, plans: Sequence[ArrayLike], *, mutual: bool = True
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the paired mean gain of each plan over things as they are, and its standard error.

        Parameters
        ----------
        plans
            Each an array (k, 2) of positions of added ties.
        mutual
            Whether an added tie works both ways.

        Returns
        -------
        tuple of arrays
            Extra active people inside at the horizon per plan, and standard errors.
        """
        base = self.spread().sizes
        gain = np.zeros(len(plans))
        error = np.zeros(len(plans))
        for i, plan in enumerate(plans):
            difference = self.spread(plan, mutual=mutual).sizes - base
            gain[i] = difference.mean()
            error[i] = difference.std(ddof=1) / np.sqrt(difference.size) if difference.size > 1 else np.nan
        return gain, error

    def arcs(self, added: ArrayLike, *, mutual: bool = True) -> Added:
        """Turn pairs of positions into added arcs, without the ones that exist already."""
        pairs = np.atleast_2d(np.asarray(added, dtype=np.float64))
        if pairs.size == 0:
            return Added.none()
        if pairs.shape[1] not in {2, 3}:
            raise InputError(f"added ties must have two columns (source, target) or three, not {pairs.shape[1]}.")
        ends = pairs[:, :2].astype(np.int64)
        if (ends < 0).any() or (ends >= self.contacts.n).any():
            raise InputError(f"added ties must be positions from 0 to {self.contacts.n - 1}.")
        weight = pairs[:, 2] if pairs.shape[1] == 3 else np.full(len(pairs), self.contacts.usual_weight)
        source, target = ends[:, 0], ends[:, 1]
        if mutual:
            source, target = np.concatenate([source, target]), np.concatenate([target, source])
            weight = np.concatenate([weight, weight])
        number = source * self.contacts.n + target
        order = np.argsort(number, kind="stable")
        number = number[order]
        first = order[np.concatenate([[True], number[1:] != number[:-1]])]  # the first of equals counts
        source, target, weight = source[first], target[first], weight[first]
        new = (source != target) & ~self.contacts.has_arcs(source, target)
        return Added(source[new], target[new], weight[new])

    def _run_all(self, added: Added, more: NDArray[np.int32] | None = None) -> Counts:
        return self.run(np.arange(self.runs, dtype=np.int64), added, more)

    def run(self, runs: NDArray[np.int64], added: Added, more: NDArray[np.int32] | None = None) -> Counts:
        """Run the worlds with these numbers; sums over worlds do not depend on how they are cut up."""
        ptr, starts = self.starters.of(runs, self.seed)
        if more is not None and more.size:
            ptr, starts = _with(ptr, starts, more)
        job = Job(ptr, starts, runs, self.seed, self.horizon, self.columns)
        with compiling(self.model.name):
            return run_in_pieces(self.machine, job, added, self.n_jobs)

    def _outcome(self, counts: Counts) -> Outcome:
        inside = counts.active[:, :, :-1]
        worlds = inside.shape[0]
        return Outcome(
            inside[:, -1, :].sum(axis=1, dtype=np.int64), inside, counts.alive / worlds, counts.ever / worlds
        )


def check_workers(n_jobs: int | None) -> int | None:
    """Refuse a number of workers that joblib does not know."""
    if n_jobs is None:
        return None
    workers = check_integer("n_jobs", n_jobs)
    if workers == 0:
        raise InputError("n_jobs must be 1 or more, a negative number to leave cores free (-1 = all), or None, not 0.")
    return workers


def run_in_pieces(machine: Machine, job: Job, added: Added, n_jobs: int | None) -> Counts:
    """Run a job, on several workers when it is large."""
    size = job.runs.size
    # Where joblib was never loaded, nobody can have asked it for other workers than one.
    alone = n_jobs is None and "joblib" not in sys.modules
    if alone or size * machine.contacts.n_arcs < LARGE or size < 2:
        return machine.run(job, added)
    from joblib import Parallel, delayed, effective_n_jobs

    workers = effective_n_jobs(n_jobs)
    if workers == 1:
        return machine.run(job, added)
    edges = np.linspace(0, size, min(size, 2 * workers) + 1).astype(int).tolist()
    pieces = Parallel(n_jobs=n_jobs, prefer="threads")(
        delayed(machine.run)(job.part(first, stop), added) for first, stop in pairwise(edges)
    )
    return merge_counts(pieces)


def merge_counts(pieces: Sequence[Counts]) -> Counts:
    """Put pieces of work together in the order of their worlds."""
    if len(pieces) == 1:
        return pieces[0]
    return Counts(
        np.concatenate([piece.active for piece in pieces]),
        np.sum([piece.alive for piece in pieces], axis=0),
        np.sum([piece.ever for piece in pieces], axis=0),
    )


def resolve_horizon(model: Model, horizon: int | None, n: int) -> tuple[int, int]:
    """Give the periods to run and the columns to record."""
    if horizon is not None:
        periods = check_integer("horizon", horizon, low=1)
        return periods, periods + 1
    periods = model.default_horizon or 0
    return (periods, periods + 1) if periods else (max(n, STILL_COLUMNS), STILL_COLUMNS)


def weight_of(model: Model | str, weight: str | None) -> str | None:
    """Give the weight column to use: chances that were given are tie weights."""
    return "weight" if getattr(model, "probability", None) == "given" else weight


def affordable(most: int, fewest: int, work: int, arcs: int) -> int:
    """Give the worlds to run so that `work` arcs are looked at in all, between `fewest` and `most`."""
    return int(np.clip(work // max(arcs, 1), fewest, most))


def seed_from(rng: np.random.Generator) -> int:
    """Draw the seed of all counter-based numbers."""
    return int(rng.integers(MAX_SEED))


def places_of(network: Network, *models: Model | str) -> dict[str, int]:
    """Give the place of each person where one of the models names people; else nothing."""
    if not any(_names_people(model) for model in models):
        return {}
    return {str(person): place for place, person in enumerate(network.ids)}


def _names_people(model: Model | str) -> bool:
    named = getattr(model, "pokers", None) or getattr(model, "stoking", None)
    return bool(named) or any(_names_people(one) for one in getattr(model, "models", ()))


def _fixed(starters: ArrayLike, n: int) -> StartingSet:
    places = np.unique(np.asarray(starters, dtype=np.int64))
    if places.size == 0:
        raise InputError("starters: nobody; name at least one person to start with.")
    if places[0] < 0 or places[-1] >= n:
        raise InputError(f"starters must be positions from 0 to {n - 1}.")
    return StartingSet(places.astype(np.int32), np.empty(0), int(places.size))


def _with(
    ptr: NDArray[np.int64], starts: NDArray[np.int32], more: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    rows = np.split(starts, ptr[1:-1])
    joined = [np.concatenate([row, more]) for row in rows]
    return ptr + more.size * np.arange(ptr.size), np.concatenate(joined).astype(np.int32)
