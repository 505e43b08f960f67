"""Drawing all pictures with a second process beside this one, where the system can do that safely.

Most of the time that writing takes goes into pictures. On Linux a copy of this process starts in milliseconds with
everything already in memory; elsewhere, or with one processor, all is drawn here. The files are the same either way: a
picture that the copy does not deliver, for whatever reason, is drawn here.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiemen._copies import copied, may_copy
from kiemen.i18n import resolve_language
from kiemen.plots.style import load_canvases
from kiemen.report.figures import Picture, picture_of
from kiemen.report.findings import Findings
from kiemen.report.sections import collective_section, drawings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from kiemen.network import Network
    from kiemen.report.content import Drawing
    from kiemen.results import Result

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
    ahead: Mapping[str, Picture] = field(default_factory=dict)

    def pictures(self) -> dict[Drawing, Picture]:
        """Draw what is left in the queue, and give every picture in the order asked for."""
        made = _drawn_from(self.queue, self.drawings)
        if self.answer is not None:
            with contextlib.suppress(EOFError, OSError):
                if self.answer.poll(PATIENCE):
                    made |= self.answer.recv()
        made |= {n: self.ahead[one.key] for n, one in enumerate(self.drawings) if one.key in self.ahead}
        return {
            drawing: made[n] if n in made else picture_of(drawing).in_full() for n, drawing in enumerate(self.drawings)
        }


@contextlib.contextmanager
def open_studio(wanted: Iterable[Drawing], ahead: Mapping[str, Picture] | None = None) -> Iterator[Studio]:
    """Begin to draw pictures beside this process, which has its hands free until it asks for them.

    Parameters
    ----------
    wanted
        What is to be drawn; what takes longest had better come first.
    ahead
        Pictures by key that were drawn before.

    Notes
    -----
    The copy shares a queue with this process: reading a byte from it is taking a picture. It only draws: it starts no
    threads, and leaves without doing what this process does at its end.
    """
    wanted, known = tuple(wanted), ahead or {}
    left = [n for n, drawing in enumerate(wanted) if drawing.key not in known]
    queue, fill = os.pipe()
    os.write(fill, bytes(n for n in left if n < MOST_QUEUED))
    os.close(fill)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, queue)
        two = len(left) > 1 and may_copy()
        yield Studio(wanted, queue, _begin(queue, wanted, stack) if two else None, known)


def analyst_drawings(findings: Findings) -> list[Drawing]:
    """Give what the analyst's report draws, which needs the results and none of its words; the map first."""
    parts = [part for part in findings.results if part != "bridges" or findings.may_name_bridges]
    single = [drawing for part in parts for drawing in drawings(findings, part)]
    return [*collective_section(findings).figures, *single]


def drawn_ahead(network: Network, results: Mapping[str, Result]) -> Iterator[tuple[str, Picture]]:
    """Draw the analyst's pictures of single results before there is a report: key and picture, without figure."""
    findings = Findings(network=network, language=resolve_language(None), title="", results=results)
    for part in results:
        for drawing in drawings(findings, part):
            yield drawing.key, _without_figure(picture_of(drawing).in_full())


def _begin(queue: int, wanted: tuple[Drawing, ...], stack: contextlib.ExitStack) -> Connection | None:
    """Make the copy and give where its answer comes in; it ends when the stack does."""
    load_canvases()

    def work() -> dict[int, Picture]:
        return {n: _without_figure(picture) for n, picture in _drawn_from(queue, wanted).items()}

    return copied(work, stack)


def _without_figure(picture: Picture) -> Picture:
    """Give a picture that can be sent to another process."""
    return replace(picture, figure=None)


def _drawn_from(queue: int, wanted: tuple[Drawing, ...]) -> dict[int, Picture]:
    made = {}
    while taken := os.read(queue, 1):
        made[taken[0]] = picture_of(wanted[taken[0]]).in_full()
    return made
