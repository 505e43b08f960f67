"""One plan out of the whole menu: people to win, groups, encounters and ties, within what may be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.diffusion.base import Added
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.connections import no_growth
from kiemen.suggest.growth import Worlds
from kiemen.suggest.lanes import side_by_side
from kiemen.suggest.menu import STRATEGIES, gather_steps
from kiemen.suggest.outcomes import (
    FEWER,
    NO_GROWTH,
    NOTHING,
    SAID_TO_TEAM,
    SATURATED,
    nobody_joins,
    said_of_little,
    said_of_saturation,
)
from kiemen.suggest.register import STARTER, Register, checked_pairs
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import EVERYBODY_TIED, Setting, Wishes
from kiemen.suggest.shares import over_models, share_out
from kiemen.suggest.steps import Step, StepField

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.growth import Field

REPORT_WORLDS, COMPARED_WORLDS = 120, 60
# Where the best plan brings less than this part of a person, models have no say in which plan is best.
LITTLE = 0.1
# Arcs that may be replayed to measure the plan under one model.
REPORT_ARCS = 200_000_000
COLUMNS = ("strategy", "form", "people", "asks", "gain", "gain_low", "gain_high")
PAIRS = ("step", "person", "other")
# What a step of each part is called; ties have several names.
FORMS = {
    "meetings": "meeting", "bundles": "bundle", "relief": "relief", "initiatives": "initiative",
    "invitations": "invitation",
}  # fmt: skip


@dataclass(frozen=True, repr=False, eq=False)
class Plan(Result):
    """A plan for the next round.

    Parameters
    ----------
    growth
        Per model: adopters at the horizon without the plan and with the whole of it, the growth and its 90 % interval.
    parts
        The suggestions it was chosen from, by name.
    pairs
        What to record in a `Register` when a step is decided on: step, person and other (somebody to be tied to, an
        initiative to join, or "starter").
    """

    growth: pd.DataFrame = field(default_factory=no_growth)
    parts: Mapping[str, Result] = field(default_factory=dict)
    pairs: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PAIRS, dtype="str"))

    _title: ClassVar[str] = mark("A plan for the next round")
    _plot: ClassVar[str] = "plot_plan"


def build_plan(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "mixed",
    budget: int = 40,
    by: str | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    forbidden: Iterable[tuple[str, str]] | None = None,
    register: Register | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
) -> Plan:
    """Build one plan out of all forms of suggestions, within what may be asked of people.

    Answers: "What should we do next month, all in all, and what would it bring?" The menu has four strategies (Valente
    2012): individuals (people to win personally), segmentation (several ties into one group at once), induction
    (meetings, introductions and invitations) and alteration (new ties, relief of bridges, joining an initiative). Not
    for a study of one form: call its own function, which says more.

    Parameters
    ----------
    network
        People and ties; groups, roles, initiatives and answers where there are any.
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters (see `suggest_connections`).
    model
        A model, its name, several, or "mixed".
    budget
        How often people may be asked for something in all, at least 2: a tie asks two people, a meeting everybody at
        the table, an invitation the host and the guest.
    by
        Column of people with the groups; None takes the first usual one.
    room
        Per person, how often that person may be asked; 0 leaves somebody alone. Others: three times, and once if they
        carry far more than their colleagues.
    spare
        Groups to leave alone.
    forbidden
        Pairs of ids that may not be brought together.
    register
        Decisions on earlier suggestions.
    horizon
        Periods to look ahead; None takes the model's.
    relation
        Relation or relations along which behaviour travels; None takes all.
    rng
        Seed or generator.

    Returns
    -------
    Plan
        `.table` has one row per step (index ``step``, from 1), the largest growth first, and the columns

        strategy : str - "individuals", "segmentation", "induction" or "alteration"
        form : str - "starter", "bundle", "meeting", "invitation", "introduction", "tie", "relief" or "initiative"
        people : str - ids of those who are asked
        asks : int - how many that are
        gain : float - extra adopters at the horizon, its fair share of the growth of the whole plan (Shapley), mean
            over models
        gain_low, gain_high : float - 90 % interval of the mean over worlds; with several models, over all of them

        `.growth` has one row per model: before, after, gain, gain_low, gain_high, for the whole plan against nothing.
        `.parts` holds the suggestions by name. Empty, with the reason in `.headline`, when nothing may be asked.

    Raises
    ------
    InputError
        If nobody is an adopter, or an id, group or model is not known.

    Notes
    -----
    The best step of every strategy comes first, then whatever brings most per person asked, as long as the budget and
    the room of people allow; plans in which all steps of one form come before the others are tried too, and the one
    that does best over the models is taken. Its steps are replayed together in fresh worlds, and the growth of the
    whole is divided over them; steps that turn out to bring nothing together stay in, since relief of a bridge is not
    meant to win people. Somebody who is won personally or accepts an invitation is taken to take part from the start.
    Cost: that of all its parts; 600 people take some tens of seconds.

    References
    ----------
    Valente, T. W. (2012). Network interventions. Science 337:49-53. doi:10.1126/science.1217330

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.network import Network
    >>> graph = nx.path_graph(8)
    >>> nx.set_node_attributes(graph, {i: "left" if i < 4 else "right" for i in graph}, "team")
    >>> plan = build_plan(Network.from_networkx(graph), adopters=["0", "1"], model="cascade", budget=6, rng=1)
    >>> int(plan.table["asks"].sum()) <= 6
    True
    """
    budget = check_integer("budget", budget, low=2)
    wishes = Wishes(adopters, propensity, share, model, by, horizon, relation, rng)
    out = checked_pairs(() if forbidden is None else forbidden, "forbidden")
    limits = Limits(room=room, spare=spare, forbidden=out)
    setting = Setting.of(network, wishes, limits, register=register)
    settings = {**setting.told(), "budget": budget, "spare": tuple(limits.spare)}
    if setting.obstacle not in {None, EVERYBODY_TIED}:
        return _nothing(setting, settings, str(setting.obstacle))
    fields = setting.fields()
    # What is forbidden holds for every form: recorded as a decision, each fills up what falls away.
    known = (register or Register()).record(out, "forbidden")
    steps, parts = gather_steps(setting, fields, limits, register=known, budget=budget)
    chosen = _best(fields, steps, setting.board.room, budget)
    lacking = mark("Nothing on the menu would bring an extra adopter.")
    if not chosen:
        none = lacking if steps else mark("Nothing remains that may be asked of anybody.")
        told = said_of_saturation(fields.values()) if steps else ()
        return _nothing(setting, settings, none, parts, cautions=told)
    table, growth = _measured(fields, chosen, setting.seed)
    if growth["gain"].mean() <= -NOTHING:
        return _nothing(setting, settings, lacking)
    nobody = _said_of_nobody(fields, chosen, growth)
    headline = (*_whole(chosen, growth, nobody), *_lacking(chosen, steps))
    little = said_of_little(growth, next(iter(fields.values())).engine.contacts.n_counted)
    return _result(
        setting, settings, chosen, table, growth=growth, parts=parts, headline=headline, nobody=nobody, little=little
    )


def _best(fields: dict[str, Field], steps: list[Step], room: NDArray[np.int64], budget: int) -> list[Step]:
    """Compare whole plans, replayed: the usual one, and those that take all steps of one form first.

    What steps bring by themselves misleads where several together tip it: then many of one form can be worth more.
    """
    place = {id(step): number for number, step in enumerate(steps)}
    plans: dict[tuple[int, ...], list[Step]] = {}
    for form in ("", *sorted({step.form for step in steps})):
        plan = _chosen(steps, room, budget, first=form)
        plans.setdefault(tuple(sorted(place[id(step)] for step in plan)), plan)
    if len(plans) == 1:
        return next(iter(plans.values()))
    worlds = Worlds(12 * FIRST_WORLDS, _affordable(fields, len(plans), COMPARED_WORLDS))
    reached = np.zeros(len(plans))
    for one in fields.values():
        replayed, base = StepField(one, steps), float(one.base(worlds).mean())
        gains = np.array([replayed.sizes(np.array(plan), worlds).mean() - base for plan in plans])
        reached += gains / max(float(gains.max()), LITTLE)
    return list(plans.values())[int(np.argmax(np.round(reached, 9)))]


def _affordable(fields: dict[str, Field], replays: int, most: int) -> int:
    """Give the worlds in which so many plans can be replayed under one model."""
    arcs = max(one.engine.contacts.n_arcs for one in fields.values())
    return int(np.clip(REPORT_ARCS / (arcs * replays), 4, most))


def _worth_asking(steps: Sequence[Step]) -> list[Step]:
    """Leave out what brings nothing: nobody is asked for that. Relief of a bridge is not meant to win people."""
    return [step for step in steps if step.hope > 0 or step.form == "relief"]


def _chosen(steps: Sequence[Step], room: NDArray[np.int64], budget: int, *, first: str = "") -> list[Step]:
    """Take the best step of every strategy, then those of the `first` form, then what brings most per person asked."""
    ranked = sorted(_worth_asking(steps), key=lambda step: (-round(step.hope / len(step.people), 9), step.label))
    firsts = [next((one for one in ranked if one.strategy == strategy), None) for strategy in STRATEGIES]
    ranked = [*(step for step in ranked if step.form == first), *(step for step in ranked if step.form != first)]
    left, spent = room.copy(), 0
    taken: list[Step] = []
    pairs: set[tuple[int, int]] = set()
    for step in [*(one for one in firsts if one is not None), *ranked]:
        mine = {(min(a, b), max(a, b)) for a, b in step.ties.tolist()}
        again = step in taken or (bool(mine) and mine <= pairs)
        won = {one for other in taken for one in other.starters} & set(step.starters)
        if again or won or spent + len(step.people) > budget or (left[list(step.people)] < 1).any():
            continue
        left[list(step.people)] -= 1
        spent += len(step.people)
        pairs |= mine
        taken.append(step)
    return taken


def _measured(fields: dict[str, Field], steps: list[Step], seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay all steps together: the growth of the whole per model, and the fair share of each step."""
    numbers = np.arange(len(steps), dtype=np.int64)
    worlds = Worlds(13 * FIRST_WORLDS, _affordable(fields, len(steps) + 1, REPORT_WORLDS))

    def under(one: Field) -> tuple[NDArray[np.float64], dict[str, float]]:
        shares = share_out(StepField(one, steps), numbers, worlds, seed=seed)
        return shares.per_tie(), shares.whole(float(one.base(worlds).mean()))

    found = side_by_side({name: partial(under, one) for name, one in fields.items()})
    table = over_models([per_tie for per_tie, _ in found.values()])
    growth = pd.DataFrame.from_dict({name: row for name, (_, row) in found.items()}, orient="index")
    return table, growth.rename_axis("model")


