"""Excel workbooks: the right sheet, the right cells, and nothing dangerous."""

import datetime as dt
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kiemen.errors import FileFormatError, InputError
from kiemen.read.tables import read_table
from kiemen.read.workbooks import HIDDEN_ROW, MERGED, NO_VALUE, ONE_COLUMN, OTHER_SHEET, sheet_titles

ROWS = [["van", "naar", "gewicht"], ["An", "Bram", 2], ["Bram", "Chaima", 1.5]]
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(path, change=None, **sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    made.save(path)
    return path


def altered(path, name, data):
    """Write the workbook again with one part replaced or added."""
    with zipfile.ZipFile(path) as old:
        parts = {member: old.read(member) for member in old.namelist()}
    parts[name] = data(parts.get(name, b"")) if callable(data) else data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member, content in parts.items():
            new.writestr(member, content)
    return path


def test_rows_keep_the_numbers_of_the_sheet(tmp_path):
    rows = [["Titel"], [], *ROWS, [], ["* zonder stagiairs"]]
    table = read_table(book(tmp_path / "x.xlsx", Blad1=rows))
    assert table.frame.loc[4].tolist() == ["An", "Bram", "2"]
    assert table.frame.loc[5].tolist() == ["Bram", "Chaima", "1.5"]
    assert table.settings == {"sheet": "Blad1", "header_row": 3}


def test_hidden_sheets_are_never_read(tmp_path):
    def hide(made):
        made["geheim"].sheet_state = "veryHidden"

    path = book(tmp_path / "x.xlsx", hide, geheim=ROWS, open=ROWS)
    assert read_table(path).settings["sheet"] == "open"
    assert sheet_titles(path) == ["open"]
    with pytest.raises(InputError, match="no visible sheet"):
        read_table(path, sheet="geheim")


def test_the_sheet_with_the_expected_columns_is_taken(tmp_path):
    path = book(tmp_path / "x.xlsx", Leeswijzer=[["Let", "op"], ["a", "b"]], Data=ROWS)
    table = read_table(path, columns=["naar", "van"])
    assert table.settings["sheet"] == "Data"
    assert not [note for note in table.notes if note.reason == OTHER_SHEET]


def test_a_second_table_is_named_and_can_be_chosen(tmp_path):
    path = book(tmp_path / "x.xlsx", **{"2024": ROWS, "2025": ROWS[:2]})
    assert [note.value for note in read_table(path).notes if note.reason == OTHER_SHEET] == ["2025"]
    assert len(read_table(path, sheet="2025").frame) == 1
    assert len(read_table(path, sheet=2).frame) == 1
    with pytest.raises(InputError, match="counted from 1"):
        read_table(path, sheet=3)


def test_dates_of_both_calendars(tmp_path):
    rows = [["dag", "tijd"], [dt.date(2025, 3, 4), dt.datetime(2025, 3, 4, 9, 30)]]  # noqa: DTZ001  spreadsheets know no zones

    def mac(made):
        made.epoch = CALENDAR_MAC_1904

    for name, change in (("windows", None), ("mac", mac)):
        table = read_table(book(tmp_path / f"{name}.xlsx", change, Blad1=rows))
        assert table.frame.iloc[0].tolist() == ["2025-03-04", "2025-03-04 09:30:00"]


def test_formulas_without_a_value_and_errors_are_named(tmp_path):
    table = read_table(book(tmp_path / "x.xlsx", Blad1=[*ROWS, ["=A2", "Eva", "#N/A"]]))
    assert table.frame.loc[4].tolist() == ["", "Eva", ""]
    noted = {(note.row, note.column, note.action) for note in table.notes}
    assert noted == {(4, "van", "doubtful"), (4, "gewicht", "doubtful")}
    assert NO_VALUE in {note.reason for note in table.notes}


def test_cells_merged_downwards_hold_in_every_row(tmp_path):
    def merge(made):
        made["Blad1"].merge_cells("A2:A3")

    table = read_table(book(tmp_path / "x.xlsx", merge, Blad1=[["team", "naam"], ["Zorg", "An"], [None, "Bram"]]))
    assert table.frame["team"].tolist() == ["Zorg", "Zorg"]
    assert [(note.row, note.column, note.reason) for note in table.notes] == [(3, "team", MERGED)]


def test_numbers_shown_with_zeros_keep_them(tmp_path):
    def zeros(made):
        made["Blad1"]["A2"].number_format = "0000"

    assert read_table(book(tmp_path / "x.xlsx", zeros, Blad1=[["id", "naam"], [12, "An"]])).frame["id"].tolist() == [
        "0012"
    ]


def test_macros_and_other_office_files_are_refused(tmp_path):
    path = altered(book(tmp_path / "x.xlsx", Blad1=ROWS), "xl/vbaProject.bin", b"x")
    with pytest.raises(FileFormatError, match="macros"):
        read_table(path)
    with pytest.raises(FileFormatError, match="xlsm"):
        read_table(book(tmp_path / "x.xlsm", Blad1=ROWS))
    other = tmp_path / "text.xlsx"
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("word/document.xml", "x")
    with pytest.raises(FileFormatError, match="Word"):
        read_table(other)


def test_a_document_type_is_refused(tmp_path):
    def declare(data):
        return data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaa">]><worksheet', 1)

    path = altered(book(tmp_path / "x.xlsx", Blad1=ROWS), "xl/worksheets/sheet1.xml", declare)
    with pytest.raises(FileFormatError, match="DTD"):
        read_table(path)


def test_a_sheet_that_claims_too_much_is_refused(tmp_path):
    rows = '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    xml = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
    path = altered(book(tmp_path / "x.xlsx", Blad1=ROWS), "xl/worksheets/sheet1.xml", xml.encode())
    with pytest.raises(FileFormatError, match="more rows"):
        read_table(path)


def test_a_damaged_workbook_is_named(tmp_path):
    path = altered(book(tmp_path / "x.xlsx", Blad1=ROWS), "xl/worksheets/sheet1.xml", b"<worksheet")
    with pytest.raises(FileFormatError, match="damaged"):
        read_table(path)
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(FileFormatError, match="damaged"):
        read_table(path)


def test_a_return_that_a_workbook_writes_by_its_number_is_a_return(tmp_path):
    book = Workbook()
    book.active.append(["naam", "contact"])
    book.active.append(["An", "Bo_x000D_\nCas"])
    book.active.append(["Dirk", "file_x0041_"])
    book.save(tmp_path / "x.xlsx")
    assert read_table(tmp_path / "x.xlsx").frame["contact"].tolist() == ["Bo\r\nCas", "file_x0041_"]


def test_hidden_rows_are_read_and_told(tmp_path):
    book = Workbook()
    for row in (["van", "naar"], ["An", "Bo"], ["Bo", "Cas"], ["Cas", "An"]):
        book.active.append(row)
    book.active.row_dimensions[1].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "b.xlsx")
    table = read_table(tmp_path / "b.xlsx")
    assert len(table.frame) == 3
    assert [(note.row, note.action) for note in table.notes if note.reason == HIDDEN_ROW] == [(3, "doubtful")]


