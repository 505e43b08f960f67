import networkx as nx
import pandas as pd
import pytest

from kiemen.errors import ColumnError
from kiemen.network import Network
from kiemen.suggest.register import Register
from kiemen.suggest.relief import suggest_relief


def barbell():
    graph = nx.barbell_graph(5, 1)
    graph.add_edges_from([(5, 0), (5, 1), (5, 9), (5, 10)])
    nx.set_node_attributes(graph, {i: "left" if i < 6 else "right" for i in graph}, "team")
    return Network.from_networkx(graph)


def test_the_one_between_is_relieved():
    found = suggest_relief(barbell(), top=3)
    row = found.table.iloc[0]
    assert row["bridge"] == "5"
    # Three contacts on either side meet only through person 5: the left clique's 0, 1, 4 with the right one's 6, 9, 10.
    assert row["carried"] == 9
    assert row["relieved"] == 1.0
    assert row["crosses"] == "left – right"
    assert "only through 5: 9." in found.explain(found.table.index[0], language="en")


def test_no_bridge_no_relief(two_cliques):
    found = suggest_relief(two_cliques)
    assert found.table.empty
    assert "No two groups" in found.summary("en")


def test_without_ties_or_room_it_says_what_lacks():
    people = pd.DataFrame({"person": ["a", "b", "c", "d"], "team": ["x", "x", "y", "y"]})
    bare = suggest_relief(Network.from_frames(people))
    assert "No ties are known" in bare.summary("en")
    assert "geen verbindingen bekend" in bare.summary("nl")
    nobody = suggest_relief(barbell(), room={str(i): 0 for i in range(11)})
    assert nobody.table.empty
    assert "none of the ties that would relieve" in nobody.summary("en")


def test_without_groups_the_communities_hang_on_their_bridge():
    graph = nx.barbell_graph(4, 1)
    graph.add_edges_from([(4, 0), (4, 8)])
    found = suggest_relief(Network.from_networkx(graph), top=1)
    assert found.table["bridge"].tolist() == ["4"]
    assert found.table["crosses"].tolist() == ["community 1 – community 2"]
    assert "communities found in the ties" in found.summary("en")


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(ColumnError, match="no column 'tream'"):
        suggest_relief(Network.from_networkx(nx.path_graph(4)), by="tream")


def test_bridges_behind_a_very_busy_one_fill_up_the_list():
    graph = nx.Graph()
    for team in range(6):
        graph.add_nodes_from([(f"t{team}{i}", {"team": f"T{team}"}) for i in range(4)])
        nx.add_path(graph, [f"t{team}{i}" for i in range(4)])
    hub, small = "t00", "t03"
    graph.add_edges_from((hub, f"t{team}{i}") for team in range(1, 6) for i in range(3))
    graph.add_edges_from([(small, "t13"), (small, "t23")])
    found = suggest_relief(Network.from_networkx(graph), top=4).table
    assert found["bridge"].value_counts().to_dict()[hub] == 2
    assert small in set(found["bridge"])


def test_reasons_say_what_it_feeds_how_it_is_known_and_how_to_begin():
    found = suggest_relief(barbell(), top=1)
    said = found.explain(found.table.index[0], language="nl")
    assert "Het voedt brandstof" in said
    assert "er zit geen model achter" in said
    assert [fact.scope for fact in found.facts[found.table.index[0]]].count("open") == 1


def test_decisions_about_people_who_are_not_here_are_counted():
    register = Register().record([("0", "gone"), ("1", "left")], "passed")
    found = suggest_relief(barbell(), register=register)
    assert "2 decisions in the register are about somebody" in found.summary("en")
    assert "gone" not in found.summary("en")
