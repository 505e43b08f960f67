"""Cells of a tie list with several people in them."""

import pandas as pd
import pytest

from kiemen.errors import DoubtfulInputWarning
from kiemen.read import aggregate
from kiemen.read.roster import read_roster
from kiemen.read.tielists import MAYBE, SEVERAL, people_in
from kiemen.read.ties import read_ties


def pairs(network):
    return network.ties[["source", "target", "weight"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Cas; Dirk", ["Cas", "Dirk"]),
        ("Cas;Cas; Dirk;", ["Cas", "Dirk"]),
        ("Bo\nDirk", ["Bo", "Dirk"]),
        ("an@x.nl;bo@x.nl", ["an@x.nl", "bo@x.nl"]),
        ("Jansen, Jan; Bakker, Bo", ["Jansen, Jan", "Bakker, Bo"]),
        ("An;14", ["An", "14"]),
        ("An|Bo", ["An", "Bo"]),
        ("An, Bo", ["An", "Bo"]),
        ("an en bo", ["an", "bo"]),
        ("cas@x.nl, dirk@x.nl", ["cas@x.nl", "dirk@x.nl"]),
    ],
)
def test_cells_that_surely_hold_several(cell, parts):
    assert people_in(["An", "Bo", "Bram Jansen", cell]) == ({cell: parts}, set())


@pytest.mark.parametrize(
    "cell", ["An, Cas", "Cas, Dirk, Eva", "12;14", "Jan; 1234", "An de Wit; cas@x.nl", "jan; piet"]
)
def test_cells_that_may_hold_several(cell):
    assert people_in(["An", "Bo", cell]) == ({}, {cell})


@pytest.mark.parametrize(
    "cell",
    ["Vries, An", "Vries, de, An", "Kunst & Co", "Bram Jansen", "R&D", "dept|123", "Zoë\nVos", "Ž; y", "Ünï|cøde"],
)
def test_cells_that_hold_one(cell):
    assert people_in(["Bo", cell]) == ({}, set())


def test_a_whole_that_is_on_the_roster_is_one():
    assert people_in(["Jan", "Vries", "Vries, Jan"], ["Vries, Jan"]) == ({}, set())


def test_each_gets_a_tie_with_the_weight_of_the_row():
    frame = pd.DataFrame({"van": ["Eva", "An"], "naar": ["An; Bo; Eva", "Bo"], "gewicht": [2, 1]})
    with pytest.warns(DoubtfulInputWarning, match="himself"):
        network = read_ties(frame)
    assert pairs(network) == [["An", "Bo", 1.0], ["Eva", "An", 2.0], ["Eva", "Bo", 2.0]]
    row = network.sources.iloc[0]
    assert (row["rows_read"], row["rows_used"], row["rows_set_aside"]) == (2, 2, 0)
    assert network.ledger.query("action == 'changed'")[["row", "reason"]].to_numpy().tolist() == [[2, SEVERAL]]


def test_a_row_of_which_nothing_is_left_is_set_aside():
    frame = pd.DataFrame({"van": ["Eva", "An", "An"], "naar": ["Eva; Eva ", "Bo;Cas", "An;An"]})
    with pytest.warns(DoubtfulInputWarning):
        network = read_ties(frame)
    assert network.sources.iloc[0]["rows_set_aside"] == 2
    assert pairs(network) == [["An", "Bo", 1.0], ["An", "Cas", 1.0]]


def test_what_may_be_several_is_told_with_its_row_and_without_objectors():
    frame = pd.DataFrame({"van": ["Eva", "An"], "naar": ["An, Femke", "Eva"]})
    with pytest.warns(DoubtfulInputWarning, match="row 2.*An, Femke"):
        network = read_ties(frame)
    assert network.ledger["reason"].tolist() == [MAYBE]
    people = pd.DataFrame({"naam": ["An", "Eva", "Femke"], "bezwaar": ["", "", "ja"]})
    with pytest.warns(DoubtfulInputWarning):
        roster = read_roster(people)
    with pytest.warns(DoubtfulInputWarning):
        network = read_ties(frame.assign(naar=["An; Femke", "An, Dirk, Femke"]), roster=roster)
    assert "emke" not in network.ledger["value"].str.cat()
    assert "emke" not in network.people["name"].str.cat()


def test_a_large_file_tells_the_same(tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text('van,naar\nEva,"An; Bo"\nAn,Bo\nAn,"Bo, Femke"\n')
    with pytest.warns(DoubtfulInputWarning):
        memory = read_ties(path)
    monkeypatch.setattr(aggregate, "LARGE", 0)
    with pytest.warns(DoubtfulInputWarning):
        disk = read_ties(path)
    assert pairs(disk) == pairs(memory)
    path.write_text('van,naar\nEva,An\nAn,"An, Femke"\n')
    with pytest.warns(DoubtfulInputWarning, match="one person or several"):
        disk = read_ties(path)
    assert "bytes" in disk.sources["settings"].iloc[0]


def test_a_double_surname_before_two_given_names_is_one_person():
    cells = ["An Bos, Anne-Marie Mol", "Jansen-de Boer, Anna Maria"]
    assert people_in(cells, people=True) == ({cells[0]: ["An Bos", "Anne-Marie Mol"]}, set())
