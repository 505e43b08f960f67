"""Who may sit with whom: a table is begun only with people with whom it can be filled."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

# Ways to fill a table that are looked at; where so many fail nearly everybody is kept apart, and it is tried as it is.
WAYS = 5_000


def kept_apart(barred: NDArray[np.int64], n: int) -> dict[int, set[int]]:
    """Give per person who is barred from them, by the keys of pairs (lower position × n + higher position)."""
    found: dict[int, set[int]] = {}
    for key in barred.tolist():
        one, other = divmod(key, n)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def welcome(
    table: Sequence[int], pool: Iterable[int], apart: Mapping[int, set[int]], most: int | None = None
) -> list[int]:
    """Give those of the pool, in their order, who are not at the table and not barred from anybody there."""
    out = set(table).union(*(apart.get(one, ()) for one in table))
    return list(islice((one for one in pool if one not in out), most))


def can_be_filled(table: Sequence[int], pool: Iterable[int], fewest: int, apart: Mapping[int, set[int]]) -> bool:
    """Say whether people of the pool can join until there are the fewest, nobody barred from anybody else."""
    left = WAYS

    def filled(need: int, guests: list[int]) -> bool:
        nonlocal left
        if need <= 0:
            return True
        for place in range(len(guests) - need + 1):
            left -= 1
            if left < 0 or filled(need - 1, welcome(guests[place : place + 1], guests[place + 1 :], apart)):
                return True
        return False

    return filled(fewest - len(table), welcome(table, pool, apart))
