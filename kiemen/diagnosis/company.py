"""Adopters who are alone among others, and enthusiasts who only know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.diagnosis.pattern import Pattern
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diagnosis.pattern import Scene

    Floats = NDArray[np.float64]

ALONE = mark("adopters alone")
STRAW = mark("enthusiasts who only know each other")

# A group is closed when at least so much of its ties stays inside, and small when it is at most so large.
CLOSED = 0.6
SMALLEST, LARGEST_SHARE = 3, 0.1
# Fewer adopters in a group than this say nothing about that group.
MINIMUM_ADOPTERS = 3
# How often closed groups are looked for anew with the adopters elsewhere.
SEARCHES = 99


def adopters_alone(scene: Scene) -> list[Pattern]:
    """Count adopters without an adopter among their contacts, against adopters placed at random."""
    chance = scene.chance()
    pool = np.flatnonzero(scene.inside & (scene.degree > 0))
    if not chance[pool].any() or len(pool) < 3:
        return []
    observed = _alone(scene.graph, chance[:, None])[:, 0]
    seen = float(observed[pool].sum())
    drawn = np.empty(scene.times)
    for first in range(0, scene.times, 50):
        count = min(50, scene.times - first)
        placed = np.repeat(chance[:, None], count, axis=1)
        placed[pool] = scene.rng.permuted(placed[pool], axis=0)
        drawn[first : first + count] = _alone(scene.graph, placed)[pool].sum(axis=0)
    p = float((1 + (drawn >= seen - 1e-9).sum()) / (scene.times + 1))
    found = [
        _alone_pattern(
            "",
            seen,
            float(chance[pool].sum()),
            expected=float(drawn.mean()),
            p=p,
            members=scene.ids_of(_likely(observed)),
        )
    ]
    within = [pool[scene.groups.codes[pool] == place] for place in range(len(scene.groups.labels))]
    looked = [place for place, mine in enumerate(within) if chance[mine].sum() >= MINIMUM_ADOPTERS]
    by_chance = _alone_within(scene, [within[place] for place in looked]) if looked else np.empty((0, 0))
    for row, place in enumerate(looked):
        mine = within[place]
        alone, all_of_them = float(observed[mine].sum()), float(chance[mine].sum())
        p = float((1 + (by_chance[row] >= alone - 1e-9).sum()) / (scene.times + 1))
        label, expected = scene.groups.labels[place], float(by_chance[row].mean())
        found.append(_alone_pattern(label, alone, all_of_them, expected=expected, p=p, members=()))
    return found


def _alone_within(scene: Scene, groups: list[NDArray[np.int64]]) -> Floats:
    """Count those alone per group when its adopters are placed anew within the group; groups × arrangements."""
    chance = scene.chance()
    counted = np.empty((len(groups), scene.times))
    for first in range(0, scene.times, 50):
        count = min(50, scene.times - first)
        placed = np.repeat(chance[:, None], count, axis=1)
        for mine in groups:
            placed[mine] = scene.rng.permuted(placed[mine], axis=0)
        alone = _alone(scene.graph, placed)
        for row, mine in enumerate(groups):
            counted[row, first : first + count] = alone[mine].sum(axis=0)
    return counted


def _likely(alone: Floats) -> NDArray[np.int64]:
    return np.flatnonzero(alone > 0.5)


def _alone(graph: csr_array, chance: Floats) -> Floats:
    """Chance of being an adopter without an adopter next to you, per person and arrangement."""
    log_not = np.log1p(-np.minimum(chance, 1 - 1e-12))
    return np.asarray(chance * np.exp(graph @ log_not), dtype=np.float64)


def _alone_pattern(
    label: str, seen: float, adopters: float, *, expected: float, p: float, members: tuple[str, ...]
) -> Pattern:
    who = {"alone": seen, "all": adopters, "group": label}
    evidence = (
        Fact(
            "Of about {all:.0f|# adopter|# adopters} in {group}, {alone:.0f|# has|# have} no adopter among their "
            "contacts.",
            who,
        )
        if label
        else Fact(
            "Of about {all:.0f|# adopter|# adopters}, {alone:.0f|# has|# have} no adopter among their contacts.", who
        )
    )
    return Pattern(
        kind=ALONE,
        group=label,
        people=round(adopters),
        statistic=seen,
        expected=expected,
        p=p,
        evidence=evidence,
        action=Fact("Connect each of them with an adopter nearby: alone, new behaviour is hard to keep up."),
        ingredient="spark",
        members=members,
    )


def closed_enthusiasts(scene: Scene) -> list[Pattern]:
    """Find small closed groups with many adopters: a straw fire that flares up among themselves.

    The groups are looked for among the likely adopters, so finding adopters in them proves nothing by itself. The test
    places the adopters anew, looks for closed groups in the same way each time, and asks how often the clearest of
    those is as clear as this one.
    """
    chance = scene.chance()
    if not chance.any():
        return []
    standing = scene.standing()
    if scene.inside.sum() < SMALLEST:
        return []
    seen = _closed_groups(scene, chance, standing)
    if not seen:
        return []
    clearest = np.ones(min(scene.times, SEARCHES))
    places = np.flatnonzero(scene.inside)
    for draw in range(clearest.size):
        order = scene.rng.permutation(places)
        moved_chance, moved_standing = chance.copy(), standing.copy()
        moved_chance[places], moved_standing[places] = chance[order], standing[order]
        clearest[draw] = min((p for _, _, p in _closed_groups(scene, moved_chance, moved_standing)), default=1.0)
    mean = float(chance[scene.inside].mean())
    return [
        _straw(
            scene,
            members,
            closed,
            (float(chance[members].mean()), mean),
            float((1 + (clearest <= p * (1 + 1e-9)).sum()) / (clearest.size + 1)),
        )
        for members, closed, p in seen
    ]


def _closed_groups(scene: Scene, chance: Floats, standing: Floats) -> list[tuple[NDArray[np.int64], float, float]]:
    """Give closed groups, how closed they are, and how high their members stand by the normal curve."""
    pool = standing[scene.inside]
    middle, spread, total = float(pool.mean()), float(pool.std(ddof=1)), len(pool)
    found = []
    known: list[set[int]] = []
    for members in sorted(_candidates(scene, chance), key=lambda one: (-len(one), one.tolist())):
        who = set(members.tolist())
        inner = scene.graph[members][:, members].nnz
        ends = int(scene.degree[members].sum())
        if ends == 0 or inner < CLOSED * ends or any(who <= larger for larger in known):
            continue
        known.append(who)
        n = len(members)
        deviation = spread * np.sqrt((total - n) / (total * n)) if spread > 0 else 0.0
        found.append((members, inner / ends, _upper(float(standing[members].mean()) - middle, deviation)))
    return found


def _upper(difference: float, deviation: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(-difference / deviation)) if deviation > 0 else 1.0


def _candidates(scene: Scene, chance: Floats) -> list[NDArray[np.int64]]:
    """Small components of everybody, and small closed parts of the likelier half of the people by themselves."""
    if "everybody" not in scene.kept:  # the same wherever the adopters are
        scene.kept["everybody"] = _closed_parts(scene, np.ones(len(chance), np.bool_))
    sets: list[NDArray[np.int64]] = list(scene.kept["everybody"])
    if "levels" not in scene.kept:  # moving adopters leaves the same chances
        scene.kept["levels"] = np.unique(np.quantile(chance, [0.5, 0.7, 0.85]))
    for level in scene.kept["levels"]:
        sets += _closed_parts(scene, scene.inside & (chance >= level) & (chance > 0))
    return sets


def _closed_parts(scene: Scene, level: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Peel off whoever has most of their ties elsewhere until what is left is closed; give its small components."""
    from scipy.sparse.csgraph import connected_components

    largest = max(SMALLEST, int(LARGEST_SHARE * scene.inside.sum()))
    needed = 0.5 * scene.degree
    stay = level
    while True:
        left = stay & (scene.graph @ stay.astype(np.float64) >= needed)
        if np.array_equal(left, stay):
            break
        stay = left
    members = np.flatnonzero(stay)
    if len(members) < SMALLEST:
        return []
    inner = scene.graph if len(members) == len(stay) else scene.graph[members][:, members]
    number, label = connected_components(inner, directed=False)
    size = np.bincount(label, minlength=number)
    return [members[label == one] for one in np.flatnonzero((size >= SMALLEST) & (size <= largest))]


