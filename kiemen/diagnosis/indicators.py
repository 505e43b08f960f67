"""What shows each of the six ingredients of a fire: one number per person between 0 and 1, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kiemen.adoption.scales import scale_means
from kiemen.diagnosis.pokers import find_pokers
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diagnosis.pattern import Scene

    Floats = NDArray[np.float64]

INGREDIENTS = (mark("spark"), mark("oxygen"), mark("matches"), mark("fuel"), mark("stoking"), mark("pokers"))

# Scales that show an ingredient, by the names they usually have. A user's own mapping goes in with scales=.
SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "spark": ("spark", "innovativeness", "change_attitude"),
        "oxygen": ("oxygen", "room"),
        "matches": ("matches", "shown_results"),
        "fuel": ("fuel", "encounters"),
        "stoking": ("stoking", "doing"),
        "pokers": ("pokers", "allies"),
    }
)


@dataclass(frozen=True, eq=False)
class Indicator:
    """One way in which an ingredient shows, with its value per person (NaN: unknown).

    Where it tells to whom people are tied, `others` is how many those are: of a few it would tell their contacts.
    """

    ingredient: str
    name: str
    label: str
    per_person: Floats
    others: int | None = None


def gather_indicators(
    scene: Scene,
    *,
    scales: Mapping[str, Sequence[str]] | None,
    roles: Mapping[str, Sequence[str]] | None,
    wave: str | None,
) -> list[Indicator]:
    """Give every indicator that the network has data for, in the order of the ingredients."""
    found = [*_from_scales(scene, SCALES if scales is None else scales, wave)]
    for ingredient, name, label, make in _STRUCTURAL:
        seen = make(scene, roles)
        if seen is not None:
            found.append(Indicator(ingredient, name, label, np.where(scene.inside, seen.values, np.nan), seen.others))
    known = [one for one in found if np.isfinite(one.per_person[scene.inside]).any() or not scene.inside.any()]
    return sorted(known, key=lambda one: INGREDIENTS.index(one.ingredient))


def _from_scales(scene: Scene, scales: Mapping[str, Sequence[str]], wave: str | None) -> list[Indicator]:
    items = scene.network.items
    existing = set(items["scale"]) - {""}
    found = []
    for ingredient, names in scales.items():
        for name in names:
            if name not in existing:
                continue
            mine = items[items["scale"] == name]
            low, high = float(mine["low"].min()), float(mine["high"].max())
            if not high > low:
                continue
            try:
                score = scale_means(scene.network, name, wave=wave).reindex(scene.network.ids)
            except TooLittleDataError:  # nobody answered it: the others can still be told
                continue
            values = (score.to_numpy(dtype=np.float64) - low) / (high - low)
            found.append(Indicator(ingredient, name, mark("what people say of it"), values))
    return found


def _known_ties(scene: Scene) -> NDArray[np.bool_]:
    """Whose ties are known: everybody's, unless ties were asked for and the person did not answer and nobody named."""
    if not scene.network.relations["asked"].any():
        return np.ones(len(scene.inside), np.bool_)
    answered = scene.network.response().isin(ANSWERED).to_numpy()
    return answered | (scene.degree > 0)


class _Seen(NamedTuple):
    """What can be seen of each person, and how many people they are tied to by it (None: it is about themselves)."""

    values: Floats
    others: int | None = None


def _adopters_near(scene: Scene, _: object) -> _Seen | None:
    """Chance that the person or somebody next to them is an adopter."""
    if scene.starters is None:
        return None
    chance = scene.chance()
    log_not = np.log1p(-np.minimum(chance, 1 - 1e-12))
    values = 1.0 - np.exp(log_not + np.asarray(scene.graph @ log_not))
    return _Seen(np.where(_known_ties(scene), values, np.nan), int(((chance > 0) & (scene.degree > 0)).sum()))


def _in_initiatives_with(scene: Scene, kinds: Sequence[str]) -> _Seen | None:
    events = scene.network.events
    events = events[events["kind"].isin(kinds)]
    if events.empty or scene.network.memberships.empty:
        return None
    initiatives = scene.network.initiatives.index
    shown = initiatives.isin(events["initiative"]).astype(np.float64)
    values = (np.asarray(scene.network.incidence() @ shown) > 0).astype(np.float64)
    named = scene.network.ids.isin(events["person"])
    return _Seen(np.maximum(values, named.astype(np.float64)))


def _results_shown(scene: Scene, _: object) -> _Seen | None:
    return _in_initiatives_with(scene, ("result",))


def _actions_done(scene: Scene, _: object) -> _Seen | None:
    return _in_initiatives_with(scene, ("action",))


def _meets_others(scene: Scene, _: object) -> _Seen | None:
    """Whether the person is tied to somebody outside, or takes part in an initiative with people of other groups."""
    network = scene.network
    outside = np.asarray(scene.graph @ (~scene.inside).astype(np.float64)) > 0
    contacts = int((~scene.inside & (np.asarray(scene.graph @ scene.inside.astype(np.float64)) > 0)).sum())
    if network.memberships.empty or not scene.groups.labels:
        if not outside.any():
            return None
        return _Seen(np.where(_known_ties(scene), outside.astype(np.float64), np.nan), contacts)
    together = network.incidence()
    groups = np.zeros((len(scene.groups.codes), len(scene.groups.labels)))
    known = np.flatnonzero(scene.groups.codes >= 0)
    groups[known, scene.groups.codes[known]] = 1.0
    mixed = (np.asarray(together.T @ groups) > 0).sum(axis=1) > 1
    joins = np.asarray(together @ mixed.astype(np.float64)) > 0
    return _Seen((outside | joins).astype(np.float64), contacts if outside.any() else int(joins.sum()))


def _reaches_pokers(scene: Scene, roles: Mapping[str, Sequence[str]] | None) -> _Seen | None:
    """Whether somebody who can give room or stoke along is among the person's contacts, or is that person."""
    poker = (find_pokers(scene.network, roles=roles) != "").to_numpy().astype(np.float64)
    if not poker.any():
        return None
    near = ((np.asarray(scene.graph @ poker) + poker) > 0).astype(np.float64)
    return _Seen(np.where(_known_ties(scene), near, np.nan), int(((poker > 0) & (scene.degree > 0)).sum()))


_STRUCTURAL: tuple[tuple[str, str, str, Callable[..., _Seen | None]], ...] = (
    ("spark", "adopters near", mark("people who are, or know, an adopter"), _adopters_near),
    ("matches", "results shown", mark("people in an initiative that showed a result"), _results_shown),
    ("fuel", "meets others", mark("people who meet initiators outside or work with other groups"), _meets_others),
    ("stoking", "actions done", mark("people in an initiative where something was done"), _actions_done),
    ("pokers", "allies near", mark("people tied to somebody who can give room"), _reaches_pokers),
)
