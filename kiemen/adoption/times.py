"""When each person adopted, and the window in which that was observed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number
from kiemen._display import html_card
from kiemen.adoption.values import person_ids
from kiemen.errors import Faults, InputError, TooLittleDataError
from kiemen.i18n import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

UNKNOWN = -1
#: Work and memory grow with people times periods; more than this is a time stamp that was not meant as a period.
MOST_PERIODS = 10_000
#: Above this, whole numbers can no longer be told from their neighbours.
LATEST = 2.0**53


@dataclass(frozen=True, repr=False, eq=False)
class AdoptionTimes:
    """Adoption times of everybody in a network, over a window of whole periods.

    Made by `build_times`. Every function about adoption takes one as `times=`, so that the choice of window is made
    and written down once.

    Parameters
    ----------
    times
        Index person, all people of the network in its own order; period of adoption, `inf` for somebody who had not
        adopted at the end of the window, NaN for somebody of whom it is not known.
    first, last
        First and last observed period, both included.
    inside
        Index person: False for contacts outside the organisation, who count as contacts but never as people at risk.
    innovation
        Name of what was adopted, "" when it has none.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> times = build_times(Network.from_arrays(["a", "b"], [0], [1]), times=pd.Series({"a": 1, "b": 3}))
    >>> times.slots.tolist(), list(times.periods)
    ([0, 2], [1, 2, 3])
    """

    times: pd.Series
    first: int
    last: int
    inside: pd.Series
    innovation: str = ""

    def _repr_html_(self) -> str:
        known = self.times[self.times.notna()]
        said = text(
            "{n} of {all:# person|# people} adopted between periods {first} and {last}; of {unknown} nothing is known.",
            n=int((known < float("inf")).sum()),
            all=len(self.times),
            first=self.first,
            last=self.last,
            unknown=len(self.times) - len(known),
        )
        return html_card(self.innovation or text("Adoption times"), [said])

    @property
    def periods(self) -> pd.RangeIndex:
        """All periods of the window.

        Raises
        ------
        InputError
            If there are more than work and memory can bear.
        """
        if self.last - self.first >= MOST_PERIODS:
            raise InputError(
                f"times: the window has {self.last - self.first + 1} periods, and at most {MOST_PERIODS} are worked "
                "with. Are these dates or time stamps? Count in weeks or months."
            )
        return pd.RangeIndex(self.first, self.last + 1, name="period")

    @cached_property
    def slots(self) -> NDArray[np.int64]:
        """Position in `periods` of each adoption; one past the end for no adoption, -1 for unknown.

        Raises
        ------
        InputError
            If an adoption time is not a whole period.
        """
        times = self.times.to_numpy(dtype=np.float64)
        with np.errstate(invalid="ignore"):
            ragged = np.isfinite(times) & (times != np.floor(times))
        if ragged.any():
            shown = ", ".join(map(str, self.times.index[ragged][:5]))
            raise InputError(
                f"times: this needs whole periods (1, 2, 3, ...), and the times of {shown} are fractions. "
                "Round them to the period you want to work with."
            )
        slots = np.full(len(times), UNKNOWN, dtype=np.int64)
        slots[np.isposinf(times)] = len(self.periods)
        finite = np.isfinite(times)
        slots[finite] = times[finite].astype(np.int64) - self.first
        return slots

    @property
    def known(self) -> NDArray[np.bool_]:
        """People inside the organisation whose adoption (or not) is known, as a mask over the network's people."""
        return np.asarray(self.times.notna().to_numpy() & self.inside.to_numpy(dtype=bool), dtype=np.bool_)

    @property
    def adopted(self) -> NDArray[np.bool_]:
        """People with a known period of adoption in the window, as a mask over the network's people."""
        return np.asarray(np.isfinite(self.times.to_numpy(dtype=np.float64)), dtype=np.bool_)

    def __repr__(self) -> str:
        """Say how many adopted, how many did not and of how many it is unknown."""
        known, adopted = int(self.known.sum()), int((self.adopted & self.known).sum())
        unknown = int(self.inside.sum()) - known
        name = f"{self.innovation!r}, " if self.innovation else ""
        return (
            f"<AdoptionTimes {name}periods {self.first} to {self.last}: {adopted} adopted, "
            f"{known - adopted} did not, {unknown} unknown>"
        )


