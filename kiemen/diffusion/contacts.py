"""Who can carry behaviour to whom: the Network as the arrays that every contagion model runs on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from kiemen._checks import check_choice, check_network
from kiemen.errors import InputError, TooLittleDataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

DIRECTIONS = ("out", "in", "both")
LANES = 16  # as in the compiled cascade
KEYED_ARCS = 1_000_000  # up to here a number per arc is kept, 8 bytes each
EVERYBODY = "everybody"
UNKNOWN_GROUP = "unknown"


@dataclass(frozen=True, eq=False)
class Contacts:
    """Arcs along which behaviour can travel, with the group of every person.

    Parameters
    ----------
    indptr, indices
        Arcs in CSR form: behaviour travels from the row to the column (int64, int32).
    weight
        Weight of each arc (float64), or one number for all.
    group
        Code of each person's group; people outside the organisation have the last code and are not counted.
    group_names
        Name of each group that is counted.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    weight: NDArray[np.float64]
    group: NDArray[np.int32]
    group_names: tuple[str, ...]
    kept: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def n(self) -> int:
        """Number of people and contacts."""
        return self.indptr.size - 1

    @property
    def n_arcs(self) -> int:
        """Number of arcs."""
        return self.indices.size

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Whether each person is inside the organisation and so counts as an adopter."""
        return self.group < len(self.group_names)

    @property
    def group_or_none(self) -> NDArray[np.int32]:
        """The group of each person, or nothing when all are inside and in one group."""
        return self.group if self.group.any() else np.empty(0, np.int32)

    @property
    def n_counted(self) -> int:
        """Number of people inside the organisation."""
        return int(self.counted.sum())

    @property
    def padded(self) -> NDArray[np.int32]:
        """The targets of all arcs, with room after them so that a machine may read whole lanes."""
        if "padded" not in self.kept:
            self.kept["padded"] = np.concatenate([self.indices, np.zeros(LANES, np.int32)])
        found: NDArray[np.int32] = self.kept["padded"]
        return found

    @property
    def most_arcs(self) -> int:
        """Most arcs out of one person."""
        return int(np.diff(self.indptr).max(initial=0))

    @property
    def in_degree(self) -> NDArray[np.int64]:
        """Number of arcs into each person."""
        if "in_degree" not in self.kept:
            self.kept["in_degree"] = np.bincount(self.indices, minlength=self.n).astype(np.int64)
        found: NDArray[np.int64] = self.kept["in_degree"]
        return found

    @property
    def usual_weight(self) -> float:
        """The weight of a tie in the middle: what a new one gets."""
        if "usual_weight" not in self.kept:
            self.kept["usual_weight"] = float(np.median(self.weight))
        found: float = self.kept["usual_weight"]
        return found

    @property
    def in_weight(self) -> NDArray[np.float64]:
        """Sum of the weights of the arcs into each person."""
        if self.weight.size == 1:
            return np.asarray(self.in_degree * float(self.weight[0]), dtype=np.float64)
        if "in_weight" not in self.kept:
            self.kept["in_weight"] = np.bincount(self.indices, weights=self.weight, minlength=self.n)
        found: NDArray[np.float64] = self.kept["in_weight"]
        return found

    @property
    def reverse(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.integer[Any]]]:
        """Incoming arcs in CSR form, and the place of each among the outgoing arcs."""
        if "reverse" not in self.kept:
            from scipy.sparse import csr_array

            number = np.arange(self.n_arcs, dtype=np.int64)
            if self.n_arcs < np.iinfo(np.int32).max:
                number = cast("NDArray[np.int64]", number.astype(np.int32))  # half the memory
            turned = csr_array((number, self.indices, self.indptr), shape=(self.n, self.n)).tocsc()
            self.kept["reverse"] = (turned.indptr.astype(np.int64), turned.indices.astype(np.int32), turned.data)
        found: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.integer[Any]]] = self.kept["reverse"]
        return found

    @property
    def _numbers(self) -> NDArray[np.int64]:
        """One rising number per arc, to look arcs up by."""
        if "numbers" not in self.kept:
            source = np.repeat(np.arange(self.n, dtype=np.int64), np.diff(self.indptr))
            self.kept["numbers"] = source * self.n + self.indices
        found: NDArray[np.int64] = self.kept["numbers"]
        return found

    def matrix(self) -> csr_array:
        """Give the arcs as a sparse matrix of weights, row to column."""
        from scipy.sparse import csr_array

        data = np.full(self.n_arcs, self.weight[0]) if self.weight.size == 1 else self.weight
        return csr_array((data, self.indices, self.indptr), shape=(self.n, self.n))

    def has_arcs(self, source: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say for each pair whether the arc exists; all pairs are looked up in their sorted rows side by side."""
        if self.n_arcs <= KEYED_ARCS:
            numbers = self._numbers
            asked = source * self.n + target
            place = np.minimum(np.searchsorted(numbers, asked), max(self.n_arcs - 1, 0))
            return np.asarray(numbers[place] == asked) if numbers.size else np.zeros(asked.size, dtype=np.bool_)
        low, high = self.indptr[source], self.indptr[source + 1]
        end = high
        while True:
            open_ = low < high
            if not open_.any():
                break
            middle = np.where(open_, (low + high) // 2, 0)
            before = open_ & (self.indices[middle] < target)
            low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
        found = low < end
        found[found] = self.indices[low[found]] == target[found]
        return found


def gather_contacts(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    weight: str | None = None,
    direction: str | None = None,
    by: str | None = None,
) -> Contacts:
    """Give the arrays that contagion runs on.

    Parameters
    ----------
    network
        People and ties.
    relation
        One relation, several, or None for all.
    weight
        "weight" to use tie weights; None counts every pair that has contact as 1.
    direction
        "out": from the source of a tie to its target. "in": the other way. "both": either way. None: along the arrow,
        except for relations that respondents reported about others (a nomination says that two people are in touch,
        not who learns from whom), which count both ways.
    by
        Column of `network.people` with the group; None takes the first usual one, or no groups at all.

    Returns
    -------
    Contacts
        In the order of `network.ids`; shared by all who ask for the same, so do not write into its arrays.
    """
    check_network(network)
    if direction is not None:
        check_choice("direction", direction, DIRECTIONS)
    if relation is not None and not isinstance(relation, (str, list, tuple)):
        raise InputError(f"relation must be a name, a list of names or None, not {relation!r}.")
    # The last one asked for is kept: a second question about the same ties costs nothing to set up.
    key = repr((relation, weight, direction, by))
    last: dict[str, Contacts] = network.remember("contacts", dict)
    if key not in last:
        found = _gathered(network, relation, weight, direction, by)
        last.clear()
        last[key] = found
    return last[key]


def _gathered(
    network: Network, relation: str | Sequence[str] | None, weight: str | None, direction: str | None, by: str | None
) -> Contacts:
    matrix = _matrix(network, relation, weight, direction)
    if matrix.nnz == 0:
        where = "" if relation is None else f" in relation {relation!r}"
        members = relation is None and not network.memberships.empty
        instead = " Or tie those who share an initiative: kiemen.build_projection(network)." if members else ""
        raise TooLittleDataError(f"the network has no ties{where}: nothing can spread. Read ties first.{instead}")
    data = np.ones(1) if weight is None else matrix.data.astype(np.float64, copy=False)
    group, names = _groups(network, by)
    if not network.n_people:
        raise TooLittleDataError("nobody in this network is inside the organisation: nobody's growth can be counted.")
    return Contacts(
        matrix.indptr.astype(np.int64, copy=False), matrix.indices.astype(np.int32, copy=False), data, group, names
    )


def _matrix(
    network: Network, relation: str | Sequence[str] | None, weight: str | None, direction: str | None
) -> csr_array:
    if direction is not None:
        return network.adjacency(relation, weight=weight, direction=direction)
    table = network.relations
    chosen = list(table.index) if relation is None else [relation] if isinstance(relation, str) else list(relation)
    nominations = set(table.index[table["asked"] & table["directed"]])
    mutual = [name for name in chosen if name in nominations]
    if not mutual:
        return network.adjacency(relation, weight=weight)
    along = [r for r in chosen if r not in mutual]
    both = network.adjacency(mutual, weight=weight, direction="both")
    if not along:
        return both
    arrow = network.adjacency(along, weight=weight)
    return arrow.maximum(both) if weight is None else (arrow + both).tocsr()


def _groups(network: Network, by: str | None) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    labels = _labels(network, by)
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    if labels is None:
        names: tuple[str, ...] = (EVERYBODY,)
        code = np.zeros(network.n_nodes, dtype=np.int32)
    else:
        text = labels.astype("object").where(labels.notna(), UNKNOWN_GROUP).astype(str).to_numpy()
        present, found = np.unique(text[inside], return_inverse=True)
        names = tuple(str(name) for name in present)
        code = np.zeros(network.n_nodes, dtype=np.int32)
        code[inside] = found.astype(np.int32)
    code[~inside] = len(names)
    return code, names


def _labels(network: Network, by: str | None) -> pd.Series[Any] | None:
    if by is not None:
        return network.groups(by)
    try:
        return network.groups()
    except InputError:
        return None
