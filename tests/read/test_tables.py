"""The one door for files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiemen
from kiemen.errors import FileFormatError, InputError, KiemenError
from kiemen.read.tables import TWICE, read_table


def test_a_table_comes_with_its_settings(tmp_path):
    path = tmp_path / "samen.csv"
    path.write_bytes("van;naar\nZoë;An\n".encode("cp1252"))
    table = read_table(path)
    assert (table.source, table.file, table.kind) == ("samen", "samen.csv", "csv")
    assert table.settings == {"encoding": "cp1252", "separator": "semicolon", "header_row": 1}
    assert ("encoding", "cp1252") in table.assumptions
    assert read_table(table) is table


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.csv", b"", "empty"),
        ("x.xls", b"<html><table><tr><td>van", "web page"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("x.csv", b"\x80\x04\x95\x00", "pickle"),
        ("x.csv", b"\x1f\x8b\x08", "compressed"),
        ("x.csv", b"%PDF-1.7", "PDF"),
        ("x.ics", b"BEGIN:VCALENDAR\n", "calendar"),
        ("x.vcf", b"BEGIN:VCARD\n", "contact cards"),
        ("x.sav", b"$FL2@(#) SPSS", "SPSS"),
        ("x.dta", b"<stata_dta>", "Stata"),
        ("x.db", b"SQLite format 3\0", "database"),
        ("x.csv", b"{\\rtf1", "RTF"),
        ("x.csv", b"\x89PNG" + bytes(range(256)) * 9, "not a text file"),
        ("x.xls.csv", b"<html><table>", "web page"),
        ("x.csv", b"<?xml version='1.0'?><graphml>", "read_graph"),
    ],
)
def test_what_is_no_table_is_named(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileFormatError, match=says):
        read_table(path)


def test_text_that_was_encoded_twice_is_doubtful(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("van;naar\nZoÃ« X;An\n", encoding="utf-8")
    assert [(note.reason, note.value) for note in read_table(path).notes] == [(TWICE, "ZoÃ«")]
    path.write_text("van;naar\nJoão Ãlvares;An\n", encoding="utf-8")
    assert not read_table(path).notes


def test_paths_that_are_none(tmp_path):
    (tmp_path / "namen.csv").write_text("a;b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"Did you mean 'namen\.csv'"):
        read_table(tmp_path / "naman.csv")
    with pytest.raises(InputError, match="folder"):
        read_table(tmp_path)
    with pytest.raises(InputError, match="fetches nothing"):
        read_table("https://example.org/x.csv")
    with pytest.raises(InputError, match="int"):
        read_table(3)
    with pytest.raises(InputError):
        read_table("x\0y.csv")


def test_a_spreadsheet_under_another_name_is_still_read(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("van;naar\nAn;Bram\n", encoding="utf-8")
    assert len(read_table(path).frame) == 1


SEEDS = [
    b"van;naar;gewicht\nAn;Bram;1,5\n",
    b'{"nodes":[{"id":1}],"links":[]}',
    b"<?xml version='1.0'?><gexf>",
    b"PK\x03\x04",
]
READERS = ["read_ties", "read_memberships", "read_meetings", "read_mail", "read_graph", "read_viva", "read_adoptions"]


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(max_size=300), st.sampled_from(SEEDS)),
    st.binary(max_size=40),
    st.sampled_from([".csv", ".xlsx", ".json", ".graphml", ".parquet", ".zip"]),
    st.sampled_from(READERS),
)
def test_whatever_the_bytes_a_network_or_an_error_of_ours(tmp_path, start, end, ending, reader):
    path = tmp_path / f"x{ending}"
    path.write_bytes(start + end)
    try:
        found = getattr(kiemen, reader)(path)
    except KiemenError:
        return
    rows = found.sources
    assert (rows["rows_read"] == rows["rows_used"] + rows["rows_set_aside"]).all()


def test_a_text_called_xls_is_read(tmp_path):
    path = tmp_path / "uitvoer.xls"
    path.write_text("van\tnaar\nAn\tBram\n", encoding="utf-16")
    assert read_table(path).frame.to_numpy().tolist() == [["An", "Bram"]]


def test_a_very_long_cell_takes_no_time(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("van;naar;opm\nAn;Bo;" + "x" * 300_000 + "\nBo;Cas;caf\u00c3\u00a9\n", encoding="utf-8")
    table = read_table(path)
    assert len(table.frame) == 2
    assert [note.value for note in table.notes] == ["caf\u00c3\u00a9"]
