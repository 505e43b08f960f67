"""Grids with a column per colleague."""

import pandas as pd
import pytest

from kiemen import read_survey
from kiemen.read.namebook import NameBook
from kiemen.read.ratings import find_grids, told_grid, who_is_rated

NAMES = ["Jan de Vries", "Zoë Müller", "Piet Jansen", "Klaas Bakker"]
ROSTER = pd.DataFrame({"id": ["1", "2", "3", "4"], "naam": NAMES})
CELLS = [["", "3"], ["2", ""], ["0", "5"], ["4", "1"]]
TIES = [("1", "2", 2.0), ("1", "4", 4.0), ("2", "1", 3.0), ("2", "3", 5.0), ("2", "4", 1.0)]


def grid(header, cells=CELLS):
    columns = {header.format(name=name, i=i): cells[i - 1] for i, name in enumerate(NAMES, start=1)}
    return pd.DataFrame({"respondent": ["Jan de Vries", "Zoë Müller"], **columns})


def ties(network):
    return [tuple(row) for row in network.ties[["source", "target", "weight"]].to_numpy()]


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize(
    ("header", "relation"),
    [
        ("Q1[{name}]", "Q1"),
        ("Hoe vaak werk je samen met [{name}]", "Hoe vaak werk je samen met"),
        ("G01Q02[SQ00{i}]. Hoe vaak? [{name}]", "Hoe vaak?"),
        ("Q1_{i} - {name}", "Q1"),
        ("{name}", "rating"),
    ],
)
def test_headers_of_the_tools(header, relation):
    network = read_survey(grid(header), roster=ROSTER)
    assert ties(network) == TIES
    assert network.relations.index.tolist() == [relation]
    assert network.relations["asked"].all()


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_told():
    network = read_survey(grid("Q1[{name}]"), roster=ROSTER, ratings={"advies": "Q1"})
    assert ties(network) == TIES
    assert network.relations.index.tolist() == ["advies"]


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_words_ticks_and_codes():
    words = [["", "dagelijks"], ["wekelijks", ""], ["nooit", "maandelijks"], ["weet niet", "dagelijks"]]
    assert [weight for *_, weight in ties(read_survey(grid("Q1[{name}]", words), roster=ROSTER))] == [4, 20, 1, 20]
    ticks = [["", "Ja"], ["Ja", "Nee"], ["Nee", "Ja"], ["Nee", "Ja"]]
    assert [weight for *_, weight in ties(read_survey(grid("Q1[{name}]", ticks), roster=ROSTER))] == [1, 1, 1, 1]
    codes = [["", "A1"], ["A2", ""], ["", ""], ["", "A4"]]
    network = read_survey(grid("Q1[{name}]", codes), roster=ROSTER)
    assert [weight for *_, weight in ties(network)] == [2, 1, 4]
    assert "they weigh their number" in network.ledger["reason"].str.cat()


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
def test_what_is_no_rating_is_listed():
    cells = [["", "3"], ["2", "twee"], ["0", "5"], ["-1", "1"]]
    network = read_survey(grid("Q1[{name}]", cells), roster=ROSTER)
    assert ties(network) == [("1", "2", 2.0), ("2", "1", 3.0), ("2", "3", 5.0), ("2", "4", 1.0)]
    aside = network.ledger[network.ledger["action"] == "set aside"]
    assert sorted(aside["value"]) == ["-1", "twee"]


@pytest.mark.filterwarnings("ignore::kiemen.errors.KiemenWarning")
@pytest.mark.parametrize("header", ["Q1[{name}]", "{name}", "Q1_{i} - {name}"])
def test_a_header_with_the_name_of_an_objector_is_told_nowhere(header):
    for cells in (CELLS, [["mee eens", "oneens"]] * 4):
        network = read_survey(grid(header, cells), roster=ROSTER.assign(bezwaar=["nee", "nee", "ja", "nee"]))
        assert "3" not in network.ids
        for name, frame in network.to_frames().items():
            assert "Piet" not in frame.reset_index().to_csv(), name


def test_parts_of_a_header():
    assert who_is_rated("Q1[SQ001]", {}) == [("", "Q1[SQ001]")]
    assert who_is_rated("Q1_2", {"Q1_2": "Wie - An"})[0] == ("Wie", "An")


def test_no_grid():
    book = NameBook(ROSTER.set_index("id").rename(columns={"naam": "name"}))
    frame = pd.DataFrame({"Q1[a]": ["1"], "Q1[b]": ["2"], "Q1[c]": ["3"]})
    assert find_grids(frame, frame.columns, {}, book) == {}
    assert told_grid(["Q1[Jan de Vries]", "Q1[x]"], {}, book) == {"Q1[Jan de Vries]": "Jan de Vries", "Q1[x]": "x"}
