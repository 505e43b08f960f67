"""People in the titles and texts that others wrote: their names found in every usual form, and put in other words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._letters import PREFIXES, STRONG, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# The texts of a network in which somebody can be named; what an index is called stands first.
TEXTS = {
    "initiatives": ("initiative", "name"),
    "memberships": ("initiative", "role"),
    "events": ("event", "initiative", "note"),
    "innovations": ("innovation", "label"),
    "adoptions": ("innovation",),
    "items": ("label",),
    "responses": ("text",),
    "ledger": ("column", "value"),
    "assumptions": ("subject", "choice"),
}
KEYS = {"initiatives": "initiative", "innovations": "innovation"}
# Columns that are not texts, in tables that hold whatever else a file told about people and initiatives.
NO_TEXTS = {"initiatives": ("start", "end"), "people": ("name", "inside", "email")}
LONGEST = 10
VAN_DER = (["van", "der"], ["van", "den"], ["van", "de"])
SHORT = (["vd"], ["v", "d"], ["v", "der"], ["v", "den"], ["vdr"], ["vdn"], ["vander"], ["vanden"])
HET = {"'t": "het", "het": "'t"}
# A letter, or what is not seen in a word: an accent by itself, a place where it may be broken.
_LETTER = "[^\\W_\u0300-\u036f]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
# An address, the short words before a surname, or a word; dashes, full stops and quotes around it part words.
WORD = re.compile(rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|['’][stn](?!{_LETTER})|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŹŻŽ]"
# One initial or several; a capital before an apostrophe begins a surname ("O'Brien").
INITIALS = re.compile(rf"(?<![^\W_])({_CAPITAL})(?:[. -]{{1,2}}{_CAPITAL})*(?!['’]?[^\W_])")
# So much of a text can belong to one initial, and so much may stand between two words of one name.
NEARBY, BETWEEN = 60, re.compile(r"[\s.,'’-]{0,3}")


def spelled(written: str) -> str:
    """Give a name, id or address as it is looked for, as it is written.

    Examples
    --------
    >>> spelled("Cas VAN DER Vos"), spelled("cas@x.nl"), spelled("Cas Vos's")
    ('cas van der vos', 'cas@x.nl', 'cas vos')
    """
    return " ".join(_words(written))


def whole_names(names: Iterable[str]) -> set[str]:
    """Give names and addresses in all forms in which they are looked for; a name of one word says too little.

    Examples
    --------
    >>> forms = whole_names(["Cas van der Vos", "cas@x.nl", "Cas"])
    >>> [form in forms for form in ("cas van der vos", "cas vd vos", "vos cas v d", "cas@x.nl", "cas")]
    [True, True, True, True, False]
    """
    written = [name for name in names if len(name.split()) > 1 or "@" in name]
    return {form for name in written for form in _forms(_words(name))}


@lru_cache(maxsize=200_000)
def short_names(name: str) -> frozenset[str]:
    """Give a name with the first letter for the given name, in the forms of `whole_names`.

    Examples
    --------
    >>> forms = short_names("Cas van der Vos")
    >>> [form in forms for form in ("c van der vos", "c vd vos", "vos c v d", "c vos")]
    [True, True, True, False]
    """
    first, *rest = name.split()
    if not rest or "@" in name or not first[0].isalpha() or fold(first) in STRONG:
        return frozenset()
    family = next((at for at, word in enumerate(rest) if fold(word) in PREFIXES), len(rest) - 1)
    return frozenset(whole_names(f"{first[0]} {' '.join(words)}" for words in (rest, rest[family:])))


def in_initials(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give what stands in a text as somebody's initials and surname, and which of the `short_names` it is.

    Capitals tell an initial from a word ("A. Bos", not "a bos"), and a comma or full stop one behind a surname.

    Examples
    --------
    >>> list(in_initials("Vraag C.J. v.d. Vos of Bos, A. (Zorg).", {"c v d vos", "bos a"}))
    [('C.J. v.d. Vos', 'c v d vos'), ('Bos, A.', 'bos a')]
    """
    for found in INITIALS.finditer(text):
        start, end = found.span()
        end += text[end : end + 1] == "."
        # Most capitals by themselves have figures around them: they draw a line.
        after = _near(text, end) if text[end : end + 3].lstrip(" \n'’")[:1].isalpha() else []
        parted = text[end - 1] == "." or "," in text[max(start - 2, 0) : start]
        before = _near(text, start, back=True) if parted else []
        ways = ((b, a) for b in range(len(before) + 1) for a in range(len(after) + 1) if b + a)
        for b, a in sorted(ways, key=lambda way: (way[0] > 0, -sum(way))):
            spans = [*before[:b][::-1], found.span(1), *after[:a]]
            name = _known([_bare(text[one:other]) for one, other in spans], known)
            said = text[spans[0][0] : max(end, spans[-1][1])]
            # In "De Vries, A. Bakker" the letter belongs to what follows.
            others = b and a < len(after) and _goes_on(text[max(end, spans[-1][1]) :][:NEARBY])
            if name and not others and any(text[one].isupper() for one, other in spans if other - one > 1):
                yield " ".join(said.split()), name
                break


def _near(text: str, at: int, *, back: bool = False) -> list[tuple[int, int]]:
    """Give where the words are that stand together right behind a place, or right before it, the nearest first."""
    low, high = (max(at - NEARBY, 0), at) if back else (at, at + NEARBY)
    spans = [found.span() for found in WORD.finditer(text, low, high)]
    near: list[tuple[int, int]] = []
    for start, end in reversed(spans) if back else spans:
        if not BETWEEN.fullmatch(text[end:at] if back else text[at:start]) or len(near) == LONGEST // 2:
            break
        near.append((start, end))
        at = start if back else end
    return near


