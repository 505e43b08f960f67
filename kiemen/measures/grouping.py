"""Groups of people as whole numbers, from a column or from a Series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kiemen.errors import InputError
from kiemen.i18n import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.network import Network


# What the two sides of the organisation are called in a sentence.
SIDES = {"inside": mark("the organisation"), "outside": mark("the outside world")}


class Grouping(NamedTuple):
    """Who is in which group.

    Parameters
    ----------
    name
        What the groups are: a column or the name of the Series.
    labels
        Names of the groups in order.
    codes
        Number of the group of every person, -1 where it is not known.
    """

    name: str
    labels: tuple[str, ...]
    codes: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """People per group."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.labels))

    def named(self) -> NDArray[np.object_]:
        """Give the label of every person, None where the group is not known."""
        words = np.array([*self.labels, None], dtype=object)
        return words[self.codes]


def group_people(network: Network, by: str | pd.Series[Any] | None) -> Grouping:
    """Give the groups of everybody.

    Parameters
    ----------
    network
        People.
    by
        A column of people, "inside", a Series of groups indexed by person, or None for the first usual column.

    Returns
    -------
    Grouping
        Groups in alphabetical order; empty text and NaN are not known.
    """
    if isinstance(by, pd.Series):
        places = network.positions(by.index)  # ids may be numbers in the Series and are text here
        people = network.ids[places]
        if people.has_duplicates:
            raise InputError(f"by: {people[people.duplicated()][0]!r} has more than one group.")
        name, values = "group" if by.name is None else str(by.name), by.set_axis(people).reindex(network.ids)
    elif by is not None and not isinstance(by, str):
        raise InputError(f"by must be a column of people or a Series indexed by person, not a {type(by).__name__}.")
    else:
        name, values = network.group_column(by), network.groups(by)
    known = values.map(str, na_action="ignore").astype("str")
    known = known.where(known != "")
    codes, labels = pd.factorize(known, sort=True)
    return Grouping(name, tuple(str(label) for label in labels), codes.astype(np.int64))
