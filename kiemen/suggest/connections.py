"""New ties that let the collective grow: which, how much, how sure and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diffusion.contacts import gather_contacts
from kiemen.diffusion.engine import seed_from
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.acceptance import AcceptanceModel, default_acceptance, learned_acceptance
from kiemen.suggest.growth import Field, Worlds, alone, interval, share_out
from kiemen.suggest.introductions import introducers
from kiemen.suggest.portfolio import named_models, search_portfolio, set_fields, survival
from kiemen.suggest.proximity import pair_proximity
from kiemen.suggest.reasons import Case, People, ingredient, reasons
from kiemen.suggest.search import FIRST_WORLDS, Effort
from kiemen.suggest.selection import Limits, fairness, set_board

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.adopters import StartingSet
    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.board import Board
    from kiemen.suggest.register import Register

REPORT_WORLDS = 240
ALONE_WORLDS = 120
TOGETHER = 0.5


def _no_frame() -> pd.DataFrame:
    return pd.DataFrame()


@dataclass(frozen=True, repr=False, eq=False)
class Suggestions(Result):
    """Suggested new ties, best first.

    Parameters
    ----------
    growth
        Per model: adopters at the horizon without the plan and with it, the growth and its 90 % interval.
    fairness
        How the ties fall: see `kiemen.suggest.selection.fairness`.
    """

    growth: pd.DataFrame = field(default_factory=_no_frame)
    fairness: pd.DataFrame = field(default_factory=_no_frame)

    _title: ClassVar[str] = mark("Connections that let the collective grow")
    _plot: ClassVar[str] = "plot_suggestions"


def suggest_connections(
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    top: int = 20,
    per_person: int = 3,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
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
        "mixed" (cascades below and above the tipping point, thresholds, fire), a model or its name, or several.
    top
        Number of ties, at least 1.
    per_person
        New ties per person at most, at least 1.
    room
        Another number for some people (0 leaves somebody alone): use it for the overloaded and for those who opted out.
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
        How likely two people take a suggestion up. None: the documented default, an assumption that is shown and decides
        the order but not which ties are in the plan. An `AcceptanceModel` (`fit_acceptance`): what was learned. A number,
        above 0 up to 1: the same for all.
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
        gain : float - extra adopters at the horizon, its fair share of the growth of the plan (Shapley), mean over models
        gain_low, gain_high : float - 90 % interval of the mean over worlds; with several models, over all of them
        alone : float - extra adopters if it were the only tie
        value : float - acceptance × gain
        survives : float, 0 to 1 - share of models and their variants in which it earns its place
        crosses : str - the two groups it connects, "" within a group
        ingredient : str - spark, oxygen, fuel, stoking or pokers
        via : str - id of the introducer, ""
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
    A plan is sought among simple rules (hubs, nearest, starters together, ...), plans built on what simulated worlds say
    a tie is worth (exact one-tie gains under cascades, people won per tie under thresholds), and exchanges between them,
    all judged in fresh worlds with common random numbers. Which plan wins depends on the model: `survives` says how much.
    Cost: some hundred plans × some hundred worlds; 600 people and 25 ties take seconds.

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
    check_integer("top", top, low=1)
    seed = seed_from(check_rng(rng))
    people = People.of(network, by)
    limits = Limits(
        per_person=per_person, room=room, spare=spare, include=include, forbidden=forbidden or (), level=level,
        levels_apart=levels_apart, change=change,
    )  # fmt: skip
    settings = {
        "top": top, "per_person": per_person, "model": _model_names(model), "by": by, "include": tuple(include),
        "spare": tuple(spare), "level": level, "levels_apart": levels_apart, "change": change, "horizon": horizon,
        "relation": relation, "acceptance": "default" if acceptance is None else _told(acceptance), "seed": seed,
    }  # fmt: skip
    board = set_board(network, limits, by=by, register=register)
    starters = resolve_adopters(network, adopters if propensity is None else propensity, share=share)
    if propensity is not None and adopters is not None:
        raise InputError("give adopters (declared) or propensity (a ranking), not both.")
    likely = _likely(starters)
    obstacle = _obstacle(network, board, starters)
    if obstacle is not None:
        return _nothing(network, obstacle, settings)
    contacts = gather_contacts(network, relation=relation, by=by if by in set(network.people.columns) else None)
    positions = {str(person): place for place, person in enumerate(network.ids)}
    models = named_models(model, contacts)
    fields = set_fields(contacts, models, starters, horizon=horizon, seed=seed, positions=positions, n_jobs=n_jobs)
    found, _ = search_portfolio(fields, board, likely, top=top, seed=seed, effort=Effort())
    if len(found.plan) == 0:
        return _nothing(network, mark("No pair of people remains that may be suggested."), settings)
    return _worded(network, board, fields, found.plan, likely, people, acceptance, level, settings, seed)


def _model_names(model: Any) -> str:
    several = model if isinstance(model, (list, tuple)) else [model]
    return ", ".join(str(one) for one in several)


def _told(acceptance: AcceptanceModel | float) -> str:
    return "learned" if isinstance(acceptance, AcceptanceModel) else f"{acceptance:g}"


def _likely(starters: StartingSet) -> NDArray[np.int64]:
    """Give the people to build plans around: the adopters, or those most often drawn."""
    if not starters.drawn:
        return starters.fixed.astype(np.int64)
    return np.asarray(np.sort(np.argsort(-starters.odds, kind="stable")[: starters.size]), dtype=np.int64)


def _obstacle(network: Network, board: Board, starters: StartingSet) -> str | None:
    """Give the reason why nothing can be suggested, None when something may."""
    n = board.n
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    if not starters.drawn and np.isin(np.flatnonzero(inside), starters.fixed).all():
        return mark("Everybody is an adopter already: no tie can win anybody over.")
    if network.n_ties and board.tied.nnz >= n * (n - 1):
        return mark("Everybody is tied to everybody already: there is no new tie to suggest.")
    if int((board.room > 0).sum()) < 2:
        return mark("Nobody may take on a new tie: every person is spared or has no room.")
    return None


def _nothing(network: Network, reason: str, settings: dict[str, Any]) -> Suggestions:
    columns = {
        "rank": "int64", "person": "str", "other": "str", "form": "str", "acceptance": "float64", "gain": "float64",
        "gain_low": "float64", "gain_high": "float64", "alone": "float64", "value": "float64", "survives": "float64",
        "crosses": "str", "ingredient": "str", "via": "str", "bundle": "int64",
    }  # fmt: skip
    table = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    table.index = pd.Index([], dtype="str", name="suggestion")
    provenance = Provenance.of(network, function="suggest_connections", settings=settings)
    return Suggestions(table, settings, provenance, headline=(Fact(reason),))


def _worded(
    network: Network,
    board: Board,
    fields: dict[str, Field],
    plan: NDArray[np.int64],
    likely: NDArray[np.int64],
    people: People,
    acceptance: AcceptanceModel | float | None,
    level: str | None,
    settings: dict[str, Any],
    seed: int,
) -> Suggestions:
    starts = np.zeros(board.n, dtype=np.bool_)
    starts[likely] = True
    # An adopter comes first; two adopters, or none, in the order of their ids.
    swap = starts[plan[:, 1]] & ~starts[plan[:, 0]]
    plan = np.where(swap[:, None], plan[:, ::-1], plan)
    worth, single, growth = measured(fields, plan, seed)
    chance = accepted(network, board, plan, acceptance, people)
    lasting, votes = survival(fields, plan, seed=seed)
    via = introducers(network, plan, barred=board.room == 0)
    bundle = bundles(plan, worth["gain"].to_numpy(), single)
    shared = pair_proximity(board.tied, plan[:, 0], plan[:, 1], method="common").astype(np.int64)
    ids = network.ids.to_numpy()
    cases = []
    for k, (i, j) in enumerate(plan.tolist()):
        fellow = [p for p in np.flatnonzero((bundle == bundle[k]) & (bundle > 0)).tolist() if p != k]
        cases.append(
            Case(
                i, j, bool(starts[i]), bool(starts[j]), float(worth["gain"].iloc[k]),
                float(worth["gain_low"].iloc[k]), float(worth["gain_high"].iloc[k]), float(single[k]),
                float(chance[k]), isinstance(acceptance, AcceptanceModel), float(lasting[k]),
                tuple(name for name, vote in votes.items() if vote[k] < TOGETHER), int(via[k]), int(shared[k]),
                tuple(f"{people.name[plan[p, 0]]} – {people.name[plan[p, 1]]}" for p in fellow[:4]),
            )
        )  # fmt: skip
    table = worth.assign(
        person=ids[plan[:, 0]], other=ids[plan[:, 1]], acceptance=chance, alone=single, value=chance * worth["gain"],
        survives=lasting, crosses=[people.wall(i, j) for i, j in plan.tolist()],
        ingredient=[ingredient(case, people) for case in cases],
        via=[str(ids[z]) if z >= 0 else "" for z in via], bundle=bundle,
        form=["bundle" if b else "introduction" if z >= 0 else "tie" for b, z in zip(bundle, via, strict=True)],
    )  # fmt: skip
    table.index = pd.Index([f"{a} – {b}" for a, b in zip(table["person"], table["other"], strict=True)], dtype="str")
    facts = {label: reasons(case, people) for label, case in zip(table.index, cases, strict=True)}
    order = np.lexsort((table.index.to_numpy(), -np.round(table["value"].to_numpy(), 9)))
    table = table.iloc[order]
    table["rank"] = np.arange(1, len(table) + 1)
    columns = [
        "rank", "person", "other", "form", "acceptance", "gain", "gain_low", "gain_high", "alone", "value", "survives",
        "crosses", "ingredient", "via", "bundle",
    ]  # fmt: skip
    return Suggestions(
        table[columns].rename_axis("suggestion"),
        settings,
        Provenance.of(network, function="suggest_connections", settings=settings),
        facts,
        _headline(growth, len(plan)),
        _cautions(growth, acceptance),
        growth,
        fairness(board, plan, [str(name) for name in people.group]),
    )


def measured(
    fields: dict[str, Field], plan: NDArray[np.int64], seed: int
) -> tuple[pd.DataFrame, NDArray[np.float64], pd.DataFrame]:
    """Give gain with interval per tie, what each brings alone, and the growth of the plan per model."""
    parts, singles, rows = [], [], {}
    for name, one in fields.items():
        worlds = Worlds(4 * FIRST_WORLDS, REPORT_WORLDS)
        shares = share_out(one, plan, worlds, seed=seed)
        parts.append([interval(shares[:, k]) for k in range(len(plan))])
        singles.append(alone(one, plan, Worlds(5 * FIRST_WORLDS, ALONE_WORLDS)))
        before = one.base(worlds)
        gain, low, high = interval(shares.sum(axis=1))
        rows[name] = {
            "before": float(before.mean()), "after": float(before.mean()) + gain, "gain": gain, "gain_low": low,
            "gain_high": high,
        }  # fmt: skip
    cube = np.array(parts)
    worth = pd.DataFrame(
        {
            "gain": cube[:, :, 0].mean(axis=0),
            "gain_low": cube[:, :, 1].min(axis=0),
            "gain_high": cube[:, :, 2].max(axis=0),
        }
    )
    growth = pd.DataFrame.from_dict(rows, orient="index").rename_axis("model")
    return worth, np.mean(singles, axis=0), growth


def accepted(
    network: Network,
    board: Board,
    plan: NDArray[np.int64],
    acceptance: AcceptanceModel | float | None,
    people: People,
) -> NDArray[np.float64]:
    """Give the chance per tie that it is taken up."""
    left, right = plan[:, 0], plan[:, 1]
    if isinstance(acceptance, AcceptanceModel):
        return learned_acceptance(acceptance, network, left, right)
    if acceptance is not None:
        if not 0 < float(acceptance) <= 1:
            raise InputError(f"acceptance must be above 0 and at most 1, not {acceptance!r}.")
        return np.full(len(plan), float(acceptance))
    codes = pd.factorize(pd.Series(people.group).replace("", None))[0].astype(np.int64)
    return default_acceptance(network, left, right, group=codes, level=board.level)


def bundles(plan: NDArray[np.int64], gain: NDArray[np.float64], single: NDArray[np.float64]) -> NDArray[np.int64]:
    """Number the ties that need each other: alone they bring less than half of their share, and they touch.

    Returns
    -------
    array
        Number of the bundle per tie, from 1; 0 for ties that stand alone.
    """
    needy = np.flatnonzero((gain > 0.05) & (single < TOGETHER * gain))
    number = np.zeros(len(plan), dtype=np.int64)
    count = 0
    for k in needy.tolist():
        if number[k]:
            continue
        members = [k]
        for m in members:
            touching = [q for q in needy.tolist() if q not in members and set(plan[q]) & set(plan[m])]
            members += touching
        if len(members) > 1:
            count += 1
            number[members] = count
    return number


def _headline(growth: pd.DataFrame, ties: int) -> tuple[Fact, ...]:
    low, high = growth["gain"].min(), growth["gain"].max()
    if len(growth) == 1:
        row = growth.iloc[0]
        return (
            Fact(
                mark(
                    "{n} new ties would bring {gain:.1f} extra adopters at the horizon (90% interval {low:.1f} to "
                    "{high:.1f}), on top of {before:.1f}."
                ),
                {"n": ties, "gain": float(row["gain"]), "low": float(row["gain_low"]), "high": float(row["gain_high"]),
                 "before": float(row["before"])},
            ),
        )  # fmt: skip
    return (
        Fact(
            mark(
                "{n} new ties would bring {low:.1f} to {high:.1f} extra adopters, depending on how behaviour spreads."
            ),
            {"n": ties, "low": float(low), "high": float(high)},
        ),
    )


def _cautions(growth: pd.DataFrame, acceptance: AcceptanceModel | float | None) -> tuple[Fact, ...]:
    found = [
        Fact(mark("How behaviour spreads is an assumption: look at which ties survive under several models.")),
        Fact(mark("That adopters are connected does not say that one moved the other.")),
        Fact(mark("A suggestion is an invitation: it is not meant for judging anybody.")),
    ]
    if acceptance is None:
        found.append(
            Fact(mark("How likely people take it up is an assumption here: nothing was learned from past ties."))
        )
    if (growth["gain"] < 1).all():
        found.append(Fact(mark("No plan found brings one extra adopter: ties are not what is lacking here.")))
    return tuple(found)
