"""Graphs from other programs: GraphML, GEXF, JSON and networkx, to a Network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import FileFormatError, InputError
from kiemen.i18n import mark
from kiemen.network import Network
from kiemen.read.account import Account
from kiemen.read.crowd import identify
from kiemen.read.dates import read_dates
from kiemen.read.encodings import decode
from kiemen.read.graphfiles import LABELS, Graph, parse_json, parse_xml
from kiemen.read.pairs import SELF_TIE, merged_ties
from kiemen.read.rawtable import RawTable
from kiemen.read.roster import NAMES_OBJECTOR, as_roster, passing_on
from kiemen.read.spelling import visible
from kiemen.read.tables import file_bytes, file_path, source_name

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT = 1 << 28
BAD_WEIGHT = mark("the weight is not a number above zero")
SAME_LABEL = mark("several nodes have this label; they stay different people, known by their node id")
SAME_NODE = mark("a node with this id stands earlier in the file; the first was kept")
NO_NODE = mark("the edge names a node that is not in the file; a person was made of it")
CHANGING = mark("the attribute changes in time; the last value in the file was taken")
HYPEREDGES = mark("edges between more than two nodes (hyperedges) make no ties and were not read")
ROSTER_DIFFERS = mark("the roster says something else about this person; the roster was kept")
WRONG_TYPE = mark("the value is not of the type that the file declares; it was left blank")
NO_END = mark("the edge has no source or no target")
NOBODY = mark("one end of the edge is nobody who may be in the network, or not certain who")
OTHER_WEIGHTS = ("Weight", "gewicht", "value", "count")
# Attributes of an edge that are part of a tie.
TIE_PARTS = ("weight", "relation", "wave", "start", "end", "origin")


def read_graph(
    data: Any,
    *,
    weight: str = "weight",
    relation: str | None = None,
    roster: Any = None,
    decisions: Any = None,
    name: str | None = None,
) -> Network:
    """Read a graph that another program wrote.

    Answers: "I have a Gephi, yEd or networkx file; can I go on with that?" Labels of nodes are the people, their ids
    only where there is no label. Do not use it for a CSV with edges: that is `read_ties`.

    Parameters
    ----------
    data
        Path of a GraphML, GEXF (1.1 to 1.3) or JSON node-link file, or a networkx graph.
    weight
        Edge attribute with the weight; edges without it weigh 1.
    relation
        Name of the relation of edges that do not name their own ("relation"); None calls it "tie".
    roster
        Everybody there is: a Network, file or frame (see `read_roster`). Labels are matched to it.
    decisions
        Decisions about doubtful names, as for `match_names`.
    name
        Name of this source in the ledger; by default the file name without its extension.

    Returns
    -------
    Network
        Attributes of nodes become columns of people. Parallel edges that differ in nothing but weight are added up.

    Raises
    ------
    FileFormatError
        If the file is no such graph, is damaged, or declares a DTD or entities.

    Warns
    -----
    DoubtfulInputWarning
        Once, with edges that were set aside, labels that occur twice and values of another type than declared.

    Notes
    -----
    The row in the ledger is the number of the edge in the file. In a graph with edges of both kinds, an undirected
    edge becomes a tie each way. Cost: linear in the file.

    Examples
    --------
    >>> import networkx as nx
    >>> from kiemen import read_graph
    >>> read_graph(nx.path_graph(["An", "Bram", "Chaima"])).n_ties
    2
    """
    path = file_path(data)
    graph = _from_networkx(data) if path is None else _parsed(path)
    frame = pd.DataFrame(index=pd.RangeIndex(1, len(graph.edges) + 1, name="row"))
    table = RawTable(frame, source_name(path, name, "graph"), file=path.name if path else "", kind=graph.kind)
    account = Account(table)
    if not graph.nodes and not graph.edges:
        raise FileFormatError(f"{table.file or table.source}: the graph is empty, there are no people in it.")
    listed = as_roster(roster)
    ids, people = _people(account, graph, listed, decisions)
    ties, directed = _ties(account, graph, ids, weight, relation or "tie")
    kinds = sorted(set(ties["relation"])) or [relation or "tie"]
    network = Network.from_frames(
        people=people,
        ties=ties,
        relations=pd.DataFrame({"relation": kinds, "directed": [directed.get(kind, graph.directed) for kind in kinds]}),
        **account.frames(),
    )
    account.warn()
    return passing_on(network, listed)


def _parsed(path: Path) -> Graph:
    data = file_bytes(path, SIZE_LIMIT)
    head = data[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith((b"{", b"[")):
        return parse_json(decode(data, path.name).text, path.name)
    if head.startswith(b"<"):
        return parse_xml(data, path.name)
    if not head:
        raise FileFormatError(f"{path.name}: the file is empty, there are no people in it.")
    raise FileFormatError(
        f"{path.name}: this is neither GraphML, GEXF nor JSON. A list of ties (CSV, Excel) is read by read_ties."
    )


def _from_networkx(data: Any) -> Graph:
    if not (hasattr(data, "nodes") and hasattr(data, "edges") and hasattr(data, "is_directed")):
        raise InputError(f"A graph is the path of a file or a networkx graph, not {type(data).__name__}.")
    graph = Graph("networkx", directed=bool(data.is_directed()))
    for node, values in data.nodes(data=True):
        plain = {str(key): value for key, value in values.items()}
        label = next((str(plain.pop(key)) for key in ("label", "name") if plain.get(key) is not None), "")
        graph.columns.extend(key for key in plain if key not in graph.columns)
        graph.add_node(str(node), label.strip(), plain)
    if len(graph.nodes) != len(data):
        raise InputError("two nodes have the same id as text; give them ids that differ.")
    for one, other, values in data.edges(data=True):
        plain = {str(key): value for key, value in values.items()}
        graph.edges.append((str(one), str(other), graph.directed, plain))
    return graph


def _people(
    account: Account, graph: Graph, roster: Network | None, decisions: Any
) -> tuple[dict[str, str], pd.DataFrame]:
    """Give the person of each node, and the table of people."""
    missing = dict.fromkeys(end for one, other, _, _ in graph.edges for end in (one, other) if end not in graph.nodes)
    missing.pop("", None)
    if missing:
        account.remark(NO_NODE, values=missing)
    if graph.repeated_nodes:
        account.remark(SAME_NODE, values=graph.repeated_nodes)
    if "hyperedge" in graph.skipped:
        account.remark(HYPEREDGES)
    if graph.changing:
        account.remark(CHANGING, values=dict.fromkeys(graph.changing))
    if graph.wrong_types:
        account.remark(WRONG_TYPE, values=[f"{n}: {v}" for n, v in graph.wrong_types])
    nodes = {**graph.nodes, **{node: ("", {}) for node in missing}}
    own = {node: str(values.pop("person")) for node, (_, values) in nodes.items() if values.get("person")}
    written_here = len(set(own.values())) == len(nodes)
    ids = own if written_here else _labelled(account, nodes)
    if roster is not None:
        return _on_roster(account, graph, nodes, roster, decisions)
    names = {node: (label if written_here else visible(label)) or ids[node] for node, (label, _) in nodes.items()}
    people = pd.DataFrame(
        {"person": [ids[node] for node in nodes], "name": [names[node] for node in nodes]}, dtype="str"
    )
    people["inside"] = True
    for column in graph.columns:
        values = [values.get(column) for _, values in nodes.values()]
        if column.casefold() in LABELS or column == "person":
            continue
        people[column] = [True if v is None else bool(v) for v in values] if column == "inside" else values
    return ids, people


def _labelled(account: Account, nodes: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, str]:
    """Give labels as ids; nodes with the same label stay apart, each known by its node id."""
    count: dict[str, int] = {}
    for label, _ in nodes.values():
        count[visible(label)] = count.get(visible(label), 0) + 1
    repeated = [label for label, times in count.items() if label and times > 1]
    if repeated:
        account.remark(SAME_LABEL, values=repeated)
    ids = {
        node: visible(label) if visible(label) and count[visible(label)] == 1 else visible(node) or "node"
        for node, (label, _) in nodes.items()
    }
    taken: set[str] = set()
    for node, person in ids.items():
        free = person
        while free in taken:
            free = f"{free} ({node})" if free == person else f"{free}'"
        ids[node] = free
        taken.add(free)
    return ids


def _on_roster(
    account: Account, graph: Graph, nodes: dict[str, tuple[str, dict[str, Any]]], roster: Network, decisions: Any
) -> tuple[dict[str, str], pd.DataFrame]:
    """Give the person of each node, and the people of the roster with what the graph says more about them."""
    written = pd.Series([label or node for node, (label, _) in nodes.items()], dtype="str")
    written.index = pd.RangeIndex(1, len(written) + 1)
    found = identify({"node": written}, account, roster=roster, decisions=decisions)
    for reason in sorted(set(found.reason("node")) - {""}):
        nobody = written[(found.reason("node") == reason).to_numpy()]
        told = [""] if reason == NAMES_OBJECTOR else nobody
        account.remark(reason, column="node", values=told)
    ids, people = dict(zip(nodes, found.ids["node"], strict=True)), found.people
    for column in graph.columns:
        if column.casefold() in LABELS or column in {"person", "inside"}:
            continue
        said = {ids[node]: values[column] for node, (_, values) in nodes.items() if values.get(column) is not None}
        said.pop("", None)
        if column not in people:
            people = people.assign(**{column: people.index.map(said)})
        elif any(str(people.loc[person, column]) != str(value) for person, value in said.items()):
            account.remark(ROSTER_DIFFERS, column=column)
    return ids, people


def _ties(
    account: Account, graph: Graph, ids: dict[str, str], weight: str, relation: str
) -> tuple[pd.DataFrame, dict[str, bool]]:
    """Give the ties, and per relation whether they run one way."""
    if weight == "weight" and graph.edges and not any("weight" in edge[3] for edge in graph.edges):
        weight = next((name for name in OTHER_WEIGHTS if all(name in edge[3] for edge in graph.edges)), weight)
        if weight != "weight":
            account.assume("edge attribute for weight", weight)
    rows: list[dict[str, Any]] = []
    ways: dict[str, set[bool]] = {}
    for number, (one, other, way, values) in enumerate(graph.edges, start=1):
        source, target = ids.get(one, ""), ids.get(other, "")
        value = _weight(values, weight)
        if not source or not target:
            account.set_aside([number], NOBODY if one and other else NO_END)
        elif source == target:
            account.set_aside([number], SELF_TIE, values=[source])
        elif value is None:
            account.set_aside([number], BAD_WEIGHT, column=weight, values=[str(values.get(weight))])
        else:
            parts = {part: values[part] for part in TIE_PARTS[1:] if values.get(part) not in {None, ""}}
            kind = str(parts.get("relation", relation))
            ways.setdefault(kind, set()).add(way)
            rows.append({**parts, "source": source, "target": target, "weight": value, "relation": kind, "way": way})
    both = {kind for kind, found in ways.items() if len(found) == 2}
    if both:
        account.assume("direction", "undirected edges beside directed ones became a tie each way")
        rows += [
            {**row, "source": row["target"], "target": row["source"]}
            for row in rows
            if row["relation"] in both and not row["way"]
        ]
    return _merged(account, rows, ways), {kind: True in found for kind, found in ways.items()}


def _weight(values: dict[str, Any], name: str) -> float | None:
    if name not in values:
        return 1.0
    value = values[name]
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and number > 0 else None


def _merged(account: Account, rows: list[dict[str, Any]], ways: dict[str, set[bool]]) -> pd.DataFrame:
    columns = ["source", "target", "relation", "wave", "weight", "start", "end", "origin"]
    ties = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(("wave", "start", "end", "origin"), object))
    ties["origin"] = ties["origin"].fillna(account.table.source).astype("str")
    ties["wave"] = ties["wave"].fillna("").astype("str")
    for part in ("start", "end"):
        texts = ties[part].fillna("").astype("str")
        ties[part] = read_dates(texts).times
    directed = pd.Series([True in ways[kind] for kind in ties["relation"]], index=ties.index, dtype=bool)
    merged = [
        merged_ties(group, directed=way, apart=["start", "end", "origin"]) for way, group in ties.groupby(directed)
    ]
    return pd.concat(merged, ignore_index=True) if merged else ties.assign(weight=ties["weight"].astype("float64"))
