"""Forecast growth with and without suggested ties, under the same random numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_columns, check_integer, check_rng
from kiemen.diffusion.base import Added, Model
from kiemen.diffusion.engine import DEFAULT_RUNS, Engine
from kiemen.diffusion.intervals import mean_interval
from kiemen.diffusion.judgement import COMMON, Judgement, in_worlds, judge
from kiemen.diffusion.models import resolve_model
from kiemen.diffusion.simulation import Spread, build_spread, run_worlds, saturation, spread_cautions
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from kiemen.network import Network

    Ties = Sequence[tuple[str, str]] | pd.DataFrame

NO_NEW_TIES = mark("There are no new ties to add: this is the course as things are.")


@dataclass(frozen=True, repr=False, eq=False)
class Forecast(Result):
    """Growth of the collective with and without the suggested ties.

    Parameters
    ----------
    before, after
        The two simulated spreads; `after` is None when no ties were added.
    gain, gain_low, gain_high
        Extra people active at the horizon thanks to the added ties: mean over the same worlds and its interval of 95 %
        (Monte Carlo error; the draws are shared, so it is narrower than the two bands suggest). NaN without added ties.
    gains
        Index world: extra people active.
    groups
        Index group: people, before, after, gain (mean number active at the horizon).
    people
        Index person: before, after, gain (0-1, share of worlds in which the person is active at the horizon).
    judgement
        Straw fire or running fire as things are, with the share of worlds in which it holds.
    judgement_after
        The same with the added ties; None without them.
    """

    before: Spread | None = None
    after: Spread | None = None
    gain: float = float("nan")
    gain_low: float = float("nan")
    gain_high: float = float("nan")
    gains: pd.Series[Any] = field(default_factory=lambda: pd.Series(dtype="int64"))
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.DataFrame = field(default_factory=pd.DataFrame)
    judgement: Judgement | None = None
    judgement_after: Judgement | None = None

    _title: ClassVar[str] = mark("Forecast of growth")
    _plot: ClassVar[str] = "plot_forecast"

    @property
    def verdict(self) -> str:
        """The verdict that counts: with the added ties where there are any, else as things are."""
        last = self.judgement_after or self.judgement
        return last.verdict if last is not None else ""


def forecast_growth(  # noqa: PLR0913 - the network, the start, the change, the model and how to run it
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    added_ties: Ties | None = None,
    share: float | None = None,
    model: Model | str = "fire",
    horizon: int | None = None,
    runs: int = DEFAULT_RUNS,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    by: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Forecast:
    """Forecast how the collective grows, with and without new ties.

    Answers: "What do these introductions bring, and does the fire then keep itself going?" Both courses use the same
    random numbers, so the difference is the effect of the ties. The contagion model is an assumption: forecast under a
    simple and a complex one before you decide. Not a promise of numbers: read the difference and its sign.

    Parameters
    ----------
    network
        People and ties.
    adopters
        Who starts: ids, a true/false Series, or a ranking (numbers by person) together with `share`. None takes the
        adopters on record.
    added_ties
        Pairs of ids, or a table with the columns source, target (or person, other, as suggested connections have) and
        optionally weight. They work both ways. Ties that exist already change nothing. None forecasts only as things
        are.
    share
        Share of the people who are adopters, above 0 up to 1; only with a ranking.
    model
        "cascade", "linear_threshold", "threshold", "fire", or a model with its parameters.
    horizon
        Periods to look ahead (>= 1); None takes the model's own (fire: 24), or runs until nothing changes.
    runs
        Worlds (>= 1).
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out" (from source to target), "in", "both", or None: along the arrow, but nominations both ways.
    by
        Column of `network.people` for the results by group; None takes department or the like when there is one.
    rng
        Seed or generator.
    n_jobs
        Workers, as in joblib.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    Forecast
        `.table` has one row per period (index `period`) and the columns

        mean, low, q25, median, q75, high, survival, survival_low, survival_high : float - as things are, see
            `simulate_spread`
        after_mean, after_low, ... : float - the same with the added ties (only when there are any)
        gain, gain_low, gain_high : float - mean extra people active and its interval of 95 % over the same worlds

    Raises
    ------
    InputError
        If a parameter is out of range, a person is unknown or nobody starts.
    TooLittleDataError
        If the network has no ties.

    Notes
    -----
    Twice the cost of `simulate_spread`: O(runs × ties reached) time, O(people + ties) memory.

    References
    ----------
    Glasserman, P. & Yao, D. (1992). Some guidelines and guarantees for common random numbers. doi:10.1287/mnsc.38.6.884

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.forecast import forecast_growth
    >>> from kiemen.diffusion.threshold import Threshold
    >>> two = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
    >>> network = Network.from_networkx(two)
    >>> ties = [("0", "10"), ("1", "10"), ("2", "11")]
    >>> starters = [str(i) for i in range(10)]
    >>> model = Threshold(contacts=2, noise=0)
    >>> forecast_growth(network, adopters=starters, added_ties=ties, model=model, runs=1, rng=1).gains.tolist()
    [10]
    """
    chosen = resolve_model(model)
    check_integer("runs", runs, low=1)
    engine = Engine.of(
        network, model=chosen, adopters=adopters, share=share, relation=relation, weight=weight, direction=direction,
        by=by, horizon=horizon, runs=runs, rng=check_rng(rng), n_jobs=n_jobs,
    )  # fmt: skip
    arcs = engine.arcs(tie_positions(network, added_ties)) if added_ties is not None else Added.none()
    settings = {
        "model": repr(chosen), "horizon": horizon, "runs": runs, "share": share, "relation": relation,
        "weight": weight, "direction": direction, "by": by,
        "added_ties": 0 if added_ties is None else len(added_ties),
    }  # fmt: skip
    provenance = Provenance.of(network, function="forecast_growth", settings=settings)
    before = build_spread(
        network, engine, run_worlds(engine, Added.none(), precision=None, progress=progress), provenance
    )
    if not settings["added_ties"]:
        said = before.headline if added_ties is None else (Fact(NO_NEW_TIES, {}, "team"),)
        return _plain(network, engine, before, provenance, said)
    after = build_spread(network, engine, run_worlds(engine, arcs, precision=None, progress=progress), provenance)
    return _paired(network, engine, before, after, arcs)


def tie_positions(network: Network, ties: Ties) -> np.ndarray[Any, Any]:
    """Give added ties as positions: source and target (or person and other) and, when the table has it, weight."""
    if isinstance(ties, pd.DataFrame):
        pair = ("source", "target")
        if not set(pair) & set(ties.columns) and {"person", "other"} <= set(ties.columns):
            pair = ("person", "other")  # the table of suggested connections
        check_columns(ties, pair, "added_ties")
        ends = [network.positions(ties[name].astype(str)) for name in pair]
        if "weight" not in ties.columns:
            return np.column_stack(ends)
        weight = pd.to_numeric(ties["weight"], errors="coerce").to_numpy(dtype=np.float64)
        if not (np.isfinite(weight) & (weight > 0)).all():
            raise InputError("added_ties: weight must be a finite number above 0 in every row.")
        return np.column_stack([*ends, weight])
    if not isinstance(ties, Iterable):
        raise InputError("added_ties must be pairs of ids, or a table with the columns source and target.")
    pairs = [tuple(pair) for pair in ties]
    if any(len(pair) != 2 for pair in pairs):
        raise InputError("added_ties must be pairs of ids, or a table with the columns source and target.")
    if not pairs:
        return np.empty((0, 2))
    return np.column_stack([network.positions([str(pair[side]) for pair in pairs]) for side in (0, 1)])


def _judged(engine: Engine, spread: Spread) -> Judgement:
    return judge(
        spread.sizes.to_numpy(),
        starters=engine.starters.size,
        people=engine.contacts.n_counted,
        lasting=engine.model.lasting,
    )


def _plain(
    network: Network, engine: Engine, before: Spread, provenance: Provenance, said: tuple[Fact, ...]
) -> Forecast:
    judgement = _judged(engine, before)
    groups = before.groups[["people", "active"]].rename(columns={"active": "before"})
    return Forecast(
        table=before.table,
        settings=before.settings,
        provenance=provenance,
        headline=(*said, verdict_fact(judgement, engine)),
        cautions=(*spread_cautions(network, engine), *saturation(before.sizes.to_numpy(), engine.contacts.n_counted)),
        before=before,
        groups=groups,
        people=before.people[["active"]].rename(columns={"active": "before"}),
        judgement=judgement,
    )


def _paired(network: Network, engine: Engine, before: Spread, after: Spread, arcs: Added) -> Forecast:
    gains = (after.sizes - before.sizes).rename("gain")
    mean, low, high = mean_interval(gains.to_numpy())
    judgement, changed = _judged(engine, before), _judged(engine, after)
    # Ties that were there already are no change, so there is no verdict "with" them.
    then = (_after_fact(changed),) if len(arcs.source) else ()
    groups = pd.DataFrame(
        {"people": before.groups["people"], "before": before.groups["active"], "after": after.groups["active"]}
    )
    people = pd.DataFrame({"before": before.people["active"], "after": after.people["active"]})
    for frame in (groups, people):
        frame["gain"] = frame["after"] - frame["before"]
    return Forecast(
        table=_side_by_side(before, after),
        settings=before.settings,
        provenance=before.provenance,
        headline=(_gain_fact(arcs, mean, low, high), verdict_fact(judgement, engine), *then),
        cautions=(*spread_cautions(network, engine), *saturation(before.sizes.to_numpy(), engine.contacts.n_counted)),
        before=before,
        after=after,
        gain=mean,
        gain_low=low,
        gain_high=high,
        gains=gains,
        groups=groups,
        people=people,
        judgement=judgement,
        judgement_after=changed,
    )


def _side_by_side(before: Spread, after: Spread) -> pd.DataFrame:
    """Put both courses in one table; the shorter one stays where it came to rest."""
    longest = max(before.table.index, after.table.index, key=len)
    old, new = (_extend(spread.table, longest) for spread in (before, after))
    table = old.join(new.add_prefix("after_"))
    extra = (_extend(after.worlds.T, longest) - _extend(before.worlds.T, longest)).to_numpy()
    ends = np.array([mean_interval(row) for row in extra])
    for column, name in enumerate(("gain", "gain_low", "gain_high")):
        table[name] = ends[:, column]
    return table


def _extend(table: pd.DataFrame, periods: pd.Index[Any]) -> pd.DataFrame:
    longer = table.reindex(periods).ffill()
    still = longer.index > table.index[-1]
    longer.loc[still, [name for name in table.columns if str(name).startswith("survival")]] = 0.0
    return longer


def verdict_fact(judgement: Judgement, engine: Engine) -> Fact:
    """Say the verdict as things are."""
    values = {"verdict": Fact(judgement.verdict), "worlds": _worlds(judgement), "horizon": engine.horizon}
    if engine.model.lasting:
        message = mark("As things are: {verdict}. In {worlds} at least a quarter of the others join.")
    elif engine.starters.size > COMMON * engine.contacts.n_counted:
        message = mark(
            "As things are: {verdict}. In {worlds} at least half of all people are active after "
            "{horizon:# period|# periods}."
        )
    else:
        message = mark(
            "As things are: {verdict}. In {worlds} at least as many people are active after "
            "{horizon:# period|# periods} as at "
            "the start."
        )
    return Fact(message, values, "team")


def _worlds(judgement: Judgement) -> Fact:
    return in_worlds(judgement.survival, judgement.low, judgement.high, judgement.worlds)


def _after_fact(judgement: Judgement) -> Fact:
    return Fact(
        mark("With the new ties: {verdict}. It holds in {worlds}."),
        {"verdict": Fact(judgement.verdict), "worlds": _worlds(judgement)},
        "team",
    )


def _gain_fact(arcs: Added, mean: float, low: float, high: float) -> Fact:
    n = len({(min(u, v), max(u, v)) for u, v in zip(arcs.source.tolist(), arcs.target.tolist(), strict=True)})
    if n == 0:
        return Fact(mark("None of these ties is new: nothing changes."), {}, "team")
    if low == high:
        alike = mark("{n:# new tie brings|# new ties bring} {gain:.1f} extra adopters, in every world as many.")
        return Fact(alike, {"n": n, "gain": mean}, "team")
    if round(low, 1) == round(high, 1):
        return Fact(
            mark("{n:# new tie brings|# new ties bring} {gain:.1f} extra adopters on average."),
            {"n": n, "gain": mean},
            "team",
        )
    return Fact(
        mark("{n:# new tie brings|# new ties bring} {gain:.1f} extra adopters ({low:.1f} to {high:.1f})."),
        {"n": n, "gain": mean, "low": low, "high": high},
        "team",
    )
