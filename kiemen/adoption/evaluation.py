"""Evaluation: whether a score does better than chance, than popularity and than seniority."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_columns, check_integer, check_network, check_number, check_rng
from kiemen.adoption.categories import VALENTE, cut_points
from kiemen.adoption.communities import WithinAuc, within_auc
from kiemen.adoption.contacts import contact_counts
from kiemen.adoption.discrimination import (
    auc_components,
    auc_interval,
    permutation_p,
)
from kiemen.adoption.regression import fit_logit
from kiemen.adoption.times import AdoptionTimes, resolve_times
from kiemen.adoption.tops import compare_tops
from kiemen.adoption.values import person_values
from kiemen.adoption.verdicts import FEW, VERDICTS, cautions_of, headline_of, looks_leaked, verdict_of
from kiemen.errors import DoubtfulInputWarning, InputError, NoSignalWarning, SmallSampleWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network


@dataclass(frozen=True, repr=False, eq=False)
class ScoreCheck(Result):
    """How well a score does against what became known, see `check_scores`.

    Parameters
    ----------
    verdict
        "better than chance", "no better than chance" or "worse than chance".
    n, positives
        People compared, and how many of them are sought.
    brier, brier_base
        Brier score of probabilities, and that of one share for all.
    calibration_intercept, calibration_slope
        0 and 1 are perfect.
    difference, difference_low, difference_high
        AUC less that of in-degree, within communities.
    communities
        Communities that hold both positives and negatives; 0 when people were not compared within communities.
    people
        Score, outcome and community of everybody compared.
    """

    _plot: ClassVar[str] = "plot_check"
    _title: ClassVar[str] = mark("Does the score work?")

    verdict: str = VERDICTS[1]
    n: int = 0
    positives: int = 0
    brier: float = np.nan
    brier_base: float = np.nan
    calibration_intercept: float = np.nan
    calibration_slope: float = np.nan
    difference: float = np.nan
    difference_low: float = np.nan
    difference_high: float = np.nan
    communities: int = 0
    people: pd.DataFrame = field(default_factory=pd.DataFrame)


def find_early(times: AdoptionTimes) -> pd.Series:
    """Find who is an early adopter in the sense of Valente: adopted more than a standard deviation before the mean.

    Parameters
    ----------
    times
        Adoption times, see `build_times`.

    Returns
    -------
    pandas.Series
        Index person; 1.0 early, 0.0 later or not adopted, NaN unknown.

    Raises
    ------
    TooLittleDataError
        If fewer than two people adopted, or all at the same time.
    """
    numbers = np.where(times.known, times.times.to_numpy(dtype=np.float64), np.nan)
    cut = cut_points(numbers, VALENTE)[0]
    early = np.where(np.isnan(numbers), np.nan, (numbers < cut).astype(float))
    return pd.Series(early, index=times.times.index, name="early")


def check_scores(
    network: Network,
    scores: Result | pd.Series,
    *,
    outcome: pd.Series | None = None,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    by: str | None = None,
    seniority: str | None = None,
    relation: str | Sequence[str] | None = None,
    top: int | None = None,
    permutations: int = 999,
    confidence: float = 0.9,
    rng: int | np.random.Generator | None = 0,
) -> ScoreCheck:
    """Check whether a score does better than chance, than being well known and than seniority.

    Answers: "Should I believe this score?" Make it a habit, and take outcomes that the score was not made from: a
    score that was fitted on the same adoptions, or uses answers given after them, looks good and is worth nothing.

    Parameters
    ----------
    network
        People and ties.
    scores
        A result of `score_adopters`, or a Series per person, higher for likelier. Values that all lie in [0, 1] are
        read as probabilities only in a result whose basis is "learned", or when the Series is named "probability".
    outcome
        What became known: index person, 1 or True for the people sought, 0 or False for the others, NaN unknown. None
        takes the early adopters of `innovation` (see `find_early`).
    innovation, times
        Which adoption, when `outcome` is None.
    by
        Column with communities. People are then compared within them, labels are shuffled within them, and the
        interval takes the community as the unit: it says whether the score would work in another community.
    seniority
        Column of people with tenure, age or level, as a number that is higher for more senior people.
    relation
        Ties of which the in-degree is the rival; None takes all.
    top
        k of precision at k; None takes as many as there are positives.
    permutations
        Number of shuffles for the p-values.
    confidence
        Level of the intervals.
    rng
        Seed or generator.

    Returns
    -------
    ScoreCheck
        `.table` has the rows score, in-degree, seniority (if asked) and chance, with the columns

        auc, auc_low, auc_high : float in [0, 1] - chance that a positive ranks above a negative; 0.5 is chance. The
            interval takes people as the unit
        p : float - one-sided permutation p-value, shuffled within communities
        auc_within, within_low, within_high : float - the mean of the AUC inside each community, weighed by what it
            knows; communities are the unit of the interval. As auc without `by`; NaN where no community has positives
            and negatives
        average_precision, average_precision_low, average_precision_high : float in [0, 1] - chance is the share of
            positives
        precision, precision_low, precision_high : float in [0, 1] - at k
        lift, lift_low, lift_high : float, 0 and up - precision over the share of positives; 1 is chance

        The intervals of these three are NaN for a ranking that is the same for everybody, those of precision and lift
        also when k is everybody.


        `.verdict` is "better than chance" (the interval within communities lies above 0.5 and shuffling seldom does as
        well), "worse than chance" (the reverse) or "no better than chance"; `.difference` with `_low` and `_high` the
        AUC of the score less that of in-degree, within communities; `.brier`, `.brier_base`, `.calibration_intercept`
        and `.calibration_slope` (1 is perfect) hold for probabilities only. `.people` has score, outcome and community
        of everybody compared, and the probability where there is one.

    Raises
    ------
    TooLittleDataError
        If there are not at least two positives and two negatives with a score.
    InputError
        If the outcome is not 0 and 1.

    Warns
    -----
    DoubtfulInputWarning
        If the score is too good to be true: it ranks nearly perfectly, or follows the times of adoption.
    NoSignalWarning
        If the score does no better than chance.
    SmallSampleWarning
        If there are fewer than twenty positives.

    Notes
    -----
    Intervals are DeLong's on the logit scale. Within communities the variance is that between communities (Bell and
    McCaffrey's, with one degree of freedom less than there are communities), because people of one community adopt
    together. A score can order people better than shuffling within these communities and still differ so much from one
    to the next that nothing follows for others: the verdict is then "no better than chance", and a caution says both.

    Average precision, precision at k and lift are of all people together, also with `by`. Their intervals come from
    random halves of the people, positives and negatives apart (up to 1,000 draws), or, where two communities or more
    hold both, from leaving out each community in turn [3]_. Precision and lift come in steps of one in k, which no
    interval can undo: at 90 % theirs held the truth in 92 to 97 % of simulated runs with k from 100 down to 12, and an
    interval from the true spread would hold 87 to 94 %. In small samples average precision itself is somewhat too high,
    as it is for a ranking by chance.

    Cost: people times log people, people times `permutations`, and people times draws or communities.

    References
    ----------
    .. [1] DeLong, E. R., DeLong, D. M. & Clarke-Pearson, D. L. (1988). doi:10.2307/2531595
    .. [2] Steyerberg, E. W. et al. (2010). Assessing the performance of prediction models. Epidemiology, 21, 128-138.
       doi:10.1097/EDE.0b013e3181c30fb2
    .. [3] Shao, J. & Wu, C. F. J. (1989). A general theory for jackknife variance estimation. Annals of Statistics,
       17, 1176-1197. doi:10.1214/aos/1176347263

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> network = Network.from_arrays([f"p{i}" for i in range(80)], [0], [1])
    >>> truth = pd.Series([i % 4 == 0 for i in range(80)], index=network.ids)
    >>> score = truth + pd.Series([i % 7 / 4 for i in range(80)], index=network.ids)
    >>> check_scores(network, score, outcome=truth, permutations=99).verdict
    'better than chance'
    """
    check_network(network)
    confidence = check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    permutations = check_integer("permutations", permutations, low=1)
    values, probability = _values(scores)
    window = None
    if outcome is None:
        window = resolve_times(network, times, innovation)
        outcome = find_early(window)
    ranking = pd.DataFrame({"score": person_values(network, "scores", values)})
    if probability:
        ranking["probability"] = ranking["score"]
    found = check_ranking(
        network,
        ranking,
        outcome,
        window=window,
        innovation=innovation,
        by=by,
        seniority=seniority,
        relation=relation,
        top=top,
        permutations=permutations,
        confidence=confidence,
        rng=check_rng(rng),
    )
    if looks_leaked(found.people["score"], found.people["outcome"].to_numpy(dtype=bool), window):
        warnings.warn(
            "This score is too good to be true: check that it was not made from the outcome or from something recorded "
            "after it.",
            DoubtfulInputWarning,
            stacklevel=2,
        )
    return found


def check_ranking(
    network: Network,
    ranking: pd.DataFrame,
    outcome: pd.Series,
    *,
    window: AdoptionTimes | None = None,
    innovation: str | None = None,
    by: str | None = None,
    seniority: str | None = None,
    relation: str | Sequence[str] | None = None,
    top: int | None = None,
    permutations: int = 999,
    confidence: float = 0.9,
    rng: np.random.Generator,
) -> ScoreCheck:
    """Check a ranking (column `score`), and apart from it the probabilities that go with it, if there are any.

    The two differ for predictions out of sample: a model that never saw a group has a level of its own, which belongs
    to the probability, but would upset a ranking that is put together from several models.
    """
    frame = _frame(network, ranking, outcome, by=by, seniority=seniority, relation=relation)
    y = frame["outcome"].to_numpy(dtype=bool)
    if min(y.sum(), (~y).sum()) < 2:
        raise TooLittleDataError(
            f"Of the people with a score {int(y.sum())} are positive and {int((~y).sum())} negative; a check needs at "
            "least two of both."
        )
    k = int(y.sum()) if top is None else check_integer("top", top, low=1, high=len(y))
    rivals = [name for name in ("score", "in-degree", "seniority") if name in frame]
    codes = None if by is None else frame["community"].to_numpy(dtype=np.int64) + 1
    within = None if codes is None else within_auc(frame[rivals].to_numpy(dtype=np.float64), y, codes)
    table = _compared(
        frame, rivals, y, codes, within=within, top=top, permutations=permutations, confidence=confidence, rng=rng
    )
    difference = _difference(frame, y, within, confidence)
    row = table.T["score"].astype(float)
    verdict = verdict_of(row, permutations=permutations, confidence=confidence)
    calibration = _calibration(frame["probability"].to_numpy(), y) if "probability" in frame else (np.nan,) * 4
    if verdict == VERDICTS[1]:
        warnings.warn(
            f"This score does no better than chance on {len(y)} people (AUC {row['auc_within']:.2f}, "
            f"{row['within_low']:.2f}-{row['within_high']:.2f}).",
            NoSignalWarning,
            stacklevel=3,
        )
    if y.sum() < FEW:
        warnings.warn(
            f"There are only {int(y.sum())} people to find; read the interval, not the number.",
            SmallSampleWarning,
            stacklevel=3,
        )
    settings = {
        "innovation": innovation if window is None else window.innovation,
        "by": by,
        "seniority": seniority,
        "relation": relation,
        "top": k,
        "permutations": permutations,
        "confidence": confidence,
    }
    return ScoreCheck(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="check_scores", settings=settings),
        headline=headline_of(row, verdict, difference, calibration, by=by),
        cautions=cautions_of(frame, y, window, row=row, within=within, confidence=confidence),
        verdict=verdict,
        n=len(y),
        positives=int(y.sum()),
        brier=calibration[0],
        brier_base=calibration[1],
        calibration_intercept=calibration[2],
        calibration_slope=calibration[3],
        difference=difference[0],
        difference_low=difference[1],
        difference_high=difference[2],
        communities=0 if within is None else within.informative,
        people=frame,
    )


def _values(scores: Result | pd.Series) -> tuple[pd.Series, bool]:
    if isinstance(scores, pd.Series):
        return scores, scores.name == "probability"
    if "propensity" in getattr(scores, "table", ()):
        return scores.table["propensity"], getattr(scores, "basis", "") == "learned"
    raise InputError(f"scores must be a result of score_adopters or a Series per person, not {type(scores).__name__}.")


def check_outcome(network: Network, outcome: object) -> pd.Series:
    """Give an outcome of 0, 1 and unknown in the order of the network; anything else is refused."""
    found = person_values(network, "outcome", outcome)
    if not found.dropna().isin([0.0, 1.0]).all():
        raise InputError(
            "outcome must hold 1 or True for the people sought, 0 or False for the others, NaN for unknown."
        )
    return found


def _frame(
    network: Network,
    ranking: pd.DataFrame,
    outcome: pd.Series,
    *,
    by: str | None,
    seniority: str | None,
    relation: str | Sequence[str] | None,
) -> pd.DataFrame:
    outcome = check_outcome(network, outcome)
    degree = contact_counts(network.adjacency(relation, weight=None, direction="in"))
    frame = ranking.reindex(network.ids).assign(outcome=outcome)
    frame["in-degree"] = degree
    if seniority is not None:
        check_columns(network.people, [seniority], "people")
        frame["seniority"] = person_values(network, f"seniority {seniority!r}", network.people[seniority])
        frame["seniority"] = frame["seniority"].fillna(frame["seniority"].median())
    frame["community"] = 0 if by is None else pd.factorize(network.groups(by), sort=True)[0]
    return frame[network.people["inside"].to_numpy(dtype=bool)].dropna(subset=["score", "outcome"])


def _compared(
    frame: pd.DataFrame,
    rivals: list[str],
    y: NDArray[np.bool_],
    codes: NDArray[np.int64] | None,
    *,
    within: WithinAuc | None,
    top: int | None,
    permutations: int,
    confidence: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    matrix = frame[rivals].to_numpy(dtype=np.float64)
    rows = {}
    auc, covariance = auc_components(matrix, y)
    positives, negatives, base = int(y.sum()), int((~y).sum()), float(y.mean())
    for place, name in enumerate(rivals):
        column = matrix[:, place]
        low, high = auc_interval(auc[place], covariance[place, place], positives, negatives, confidence)
        inside = (auc[place], low, high)
        if within is not None:
            mine, spread = float(within.auc[place]), float(within.covariance[place, place])
            inside = (mine, *auc_interval(mine, spread, positives, negatives, confidence, df=within.df))
        rows[name] = {
            "auc": auc[place],
            "auc_low": low,
            "auc_high": high,
            "p": permutation_p(column, y, codes, permutations, rng),
            "auc_within": inside[0],
            "within_low": inside[1],
            "within_high": inside[2],
        }
    apart = codes if within is not None and within.informative > 1 else None
    tops = compare_tops(matrix, y, apart, k=top, confidence=confidence, rng=rng)
    for name, found in zip(rivals, tops, strict=True):
        rows[name] |= found
    rows["chance"] = {
        "auc": 0.5,
        "auc_within": 0.5,
        "average_precision": base,
        "precision": base,
        "lift": 1.0,
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "ranking"
    return table


def _difference(
    frame: pd.DataFrame, y: NDArray[np.bool_], within: WithinAuc | None, confidence: float
) -> tuple[float, float, float]:
    """Give the AUC of the first column less that of the second, which is in-degree, with its interval."""
    from scipy.special import stdtrit

    if within is None:
        auc, covariance = auc_components(frame[["score", "in-degree"]].to_numpy(dtype=np.float64), y)
        df = 2.0 * max(min(int(y.sum()), int((~y).sum())) - 1, 1)
    else:
        auc, covariance, df = within.auc, within.covariance, within.df
    gap = float(auc[0] - auc[1])
    spread = np.sqrt(max(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1], 0))
    half = float(stdtrit(df, 0.5 + confidence / 2) * spread)
    return gap, max(gap - half, -1.0), min(gap + half, 1.0)


def _calibration(score: NDArray[np.float64], y: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    p = np.clip(score, 1e-6, 1 - 1e-6)
    base = float(y.mean())
    logit = np.log(p / (1 - p))
    if np.ptp(logit) < 1e-9:
        return float(((p - y) ** 2).mean()), base * (1 - base), np.nan, np.nan
    fit = fit_logit(np.column_stack([np.ones(len(y)), logit]), y.astype(float))
    return float(((p - y) ** 2).mean()), base * (1 - base), float(fit.coefficients[0]), float(fit.coefficients[1])
