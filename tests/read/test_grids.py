"""Grids of people by people."""

import warnings

import pandas as pd
import pytest

from kiemen import check_file, read_ties
from kiemen.errors import DoubtfulInputWarning, InputError
from kiemen.read.grids import is_grid


@pytest.fixture(autouse=True)
def quiet():
    """Most grids here are doubtful on purpose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DoubtfulInputWarning)
        yield


def write(tmp_path, text):
    path = tmp_path / "grid.csv"
    path.write_text(text, encoding="utf-8")
    return path


def ties(network):
    return network.ties[["source", "target", "weight"]].to_numpy().tolist()


def balance(network):
    return network.sources[["rows_read", "rows_used", "rows_set_aside"]].to_numpy().tolist()[0]


@pytest.mark.parametrize("corner", ["", "naam"])
def test_numbers_ticks_and_blanks(tmp_path, corner):
    path = write(tmp_path, f"{corner},An,Bo,Cas,Dirk\nAn,,1,2.5,\nBo,0,,x,\nCas,1,0,,-\nDirk,,,,\n")
    network = read_ties(path)
    assert ties(network) == [["An", "Bo", 1.0], ["An", "Cas", 2.5], ["Bo", "Cas", 1.0], ["Cas", "An", 1.0]]
    # Dirk has no ties and is there.
    assert network.ids.tolist() == ["An", "Bo", "Cas", "Dirk"]
    assert network.relations["directed"].all()
    assert balance(network) == [4, 4, 0]
    assert check_file(path).settings["kind"] == "ties"


def test_full_of_noughts_with_ids_for_names(tmp_path):
    network = read_ties(write(tmp_path, ",01,02,03\n01,0,1,0\n02,0,0,1\n03,0,0,0\n"))
    assert ties(network) == [["01", "02", 1.0], ["02", "03", 1.0]]


def test_the_same_both_ways_has_no_direction(tmp_path):
    path = write(tmp_path, ";An;Bo;Cas\nAn;0;1,5;2\nBo;1,5;0;0\nCas;2;0;0\n")
    network = read_ties(path)
    assert ties(network) == [["An", "Bo", 1.5], ["An", "Cas", 2.0]]
    assert not network.relations["directed"].any()
    assert len(ties(read_ties(path, directed=True))) == 4


def test_one_half_is_doubtful_and_the_higher_of_two_is_taken(tmp_path):
    path = write(tmp_path, "naam,An,Bo,Cas\nAn,,1,2\nBo,,,3\nCas,,,\n")
    network = read_ties(path)
    assert network.n_ties == 3
    assert network.relations["directed"].all()
    assert network.ledger["reason"].str.contains("only one half").any()
    network = read_ties(write(tmp_path, "naam,An,Bo\nAn,,1\nBo,3,\n"), directed=False)
    assert ties(network) == [["An", "Bo", 3.0]]
    assert network.ledger["reason"].str.contains("the higher was taken").sum() == 2


def test_what_is_no_tie_is_listed(tmp_path):
    text = "naam;Afdeling;An;Bo;Cas;Totaal\nAn;HR;7;3;gek;4\nBo;IT;-1;;1;1\nCas;IT;;x;;1\n;;1;;;\nTotaal;;1;4;1;9\n"
    path = write(tmp_path, text)
    network = read_ties(path)
    assert ties(network) == [["An", "Bo", 3.0], ["Bo", "Cas", 1.0], ["Cas", "Bo", 1.0]]
    told = network.ledger.set_index("reason")["value"]
    assert told["the weight is not a number"] == "gek"
    assert told["the weight is not above zero"] == "-1"
    assert told["a tie of a person with himself or herself"] == "7"
    read, used, aside = balance(network)
    assert (read, read - used) == (5, aside)
    assert network.assumptions.set_index("subject").loc["columns not used", "choice"] == "Afdeling"
    assert check_file(path).settings["kind"] == "ties"


def test_a_roster_and_objectors(tmp_path):
    roster = pd.DataFrame(
        {"id": ["1", "2", "3"], "naam": ["An de Vries", "Bo Mol", "Cas Smit"], "bezwaar": ["", "", "ja"]}
    )
    text = 'naam,An de Vries,"Mol, Bo",Cas Smit,Xi Yu\nAn de Vries,,wekelijks,1,2\n"Mol, Bo",1,,1,\nCas Smit,1,1,,1\n'
    network = read_ties(write(tmp_path, text), roster=roster)
    assert ties(network) == [["1", "2", 4.0], ["1", "Xi Yu", 2.0], ["2", "1", 1.0]]
    assert "Cas" not in network.ledger.to_string() + network.assumptions.to_string()
    assert not network.people.loc["Xi Yu", "inside"]


def test_two_sides_that_differ_are_refused(tmp_path):
    path = write(tmp_path, "naam,An,Bo,Cas,Dirk\nAn,0,1,2,1\nBo,0,0,3,1\nPiet,1,0,0,1\nKlaas,0,0,3,1\n")
    with pytest.raises(InputError, match=r"only 2 names stand both.*read_memberships"):
        read_ties(path)


def test_a_tie_list_is_no_grid():
    assert not is_grid(pd.DataFrame({"van": ["An", "Bo"], "naar": ["Bo", "An"], "gewicht": ["1", "2"]}))
    assert is_grid(pd.DataFrame({"": ["An", "Bo"], "An": ["", "1"], "Bo": ["1", ""]}), whole=True)
    # Beside the colleagues stand other questions: a survey.
    survey = pd.DataFrame({"": ["An", "Bo"], "An": ["", "1"], "Bo": ["1", ""], "q1": ["4", "5"]})
    assert not is_grid(survey, whole=True)


@pytest.mark.parametrize("corner", ["naam", "column 1"])
def test_a_grid_of_strangers_is_refused_and_says_how_to_mend(corner):
    names = ["An de Vries", "Bram Jansen", "Chaima Berg"] if corner == "naam" else ["An", "Bram", "Chaima"]
    frame = pd.DataFrame({corner: ["Eva Bakker", "Frits Mol"]} | {name: ["3", "0"] for name in names})
    with pytest.raises(InputError, match="only 0 names stand both"):
        read_ties(frame)


def test_a_blank_corner_above_numbers_is_a_header(tmp_path):
    path = tmp_path / "grid.csv"
    path.write_text(";An;Bram;Cas\nEva;1;0;2\nFrits;0;1;0\n", encoding="utf-8")
    with pytest.raises(InputError, match="in the header \\(3\\)"):
        read_ties(path)


def test_a_large_grid_is_the_same_as_a_small_one(tmp_path, monkeypatch):
    path = tmp_path / "grid.csv"
    names = [f"p{i}" for i in range(40)]
    rows = [";".join([name, *("2" if (i * j) % 7 == 1 else "" for j in range(40))]) for i, name in enumerate(names)]
    path.write_text("\n".join([";".join(["naam", *names]), *rows]), encoding="utf-8")
    small = read_ties(path)
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    monkeypatch.setattr("kiemen.read.diskfile.HEAD", 1_000)
    pd.testing.assert_frame_equal(read_ties(path).ties, small.ties)
    # A header longer than the head that is looked at.
    monkeypatch.setattr("kiemen.read.diskfile.HEAD", 50)
    pd.testing.assert_frame_equal(read_ties(path).ties, small.ties)
