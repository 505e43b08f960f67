"""Bytes to text: which encoding a file is in, and what was mended on the way."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from kiemen.errors import FileFormatError, InputError

# Order matters: the mark of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Western spreadsheets write when it is not Unicode; the first of equals is taken.
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
# What else is written in Europe: too like those to be chosen by letters, but a name can stand in it.
OTHER_SINGLE_BYTE = ("cp1254", "cp1250", "iso8859_15", "iso8859_2", "cp852", "cp857", "mac_latin2", "mac_turkish")
SAMPLE = 200_000


@dataclass(frozen=True)
class Decoded:
    """Text of a file, the encoding it was read in and what is doubtful about that."""

    text: str
    encoding: str
    guessed: bool = False
    mixed_lines: tuple[int, ...] = ()
    nul_bytes: int = 0


def decode(data: bytes, where: str, encoding: str | None = None) -> Decoded:
    """Give the text in `data`; `where` names the file in errors, `encoding` overrules the guess."""
    if encoding is not None:
        return _clean(_decode_as(data, encoding, where), encoding)
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _clean(_decode_as(data, name, where), name)
    wide = _wide_without_mark(data)
    if wide is not None:
        return _clean(_decode_as(data, wide, where), wide)
    try:
        return _clean(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_other(data)


def _decode_as(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise InputError(f"{where}: there is no encoding called {encoding!r}; try 'utf-8' or 'cp1252'.") from None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise FileFormatError(
            f"{where}: the text is not valid {encoding} (byte {at + 1}). The file may be cut off or in another "
            f"encoding; save it again as 'CSV UTF-8' or pass encoding='cp1252'."
        ) from None


def _clean(text: str, encoding: str) -> Decoded:
    nul = text.count("\0")
    cleaned = text.replace("\0", "") if nul else text
    return Decoded(cleaned.removeprefix("\ufeff"), encoding, nul_bytes=nul)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte."""
    head = data[:4096]
    if len(head) < 4:
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _decode_other(data: bytes) -> Decoded:
    """Not UTF-8: one single-byte encoding, or UTF-8 with lines pasted in from elsewhere."""
    lines = data.split(b"\n")
    good, bad = [], []
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good.append(number)
        except UnicodeDecodeError:
            bad.append(number)
    if good:
        wrong = set(bad)
        codec = _likely_single_byte(b"\n".join(lines[number - 1] for number in bad))
        parts = [
            _decode_single(line, codec) if number in wrong else line.decode("utf-8")
            for number, line in enumerate(lines, start=1)
        ]
        decoded = _clean("\n".join(parts), f"utf-8 and {codec}")
        return Decoded(decoded.text, decoded.encoding, True, tuple(bad), decoded.nul_bytes)
    codec = _likely_single_byte(data)
    decoded = _clean(_decode_single(data, codec), codec)
    return Decoded(decoded.text, codec, True, (), decoded.nul_bytes)


def _decode_single(data: bytes, codec: str) -> str:
    """Five bytes have no meaning in cp1252; latin-1 has one for all."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _likely_single_byte(data: bytes) -> str:
    """Give the encoding in which most high bytes are letters that stand among letters."""
    high = bytes(byte for byte in data if byte > 127)[:SAMPLE]
    if not high:
        return SINGLE_BYTE[0]
    sample = data if len(data) <= SAMPLE else _around_high_bytes(data)
    scores = {codec: _plausible(sample, codec) for codec in SINGLE_BYTE}
    return max(SINGLE_BYTE, key=lambda codec: (scores[codec], -SINGLE_BYTE.index(codec)))


def _around_high_bytes(data: bytes) -> bytes:
    parts, total = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            parts.append(line)
            total += len(line)
            if total > SAMPLE:
                break
    return b"\n".join(parts)


COMMON = frozenset("éëïöüèáóçÉËÏÖÜ")
# Letters that occur in Western European names; all else above ASCII counts against an encoding.
WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽßðþğışčćłżĳ")


def _plausible(data: bytes, codec: str) -> float:
    text = _decode_single(data, codec)
    score = 0.0
    for at, char in enumerate(text):
        if char < "\x80":
            continue
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        among = before.isalpha() or after.isalpha()
        if char in WESTERN:
            # A capital inside a word of small letters is what a wrong guess looks like.
            misplaced = char.isupper() and before.isalpha() and (before.islower() or after.islower())
            score += -0.5 if misplaced else 1.0 if char in COMMON else 0.8
        elif char in "’‘“”–—…€•\xa0«»°·":
            score += -0.5 if before.isalpha() and after.isalpha() and char not in "’‘" else 0.5
        else:
            score += -1.0 if among else -0.5
    return score
