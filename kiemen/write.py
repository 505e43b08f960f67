"""Writing a Network: saved whole, as tables for a spreadsheet, or as a graph for other programs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from kiemen._files import check_target, csv_bytes, excel_bytes, write_atomic, write_folder
from kiemen.errors import InputError, PrivacyError
from kiemen.i18n import resolve_language
from kiemen.privacy import check_audience
from kiemen.read.graphfiles import UNDIRECTED
from kiemen.read.networkfile import COLUMNS, DESCRIPTION, FORMAT, VERSION, guarded, kinds_of
from kiemen.schema import TABLES

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from kiemen.network import Network

GRAPH_KINDS = (".graphml", ".gexf")
# Control characters that XML cannot hold in any form.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TIE_COLUMNS = ("relation", "wave", "start", "end", "origin")
XML_KINDS = {"text": "string", "number": "double", "whole": "long", "flag": "boolean", "date": "string"}


def _check_analyst(audience: str, what: str) -> None:
    """Refuse to write people one by one for anybody else: that is what reports are for."""
    if check_audience(audience) != "analyst":
        raise PrivacyError(
            f"{what} holds every person with all ties and answers, and is for the analyst only. For {audience!r}, "
            f"write a report: build_report(network, audience={audience!r})."
        )


def write_network(network: Network, path: str | os.PathLike[str], *, audience: str, overwrite: bool = False) -> Path:
    """Save a Network in one file, to go on with later.

    Answers: "How do I keep this?" The file is a zip of CSV tables; `read_network` reads it. It holds personal data:
    keep it where such data belong.

    Parameters
    ----------
    network
        The Network to save.
    path
        File to write, such as "network.zip".
    audience
        For whom it is written; only "analyst" may have the whole of it.
    overwrite
        Whether a file that is already there may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    PrivacyError
        If the audience is not the analyst.
    InputError
        If the file is there and may not be replaced, or cannot be written.

    Notes
    -----
    The same Network gives the same bytes. Cost: linear in the rows.

    Examples
    --------
    >>> import tempfile, networkx as nx
    >>> from kiemen import Network, write_network
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_network(Network.from_networkx(nx.path_graph(3)), f"{folder}/saved.zip", audience="analyst").name
    'saved.zip'
    """
    _check_analyst(audience, "A saved network")
    target = check_target(path, overwrite=overwrite)
    frames = _flat(network)
    description = {"format": FORMAT, "version": VERSION, "kinds": {name: kinds_of(f) for name, f in frames.items()}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        _add(archive, DESCRIPTION, json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True))
        for name, frame in frames.items():
            _add(archive, f"{name}.csv", _plain_csv(frame))
    return write_atomic(target, out.getvalue(), overwrite=overwrite)


def _flat(network: Network) -> dict[str, pd.DataFrame]:
    """Give all tables with their index as a column."""
    frames = network.to_frames()
    return {name: frames[name].reset_index() if TABLES[name].index else frames[name] for name in TABLES}


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """Add a member without the moment of writing, so that the same content gives the same bytes."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    archive.writestr(info, text.encode("utf-8"))


