"""Where people stand on the map: groups first, then people inside them.

A plain force layout of a thousand people is a hairball. Here departments (or communities, where no group is known) find
their places by the ties between them, and people settle inside by their own ties, so that walls show as gaps. Nothing
is drawn at random and no threaded algebra is used: the same network gives the same map everywhere.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from kiemen.network import Network

GOLDEN = math.pi * (3 - math.sqrt(5))
STEPS_GROUPS = 200
STEPS_PEOPLE = 90


def place_people(
    network: Network, *, by: str | None = None, positions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give every person a place on a map that shows groups and the gaps between them.

    Answers: "Can I have the same map for every wave and every plot?" Compute it once on the network with all waves and
    pass it to `plot_network` as `positions`. Not a measurement: distance on the map is only a reading aid.

    Parameters
    ----------
    network
        People and ties; all relations and waves count, direction does not.
    by
        Column of `network.people` that holds the group; None takes the usual one, or communities if there is none.
    positions
        An earlier map: people who are on it stay where they were, new ones are placed beside their contacts.

    Returns
    -------
    DataFrame
        One row per person (index `person`), columns `x` and `y` in [-1, 1].

    Notes
    -----
    Group attraction and repulsion on the quotient graph (Fruchterman and Reingold), then local repulsion between
    people within reach of each other (k-d tree). O(steps · (ties + people · log people)).

    References
    ----------
    Fruchterman, T. M. J., & Reingold, E. M. (1991). Graph drawing by force-directed placement.
    doi:10.1002/spe.4380211102
    """
    ids = network.ids
    if not len(ids):
        return pd.DataFrame({"x": [], "y": []}, index=pd.Index([], name="person"), dtype=float)
    ties = network.adjacency(direction="both", weight=None)
    groups = group_codes(network, ties, by=by)
    fixed = np.zeros(len(ids), dtype=bool)
    start = _start(ties, groups)
    if positions is not None:
        known = ids.isin(positions.index)
        start[known] = positions.reindex(ids[known])[["x", "y"]].to_numpy(float) * _spread(len(ids))
        fixed = np.asarray(known)
        start[~fixed] = _beside(ties, start, fixed)[~fixed]
    settled = _settle(ties, groups, start, fixed)
    if positions is None:
        settled -= (settled.max(axis=0) + settled.min(axis=0)) / 2
        settled /= max(float(np.abs(settled).max()), 1e-9)
    else:
        settled /= _spread(len(ids))
    return pd.DataFrame(np.round(settled, 4) + 0.0, index=pd.Index(ids, name="person"), columns=["x", "y"])
