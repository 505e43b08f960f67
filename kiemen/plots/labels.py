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
) -> list[Spot | None]:
    """Give the place of each name, the first ones first: right, left, above or below its dot, or None.

    Of the places where no other name stands it is the one that covers the fewest dots.

    `within` are the left and right border that no name may cross, `reach` is the radius of each dot.
    """
    spots: list[Spot | None] = []
    taken: list[Box] = []
    edges = [0.0] * len(lengths) if reach is None else reach
    for (x, y), length, edge in zip(points, lengths, edges, strict=True):
        options = [(spot, _box(spot, length, sizes)) for spot in _around(float(x), float(y), sizes, edge)]
        free = [
            (spot, box)
            for spot, box in options
            if (within is None or (within[0] <= box[0] and box[2] <= within[1])) and not _covered(box, taken)
        ]
        spot, box = min(free, key=lambda place: _dots_under(place[1], points), default=(None, None))
        taken += [box] if box is not None else []
        spots.append(spot)
    return spots


def place_titles(
    discs: NDArray[Any], lengths: Sequence[int], sizes: Sizes, *, points: NDArray[Any] | None = None
) -> list[Spot]:
    """Give the place of the title of each disc (x, y, radius), the largest first: above, below, beside or inside it.

    Every disc gets a title; where there is room nowhere, it stands where it covers least of other titles, and of the
    dots at `points`.
    """
    dots = np.empty((0, 2)) if points is None else points
    spots: dict[int, Spot] = {}
    taken: list[Box] = []
    for i in sorted(range(len(discs)), key=lambda i: (-discs[i][2], i)):
        x, y, reach = map(float, discs[i])
        options = [
            Spot(x + side, y + up, "center")
            for up in (reach + sizes.line * 0.6, -reach - sizes.line * 0.6, 0.0, reach / 2, -reach / 2)
            for side in (0.0, reach / 2, -reach / 2)
        ]
        boxes = {spot: _box(spot, lengths[i], sizes) for spot in options}
        best = min(options, key=lambda spot: (_covered(boxes[spot], taken), _dots_under(boxes[spot], dots)))
        taken.append(_box(best, lengths[i], sizes))
        spots[i] = best
    return [spots[i] for i in range(len(discs))]


def _box(spot: Spot, length: int, sizes: Sizes) -> Box:
    wide = sizes.character * length
    left = spot.x - {"left": 0.0, "right": wide, "center": wide / 2}[spot.align]
    return left, spot.y - sizes.line / 2, left + wide, spot.y + sizes.line / 2


def _around(x: float, y: float, sizes: Sizes, edge: float) -> tuple[Spot, ...]:
    across, up = sizes.gap[0] + edge, sizes.gap[1] + edge
    return (
        Spot(x + across, y, "left"),
        Spot(x - across, y, "right"),
        Spot(x, y + up, "center"),
        Spot(x, y - up, "center"),
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