def _result(
    setting: Setting,
    settings: dict[str, Any],
    steps: list[Step],
    table: pd.DataFrame,
    *,
    growth: pd.DataFrame,
    parts: dict[str, Result],
    headline: tuple[Fact, ...],
    nobody: tuple[Fact, ...],
    little: tuple[Fact, ...],
) -> Plan:
    ids = setting.network.ids
    table = table.assign(
        strategy=[step.strategy for step in steps],
        form=[step.form for step in steps],
        people=[", ".join(str(ids[i]) for i in step.people) for step in steps],
        asks=[len(step.people) for step in steps],
    )
    gains = np.round(table["gain"].to_numpy(dtype=np.float64), 9)
    order = sorted(range(len(steps)), key=lambda k: (-gains[k], steps[k].label))
    table = table.iloc[order].reset_index(drop=True)[list(COLUMNS)].rename_axis("step")
    table.index = table.index + 1
    facts: dict[Hashable, tuple[Fact, ...]] = {}
    rows = table.to_dict("records")
    for number, k in enumerate(order, start=1):
        row = rows[number - 1]
        told = mark(
            "As part of this plan it brings {gain:.1f} extra adopters at the horizon (90% interval "
            "{low:.1f} to {high:.1f})."
        )
        share = {"gain": float(row["gain"]), "low": float(row["gain_low"]), "high": float(row["gain_high"])}
        first = steps[k].facts[:1]
        facts[number] = (*first, *nobody, *steps[k].facts[1:], Fact(told, share))
    seen = _cautions(setting, parts, {step.form for step in steps})
    return Plan(
        table,
        settings,
        Provenance.of(setting.network, function="build_plan", settings=settings),
        facts,
        headline,
        (*seen, *little),
        growth,
        parts,
        _pairs(setting, [steps[k] for k in order]),
    )


