"""Separated text becomes the rows a spreadsheet would show."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemen.errors import FileFormatError, InputError
from kiemen.read.delimited import FIELD_LIMIT, find_separator, parse


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")])
def test_separators_are_found(sign, name):
    grid = parse(f"van{sign}naar\nAn{sign}Bram\n", "x.csv")
    assert grid.rows == [["van", "naar"], ["An", "Bram"]]
    assert grid.settings["separator"] == name


def test_a_comma_in_every_name_does_not_win():
    text = "van;naar;gewicht\n" + "Vries, An de;Jansen, Bram;1\n" * 300
    assert find_separator(text) == ";"


def test_lists_in_quoted_cells_do_not_win():
    assert find_separator('mail,met wie\na@x.nl,"An;Bram;"\nb@x.nl,"Chaima;Daan;"\n') == ","


@pytest.mark.parametrize("line", ["sep=|\r\n", '"sep=|"\n', "SEP=|\r"])
def test_the_line_for_excel_is_obeyed_and_no_row(line):
    grid = parse(line + "van|naar\nA,B|C;D\n", "x.csv")
    assert grid.rows[1] == ["A,B", "C;D"]
    assert grid.numbers == [1, 2]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_and_line_breaks_in_cells(end):
    grid = parse(f'a;b{end}"x\ny";1{end}{end}z;2{end}', "x.csv")
    assert [row[-1] for row in grid.rows] == ["b", "1", "2"]
    assert grid.numbers == [1, 2, 4]


def test_an_open_quote_swallows_nothing():
    grid = parse('a;b\nJan "lange;1\n"Piet;2\nKees;3\n"Eva\nBakker";4\n', "x.csv")
    assert [row[-1] for row in grid.rows] == ["b", "1", "2", "3", "4"]
    assert grid.broken_quotes == [3]


def test_a_large_answer_fits_and_an_endless_one_is_refused():
    assert parse(f"a;b\n{'x' * 300_000};1\n", "x.csv").rows[1][0] == "x" * 300_000
    before = csv.field_size_limit()
    with pytest.raises(FileFormatError, match="characters"):
        parse(f"a;b\n{'x' * (FIELD_LIMIT + 1)};1\n", "x.csv")
    assert csv.field_size_limit() == before, "the limit of the process is given back"


def test_a_separator_of_two_characters_is_refused():
    with pytest.raises(InputError, match="one character"):
        parse("a::b", "x.csv", separator="::")


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='";'), min_size=1, max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_what_a_csv_writer_writes_comes_back(rows):
    text = "een;twee;drie\n" + "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    grid = parse(text, "x.csv", separator=";")
    assert [row for row in grid.rows[1:] if any(cell.strip() for cell in row)] == [
        list(row) for row in rows if any(cell.strip() for cell in row)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"van,naar,gewicht"\n"An,Bram,2"\n',
        '"van;""naar"";gewicht"\r\n"An;""Bram"";2"\r\n',
        '"""van"",""naar"",""gewicht"""\n"""An"",""Bram"",""2"""\n',
        '"van,naar,gewicht";;\n"An,Bram,2";;\n',
        '"van,naar"\n"An,Bram"\n',
    ],
)
def test_lines_that_stand_between_quotes_as_a_whole(text):
    grid = parse(text, "x.csv")
    assert [row[:2] for row in grid.rows] == [["van", "naar"], ["An", "Bram"]]
    assert grid.settings["quoted_lines"]


@pytest.mark.parametrize(
    "text",
    [
        '"Vries, An de"\n"Jansen, Bram"\n',
        '"naam"\n"Vries, An de"\n',
        '"van","naar"\n"An","Bram"\n',
        '"van";"a,b"\n"An";"c,d"\n',
    ],
)
def test_quoted_cells_stay(text):
    assert "quoted_lines" not in parse(text, "x.csv").settings
