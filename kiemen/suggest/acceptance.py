"""How likely two people are to take up a suggested tie: a documented default, or learned from ties that formed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_rng
from kiemen._display import html_card
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark, text
from kiemen.results import Fact
from kiemen.suggest.acceptance_learning import Learner, learn
from kiemen.suggest.history import History
from kiemen.suggest.pairs import attribute_codes, pair_features
from kiemen.suggest.proximity import pair_proximity
from kiemen.suggest.register import checked_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network
    from kiemen.suggest.acceptance_level import Level

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
MINUTES_A_DAY = 24 * 60


def chances(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log-odds into chances."""
    from scipy.special import expit

    return np.asarray(expit(log_odds), dtype=np.float64)


def mark_of(network: Network) -> str:
    """Give a mark of the people of a network in their order, from which nobody's id can be read."""
    found = sha256()
    for person in network.ids:
        found.update(person.encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()


@dataclass(frozen=True, eq=False, repr=False)
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
    people
        A mark of the people it was learned from, in their order.

    Examples
    --------
    >>> from kiemen import AcceptanceModel
    >>> [name for name in ("predict", "expected", "facts") if hasattr(AcceptanceModel, name)]
    ['predict', 'expected', 'facts']
    """

    learner: Learner
    period: float
    moment: float
    relation: str | tuple[str, ...] | None
    history: History
    people: str

    @property
    def formed(self) -> int:
        """Number of new ties learned from."""
        return self.learner.formed

    @property
    def expected(self) -> pd.Series[float]:
        """New ties expected in the period among the people known now: expected, low and high (nine chances in ten)."""
        level = self.learner.level
        return pd.Series({"expected": level.expected, "low": level.low, "high": level.high}, name="new ties")

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What was learned and how sure it is, to be worded with `.say(language)`."""
        told = (_said_of_source(self), said_of_level(self.learner.level))
        return (*told, *said_of_undated(self.history), *said_of_doubt(self.learner))

    def __repr__(self) -> str:
        """Show in one line what it was learned from."""
        return f"<AcceptanceModel: learned from {self.formed} new ties>"

    def _repr_html_(self) -> str:
        return html_card(text("Which ties form"), [fact.say() for fact in self.facts])

    def log_odds(self, network: Network, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the log-odds that the pairs (positions) are tied within the period, seen from the last moment."""
        if network.n_nodes != self.history.n:
            raise InputError(
                f"the acceptance was learned from a network of {self.history.n} people and this one has "
                f"{network.n_nodes}; give the one it was learned from, or learn again with fit_acceptance."
            )
        if mark_of(network) != self.people:
            raise InputError(
                "the acceptance was learned from a network of other people; give the one it was learned from, or learn "
                "again with fit_acceptance."
            )
        low, high = np.minimum(left, right), np.maximum(left, right)
        order = np.lexsort((low, high))
        features = pair_features(self.learner.now, attribute_codes(network), low[order], high[order])
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
            Pairs of ids; those already tied are judged as if they were not.

        Returns
        -------
        pandas.Series
            Index (person, other), values 0 to 1; NaN for somebody with themselves.

        Raises
        ------
        InputError
            If somebody is not in the network, or it is another one.
        """
        listed = checked_pairs(pairs, "pairs")
        one, other = [a for a, _ in listed], [b for _, b in listed]
        index = pd.MultiIndex.from_arrays([pd.Index(one, dtype="str"), pd.Index(other, dtype="str")])
        left, right = network.positions(one), network.positions(other)
        chance = np.zeros(0)
        if listed:
            chance = np.where(left == right, np.nan, chances(self.log_odds(network, left, right)))
        return pd.Series(chance, index=index.set_names(["person", "other"]), name="chance")


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
        the ties began. Whole waves, and a day at least where dates bear no hour.
    rng
        Seed or generator for the sample of pairs that did not become tied (all pairs up to about 350 people).

    Returns
    -------
    AcceptanceModel
        With `.predict(network, pairs)`: the chance per pair to become tied within the period; `.expected`: how many
        ties will form, with a range; `.facts`: what was learned and how sure it is, also where it is nothing.

    Raises
    ------
    TooLittleDataError
        If there are no dates or waves, or fewer than five new ties.
    InputError
        If a relation does not exist, or the horizon is not a number above zero.

    Notes
    -----
    Logistic regression on shared contacts (Adamic–Adar on the ties of now and of all time, resource allocation, faded
    contacts), paths of three, activity, time since the last contact, ties that were there before, who named nobody in
    a wave, attributes and shared initiatives. It starts from what usually holds (1.5 in log-odds per ln(1 + Adamic–
    Adar), 1.5 for a tie that was there before, 0 for all else; normal prior, precision 50 to
    150 per standardised feature, more after few periods), so
    that with little to learn from its order is that of Adamic–Adar. What did not vary gets no weight, and pairs unlike
    any seen count as the nearest that were. Products of features join, for half, where they foresee the last period
    better than without, by two standard errors, learned from 300 or more new ties of the time before it.

    Up to four periods are learned from, each further back for less (waves half, dates 0.7), of dated ties only those in
    which ties formed. Time is counted at the even pace of contacts: a night or a weekend in which few meet is short,
    where days (or weeks) were seen twice or more. Pairs of people who had no tie yet, were not asked or did not answer
    at the end are not counted as refused. Half of what the prior took from the differences between pairs is given back,
    and how far pairs with and without a shared contact lie apart is that of the last periods. A period of dated ties
    longer than a fifth of the time seen is learned from shorter ones, and prolonged as 1 - (1 - chance) ** times.

    The level (`.expected`) is the geometric mean of two forecasts: the new ties per person of up to twelve periods, and
    those that the features of pairs foresee, both carried on with their trend. The log of the pace wanders (variance
    0.2 per fifth of the time seen), differs from one period to the next (variance 0.15), and with dated ties falls
    with the log of the age, by a slope with prior 0.75 ± 0.5: who is to meet whom mostly has already. The range holds
    nine times in ten if the time to come differs from the past as the periods of the past did from each other. That a
    network falls silent, or that mail is no longer recorded, is foreseen by nobody.
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
    period = history.asked(horizon)
    learner = learn(history, network, period=period, until=history.last, rng=generator)
    named = relation if relation is None or isinstance(relation, str) else tuple(relation)
    return AcceptanceModel(learner, period, history.last, named, history, mark_of(network))


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
    """Learn where ties have dates or waves, quickly.

    None where they have not, too few formed, there are many, or which ones form cannot be told: then the default holds.
    """
    if network.n_ties > QUICK_TIES:
        return None
    try:
        history = History.of(network, relation)
        learner = learn(history, network, period=history.period, until=history.last, rng=rng, pairs=QUICK_PAIRS)
    except TooLittleDataError:
        return None
    if not learner.signal:
        return None
    named = relation if relation is None or isinstance(relation, str) else tuple(relation)
    return AcceptanceModel(learner, history.period, history.last, named, history, mark_of(network))


NO_SIGNAL = mark(
    "Which ties form can hardly be told from what is known of people here: the order is little better than chance."
)


def said_of_learning(acceptance: object) -> tuple[Fact, ...]:
    """Say when an acceptance was learned from little, when there was nothing to learn, and which dates are slips."""
    if not isinstance(acceptance, AcceptanceModel):
        return ()
    return (*_said_of_strays(acceptance.history), *said_of_doubt(acceptance.learner, level=False))


def said_of_doubt(learner: Learner, *, level: bool = True) -> tuple[Fact, ...]:
    """Say what limits the reading: few new ties, no signal, and how far the level may be off."""
    found = []
    if learner.formed < LITTLE:
        told = mark("How likely people take it up was learned from only {n} new ties and leans on what usually holds.")
        found.append(Fact(told, {"n": learner.formed}))
    if not learner.signal:
        found.append(Fact(NO_SIGNAL))
    if level and learner.level.wide and round(learner.level.high):
        told = mark(
            "How many ties will form is uncertain: it may be {factor:.0f} times as many or as few, since their number "
            "varied much or little is known of it. Read the chances as an order."
        )
        found.append(Fact(told, {"factor": learner.level.factor}))
    return tuple(found)


def said_of_undated(history: History) -> tuple[Fact, ...]:
    """Say how many pairs could not be learned from since nobody knows when their tie began."""
    if not history.timeless.size:
        return ()
    told = mark("{n:One pair has|# pairs have} a tie without a usable date or wave and {n:is|are} not learned from.")
    return (*_said_of_strays(history), Fact(told, {"n": len(history.timeless)}))


def _said_of_strays(history: History) -> tuple[Fact, ...]:
    """Name the dates that were left out since they must be slips."""
    if not history.strays:
        return ()
    told = mark(
        "{n:One date lies|# dates lie} far outside the time of all other ties and {n:is|are} left out of what is "
        "learned: {dates}. Look whether {n:it is|they are} mistyped."
    )
    return (Fact(told, {"n": len(history.strays), "dates": ", ".join(history.strays)}),)


def said_of_level(level: Level) -> Fact:
    """Say how many new ties are expected."""
    told = mark(
        "{expected:# new tie is|# new ties are} expected in that time among the people known now, and between {low} "
        "and {high} with a probability of 90%."
    )
    values = {name: round(getattr(level, name)) for name in ("expected", "low", "high")}
    return Fact(told, values)


def _said_of_source(model: AcceptanceModel) -> Fact:
    """Say what was learned from, and for how long ahead."""
    unit, period = ("waves", model.period) if model.history.waves else in_units(model.period)
    told = {
        "waves": mark("Learned from {n:# tie|# ties} that formed, for {period:the next wave|the next # waves}."),
        "days": mark("Learned from {n:# tie|# ties} that formed, for {period:the next day|the next # days}."),
        "hours": mark("Learned from {n:# tie|# ties} that formed, for {period:the next hour|the next # hours}."),
        "minutes": mark("Learned from {n:# tie|# ties} that formed, for {period:the next minute|the next # minutes}."),
    }[unit]
    return Fact(told, {"n": model.formed, "period": period})


def in_units(days: float) -> tuple[str, float]:
    """Give a number of days as one would say it: in days, in hours below one, in minutes below one hour."""
    for unit, length in (("days", 1.0), ("hours", 1 / 24)):
        said = _rounded(days / length)
        if said >= 1:
            return unit, said
    return "minutes", max(1, round(days * MINUTES_A_DAY))


def _rounded(period: float) -> float:
    """Give a number as one would say it: whole from ten on, else with one decimal."""
    return round(period) if period >= 10 or round(period, 1) == round(period) else round(period, 1)
