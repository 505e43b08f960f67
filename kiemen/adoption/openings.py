"""Who could have taken part in an initiative: nobody who came into service after it had closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.network import Network

ENTRY, CLOSING = "hired", "end"


@dataclass(frozen=True)
class Openings:
    """When people came and when initiatives closed, in days; no date means always there, or never closed.

    Parameters
    ----------
    entry
        Per person of the network; infinite for contacts outside.
    closing
        Index initiative.
    """

    entry: NDArray[np.float64]
    closing: pd.Series

    def could(self, places: NDArray[np.int64], initiatives: pd.Series) -> NDArray[np.bool_]:
        """Say for pairs of person and initiative whether the person was there before the initiative closed."""
        closing = self.closing.reindex(initiatives).to_numpy(dtype=np.float64)
        return np.asarray(self.entry[places] <= closing, dtype=np.bool_)

    def numbers(self) -> pd.Series:
        """Give per initiative how many people were there before it closed."""
        places = np.searchsorted(np.sort(self.entry), self.closing.to_numpy(), side="right")
        return pd.Series(places.astype(np.float64), index=self.closing.index)

    def totals(self, values: pd.Series) -> NDArray[np.float64]:
        """Add up values of initiatives per person, over those that had not closed before she came."""
        closing = self.closing.reindex(values.index).to_numpy(dtype=np.float64)
        order = np.argsort(-closing, kind="stable")
        sums = np.concatenate([[0.0], np.cumsum(values.to_numpy(dtype=np.float64)[order])])
        return np.asarray(sums[np.searchsorted(-closing[order], -self.entry, side="right")])


def find_openings(network: Network, initiatives: pd.Index) -> Openings:
    """Find who could have taken part, from `hired` of people and `end` of initiatives as far as these are dates."""
    inside = network.people["inside"].to_numpy(dtype=bool)
    entry = np.where(inside, _days(network.people, ENTRY, -np.inf), np.inf)
    about = network.initiatives.reindex(initiatives)
    return Openings(entry, pd.Series(_days(about, CLOSING, 1e300), index=initiatives))


def _days(frame: pd.DataFrame, column: str, missing: float) -> NDArray[np.float64]:
    if column not in frame.columns or not pd.api.types.is_datetime64_any_dtype(frame[column].dtype):
        return np.full(len(frame), missing)
    dates = frame[column]
    days = (dates.dt.tz_localize(None) - pd.Timestamp("2000-01-01")) / pd.Timedelta(days=1)
    return np.asarray(days.fillna(missing), dtype=np.float64)