def _goes_on(rest: str) -> bool:
    """Say whether the next word of a text is part of a name."""
    found = WORD.match(rest.lstrip(" "))
    return found is not None and (found[0][0].isupper() or fold(found[0]) in STRONG)


def _words(written: str) -> list[str]:
    return [_bare(word) for word in WORD.findall(written)]


def _bare(word: str) -> str:
    """Give a word without what makes it somebody's own; "'s" by itself belongs to a surname."""
    return fold(word).removesuffix("'s") or fold(word)


def _forms(words: list[str]) -> Iterator[str]:
    """Give a name with its prefix in full and short, and with the given or the family name first."""
    start = next((at for at, word in enumerate(words) if at and word in PREFIXES), len(words) - 1)
    given, prefix, family = words[:start], words[start:-1], words[-1:]
    others = [*(SHORT if prefix in VAN_DER else ()), *([[HET.get(word, word) for word in prefix]] if prefix else ())]
    for between in [prefix, *others]:
        for parts in ((given, between, family), (between, family, given), (family, given, between)):
            yield " ".join(word for part in parts for word in part)
        yield " ".join([*family, *between, *given])


def replaced(text: str, known: Mapping[str, str], starts: set[str] | None = None) -> str:
    """Give a text with other words for each name that is known; `starts` has their first words, to go faster.

    Examples
    --------
    >>> replaced("Team Cas van der Vos, Zorg", {"cas van der vos": "k1"})
    'Team k1, Zorg'
    """
    made, done = [], 0
    for start, end, name in _runs(text, known, starts):
        made += [text[done:start], known[name]]
        done = end
    return "".join([*made, text[done:]])


def mentioned(text: str, known: Collection[str], starts: set[str] | None = None) -> set[str]:
    """Give the names that stand in a text, in the form in which they are looked for; `starts` as above.

    Examples
    --------
    >>> mentioned("Team Vos, Cas van der", whole_names(["Cas van der Vos"]))
    {'vos cas van der'}
    """
    return {name for _, _, name in _runs(text, known, first_words(known) if starts is None else starts)}


def first_words(known: Iterable[str]) -> set[str]:
    """Give the words that names begin with."""
    return {name.partition(" ")[0] for name in known}


def _runs(text: str, known: Collection[str], starts: set[str] | None) -> Iterator[tuple[int, int, str]]:
    """Give where each name begins and ends, and which it is; the longest where one begins with another."""
    spans = [found.span() for found in WORD.finditer(text)]
    parts = [_bare(text[start:end]) for start, end in spans]
    at = 0 if starts is None or not starts.isdisjoint(parts) else len(parts)
    while at < len(parts):
        lengths = range(min(LONGEST, len(parts) - at), 0, -1) if starts is None or parts[at] in starts else ()
        length, name = next(((n, name) for n in lengths if (name := _known(parts[at : at + n], known))), (0, ""))
        if length:
            yield spans[at][0], spans[at + length - 1][1], name
        at += max(length, 1)


def _known(words: list[str], known: Collection[str]) -> str:
    """Give the name that words are, if they are one; what is somebody's own may end in a bare s ("Jansens plan")."""
    name = " ".join(words)
    if name in known:
        return name
    return name[:-1] if len(words) > 1 and name.endswith("s") and name[:-1] in known else ""


def reworded(frames: Mapping[str, pd.DataFrame], known: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Give the tables of a network in whose texts one of these names stood, with other words for it.

    Titles that become the same are one initiative or innovation.
    """
    changed: dict[str, pd.DataFrame] = {}
    for name in [*TEXTS, "people"]:
        frame = frames[name]
        if frame.index.name is not None and name != "people":
            frame = frame.reset_index()
        table = _reworded_table(frame, _text_columns(name, frame), known)
        if table is not None:
            changed[name] = table.drop_duplicates(KEYS[name]) if name in KEYS else table
    return changed


def texts_of(frames: Mapping[str, pd.DataFrame], tables: Iterable[str]) -> set[str]:
    """Give every text of these tables in which somebody can be named."""
    found: set[str] = set()
    for name in tables:
        frame = frames[name] if name == "people" else frames[name].reset_index()
        for column in _text_columns(name, frame):
            if column in frame and pd.api.types.is_string_dtype(frame[column].dtype):
                found |= {text for text in frame[column].dropna().unique() if isinstance(text, str)}
    return found


def _text_columns(name: str, frame: pd.DataFrame) -> list[str]:
    """Give the columns of a table in which somebody can be named."""
    columns = list(TEXTS.get(name, ()))
    if name in NO_TEXTS:
        columns += frame.columns.difference([*columns, *NO_TEXTS[name]]).tolist()
    return columns


def _reworded_table(frame: pd.DataFrame, columns: Iterable[str], known: Mapping[str, str]) -> pd.DataFrame | None:
    """Give the table with these columns in other words, None when no name stands in it."""
    made, starts = {}, first_words(known)
    # Most texts are a single word, which is nobody's whole name.
    single = any(" " not in name and "@" not in name for name in known)
    for column in columns:
        if column not in frame or not pd.api.types.is_string_dtype(frame[column].dtype):
            continue
        texts = [text for text in frame[column].dropna().unique() if isinstance(text, str)]
        told = {text: replaced(text, known, starts) for text in texts if single or " " in text or "@" in text}
        if told := {text: words for text, words in told.items() if words != text}:
            made[column] = frame[column].replace(told)
    return frame.assign(**made) if made else None
