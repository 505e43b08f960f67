"""Signs written as in a web page."""

import pandas as pd
import pytest

from kiemen.read import aggregate
from kiemen.read.entities import ENTITIES, plain
from kiemen.read.tables import read_table
from kiemen.read.ties import read_ties


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ren&eacute;e", "Renée"),
        ("D&#39;Hondt", "D'Hondt"),
        ("Kunst &amp;amp; Co", "Kunst & Co"),
        ("&#xE9;", "é"),
        ("R&D; An", "R&D; An"),
        ("AT&T;5", "AT&T;5"),
        ("&copy;", "&copy;"),
    ],
)
def test_only_letters_and_signs_of_names_are_put_back(written, meant):
    assert plain(written) == meant


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_semicolon_of_an_entity_parts_nothing(tmp_path, separator):
    path = tmp_path / "ties.csv"
    lines = ["van;naar;aantal", "Ren&eacute;e;An &amp; Co;2", "Bo;Ren&eacute;e;1"]
    # The semicolons that part cells are those after a word or number.
    rows = [["van", "naar", "aantal"], ["Ren&eacute;e", "An &amp; Co", "2"], ["Bo", "Ren&eacute;e", "1"]]
    path.write_text("\n".join(separator.join(row) for row in rows))
    table = read_table(path)
    assert table.frame.to_numpy().tolist() == [["Renée", "An & Co", "2"], ["Bo", "Renée", "1"]]
    assert [note.reason for note in table.notes] == [ENTITIES]
    assert len(lines) == len(table.frame) + 1


def test_quotes_in_entities_do_not_open_a_cell(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text('van;naar\n"An &quot;de baas&quot; Wit";Bo\nBo;Cas&#59;\n')
    assert read_table(path).frame.to_numpy().tolist() == [['An "de baas" Wit', "Bo"], ["Bo", "Cas;"]]


def test_frames_and_headers_too():
    table = read_table(pd.DataFrame({"van": ["Ren&eacute;e"], "co&ouml;rdinator": ["Bo"]}))
    assert table.frame.to_dict("list") == {"van": ["Renée"], "coördinator": ["Bo"]}
    assert not read_table(pd.DataFrame({"van": ["R&D"]})).notes


def test_a_large_file_gives_the_same(tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text("van,naar\nRen&eacute;e,Bo\nBo,Ren&eacute;e\n")
    memory = read_ties(path)
    monkeypatch.setattr(aggregate, "LARGE", 0)
    assert read_ties(path).ties["source"].tolist() == memory.ties["source"].tolist() == ["Bo", "Renée"]
