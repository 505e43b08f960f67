"""What a plan of ties brings, tie by tie and model by model, and what is said of it as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kiemen.i18n import mark
from kiemen.results import Fact
from kiemen.suggest.growth import Field, Worlds, alone
from kiemen.suggest.lanes import side_by_side
from kiemen.suggest.reasons import FAIR
from kiemen.suggest.search import FIRST_WORLDS
from kiemen.suggest.shares import over_models, share_out

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from numpy.typing import NDArray

REPORT_WORLDS, MOST_WORLDS = 160, 800
FEWEST_WORLDS = 4
# Arcs that may be replayed to measure one plan under one model.
REPORT_ARCS = 200_000_000
ALONE_WORLDS = 64
# Arcs that cost next to nothing to replay: few ties on a small network are measured in many more worlds.
CHEAP_ARCS = 20_000_000
TOGETHER = 0.5
NO_GROWTH = mark(
    "No plan within what may be asked brings one extra adopter: more would have to be asked, or it is not ties that "
    "lack."
)
TAKES_AWAY = mark(
    "The ties that may be suggested would take more people away than they bring: where a share of the contacts has to "
    "take part, another contact who does not makes it harder."
)
# A gain that is told as 0.0.
NOTHING = 0.05
NOBODY = mark(
    "Nobody is expected to join in through what is suggested here: in the simulated worlds it brings no extra adopters."
)
# The same for the team to weigh; it is not told to those who are asked.
SAID_TO_TEAM = Fact(NOBODY, {}, "team")
# Where this share of the people takes part anyway, there are few left to win.
NEARLY = 0.9
SATURATED = mark(
    "As things are nearly everybody takes part already in the simulated worlds, so ties can add little: look at a "
    "model that is harder to convince, such as a threshold of three contacts, or at several (mixed)."
)


def said_of_saturation(fields: Iterable[Field]) -> tuple[Fact, ...]:
    """Say that nearly everybody takes part as things are, where that is so under every model."""
    nearly = all(float(one.engine.spread().sizes.mean()) >= NEARLY * one.engine.contacts.n_counted for one in fields)
    return (Fact(SATURATED),) if nearly else ()


def said_of_little(growth: pd.DataFrame, people: int) -> tuple[Fact, ...]:
    """Say why a plan brings little, by its growth per model: nearly all of the people join anyway, or no plan helps."""
    if (growth["before"] >= NEARLY * people).all():
        return (Fact(SATURATED),)
    return (Fact(NO_GROWTH),) if (growth["gain"] < 1).all() else ()


FEWER = mark(
    "There are fewer than the {top} that were asked for: no more fit within what may be asked of people, or one more "
    "would do harm."
)


def said_of_fewer(given: int, top: int) -> tuple[Fact, ...]:
    """Say that there are fewer suggestions than were asked for."""
    return (Fact(FEWER, {"top": top}),) if given < top else ()


def nobody_joins(gains: Iterable[float]) -> bool:
    """Say whether nothing that is suggested brings anybody: every gain is told as none."""
    found = [float(gain) for gain in gains]
    return bool(found) and all(gain < NOTHING for gain in found)


def saying_nobody_joins(facts: Mapping[Hashable, tuple[Fact, ...]]) -> dict[Hashable, tuple[Fact, ...]]:
    """Say of every suggestion, before its reasons, that nobody is expected to join in through it."""
    return {label: (SAID_TO_TEAM, *told) for label, told in facts.items()}


def measured(
    fields: dict[str, Field], plan: NDArray[np.int64], seed: int, *, n_jobs: int | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give gain, interval and what it brings alone per tie, and the growth of the plan per model."""
    arcs = max(one.engine.contacts.n_arcs for one in fields.values())
    # A large network replays few worlds, and measures neighbouring ties of the plan together.
    number = int(np.clip(REPORT_ARCS / (FEWEST_WORLDS * arcs) - 1, 4, len(plan)))
    cheap = int(np.clip(CHEAP_ARCS / (arcs * (number + 1)), REPORT_WORLDS, MOST_WORLDS))
    worlds = Worlds(4 * FIRST_WORLDS, int(np.clip(REPORT_ARCS / (arcs * (number + 1)), FEWEST_WORLDS, cheap)))
    units = np.arange(len(plan)) * number // len(plan)
    cheap = int(np.clip(CHEAP_ARCS / (arcs * len(plan)), ALONE_WORLDS, MOST_WORLDS))
    single = int(min(cheap, REPORT_ARCS / (4 * arcs * len(plan))))

    def under(one: Field) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[str, float]]:
        shares = share_out(one, plan, worlds, seed=seed, units=units)
        by_itself = np.full(len(plan), np.nan)
        if single >= FEWEST_WORLDS:
            by_itself = alone(one, plan, Worlds(5 * FIRST_WORLDS, single))
        return shares.per_tie(), by_itself, shares.whole(float(one.base(worlds).mean()))

    found = side_by_side({name: partial(under, one) for name, one in fields.items()}, n_jobs)
    rows = {name: row for name, (_, _, row) in found.items()}
    worth = over_models([per_tie for per_tie, _, _ in found.values()])
    worth["alone"] = np.mean([by_itself for _, by_itself, _ in found.values()], axis=0)
    growth = pd.DataFrame.from_dict(rows, orient="index").rename_axis("model")
    return worth, growth


