"""New ties that let the collective grow: which, how much, how sure and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_number
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.acceptance import (
    AcceptanceModel,
    default_acceptance,
    learned_acceptance,
    learned_if_known,
    said_of_learning,
)
from kiemen.suggest.board import NO_PAIRS
from kiemen.suggest.candidates import find_candidates
from kiemen.suggest.crossings import over_walls, walls_crossed, without_room
from kiemen.suggest.fairness import fairness, said_of_fairness
from kiemen.suggest.gaps import missing_share, silent_people
from kiemen.suggest.growth import Field
from kiemen.suggest.introductions import introducers
from kiemen.suggest.outcomes import (
    NOTHING,
    TAKES_AWAY,
    bundles,
    cautions,
    fragile_under,
    headline,
    measured,
    nobody_joins,
    robust,
    said_of_fewer,
    saying_nobody_joins,
)
from kiemen.suggest.portfolio import search_portfolio, survival
from kiemen.suggest.proximity import pair_proximity
from kiemen.suggest.reasons import FAIR, Case, ingredient, labelled, reasons
from kiemen.suggest.search import HARM
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.growth import Uptake
    from kiemen.suggest.register import Register

PEOPLE_LOOKED_UP = 1_500
# How often a plan is sought anew that came out shorter than its shares were counted for.
SHORTER_PLANS = 3
MEASURED = ("gain", "gain_low", "gain_high", "alone", "acceptance", "survives")


def no_growth() -> pd.DataFrame:
    """Give the table of growth where nothing was replayed."""
    columns = ("before", "after", "gain", "gain_low", "gain_high")
    return pd.DataFrame({name: pd.Series(dtype="float64") for name in columns}, index=pd.Index([], name="model"))


@dataclass(frozen=True, repr=False, eq=False)
class Suggestions(Result):
    """Suggested new ties, best first.

    Parameters
    ----------
    growth
        Per model: adopters at the horizon without the plan and with it, the growth and its 90 % interval.
    fairness
        How the ties fall: see `kiemen.suggest.fairness.fairness`.
    """

    growth: pd.DataFrame = field(default_factory=no_growth)
    fairness: pd.DataFrame = field(default_factory=pd.DataFrame)

    _title: ClassVar[str] = mark("Connections that let the collective grow")
    _plot: ClassVar[str] = "plot_suggestions"


def suggest_connections(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    top: int = 20,
    per_person: int | None = None,
    walls: int = 1,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    popular: float | None = None,
    per_group: float | None = None,
    by: str | None = None,
    include: Sequence[str] = (),
    spare: Sequence[str] = (),
    forbidden: Iterable[tuple[str, str]] | None = None,
    register: Register | None = None,
    level: str | None = None,
    levels_apart: float = 2,
    change: str | None = None,
    acceptance: AcceptanceModel | float | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
) -> Suggestions:
    """Suggest the new ties that let the collective of adopters grow most.

    Answers: "Whom should we bring together?" Plans are compared by replaying the same simulated worlds with and without
    them, so that combinations count: one tie can be worth nothing and three together everything. Not for finding ties
    that would come by themselves (`score_proximity`), and not a judgement of anybody: it says what a tie would bring.

    Parameters
    ----------
    network
        People and ties. A new tie works both ways.
    adopters
        Who already tries it: ids, a true/false Series, or None for the adopters on record.
    propensity
        Instead of `adopters`: a ranking, from which each simulated world draws `share` of the people.
    share
        Share of the people who are adopters, with a ranking: above 0 up to 1.
    model
        "mixed" (cascades below and above the tipping point, thresholds and fire, set where fewer than half are
        reached as things are), a model or its name, or several.
    top
        Number of ties at most, at least 1; fewer where nobody has room left or one more would do harm.
    per_person
        New ties per person at most, at least 1. None: three, and one for the overloaded, who are asked for far more
        than their colleagues (robust z of log(1 + ties towards them and initiatives) above 3.29; at most one in
        twenty). A number holds for everybody.
    walls
        Ties kept for each wall that stands out (`find_walls`, column strong) or that at most a quarter of the predicted
        ties cross, the clearest first, at most a tenth of the plan, so none of fewer than ten; 0 for none.
        A first tie over a wall wins few people by itself, so growth alone would leave the wall standing.
    room
        Another number for some people (0 leaves somebody alone); it goes before `per_person`.
    popular
        Share of the ends of the new ties, 0 to 1, that may fall to the tenth of the people with most ties; None for any
        (`.fairness` and the headline say how much it is).
    per_group
        Share of the ends of the new ties, above 0 up to 1, that may be in one group; None for any.
    by
        Column of people with the group; None takes the first usual one.
    include, spare
        Groups of which every tie must touch one; groups to leave alone.
    forbidden
        Pairs of ids that may not be suggested.
    register
        Decisions on earlier suggestions (`Register`).
    level, levels_apart
        Column with the level in the hierarchy as a number, and how many levels two people may be apart.
    change
        "divergent" (breaks with how things are done: only pairs across groups or without shared contacts),
        "incremental" (only pairs within a group or with a shared contact) or None.
    acceptance
        How likely two people take a suggestion up. None: learned where ties have dates or waves (up to two million
        ties, five new ones at least), else the documented default, an assumption that is shown (odds 1 : 3 between
        strangers, × 1.4 per shared contact up to four, × 1.6 in one group, × 1.8 in one initiative, × 0.7 per level
        apart); either decides the order but not which ties are in the plan. An `AcceptanceModel` (`fit_acceptance`):
        what was learned; up to 1,500 people it also decides the plan, in which not every tie is then taken up. A
        number, above 0 up to 1: the same for all; 1.0 compares plans as if all are taken up.
    horizon
        Periods to look ahead; None takes the model's.
    relation
        Relation or relations along which behaviour travels; None takes all.
    rng
        Seed or generator.
    n_jobs
        Workers for large networks (joblib).

    Returns
    -------
    Suggestions
        `.table` has one row per tie (index ``suggestion``, "person – other"), best first, and the columns

        rank : int - from 1
        person, other : str - the two; an adopter comes first
        form : str - "introduction" (through `via`), "bundle" (works together with others) or "tie"
        acceptance : float, 0 to 1 - chance that it is taken up
        gain : float - extra adopters at the horizon, its fair share of the growth of the plan (Shapley), mean over
            models
        gain_low, gain_high : float - 90 % interval of the mean over worlds; with several models, over all of them
        alone : float - extra adopters if it were the only tie; NaN where the network is too large to try each
        value : float - acceptance × gain
        survives : float, 0 to 1 - share of worlds in which it earns its place: models, weaker and stronger variants of
            them, and networks with a tenth of the ties left out and as many added as are thought to be missing (the
            share that did not answer; 10 % where that is not known)
        robust : bool - whether it survives in at least 60 % of them
        depends : str - the assumptions on which it depends if it does not: names of models, "missing ties"
        crosses : str - the two groups it connects, "" within a group
        ingredient : str - spark, oxygen, matches, fuel, stoking or pokers
        via : str - id of the introducer, who knows both by these relations, a meeting or an initiative they share (not
            by being named as who tries new things, or naming somebody so), ""
        bundle : int - number of the bundle, 0 for none

        `.growth` has one row per model: before, after, gain, gain_low, gain_high. `.fairness` says how the load falls.
        The table is empty, with the reason in `.headline`, when everybody adopted or nothing may be suggested.

    Raises
    ------
    InputError
        If nobody is an adopter, an id, group or model is not known, or limits contradict each other.

    See Also
    --------
    kiemen.suggest.meetings.suggest_meetings : several people at one table.

    Notes
    -----
    A plan is sought among simple rules (hubs, nearest, starters together, ...), plans built on what simulated worlds
    say a tie is worth (exact one-tie gains under cascades, what one flipped state sets off under fires, people won per
    tie under thresholds), and exchanges of ties, all judged in fresh worlds with common random numbers. Which plan wins
    depends on the model: `survives` says how much. Cost: some hundred plans × some hundred worlds; 600 people and 25
    ties take seconds.

    References
    ----------
    D'Angelo, G., Severini, L. & Velaj, Y. (2019). Recommending links through influence maximization.
    doi:10.1016/j.tcs.2018.01.017
    Centola, D. & Macy, M. (2007). Complex contagions and the weakness of long ties. doi:10.1086/521848
    Battilana, J. & Casciaro, T. (2012). Change agents, networks, and institutions. doi:10.5465/amj.2009.0891

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.network import Network
    >>> graph = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    >>> network = Network.from_networkx(graph)
    >>> from kiemen.diffusion.threshold import Threshold
    >>> found = suggest_connections(
    ...     network, adopters=["0", "1", "2", "3", "4", "5"], model=Threshold(contacts=2, noise=0.0), top=3, rng=1
    ... )
    >>> found.growth["gain"].round().tolist()
    [6.0]
    """
    top = check_integer("top", top, low=1)
    walls = check_integer("walls", walls, low=0)
    wishes = Wishes(adopters, propensity, share, model, by, horizon, relation, rng, n_jobs)
    limits = Limits(
        per_person=per_person, room=room, popular=popular, per_group=per_group, spare=spare, include=include,
        forbidden=() if forbidden is None else forbidden, level=level, levels_apart=levels_apart, change=change,
    )  # fmt: skip
    if acceptance is not None and not isinstance(acceptance, AcceptanceModel):
        check_number("acceptance", acceptance, low=0.0, high=1.0, low_open=True)
    setting = Setting.of(network, wishes, limits, register=register)
    settings = {
        **setting.told(), "top": top, "per_person": per_person, "popular": popular, "per_group": per_group,
        "walls": walls, "include": tuple(limits.include), "spare": tuple(limits.spare), "level": level,
        "levels_apart": levels_apart, "change": change,
        "acceptance": _told(acceptance),
    }  # fmt: skip
    obstacle = setting.obstacle
    if obstacle is not None:
        return _nothing(setting, obstacle, settings)
    fields = setting.fields()
    chosen, plan, size, origin = setting, NO_PAIRS, top, ""
    for _ in range(1 + SHORTER_PLANS):
        seen, whole, origin = _sought(setting, fields, acceptance, top=size, walls=walls)
        kept = seen.board.within_quotas(whole)
        if len(kept) > len(plan):
            chosen, plan = seen, kept
        if len(kept) == len(whole):
            break
        # People ran out before the shares did: of a plan of the size that came of it everybody's share is smaller.
        size = len(whole)
    if len(plan) == 0:
        none_left = mark("No pair of people remains that may be suggested.")
        none_fits = mark("No pair remains within the shares that one group, or the people with most ties, may get.")
        reason = TAKES_AWAY if origin == HARM else none_fits if setting.board.quotas else none_left
        return _nothing(setting, reason, settings)
    found = _worded(chosen, fields, plan, acceptance, settings)
    # Models under which nothing can be won have no say in the search, and may lose by it.
    return _nothing(setting, TAKES_AWAY, settings) if found.growth["gain"].mean() <= -NOTHING else found


def _sought(
    setting: Setting, fields: dict[str, Field], acceptance: AcceptanceModel | float | None, *, top: int, walls: int
) -> tuple[Setting, NDArray[np.int64], str]:
    """Give the plan of so many ties that brings most, with the board without those over walls, and what it began as."""
    setting = replace(setting, board=replace(setting.board, size=top))
    crossing = over_walls(setting, each=walls, top=top)
    setting = replace(setting, board=without_room(setting.board, crossing))
    uptake = _uptake(setting, acceptance)
    seen = setting.beside(fields, crossing)
    weighed = {name: Field(one.engine, one.positions, uptake) for name, one in seen.items()}
    found, _ = search_portfolio(
        weighed, setting.board, setting.likely, top=top - len(crossing), seed=setting.seed, arcs=setting.board.tied.nnz,
        more=_hints(setting), n_jobs=setting.wishes.n_jobs,
    )  # fmt: skip
    return setting, np.concatenate([found.plan.reshape(-1, 2), crossing]), found.origin


def _hints(setting: Setting) -> list[NDArray[np.int64]]:
    """Give pairs worth a look, one list per reason; a small network tries all pairs anyway."""
    starters = setting.starters
    keen = starters.odds if starters.drawn else None
    found = find_candidates(setting.board, setting.people, setting.likely, propensity=keen)
    return [
        rows[["left", "right"]].to_numpy(dtype=np.int64)
        for reason, rows in found.groupby("reason", sort=True)
        if reason != "all"
    ]


def _uptake(setting: Setting, acceptance: AcceptanceModel | float | None) -> Uptake | None:
    """Give what decides how likely ties of a plan are taken up while plans are compared, None for all of them.

    The default is an assumption and must not decide who is connected. What was learned is looked up once for all pairs,
    so in large networks it decides the order only.
    """
    if acceptance is None or acceptance == 1.0:
        return None
    if not isinstance(acceptance, AcceptanceModel):
        return lambda plan: np.full(len(plan), float(acceptance))
    n = setting.board.n
    if n > PEOPLE_LOOKED_UP:
        return None
    left, right = np.triu_indices(n, 1)
    known = np.zeros((n, n))
    known[left, right] = learned_acceptance(acceptance, setting.network, left.astype(np.int64), right.astype(np.int64))
    return lambda plan: np.asarray(known[plan.min(axis=1), plan.max(axis=1)])


def _told(acceptance: AcceptanceModel | float | None) -> str:
    if acceptance is None:
        return "default"
    return "learned" if isinstance(acceptance, AcceptanceModel) else f"{acceptance:g}"


def _nothing(setting: Setting, reason: str, settings: dict[str, Any]) -> Suggestions:
    columns = {
        "rank": "int64", "person": "str", "other": "str", "form": "str", "acceptance": "float64", "gain": "float64",
        "gain_low": "float64", "gain_high": "float64", "alone": "float64", "value": "float64", "survives": "float64",
        "robust": "bool", "depends": "str", "crosses": "str", "ingredient": "str", "via": "str", "bundle": "int64",
    }  # fmt: skip
    table = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    table.index = pd.Index([], dtype="str", name="suggestion")
    provenance = Provenance.of(setting.network, function="suggest_connections", settings=settings)
    groups = [str(name) for name in setting.people.group]
    fair = fairness(setting.board, np.empty((0, 2), np.int64), groups)
    return Suggestions(
        table, settings, provenance, headline=(Fact(reason),), cautions=setting.cautions, growth=no_growth(),
        fairness=fair,
    )  # fmt: skip


def _worded(
    setting: Setting,
    fields: dict[str, Field],
    plan: NDArray[np.int64],
    acceptance: AcceptanceModel | float | None,
    settings: dict[str, Any],
) -> Suggestions:
    network, board, people, seed = setting.network, setting.board, setting.people, setting.seed
    starts = setting.starts
    # An adopter comes first; two adopters, or none, in the order of their ids.
    swap = starts[plan[:, 1]] & ~starts[plan[:, 0]]
    plan = np.where(swap[:, None], plan[:, ::-1], plan)
    table, growth = measured(fields, plan, seed, n_jobs=setting.wishes.n_jobs)
    if acceptance is None:
        acceptance = learned_if_known(network, setting.wishes.relation, rng=np.random.default_rng(seed))
        settings = {**settings, "acceptance": _told(acceptance)}
    table["acceptance"] = accepted(setting, plan, acceptance)
    lasting = survival(
        fields, plan, seed=seed, missing=missing_share(network), silent=silent_people(network),
        n_jobs=setting.wishes.n_jobs,
    )  # fmt: skip
    table["survives"] = lasting.share
    via = introducers(network, plan, relation=setting.wishes.relation, barred=board.room == 0, apart=board.barred)
    table["bundle"] = bundles(plan, table["gain"].to_numpy(), table["alone"].to_numpy())
    shared = pair_proximity(board.tied, plan[:, 0], plan[:, 1], method="common").astype(np.int64)
    learned = isinstance(acceptance, AcceptanceModel)
    walls = walls_crossed(setting, plan)
    near = np.asarray(board.tied @ starts.astype(np.float64)).astype(np.int64)[plan].tolist()
    cases = []
    for k, number in enumerate(table["bundle"].tolist()):
        i, j = plan[k].tolist()
        row = {str(name): float(table[name].iloc[k]) for name in MEASURED}
        fellow = [p for p in range(len(plan)) if number and table["bundle"].iloc[p] == number and p != k]
        votes = {name: float(vote[k]) for name, vote in lasting.votes.items()}
        fragile = fragile_under(votes, row["survives"])
        others = tuple(f"{people.name[plan[p, 0]]} – {people.name[plan[p, 1]]}" for p in fellow)
        cases.append(
            Case(
                i, j, bool(starts[i]), bool(starts[j]), setting.starters.drawn, **row, learned=learned,
                fragile=fragile, via=int(via[k]), shared=int(shared[k]), bundle=others,
                wall=walls[k], near=tuple(near[k]), all_fragile=len(fragile) == len(votes) > 1,
            )
        )  # fmt: skip
    table, facts = _table(setting, table, cases)
    nobody = nobody_joins(growth["gain"])
    if nobody:
        facts = saying_nobody_joins(facts)
    fair = fairness(board, plan, [str(name) for name in people.group])
    return Suggestions(
        table,
        settings,
        Provenance.of(network, function="suggest_connections", settings=settings),
        facts,
        (*headline(growth, len(plan)), *(() if nobody else (robust(table),)), *said_of_fairness(fair)),
        (
            *cautions(
                table,
                growth,
                assumed=acceptance is None,
                whole=lasting.whole,
                people=next(iter(fields.values())).engine.contacts.n_counted,
            ),
            *said_of_learning(acceptance),
            *said_of_fewer(len(plan), int(settings["top"])),
            *setting.cautions,
        ),
        growth,
        fair,
    )


def _table(
    setting: Setting, computed: pd.DataFrame, cases: list[Case]
) -> tuple[pd.DataFrame, dict[Hashable, tuple[Fact, ...]]]:
    """Give the table in its final order, and the reasons per row."""
    ids, people = setting.network.ids, setting.people
    table = computed.assign(
        person=[str(ids[case.i]) for case in cases],
        other=[str(ids[case.j]) for case in cases],
        form=["bundle" if case.bundle else "introduction" if case.via >= 0 else "tie" for case in cases],
        value=computed["acceptance"] * computed["gain"],
        robust=computed["survives"] >= FAIR,
        depends=["" if case.survives >= FAIR else ", ".join(case.fragile) for case in cases],
        crosses=[people.wall(case.i, case.j) for case in cases],
        ingredient=[ingredient(case, people) for case in cases],
        via=[str(ids[case.via]) if case.via >= 0 else "" for case in cases],
    )
    labels = labelled(zip(table["person"], table["other"], strict=True))
    table.index = pd.Index(labels, dtype="str", name="suggestion")
    facts: dict[Hashable, tuple[Fact, ...]] = {
        label: reasons(case, people) for label, case in zip(labels, cases, strict=True)
    }
    order = np.lexsort((table.index.to_numpy(), -np.round(table["value"].to_numpy(), 9)))
    table = table.iloc[order]
    table["rank"] = np.arange(1, len(table) + 1)
    columns = [
        "rank", "person", "other", "form", "acceptance", "gain", "gain_low", "gain_high", "alone", "value", "survives",
        "robust", "depends", "crosses", "ingredient", "via", "bundle",
    ]  # fmt: skip
    return table[columns], facts


def accepted(
    setting: Setting, plan: NDArray[np.int64], acceptance: AcceptanceModel | float | None
) -> NDArray[np.float64]:
    """Give the chance per tie that it is taken up."""
    left, right = plan[:, 0], plan[:, 1]
    if isinstance(acceptance, AcceptanceModel):
        return learned_acceptance(acceptance, setting.network, left, right)
    if acceptance is not None:
        return np.full(len(plan), float(acceptance))
    codes = pd.factorize(pd.Series(setting.people.group).replace("", None))[0].astype(np.int64)
    return default_acceptance(setting.network, left, right, group=codes, level=setting.board.level)
