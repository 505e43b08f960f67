"""Files too large to hold are read by DuckDB, on disk and within bounds."""

import pandas as pd
import pytest

from kiemen.errors import MissingPackageError
from kiemen.read import diskfile
from kiemen.read.diskfile import NotSimpleError, check_road, connection, head_of, in_utf8, large_file, mended


def put(folder, text, encoding="utf-8"):
    path = folder / "x.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_only_tables_of_size_are_large(tmp_path):
    path = put(tmp_path, "van;naar\nA;B\n")
    assert large_file(path, 1) == path
    assert large_file(path, 1 << 20) is None
    assert large_file(pd.DataFrame(), 0) is None


def test_nothing_is_fetched():
    with connection() as engine:
        settings = engine.execute("select current_setting('autoinstall_known_extensions')").fetchone()
    assert settings == (False,)


def test_without_duckdb_a_huge_file_says_what_to_install(tmp_path, monkeypatch):
    path = put(tmp_path, "van;naar\nA;B\n")
    monkeypatch.setattr(diskfile, "has_duckdb", lambda: False)
    assert not check_road(path)
    monkeypatch.setattr(diskfile, "TEXT_LIMIT", 1)
    with pytest.raises(MissingPackageError, match=r"kiemen\[duckdb\]"):
        check_road(path)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_head_ends_at_a_line(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(diskfile, "HEAD", 90)
    path = put(tmp_path, "van;naar\n" + "Zoë;Bram\n" * 40, encoding)
    head = head_of(path)
    assert set(head.frame["van"]) == {"Zoë"}
    assert set(head.frame["naar"]) == {"Bram"}


def test_wide_letters_are_copied_to_utf8(tmp_path):
    path = put(tmp_path, "van\nZoë\n", "utf-16")
    with in_utf8(path, "utf-16") as copy:
        assert copy.read_text(encoding="utf-8") == "van\nZoë\n"
    with in_utf8(path, "cp1252") as same:
        assert same == path


def test_half_a_letter_is_not_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("van".encode("utf-16") + b"a")
    with pytest.raises(NotSimpleError), in_utf8(path, "utf-16"):
        pass


def test_letters_are_mended():
    assert [mended(text) for text in ("Zoë", "ZoÃ«")] == ["Zoë", "Zoë"]
