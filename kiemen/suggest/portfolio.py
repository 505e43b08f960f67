"""Plans that hold under several models of contagion, and the share of worlds in which each tie survives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kiemen._checks import check_choice
from kiemen.diffusion.base import Model
from kiemen.diffusion.cascade import IndependentCascade
from kiemen.diffusion.engine import Engine
from kiemen.diffusion.fire import Fire
from kiemen.diffusion.models import NAMES, resolve_model
from kiemen.diffusion.threshold import Threshold, ThresholdMachine
from kiemen.errors import InputError
from kiemen.suggest.gaps import redrawn
from kiemen.suggest.growth import Field, Portfolio, Worlds
from kiemen.suggest.lanes import side_by_side
from kiemen.suggest.search import FIRST_WORLDS, Effort, Found, asked_side_by_side, search_plan, settle
from kiemen.suggest.shares import share_out
from kiemen.suggest.worth import MANY_ARCS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.contacts import Contacts
    from kiemen.suggest.board import Board

MIXED = "mixed"
BELOW, ABOVE = 0.6, 1.6
SHARES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
# Growth of less than this many adopters by the best plan: nothing to be had under that model.
NO_GROWTH = 0.02
HALF = 0.5
# Worlds of one model that count as one where several are weighed together.
MOST_TIMES = 4
SURVIVAL_WORLDS = 32
# Above this many arcs to replay per variant only the models themselves vote, in fewer worlds and by groups of ties.
SURVIVAL_ARCS = 100_000_000
SURVIVAL_ORDERS = 2
# Networks with ties left out and added, per model.
GAPS = 3
MISSING_TIES = "missing ties"


def mixed_models(contacts: Contacts, starters: StartingSet, *, seed: int) -> dict[str, Model]:
    """Give the models that are weighed when nobody says which one holds.

    Where everything is reached anyway, or nothing ever, no tie makes a difference and no model has advice to give. So
    the need under thresholds is raised, and the ignition of the fire lowered, until fewer than half of the people are
    reached as things are.

    The chance of the two cascades is set against this network's own tipping point, p · (⟨d²⟩/⟨d⟩ − 1) = 1, a little
    below and above it: which side an organisation is on is exactly what is not known.
    """
    degree = contacts.in_degree.astype(np.float64)
    branching = max(float((degree**2).sum() / max(degree.sum(), 1.0)) - 1.0, 1.0)
    return {
        "cascade below tipping": IndependentCascade(min(BELOW / branching, 1.0)),
        "cascade above tipping": IndependentCascade(min(ABOVE / branching, 1.0)),
        "threshold": _undecided(
            [Threshold(contacts=2, share=share, noise=0.005) for share in SHARES], contacts, starters, seed
        ),
        "fire": _undecided([Fire(ignition=Fire().ignition / 2**step) for step in range(9)], contacts, starters, seed),
    }


def _undecided(models: Sequence[Model], contacts: Contacts, starters: StartingSet, seed: int) -> Model:
    """Give the first model under which fewer than half of the people are reached as things are, else the last."""
    worlds = Worlds(0, 2 if contacts.n_arcs > MANY_ARCS else 12)
    for model in models:
        base = Field(Engine(contacts, model=model, starters=starters, seed=seed)).base(worlds).mean()
        if base < HALF * contacts.n_counted:
            return model
    return models[-1]


def named_models(
    model: Model | str | Sequence[Model | str], contacts: Contacts, starters: StartingSet, *, seed: int
) -> dict[str, Model]:
    """Give the models asked for by name."""
    if isinstance(model, str) and model == MIXED:
        return mixed_models(contacts, starters, seed=seed)
    if not isinstance(model, Model) and (isinstance(model, str) or not isinstance(model, Iterable)):
        check_choice("model", model, (MIXED, *NAMES))
    wanted: list[Model | str] = [model] if isinstance(model, (str, Model)) else list(model)
    if not wanted:
        raise InputError("model is an empty list; give one model, several, or 'mixed'.")
    found: dict[str, Model] = {}
    for one in wanted:
        made = resolve_model(one)
        name = made.name if made.name not in found else f"{made.name} {len(found) + 1}"
        found[name] = made
    return found


def set_fields(
    contacts: Contacts,
    models: dict[str, Model],
    starters: StartingSet,
    *,
    horizon: int | None,
    seed: int,
    positions: dict[str, int],
    n_jobs: int | None,
) -> dict[str, Field]:
    """Set every model up on the network, all with the same seed."""
    return {
        name: Field(
            Engine(
                contacts, model=model, starters=starters, horizon=horizon, seed=seed, positions=positions, n_jobs=n_jobs
            ),
            positions,
        )
        for name, model in models.items()
    }


def search_portfolio(
    fields: dict[str, Field],
    board: Board,
    starters: NDArray[np.int64],
    *,
    top: int,
    seed: int,
    arcs: int,
    more: Sequence[NDArray[np.int64]] = (),
    n_jobs: int | None = None,
) -> tuple[Found, dict[str, float]]:
    """Find the plan that does best over all models, and the growth that each model's own best plan reaches.

    Every model is searched by itself; their plans, mixtures of them and exchanges are then judged by the mean over
    models of the share of that model's best growth that they reach.
    """
    if len(fields) == 1:
        name, field = next(iter(fields.items()))
        found = search_plan(field, board, starters, top=top, seed=seed, more=more)
        return found, {name: found.gain}
    quick = {name: Effort.suiting(field, quick=True) for name, field in fields.items()}
    asked_side_by_side(board, starters, top=top, seed=seed, n_jobs=n_jobs)  # before the models ask for it
    # The longest search begins first, so that no core waits for it at the end.
    thresholds_first = sorted(fields, key=lambda name: not isinstance(fields[name].engine.machine, ThresholdMachine))
    searched = side_by_side(
        {
            name: partial(search_plan, fields[name], board, starters, top=top, seed=seed, effort=quick[name], more=more)
            for name in thresholds_first
        },
        n_jobs,
    )
    own = {name: searched[name] for name in fields}
    best = {name: found.gain for name, found in own.items()}
    portfolio = Portfolio(
        list(fields.values()), [gain if gain > NO_GROWTH else 0.0 for gain in best.values()], _times(quick)
    )
    how = Effort.fitting(arcs, quick=True)
    plans = _mixtures(own, board, top, whole=arcs <= MANY_ARCS)
    if not portfolio.fields:
        return own[next(iter(own))], best
    found = settle(
        portfolio, board, starters, plans, Worlds(2 * FIRST_WORLDS, how.race[0]), top=top, seed=seed, how=how
    )
    return found, best


def _times(efforts: dict[str, Effort]) -> list[int]:
    """Give how many worlds of each model cost about as much as one of the model that is slowest to replay.

    A cascade is soon replayed, and luck decides more in it than in a fire.
    """
    worlds = [effort.trial for effort in efforts.values()]
    return [min(count // min(worlds), MOST_TIMES) for count in worlds]


def _mixtures(own: dict[str, Found], board: Board, top: int, *, whole: bool) -> dict[str, NDArray[np.int64]]:
    """Give plans for all models: those of each, and mixtures of them; fewer in a network where replays take long."""
    plans = {name: found.plan for name, found in own.items()}
    for name, found in own.items():
        for i, plan in enumerate(found.pool if whole else found.pool[:2]):
            plans[f"{name}, {i + 2}"] = plan
    plans["in turn"] = board.fill(_in_turn([found.plan for found in own.values()]), top)
    for name, found in own.items():
        half = board.fill(found.plan, top // 2)
        others = {key: other.plan for key, other in own.items() if key != name}
        plans[f"half {name}"] = board.fill(_in_turn(list(others.values())), top, start=half)
        for key, other in others.items() if whole else ():
            plans[f"half {name}, half {key}"] = board.fill(other, top, start=half)
    return plans


def _in_turn(plans: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    rows = [plan[i] for i in range(max(len(plan) for plan in plans)) for plan in plans if i < len(plan)]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


@dataclass(frozen=True, eq=False)
class Survival:
    """In which worlds the ties of a plan still earn their place.

    Parameters
    ----------
    share
        Per tie, the share of models, their variants and their networks with gaps: 0 to 1.
    votes
        The same per model, and under "missing ties" for all networks with gaps.
    whole
        Whether variants and networks with gaps were tried; False where the network is too large.
    """

    share: NDArray[np.float64]
    votes: dict[str, NDArray[np.float64]]
    whole: bool


def survival(
    fields: dict[str, Field],
    plan: NDArray[np.int64],
    *,
    seed: int,
    missing: float,
    silent: NDArray[np.bool_],
    n_jobs: int | None = None,
) -> Survival:
    """Give the share of models, plausible variants and incomplete networks in which each tie still earns its place.

    A tie earns its place if its share of the growth there is above zero and at least half of what the ties of the plan
    bring on average. Each model is tried as it is, a little weaker and stronger, and on three networks with a tenth of
    the ties left out and as many added as are thought to be missing.
    """
    arcs = max(field.engine.contacts.n_arcs for field in fields.values())
    whole = arcs * SURVIVAL_WORLDS * len(plan) < SURVIVAL_ARCS
    drawn = []
    if whole:
        contacts = next(iter(fields.values())).engine.contacts
        drawn = [
            redrawn(contacts, missing=missing, silent=silent, plan=plan, seed=seed, number=number)
            for number in range(GAPS)
        ]

    tasks: dict[str, Callable[[], NDArray[np.bool_]]] = {}
    count: dict[str, int] = {}
    for name, field in fields.items():
        others = field.engine.model.plausible() if whole else ()
        variants = [field, *(_variant(field, model=model) for model in others)]
        count[name] = len(variants)
        gaps = [_variant(field, contacts=contacts) for contacts in drawn]
        tasks |= {f"{name} {k}": partial(_holds, one, plan, seed) for k, one in enumerate([*variants, *gaps])}
    held = side_by_side(tasks, n_jobs)
    found = {name: np.array([held[f"{name} {k}"] for k in range(size + len(drawn))]) for name, size in count.items()}
    votes = {name: kept.mean(axis=0) for name, kept in found.items()}
    share = np.mean(list(votes.values()), axis=0)
    if whole:
        votes[MISSING_TIES] = np.vstack([kept[count[name] :] for name, kept in found.items()]).mean(axis=0)
    return Survival(share, votes, whole)


def _holds(field: Field, plan: NDArray[np.int64], seed: int) -> NDArray[np.bool_]:
    arcs = max(field.engine.contacts.n_arcs, 1)
    count = int(np.clip(SURVIVAL_ARCS / (arcs * 5), 2, SURVIVAL_WORLDS))
    parts = int(np.clip(SURVIVAL_ARCS / (arcs * count), 4, len(plan)))
    units = np.arange(len(plan)) * parts // len(plan)
    worlds = Worlds(3 * FIRST_WORLDS, count)
    shares = share_out(field, plan, worlds, seed=seed, units=units, orders=SURVIVAL_ORDERS).worlds.mean(axis=0)
    return np.asarray((shares > 0) & (shares >= HALF * shares.mean()), dtype=np.bool_)


def _variant(field: Field, *, model: Model | None = None, contacts: Contacts | None = None) -> Field:
    """Give the same under another model or on other contacts."""
    engine = field.engine
    horizon = None if engine.model.default_horizon == engine.horizon else engine.horizon
    other = Engine(
        contacts or engine.contacts,
        model=model or engine.model,
        starters=engine.starters,
        horizon=horizon,
        seed=engine.seed,
        positions=field.positions,
        n_jobs=engine.n_jobs,
    )
    return Field(other, field.positions)
