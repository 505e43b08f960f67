"""Whatever stands in a file: a Network or one of the library's own errors, and an account of every row."""

import datetime as dt
import io
import json
import math
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiemen
from kiemen.errors import KiemenError, KiemenWarning

TABLES = {
    "survey": kiemen.read_survey,
    "ties": kiemen.read_ties,
    "memberships": kiemen.read_memberships,
    "meetings": kiemen.read_meetings,
    "mail": kiemen.read_mail,
    "roster": kiemen.read_roster,
    "viva": kiemen.read_viva,
    "adoptions": kiemen.read_adoptions,
    "events": kiemen.read_events,
    "initiatives": kiemen.read_initiatives,
    "check": kiemen.check_file,
}
# The headers that each door looks for, so that what is drawn comes further than the door.
HEADERS = {
    "survey": [
        "respondent",
        "contact1",
        "contact2",
        "Met wie werk je samen?",
        "q1[SQ001]",
        "q1[SQ002]",
        "afdeling",
        "token",
    ],
    "ties": ["van", "naar", "gewicht", "datum", "soort", "golf", "Source", "Target"],
    "memberships": ["naam", "project", "rol", "start", "einde", "Groen", "Lean"],
    "meetings": ["vergadering", "deelnemers", "datum", "begintijd", "organisator", "status", "optionele deelnemers"],
    "mail": ["van", "aan", "cc", "verzonden", "message id", "tijd"],
    "roster": [
        "id",
        "naam",
        "voornaam",
        "tussenvoegsel",
        "achternaam",
        "e-mail",
        "afdeling",
        "bezwaar",
        "uren",
        "hired",
    ],
    "viva": [
        "PrimaryCollaborator_PersonId",
        "SecondaryCollaborator_PersonId",
        "MetricDate",
        "Strong_tie_score",
        "hours",
    ],
    "adoptions": ["persoon", "innovatie", "jaar", "datum"],
    "events": ["event", "kind", "datum", "persoon", "initiatief"],
    "initiatives": ["initiatief", "start", "omschrijving"],
}
HEADERS["check"] = sorted({header for headers in HEADERS.values() for header in headers})
# Cells as exports have them, tidy and not.
TIDY = [
    "", "An", "Bo Jansen", "Vries, de, An", "J. de Vries", "an@x.nl", "An; Bo", "An, Bo en Cas", "12;#An;#3;#Bo", "1",
    "2,5", "1.234,56", "0", "45%", "A3", "ja", "nee", "x", "2025-03-04", "4-3-2025", "04/13/25 9:00 PM", "4 maart 2025",
    "9:00", "helemaal mee eens", "oneens", "wekelijks", "nooit",
]  # fmt: skip
DIRTY = [
    " ", "-1", "1e999", "nan", "NaN", "inf", "-", "NULL", "#N/A", "31-02-2025", "45000", "Totaal", "Bron: HR", "=1+1",
    "@SUM(A1)", "<b>x</b>", "&amp;", "&eacute;", "%s{0}", "\u202eAn", "ĳ", "é", "Ünï", "a\tb", "a\nb", 'a"b', "'t Hof",
    "\ue03b", "\x00", "9" * 30,
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from([*TIDY, *DIRTY]),
    st.text(max_size=12),
)
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "mac_roman", "cp850", "latin-1"]
FEW = settings(max_examples=20, suppress_health_check=list(HealthCheck))
MORE = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def read(reader, source, **options):
    """Read, and check what came of it; an error of the library's own is an answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", KiemenWarning)
        try:
            made = reader(source, **options)
        except KiemenError as error:
            judge(error)
            return None
        if isinstance(made, kiemen.CheckResult):
            assert made.summary("nl")
            made = made.network
    if made is not None:
        tally(made)
    return made


def judge(error):
    """Check that an error says something, in words of the library's own."""
    said = str(error)
    assert said.strip()
    assert not any(word in said for word in ("Traceback", "pandas", "openpyxl", "networkx", "expat"))


def tally(network):
    """Check what holds for every Network: rows add up, weights are numbers above nought, ids are text."""
    sources = network.sources
    assert (sources["rows_read"] == sources["rows_used"] + sources["rows_set_aside"]).all()
    assert (sources["rows_used"] >= 0).all()
    assert all(weight > 0 and math.isfinite(weight) for weight in network.ties["weight"])
    assert all(isinstance(person, str) and person for person in network.ids)
    assert (network.ties["source"] != network.ties["target"]).all()


def doors(strategy):
    """Give a door with what was drawn for it."""
    return st.sampled_from(sorted(TABLES)).flatmap(lambda kind: st.tuples(st.just(kind), strategy(kind)))


