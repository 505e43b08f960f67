"""How a person's name is written: case, accents, order, prefixes, initials and titles taken apart.

Two spellings of one name end up with the same words, whatever the order they were written in. Nothing is decided here;
`kiemen.read.names` compares.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kiemen._letters import LETTERS, PREFIXES, STRONG, WEAK, fold, plain

# Short forms and what they may stand for. "v.d." says neither "de" nor "den" nor "der".
_ABBREVIATED = {
    "v": "v", "vd": "vd", "vdr": "vd", "vdn": "vd", "vh": "vt", "vt": "vt", "t": "t", "d": "d", "s": "s",
}  # fmt: skip
_GLUED = {"vander": ("van", "der"), "vanden": ("van", "den"), "vande": ("van", "de"), "vant": ("van", "'t"),
          "dela": ("de", "la")}  # fmt: skip
_LONG_SKELETON = {"van": "v", "von": "v", "de": "d", "den": "d", "der": "d", "het": "t", "'t": "t", "'s": "s"}

_TITLES = frozenset(
    [
        "dr",
        "drs",
        "ir",
        "ing",
        "mr",
        "mw",
        "mevr",
        "mevrouw",
        "dhr",
        "heer",
        "hr",
        "prof",
        "professor",
        "ds",
        "jhr",
        "jkvr",
        "jonkheer",
        "bc",
        "meneer",
        "mej",
        "mvr",
        "mrs",
        "ms",
        "miss",
        "sir",
    ]
)
_DEGREES = frozenset(
    [
        "msc",
        "bsc",
        "ma",
        "ba",
        "bba",
        "mba",
        "phd",
        "llm",
        "llb",
        "mpa",
        "med",
        "bed",
        "ra",
        "rc",
        "emim",
        "mcm",
        "mpm",
        "meng",
        "beng",
        "ad",
        "rn",
        "bc",
    ]
)

# An address begins where a word does and is not endless: looked for at every letter, a long cell takes its time.
ADDRESS = re.compile(
    r"(?<![^\s<>()\[\],;:\"'])[^\s<>()\[\],;:\"']{1,254}@[^\s<>()\[\],;:\"']{1,254}\.[^\s<>()\[\],;:\"'.]{1,64}"
)
_REMARK = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_TOKEN = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A written name taken apart.

    Parameters
    ----------
    words
        Given names and surname without prefixes and titles, folded, in natural order as far as that is known.
    short
        For each word, whether it is an initial or an abbreviation.
    prefix
        Prefixes in the order written, folded.
    remarks
        What stood in brackets, folded.
    ordered
        Whether a comma told which part is the surname.
    joined
        All letters of the name in natural order, without spaces: "daanvandenberg".
    email
        An address found in the text, folded, or "".
    """

    words: tuple[str, ...]
    short: tuple[bool, ...]
    prefix: tuple[str, ...]
    remarks: tuple[str, ...]
    ordered: bool
    joined: str
    email: str

    @property
    def has_short(self) -> bool:
        """Whether any word is an initial or an abbreviation."""
        return any(self.short)


def visible(written: str) -> str:
    """Give `written` composed (NFC), without invisible characters, with single spaces: fit to show as a name."""
    if written.isascii() and written.isprintable():
        return " ".join(written.split())
    composed = unicodedata.normalize("NFC", written)
    kept = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zs"} else c for c in composed if unicodedata.category(c) != "Cf"
    )
    return " ".join(kept.split())


def soften(word: str) -> str:
    """Give one form to spellings that sound and often are the same: ij and y."""
    return word.replace("ij", "y")


