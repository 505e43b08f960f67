"""A word to the user during long work: a bar after two seconds, and a line while kernels compile."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("kiemen")
PATIENCE = 2.0
KERNELS = {
    "cascade": ("cascade", "spread_cascades"),
    "linear_threshold": ("threshold", "spread_thresholds"),
    "threshold": ("threshold", "spread_thresholds"),
    "fire": ("fire", "spread_fires"),
    "rrsets": ("rrsets", "sample_sets"),
    "cover": ("rrsets", "cover_greedily"),
}
_WARM: set[str] = set()
_WANTED: ContextVar[bool] = ContextVar("wanted", default=True)


def bar_maker() -> Any:
    """Give tqdm for a notebook or a terminal, without its complaint where a notebook has no widgets: text will do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm
    return tqdm


@contextmanager
def progress_bar(total: int, message: str, *, show: bool) -> Iterator[Any]:
    """Give a bar that appears when the work takes more than two seconds; with `show` False it never does.

    Without a bar there is no word about machine code either, as long as this work lasts.
    """
    wanted = _WANTED.set(show)
    bar = bar_maker()(total=total, desc=text(message), delay=PATIENCE, disable=not show, leave=False)
    try:
        yield bar
    finally:
        bar.close()
        _WANTED.reset(wanted)


@contextmanager
def compiling(kernel: str) -> Iterator[None]:
    """Say after two seconds that machine code is being made, the first time a kernel is used in this process.

    The word stands where a bar would; whoever asked for none reads it only in the log.
    """
    if kernel in _WARM:
        yield
        return

    bars: list[Any] = []
    show = _WANTED.get()

    def tell() -> None:
        if _made(kernel):  # the code is there, it is the work that takes long
            return
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


def _made(kernel: str) -> bool:
    """Say whether the machine code of a kernel is there, without loading anything for it."""
    file, name = KERNELS.get(kernel, ("", ""))
    module = sys.modules.get(f"kiemen._kernels.{file}")
    return bool(getattr(getattr(module, name, None), "signatures", None))
