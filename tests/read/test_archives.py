"""Archives are opened only when they unpack to a bounded size."""

import zipfile

import pytest

from kiemen.errors import FileFormatError
from kiemen.read.archives import open_archive, read_member


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_a_small_archive_is_read(tmp_path):
    with open_archive(archive(tmp_path / "x.zip", {"a": b"1"})) as found:
        assert read_member(found, "a", "x.zip") == b"1"
        with pytest.raises(FileFormatError, match="missing"):
            read_member(found, "b", "x.zip")


def test_a_bomb_is_not_opened(tmp_path):
    path = archive(tmp_path / "x.zip", {"a": b"\0" * (50 << 20)})
    with pytest.raises(FileFormatError, match="bomb"):
        open_archive(path)


def test_a_limit_of_its_own(tmp_path):
    with pytest.raises(FileFormatError, match="MiB"):
        open_archive(archive(tmp_path / "x.zip", {"a": b"12345"}), 4)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_damage_is_named(tmp_path, data):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(FileFormatError, match="damaged"):
        open_archive(path)
