"""Can these columns foretell who adopts early? Predicted for people the model has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import check_integer, check_network, check_number, check_rng
from kiemen.adoption.evaluation import ScoreCheck, check_outcome, check_ranking, find_early
from kiemen.adoption.folds import cross_fit
from kiemen.adoption.hazards import covariate_matrix
from kiemen.adoption.times import resolve_times
from kiemen.adoption.verdicts import looks_leaked
from kiemen.errors import DoubtfulInputWarning, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.adoption.times import AdoptionTimes
    from kiemen.network import Network


def check_features(
    network: Network,
    *,
    features: Sequence[str] | pd.DataFrame,
    outcome: pd.Series | None = None,
    innovation: str | None = None,
    times: AdoptionTimes | pd.Series | None = None,
    by: str | None = None,
    seniority: str | None = None,
    relation: str | Sequence[str] | None = None,
    permutations: int = 999,
    confidence: float = 0.9,
    rng: int | np.random.Generator | None = 0,
) -> ScoreCheck:
    """Check whether columns foretell who adopts early, for people and groups a model has not seen.

    Answers: "Would age, contacts or these answers have told us who goes first?" A ridge model is fitted with some
    groups left out and predicts those; nobody is predicted by a model that knows her group. On data without such
    knowledge the answer is "no better than chance", and it is meant.

    Parameters
    ----------
    network
        People and ties.
    features
        Columns of people, or a frame per person. Leave out whatever was recorded after the outcome.
    outcome
        As in `check_scores`; None takes the early adopters of `innovation`.
    innovation, times
        Which adoption, when `outcome` is None.
    by
        Column with groups left out together and compared within; None deals people out by lot.
    seniority, relation, permutations, confidence
        As in `check_scores`.
    rng
        Seed or generator.

    Returns
    -------
    ScoreCheck
        As `check_scores`, on predictions out of sample; `.people` has them as `score` (log-odds) and `probability`.

    Raises
    ------
    TooLittleDataError
        If there are fewer than five positives or five negatives.

    Warns
    -----
    DoubtfulInputWarning
        If a column knows the outcome: it ranks people nearly perfectly or follows the times of adoption.
    NoSignalWarning
        If the columns do no better than chance.
    SmallSampleWarning
        If there are fewer than twenty positives.

    Notes
    -----
    Standardised columns, missing values at the mean with a column that says so, ridge penalty 1. For the ranking the
    intercept of each fold is taken off before predictions are put together. Probabilities are calibrated within the
    other folds, so that `.calibration_slope` is that of people nothing was learned from. Cost: people times columns
    squared, thirty times.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from kiemen.network import Network
    >>> ids = [f"p{i:03d}" for i in range(120)]
    >>> network = Network.from_arrays(ids, [0], [1])
    >>> readiness = pd.Series(np.arange(120) % 12, index=ids)
    >>> noise = np.random.default_rng(1).normal(size=120)
    >>> columns = pd.DataFrame({"answer": readiness + 3 * noise})
    >>> check_features(network, features=columns, outcome=readiness > 9, permutations=99).verdict
    'better than chance'
    """
    check_network(network)
    check_integer("permutations", permutations, low=1)
    check_number("confidence", confidence, low=0.5, high=1, high_open=True)
    generator = check_rng(rng)
    window = resolve_times(network, times, innovation) if outcome is None else None
    truth = check_outcome(network, find_early(window) if window is not None else outcome)
    known = truth.notna().to_numpy() & network.people["inside"].to_numpy(dtype=bool)
    X, names = covariate_matrix(network, features, known)
    y = truth.to_numpy(dtype=np.float64)[known] > 0
    if min(y.sum(), (~y).sum()) < 5:
        raise TooLittleDataError(
            f"{int(y.sum())} positives and {int((~y).sum())} negatives are too few to learn from; "
            "five of both is the least."
        )
    suspect = [
        name
        for name, column in zip(names, X.T, strict=True)
        if looks_leaked(_filled(column[known], network, known), y, window)
    ]
    groups = None if by is None else np.asarray(pd.factorize(network.groups(by)[known], sort=True)[0], dtype=np.int64)
    unseen = cross_fit([X[known]], y, groups, generator)
    found = check_ranking(
        network,
        pd.DataFrame({"score": unseen.logit, "probability": unseen.probability}, index=network.ids[known]),
        truth,
        window=window,
        innovation=innovation,
        by=by,
        seniority=seniority,
        relation=relation,
        permutations=permutations,
        confidence=confidence,
        rng=generator,
    )
    return _told(found, names, suspect)


def _filled(column: np.ndarray, network: Network, known: np.ndarray) -> pd.Series:
    return pd.Series(np.where(np.isnan(column), np.nanmedian(column), column), index=network.ids[known])


def _told(found: ScoreCheck, names: list[str], suspect: list[str]) -> ScoreCheck:
    import warnings
    from dataclasses import replace

    settings = {**found.settings, "features": names}
    if not suspect:
        return replace(found, settings=settings)
    warnings.warn(
        f"These columns know the outcome and must go before this means anything: {', '.join(suspect)}.",
        DoubtfulInputWarning,
        stacklevel=3,
    )
    caution = Fact(
        mark("These columns know the outcome, so the result is worth nothing: {names}."), {"names": ", ".join(suspect)}
    )
    return replace(found, settings=settings, cautions=(caution, *found.cautions))
