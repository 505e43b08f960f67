"""Where people stand on the map: groups first, then people inside them.

A plain force layout of a thousand people is a hairball. Here departments (or communities, where no group is known) find
their places by the ties between them, and people settle inside by their own ties, so that walls show as gaps. Nothing
is drawn at random and no threaded algebra is used: the same network gives the same map everywhere.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kiemen.errors import KiemenError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from kiemen.network import Network

GOLDEN = math.pi * (3 - math.sqrt(5))
STEPS_GROUPS = 200
STEPS_PEOPLE = 90


def build_layout(network: Network, *, by: str | None = None, positions: pd.DataFrame | None = None) -> pd.DataFrame:
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

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ties = pd.DataFrame({"source": ["An", "Bo"], "target": ["Bo", "Chris"]})
    >>> build_layout(Network.from_frames(ties=ties)).columns.tolist()
    ['x', 'y']
    """
    ids = network.ids
    if not len(ids):
        return pd.DataFrame({"x": [], "y": []}, index=pd.Index([], name="person"), dtype=float)
    ties = all_ties(network)
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


def all_ties(network: Network) -> sparse.csr_array:
    """Give the ties of all waves and relations together, both ways and counted once, so that a map suits every wave."""
    from scipy import sparse

    n = len(network.ids)
    frame = network.ties
    one, other = network.positions(frame["source"]), network.positions(frame["target"])
    ones = np.ones(len(frame))
    matrix = sparse.csr_array((ones, (one, other)), shape=(n, n))
    both = sparse.csr_array(matrix + matrix.T)
    both.data[:] = 1.0
    both.sort_indices()
    return both


def group_codes(network: Network, ties: sparse.csr_array, *, by: str | None) -> NDArray[Any]:
    """Give each person the number of their group, -1 where it is not known; communities where there is no group."""
    labels = known_groups(network, by=by)
    if labels is None:
        return _communities(ties)
    codes = pd.Categorical(labels, categories=sorted(labels.dropna().unique(), key=str)).codes
    return np.asarray(codes, dtype=np.int64)


def known_groups(network: Network, *, by: str | None) -> pd.Series | None:
    """Give the group of each person, or None if nobody asked for one and there is no usual group column."""
    if by is None:
        try:
            by = network.group_column(None)
        except KiemenError:
            return None
    labels = network.groups(by).reindex(network.ids)
    return labels if labels.notna().any() else None


def _communities(ties: sparse.csr_array) -> NDArray[Any]:
    """Give communities by networkx's Louvain with a fixed seed: only to arrange the map, never a finding."""
    import networkx as nx

    n = ties.shape[0]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    source, target = ties.nonzero()
    graph.add_edges_from((int(i), int(j)) for i, j in zip(source, target, strict=True) if i < j)
    codes = np.full(n, -1, dtype=np.int64)
    found = nx.community.louvain_communities(graph, seed=1) if n else []
    for code, members in enumerate(sorted(found, key=min)):
        if len(members) > 1:
            codes[list(members)] = code
    return codes


def _spread(n: int) -> float:
    """Give the half width of the map in working units, where two neighbours stand one unit apart."""
    return 1.6 * math.sqrt(max(n, 1)) + 1


def _start(ties: sparse.csr_array, groups: NDArray[Any]) -> NDArray[np.float64]:
    """Place groups by the ties between them and people in a spiral around the middle of their group."""
    n = len(groups)
    degree = np.diff(ties.indptr)
    centres, _ = _group_places(ties, groups)
    place = np.zeros((n, 2))
    for code in range(int(groups.max(initial=-1)) + 1):
        members = np.flatnonzero(groups == code)
        members = members[np.argsort(-degree[members], kind="stable")]
        place[members] = centres[code] + _spiral(len(members), 0.62)
    loose = np.flatnonzero(groups < 0)
    if len(loose):
        place[loose] = _spiral(len(loose), 0.62) if len(loose) == n else _beside(ties, place, groups >= 0)[loose]
    return place


def _spiral(n: int, spacing: float) -> NDArray[np.float64]:
    """Give n places of equal density in a disc, as the seeds in a sunflower."""
    steps = np.arange(n)
    reach = spacing * np.sqrt(steps + 0.5)
    return np.column_stack((reach * np.cos(steps * GOLDEN), reach * np.sin(steps * GOLDEN)))


