"""What may be said about groups to people who may not see persons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kiemen.diagnosis.pokers import GIVE_ROOM, find_pokers
from kiemen.diagnosis.silos import NO_ROOM
from kiemen.i18n import mark, plural, text
from kiemen.plots.groups import plot_group_bars
from kiemen.privacy.small_groups import (
    LARGEST_SHARE,
    apart_from_earlier,
    publishable_groups,
    safe_group_means,
    told_apart,
)
from kiemen.report.content import ON_PHONE, Action, Drawing, Section, Sheet
from kiemen.report.group_walls import wall_line, walls_section
from kiemen.report.plain import growth_line, one_model_line, plain_cautions, unproven, verdict_line
from kiemen.report.released import ALL_ANSWERS, EVERYBODY
from kiemen.report.words import column_name, worded
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from kiemen.report.findings import Findings

    # By column the people behind the cell of each group.
    Cells = dict[str, dict[str, frozenset[str]]]

# Patterns about a whole group; those about a handful of people in it are for the analyst.
GROUP_KINDS = ("blocked group", "silo", NO_ROOM, "barriers lie close together")
INGREDIENTS = ("spark", "oxygen", "matches", "fuel", "stoking", "pokers")
# What these rest on is a statistic that only the analyst has use for, that counts people in groups not shown, or that
# a table may not show: who has a group without any tie outside knows of each of its people.
PLAINLY = {
    "silo": mark("{group} has clearly fewer ties to other groups than groups that are as well connected."),
    NO_ROOM: mark("{group} has clearly fewer ties to people who can give room than chance would give."),
    "blocked group": mark(
        "On average, people of {group} meet clearly more barriers and have less room than colleagues elsewhere."
    ),
    "barriers lie close together": mark(
        "People who meet many barriers know each other more often than chance would give: they hear little of how it "
        "can be done otherwise."
    ),
}
FOUND = mark("This stands out more than chance would give.")
PLAIN_KINDS = {NO_ROOM: mark("few ties to people who can give room")}
PLAIN_ACTIONS = {
    "barriers lie close together": mark(
        "Bring people who meet many barriers together with colleagues elsewhere who found a way round the same ones."
    ),
}
MOST_ACTIONS = 5
NO_GROUPS = mark(
    "It is not known in which group people work: without that, little can be told to who sees groups only."
)
# Closer to nothing or to everything than this, everybody is there.
ALL_BUT_NONE, ALIKE = 0.025, 1e-6
HIDDEN = mark(
    "Groups of fewer than {n} people are not shown, nor as many larger ones as would give them away. Figures are "
    "means over people and rounded."
)
READINESS = mark(
    "Readiness: how high the people of a group stand on average in the order of who is likely to try it first; 50 is "
    "the middle of the organisation. It is not a share of people."
)
CONTACTS = mark(
    "Contacts per person: the mean of who answered. Of who did not, only what others told is known: they are left out, "
    "which gives more than all pairs divided over all people."
)
DASH = mark("–: too few answers to tell, or so many that the few who did not answer would stand out.")
CHANGED = mark(
    "A figure is left out where so few joined, left or answered since an earlier report that the change would tell "
    "about them."
)
WITHOUT_BAR = mark("{n:# group of the table has|# groups of the table have} no bar: there is a dash.")
STEPS = mark(
    "0 to 100, in steps of five, so that no single answer can be told: a group may have figures here where it has a "
    "dash elsewhere. Read along the rows: where a group could begin."
)


def shown_groups(findings: Findings) -> tuple[str, ...]:
    """Give the groups that may be shown beside the whole organisation and what earlier reports showed."""
    members = _members(findings)
    everyone = frozenset(map(str, findings.network.ids))
    inside = frozenset(map(str, findings.network.ids[findings.network.people["inside"].to_numpy(bool)]))
    shown = publishable_groups(
        dict(sorted(members.items())),
        minimum_group=findings.minimum_group,
        known=[everyone, inside, *findings.known],
    )
    # The totals of two reports tell how many left; the figures of a group may not tell who they were.
    least = findings.minimum_group
    return tuple(
        str(group) for group in shown if not told_apart(members[str(group)], findings.known, minimum_group=least)
    )


def _members(findings: Findings) -> dict[str, frozenset[str]]:
    members: dict[str, set[str]] = {}
    for person, group in findings.groups.items():
        members.setdefault(group, set()).add(person)
    return {group: frozenset(people) for group, people in members.items()}


def few_since(findings: Findings) -> bool:
    """Say whether so few joined, left or answered since an earlier report that a total would tell about them."""
    least = findings.minimum_group
    totals = findings.cells.get(ALL_ANSWERS, ())
    return told_apart(list(map(str, findings.network.ids)), findings.known, minimum_group=least) or (
        findings.answered is not None and told_apart(findings.answered, totals, minimum_group=least)
    )


class _Figures(NamedTuple):
    """A table of groups, who is behind its cells, and whether some are blank beside those of an earlier report."""

    table: pd.DataFrame
    behind: Cells
    changed: bool = False


def _shown_cells(findings: Findings, *figures: _Figures) -> dict[str, tuple[frozenset[str], ...]]:
    """Give by column the people behind each cell that is shown, for the next report to be held against."""
    columns: dict[str, tuple[frozenset[str], ...]] = {}
    if findings.answered and not few_since(findings):
        columns[ALL_ANSWERS] = (findings.answered,)
    for table, behind, _ in figures:
        columns |= {key: tuple(_visible(table, key, cells).values()) for key, cells in behind.items()}
    return columns


def _visible(table: pd.DataFrame, key: str, cells: Mapping[str, frozenset[str]]) -> dict[Hashable, frozenset[str]]:
    """Give who is behind each cell that is not blank, of the column that the key begins with."""
    return {group: cells[group] for group in table.index[table[key.partition(":")[0]].notna()]}


def _blank_what_changed(table: pd.DataFrame, behind: Cells, findings: Findings) -> bool:
    """Blank the cells that would, beside those of the same column in earlier reports, tell about a few people."""
    before = int(table.notna().to_numpy().sum())
    for key, cells in behind.items():
        safe = apart_from_earlier(
            _visible(table, key, cells), _earlier(findings, key), minimum_group=findings.minimum_group
        )
        table.loc[~table.index.isin(safe), key.partition(":")[0]] = np.nan
    return int(table.notna().to_numpy().sum()) < before


def _earlier(findings: Findings, key: str) -> tuple[frozenset[str], ...]:
    """Give the cells that earlier reports showed; their files had these two not for each column at first."""
    whole = {EVERYBODY: findings.known, ALL_ANSWERS: findings.cells.get(ALL_ANSWERS, ())}
    return findings.cells.get(key, whole.get(key.partition(": ")[2], ()))


def group_sections(
    findings: Findings, shown: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Section, ...], dict[str, tuple[frozenset[str], ...]]]:
    """Give the sentences for the first page, the sections about groups, and by column who is behind what they show."""
    language = findings.language
    lead = []
    sections = []
    means = _group_means(findings, shown)
    if len(means.table):
        sections.append(_groups(findings, means))
    walls = wall_line(findings, shown)
    lead.extend([walls] if walls else [])
    sections.extend(walls_section(findings, shown))
    patterns = group_patterns(findings, shown)
    if patterns:
        lead.append(patterns[0][2])
        sections.append(_patterns(findings, patterns))
    levels = _ingredient_levels(findings, shown)
    if levels.table.notna().any(axis=None):
        sections.append(_ingredients(findings, levels))
    if "forecast" in findings.results:
        forecast = findings.results["forecast"]
        said = tuple(fact.say(language) for fact in forecast.headline)
        lead.extend(_growth(findings, said))
        one_model = one_model_line(findings.results, language)
        sections.append(_forecast(findings, (*said, one_model) if one_model else said))
    elif "suggestions" in findings.results:
        plan = growth_line(findings.results["suggestions"], language)
        lead.extend([plan] if plan else [])
    if not lead:
        known = plural(
            "{n} group is large enough to be shown.", "{n} groups are large enough to be shown.", len(shown), language
        )
        lead.append(known if findings.groups else text(NO_GROUPS, language))
    return tuple(lead), tuple(sections), _shown_cells(findings, means, levels)


def _growth(findings: Findings, said: tuple[str, ...]) -> list[str]:
    """Say whether it goes on by itself, and what the plan adds: over all models where those were tried."""
    results, language = findings.results, findings.language
    verdict = verdict_line(results["forecast"], language)
    plan = growth_line(results["suggestions"], language) if "suggestions" in results else ""
    return [*([verdict] if verdict else said[1:2]), *([plan] if plan else said[:1])]


def group_patterns(findings: Findings, shown: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    """Give kind, group, evidence and action of the patterns found that are about a group which may be shown."""
    if "patterns" not in findings.results:
        return []
    result = findings.results["patterns"]
    table = result.table
    if not {"kind", "group", "people", "found"} <= set(table.columns):
        return []
    # Ties to a handful of leaders are the contacts of those leaders.
    leaders = int(find_pokers(findings.network).isin(GIVE_ROOM).sum())
    kinds = GROUP_KINDS if leaders >= findings.minimum_group else [kind for kind in GROUP_KINDS if kind != NO_ROOM]
    rows = []
    for label, kind, group, people, found in zip(
        table.index, table["kind"], table["group"], table["people"], table["found"], strict=True
    ):
        enough = int(people) >= findings.minimum_group and (group == "" or str(group) in shown)
        if found and enough and str(kind) in kinds:
            _, action, *_ = (*findings.reasons("patterns", label, ("open", "team", "analyst")), "", "")
            evidence = text(PLAINLY.get(str(kind), FOUND), findings.language, group=str(group))
            if str(kind) in PLAIN_ACTIONS:
                action = text(PLAIN_ACTIONS[str(kind)], findings.language)
            called = str(worded(PLAIN_KINDS.get(str(kind), kind), findings.language))
            rows.append((called, str(group), evidence, action))
    return rows


def group_actions(findings: Findings, shown: tuple[str, ...]) -> tuple[Action, ...]:
    """Give what management could do this month: one counter-action per pattern found."""
    return tuple(
        Action(action, (evidence,))
        for _, _, evidence, action in group_patterns(findings, shown)[:MOST_ACTIONS]
        if action
    )


def _patterns(findings: Findings, rows: list[tuple[str, str, str, str]]) -> Section:
    language = findings.language
    names = [text("Kind", language), text("Group", language), text("Evidence", language), text("What to do", language)]
    whole = text("whole organisation", language)
    frame = pd.DataFrame([(kind, group or whole, why, what) for kind, group, why, what in rows], columns=names)
    return Section(
        key="patterns",
        short=text("Blocking patterns", language),
        title=text("What keeps new behaviour out", language),
        intro=text("Patterns are about structures and groups, never about a single person.", language),
        tables=(Sheet("patterns", text("Blocking patterns", language), frame),),
    )


def visible_ingredients(findings: Findings, shown: tuple[str, ...]) -> pd.DataFrame:
    """Give the six ingredients of the groups that may be shown, in steps of five, where enough people are known."""
    return _ingredient_levels(findings, shown).table


def _ingredient_levels(findings: Findings, shown: tuple[str, ...]) -> _Figures:
    if "ingredients" not in findings.results:
        return _Figures(pd.DataFrame(), {})
    result = findings.results["ingredients"]
    names = [name for name in INGREDIENTS if name in result.table.columns]
    groups = [str(group) for group in result.table.index if str(group) in shown]
    parts = getattr(result, "parts", None)
    if parts is None or not groups:
        return _Figures(pd.DataFrame(), {})
    # To be tied to one of a few tells the contacts of those few.
    parts = parts[parts["group"].isin(groups) & ~(parts["others"] < findings.minimum_group)]
    # Too few people, so much the same that the level tells the answer of each, or half of it made by one person.
    told = (
        (parts["known"] >= findings.minimum_group)
        & (parts["spread"] >= ALIKE)
        & _between_all(parts["level"])
        & (parts["largest"] < LARGEST_SHARE)
    )
    by_cell = pd.DataFrame({"level": parts["level"], "told": told}).groupby([parts["group"], parts["ingredient"]])
    cells = by_cell["level"].mean().where(by_cell["told"].all())
    table = cells.unstack().reindex(index=pd.Index(groups, name="group"), columns=names)  # noqa: PD010 - of a Series
    behind = _behind_levels(findings, parts, groups, dict(getattr(result, "behind", {})))
    changed = _blank_what_changed(table, behind, findings)
    return _Figures((100 * table / 5).round() * 5, behind, changed)


def _between_all(shares: pd.Series[float]) -> pd.Series[bool]:
    return shares.between(ALL_BUT_NONE, 1 - ALL_BUT_NONE, inclusive="neither")


def _behind_levels(
    findings: Findings, parts: pd.DataFrame, groups: list[str], known: Mapping[str, frozenset[str]]
) -> Cells:
    """Give who is behind the levels: their own people, of what shows in ties everybody."""
    members = _members(findings)
    behind = {}
    for ingredient, indicator, others in sorted(
        set(zip(parts["ingredient"], parts["indicator"], parts["others"].notna(), strict=True))
    ):
        key = f"{ingredient}: {indicator}"
        behind[key] = {group: members.get(group, frozenset()) & known.get(key, frozenset()) for group in groups}
        if others:
            behind |= _behind_ties(findings, ingredient, groups)
    return behind


def _behind_ties(findings: Findings, column: str, groups: Iterable[str]) -> Cells:
    """Give who is behind figures that rest on ties: who answered names others, and who left is named no more."""
    everybody = frozenset(map(str, findings.network.ids))
    behind = {f"{column}: {EVERYBODY}": dict.fromkeys(groups, everybody)}
    if findings.answered is not None:
        behind[f"{column}: {ALL_ANSWERS}"] = dict.fromkeys(groups, findings.answered)
    return behind


def _ingredients(findings: Findings, levels: _Figures) -> Section:
    from kiemen.report.sections import TITLES

    language, (*_, intro) = findings.language, TITLES["ingredients"]
    shown = levels.table.rename(columns={name: column_name(name, language) for name in levels.table.columns})
    notes = [STEPS, CHANGED] if levels.changed else [STEPS]
    ranked = levels.table.get("spark", pd.Series(dtype=float)).notna().any()
    return Section(
        key="ingredients",
        short=text("Six ingredients", language),
        title=text("Spark, oxygen, matches, fuel, stoking, pokers: what is there and what is missing", language),
        intro=text(intro, language),
        cautions=unproven(findings.results, language) if ranked else (),
        tables=(
            Sheet(
                "ingredients",
                text("Six ingredients", language),
                shown.reset_index(names=text("Group", language)),
                note=" ".join(text(words, language) for words in notes),
            ),
        ),
    )


def group_table(findings: Findings, shown: tuple[str, ...]) -> pd.DataFrame:
    """Give the means per group that may be shown: contacts per person, share across groups, readiness."""
    return _group_means(findings, shown).table


def _group_means(findings: Findings, shown: tuple[str, ...]) -> _Figures:
    if not shown:
        return _Figures(pd.DataFrame(), {})
    network = findings.drawn
    ids = [str(person) for person in network.ids]
    labels = pd.Series(findings.groups, dtype="object").reindex(ids)
    matrix = network.adjacency(direction="both", weight=None)
    degree = np.diff(matrix.indptr).astype(float)
    one, other = matrix.nonzero()
    values = labels.to_numpy(object)
    known = pd.notna(values[one]) & pd.notna(values[other])
    across = np.bincount(one[known], weights=(values[one] != values[other])[known].astype(float), minlength=len(ids))
    told = np.bincount(one[known], minlength=len(ids))
    asked = findings.answered is not None
    measured = np.isin(ids, list(findings.answered or ())) if asked else np.ones(len(ids), bool)
    frame = pd.DataFrame(
        {
            "contacts": np.where(measured, degree, np.nan),
            "across": np.where(measured & (told > 0), across / np.maximum(told, 1), np.nan),
        },
        index=ids,
    )
    if "adopters" in findings.results:
        order = findings.results["adopters"].table
        # Of whom nothing is known the place is not low but unknown.
        evident = order["propensity"].notna() if "propensity" in order.columns else slice(None)
        ranking = [str(person) for person in order.index[evident]]
        place = pd.Series(1 - (np.arange(len(ranking)) + 0.5) / max(len(ranking), 1), index=ranking)
        frame["readiness"] = place.reindex(ids)
    held_back = labels.where(labels.isin(list(shown)))
    means = safe_group_means(
        frame[labels.notna().to_numpy()],
        held_back.dropna(),
        minimum_group=findings.minimum_group,
        known=[frozenset(ids), *findings.known],
    )
    # Who is how ready is known of who did not answer too, and changes with the own answer.
    rests = frame.notna() & measured[:, None]
    members = _members(findings)
    of_whom = {str(column): frozenset(rests.index[rests[column]]) for column in frame.columns}
    behind = {column: {group: members[group] & people for group in shown} for column, people in of_whom.items()}
    for column in frame.columns:
        behind |= _behind_ties(findings, str(column), shown)
    changed = _blank_what_changed(means, behind, findings)
    # Of nobody or of nearly everybody, the mean is what each of them said.
    means["across"] = means["across"].where(_between_all(means["across"]))
    if "readiness" in means.columns:
        means["readiness"] *= 100
    return _Figures(means.round({"contacts": 0, "across": 2, "readiness": 0}), behind, changed)


def _groups(findings: Findings, means: _Figures) -> Section:
    language, table = findings.language, means.table.dropna(axis=1, how="all")
    names = {
        "people": text("People", language),
        "contacts": text("Contacts per person", language),
        "across": text("Share of contacts in other groups", language),
        "readiness": text("Readiness", language),
    }
    network = findings.network
    silent = len(network.participation) > 0 and not network.response().isin(ANSWERED).all()
    notes = [CONTACTS] if silent and "contacts" in table.columns else []
    notes += [READINESS] if "readiness" in table.columns else []
    notes += [DASH] if table.isna().any(axis=None) else []
    notes += [CHANGED] if means.changed else []
    note = " ".join(text(words, language) for words in notes)
    shown = table.rename(columns=names).reset_index(names=text("Group", language))
    figures: tuple[Drawing, ...] = ()
    if "across" in table.columns:
        caption = text("Share of contacts outside the own group, per group.", language)
        without = int(table["across"].isna().sum())
        if without:
            caption += " " + text(WITHOUT_BAR, language, n=without)
        figures = (
            Drawing(
                "groups",
                partial(plot_group_bars, table["across"], language=language),
                caption,
                (8.6, 1.6 + 0.32 * len(table)),
                narrow=(ON_PHONE, 1.0 + 0.36 * len(table)),
            ),
        )
    return Section(
        key="groups",
        short=text("Groups", language),
        title=text("Groups: how they are tied", language),
        intro=text(HIDDEN, language, n=findings.minimum_group),
        cautions=unproven(findings.results, language) if "readiness" in table.columns else (),
        figures=figures,
        tables=(Sheet("groups", text("Groups", language), shown, note=note, percent=(names["across"],)),),
    )


def _forecast(findings: Findings, said: tuple[str, ...]) -> Section:
    from kiemen.report.sections import TITLES, drawings

    language, (*_, intro) = findings.language, TITLES["forecast"]
    forecast = findings.results["forecast"]
    return Section(
        key="forecast",
        short=text("Forecast", language),
        title=text("Straw fire or running fire: growth with and without the suggestions", language),
        intro=text(intro, language),
        lead=said,
        cautions=plain_cautions(forecast, language),
        figures=tuple(drawings(findings, "forecast")),
    )
