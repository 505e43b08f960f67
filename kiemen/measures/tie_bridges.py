"""Ties as bridges: which ties carry news between circles, and which are wide enough to carry a change of behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network
from kiemen.errors import ColumnError
from kiemen.i18n import mark
from kiemen.measures.adjacency import as_arrays, clean, pattern, row_numbers
from kiemen.measures.grouping import group_people
from kiemen.measures.removal import cut_points
from kiemen.measures.silence import response_cautions
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kiemen.network import Network

_REASONS_AT_MOST = 2_000

_CUT = mark("The tie of {one} and {other} is the only way between two parts of the network.")
_LOCAL = mark("{one} and {other} have no contact in common; without their tie the way round takes {span} steps.")
_CROSS = mark("The tie of {one} and {other} runs between {group} and {second}; {n:# contact|# contacts} in common.")
_WIDE = mark(
    "It is wide: {width} ties run between those whom both know and those whom only one knows, so others back it up. "
    "Such a tie can carry a change of behaviour."
)
_NARROW = mark("Few others back it up: good for news, weak for a change of behaviour.")
_FOUND = mark(
    "{n} ties connect communities or groups; {wide} of them {wide:is|are} wide enough to carry a change of behaviour."
)
_FOUND_ONE = mark("One tie connects communities or groups.")
_FOUND_ONE_WIDE = mark("One tie connects communities or groups; it is wide enough to carry a change of behaviour.")
_NONE = mark("No tie connects communities or groups that would otherwise be apart.")
_CUT_ONE = mark("One tie is the only way between two parts of the network.")
_CUTS = mark("{n} ties are the only way between two parts of the network.")


@dataclass(frozen=True, repr=False, eq=False)
class TieBridges(Result):
    """Ties as bridges; `table` as `find_tie_bridges` describes it."""

    _title: ClassVar[str] = mark("Ties as bridges")
    _plot: ClassVar[str] = "plot_tie_bridges"


def simmelian_ties(adjacency: csr_array) -> csr_array:
    """Find the ties that go both ways and lie in a triangle of ties that all go both ways.

    Parameters
    ----------
    adjacency
        People × people; strengths are not read.

    Returns
    -------
    csr_array
        People × people; the number of such triangles for each Simmelian tie, nothing elsewhere.

    References
    ----------
    Krackhardt, D. (1999). The ties that torture: Simmelian tie analysis in organizations. Research in the Sociology of
    Organizations 16, 183-210.
    """
    graph = pattern(clean(adjacency))
    mutual = graph.multiply(graph.T).tocsr()
    return clean((mutual @ mutual).multiply(mutual).tocsr())


def find_tie_bridges(
    network: Network,
    *,
    by: str | pd.Series[Any] | None = None,
    relation: str | Sequence[str] | None = None,
    wide: int = 3,
) -> TieBridges:
    """Find the ties that connect communities or groups, and say what each can carry.

    Answers: "Which ties bring news across, and which are strong enough to bring a new way of working across?" News
    needs one tie; people change their behaviour when they see it from several sides, so that takes a wide bridge. How
    wide is wide enough is not settled: read the two kinds as more and less likely.

    Parameters
    ----------
    network
        People and ties. Direction counts for Simmelian ties only.
    by
        Groups: a column of people, a Series by person, or None for the first usual column; without any, only circles
        count.
    relation
        Relation or relations; None takes all together.
    wide
        Width from which a bridge counts as wide, at least 1.

    Returns
    -------
    TieBridges
        `.table` has one row per pair of tied people (index ``source``, ``target``), bridges first, and the columns

        bridge : str          - "behaviour" for a wide bridge with contacts in common, "information" for any other, ""
          when the tie connects nothing that would be apart
        embeddedness : int    - contacts in common
        local_bridge : bool   - none in common
        span : float          - steps between the two without this tie; 2 with a contact in common, inf for a cut tie
        cut : bool            - the only way between two parts of the network
        simmelian : bool      - goes both ways within a triangle of ties that do
        width : int           - ties between those whom both know and those whom only one knows, smaller of both sides
        crosses : bool        - between two known groups
        group, other : str or NaN - groups of source and target

    Notes
    -----
    A tie is a bridge when it crosses groups or is a local bridge. Width after Centola and Macy: with N the contacts and
    the person, the ties between N_i ∩ N_j and N_j minus N_i. The two ends count among those in common, so a single tie
    between two circles can have some width; without anybody else in common it carries news only. Cost: for each tie the
    contacts of contacts.

    References
    ----------
    Granovetter, M. S. (1973). doi:10.1086/225469
    Centola, D. & Macy, M. (2007). doi:10.1086/521848
    Krackhardt, D. (1999). Research in the Sociology of Organizations 16, 183-210.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen import Network
    >>> from kiemen.measures.tie_bridges import find_tie_bridges
    >>> pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "x"), ("x", "y"), ("y", "z"), ("x", "z")]
    >>> found = find_tie_bridges(Network.from_frames(ties=pd.DataFrame(pairs, columns=["source", "target"])))
    >>> found.table.query("cut").index.tolist()
    [('c', 'x')]
    """
    check_network(network)
    check_integer("wide", wide, low=1)
    from kiemen._kernels.ties import embedding, spans

    graph = pattern(clean(network.adjacency(relation, weight=None, direction="both")))
    row = row_numbers(graph)
    once = row < graph.indices
    source, target = row[once], graph.indices[once].astype(np.int64)
    indptr, indices = as_arrays(graph)
    shared, forth, back = embedding(indptr, indices, source, target)
    alone = np.flatnonzero(shared == 0)
    way_round = np.full(source.size, 2.0)
    found = spans(indptr, indices, source[alone], target[alone]).astype(np.float64)
    way_round[alone] = np.where(found < 0, np.inf, found)
    codes, labels = _codes(network, by)
    crosses = (codes[source] >= 0) & (codes[target] >= 0) & (codes[source] != codes[target])
    width = np.minimum(forth, back)
    connects = crosses | (shared == 0)
    backed = (width >= wide) & (shared > 0)
    kind = np.where(connects, np.where(backed, "behaviour", "information"), "")
    table = pd.DataFrame(
        {
            "bridge": pd.array(kind, dtype="str"),
            "embeddedness": shared,
            "local_bridge": shared == 0,
            "span": way_round,
            "cut": cut_points(graph).cut[once],
            "simmelian": _simmelian(network, relation, source, target),
            "width": width,
            "crosses": crosses,
            "group": pd.array(labels[codes[source]], dtype="str"),
            "other": pd.array(labels[codes[target]], dtype="str"),
        },
        index=pd.MultiIndex.from_arrays([network.ids[source], network.ids[target]], names=["source", "target"]),
    )
    rank = np.select([table["cut"], kind == "behaviour", kind == "information"], [0, 1, 2], 3)
    order = np.lexsort((np.arange(len(table)), -width, -np.where(np.isinf(way_round), 1e9, way_round), rank))
    table = table.iloc[order]
    settings = {"by": by if isinstance(by, str) else getattr(by, "name", None), "relation": relation, "wide": wide}
    return TieBridges(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_tie_bridges", settings=settings),
        facts=_reasons(table, network.people["name"].to_dict()),
        headline=_headline(table),
        cautions=response_cautions(network),
    )


def _codes(network: Network, by: str | pd.Series[Any] | None) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Give the group numbers and their labels with None last, so that −1 finds it."""
    try:
        grouping = group_people(network, by)
    except ColumnError:
        if by is not None:
            raise
        return np.full(network.n_nodes, -1, np.int64), np.array([None], dtype=object)
    return grouping.codes, np.array([*grouping.labels, None], dtype=object)


