"""Between which groups a person stands: contacts per group, and pairs of contacts that only meet through the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.measures.grouping import Grouping


class Between(NamedTuple):
    """The two groups between which a person links most pairs, and how many pairs."""

    one: str
    other: str
    pairs: int


def contacts_per_group(either: csr_array, grouping: Grouping) -> csr_array:
    """Count the contacts of every person in every group.

    Parameters
    ----------
    either
        People × people of ones, both ways.
    grouping
        The groups; contacts without a group are not counted.

    Returns
    -------
    csr_array
        People × groups, whole numbers.
    """
    from scipy.sparse import csr_array

    known = np.flatnonzero(grouping.codes >= 0)
    shape = (grouping.codes.size, len(grouping.labels))
    member = csr_array((np.ones(known.size), (known, grouping.codes[known])), shape=shape)
    counted = csr_array(either @ member)
    counted.sort_indices()
    return counted


def stands_between(either: csr_array, grouping: Grouping, person: int) -> Between | None:
    """Give the two groups whose members a person links most: pairs of contacts not tied to each other.

    Parameters
    ----------
    either
        People × people of ones, both ways.
    grouping
        The groups.
    person
        Position.

    Returns
    -------
    Between or None
        None when all contacts with a known group are of one group or know each other.
    """
    contacts = either.indices[either.indptr[person] : either.indptr[person + 1]]
    contacts = contacts[grouping.codes[contacts] >= 0]
    codes = grouping.codes[contacts]
    if np.unique(codes).size < 2:
        return None
    present, local = np.unique(codes, return_inverse=True)
    size = np.bincount(local)
    tied = _ties_among(either, contacts, local, present.size)
    open_pairs = np.triu(np.outer(size, size) - tied, 1)
    if not open_pairs.any():
        return None
    r, s = np.unravel_index(int(open_pairs.argmax()), open_pairs.shape)
    labels: Any = grouping.labels
    return Between(labels[present[r]], labels[present[s]], int(open_pairs[r, s]))


def _ties_among(either: csr_array, contacts: NDArray[Any], local: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Count the ties between the contacts, by pair of groups."""
    place = np.full(either.shape[0], -1, np.int64)
    place[contacts] = local
    parts = [either.indices[either.indptr[c] : either.indptr[c + 1]] for c in contacts]
    far = place[np.concatenate(parts)]
    near = np.repeat(local, [len(part) for part in parts])
    kept = far >= 0
    return np.bincount(near[kept] * k + far[kept], minlength=k * k).reshape(k, k)
