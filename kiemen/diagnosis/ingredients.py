"""The six ingredients of a fire per team, department or initiative: which one is missing, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from kiemen._checks import check_number, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diagnosis.indicators import INGREDIENTS, gather_indicators
from kiemen.diagnosis.pattern import build_scene
from kiemen.errors import InputError, TooLittleDataError
from kiemen.i18n import mark
from kiemen.measures.fdr import adjusted
from kiemen.measures.silence import response_cautions
from kiemen.privacy import MINIMUM_GROUP
from kiemen.results import Fact, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kiemen.diagnosis.indicators import Indicator
    from kiemen.diagnosis.pattern import Scene
    from kiemen.network import Network

    Floats = NDArray[np.float64]

NINETY = 1.6448536269514722
ACTIONS = {
    "spark": mark(
        "Find the first people in {group} who want to try, and bring them together with an adopter elsewhere."
    ),
    "oxygen": mark("Agree with the lead of {group} on one rule that may be left aside for two months."),
    "matches": mark("Show {group} one result that works, at the place where the work is done; do not ask permission."),
    "fuel": mark("Take people of {group} along to an initiative outside, around a question of their own."),
    "stoking": mark("Start one small action in {group} within a month, from everyday work; talk about it afterwards."),
    "pokers": mark("Invite a director, administrator or outside innovator to the everyday work of {group}."),
}


@dataclass(frozen=True, repr=False, eq=False)
class IngredientProfile(Result):
    """Six ingredients per group, see `profile_ingredients`."""

    _plot: ClassVar[str] = "plot_ingredients"
    _title: ClassVar[str] = mark("Six ingredients of a fire")

    detail: pd.DataFrame = field(default_factory=pd.DataFrame)
    organisation: pd.Series[float] = field(default_factory=lambda: pd.Series(dtype="float64"))


def profile_ingredients(
    network: Network,
    *,
    by: str | pd.Series[Any] | None = None,
    adopters: Sequence[str] | pd.Series[Any] | None = None,
    share: float | None = None,
    scales: Mapping[str, Sequence[str]] | None = None,
    roles: Mapping[str, Sequence[str]] | None = None,
    relation: str | Sequence[str] | None = None,
    wave: str | None = None,
    alpha: float = 0.05,
    rng: int | np.random.Generator | None = 0,
) -> IngredientProfile:
    """Show which of the six ingredients of a fire each group has and which it lacks.

    Answers: "What does a running fire need here first: a spark, oxygen, matches, fuel, stoking or pokers?" Each
    ingredient is measured by what people say of it and by what can be seen:

    * spark (the first people): readiness to try; adopters among oneself and one's contacts
    * oxygen (room to do things differently): the scale about room
    * matches (showing that it works): the scale about results; initiatives with results shown
    * fuel (work, encounters and meetings): the scale about encounters; initiators outside, work with other groups
    * stoking (doing, not talking): the scale about doing; initiatives in which something was done
    * pokers (allies who stoke along): the scale about allies; ties to people who can give room

    Not for comparing single people, and not for a league table: it says where to begin.

    Parameters
    ----------
    network
        People with groups, ties, memberships, events and answers, as far as there are any.
    by
        Column with the groups, "initiative" for the members of each initiative, a Series, or None for the first of
        department, team, ....
    adopters
        Declared adopters or a ranking with `share`; None takes those on record, if any.
    share
        With a ranking, the share of the people inside who are adopters.
    scales
        Your own questions: ingredient -> names of scales. None takes scales by their usual names.
    roles
        Who counts as a poker, in your own words (see `find_pokers`).
    relation
        Relation or relations; None takes all together.
    wave
        Which measurement of the survey; None takes the latest.
    alpha
        Share of false findings accepted among the ingredients called missing.
    rng
        Seed or generator, for adopters drawn by rank.

    Returns
    -------
    IngredientProfile
        `.table` has one row per group (index ``group``), alphabetical, with the columns

        people : int - people inside
        spark, oxygen, matches, fuel, stoking, pokers : float in [0, 1] - level: the mean over the indicators, each a
            mean over the people of whom it is known. NaN where nothing is known.
        coverage : float in [0, 1] - mean share of the people of whom an indicator is known
        missing : str - the ingredient that is clearest below the rest of the organisation, "" when none is
        small : bool - fewer than five people: for the analyst only

        `.detail` has one row per group and ingredient: level, low and high (90 % interval), indicators (how many),
        known (people), organisation (level of everybody), difference, p and q (two-sided, corrected over all rows).
        `.organisation` is the level of everybody per ingredient.

    Raises
    ------
    TooLittleDataError
        If no indicator has data.
    InputError
        If an ingredient in `scales` does not exist.

    See Also
    --------
    kiemen.diagnosis.patterns.find_patterns : structures that keep new behaviour out.

    Notes
    -----
    The interval treats the people of whom an indicator is known as a sample of the group, with the correction for
    finite groups when everybody is known; it says nothing about a wrong question. Ingredients are from Oelkers' change
    practice ("Ga vonken"); which indicator shows which ingredient is an assumption, declared in
    `kiemen.diagnosis.indicators` and replaced by `scales`. O(people + ties).

    Examples
    --------
    >>> import pandas as pd
    >>> from kiemen.network import Network
    >>> people = pd.DataFrame({"person": list("abcdef"), "department": ["Zorg"] * 3 + ["Wijken"] * 3})
    >>> answers = pd.DataFrame({"person": list("abcdef"), "item": "r1", "value": [1, 1, 2, 5, 5, 4]})
    >>> items = pd.DataFrame({"item": ["r1"], "scale": ["room"], "low": [1], "high": [5]})
    >>> profile = profile_ingredients(Network.from_frames(people, items=items, responses=answers))
    >>> profile.table["oxygen"].round(2).to_dict()
    {'Wijken': 0.92, 'Zorg': 0.08}
    """
    check_number("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    unknown = sorted(set(scales or {}) - set(INGREDIENTS))
    if unknown:
        raise InputError(f"scales has an ingredient {unknown[0]!r}; it takes {', '.join(INGREDIENTS)}.")
    starters = None
    if adopters is not None or len(network.adoptions):
        starters = resolve_adopters(network, adopters, share=share)
    grouped = None if isinstance(by, str) and by == "initiative" else by
    scene = build_scene(network, starters=starters, relation=relation, by=grouped, times=0, rng=check_rng(rng))
    indicators = gather_indicators(scene, scales=scales, roles=roles, wave=wave)
    if not indicators:
        raise TooLittleDataError(
            "No ingredient can be measured: there are no scales about them, adopters, events or roles. Pass scales= "
            "with the names of your own scales."
        )
    member, labels = _members(scene, initiatives=isinstance(by, str) and by == "initiative")
    detail = _detail(indicators, member, labels, scene.inside)
    table = _table(detail, member, labels, alpha)
    whole = detail.drop_duplicates("ingredient").set_index("ingredient")["organisation"].reindex(list(INGREDIENTS))
    settings = {
        "by": scene.groups.name if grouped is None and by != "initiative" else str(by),
        "share": share,
        "relation": relation,
        "wave": wave,
        "alpha": alpha,
        "indicators": [f"{one.ingredient}: {one.name}" for one in indicators],
    }
    return IngredientProfile(
        table=table,
        settings=settings,
        provenance=Provenance.of(network, function="profile_ingredients", settings=settings),
        facts={
            label: _reasons(label, detail[detail["group"] == label], str(table["missing"][label])) for label in labels
        },
        headline=_headline(table, whole),
        cautions=(*response_cautions(network), *_unmeasured(indicators)),
        detail=detail,
        organisation=whole,
    )


def _members(scene: Scene, *, initiatives: bool) -> tuple[Floats, list[str]]:
    """Give people × groups of zeros and ones; a person can be in several initiatives."""
    if initiatives:
        network = scene.network
        dense = np.asarray(network.incidence().toarray(), dtype=np.float64)
        return dense * scene.inside[:, None], [str(name) for name in network.initiatives.index]
    codes = scene.groups.codes
    dense = np.zeros((len(codes), len(scene.groups.labels)))
    known = (codes >= 0) & scene.inside
    dense[np.flatnonzero(known), codes[known]] = 1.0
    some = dense.sum(axis=0) > 0
    return dense[:, some], [label for label, any_one in zip(scene.groups.labels, some, strict=True) if any_one]


def _detail(indicators: list[Indicator], member: Floats, labels: list[str], inside: NDArray[np.bool_]) -> pd.DataFrame:
    """Give level, interval and difference per group and ingredient."""
    people = member.sum(axis=0)
    rows = []
    for ingredient in INGREDIENTS:
        mine = [one for one in indicators if one.ingredient == ingredient]
        if not mine:
            continue
        means, errors, known = zip(*(_group_means(one.per_person, member, people) for one in mine), strict=True)
        whole = float(np.mean([np.nanmean(one.per_person[inside]) for one in mine]))
        level, error = _combined(np.vstack(means), np.vstack(errors))
        for place, label in enumerate(labels):
            rows.append(
                {
                    "group": label,
                    "ingredient": ingredient,
                    "level": level[place],
                    "low": max(level[place] - NINETY * error[place], 0.0),
                    "high": min(level[place] + NINETY * error[place], 1.0),
                    "error": error[place],
                    "indicators": int((~np.isnan(np.vstack(means)[:, place])).sum()),
                    "known": float(np.mean([count[place] for count in known])),
                    "organisation": whole,
                    "difference": level[place] - whole,
                }
            )
    detail = pd.DataFrame(rows)
    detail["p"] = _two_sided(detail)
    detail["q"] = adjusted(detail["p"].to_numpy())
    return detail


def _group_means(values: Floats, member: Floats, people: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, standard error and number known per group; the error uses the spread within groups together."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    n = known.astype(np.float64) @ member
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(n > 0, (filled @ member) / n, np.nan)
        within = (filled**2 @ member) - n * np.where(n > 0, mean, 0.0) ** 2
        pooled = float(within.sum() / max(n.sum() - (n > 0).sum(), 1))
        finite = np.clip((people - n) / np.maximum(people - 1, 1), 0.1, 1.0)
        error = np.where(n > 0, np.sqrt(max(pooled, 0.0) / np.maximum(n, 1) * finite), np.nan)
    return mean, error, n


def _combined(means: Floats, errors: Floats) -> tuple[Floats, Floats]:
    known = ~np.isnan(means)
    count = known.sum(axis=0)
    level = np.where(count > 0, np.where(known, means, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
    variance = np.where(known, errors, 0.0) ** 2
    return level, np.where(count > 0, np.sqrt(variance.sum(axis=0)) / np.maximum(count, 1), np.nan)


def _two_sided(detail: pd.DataFrame) -> Floats:
    from scipy.special import ndtr

    error = detail["error"].to_numpy(dtype=np.float64)
    gap = np.abs(detail["difference"].to_numpy(dtype=np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(error > 0, gap / error, np.nan)
    few = detail["known"].to_numpy() < 3
    return np.where(few, np.nan, 2 * ndtr(-z))


def _table(detail: pd.DataFrame, member: Floats, labels: list[str], alpha: float) -> pd.DataFrame:
    levels = detail.pivot_table(index="group", columns="ingredient", values="level", dropna=False)
    table = pd.DataFrame({"people": member.sum(axis=0).astype(np.int64)}, index=pd.Index(labels, name="group"))
    for ingredient in INGREDIENTS:
        table[ingredient] = levels[ingredient].reindex(labels) if ingredient in levels else np.nan
    known = detail.groupby("group")["known"].mean().reindex(labels)
    table["coverage"] = (known / table["people"].replace(0, np.nan)).clip(upper=1.0)
    lacking = detail[(detail["q"] <= alpha) & (detail["difference"] < 0)]
    clearest = lacking.sort_values(["p", "ingredient"], kind="stable").drop_duplicates("group").set_index("group")
    table["missing"] = clearest["ingredient"].reindex(labels).fillna("").astype("str")
    table["small"] = table["people"] < MINIMUM_GROUP
    return table.sort_index()


def _reasons(label: str, rows: pd.DataFrame, missing: str) -> tuple[Fact, ...]:
    said = [
        Fact(
            "{ingredient}: {level:.0%} in {group}, {whole:.0%} in the whole organisation.",
            {
                "ingredient": Fact(str(one["ingredient"])),
                "level": float(one["level"]),
                "group": label,
                "whole": float(one["organisation"]),
            },
        )
        for _, one in rows.iterrows()
        if not np.isnan(one["level"])
    ]
    if missing:
        said.append(Fact("Clearest lack: {ingredient}.", {"ingredient": Fact(missing)}))
        said.append(Fact(ACTIONS[missing], {"group": label}))
    else:
        said.append(Fact("No ingredient lies clearly below the rest of the organisation."))
    return tuple(said)


def _headline(table: pd.DataFrame, whole: pd.Series[float]) -> tuple[Fact, ...]:
    said = [
        Fact(
            "In the whole organisation {ingredient} is lowest ({level:.0%}).",
            {"ingredient": Fact(str(whole.idxmin())), "level": float(whole.min())},
        )
    ]
    lacking = table[(table["missing"] != "") & ~table["small"]]
    if len(lacking):
        said.append(
            Fact(
                "{n} of {all} groups clearly lack an ingredient; most often {ingredient}.",
                {
                    "n": len(lacking),
                    "all": int((~table["small"]).sum()),
                    "ingredient": Fact(str(lacking["missing"].value_counts().sort_index().idxmax())),
                },
            )
        )
    else:
        said.append(Fact("No group lies clearly below the rest on any ingredient."))
    return tuple(said)


def _unmeasured(indicators: list[Indicator]) -> list[Fact]:
    seen = {one.ingredient for one in indicators}
    return [
        Fact("Nothing was measured about {ingredient}.", {"ingredient": Fact(name)})
        for name in INGREDIENTS
        if name not in seen
    ]
