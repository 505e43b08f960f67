"""Whether people who are tied meet like barriers, beyond working in the same group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from kiemen._checks import check_integer, check_network, check_rng
from kiemen.adoption.scales import scale_means
from kiemen.errors import TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.adjacency import clean, pattern
from kiemen.measures.grouping import group_people
from kiemen.measures.qap import regress_matrices
from kiemen.measures.silence import response_cautions
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from kiemen.measures.qap import QapRegression
    from kiemen.network import Network

FEWEST = 10
LIKELY = 0.05

_ALIKE = mark(
    "People who are tied meet more alike barriers than others do, also when the group they work in is taken into "
    "account ({p:.1%} by chance)."
)
_UNLIKE = mark(
    "People who are tied meet less alike barriers than others do, also when the group they work in is taken into "
    "account ({p:.1%} by chance)."
)
_NEITHER = mark(
    "Beyond the group they work in, ties and barriers do not go together more than chance gives ({p:.0%} by chance)."
)
_OPEN = mark("This does not tell whether ties pass barriers on or people with like barriers seek each other.")


@dataclass(frozen=True, repr=False, eq=False)
class BarrierTies(Result):
    """Ties against likeness in barriers and group, see `compare_barriers`."""

    _title: ClassVar[str] = mark("Barriers and ties")
    _plot: ClassVar[str] = "plot_barriers"


def compare_barriers(
    network: Network,
    *,
    scale: str = "barriers",
    relation: str | Sequence[str] | None = None,
    by: str | pd.Series[Any] | None = None,
    wave: str | None = None,
    times: int = 199,
    rng: int | np.random.Generator | None = 0,
) -> BarrierTies:
    """Compare who is tied to whom with who meets like barriers, the group held constant.

    Answers: "Do barriers and ties go together, or is it only that colleagues of one department share both?" Nothing is
    said about single people. Not for causes: like may seek like, and ties may pass barriers on.

    Parameters
    ----------
    network
        People with groups, ties, and answers to a scale.
    scale
        Name of the scale.
    relation
        Relation or relations; None takes all together.
    by
        Column with the groups, or a Series; None takes the first of department, team, ....
    wave
        Which measurement; None takes the latest.
    times
        Number of relabellings per term, at least 19.
    rng
        Seed or generator.

    Returns
    -------
    BarrierTies
        `.table` has the rows "alike" (minus the absolute difference on the scale, in standard deviations) and "same
        group" (1 or 0), index ``term``, and the columns

        coefficient : float   - change in the chance of a tie for each step of the term
        t : float             - coefficient over its error if pairs were independent, which they are not: no test
        p : float in (0, 1]   - two-sided, by double semi-partialling

    Raises
    ------
    TooLittleDataError
        If fewer than ten people inside answered and have a group, or all answers, groups or ties are the same.
    InputError
        If the scale or relation does not exist, or more than 5,000 people answered.

    See Also
    --------
    kiemen.diagnosis.patterns.find_patterns : in which groups barriers lie close together.

    Notes
    -----
    MRQAP: least squares over all pairs of people who answered; direction is ignored. Cost: times × people².

    References
    ----------
    .. [1] Dekker, D., Krackhardt, D. & Snijders, T. A. B. (2007). doi:10.1007/s11336-007-9016-1

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> ids = [f"p{i:02d}" for i in range(12)]
    >>> people = pd.DataFrame({"person": ids, "team": ["x", "y"] * 6})
    >>> ties = pd.DataFrame({"source": ids[:5] + ids[6:11], "target": ids[1:6] + ids[7:12]})
    >>> items = pd.DataFrame({"item": ["b1"], "scale": ["barriers"], "low": [1], "high": [5]})
    >>> answers = pd.DataFrame({"person": ids, "item": "b1", "value": [1, 1, 2, 1, 2, 1, 5, 4, 5, 4, 5, 5]})
    >>> network = Network.from_frames(people, ties, items=items, responses=answers)
    >>> bool(compare_barriers(network, by="team").table.loc["alike", "p"] < 0.05)
    True
    """
    check_network(network)
    check_integer("times", times, low=19)
    generator = check_rng(rng)
    scores = scale_means(network, scale, wave=wave).reindex(network.ids).to_numpy(dtype=np.float64)
    groups = group_people(network, by)
    inside = network.people["inside"].to_numpy(dtype=np.bool_)
    places = np.flatnonzero(~np.isnan(scores) & inside & (groups.codes >= 0))
    graph = pattern(clean(network.adjacency(relation, weight=None, direction="both")))
    ties = graph[places][:, places]
    values, codes = scores[places], groups.codes[places]
    _enough(values, codes, ties.nnz)
    alike = -np.abs(values[:, None] - values[None, :]) / values.std()
    same = (codes[:, None] == codes[None, :]).astype(np.float64)
    found = regress_matrices(ties.toarray(), {"alike": alike, "same group": same}, times=times, rng=generator)
    settings = {"scale": scale, "relation": relation, "by": groups.name, "wave": wave, "times": times}
    return BarrierTies(
        table=found.table.loc[["alike", "same group"], ["coefficient", "t", "p"]],
        settings=settings,
        provenance=Provenance.of(network, function="compare_barriers", settings=settings),
        headline=(_said(found),),
        cautions=(Fact(_OPEN), *response_cautions(network)),
    )


def _enough(values: NDArray[np.float64], codes: NDArray[np.int64], ties: int) -> None:
    n = len(values)
    if n < FEWEST:
        raise TooLittleDataError(f"{n} people inside answered and have a group; at least {FEWEST} are needed.")
    if values.std() == 0:
        raise TooLittleDataError("everybody has the same score; there is nothing to compare.")
    if len(np.unique(codes)) in {1, n}:
        raise TooLittleDataError("those who answered are all in one group, or each in a group of their own; pass by=.")
    if ties in {0, n * (n - 1)}:
        raise TooLittleDataError("those who answered have no ties among them, or are all tied to each other.")


def _said(found: QapRegression) -> Fact:
    row = found.table.loc["alike"]
    if not row["p"] <= LIKELY:
        return Fact(_NEITHER, {"p": row["p"]})
    return Fact(_ALIKE if row["coefficient"] > 0 else _UNLIKE, {"p": row["p"]})
