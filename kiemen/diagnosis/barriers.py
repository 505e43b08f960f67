"""Barriers that cluster: departments where people meet more of them than elsewhere, and barriers that lie close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.scales import score_scale
from kiemen.diagnosis.pattern import Pattern
from kiemen.i18n import mark
from kiemen.privacy import MINIMUM_GROUP
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.diagnosis.pattern import Scene

    Floats = NDArray[np.float64]

BLOCKED = mark("blocked department")
CLUSTERED = mark("barriers lie close together")


def obstacle_scores(scene: Scene, scales: Mapping[str, str], wave: str | None) -> Floats:
    """Give per person how much stands in the way: barriers less room to act, each as a z-score; NaN without answers."""
    parts = []
    for kind, sign in (("barriers", 1.0), ("room", -1.0)):
        if kind in scales:
            score = score_scale(scene.network, scales[kind], wave=wave).table["score"].reindex(scene.network.ids)
            values = score.to_numpy(dtype=np.float64)
            spread = np.nanstd(values)
            if spread > 0:
                parts.append(sign * (values - np.nanmean(values)) / spread)
    if not parts:
        return np.full(scene.graph.shape[0], np.nan)
    stacked = np.vstack(parts)
    known = ~np.isnan(stacked)
    count = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    return np.where((count > 0) & scene.inside, total / np.maximum(count, 1), np.nan)


def blocked_departments(scene: Scene, scores: Floats) -> list[Pattern]:
    """Compare each group's mean with those of random groups of as many people who answered."""
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
        if n[place] >= 3 and n[place] < len(known):
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
    return Pattern(
        kind=BLOCKED,
        group=label,
        people=n,
        statistic=mean,
        expected=whole,
        p=p,
        evidence=Fact(
            "{n} people of {group} meet more barriers and less room than elsewhere: {mean:.2f} standard deviations.",
            {"n": n, "group": label, "mean": mean - whole},
        ),
        action=Fact(
            "Ask {group} which rule or habit stands most in the way, and let its lead lift one of them within a month.",
            {"group": label},
        ),
        ingredient="oxygen",
    )


def clustered_barriers(scene: Scene, scores: Floats) -> list[Pattern]:
    """Test whether people with many barriers are tied to each other more than chance gives (Moran's I)."""
    known = np.flatnonzero(~np.isnan(scores))
    if len(known) < 10:
        return []
    part = scene.graph[known][:, known]
    degree = np.diff(part.indptr)
    tied = np.flatnonzero(degree > 0)
    if len(tied) < 10:
        return []
    part, values = part[tied][:, tied], scores[known][tied]
    observed = _moran(part, values[None, :])[0]
    drawn = _moran(part, scene.rng.permuted(np.tile(values, (scene.times, 1)), axis=1))
    p = float((1 + (drawn >= observed - 1e-12).sum()) / (len(drawn) + 1))
    return [
        Pattern(
            kind=CLUSTERED,
            group="",
            people=len(tied),
            statistic=float(observed),
            expected=-1.0 / (len(tied) - 1),
            p=p,
            evidence=Fact(
                "People who meet many barriers are tied to each other (Moran's I {i:.2f}; chance gives about 0).",
                {"i": float(observed)},
            ),
            action=Fact("Bring them together with people elsewhere who found a way round the same barriers."),
            ingredient="oxygen",
        )
    ]


def _moran(graph: csr_array, rows: Floats) -> Floats:
    """Moran's I with row-standardised ties, for several arrangements of the same values at once."""
    weights = np.repeat(1.0 / np.diff(graph.indptr), np.diff(graph.indptr))
    from scipy.sparse import csr_array

    matrix = csr_array((weights, graph.indices, graph.indptr), shape=graph.shape)
    z = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray((z * (matrix @ z.T).T).sum(axis=1) / (z**2).sum(axis=1), dtype=np.float64)
