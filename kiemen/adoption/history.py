"""What was known before an innovation: the order in which innovations came, and the evidence of that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.adoption.blocks import BLOCKS, behaviour_block, normal_scores
from kiemen.adoption.evaluation import find_early
from kiemen.adoption.times import build_times
from kiemen.errors import TooLittleDataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemen.network import Network


def latest_innovation(network: Network) -> str | None:
    """Give the innovation that started last, the one whose adopters the others can foretell; None without any."""
    names = innovations_in_order(network)
    return names[-1] if names else None


def innovations_in_order(network: Network) -> list[str]:
    """Give innovations by their first adoption, and then by name."""
    starts = innovation_starts(network)
    return sorted(starts, key=lambda name: (starts[name], name))


def innovation_starts(network: Network) -> dict[str, float]:
    """Give the first adoption, or else the first recorded period, of each innovation; infinity for no known time."""
    starts = {}
    for name in network.innovations.index:
        times = network.adoption_times(str(name)).to_numpy(dtype=np.float64)
        finite = times[np.isfinite(times)]
        first = network.innovations.loc[name, "first"]
        starts[str(name)] = float(finite.min()) if len(finite) else (np.inf if pd.isna(first) else float(first))
    return starts


def times_before(network: Network, name: str, moment: float) -> pd.Series:
    """Give adoption as it was known just before a moment: whoever adopted then or later had not adopted."""
    times = network.adoption_times(name)
    return times.where(~(times >= moment), np.inf)


def find_early_or_none(network: Network, name: str, *, before: float = np.inf) -> NDArray[np.float64] | None:
    """Give 1 for early adopters, 0 for the others, NaN for unknown; None with fewer than two adopters `before`."""
    try:
        window = build_times(network, times=times_before(network, name, before), innovation=name)
        return find_early(window).to_numpy(dtype=np.float64)
    except TooLittleDataError:
        return None


def scores_before(
    network: Network, scores: NDArray[np.float64], name: str, *, memberships: bool
) -> NDArray[np.float64]:
    """Replace behaviour by what was known before anybody adopted, so that the model cannot learn from the outcome.

    Of the other innovations (on one clock) only adoptions in a period before the first adoption of this one count:
    those in the same period or later are not yet there. Memberships count if they began before that day.
    """
    moment = innovation_starts(network)[name]
    others = [str(other) for other in network.innovations.index if str(other) != name]
    columns = {other: times_before(network, other, moment) for other in others}
    known = pd.DataFrame({other: times for other, times in columns.items() if np.isfinite(times).any()})
    rows = network.adoptions
    start = rows.loc[(rows["innovation"] == name) & (rows["status"] == "adopted"), "date"].min()
    dated = memberships and not pd.isna(start)
    block = behaviour_block(network, [], times=known, memberships=dated, before=start if dated else None)
    column = np.full(len(scores), np.nan) if block is None else normal_scores(block.value)
    train = scores.copy()
    train[:, BLOCKS.index("behaviour")] = column
    return train
