"""Sheets of a workbook, row by row."""

import io
import zipfile

import pandas as pd
import pytest

from kiemen.errors import PrivacyError
from kiemen.network import Network
from kiemen.report.audit import audit_file
from kiemen.report.guard import guard_for
from kiemen.report.sheets import LONGEST_CELL, is_of_sheets, sheets_of

NAMES = ["Renée de Wit", "Cas van der Vos", "Anna Bos", "Zoë Wit", "Cas Bos"]
NETWORK = Network.from_frames(pd.DataFrame({"person": [f"p-{n:03d}" for n in range(5)], "name": NAMES}))
SPLIT = pd.DataFrame(
    [(words[0], " ".join(words[1:-1]) or None, words[-1]) for words in map(str.split, NAMES)],
    columns=["Voornaam", "Tussenvoegsel", "Achternaam"],
)
PLACE = "xl/worksheets/sheet1.xml"


def workbook(frame: pd.DataFrame, engine: str) -> bytes:
    out = io.BytesIO()
    frame.to_excel(out, index=False, engine=engine)
    return out.getvalue()


@pytest.mark.parametrize("engine", ["openpyxl", "xlsxwriter"])
def test_a_name_in_neighbouring_cells_is_found(tmp_path, engine):
    frame = SPLIT.assign(Score=range(5))
    for columns in (frame.columns, ["Achternaam", "Voornaam", "Tussenvoegsel", "Score"]):
        path = tmp_path / "staff.xlsx"
        path.write_bytes(workbook(frame[columns], engine))
        found = audit_file(path, NETWORK, audience="management")
        assert set(found.table["what"]) == {name.casefold() for name in NAMES}
        assert not found.safe


def test_the_guard_reads_the_rows_too():
    with pytest.raises(PrivacyError, match="it would name 5 people"):
        guard_for(NETWORK, "management").check(workbook(SPLIT, "openpyxl"), "the workbook")


def test_words_are_filled_in_whoever_wrote_them():
    words = "<x:sst><x:si><x:t>Wit</x:t></x:si><x:si><x:t/></x:si><x:si><x:r><x:t>An</x:t></x:r>na</x:si></x:sst>"
    sheet = (
        "<x:row r='1'><x:c t='s'><x:v>2</x:v></x:c><x:c r='B1'/><x:c t = 's' r='C1'><x:v>0</x:v></x:c></x:row>\n"
        '<row><c t="str"><f>A1</f><v><![CDATA[Cas & co]]></v></c><c><v>12</v></c><c t="s"><v>99</v></c></row>'
    )
    assert sheets_of({PLACE: sheet, "xl/SharedStrings.xml": words})[PLACE] == "An\t\tWit\nCas & co\t12\t99"
    long = "x" * (LONGEST_CELL + 1)
    assert sheets_of({PLACE: f"<row><c><is><t>{long}</t></is></c><c><v>1</v></c></row>"}) == {PLACE: "\t1"}
    assert not any(map(is_of_sheets, ["word/document.xml", "xl/worksheets/_rels/sheet1.xml.rels", "sheet1.xml"]))


def test_a_sheet_that_is_broken_off_is_read_as_far_as_it_goes():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(PLACE, '<row><c t="inlineStr"><is><t>Zoë</t></is></c><c t="inlineStr"><is><t>Wit')
    with pytest.raises(PrivacyError):
        guard_for(NETWORK, "team", []).check(packed.getvalue(), "the workbook")
