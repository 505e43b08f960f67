"""Were the ties that formed foreseen? The last period held back, order and chances judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_rng
from kiemen.errors import InputError
from kiemen.i18n import mark
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.acceptance import chances, said_of_doubt, said_of_undated
from kiemen.suggest.acceptance_learning import learn
from kiemen.suggest.acceptance_windows import Window, window
from kiemen.suggest.history import History
from kiemen.suggest.pairs import attribute_codes, pair_features
from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.acceptance_level import Level


@dataclass(frozen=True, repr=False, eq=False)
class AcceptanceCheck(Result):
    """How well the ties of the last period were foreseen from the time before it, and whether the chances are right.

    Parameters
    ----------
    bands
        Pairs in ten bands from likely to unlikely: pairs, mean chance, ties expected and formed.
    """

    bands: pd.DataFrame = field(default_factory=pd.DataFrame)

    _title: ClassVar[str] = mark("Were the new ties foreseen?")
    _plot: ClassVar[str] = "plot_acceptance"


def check_acceptance(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    horizon: float | None = None,
    top: int = 100,
    rng: int | np.random.Generator | None = None,
) -> AcceptanceCheck:
    """Hold back the last period, learn from the time before, and see which new ties were foreseen.

    Answers: "Can I trust the acceptance?" Compares what was learned with rules that learn nothing.

    Parameters
    ----------
    network
        Ties with dates or waves.
    relation
        Relation or relations; None takes all.
    horizon
        Length of the period held back, in days or waves, as in `fit_acceptance`.
    top
        Precision is counted in this many pairs at the top (or as many as there are new ties, if fewer).
    rng
        Seed or generator.

    Returns
    -------
    AcceptanceCheck
        `.table` has one row per method (index ``method``: learned, adamic-adar, resource-allocation, common, chance)
        and the columns

        average_precision : float, 0 to 1 - over all untied pairs
        precision : float, 0 to 1 - share of the pairs at the top that became tied
        distance_two : float, 0 to 1 - average precision among pairs that shared a contact; NaN if none became tied
        expected : float - new ties expected (learned and chance only, else NaN)
        expected_low, expected_high : float - range in which it lies with nine chances in ten (learned only, else NaN)
        formed : int - new ties that came

        `.bands` has one row per band of the chances (index ``band``, 1 the likeliest pairs; each holds a tenth of the
        ties expected) and the columns pairs, chance (mean), expected and formed.

    Raises
    ------
    TooLittleDataError
        If the time before the last period has too little to learn from.

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> rows = [(f"p{i}", f"p{(i + s) % 30}", str(w)) for w in (1, 2, 3) for s in range(1, w + 1) for i in range(30)]
    >>> network = Network.from_frames(ties=pd.DataFrame(rows, columns=["source", "target", "wave"]))
    >>> check_acceptance(network, rng=1).table["formed"].iloc[0].item()
    30
    """
    top = check_integer("top", top, low=1)
    generator = check_rng(rng)
    history = History.of(network, relation)
    period = history.asked(horizon)
    moment = history.last - period
    learner = learn(history, network, period=period, until=moment, rng=generator)
    held = window(history, moment, period, generator, most=1_000_000)
    features = pair_features(learner.now, attribute_codes(network), held.left, held.right)
    odds = learner.log_odds(features)
    table = _compared(held, odds, learner.level, top)
    settings = {"relation": relation, "horizon": period, "top": top}
    bands = _bands(chances(odds), held)
    provenance = Provenance.of(network, function="check_acceptance", settings=settings)
    headline = _found(table)
    cautions = (*said_of_undated(history), *said_of_doubt(learner))
    return AcceptanceCheck(table, settings, provenance, headline=headline, cautions=cautions, bands=bands)


def _found(table: pd.DataFrame) -> tuple[Fact, ...]:
    """Say how well the order and the number of the new ties were foreseen."""
    learned = table.astype(np.float64).loc["learned"].to_dict()
    plain = float(table["average_precision"]["adamic-adar"])
    order = mark(
        "{formed:# tie|# ties} formed in the last period. The learned order finds {formed:it|them} with average "
        "precision {learned:.3f}; by shared contacts alone (Adamic–Adar) it is {plain:.3f}."
    )
    values = {"formed": int(learned["formed"]), "learned": learned["average_precision"], "plain": plain}
    number = mark("Beforehand {expected:# was|# were} expected, {low} to {high} with a probability of 90%.")
    range_ = {
        "expected": round(learned["expected"]),
        "low": round(learned["expected_low"]),
        "high": round(learned["expected_high"]),
    }
    if not learned["formed"]:
        return (Fact(mark("No tie formed in the last period.")), Fact(number, range_))
    return Fact(order, values), Fact(number, range_)


def _bands(chance: NDArray[np.float64], held: Window) -> pd.DataFrame:
    """Give ten bands of pairs from likely to unlikely, each with a tenth of the ties expected."""
    order = np.argsort(-chance, kind="stable")
    mass = (chance * held.weight)[order]
    before = np.cumsum(mass) - mass
    band = np.minimum((10 * before / max(float(mass.sum()), 1e-300)).astype(np.int64), 9) + 1
    weight = held.weight[order]
    rows = pd.DataFrame({"band": band, "pairs": weight, "expected": mass, "formed": weight * held.formed[order]})
    bands = rows.groupby("band").sum()
    bands.insert(1, "chance", bands["expected"] / bands["pairs"])
    return bands


def _compared(held: Window, odds: NDArray[np.float64], level: Level, top: int) -> pd.DataFrame:
    tied = held.snapshot.tied
    scores: dict[str, NDArray[np.float64]] = {"learned": odds}
    for method in ("adamic-adar", "resource-allocation", "common"):
        scores[method] = pair_proximity(tied, held.left, held.right, method=method)
    near = scores["common"] > 0
    formed, weight = held.formed, held.weight
    total = float((formed * weight).sum())
    # Who did not answer at the end is not judged; the range is that of the pairs that are.
    expected = float((weight * chances(odds)).sum())
    part = expected / level.expected if level.expected else 0.0
    rows: dict[str, dict[str, Any]] = {}
    for name, score in scores.items():
        rows[name] = {
            "average_precision": average_precision(formed, score, weight),
            "precision": precision_at(formed, score, weight, min(top, int(total)) or 1),
            "distance_two": average_precision(formed[near], score[near], weight[near]),
            "expected": expected if name == "learned" else np.nan,
            "expected_low": part * level.low if name == "learned" else np.nan,
            "expected_high": part * level.high if name == "learned" else np.nan,
            "formed": int(total),
        }
    base = total / float(weight.sum())
    rows["chance"] = {
        "average_precision": base,
        "precision": base,
        "distance_two": float(np.average(formed[near], weights=weight[near])) if near.any() else np.nan,
        "expected": total,
        "expected_low": np.nan,
        "expected_high": np.nan,
        "formed": int(total),
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("method")


def average_precision(label: NDArray[np.bool_], score: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Give the average precision, equal scores counted as one step; NaN without a positive."""
    if not label.any():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    ranked, hits, mass = score[order], (label * weight)[order], weight[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    found, seen = np.cumsum(hits)[last], np.cumsum(mass)[last]
    return float((np.diff(found, prepend=0.0) * found / seen).sum() / found[-1])


def precision_at(label: NDArray[np.bool_], score: NDArray[np.float64], weight: NDArray[np.float64], top: int) -> float:
    """Give the share of positives among the `top` best; pairs with the score of the last one count in proportion."""
    if len(label) == 0:
        raise InputError("there are no untied pairs to judge.")
    order = np.argsort(-score, kind="stable")
    ranked, hits, mass = score[order], (label * weight)[order], np.cumsum(weight[order])
    last = min(int(np.searchsorted(mass, top)), len(ranked) - 1)
    level = ranked == ranked[last]
    above = ranked > ranked[last]
    room = top - float(weight[order][above].sum())
    even = float(hits[level].sum() / weight[order][level].sum())
    return float((hits[above].sum() + max(room, 0.0) * even) / top)
