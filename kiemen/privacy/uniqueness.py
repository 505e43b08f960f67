"""How many people could be recognised in a network without names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from kiemen.privacy.audiences import MINIMUM_GROUP, check_minimum

if TYPE_CHECKING:
    import pandas as pd


class Shape(Protocol):
    """What a Network offers to this floor: its people and their ties."""

    @property
    def ids(self) -> pd.Index[Any]:
        """Ids of everybody."""
        ...

    def groups(self, by: Any = None) -> pd.Series[Any]:
        """Give the group of each person."""
        ...

    def adjacency(self, relation: Any = None, *, weight: Any = None, direction: str = "out", wave: Any = None) -> Any:
        """Give the ties as a sparse matrix."""
        ...


def check_uniqueness(network: Shape, *, by: str | None = None, minimum_group: int = MINIMUM_GROUP) -> pd.Series[Any]:
    """Give how many people stand out by their number of contacts alone, with their group and with their contacts'.

    Answers: "May I share this network if I take the names off?" Nearly always the answer is no: whoever knows how many
    people somebody works with, and where, finds them back. A network under pseudonyms is still personal data.

    Parameters
    ----------
    network
        People and ties; direction and strength do not count.
    by
        Column with the group; None takes the usual one.
    minimum_group
        People who share what is known with fewer than this many, themselves included, count as standing out.

    Returns
    -------
    Series
        Share of the people, 0 to 1 (index `known`): "contacts" (their number), "contacts and group", and "contacts of
        contacts" (the sorted numbers of contacts of their contacts, with the group). NaN without people.

    Raises
    ------
    ColumnError
        If `by` is not a column.
    PrivacyError
        If the minimum is below 5.

    Notes
    -----
    Counts of equal signatures, O(ties · log ties).

    References
    ----------
    Hay, M., Miklau, G., Jensen, D., Weis, P., & Srivastava, S. (2007). Anonymizing social networks. Technical report
    07-19, University of Massachusetts.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> people = pd.DataFrame({"person": list("abcdef"), "department": "Zorg"})
    >>> star = pd.DataFrame({"source": list("aaaaa"), "target": list("bcdef")})
    >>> check_uniqueness(Network.from_frames(people, star)).round(2).to_dict()
    {'contacts': 0.17, 'contacts and group': 0.17, 'contacts of contacts': 0.17}
    """
    import pandas as pd

    minimum = check_minimum(minimum_group)
    matrix = network.adjacency(direction="both", weight=None)
    degree = np.diff(matrix.indptr)
    labels = network.groups(by).reindex(network.ids).astype("str").fillna("").to_numpy()
    around = [
        tuple(np.sort(degree[matrix.indices[a:b]])) for a, b in zip(matrix.indptr, matrix.indptr[1:], strict=False)
    ]
    known: dict[str, list[Any]] = {
        "contacts": [(int(d),) for d in degree],
        "contacts and group": [(int(d), g) for d, g in zip(degree, labels, strict=True)],
        "contacts of contacts": list(zip(around, labels, strict=True)),
    }
    shares = {name: _standing_out(signatures, minimum) for name, signatures in known.items()}
    return pd.Series(shares, name="share", dtype="float64").rename_axis("known")


def _standing_out(signatures: list[Any], minimum: int) -> float:
    counts: dict[Any, int] = {}
    for signature in signatures:
        counts[signature] = counts.get(signature, 0) + 1
    few = sum(count for count in counts.values() if count < minimum)
    return few / len(signatures) if signatures else float("nan")
