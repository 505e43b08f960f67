"""A bar for long work: it appears after two seconds, or never where none is wanted."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 2.0
#: Whether whoever called wants to see how far the work is; also asked by what has a word to say besides a bar.
WANTED: ContextVar[bool] = ContextVar("wanted", default=True)


def bar_maker() -> Any:
    """Give tqdm for a notebook or a terminal, without its complaint where a notebook has no widgets: text will do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm
    return tqdm


class _Silent:
    """What takes the place of a bar that nobody wants to see."""

    def update(self, n: int = 1) -> None:
        """Take note of nothing."""

    def close(self) -> None:
        """Close nothing."""


@contextmanager
def progress_bar(total: int, message: str, *, show: bool) -> Iterator[Any]:
    """Give a bar that appears when the work takes more than two seconds; with `show` False it never does.

    Without a bar there is no word about machine code either, as long as this work lasts.
    """
    wanted = WANTED.set(show)
    bar = bar_maker()(total=total, desc=text(message), delay=PATIENCE, leave=False) if show else _Silent()
    try:
        yield bar
    finally:
        bar.close()
        WANTED.reset(wanted)
