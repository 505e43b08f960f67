"""Initiatives as meeting places, and people by what they take part in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_network
from kiemen.errors import ColumnError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.grouping import Grouping, group_people
from kiemen.measures.twomode import shared_initiatives, two_mode_holes, two_mode_roles
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

_PLACE = mark(
    "{name} has {n:# member|# members} from {groups:# group|# groups}; "
    "{only:# pair of them meets|# pairs of them meet} nowhere else."
)
_PLACE_PLAIN = mark("{name} has {n:# member|# members}; {only:# pair of them meets|# pairs of them meet} nowhere else.")
_HEAD = mark(
    "{name} is the only place where {n:# pair of people meets|# pairs of people meet}, {across} of them across groups."
)
_HEAD_PLAIN = mark("{name} is the only place where {n:# pair of people meets|# pairs of people meet}.")
_NOWHERE_ALONE = mark("No initiative is the only place where two people meet.")
_NOBODY = mark("No initiative has two members.")


@dataclass(frozen=True, repr=False, eq=False)
class MeetingPlaces(Result):
    """Initiatives as meeting places; `table` as `score_meeting_places` describes it."""

    _title: ClassVar[str] = mark("Initiatives as meeting places")
    _plot: ClassVar[str] = "plot_meeting_places"


def _grouping(network: Network, by: str | pd.Series[Any] | None) -> Grouping | None:
    try:
        return group_people(network, by)
    except ColumnError:
        if by is not None:
            raise
        return None


def score_meeting_places(network: Network, *, by: str | pd.Series[Any] | None = None) -> MeetingPlaces:
    """Score which initiatives bring people together who meet nowhere else.

    Answers: "Which project connects departments, so that much is lost when it ends?" Members of a large initiative need
    not meet each other; read large ones with care.

    Parameters
    ----------
    network
        People, initiatives and memberships.
    by
        Groups: a column of people, a Series by person, or None for the first usual column; without any, groups stay
        unknown.

    Returns
    -------
    MeetingPlaces
        `.table` has one row per initiative (index ``initiative``), most pairs that meet only there first, and the
        columns

        name : str
        members : int
        groups : int               - groups among the members; 0 when none is known
        diversity : float in [0, 1) - probability that two members drawn at random (with repeats) are of different
          groups; NaN without known groups
        only_here : int            - pairs of members who share no other initiative
        across : int               - those of different known groups

    Raises
    ------
    TooLittleDataError
        If the network has no memberships.

    Notes
    -----
    Cost: the pairs of members over all initiatives.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.meeting_places import score_meeting_places
    >>> joins = pd.DataFrame({"person": ["An", "Bo", "An", "Bo", "Cas"], "initiative": ["x", "x", "y", "y", "y"]})
    >>> score_meeting_places(Network.from_frames(memberships=joins)).table["only_here"].to_dict()
    {'y': 2, 'x': 0}
    """
    check_network(network)
    incidence = network.incidence()
    if incidence.nnz == 0:
        raise TooLittleDataError("there are no memberships; initiatives as meeting places need some.")
    grouping = _grouping(network, by)
    codes = grouping.codes if grouping else np.full(network.n_nodes, -1, np.int64)
    only, across = _only_here(incidence, codes)
    members = np.bincount(incidence.indices, minlength=incidence.shape[1])
    groups, diversity = _variety(incidence, codes)
    table = pd.DataFrame(
        {
            "name": network.initiatives["name"],
            "members": members,
            "groups": groups,
            "diversity": diversity,
            "only_here": only,
            "across": across,
        },
        index=network.initiatives.index,
    )
    table = table.iloc[np.lexsort((np.arange(len(table)), -across, -only))]
    settings = {"by": grouping.name if grouping else None}
    facts: dict[Any, tuple[Fact, ...]] = {}
    for initiative, row in zip(table.index, table.to_dict("records"), strict=True):
        values = {"name": row["name"], "n": row["members"], "groups": row["groups"], "only": row["only_here"]}
        word = _PLACE if row["groups"] else _PLACE_PLAIN
        facts[initiative] = (Fact(word, values),)
    first = table.iloc[0]
    headline = Fact(_NOBODY)
    if members.max() > 1:
        values = {"name": first["name"], "n": first["only_here"], "across": first["across"]}
        said = _HEAD if grouping else _HEAD_PLAIN
        headline = Fact(said, values) if first["only_here"] > 0 else Fact(_NOWHERE_ALONE)
    return MeetingPlaces(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="score_meeting_places", settings=settings),
        facts=facts,
        headline=(headline,),
    )


def _only_here(incidence: csr_array, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count per initiative the pairs of members who share no other, and those across groups."""
    shared = shared_initiatives(incidence)
    once = shared.copy()
    once.data = (np.rint(shared.data) == 1).astype(np.float64)
    once.eliminate_zeros()
    row = np.repeat(np.arange(once.shape[0]), np.diff(once.indptr))
    other = once.indices
    crossing = (codes[row] >= 0) & (codes[other] >= 0) & (codes[row] != codes[other])
    members = incidence.T.tocsr()
    counts = []
    for kept in (np.ones(row.size, np.bool_), crossing):
        pairs = once.copy()
        pairs.data = kept.astype(np.float64)
        counts.append(np.asarray((members @ pairs).multiply(members).sum(axis=1)).ravel() / 2)
    return np.rint(counts[0]).astype(np.int64), np.rint(counts[1]).astype(np.int64)


