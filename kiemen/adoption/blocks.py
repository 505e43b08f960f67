"""The three kinds of evidence about a person: what she says, what she does, what colleagues say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen._checks import did_you_mean
from kiemen.adoption.effects import gather_evidence, shrunk_effects
from kiemen.adoption.nominations import score_nominations
from kiemen.adoption.scales import score_scale
from kiemen.errors import InputError, TooLittleDataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kiemen.network import Network

BLOCKS = ("survey", "behaviour", "nominations")
READINESS = (
    "innovativeness",
    "opinion_leadership",
    "change_attitude",
    "vernieuwingsgezindheid",
    "opinieleiderschap",
    "veranderbereidheid",
)


@dataclass(frozen=True)
class Block:
    """One kind of evidence over all people of a network.

    Parameters
    ----------
    value
        Per person, higher for readier; NaN for unknown.
    error
        Standard error of `value`; NaN where the value is unknown.
    votes
        For nominations: who names whom (named by namers), how many could name and the prior, from which the value is
        computed again when respondents are drawn anew.
    """

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    votes: Votes | None = None
    detail: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class Votes:
    """What is needed to recount nominations with other respondents.

    `asked_back` has a person for every colleague whom she named and who did not answer; such a colleague would have
    named her with the chance `reciprocity`. `silent` counts who did not answer.
    """

    named: NDArray[np.int32]
    namer: NDArray[np.int32]
    eligible: NDArray[np.float64]
    voters: NDArray[np.int64]
    shape: float
    rate: float
    asked_back: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    reciprocity: float = 0.0
    silent: int = 0


def normal_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give normal scores of the ranks, high for high; NaN stays NaN and ties share their rank."""
    from scipy.special import ndtri

    known = ~np.isnan(values)
    scores = np.full(len(values), np.nan)
    if known.any():
        scores[known] = ndtri((mean_ranks(values[known]) - 0.5) / known.sum())
    return scores


def mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give ranks from 1, ties sharing the mean; plain and quick, as it is asked for in every reading of the data."""
    order = np.argsort(values, kind="stable")
    new = np.empty(len(values), dtype=bool)
    new[:1] = True
    ordered = values[order]
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    edges = np.append(np.flatnonzero(new), len(values))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat((edges[1:] + edges[:-1] + 1) / 2, np.diff(edges))
    return ranks


def gather_blocks(
    network: Network,
    *,
    scales: Sequence[str] | None,
    nominations: str | None,
    wave: str | None,
    innovations: Sequence[str] | None,
    memberships: bool,
    before: pd.Timestamp | None = None,
) -> dict[str, Block]:
    """Give the blocks there is evidence for, by name."""
    found = {
        "survey": survey_block(network, scales, wave),
        "behaviour": behaviour_block(network, innovations, memberships=memberships, before=before),
        "nominations": nomination_block(network, nominations, wave),
    }
    return {name: block for name, block in found.items() if block is not None}


def readiness_scales(network: Network, scales: Sequence[str] | None) -> list[str]:
    """Give the scales that say something about readiness: those asked for, or those with a conventional name."""
    known = [str(name) for name in dict.fromkeys(network.items["scale"]) if name]
    if scales is None:
        return [name for name in known if name.casefold().replace(" ", "_") in READINESS]
    chosen = [scales] if isinstance(scales, str) else list(scales)
    for name in chosen:
        if name not in known:
            raise InputError(f"scales: there is no scale {name!r} in this network.{did_you_mean(name, known)}")
    return chosen


def survey_block(network: Network, scales: Sequence[str] | None, wave: str | None) -> Block | None:
    """Give the mean of the normal scores of the scales, with its standard error."""
    chosen = readiness_scales(network, scales)
    columns, errors, detail = [], [], {}
    for name in chosen:
        try:
            result = score_scale(network, name, wave=wave)
        except TooLittleDataError:
            continue
        table = result.table.reindex(network.ids)
        score = table["score"].to_numpy(dtype=np.float64)
        spread = np.nanstd(score)
        columns.append(normal_scores(score))
        detail[name] = score
        errors.append(table["error"].to_numpy(dtype=np.float64) / spread if spread > 0 else np.full(len(score), np.nan))
    if not columns:
        return None
    stacked, noise = np.column_stack(columns), np.column_stack(errors)
    known = ~np.isnan(stacked)
    number = known.sum(axis=1)
    value = np.where(number > 0, np.where(known, stacked, 0).sum(axis=1) / np.maximum(number, 1), np.nan)
    # Without a known reliability half of the variance is taken to be error.
    noise = np.where(np.isnan(noise), np.sqrt(0.5), noise)
    error = np.where(number > 0, np.sqrt((known * noise**2).sum(axis=1)) / np.maximum(number, 1), np.nan)
    return Block(value, error, detail=pd.DataFrame(detail, index=network.ids))


def behaviour_block(
    network: Network,
    innovations: Sequence[str] | None,
    *,
    memberships: bool,
    before: pd.Timestamp | None = None,
    times: pd.DataFrame | None = None,
) -> Block | None:
    """Give the person effect over earlier innovations (and `times` besides) and initiatives."""
    evidence = gather_evidence(network, innovations=innovations, times=times, memberships=memberships, before=before)
    if not evidence.practices or not evidence.joined.any():
        return None
    effect, variance, _, _ = shrunk_effects(evidence)
    inside = network.people["inside"].to_numpy(dtype=bool)
    detail = pd.DataFrame({"practices": evidence.number, "joined": evidence.joined}, index=network.ids)
    return Block(np.where(inside, effect, np.nan), np.where(inside, np.sqrt(variance), np.nan), detail=detail)


def nomination_block(network: Network, relation: str | None, wave: str | None) -> Block | None:
    """Give the shrunk rate at which each person is named."""
    if relation is None:
        return None
    try:
        result = score_nominations(network, relation=relation, wave=wave)
    except TooLittleDataError:
        return None
    table = result.table.reindex(network.ids)
    rate = table["rate"].to_numpy(dtype=np.float64)
    eligible = np.nan_to_num(table["eligible"].to_numpy(dtype=np.float64))
    error = np.sqrt((result.shape + table["named"].to_numpy(dtype=np.float64)) / (result.rate + eligible) ** 2)
    matrix = network.adjacency(relation, weight=None, wave=wave).tocoo()
    asked_back, reciprocity, silent = unanswered(network, relation, wave)
    votes = Votes(
        named=matrix.col.astype(np.int32),
        namer=matrix.row.astype(np.int32),
        eligible=eligible,
        voters=np.unique(matrix.row).astype(np.int64),
        shape=result.shape,
        rate=result.rate,
        asked_back=asked_back,
        reciprocity=reciprocity,
        silent=silent,
    )
    return Block(rate, np.where(np.isnan(rate), np.nan, error), votes, table[["named", "eligible"]])


def unanswered(network: Network, relation: str, wave: str | None) -> tuple[NDArray[np.int64], float, int]:
    """Give who named somebody who did not answer, how often naming is mutual among who did, and how many did not."""
    status = network.response(wave).reindex(network.ids)
    silent = (status == "not answered").to_numpy() & network.people["inside"].to_numpy(dtype=bool)
    matrix = network.adjacency(relation, weight=None, wave=wave)
    ties = matrix.tocoo()
    among = ~silent[ties.row] & ~silent[ties.col]
    mutual = (matrix * matrix.T.tocsr()).tocoo()
    both = ~silent[mutual.row] & ~silent[mutual.col]
    reciprocity = float(both.sum() / among.sum()) if among.any() else 0.0
    return np.asarray(ties.row[silent[ties.col]], dtype=np.int64), reciprocity, int(silent.sum())
