"""Exported SharePoint lists."""

import pandas as pd

from kiemen.read.check import check_file
from kiemen.read.lookups import list_title, without_lookups
from kiemen.read.memberships import read_memberships
from kiemen.read.tables import read_table

LIST = pd.DataFrame(
    {
        "Title": ["Groene daken", "AI-gilde", "Lean"],
        "Deelnemers": ["12;#An de Vries", "12;#An de Vries;#14;#Bram Jansen", "14;#Bram Jansen;#17;#Chaima"],
        "Thema": [";#Groen;#Zorg;#", "", "Werk"],
        "Item Type": ["Item"] * 3,
        "Path": ["sites/x/Lists/Projecten"] * 3,
        "Created By": ["9;#Beheer"] * 3,
    }
)


def test_lookups_are_written_plain():
    table = read_table(LIST)
    assert table.frame["Deelnemers"].tolist() == ["An de Vries", "An de Vries;Bram Jansen", "Bram Jansen;Chaima"]
    assert table.frame["Thema"].tolist() == ["Groen;Zorg", "", "Werk"]
    assert {note.column for note in table.notes} == {"Deelnemers", "Thema", "Created By"}
    assert not any(note.value for note in table.notes)


def test_other_cells_stay():
    frame = pd.DataFrame({"a": ["x;#y", "12;", "issue;#", "#1;#2"], "b": ["1", "2", "3", "4"]})
    table = read_table(frame)
    assert table.frame["a"].tolist() == frame["a"].tolist()
    assert without_lookups(table) is table


def test_the_title_is_the_initiative():
    assert list_title(LIST) == "Title"
    assert list_title(LIST.drop(columns="Path")) is None
    found = check_file(LIST, language="en")
    assert found.settings["kind"] == "memberships"
    network = read_memberships(LIST)
    assert network.memberships[["person", "initiative"]].to_numpy().tolist() == [
        ["An de Vries", "AI-gilde"],
        ["An de Vries", "Groene daken"],
        ["Bram Jansen", "AI-gilde"],
        ["Bram Jansen", "Lean"],
        ["Chaima", "Lean"],
    ]
    assert network.sources["rows_used"].iloc[0] == 3
    assert "Created By" in set(network.assumptions["choice"].str.split(", ").explode())
