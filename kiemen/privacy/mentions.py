"""People in the titles and texts that others wrote: their names found in every usual form, and put in other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._letters import AS_BLANK, AS_NOTHING, PREFIXES, STRONG, fold

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
_LETTER = f"[^\\W_\u0300-\u036f{AS_BLANK}]|[\u0300-\u036f{AS_NOTHING}]"
# An address, the short words before a surname, or a word; dashes, full stops and quotes around it part words.
WORD = re.compile(rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|['’][stn](?!{_LETTER})|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞŠŹŻŽ]"
# One initial or several; a capital before an apostrophe begins a surname ("O'Brien").
INITIALS = re.compile(rf"(?<![^\W_])({_CAPITAL})(?:[. -]{{1,2}}{_CAPITAL})*(?!['’]?[^\W_])")
# So much of a text can belong to one initial, and so much may stand between two words of one name.
NEARBY, BETWEEN = 60, re.compile(rf"[\s.,'’{AS_BLANK}{AS_NOTHING}-]{{0,3}}")
SOON = re.compile(rf"[ \n'’{AS_BLANK}{AS_NOTHING}]{{0,2}}[^\W\d_]")
# What nobody sees between two letters may stand in a word or for a blank; without it a text falls apart in pieces.
_PIECE = rf"[^\W_{AS_BLANK}{AS_NOTHING}]"
HIDDEN, PIECES = re.compile(rf"(?<={_PIECE})[{AS_BLANK}{AS_NOTHING}]+(?={_PIECE})"), re.compile(f"{_PIECE}+")
# Fewer letters that are somebody's name without blanks can be a word as well.
LONG, _NUMBER = 8, re.compile(r"\d")
# What stands in place of a name that may be of more than one person, or of nobody who may be told.
MASK = "…"


@dataclass(frozen=True)
class Names:
    """Names to look for in texts, and what to put in their place; with "" a name stays as it is written.

    Parameters
    ----------
    whole
        Names, ids and addresses, in the forms of `whole_names` and `spelled`.
    short
        Names with the first letter for the given name, as in `initialled`.
    alone
        Whether a text of one word can be somebody's name or id; otherwise it is more likely a number of its own.
    """

    whole: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    @cached_property
    def starts(self) -> set[str]:
        """Words that whole names begin with."""
        return first_words(self.whole)

    @cached_property
    def telling(self) -> set[str]:
        """Words of which one stands in each text that is changed: surnames, as far as they tell."""
        found: set[str] = set()
        for name in (name for names in (self.short, self.whole) for name, said in names.items() if said):
            words = name.split()
            if found.isdisjoint(words):
                found.add(max({*words} - PREFIXES or words, key=lambda word: (len(word), word)))
        return found | {f"{word}s" for word in found}

    @cached_property
    def glued(self) -> set[str]:
        """Words of whole names written as one, as they are where something between them that nobody sees was lost."""
        names = (name.split() for name, said in self.whole.items() if said and not _NUMBER.search(name))
        return {"".join(words[at:end]) for words in names for at in range(len(words)) for end in _ends(words, at)}

    @cached_property
    def joined(self) -> dict[str, str]:
        """The whole names by their letters alone; those of one word, ids and addresses are left out."""
        return {_letters(name): said for name, said in self.whole.items() if " " in name and not _NUMBER.search(name)}

    @cached_property
    def addressed(self) -> dict[str, str]:
        """All names by their letters alone, as addresses begin with them."""
        return {_letters(name): said for name, said in self.short.items()} | self.joined


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
    return {form for name in written for form in _all_forms(name)}


@lru_cache(maxsize=200_000)
def short_names(name: str) -> frozenset[str]:
    """Give a name with the first letter for the given name, in the forms of `whole_names`.

    Examples
    --------
    >>> forms = short_names("Cas van der Vos")
    >>> [form in forms for form in ("c van der vos", "c vd vos", "vos c v d", "c vos")]
    [True, True, True, False]
    """
    first, *rest = name.split() or [""]
    if not rest or "@" in name or not first[0].isalpha() or fold(first) in STRONG:
        return frozenset()
    family = next((at for at, word in enumerate(rest) if fold(word) in PREFIXES), len(rest) - 1)
    return frozenset(whole_names(f"{first[0]} {' '.join(words)}" for words in (rest, rest[family:])))


@lru_cache(maxsize=200_000)
def without_prefix(name: str) -> frozenset[str]:
    """Give a name without what joins the given name and the surname, in the forms of `whole_names`.

    Examples
    --------
    >>> sorted(without_prefix("Cas van der Vos")), sorted(without_prefix("Cas Vos"))
    (['cas vos', 'vos cas'], [])
    """
    given, family = _parted(name)
    return frozenset(whole_names([" ".join([*given, *family])] if len("".join(given[:1])) > 1 else ()))


@lru_cache(maxsize=200_000)
def initialled(name: str) -> frozenset[str]:
    """Give the `short_names` of a name, also without what joins the given name and the surname.

    Examples
    --------
    >>> sorted(initialled("Cas van der Vos") - short_names("Cas van der Vos"))
    ['c vos', 'vos c']
    """
    short, (given, family) = short_names(name), _parted(name)
    return short | whole_names([" ".join([given[0][0], *family])] if short and given else ())


def _parted(name: str) -> tuple[list[str], list[str]]:
    """Give the words before and after what joins the given name and the surname; none where nothing does."""
    words = _words(name)
    start = next((at for at, word in enumerate(words[:-1]) if at and word in PREFIXES), 0)
    if not start or "@" in name:
        return [], []
    return words[:start], words[next(at for at in range(start, len(words)) if _ends_prefix(words, at)) :]


def _ends_prefix(words: list[str], at: int) -> bool:
    return words[at] not in PREFIXES or at == len(words) - 1


def in_initials(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give what stands in a text as somebody's initials and surname, and which of the `short_names` it is.

    Capitals tell an initial from a word ("A. Bos", not "a bos"), and a comma or full stop one behind a surname.

    Examples
    --------
    >>> list(in_initials("Vraag C.J. v.d. Vos of Bos, A. (Zorg).", {"c v d vos", "bos a"}))
    [('C.J. v.d. Vos', 'c v d vos'), ('Bos, A.', 'bos a')]
    """
    for start, end, name in _initials(text, known):
        yield " ".join(text[start:end].split()), name


