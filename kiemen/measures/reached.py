"""Between which groups a person stands: contacts per group, and pairs of contacts that only meet through the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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


def stands_between(either: csr_array, grouping: Grouping, people: NDArray[np.int64]) -> list[Between | None]:
    """Give the two groups whose members each person links most: pairs of contacts not tied to each other.

    Parameters
    ----------
    either
        People × people of ones, both ways.
    grouping
        The groups.
    people
        Positions of the people asked about.

    Returns
    -------
    list of Between or None
        In the order of `people`; None when all contacts with a known group are of one group or know each other. Among
        equals the pair that comes first in the order of the groups.

    Notes
    -----
    The ties among contacts are found group by group: the first end in the group, the other end tied to both. Cost:
    people × contacts of contacts, and people × groups².
    """
    from scipy.sparse import csr_array

    k = len(grouping.labels)
    known = np.flatnonzero(grouping.codes >= 0)
    member = csr_array((np.ones(known.size), (known, grouping.codes[known])), shape=(grouping.codes.size, k))
    mine = csr_array(either[people])
    size = np.asarray((mine @ member).todense()).reshape(len(people), k)
    most = np.zeros(len(people))
    where = np.zeros((len(people), 2), np.int64)
    rows = np.arange(len(people))
    for r in range(k - 1):
        some = np.flatnonzero(size[:, r] > 0)
        of_r = np.flatnonzero(grouping.codes == r)
        common = csr_array(mine[some][:, of_r] @ either[of_r]).multiply(mine[some])
        tied = np.asarray((csr_array(common) @ member).todense()).reshape(some.size, k)
        pairs = size[some, r][:, None] * size[some] - tied
        pairs[:, : r + 1] = 0
        best = pairs.argmax(axis=1)
        found = pairs[rows[: some.size], best]
        better = found > most[some]
        most[some[better]] = found[better]
        where[some[better]] = np.column_stack([np.full(int(better.sum()), r), best[better]])
    labels = grouping.labels
    return [
        Between(labels[r], labels[s], int(pairs)) if pairs > 0 else None
        for (r, s), pairs in zip(where.tolist(), most.tolist(), strict=True)
    ]
