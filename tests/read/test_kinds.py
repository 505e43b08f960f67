"""What a file is, by its columns."""

import pandas as pd
import pytest

from kiemen.read.kinds import KINDS, kind_of


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"van": ["An"], "naar": ["Bram"]}, "ties"),
        ({"id": ["1"], "naam": ["An"], "afdeling": ["HR"]}, "roster"),
        ({"voornaam": ["An"], "achternaam": ["Bakker"]}, "roster"),
        ({"naam": ["An"], "initiatief": ["Groen"], "sinds": ["2025-01-01"]}, "memberships"),
        ({"naam": ["An", "Bo", "Cas"], "team": ["A", "A", "B"]}, "roster"),
        ({"naam": ["An", "Bo", "An"], "team": ["A", "A", "B"]}, "memberships"),
        ({"naam": ["An", "Bo", "Cas"], "project": ["A", "A", "B"]}, "memberships"),
        ({"naam": ["An", "Bo", "Cas"], "team": ["A", "A", "B"], "project": ["x", "y", "x"]}, "memberships"),
        ({"naam": ["An", "Bram"], "Groen": ["x", ""], "Lean": ["", "x"]}, "memberships"),
        ({"vergadering": ["a"], "tijd": ["2025-01-01"], "deelnemer": ["An"]}, "meetings"),
        ({"respondent": ["An"], "contact1": ["Bram"]}, "survey"),
        ({"naam": ["An", "Bram"], "q1": ["mee eens", "neutraal"]}, "survey"),
        ({"Tijdstempel": ["x"], "vraag": ["y"]}, "survey"),
        ({"Medewerker van": ["An"], "Medewerker naar": ["Bram"], "Uren": ["3"], "Team": ["a"]}, "ties"),
        ({"naam": ["Frits Mol", "Gijs Pot"], "An de Vries": ["3", "0"], "Bram Jansen": ["", "2"]}, "ties"),
        ({"Project": ["Groen", "Lean"], "An de Vries": ["x", ""], "Bram Jansen": ["", "x"]}, "memberships"),
        ({"PrimaryCollaborator_PersonId": ["a"], "SecondaryCollaborator_PersonId": ["b"]}, "viva"),
    ],
)
def test_kind(columns, kind):
    assert kind_of(pd.DataFrame(columns), {}) == kind
    assert kind in KINDS


def test_kind_by_name(tmp_path):
    path = tmp_path / "x.graphml"
    path.write_text("<graphml/>")
    assert kind_of(path, {}) == "graph"


def test_a_large_file_is_judged_by_its_first_rows(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text("afzender,ontvanger,mail\n" + "a,b,c\n" * 1_000, encoding="utf-8")
    monkeypatch.setattr("kiemen.read.kinds.LARGE", 100)
    monkeypatch.setattr("kiemen.read.diskfile.HEAD", 100)
    monkeypatch.setattr("kiemen.read.diskfile.TEXT_LIMIT", 200)
    assert kind_of(path, {}) == "mail"


def test_what_initiatives_are_and_what_happened_is_told_from_people():
    initiatives = pd.DataFrame({"Code": ["I1", "I2"], "Initiatief": ["Tuin", "Bus"], "Trekker": ["007", "008"]})
    assert kind_of(initiatives, {}) == "initiatives"
    log = {"Nummer": ["1", "2"], "Datum": ["01-03-2026"] * 2, "Soort": ["actie", "Resultaat"], "Wie": ["An", "Bo"]}
    assert kind_of(pd.DataFrame({**log, "Initiatief": ["Tuin", "Bus"]}), {}) == "events"
    met = {"Overleg": ["O1", "O1", "O2"], "Datum": ["01-03-2026"] * 2 + ["02-03-2026"], "Deelnemer": ["An", "Bo", "An"]}
    assert kind_of(pd.DataFrame({**met, "Initiatief": ["Tuin", "Tuin", "Bus"]}), {}) == "meetings"