def _initials(text: str, known: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Give where initials with a surname begin and end, and which of the names it is."""
    for found in INITIALS.finditer(text):
        start, end = found.span()
        end += text[end : end + 1] == "."
        # Most capitals by themselves have figures around them: they draw a line.
        after = _near(text, end) if SOON.match(text, end) else []
        parted = text[end - 1] == "." or "," in text[max(start - 2, 0) : start]
        before = _near(text, start, back=True) if parted else []
        ways = ((b, a) for b in range(len(before) + 1) for a in range(len(after) + 1) if b + a)
        for b, a in sorted(ways, key=lambda way: (way[0] > 0, -sum(way))):
            spans = [*before[:b][::-1], found.span(1), *after[:a]]
            name = _known([_bare(text[one:other]) for one, other in spans], known)
            last = max(end, spans[-1][1])
            # In "De Vries, A. Bakker" the letter belongs to what follows.
            others = b and a < len(after) and _goes_on(text[last:][:NEARBY])
            if name and not others and any(text[one].isupper() for one, other in spans if other - one > 1):
                yield spans[0][0], last, name
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


@lru_cache(maxsize=200_000)
def _all_forms(name: str) -> frozenset[str]:
    return frozenset(_forms(_words(name)))


def _forms(words: list[str]) -> Iterator[str]:
    """Give a name with its prefix in full and short, and with the given or the family name first."""
    start = next((at for at, word in enumerate(words) if at and word in PREFIXES), len(words) - 1)
    given, prefix, family = words[:start], words[start:-1], words[-1:]
    others = [*(SHORT if prefix in VAN_DER else ()), *([[HET.get(word, word) for word in prefix]] if prefix else ())]
    for between in [prefix, *others]:
        for parts in ((given, between, family), (between, family, given), (family, given, between)):
            yield " ".join(word for part in parts for word in part)
        yield " ".join([*family, *between, *given])


def replaced(text: str, names: Names) -> str:
    """Give a text with other words for each name in it.

    Examples
    --------
    >>> names = Names(whole={"cas van der vos": "k1"}, short={"c van der vos": "k1"})
    >>> replaced("Team Cas van der Vos, Zorg", names), replaced("Team C.J. van der Vos", names)
    ('Team k1, Zorg', 'Team k1')
    """
    words = _words(text)
    glued = not names.glued.isdisjoint(words) or (not text.isascii() and HIDDEN.search(text) is not None)
    if not glued and "@" not in text and names.telling.isdisjoint(words):
        return text
    found = [(start, end, names.whole[name]) for start, end, name in _runs(text, names.whole, names.starts, skip=True)]
    if glued:
        found += _in_pieces(text, names.joined)
    if "@" in text:
        found += _addresses(text, names.addressed)
    found += [(start, end, names.short[name]) for start, end, name in _surely_initials(text, names.short)]
    taken: list[tuple[int, int, str]] = []
    for start, end, said in found:
        if all(end <= first or last <= start for first, last, _ in taken):
            taken.append((start, end, said))
    made, done = [], 0
    for start, end, said in sorted(taken):
        made += [text[done:start], said or text[start:end]]
        done = end
    return "".join([*made, text[done:]])


def _surely_initials(text: str, known: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Give initials that are no letter of a list: "A. Bos" or "Q van der Vos", but not "Zone A Bos en Park"."""
    for start, end, name in _initials(text, known) if known else ():
        if not {".", ","}.isdisjoint(text[start:end]) or (name.split()[1].startswith("v") and len(name.split()) > 2):
            yield start, end, name


def _addresses(text: str, addressed: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give the addresses that begin with somebody's name."""
    for found in WORD.finditer(text):
        name = _letters(found[0].partition("@")[0].partition("+")[0]) if "@" in found[0] else ""
        if name in addressed:
            yield *found.span(), addressed[name]


def _in_pieces(text: str, joined: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give names that what nobody sees parts or joined, by their letters alone; no single word in small letters."""
    spans = [found.span() for found in PIECES.finditer(text)]
    longest, done = max(map(len, joined), default=0), 0
    for at, (start, _) in enumerate(spans):
        for first, end in spans[at:] if start >= done else ():
            name = _letters(text[start:end])
            if len(name) > longest or not text[first:end].isalpha():
                break
            parted = first > start or not text[start + 1 : end].islower()
            if name in joined and (HIDDEN.search(text, start, end) or (parted and len(name) >= LONG)):
                yield start, end, joined[name]
                done = end
                break


def _ends(words: list[str], at: int) -> range:
    """Give where a run of two words or more that begins here can end."""
    return range(at + 2, len(words) + 1)


def _letters(written: str) -> str:
    """Give the letters of a name and nothing else."""
    return "".join(letter for letter in fold(written) if letter.isalpha())


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


def _runs(
    text: str, known: Collection[str], starts: set[str] | None, *, skip: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Give where each name begins and ends, and which it is; the longest where one begins with another.

    With `skip` a name may hold initials of which it does not know: "Cas J. van der Vos".
    """
    spans = [found.span() for found in WORD.finditer(text)]
    parts = [_bare(text[start:end]) for start, end in spans]
    at = 0 if starts is None or not starts.isdisjoint(parts) else len(parts)
    between = {n for n, (start, end) in enumerate(spans) if skip and end == start + 1 and text[start].isupper()}
    while at < len(parts):
        lengths = range(min(LONGEST, len(parts) - at), 0, -1) if starts is None or parts[at] in starts else ()
        found = ((n, _known(parts[at : at + n], known) or _skipping(parts, at, n, between, known)) for n in lengths)
        length, name = next(((n, name) for n, name in found if name), (0, ""))
        if length:
            yield spans[at][0], spans[at + length - 1][1], name
        at += max(length, 1)


def _skipping(parts: list[str], at: int, length: int, between: set[int], known: Collection[str]) -> str:
    """Give the name that words are without the initials in the midst of them."""
    kept = [n for n in range(at, at + length) if n not in between or n in {at, at + length - 1}]
    return _known([parts[n] for n in kept], known) if len(kept) < length else ""


def _known(words: list[str], known: Collection[str]) -> str:
    """Give the name that words are, if they are one; what is somebody's own may end in a bare s ("Jansens plan")."""
    name = " ".join(words)
    if name in known:
        return name
    return name[:-1] if len(words) > 1 and name.endswith("s") and name[:-1] in known else ""


def reworded(frames: Mapping[str, pd.DataFrame], names: Names) -> dict[str, pd.DataFrame]:
    """Give the tables of a network in whose texts one of these names stood, with other words for it.

    Titles that become the same are one initiative or innovation.
    """
    changed: dict[str, pd.DataFrame] = {}
    for name in [*TEXTS, "people"]:
        frame = frames[name]
        if frame.index.name is not None and name != "people":
            frame = frame.reset_index()
        table = _reworded_table(frame, _text_columns(name, frame), names)
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


def _reworded_table(frame: pd.DataFrame, columns: Iterable[str], names: Names) -> pd.DataFrame | None:
    """Give the table with these columns in other words, None when no name stands in it."""
    made = {}
    for column in columns:
        if column not in frame or not pd.api.types.is_string_dtype(frame[column].dtype):
            continue
        texts = [text for text in frame[column].dropna().unique() if isinstance(text, str)]
        # Most texts are a single word, which is nobody's whole name.
        told = {text: replaced(text, names) for text in texts if names.alone or not text.isalnum()}
        if told := {text: words for text, words in told.items() if words != text}:
            made[column] = frame[column].replace(told)
    return frame.assign(**made) if made else None
