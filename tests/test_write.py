"""What is written reads in again, holds no formula, and says for whom it is."""

import networkx as nx
import openpyxl
import pandas as pd
import pytest

import kiemen
from kiemen.errors import InputError, PrivacyError

WRITERS = [("write_network", "x.zip"), ("write_tables", "x"), ("write_tables", "x.xlsx"), ("write_graph", "x.graphml")]


@pytest.fixture
def network():
    people = pd.DataFrame(
        {"person": ["1", "2", "3", "4"], "name": ['An "x" <b>&', "=HYPERLINK(1)", "Zoë \t Müller", "'t Hart"],
         "hired": pd.to_datetime(["2020-01-01", None, None, None]), "age": [1, 2, 3, 4],
         "afdeling": ["HR", None, "@x", ""], "inside": [True, True, False, True]}
    )  # fmt: skip
    ties = pd.DataFrame(
        {"source": ["1", "2", "1"], "target": ["2", "3", "3"], "weight": [0.1 + 0.2, 2, 1 / 3],
         "relation": ["mail", "samen", "samen"], "wave": ["", "t1", ""],
         "start": pd.to_datetime(["2020-01-01", None, None])}
    )  # fmt: skip
    relations = pd.DataFrame({"relation": ["mail", "samen"], "directed": [True, False]})
    return kiemen.Network.from_frames(people, ties, relations=relations)


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_an_audience_must_be_named_and_only_the_analyst_gets_people(tmp_path, network, writer, name):
    write = getattr(kiemen, writer)
    with pytest.raises(TypeError):
        write(network, tmp_path / name)
    for audience in ("team", "management", "participant"):
        with pytest.raises(PrivacyError, match="report"):
            write(network, tmp_path / name, audience=audience)
    with pytest.raises(PrivacyError):
        write(network, tmp_path / name, audience="everybody")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("writer", "name"), WRITERS)
def test_nothing_is_replaced_unasked(tmp_path, network, writer, name):
    write = getattr(kiemen, writer)
    path = write(network, tmp_path / name, audience="analyst")
    with pytest.raises(InputError, match="overwrite=True"):
        write(network, path, audience="analyst")
    assert write(network, path, audience="analyst", overwrite=True) == path


@pytest.mark.parametrize("name", ["x", "x.xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_tables_read_in_again(tmp_path, network, name, language):
    path = kiemen.write_tables(network, tmp_path / name, audience="analyst", language=language)
    again = kiemen.read_network(path)
    assert again.people.equals(network.people.astype(again.people.dtypes.to_dict()))
    assert again.ties.drop(columns="weight").equals(network.ties.drop(columns="weight"))
    assert again.ties["weight"].tolist() == pytest.approx(network.ties["weight"].tolist(), rel=1e-15)


@pytest.mark.parametrize("ending", [".graphml", ".gexf"])
def test_graphs_read_in_again(tmp_path, network, ending):
    path = kiemen.write_graph(network, tmp_path / f"x{ending}", audience="analyst")
    again = kiemen.read_graph(path)
    assert again.people.equals(network.people)
    assert again.ties.drop(columns="origin").equals(network.ties.drop(columns="origin"))
    assert again.relations.equals(network.relations)
    assert again.fingerprint == network.fingerprint


def test_networkx_reads_the_graphml(tmp_path, network):
    graph = nx.read_graphml(
        kiemen.write_graph(network, tmp_path / "x.graphml", audience="analyst"), force_multigraph=True
    )
    assert sorted(name for _, name in graph.nodes(data="label")) == sorted(network.people["name"])
    assert sorted(weight for _, _, weight in graph.edges(data="weight")) == sorted(network.ties["weight"])


def test_another_ending_is_refused(tmp_path, network):
    with pytest.raises(InputError, match="graphml"):
        kiemen.write_graph(network, tmp_path / "x.pajek", audience="analyst")


def test_no_cell_is_a_formula(tmp_path, network):
    folder = kiemen.write_tables(network, tmp_path / "x", audience="analyst")
    cells = (
        pd.read_csv(folder / "people.csv", dtype="str", keep_default_na=False, encoding="utf-8-sig").to_numpy().ravel()
    )
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t"))]
    book = openpyxl.load_workbook(kiemen.write_tables(network, tmp_path / "x.xlsx", audience="analyst"))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_same_network_gives_the_same_bytes(tmp_path, network):
    one = kiemen.write_network(network, tmp_path / "a.zip", audience="analyst").read_bytes()
    assert kiemen.write_network(network, tmp_path / "b.zip", audience="analyst").read_bytes() == one