def grids(kind, *, rows=8):
    """Give rows of cells below headers that this door knows, some of them ragged, with what stands around a table."""
    headers = st.lists(st.sampled_from(HEADERS[kind]) | CELLS, min_size=1, max_size=7)
    row = st.lists(CELLS, max_size=8)
    around = st.lists(st.lists(CELLS, max_size=3), max_size=2)
    return st.tuples(around, headers, st.lists(row, max_size=rows), around).map(
        lambda parts: [*parts[0], parts[1], *parts[2], *parts[3]]
    )


@st.composite
def texts(draw, kind):
    """Give the bytes of a delimited text: any separator, quoting, encoding and line end, sometimes cut or spoiled."""
    separator = draw(st.sampled_from([";", ",", "\t", "|", " "]))
    quote = draw(st.sampled_from(["always", "when needed", "never"]))
    lines = []
    for row in draw(grids(kind)):
        cells = []
        for cell in row:
            special = any(sign in cell for sign in (separator, '"', "\n", "\r"))
            quoted = quote == "always" or (quote == "when needed" and special)
            cells.append('"' + cell.replace('"', '""') + '"' if quoted else cell)
        lines.append(separator.join(cells))
    first = draw(st.sampled_from(["", "", "", f"sep={separator}", "\ufeff"]))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join([first, *lines] if first else lines)
    data = text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
    return spoiled(draw, data)


def spoiled(draw, data):
    """Cut bytes out or put some in, one time in three."""
    if draw(st.integers(0, 2)) or not data:
        return data
    at = draw(st.integers(0, len(data)))
    gone = draw(st.integers(0, 20))
    return data[:at] + draw(st.binary(max_size=6)) + data[at + gone :]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("whatever")


@MORE
@given(drawn=doors(texts))
def test_delimited_text(place, drawn):
    kind, data = drawn
    path = place / "file.csv"
    path.write_bytes(data)
    read(TABLES[kind], path)


@FEW
@given(
    kind=st.sampled_from(sorted(TABLES)), data=st.binary(max_size=300), ending=st.sampled_from(["csv", "xlsx", "json"])
)
def test_bytes_of_no_kind(place, kind, data, ending):
    path = place / f"bytes.{ending}"
    path.write_bytes(data)
    read(TABLES[kind], path)


@FEW
@given(
    drawn=doors(lambda kind: st.dictionaries(st.sampled_from(HEADERS[kind]), st.lists(CELLS, min_size=4, max_size=4)))
)
def test_frames_and_parquet(place, drawn):
    kind, columns = drawn
    frame = pd.DataFrame({name: [cell.replace("\x00", "") for cell in cells] for name, cells in columns.items()})
    read(TABLES[kind], frame)
    path = place / "file.parquet"
    frame.map(lambda cell: cell.encode("utf-8", "replace").decode()).to_parquet(path)
    read(TABLES[kind], path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"PAR1")
    read(TABLES[kind], path)


# What columns of frames hold beside text.
TYPED = [
    pd.array([1, pd.NA, 3], dtype="Int64"),
    pd.array([1.5, pd.NA, math.inf], dtype="Float64"),
    pd.array([True, pd.NA, False], dtype="boolean"),
    pd.array(["An", None, "Bo"], dtype="string"),
    pd.Categorical(["An", None, "Bo"]),
    pd.to_datetime(["2025-03-04", None, "2025-03-05 09:00"], format="mixed"),
    pd.to_datetime(["2025-03-04", None, "2025-03-05"], utc=True),
    pd.to_timedelta(["1h", None, "2 days"]),
    pd.period_range("2025-01", periods=3, freq="M"),
    pd.interval_range(0, 3),
    [None, "An", 3.0],
    [["An", "Bo"], None, []],
    [np.array(["An", "Bo"]), np.array([]), "Cas"],
    [{"name": "An", "address": "an@x.nl"}, {}, {"emailAddress": {"address": "bo@x.nl"}}],
    [dt.date(2025, 3, 4), dt.time(9), dt.timedelta(1)],
    [Decimal("1.5"), Decimal("NaN"), b"\xff"],
    [1 + 2j, object(), {1, 2}],
]


@MORE
@given(drawn=doors(lambda kind: st.dictionaries(st.sampled_from(HEADERS[kind]), st.sampled_from(TYPED), min_size=1)))
def test_frames_of_any_type(drawn):
    kind, columns = drawn
    read(TABLES[kind], pd.DataFrame({name: pd.Series(cells) for name, cells in columns.items()}))


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | CELLS
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(CELLS, inner, max_size=4))


@FEW
@given(
    kind=st.sampled_from(sorted(TABLES)),
    content=JSON | st.lists(st.dictionaries(CELLS, VALUES, max_size=5), max_size=5),
)
def test_json_tables(place, kind, content):
    path = place / "file.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    read(TABLES[kind], path)


