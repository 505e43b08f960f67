"""The table is found between titles and footnotes."""

import pytest

from kiemen.errors import DoubtfulInputWarning, FileFormatError, InputError
from kiemen.read.delimited import Grid, parse
from kiemen.read.headers import FOOTER, TITLE, TOO_WIDE, lacks_header, table_from_grid
from kiemen.read.tables import read_table
from kiemen.read.ties import read_ties


def table(text, **options):
    return table_from_grid(parse(text, "x.csv"), "x.csv", **options)


def test_titles_and_footnotes_are_set_aside_with_their_rows():
    found = table("Samenwerking\nBron: HR\n\nvan;naar\nAn;Bram\nEva;Daan\n\n* zonder stagiairs\n")
    assert found.header_row == 4
    assert list(found.frame.index) == [5, 6]
    assert [(note.row, note.reason) for note in found.notes] == [(1, TITLE), (2, TITLE), (8, FOOTER)]


def test_a_total_is_no_row():
    found = table("van;naar;gewicht\nAn;Bram;2\nTotaal;;2\n")
    assert found.frame["van"].tolist() == ["An"]


def test_a_last_row_with_blanks_stays():
    assert table("naam;q1;q2\nAn;1;2\nBram;;\n").frame["naam"].tolist() == ["An", "Bram"]


def test_expected_columns_tell_the_header_row():
    found = table("a;b;c\nPersoon;;Info\nvan;naar;gewicht\nAn;Bram;1\n", columns=["naar"])
    assert found.header_row == 3


def test_a_row_too_wide_is_listed_and_not_shifted():
    found = table("van,naar,n\nAn,Bram,1\nVries, An de,Bram,1\nEva,Daan,2\n")
    assert found.frame["van"].tolist() == ["An", "Eva"]
    assert [(note.row, note.reason) for note in found.notes] == [(3, TOO_WIDE)]


def test_repeated_unnamed_and_empty_columns():
    found = table("naam;naam;;\nAn;A;x;\n")
    assert list(found.frame.columns) == ["naam", "naam (2)", "column 3"]
    assert len(found.notes) == 2


def test_the_caller_may_say_where_the_header_is():
    assert table("x;y\nvan;naar\nAn;Bram\n", header=2).frame["van"].tolist() == ["An"]
    assert table("An;Bram\nEva;Daan\n", header=0).frame.iloc[0].tolist() == ["An", "Bram"]
    with pytest.raises(InputError, match="header=9"):
        table("van;naar\nAn;Bram\n", header=9)


def test_a_table_without_a_header_is_noticed():
    assert lacks_header(table("An;Bram;2\nBram;An;3\n").frame)
    assert not lacks_header(table("van;naar;gewicht\nAn;Bram;2\nBram;An;3\n").frame)


def test_nothing_at_all_is_refused():
    with pytest.raises(FileFormatError, match="no rows"):
        table("\n \n")


def test_a_header_may_leave_the_column_of_numbers_without_a_name():
    grid = Grid([["", "van", "naar"], ["1", "An", "Bram"], ["2", "Bram", "An"]], [1, 2, 3])
    assert list(table_from_grid(grid, "t").frame.columns) == ["column 1", "van", "naar"]


def test_a_second_table_below_a_title_is_not_read_as_rows(tmp_path):
    path = tmp_path / "attendance.csv"
    path.write_text(
        "2. Participants\nName\tFirst Join\tEmail\nAn\t9:00\tan@x.nl\nBram\t9:01\tbram@x.nl\n\n"
        "3. In-Meeting Activities\nName\tJoin Time\tEmail\nAn\t9:00\tan@x.nl\n",
        encoding="utf-8",
    )
    table = read_table(path)
    assert table.frame["Name"].tolist() == ["An", "Bram"]
    assert table.rows_read == 6
    assert [note.row for note in table.notes] == [1, 6, 7, 8]


@pytest.mark.parametrize("weight", ["", ",gewicht"])
def test_a_header_that_comes_back_is_no_row(tmp_path, monkeypatch, weight):
    path = tmp_path / "ties.csv"
    one = ",1" if weight else ""
    path.write_text(f"van,naar{weight}\nAn,Bo{one}\nvan,naar{weight}\nCas,Dirk{one}\n")
    with pytest.warns(DoubtfulInputWarning, match="once more"):
        memory = read_ties(path)
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    with pytest.warns(DoubtfulInputWarning, match="once more"):
        disk = read_ties(path)
    assert list(disk.ids) == list(memory.ids) == ["An", "Bo", "Cas", "Dirk"]
    assert [one.sources["rows_set_aside"].iloc[0] for one in (memory, disk)] == [1, 1]


def test_a_word_of_a_header_that_was_broken_off_is_one_word(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text('van,naar,"Contact-\nfrequentie","E-\nMail","a\nb"\nAn,Bo,2,x,y\n')
    assert list(read_table(path).frame) == ["van", "naar", "Contactfrequentie", "E- Mail", "a b"]
