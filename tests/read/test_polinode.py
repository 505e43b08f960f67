"""Workbooks with the sheets Nodes and Edges."""

import pandas as pd
import pytest

from kiemen import read_survey, read_ties
from kiemen.errors import DoubtfulInputWarning, FileFormatError
from kiemen.read.polinode import is_polinode, polinode_table


def workbook(path, **sheets):
    with pd.ExcelWriter(path) as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
    return path


def test_fields_per_relation(tmp_path):
    nodes = pd.DataFrame({"Name": ["An", "Bram"], "Team": ["A", "B"]})
    edges = pd.DataFrame({"Source": ["An", "An", "Bram"], "Target": ["Bram", "Eva", "An"], "Type": ["x", "x", "y"]})
    path = workbook(tmp_path / "p.xlsx", Nodes=nodes, Edges=edges)
    assert is_polinode(path)
    table, fields = polinode_table(path)
    assert fields == {"x": ["x [1]", "x [2]"], "y": ["y [1]"]}
    assert table.frame[["respondent", "x [1]", "y [1]"]].to_numpy().tolist() == [["An", "Bram", ""], ["Bram", "", "An"]]


def test_other_files_are_none(tmp_path):
    path = workbook(tmp_path / "q.xlsx", Sheet1=pd.DataFrame({"a": [1]}))
    assert not is_polinode(path)
    assert not is_polinode(tmp_path / "absent.xlsx")
    assert not is_polinode(pd.DataFrame())


def test_a_device_without_an_end_is_none():
    assert not is_polinode("/dev/zero")


def test_missing_columns_are_named(tmp_path):
    path = workbook(tmp_path / "p.xlsx", Nodes=pd.DataFrame({"Foo": ["An"]}), Edges=pd.DataFrame({"Bar": ["x"]}))
    with pytest.raises(FileFormatError, match="Source and Target"):
        polinode_table(path)


@pytest.mark.filterwarnings("ignore")
def test_no_edge_is_lost(tmp_path):
    nodes = pd.DataFrame({"Name": ["An", "Bram", "Cas", "Eef"], "Team": ["A", "B", "A", "B"]})
    edges = pd.DataFrame({"Source": ["An", "Bram", "Dirk"], "Target": ["Bram", "Cas", "An"], "Weight": [3, 2, 5]})
    path = workbook(tmp_path / "p.xlsx", Nodes=nodes, Edges=edges)
    ties = read_ties(path)
    assert ties.ties[["source", "target", "weight"]].to_numpy().tolist() == [
        ["An", "Bram", 3.0],
        ["Bram", "Cas", 2.0],
        ["Dirk", "An", 5.0],
    ]
    assert ties.people["inside"].to_dict() == {"An": True, "Bram": True, "Cas": True, "Dirk": False, "Eef": True}
    assert ties.people.loc["Cas", "team"] == "A"
    survey = read_survey(path)
    assert survey.n_ties == 2
    told = survey.ledger[survey.ledger["column"] == "Edges"]
    assert told[["row", "value"]].to_numpy().tolist() == [[4, "Dirk → An"]]
    assert (survey.ledger["column"] == "Weight").any()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, ["unknown"] * 4),
        (["Completed", "In progress", "Not started", "Opted out"], ["answered", "partial"] + ["not answered"] * 2),
        (["ja", "ja", "nee", ""], ["answered", "answered", "not answered", "unknown"]),
        (["Manager", "Staff", "Staff", "Staff"], ["unknown"] * 4),
    ],
)
def test_who_answered_is_what_the_file_says(tmp_path, words, expected):
    path = tmp_path / "polinode.xlsx"
    nodes = pd.DataFrame({"Name": ["An", "Bram", "Cas", "Dirk"]} | ({} if words is None else {"Status": words}))
    with pd.ExcelWriter(path) as book:
        nodes.to_excel(book, sheet_name="Nodes", index=False)
        pd.DataFrame({"Source": ["An"], "Target": ["Bram"]}).to_excel(book, sheet_name="Edges", index=False)
    network = read_survey(path)
    assert network.response().tolist() == expected
    assert network.n_ties == 1
    told = dict(zip(network.assumptions["subject"], network.assumptions["choice"], strict=True))
    assert ("response" in told) == (expected[0] == "unknown")


def test_a_column_per_question_makes_a_relation_each(tmp_path):
    path = tmp_path / "export.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"Name": ["An", "Bo"]}).to_excel(book, sheet_name="Nodes", index=False)
        edges = {
            "Source": ["An", "An", "Bo"],
            "Target": ["Bo", "Cas", "An"],
            "Advice": [1, 3, 0],
            "Friends": [0, 1, ""],
        }
        pd.DataFrame({**edges, "Colour": ["red"] * 3}).to_excel(book, sheet_name="Edges", index=False)
    with pytest.warns(DoubtfulInputWarning, match="no question is answered"):
        network = read_survey(path)
    assert network.ties[["source", "target", "relation"]].to_numpy().tolist() == [
        ["An", "Bo", "Advice"],
        ["An", "Cas", "Advice"],
        ["An", "Cas", "Friends"],
    ]
    assert "Edges: Colour" in network.assumptions["choice"].tolist()
