"""Graphs of other programs become a Network."""

import networkx as nx
import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning, FileFormatError, InputError


def put(folder, text, name="x.graphml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_people_are_labels_and_isolates_stay():
    graph = nx.DiGraph()
    graph.add_node(0, label="An de Vries", afdeling="HR")
    graph.add_node(1, label="Bram")
    graph.add_edge(0, 1, weight=2.5)
    graph.add_node(2)
    network = kiemen.read_graph(graph)
    assert network.people["name"].tolist() == ["2", "An de Vries", "Bram"]
    assert network.people.loc["An de Vries", "afdeling"] == "HR"
    assert network.ties[["source", "target", "weight"]].to_numpy().tolist() == [["An de Vries", "Bram", 2.5]]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiDiGraph])
def test_what_networkx_writes_comes_back(tmp_path, kind):
    graph = kind(nx.gnp_random_graph(12, 0.3, seed=1, directed=kind is not nx.Graph))
    for number, (_, _, data) in enumerate(graph.edges(data=True), start=1):
        data["weight"] = float(number)
    nx.write_graphml(graph, tmp_path / "x.graphml")
    nx.write_gexf(graph, tmp_path / "x.gexf")
    first = kiemen.read_graph(graph)
    for name in ("x.graphml", "x.gexf"):
        again = kiemen.read_graph(tmp_path / name)
        assert again.people.index.equals(first.people.index)
        assert (again.adjacency() != first.adjacency()).nnz == 0


def test_two_people_with_one_label_stay_two(tmp_path):
    graph = nx.path_graph(3, create_using=nx.DiGraph)
    nx.set_node_attributes(graph, {0: "Jan", 1: "Jan", 2: "Eva"}, "label")
    with pytest.warns(DoubtfulInputWarning, match="Jan"):
        network = kiemen.read_graph(graph)
    assert network.people["name"].to_dict() == {"0": "Jan", "1": "Jan", "Eva": "Eva"}


def test_bad_edges_are_listed_by_number():
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", weight=1)
    graph.add_edge("a", "b", weight=float("nan"))
    graph.add_edge("b", "b")
    graph.add_edge("b", "a", weight=-1)
    graph.add_edge("b", "a", weight="veel")
    with pytest.warns(DoubtfulInputWarning, match="4"):
        network = kiemen.read_graph(graph)
    assert network.ties["weight"].tolist() == [1.0]
    assert network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [[5, 1, 4]]


def test_edges_of_both_kinds(tmp_path):
    text = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
        '<node id="a"/><node id="b"/>'
        '<node id="c"/><edge source="a" target="b"/><edge source="b" target="c" directed="false"/></graph></graphml>'
    )
    network = kiemen.read_graph(put(tmp_path, text))
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["a", "b"], ["b", "c"], ["c", "b"]]


def test_a_roster_matches_labels():
    graph = nx.DiGraph([("Vries, An de", "Bram Jansen")])
    roster = kiemen.Network.from_frames(
        people=pd.DataFrame({"person": ["1", "2", "3"], "name": ["An de Vries", "Bram Jansen", "Eva"]})
    )
    network = kiemen.read_graph(graph, roster=roster)
    assert network.n_nodes == 3
    assert network.ties[["source", "target"]].to_numpy().tolist() == [["1", "2"]]


@pytest.mark.parametrize(("text", "says"), [("", "empty"), ("van;naar\n", "read_ties"), ("<graphml/>", "empty")])
def test_what_is_no_graph_is_refused(tmp_path, text, says):
    with pytest.raises(FileFormatError, match=says):
        kiemen.read_graph(put(tmp_path, text))


def test_an_object_that_is_no_graph():
    with pytest.raises(InputError, match="networkx"):
        kiemen.read_graph(3)


@pytest.mark.parametrize("key", ["label", "Label", "Naam", "fullname", "display_name"])
def test_names_under_other_keys(tmp_path, key):
    path = tmp_path / "x.graphml"
    path.write_text(
        f'<graphml><key id="k" for="node" attr.name="{key}" attr.type="string"/><graph edgedefault="directed">'
        '<node id="n0"><data key="k">An</data></node><node id="n1"><data key="k">Bram</data></node>'
        '<edge source="n0" target="n1"/></graph></graphml>',
        encoding="utf-8",
    )
    people = kiemen.read_graph(path).people
    assert people["name"].tolist() == ["An", "Bram"]
    assert list(people.columns) == ["name", "inside"]


def test_json_with_from_and_to(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"from": "a", "to": "b"}]}', encoding="utf-8")
    assert kiemen.read_graph(path).ties[["source", "target"]].to_numpy().tolist() == [["a", "b"]]


GEXF = """<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph mode="dynamic">
<attributes class="node"><attribute id="0" title="afdeling" type="string"/></attributes>
<attributes class="edge" mode="dynamic"><attribute id="w" title="weight" type="float"/></attributes>
<nodes><node id="a" label="An"><attvalues><attvalue for="0" value="Zorg"/></attvalues></node>
<node id="b" label="Bo"/><node id="c" label="Cas"/></nodes>
<edges><edge source="a" target="b"><attvalues><attvalue for="w" value="2.0" end="2024-03-01"/>
<attvalue for="w" value="5.0" start="2024-03-01"/></attvalues></edge>
<edge source="b" target="c"/></edges></graph></gexf>
"""


def test_a_weight_that_changes_in_time_is_told(tmp_path):
    path = tmp_path / "net.gexf"
    path.write_text(GEXF)
    with pytest.warns(DoubtfulInputWarning, match="changes in time.*weight"):
        assert kiemen.read_graph(path).ties["weight"].tolist() == [5.0, 1.0]


def test_with_a_roster_the_graph_adds_what_it_knows_and_says_who_is_left_out(tmp_path):
    path = tmp_path / "net.gexf"
    path.write_text(GEXF)
    roster = pd.DataFrame({"naam": ["An", "Bo", "Cas"], "team": ["x", "y", "y"], "bezwaar": ["", "", "ja"]})
    with pytest.warns(DoubtfulInputWarning):
        network = kiemen.read_graph(path, roster=roster)
    assert network.people["afdeling"].dropna().to_dict() == {"An": "Zorg"}
    assert network.n_ties == 1
    assert "no source" not in network.ledger["reason"].str.cat()
    assert "Cas" not in network.ledger["value"].str.cat()


def test_hyperedges_are_told(tmp_path):
    path = tmp_path / "net.graphml"
    path.write_text(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/>'
        '<node id="b"/><edge source="a" target="b"/><hyperedge><endpoint node="a"/></hyperedge></graph></graphml>'
    )
    with pytest.warns(DoubtfulInputWarning, match="hyperedges"):
        assert kiemen.read_graph(path).n_ties == 1