def build_times(
    network: Network,
    *,
    innovation: str | None = None,
    times: pd.Series | None = None,
    first: float | None = None,
    last: float | None = None,
    not_adopted: float | Sequence[float] = (),
) -> AdoptionTimes:
    """Gather when each person adopted, over a stated window.

    Answers: "Who had taken this up by when, who had not, and of whom do we not know?" The three are kept apart:
    unknown is never read as "not adopted".

    Parameters
    ----------
    network
        People, and their adoptions unless `times` is given.
    innovation
        Which innovation of `network.innovations`; None if there is one.
    times
        Adoption times to use instead of those in the network: index person (every id must be in the network; people
        left out are unknown), a number per person. `inf` says not adopted by the end, NaN says unknown. Where a
        missing time means that somebody did not adopt, as in netdiffuseR, pass ``times.fillna(numpy.inf)``.
    first, last
        Window of observation; None takes the recorded window, or else the earliest and latest adoption. Adoption
        later than `last` counts as not adopted within the window.
    not_adopted
        Codes in `times` that mean "had not adopted". Many published data sets code this as one past the last period.

    Returns
    -------
    AdoptionTimes
        Times over all people of the network, with the window.

    Raises
    ------
    InputError
        If `times` names unknown people, names somebody twice, holds something that is not a number, or has adoptions
        before `first`.
    TooLittleDataError
        If nobody's adoption time is known and no window is given.

    See Also
    --------
    kiemen.adoption.curves.profile_adoption : How adoption grew over the window.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays(["a", "b", "c"], [0, 1], [1, 2])
    >>> build_times(network, times=pd.Series({"a": 1, "b": 3, "c": 4}), not_adopted=4)
    <AdoptionTimes periods 1 to 3: 2 adopted, 1 did not, 0 unknown>
    """
    check_network(network)
    if times is None:
        given = network.adoption_times(innovation)
        recorded = _recorded_window(network, innovation)
        name = _innovation_name(network, innovation)
    else:
        given, recorded, name = _checked_times(network, times), (None, None), innovation or ""
    try:
        codes = np.atleast_1d(np.asarray(not_adopted, dtype=np.float64))
    except (TypeError, ValueError):
        raise InputError(f"not_adopted must be a number or several, not {not_adopted!r}.") from None
    given = given.mask(given.isin(codes), np.inf)
    numbers = given.reindex(network.ids).to_numpy(dtype=np.float64, copy=True)
    start = _bound("first", first, recorded[0], numbers, lambda known: np.floor(known.min()))
    end = _bound("last", last, recorded[1], numbers, lambda known: np.ceil(known.max()))
    if end < start:
        raise InputError(f"last ({end}) must not be before first ({start}).")
    _refuse_early(numbers, start, network)
    numbers[numbers > end] = np.inf
    ids = pd.Index(network.ids, name="person")
    inside = network.people["inside"].reindex(network.ids).to_numpy(dtype=bool)
    return AdoptionTimes(
        times=pd.Series(numbers, index=ids, name="time"),
        first=start,
        last=end,
        inside=pd.Series(inside, index=ids, name="inside"),
        innovation=name,
    )


def resolve_times(
    network: Network, times: AdoptionTimes | pd.Series | None, innovation: str | None = None
) -> AdoptionTimes:
    """Give `times` as `AdoptionTimes` of this network: as it is, from a Series, or from the network's own adoptions."""
    check_network(network)
    if not isinstance(times, AdoptionTimes):
        return build_times(network, times=times, innovation=innovation)
    if not times.times.index.equals(pd.Index(network.ids, name="person")):
        raise InputError("times: these adoption times were built for another network; call build_times for this one.")
    return times


def _checked_times(network: Network, times: pd.Series) -> pd.Series:
    if not isinstance(times, pd.Series):
        raise InputError(f"times must be a pandas Series with the person as index, not {type(times).__name__}.")
    if not len(times):
        raise InputError("times is empty: there is nobody in it.")
    kinds = {type(value) for value in times[times.notna()]} if times.dtype == object else set()
    if times.dtype.kind in "mMcb" or isinstance(times.dtype, pd.PeriodDtype) or kinds & {bool, np.bool_}:
        raise InputError(
            f"times must be periods as numbers (1, 2, 3, ...), not {times.dtype}. Count dates in weeks or months, or "
            "read them with read_adoptions; yes or no alone is not a time."
        )
    faults = Faults("times")
    index = person_ids(times.index)
    if index.has_duplicates:
        faults.add("these people occur more than once", rows=index[index.duplicated()].unique())
    unknown = index.difference(pd.Index(network.ids))
    if len(unknown):
        faults.add("these people are not in the network", rows=unknown)
    numbers = pd.to_numeric(times, errors="coerce")
    wrong = (numbers.isna() & times.notna()).to_numpy() | np.isneginf(numbers.to_numpy(dtype=np.float64))
    if wrong.any():
        faults.add("the adoption time is not a number", rows=index[wrong])
    values = numbers.to_numpy(dtype=np.float64)
    huge = np.isfinite(values) & (np.abs(values) > LATEST)
    if huge.any():
        faults.add("the adoption time is too large a number for a period", rows=index[huge])
    faults.raise_if_any()
    return pd.Series(numbers.to_numpy(dtype=np.float64), index=index)


def _recorded_window(network: Network, innovation: str | None) -> tuple[float | None, float | None]:
    table = network.innovations
    name = _innovation_name(network, innovation)
    if name not in table.index:
        return None, None
    bounds = table.loc[[name], ["first", "last"]].to_numpy(dtype=np.float64)[0]
    return (None if np.isnan(bounds[0]) else float(bounds[0])), (None if np.isnan(bounds[1]) else float(bounds[1]))


def _innovation_name(network: Network, innovation: str | None) -> str:
    if innovation is not None:
        return innovation
    table = network.innovations
    return str(table.index[0]) if len(table) == 1 else ""


def _bound(
    name: str,
    given: float | None,
    recorded: float | None,
    numbers: NDArray[np.float64],
    choose: Callable[[NDArray[np.float64]], float],
) -> int:
    if given is not None:
        return int(np.floor(check_number(name, given)))
    if recorded is not None:
        return int(np.floor(recorded))
    finite = numbers[np.isfinite(numbers)]
    if not len(finite):
        raise TooLittleDataError(
            "No adoption time is known for anybody. Pass times= with a period per person, or give first= and last= "
            "if it is known that nobody adopted."
        )
    return int(choose(finite))


def _refuse_early(numbers: NDArray[np.float64], start: int, network: Network) -> None:
    early = np.isfinite(numbers) & (numbers < start)
    if early.any():
        faults = Faults("times")
        faults.add(
            f"adopted before the window starts ({start}); give an earlier first=, or set these times to first= if "
            "only 'before it started' is known",
            rows=np.asarray(network.ids)[early],
        )
        faults.raise_if_any()
