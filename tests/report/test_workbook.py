"""Excel and CSV; more is tried in `test_sections` and `test_build`."""

import io

import openpyxl
import pandas as pd

from kiemen.report.content import Content, Section, Sheet
from kiemen.report.findings import Findings
from kiemen.report.workbook import tables_bytes, workbook_bytes
from kiemen.results import Provenance, Result


def read(data: bytes) -> dict[str, list[tuple]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(io.BytesIO(data))}


def test_what_explains_a_table_stands_above_it():
    frame = pd.DataFrame({"Groep": ["Zorg"], "Gereedheid": [50]})
    section = Section("x", "X", "X", tables=(Sheet("groups", "Groepen", frame, note="50 is het midden."),))
    book = read(workbook_bytes(Content("t", "s", "management", "nl", (section,))))
    assert book["Groepen"] == [("50 is het midden.", None), (None, None), ("Groep", "Gereedheid"), ("Zorg", 50)]


def test_tables_of_the_analyst_are_worded_and_keep_the_ids(network, suggestions):
    found = Findings(network=network, language="nl", title="", results={"suggestions": suggestions})
    (rows,) = read(tables_bytes(found, ["suggestions"])).values()
    assert rows[0] == ("Collega", "Met", "Extra aanjagers", "Waarom", "Id: Collega", "Id: Met")
    assert rows[1][:2] == ("Zqx00wv Kanarie00", "Zqx05wv Kanarie05")
    assert rows[1][-2:] == ("ID-7000", "ID-7055")


def test_groups_are_no_ids(network):
    table = pd.DataFrame({"group": ["Zorg"], "other": ["ICT"], "wall": [False]})
    walls = Result(table, {}, Provenance.of(network, function="find_walls", settings={}))
    found = Findings(network=network, language="en", title="", results={"walls": walls})
    (rows,) = read(tables_bytes(found, ["walls"])).values()
    assert not any(str(name).startswith("Id") for name in rows[0])