def _straw(scene: Scene, members: NDArray[np.int64], closed: float, shares: tuple[float, float], p: float) -> Pattern:
    here, mean = shares
    codes = scene.groups.codes[members]
    codes = codes[codes >= 0]
    label = scene.groups.labels[int(np.bincount(codes).argmax())] if len(codes) else ""
    return Pattern(
        kind=STRAW,
        group=label,
        people=len(members),
        statistic=here,
        expected=mean,
        p=p,
        evidence=_burning(scene, members, closed, shares),
        action=Fact("Give each of them one tie into another group before this fire burns out."),
        ingredient="fuel",
        members=scene.ids_of(members),
    )


def _burning(scene: Scene, members: NDArray[np.int64], closed: float, shares: tuple[float, float]) -> Fact:
    """Say how closed a group is and how many adopters are in it; of a ranking how high they stand, as it is tested."""
    if scene.starters is None or not scene.starters.drawn:
        return Fact(
            "{n} people have {closed:.0%} of their ties among themselves, and {here:.0%} of them are adopters "
            "({mean:.0%} elsewhere).",
            {"n": len(members), "closed": closed, "here": shares[0], "mean": shares[1]},
        )
    return Fact(
        "{n} people have {closed:.0%} of their ties among themselves; in the order of likely early adopters they stand "
        "on average above {standing:.0%} of the colleagues.",
        {"n": len(members), "closed": closed, "standing": float(scene.standing()[members].mean())},
    )
