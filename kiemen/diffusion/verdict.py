"""Straw fire or running fire: does it hold, does it need its starters, does it cross the walls, what would tip it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.diffusion.alone import without_starters
from kiemen.diffusion.criteria import Criterion, structural_criteria
from kiemen.diffusion.engine import DEFAULT_RUNS, Engine, affordable, places_of
from kiemen.diffusion.intervals import wilson
from kiemen.diffusion.judgement import (
    EVEN,
    RUNNING,
    STRAW,
    UNDECIDED,
    Judgement,
    in_worlds,
    judge,
    meaning,
)
from kiemen.diffusion.levers import WORDS, clear_soon, critical_mass, find_tipping, holding_share, tipping_curve
from kiemen.diffusion.models import resolve_model, resolve_models
from kiemen.diffusion.progress import progress_bar
from kiemen.diffusion.simulation import saturation, spread_cautions
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemen.diffusion.base import Model
    from kiemen.network import Network

ROUNDED = 0.98  # a share from which on two hundred worlds that all agree are not told from certain
REACHED = 0.1  # a group counts as reached when a tenth of its people are active
FEWEST, VARIANT_WORK = 40, 100_000_000  # worlds, and arcs looked at, per plausible variant
SETTLED, DEAR_WORK = 100, 200_000_000  # worlds that settle a clear case where all together look at more arcs than this


@dataclass(frozen=True, repr=False, eq=False)
class FireVerdict(Result):
    """Straw fire or running fire, by several criteria in the order of trust.

    Parameters
    ----------
    judgement
        The verdict from simulation, with the share of worlds in which it holds.
    low, high
        That share over the plausible parameters: the lowest and highest end of the intervals of 95 %.
    groups
        Index group: people, reached (share of worlds in which at least a tenth of its people are active at the
        horizon), active (mean number), starters (mean number at the start).
    tipping
        Index lever: value (now), needed (where half of the worlds hold), factor (needed / now); NaN where a sixteenth
        to sixteen times the value does not tip it.
    curve
        Index factor on the first lever: survival, low, high (share of worlds in which it holds, Wilson), mean (people
        active), reproduction. Empty when nothing can be turned.
    lever
        The lever of the curve; empty when there is none.
    model
        The model.
    """

    judgement: Judgement | None = None
    low: float = float("nan")
    high: float = float("nan")
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    tipping: pd.DataFrame = field(default_factory=pd.DataFrame)
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    lever: str = ""
    model: Model | None = None

    _words: ClassVar[Mapping[str, str]] = MappingProxyType({"value": mark("Value")})
    _title: ClassVar[str] = mark("Straw fire or running fire")
    _plot: ClassVar[str] = "plot_tipping"

    @property
    def verdict(self) -> str:
        """The verdict in two words: "running fire", "straw fire" or "undecided"."""
        return self.judgement.verdict if self.judgement is not None else ""


def check_fire(  # noqa: PLR0913 - the network, the start, the model and how to run it
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str = "fire",
    alternatives: Sequence[Model | str] | None = None,
    horizon: int | None = None,
    runs: int = DEFAULT_RUNS,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    by: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> FireVerdict:
    """Check whether the collective is a straw fire or a running fire, and what would tip it.

    Answers: "If we stop pushing now, does it go on by itself?" The simulation counts most; the numbers that follow
    from the structure alone are bounds and rules of thumb, in the order of trust. The verdict always holds for the
    stated model and horizon: every fire with relapse on a finite network dies out some day.

    Parameters
    ----------
    network
        People and ties.
    adopters
        Who is active: ids, a true/false Series, or a ranking together with `share`. None takes those on record.
    share
        Share of the people who are adopters; only with a ranking.
    model
        "cascade", "linear_threshold", "threshold", "fire", or a model with its parameters.
    alternatives
        Models that are as plausible, for example from `fit_rates`; None takes a colder and a hotter variant.
    horizon
        Periods to look ahead (>= 1); None takes the model's own (fire: 24).
    runs
        Worlds at most (>= 100): above some 200,000 ties a hundred do when they leave no doubt whether it holds.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out", "in", "both" or None, as in `simulate_spread`.
    by
        Column of `network.people` with the group; None takes department or the like when there is one.
    rng
        Seed or generator.
    n_jobs
        Workers, as in joblib.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    FireVerdict
        `.table` has one row per criterion (index `criterion`, most trusted first) and the columns

        value : float   - its value; NaN where it is not defined for this model
        low, high : float - interval of 95 % or over plausible parameters; NaN where there is none
        tipping : float - the value at which it tips
        points_to : str - "running fire", "straw fire" or ""

        The criteria are: holds, holds without its starters, groups reached, reproduction number, percolation, cascade
        condition, vulnerable cluster, critical mass, localisation.

    Raises
    ------
    InputError
        If a parameter is out of range, a person is unknown or nobody starts.
    TooLittleDataError
        If the network has no ties.

    Notes
    -----
    Some sixty simulations of 12 to 200 worlds and four of `runs`: O(runs × ties reached); above 200,000 ties fewer
    where a few worlds are clear, and the intervals say what that costs. Holding: see `judge`. The
    reproduction number is the spectral radius of who lights whom one on one, without reinforcement.

    References
    ----------
    Van Mieghem, P., Omic, J. & Kooij, R. (2009). Virus spread in networks. doi:10.1109/TNET.2008.925623
    Karrer, B., Newman, M. E. J. & Zdeborová, L. (2014). doi:10.1103/PhysRevLett.113.208702
    Watts, D. J. (2002). doi:10.1073/pnas.082090499

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.cascade import IndependentCascade
    >>> from kiemen.diffusion.verdict import check_fire
    >>> network = Network.from_networkx(nx.path_graph(40))
    >>> check_fire(network, adopters=["0"], model=IndependentCascade(0.1), runs=200, rng=1).verdict
    'straw fire'
    """
    chosen = resolve_model(model)
    check_integer("runs", runs, low=100)
    generator = check_rng(rng)
    others = chosen.plausible() if alternatives is None else resolve_models("alternatives", alternatives)
    engine = Engine.of(
        network, model=chosen, adopters=adopters, share=share, relation=relation, weight=weight, direction=direction,
        by=by, horizon=horizon, runs=runs, rng=generator, n_jobs=n_jobs,
    )  # fmt: skip
    engine.positions = places_of(network, chosen, *others)
    with progress_bar(5, mark("Verdict"), show=progress) as bar:
        if engine.runs * engine.contacts.n_arcs > DEAR_WORK:
            engine = clear_soon(engine, SETTLED)
        sizes = engine.sizes()
        lasting = chosen.lasting
        people = engine.contacts.n_counted
        judgement = judge(sizes, starters=engine.starters.size, people=people, lasting=lasting)
        bar.update(1)
        tried = affordable(runs, min(runs, FEWEST), VARIANT_WORK, engine.contacts.n_arcs)
        variants = [holding_share(engine.like(one, runs=tried)) for one in others]
        bar.update(1)
        tipping = find_tipping(engine)
        bar.update(1)
        curve = tipping_curve(engine)
        mass = critical_mass(engine)
        bar.update(1)
        groups = _groups(engine)
        criteria = [
            _holds(judgement),
            without_starters(engine),
            _crossing(groups),
            *structural_criteria(engine, others, mass),
        ]
        bar.update(1)
    ends = [end for one in variants for end in wilson(one * tried, tried)]
    low, high = min([judgement.low, *ends]), max([judgement.high, *ends])
    settings = {
        "model": repr(chosen), "alternatives": [repr(one) for one in others], "horizon": horizon, "runs": runs,
        "share": share, "relation": relation, "weight": weight, "direction": direction, "by": by,
    }  # fmt: skip
    return FireVerdict(
        table=_table(criteria),
        settings=settings,
        provenance=Provenance.of(network, function="check_fire", settings=settings),
        facts={one.name: (one.fact,) for one in criteria},
        headline=_headline(engine, judgement, (low, high), criteria, tipping),
        cautions=(
            meaning(engine.starters.size, people, lasting=lasting),
            *spread_cautions(network, engine),
            *saturation(sizes, people),
            *_assumed(chosen),
        ),
        judgement=judgement,
        low=low,
        high=high,
        groups=groups,
        tipping=tipping,
        curve=curve,
        lever=next(iter(chosen.levers()), ""),
        model=chosen,
    )


def _table(criteria: list[Criterion]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": [one.value for one in criteria],
            "low": [one.low for one in criteria],
            "high": [one.high for one in criteria],
            "tipping": [one.tipping for one in criteria],
            "points_to": [one.points_to for one in criteria],
        },
        index=pd.Index([one.name for one in criteria], name="criterion"),
    )


def _holds(judgement: Judgement) -> Criterion:
    return Criterion(
        "holds", judgement.survival, judgement.low, judgement.high, 0.5, judgement.verdict,
        Fact(
            mark("It holds in {worlds}."),
            {"worlds": in_worlds(judgement.survival, judgement.low, judgement.high, judgement.worlds)}, "team",
        ),
    )  # fmt: skip


def _groups(engine: Engine) -> pd.DataFrame:
    contacts = engine.contacts
    outcome = engine.spread()
    people = np.bincount(contacts.group[contacts.counted], minlength=len(contacts.group_names))
    final = outcome.active[:, -1, :]
    wanted = np.maximum(np.ceil(REACHED * people), 1.0)
    return pd.DataFrame(
        {
            "people": people, "reached": (final >= wanted).mean(axis=0), "active": final.mean(axis=0),
            "starters": outcome.active[:, 0, :].mean(axis=0),
        },
        index=pd.Index(contacts.group_names, name="group"),
    )  # fmt: skip


def _crossing(groups: pd.DataFrame) -> Criterion:
    """Say whether it reaches groups in which it did not start."""
    nothing = float("nan")
    others = groups[groups["starters"] < 0.5]
    if len(groups) == 1 or others.empty:
        fact = Fact(mark("There is no group without starters, so no wall to cross."), {}, "team")
        return Criterion("groups reached", nothing, nothing, nothing, 0.5, "", fact)
    share = float(others["reached"].mean())
    message = (
        mark("Of the {n} groups without starters {share:.0%} are reached on average.")
        if len(others) > 1
        else mark("The one group without starters, {group}, is reached in {share:.0%} of the worlds.")
    )
    fact = Fact(message, {"n": len(others), "share": share, "group": str(others.index[0])}, "team")
    return Criterion("groups reached", share, nothing, nothing, 0.5, RUNNING if share > 0.5 else STRAW, fact)


def _headline(
    engine: Engine,
    judgement: Judgement,
    plausible: tuple[float, float],
    criteria: list[Criterion],
    tipping: pd.DataFrame,
) -> tuple[Fact, ...]:
    values = {
        "verdict": Fact(judgement.verdict), "horizon": engine.horizon, "held": _held(judgement, plausible),
    }  # fmt: skip
    if engine.model.default_horizon is None and engine.columns != engine.horizon + 1:
        message = mark("Verdict, followed until nothing changes: {verdict}. {held}")
    else:
        message = mark("Verdict over {horizon:# period|# periods}: {verdict}. {held}")
    facts = [Fact(message, values, "team"), criteria[1].fact]
    if plausible[0] < EVEN < plausible[1] and judgement.verdict != UNDECIDED:
        facts.append(Fact(mark("Within plausible parameters it can go either way."), {}, "team"))
    if np.isfinite(criteria[2].value):  # there are walls to cross
        facts.append(criteria[2].fact)
    return (*facts, *_nearest(tipping, judgement))


def _held(judgement: Judgement, plausible: tuple[float, float]) -> Fact:
    """Say in how many worlds it holds and how that hangs on the parameters, without ranges that say nothing."""
    low, high = plausible
    values = {"share": judgement.survival, "low": low, "high": high, "worlds": judgement.worlds}
    if judgement.survival == 1.0 and low >= ROUNDED:
        message = mark("It holds in all {worlds} worlds, and over plausible parameters as well.")
    elif judgement.survival == 0.0 and high <= 1.0 - ROUNDED:
        message = mark("It holds in none of the {worlds} worlds, nor over plausible parameters.")
    else:
        message = mark("It holds in {share:.0%} of the worlds, {low:.0%} to {high:.0%} over plausible parameters.")
    return Fact(message, values, "team")


def _nearest(tipping: pd.DataFrame, judgement: Judgement) -> tuple[Fact, ...]:
    """Say how far the nearest tipping point is, and on which side of it things are."""
    reachable = tipping.dropna()
    if reachable.empty:
        if tipping.empty:
            return ()
        return (Fact(mark("No lever tips it, turned up or down as far as sixteen times."), {}, "team"),)
    nearest = reachable.iloc[int(np.abs(np.log(reachable["factor"])).argmin())]
    values = {
        "lever": Fact(WORDS[str(nearest.name)]), "needed": float(nearest["needed"]), "value": float(nearest["value"]),
    }  # fmt: skip
    if judgement.survival >= EVEN:
        message = mark("What would put it out soonest: {lever} at {needed:.3g} instead of {value:.3g}.")
    else:
        message = mark("What would tip it soonest: {lever} at {needed:.3g} instead of {value:.3g}.")
    return (Fact(message, values, "team"),)


def _assumed(model: Model) -> tuple[Fact, ...]:
    """Name the parameters on which the verdict rests and their values."""
    named = ", ".join(f"{one.name} {one.value}" for one in model.parameters())
    return (
        Fact(
            mark("It rests on these parameters, which nobody measured unless they were fitted: {parameters}."),
            {"parameters": named},
        ),
    )
