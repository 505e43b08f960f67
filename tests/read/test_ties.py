"""Tie lists become the same Network whatever file they come in."""

import itertools
import json

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemen
from kiemen.errors import ColumnError, DoubtfulInputWarning, InputError
from kiemen.read.ties import NO_HEADER, SAME_ROW

ROWS = [("An de Vries", "Bram Jansen", 2.5), ("Bram Jansen", "Zoë Müller", 1.0), ("Zoë Müller", "An de Vries", 0.75)]
FRAME = pd.DataFrame(ROWS, columns=["van", "naar", "gewicht"])


def put(folder, text, name="ties.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def every_format(folder):
    comma = FRAME.assign(gewicht=FRAME["gewicht"].astype("str").str.replace(".", ","))
    FRAME.to_excel(folder / "x.xlsx", index=False, engine="openpyxl")
    FRAME.to_parquet(folder / "x.parquet")
    (folder / "x.json").write_text(json.dumps(FRAME.to_dict("records")), encoding="utf-8")
    network = kiemen.read_ties(FRAME)
    return [
        put(folder, FRAME.to_csv(index=False), "a.csv"),
        put(folder, comma.to_csv(index=False, sep=";"), "b.csv", "cp1252"),
        put(folder, "sep=\t\r\n" + FRAME.to_csv(index=False, sep="\t"), "c.txt", "utf-16"),
        folder / "x.xlsx",
        folder / "x.parquet",
        folder / "x.json",
        kiemen.write_graph(network, folder / "x.graphml", audience="analyst"),
        kiemen.write_graph(network, folder / "x.gexf", audience="analyst"),
        FRAME,
        pl.from_pandas(FRAME),
        pa.Table.from_pandas(FRAME),
        FRAME.sample(frac=1, random_state=1),
    ]


def test_eight_formats_and_more_give_one_network(tmp_path):
    networks = [
        kiemen.read_graph(source)
        if str(source).endswith((".graphml", ".gexf"))
        else kiemen.read_ties(source, relation="samen")
        for source in every_format(tmp_path)
    ]
    labelled = [n if set(n.relations.index) == {"samen"} else None for n in networks]
    assert len({n.fingerprint for n in labelled if n is not None}) == 1
    expected = networks[0].ties.drop(columns=["relation", "origin"])
    for network in networks:
        assert network.people.equals(networks[0].people)
        assert network.ties.drop(columns=["relation", "origin"]).equals(expected)


def test_repeats_are_added_and_selfties_are_listed():
    frame = pd.DataFrame({"van": ["a1", "a1", "b1"], "naar": ["b1", "b1", "b1"]})
    with pytest.warns(DoubtfulInputWarning, match="row 4"):
        network = kiemen.read_ties(frame)
    assert network.ties[["source", "target", "weight"]].to_numpy().tolist() == [["a1", "b1", 2.0]]
    assert network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [[3, 2, 1]]


def test_the_same_row_twice_is_doubtful_when_it_has_a_weight():
    with pytest.warns(DoubtfulInputWarning, match=SAME_ROW):
        kiemen.read_ties(pd.concat([FRAME, FRAME.head(1)]))


def test_bad_weights_are_listed_with_rows_and_values():
    frame = pd.DataFrame(
        {"van": list("abcdef"), "naar": list("bcdefa"), "gewicht": ["1", "veel", "", "-2", "inf", "3"]}
    )
    with pytest.warns(DoubtfulInputWarning, match=r"column 'gewicht', rows 3, 6"):
        network = kiemen.read_ties(frame)
    assert network.ties["weight"].tolist() == [1.0, 3.0]
    assert network.ledger["row"].tolist() == [3, 4, 5, 6]


def test_direction_is_told_or_found():
    both = pd.DataFrame({"van": ["a1", "b1"], "naar": ["b1", "a1"]})
    assert kiemen.read_ties(both).n_ties == 2
    assert kiemen.read_ties(both, directed=False).n_ties == 1
    gephi = both.rename(columns={"van": "Source", "naar": "Target"}).assign(Type="Undirected")
    assert kiemen.read_ties(gephi).n_ties == 1


def test_kinds_of_ties_stay_apart():
    frame = pd.DataFrame({"van": ["a1"] * 3, "naar": ["b1"] * 3, "soort": ["mail", "advies", "mail"]})
    network = kiemen.read_ties(frame)
    assert network.ties[["relation", "weight"]].to_numpy().tolist() == [["advies", 1.0], ["mail", 2.0]]
    assert list(kiemen.read_ties(frame[["van", "naar"]], relation="advies").relations.index) == ["advies"]


def test_a_window_needs_dates_and_lists_the_rest():
    frame = pd.DataFrame({"van": ["a1", "b1"], "naar": ["b1", "c1"], "datum": ["13-04-2025", "13-05-2025"]})
    with pytest.warns(DoubtfulInputWarning, match="row 2"):
        network = kiemen.read_ties(frame, window=("2025-05-01", None))
    assert network.ties["source"].tolist() == ["b1"]
    with pytest.raises(InputError, match="time="):
        kiemen.read_ties(FRAME, window=("2025-05-01", None))


def test_without_a_header_nobody_is_lost(tmp_path):
    text = "An,Bram,2\nBram,Chaima,1\nChaima,An,3\n"
    with pytest.warns(DoubtfulInputWarning, match=NO_HEADER):
        network = kiemen.read_ties(put(tmp_path, text))
    assert network.ties["weight"].sum() == 6


def test_a_roster_keeps_everybody():
    roster = pd.DataFrame(
        {"id": ["1", "2", "3", "4"], "naam": ["An de Vries", "Bram Jansen", "Zoë Müller", "Stille Bob"]}
    )
    network = kiemen.read_ties(FRAME, roster=roster)
    assert network.n_nodes == 4
    assert set(network.ties["source"]) == {"1", "2", "3"}


def test_a_wrong_column_is_named():
    with pytest.raises(ColumnError, match="Did you mean 'van'"):
        kiemen.read_ties(FRAME, source="vann", target="naar")
    with pytest.raises(TypeError):
        kiemen.read_ties(FRAME, seperator=";")


NAMES = st.sampled_from(["p1", "p2", "p3", "p4", "p5"])


@pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
@given(st.lists(st.tuples(NAMES, NAMES, st.integers(1, 9)), min_size=1, max_size=25), st.randoms())
def test_the_sum_of_the_rows_whatever_their_order(rows, random):
    frame = pd.DataFrame(rows, columns=["van", "naar", "gewicht"])
    network = kiemen.read_ties(frame)
    ids = ["p1", "p2", "p3", "p4", "p5"]
    expected = np.zeros((5, 5))
    for source, target, weight in rows:
        if source != target:
            expected[ids.index(source), ids.index(target)] += weight
    place = [ids.index(person) for person in network.ids]
    assert np.array_equal(network.adjacency().toarray(), expected[np.ix_(place, place)])
    random.shuffle(rows)
    assert kiemen.read_ties(pd.DataFrame(rows, columns=["van", "naar", "gewicht"])).fingerprint == network.fingerprint


def test_awkward_names_are_the_same_in_every_format(tmp_path):
    import networkx as nx

    names = ['Zoë "Zo" d\'Arc', "Müller, Jörg", "Regel\nwissel", "0012", "12", "00-A", 'Ž, "x"; y', "Ünï|cøde", "NA"]
    rows = [(one, other, at + 1.0) for at, (one, other) in enumerate(itertools.pairwise([*names, names[0]]))]
    frame = pd.DataFrame(rows, columns=["van", "naar", "gewicht"])
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.csv", index=False, sep=";", decimal=",", encoding="utf-16")
    frame.to_csv(tmp_path / "c.tsv", index=False, sep="\t", encoding="utf-8-sig")
    frame.to_excel(tmp_path / "d.xlsx", index=False)
    frame.to_parquet(tmp_path / "e.parquet", index=False)
    frame.to_json(tmp_path / "f.json", orient="records")
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(rows)
    nx.write_graphml(graph, tmp_path / "g.graphml")
    nx.write_gexf(graph, tmp_path / "h.gexf")
    (tmp_path / "i.json").write_text(json.dumps(nx.node_link_data(graph)), encoding="utf-8")
    made = [
        (kiemen.read_graph if path.name[0] in "ghi" else kiemen.read_ties)(path, name="one")
        for path in sorted(tmp_path.iterdir())
    ]
    assert len(made) == 9
    assert len({network.fingerprint for network in made}) == 1
    assert {"0012", "12", "NA", "Regel wissel", "Müller, Jörg"} < set(made[0].ids)


@pytest.mark.parametrize("cell", ["Dirk; Cas", "Dirk|Cas;", "An, Cas"])
def test_several_people_in_a_cell_are_taken_apart(cell):
    network = kiemen.read_ties(pd.DataFrame({"van": ["Eva", "An", "Dirk"], "naar": [cell, "Cas", "Vries, Jan"]}))
    assert network.n_ties == 4
    assert "Vries, Jan" in network.ids


def test_dates_and_meetings_are_no_ends_of_a_tie():
    with pytest.raises(ColumnError, match="no column looks like target"):
        kiemen.read_ties(pd.DataFrame({"Datum": ["3-3-2025"], "Vergadering": ["Overleg"], "Wie": ["An"]}))
