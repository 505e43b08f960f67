"""Propensity: how strongly the evidence says that somebody is an early adopter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_choice, check_integer, check_network, check_rng, did_you_mean
from kiemen.adoption.acceptability import combined, draw_ranks, rank_aggregation, ranks_of
from kiemen.adoption.blocks import BLOCKS, gather_blocks, normal_scores
from kiemen.adoption.reasons import cautions_of, headline_of, reasons_of
from kiemen.adoption.regimes import Learned, learn
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.results import Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.adoption.acceptability import Acceptability
    from kiemen.adoption.blocks import Block
    from kiemen.adoption.evaluation import ScoreCheck
    from kiemen.network import Network

UNCERTAINTY = ("full", "none")
NOMINATION_NAMES = ("nominations", "nomination", "dares", "durft", "pioneers", "nominaties", "voorlopers")


@dataclass(frozen=True, repr=False, eq=False)
class AdopterScores(Result):
    """How strongly the evidence says who is an early adopter, see `score_adopters`.

    Parameters
    ----------
    basis
        "learned", "positive-unlabelled" or "unit weights".
    check
        How a learned model did on people it had not seen; None where nothing was learned.
    foresight
        How a model learned from earlier innovations did on this one; None without earlier ones with known times.
    """

    _plot: ClassVar[str] = "plot_adopters"
    _title: ClassVar[str] = mark("Early adopters")

    basis: str = "unit weights"
    check: ScoreCheck | None = None
    foresight: ScoreCheck | None = None


def score_adopters(
    network: Network,
    *,
    innovation: str | None = None,
    scales: Sequence[str] | None = None,
    nominations: str | None = None,
    positives: Sequence[str] | None = None,
    by: str | None = None,
    wave: str | None = None,
    memberships: bool = True,
    draws: int = 400,
    uncertainty: str = "full",
    rng: int | np.random.Generator | None = 0,
) -> AdopterScores:
    """Score how strongly the evidence says that each person is an early adopter.

    Answers: "Who here is likely to try the new way first, and how sure is that?" Three kinds of evidence count: what
    people say of themselves (survey scales), what they did before (earlier innovations and initiatives they joined
    early), and whom colleagues point to. Position in the network does not count: in published data it does not tell
    who adopts early, and it is a question of its own what an active person would bring. Not for appraisal of people.

    The method follows from the data, never from the wish for a model, and the result says which one it was:

    * adoption times known, enough of them and a model that beats chance out of sample: a ridge model of being early,
      checked on groups it has not seen, with calibrated probabilities; where earlier innovations have times too, a
      model of those is tested on this one;
    * only some confirmed adopters known (`positives`, or adoptions without anybody who is known not to have adopted):
      a model for positive and unlabelled people, if it tells them apart out of sample;
    * otherwise, and always below 30 people: the blocks with equal weights. Nothing is fitted.

    Parameters
    ----------
    network
        People with answers, memberships, adoptions and nominations, as far as there are any.
    innovation
        The adoption to learn from; None takes the last one with known times.
    scales
        Survey scales that show readiness; None takes those called innovativeness, opinion_leadership or
        change_attitude. Scales about barriers or room to act describe circumstances and do not belong here.
    nominations
        Relation in which people name colleagues who go first; None takes one with a name such as "nominations" or
        "durft", if there is one.
    positives
        Confirmed early adopters, when nothing else is known about adoption.
    by
        Column with the groups on which a learned model is checked; None takes the first of department, team, ....
    wave
        Which measurement of survey and nominations; None takes the latest.
    memberships
        Whether joining initiatives early counts as behaviour.
    draws
        Number of plausible readings from which rank intervals are taken, at least 50. Above 50,000 people fewer are
        drawn, down to 50 at 400,000.
    uncertainty
        "none" leaves out the readings (faster; interval and top10 are NaN).
    rng
        Seed or generator; a fixed seed by default, so that a score does not change between runs.

    Returns
    -------
    AdopterScores
        `.table` has one row per person inside, likeliest first and unknown last, with the columns

        propensity : float in [0, 1] - a calibrated probability where adoptions were learned from; otherwise the share
            of people ranked at or below her. NaN without any evidence.
        basis : str - "learned", "positive-unlabelled" or "unit weights"; "" without evidence
        rank : float - 1 is the likeliest; equal scores share a rank
        rank_low, rank_high : float - ranks in nine of ten plausible readings. Not a confidence interval: it says how
            the rank moves with other weights of the evidence, other respondents, and what is missing or imprecise.
        top10 : float in [0, 1] - share of the readings in which she is in the top tenth; with the interval NaN if
            nobody else has evidence
        survey, behaviour, nominations : float - normal scores, NaN where that evidence is missing
        evidence : int - how many of the three are known
        agreement : float in (0, 1] - robust rank aggregation over the blocks, small where several put her high

        `.facts` has the reasons per person and what would change the rank; `.basis` the method; `.check` how a
        learned model did out of sample (None without one; with confirmed adopters only, it says how well they are told
        from the rest), `.foresight` how a model of earlier innovations did on this one. The log-odds that a learned
        model gives to one standard score of each kind of evidence are in `.settings["weights"]`.

    Raises
    ------
    TooLittleDataError
        If there is no evidence about anybody.
    InputError
        If a scale, relation, innovation or person does not exist.

    Warns
    -----
    DoubtfulInputWarning
        If `positives` are the people of one innovation or initiative that already counts as behaviour: equal weights
        are then used, as a model would only find that back.
    NoSignalWarning
        If a model learned from adoptions does no better than chance; equal weights are then used.

    See Also
    --------
    kiemen.adoption.evaluation.check_scores : How well a score does against what became known.

    Notes
    -----
    Each block becomes normal scores within the people of whom it is known. With equal weights the score is
    ``r * sum(z) / (1 + (k - 1) r)`` over the k blocks known, r = 0.3; with the same blocks for everybody this ranks as
    their mean. Cost: linear in people, memberships and nominations, times `draws`.

    References
    ----------
    .. [1] Dawes, R. M. (1979). The robust beauty of improper linear models. American Psychologist, 34, 571-582.
       doi:10.1037/0003-066X.34.7.571
    .. [2] Lahdelma, R. & Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability analysis for group
       decision making. Operations Research, 49, 444-454. doi:10.1287/opre.49.3.444.11220
    .. [3] Kolde, R. et al. (2012). Robust rank aggregation. doi:10.1093/bioinformatics/btr709

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> joined = pd.DataFrame({"person": ["a", "b"], "initiative": "garden", "start": ["2024-01-10", "2024-03-01"]})
    >>> people = pd.DataFrame({"person": list("abcd")})
    >>> scores = score_adopters(Network.from_frames(people, memberships=joined), rng=1)
    >>> scores.table.index[0], scores.basis
    ('a', 'unit weights')
    """
    check_network(network)
    check_choice("uncertainty", uncertainty, UNCERTAINTY)
    draws = check_integer("draws", draws, low=50)
    generator = check_rng(rng)
    _check_asked(network, innovation, positives, by)
    relation = nomination_relation(network, nominations)
    blocks = gather_blocks(
        network, scales=scales, nominations=relation, wave=wave, innovations=None, memberships=memberships
    )
    if not blocks:
        raise TooLittleDataError(
            "There is no evidence to score: no answers to a readiness scale, no earlier adoptions or memberships, and "
            "no nominations. Pass scales= or nominations=, or read memberships or adoptions first."
        )
    inside = network.people["inside"].to_numpy(dtype=bool)
    scores = np.column_stack([_scores(blocks.get(name), inside) for name in BLOCKS])
    learned = learn(
        network,
        scores,
        blocks,
        innovation=innovation,
        positives=positives,
        by=by,
        memberships=memberships,
        rng=generator,
    )
    score = learned.score if learned.basis != "unit weights" else combined(scores)
    table = _table(network, score, scores, learned, inside)
    if uncertainty == "full":
        drawn = (learned.draw or partial(draw_ranks, blocks, scores))(draws, generator)
        _add_uncertainty(table, drawn, inside)
    order = np.argsort(np.where(np.isnan(table["rank"]), np.inf, table["rank"]), kind="stable")
    ordered = table.iloc[order]
    settings = {
        "innovation": learned.innovation,
        "scales": list(blocks["survey"].detail.columns) if "survey" in blocks else [],
        "nominations": relation,
        "positives": None if positives is None else len(positives),
        "by": by,
        "wave": wave,
        "memberships": memberships,
        "draws": draws if uncertainty == "full" else 0,
        "uncertainty": uncertainty,
        "basis": learned.basis,
        "weights": None if learned.weights is None else {k: float(v) for k, v in learned.weights.items()},
    }
    cautions = cautions_of(network, ordered, blocks, learned)
    return AdopterScores(
        table=ordered,
        settings=settings,
        provenance=Provenance.of(network, function="score_adopters", settings=settings),
        facts=reasons_of(ordered, blocks, network, learned.weights),
        headline=headline_of(ordered, learned, cautions),
        cautions=cautions,
        basis=learned.basis,
        check=learned.check,
        foresight=None if learned.foresight is None else learned.foresight.check,
    )


def _check_asked(network: Network, innovation: str | None, positives: Sequence[str] | None, by: str | None) -> None:
    """Refuse what does not exist, also where there are too few people for it to be used."""
    if innovation is not None:
        network.adoption_times(innovation)
    if by is not None:
        network.groups(by)
    if isinstance(positives, str):
        raise InputError(f"positives must be a list of ids, not the text {positives!r}.")
    if positives is not None:
        network.positions(positives)


def nomination_relation(network: Network, nominations: str | None) -> str | None:
    """Give the relation with nominations: the one asked for, or one with a conventional name, or none."""
    known = [str(name) for name in network.relations.index]
    if nominations is None:
        return next((name for name in known if name.casefold() in NOMINATION_NAMES), None)
    if nominations not in known:
        raise InputError(f"nominations: there is no relation {nominations!r}.{did_you_mean(nominations, known)}")
    return nominations


def _scores(block: Block | None, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    if block is None:
        return np.full(len(inside), np.nan)
    return normal_scores(np.where(inside, block.value, np.nan))


def _table(
    network: Network,
    score: NDArray[np.float64],
    scores: NDArray[np.float64],
    learned: Learned,
    inside: NDArray[np.bool_],
) -> pd.DataFrame:
    score = np.where(inside, score, np.nan)
    ranks = ranks_of(score)
    number = int((~np.isnan(ranks)).sum())
    propensity = learned.probability if learned.probability is not None else (number - ranks + 0.5) / max(number, 1)
    known = ~np.isnan(scores)
    table = pd.DataFrame(
        {
            "propensity": np.where(np.isnan(ranks), np.nan, propensity),
            "basis": np.where(np.isnan(ranks), "", learned.basis),
            "rank": ranks,
            "rank_low": np.nan,
            "rank_high": np.nan,
            "top10": np.nan,
            **{name: scores[:, column] for column, name in enumerate(BLOCKS)},
            "evidence": known.sum(axis=1),
            "agreement": rank_aggregation(scores),
        },
        index=pd.Index(network.ids, name="person"),
    )
    return table[inside]


def _add_uncertainty(table: pd.DataFrame, drawn: Acceptability, inside: NDArray[np.bool_]) -> None:
    if table["rank"].notna().sum() < 2:
        return  # one person is first and last at once
    table["top10"] = drawn.top[inside]
    table["rank_low"] = np.fmin(np.floor(drawn.low[inside]), table["rank"])
    table["rank_high"] = np.fmax(np.ceil(drawn.high[inside]), table["rank"])
