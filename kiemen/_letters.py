"""How letters are made equal before names are compared: case, accents, signs nobody sees; and what joins a surname."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ÿ": "ij"}
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼʹ′`´＇", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("，、", ","),
    }
)

# Letters that nobody sees, for a class of a regular expression: those that are nothing, and those that are a blank.
AS_NOTHING = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
AS_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
_NOTHING, _BLANK = re.compile(f"[{AS_NOTHING}]+"), re.compile(f"[{AS_BLANK}]")

# A word that may stand between the given name and the surname. The first group can also open a name ("de Vries"); the
# second is often a given name or a surname of its own ("Ben", "Al", "Le"), so it only counts in the middle.
STRONG = frozenset(
    [
        "van",
        "de",
        "den",
        "der",
        "ter",
        "ten",
        "te",
        "'t",
        "t",
        "'s",
        "s",
        "het",
        "von",
        "zu",
        "zum",
        "zur",
        "vd",
        "vdr",
        "vdn",
        "vh",
        "vt",
        "vander",
        "vanden",
        "vande",
        "vant",
        "v",
        "vh",
        "d'",
        "l'",
        "el",
        "dela",
    ]
)
WEAK = frozenset(
    [
        "ben",
        "al",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "du",
        "la",
        "le",
        "les",
        "in",
        "op",
        "aan",
        "bij",
        "uit",
        "voor",
        "over",
        "onder",
        "ver",
        "ibn",
        "bin",
        "d",
    ]
)
PREFIXES = STRONG | WEAK


@lru_cache(maxsize=200_000)
def fold(written: str) -> str:
    """Give `written` without case, accents, invisible characters and typographic variants.

    Examples
    --------
    >>> fold("Zoë  MÜLLER"), fold("Ĳsbrand d’Hondt")
    ('zoe muller', "ijsbrand d'hondt")
    """
    return " ".join(plain(written).casefold().translate(LETTERS).split())


@lru_cache(maxsize=200_000)
def plain(written: str) -> str:
    """Give `written` in its own case, without accents and what cannot be seen."""
    if written.isascii() and written.isprintable():
        return written.replace("`", "'")
    seen = _BLANK.sub(" ", _NOTHING.sub("", written))
    composed = unicodedata.normalize("NFKC", seen).translate(_MARKS)
    composed = composed.replace("ÿ", "ij").replace("Ÿ", "IJ")
    visible = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in composed if unicodedata.category(c) != "Cf"
    )
    return "".join(c for c in unicodedata.normalize("NFKD", visible) if not unicodedata.combining(c))