def prefix_agreement(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """Say how two runs of prefixes relate: "same", "short" (abbreviated), "near", "missing" or "other"."""
    if left == right:
        return "same"
    if sorted(left) == sorted(right):
        return "same"
    if not left or not right:
        return "missing"
    if _skeleton(left) == _skeleton(right):
        return "short" if _is_abbreviated(left) or _is_abbreviated(right) else "near"
    return "other"


def _skeleton(prefix: tuple[str, ...]) -> str:
    return "".join(_ABBREVIATED.get(word) or _LONG_SKELETON.get(word, word) for word in prefix)


def _is_abbreviated(prefix: tuple[str, ...]) -> bool:
    """Whether a shortened word stands among the prefixes; 't and het are the same word written out or not."""
    return any(word in _ABBREVIATED or word in {"'t", "het", "'s"} for word in prefix)


@dataclass(slots=True)
class _Token:
    word: str
    dotted: bool
    raw: str


@lru_cache(maxsize=200_000)
def take_apart(written: str) -> Spelling:
    """Take a written name apart.

    Examples
    --------
    >>> take_apart("Vries, de, Jan").words, take_apart("drs. J. v.d. Berg").words
    (('jan', 'vries'), ('j', 'berg'))
    >>> take_apart("Jan de Vries") == take_apart("jan DE vries")
    True
    """
    body = plain(written)
    found = ADDRESS.search(body)
    email = found.group().casefold().removeprefix("mailto:") if found else ""
    if found:
        body = body.replace(found.group(), " ").replace("mailto:", " ")
    remarks = tuple(fold(r) for r in _REMARK.findall(body) if r.strip())
    body = _REMARK.sub(" ", body)
    segments = [tokens for part in body.split(",") if (tokens := _tokens(part))]
    segments = _without_titles(segments)
    natural, ordered = _natural_order(segments)
    words, short, prefix = _sorted_out(natural)
    joined = "".join(c for token in natural for c in token.word if c.isalnum())
    return Spelling(tuple(words), tuple(short), tuple(prefix), remarks, ordered, joined, email)


def _tokens(part: str) -> list[_Token]:
    """Split one part at spaces, hyphens and dots, keeping apostrophes with their prefix."""
    part = re.sub(r"\b([vVoO])\s*/\s*([dDhH])\b\.?", r"\1\2 ", part)
    # "V. de Fey" begins with an initial; "v.d. Berg" and "Jan V.D. Berg" have a prefix.
    part = re.sub(r"(?:(?<=\w\s)[vV]|(?<![\w.])v)\.\s*[dD]\.?(?=\s|$)", "vd ", part)
    part = re.sub(r"(?:(?<=\w\w\s)[vV]|(?<=[\w.]\s)v)\.\s*(?=(?:de|den|der|het|'t)\b)", "van ", part)
    # "JW de Vries" begins with two initials; "JAN DE VRIES" does not.
    if not part.isupper():
        part = re.sub(r"^\s*([A-Z])([A-Z])([A-Z]?)(?=\s+\S)", _dotted, part)
    part = part.replace(".", ". ").replace("-", " ").replace("/", " ").replace("_", " ").replace("&", " ")
    tokens = []
    for raw in _TOKEN.findall(part):
        tokens.extend(_apostrophes(raw))
    return [token for token in tokens if token.word]


def _dotted(found: re.Match[str]) -> str:
    """Put points behind capitals that are initials; "IJ" is one letter and a word with a vowel may be a name."""
    letters = "".join(found.groups())
    if letters == "IJ" or re.search(r"[AEIOUY]", letters):
        return found.group()
    return "".join(f"{letter}." for letter in letters)


def _apostrophes(raw: str) -> list[_Token]:
    dotted = raw.endswith(".")
    word = raw.casefold().translate(LETTERS).strip('."*~^:;!?|\\<>')
    if word in {"'t", "'s"}:
        return [_Token(word, dotted=False, raw=raw)]
    if re.match(r"'[ts](?=[a-z]{2})", word):
        return [_Token(word[:2], dotted=False, raw=raw[:2]), _Token(word[2:].strip("'"), dotted, raw[2:])]
    if re.match(r"[dl]'(?=[a-z]{2})", word):
        return [_Token(word[:2], dotted=False, raw=raw[:2]), _Token(word[2:].replace("'", ""), dotted, raw[2:])]
    return [_Token(word.replace("'", ""), dotted, raw)]


def _without_titles(segments: list[list[_Token]]) -> list[list[_Token]]:
    """Drop titles in front and degrees behind, as long as a name is left."""
    kept = []
    count = sum(len(tokens) for tokens in segments)
    for place, given_tokens in enumerate(segments):
        tokens = list(given_tokens)
        while len(tokens) > 1 and tokens[0].word in _TITLES:
            tokens, count = tokens[1:], count - 1
        if len(tokens) > 2 and tokens[0].word == "de" and tokens[1].word == "heer":
            tokens, count = tokens[2:], count - 2
        while tokens and tokens[-1].word in _DEGREES and count > 2:
            tokens, count = tokens[:-1], count - 1
        if place and tokens and count > 1 and all(token.word in _TITLES for token in tokens):
            tokens, count = [], count - len(tokens)
        if tokens:
            kept.append(tokens)
    return kept


def _natural_order(segments: list[list[_Token]]) -> tuple[list[_Token], bool]:
    """Put "Vries, de, Jan" and its kin in the order "Jan de Vries"; say whether a comma told the order."""
    if len(segments) <= 1:
        return (segments[0] if segments else []), False
    surname, *rest = segments
    given: list[_Token] = []
    prefix: list[_Token] = []
    for tokens in rest:
        tail = _trailing_prefixes(tokens)
        given.extend(tokens[: len(tokens) - tail])
        prefix.extend(_as_prefix(token) for token in tokens[len(tokens) - tail :])
    opening = 0
    while opening < len(surname) - 1 and surname[opening].word in PREFIXES:
        surname[opening] = _as_prefix(surname[opening])
        opening += 1
    tail = _trailing_prefixes(surname) if len(surname) > 1 else 0
    if tail and not opening:
        surname = [_as_prefix(token) for token in surname[len(surname) - tail :]] + surname[: len(surname) - tail]
    return [*given, *prefix, *surname], bool(given)


def _trailing_prefixes(tokens: list[_Token]) -> int:
    count = 0
    for token in reversed(tokens):
        initial = len(token.word) == 1 and (token.dotted or token.raw.isupper())
        if token.word not in PREFIXES or initial:
            break
        count += 1
    # "Vries, Ben" has a given name, not a prefix, behind the comma.
    if count == len(tokens) and count == 1 and tokens[0].word in WEAK:
        return 0
    return count


def _as_prefix(token: _Token) -> _Token:
    return _Token(token.word, token.dotted, "~prefix")


def _sorted_out(tokens: list[_Token]) -> tuple[list[str], list[bool], list[str]]:
    """Part words from prefixes, going by place: a prefix needs a word after it, and mostly one before."""
    words: list[str] = []
    short: list[bool] = []
    prefix: list[str] = []
    certain = [_is_prefix_at(tokens, place) for place in range(len(tokens))]
    if not any(not c for c in certain):
        certain = [False] * len(tokens)
    for token, is_prefix in zip(tokens, certain, strict=True):
        if is_prefix:
            prefix.extend(_GLUED.get(token.word, (token.word,)))
        else:
            words.append(token.word)
            short.append(len(token.word) == 1 or (token.dotted and len(token.word) <= 4))
    return words, short, prefix


def _is_prefix_at(tokens: list[_Token], place: int) -> bool:
    token = tokens[place]
    if token.word not in PREFIXES:
        return False
    if token.raw == "~prefix":
        return True
    if len(token.word) == 1 and (token.dotted or token.raw.isupper()):
        return _small_after_prefix(tokens, place)
    if place == 0:
        return token.word in STRONG and len(tokens) > 1
    if place == len(tokens) - 1:
        return token.word in STRONG and len(tokens) > 2
    return True


def _small_after_prefix(tokens: list[_Token], place: int) -> bool:
    """Whether a single dotted letter belongs to a prefix: "v. Dijk" in small letters, or the d. of "van d. Berg"."""
    token = tokens[place]
    small = token.raw[:1].islower() and place > 0 and place < len(tokens) - 1
    follows = place > 0 and tokens[place - 1].word in {"van", "v", "op", "in", "aan", "uit", "bij"}
    return small and (token.word in {"v", "d", "t"} or follows) and (token.word == "v" or follows)