@FEW
@given(drawn=doors(grids), member=st.integers(0, 8), spoil=st.booleans(), data=st.data())
def test_workbooks(place, drawn, member, spoil, data):
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    kind, rows = drawn
    book = Workbook()
    for row in rows:
        try:
            book.active.append(row)
        except IllegalCharacterError:
            return
    out = io.BytesIO()
    book.save(out)
    path = place / "file.xlsx"
    path.write_bytes(with_spoiled_part(out.getvalue(), member, data.draw) if spoil else out.getvalue())
    read(TABLES[kind], path)


def with_spoiled_part(archive, member, draw):
    """Give a workbook of which one part was damaged, in an archive that is whole."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        for at, name in enumerate(names):
            part = old.read(name)
            new.writestr(name, spoiled(draw, part) if at == member % len(names) else part)
    return made.getvalue()


WORDS = st.sampled_from(
    ["a", "b", "c", "An", "Bo", "", "1", "true", "2.5", "string", "double", "weight", "label", "é", "nan"]
)


@st.composite
def elements(draw, tags, attributes, depth=2):
    """Give XML that is well formed, of tags and attributes that graphs have, in any order and depth."""
    tag = draw(st.sampled_from(tags))
    given_ones = draw(st.dictionaries(st.sampled_from(attributes), WORDS, max_size=4))
    inside = draw(st.lists(elements(tags, attributes, depth - 1), max_size=4)) if depth else []
    said = " ".join(f'{name}="{value}"' for name, value in given_ones.items())
    return f"<{tag} {said}>{''.join(inside)}{draw(WORDS)}</{tag}>"


GRAPHML = (
    ["graph", "node", "edge", "data", "key", "default", "hyperedge", "desc"],
    ["id", "source", "target", "key", "for", "attr.name", "attr.type", "edgedefault", "directed"],
)
GEXF = (
    ["graph", "nodes", "edges", "node", "edge", "attvalues", "attvalue", "attributes", "attribute", "default", "spell"],
    [
        "id",
        "source",
        "target",
        "label",
        "weight",
        "for",
        "value",
        "title",
        "type",
        "class",
        "start",
        "end",
        "defaultedgetype",
    ],
)


@FEW
@given(
    drawn=st.sampled_from([("graphml", *GRAPHML), ("gexf", *GEXF)]).flatmap(
        lambda kind: st.tuples(st.just(kind[0]), st.lists(elements(kind[1], kind[2]), max_size=4))
    ),
    data=st.data(),
)
def test_graphs_in_xml(place, drawn, data):
    kind, parts = drawn
    path = place / f"file.{kind}"
    path.write_bytes(spoiled(data.draw, f"<{kind}><graph>{''.join(parts)}</graph></{kind}>".encode()))
    read(kiemen.read_graph, path)


ENDS = st.none() | st.integers(-1, 3) | WORDS
NODES = st.lists(WORDS | st.integers(0, 3) | st.dictionaries(WORDS | st.just("id"), VALUES, max_size=3), max_size=4)
LINKS = st.lists(
    VALUES | st.fixed_dictionaries({"source": ENDS, "target": ENDS}, optional={"weight": VALUES, "directed": VALUES}),
    max_size=4,
)


@FEW
@given(
    content=JSON
    | st.fixed_dictionaries(
        {"nodes": NODES, "links": LINKS},
        optional={"directed": VALUES, "multigraph": VALUES, "graph": JSON, "edges": JSON},
    )
)
def test_graphs_in_json(place, content):
    path = place / "graph.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    read(kiemen.read_graph, path)
    read(kiemen.check_file, path)


@FEW
@given(data=st.binary(max_size=300), kind=st.sampled_from(["graphml", "gexf", "json", "zip"]))
def test_graphs_and_networks_of_bytes(place, data, kind):
    path = place / f"bytes.{kind}"
    path.write_bytes(data)
    read(kiemen.read_graph, path)
    read(kiemen.read_network, path)


@FEW
@given(drawn=texts("roster"), ties=texts("ties"))
def test_a_roster_and_what_is_matched_with_it(place, drawn, ties):
    path, other = place / "roster.csv", place / "ties.csv"
    path.write_bytes(drawn)
    other.write_bytes(ties)
    roster = read(kiemen.read_roster, path)
    if roster is not None:
        read(kiemen.read_ties, other, roster=roster)


def test_every_door_is_tried():
    public = {name for name in kiemen.__all__ if name.startswith("read_")}
    here = Path(__file__).read_text(encoding="utf-8")
    # What gives no Network, and what reads several files.
    assert {name for name in public if name not in here} <= {
        "read_viva_groups",
        "read_decisions",
        "read_project",
        "read_register",
    }
