"""Which column plays which part: as the caller says, or by the header words people use in Dutch and English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiemen._checks import did_you_mean
from kiemen.errors import ColumnError, InputError
from kiemen.i18n import mark
from kiemen.read.headers import folded
from kiemen.read.headerwords import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from kiemen.read.account import Account

TWICE_NAMED = mark("more than one column has this name; the first was taken")
BY_POSITION = mark("the columns have no names that are known; they were taken by their position")


def pick(table_columns: Iterable[str], name: object, *, where: str, part: str) -> str:
    """Give the column the caller named, whatever the case and spaces."""
    columns = list(table_columns)
    if not isinstance(name, str):
        raise InputError(f"{part} must be the name of a column, not {name!r}.")
    if name in columns and f"{name} (2)" not in columns:
        return name
    same = [column for column in columns if folded(column) == folded(name)]
    repeated = [column for column in columns if re.fullmatch(rf"{re.escape(folded(name))} \(\d+\)", folded(column))]
    if len(same) + len(repeated) > 1:
        raise InputError(
            f"{where}: {len(same) + len(repeated)} columns are called {name!r}; give them different names to say which "
            f"one {part} is."
        )
    if same:
        return same[0]
    raise ColumnError(f"{where}: no column {name!r} for {part}.{did_you_mean(name, columns)}")


def find(
    account: Account,
    part: str,
    name: str | None,
    *,
    taken: Iterable[str | None] = (),
    needed: bool = True,
    words: Sequence[str] | None = None,
) -> str | None:
    """Give the column for `part`: the one named, else the one whose header is a known word for it.

    What was found and not told is recorded as an assumption. With `needed` a missing column is an error that lists
    the columns there are.
    """
    frame, where = account.table.frame, account.table.file or account.table.source
    if name is not None:
        return pick(frame.columns, name, where=where, part=part)
    found = by_words(frame, words or WORDS[part], taken)
    if found is not None:
        account.assume(f"column for {part}", found)
        if f"{found} (2)" in frame.columns:
            account.remark(TWICE_NAMED, column=found)
        return found
    if needed:
        if len(frame.columns) == 1:
            raise ColumnError(
                f"{where}: there is only one column, {str(frame.columns[0])[:80]!r}; pass separator= when another sign "
                f"than a comma, semicolon, tab or bar parts the cells."
            )
        listed = ", ".join(repr(column) for column in frame.columns[:12])
        raise ColumnError(
            f"{where}: no column looks like {part}; name it with {part}=. The header (row "
            f"{account.table.settings.get('header_row', 1)}) has: {listed}."
        )
    return None


def by_words(frame: pd.DataFrame, words: Sequence[str], taken: Iterable[str | None] = ()) -> str | None:
    """Give the first column, by the order of `words`, whose header is one of them."""
    used = set(taken)
    plain = {_plain(column): column for column in reversed(frame.columns) if column not in used}
    for word in words:
        if _plain(word) in plain:
            return plain[_plain(word)]
    return None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_\-.:/?*()\[\]]+", " ", folded(name)).split())