def _plain_csv(frame: pd.DataFrame) -> str:
    return str(_guarded(frame).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S"))


def _guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Guard text against being run by a spreadsheet, in a way that reading undoes."""
    made = frame.copy(deep=False)
    for column, kind in kinds_of(frame).items():
        if kind == "text":
            codes, unique = pd.factorize(frame[column])
            safe = pd.Series([guarded(str(word)) for word in unique] + [""], dtype="str")
            made[column] = safe.to_numpy()[codes]
    return made


def write_tables(
    network: Network,
    path: str | os.PathLike[str],
    *,
    audience: str,
    language: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write all tables of a Network for a spreadsheet.

    Answers: "Can I look at this in Excel, and mend it there?" `read_network` reads the result again.

    Parameters
    ----------
    network
        The Network to write.
    path
        A workbook ("tables.xlsx"), or the name of a folder that gets a CSV per table.
    audience
        For whom it is written; only "analyst" may have people one by one.
    language
        "nl" writes CSV with semicolons and decimal commas, "en" the other way; None takes the session's.
    overwrite
        Whether what is already there may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    PrivacyError
        If the audience is not the analyst.
    InputError
        If it is there and may not be replaced, or cannot be written.

    Notes
    -----
    Text that a spreadsheet would run as a formula is written as text. A workbook keeps numbers to 16 digits and
    cells up to 32,767 characters. Cost: linear in the cells.

    Examples
    --------
    >>> import tempfile, networkx as nx
    >>> from kiemen import Network, read_network, write_tables
    >>> network = Network.from_networkx(nx.path_graph(3))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_network(
    ...         write_tables(network, f"{folder}/tables", audience="analyst")
    ...     ).fingerprint == network.fingerprint
    True
    """
    _check_analyst(audience, "A set of tables")
    frames = _flat(network)
    listed = [(name, column, kind) for name, frame in frames.items() for column, kind in kinds_of(frame).items()]
    frames = {COLUMNS: pd.DataFrame(listed, columns=["table", "column", "kind"]), **frames}
    if Path(path).suffix.lower() == ".xlsx":
        return write_atomic(path, excel_bytes(frames), overwrite=overwrite)
    chosen = resolve_language(language)
    files = {f"{name}.csv": csv_bytes(_guarded(f), language=chosen, index=False) for name, f in frames.items()}
    return write_folder(path, files, overwrite=overwrite)


def write_graph(network: Network, path: str | os.PathLike[str], *, audience: str, overwrite: bool = False) -> Path:
    """Write people and ties as a graph file for Gephi, yEd, visone or networkx.

    Answers: "Can I draw this in another program?" People keep their attributes, ties their relation, weight, wave and
    dates. `read_graph` reads the same people and ties again; answers and memberships are not in a graph.

    Parameters
    ----------
    network
        The Network to write.
    path
        File to write; the ending decides: ".graphml" or ".gexf" (1.3).
    audience
        For whom it is written; only "analyst" may have people one by one.
    overwrite
        Whether a file that is already there may be replaced.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    PrivacyError
        If the audience is not the analyst.
    InputError
        If the ending is neither, the file is there and may not be replaced, or it cannot be written.

    Notes
    -----
    Characters that XML cannot hold are written as "�". Cost: linear in people and ties.

    Examples
    --------
    >>> import tempfile, networkx as nx
    >>> from kiemen import Network, read_graph, write_graph
    >>> network = Network.from_networkx(nx.path_graph(3))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_graph(write_graph(network, f"{folder}/map.graphml", audience="analyst")).n_ties
    2
    """
    _check_analyst(audience, "A graph file")
    ending = Path(path).suffix.lower()
    if ending not in GRAPH_KINDS:
        raise InputError(f"path must end in .graphml or .gexf, not {ending!r}.")
    target = check_target(path, overwrite=overwrite)
    lines = _graphml(network) if ending == ".graphml" else _gexf(network)
    return write_atomic(target, "\n".join(lines) + "\n", overwrite=overwrite)


def _text(value: object) -> str:
    return escape(NOT_IN_XML.sub("�", str(value)))


def _quoted(value: object) -> str:
    # Line breaks in an attribute of an element are read as spaces unless they are written as references.
    return quoteattr(NOT_IN_XML.sub("�", str(value)), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _shown(value: Any) -> str | None:
    """Give an attribute as text, None when it is not known."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):  # noqa: PLR0124  NaN
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def _attributes(network: Network) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give the attributes of people beside their name, and the kind of each."""
    people = network.people
    people.insert(0, "person", people.index)
    attributes = people.drop(columns="name").astype({"inside": bool})
    return attributes, kinds_of(attributes)


def _people(network: Network) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """Give number and name of each person, and the attributes that are known."""
    attributes, _ = _attributes(network)
    for number, (name, row) in enumerate(
        zip(network.people["name"], attributes.astype(object).itertuples(index=False, name=None), strict=True)
    ):
        shown = [(at, _shown(value)) for at, value in enumerate(row)]
        yield number, name, [(at, value) for at, value in shown if value is not None]


def _ties(network: Network) -> Iterator[tuple[int, int, bool, float, list[tuple[int, str]]]]:
    """Give source, target, direction and weight of each tie, and what else is known of it."""
    ties = network.ties
    directed = ties["relation"].map(network.relations["directed"])
    one, other = network.positions(ties["source"]), network.positions(ties["target"])
    rest = ties[list(TIE_COLUMNS)].astype(object).itertuples(index=False, name=None)
    for source, target, way, weight, values in zip(one, other, directed, ties["weight"], rest, strict=True):
        shown = [(at, _shown(value)) for at, value in enumerate(values)]
        yield int(source), int(target), bool(way), float(weight), [(at, value) for at, value in shown if value]


def _graphml(network: Network) -> Iterator[str]:
    _, kinds = _attributes(network)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>'
    for at, (column, kind) in enumerate(kinds.items()):
        note = "<desc>date</desc>" if kind == "date" else ""
        yield f'<key id="n{at}" for="node" attr.name={_quoted(column)} attr.type="{XML_KINDS[kind]}">{note}</key>'
    mixed = len(set(network.relations["directed"])) > 1
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>'
    if mixed:
        yield f'<key id="both" for="edge" attr.name="{UNDIRECTED}" attr.type="boolean"/>'
    for at, column in enumerate(TIE_COLUMNS):
        yield f'<key id="e{at}" for="edge" attr.name="{column}" attr.type="string"/>'
    default = "directed" if mixed else _default_direction(network)
    yield f'<graph id="G" edgedefault="{default}">'
    for number, name, values in _people(network):
        data = "".join(f'<data key="n{at}">{_text(value)}</data>' for at, value in values)
        yield f'<node id="p{number}"><data key="label">{_text(name)}</data>{data}</node>'
    for source, target, way, weight, values in _ties(network):
        data = "".join(f'<data key="e{at}">{_text(value)}</data>' for at, value in values)
        both = '<data key="both">true</data>' if mixed and not way else ""
        yield f'<edge source="p{source}" target="p{target}"><data key="weight">{weight!r}</data>{both}{data}</edge>'
    yield "</graph>"
    yield "</graphml>"


def _gexf(network: Network) -> Iterator[str]:
    _, kinds = _attributes(network)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f'<graph mode="static" defaultedgetype="{_default_direction(network)}">'
    yield '<attributes class="node">'
    for at, (column, kind) in enumerate(kinds.items()):
        note = "<options>date</options>" if kind == "date" else ""
        yield f'<attribute id="{at}" title={_quoted(column)} type="{XML_KINDS[kind]}">{note}</attribute>'
    yield '</attributes>\n<attributes class="edge">'
    for at, column in enumerate(TIE_COLUMNS):
        yield f'<attribute id="{at}" title="{column}" type="string"/>'
    yield "</attributes>\n<nodes>"
    for number, name, values in _people(network):
        data = "".join(f'<attvalue for="{at}" value={_quoted(value)}/>' for at, value in values)
        yield f'<node id="{number}" label={_quoted(name)}><attvalues>{data}</attvalues></node>'
    yield "</nodes>\n<edges>"
    for at_edge, (source, target, way, weight, values) in enumerate(_ties(network)):
        data = "".join(f'<attvalue for="{at}" value={_quoted(value)}/>' for at, value in values)
        kind = "directed" if way else "undirected"
        yield (
            f'<edge id="{at_edge}" source="{source}" target="{target}" type="{kind}" weight="{weight!r}">'
            f"<attvalues>{data}</attvalues></edge>"
        )
    yield "</edges>\n</graph>"
    yield "</gexf>"


def _default_direction(network: Network) -> str:
    """Give the direction of most relations; every tie names its own."""
    return "directed" if network.relations["directed"].all() else "undirected"
