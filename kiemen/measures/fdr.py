"""Many tests at once: the share of false findings kept under control."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def adjusted(p: ArrayLike) -> NDArray[np.float64]:
    """Give the q-value of each p-value (Benjamini and Hochberg 1995); NaN stays NaN and is not counted.

    Parameters
    ----------
    p
        Probabilities.

    Returns
    -------
    array
        The smallest share of false findings at which each would be called a finding.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). doi:10.1111/j.2517-6161.1995.tb02031.x
    """
    values = np.asarray(p, dtype=np.float64)
    q = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    m = known.size
    if m == 0:
        return q
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * m / np.arange(1, m + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
