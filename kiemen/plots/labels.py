"""Names beside dots, each where there is room; what would cover another name is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


class Spot(NamedTuple):
    """Where a name begins, ends or has its middle, and which of these."""

    x: float
    y: float
    align: str


class Sizes(NamedTuple):
    """What a name takes, in the units of the picture: per character, per line, and the gap to its dot."""

    character: float
    line: float
    gap: tuple[float, float]


Box = tuple[float, float, float, float]

# Directions around a disc: above and below first, which win where all is equal.
AROUND = np.array(
    [(np.cos(k * np.pi / 8), np.sin(k * np.pi / 8)) for k in (4, 12, 3, 5, 11, 13, 2, 6, 10, 14, 1, 7, 9, 15, 0, 8)]
)
# What a title pays for each other title it lies over, for each of five points along it that lies nearer to another
# disc, and at most for the dots it hides.
COST_CROSSING, COST_ASTRAY, MOST_DOTS = 100.0, 8.0, 20.0


def place_names(
    points: NDArray[Any],
    lengths: Sequence[int],
    sizes: Sizes,
    *,
    within: tuple[float, float] | None = None,
    reach: Sequence[float] | None = None,
    order: Sequence[int] | None = None,
    kept: Sequence[Box] = (),
) -> list[Spot | None]:
    """Give the place of each name, the first ones first: right, left, above, below or aslant of its dot, or None.

    Of the places where no other name stands it is the one that covers least of any dot.

    `within` are the left and right border that no name may cross, `reach` is the radius of each dot, `order` says who
    chooses first, and `kept` are boxes that stay free.
    """
    spots: list[Spot | None] = [None] * len(lengths)
    taken: list[Box] = list(kept)
    edges = np.zeros(len(lengths)) if reach is None else np.asarray(reach, dtype=float)
    for i in range(len(lengths)) if order is None else order:
        (x, y), length = points[i], lengths[i]
        options = [(spot, box_of(spot, length, sizes)) for spot in _around(float(x), float(y), sizes, float(edges[i]))]
        free = [
            (spot, box)
            for spot, box in options
            if (within is None or (within[0] <= box[0] and box[2] <= within[1])) and not _covered(box, taken)
        ]
        best = min(free, key=lambda place: _hidden(place[1], points, edges), default=None)
        if best is not None:
            spots[i] = best[0]
            taken.append(best[1])
    return spots


def _hidden(box: Box, points: NDArray[Any], edges: NDArray[np.float64]) -> float:
    """Give how much of dots a box hides, each counted as the square it fits in; a middle that is hidden counts more."""
    x, y = points[:, 0], points[:, 1]
    wide = np.minimum(box[2], x + edges) - np.maximum(box[0], x - edges)
    high = np.minimum(box[3], y + edges) - np.maximum(box[1], y - edges)
    under = float((np.maximum(wide, 0.0) * np.maximum(high, 0.0)).sum())
    return _dots_under(box, points) + under / max(float((2 * edges).max(initial=0.0)) ** 2, 1e-12)


def place_titles(
    discs: NDArray[Any], lengths: Sequence[int], sizes: Sizes, *, points: NDArray[Any] | None = None
) -> list[Spot]:
    """Give the place of the title of each disc (x, y, radius): at its rim all around, or inside it.

    Every disc gets a title; where there is room nowhere, it stands where it covers least of other titles. It rather
    covers dots (at `points`) than stand where it would be read as the title of another disc.
    """
    if not len(discs):
        return []
    discs, dots = np.asarray(discs, dtype=float), np.empty((0, 2)) if points is None else points
    halves = np.array([(sizes.character * length / 2, sizes.line / 2) for length in lengths])
    middles = [_at_disc(disc, half) for disc, half in zip(discs, halves, strict=True)]
    boxes = [np.concatenate((spot - half, spot + half), axis=1) for spot, half in zip(middles, halves, strict=True)]
    costs = [
        COST_ASTRAY * _astray(middles[i], halves[i], i, discs)
        + np.minimum(0.6 * _dots_in(boxes[i], dots), MOST_DOTS)
        # Outside its disc a title hides least, and above or below it stands nearest.
        + np.repeat([0.0, 1.0, 2.0], [len(AROUND), len(AROUND), len(AROUND) + 1])
        for i in range(len(discs))
    ]
    by_size = np.lexsort((np.arange(len(discs)), -discs[:, 2]))
    # Each order ends where moving one title no longer helps; the best of some is taken.
    orders = (by_size, by_size[::-1], np.argsort(discs[:, 0], kind="stable"), np.argsort(discs[:, 1], kind="stable"))
    _, chosen = min((_settle(boxes, costs, order) for order in orders), key=lambda found: found[0])
    return [Spot(float(spots[k][0]), float(spots[k][1]), "center") for spots, k in zip(middles, chosen, strict=True)]


def _at_disc(disc: NDArray[np.float64], half: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give where the middle of a title may be: outside the rim, on it and inside it, all around; and in the middle."""
    (x, y, reach), gap = disc, 0.2 * half[1]
    off = np.clip(2 * AROUND, -1, 1) * half
    outside = (x, y) + (reach + gap) * AROUND + off
    inside = np.array([(x, y)]) + np.concatenate((reach * AROUND, reach / 2 * AROUND, [(0.0, 0.0)]))
    both: NDArray[np.float64] = np.concatenate((outside, inside))
    return both


