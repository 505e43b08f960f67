"""Words that were packed for the road: by a mail program, a calendar, a word processor or a script.

Each way to read the same bytes is given beside them. One too many costs time, one too few a name.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from string import ascii_letters, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Calendars, address cards and directories go on where the next line begins with a blank.
FOLDED = re.compile(rb"(?m)^(?:[A-Z][A-Z0-9-]+(?:;[^:\r\n]*)?|[a-z]+:?):[^\r\n]*\r?\n[ \t]")
FOLD = re.compile(rb"\r?\n[ \t]")
QUOTED = re.compile(rb"=(?:\r?\n|[0-9A-F]{2}=[0-9A-F]{2})")
WORDS = re.compile(rb"=\?([\w-]+)\?([BbQq])\?([^?\s]*)\?=")
BETWEEN_WORDS = re.compile(rb"\?=\s+=\?")
UTF7 = re.compile(rb"\+[A-Z][A-Za-z0-9+/]{2,60}-?")
RTF = b"{\\rtf"
RTF_PAGE = re.compile(rb"\\ansicpg(\d+)")
RTF_SIGN = re.compile(r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
RTF_BYTES = re.compile(r"(?:\\'[0-9a-fA-F]{2})+")
RTF_BREAK = re.compile(r"\\(?:par|line|tab|cell|row|~)(?![a-z]) ?")
RTF_REST = re.compile(r"\\[a-zA-Z]+-?\d* ?|\\[^a-zA-Z]|[{}\r\n]")
# What is said to be base64, and what is so long a word that it can hardly be anything else.
TOLD_BASE64 = re.compile(
    rb"(?:base64,|;encoding=b(?:ase64)?:|:: |content-transfer-encoding: *base64(?:\r?\n[^\r\n]+)*\r?\n\r?\n)"
    rb"([a-z0-9+/=\s%]{8,})",
    re.IGNORECASE,
)
TOLD = (b"base64", b"encoding=b", b":: ")
LONG_WORD = re.compile(rb"([A-Za-z0-9+/]{40,}(?:\s{1,9}[A-Za-z0-9+/]{40,})*)((?:\s{1,9}[A-Za-z0-9+/]+)?)")
# To see quickly whether there is such a word.
IN_A_WORD = bytes(ord("A") if chr(sign) in f"{ascii_letters}{digits}+/" else ord(" ") for sign in range(256))
LONG, FEWEST_SIGNS = 200, 8
STARTS = (b"\x1f\x8b", b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
READABLE, SOME = 0.85, 4096


def read_otherwise(data: bytes) -> Iterator[bytes]:
    """Give text as it was before it was packed, where it was."""
    loose = _loosened(data)
    if loose != data:
        yield loose
    if data.isascii() and UTF7.search(data):
        yield UTF7.sub(_utf7, data)


def unpacked(data: bytes) -> Iterator[bytes]:
    """Give what stands in a text as base64: a file, or words.

    Examples
    --------
    >>> note = base64.b64encode(b"Ask Cas van der Vos whether he comes along.")
    >>> list(unpacked(b"Note: " + note))
    [b'Ask Cas van der Vos whether he comes along.']
    >>> list(unpacked(b"sha256-" + b"9fJ/" * 10))
    []
    """
    # An equals sign at the end of a line may be the end of base64, or go on with the next line.
    for words in {data: 0, _loosened(data): 0}:
        for found in TOLD_BASE64.finditer(words) if _has(words, *TOLD) else ():
            inner = _unbased(found[1])
            if _likely(inner):
                yield inner
        for found in LONG_WORD.finditer(words) if b"A" * 40 in words.translate(IN_A_WORD) else ():
            run, rest = found.groups()
            # Any long word can be read as base64: what comes out of most is no text, and shorter than a file.
            if len(set(run)) > FEWEST_SIGNS and _likely(inner := _unbased(run)):
                yield inner
                if rest:
                    yield _unbased(run + rest)


def _has(data: bytes, *marks: bytes) -> bool:
    small = data.lower()
    return any(one in small for one in marks)


def _likely(inner: bytes) -> bool:
    return len(inner) >= LONG or inner.startswith(STARTS) or _is_text(inner)


def _unbased(words: bytes) -> bytes:
    """Give what base64 stands for, as far as it goes."""
    plain = re.sub(rb"%([0-9a-fA-F]{2})", lambda code: bytes.fromhex(code[1].decode()), words)
    signs = re.sub(rb"[^A-Za-z0-9+/]", b"", plain)
    signs = signs[:-1] if len(signs) % 4 == 1 else signs
    return base64.b64decode(signs + b"=" * (-len(signs) % 4))


def _is_text(data: bytes) -> bool:
    words = data[:SOME].replace(b"\0", b"").decode("utf-8", errors="replace")
    fine = sum(sign.isprintable() or sign.isspace() for sign in words) - words.count("\ufffd")
    return fine > READABLE * len(words)


def _loosened(data: bytes) -> bytes:
    """Give text with its lines whole and its signs as they are read."""
    if data.lstrip().startswith(RTF):
        return _rtf(data)
    if _has(data, b"\n ", b"\n\t") and FOLDED.search(data):
        data = FOLD.sub(b"", data)
    if WORDS.search(data):
        data = WORDS.sub(_mail_words, BETWEEN_WORDS.sub(b"?==?", data))
    if _has(data, b"quoted-printable") or QUOTED.search(data):
        data = binascii.a2b_qp(data)
    return data


def _mail_words(found: re.Match[bytes]) -> bytes:
    """Give words as they stand in the head of a mail: "=?utf-8?Q?Zo=C3=AB?="."""
    form, way, words = found.groups()
    inner = _unbased(words) if way in b"Bb" else binascii.a2b_qp(words, header=True)
    try:
        return inner.decode(form.decode(), errors="replace").encode()
    except (LookupError, UnicodeError):
        return inner


def _utf7(found: re.Match[bytes]) -> bytes:
    try:
        return found[0].decode("utf-7").encode()
    except UnicodeError:
        return found[0]


def _rtf(data: bytes) -> bytes:
    """Give the words of a text with its make-up in between, as old word processors write it."""
    page = RTF_PAGE.search(data)
    form = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        codecs.lookup(form)
    except LookupError:
        form = "cp1252"
    words = RTF_SIGN.sub(lambda sign: chr(int(sign[1]) % 0x10000), data.decode("latin-1"))
    words = RTF_BYTES.sub(lambda run: bytes.fromhex(run[0].replace("\\'", "")).decode(form, errors="replace"), words)
    words = RTF_REST.sub("", RTF_BREAK.sub(" ", words))
    # Signs beyond the first 65,536 are written in two halves.
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", errors="replace").encode()