def _simmelian(
    network: Network,
    relation: str | Sequence[str] | None,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
) -> NDArray[np.bool_]:
    found = simmelian_ties(network.adjacency(relation, weight=None))
    n = found.shape[0]
    keys = row_numbers(found) * n + found.indices
    wanted = source * n + target
    if keys.size == 0:
        return np.zeros(source.size, np.bool_)
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    same: NDArray[np.bool_] = keys[at] == wanted
    return same


def _reasons(table: pd.DataFrame, names: dict[Any, str]) -> dict[Any, tuple[Fact, ...]]:
    chosen = table[table["bridge"] != ""].head(_REASONS_AT_MOST)
    facts = {}
    for pair, row in zip(chosen.index, chosen.to_dict("records"), strict=True):
        ends = {"one": names[pair[0]], "other": names[pair[1]]}
        said = []
        if row["crosses"]:
            said.append(Fact(_CROSS, {**ends, "group": row["group"], "second": row["other"], "n": row["embeddedness"]}))
        if row["cut"]:
            said.append(Fact(_CUT, ends))
        elif row["local_bridge"]:
            said.append(Fact(_LOCAL, {**ends, "span": int(row["span"])}))
        word = _WIDE if row["bridge"] == "behaviour" else _NARROW
        said.append(Fact(word, {"width": row["width"]}))
        facts[pair] = tuple(said)
    return facts


def _headline(table: pd.DataFrame) -> tuple[Fact, ...]:
    bridges = table[table["bridge"] != ""]
    if bridges.empty:
        return (Fact(_NONE),)
    wide = int((bridges["bridge"] == "behaviour").sum())
    alone = _FOUND_ONE_WIDE if wide else _FOUND_ONE
    said = [Fact(_FOUND if len(bridges) > 1 else alone, {"n": len(bridges), "wide": wide})]
    cuts = int(table["cut"].sum())
    if cuts:
        said.append(Fact(_CUTS if cuts > 1 else _CUT_ONE, {"n": cuts}))
    return tuple(said)