def _variety(incidence: csr_array, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    person = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
    known = codes[person] >= 0
    k = int(codes.max(initial=-1)) + 1
    if k == 0:
        return np.zeros(incidence.shape[1], np.int64), np.full(incidence.shape[1], np.nan)
    flat = incidence.indices[known].astype(np.int64) * k + codes[person[known]]
    counts = np.bincount(flat, minlength=incidence.shape[1] * k).reshape(-1, k).astype(np.float64)
    total = counts.sum(axis=1)
    share = np.divide(counts, total[:, None], out=np.zeros_like(counts), where=total[:, None] > 0)
    diversity = np.where(total > 0, 1 - (share**2).sum(axis=1), np.nan)
    return (counts > 0).sum(axis=1).astype(np.int64), diversity


def score_participation(network: Network, *, by: str | pd.Series[Any] | None = None) -> pd.DataFrame:
    """Measure how each person connects others through initiatives, without a projection to ties.

    Answers: "Who links projects that would otherwise not know of each other?" Being in the same initiative is not being
    tied, and a projection to ties makes everybody in a large one look well connected; these measures do not.

    Parameters
    ----------
    network
        People, initiatives and memberships.
    by
        Groups for the roles: a column of people, a Series by person, or None for the first usual column.

    Returns
    -------
    pandas.DataFrame
        Index person and the columns

        initiatives : int         - initiatives the person takes part in
        contacts : int            - people met in at least one
        constraint : float above 0 - how far these initiatives are held by the same others; NaN without initiatives
        effective_size : float    - contacts less what they overlap; NaN without contacts
        redundancy : float        - that overlap; NaN without contacts
        coordinator, consultant, representative, gatekeeper, liaison : int - pairs of people who share no initiative and
          both share one with this person, by the groups of the three (representative and gatekeeper are the same pairs,
          as memberships have no direction); 0 without known groups

    Notes
    -----
    Cost: the pairs of members over all initiatives; networks with more than 200 million are refused.

    References
    ----------
    Hollway, J. et al. (2020). doi:10.1007/s10784-019-09464-5
    Jasny, L. & Lubell, M. (2015). doi:10.1016/j.socnet.2014.11.005

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.meeting_places import score_participation
    >>> joins = pd.DataFrame({"person": ["An", "Bo", "Bo", "Cas"], "initiative": ["x", "x", "y", "y"]})
    >>> score_participation(Network.from_frames(memberships=joins)).loc["Bo", "contacts"].item()
    2
    """
    check_network(network)
    from kiemen.measures.role_counts import ROLES

    incidence = network.incidence()
    holes = two_mode_holes(incidence)
    grouping = _grouping(network, by)
    codes = grouping.codes if grouping else np.full(network.n_nodes, -1, np.int64)
    columns = {
        "initiatives": np.diff(incidence.indptr).astype(np.int64),
        "contacts": holes.contacts,
        "constraint": holes.constraint,
        "effective_size": holes.effective_size,
        "redundancy": holes.redundancy,
    }
    roles = two_mode_roles(incidence, codes)
    columns |= {role: roles[:, k] for k, role in enumerate(ROLES)}
    return pd.DataFrame(columns, index=network.ids)
