"""What can be learned from the adoptions that are known, chosen by the data and stated."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.adoption.acceptability import Acceptability, gather_ranks, redrawn
from kiemen.adoption.blocks import BLOCKS
from kiemen.adoption.contacts import contact_counts
from kiemen.adoption.folds import calibrated, choose_features, cross_fit, fit_features, predict_unseen, standardised
from kiemen.adoption.foresight import Foresight, check_foresight, quiet_check
from kiemen.adoption.history import find_early_or_none, latest_innovation, scores_before
from kiemen.adoption.regression import expit
from kiemen.adoption.verdicts import TOO_GOOD, VERDICTS, looks_leaked
from kiemen.errors import ColumnError, ConvergenceWarning, DoubtfulInputWarning, NoSignalWarning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.blocks import Block
    from kiemen.adoption.evaluation import ScoreCheck
    from kiemen.adoption.regression import LogitFit
    from kiemen.network import Network

UNIT, LEARNED, UNLABELLED = "unit weights", "learned", "positive-unlabelled"
FEWEST_PEOPLE = 30
FEWEST_POSITIVES = 20


@dataclass(frozen=True)
class Learned:
    """How the score was made: basis, log-odds and probability per person, and how it did out of sample."""

    basis: str
    score: NDArray[np.float64]
    probability: NDArray[np.float64] | None = None
    innovation: str = ""
    check: ScoreCheck | None = None
    foresight: Foresight | None = None
    draw: Callable[[int, np.random.Generator], Acceptability] | None = None
    reason: str = ""
    weights: pd.Series | None = None
    network_used: bool = False


def learn(
    network: Network,
    scores: NDArray[np.float64],
    blocks: Mapping[str, Block],
    *,
    innovation: str | None,
    positives: Sequence[str] | None,
    by: str | None,
    memberships: bool,
    rng: np.random.Generator,
) -> Learned:
    """Choose the regime from what is known and fit it; equal weights wherever a model would be noise."""
    nothing = np.full(len(scores), np.nan)
    known = np.asarray(~np.isnan(scores).all(axis=1))
    if known.sum() < FEWEST_PEOPLE:
        return Learned(UNIT, nothing, reason="few people")
    if positives is not None:
        places = network.positions(positives)
        same = _counted_already(network, places, memberships=memberships)
        if same:
            warnings.warn(
                f"positives: these people are those of {', '.join(same[:5])}, which already counts as behaviour. A "
                "model would only find that back, so none is fitted.",
                DoubtfulInputWarning,
                stacklevel=3,
            )
            return Learned(UNIT, nothing, reason="counted already")
        return _from_positives(network, scores, blocks, places, by=by, rng=rng)
    name = innovation or latest_innovation(network)
    if name is None:
        return Learned(UNIT, nothing, reason="no adoptions")
    times = network.adoption_times(name)
    if np.isfinite(times).any():
        return _from_times(network, scores, blocks, name, by=by, memberships=memberships, rng=rng)
    rows = network.adoptions
    rows = rows[(rows["innovation"] == name)]
    if (rows["status"] == "not adopted").any():
        return Learned(UNIT, nothing, innovation=name, reason="no times")
    return _from_positives(
        network, scores, blocks, network.positions(rows["person"].unique()), by=by, rng=rng, name=name
    )


def _from_times(
    network: Network,
    scores: NDArray[np.float64],
    blocks: Mapping[str, Block],
    name: str,
    *,
    by: str | None,
    memberships: bool,
    rng: np.random.Generator,
) -> Learned:
    nothing = np.full(len(scores), np.nan)
    early = find_early_or_none(network, name)
    if early is None:
        return Learned(UNIT, nothing, innovation=name, reason="few adopters")
    train = scores_before(network, scores, name, memberships=memberships)
    labelled = (~np.isnan(early)) & ~np.isnan(train).all(axis=1)
    y = early[labelled] > 0
    if min(y.sum(), (~y).sum()) < FEWEST_POSITIVES:
        return Learned(UNIT, nothing, innovation=name, reason="few adopters")
    groups = _groups(network, by)
    mine = None if groups is None else groups[labelled]
    choices = [train, np.column_stack([train, network_feature(network)])]
    known = [features[labelled] for features in choices]
    unseen = cross_fit(known, y, mine, rng)
    column = None if groups is None else network.group_column(by)
    ranking = pd.DataFrame({"score": unseen.logit, "probability": unseen.probability}, index=network.ids[labelled])
    check = quiet_check(network, ranking, early, column)
    if check is None or check.verdict != VERDICTS[0]:
        _say_no_signal(f"the adoption of {name!r}")
        return Learned(UNIT, nothing, innovation=name, check=check, reason="no better than chance")
    chosen, logit = choose_features(known, y, mine, rng)
    features = choices[chosen]
    intercept, slope = calibrated(logit, y)
    fit, mean, spread = fit_features(features[labelled], y)
    now = np.column_stack([scores, features[:, scores.shape[1] :]])
    X = standardised(now, mean, spread)
    scored = np.asarray(~np.isnan(scores).all(axis=1))
    eta = np.where(scored, intercept + slope * (X @ fit.coefficients), np.nan)
    names = [*BLOCKS, "network"][: features.shape[1]]
    return Learned(
        LEARNED,
        eta,
        probability=expit(eta),
        innovation=name,
        check=check,
        foresight=check_foresight(network, scores, name, fewest=FEWEST_POSITIVES, memberships=memberships, by=column),
        draw=_drawer(_Fitted(fit, mean, spread), blocks, now),
        weights=pd.Series(fit.coefficients[1 : 1 + len(names)], index=names),
        network_used=chosen > 0,
    )


def _counted_already(network: Network, positives: NDArray[np.int64], *, memberships: bool) -> list[str]:
    """Name the innovations and initiatives that tell the positives nearly without fault, and are behaviour besides."""
    labelled = np.zeros(network.n_nodes, dtype=bool)
    labelled[positives] = True
    if labelled.all() or not labelled.any():
        return []
    found = []
    for name in network.innovations.index:
        times = network.adoption_times(str(name))
        if np.isfinite(times).any() and looks_leaked(-times.fillna(np.inf), labelled, None):
            found.append(str(name))
    if memberships:
        rows = network.memberships[["person", "initiative"]].drop_duplicates()
        hit = pd.Series(labelled[network.positions(rows["person"])], index=rows.index)
        shares = [part.groupby(rows["initiative"]).sum() for part in (hit, ~hit)]
        auc = (1 + shares[0] / labelled.sum() - shares[1] / (~labelled).sum()) / 2
        found += [str(name) for name in auc.index[auc > TOO_GOOD]]
    return found


def _say_no_signal(source: str) -> None:
    warnings.warn(
        f"A model learned from {source} does no better than chance out of sample; the evidence is combined with equal "
        "weights instead.",
        NoSignalWarning,
        stacklevel=6,
    )


def _groups(network: Network, by: str | None) -> NDArray[np.int64] | None:
    try:
        groups = network.groups(by)
    except ColumnError:
        if by is not None:
            raise
        return None
    return np.asarray(pd.factorize(groups, sort=True)[0], dtype=np.int64)


def network_feature(network: Network) -> NDArray[np.float64]:
    """Give how often people are named, over all ties, on a log scale."""
    return np.log1p(contact_counts(network.adjacency(weight=None, direction="in")))


def _from_positives(
    network: Network,
    scores: NDArray[np.float64],
    blocks: Mapping[str, Block],
    positives: NDArray[np.int64],
    *,
    by: str | None,
    rng: np.random.Generator,
    name: str = "",
) -> Learned:
    """Fit positives against everybody else and divide by the chance that a positive is labelled (Elkan and Noto)."""
    nothing = np.full(len(scores), np.nan)
    known = np.asarray(~np.isnan(scores).all(axis=1))
    labelled = np.zeros(len(scores), dtype=bool)
    labelled[positives] = True
    y = labelled[known]
    if min(y.sum(), (~y).sum()) < FEWEST_POSITIVES:
        return Learned(UNIT, nothing, innovation=name, reason="few adopters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        groups = _groups(network, by)
        unseen = expit(predict_unseen(scores[known], y, None if groups is None else groups[known], rng))
        fit, mean, spread = fit_features(scores[known], y)
    found = pd.DataFrame({"score": unseen}, index=network.ids[known])
    column = None if groups is None else network.group_column(by)
    check = quiet_check(network, found, labelled.astype(float), column)
    if check is None or check.verdict != VERDICTS[0]:
        _say_no_signal("the confirmed adopters")
        return Learned(UNIT, nothing, innovation=name, check=check, reason="no better than chance")
    labelling = float(unseen[y].mean())
    X = standardised(scores, mean, spread)
    eta = np.where(known, X @ fit.coefficients, np.nan)
    return Learned(
        UNLABELLED,
        eta,
        probability=np.minimum(expit(eta) / labelling, 1.0),
        innovation=name,
        check=check,
        draw=_drawer(_Fitted(fit, mean, spread), blocks, scores),
        weights=pd.Series(fit.coefficients[1 : 1 + len(BLOCKS)], index=list(BLOCKS)),
    )


@dataclass(frozen=True)
class _Fitted:
    """A fitted model with the mean and spread its features were standardised by."""

    fit: LogitFit
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]


def _drawer(
    model: _Fitted, blocks: Mapping[str, Block], features: NDArray[np.float64]
) -> Callable[[int, np.random.Generator], Acceptability]:
    """Give a function that draws coefficients and evidence within their uncertainty and sees where each person ends."""
    known = ~np.isnan(features[:, : len(BLOCKS)]).all(axis=1)
    people = np.flatnonzero(known)
    places = [BLOCKS.index(name) for name in blocks]
    values, vectors = np.linalg.eigh(model.fit.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))

    def draw(draws: int, rng: np.random.Generator) -> Acceptability:
        def reading() -> NDArray[np.float64]:
            again = features[people].copy()
            again[:, places] = redrawn(blocks, people, rng)
            beta = model.fit.coefficients + root @ rng.standard_normal(len(root))
            return np.asarray(standardised(again, model.mean, model.spread) @ beta)

        return gather_ranks(reading, people, len(features), draws)

    return draw
