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
    """Give the place of the title of each disc (x, y, radius), the largest first: above, below, beside or inside it.

    Every disc gets a title; where there is room nowhere, it stands where it covers least of other titles. It rather
    covers dots (at `points`) than stand where it would be read as the title of another disc.
    """
    dots = np.empty((0, 2)) if points is None else points
    spots: dict[int, Spot] = {}
    taken: list[Box] = []
    for i in sorted(range(len(discs)), key=lambda i: (-discs[i][2], i)):
        x, y, reach = map(float, discs[i])
        out = reach + sizes.line * 0.6
        options = [
            Spot(x + side, y + up, "center")
            for up in (out, -out, 0.0, reach / 2, -reach / 2, out + sizes.line, -out - sizes.line)
            for side in (0.0, reach / 2, -reach / 2, reach, -reach)
        ]
        boxes = {spot: box_of(spot, lengths[i], sizes) for spot in options}
        astray = {spot: _astray(spot, i, discs) for spot in options}
        best = min(
            options, key=lambda spot: (_covered(boxes[spot], taken), astray[spot], _dots_under(boxes[spot], dots))
        )
        taken.append(box_of(best, lengths[i], sizes))
        spots[i] = best
    return [spots[i] for i in range(len(discs))]


def _astray(spot: Spot, i: int, discs: NDArray[Any]) -> bool:
    """Say whether a title stands nearer to another disc than to its own, each by its own size."""
    away = np.hypot(discs[:, 0] - spot.x, discs[:, 1] - spot.y) - discs[:, 2]
    return bool(away[i] > np.delete(away, i).min(initial=np.inf))


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
