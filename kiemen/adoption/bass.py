"""The Bass curve: a push from outside and imitation inside."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_number
from kiemen.adoption.curves import hazard_counts
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import ConvergenceWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kiemen.network import Network


@dataclass(frozen=True, repr=False, eq=False)
class BassCurve(Result):
    """A fitted Bass curve, see `fit_bass`.

    Parameters
    ----------
    p, q
        Push from outside and imitation, per period.
    p_se, q_se
        Their standard errors.
    rss
        Residual sum of squares.
    """

    _plot: ClassVar[str] = "plot_bass"
    _title: ClassVar[str] = mark("Bass curve")

    p: float = np.nan
    p_se: float = np.nan
    q: float = np.nan
    q_se: float = np.nan
    rss: float = np.nan


def fit_bass(
    network: Network, *, innovation: str | None = None, times: AdoptionTimes | pd.Series | None = None
) -> BassCurve:
    """Fit the Bass curve to the growth of adoption.

    Answers: "Does the curve look driven from outside or by imitation?" It describes the shape of a curve. An S-curve
    fits with q above p also when everybody simply adopts at a time of her own, so q does not show contagion; test
    that with the ties (`fit_hazard`, `fit_order`).

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`. People of whom nothing is known are left out of the share.

    Returns
    -------
    BassCurve
        `.p` and `.q` (per period), their standard errors `.p_se` and `.q_se`, and `.rss`, the residual sum of
        squares. `.table` (index `period`) has the columns share and fitted, both in [0, 1].

    Raises
    ------
    TooLittleDataError
        With fewer than four periods, or nobody or everybody adopted from the first period on.

    Warns
    -----
    ConvergenceWarning
        If the search does not settle.

    Notes
    -----
    ``F(t) = (1 - exp(-(p+q)t)) / (1 + q/p exp(-(p+q)t))`` for t = 1, 2, ..., fitted to the cumulative share by
    nonlinear least squares; standard errors are those of the linearised model with T - 2 degrees of freedom. They are
    too small: cumulative shares are not independent.

    References
    ----------
    .. [1] Bass, F. M. (1969). A new product growth for model consumer durables. Management Science, 15, 215-227.
       doi:10.1287/mnsc.15.5.215

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> times = pd.Series({f"p{i}": 1 + i % 7 for i in range(40)})
    >>> curve = fit_bass(Network.from_arrays(list(times.index), [0], [1]), times=times)
    >>> 0 < curve.p < 1
    True
    """
    window = resolve_times(network, times, innovation)
    slots = window.slots[window.known]
    _, adopted = hazard_counts(slots, len(window.periods))
    if len(adopted) < 4 or not len(slots) or adopted.sum() == 0 or adopted[0] == len(slots):
        raise TooLittleDataError(
            "A Bass curve needs at least four periods in which the share of adopters grows; "
            f"here {int(adopted.sum())} of {len(slots)} people adopted in {len(adopted)} periods."
        )
    shares = np.cumsum(adopted) / len(slots)
    p, q, errors, rss = fit_curve(shares)
    settings = {"innovation": window.innovation, "first": window.first, "last": window.last}
    fitted = bass_share(np.arange(1, len(shares) + 1), p, q)
    return BassCurve(
        table=pd.DataFrame({"share": shares, "fitted": fitted}, index=window.periods),
        settings=settings,
        provenance=Provenance.of(network, function="fit_bass", settings=settings),
        headline=(
            Fact(
                mark("Bass curve: p = {p:.4f} (push from outside), q = {q:.3f} (imitation) per period."),
                {"p": p, "q": q},
            ),
        ),
        cautions=(Fact(mark("The shape of a curve does not show that people adopt because others do.")),),
        p=p,
        p_se=errors[0],
        q=q,
        q_se=errors[1],
        rss=rss,
    )


def bass_share(time: ArrayLike, p: float, q: float) -> NDArray[np.float64]:
    """Give the cumulative share of adopters at `time` (1 is the first period)."""
    check_number("p", p, low=0, low_open=True)
    decay = np.exp(-(p + q) * np.asarray(time, dtype=np.float64))
    return np.asarray((1 - decay) / (1 + q / p * decay))


def fit_curve(shares: NDArray[np.float64]) -> tuple[float, float, tuple[float, float], float]:
    """Fit p and q to cumulative shares; give p, q, their standard errors and the residual sum of squares."""
    from scipy.optimize import least_squares

    time = np.arange(1, len(shares) + 1)
    start = (max(shares[0], 1e-4), 0.5)

    def residual(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return bass_share(time, x[0], x[1]) - shares

    found = least_squares(
        residual,
        x0=start,
        bounds=([1e-12, -0.999], [np.inf, np.inf]),
        x_scale=(0.01, 0.1),
        xtol=1e-14,
        ftol=1e-14,
        gtol=1e-14,
        max_nfev=2000,
    )
    if found.status == 0:
        warnings.warn("The Bass curve did not settle; read p and q as provisional.", ConvergenceWarning, stacklevel=3)
    rss = float(2 * found.cost)
    slopes = np.asarray(found.jac)
    bread = np.linalg.pinv(slopes.T @ slopes) * rss / max(len(shares) - 2, 1)
    errors = np.sqrt(np.diag(bread))
    return float(found.x[0]), float(found.x[1]), (float(errors[0]), float(errors[1])), rss