def bundles(plan: NDArray[np.int64], gain: NDArray[np.float64], single: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give a number to the ties that need each other: alone they bring less than half of their share, and they touch.

    Returns
    -------
    array
        Number of the bundle per tie, from 1; 0 for ties that stand alone.
    """
    needy = np.flatnonzero((gain > 0.05) & (single < TOGETHER * gain))
    number = np.zeros(len(plan), dtype=np.int64)
    count = 0
    for k in needy.tolist():
        if number[k]:
            continue
        members = [k]
        for m in members:
            touching = [q for q in needy.tolist() if q not in members and set(plan[q]) & set(plan[m])]
            members += touching
        if len(members) > 1:
            count += 1
            number[members] = count
    return number


def fragile_under(votes: dict[str, float], share: float) -> tuple[str, ...]:
    """Give the assumptions on which a tie depends: where it earns its place less than half of the time.

    A tie that does not hold in most worlds and has no such assumption depends on the one under which it holds least.
    """
    found = tuple(name for name, vote in votes.items() if vote < TOGETHER)
    return found if found or share >= FAIR else (min(votes, key=lambda name: votes[name]),)


def robust(table: pd.DataFrame) -> Fact:
    """Say how many ties of the plan hold in most worlds."""
    n, ties = int(table["robust"].sum()), len(table)
    said = mark(
        "Ties that hold in at least {share:.0%} of the models, variants and gaps in the data tried: {n} of {all}. What "
        "the others bring hangs on an assumption, or on chance."
    )
    if n == ties:
        said = mark(
            "{n:The tie holds|All # ties hold} in at least {share:.0%} of the models, variants and gaps in the data "
            "tried."
        )
    elif not n:
        said = mark(
            "{all:The tie does not hold|None of the # ties holds} in as much as {share:.0%} of the models, variants "
            "and gaps in the data tried: what {all:it brings|they bring} hangs on an assumption, or on chance."
        )
    return Fact(said, {"n": n, "all": ties, "share": FAIR})


def headline(growth: pd.DataFrame, ties: int) -> tuple[Fact, ...]:
    """Say what the plan brings, with its interval, or from the least to the most over models."""
    low, high = growth["gain"].min(), growth["gain"].max()
    if nobody_joins(growth["gain"]):
        return (Fact(NOBODY),)
    if len(growth) == 1:
        row = growth.iloc[0]
        one = mark(
            "One new tie would bring {gain:.1f} extra adopters at the horizon (90% interval {low:.1f} to {high:.1f}), "
            "on top of {before:.1f}."
        )
        several = mark(
            "{n} new ties would bring {gain:.1f} extra adopters at the horizon (90% interval {low:.1f} to {high:.1f}), "
            "on top of {before:.1f}."
        )
        return (
            Fact(
                several if ties > 1 else one,
                {"n": ties, "gain": float(row["gain"]), "low": float(row["gain_low"]), "high": float(row["gain_high"]),
                 "before": float(row["before"])},
            ),
        )  # fmt: skip
    one = mark("One new tie would bring {low:.1f} to {high:.1f} extra adopters, depending on how behaviour spreads.")
    several = mark(
        "{n} new ties would bring {low:.1f} to {high:.1f} extra adopters, depending on how behaviour spreads."
    )
    return (Fact(several if ties > 1 else one, {"n": ties, "low": float(low), "high": float(high)}),)


def cautions(table: pd.DataFrame, growth: pd.DataFrame, *, assumed: bool, whole: bool, people: int) -> tuple[Fact, ...]:
    """Say what limits the reading: assumptions, what size kept from being known, and that there is little to win."""
    found = [
        Fact(mark("How behaviour spreads is an assumption: look at which ties survive under several models.")),
        Fact(mark("That adopters are connected does not say that one moved the other.")),
        Fact(mark("A suggestion is an invitation: it is not meant for judging anybody.")),
    ]
    if assumed:
        found.append(
            Fact(mark("How likely people take it up is an assumption here: nothing was learned from past ties."))
        )
    if table["alone"].isna().any():
        found.append(
            Fact(
                mark(
                    "The network is too large to replay every tie by itself: what a tie brings alone is not known, and "
                    "neighbouring ties of the plan share what they bring together."
                )
            )
        )
    if not whole:
        found.append(
            Fact(
                mark(
                    "The network is too large to try variants of the models and missing ties: what survives counts the "
                    "models only."
                )
            )
        )
    if growth["gain"].isna().any() or growth["gain_low"].isna().any():
        found.append(Fact(mark("Under some models the growth or its interval is not known: too few worlds could run.")))
    return (*found, *said_of_little(growth, people))
