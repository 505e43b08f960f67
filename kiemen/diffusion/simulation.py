"""Simulate how behaviour spreads: many worlds, their course, their sizes, who is reached and which groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_number, check_rng
from kiemen.diffusion.base import Added, Counts, Model
from kiemen.diffusion.engine import DEFAULT_RUNS, Engine, merge_counts
from kiemen.diffusion.intervals import Z95, mean_interval, wilson
from kiemen.diffusion.models import resolve_model
from kiemen.diffusion.progress import progress_bar
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.network import Network

BATCH = 250
LARGE_BATCH = 2000
LARGE_ARCS = 5_000_000
BAND = (0.05, 0.25, 0.5, 0.75, 0.95)
RESPONSE_WANTED = 0.7
NEARLY, FEW_PEOPLE = 0.9, 10  # of the people, in as many of the worlds; in a handful of people that is no wonder


@dataclass(frozen=True, repr=False, eq=False)
class Spread(Result):
    """How behaviour spread over the simulated worlds.

    Parameters
    ----------
    sizes
        Index world: people active at the horizon.
    groups
        Index group: people (number inside), active, low, high (mean number active at the horizon and the band of 90 %
        of worlds), share (0-1, mean).
    courses
        Index period, one column per group: mean number active.
    worlds
        Index world, one column per period: people active.
    people
        Index person: active (0-1, share of worlds in which the person is active at the horizon), ever (0-1, share in
        which the person ever was).
    model
        The model.
    runs
        Worlds that were run.
    horizon
        Periods looked ahead; None when worlds ran until nothing changed.
    starters
        People who start in each world.
    """

    sizes: pd.Series[Any] = field(default_factory=lambda: pd.Series(dtype="int64"))
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    courses: pd.DataFrame = field(default_factory=pd.DataFrame)
    worlds: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.DataFrame = field(default_factory=pd.DataFrame)
    model: Model | None = None
    runs: int = 0
    horizon: int | None = None
    starters: int = 0

    # Other pictures: .plot(show="survival") and .plot(show="groups").
    _title: ClassVar[str] = mark("How it spreads")
    _plot: ClassVar[str] = "plot_spread"

    @property
    def mean(self) -> float:
        """Mean number of people active at the horizon."""
        return float(self.sizes.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of 95 % of that mean (Monte Carlo error only)."""
        return mean_interval(self.sizes.to_numpy())[1:]


