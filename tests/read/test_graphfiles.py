"""Graph files are parsed without trust."""

import pytest

from kiemen.errors import FileFormatError
from kiemen.read.graphfiles import parse_json, parse_xml

HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
KEYS = (
    '<key id="l" for="node" attr.name="label" attr.type="string"/>'
    '<key id="a" for="node" attr.name="leeftijd" attr.type="int"><default>30</default></key>'
    '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'
)


def graphml(body):
    return parse_xml(f"{HEAD}{KEYS}{body}</graphml>".encode(), "x.graphml")


def gexf(body, version="1.3", namespace="http://gexf.net/1.3", head=""):
    return parse_xml(
        f'<gexf xmlns="{namespace}" version="{version}"><graph {head}>{body}</graph></gexf>'.encode(), "x.gexf"
    )


def test_graphml_labels_types_and_defaults():
    found = graphml(
        '<graph edgedefault="directed"><node id="n0"><data key="l">An</data><data key="a">41</data></node>'
        '<node id="n1"/><edge source="n0" target="n1"><data key="w">2.5</data></edge>'
        '<edge source="n1" target="n0" directed="false"/></graph>'
    )
    assert found.nodes == {"n0": ("An", {"leeftijd": 41}), "n1": ("", {"leeftijd": 30})}
    assert found.edges == [("n0", "n1", True, {"weight": 2.5}), ("n1", "n0", False, {})]


def test_a_value_of_another_type_is_kept_apart():
    found = graphml('<graph><node id="n0"><data key="a">oud</data></node></graph>')
    assert found.nodes["n0"][1]["leeftijd"] is None
    assert found.wrong_types == [("leeftijd", "oud")]


def test_labels_that_yed_draws():
    body = '<graph><node id="n0"><data key="d"><ShapeNode><NodeLabel>An</NodeLabel></ShapeNode></data></node></graph>'
    assert graphml(body).nodes["n0"][0] == "An"


@pytest.mark.parametrize(
    ("version", "namespace", "key"),
    [
        ("1.1", "http://www.gexf.net/1.1draft", "id"),
        ("1.2", "http://www.gexf.net/1.2draft", "for"),
        ("1.3", "http://gexf.net/1.3", "for"),
    ],
)
def test_gexf_of_three_versions(version, namespace, key):
    body = (
        '<attributes class="node"><attribute id="0" title="team" type="string"/></attributes>'
        f'<nodes><node id="0" label="An"><attvalues><attvalue {key}="0" value="HR"/></attvalues></node>'
        '<node id="1" label="Bram"/></nodes>'
        '<edges><edge id="0" source="0" target="1" weight="2.5"/>'
        '<edge id="1" source="1" target="0" type="mutual"/></edges>'
    )
    found = gexf(body, version, namespace)
    assert found.nodes == {"0": ("An", {"team": "HR"}), "1": ("Bram", {})}
    assert [edge[:3] for edge in found.edges] == [("0", "1", False), ("1", "0", True), ("0", "1", True)]
    assert found.edges[0][3]["weight"] == "2.5"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE g [<!ENTITY a "aaaa">]>',
        '<!DOCTYPE g SYSTEM "http://example.org/g.dtd">',
        '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE graphml>",
    ],
)
def test_document_types_are_refused(declared):
    with pytest.raises(FileFormatError, match="DTD"):
        parse_xml(f"{declared}{HEAD}<graph/></graphml>".encode(), "x.graphml")


@pytest.mark.parametrize(
    "data",
    [b"<a", b"<graphml>", b"<html><body/></html>", b"<?xml version='1.0' encoding='klingon'?><a/>", b"<a>\xff</a>"],
)
def test_damaged_and_other_xml_is_refused(data):
    with pytest.raises(FileFormatError):
        parse_xml(data, "x.graphml")


def test_endless_nesting_is_refused():
    with pytest.raises(FileFormatError, match="nested deeper"):
        parse_xml((HEAD + "<a>" * 300 + "</a>" * 300 + "</graphml>").encode(), "x.graphml")


@pytest.mark.parametrize(
    "text",
    [
        '{"nodes": [{"id": "a", "label": "An"}, {"id": "b"}], "links": [{"source": "a", "target": "b", "weight": 2}]}',
        (
            '{"nodes": [{"id": "a", "name": "An"}, {"id": "b"}], "edges": [{"source": {"id": "a"}, "target": "b",'
            ' "weight": 2}]}'
        ),
        '{"nodes": [{"id": "a", "label": "An"}, {"id": "b"}], "links": [{"source": 0, "target": 1, "weight": 2}]}',
        (
            '{"elements": {"nodes": [{"data": {"id": "a", "label": "An"}}, {"data": {"id": "b"}}],'
            ' "edges": [{"data": {"source": "a", "target": "b", "weight": 2}}]}}'
        ),
    ],
)
def test_json_of_several_makes(text):
    found = parse_json(text, "x.json")
    assert [label for label, _ in found.nodes.values()] == ["An", ""]
    assert found.edges == [("a", "b", False, {"weight": 2})]


@pytest.mark.parametrize(
    "text", ["{}", "[]", "3", '{"nodes": [1]}', '{"nodes": [{}], "links": []}', '{"nodes": ["a"], "links": [{}]}']
)
def test_json_that_is_no_graph_is_refused(text):
    with pytest.raises(FileFormatError):
        parse_json(text, "x.json")


def test_json_of_graphology():
    text = (
        '{"options": {"type": "directed"}, "nodes": [{"key": "1", "attributes": {"label": "An", "team": "x"}}, '
        '{"key": "2"}], "edges": [{"source": "1", "target": "2", "attributes": {"weight": 2}}]}'
    )
    graph = parse_json(text, "x.json")
    assert graph.nodes == {"1": ("An", {"team": "x"}), "2": ("", {})}
    assert graph.edges == [("1", "2", True, {"weight": 2})]
