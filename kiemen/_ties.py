"""Ties as integer arrays, and the sparse matrices made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Ints = NDArray[np.int32]
    Dates = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class TieArrays:
    """All ties in canonical order, with texts as codes into small tuples of names.

    A million people have tens of millions of ties, so a tie costs some twenty bytes here and dates that nobody gave
    cost none.
    """

    source: Ints
    target: Ints
    weight: NDArray[np.float64]
    relation: NDArray[np.int16]
    wave: NDArray[np.int16]
    origin: NDArray[np.int16]
    start: Dates | None
    end: Dates | None
    relations: tuple[str, ...]
    waves: tuple[str, ...]
    origins: tuple[str, ...]

    def __len__(self) -> int:
        """Give the number of ties."""
        return len(self.source)

    def take(self, chosen: NDArray[Any]) -> TieArrays:
        """Give the ties at the positions, or where the mask is true, of `chosen`."""
        return replace(
            self,
            source=self.source[chosen],
            target=self.target[chosen],
            weight=self.weight[chosen],
            relation=self.relation[chosen],
            wave=self.wave[chosen],
            origin=self.origin[chosen],
            start=None if self.start is None else self.start[chosen],
            end=None if self.end is None else self.end[chosen],
        )

    def closed(self) -> TieArrays:
        """Give the same arrays, read-only."""
        views: dict[str, Any] = {name: _closed(getattr(self, name)) for name in _ARRAYS}
        return replace(self, **views)

    def to_frame(self, ids: pd.Index[Any]) -> pd.DataFrame:
        """Give the ties as the public table, with text ids."""
        blank = np.full(len(self), np.datetime64("NaT", "s"), dtype="datetime64[s]")
        names = {"relation": self.relations, "wave": self.waves, "origin": self.origins}
        words = {name: pd.Index(names[name], dtype="str").take(getattr(self, name)) for name in _CODES}
        return pd.DataFrame(
            {
                "source": ids.take(self.source),
                "target": ids.take(self.target),
                "relation": words["relation"],
                "wave": words["wave"],
                "weight": self.weight,
                "start": blank if self.start is None else self.start,
                "end": blank if self.end is None else self.end,
                "origin": words["origin"],
            }
        )


_CODES = ("relation", "wave", "origin")
_ARRAYS = ("source", "target", "weight", *_CODES, "start", "end")


def _closed(array: NDArray[Any] | None) -> NDArray[Any] | None:
    if array is None:
        return None
    view = array.view()
    view.flags.writeable = False
    return view


def coded(words: pd.Series[Any]) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    """Give texts as codes into their sorted distinct values."""
    codes, names = pd.factorize(words, sort=True)
    return codes.astype(np.int16), tuple(str(name) for name in names)


def dates_or_none(dates: pd.Series[Any]) -> Dates | None:
    """Give dates as an array, or None when there is not one."""
    return None if dates.isna().all() else dates.to_numpy(dtype="datetime64[s]")


def in_order(ties: TieArrays, undirected: frozenset[str]) -> TieArrays:
    """Put ties in canonical order; a tie of an undirected relation runs from the lower to the higher position."""
    if undirected:
        swap = np.isin(ties.relation, [i for i, name in enumerate(ties.relations) if name in undirected])
        swap &= ties.source > ties.target
        source, target = np.where(swap, ties.target, ties.source), np.where(swap, ties.source, ties.target)
        ties = replace(ties, source=source.astype(np.int32), target=target.astype(np.int32))
    pair = ties.source.astype(np.int64) << 32 | ties.target
    dates = [None if part is None else part.astype(np.int64) for part in (ties.start, ties.end)]
    columns = [ties.relation, ties.wave, pair, *dates, ties.origin, ties.weight]
    # A column that is the same everywhere orders nothing and stays as it is; with millions of ties each costs its time.
    varying = [column for column in columns if column is not None and _varies(column)]
    order = _order(varying, pair)
    parts: dict[str, Any] = {name: getattr(ties, name) for name in _ARRAYS}
    return replace(ties, **{name: part[order] for name, part in parts.items() if part is not None and _varies(part)})


def _varies(column: NDArray[Any]) -> bool:
    return bool(len(column) and (column != column[0]).any())


def _order(columns: list[NDArray[Any]], pair: NDArray[np.int64]) -> NDArray[Any]:
    """Give the order by columns, the first counting most; pairs that all differ need no look at what comes after."""
    if not columns:
        return np.arange(len(pair))
    if columns[0] is pair:
        order, ordered = _sorted(pair)
        if (ordered[1:] != ordered[:-1]).all():
            return order
    return np.lexsort(columns[::-1])


def _sorted(pair: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the order of pairs and the pairs in it.

    Numbers sort several times faster than their positions: where a pair and its position fit in one number, that is
    what is sorted.
    """
    size, place = int((pair & 0xFFFFFFFF).max()) + 1, max(len(pair) - 1, 1).bit_length()
    if ((int(pair.max()) >> 32) + 1) * size << place >= 1 << 63:
        order = np.argsort(pair)
        return order, pair[order]
    packed = ((pair >> 32) * size + (pair & 0xFFFFFFFF) << place) | np.arange(len(pair))
    packed.sort()
    return packed & ((1 << place) - 1), packed >> place


def to_csr(
    source: NDArray[Any],
    target: NDArray[Any],
    weight: NDArray[np.float64] | None,
    n: int,
    *,
    mirrored: NDArray[np.bool_],
) -> csr_array:
    """Give the n × n matrix of ties; repeats are added, `mirrored` ties count both ways; cost linear in the ties."""
    from scipy.sparse import coo_array

    values = np.ones(len(source)) if weight is None else weight
    if mirrored.any():
        source, target = np.concatenate([source, target[mirrored]]), np.concatenate([target, source[mirrored]])
        values = np.concatenate([values, values[mirrored]])
    matrix = coo_array((values, (source, target)), shape=(n, n)).tocsr()
    matrix.sum_duplicates()
    if weight is None:
        matrix.data[:] = 1.0
    return matrix
