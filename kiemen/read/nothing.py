"""Words that people fill in where they have no answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._letters import fold

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS = """
    geen | niemand | niets | nee | neen | nihil | nvt | niet van toepassing | weet niet | weet ik niet | weet het niet |
    ik weet het niet | weet ik zo niet | weet ik nog niet | geen idee | geen mening | geen antwoord | geen naam |
    geen namen | geen collega | geen collegas | geen een | niemand anders | niemand specifiek | nog niemand |
    niemand in het bijzonder | geen andere | geen anderen | verder niemand | verder geen | verder niet | onbekend |
    liever niet | zeg ik liever niet | wil ik niet zeggen | wil niet zeggen | weiger | n v t | zie boven |
    zie hierboven | idem | kan ik niet zeggen | overslaan | leeg | x | xx | xxx | o | na | n a | none | no one | noone |
    nobody | nothing | no | not applicable | not available | unknown | dont know | i dont know |
    do not know | dk | idk |
    no idea | no answer | prefer not to say | prefer not to answer | rather not say | skip | skipped | blank | null |
    nan | nil | none of them | no opinion | no response | not answered | missing | geen reactie | test | n b | kein |
    keiner | niemand, | weiß nicht | personne | aucun | 0 | asdf | qwerty | anoniem | anonymous
"""
_NOTHING = frozenset(" ".join(fold(word).split()) for word in _WORDS.split("|"))
# In an answer on a scale or an open answer these are answers.
_ANSWERS = frozenset({"0", "nee", "neen", "no", "o", "test"})


def each(values: pd.Series[str], test: Callable[[str], bool]) -> pd.Series[bool]:
    """Mark the cells that pass a test; a column without rows stays one of yes and no."""
    codes, distinct = pd.factorize(values)
    passed = np.array([test(str(cell)) for cell in distinct] + [False], dtype=bool)
    return pd.Series(passed[codes], index=values.index, dtype=bool)


@lru_cache(maxsize=100_000)
def names_nobody(cell: str) -> bool:
    """Whether what stands in a name field means that there is nobody to name."""
    plain = re.sub(r"[\W_]+", " ", fold(cell).replace("'", "")).strip()
    return not plain or plain in _NOTHING


@lru_cache(maxsize=100_000)
def says_nothing(cell: str) -> bool:
    """Whether an answer to another question means that there is no answer."""
    if not cell.strip():
        return True
    parts = re.split(r"\s*(?:/|\bof\b|\bor\b|,|\()\s*", fold(cell))
    if len(parts) > 1 and all(says_nothing(part) for part in parts) and any(parts):
        return True
    plain = re.sub(r"[\W_]+", " ", fold(cell).replace("'", "")).strip()
    # A row of stars or plus signs is an answer that was not understood, not a blank.
    return (not plain and not re.search(r"[+±★☆⭐*]", cell)) or (plain in _NOTHING and plain not in _ANSWERS)
