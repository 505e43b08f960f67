"""Frames of every make, Parquet and JSON give the same text."""

import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kiemen.errors import FileFormatError, InputError
from kiemen.read.frames import from_frame, records_of
from kiemen.read.tables import read_table

COLUMNS = {"van": ["An", "Zoë"], "naar": ["Bram", None], "gewicht": [1.0, 2.5]}
EXPECTED = [["An", "Bram", "1"], ["Zoë", "", "2.5"]]


def sources(folder):
    frame = pd.DataFrame(COLUMNS)
    records = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
    (folder / "records.json").write_text(json.dumps(records), encoding="utf-8")
    (folder / "lines.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    (folder / "columns.json").write_text(json.dumps(COLUMNS), encoding="utf-8")
    (folder / "nested.json").write_text(json.dumps({"count": 2, "rows": records}), encoding="utf-8")
    frame.to_parquet(folder / "x.parquet")
    files = ["records.json", "lines.jsonl", "columns.json", "nested.json", "x.parquet"]
    made = [frame, frame.set_index("van"), pl.DataFrame(COLUMNS), pl.DataFrame(COLUMNS).lazy(), pa.table(COLUMNS)]
    return [*made, records, COLUMNS, *(folder / name for name in files)]


def test_every_make_gives_the_same_text(tmp_path):
    for source in sources(tmp_path):
        found = read_table(source).frame
        assert found[["van", "naar", "gewicht"]].to_numpy().tolist() == EXPECTED, source
        assert list(found.index) == [2, 3]


def test_whole_numbers_with_gaps_stay_whole():
    assert read_table(pd.DataFrame({"id": [1, None, 3]})).frame["id"].tolist() == ["1", "", "3"]


def test_repeated_names_get_numbers():
    frame = pd.DataFrame([["a", "b"]], columns=["naam", "naam"])
    assert list(read_table(frame).frame.columns) == ["naam", "naam (2)"]


@pytest.mark.parametrize("text", ['{"a":', "[" * 100_000, "3", "[1, 2]", '{"nodes": [], "links": []}'])
def test_json_that_is_no_table_is_refused(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileFormatError):
        read_table(path)


def test_a_graph_is_sent_to_its_own_reader():
    with pytest.raises(FileFormatError, match="read_graph"):
        records_of({"nodes": [], "links": []}, "x.json")


def test_a_broken_parquet_file_is_refused(tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 and then nothing PAR1")
    with pytest.raises(FileFormatError, match="Parquet"):
        read_table(path)


def test_a_list_of_anything_is_refused():
    with pytest.raises(InputError, match="records"):
        read_table([1, 2])


def test_a_frame_with_missing_numbers_of_pandas_own_kind():
    frame = pd.DataFrame({"van": ["An", "Bo"], "gewicht": pd.array([1, pd.NA], dtype="Int64")})
    assert from_frame(frame, "t").frame["gewicht"].tolist() == ["1", ""]
