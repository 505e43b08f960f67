"""Several behaviours at once that compete for the same people or help each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng, did_you_mean
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import seed_from
from kiemen.diffusion.fire import HORIZON, THE_STARTERS, Fire
from kiemen.diffusion.progress import progress_bar
from kiemen.diffusion.simulation import BAND
from kiemen.diffusion.worlds import IMPULSES, MASK, draws, world_keys
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.contacts import Contacts
    from kiemen.diffusion.fire import FireMachine
    from kiemen.network import Network

STREAM = 0xA24BAED4963EE407  # between the draws of one behaviour and the next
CELLS = 4_000_000  # people times worlds times behaviours at a time


@dataclass(frozen=True)
class Behaviour:
    """One of several behaviours: who starts with it and how it burns.

    Parameters
    ----------
    adopters
        Ids of the people who start with it.
    model
        Its fire. Other models have no part in this: what people take up for good leaves no room for the next. For one
        contact that may be enough set `reinforcement=1`, for steps that last `cooling=0`.

    Raises
    ------
    InputError
        If the adopters are no list or the model is no fire.

    Examples
    --------
    >>> from kiemen.diffusion.behaviours import Behaviour
    >>> Behaviour(("An", "Bo")).model.fuel
    4.0
    """

    adopters: tuple[str, ...]
    model: Fire = field(default_factory=Fire)

    def __post_init__(self) -> None:
        """Refuse one bare id and models that are no fire."""
        object.__setattr__(self, "adopters", _listed(self.adopters))
        if not isinstance(self.model, Fire):
            raise InputError(
                f"model of a behaviour must be a Fire, not {self.model!r}: several behaviours need people who can drop "
                "one for another. Use Fire(reinforcement=1) for a contagion in which one contact can be enough."
            )


def _listed(people: object) -> tuple[str, ...]:
    if isinstance(people, str) or not isinstance(people, Iterable):
        raise InputError(f"adopters of a behaviour must be a list of ids, not {people!r}.")
    return tuple(people)


@dataclass(frozen=True, repr=False, eq=False)
class BehaviourSpread(Result):
    """How several behaviours spread beside each other.

    Parameters
    ----------
    overlap
        Behaviour × behaviour: mean number of people active in both at the horizon (diagonal: in the one).
    people
        Index person, one column per behaviour: share of worlds in which the person is active at the horizon.
    runs, horizon
        Worlds and periods.
    """

    overlap: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.DataFrame = field(default_factory=pd.DataFrame)
    runs: int = 0
    horizon: int = 0

    _title: ClassVar[str] = mark("Several behaviours")
    _plot: ClassVar[str] = "plot_behaviours"


def simulate_behaviours(
    network: Network,
    *,
    behaviours: Mapping[str, Behaviour],
    interaction: pd.DataFrame | None = None,
    horizon: int = HORIZON,
    runs: int = 500,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    rng: int | np.random.Generator | None = None,
    progress: bool = True,
) -> BehaviourSpread:
    """Simulate several behaviours that compete for people or help each other.

    Answers: "Two changes run at the same time: does the one smother the other or carry it?" Each behaviour is a fire;
    the interaction says how much readier people are for the one while they practise the other. One behaviour alone
    gives the same worlds as `simulate_spread` with the same fire and seed.

    Parameters
    ----------
    network
        People and ties.
    behaviours
        Name to `Behaviour`.
    interaction
        Behaviour × behaviour: factor on taking up the row while practising the column (>= 0): 1 nothing, 0 they
        exclude each other, above 1 it helps. None: no interaction.
    horizon
        Periods to look ahead (>= 1).
    runs
        Worlds (>= 1).
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out", "in", "both" or None, as in `simulate_spread`.
    rng
        Seed or generator.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    BehaviourSpread
        `.table` has one row per behaviour and period (index behaviour, period) and the columns

        mean : float        - mean number of people active
        low, high : float   - between these lie 90 % of the worlds
        survival : float in [0, 1] - share of worlds in which somebody is active

    Raises
    ------
    InputError
        If a behaviour or person is unknown, a factor is negative, or somebody would start with two behaviours that
        exclude each other.

    Notes
    -----
    O(behaviours × runs × periods × ties) time. When exclusive behaviours reach a person in the same period, the one
    with the lower draw wins, and an impulse before any; an impulse lights nobody who practises what excludes it.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.behaviours import Behaviour, simulate_behaviours
    >>> network = Network.from_networkx(nx.complete_graph(12))
    >>> both = {"new": Behaviour(("0", "1")), "old": Behaviour(("2", "3"))}
    >>> simulate_behaviours(network, behaviours=both, runs=20, rng=1).table.shape
    (50, 4)
    """
    check_integer("horizon", horizon, low=1)
    check_integer("runs", runs, low=1)
    names = _names(behaviours)
    factor = _factors(interaction, names)
    contacts = gather_contacts(network, relation=relation, weight=weight, direction=direction)
    places = {str(person): i for i, person in enumerate(network.ids)}
    starts = [resolve_adopters(network, list(behaviours[name].adopters)) for name in names]
    _apart(factor, names, starts, network)
    machines = [behaviours[name].model.machine(contacts, places) for name in names]
    seed = seed_from(check_rng(rng))
    batch = max(1, CELLS // (contacts.n * len(names)))
    totals, alive, overlap = [], np.zeros((len(names), contacts.n)), np.zeros((len(names), len(names)))
    with progress_bar(runs, mark("Worlds"), show=progress) as bar:
        for first in range(0, runs, batch):
            numbers = np.arange(first, min(first + batch, runs), dtype=np.int64)
            course, state = _burn(
                contacts, machines, starts, factor=factor, keys=world_keys(seed, numbers), horizon=horizon
            )
            totals.append(course)
            alive += state.sum(axis=2)
            inside = state[:, contacts.counted].reshape(len(names), -1).astype(np.float64)
            overlap += inside @ inside.T
            bar.update(numbers.size)
    settings = {
        "behaviours": {name: repr(behaviours[name].model) for name in names}, "horizon": horizon, "runs": runs,
        "relation": relation, "weight": weight, "direction": direction,
    }  # fmt: skip
    table = _table(np.concatenate(totals, axis=2), names)
    return BehaviourSpread(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="simulate_behaviours", settings=settings),
        headline=_headline(table, names, horizon),
        cautions=(Fact(mark("How the behaviours help or hinder each other is the analyst's assumption."), {}, "team"),),
        overlap=pd.DataFrame(overlap / runs, index=names, columns=names),
        people=pd.DataFrame((alive / runs).T, index=pd.Index(network.ids, name="person"), columns=names),
        runs=runs,
        horizon=horizon,
    )


def _names(behaviours: object) -> list[str]:
    if not isinstance(behaviours, Mapping) or not all(isinstance(one, Behaviour) for one in behaviours.values()):
        raise InputError("behaviours must be a Behaviour by name, such as {'new': Behaviour(['anna', 'bram'])}.")
    if not behaviours:
        raise InputError("behaviours: give at least one.")
    return list(behaviours)


def _factors(interaction: object, names: list[str]) -> NDArray[np.float64]:
    if interaction is None:
        return np.ones((len(names), len(names)))
    if not isinstance(interaction, pd.DataFrame) or not all(map(pd.api.types.is_numeric_dtype, interaction.dtypes)):
        raise InputError("interaction must be a table of numbers with the behaviours as its rows and its columns.")
    for axis in (interaction.index, interaction.columns):
        for name in axis:
            if name not in names:
                raise InputError(f"interaction names {name!r}, which is no behaviour.{did_you_mean(name, names)}")
    factor = interaction.reindex(index=names, columns=names).astype("float64").fillna(1.0).to_numpy(copy=True)
    if not np.isfinite(factor).all() or (factor < 0).any():
        raise InputError("interaction must hold finite factors of at least 0.")
    np.fill_diagonal(factor, 1.0)
    return factor


def _excluding(factor: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which behaviours exclude each other, both ways."""
    return np.asarray((factor == 0.0) & (factor.T == 0.0))


