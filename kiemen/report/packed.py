"""What a file is made of: members of archives, files within text, and which of it cannot be read here."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from kiemen.i18n import mark
from kiemen.plots.seals import PNG, is_sealed
from kiemen.read.encodings import OTHER_SINGLE_BYTE, SINGLE_BYTE
from kiemen.report.encoded import RTF, read_otherwise, unpacked
from kiemen.report.sheets import is_of_sheets, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP = b"\x1f\x8b"
# What an archive ends with, but for a comment.
ZIP_END, ZIP_END_SIZE = b"PK\x05\x06", 22
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
DEEPEST = 4
LONGEST_PART = 200_000_000
# Forms whose words are drawn or packed, by how they begin.
CLOSED = mark("a form that is not read here")
UNREAD = {
    PNG: mark("a picture"),
    b"\xff\xd8\xff": mark("a picture"),
    b"GIF8": mark("a picture"),
    b"RIFF": mark("a picture"),
    b"BZh": CLOSED,
    b"%!PS": CLOSED,
}
# It may have something before its beginning.
PDF, PDF_BEGINS = re.compile(rb"%PDF-\d"), 1024
# Signs that no text has.
BINARY = re.compile(rb"[\0-\x08\x0e-\x19\x1c-\x1f]")
# Letters as they look when UTF-8 was taken for something else.
MISREAD, BEYOND_ASCII = re.compile(r"[Â-ô][^\x00-\x7fÀ-ÿ]"), re.compile(r"[^\x00-\x7f]+")
RTF_OBJECT = re.compile(rb"\\(?:pict|objdata)\b")
SEALED = b"\0"
# So much of the text is nothing when every other byte is.
EMPTY_HALF = 0.3


def unread_in(data: bytes, name: str = "") -> Iterator[tuple[str, str]]:
    """Give the parts of a file whose words cannot be read here, with what they are: somebody has to look at them."""
    for place, part in parts_in(data, name):
        if kind := _closed(part):
            yield place, kind


def _closed(part: bytes) -> str:
    """Give what a part is whose words cannot be read, nothing for one that can."""
    if is_sealed(part):
        return ""  # the colours or lines in a picture of ours, which has its words as text
    if PDF.search(part[:PDF_BEGINS]):
        return "PDF"
    if kind := next((kind for start, kind in UNREAD.items() if part.startswith(start)), ""):
        return kind
    drawn = part.lstrip().startswith(RTF) and RTF_OBJECT.search(part)
    return CLOSED if drawn or BINARY.search(decoded(part).encode() if wide_form(part) else part) else ""


def parts_in(data: bytes, name: str, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Give what a file is made of: itself, or what is packed in it."""
    if depth <= DEEPEST and data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        yield from _zip_parts(data, name, depth)
        return
    if depth <= DEEPEST and data.startswith(GZIP):
        inner, rest = _inflated(data)
        yield from parts_in(inner, name, depth + 1)
        if rest:
            yield from parts_in(rest, f"{name}:rest", depth + 1)
        return
    yield name, data
    form = wide_form(data)
    if depth > DEEPEST or (BINARY.search(data) and not form):
        return
    words = data.decode(form, errors="replace").encode() if form else data
    for other in read_otherwise(words):
        yield name, other
    for inner in unpacked(words):
        yield from parts_in(inner, f"{name}#data", depth + 1)


def _zip_parts(data: bytes, name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield f"{name}:comment", archive.comment
        if rest := data[data.rfind(ZIP_END) + ZIP_END_SIZE + len(archive.comment) :]:
            yield from parts_in(rest, f"{name}:rest", depth + 1)
        sheets = {}
        for member in archive.infolist():
            yield f"{name}:name", member.filename.encode("utf-8", errors="replace")
            if member.is_dir():
                continue
            try:
                inner = archive.read(member) if member.file_size <= LONGEST_PART else SEALED
            except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
                inner = SEALED  # under a password, damaged, or packed in a way that is not known
            yield from parts_in(inner, f"{name}:{member.filename}", depth + 1)
            if is_of_sheets(member.filename):
                sheets[member.filename] = decoded(inner)
        for sheet, rows in sheets_of(sheets).items():
            yield f"{name}:{sheet}", rows.encode()


def _inflated(data: bytes) -> tuple[bytes, bytes]:
    """Give what is in all members of a gzip file, and what stands behind them."""
    made = []
    while data.startswith(GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            made.append(member.decompress(data, LONGEST_PART))
        except zlib.error:
            return SEALED, b""
        if not member.eof:
            return SEALED, b""  # longer than is read, or cut off
        data = member.unused_data
    return b"".join(made), data.strip(b"\0")


def wide_form(data: bytes) -> str:
    """Give the form of UTF-16 or UTF-32 that data are in, or nothing: some leave out the mark at the beginning."""
    if data.startswith(UTF32):
        return "utf-32"
    if data.startswith(UTF16):
        return "utf-16"
    some = data[:4096]
    half = max(len(some) // 2, 1)
    low, high = some[1::2].count(0) / half, some[::2].count(0) / half
    if max(low, high) < EMPTY_HALF or min(low, high) > EMPTY_HALF or len(some) < len(UTF16) * 2:
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def decoded(data: bytes) -> str:
    """Give the text of data in whatever characters it was written."""
    if form := wide_form(data):
        return data.decode(form, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def readings(data: bytes) -> Iterator[str]:
    """Give the text of data in all characters in which it may have been written; mostly that is one.

    Where it is no Unicode, or not all of it, nobody can say of a single name in which characters it is.

    Examples
    --------
    >>> ["Zoë" in reading for reading in readings("Zoë".encode("mac_roman"))].count(True) > 0
    True
    """
    try:
        words = data.decode(wide_form(data) or "utf-8")
        yield words
        if not words.isascii() and MISREAD.search(words) and (again := BEYOND_ASCII.sub(_read_again, words)) != words:
            yield again
    except UnicodeDecodeError:
        # What is no text at all is told to be unread.
        if wide_form(data) or BINARY.search(data):
            yield decoded(data)
        else:
            forms = ("utf-8", *SINGLE_BYTE, *OTHER_SINGLE_BYTE)
            yield from dict.fromkeys(data.decode(form, errors="replace") for form in forms)


def _read_again(run: re.Match[str]) -> str:
    """Give letters as they were before a program took UTF-8 for something else and saved that: "ZoÃ«"."""
    for form in ("cp1252", "latin-1"):
        with contextlib.suppress(UnicodeError):
            return run[0].encode(form).decode("utf-8")
    return run[0]
