"""The rule that calls a simulated fire a straw fire or a running fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.diffusion.intervals import wilson
from kiemen.i18n import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUNNING, STRAW, UNDECIDED = mark("running fire"), mark("straw fire"), mark("undecided")
EVEN = 0.5
JOINED = 0.25  # an assumption: where one in four takes part, everybody meets it daily


@dataclass(frozen=True)
class Judgement:
    """Straw fire or running fire, as far as simulated worlds tell.

    Parameters
    ----------
    verdict
        "running fire", "straw fire" or "undecided".
    survival
        Share of worlds in which it holds: with relapse, as many people are active at the horizon as started; where who
        joins stays, at least a quarter of those who did not start have joined.
    low, high
        Wilson interval of 95 % of that share. The verdict is undecided when it holds one half.
    """

    verdict: str
    survival: float
    low: float
    high: float


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
    wanted = starters + np.ceil(JOINED * (people - starters)) if lasting else min(starters, people)
    holds = int((sizes >= max(wanted, 1)).sum())
    low, high = wilson(holds, sizes.size)
    verdict = RUNNING if low > EVEN else STRAW if high < EVEN else UNDECIDED
    return Judgement(verdict, holds / sizes.size, float(low), float(high))


def holding(sizes: NDArray[Any], *, starters: int, people: int, lasting: bool) -> float:
    """Give only the share of worlds in which it holds."""
    return judge(np.asarray(sizes), starters=starters, people=people, lasting=lasting).survival