def _settle(
    boxes: list[NDArray[np.float64]], costs: list[NDArray[np.float64]], order: NDArray[Any]
) -> tuple[float, list[int]]:
    """Let each title in turn take its best place, a few times, as the first do not know where the last have to be."""
    chosen, paid = [-1] * len(boxes), [0.0] * len(boxes)
    for _ in range(4):
        for i in order.tolist():
            others = np.array([boxes[k][chosen[k]] for k in range(len(boxes)) if k != i and chosen[k] >= 0])
            all_in = costs[i] + _crossing(boxes[i], others.reshape(-1, 4))
            chosen[i] = int(all_in.argmin())
            paid[i] = float(all_in[chosen[i]])
    return sum(paid), chosen


def _crossing(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what it costs each box to lie over others: that it does, and how much of it."""
    wide = np.minimum(boxes[:, None, 2], others[:, 2]) - np.maximum(boxes[:, None, 0], others[:, 0])
    high = np.minimum(boxes[:, None, 3], others[:, 3]) - np.maximum(boxes[:, None, 1], others[:, 1])
    under = np.maximum(wide, 0.0) * np.maximum(high, 0.0)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    cost: NDArray[np.float64] = COST_CROSSING * ((under > 0).sum(axis=1) + under.sum(axis=1) / np.maximum(area, 1e-12))
    return cost


def _astray(
    middles: NDArray[np.float64], half: NDArray[np.float64], i: int, discs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Count of five points along each title those that lie nearer to another disc than to its own, rim to rim."""
    along = middles[:, None, :] + np.array([-0.9, -0.45, 0.0, 0.45, 0.9])[:, None] * (half[0], 0.0)
    away = np.hypot(along[..., None, 0] - discs[:, 0], along[..., None, 1] - discs[:, 1]) - discs[:, 2]
    astray: NDArray[np.float64] = (away.argmin(axis=-1) != i).sum(axis=1).astype(float)
    return astray


def _dots_in(boxes: NDArray[np.float64], points: NDArray[Any]) -> NDArray[np.float64]:
    """Count the dots whose middle lies under each of many boxes."""
    return np.array([_dots_under((left, foot, right, top), points) for left, foot, right, top in boxes], dtype=float)


def box_of(spot: Spot, length: int, sizes: Sizes) -> Box:
    """Give the box of a name of `length` characters."""
    wide = sizes.character * length
    left = spot.x - {"left": 0.0, "right": wide, "center": wide / 2}[spot.align]
    return left, spot.y - sizes.line / 2, left + wide, spot.y + sizes.line / 2


def _around(x: float, y: float, sizes: Sizes, edge: float) -> tuple[Spot, ...]:
    across, up = sizes.gap[0] + edge, sizes.gap[1] + edge
    # Aslant the name begins beside the middle of its dot, a little higher or lower.
    near, aslant = across * 0.75, max(up * 0.6, sizes.line * 0.55)
    return (
        Spot(x + across, y, "left"),
        Spot(x - across, y, "right"),
        Spot(x, y + up, "center"),
        Spot(x, y - up, "center"),
        Spot(x + near, y + aslant, "left"),
        Spot(x + near, y - aslant, "left"),
        Spot(x - near, y + aslant, "right"),
        Spot(x - near, y - aslant, "right"),
    )


def _dots_under(box: Box, points: NDArray[Any]) -> int:
    """Count the dots whose middle lies under a box."""
    x, y = points[:, 0], points[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _covered(box: Box, taken: Iterable[Box]) -> float:
    """Give how much of other boxes a box covers."""
    return sum(
        max(min(box[2], b[2]) - max(box[0], b[0]), 0.0) * max(min(box[3], b[3]) - max(box[1], b[1]), 0.0) for b in taken
    )


def apart(heights: Sequence[float], line: float) -> list[float]:
    """Give heights for labels at the ends of lines: as near to their own as fits, in the same order, never closer.

    Examples
    --------
    >>> apart([1.0, 1.0, 5.0], 2.0)
    [0.0, 2.0, 5.0]
    """
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    blocks: list[tuple[float, list[int]]] = []
    for i in order:
        middle, members = heights[i], [i]
        # Labels that touch become one block around the middle of what they belong to.
        while blocks and middle - blocks[-1][0] < line * (len(members) + len(blocks[-1][1])) / 2:
            members = blocks.pop()[1] + members
            middle = sum(heights[k] for k in members) / len(members)
        blocks.append((middle, members))
    placed = [0.0] * len(heights)
    for middle, members in blocks:
        for n, i in enumerate(members):
            placed[i] = middle + line * (n - (len(members) - 1) / 2)
    return placed
