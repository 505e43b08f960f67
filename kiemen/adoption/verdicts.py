"""What a check of a score says in words: the verdict, and what limits its reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.discrimination import auc_components
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from kiemen.adoption.communities import WithinAuc
    from kiemen.adoption.times import AdoptionTimes

VERDICTS = ("better than chance", "no better than chance", "worse than chance")
TOO_GOOD = 0.97
WEAK = 0.6
FEW = 20
_SHOWN = {"auc": "auc_within", "low": "within_low", "high": "within_high"}


def verdict_of(row: pd.Series[float], *, permutations: int, confidence: float) -> str:
    """Say whether a score does better than chance: the interval and the shuffled labels must agree on it."""
    level = max((1 - confidence) / 2, 1 / (permutations + 1)) + 1e-9
    if row["within_low"] > 0.5 and row["p"] <= level:
        return VERDICTS[0]
    return VERDICTS[2] if row["within_high"] < 0.5 and row["p"] >= 1 - level else VERDICTS[1]


def headline_of(
    row: pd.Series[float],
    verdict: str,
    difference: tuple[float, float, float],
    calibration: tuple[float, ...],
    *,
    by: str | None,
) -> tuple[Fact, ...]:
    """Say the verdict, the difference with in-degree, and how the probabilities did."""
    shown = {name: float(row[column]) for name, column in _SHOWN.items()}
    said = {
        VERDICTS[0]: mark("The score does better than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."),
        VERDICTS[1]: mark("The score does no better than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."),
        VERDICTS[2]: mark("The score does worse than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."),
    }
    apart = {
        VERDICTS[0]: mark(
            "Within communities the score does better than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."
        ),
        VERDICTS[1]: mark(
            "Within communities the score does no better than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."
        ),
        VERDICTS[2]: mark(
            "Within communities the score does worse than chance: AUC {auc:.2f} ({low:.2f} to {high:.2f})."
        ),
    }
    gap, low, high = difference
    found = [
        Fact((said if by is None else apart)[verdict], shown),
        Fact(
            mark("Compared with how often people are named the AUC differs by {gap:+.2f} ({low:+.2f} to {high:+.2f})."),
            {"gap": gap, "low": low, "high": high},
        ),
    ]
    if not np.isnan(calibration[3]):
        found.append(
            Fact(
                mark(
                    "Calibration slope {slope:.2f} (1 is right); Brier score {brier:.3f}, against {base:.3f} for one "
                    "chance for all."
                ),
                {"slope": calibration[3], "brier": calibration[0], "base": calibration[1]},
            )
        )
    return tuple(found)


def cautions_of(
    frame: pd.DataFrame,
    y: NDArray[np.bool_],
    window: AdoptionTimes | None,
    *,
    row: pd.Series[float],
    within: WithinAuc | None,
    confidence: float,
) -> tuple[Fact, ...]:
    """Say what limits the reading of a check."""
    found = []
    if looks_leaked(frame["score"], y, window):
        found.append(
            Fact(
                mark(
                    "This is too good to be true (AUC {auc:.2f}): check that the score was not made from the outcome "
                    "or from something recorded after it."
                ),
                {"auc": float(row["auc"])},
            )
        )
    if row["within_low"] > 0.5 and row["auc_within"] < WEAK:
        found.append(
            Fact(
                mark("Better than chance, but not by much: of a hundred pairs of people it orders {n} rightly."),
                {"n": round(100 * float(row["auc_within"]))},
            )
        )
    if y.sum() < FEW:
        found.append(
            Fact(
                mark("{n:There is only # person|There are only # people} to find; the interval is wide."),
                {"n": int(y.sum())},
            )
        )
    if within is not None:
        found += _between(row, within, confidence)
    return (*found, *_without_interval(row))


def _without_interval(row: pd.Series[float]) -> list[Fact]:
    """Say why the precision at the top has no interval, where it has none."""
    if np.isnan(row.get("average_precision_low", 0.0)):
        return [Fact(mark("Everybody has the same score, so nobody stands at the top and precision has no interval."))]
    if np.isnan(row.get("precision_low", 0.0)):
        return [Fact(mark("The top holds everybody, so its precision is the share of people to find."))]
    return []


def _between(row: pd.Series[float], within: WithinAuc, confidence: float) -> list[Fact]:
    """Say what the comparison within communities cannot tell."""
    if within.informative == 0:
        return [Fact(mark("No community has people to find as well as others, so nothing can be compared within."))]
    if within.informative == 1:
        return [Fact(mark("Only one community has people to find as well as others; it says nothing of the rest."))]
    if row["p"] <= (1 - confidence) / 2 and row["within_low"] <= 0.5:
        return [
            Fact(
                mark(
                    "Within these {n} communities the order is better than shuffling would give (p = {p:.3f}), but it "
                    "differs too much from one to the next to say that it holds elsewhere."
                ),
                {"n": within.informative, "p": float(row["p"])},
            )
        ]
    return []


def looks_leaked(score: pd.Series, outcome: NDArray[np.bool_], window: AdoptionTimes | None) -> bool:
    """Say whether a score knows the outcome: it ranks nearly perfectly, or follows the times of adoption."""
    values = score.to_numpy(dtype=np.float64)[:, None]
    auc, _ = auc_components(values, outcome)
    if max(auc[0], 1 - auc[0]) > TOO_GOOD:
        return True
    if window is None:
        return False
    times = window.times.reindex(score.index)
    finite = np.isfinite(times.to_numpy())
    if finite.sum() < 10 or min(score[finite].nunique(), times[finite].nunique()) < 2:
        return False
    return bool(abs(score[finite].corr(times[finite], method="spearman")) > 0.9)
