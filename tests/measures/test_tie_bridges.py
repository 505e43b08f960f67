"""Ties as bridges against their definitions."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from kiemen.errors import InputError
from kiemen.measures.tie_bridges import find_tie_bridges, simmelian_ties
from kiemen.network import Network


def _named(graph, **tables):
    graph = nx.relabel_nodes(graph, {v: f"n{v:02d}" for v in graph})
    return Network.from_networkx(graph) if not tables else Network.from_networkx(graph).replace(**tables)


def _width(graph, i, j):
    near_i, near_j = set(graph[i]) | {i}, set(graph[j]) | {j}
    return sum(graph.has_edge(c, d) for c in near_i & near_j for d in near_j - near_i)


def test_definitions_written_out(random_graphs):
    for graph in [g for g in random_graphs if not g.is_directed() and g.number_of_edges()][:50]:
        table = find_tie_bridges(_named(graph)).table
        cuts = {frozenset(tie) for tie in nx.bridges(graph)}
        spans = {frozenset(pair): span for *pair, span in nx.local_bridges(graph)}
        assert len(table) == graph.number_of_edges()
        for (source, target), row in table.iterrows():
            i, j = int(source[1:]), int(target[1:])
            shared = len(list(nx.common_neighbors(graph, i, j)))
            assert row["embeddedness"] == shared
            assert row["span"] == (2 if shared else spans[frozenset((i, j))])
            assert row["cut"] == (frozenset((i, j)) in cuts)
            assert row["width"] == min(_width(graph, i, j), _width(graph, j, i))


@pytest.mark.parametrize(("degree", "width"), [(4, 3), (6, 6), (8, 10)])
def test_width_on_a_ring_lattice(degree, width):
    """z(z + 2)/8 between a person and the furthest contact on a ring of even degree z (Centola and Macy 2007)."""
    ring = nx.circulant_graph(40, range(1, degree // 2 + 1))
    table = find_tie_bridges(_named(ring)).table
    assert table.loc[("n00", f"n{degree // 2:02d}"), "width"] == width


def test_simmelian_ties_need_three_who_all_answer_each_other():
    dense = np.zeros((5, 5))
    for one, other in [(0, 1), (1, 2), (0, 2), (2, 3)]:
        dense[one, other] = dense[other, one] = 1
    dense[3, 4] = 1
    found = simmelian_ties(csr_array(dense)).toarray()
    assert found[:3, :3].tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert found[3:].sum() == 0


@pytest.mark.oracle
def test_adolescents(shared):
    """Local bridges Betty-Sue, Pam-Carol and Carol-Tina (netrics, measure_broker_node)."""
    ties = pd.read_csv(shared / "oracles" / "ison_adolescents_ties.csv").assign(relation="friend")
    relations = pd.DataFrame({"relation": ["friend"], "directed": [False]})
    table = find_tie_bridges(Network.from_frames(ties=ties, relations=relations)).table
    cuts = {frozenset(pair) for pair in table.index[table["cut"]]}
    assert cuts == {frozenset(pair) for pair in (("Betty", "Sue"), ("Pam", "Carol"), ("Carol", "Tina"))}


def test_wide_and_narrow_bridges_between_departments():
    """One tie between two circles carries news; a funnel of three people on each side carries behaviour."""
    circles = [nx.complete_graph(range(k, k + 6)) for k in (0, 6, 12)]
    graph = nx.compose_all(circles)
    graph.add_edge(0, 12)
    graph.add_edges_from((a, b) for a in (3, 4, 5) for b in (6, 7, 8))
    people = pd.DataFrame({"person": [f"n{v:02d}" for v in range(18)], "team": np.repeat(["a", "b", "c"], 6)})
    ties = pd.DataFrame([(f"n{a:02d}", f"n{b:02d}") for a, b in graph.edges], columns=["source", "target"])
    found = find_tie_bridges(Network.from_frames(people, ties))
    assert found.table.loc[("n00", "n12"), "bridge"] == "information"
    assert found.table.loc[("n03", "n06"), "bridge"] == "behaviour"
    assert found.table.loc[("n01", "n02"), "bridge"] == ""
    assert found.table.loc[("n00", "n12"), "cut"]
    assert "only way" in found.explain(("n00", "n12"), language="en")
    assert "can carry a change" in found.explain(("n03", "n06"), language="en")
    assert "10 ties connect" in found.summary("en")


def test_direction_counts_for_simmelian_ties_only():
    ties = pd.DataFrame([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("a", "c")], columns=["source", "target"])
    half = find_tie_bridges(Network.from_frames(ties=ties)).table
    assert not half["simmelian"].any()
    full = pd.concat([ties, pd.DataFrame({"source": ["c"], "target": ["a"]})])
    assert find_tie_bridges(Network.from_frames(ties=full)).table["simmelian"].all()


def test_no_ties_and_bad_settings():
    people = pd.DataFrame({"person": list("ab")})
    found = find_tie_bridges(Network.from_frames(people))
    assert found.table.empty
    assert "No tie connects" in found.summary("en")
    with pytest.raises(InputError, match="wide must be"):
        find_tie_bridges(Network.from_frames(people), wide=0)


def test_one_tie_is_spoken_of_as_one():
    network = Network.from_networkx(nx.relabel_nodes(nx.path_graph(2), str))
    said = find_tie_bridges(network).summary("en")
    assert "One tie connects communities or groups." in said
    assert "One tie is the only way" in said
