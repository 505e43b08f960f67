"""Categories of adopters by time of adoption."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

ROGERS = ("innovator", "early adopter", "early majority", "late majority", "laggard")
VALENTE = ("early adopter", "early majority", "late majority", "laggard")
SCHEMES = ("valente", "rogers")
NOT_ADOPTED = "not adopted"


@dataclass(frozen=True, repr=False, eq=False)
class AdopterCategories(Result):
    """Category of each adopter by time of adoption, see `find_categories`.

    Parameters
    ----------
    cutoffs
        Cut points in time, by the class that starts there.
    """

    _plot: ClassVar[str] = "plot_categories"
    _title: ClassVar[str] = mark("Categories of adopters")

    cutoffs: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))


def find_categories(
    network: Network,
    *,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    scheme: str = "valente",
) -> AdopterCategories:
    """Find who adopted early and who late, in the categories of Rogers or Valente.

    Answers: "Who were the early adopters last time?" The categories cut a continuous line at places that mean
    nothing in themselves, and hold for this innovation only; for anything but description use the times.

    Parameters
    ----------
    network, innovation, times
        Which adoption, see `build_times`.
    scheme
        "valente" has four classes, cut at the mean and one standard deviation on both sides; "rogers" splits off the
        innovators, more than two standard deviations before the mean.

    Returns
    -------
    AdopterCategories
        `.table` has one row per person: time (float) and category (ordered categorical; "not adopted" for whoever
        had not adopted, missing for unknown and for contacts outside, who do not count). `.cutoffs` has the cut points
        by the name of the class that starts there.

    Raises
    ------
    TooLittleDataError
        If fewer than two people adopted, or all at the same time.

    Notes
    -----
    Cut points are ``mean(t) + c * sd(t)`` over adopters with the sample standard deviation (n - 1). Intervals are
    closed on the left: whoever adopts exactly at a cut point is in the later class. Under a normal curve the shares
    of Rogers are 2.3, 13.6, 34.1, 34.1 and 15.9 %.

    References
    ----------
    .. [1] Rogers, E. M. (2003). Diffusion of Innovations, 5th ed. Free Press.
    .. [2] Valente, T. W. (1995). Network models of the diffusion of innovations. Hampton Press.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(list("abcde"), [0], [1])
    >>> found = find_categories(network, times=pd.Series(dict(zip("abcde", [1, 2, 3, 4, 5]))))
    >>> found.table["category"].tolist()
    ['early adopter', 'early majority', 'late majority', 'late majority', 'laggard']
    """
    check_choice("scheme", scheme, SCHEMES)
    window = resolve_times(network, times, innovation)
    names = VALENTE if scheme == "valente" else ROGERS
    numbers = np.where(window.known, window.times.to_numpy(dtype=np.float64), np.nan)
    cuts = cut_points(numbers, names)
    places = np.searchsorted(cuts, numbers, side="right")
    words = np.array([*names, NOT_ADOPTED], dtype=object)[np.where(np.isposinf(numbers), len(names), places)]
    words[np.isnan(numbers)] = None
    category = pd.Categorical(words, categories=[*names, NOT_ADOPTED], ordered=True)
    table = pd.DataFrame({"time": window.times, "category": category}, index=window.times.index)
    settings = {"innovation": window.innovation, "first": window.first, "last": window.last, "scheme": scheme}
    early = int(np.isin(words, ["innovator", "early adopter"]).sum())
    return AdopterCategories(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="find_categories", settings=settings),
        headline=(
            Fact(
                mark(
                    "{early} of {n:# adopter|# adopters} adopted early: more than one standard deviation before "
                    "the mean."
                ),
                {"early": early, "n": int(np.isfinite(numbers).sum())},
            ),
        ),
        cautions=(Fact(mark("The categories are arbitrary cuts of a continuous line and hold for this only.")),),
        cutoffs=pd.Series(cuts, index=list(names[1:]), name="time"),
    )


def cut_points(values: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
    """Mean plus whole standard deviations of the finite values, one cut before every class but the first."""
    finite = values[np.isfinite(values)]
    if len(finite) < 2:
        raise TooLittleDataError(f"Categories need at least two adopters with a known time; there are {len(finite)}.")
    if np.ptp(finite) == 0:
        raise TooLittleDataError(f"All {len(finite)} adopters adopted at the same time, so nobody was early or late.")
    steps = np.arange(3 - len(names), 2)
    return np.asarray(finite.mean() + steps * finite.std(ddof=1))


def valente_classes(values: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.object_]:
    """Cut thresholds like times: at the mean and one standard deviation around it; "" where there is no value."""
    words = np.full(len(values), "", dtype=object)
    finite = np.isfinite(values)
    if finite.sum() < 2 or np.ptp(values[finite]) == 0:
        return words
    cuts = cut_points(values, names)
    words[finite] = np.array(names, dtype=object)[np.searchsorted(cuts, values[finite], side="right")]
    return words
