"""Large files are added up on disk."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning
from kiemen.read import aggregate, diskfile
from kiemen.read.account import Account
from kiemen.read.aggregate import is_large, sum_up
from kiemen.read.columns import Window
from kiemen.read.diskfile import NotSimpleError, head_of
from kiemen.read.tiecolumns import TieColumns

NOTHING = dict.fromkeys(("source", "target", "weight", "time", "wave"))


def put(folder, text, encoding="utf-8"):
    path = folder / "x.csv"
    path.write_bytes(text.encode(encoding))
    return path


def summed(path, window=None):
    head = head_of(path)
    return sum_up(head, path, TieColumns.find(Account(head), NOTHING, None, directed=True), Window.of(window))


def as_dict(sums):
    names = np.array(sums.names, dtype=object)
    pairs = sums.pairs
    return dict(
        zip(zip(names[pairs["source"]], names[pairs["target"]], strict=True), pairs["weight"].tolist(), strict=True)
    )


def test_only_files_of_size_take_this_road(tmp_path, monkeypatch):
    path = put(tmp_path, "van;naar\nA;B\n")
    assert is_large(path) is None
    monkeypatch.setattr(aggregate, "LARGE", 1)
    assert is_large(str(path)) == path
    assert is_large(pd.DataFrame()) is None
    assert is_large("x\0y") is None


def test_weights_are_added_and_bad_rows_listed(tmp_path):
    path = put(tmp_path, "van;naar;gewicht\nA;B;1,5\nA;B;2,0\nB;A;veel\n;A;1,0\nB;C;inf\nB;C;0\n")
    sums = summed(path)
    assert as_dict(sums) == {("A", "B"): 3.5}
    assert (sums.n_rows, sums.n_unused) == (6, 4)
    assert sums.unused.index.tolist() == [4, 5, 6, 7]
    assert sums.unused["weight"].tolist() == ["veel", "1,0", "inf", "0"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
def test_names_keep_their_letters(tmp_path, encoding):
    sums = summed(put(tmp_path, "van;naar\nZoë;Müller\n", encoding))
    assert sorted(sums.names) == ["Müller", "Zoë"]


def test_days_outside_the_window_are_counted(tmp_path):
    path = put(tmp_path, "van;naar;datum\nA;B;13-03-2025 10:00\nA;B;14-03-2025\nA;B;\n")
    sums = summed(path, ("2025-03-14", None))
    assert (sums.n_rows, sums.n_outside) == (3, 2)
    assert str(sums.pairs["start"].iloc[0])[:10] == "2025-03-14"


def test_the_order_of_dates_is_found_over_the_whole_file(tmp_path, monkeypatch):
    monkeypatch.setattr(diskfile, "HEAD", 60)
    rows = "A;B;01/02/2025\n" * 20 + "A;B;01/31/2025\n"
    sums = summed(put(tmp_path, "van;naar;datum\n" + rows))
    assert sums.date_rule == "month-day-year"
    assert str(sums.pairs["end"].iloc[0])[:10] == "2025-01-31"


@pytest.mark.parametrize("text", ["van;naar\nA;B;C\n", 'van;naar\n"A;B\n', "van;naar;datum\nA;B;4 maart 2025\n"])
def test_irregular_files_go_the_other_road(tmp_path, text):
    with pytest.raises(NotSimpleError):
        summed(put(tmp_path, text))


def test_parquet_is_added_up_too(tmp_path):
    path = tmp_path / "x.parquet"
    pd.DataFrame({"van": ["A", "A"], "naar": ["B", "B"], "gewicht": [1.5, 2.0]}).to_parquet(path)
    assert as_dict(summed(path)) == {("A", "B"): 3.5}


def test_names_of_columns_and_files_are_no_sql(tmp_path):
    path = tmp_path / "x'); drop table t; --.csv"
    path.write_text('van;naar\n"A\'; select 1";B\n', encoding="utf-8")
    assert as_dict(summed(path)) == {("A'; select 1", "B"): 1.0}


def test_whoever_stands_only_in_rows_that_are_not_used_is_nobody(tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text("van,naar,gewicht\nAn,Bo,1\nBo,Cas,abc\nEva,Fem,\nDirk,Dirk,1\nGe,,1\n")
    with pytest.warns(DoubtfulInputWarning):
        memory = kiemen.read_ties(path)
    monkeypatch.setattr(aggregate, "LARGE", 0)
    with pytest.warns(DoubtfulInputWarning):
        disk = kiemen.read_ties(path)
    assert "bytes" in disk.sources["settings"].iloc[0]
    assert list(disk.ids) == list(memory.ids) == ["An", "Bo", "Dirk", "Ge"]
    assert disk.sources.iloc[0, 2:5].tolist() == memory.sources.iloc[0, 2:5].tolist()
