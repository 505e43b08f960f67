"""How ranks move over plausible readings of the data: other weights, other respondents, missing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kiemen.adoption.blocks import Block, mean_ranks, normal_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

#: Correlation assumed between two kinds of evidence about the same trait from different sources. Measures of one
#: trait by different methods commonly correlate about this much; with few people it cannot be estimated.
AGREEMENT = 0.3
TOP_SHARE = 0.1
FEWEST_DRAWS = 50
#: Ranks kept at once: with more people fewer readings are drawn, down to fifty.
MOST_RANKS = 20_000_000


@dataclass(frozen=True)
class Acceptability:
    """Per person: probability of being in the top tenth, and the lowest and highest rank in nine readings of ten."""

    top: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    draws: int


def combined(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Combine normal scores (people by blocks) with equal weights; NaN where a person has no block at all.

    With all blocks present this ranks as their mean. Somebody with fewer blocks is pulled towards the average, as the
    best guess of a common trait is when every block holds it with the same precision: ``sum(z) * r / (1 + (k-1) r)``
    for k blocks that agree r. Missing is so neither zero nor a free pass.
    """
    known = ~np.isnan(scores)
    number = known.sum(axis=1)
    total = np.where(known, scores, 0).sum(axis=1) * AGREEMENT / (1 + (number - 1) * AGREEMENT)
    return np.where(number > 0, total, np.nan)


def ranks_of(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give ranks, 1 for the highest; ties share the mean rank and NaN stays NaN."""
    known = ~np.isnan(score)
    ranks = np.full(len(score), np.nan)
    if known.any():
        ranks[known] = mean_ranks(-score[known])
    return ranks


def draw_ranks(
    blocks: Mapping[str, Block], present: NDArray[np.float64], draws: int, rng: np.random.Generator
) -> Acceptability:
    """Draw plausible readings and see where each person ends up.

    `present` (people by blocks) is NaN throughout for people who are not scored.

    Every reading draws weights of the blocks from a flat Dirichlet, draws respondents anew and recounts the
    nominations, with whoever did not answer naming back as often as others do [1]_, moves survey and behaviour within
    their error, and fills a missing block from what the other blocks say about the same person, with the uncertainty
    that leaves.

    References
    ----------
    .. [1] Huisman, M. (2009). Imputation of missing network data: some simple procedures. Journal of Social Structure,
       10(1), 1-29.
    """
    people = np.flatnonzero(~np.isnan(present).all(axis=1))

    def reading() -> NDArray[np.float64]:
        return redrawn(blocks, people, rng) @ rng.dirichlet(np.ones(len(blocks)))

    return gather_ranks(reading, people, len(present), draws)


def redrawn(blocks: Mapping[str, Block], people: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Give normal scores of one plausible reading (people by blocks), with nothing missing."""
    scores = np.column_stack([normal_scores(_again(block, rng)[people]) for block in blocks.values()])
    return _filled(scores, rng)


def gather_ranks(
    reading: Callable[[], NDArray[np.float64]], people: NDArray[np.int64], n: int, draws: int
) -> Acceptability:
    """Rank the people in every reading and sum up where each of them ends."""
    draws = min(draws, max(FEWEST_DRAWS, MOST_RANKS // max(len(people), 1)))
    cut = max(int(np.ceil(TOP_SHARE * len(people))), 1)
    kept = np.empty((draws, len(people)), dtype=np.float32)
    for draw in range(draws):
        kept[draw] = ranks_of(reading())
    low, high = np.quantile(kept, [0.05, 0.95], axis=0)
    result = [np.full(n, np.nan) for _ in range(3)]
    for target, values in zip(result, ((kept <= cut).mean(axis=0), low, high), strict=True):
        target[people] = values
    return Acceptability(result[0], result[1], result[2], draws)


def _again(block: Block, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw the value of a block anew within its uncertainty."""
    votes = block.votes
    if votes is None:
        return block.value + np.nan_to_num(block.error) * rng.standard_normal(len(block.value))
    weight = np.zeros(len(block.value))
    share = rng.multinomial(len(votes.voters), np.full(len(votes.voters), 1 / len(votes.voters)))
    weight[votes.voters] = share
    named = np.bincount(votes.named, weight[votes.namer], len(block.value))
    answered = rng.random(len(votes.asked_back)) < votes.reciprocity
    named += np.bincount(votes.asked_back[answered], minlength=len(named))
    rate = (votes.shape + named) / (votes.rate + votes.eligible + votes.silent)
    return np.where(np.isnan(block.value), np.nan, rate)


def _filled(scores: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Fill missing blocks: the trait they share as far as the other blocks tell, and noise for the rest."""
    known = ~np.isnan(scores)
    if known.all():
        return scores
    number = known.sum(axis=1)
    total = np.where(known, scores, 0).sum(axis=1)
    spread = 1 + (number - 1) * AGREEMENT
    trait = np.sqrt(AGREEMENT) * total / np.where(number > 0, spread, 1)
    left = 1 - number * AGREEMENT / np.where(number > 0, spread, 1)
    drawn = trait + np.sqrt(left) * rng.standard_normal(len(trait))
    noise = np.sqrt(1 - AGREEMENT) * rng.standard_normal(scores.shape)
    return np.where(known, scores, np.sqrt(AGREEMENT) * drawn[:, None] + noise)


def rank_aggregation(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the score of robust rank aggregation per person: small where several blocks put the person high.

    Notes
    -----
    ``rho_i = min(1, K * min_k Beta(r_(k); k, K - k + 1))`` over the K blocks known of the person, with r the ordered
    normalised ranks. It is a bound on a p-value under blocks that rank at random; blocks that measure one thing badly
    give small values too.

    References
    ----------
    .. [1] Kolde, R., Laur, S., Adler, P. & Vilo, J. (2012). Robust rank aggregation for gene list integration and
       meta-analysis. Bioinformatics, 28, 573-580. doi:10.1093/bioinformatics/btr709
    """
    from scipy.special import betainc

    ranks = np.column_stack([ranks_of(column) / max((~np.isnan(column)).sum(), 1) for column in scores.T])
    ordered = np.sort(ranks, axis=1)  # NaN last
    number = (~np.isnan(ranks)).sum(axis=1)
    rho = np.full(len(ranks), np.nan)
    for k in range(1, ranks.shape[1] + 1):
        mine = number == k
        if mine.any():
            values = [betainc(j + 1, k - j, ordered[mine, j]) for j in range(k)]
            rho[mine] = np.minimum(1, k * np.min(values, axis=0))
    return rho
