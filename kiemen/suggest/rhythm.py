"""The rhythm of days and weeks: a night in which nobody meets is no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOURS, DAYS = 24, 7
# A rhythm is taken for one when it was seen this many times, and in most days or weeks somebody met: dates by the month
# or year have none.
OFTEN, MOST = 2, 0.5
# What is known of it before: that there is none. Worth so many days, or weeks, and so many contacts per hour or day.
DAYS_OF_CAUTION, WEEKS_OF_CAUTION, CONTACTS_OF_CAUTION = 0.25, 0.5, 5.0
# Moments are told to a tenth of a millisecond, so that what was at one moment stays so.
DIGITS = 9


@dataclass(frozen=True, eq=False)
class Rhythm:
    """How much of a week's contacts the hours after a moment hold, repeated for ever.

    Parameters
    ----------
    until
        The moment, in days; it stays where it is.
    passed
        Days of even pace that have passed at every hour of the week that begins then: 169 values from 0 to 7.
    """

    until: float
    passed: NDArray[np.float64]

    @classmethod
    def of(cls, start: NDArray[np.float64], until: float) -> Rhythm:
        """Learn it from the contacts up to a moment, in whole days and weeks counted back from there. O(contacts)."""
        back = until - start[start <= until]
        # Dates without an hour tell nothing of the day.
        finer = bool((np.mod(back, 1.0) != np.mod(back[:1], 1.0)).any())
        day = _pace(back, 1.0, HOURS, DAYS_OF_CAUTION) if finer else np.ones(HOURS)
        week = _pace(back, float(DAYS), DAYS, WEEKS_OF_CAUTION)
        pace = np.outer(week, day).ravel()
        passed = np.concatenate([[0.0], np.cumsum(pace)])
        return cls(until, DAYS * passed / passed[-1])

    @property
    def even(self) -> bool:
        """Whether there is no rhythm."""
        return bool(np.allclose(np.diff(self.passed), 1 / HOURS, rtol=1e-9, atol=0.0))

    def evened(self, moment: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give moments in a time in which contacts come at an even pace; infinite ones stay so."""
        known = np.isfinite(moment)
        weeks, part = np.divmod((moment[known] - self.until) / DAYS, 1.0)
        here = DAYS * weeks + np.interp(part * HOURS * DAYS, np.arange(HOURS * DAYS + 1), self.passed)
        found = moment.copy()
        found[known] = np.round(self.until + here, DIGITS)
        return found


def _pace(back: NDArray[np.float64], cycle: float, parts: int, caution: float) -> NDArray[np.float64]:
    """Give the contacts in each part of a cycle over their mean, the part that comes first after the moment first."""
    seen = int(back.max(initial=0.0) / cycle)
    back = back[back < seen * cycle]
    if seen < OFTEN or len(np.unique(back // cycle)) < MOST * seen:
        return np.ones(parts)
    # What was at the last moment itself belongs to the part that ended then.
    part = (np.mod(back, cycle) * (parts / cycle)).astype(np.int64)
    found = np.bincount(np.minimum(part, parts - 1), minlength=parts)[::-1].astype(np.float64)
    mean = found.mean()
    more = caution * mean / seen + CONTACTS_OF_CAUTION
    return np.asarray((found + more) / (mean + more))
