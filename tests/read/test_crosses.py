"""Tables of initiatives by people."""

import warnings

import pandas as pd
import pytest

from kiemen import read_memberships
from kiemen.errors import ColumnError, DoubtfulInputWarning

ROSTER = pd.DataFrame({"id": ["1", "2", "3"], "naam": ["An de Vries", "Bo Mol", "Cas Smit"], "bezwaar": ["", "", "ja"]})
PEOPLE = {"An de Vries": ["x", ""], "Mol, Bo": ["trekker", "x"], "Cas Smit": ["x", "x"], "Dirk": ["", ""]}


@pytest.fixture(autouse=True)
def quiet():
    """Names that are not on the roster are doubtful on purpose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulInputWarning)
        yield


def pairs(network):
    return network.memberships[["person", "initiative"]].to_numpy().tolist()


@pytest.mark.parametrize("head", ["project", "naam", "wat dan ook"])
def test_people_on_the_roster_tell_which_way_the_table_runs(head):
    people = {**PEOPLE, "Mol, Bo": ["ja", "x"]}
    network = read_memberships(pd.DataFrame({head: ["Groen", "Lean"], **people}), roster=ROSTER)
    assert pairs(network) == [["1", "Groen"], ["2", "Groen"], ["2", "Lean"]]
    assert network.initiatives.index.tolist() == ["Groen", "Lean"]
    assert "Dirk" in network.ids
    # Whoever objects stands nowhere, not as an initiative either.
    assert "Cas" not in " ".join(frame.reset_index().to_string() for frame in network.to_frames().values())
    assert network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist() == [[2, 2, 0]]


def test_the_caller_tells_it():
    table = pd.DataFrame({"project": ["Groen", "Lean", ""], "budget": ["10k", "5k", ""]} | {
        name: [*cells, "x"] for name, cells in PEOPLE.items()
    })  # fmt: skip
    network = read_memberships(table, initiative="project", matrix=list(PEOPLE))
    assert pairs(network) == [
        ["An de Vries", "Groen"],
        ["Cas Smit", "Groen"],
        ["Cas Smit", "Lean"],
        ["Mol, Bo", "Groen"],
        ["Mol, Bo", "Lean"],
    ]
    assert network.memberships["role"].tolist().count("trekker") == 1
    assert network.ids.tolist() == ["An de Vries", "Cas Smit", "Dirk", "Mol, Bo"]
    assert network.ledger[["row", "reason"]].to_numpy().tolist() == [[4, "there is no initiative"]]
    assert "budget" in network.assumptions["choice"].tolist()


def test_without_evidence_it_is_refused():
    table = pd.DataFrame({"project": ["Groen", "Lean"], **PEOPLE, "Mol, Bo": ["x", "x"]})
    with pytest.raises(ColumnError, match=r"Transpose.*initiative="):
        read_memberships(table)
    assert read_memberships(table, initiative="project").n_nodes == 4


def test_people_by_initiatives_stay_as_they_are():
    table = pd.DataFrame({"naam": ["An de Vries", "Bo Mol"], "Groen": ["x", ""], "Lean": ["", "x"]})
    for roster in (None, ROSTER):
        assert len(read_memberships(table, roster=roster).memberships) == 2
    # A list with a row per membership names its initiatives too.
    listed = pd.DataFrame({"project": ["Groen", "Lean"], "wie": ["An", "Bo"]})
    assert pairs(read_memberships(listed, initiative="project", person="wie")) == [["An", "Groen"], ["Bo", "Lean"]]


def test_names_of_people_above_the_columns_tell_which_way_it_runs():
    frame = pd.DataFrame(
        {
            "Project": ["Groene daken", "AI-gilde"],
            "An de Vries": ["x", ""],
            "Bram Jansen": ["x", "x"],
            "Eva Bakker": ["", ""],
        }
    )
    with pytest.warns(DoubtfulInputWarning, match="every row was taken as an initiative"):
        network = read_memberships(frame)
    assert list(network.ids) == ["An de Vries", "Bram Jansen", "Eva Bakker"]
    assert len(network.memberships) == 3
    other = frame.rename(columns={"Project": "thema"})
    with pytest.warns(DoubtfulInputWarning, match="name the column with person="):
        assert list(read_memberships(other).ids) == list(network.ids)


def test_columns_that_are_no_names_are_refused_as_before():
    frame = pd.DataFrame({"Project": ["Groen", "Lean"], "actief": ["ja", "nee"], "intern": ["ja", "ja"]})
    with pytest.raises(ColumnError, match="turn the table"):
        read_memberships(frame)