def test_a_csv_that_was_pasted_in_one_column(tmp_path):
    book = Workbook()
    for line in ("van;naar;gewicht", 'An;"Bo; B.";1', "Bo;Cas;2"):
        book.active.append([line])
    book.save(tmp_path / "b.xlsx")
    table = read_table(tmp_path / "b.xlsx")
    assert table.frame.to_numpy().tolist() == [["An", "Bo; B.", "1"], ["Bo", "Cas", "2"]]
    assert table.frame.index.tolist() == [2, 3]
    assert ONE_COLUMN in {note.reason for note in table.notes}


def test_a_list_of_names_in_one_column_stays_as_it_is(tmp_path):
    book = Workbook()
    for line in ("Naam", "Vries, An de", "Bos, Eva"):
        book.active.append([line])
    book.save(tmp_path / "b.xlsx")
    assert read_table(tmp_path / "b.xlsx").frame["Naam"].tolist() == ["Vries, An de", "Bos, Eva"]


def test_the_sheet_with_usual_headers_goes_before_a_summary(tmp_path):
    book = Workbook()
    for row in (["This document was exported"], ["Sheet Name", "Table Name"], ["Sheet 1", "Table 1"]):
        book.active.append(row)
    data = book.create_sheet("Sheet 1")
    for row in (["Table 1", None], ["van", "naar"], ["An", "Bo"]):
        data.append(row)
    book.save(tmp_path / "b.xlsx")
    table = read_table(tmp_path / "b.xlsx")
    assert table.frame.to_numpy().tolist() == [["An", "Bo"]]
    assert [note.value for note in table.notes if note.reason == OTHER_SHEET] == ["Sheet"]
