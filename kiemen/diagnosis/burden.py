"""Overload, dependence on one person, and a periphery that is not mere silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diagnosis.pattern import Pattern
from kiemen.i18n import mark
from kiemen.measures.load import FAR_ABOVE, demand, demand_z
from kiemen.measures.urn import urn_tail
from kiemen.results import Fact
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.diagnosis.pattern import Scene

OVERLOAD = mark("a few carry much")
DEPENDENCE = mark("dependence on one person")
PERIPHERY = mark("people at the edge")

_SHARE = mark("{share:.0%} of all requests and memberships reach {part:.0%} of the people ({chance:.0%} by chance).")
_FAR_MORE = mark(
    "{share:.0%} of all requests and memberships reach {part:.0%} of the people ({chance:.0%} by chance); "
    "people who get far more than the rest: {n}."
)

TOP_SHARE = 0.05
CLEARLY_MORE = 1.5
FEWEST_TIES = 5
MOST_THROUGH_ONE = 0.6
MANY_AT_EDGE = 0.2
# People in all draws of chance together, and the fewest draws, which must stay able to say 5 %.
DRAWN, FEWEST_DRAWS = 200_000, 99


def overload(scene: Scene) -> list[Pattern]:
    """Give the share of all requests that reaches the busiest 5 %, against requests that land on anybody alike.

    Some concentration is certain in any organisation and harmless. The test is against half as much again as chance
    gives.
    Requests are ties towards a person and initiatives taken part in. Far above the rest: a robust z-score of
    log(1 + requests) above 3.29, as in `score_bridges`.
    """
    network = scene.network
    asked = demand(network.adjacency(scene.relation, weight=None), network.incidence())[scene.inside]
    if len(asked) < 20 or asked.sum() == 0:
        return []
    busiest = max(1, round(TOP_SHARE * len(asked)))
    share = float(np.sort(asked)[-busiest:].sum() / asked.sum())
    by_chance = _share_by_chance(int(asked.sum()), asked.size, busiest, scene)
    places = np.flatnonzero(scene.inside)[demand_z(asked) > FAR_ABOVE]
    return [
        Pattern(
            kind=OVERLOAD,
            group="",
            people=busiest,
            statistic=share,
            expected=float(by_chance.mean()),
            p=float((1 + (CLEARLY_MORE * by_chance >= share - 1e-12).sum()) / (by_chance.size + 1)),
            evidence=Fact(
                _FAR_MORE if len(places) else _SHARE,
                {"share": share, "part": TOP_SHARE, "chance": float(by_chance.mean()), "n": len(places)},
            ),
            action=Fact("Share what they carry before asking them for more."),
            ingredient="stoking",
            members=scene.ids_of(places),
        )
    ]


def _share_by_chance(requests: int, people: int, busiest: int, scene: Scene) -> NDArray[np.float64]:
    """Give the share that the busiest get when requests land on anybody alike; it hardly scatters where many are."""
    times = int(np.clip(DRAWN // people, FEWEST_DRAWS, scene.times))
    alike = np.full(people, 1 / people)
    shares = np.empty(times)
    for draw in range(times):
        landed = scene.rng.multinomial(requests, alike)
        shares[draw] = np.partition(landed, people - busiest)[people - busiest :].sum() / requests
    return shares


def dependence(scene: Scene) -> list[Pattern]:
    """Find pairs of groups whose ties run mostly through one person.

    When the ties between two groups take their ends at random, somebody with k of the K tie ends of a group holds a
    hypergeometric number of them. The p is corrected for everybody who could have stood out, on both sides; pairs in
    which nobody holds most of the ties count in the correction over pairs.
    """
    codes, graph = scene.groups.codes, scene.graph
    row = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    column = graph.indices
    k = len(scene.groups.labels)
    cross = (codes[row] >= 0) & (codes[column] >= 0) & (codes[row] != codes[column])
    row, column = row[cross], column[cross]
    pair = np.minimum(codes[row], codes[column]) * k + np.maximum(codes[row], codes[column])
    ties = np.bincount(pair, minlength=k * k) // 2
    known = codes >= 0
    ends = np.bincount(codes[known], weights=scene.degree[known], minlength=k).astype(np.float64)
    able = np.bincount(codes[known & (scene.degree > 0)], minlength=k)
    keys, counts = np.unique(pair * graph.shape[0] + row, return_counts=True)
    best: dict[int, tuple[float, int, int]] = {}
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        one, person = divmod(key, graph.shape[0])
        if ties[one] < FEWEST_TIES or count < MOST_THROUGH_ONE * ties[one]:
            continue
        of_group, own = int(ends[codes[person]]), int(scene.degree[person])
        tail = urn_tail(count, total=of_group, marked=own, drawn=int(ties[one]))
        p = min(1.0, tail * int(able[one // k] + able[one % k]))
        best[one] = min(best.get(one, (2.0, 0, 0)), (p, person, count))
    looked = int((ties >= FEWEST_TIES).sum())
    return [
        _through_one(
            scene, divmod(one, k), (person, count, int(ties[one])), (p, 0 if place else looked - len(best), ends)
        )
        for place, (one, (p, person, count)) in enumerate(sorted(best.items()))
    ]


def _through_one(
    scene: Scene, pair: tuple[int, int], held: tuple[int, int, int], test: tuple[float, int, NDArray[np.float64]]
) -> Pattern:
    one, other = (scene.groups.labels[place] for place in pair)
    (person, count, ties), (p, beside, ends) = held, test
    return Pattern(
        kind=DEPENDENCE,
        group=f"{one} – {other}",
        people=1,
        statistic=count / ties,
        expected=float(scene.degree[person] / ends[scene.groups.codes[person]]),
        p=p,
        evidence=Fact(
            "{count} of the {ties} ties between {one} and {other} {count:is|are} with one person.",
            {"count": count, "ties": ties, "one": one, "other": other},
        ),
        action=Fact("Let that person introduce two others on each side.", {}),
        ingredient="fuel",
        members=scene.ids_of(np.array([person])),
        beside=beside,
    )


def periphery(scene: Scene) -> list[Pattern]:
    """Count who answered and has at most one tie, apart from those whose silence leaves it unknown.

    Some people are at the edge everywhere. The test asks whether a group has more of them than when as many were spread
    over all groups by lot (hypergeometric, among the people of whom it is known).
    """
    status = scene.network.response().to_numpy()
    few = scene.inside & (scene.degree <= 1)
    answered = np.isin(status, ANSWERED)
    told = scene.inside & (answered | (not bool(scene.network.relations["asked"].any())))
    sure, unsure = few & told, few & ~told
    everybody, all_at_edge = int(told.sum()), int(sure.sum())
    found: list[Pattern] = []
    looked = 0
    for place, label in enumerate(scene.groups.labels):
        mine = scene.groups.codes == place
        n, known = int((sure & mine).sum()), int((told & mine).sum())
        looked += known > 0
        if n and n >= MANY_AT_EDGE * max(int((mine & scene.inside).sum()), 1):
            expected = all_at_edge * known / everybody
            # with everybody in one group there is nothing to compare with
            alone = known == everybody
            p = float("nan") if alone else urn_tail(n, total=everybody, marked=all_at_edge, drawn=known)
            found.append(_edge(label, (n, int((unsure & mine).sum())), int((mine & scene.inside).sum()), (expected, p)))
    return [replace(one, beside=0 if place else looked - len(found)) for place, one in enumerate(found)]


def _edge(label: str, counts: tuple[int, int], people: int, test: tuple[float, float]) -> Pattern:
    (n, unsure), (expected, p) = counts, test
    return Pattern(
        kind=PERIPHERY,
        group=label,
        people=people,
        statistic=float(n),
        expected=expected,
        p=p,
        evidence=Fact(
            "{n:# person|# people} of {group} {n:has|have} at most one tie, {expected:.0f} by chance; of {unsure} "
            "more it is unknown, because they did not answer.",
            {"n": n, "group": label, "expected": expected, "unsure": unsure},
        ),
        action=Fact("Invite people of {group} personally; a general call does not reach them.", {"group": label}),
        ingredient="fuel",
    )
