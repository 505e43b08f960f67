"""Barriers that cluster: departments where people meet more of them than elsewhere, and barriers that lie close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.scales import scale_means
from kiemen.diagnosis.pattern import Pattern
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.autocorrelation import local_moran, moran, row_normalised
from kiemen.privacy import MINIMUM_GROUP
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kiemen.diagnosis.pattern import Scene
    from kiemen.measures.autocorrelation import Autocorrelation

    Floats = NDArray[np.float64]

BLOCKED = mark("blocked group")
CLUSTERED = mark("barriers lie close together")

_MORE = mark("{n} people of {group} meet more barriers and less room than elsewhere: {mean:.2f} standard deviations.")
_NOT_MORE = mark(
    "{n} people of {group} do not meet more barriers or less room than elsewhere: {mean:.2f} standard deviations."
)

# Fewest answers for a test, and the share of false people accepted among those around whom barriers cluster.
FEWEST = 10
HOT = 0.1


def obstacle_scores(scene: Scene, scales: Mapping[str, str], wave: str | None) -> Floats:
    """Give per person how much stands in the way: barriers less room to act, each as a z-score; NaN without answers."""
    parts = []
    for kind, sign in (("barriers", 1.0), ("room", -1.0)):
        if kind in scales:
            try:
                score = scale_means(scene.network, scales[kind], wave=wave)
            except TooLittleDataError:  # nobody answered it: the other patterns can still be looked for
                continue
            values = score.reindex(scene.network.ids).to_numpy(dtype=np.float64)
            known = values[~np.isnan(values)]
            if known.size and known.std() > 0:
                parts.append(sign * (values - known.mean()) / known.std())
    if not parts:
        return np.full(scene.graph.shape[0], np.nan)
    stacked = np.vstack(parts)
    told = ~np.isnan(stacked)
    count = told.sum(axis=0)
    total = np.where(told, stacked, 0.0).sum(axis=0)
    return np.where((count > 0) & scene.inside, total / np.maximum(count, 1), np.nan)


def blocked_departments(scene: Scene, scores: Floats) -> list[Pattern]:
    """Compare each group's mean with those of random groups of as many people; five must have answered."""
    known = np.flatnonzero(~np.isnan(scores) & (scene.groups.codes >= 0))
    if len(known) < MINIMUM_GROUP:
        return []
    values, codes = scores[known], scene.groups.codes[known]
    n = np.bincount(codes, minlength=len(scene.groups.labels))
    observed = _means(values[None, :], codes, n)[0]
    drawn = _means(scene.rng.permuted(np.tile(values, (scene.times, 1)), axis=1), codes, n)
    p = _tail(observed, drawn, values, n)
    found = []
    for place, label in enumerate(scene.groups.labels):
        if MINIMUM_GROUP <= n[place] < len(known):
            found.append(_blocked(label, int(n[place]), float(observed[place]), float(values.mean()), float(p[place])))
    return found


def _means(rows: Floats, codes: NDArray[np.int64], n: NDArray[np.int64]) -> Floats:
    member = np.zeros((len(codes), len(n)))
    member[np.arange(len(codes)), codes] = 1.0
    return np.asarray(rows @ member / np.maximum(n, 1), dtype=np.float64)


def _tail(observed: Floats, drawn: Floats, values: Floats, n: NDArray[np.int64]) -> Floats:
    """Share of draws at least as high; past the last draw, the normal tail of a mean drawn without replacement."""
    from scipy.special import ndtr

    p = (1 + (drawn >= observed - 1e-12).sum(axis=0)) / (len(drawn) + 1)
    total = len(values)
    sd = values.std(ddof=1) * np.sqrt((total - n) / (total * np.maximum(n, 1)))
    z = np.divide(observed - values.mean(), sd, out=np.zeros_like(sd), where=sd > 0)
    at_floor = (p <= 1.5 / (len(drawn) + 1)) & (n >= 10)
    return np.asarray(np.where(at_floor, np.minimum(p, ndtr(-z)), p), dtype=np.float64)


def _blocked(label: str, n: int, mean: float, whole: float, p: float) -> Pattern:
    word = _MORE if mean > whole else _NOT_MORE
    return Pattern(
        kind=BLOCKED,
        group=label,
        people=n,
        statistic=mean,
        expected=whole,
        p=p,
        evidence=Fact(word, {"n": n, "group": label, "mean": mean - whole}),
        action=Fact(
            "Ask {group} which rule or habit stands most in the way, and let its lead lift one of them within a month.",
            {"group": label},
        ),
        ingredient="oxygen",
    )


def clustered_barriers(scene: Scene, scores: Floats) -> list[Pattern]:
    """Test whether people with many barriers are tied to each other more than chance gives, and in which groups.

    Moran's I for the whole; people around whom barriers cluster (local Moran, corrected over people) are counted per
    group and shown only as a count of at least five.
    """
    known = int((~np.isnan(scores)).sum())
    if known < FEWEST:
        return []
    weights = row_normalised(scene.graph)
    whole = moran(weights, scores, times=scene.times, rng=scene.rng)
    if np.isnan(whole.p):
        return []
    local = local_moran(weights, scores, times=scene.times, rng=scene.rng)
    with np.errstate(invalid="ignore"):
        hot = (local.q <= HOT) & (local.value > 0) & (local.lag > 0)
    return [_clustered(whole, known, _hot_groups(scene, hot))]


def _hot_groups(scene: Scene, hot: NDArray[np.bool_]) -> str:
    codes = scene.groups.codes[hot & (scene.groups.codes >= 0)]
    counts = np.bincount(codes, minlength=len(scene.groups.labels))
    order = np.argsort(-counts, kind="stable")
    return ", ".join(f"{scene.groups.labels[g]} ({counts[g]})" for g in order if counts[g] >= MINIMUM_GROUP)


def _clustered(whole: Autocorrelation, known: int, groups: str) -> Pattern:
    evidence = (
        Fact(
            "People who meet many barriers are tied to each other (Moran's I {i:.2f}; chance gives {chance:.2f}), most "
            "of all in: {groups}.",
            {"i": whole.value, "chance": whole.expected, "groups": groups},
        )
        if groups
        else Fact(
            "How far people who meet many barriers are tied to each other: Moran's I {i:.2f}; chance gives "
            "{chance:.2f}.",
            {"i": whole.value, "chance": whole.expected},
        )
    )
    return Pattern(
        kind=CLUSTERED,
        group="",
        people=known,
        statistic=whole.value,
        expected=whole.expected,
        p=whole.p,
        evidence=evidence,
        action=Fact("Bring them together with people elsewhere who found a way round the same barriers."),
        ingredient="oxygen",
    )
