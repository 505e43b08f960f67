"""Clusters that new behaviour cannot enter, against random networks with the same adopters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diagnosis.blocking import SMALLEST
from kiemen.diagnosis.cohesion import Rule, blocked_clusters
from kiemen.diagnosis.pattern import Pattern
from kiemen.i18n import mark
from kiemen.measures.null_models import build_null_graphs
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diagnosis.blocking import BlockingClusters
    from kiemen.diagnosis.pattern import Scene

CLUSTER = mark("cluster that new behaviour cannot enter")

# Random networks to compare with: as many as fit in this many ties, and never too few to tell one in twenty.
_TIES, _FEWEST = 2_000_000, 39


def closed_clusters(scene: Scene, clusters: BlockingClusters) -> list[Pattern]:
    """Compare each cluster with the largest one in networks in which everybody keeps as many ties.

    The clusters themselves follow from the threshold and need no test; the test says whether it takes the shape of this
    network to keep so many people out, or whether so few adopters would leave as many out anywhere.
    """
    if clusters.table.empty:
        return []
    largest = _largest_by_chance(scene, Rule(clusters.settings["threshold"], clusters.settings["minimum"]))
    return [
        Pattern(
            kind=CLUSTER,
            group=str(row["groups"]),
            people=int(row["people"]),
            statistic=float(row["people"]),
            expected=float(largest.mean()),
            p=float((1 + (largest >= row["people"]).sum()) / (largest.size + 1)),
            evidence=clusters.facts[number][0],
            action=Fact(
                "{ties:# new tie with an adopter|# new ties with adopters} would let it in; the first "
                "{first:reaches|# reach} one of them.",
                {"ties": int(row["to_unlock"]), "first": int(row["to_open"])},
            ),
            ingredient="matches",
            members=tuple(str(person) for person in clusters.members.index[clusters.members == number]),
        )
        for number, row in clusters.table.iterrows()
    ]


def _largest_by_chance(scene: Scene, rule: Rule) -> NDArray[np.int64]:
    """Give the size of the largest blocked cluster in each random network; drawn adopters are drawn anew for each."""
    graph, starters = scene.graph, scene.starters
    times = int(np.clip(_TIES // max(graph.nnz, 1), _FEWEST, scene.times))
    seed = int(scene.rng.integers(2**31))
    largest = np.zeros(times, np.int64)
    drawn = build_null_graphs(graph, directed=False, times=times, rng=scene.rng)
    for world, network in enumerate(drawn):
        active = np.zeros(graph.shape[0], np.bool_)
        if starters is not None:
            active[starters.of(np.array([world]), seed)[1]] = True
        found = blocked_clusters(network, active, rule)
        if found and len(found[0]) >= SMALLEST:
            largest[world] = len(found[0])
    return largest
