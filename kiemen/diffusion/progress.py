"""A word to the user during long work: a bar after two seconds, and a line while kernels compile."""

from __future__ import annotations

import logging
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("kiemen")
PATIENCE = 2.0
_WARM: set[str] = set()


def bar_maker() -> Any:
    """Give tqdm for a notebook or a terminal, without its complaint where a notebook has no widgets: text will do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm
    return tqdm


@contextmanager
def progress_bar(total: int, message: str, *, show: bool) -> Iterator[Any]:
    """Give a bar that appears when the work takes more than two seconds; with `show` False it never does."""
    bar = bar_maker()(total=total, desc=text(message), delay=PATIENCE, disable=not show, leave=False)
    try:
        yield bar
    finally:
        bar.close()


@contextmanager
def compiling(kernel: str, *, show: bool = True) -> Iterator[None]:
    """Say after two seconds that the machine code is being made, the first time a kernel is used in this process."""
    if kernel in _WARM:
        yield
        return

    bars: list[Any] = []

    def tell() -> None:
        log.info("preparing %s: machine code is made once after installation", kernel)
        if show:
            words = text("Preparing the simulation, once after installation")
            bars.append(bar_maker()(total=1, desc=words, leave=False))

    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        for bar in bars:
            bar.close()
    _WARM.add(kernel)
