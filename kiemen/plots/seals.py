"""A mark in a picture by which it is known again: made here, and not changed since.

Words in pixels cannot be read back, so a picture is trusted for what stands beside it as text. The mark is no secret:
it keeps pictures from being mixed up, not from being forged.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
INLINE = re.compile(rb"(data:image/png;base64,\s*)([A-Za-z0-9+/=\s]+)")
# The last chunk of a PNG file, which says that it ends, and a chunk with the mark: size, kind, words, check.
END, MARK = 12, 4 + 4 + len(b"Seal\0") + 64 + 4


def sealed(png: bytes, beside: bytes = b"") -> bytes:
    """Give a PNG file with a mark that belongs to its pixels, and to what has its words as text.

    Examples
    --------
    >>> png = PNG + bytes(12)
    >>> is_sealed(sealed(png, b"<svg/>"), b"<svg/>"), is_sealed(sealed(png), b"<svg/>"), is_sealed(png)
    (True, False, False)
    """
    whole = hashlib.sha256(hashlib.sha256(beside).digest() + png).hexdigest()
    chunk = b"tEXtSeal\0" + whole.encode()
    framed = (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return png[:-END] + framed + png[-END:]


def is_sealed(png: bytes, beside: bytes = b"") -> bool:
    """Say whether a PNG file is one that was marked so, byte by byte."""
    bare = png[: -END - MARK] + png[-END:]
    return png.startswith(PNG) and len(bare) > END and sealed(bare, beside) == png


def with_sealed_pictures(svg: bytes) -> bytes:
    """Give an SVG file with a mark in each picture in it: its colours or lines, for it draws no words as pixels."""
    return INLINE.sub(lambda found: found[1] + base64.b64encode(sealed(base64.b64decode(found[2]))), svg)
