"""Overload, dependence on one person, and a periphery that is not mere silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diagnosis.pattern import Pattern
from kiemen.i18n import mark
from kiemen.measures.load import demand, robust_z
from kiemen.results import Fact

if TYPE_CHECKING:
    from kiemen.diagnosis.pattern import Scene

OVERLOAD = mark("a few carry much")
DEPENDENCE = mark("dependence on one person")
PERIPHERY = mark("people at the edge")

TOP_SHARE = 0.05
FEWEST_TIES = 5
MOST_THROUGH_ONE = 0.6
OUTLIER = 3.5
MANY_AT_EDGE = 0.2


def overload(scene: Scene) -> list[Pattern]:
    """Give the share of all requests that reaches the busiest 5 %, and who lies far above everybody else.

    Requests are ties towards a person and initiatives taken part in. Far above: a robust z-score of log(1 + requests)
    above 3.5.
    """
    network = scene.network
    asked = demand(network.adjacency(scene.relation, weight=None), network.incidence())[scene.inside]
    if len(asked) < 20 or asked.sum() == 0:
        return []
    busiest = max(1, round(TOP_SHARE * len(asked)))
    share = float(np.sort(asked)[-busiest:].sum() / asked.sum())
    places = np.flatnonzero(scene.inside)[robust_z(np.log1p(asked)) > OUTLIER]
    return [
        Pattern(
            kind=OVERLOAD,
            group="",
            people=busiest,
            statistic=share,
            expected=TOP_SHARE,
            p=float("nan"),
            evidence=Fact(
                "{share:.0%} of all requests and memberships reach {part:.0%} of the people; {n} of them far more than "
                "the rest.",
                {"share": share, "part": TOP_SHARE, "n": len(places)},
            ),
            action=Fact("Share what they carry before asking them for more."),
            ingredient="stoking",
            members=scene.ids_of(places),
        )
    ]


def dependence(scene: Scene) -> list[Pattern]:
    """Find pairs of groups whose ties run mostly through one person."""
    codes, graph = scene.groups.codes, scene.graph
    row = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    column = graph.indices
    cross = (codes[row] >= 0) & (codes[column] >= 0) & (codes[row] != codes[column])
    row, column = row[cross], column[cross]
    k = len(scene.groups.labels)
    pair = np.minimum(codes[row], codes[column]) * k + np.maximum(codes[row], codes[column])
    ties = np.bincount(pair, minlength=k * k) // 2
    keys, counts = np.unique(pair * graph.shape[0] + row, return_counts=True)
    found = []
    for key, count in zip(keys, counts, strict=True):
        one, person = divmod(int(key), graph.shape[0])
        if ties[one] >= FEWEST_TIES and count >= MOST_THROUGH_ONE * ties[one]:
            found.append(_through_one(scene, divmod(one, k), person, int(count), int(ties[one])))
    return found


def _through_one(scene: Scene, pair: tuple[int, int], person: int, count: int, ties: int) -> Pattern:
    one, other = (scene.groups.labels[place] for place in pair)
    return Pattern(
        kind=DEPENDENCE,
        group=f"{one} – {other}",
        people=1,
        statistic=count / ties,
        expected=float("nan"),
        p=float("nan"),
        evidence=Fact(
            "{count} of the {ties} ties between {one} and {other} are with one person.",
            {"count": count, "ties": ties, "one": one, "other": other},
        ),
        action=Fact("Let that person introduce two others on each side.", {}),
        ingredient="fuel",
        members=scene.ids_of(np.array([person])),
    )


def periphery(scene: Scene) -> list[Pattern]:
    """Count who answered and has at most one tie, apart from those whose silence leaves it unknown."""
    status = scene.network.response().to_numpy()
    few = scene.inside & (scene.degree <= 1)
    answered = np.isin(status, ["answered", "partial"])
    asked_only = bool(scene.network.relations["asked"].any())
    sure = few & (answered | (not asked_only))
    unsure = few & ~sure
    found = []
    for place, label in enumerate(scene.groups.labels):
        mine = scene.groups.codes == place
        n = int((sure & mine).sum())
        if n >= MANY_AT_EDGE * max(int((mine & scene.inside).sum()), 1):
            found.append(_edge(label, n, int((unsure & mine).sum()), int((mine & scene.inside).sum())))
    return found


def _edge(label: str, n: int, unsure: int, people: int) -> Pattern:
    return Pattern(
        kind=PERIPHERY,
        group=label,
        people=people,
        statistic=float(n),
        expected=float("nan"),
        p=float("nan"),
        evidence=Fact(
            "{n} people of {group} have at most one tie; of {unsure} more it is unknown, because they did not answer.",
            {"n": n, "group": label, "unsure": unsure},
        ),
        action=Fact("Invite people of {group} personally; a general call does not reach them.", {"group": label}),
        ingredient="fuel",
    )
