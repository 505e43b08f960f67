"""Every blocking pattern in one table: evidence, test and counter-action, per group and never per person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diagnosis.barriers import blocked_departments, clustered_barriers, obstacle_scores
from kiemen.diagnosis.blocking import BlockingClusters, find_blocking_clusters
from kiemen.diagnosis.burden import dependence, overload, periphery
from kiemen.diagnosis.closed import closed_clusters
from kiemen.diagnosis.company import adopters_alone, closed_enthusiasts
from kiemen.diagnosis.pattern import Pattern, build_scene
from kiemen.diagnosis.silos import silos, without_room
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.measures.fdr import adjusted
from kiemen.measures.silence import response_cautions
from kiemen.privacy import MINIMUM_GROUP
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemen.diagnosis.pattern import Scene
    from kiemen.network import Network

SCALES = {"barriers": "barriers", "room": "room"}
COLUMNS = (
    "kind",
    "group",
    "people",
    "statistic",
    "expected",
    "p",
    "q",
    "found",
    "evidence",
    "action",
    "ingredient",
    "small",
)


@dataclass(frozen=True, repr=False, eq=False)
class BlockingPatterns(Result):
    """Structures that keep new behaviour out, see `find_patterns`.

    Parameters
    ----------
    members
        Per row of a structural pattern, the people it is about; for the analyst.
    clusters
        The blocking clusters, or None without adopters.
    """

    _plot: ClassVar[str] = "plot_patterns"
    _title: ClassVar[str] = mark("Blocking patterns")

    members: Mapping[Any, tuple[str, ...]] = field(default_factory=dict)
    clusters: BlockingClusters | None = None

    def _shown(self, language: str | None) -> pd.DataFrame:
        shown = super()._shown(language)
        for place, column in enumerate(("evidence", "action")):
            if column in shown.columns and all(len(self.facts.get(row, ())) > place for row in shown.index):
                shown = shown.assign(**{column: [self.facts[row][place].say(language) for row in shown.index]})
        return shown


def find_patterns(
    network: Network,
    *,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    scales: Mapping[str, str] | None = None,
    roles: Mapping[str, Sequence[str]] | None = None,
    relation: str | Sequence[str] | None = None,
    by: str | pd.Series[Any] | None = None,
    wave: str | None = None,
    threshold: float = 0.25,
    alpha: float = 0.05,
    times: int = 499,
    rng: int | np.random.Generator | None = 0,
) -> BlockingPatterns:
    """Find the patterns that keep new behaviour out, with evidence, test and counter-action.

    Answers: "What holds us back, where, is it more than chance, and what would we do about it?" Everything is said per
    group: who meets barriers is nobody's business but theirs. Not for judging departments: a pattern is a property of
    how work is tied together.

    Parameters
    ----------
    network
        People with groups and ties, and answers about barriers and room if there are any.
    adopters
        Declared adopters (ids or a true/false Series), or a ranking with `share`. None takes those on record; when
        there are none either, the patterns about adopters are left out and the result says so.
    share
        With a ranking, the share of the people inside who are adopters.
    scales
        Names of the scales for "barriers" and "room"; None takes scales of those names where they exist.
    roles
        Who can give room, in your own words (see `find_pokers`).
    relation
        Relation or relations; None takes all together.
    by
        Column with the groups, or a Series; None takes the first of department, team, ....
    wave
        Which measurement of the survey; None takes the latest.
    threshold
        Share of the contacts that must have adopted before a person does, for the clusters that cannot be entered.
    alpha
        Share of false findings accepted among those called found, per kind of pattern.
    times
        Number of random rearrangements, at least 99.
    rng
        Seed or generator.

    Returns
    -------
    BlockingPatterns
        `.table` has one row per pattern and group looked at, found ones first, index ``pattern`` from 1, columns

        kind : str - blocked group; barriers lie close together; silo; no tie to anybody who can give room;
            adopters alone; enthusiasts who only know each other; a few carry much; dependence on one person; people
            at the edge; cluster that new behaviour cannot enter
        group : str - the group, "" for the whole organisation
        people : int - how many people it is about
        statistic, expected : float - what was seen and what chance gives, in the unit the evidence names
        p, q : float in (0, 1] - probability under chance, and after correction within the kind; NaN where there is
            too little to test
        found : bool - q at most `alpha`
        evidence, action : str - in the language of the session
        ingredient : str - which of the six ingredients the action feeds
        small : bool - fewer than five people: for the analyst only

        `.members` gives per row the people of structural patterns, for the analyst; `.clusters` the blocking clusters.

    Raises
    ------
    InputError
        If a scale, relation, column or person does not exist.

    Warns
    -----
    LowResponseWarning
        If fewer than 70 % of the people asked answered.

    See Also
    --------
    kiemen.diagnosis.together.compare_barriers : whether barriers and ties go together beyond the group.
    kiemen.diagnosis.ingredients.profile_ingredients : which ingredient each group lacks.
    kiemen.measures.walls.find_walls : walls between pairs of groups.

    Notes
    -----
    What chance means differs by kind. Blocked group, barriers that lie close together, adopters alone (in a
    group: placed anew within that group) and enthusiasts: answers or adopters placed anew over the same people and
    ties. Silo: the openness of the other groups. No tie to who can give room, and dependence on one person: tie ends
    paired at random. A few carry much: half as much again as when requests land on anybody alike. People at the edge:
    as many of them placed anew over the groups. Cluster that cannot be entered: networks in which everybody keeps as
    many ties, with the same adopters.
    Cost: O(times × ties).

    References
    ----------
    .. [1] Morris, S. (2000). Contagion. doi:10.1111/1467-937X.00121
    .. [2] Cross, R., Rebele, R. & Grant, A. (2016). Collaborative overload. Harvard Business Review, 94(1), 74-79.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen.network import Network
    >>> graph = nx.barbell_graph(6, 0)
    >>> nx.set_node_attributes(graph, {i: "left" if i < 6 else "right" for i in graph}, "department")
    >>> network = Network.from_networkx(nx.relabel_nodes(graph, str))
    >>> found = find_patterns(network, adopters=["0", "1", "2"], rng=1)
    >>> found.table.loc[found.table["found"], "kind"].unique().tolist()
    ['cluster that new behaviour cannot enter']
    """
    check_network(network)
    check_number("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    generator = check_rng(rng)
    starters = None
    if adopters is not None or len(network.adoptions):
        starters = resolve_adopters(network, adopters, share=share)
    scene = build_scene(
        network,
        starters=starters,
        relation=relation,
        by=by,
        times=check_integer("times", times, low=99),
        rng=generator,
    )
    chosen = _scales(network, scales)
    barriers = _about_barriers(scene, chosen, wave)
    found = _structural(scene, roles) + barriers
    clusters = None
    if starters is not None:
        clusters = find_blocking_clusters(
            network, adopters=adopters, share=share, threshold=threshold, relation=relation, by=by, rng=generator
        )
        found += [*adopters_alone(scene), *closed_enthusiasts(scene), *closed_clusters(scene, clusters)]
    table, order = _tabled(found, alpha)
    settings = {
        "scales": dict(chosen),
        "relation": relation,
        "by": scene.groups.name,
        "wave": wave,
        "threshold": threshold,
        "alpha": alpha,
        "times": times,
        "share": share,
    }
    return BlockingPatterns(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_patterns", settings=settings),
        facts={place: (found[row].evidence, found[row].action) for place, row in enumerate(order, start=1)},
        headline=_headline(table, [found[row].evidence for row in order]),
        cautions=(
            *response_cautions(network),
            *_missing(adopters_known=starters is not None, answers_known=bool(barriers)),
        ),
        members={place: found[row].members for place, row in enumerate(order, start=1) if found[row].members},
        clusters=clusters,
    )


def _scales(network: Network, scales: Mapping[str, str] | None) -> dict[str, str]:
    existing = set(network.items["scale"]) - {""}
    if scales is None:
        return {kind: name for kind, name in SCALES.items() if name in existing}
    unknown = set(scales) - set(SCALES)
    if unknown:
        raise InputError(f"scales has a key {min(unknown)!r}; it takes 'barriers' and 'room'.")
    for name in scales.values():
        network.scale_items(name)
    return dict(scales)


def _structural(scene: Scene, roles: Mapping[str, Sequence[str]] | None) -> list[Pattern]:
    return [*silos(scene), *without_room(scene, roles), *overload(scene), *dependence(scene), *periphery(scene)]


def _about_barriers(scene: Scene, scales: Mapping[str, str], wave: str | None) -> list[Pattern]:
    if not scales:
        return []
    scores = obstacle_scores(scene, scales, wave)
    return [*blocked_departments(scene, scores), *clustered_barriers(scene, scores)]


def _tabled(found: list[Pattern], alpha: float) -> tuple[pd.DataFrame, list[int]]:
    rows = pd.DataFrame(
        [
            {
                "kind": one.kind,
                "group": one.group,
                "people": one.people,
                "statistic": one.statistic,
                "expected": one.expected,
                "p": one.p,
                "evidence": one.evidence.say(),
                "action": one.action.say(),
                "ingredient": one.ingredient,
                "small": one.people < MINIMUM_GROUP,
            }
            for one in found
        ],
        columns=[name for name in COLUMNS if name not in {"q", "found"}],
    )
    rows["q"] = np.nan
    for places in rows.groupby("kind").indices.values():
        unseen = np.ones(sum(found[place].beside for place in places))
        p = np.concatenate([rows.loc[places, "p"].to_numpy(dtype=np.float64), unseen])
        rows.loc[places, "q"] = adjusted(p)[: len(places)]
    rows["found"] = rows["q"] <= alpha
    rows["people"] = rows["people"].astype("int64")
    ranked = rows.assign(certain=rows["q"].fillna(1.0)).sort_values(
        ["found", "certain", "people", "kind", "group"], ascending=[False, True, False, True, True], kind="stable"
    )
    table = ranked[list(COLUMNS)]
    table.index = pd.RangeIndex(1, len(table) + 1, name="pattern")
    return table, [int(place) for place in ranked.index]


def _headline(table: pd.DataFrame, evidence: list[Fact]) -> tuple[Fact, ...]:
    tested = table[table["q"].notna()]
    found = tested[tested["found"]]
    if tested.empty:
        return (Fact("There was too little to test any pattern on."),)
    if found.empty:
        return (
            Fact(
                "{n:The one pattern looked for is no|None of the # patterns looked for is} stronger than "
                "chance would give.",
                {"n": len(tested)},
            ),
        )
    return (
        Fact(
            "{found} of the {n} patterns looked for {found:is|are} stronger than chance would give.",
            {"found": len(found), "n": len(tested)},
        ),
        Fact("The clearest: {evidence}", {"evidence": evidence[int(found.index[0]) - 1]}),
    )


def _missing(*, adopters_known: bool, answers_known: bool) -> list[Fact]:
    said = []
    if not adopters_known:
        said.append(Fact("Nobody is known as an adopter, so patterns about adopters were not looked for."))
    if not answers_known:
        said.append(Fact("There are no answers about barriers or room, or too few, so nothing is said about them."))
    return said
