"""The road on disk gives the Network of the road in memory, dirt and all."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.errors import DoubtfulInputWarning, FileFormatError
from kiemen.read import aggregate, diskfile

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
OPTIONS = [
    {},
    {"weight": "gewicht"},
    {"directed": False},
    {"time": "datum"},
    {"time": "datum", "window": ("2025-01-01", "2025-02-28")},
    {"roster": pd.DataFrame({"id": ["x1", "x2"], "naam": ["Pers 1", "Stille Bob"]})},
]


def dirty(folder, encoding, columns):
    rng = np.random.default_rng(3)
    names = np.array([*(f"Pers {i}" for i in range(15)), "zoë x", "Zoë X", "Zoë X", "", "a;b"], dtype=object)
    frame = pd.DataFrame(
        {
            "van": rng.choice(names, 800),
            "naar": rng.choice(names, 800),
            "gewicht": rng.choice(["1", "2,5", "0", "-1", "veel", "", "3"], 800),
            "datum": rng.choice(["03-04-2025 10:00", "25-12-2024", "01-02-2025", ""], 800),
            "soort": rng.choice(["mail", "chat", ""], 800),
        }
    )[columns]
    path = folder / "x.csv"
    frame.to_csv(path, sep=";", index=False, encoding=encoding)
    return path


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_both_roads_agree(tmp_path, monkeypatch, options, encoding):
    path = dirty(tmp_path, encoding, ["van", "naar", "gewicht", "datum", "soort"])
    memory = kiemen.read_ties(path, **options)
    monkeypatch.setattr(aggregate, "LARGE", 0)
    disk = kiemen.read_ties(path, **options)
    assert disk.fingerprint == memory.fingerprint
    assert disk.sources.iloc[0, :5].equals(memory.sources.iloc[0, :5])
    rows = [network.ledger.dropna(subset="row").query("part == 'row'") for network in (memory, disk)]
    reasons = {"the weight is not a number", "the weight is blank", "the weight is not above zero"}
    one, other = (set(frame.loc[frame["reason"].isin(reasons), "row"]) for frame in rows)
    assert other <= one


def test_one_relation_without_dates_takes_the_shortest_way(tmp_path, monkeypatch):
    path = dirty(tmp_path, "utf-8", ["van", "naar"])
    memory = kiemen.read_ties(path, relation="samen")
    monkeypatch.setattr(aggregate, "LARGE", 0)
    disk = kiemen.read_ties(path, relation="samen")
    assert disk.fingerprint == memory.fingerprint
    assert set(disk.ties["origin"]) == {"x"}


def test_irregular_files_are_read_in_memory_unless_too_large(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("van;naar\nA;B\nA;B;C\n", encoding="utf-8")
    monkeypatch.setattr(aggregate, "LARGE", 0)
    assert kiemen.read_ties(path).n_ties == 1
    monkeypatch.setattr(diskfile, "TEXT_LIMIT", 1)
    with pytest.raises(FileFormatError, match="plain CSV or Parquet"):
        kiemen.read_ties(path)


def test_a_row_without_a_name_among_plain_ones_is_set_aside(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_text("van,naar,gewicht\np1,p2,1\np2,p3,2\n,p3,1\np3,,1\n", encoding="utf-8")
    memory = kiemen.read_ties(path)
    monkeypatch.setattr(aggregate, "LARGE", 0)
    disk = kiemen.read_ties(path)
    assert disk.fingerprint == memory.fingerprint
    assert disk.ledger["row"].tolist() == [4, 5]


def test_percentages_are_the_same_on_both_roads(tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text("van;naar;gewicht\nAn;Bo;45%\nBo;Cas;12,5%\n")
    memory = kiemen.read_ties(path).ties["weight"].tolist()
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    assert kiemen.read_ties(path).ties["weight"].tolist() == memory == [0.45, 0.125]


def test_a_percentage_far_down_a_large_file_is_set_aside(tmp_path, monkeypatch):
    path = tmp_path / "ties.csv"
    path.write_text("van,naar,gewicht\n" + "An,Bo,2\n" * 20_000 + "Bo,Cas,45%\n")
    monkeypatch.setattr("kiemen.read.aggregate.LARGE", 0)
    with pytest.warns(DoubtfulInputWarning, match="row 20002.*45%"):
        network = kiemen.read_ties(path)
    assert network.sources.iloc[0]["rows_set_aside"] == 1
    assert "bytes" in network.sources["settings"].iloc[0]
    assert network.ties["weight"].tolist() == [40_000.0]
