"""Ties and memberships of a Network as sparse matrices, built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_relations, did_you_mean
from kiemen._holdings import Holdings
from kiemen._ties import to_csr
from kiemen.errors import ColumnError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array


# Matrices of up to so many entries are handed out as copies, so that writing into one changes nothing here.
COPIED = 1_000_000


class Matrices(Holdings):
    """Holdings that also give their sparse matrices."""

    __slots__ = ()

    def adjacency(
        self,
        relation: str | Sequence[str] | None = None,
        *,
        weight: str | None = "weight",
        direction: str = "out",
        wave: str | None = None,
    ) -> csr_array:
        """Give the ties as a sparse matrix, built once.

        Parameters
        ----------
        relation
            One relation, several, or None for all together.
        weight
            "weight", or None to count every pair as 1.
        direction
            "out": row reports or sends, column receives. "in": the transpose. "both": direction ignored, the stronger
            of the two weights.
        wave
            Ties of this wave and those without a wave; None takes, for each relation, its latest wave.

        Returns
        -------
        scipy.sparse.csr_array
            n × n, rows and columns in the order of `ids`, sorted, nothing on the diagonal. Repeated ties are added
            up. Above a million entries the arrays are shared with the Network: do not write into them.

        Raises
        ------
        InputError
            If a relation or wave does not exist; the message names the nearest.

        Notes
        -----
        O(ties); built once, after that a copy, and O(1) above a million entries.
        """
        check_choice("direction", direction, ("out", "in", "both"))
        if weight not in {None, "weight"}:
            raise ColumnError(f"weight must be 'weight' or None, not {weight!r}")
        names = self._relation_names(relation)
        key = (names, weight, direction, wave)
        if key not in self._kept:
            self._kept[key] = self._build(names, weighted=weight is not None, direction=direction, wave=wave)
        from scipy.sparse import csr_array

        return csr_array(self._kept[key], copy=self._kept[key].nnz <= COPIED)

    def _relation_names(self, relation: str | Sequence[str] | None) -> tuple[str, ...]:
        existing = list(self._frames["relations"].index)
        wanted = check_relations(relation, existing)
        return tuple(existing if relation is None else sorted(wanted))

    def _build(self, names: tuple[str, ...], *, weighted: bool, direction: str, wave: str | None) -> csr_array:
        if direction != "out":
            ahead = self.adjacency(names, weight="weight" if weighted else None, wave=wave)
            turned = ahead.T.tocsr()
            return turned if direction == "in" else ahead.maximum(turned)
        ties = self._ties
        chosen = np.isin(ties.relation, [i for i, name in enumerate(ties.relations) if name in names])
        chosen &= self._in_wave(wave)
        picked = ties if chosen.all() else ties.take(chosen)
        directed = self._frames["relations"]["directed"].to_dict()
        two_way = [i for i, name in enumerate(ties.relations) if not directed.get(name, True)]
        mirrored = np.isin(picked.relation, two_way)
        return to_csr(
            picked.source, picked.target, picked.weight if weighted else None, self.n_nodes, mirrored=mirrored
        )

    def _in_wave(self, wave: str | None) -> NDArray[np.bool_]:
        ties = self._ties
        if wave is not None and wave not in self._frames["waves"].index:
            raise InputError(f"no wave {wave!r} in this network.{did_you_mean(wave, self._frames['waves'].index)}")
        if ties.waves in {(), ("",)}:
            return np.ones(len(ties), dtype=np.bool_)
        if wave is not None:
            return np.isin(ties.wave, [i for i, name in enumerate(ties.waves) if name in {"", wave}])
        dates = self._frames["waves"]["date"]
        rank = {name: (not pd.isna(dates.get(name)), dates.get(name), name) for name in ties.waves if name}
        latest = sorted(rank, key=lambda name: (rank[name][0], str(rank[name][1]), name))
        keep = np.isin(ties.wave, [i for i, name in enumerate(ties.waves) if name == ""])
        for code in range(len(ties.relations)):
            mine = ties.relation == code
            for name in reversed(latest):
                here = mine & (ties.wave == ties.waves.index(name))
                if here.any():
                    keep |= here
                    break
        return keep

    def incidence(self) -> csr_array:
        """Give who takes part in what as a sparse matrix of ones.

        Returns
        -------
        scipy.sparse.csr_array
            People × initiatives, in the order of `ids` and of `initiatives`.
        """
        if "incidence" not in self._kept:
            from scipy.sparse import coo_array

            rows = self._frames["memberships"]
            initiatives = self._frames["initiatives"].index
            one = self.ids.get_indexer(pd.Index(rows["person"]))
            other = initiatives.get_indexer(pd.Index(rows["initiative"]))
            matrix = coo_array((np.ones(len(rows)), (one, other)), shape=(self.n_nodes, len(initiatives))).tocsr()
            matrix.sum_duplicates()
            matrix.data[:] = 1.0
            self._kept["incidence"] = matrix
        from scipy.sparse import csr_array

        return csr_array(self._kept["incidence"], copy=self._kept["incidence"].nnz <= COPIED)
