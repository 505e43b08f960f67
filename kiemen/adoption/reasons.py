"""The reasons behind a propensity, in words, and what would change it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kiemen.adoption.acceptability import combined, ranks_of
from kiemen.adoption.blocks import BLOCKS
from kiemen.adoption.regimes import LEARNED, UNIT, UNLABELLED
from kiemen.adoption.verdicts import VERDICTS
from kiemen.i18n import mark
from kiemen.results import Fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

    from kiemen.adoption.blocks import Block
    from kiemen.adoption.foresight import Foresight
    from kiemen.adoption.regimes import Learned
    from kiemen.network import Network

#: Reasons are worded for at most so many people: the top of the list. The rest gets them on the same terms in theory,
#: but nobody reads a million of them and they would fill the memory.
WORDED = 20_000

#: Fewer people with two kinds of evidence say nothing about their agreement.
FEWEST_SHARED = 6
ONE_SIDED = 1.6448536
#: A mean correlation below this is hardly agreement, however many people there are.
HARDLY = 0.1
FIRM = 0.8

KINDS = {
    "survey": mark("the survey"),
    "behaviour": mark("earlier behaviour"),
    "nominations": mark("nominations"),
}
AGREE_HARDLY = mark(
    "The kinds of evidence hardly agree (mean correlation {r:.2f}, {n} people): little here shows that this ranking is "
    "better than chance."
)
AGREE_BY_CHANCE = mark(
    "The kinds of evidence agree no more than chance would give (mean correlation {r:.2f}, {n} people): nothing here "
    "shows that this ranking is better than chance."
)


def reasons_of(
    table: pd.DataFrame, blocks: Mapping[str, Block], network: Network, weights: pd.Series | None = None
) -> dict[Hashable, tuple[Fact, ...]]:
    """Give the facts behind each row of the table of `score_adopters`."""
    part = table.head(WORDED)
    places = network.positions(part.index)
    rows = part[["rank", "rank_low", "rank_high", "evidence", *BLOCKS]].to_dict("records")
    without = _ranks_without(table).head(WORDED).to_dict("records")
    below = {name: _share_below(table[name]).head(WORDED).to_numpy() for name in BLOCKS}
    details = {name: block.detail.to_dict("list") for name, block in blocks.items()}
    found: dict[Hashable, tuple[Fact, ...]] = {}
    for number, (person, place) in enumerate(zip(part.index, places, strict=True)):
        said: list[Fact] = []
        for name in BLOCKS:
            if name in blocks:
                detail = {column: values[place] for column, values in details[name].items()}
                said += _about(name, detail, float(below[name][number]))
        said += _change(rows[number], without[number] if weights is None else {}, blocks)
        if weights is not None:
            said += _learned(rows[number], weights)
        found[person] = tuple(said)
    return found


def _share_below(scores: pd.Series) -> pd.Series:
    """Give the share of the others who score lower, in whole percents rounded down."""
    others = max(int(scores.notna().sum()) - 1, 1)
    return (100 * (scores.rank(method="min") - 1) // others) / 100


def _about(name: str, detail: Mapping[Hashable, Any], percent: float) -> Iterator[Fact]:
    if np.isnan(percent):
        missing = {
            "survey": mark("Gave no usable answers to the survey; that evidence is unknown, not low."),
            "behaviour": mark("Nothing is known about earlier initiatives."),
            "nominations": mark("Could not have been named by anybody who answered; that evidence is unknown."),
        }
        yield Fact(missing[name])
    elif name == "survey":
        said = mark("Own answers: readier than {share:.0%} of the others who answered.")
        every = mark("Own answers: readier than all others who answered.")
        none = mark("Own answers: no readier than others.")
        yield Fact(said, {"share": percent}) if 0 < percent < 1 else Fact(every if percent else none)
    elif name == "behaviour":
        yield _took_part(int(detail["joined"]), percent)
    else:
        yield _named(int(detail["named"]), int(detail["eligible"]))


def _took_part(joined: int, percent: float) -> Fact:
    if not joined:
        return Fact(mark("Took part in none of the earlier initiatives."))
    if percent <= 0:
        # "More than 0% of the others" is no reason at all.
        said = mark("Took part in {n:one earlier initiative|# earlier initiatives}.")
        return Fact(said, {"n": joined})
    if joined == 1:
        said = mark(
            "Took part in one earlier initiative: more than {share:.0%} of the others, where early and among few "
            "counts for more."
        )
        most = mark(
            "Took part in one earlier initiative: more than anybody else, where early and among few counts for more."
        )
        return Fact(said, {"share": percent}) if percent < 1 else Fact(most)
    if percent == 1:
        said = mark(
            "Took part in {n} earlier initiatives: more than anybody else, where early and among few counts for more."
        )
        return Fact(said, {"n": joined})
    said = mark(
        "Took part in {n} earlier initiatives: more than {share:.0%} of the others, where early and among few counts "
        "for more."
    )
    return Fact(said, {"n": joined, "share": percent})


def _named(named: int, eligible: int) -> Fact:
    if not named:
        return Fact(
            mark("Named by none of {eligible:# colleague|# colleagues} who could name somebody."),
            {"eligible": eligible},
        )
    if named == 1:
        return Fact(
            mark("Named by one of {eligible:# colleague|# colleagues} who could name somebody."), {"eligible": eligible}
        )
    said = mark("Named by {n} of {eligible:# colleague|# colleagues} who could name somebody.")
    return Fact(said, {"n": named, "eligible": eligible})


def _change(
    row: Mapping[Hashable, Any], without: Mapping[Hashable, Any], blocks: Mapping[str, Block]
) -> Iterator[Fact]:
    """Say what the rank leans on most, and what missing evidence could do."""
    if np.isnan(row["rank"]):
        yield Fact(mark("Nothing is known, so there is no score. That is not a low score."))
        return
    if not np.isnan(row["rank_low"]):
        yield Fact(
            mark("Rank {rank:.0f}; between {low:.0f} and {high:.0f} in nine of ten plausible readings of the data."),
            {"rank": float(row["rank"]), "low": float(row["rank_low"]), "high": float(row["rank_high"])},
        )
    moves = {name: abs(rank - row["rank"]) for name, rank in without.items() if not np.isnan(rank)}
    if moves and row["evidence"] > 1:
        name = str(max(moves, key=lambda kind: moves[kind]))
        said = mark("Leans most on {kind}: without it the rank would be {rank:.0f}.")
        if without[name] < row["rank"]:
            said = mark("Held back most by {kind}: without it the rank would be {rank:.0f}.")
        yield Fact(said, {"kind": Fact(KINDS[name]), "rank": float(without[name])})
    missing = [name for name in BLOCKS if name in blocks and np.isnan(row[name])]
    if missing:
        yield Fact(mark("Would change most with {kind}, which is missing."), {"kind": Fact(KINDS[missing[0]])})


def _learned(row: Mapping[Hashable, Any], weights: pd.Series) -> Iterator[Fact]:
    """Say which evidence moves a learned probability most, up or down."""
    parts = {name: float(weights[name]) * row[name] for name in BLOCKS if not np.isnan(row[name])}
    if not parts:
        return
    name = max(parts, key=lambda kind: abs(parts[kind]))
    said = mark("Raised most by {kind}.") if parts[name] > 0 else mark("Lowered most by {kind}.")
    yield Fact(said, {"kind": Fact(KINDS[name])})


def _ranks_without(table: pd.DataFrame) -> pd.DataFrame:
    """Rank everybody with each block left out in turn, with equal weights."""
    found = {}
    for name in BLOCKS:
        scores = table[list(BLOCKS)].to_numpy(dtype=np.float64, copy=True)
        scores[:, BLOCKS.index(name)] = np.nan
        ranks = ranks_of(combined(scores))
        found[name] = np.where(table[name].notna(), ranks, np.nan)
    return table[[]].assign(**found)


def headline_of(table: pd.DataFrame, learned: Learned, cautions: Iterable[Fact]) -> tuple[Fact, ...]:
    """Say how many were scored, by which method and how firmly, as far as the cautions allow."""
    scored = int(table["rank"].notna().sum())
    said = {
        LEARNED: mark(
            "{n} of {all:# person|# people} {n:has|have} a propensity: a probability learned from who adopted "
            "{innovation} early, checked on groups the model had not seen."
        ),
        UNLABELLED: mark(
            "{n} of {all:# person|# people} {n:has|have} a propensity: a probability learned from some confirmed "
            "adopters, the rest being unlabelled."
        ),
        UNIT: mark(
            "{n} of {all:# person|# people} {n:has|have} a propensity: a rank from survey, behaviour and "
            "nominations with equal weights."
        ),
    }[learned.basis]
    values: dict[str, object] = {"n": scored, "all": len(table), "innovation": learned.innovation or "–"}
    known = [Fact(KINDS[name]) for name in BLOCKS if name in table.columns and table[name].notna().any()]
    if learned.basis == UNIT and 0 < len(known) < len(BLOCKS):
        said = mark("{n} of {all:# person|# people} {n:has|have} a propensity: a rank from {kind} alone.")
        values["kind"] = known[0]
        if len(known) > 1:
            said = mark(
                "{n} of {all:# person|# people} {n:has|have} a propensity: a rank from {kind} with equal weights."
            )
            values["kind"] = Fact(mark("{some} and {last}"), {"some": known[0], "last": known[1]})
    found = [Fact(said, values)]
    # However firm a place, it tells nothing where the whole order may be chance.
    if table["top10"].notna().any() and not order_in_doubt(cautions):
        found.append(_firm(int((table["top10"] >= FIRM).sum())))
    foresight = learned.foresight
    if foresight is not None and foresight.check.verdict == VERDICTS[0]:
        found.append(
            Fact(
                mark(
                    "A model learned only from what came before ({earlier}) foretold who would be early: AUC {auc:.2f} "
                    "({low:.2f} to {high:.2f})."
                ),
                _foretold(foresight),
            )
        )
    return tuple(found)


def _firm(number: int) -> Fact:
    """Say how many stand at the top in most readings of the data."""
    if not number:
        return Fact(mark("Nobody is in the top tenth in at least 80% of the plausible readings of the data."))
    if number == 1:
        return Fact(mark("One of them is in the top tenth in at least 80% of the plausible readings of the data."))
    said = mark("{n} of them are in the top tenth in at least 80% of the plausible readings of the data.")
    return Fact(said, {"n": number})


def _foretold(foresight: Foresight) -> dict[str, object]:
    row = foresight.check.table.T["score"].astype(float)
    shown = {"auc": float(row["auc"]), "low": float(row["auc_low"]), "high": float(row["auc_high"])}
    return {"earlier": ", ".join(foresight.earlier), **shown}


def blocks_disagree(table: pd.DataFrame) -> tuple[float, int, bool] | None:
    """Give the mean correlation between kinds of evidence, the people behind it and whether chance explains it.

    None where they agree better than that, or too few have two kinds of evidence.

    Evidence about one trait from different sources must agree at least a little. The correlations of all pairs are
    put together on Fisher's scale and tested on one side at 5 %.
    """
    z, values, most = [], [], 0
    for first, second in combinations(BLOCKS, 2):
        both = table[[first, second]].dropna()
        if len(both) < FEWEST_SHARED or (both.nunique() < 2).any():
            continue
        r = float(np.corrcoef(both.to_numpy(dtype=np.float64).T)[0, 1])
        values.append(r)
        z.append(np.arctanh(np.clip(r, -0.999, 0.999)) * np.sqrt(len(both) - 3))
        most = max(most, len(both))
    if not z:
        return None
    chance = bool(sum(z) / np.sqrt(len(z)) <= ONE_SIDED)
    return (float(np.mean(values)), most, chance) if chance or np.mean(values) < HARDLY else None


def _about_model(blocks: Mapping[str, Block], learned: Learned) -> list[Fact]:
    """Say what a learned model takes for granted."""
    found = []
    if learned.basis == LEARNED:
        found.append(
            Fact(mark("Answers and nominations given after these adoptions may be coloured by them; compare dates."))
        )
        if "behaviour" in blocks and learned.weights is not None and abs(learned.weights["behaviour"]) < 1e-9:
            found.append(
                Fact(
                    mark("Nothing is known of before the first adoption of {innovation}, so behaviour does not count."),
                    {"innovation": learned.innovation},
                )
            )
    if learned.basis == UNLABELLED:
        found.append(
            Fact(
                mark(
                    "The probabilities hold only if confirmed adopters are a random part of all adopters. Visible "
                    "people are confirmed more easily, so they are probably too high for them."
                )
            )
        )
    if learned.network_used:
        found.append(Fact(mark("How often people are named counts, because it improved predictions out of sample.")))
    return found


def _about_people(table: pd.DataFrame, blocks: Mapping[str, Block]) -> list[Fact]:
    """Say which evidence there is of whom."""
    absent = [name for name in BLOCKS if name not in blocks]
    found = [Fact(mark("There is no evidence of this kind: {kind}."), {"kind": Fact(KINDS[name])}) for name in absent]
    unknown = int(table["rank"].isna().sum())
    if len(table) - unknown == 1:
        found.append(Fact(mark("Of one person only something is known; there is nobody to compare with.")))
    elif table["rank"].min() == table["rank"].max():
        found.append(Fact(mark("The evidence is the same for everybody, so there is no order among them.")))
    if unknown:
        found.append(Fact(mark("Of {n:# person|# people} nothing is known; they have no score."), {"n": unknown}))
    return found


def _apart(r: float, n: int, chance: bool) -> Fact:  # noqa: FBT001 as blocks_disagree gives it
    """Say that the kinds of evidence do not support each other."""
    return Fact(AGREE_BY_CHANCE if chance else AGREE_HARDLY, {"r": r, "n": n})


def order_in_doubt(cautions: Iterable[Fact]) -> bool:
    """Say whether the cautions of a ranking hold that its order may be chance."""
    return any(fact.message in {AGREE_BY_CHANCE, AGREE_HARDLY} for fact in cautions)


def cautions_of(
    network: Network, table: pd.DataFrame, blocks: Mapping[str, Block], learned: Learned
) -> tuple[Fact, ...]:
    """Say what limits the reading, what weighs most first: a notebook shows that alone."""
    apart = blocks_disagree(table) if learned.basis == UNIT else None
    found = [] if apart is None else [_apart(*apart)]
    reasons = {
        "few people": mark("There are fewer than 30 people with evidence: nothing is fitted."),
        "few adopters": mark("There are too few early adopters (fewer than 20) to learn from; nothing is fitted."),
        "no times": mark("Adoption times are not known, so nothing could be learned from them."),
        "counted already": mark(
            "The confirmed adopters are the people of something that already counts as behaviour; a model would only "
            "find that back, so nothing is fitted."
        ),
        "no better than chance": mark(
            "A model learned from the adoptions does no better than chance out of sample, so it is not used."
        ),
    }
    if learned.reason in reasons:
        found.append(Fact(reasons[learned.reason]))
    if learned.foresight is not None and learned.foresight.check.verdict != VERDICTS[0]:
        found.append(
            Fact(
                mark(
                    "A model learned only from what came before ({earlier}) did not foretell who would be early: AUC "
                    "{auc:.2f} ({low:.2f} to {high:.2f}). What was learned may not last."
                ),
                _foretold(learned.foresight),
            )
        )
    found += _about_model(blocks, learned)
    found += _about_people(table, blocks)
    rate = network.response_rate()
    if rate < 0.7:
        found.append(
            Fact(mark("Only {rate:.0%} answered; those who did not are scored on less evidence."), {"rate": rate})
        )
    found.append(Fact(mark("Meant for inviting people, not for judging them.")))
    return tuple(found)