def _beside(ties: sparse.csr_array, place: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give each person the middle of their contacts whose place is known, pushed a little outwards; else the rim."""
    weight = known.astype(float)
    count = ties @ weight
    summed = ties @ (place * weight[:, None])
    middle = summed / np.maximum(count, 1)[:, None]
    rim = float(np.sqrt((place[known] ** 2).sum(axis=1)).max(initial=1.0)) + 1.5
    turn = np.arange(len(place)) * GOLDEN
    direction = np.column_stack((np.cos(turn), np.sin(turn)))
    return np.where(count[:, None] > 0, middle * 1.15 + direction, direction * rim)


def _group_places(ties: sparse.csr_array, groups: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the centre and radius of each group."""
    k = int(groups.max(initial=-1)) + 1
    sizes = np.bincount(groups[groups >= 0], minlength=k)
    radius = 0.62 * np.sqrt(sizes) + 0.5
    if k <= 1:
        return np.zeros((k, 2)), radius
    source, target = ties.nonzero()
    both = (groups[source] >= 0) & (groups[target] >= 0)
    between = np.bincount(groups[source[both]] * k + groups[target[both]], minlength=k * k).reshape(k, k).astype(float)
    np.fill_diagonal(between, 0)
    filled = np.maximum(sizes, 1)  # a number of a group may be without people
    pull = between / np.sqrt(np.outer(filled, filled))
    pull /= max(float(pull.max()), 1e-9)
    centre = _circle_order(pull, radius)
    length = radius[:, None] + radius[None, :] + 1.8
    steps = int(min(STEPS_GROUPS, max(20, 8e6 / k**2)))
    for step in range(steps):
        gap = centre[:, None] - centre[None, :]
        distance = np.sqrt((gap**2).sum(axis=2)) + 1e-6
        push = (length / distance) ** 2 * 0.6 - pull * 1.5 * (distance / length) - 0.06 * distance / length.mean()
        np.fill_diagonal(push, 0)
        move = (gap / distance[:, :, None] * push[:, :, None]).sum(axis=1)
        size = np.sqrt((move**2).sum(axis=1)) + 1e-9
        limit = length.mean() * 0.25 * (1 - step / steps)
        centre = centre + move / size[:, None] * np.minimum(size, limit)[:, None]
    return _part(centre, length), radius


def _circle_order(pull: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """Start on a circle, each group beside the one it is tied to most, so that the forces find no knot."""
    k = len(radius)
    order = [int(np.argmax(pull.sum(axis=1)))]
    left = [code for code in range(k) if code != order[0]]
    while left:
        nearest = left[int(np.argmax(pull[order[-1], left]))]
        order.append(nearest)
        left.remove(nearest)
    share = radius[order]
    turn = 2 * np.pi * (np.cumsum(share) - share / 2) / share.sum()
    reach = share.sum() / np.pi + 1
    place = np.empty((k, 2))
    place[order] = np.column_stack((np.cos(turn), np.sin(turn))) * reach
    return place


def _part(centre: NDArray[np.float64], length: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move discs that overlap apart."""
    for _ in range(400):
        gap = centre[:, None] - centre[None, :]
        distance = np.sqrt((gap**2).sum(axis=2)) + 1e-6
        excess = np.maximum(length - distance, 0)
        np.fill_diagonal(excess, 0)
        if not excess.any():
            break
        centre = centre + (gap / distance[:, :, None] * excess[:, :, None]).sum(axis=1) * 0.45
    return centre


def _settle(
    ties: sparse.csr_array, groups: NDArray[Any], start: NDArray[np.float64], fixed: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Let people move by their own ties, kept apart from each other and inside the disc of their group."""
    from scipy.spatial import cKDTree

    n = len(start)
    if n < 2:
        return start
    source, target = ties.nonzero()
    once = source < target
    source, target = source[once], target[once]
    same = (groups[source] == groups[target]) & (groups[source] >= 0)
    degree = np.maximum(np.diff(ties.indptr), 1)
    grip = np.where(same, 0.10, 0.0) / np.sqrt(1 + np.minimum(degree[source], degree[target]))
    # Ties to elsewhere turn people towards it, however many and however far; they never pull anybody out of the group.
    lean = np.where(same, 0.0, 0.35) / np.sqrt(degree[source] * degree[target])
    centre, radius = _discs(start, groups)
    place = start.copy()
    for step in range(STEPS_PEOPLE):
        force = _springs(place, source, target, (grip, lean), n)
        pairs = cKDTree(place).query_pairs(1.5, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        force += _elbows(place, pairs, n)
        offset = place - centre
        reach = np.sqrt((offset**2).sum(axis=1)) + 1e-9
        force -= offset / reach[:, None] * np.maximum(reach - radius, 0)[:, None]
        size = np.sqrt((force**2).sum(axis=1)) + 1e-9
        limit = 0.6 * (1 - step / STEPS_PEOPLE) + 0.02
        move = force / size[:, None] * np.minimum(size, limit)[:, None]
        place = place + np.where(fixed[:, None], 0.0, move)
    return place


def _discs(start: NDArray[np.float64], groups: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give each person the middle and the radius of the disc they stay in; without a group, the whole map."""
    k = int(groups.max(initial=-1)) + 1
    inside = groups >= 0
    sizes = np.bincount(groups[inside], minlength=k)
    centre = np.zeros((len(groups), 2))
    radius = np.full(len(groups), _spread(len(groups)) * 0.75)
    for axis in (0, 1):
        total = np.bincount(groups[inside], weights=start[inside, axis], minlength=k)
        centre[inside, axis] = (total / np.maximum(sizes, 1))[groups[inside]]
    radius[inside] = (0.62 * np.sqrt(sizes) + 0.3)[groups[inside]]
    return centre, radius


def _springs(
    place: NDArray[np.float64],
    source: NDArray[Any],
    target: NDArray[Any],
    strength: tuple[NDArray[np.float64], NDArray[np.float64]],
    n: int,
) -> NDArray[np.float64]:
    """Pull tied people together: inside a group the harder the further, towards elsewhere always as hard."""
    grip, lean = strength
    gap = place[target] - place[source]
    pull = grip + lean / (np.sqrt((gap**2).sum(axis=1)) + 1e-6)
    force = np.zeros((n, 2))
    for axis in (0, 1):
        moved = gap[:, axis] * pull
        force[:, axis] = np.bincount(source, moved, n) - np.bincount(target, moved, n)
    return force


def _elbows(place: NDArray[np.float64], pairs: NDArray[Any], n: int) -> NDArray[np.float64]:
    i, j = pairs[:, 0], pairs[:, 1]
    gap = place[i] - place[j]
    distance = np.sqrt((gap**2).sum(axis=1)) + 1e-3
    push = 0.35 * (1.5 - distance) / distance
    force = np.zeros((n, 2))
    for axis in (0, 1):
        shove = gap[:, axis] * push
        force[:, axis] = np.bincount(i, shove, n) - np.bincount(j, shove, n)
    return force