def simulate_spread(  # noqa: PLR0913 - the network, the start, the model and how to run it are separate choices
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str = "cascade",
    horizon: int | None = None,
    runs: int = DEFAULT_RUNS,
    precision: float | None = None,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    by: str | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Spread:
    """Simulate how behaviour spreads from the adopters through the network.

    Answers: "If these people go on, how far does it get, and where does it stop?" The contagion model is an assumption:
    compare at least a simple one (`"cascade"`) with a complex one (`"threshold"`, `"fire"`). Not a prediction of who
    will adopt: position in a network does not tell who adopts early.

    Parameters
    ----------
    network
        People and ties.
    adopters
        Who starts: ids, a true/false Series, or a ranking (numbers by person) together with `share`, from which each
        world draws its own starters. None takes the adopters on record.
    share
        Share of the people who are adopters, above 0 up to 1; only with a ranking.
    model
        "cascade", "linear_threshold", "threshold", "fire", or a model with its parameters.
    horizon
        Periods to look ahead (>= 1); None takes the model's own, which for models without relapse or noise means
        until nothing changes.
    runs
        Worlds to run at most (>= 1).
    precision
        Stop once the 95 % interval of the mean is within this part of it (above 0, for example 0.01); None runs all.
    relation
        One relation, several, or None for all.
    weight
        "weight" to let stronger ties count for more; None counts every tie as 1.
    direction
        "out" (from source to target), "in", "both", or None: along the arrow, but nominations both ways.
    by
        Column of `network.people` for the results by group; None takes department or the like when there is one.
    rng
        Seed or generator. The same seed gives the same worlds, whatever the number of workers, and the same draws
        for any change of network or starters, so that differences are not noise.
    n_jobs
        Workers, as in joblib; within `joblib.parallel_config(backend=...)` a cluster takes the worlds.
    progress
        Whether to show a bar when it takes more than two seconds.

    Returns
    -------
    Spread
        `.table` has one row per period (index `period`, 0 = the start) and the columns

        mean : float         - mean number of people active, over worlds
        low, high : float    - between these lie 90 % of the worlds
        q25, median, q75 : float - quartiles of the worlds
        survival : float in [0, 1] - share of worlds in which it still burns: somebody is active (fire), or, where who
            joins stays, somebody new joined in this period
        survival_low, survival_high : float in [0, 1] - Wilson interval of 95 %

    Raises
    ------
    InputError
        If a parameter is out of range, a person is unknown or nobody starts.
    TooLittleDataError
        If the network has no ties.

    See Also
    --------
    kiemen.diffusion.forecast.forecast_growth : With and without suggested ties.

    Notes
    -----
    O(runs × ties reached) time, O(people + ties) memory, plus runs × periods × groups numbers.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import Network
    >>> from kiemen.diffusion.simulation import simulate_spread
    >>> from kiemen.diffusion.threshold import Threshold
    >>> network = Network.from_networkx(nx.circulant_graph(12, [1, 2]))
    >>> spread = simulate_spread(network, adopters=["0", "1"], model=Threshold(contacts=2, noise=0), runs=1, rng=1)
    >>> spread.mean
    12.0
    """
    chosen = resolve_model(model)
    check_integer("runs", runs, low=1)
    if precision is not None:
        check_number("precision", precision, low=0.0, low_open=True)
    engine = Engine.of(
        network, model=chosen, adopters=adopters, share=share, relation=relation, weight=weight, direction=direction,
        by=by, horizon=horizon, runs=runs, rng=check_rng(rng), n_jobs=n_jobs,
    )  # fmt: skip
    counts = run_worlds(engine, Added.none(), precision=precision, progress=progress)
    settings = {
        "model": repr(chosen), "horizon": horizon, "runs": runs, "precision": precision, "share": share,
        "relation": relation, "weight": weight, "direction": direction, "by": by,
    }  # fmt: skip
    return build_spread(network, engine, counts, Provenance.of(network, function="simulate_spread", settings=settings))


def run_worlds(engine: Engine, added: Added, *, precision: float | None, progress: bool) -> Counts:
    """Run the engine's worlds in batches, until precise enough; batches do not depend on the workers."""
    pieces: list[Counts] = []
    sizes: list[np.ndarray[Any, Any]] = []
    with progress_bar(engine.runs, mark("Worlds"), show=progress) as bar:
        batch = BATCH if precision is not None or engine.contacts.n_arcs > LARGE_ARCS else LARGE_BATCH
        for first in range(0, engine.runs, batch):
            runs = np.arange(first, min(first + batch, engine.runs), dtype=np.int64)
            piece = engine.run(runs, added)
            pieces.append(piece)
            bar.update(runs.size)
            if precision is None:
                continue
            sizes.append(piece.active[:, -1, :-1].sum(axis=1))
            seen = np.concatenate(sizes)
            error = Z95 * seen.std(ddof=1) / np.sqrt(seen.size) if seen.size > 1 else np.inf
            if error <= precision * max(float(seen.mean()), 1e-12):
                break
    return merge_counts(pieces)


def build_spread(network: Network, engine: Engine, counts: Counts, provenance: Provenance) -> Spread:
    """Turn counts into tables and words."""
    inside = _trim(counts.active[:, :, :-1], engine)
    worlds = inside.shape[0]
    total = inside.sum(axis=2, dtype=np.int64)
    sizes = pd.Series(total[:, -1], index=pd.RangeIndex(worlds, name="world"), name="active")
    names = pd.Index(engine.contacts.group_names, name="group")
    periods = pd.RangeIndex(inside.shape[1], name="period")
    table = course_table(total, engine.model.lasting, periods)
    courses = pd.DataFrame(inside.mean(axis=0), index=periods, columns=names)
    people = pd.DataFrame({"active": counts.alive / worlds, "ever": counts.ever / worlds}, index=network.ids)
    people.index.name = "person"
    return Spread(
        table=table,
        settings=provenance.settings,
        provenance=provenance,
        headline=_headline(engine, table.iloc[-1]),
        cautions=(
            *spread_cautions(network, engine),
            *saturation(sizes.to_numpy(), engine.contacts.n_counted),
            *_absorbed(total, engine),
        ),
        sizes=sizes,
        groups=group_table(engine, inside[:, -1, :], table),
        courses=courses,
        worlds=pd.DataFrame(total, index=sizes.index, columns=periods),
        people=people,
        model=engine.model,
        runs=worlds,
        horizon=None if rests(engine) else engine.horizon,
        starters=engine.starters.size,
    )


def rests(engine: Engine) -> bool:
    """Whether worlds run until nothing changes."""
    return engine.columns != engine.horizon + 1


def _trim(active: np.ndarray[Any, Any], engine: Engine) -> np.ndarray[Any, Any]:
    if not rests(engine):
        return active
    moved = (active[:, 1:, :] != active[:, :-1, :]).any(axis=(0, 2))
    last = int(np.flatnonzero(moved).max()) + 1 if moved.any() else 0
    return active[:, : last + 1, :]


def _absorbed(total: np.ndarray[Any, Any], engine: Engine) -> tuple[Fact, ...]:
    """Say when the last period of the course holds all later ones, so that a leap there is not taken for one."""
    last = total.shape[1] - 1
    if not rests(engine) or last < engine.columns - 1 or not (total[:, -1] > total[:, -2]).any():
        return ()
    message = mark(
        "Period {last} holds all that happens after period {before}; give a horizon to see those periods one by one."
    )
    return (Fact(message, {"last": last, "before": last - 1}, "team"),)


def course_table(total: np.ndarray[Any, Any], lasting: bool, periods: pd.RangeIndex) -> pd.DataFrame:  # noqa: FBT001 - a property of the model, not a switch
    """Give mean, band and survival per period."""
    worlds = total.shape[0]
    low, q25, median, q75, high = np.quantile(total, BAND, axis=0)
    if lasting:
        burning = np.ones(total.shape, dtype=np.bool_)
        burning[:, 1:] = total[:, 1:] > total[:, :-1]
    else:
        burning = total > 0
    alive = burning.sum(axis=0)
    alive_low, alive_high = wilson(alive, worlds)
    return pd.DataFrame(
        {
            "mean": total.mean(axis=0), "low": low, "q25": q25, "median": median, "q75": q75, "high": high,
            "survival": alive / worlds, "survival_low": alive_low, "survival_high": alive_high,
        },
        index=periods,
    )  # fmt: skip


def group_table(engine: Engine, final: np.ndarray[Any, Any], table: pd.DataFrame) -> pd.DataFrame:
    """Give what each group reaches at the horizon."""
    contacts = engine.contacts
    names = pd.Index(contacts.group_names, name="group")
    people = np.bincount(contacts.group[contacts.counted], minlength=len(names))
    if len(names) == 1:  # then the group is everybody, whose band is known
        low, high = np.array([table["low"].iloc[-1]]), np.array([table["high"].iloc[-1]])
    else:
        low, high = np.quantile(final, (BAND[0], BAND[-1]), axis=0)
    active = final.mean(axis=0)
    return pd.DataFrame(
        {"people": people, "active": active, "low": low, "high": high, "share": active / np.maximum(people, 1)},
        index=names,
    )


def saturation(sizes: np.ndarray[Any, Any], people: int) -> tuple[Fact, ...]:
    """Say that a forecast in which nearly everybody joins nearly always tells little."""
    share = float((sizes >= NEARLY * people).mean())
    if people < FEW_PEOPLE or share < NEARLY:
        return ()
    message = mark(
        "In {share:.0%} of the worlds nearly everybody joins, so this tells little about who or what matters. Fit the "
        "parameters to adoptions that were observed (`fit_rates`), or choose a shorter horizon or a model that is "
        "harder to convince."
    )
    return (Fact(message, {"share": share}, "team"),)


def _headline(engine: Engine, final: pd.Series[Any]) -> tuple[Fact, ...]:
    values = {
        "start": engine.starters.size,
        "mean": float(final["mean"]),
        "low": float(final["low"]),
        "high": float(final["high"]),
        "n": engine.contacts.n_counted,
        "horizon": engine.horizon,
    }
    same = round(float(final["low"])) == round(float(final["high"])) == round(float(final["mean"]))
    if same and rests(engine):
        message = mark(
            "{start:# person starts|# people start}; when nothing changes any more {mean:.0f} of {n} are active, "
            "in nearly all worlds."
        )
    elif same:
        message = mark(
            "{start:# person starts|# people start}; at the horizon of {horizon:# period|# periods} {mean:.0f} of "
            "{n} are active, in nearly all "
            "worlds."
        )
    elif rests(engine):
        message = mark(
            "{start:# person starts|# people start}; when nothing changes any more {mean:.0f} of {n} are active on "
            "average, "
            "and between {low:.0f} and {high:.0f} in nine worlds out of ten."
        )
    else:
        message = mark(
            "{start:# person starts|# people start}; at the horizon of {horizon:# period|# periods} {mean:.0f} of "
            "{n} are active on average, "
            "and between {low:.0f} and {high:.0f} in nine worlds out of ten."
        )
    return (Fact(message, values, "team"),)


def spread_cautions(network: Network, engine: Engine) -> tuple[Fact, ...]:
    """Say what limits the reading of anything simulated."""
    found = [
        Fact(
            mark("This follows from the model “{model}” and its parameters; other models give other answers."),
            {"model": Fact(engine.model.title)}, "team",
        )
    ]  # fmt: skip
    if engine.starters.drawn:
        found.append(
            Fact(
                mark(
                    "It is not on record who has begun: in every simulated world {n:# person begins|# people begin}, "
                    "drawn anew. The stronger the indication, the likelier."
                ),
                {"n": engine.starters.size}, "team",
            )
        )  # fmt: skip
    late = sum(one.period > engine.horizon for one in getattr(engine.model, "stoking", ()))
    if late:
        found.append(
            Fact(
                mark(
                    "Impulses that come after the horizon of {horizon:# period|# periods} change nothing: {n} of {all}."
                ),
                {"horizon": engine.horizon, "n": late, "all": len(engine.model.stoking)}, "team",  # type: ignore[attr-defined]
            )
        )  # fmt: skip
    if engine.starters.unknown:
        found.append(
            Fact(
                mark("Of {n:# person|# people} it is not known whether they are adopters."),
                {"n": engine.starters.unknown},
            )
        )
    rate = network.response_rate() if len(network.participation) else float("nan")
    if rate < RESPONSE_WANTED:
        found.append(
            Fact(
                mark("Only {rate:.0%} answered: missing ties make the spread look smaller than it is."),
                {"rate": float(rate)}, "team",
            )
        )  # fmt: skip
    return tuple(found)
