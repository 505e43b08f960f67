"""Where no groups are known, the communities in the ties are the corners between which suggestions build bridges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.measures.communities import find_communities
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.network import Network
    from kiemen.suggest.board import Board
    from kiemen.suggest.reasons import People

# Two people by themselves are no corner of an organisation.
FEWEST = 3
COMMUNITY = "community "
NO_GROUPS = mark("Nothing is known of teams or departments: the walls are those between communities found in the ties.")


def corners_of(
    network: Network, people: People, board: Board, *, by: str | None, relation: str | Sequence[str] | None = None
) -> tuple[People, Board, tuple[Fact, ...]]:
    """Give people and board with a corner for everybody: the group where groups are known, else the community.

    Parameters
    ----------
    network
        People and ties.
    people, board
        What reasons may say and what may be proposed.
    by
        Column with groups; when it is named, or when people have groups, nothing changes.
    relation
        Relations in which communities are sought.

    Returns
    -------
    tuple
        People, board, and what to tell the reader about where the corners come from.

    Notes
    -----
    Communities of fewer than three people are left out. The cost is that of `find_communities`.
    """
    if by is not None or (people.group != "").any():
        return people, board, ()
    found = find_communities(network, relation=relation).table
    large = (found["size"] >= FEWEST).to_numpy()
    number = np.where(large, found["community"].to_numpy(dtype=np.int64), 0)
    names = {0: "", **{n: f"{COMMUNITY}{n}" for n in np.unique(number[number > 0]).tolist()}}
    group = np.array([names[n] for n in number.tolist()], dtype=object)
    codes = pd.factorize(pd.Series(group, dtype=object).where(large, None))[0].astype(np.int64)
    return replace(people, group=group), replace(board, group=codes), (Fact(NO_GROUPS),)


def said_corner(group: str, *, found: bool) -> Fact | str:
    """Give the name of a corner, of one found in the ties in the words of the reader."""
    return Fact(mark("community {n}"), {"n": int(group.removeprefix(COMMUNITY))}) if found else group


def said_wall(one: str, other: str, *, found: bool) -> Fact:
    """Give the names of two corners in alphabetical order."""
    first, last = (said_corner(group, found=found) for group in sorted((one, other)))
    return Fact(mark("{first} – {last}"), {"first": first, "last": last})
