"""Names beside dots, each where there is room; what would cover another name is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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


def place_names(
    points: NDArray[Any], lengths: Sequence[int], sizes: Sizes, *, within: tuple[float, float] | None = None
) -> list[Spot | None]:
    """Give the place of each name, the first ones first: right, left, above or below its dot, or None.

    `within` are the left and right border that no name may cross.
    """
    spots: list[Spot | None] = []
    taken: list[tuple[float, float, float, float]] = []
    for (x, y), length in zip(points, lengths, strict=True):
        wide = sizes.character * length
        found = None
        for spot in _around(float(x), float(y), sizes):
            left = spot.x - {"left": 0.0, "right": wide, "center": wide / 2}[spot.align]
            box = (left, spot.y - sizes.line / 2, left + wide, spot.y + sizes.line / 2)
            inside = within is None or (within[0] <= box[0] and box[2] <= within[1])
            if inside and not _covers(box, taken):
                taken.append(box)
                found = spot
                break
        spots.append(found)
    return spots


def _around(x: float, y: float, sizes: Sizes) -> tuple[Spot, ...]:
    across, up = sizes.gap
    return (
        Spot(x + across, y, "left"),
        Spot(x - across, y, "right"),
        Spot(x, y + up, "center"),
        Spot(x, y - up, "center"),
    )


def _covers(box: tuple[float, float, float, float], taken: Iterable[tuple[float, float, float, float]]) -> bool:
    return any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)


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
