"""Graph files to nodes and edges: GraphML, GEXF 1.1 to 1.3 and JSON, without DTD and without trust."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemen.errors import FileFormatError
from kiemen.read.frames import load_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

DEPTH_LIMIT = 200
# What programs call the attribute with the name of a node.
LABELS = frozenset(
    {"label", "name", "naam", "labels", "d_label", "fullname", "full name", "full_name", "volledige naam"}
    | {"display_name", "displayname", "display name", "node_label", "nodelabel"}
)
ENDS = {"source": "from", "target": "to"}
# Most readers of GraphML refuse a file with edges of both kinds; this attribute tells them apart for us.
UNDIRECTED = "undirected"
WHOLE = frozenset({"int", "integer", "long", "short", "byte"})
NUMBERS = frozenset({"int", "integer", "long", "float", "double", "short", "byte"})


@dataclass
class Graph:
    """Nodes and edges as they stand in a file.

    A node is its id, its label ("" when there is none) and its attributes; an edge its two ids, its attributes and
    whether it runs one way. Attributes are text, numbers or flags as the file declares them.
    """

    kind: str
    directed: bool
    nodes: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    edges: list[tuple[str, str, bool, dict[str, Any]]] = field(default_factory=list)
    # Attributes of nodes in the order the file declares them.
    columns: list[str] = field(default_factory=list)
    repeated_nodes: list[str] = field(default_factory=list)
    # Values that are not of their declared type: (attribute, value).
    wrong_types: list[tuple[str, str]] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    # Attributes that have another value in another span of time.
    changing: list[str] = field(default_factory=list)

    def add_node(self, name: str, label: str, attributes: dict[str, Any]) -> None:
        """Add a node; a second one of the same id is listed and not used."""
        if name in self.nodes:
            self.repeated_nodes.append(name)
        else:
            self.nodes[name] = (label, attributes)

    def typed(self, name: str, kind: str, value: str) -> Any:
        """Give a value as its declared type, or as text when it is not of that type."""
        if kind in NUMBERS:
            try:
                return int(value) if kind in WHOLE and value.strip("-").isdigit() else float(value)
            except ValueError:
                self.wrong_types.append((name, value))
                return None
        if kind == "date":
            try:
                return dt.datetime.fromisoformat(value)
            except ValueError:
                return value
        if kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
        return value


def parse_xml(data: bytes, where: str) -> Graph:
    """Read GraphML or GEXF, whichever it is."""
    events = _events(data, where)
    try:
        _, root = next(events)
        kind = _local(root.tag)
        if kind == "graphml":
            return _graphml(events)
        if kind == "gexf":
            return _gexf(events)
    except StopIteration:
        pass
    raise FileFormatError(f"{where}: this XML file is neither GraphML nor GEXF.")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _events(data: bytes, where: str) -> Iterator[tuple[str, Element]]:
    """Give start and end of every element; declarations of entities are refused before anything is expanded."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    depth = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            _check_depth(depth, where)
            yield event, element
    except DefusedXmlException:
        raise FileFormatError(
            f"{where}: the file declares a DTD (DOCTYPE, entities), which can make a small file unpack to a huge one; "
            f"it is not read. Export the graph again without a document type."
        ) from None
    except FileFormatError:
        raise
    except (ParseError, ValueError, LookupError, UnicodeError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise FileFormatError(f"{where}: this is not well-formed XML (line {line}); export the graph again.") from None


def _check_depth(depth: int, where: str) -> None:
    if depth > DEPTH_LIMIT:
        raise FileFormatError(f"{where}: the XML is nested deeper than {DEPTH_LIMIT} elements; it is not read.")


def _graphml(events: Iterator[tuple[str, Element]]) -> Graph:
    graph = Graph("graphml", directed=False)
    keys: dict[str, tuple[str, str, str, str | None]] = {}
    seen = False
    for event, element in events:
        tag = _local(element.tag)
        if event == "start":
            if tag == "graph" and not seen:
                graph.directed = element.get("edgedefault", "undirected") == "directed"
                seen = True
        elif tag == "key":
            _graphml_key(graph, element, keys)
        elif tag == "node":
            values = _graphml_data(graph, element, keys, "node")
            graph.add_node(str(element.get("id", "")), _label_in(element, values), values)
            element.clear()
        elif tag == "edge":
            way = {"true": True, "false": False}.get(element.get("directed", ""), graph.directed)
            values = _graphml_data(graph, element, keys, "edge")
            way = way and values.pop(UNDIRECTED, False) is not True
            graph.edges.append((element.get("source", ""), element.get("target", ""), way, values))
            element.clear()
        elif tag in {"hyperedge", "port"}:
            graph.skipped.add(tag)
    return graph


def _graphml_key(graph: Graph, element: Element, keys: dict[str, tuple[str, str, str, str | None]]) -> None:
    default = next((child.text or "" for child in element if _local(child.tag) == "default"), None)
    name = str(element.get("attr.name") or "") or str(element.get("id", ""))
    kind = "date" if _noted(element, "desc") == "date" else str(element.get("attr.type", "string"))
    keys[str(element.get("id", ""))] = (name, kind, element.get("for", "all"), default)
    if element.get("for", "all") in {"node", "all"} and name not in graph.columns:
        graph.columns.append(name)


def _noted(element: Element, tag: str) -> str:
    """Give what a child says; dates are text in both formats, and marked so that they come back as dates."""
    return next((child.text or "" for child in element if _local(child.tag) == tag), "").strip()


def _graphml_data(
    graph: Graph, element: Element, keys: dict[str, tuple[str, str, str, str | None]], what: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, kind, owner, default in keys.values():
        if default is not None and owner in {what, "all"}:
            values[name] = graph.typed(name, kind, default)
    for child in element:
        if _local(child.tag) == "data":
            name, kind, _, _ = keys.get(child.get("key", ""), (child.get("key", ""), "string", "all", None))
            if len(child) == 0 and child.text is not None:
                values[name] = graph.typed(name, kind, child.text)
            else:
                values.update(_drawn_label(child))
    return values


def _drawn_label(data: Element) -> dict[str, str]:
    """Find the label that yEd draws, deep inside a data element."""
    for element in data.iter():
        if _local(element.tag) in {"NodeLabel", "EdgeLabel"} and element.text and element.text.strip():
            return {"label": element.text.strip()}
    return {}


def _label_in(element: Element, values: dict[str, Any]) -> str:
    """Give the label of a node, and take it out of its attributes."""
    for name in list(values):
        if name.casefold() in LABELS and str(values[name] or "").strip():
            return str(values.pop(name)).strip()
    return (element.get("label") or "").strip()


def _gexf(events: Iterator[tuple[str, Element]]) -> Graph:
    graph = Graph("gexf", directed=False)
    titles: dict[tuple[str, str], tuple[str, str, str | None]] = {}
    owner = "node"
    for event, element in events:
        tag = _local(element.tag)
        if event == "start":
            if tag == "graph":
                graph.directed = element.get("defaultedgetype", "undirected") == "directed"
            elif tag == "attributes":
                owner = str(element.get("class", "node"))
        elif tag == "attribute":
            default = next((child.text or "" for child in element if _local(child.tag) == "default"), None)
            name = str(element.get("title") or "") or str(element.get("id", ""))
            kind = "date" if _noted(element, "options") == "date" else str(element.get("type", "string"))
            titles[owner, str(element.get("id", ""))] = (name, kind, default)
            if owner == "node":
                graph.columns.append(name)
        elif tag == "node":
            values = _gexf_values(graph, element, titles, "node")
            label = element.get("label") or _label_in(element, values)
            graph.add_node(str(element.get("id", "")), label.strip(), values)
            element.clear()
        elif tag == "edge":
            graph.edges.extend(_gexf_edge(graph, element, titles))
            element.clear()
    return graph


def _gexf_values(
    graph: Graph, element: Element, titles: dict[tuple[str, str], tuple[str, str, str | None]], what: str
) -> dict[str, Any]:
    values = {
        name: graph.typed(name, kind, default)
        for (owner, _), (name, kind, default) in titles.items()
        if owner == what and default is not None
    }
    own: dict[str, Any] = {}
    for child in element.iter():
        if _local(child.tag) == "attvalue":
            key = str(child.get("for") or child.get("id", ""))
            name, kind, _ = titles.get((what, key), (key, "string", None))
            value = graph.typed(name, kind, child.get("value", ""))
            if own.get(name, value) != value:
                graph.changing.append(name)
            own[name] = value
    values |= own
    return values


def _gexf_edge(
    graph: Graph, element: Element, titles: dict[tuple[str, str], tuple[str, str, str | None]]
) -> list[tuple[str, str, bool, dict[str, Any]]]:
    values = _gexf_values(graph, element, titles, "edge")
    for name in ("weight", "start", "end", "label", "kind"):
        if element.get(name) is not None:
            values.setdefault(name, element.get(name))
    source, target = element.get("source", ""), element.get("target", "")
    way = {"directed": True, "undirected": False, "mutual": True}.get(element.get("type", ""), graph.directed)
    both = [(source, target, way, values)]
    return [*both, (target, source, way, values)] if element.get("type") == "mutual" else both


def parse_json(text: str, where: str) -> Graph:
    """Read a graph in JSON: nodes and links, as networkx, D3 and Cytoscape write them."""
    content = load_json(text, where)
    if isinstance(content, dict) and isinstance(content.get("elements"), dict):
        content = {**content, **content["elements"]}
    if isinstance(content, dict) and isinstance(content.get("graph"), dict) and "nodes" in content["graph"]:
        content = content["graph"]
    nodes = content.get("nodes") if isinstance(content, dict) else None
    links = next((content[k] for k in ("links", "edges") if isinstance(content.get(k), list)), None) if nodes else None
    if not isinstance(nodes, list) or links is None:
        raise FileFormatError(
            f"{where}: this JSON is no graph; it needs lists called 'nodes' and 'links' (or 'edges')."
        )
    options = content.get("options")
    stated = isinstance(options, dict) and options.get("type") == "directed"
    graph = Graph("json", directed=bool(content.get("directed", stated)))
    names = [_json_node(graph, node, at, where) for at, node in enumerate(nodes)]
    for at, link in enumerate(links, start=1):
        values = _flat(link) if isinstance(link, dict) else {}
        ends = [_json_end(values.pop(a, values.pop(b, None)), names, graph) for a, b in ENDS.items()]
        if None in ends:
            raise FileFormatError(f"{where}: link {at} has no source or no target.")
        way = values.pop("directed", graph.directed)
        graph.edges.append((str(ends[0]), str(ends[1]), bool(way), {k: _plain(v) for k, v in values.items()}))
    return graph


def _json_node(graph: Graph, node: Any, at: int, where: str) -> str:
    values = _flat(node) if isinstance(node, dict) else {"id": node}
    key = next((key for key in ("id", "key", "name", "label") if values.get(key) is not None), None)
    if key is None:
        raise FileFormatError(f"{where}: node {at + 1} has no id.")
    name = str(values[key] if key in {"name", "label"} else values.pop(key))
    label = next((str(values.pop(key)) for key in ("label", "name", "naam") if values.get(key) is not None), "")
    graph.columns.extend(str(key) for key in values if str(key) not in graph.columns)
    graph.add_node(name, label.strip(), {str(k): _plain(v) for k, v in values.items()})
    return name


def _flat(part: dict[str, Any]) -> dict[str, Any]:
    """Give what a node or link says, also what stands a floor lower under "data" or "attributes"."""
    inside = part.get("data", part)
    made = dict(inside) if isinstance(inside, dict) else dict(part)
    lower = made.get("attributes")
    return {**made.pop("attributes"), **made} if isinstance(lower, dict) else made


def _json_end(end: Any, names: list[str], graph: Graph) -> str | None:
    if isinstance(end, dict):
        end = end.get("id", end.get("name"))
    if end is None:
        return None
    if str(end) not in graph.nodes and isinstance(end, int) and 0 <= end < len(names):
        return names[end]
    return str(end)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
