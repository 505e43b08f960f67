"""The data behind the interactive map: places, names, roles and ties as short lists of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.plots.layout import build_layout, known_groups
from kiemen.plots.style import GROUPS
from kiemen.report.words import group_head, viewer_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from kiemen.network import Network

ADOPTER, BRIDGE, OUTSIDE, STARTER = 1, 2, 4, 8
MOST_PEOPLE = 6_000
MOST_TIES = 40_000


def network_view(
    network: Network,
    *,
    by: str | None,
    language: str,
    adopters: Collection[str] = (),
    bridges: Collection[str] = (),
    starters: Collection[str] = (),
    suggestions: Sequence[tuple[str, str]] = (),
    positions: pd.DataFrame | None = None,
) -> dict[str, Any] | None:
    """Give what the map shows, or None where there are more people than a page can hold.

    Parameters
    ----------
    network
        Everybody in it is shown by name: give only the people and ties that the audience may see.
    by
        Group column.
    language
        Language of the words.
    adopters, bridges, starters
        Ids that are marked.
    suggestions
        Pairs of ids.
    positions
        A map computed before.

    Returns
    -------
    dict or None
        Lists in the order of `network.ids`.
    """
    if not 0 < network.n_nodes <= MOST_PEOPLE:
        return None
    ids = network.ids
    place = build_layout(network, by=by) if positions is None else positions.reindex(ids).fillna(0.0)
    labels = known_groups(network, by=by)
    names = sorted(map(str, labels.dropna().unique())) if labels is not None else []
    code = {name: n for n, name in enumerate(names)}
    group = [code.get(str(label), -1) for label in labels] if labels is not None else [-1] * len(ids)
    matrix = network.adjacency(direction="both", weight=None)
    one, other = matrix.nonzero()
    once = one < other
    step = max(1, int(np.ceil(once.sum() / MOST_TIES)))
    ties = np.column_stack((one[once], other[once]))[::step].ravel().tolist()
    at = {str(person): n for n, person in enumerate(ids)}
    pairs = [at[end] for pair in suggestions if pair[0] in at and pair[1] in at for end in pair]
    xy = place[["x", "y"]].to_numpy(float)
    inside = network.people["inside"].to_numpy(bool)
    marks = ((adopters, ADOPTER), (bridges, BRIDGE), (starters, STARTER))
    held = [(set(map(str, people)), bit) for people, bit in marks]
    flags = [
        sum(bit for people, bit in held if str(person) in people) + (0 if inside[n] else OUTSIDE)
        for n, person in enumerate(ids)
    ]
    return {
        "x": [round(float(x), 3) for x in xy[:, 0]],
        "y": [round(float(y), 3) for y in xy[:, 1]],
        "name": network.people["name"].astype(str).tolist(),
        "group": group,
        "flags": flags,
        "degree": np.diff(matrix.indptr).tolist(),
        "ties": ties,
        "suggestions": pairs,
        "groups": names,
        "discs": _discs(xy, np.array(group), len(names)),
        "palette": list(GROUPS),
        "words": viewer_words(language, group_head(network, by)),
    }


def _discs(xy: np.ndarray[Any, Any], group: np.ndarray[Any, Any], k: int) -> list[list[float]]:
    """Give the middle and radius of each group."""
    discs = []
    unit = 0.6 / np.sqrt(max(len(xy), 1))
    for code in range(k):
        members = xy[group == code]
        centre = np.median(members, axis=0)
        reach = float(np.quantile(np.sqrt(((members - centre) ** 2).sum(axis=1)), 0.98)) + unit
        discs.append([round(float(centre[0]), 3), round(float(centre[1]), 3), round(reach, 3)])
    return discs