def _apart(factor: NDArray[np.float64], names: list[str], starts: list[StartingSet], network: Network) -> None:
    """Refuse who starts with two behaviours that exclude each other."""
    for one, other in np.argwhere(np.triu(_excluding(factor))).tolist():
        both = np.intersect1d(starts[one].fixed, starts[other].fixed)
        if both.size:
            raise InputError(
                f"behaviours {names[one]!r} and {names[other]!r} exclude each other, but {str(network.ids[both[0]])!r} "
                "starts with both."
            )


def _burn(
    contacts: Contacts,
    machines: list[FireMachine],
    starts: list[StartingSet],
    *,
    factor: NDArray[np.float64],
    keys: NDArray[np.uint64],
    horizon: int,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Run worlds: returns behaviours × periods × worlds totals inside, and the last state."""
    kinds, n = len(machines), contacts.n
    people = np.arange(n, dtype=np.int64)
    state = np.zeros((kinds, n, keys.size), np.bool_)
    for kind, start in enumerate(starts):
        state[kind, start.fixed] = True
    streams = [keys + np.uint64((kind * STREAM) & MASK) for kind in range(kinds)]
    matrices = [_inward(contacts, machine) for machine in machines]
    excluding = _excluding(factor)
    totals = np.zeros((kinds, horizon + 1, keys.size), np.int64)
    totals[:, 0] = state[:, contacts.counted].sum(axis=1)
    for period in range(1, horizon + 1):
        new = state.copy()
        caught = np.full((kinds, n, keys.size), np.inf)
        for kind, machine in enumerate(machines):
            heat = matrices[kind] @ (state[kind] * machine.glow[:, None])
            u = draws(streams[kind], people, period)
            chance = _chance(machine, heat, _readiness(state, factor[kind]))
            lights = ~state[kind] & (u < chance)
            drops = state[kind] & (u < machine.model.cooling / (1.0 + machine.model.company * heat))
            stoked = _stoked(machine, starts[kind], streams[kind], period, (n, keys.size))
            stoked &= ~state[excluding[kind]].any(axis=0)
            new[kind] = (state[kind] & ~drops) | lights | stoked
            caught[kind] = np.where(stoked & ~state[kind], -1.0, np.where(lights, u, np.inf))
        state = _settle(new, caught, excluding)
        totals[:, period] = state[:, contacts.counted].sum(axis=1)
    return totals, state


def _inward(contacts: Contacts, machine: FireMachine) -> Any:
    from scipy.sparse import csr_array

    data = np.broadcast_to(machine.weight, contacts.n_arcs)
    return csr_array((data, contacts.indices, contacts.indptr), shape=(contacts.n, contacts.n)).T.tocsr()


def _readiness(state: NDArray[np.bool_], factors: NDArray[np.float64]) -> NDArray[np.float64]:
    ready = np.ones(state.shape[1:])
    for other, factor in enumerate(factors):
        if factor != 1.0:
            ready = np.where(state[other], ready * factor, ready)
    return ready


def _chance(machine: FireMachine, heat: NDArray[np.float64], ready: NDArray[np.float64]) -> NDArray[np.float64]:
    model = machine.model
    warmth = heat / model.need
    warmth = warmth * warmth if model.reinforcement == 2.0 else warmth**model.reinforcement
    rate = (model.fuel * model.ignition * machine.air)[:, None] * warmth + model.outside
    return np.asarray(1.0 - np.exp(-rate * ready), dtype=np.float64)


def _stoked(
    machine: FireMachine, start: StartingSet, keys: NDArray[np.uint64], period: int, shape: tuple[int, int]
) -> NDArray[np.bool_]:
    lit = np.zeros(shape, np.bool_)
    for when, person, chance in machine.impulses:
        if when == period:
            who = start.fixed.astype(np.int64) if person == THE_STARTERS else np.array([person], np.int64)
            lit[who] |= draws(keys, who, period + IMPULSES) < chance
    return lit


def _settle(state: NDArray[np.bool_], caught: NDArray[np.float64], excluding: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where behaviours that exclude each other are caught at once, the lower draw stays and the others give way."""
    if not excluding.any():
        return state
    who, world = np.nonzero(np.isfinite(caught).sum(axis=0) > 1)
    draw = caught[:, who, world]
    order = np.argsort(draw, axis=0, kind="stable")
    stays = np.zeros(draw.shape, np.bool_)
    cell = np.arange(who.size)
    for kind in order:
        blocked = (excluding[kind].T & stays).any(axis=0)
        stays[kind, cell] = np.isfinite(draw[kind, cell]) & ~blocked
    state[:, who, world] &= ~np.isfinite(draw) | stays
    return state


def _table(totals: NDArray[np.int64], names: list[str]) -> pd.DataFrame:
    low, high = np.quantile(totals, (BAND[0], BAND[-1]), axis=2)
    index = pd.MultiIndex.from_product([names, range(totals.shape[1])], names=["behaviour", "period"])
    return pd.DataFrame(
        {
            "mean": totals.mean(axis=2).ravel(), "low": low.ravel(), "high": high.ravel(),
            "survival": (totals > 0).mean(axis=2).ravel(),
        },
        index=index,
    )  # fmt: skip


def _headline(table: pd.DataFrame, names: list[str], horizon: int) -> tuple[Fact, ...]:
    message = mark(
        "“{name}”: {mean:.0f|# person|# people} active on average after {horizon:# period|# periods} ({low:.0f} to "
        "{high:.0f})."
    )
    final = table.xs(horizon, level="period")
    rows = zip(names, final["mean"].tolist(), final["low"].tolist(), final["high"].tolist(), strict=True)
    return tuple(
        Fact(message, {"name": name, "horizon": horizon, "mean": mean, "low": low, "high": high}, "team")
        for name, mean, low, high in rows
    )