def _pairs(setting: Setting, steps: Sequence[Step]) -> pd.DataFrame:
    ids = [str(one) for one in setting.network.ids]
    rows = []
    for number, step in enumerate(steps, start=1):
        pairs = [(ids[i], ids[j]) for i, j in step.ties.tolist()]
        if step.form == "initiative":
            pairs = [(ids[step.people[0]], step.joins)]
        elif step.form == "starter":
            pairs = [(ids[step.people[0]], STARTER)]
        rows += [(number, *pair) for pair in pairs]
    return pd.DataFrame(rows, columns=list(PAIRS))


def _said_of_nobody(fields: dict[str, Field], steps: Sequence[Step], growth: pd.DataFrame) -> tuple[Fact, ...]:
    """Say when nobody joins in through the plan, but for those who are asked themselves to take part."""
    if nobody_joins(growth["gain"]):
        return (SAID_TO_TEAM,)
    won = sorted({one for step in steps for one in step.starters})
    # Who is asked brings one person at most, so what is above that comes of others: then nothing need be replayed.
    if not nobody_joins(growth["gain"] - len(won)) or not nobody_joins(_by_others(fields, steps, won)):
        return ()
    told = mark(
        "Beyond {n:the one person who is|the # people who are} asked to take part from the start, nobody is expected "
        "to join in through this plan."
    )
    return (Fact(told, {"n": len(won)}, "team"),)


