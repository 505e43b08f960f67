"""How fairly new ties fall: load before and after, what goes to the popular, and the spread over groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.suggest.board import Board


def the_popular(board: Board) -> NDArray[np.bool_]:
    """Say who belongs to the tenth of the people inside with most ties."""
    found = np.zeros(board.n, dtype=np.bool_)
    here = np.flatnonzero(board.inside) if board.inside.size else np.arange(board.n)
    found[here[np.argsort(-board.degree[here], kind="stable")[: max(1, len(here) // 10)]]] = True
    return found


def gini(values: NDArray[np.float64]) -> float:
    """Give Gini's measure of how unevenly something is spread: 0 even, near 1 all with one; NaN when there is none."""
    ranked = np.sort(values.astype(np.float64))
    total = ranked.sum()
    if total <= 0:
        return float("nan")
    n = len(ranked)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * total))


def fairness(board: Board, plan: NDArray[np.int64], group: Sequence[str] | None = None) -> pd.DataFrame:
    """Say how the ties of a plan fall: load before and after, the popular tenth, and the spread over groups.

    Returns
    -------
    pandas.DataFrame
        Index ``measure``, columns before and after: gini (of ties per person inside), popular (share of the ends of
        ties held by the tenth of the people inside with most ties before; after: share of the ends of the new ties),
        largest_group (share of the ends of ties in the group with most of them; after: of the new ties), people (people
        with a new tie), groups (groups there are; after: groups with a new tie). NaN where there is no tie or no group,
        and for popular where that tenth has no more ties than most.
    """
    before = board.degree.astype(np.float64)
    more = np.bincount(plan.ravel(), minlength=board.n).astype(np.float64)
    here = board.inside if board.inside.size else np.ones(board.n, dtype=np.bool_)
    tenth = np.flatnonzero(the_popular(board))
    popular = (_part(before, tenth), _part(more, tenth))
    if not here.any() or before[tenth].max() <= np.median(before[here]):
        popular = (np.nan, np.nan)
    touched = np.flatnonzero(more)
    groups = len({group[i] for i in touched.tolist()} - {""}) if group is not None else np.nan
    known = len(set(group) - {""}) if group is not None else np.nan
    rows = {
        "gini": (gini(before[here]), gini((before + more)[here])),
        "popular": popular,
        "largest_group": (_largest(before, group), _largest(more, group)),
        "people": (np.nan, float(len(touched))),
        "groups": (float(known), float(groups)),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["before", "after"]).rename_axis("measure")


def _largest(values: NDArray[np.float64], group: Sequence[str] | None) -> float:
    """Give the share of the group that holds most, of what is held in groups."""
    names, codes = np.unique(np.asarray(group if group is not None else [], dtype=str), return_inverse=True)
    if not len(codes):
        return float("nan")
    held = np.bincount(codes, weights=values)[names != ""]
    return float(held.max() / held.sum()) if held.sum() else float("nan")


def said_of_fairness(table: pd.DataFrame) -> tuple[Fact, ...]:
    """Put in words how the new ties fall, from the table of `fairness`."""
    now, then = table["before"].to_dict(), table["after"].to_dict()
    said = mark(
        "{after:.0%} of the ends of the new ties fall to the tenth of the people who have most ties; of the ties "
        "there are they hold {before:.0%}."
    )
    found = [] if np.isnan(now["popular"]) else [Fact(said, {"after": then["popular"], "before": now["popular"]})]
    if now["groups"] >= 2:
        spread = mark("The new ties touch {some} of {all} groups; {share:.0%} of their ends are in one group.")
        some, every = int(then["groups"]), int(now["groups"])
        found.append(Fact(spread, {"some": some, "all": every, "share": then["largest_group"]}))
    return tuple(found)


def _part(values: NDArray[np.float64], chosen: NDArray[np.int64]) -> float:
    return float(values[chosen].sum() / values.sum()) if values.sum() else float("nan")
