"""The rule that calls a simulated fire a straw fire or a running fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.intervals import wilson
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUNNING, STRAW, UNDECIDED = mark("running fire"), mark("straw fire"), mark("undecided")
EVEN = 0.5
JOINED = 0.25  # an assumption: where one in four takes part, everybody meets it daily
COMMON = 0.5  # what half of all people do is no straw fire, also where more of them started


@dataclass(frozen=True)
class Judgement:
    """Straw fire or running fire, as far as simulated worlds tell.

    Parameters
    ----------
    verdict
        "running fire", "straw fire" or "undecided".
    survival
        Share of worlds in which it holds: with relapse, as many people are active at the horizon as started, or half of
        all; where who joins stays, at least a quarter of those who did not start have joined.
    low, high
        Wilson interval of 95 % of that share. The verdict is undecided when it holds one half.
    worlds
        Worlds that were judged.
    """

    verdict: str
    survival: float
    low: float
    high: float
    worlds: int = 0


def judge(sizes: NDArray[Any], *, starters: int, people: int, lasting: bool) -> Judgement:
    """Judge final sizes of worlds.

    Parameters
    ----------
    sizes
        Active people inside at the horizon, per world.
    starters
        People who started.
    people
        People inside.
    lasting
        Whether who joins stays, so that the bare number of starters proves nothing.

    Examples
    --------
    >>> import numpy as np
    >>> judge(np.array([40, 50, 60, 40, 70, 80, 90, 90]), starters=10, people=100, lasting=True).verdict
    'running fire'
    """
    holds = int((sizes >= wanted(starters, people, lasting=lasting)).sum())
    low, high = wilson(holds, sizes.size)
    verdict = RUNNING if low > EVEN else STRAW if high < EVEN else UNDECIDED
    return Judgement(verdict, holds / sizes.size, float(low), float(high), int(sizes.size))


def wanted(starters: int, people: int, *, lasting: bool) -> int:
    """Give the active people at the horizon from which on it holds."""
    if lasting:
        return max(starters + int(np.ceil(JOINED * (people - starters))), 1)
    return max(min(starters, int(np.ceil(COMMON * people))), 1)


def meaning(starters: int, people: int, *, lasting: bool) -> Fact:
    """Say what holding means here."""
    if lasting:
        message = mark("“Holds” means that at least a quarter of those who did not start have joined in the end.")
    elif starters > COMMON * people:
        message = mark("“Holds” means that at the horizon at least half of all people are active.")
    else:
        message = mark("“Holds” means that at the horizon at least as many people are active as at the start.")
    return Fact(message, {}, "team")


def in_worlds(share: float, low: float, high: float, worlds: int) -> Fact:
    """Say in which part of the worlds, with its interval where not all worlds agree."""
    if share in {0.0, 1.0}:
        message = mark("all {worlds} worlds") if share else mark("none of the {worlds} worlds")
        return Fact(message, {"worlds": worlds}, "team")
    values = {"share": share, "low": low, "high": high}
    return Fact(mark("{share:.0%} of the worlds ({low:.0%} to {high:.0%})"), values, "team")


def holding(sizes: NDArray[Any], *, starters: int, people: int, lasting: bool) -> float:
    """Give only the share of worlds in which it holds."""
    return judge(np.asarray(sizes), starters=starters, people=people, lasting=lasting).survival
