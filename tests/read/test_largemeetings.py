"""The road on disk gives the Network of the road in memory, dirt and all."""

import numpy as np
import pandas as pd
import pytest

import kiemen
from kiemen.errors import FileFormatError, InputError
from kiemen.read import biglog, diskfile, largemeetings

pytestmark = pytest.mark.filterwarnings("ignore::kiemen.errors.DoubtfulInputWarning")
ROSTER = pd.DataFrame(
    {
        "id": ["x1", "x2", "x3", "x4"],
        "naam": ["Pers 1", "Pers 2", "Stille Bob", "Pers 3"],
        "bezwaar": ["nee", "ja", "nee", "nee"],
    }
)
OPTIONS = [
    {},
    {"largest": 4},
    {"window": ("2025-01-01", "2025-02-28")},
    {"exclude": ["Pers 4"]},
    {"roster": ROSTER},
    {"organizer": "organisator"},
    {"time": "binnen"},
]


def dirty_log(folder, encoding="utf-8"):
    """A row per attendee, with rooms, blanks, absentees, doubles, titles at several moments and an odd title."""
    rng = np.random.default_rng(5)
    names = np.array([*(f"Pers {i}" for i in range(15)), "zoë x", "Zoë X", "", "Zaal 3", "dl-allen"], dtype=object)
    titles = np.array(["Overleg", " Café  overleg", "", "Over Pers 2", "MT", "Stand-up", "Zoë"], dtype=object)
    n = 600
    frame = pd.DataFrame(
        {
            "vergadering": rng.choice(titles, n),
            "deelnemer": rng.choice(names, n),
            "datum": rng.choice(["03-02-2025 10:00", "25-12-2024 9:00", "14-02-2025", "", "later", "3 mrt 2025"], n),
            "status": rng.choice(["Aanwezig", "aanwezig", "Afgemeld", ""], n),
            "organisator": rng.choice(names, n),
            "optionele deelnemers": rng.choice(["", "", "Pers 1"], n),
            "binnen": [f"2025-03-{d:02d} 09:{m:02d}" for d, m in rng.integers(1, [4, 59], (n, 2))],
        }
    )
    frame.loc[[10, 20]] = ""
    path = folder / "log.csv"
    frame.to_csv(path, sep=";", index=False, encoding=encoding)
    return path


@pytest.mark.parametrize("options", OPTIONS)
def test_both_roads_agree(tmp_path, both_roads, assert_same, options):
    assert_same(*both_roads(kiemen.read_meetings, dirty_log(tmp_path), **options))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_both_roads_agree_in_other_encodings(tmp_path, both_roads, assert_same, encoding):
    assert_same(*both_roads(kiemen.read_meetings, dirty_log(tmp_path, encoding)))


@pytest.mark.parametrize("sign", ["; ", ", ", " | "])
def test_both_roads_agree_on_lists_of_people(tmp_path, both_roads, assert_same, sign):
    rng = np.random.default_rng(6)
    names = np.array([*(f"p{i}@x.nl" for i in range(20)), "zaal.1@x.nl", " ", '"Pers"'], dtype=object)
    people = [sign.join(rng.choice(names, rng.integers(1, 9))) for _ in range(200)]
    frame = pd.DataFrame({"onderwerp": [f"m {i % 150}" for i in range(200)], "deelnemers": people})
    frame["datum"] = [f"2025-01-{1 + i % 28:02d}T10:00" for i in range(200)]
    frame["organisator"] = rng.choice(names, 200)
    path = tmp_path / "log.csv"
    frame.to_csv(path, sep="\t", index=False)
    assert_same(*both_roads(kiemen.read_meetings, path, largest=7))


def test_parquet_takes_this_road_too(tmp_path, both_roads, assert_same):
    frame = pd.DataFrame({"vergadering": ["a", "a", "b", None], "deelnemer": ["An", "Bo", "An", "Bo"]})
    frame["datum"] = pd.to_datetime(["2025-01-01 10:00", "2025-01-01 10:00", "2025-01-02 09:00", None])
    path = tmp_path / "log.parquet"
    frame.to_parquet(path)
    assert_same(*both_roads(kiemen.read_meetings, path))


def test_many_moments_are_read_by_the_engine(tmp_path, monkeypatch, both_roads, assert_same):
    path = tmp_path / "log.csv"
    rows = [f"m{i // 3};P{i % 7};{1 + i % 28}-01-2025 10:{i % 60:02d}" for i in range(300)]
    path.write_text("vergadering;deelnemer;datum\n" + "\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(biglog, "MOMENTS", 10)
    assert_same(*both_roads(kiemen.read_meetings, path))


def test_rows_beyond_the_list_are_counted(tmp_path, monkeypatch, both_roads):
    monkeypatch.setattr(biglog, "LISTED", 3)
    memory, disk = both_roads(kiemen.read_meetings, dirty_log(tmp_path), window=("2025-01-01", None))
    assert disk.sources.iloc[0, :5].equals(memory.sources.iloc[0, :5])
    assert disk.ledger["row"].notna().sum() < memory.ledger["row"].notna().sum()


def test_too_many_attendances_are_not_kept(tmp_path, monkeypatch, both_roads):
    monkeypatch.setattr(largemeetings, "EVENTS", 5)
    memory, disk = both_roads(kiemen.read_meetings, dirty_log(tmp_path))
    assert disk.events.empty
    assert disk.n_ties == memory.n_ties
    assert "attendances" in set(disk.assumptions["subject"])


def test_irregular_logs_are_read_in_memory_unless_too_large(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text("vergadering;deelnemer\nm;An\nm;Bo\nm;C;D\n", encoding="utf-8")
    monkeypatch.setattr(biglog, "LARGE", 0)
    assert kiemen.read_meetings(path).n_ties == 1
    monkeypatch.setattr(diskfile, "TEXT_LIMIT", 1)
    with pytest.raises(FileFormatError, match="plain CSV or Parquet"):
        kiemen.read_meetings(path)


def test_a_window_needs_dates(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text("vergadering;deelnemer\nm;An\nm;Bo\n", encoding="utf-8")
    monkeypatch.setattr(biglog, "LARGE", 0)
    with pytest.raises(InputError, match="time="):
        kiemen.read_meetings(path, window=("2025-01-01", None))


@pytest.mark.parametrize("options", [{}, {"time": "binnen", "largest": 4}])
def test_logs_in_parts_make_the_same_network(tmp_path, monkeypatch, both_roads, assert_same, options):
    for module in (biglog, largemeetings):
        monkeypatch.setattr(module, "SPAN", 100)
    assert_same(*both_roads(kiemen.read_meetings, dirty_log(tmp_path), **options))
