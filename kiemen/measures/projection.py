"""Ties between those who take part in the same initiatives, for who has nothing but lists of members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.twomode import weighted_projection

if TYPE_CHECKING:
    from kiemen.network import Network

RELATION = mark("shared initiative")
# As in meetings: in a larger company being there says little about knowing each other.
LARGEST = 50
SUBJECT = mark("ties of members")
ASSUMED = mark("whoever shares an initiative is tied, the more the smaller it is")
LEFT_OUT = mark("too large to tie their members")


def build_projection(network: Network, *, largest: int = LARGEST, relation: str = RELATION) -> Network:
    """Build ties between people who take part in the same initiatives.

    Answers: "I only know who is in which project; can I still ask who bridges them, and what would make the collective
    grow?" It is an assumption: members of one initiative need not know each other, and everybody in it looks tied to
    everybody, which makes clusters tighter than they are. Ask people whom they work with where you can; with such ties
    this is not needed. For measures on the memberships themselves see `score_meeting_places`.

    Parameters
    ----------
    network
        People, initiatives and memberships; ties it has already are kept.
    largest
        Largest initiative that makes ties, at least 2; above it being a member says little.
    relation
        Name of the new relation.

    Returns
    -------
    Network
        A new one with the undirected `relation` added. Each shared initiative of k members adds 1 / (k − 1) to the
        weight of a pair, so that everybody's weights add up to the number of initiatives in which they meet somebody.
        `assumptions` says what was assumed and which initiatives were too large.

    Raises
    ------
    InputError
        If the network has ties of that name already.
    TooLittleDataError
        If no initiative has between two and `largest` members.

    Notes
    -----
    All memberships count, whatever their role and dates: take out with `Network.replace` what should not. Cost: the sum
    of squared sizes of the initiatives up to `largest`.

    References
    ----------
    Newman, M. E. J. (2001). doi:10.1103/PhysRevE.64.016132

    Examples
    --------
    >>> import pandas as pd
    >>> import kiemen
    >>> rows = [("An", "Loket"), ("Bo", "Loket"), ("Bo", "Wijk"), ("Cas", "Wijk"), ("Dee", "Wijk")]
    >>> members = pd.DataFrame(rows, columns=["person", "initiative"])
    >>> tied = kiemen.build_projection(kiemen.read_memberships(members))
    >>> tied.ties[["source", "target", "weight"]].values.tolist()
    [['An', 'Bo', 1.0], ['Bo', 'Cas', 0.5], ['Bo', 'Dee', 0.5], ['Cas', 'Dee', 0.5]]
    """
    check_network(network)
    check_integer("largest", largest, low=2)
    if relation in network.relations.index:
        raise InputError(f"the network has ties of the relation {relation!r} already; pass another relation=.")
    incidence = network.incidence()
    members = np.bincount(incidence.indices, minlength=incidence.shape[1])
    if not ((members > 1) & (members <= largest)).any():
        raise TooLittleDataError(
            f"no initiative has from 2 to {largest} members, so nobody shares one; read memberships first"
            + (", or pass a larger largest=." if (members > largest).any() else ".")
        )
    matrix = weighted_projection(incidence[:, members <= largest]).tocoo()
    once = matrix.row < matrix.col
    added = pd.DataFrame(
        {
            "source": network.ids.take(matrix.row[once]),
            "target": network.ids.take(matrix.col[once]),
            "relation": relation,
            "weight": matrix.data[once],
            "origin": "memberships",
        }
    )
    assumed = [("memberships", SUBJECT, ASSUMED)]
    if large := network.initiatives.index[members > largest].tolist():
        assumed.append(("memberships", LEFT_OUT, ", ".join(large)))
    return network.merge(
        type(network).from_frames(
            people=network.people,
            ties=added,
            relations=pd.DataFrame({"relation": [relation], "directed": [False]}),
            assumptions=pd.DataFrame(assumed, columns=["source", "subject", "choice"]),
        )
    )
