"""A word to the user during long work: a bar, and a line while kernels compile."""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kiemen._progress import PATIENCE, WANTED, bar_maker, progress_bar
from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["compiling", "progress_bar"]

log = logging.getLogger("kiemen")
KERNELS = {
    "cascade": ("cascade", "spread_cascades"),
    "linear_threshold": ("threshold", "spread_thresholds"),
    "threshold": ("threshold", "spread_thresholds"),
    "fire": ("fire", "spread_fires"),
    "embers": ("fire", "replay_fires"),
    "followers": ("cascade", "follow_cascades"),
    "joiners": ("threshold", "settle_thresholds"),
    "rrsets": ("rrsets", "sample_sets"),
    "cover": ("rrsets", "cover_greedily"),
}
_WARM: set[str] = set()


@contextmanager
def compiling(kernel: str) -> Iterator[None]:
    """Say after two seconds that machine code is being made, the first time a kernel is used in this process.

    The word stands where a bar would; whoever asked for none reads it only in the log.
    """
    if kernel in _WARM:
        yield
        return

    bars: list[Any] = []
    show = WANTED.get()
    # Worded here: the thread that says it knows no language.
    words = text("Preparing the simulation, once after installation")

    def tell() -> None:
        if _made(kernel):  # the code is there, it is the work that takes long
            return
        log.info("preparing %s: machine code is made once after installation", kernel)
        if show:
            bars.append(bar_maker()(total=1, desc=words, leave=False, bar_format="{desc} ..."))

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
