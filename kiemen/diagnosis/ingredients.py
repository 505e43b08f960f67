"""The six ingredients of a fire per team, department or initiative: which one is missing, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from kiemen._checks import check_network, check_number, check_rng
from kiemen.adoption.adopters import resolve_adopters
from kiemen.diagnosis.indicators import INGREDIENTS, gather_indicators
from kiemen.diagnosis.pattern import build_scene
from kiemen.errors import ColumnError, InputError, TooLittleDataError
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
# Answers hold error even when everybody answered: the interval keeps at least this part of the sampling variance.
FEWEST_UNSEEN = 0.1
# Levels nearer to each other than this are not told apart: groups are shown in steps of five, and each ingredient has
# questions of its own.
ALIKE = 0.05
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
    """Six ingredients per group, see `profile_ingredients`.

    Parameters
    ----------
    detail
        One row per group and ingredient: level, low, high, indicators, known, organisation, difference, p, q.
    organisation
        Level of everybody per ingredient.
    parts
        One row per group and indicator that is known there: group, ingredient, indicator, level, known (people),
        spread (standard deviation), largest (share of the sum of the values, or of what they lack, that one person
        makes up), others (to how many people it tells ties; NaN where it is about oneself).
    behind
        Of whom each indicator is known, by ingredient and name ("oxygen: room").
    """

    _plot: ClassVar[str] = "plot_ingredients"
    _title: ClassVar[str] = mark("Six ingredients of a fire")

    detail: pd.DataFrame = field(default_factory=pd.DataFrame)
    organisation: pd.Series[float] = field(default_factory=lambda: pd.Series(dtype="float64"))
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    behind: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
        known (people, mean over the indicators), organisation (level of everybody), difference, p and q (two-sided,
        corrected over all rows).
        `.organisation` is the level of everybody per ingredient, `.parts` the level of each indicator.

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
    The interval treats the people of whom an indicator is known as a sample of the group; the test asks whether a
    random group of as many people would differ so much from the whole. Neither says anything about a wrong question.
    The ingredients come from change practice in Dutch municipalities (Oelkers, "Ga vonken!");
    which indicator shows which ingredient is an assumption, declared in
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
    check_network(network)
    check_number("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    unknown = sorted(set(scales or {}) - set(INGREDIENTS))
    if unknown:
        raise InputError(f"scales has an ingredient {unknown[0]!r}; it takes {', '.join(INGREDIENTS)}.")
    starters = None
    if adopters is not None or len(network.adoptions):
        starters = resolve_adopters(network, adopters, share=share)
    initiatives = isinstance(by, str) and by == "initiative"
    grouped = _other_groups(network) if initiatives else by
    scene = build_scene(network, starters=starters, relation=relation, by=grouped, times=0, rng=check_rng(rng))
    indicators = gather_indicators(scene, scales=scales, roles=roles, wave=wave)
    if not indicators:
        raise TooLittleDataError(
            "No ingredient can be measured: there are no scales about them, adopters, events or roles. Pass scales= "
            "with the names of your own scales."
        )
    member, labels = _members(scene, initiatives=initiatives)
    if not labels:
        raise TooLittleDataError(
            f"Nobody inside is known to be in a group by {by or scene.groups.name!r}; pass by= with what is filled in."
        )
    detail = _detail(indicators, member, labels, scene.inside)
    table = _table(detail, member, labels, alpha)
    whole = detail.drop_duplicates("ingredient").set_index("ingredient")["organisation"].reindex(list(INGREDIENTS))
    settings = {
        "by": "initiative" if initiatives else scene.groups.name,
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
        parts=_parts(indicators, member, labels),
        behind={
            f"{one.ingredient}: {one.name}": frozenset(
                map(str, network.ids[np.isfinite(one.per_person) & scene.inside])
            )
            for one in indicators
        },
    )


def _other_groups(network: Network) -> pd.Series[Any] | None:
    """Give what groups people beside their initiatives: None for the usual column, and nobody in any without one."""
    try:
        network.group_column()
    except ColumnError:
        return pd.Series(dtype="str")
    return None


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
        mine = [one.per_person for one in indicators if one.ingredient == ingredient]
        if not mine:
            continue
        values = np.vstack(mine)
        values[:, ~inside] = np.nan
        levels = _levels(values, member, people)
        whole = float(np.mean([np.nanmean(row) for row in values]))
        for place, label in enumerate(labels):
            level, error = levels.level[place], levels.error[place]
            rows.append(
                {
                    "group": label,
                    "ingredient": ingredient,
                    "level": level,
                    "low": max(level - NINETY * error, 0.0),
                    "high": min(level + NINETY * error, 1.0),
                    "indicators": levels.indicators[place],
                    "known": levels.known[place],
                    "organisation": whole,
                    "difference": level - whole,
                    "p": levels.p[place],
                }
            )
    detail = pd.DataFrame(rows)
    detail["q"] = adjusted(detail["p"].to_numpy())
    return detail


class _Levels(NamedTuple):
    """Per group: level, standard error, p of its difference, indicators with data, people known."""

    level: Floats
    error: Floats
    p: Floats
    indicators: NDArray[np.int64]
    known: Floats


def _levels(values: Floats, member: Floats, people: Floats) -> _Levels:
    """Average the indicators of one ingredient per group.

    A level is the mean over the indicators of their means, so its variance holds the covariances between indicators:
    ``sum_kl S_kl n_kl / (n_k n_l) / k^2`` with n_kl the people of whom both are known. Against the whole, as if the
    group were drawn from everybody, ``N_kl / (N_k N_l)`` goes off.
    """
    from scipy.special import ndtr

    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    n = known.astype(np.float64) @ member
    means = np.divide(filled @ member, n, out=np.full(n.shape, np.nan), where=n > 0)
    has = n > 0
    count = has.sum(axis=0)
    level = np.divide(np.where(has, means, 0.0).sum(axis=0), count, out=np.full(len(count), np.nan), where=count > 0)
    sample, against = np.zeros(len(count)), np.zeros(len(count))
    for k in range(len(values)):
        for m in range(len(values)):
            both = known[k] & known[m]
            together = both.astype(np.float64) @ member
            ratio = np.divide(together, n[k] * n[m], out=np.zeros(len(count)), where=(n[k] > 0) & (n[m] > 0))
            spread = _covariance(values[k][both], values[m][both])
            all_ratio = both.sum() / max(int(known[k].sum()) * int(known[m].sum()), 1)
            sample += spread * ratio
            against += spread * np.maximum(ratio - all_ratio, 0.0)
    size = np.maximum(count, 1)
    mean_known = np.divide(n.sum(axis=0), count, out=np.zeros(len(count)), where=count > 0)
    unseen = np.clip((people - mean_known) / np.maximum(people - 1, 1), FEWEST_UNSEEN, 1.0)
    error = np.sqrt(np.maximum(sample, 0.0) * unseen) / size
    deviation = np.sqrt(np.maximum(against, 0.0)) / size
    whole = np.mean([np.nanmean(row) for row in values])
    z = np.divide(np.abs(level - whole), deviation, out=np.full(len(count), np.nan), where=deviation > 0)
    p = np.where(mean_known >= MINIMUM_GROUP, 2 * ndtr(-z), np.nan)
    return _Levels(level, np.where(count > 0, error, np.nan), p, count, mean_known)


def _parts(indicators: list[Indicator], member: Floats, labels: list[str]) -> pd.DataFrame:
    """Give each indicator by itself per group, with what decides whether it may be told of the group."""
    rows = []
    for one in indicators:
        for place, label in enumerate(labels):
            values = one.per_person[(member[:, place] > 0) & np.isfinite(one.per_person)]
            if len(values):
                rows.append(
                    {
                        "group": label,
                        "ingredient": one.ingredient,
                        "indicator": one.name,
                        "level": float(values.mean()),
                        "known": len(values),
                        "spread": float(values.std()),
                        "largest": max(_largest_share(values), _largest_share(1.0 - values)),
                        "others": np.nan if one.others is None else float(one.others),
                    }
                )
    return pd.DataFrame(
        rows, columns=["group", "ingredient", "indicator", "level", "known", "spread", "largest", "others"]
    )


def _largest_share(values: Floats) -> float:
    """Give the share of the sum that the largest value is."""
    total = float(values.sum())
    return float(values.max()) / total if total > 0 else 1.0


def _covariance(one: Floats, other: Floats) -> float:
    return float(np.cov(one, other)[0, 1]) if len(one) > 1 else 0.0


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
    said = [_lowest(whole)]
    lacking = table[(table["missing"] != "") & ~table["small"]]
    if len(lacking):
        said.append(
            Fact(
                "{n} of {all:# group|# groups} clearly {n:lacks|lack} an ingredient; most often {ingredient}.",
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


def _lowest(whole: pd.Series[float]) -> Fact:
    """Say which ingredient is lowest, or which are about as low; of what was not measured there may be less still."""
    measured = int(whole.notna().sum())
    lowest = {"ingredient": Fact(str(whole.idxmin())), "level": float(whole.min())}
    alike = whole[whole <= whole.min() + ALIKE].sort_values(kind="stable")
    if measured == 1:
        return Fact("Only {ingredient} was measured: {level:.0%} in the whole organisation.", lowest)
    if len(alike) > 1:
        said = mark("In the whole organisation {several} are lowest, and about equal.")
        if len(alike) == measured:
            said = mark("The {measured} ingredients that were measured are about equal in the organisation: {several}.")
        elif measured < len(INGREDIENTS):
            said = mark(
                "Of the {measured} ingredients that were measured, {several} are lowest in the whole organisation, and "
                "about equal."
            )
        return Fact(said, {"measured": measured, "several": _listed(alike)})
    if measured < len(INGREDIENTS):
        return Fact(
            "Of the {measured} ingredients that were measured, {ingredient} is lowest in the whole organisation "
            "({level:.0%}).",
            {"measured": measured, **lowest},
        )
    return Fact("In the whole organisation {ingredient} is lowest ({level:.0%}).", lowest)


def _listed(levels: pd.Series[float]) -> Fact:
    """Name ingredients with their levels."""
    *before, last = (
        Fact("{ingredient} ({level:.0%})", {"ingredient": Fact(str(name)), "level": float(level)})
        for name, level in levels.items()
    )
    some = before[0]
    for one in before[1:]:
        some = Fact("{some}, {last}", {"some": some, "last": one})
    return Fact("{some} and {last}", {"some": some, "last": last})


def _unmeasured(indicators: list[Indicator]) -> list[Fact]:
    seen = {one.ingredient for one in indicators}
    return [
        Fact("Nothing was measured about {ingredient}.", {"ingredient": Fact(name)})
        for name in INGREDIENTS
        if name not in seen
    ]
