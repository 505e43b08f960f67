"""Work done by a copy of this process beside it, where that was allowed and the system can make one safely.

On Linux a copy starts in milliseconds with everything already in memory. The answers are the same either way: what a
copy does not deliver, for whatever reason, is done here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import warnings
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiemen.errors import KiemenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

T = TypeVar("T")

#: Only a command, which has the process to itself, may copy it: a notebook runs threads that a copy would lack.
ALLOWED: ContextVar[bool] = ContextVar("copies allowed", default=False)
# A copy that says nothing for so many seconds after it was asked is not waited for.
PATIENCE = 300.0


class Beside(Generic[T]):
    """Some work that may be going on in a copy of this process.

    Parameters
    ----------
    work
        What is to be done.
    answer
        Where the answer of the copy comes in; None where there is no copy.
    """

    def __init__(self, work: Callable[[], T], answer: Connection | None) -> None:
        self.work, self.answer = work, answer

    @property
    def going_on(self) -> bool:
        """Whether there is a copy that works."""
        return self.answer is not None

    @property
    def answered(self) -> bool:
        """Whether the answer is there and need not be waited for."""
        return self.answer is None or self.answer.poll()

    def result(self) -> T:
        """Give what the work gives, from the copy if it can, with its errors raised here."""
        if self.answer is not None:
            with contextlib.suppress(EOFError, OSError):
                if self.answer.poll(PATIENCE):
                    found: T | Refused = self.answer.recv()
                    if isinstance(found, Refused):
                        raise found.error
                    return found
        return self.work()


@dataclass(frozen=True)
class Refused:
    """What the copy refused to work with; this process need not find out once more."""

    error: KiemenError


def may_copy() -> bool:
    """Say whether a copy of this process can be made safely and has a processor to run on."""
    if sys.platform != "linux":
        return False
    return len(os.sched_getaffinity(0)) > 1 and not multiprocessing.current_process().daemon


@contextlib.contextmanager
def beside(work: Callable[[], T], *, worthwhile: bool = True) -> Iterator[Beside[T]]:
    """Begin some work in a copy of this process, which is gone when the block ends.

    Notes
    -----
    The work must give something that can be pickled. Warnings in the copy are not heard.
    """
    if not (worthwhile and ALLOWED.get() and may_copy()):
        yield Beside(work, None)
        return
    with contextlib.ExitStack() as stack:
        yield Beside(work, copied(work, stack))


def copied(work: Callable[[], Any], stack: contextlib.ExitStack) -> Connection | None:
    """Make the copy and give where its answer comes in; it ends when the stack does."""
    context = multiprocessing.get_context("fork")
    answer, tell = context.Pipe(duplex=False)
    stack.callback(answer.close)
    # A copy may make a copy, which makes none: Python lets the children of a daemon have no children.
    last = multiprocessing.parent_process() is not None
    copy = context.Process(target=_be_the_copy, args=(work, answer, tell), daemon=last)
    with warnings.catch_warnings(), tell:
        # Python warns of threads that the copy lacks; it needs none that run now.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            copy.start()
        except OSError:
            return None
    stack.callback(_end, copy)
    return answer


def _be_the_copy(work: Callable[[], Any], answer: Connection, tell: Connection) -> None:
    """Do the work and tell, also what was refused; whatever else goes wrong the first process then meets itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # With this end open, telling somebody who is gone would wait for ever.
    answer.close()
    with contextlib.suppress(Exception):
        try:
            tell.send(work())
        except KiemenError as error:
            tell.send(Refused(error))


def _end(copy: multiprocessing.process.BaseProcess) -> None:
    copy.kill()
    copy.join()
    copy.close()
