"""What people carry: who is asked for so much that a bridge may give way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

# Robust z-score above which somebody carries far more than colleagues; one in 2,000 under a normal curve.
FAR_ABOVE = 3.29
# Requests more than the middle below which nobody is called overloaded, however few others have.
FEWEST_MORE = 5


def robust_z(values: Floats, *, least: float = 0.0) -> Floats:
    """Give how far each value lies from the middle, in spreads that extremes cannot stretch.

    Parameters
    ----------
    values
        Numbers; NaN stays NaN.
    least
        Spread that the numbers have at least.

    Returns
    -------
    array
        (x − median) / (1.4826 × median absolute deviation); with no spread in the middle half the mean absolute
        deviation takes over, and zeros when all values are equal.
    """
    middle = np.nanmedian(values) if np.isfinite(values).any() else np.nan
    gap = np.abs(values - middle)
    spread = 1.4826 * np.nanmedian(gap) if np.isfinite(gap).any() else np.nan
    if not spread > 0:
        spread = 1.2533 * np.nanmean(gap) if np.isfinite(gap).any() else np.nan
    spread = max(spread, least)
    return (values - middle) / spread if spread > 0 else np.where(np.isnan(values), np.nan, 0.0)


def demand_z(demanded: Floats) -> Floats:
    """Give how far what comes to each person lies above the middle.

    Parameters
    ----------
    demanded
        As `demand` counts.

    Returns
    -------
    array
        Robust z of log(1 + x). Where everybody is asked alike, counts still scatter by their root; without that as the
        least spread, seven requests among people with six would stand out. A middle of nothing scatters as one does:
        the first request that reaches anybody is no burden.
    """
    middle = max(float(np.median(demanded)), 1.0) if demanded.size else 0.0
    return robust_z(np.log1p(demanded), least=np.sqrt(middle) / (1 + middle))


def demand(adjacency: csr_array, incidence: csr_array | None = None) -> Floats:
    """Count what comes to each person: people who turn to them and initiatives they take part in.

    Parameters
    ----------
    adjacency
        People × people; the column receives.
    incidence
        People × initiatives, or None.

    Returns
    -------
    array
        Number of incoming ties and memberships.
    """
    incoming = np.bincount(adjacency.indices, minlength=adjacency.shape[0]).astype(np.float64)
    if incidence is not None:
        incoming += np.diff(incidence.indptr)
    return incoming


def overloaded(demanded: Floats, brokerage: Floats) -> NDArray[np.bool_]:
    """Say who is both asked for far more than colleagues and carries far more between groups of others.

    Parameters
    ----------
    demanded
        As `demand` counts.
    brokerage
        What runs through each person; any measure of bridging.

    Returns
    -------
    array
        True where the demand lies far above the middle (robust z on log(1 + x) above 3.29, or above 2 together with
        the betweenness above 3.29) and by five requests or more.
    """
    asked = demand_z(demanded)
    more = demanded - (np.median(demanded) if demanded.size else 0.0) >= FEWEST_MORE
    carried = robust_z(np.log1p(brokerage))
    with np.errstate(invalid="ignore"):
        return more & ((asked > FAR_ABOVE) | ((asked > 2.0) & (carried > FAR_ABOVE)))
