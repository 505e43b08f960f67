"""Zip archives with a bound: what a spreadsheet or saved network may unpack to."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from kiemen.errors import FileFormatError

if TYPE_CHECKING:
    from pathlib import Path

UNPACKED_LIMIT = 1 << 29
# Sheets of repeated text pack well, a hundredfold at most in honest files; small archives may do as they like.
RATIO_LIMIT = 200
RATIO_FREE = 20 << 20
MEMBER_LIMIT = 10_000


def open_archive(path: Path, limit: int = UNPACKED_LIMIT) -> zipfile.ZipFile:
    """Open a zip file after checking that it unpacks to a bounded size; the caller closes it."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileFormatError(f"{path.name}: the file is damaged or cut off; save or download it again.") from None
    try:
        _check_size(archive, path, limit)
    except FileFormatError:
        archive.close()
        raise
    return archive


def _check_size(archive: zipfile.ZipFile, path: Path, limit: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = path.stat().st_size
    bomb = unpacked > RATIO_FREE and unpacked > RATIO_LIMIT * max(packed, 1)
    if len(members) > MEMBER_LIMIT or unpacked > limit or bomb:
        raise FileFormatError(
            f"{path.name}: the archive unpacks to {unpacked >> 20:,} MiB from {packed >> 10:,} KiB in "
            f"{len(members):,} parts; that is no ordinary file (a zip bomb?) and it is not opened."
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise FileFormatError(f"{path.name}: the file is protected by a password; save it without one.")


def read_member(archive: zipfile.ZipFile, member: str, where: str) -> bytes:
    """Give one member of an archive; never more than its header promised."""
    try:
        return archive.read(member)
    except KeyError:
        raise FileFormatError(f"{where}: the part {member!r} is missing from the archive.") from None
    except Exception:  # noqa: BLE001  damaged compressed data raises errors of many libraries
        raise FileFormatError(f"{where}: the archive is damaged at {member!r}; save or download it again.") from None
