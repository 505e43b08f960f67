"""Whole names of people who object, taken out of the titles and texts in which others wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.network import Network
from kiemen.read.spelling import PREFIXES, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MASK = "…"
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
LONGEST = 8
VAN_DER, SHORT = (["van", "der"], ["van", "den"], ["van", "de"]), ("vd", "v.d", "v d")
_WORD = re.compile(r"[\w'’@.-]*\w")


def whole_names(names: Iterable[str]) -> set[str]:
    """Give names and addresses as they are looked for; a name of one word says too little.

    Examples
    --------
    >>> sorted(whole_names(["Cas van der Vos", "cas@x.nl", "Cas"]))[:4]
    ['cas v d vos', 'cas v.d vos', 'cas van der vos', 'cas vd vos']
    """
    found = {form for name in names for form in _forms([fold(word) for word in _WORD.findall(name)])}
    return {name for name in found if " " in name or "@" in name}


def _forms(words: list[str]) -> Iterator[str]:
    """Give a name with its prefix in full and short, and with the given or the family name first."""
    start = next((at for at, word in enumerate(words) if at and word in PREFIXES), len(words) - 1)
    given, prefix, family = words[:start], words[start:-1], words[-1:]
    for between in [prefix, *([short] for short in SHORT if prefix in VAN_DER)]:
        for parts in ((given, between, family), (between, family, given), (family, given, between)):
            yield " ".join(word for part in parts for word in part)
        yield " ".join([*family, *between, *given])


def masked(text: str, words: Collection[str], starts: set[str] | None = None) -> str:
    """Give a text without the whole names in it; `starts` has the first words of the names, to go faster.

    Examples
    --------
    >>> masked("Team Cas van der Vos, Zorg", {"cas van der vos"})
    'Team …, Zorg'
    """
    spans = [found.span() for found in _WORD.finditer(text)]
    parts = [fold(text[start:end]) for start, end in spans]
    if starts is not None and starts.isdisjoint(parts):
        return text
    made, done, at = [], 0, 0
    while at < len(parts):
        lengths = range(min(LONGEST, len(parts) - at), 0, -1) if starts is None or parts[at] in starts else ()
        length = next((n for n in lengths if " ".join(parts[at : at + n]) in words), 0)
        if length:
            made += [text[done : spans[at][0]], MASK]
            done = spans[at + length - 1][1]
        at += max(length, 1)
    return "".join([*made, text[done:]])


def without_names(network: Network, words: Collection[str]) -> Network:
    """Give a network in whose titles, texts and attributes none of these names stands."""
    if not words:
        return network
    frames = network._frames  # noqa: SLF001  the tables are looked through, not copied
    changed: dict[str, pd.DataFrame] = {}
    for name, columns in TEXTS.items():
        whole = frames[name] if frames[name].index.name is None else frames[name].reset_index()
        # Whatever else a file tells about initiatives came along as columns of their own.
        also: Iterable[str] = whole.columns.difference([*columns, "start", "end"]) if name == "initiatives" else []
        table = _masked_table(whole, [*columns, *also], words)
        if table is not None:
            changed[name] = table.drop_duplicates(KEYS[name]) if name in KEYS else table
    made = network.replace(**changed) if changed else network
    people = _masked_table(frames["people"], frames["people"].columns.difference(["name", "inside", "email"]), words)
    if people is None:
        return made
    return Network({**made._frames, "people": people}, made._ties)  # noqa: SLF001  only attributes differ


def _masked_table(frame: pd.DataFrame, columns: Iterable[str], words: Collection[str]) -> pd.DataFrame | None:
    """Give the table with these columns masked, None when no name stands in it."""
    made, starts = {}, {name.partition(" ")[0] for name in words}
    for column in columns:
        if column not in frame or not pd.api.types.is_string_dtype(frame[column].dtype):
            continue
        distinct = [text for text in frame[column].dropna().unique() if " " in text or "@" in text]
        bare = {text: short for text in distinct if (short := masked(text, words, starts)) != text}
        if bare:
            made[column] = frame[column].replace(bare)
    return frame.assign(**made) if made else None
