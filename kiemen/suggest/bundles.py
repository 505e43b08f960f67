"""Wide bridges: a few ties together across a wall, which alone do nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.corners import corners_of, said_wall
from kiemen.suggest.growth import Field, Portfolio, Worlds, interval
from kiemen.suggest.outcomes import NOTHING, said_of_saturation
from kiemen.suggest.reasons import feeds
from kiemen.suggest.search import FIRST_WORLDS, Effort, search_plan
from kiemen.suggest.selection import Limits
from kiemen.suggest.setting import Setting, Wishes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diffusion.base import Model
    from kiemen.network import Network
    from kiemen.suggest.register import Register

WORLDS = 160
WALLS_TRIED = 3
COLUMNS = ("crosses", "ties", "people", "gain", "gain_low", "gain_high", "alone", "per_tie")


@dataclass(frozen=True, repr=False, eq=False)
class Bundles(Result):
    """Bundles of ties across walls.

    Parameters
    ----------
    ties
        One row per tie: bundle, person, other.
    """

    ties: pd.DataFrame = field(default_factory=pd.DataFrame)

    _title: ClassVar[str] = mark("Bridges wide enough for new behaviour")
    _plot: ClassVar[str] = "plot_bundles"


def suggest_bundles(  # noqa: PLR0913 - every limit on a plan is a wish of its own
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    propensity: pd.Series[Any] | None = None,
    share: float | None = None,
    model: Model | str | Sequence[Model | str] = "threshold",
    size: int = 5,
    top: int = 5,
    per_person: int | None = None,
    room: Mapping[str, int] | pd.Series[Any] | None = None,
    spare: Sequence[str] = (),
    by: str | None = None,
    register: Register | None = None,
    horizon: int | None = None,
    relation: str | Sequence[str] | None = None,
    rng: int | np.random.Generator | None = None,
) -> Bundles:
    """Suggest bundles of ties that together carry new behaviour across a wall.

    Answers: "One contact over there did nothing; what would?" People who need to see it with several others are not
    moved by parallel ties to different people. Not for spreading news: there one long tie does.

    Parameters
    ----------
    network
        People, ties and groups.
    adopters, propensity, share
        Who already tries it, or a ranking with the share of adopters (see `suggest_connections`).
    model
        A model, its name, several, or "mixed".
    size
        Ties per bundle at most, at least 2; each bundle is cut down to the ties that matter.
    top
        Number of bundles, at least 1.
    per_person
        New ties per person at most, at least 1. None: three, and one for the overloaded (see `suggest_connections`).
    room
        Another number for some people (0 leaves somebody alone); it goes before `per_person`.
    spare
        Groups to leave alone.
    by
        Column of people with the groups; None takes the first usual one, or the communities found in the ties where
        there is none.
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
    Bundles
        `.table` has one row per bundle (index ``bundle``, from 1), the largest growth first, and the columns

        crosses : str - the two groups
        ties, people : int - ties in the bundle and people they touch
        gain, gain_low, gain_high : float - extra adopters at the horizon, with the 90 % interval of the mean
        alone : float - what its ties bring one by one, added up
        per_tie : float - gain divided by ties

        `.ties` has one row per tie: bundle, person, other. Empty, with the reason in `.headline`, if no bundle helps.

    Raises
    ------
    ColumnError
        If there is no column of that name.

    Notes
    -----
    Pairs of groups with active people on one side and others on the other are tried, those with most to win first. For
    each the best plan of `size` ties is sought and the tie that is missed least is dropped as long as growth per tie
    rises. Ties that bring no more together than one by one, as it is told (0.05), are no bundle. O(pairs of groups
    tried × plans × worlds).

    References
    ----------
    Centola, D. & Macy, M. (2007). Complex contagions and the weakness of long ties. doi:10.1086/521848

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.diffusion.threshold import Threshold
    >>> from kiemen.network import Network
    >>> graph = nx.disjoint_union(nx.complete_graph(10), nx.complete_graph(10))
    >>> nx.set_node_attributes(graph, {i: "left" if i < 10 else "right" for i in graph}, "team")
    >>> left = [str(i) for i in range(10)]
    >>> found = suggest_bundles(
    ...     Network.from_networkx(graph), adopters=left, model=Threshold(contacts=2, noise=0.0), rng=1
    ... )
    >>> found.table[["ties", "gain", "alone"]].iloc[0].tolist()
    [3.0, 10.0, 0.0]
    """
    size = check_integer("size", size, low=2)
    top = check_integer("top", top, low=1)
    wishes = Wishes(adopters, propensity, share, model, by, horizon, relation, rng)
    limits = Limits(per_person=per_person, room=room, spare=spare)
    setting = Setting.of(network, wishes, limits, register=register)
    people, board, found_in_ties = corners_of(network, setting.people, setting.board, by=by, relation=relation)
    setting = replace(setting, people=people, board=board)
    settings = {
        **setting.told(), "size": size, "top": top, "per_person": per_person, "spare": tuple(limits.spare),
    }  # fmt: skip
    fields = setting.fields() if setting.obstacle is None else {}
    found, one_by_one = _search(setting, fields, size, top) if fields else ([], False)
    rows: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    facts: dict[Hashable, tuple[Fact, ...]] = {}
    for number, (plan, row) in enumerate(found, start=1):
        rows.append(row)
        one, other = (str(people.group[place]) for place in plan[0].tolist())
        wall = said_wall(one, other, found=bool(found_in_ties))
        for i, j in plan.tolist():
            ties.append({"bundle": number, "person": str(network.ids[i]), "other": str(network.ids[j])})
        facts[number] = (
            Fact(mark("{ties} ties between {wall} belong together."), {"ties": len(plan), "wall": wall}, "team"),
            Fact(
                mark(
                    "Together they bring {gain:.1f} extra adopters (90% interval {low:.1f} to {high:.1f}); one by one "
                    "{alone:.1f}."
                ),
                {"gain": row["gain"], "low": row["gain_low"], "high": row["gain_high"], "alone": row["alone"]},
            ),
            feeds("fuel"),
            Fact(mark("To begin with: a few from either side look into one case together."), {}, "open"),
            Fact(
                mark("The ties: {pairs}."),
                {"pairs": ", ".join(f"{people.name[i]} – {people.name[j]}" for i, j in plan.tolist())},
            ),
        )
    told = (*said_of_saturation(fields.values()), *found_in_ties) if fields else ()
    return _result(setting, settings, rows, ties, facts, cautions=told, one_by_one=one_by_one)


def _result(
    setting: Setting,
    settings: dict[str, Any],
    rows: list[dict[str, Any]],
    ties: list[dict[str, Any]],
    facts: dict[Hashable, tuple[Fact, ...]],
    *,
    cautions: tuple[Fact, ...],
    one_by_one: bool,
) -> Bundles:
    network = setting.network
    table = pd.DataFrame(rows, columns=list(COLUMNS)).rename_axis("bundle")
    table.index = table.index + 1
    none = mark("No bundle of ties across a wall would bring an extra adopter under this model.")
    if len(set(setting.people.group) - {""}) < 2:
        none = mark("No two groups are known here, so there is no wall to bridge; name a column with groups.")
    if one_by_one:
        none = mark(
            "Under this model ties across a wall bring as much one by one as they do together, so no bundle is needed: "
            "a single tie does something already."
        )
    said = Fact(setting.obstacle or none)
    if rows:
        said = Fact(
            mark(
                "{n:One bundle carries|# bundles carry} it across a wall; {n:it|the first} brings {gain:.1f} extra "
                "adopters with {ties:# tie|# ties}."
            ),
            {"n": len(rows), "gain": float(rows[0]["gain"]), "ties": int(rows[0]["ties"])},
        )
    return Bundles(
        table,
        settings,
        Provenance.of(network, function="suggest_bundles", settings=settings),
        facts,
        (said,),
        (
            Fact(mark("How behaviour spreads is an assumption: look at which ties survive under several models.")),
            *cautions,
            *setting.cautions,
        ),
        pd.DataFrame(ties, columns=["bundle", "person", "other"]),
    )


def _search(
    setting: Setting, fields: dict[str, Field], size: int, top: int
) -> tuple[list[tuple[NDArray[np.int64], dict[str, Any]]], bool]:
    """Give the bundles, and whether there are ties across a wall that bring something without needing each other."""
    board = setting.board
    weighed: Field | Portfolio = next(iter(fields.values()))
    if len(fields) > 1:
        weighed = Portfolio(list(fields.values()), [1.0] * len(fields))
    worlds = Worlds(6 * FIRST_WORLDS, WORLDS)
    effort = Effort.fitting(board.tied.nnz, quick=True)
    found: list[tuple[NDArray[np.int64], dict[str, Any]]] = []
    one_by_one = False
    for one, other in _walls(setting, fields, WALLS_TRIED * top):
        gated = replace(board, between=(one, other))
        sources = setting.likely[np.isin(board.group[setting.likely], (one, other))]
        plan = max(
            (search_plan(f, gated, sources, top=size, seed=setting.seed, effort=effort).plan for f in fields.values()),
            key=lambda p: weighed.gain(p, worlds) if len(p) else -1.0,
        )
        plan = _cut(weighed, plan, worlds)
        if len(plan) == 0:
            continue
        gain, low, high = interval(_gains(weighed, plan, worlds))
        single = sum(weighed.gain(plan[k : k + 1], worlds) for k in range(len(plan)))
        row = {
            "crosses": setting.people.wall(*plan[0].tolist()), "ties": len(plan), "people": len(np.unique(plan)),
            "gain": gain, "gain_low": low, "gain_high": high, "alone": single, "per_tie": gain / len(plan),
        }  # fmt: skip
        # Ties that together bring what they bring one by one, as it is told, need no bundle.
        if round(gain - max(0.0, single), 9) > NOTHING:
            found.append((plan, row))
        elif gain >= NOTHING:
            one_by_one = True
    found.sort(key=lambda item: (-round(item[1]["gain"], 9), item[1]["crosses"]))
    return found[:top], one_by_one


def _gains(weighed: Field | Portfolio, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.float64]:
    nothing = np.empty((0, 2), np.int64)
    return np.asarray(weighed.sizes(plan, worlds) - weighed.sizes(nothing, worlds), dtype=np.float64)


def _cut(weighed: Field | Portfolio, plan: NDArray[np.int64], worlds: Worlds) -> NDArray[np.int64]:
    """Drop the tie that is missed least as long as growth per tie rises."""
    best = weighed.gain(plan, worlds) / len(plan) if len(plan) else 0.0
    while len(plan) > 1:
        rest = [np.delete(plan, k, axis=0) for k in range(len(plan))]
        per_tie = [weighed.gain(one, worlds) / len(one) for one in rest]
        k = int(np.argmax(np.round(per_tie, 9)))
        if per_tie[k] <= best + 1e-9:
            break
        plan, best = rest[k], per_tie[k]
    return plan


def _walls(setting: Setting, fields: dict[str, Field], most: int) -> list[tuple[int, int]]:
    """Give pairs of groups, most to win first: active people on one side, others on the other, few ties between."""
    group = setting.board.group
    known = group >= 0
    count = int(group.max(initial=-1)) + 1
    alive = np.mean([f.engine.spread().alive for f in fields.values()], axis=0)
    active = np.bincount(group[known], weights=alive[known], minlength=count)
    others = np.bincount(group[known], weights=1.0 - alive[known], minlength=count)
    tied = setting.board.tied.tocoo()
    across = (group[tied.row] >= 0) & (group[tied.col] >= 0)
    between = np.zeros((count, count))
    np.add.at(between, (group[tied.row[across]], group[tied.col[across]]), 1.0)
    promise = (np.outer(active > 0.5, others) + np.outer(others, active > 0.5)) / (1.0 + between)
    one, other = np.triu_indices(count, 1)
    order = np.argsort(-np.round(promise[one, other], 9), kind="stable")
    order = order[promise[one, other][order] > 0][:most]
    return [(int(one[k]), int(other[k])) for k in order]
