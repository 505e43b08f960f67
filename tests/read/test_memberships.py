"""Memberships from lists and from tables of crosses."""

import pandas as pd
import pytest

import kiemen
from kiemen.errors import ColumnError, DoubtfulInputWarning


def pairs(network):
    return list(network.memberships[["person", "initiative"]].itertuples(index=False, name=None))


def test_a_list_and_a_matrix_give_the_same():
    long = pd.DataFrame({"naam": ["An", "An", "Bram"], "initiatief": ["Groen", "Lean", "Lean"]})
    wide = pd.DataFrame({"naam": ["An", "Bram"], "Groen": ["x", "nee"], "Lean": ["1", "JA"]})
    assert pairs(kiemen.read_memberships(long)) == pairs(kiemen.read_memberships(wide)) == [
        ("An", "Groen"), ("An", "Lean"), ("Bram", "Lean"),
    ]  # fmt: skip


def test_a_matrix_keeps_people_and_initiatives_without_a_cross():
    wide = pd.DataFrame({"naam": ["An", "Bram"], "Groen": ["x", ""], "Leeg": ["", ""]})
    network = kiemen.read_memberships(wide, matrix=["Groen", "Leeg"])
    assert network.n_nodes == 2
    assert list(network.initiatives.index) == ["Groen", "Leeg"]


def test_roles_and_doubtful_crosses():
    wide = pd.DataFrame({"naam": ["An", "Bram"], "Groen": ["trekker", "misschien"], "Lean": ["x", "x"]})
    with pytest.warns(DoubtfulInputWarning, match=r"column 'Groen', row 3.*'misschien'"):
        network = kiemen.read_memberships(wide, matrix=["Groen", "Lean"])
    assert network.memberships.set_index(["person", "initiative"]).loc[("An", "Groen"), "role"] == "trekker"
    assert ("Bram", "Groen") not in pairs(network)


def test_dates_roles_and_several_in_one_cell():
    frame = pd.DataFrame(
        {
            "naam": ["An"],
            "initiatieven": ["Groen; Lean"],
            "rol": ["lid"],
            "sinds": ["13-02-2024"],
            "tot": ["14-02-2025"],
        }
    )
    rows = kiemen.read_memberships(frame).memberships
    assert rows["initiative"].tolist() == ["Groen", "Lean"]
    assert rows["start"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-13"] * 2
    assert rows["end"].dt.strftime("%Y-%m-%d").tolist() == ["2025-02-14"] * 2
    assert set(rows["role"]) == {"lid"}


def test_a_window_sets_aside_what_lies_outside():
    frame = pd.DataFrame(
        {"naam": ["An", "Bram", "Eva"], "project": ["x", "x", "x"], "start": ["13-01-2020", "13-01-2025", ""],
         "einde": ["14-01-2021", "", ""]}
    )  # fmt: skip
    with pytest.warns(DoubtfulInputWarning, match="row 2"):
        network = kiemen.read_memberships(frame, since="start", until="einde", window=("2024-01-01", None))
    assert [person for person, _ in pairs(network)] == ["Bram", "Eva"]


def test_rows_without_initiative_repeats_and_backward_dates():
    frame = pd.DataFrame(
        {"naam": ["An", "Bram", "an", "Eva"], "project": ["Groen", "", "groen", "Groen"],
         "start": ["", "", "", "2025-01-01"], "einde": ["", "", "", "2024-01-01"]}
    )  # fmt: skip
    with pytest.warns(DoubtfulInputWarning) as said:
        network = kiemen.read_memberships(frame)
    assert len(network.memberships) == 2
    for row in ("row 3", "row 4", "row 5"):
        assert row in str(said[0].message)


def test_no_initiatives_to_be_found():
    with pytest.raises(ColumnError, match="matrix="):
        kiemen.read_memberships(pd.DataFrame({"naam": ["An"], "leeftijd": ["40"]}))


def test_a_matrix_of_projects_by_people_says_how_to_turn_it():
    frame = pd.DataFrame({"project": ["P1", "P2"], "An": ["x", ""], "Bo": ["x", "x"]})
    with pytest.raises(ColumnError, match="Transpose"):
        kiemen.read_memberships(frame)


def test_a_column_per_initiative():
    frame = pd.DataFrame({"Naam": ["An", "Bram"], "Project 1": ["Groen", "Lean"], "Project 2": ["Lean", ""]})
    network = kiemen.read_memberships(frame)
    assert network.memberships[["person", "initiative"]].to_numpy().tolist() == [
        ["An", "Groen"],
        ["An", "Lean"],
        ["Bram", "Lean"],
    ]


def test_several_people_in_a_cell():
    frame = pd.DataFrame({"project": ["Groen", "Lean"], "deelnemers": ["An; Bram", "Bram"], "rol": ["lid", "lid"]})
    network = kiemen.read_memberships(frame)
    assert network.memberships["person"].tolist() == ["An", "Bram", "Bram"]
    assert network.sources["rows_used"].iloc[0] == 2


def test_commas_between_initiatives_are_doubtful():
    frame = pd.DataFrame({"naam": ["An", "Bram"], "projecten": ["Groen; Lean", "Groen, AI"]})
    with pytest.warns(DoubtfulInputWarning, match="put semicolons between them"):
        assert len(kiemen.read_memberships(frame).initiatives) == 3


def test_dates_in_two_orders_are_doubtful():
    frame = pd.DataFrame(
        {"naam": ["An", "Bram"], "project": ["a", "b"], "start": ["1-13-2025", "2-1-2025"], "eind": ["31-12-2025", ""]}
    )
    with pytest.warns(DoubtfulInputWarning, match="another order"):
        kiemen.read_memberships(frame, since="start", until="eind")


@pytest.mark.parametrize("corner", ["", "Wie dan ook"])
def test_crosses_under_a_corner_without_a_known_header(tmp_path, corner):
    path = tmp_path / "kruisjes.csv"
    path.write_text(f"{corner};Groen;Lean\nAn;x;\nBram;;x\nCas;x;x\n", encoding="utf-8")
    with pytest.warns(DoubtfulInputWarning, match="every row was taken as a person"):
        network = kiemen.read_memberships(path)
    assert network.memberships[["person", "initiative"]].to_numpy().tolist() == [
        ["An", "Groen"],
        ["Bram", "Lean"],
        ["Cas", "Groen"],
        ["Cas", "Lean"],
    ]


def test_lists_of_whole_names_with_commas():
    frame = pd.DataFrame(
        {"Project": ["Groen", "Lean", "Wijk"], "Leden": ["Jan de Vries, Piet Puk", "Piet Puk", "Vries, An"]}
    )
    network = kiemen.read_memberships(frame)
    assert network.memberships[["person", "initiative"]].to_numpy().tolist() == [
        ["Jan de Vries", "Groen"],
        ["Piet Puk", "Groen"],
        ["Piet Puk", "Lean"],
        ["Vries, An", "Wijk"],
    ]
    with pytest.warns(DoubtfulInputWarning, match="one person or several"):
        kiemen.read_memberships(frame.assign(Leden=["Piet, Klaas", "Piet", "Eva"]))
