"""How likely two people are to take up a suggested tie: a documented default, or learned from ties that formed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_number, check_rng
from kiemen._display import html_card
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark, text
from kiemen.results import Fact, Provenance, Result
from kiemen.suggest.acceptance_learning import Learner, Window, learn, window
from kiemen.suggest.history import History
from kiemen.suggest.pairs import attribute_codes, pair_features
from kiemen.suggest.proximity import pair_proximity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

LOWEST, HIGHEST = 0.05, 0.95
# The default, in odds: an invitation with a stated reason is taken up about half of the time between people who have
# something in common, less between strangers. An assumption, and shown as one.
BASE_LOG_ODDS = -1.1
PER_SHARED_CONTACT, CONTACTS_THAT_COUNT = 0.35, 4
SAME_GROUP, SAME_INITIATIVE, PER_LEVEL = 0.5, 0.6, -0.4
# How strongly the learned odds of a tie that forms by itself bear on one that is suggested.
LEARNED_WEIGHT = 0.5
# Where nobody asked for it, it is learned from fewer pairs, and not from so many ties that a plan would have to wait.
QUICK_PAIRS, QUICK_TIES = 10_000, 2_000_000
# From fewer new ties than this, what usually holds decides much.
LITTLE = 100


def chances(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log-odds into chances."""
    from scipy.special import expit

    return np.asarray(expit(log_odds), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class AcceptanceModel:
    """What was learned about which ties form, ready to judge new pairs.

    Parameters
    ----------
    learner
        The fitted model.
    period
        Length of the period predicted: days, or waves.
    moment
        Last moment seen.
    relation
        Relations that were learned from.
    history
        The ties it was learned from.

    Examples
    --------
    >>> from kiemen import AcceptanceModel
    >>> [name for name in ("predict", "log_odds") if hasattr(AcceptanceModel, name)]
    ['predict', 'log_odds']
    """

    learner: Learner
    period: float
    moment: float
    relation: str | tuple[str, ...] | None
    history: History = field(repr=False)

    @property
    def formed(self) -> int:
        """Number of new ties learned from."""
        return self.learner.formed

    def _repr_html_(self) -> str:
        unit = text("waves") if self.history.waves else text("days")
        said = text(
            "Learned from {n} ties that formed, for a period of {period:.0f} {unit}.",
            n=self.formed,
            period=self.period,
            unit=unit,
        )
        return html_card(text("Which ties form"), [said])

    def log_odds(self, network: Network, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the log-odds that the pairs (positions) are tied within the period, seen from the last moment."""
        snapshot = self.history.snapshot(self.moment, self.learner.period)
        incidence = network.incidence() if len(network.memberships) else None
        low, high = np.minimum(left, right), np.maximum(left, right)
        order = np.lexsort((low, high))
        features = pair_features(snapshot, attribute_codes(network), incidence, low[order], high[order])
        odds = np.empty(len(left))
        odds[order] = self.learner.log_odds(features)
        return odds

    def predict(self, network: Network, pairs: Iterable[tuple[str, str]]) -> pd.Series[float]:
        """Give the chance that each pair of ids becomes tied by itself within the period.

        Parameters
        ----------
        network
            The network that was learned from.
        pairs
            Pairs of ids.

        Returns
        -------
        pandas.Series
            Index (person, other), values 0 to 1.
        """
        listed = [(str(a), str(b)) for a, b in pairs]
        left, right = network.positions([a for a, _ in listed]), network.positions([b for _, b in listed])
        chance = chances(self.log_odds(network, left, right))
        return pd.Series(chance, index=pd.MultiIndex.from_tuples(listed, names=["person", "other"]), name="chance")


def fit_acceptance(
    network: Network,
    *,
    relation: str | Sequence[str] | None = None,
    horizon: float | None = None,
    rng: int | np.random.Generator | None = None,
) -> AcceptanceModel:
    """Learn from the ties that formed which pairs are likely to become tied.

    Answers: "Who takes up contact with whom here?" Needs ties with dates or two or more waves, and at least five new
    ties; without these use the documented default of `suggest_connections`. With fewer than some hundred new ties it
    is shared contacts that decide, more or less: `check_acceptance` says how well that went.

    Parameters
    ----------
    network
        Ties with dates (column ``start``) or waves. Direction is ignored.
    relation
        Relation or relations to learn from; None takes all.
    horizon
        Length of the period to predict, in days (or waves); None takes one wave, or the time in which the last fifth of
        the ties began.
    rng
        Seed or generator for the sample of pairs that did not become tied (all pairs up to about 350 people).

    Returns
    -------
    AcceptanceModel
        With `.predict(network, pairs)`: the chance per pair to become tied within the period.

    Raises
    ------
    TooLittleDataError
        If there are no dates or waves, or fewer than five new ties.

    Notes
    -----
    Logistic regression on shared contacts (Adamic–Adar on the ties of now and of all time, resource allocation, faded
    contacts), paths of three, activity, time since the last contact, ties that were there before, who named nobody in
    a wave, attributes and shared initiatives. It starts from what usually holds (1.5 in log-odds per ln(1 + Adamic–
    Adar), 1.5 for a tie that was there before, 0 for all else; normal prior, precision 50 to
    150 per standardised feature, more after few periods), so
    that with little to learn from its order is that of Adamic–Adar. What did not vary gets no weight, and pairs unlike
    any seen count as the nearest that were. Products of features join where they foresee the last period better than
    without, by two standard errors, learned from 300 or more new ties of the time before it.

    Up to four periods are learned from, of waves each further back for half. Pairs of people who had no tie yet, were
    not asked or did not answer at the end are not counted as refused. The level is the geometric mean of what is
    foreseen and the new ties per person of recent periods. A period of dated ties longer than a fifth of the time seen
    is learned from shorter ones in the recent half of that time, and prolonged as 1 - (1 - chance) ** times: what a
    network did when it began says little about now. The number of new ties is then too high if activity is fading.
    O(ties × periods + pairs sampled × ties of a person).

    References
    ----------
    Liben-Nowell, D. & Kleinberg, J. (2007). The link-prediction problem for social networks. doi:10.1002/asi.20591

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> one = [(f"p{i}", f"p{(i + 1) % 30}", "1") for i in range(30)]
    >>> two = [(f"p{i}", f"p{(i + s) % 30}", "2") for s in (1, 2) for i in range(30)]
    >>> ties = pd.DataFrame(one + two, columns=["source", "target", "wave"])
    >>> network = Network.from_frames(ties=ties)
    >>> chance = fit_acceptance(network, rng=1).predict(network, [("p0", "p3"), ("p0", "p9")])
    >>> bool(chance.iloc[0] > chance.iloc[1])
    True
    """
    generator = check_rng(rng)
    history = History.of(network, relation)
    period = history.period if horizon is None else check_number("horizon", horizon, low=0.0, low_open=True)
    learner = learn(history, network, period=period, until=history.last, rng=generator)
    named = relation if relation is None or isinstance(relation, str) else tuple(relation)
    return AcceptanceModel(learner, period, history.last, named, history)


def default_acceptance(
    network: Network,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    *,
    group: NDArray[np.int64] | None = None,
    level: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Give the documented default: an assumption in plain numbers, not an estimate.

    The odds that a suggestion is taken up are 1 : 3 between strangers; each shared contact up to four multiplies
    them by 1.4, the same group by 1.6, a shared initiative by 1.8, and each level of the hierarchy between them by 0.7.
    """
    tied = network.adjacency(weight=None, direction="both")
    shared = pair_proximity(tied, left, right, method="common")
    odds = BASE_LOG_ODDS + PER_SHARED_CONTACT * np.minimum(shared, CONTACTS_THAT_COUNT)
    if group is not None:
        odds += SAME_GROUP * ((group[left] == group[right]) & (group[left] >= 0))
    if len(network.memberships):
        incidence = network.incidence()
        together = np.asarray(incidence[left].multiply(incidence[right]).sum(axis=1)).ravel()
        odds += SAME_INITIATIVE * (together > 0)
    if level is not None and level.size:
        odds += PER_LEVEL * np.nan_to_num(np.abs(level[left] - level[right]))
    return np.clip(chances(odds), LOWEST, HIGHEST)


def learned_acceptance(
    model: AcceptanceModel, network: Network, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the acceptance of suggestions: even odds for the middle one, the others by what was learned.

    A tie that forms by itself is rare and a suggested one is not; what carries over is which of two is likelier. So
    half of the learned difference in log-odds is kept.
    """
    odds = model.log_odds(network, left, right)
    return np.clip(chances(LEARNED_WEIGHT * (odds - np.median(odds))), LOWEST, HIGHEST)


def learned_if_known(
    network: Network, relation: str | Sequence[str] | None, *, rng: np.random.Generator
) -> AcceptanceModel | None:
    """Learn where ties have dates or waves, quickly; None where they have not, or too few formed, or there are many."""
    if network.n_ties > QUICK_TIES:
        return None
    try:
        history = History.of(network, relation)
        learner = learn(history, network, period=history.period, until=history.last, rng=rng, pairs=QUICK_PAIRS)
    except TooLittleDataError:
        return None
    named = relation if relation is None or isinstance(relation, str) else tuple(relation)
    return AcceptanceModel(learner, history.period, history.last, named, history)


def said_of_learning(acceptance: object) -> tuple[Fact, ...]:
    """Say when an acceptance was learned from little."""
    if not isinstance(acceptance, AcceptanceModel) or acceptance.formed >= LITTLE:
        return ()
    told = mark("How likely people take it up was learned from only {n} new ties and leans on what usually holds.")
    return (Fact(told, {"n": acceptance.formed}),)


@dataclass(frozen=True, repr=False, eq=False)
class AcceptanceCheck(Result):
    """How well the ties of the last period were foreseen from the time before it."""

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
        Length of the period held back, in days or waves; None as in `fit_acceptance`.
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
        formed : int - new ties that came

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
    check_integer("top", top, low=1)
    generator = check_rng(rng)
    history = History.of(network, relation)
    period = history.period if horizon is None else check_number("horizon", horizon, low=0.0, low_open=True)
    moment = history.last - period
    learner = learn(history, network, period=period, until=moment, rng=generator)
    held = window(history, moment, period, generator, most=1_000_000)
    incidence = network.incidence() if len(network.memberships) else None
    seen = history.snapshot(moment, learner.period)
    features = pair_features(seen, attribute_codes(network), incidence, held.left, held.right)
    odds = learner.log_odds(features)
    table = _compared(held, odds, top)
    settings = {"relation": relation, "horizon": period, "top": top}
    ratio = table["average_precision"]
    said = Fact(
        mark(
            "Of the {formed} ties that formed in the last period, the learned order finds them with average precision "
            "{learned:.3f}; by shared contacts alone (Adamic–Adar) it is {plain:.3f}."
        ),
        {
            "formed": int(held.formed.sum()),
            "learned": float(ratio["learned"]),
            "plain": float(ratio["adamic-adar"]),
        },
    )
    return AcceptanceCheck(
        table, settings, Provenance.of(network, function="check_acceptance", settings=settings), headline=(said,)
    )


def _compared(held: Window, odds: NDArray[np.float64], top: int) -> pd.DataFrame:
    tied = held.snapshot.tied
    scores: dict[str, NDArray[np.float64]] = {"learned": odds}
    for method in ("adamic-adar", "resource-allocation", "common"):
        scores[method] = pair_proximity(tied, held.left, held.right, method=method)
    near = scores["common"] > 0
    formed, weight = held.formed, held.weight
    total = float((formed * weight).sum())
    rows: dict[str, dict[str, Any]] = {}
    for name, score in scores.items():
        rows[name] = {
            "average_precision": average_precision(formed, score, weight),
            "precision": precision_at(formed, score, weight, min(top, int(total)) or 1),
            "distance_two": average_precision(formed[near], score[near], weight[near]),
            "expected": float((weight * chances(odds)).sum()) if name == "learned" else np.nan,
            "formed": int(total),
        }
    base = total / float(weight.sum())
    rows["chance"] = {
        "average_precision": base,
        "precision": base,
        "distance_two": float(np.average(formed[near], weights=weight[near])) if near.any() else np.nan,
        "expected": total,
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
