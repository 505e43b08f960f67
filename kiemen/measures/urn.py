"""Drawing without putting back: how likely it is that so many of those drawn are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def urn_tail(seen: int, *, total: int, marked: int, drawn: int) -> float:
    """Give the probability that at least `seen` of the drawn are marked (the upper hypergeometric tail).

    Parameters
    ----------
    seen
        How many marked ones were drawn.
    total
        How many there are.
    marked
        How many of them are marked.
    drawn
        How many are drawn.

    Returns
    -------
    float
        0 to 1.
    """
    from scipy.special import gammaln

    def ways(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)

    lowest = max(0, drawn - (total - marked))
    if seen <= lowest:
        return 1.0
    k = np.arange(seen, min(marked, drawn) + 1)
    logs = ways(marked, k) + ways(total - marked, drawn - k) - ways(total, np.array(drawn))
    return min(1.0, float(np.exp(logs).sum()))
