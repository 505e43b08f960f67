"""What was computed last, as far as memory allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

T = TypeVar("T")


class Recent(Generic[T]):
    """Keeps blocks until they no longer fit: worlds are looked at block by block, and the oldest are done with first.

    Threads may share it: what is kept is replaced as a whole, so at worst something is computed twice.

    Parameters
    ----------
    room
        What the sizes of all that is kept may add up to; the latest is kept in any case.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._kept: dict[Hashable, tuple[T, int]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def taken(self) -> int:
        """What the sizes of all that is kept add up to."""
        return sum(size for _, size in self._kept.values())

    def get(self, key: Hashable) -> T | None:
        """Give what is kept under a key, None where nothing is."""
        found = self._kept.get(key)
        return None if found is None else found[0]

    def put(self, key: Hashable, block: T, size: int) -> None:
        """Keep a block, and drop the oldest that no longer fit beside it."""
        # One look at what is there: another thread may put its own meanwhile.
        kept = {name: one for name, one in self._kept.items() if name != key}
        taken = size + sum(other for _, other in kept.values())
        for old in list(kept):
            if taken <= self.room:
                break
            taken -= kept.pop(old)[1]
        self._kept = {**kept, key: (block, size)}