def _by_others(fields: dict[str, Field], steps: Sequence[Step], won: list[int]) -> list[float]:
    """Give, per model, how many more people take part who are not asked to themselves."""
    worlds = Worlds(13 * FIRST_WORLDS, _affordable(fields, 2, REPORT_WORLDS))
    found = []
    for one in fields.values():
        engine, ties = one.engine, np.concatenate([step.ties for step in steps])
        others = np.delete(np.arange(engine.contacts.n), won)
        others = others[engine.contacts.counted[others]]
        after = engine.run(worlds.numbers, engine.arcs(ties), np.array(won, dtype=np.int32)).alive
        before = engine.run(worlds.numbers, Added.none()).alive
        found.append(float((after - before)[others].sum()) / worlds.count)
    return found


def _whole(steps: Sequence[Step], growth: pd.DataFrame, nobody: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Say what the whole plan brings."""
    if nobody_joins(growth["gain"]):
        return nobody
    said = mark(
        "The whole plan (steps: {n}; times that somebody is asked: {asks}) would bring {low:.1f} to {high:.1f} extra "
        "adopters at the horizon (90% interval over all models), against doing nothing."
    )
    if len(growth) == 1:
        said = mark(
            "The whole plan (steps: {n}; times that somebody is asked: {asks}) would bring {low:.1f} to {high:.1f} "
            "extra adopters at the horizon (90% interval), against doing nothing."
        )
    low, high = float(growth["gain_low"].min()), float(growth["gain_high"].max())
    asks = sum(len(step.people) for step in steps)
    return (Fact(said, {"n": len(steps), "asks": asks, "low": low, "high": high}), *nobody)


def _lacking(chosen: Sequence[Step], steps: Sequence[Step]) -> tuple[Fact, ...]:
    """Name the strategies for which nothing was found, and those that others leave no room for."""
    used, offered = ({step.strategy for step in some} for some in (chosen, _worth_asking(steps)))
    left_out = mark("Left out, since other steps bring more within what may be asked: {strategies}.")
    found = []
    for told, names in (
        (mark("Nothing was found for: {strategies}."), [name for name in STRATEGIES if name not in used | offered]),
        (left_out, [name for name in STRATEGIES if name in offered - used]),
    ):
        listed: Fact | None = None
        for name in names:
            this = Fact(STRATEGIES[name])
            listed = this if listed is None else Fact(mark("{first}, {rest}"), {"first": listed, "rest": this})
        if listed is not None:
            found.append(Fact(told, {"strategies": listed}))
    return tuple(found)


def _cautions(setting: Setting, parts: Mapping[str, Result], forms: set[str]) -> tuple[Fact, ...]:
    """Give what limits the reading of the parts that are in the plan, each once; ties stand for all of them."""
    known = [part for name, part in parts.items() if name == "connections" or FORMS.get(name) in forms]
    told = [*(one for part in known for one in part.cautions), *setting.cautions]
    told_anew = {NO_GROWTH, SATURATED, FEWER}
    return tuple({one.message: one for one in told if one.message not in told_anew}.values())


def _nothing(
    setting: Setting,
    settings: dict[str, Any],
    reason: str,
    parts: Mapping[str, Result] | None = None,
    *,
    cautions: tuple[Fact, ...] = (),
) -> Plan:
    kinds = dict.fromkeys(COLUMNS, "float64") | {"strategy": "str", "form": "str", "people": "str", "asks": "int64"}
    table = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    table.index = pd.Index([], dtype="int64", name="step")
    provenance = Provenance.of(setting.network, function="build_plan", settings=settings)
    told = [Fact(reason)]
    for part in (parts or {}).values():
        told += [one for one in part.headline if one not in told]
    return Plan(
        table, settings, provenance, headline=tuple(told), cautions=(*cautions, *setting.cautions), parts=parts or {}
    )
