"""Silos, and departments without a tie to anybody who can give room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kiemen.diagnosis.pattern import Pattern
from kiemen.diagnosis.pokers import GIVE_ROOM, find_pokers
from kiemen.i18n import mark
from kiemen.measures.segregation import mixing_matrix
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diagnosis.pattern import Scene

SILO = mark("silo")
NO_ROOM = mark("no tie to anybody who can give room")


def silos(scene: Scene) -> list[Pattern]:
    """Find groups with far fewer ties to the rest than other groups have.

    Every department keeps more to itself than random pairing would give, so random pairing is the wrong measure. A
    silo is a group whose outside ties fall short of what its ties and the openness of the other groups predict; the
    spread between groups widens the interval (an overdispersed Poisson count).
    """
    from scipy.special import ndtr

    known = np.flatnonzero(scene.groups.codes >= 0)
    k = len(scene.groups.labels)
    if k < 3:
        return []
    mixing = mixing_matrix(scene.graph[known][:, known], scene.groups.codes[known], k)
    ends = mixing.sum(axis=1)
    total = ends.sum()
    if total <= 0:
        return []
    outside = ends - np.diag(mixing)
    chance = ends * (total - ends) / total
    found = []
    for place, label in enumerate(scene.groups.labels):
        if ends[place] < 10:
            continue
        others = (np.arange(k) != place) & (ends >= 10)
        openness = outside[others].sum() / max(chance[others].sum(), 1e-12)
        expected = openness * chance[place]
        pull = (outside[others] - openness * chance[others]) ** 2 / np.maximum(openness * chance[others], 1e-12)
        spread = max(1.0, float(pull.sum() / max(others.sum() - 1, 1)))
        z = (outside[place] + 0.5 - expected) / np.sqrt(max(expected * spread, 1e-12))
        found.append(_silo(label, int((scene.groups.codes == place).sum()), outside[place], expected, float(ndtr(z))))
    return found


def _silo(label: str, people: int, outside: float, expected: float, p: float) -> Pattern:
    return Pattern(
        kind=SILO,
        group=label,
        people=people,
        statistic=float(outside),
        expected=float(expected),
        p=p,
        evidence=Fact(
            "{group} has {seen:.0f|# tie|# ties} to other groups; groups as well connected have about {expected:.0f}.",
            {"group": label, "seen": float(outside), "expected": float(expected)},
        ),
        action=Fact("Give people of {group} a piece of shared work with another group.", {"group": label}),
        ingredient="fuel",
    )


def without_room(scene: Scene, roles: Mapping[str, Sequence[str]] | None) -> list[Pattern]:
    """Find groups in which nobody has a tie to a director, head, team lead or administrator.

    With k_g tie ends in the group and k_l with those leaders, random pairing of m ties gives no tie at all with a
    probability of about exp(-k_g k_l / 2m).
    """
    kinds = find_pokers(scene.network, roles=roles)
    wanted = set(roles) if roles is not None else set(GIVE_ROOM)
    leader = kinds.isin(wanted).to_numpy()
    if not leader.any():
        return []
    to_leader = np.asarray(scene.graph @ leader.astype(np.float64))
    degree, ends = scene.degree, float(scene.degree.sum())
    found: list[Pattern] = []
    looked = 0
    for place, label in enumerate(scene.groups.labels):
        member = (scene.groups.codes == place) & ~leader & scene.inside
        if not member.any() or degree[member].sum() == 0:
            continue
        looked += 1
        if to_leader[member].sum() > 0:
            continue
        expected = float(degree[member].sum() * degree[leader].sum() / max(ends, 1.0))
        found.append(_no_room(label, member, expected))
    return [replace(one, beside=0 if place else looked - len(found)) for place, one in enumerate(found)]


def _no_room(label: str, member: NDArray[np.bool_], expected: float) -> Pattern:
    return Pattern(
        kind=NO_ROOM,
        group=label,
        people=int(member.sum()),
        statistic=0.0,
        expected=expected,
        p=float(np.exp(-expected)),
        evidence=Fact(
            "Nobody of {group} has a tie to a director, head, team lead or administrator; chance gives {expected:.1f}.",
            {"group": label, "expected": expected},
        ),
        action=Fact("Invite somebody who can give room to the everyday work of {group}.", {"group": label}),
        ingredient="pokers",
    )
