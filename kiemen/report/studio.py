"""Drawing all pictures with a second process beside this one, where the system can do that safely.

Most of the time that writing takes goes into pictures. On Linux a copy of this process starts in milliseconds with
everything already in memory; elsewhere, or with one processor, all is drawn here. The files are the same either way: a
picture that the copy does not deliver, for whatever reason, is drawn here.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemen._copies import copied, may_copy
from kiemen.plots.style import load_canvases
from kiemen.report.figures import Picture, drawings_of, picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from kiemen.report.content import Content, Drawing

# A picture is one byte in the queue.
MOST_QUEUED = 256
# Longer than any picture takes: a copy that is silent for so many seconds is not waited for.
PATIENCE = 60.0


@dataclass(frozen=True, eq=False)
class Studio:
    """The pictures to draw, the queue they are taken from, and where those of the copy come in."""

    drawings: tuple[Drawing, ...]
    queue: int
    answer: Connection | None

    def pictures(self) -> dict[Drawing, Picture]:
        """Draw what is left in the queue, and give every picture in the order of the report."""
        made = _drawn_from(self.queue, self.drawings)
        if self.answer is not None:
            with contextlib.suppress(EOFError, OSError):
                if self.answer.poll(PATIENCE):
                    made |= self.answer.recv()
        return {
            drawing: made[n] if n in made else picture_of(drawing).in_full() for n, drawing in enumerate(self.drawings)
        }


@contextlib.contextmanager
def open_studio(content: Content) -> Iterator[Studio]:
    """Begin to draw the pictures of a report beside this process, which has its hands free until it asks for them.

    Notes
    -----
    The copy shares a queue with this process: reading a byte from it is taking a picture. It only draws: it starts no
    threads, and leaves without doing what this process does at its end.
    """
    drawings = tuple(drawings_of(content))
    queue, fill = os.pipe()
    os.write(fill, bytes(range(min(len(drawings), MOST_QUEUED))))
    os.close(fill)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, queue)
        two = len(drawings) > 1 and may_copy()
        yield Studio(drawings, queue, _begin(queue, drawings, stack) if two else None)


def _begin(queue: int, drawings: tuple[Drawing, ...], stack: contextlib.ExitStack) -> Connection | None:
    """Make the copy and give where its answer comes in; it ends when the stack does."""
    load_canvases()

    def work() -> dict[int, Picture]:
        return {n: Picture(None, one.svg, one.label, one.png) for n, one in _drawn_from(queue, drawings).items()}

    return copied(work, stack)


def _drawn_from(queue: int, drawings: tuple[Drawing, ...]) -> dict[int, Picture]:
    made = {}
    while taken := os.read(queue, 1):
        made[taken[0]] = picture_of(drawings[taken[0]]).in_full()
    return made
