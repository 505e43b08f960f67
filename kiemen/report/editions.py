"""The editions: what each audience gets. The one place where people and small groups are kept in or left out.

An edition is built from what its audience may see; nothing is made for everybody and crossed out afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from kiemen.errors import InputError, PrivacyError
from kiemen.i18n import mark, plural, text
from kiemen.plots.layout import build_layout, known_groups
from kiemen.report.captions import team_caption
from kiemen.report.content import Action, Content, Drawing, Section, Sheet
from kiemen.report.facts_page import facts_section
from kiemen.report.findings import without_small_groups
from kiemen.report.group_walls import visible_walls
from kiemen.report.groups import few_since, group_sections, shown_groups
from kiemen.report.plain import nothing_line
from kiemen.report.sections import (
    certainty_section,
    collective_section,
    method_section,
    result_section,
    who_is_marked,
)
from kiemen.report.story import (
    analyst_actions,
    lead_lines,
    management_actions,
    pair_actions,
    story_section,
    team_actions,
)
from kiemen.report.view import network_view
from kiemen.report.words import AUDIENCE_NAMES, column_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemen.network import Network
    from kiemen.report.findings import Findings

OPEN_TO_TEAM = ("open", "team")
# What is told group by group.
GROUPED = ("walls", "patterns", "ingredients")
# Where more answered, only that is told.
NEARLY_ALL = 0.97
NOBODY_NAMED = mark(
    "Nobody is named in this report, since nobody is on record as having agreed to be named to the team. Ask people, "
    'note yes or no for each in a column "may be named" of the personnel list, and have the report made again.'
)


def edition(findings: Findings, audience: str) -> Content:
    """Give the content of the report for one audience.

    Raises
    ------
    InputError
        Where walls, patterns or ingredients are about other groups than the report.
    PrivacyError
        For a participant, who gets a page of their own instead; for management when there are too few people at all.
    """
    if audience == "participant":
        raise PrivacyError("a report for a participant is a page of their own; use write_personal_reports().")
    if audience == "analyst":
        return _analyst(findings)
    if not findings.group_of_minimum():
        raise PrivacyError(
            f"the data hold fewer people than the smallest group that may be shown to this audience "
            f"({findings.minimum_group}); only the analyst can have a report."
        )
    _check_grouping(findings)
    return _team(findings) if audience == "team" else _management(findings)


def _check_grouping(findings: Findings) -> None:
    """Refuse results about other groups than those of the report: one of a few may be called as a large one here."""
    if not findings.groups:
        return
    own = findings.network.group_column(findings.by)
    for part in GROUPED:
        by = findings.results[part].settings.get("by") if part in findings.results else None
        if by and str(by) != own:
            raise InputError(
                f"{part} is about groups by {by!r} and this report about groups by {own!r}; compute it again with "
                f"by={own!r}, or pass by={by!r} to the report."
            )


def _content(findings: Findings, audience: str, sections: tuple[Section, ...], **more: object) -> Content:
    return Content(
        title=findings.title,
        subtitle=text(AUDIENCE_NAMES[audience], findings.language),
        audience=audience,
        language=findings.language,
        sections=sections,
        **more,  # type: ignore[arg-type]
    )


def _analyst(findings: Findings) -> Content:
    story = story_section(findings, analyst_actions(findings), lead_lines(findings))
    story = replace(story, before_actions=nothing_line(findings.results, findings.language))
    view = network_view(
        findings.drawn,
        by=findings.by,
        language=findings.language,
        adopters=findings.marked,
        bridges=findings.bridges,
        suggestions=findings.pairs,
        positions=findings.places,
    )
    parts = (
        story,
        collective_section(findings),
        *(result_section(findings, part) for part in findings.results),
        certainty_section(findings),
        method_section(findings),
        facts_section(findings),
    )
    return _content(findings, "analyst", parts, view=view)


def _management(findings: Findings) -> Content:
    shown = shown_groups(findings)
    lead, sections, cells = group_sections(findings, shown)
    walls = visible_walls(findings, shown)
    pairs = list(walls.itertuples(index=False, name=None))
    story = _group_story(findings, lead, management_actions(findings, shown, pairs))
    groups = tuple(frozenset(p for p, g in findings.groups.items() if g == group) for group in shown)
    everyone = frozenset(map(str, findings.network.ids))
    parts = (story, *sections, facts_section(findings, "management"))
    return _content(findings, "management", parts, shown_groups=(everyone, *groups), shown_cells=cells)


def _group_story(
    findings: Findings, lead: tuple[str, ...], actions: tuple[Action, ...], cautions: tuple[str, ...] = ()
) -> Section:
    """Give the first page for those who see groups: a handful of contacts outside is not counted for them."""
    # Of a few answers, or beside an earlier report with a few less, the pairs would tell whom those few named.
    few = few_since(findings) or 0 < len(findings.answered or ()) < findings.minimum_group
    story = story_section(findings, actions, lead, cautions, rate=not few)
    hidden = few or 0 < findings.network.n_contacts < findings.minimum_group or _nearly_all_tied(findings)
    numbers = story.numbers[: 1 if hidden else None]
    if not hidden and len(findings.network.participation) and findings.network.response_rate() > NEARLY_ALL:
        # Everybody answered: that would be told of each. Of so few that one more silent would be below it, it still is.
        share = text("{share:.0%}", findings.language, share=NEARLY_ALL)
        many = findings.network.n_people * (1 - NEARLY_ALL) > 1
        numbers = (*numbers[:-1], *([(f"> {share}", numbers[-1][1])] if many else []))
    return replace(story, numbers=numbers)


def _nearly_all_tied(findings: Findings) -> bool:
    """Whether so few pairs do not know each other that their number tells of nearly every pair that it does."""
    people = len(findings.drawn.ids)
    pairs = findings.drawn.adjacency(direction="both", weight=None).nnz // 2
    return people * (people - 1) // 2 - pairs < findings.minimum_group


def _team(findings: Findings) -> Content:
    allowed = findings.consenting
    shown = shown_groups(findings)
    lead, sections, cells = group_sections(findings, shown)
    actions = team_actions(findings, OPEN_TO_TEAM, shown)
    story = _group_story(findings, lead, actions, _consent_note(findings))
    if pair_actions(without_small_groups(findings), OPEN_TO_TEAM, allowed, top=1):
        story = replace(story, before_actions=nothing_line(findings.results, findings.language))
    parts = [story]
    view = None
    if allowed:
        named = without_small_groups(findings)
        bare = _team_network(named)
        places = build_layout(bare, by=findings.by)
        parts += [_named_people(named, allowed, bare, places), *_named_suggestions(named, allowed)]
        view = _team_view(named, bare, places)
    everyone = frozenset(map(str, findings.network.ids))
    groups = tuple(frozenset(p for p, g in findings.groups.items() if g == group) for group in shown)
    parts += [*sections, facts_section(findings, "team")]
    return _content(findings, "team", tuple(parts), view=view, shown_groups=(everyone, *groups), shown_cells=cells)


def _consent_note(findings: Findings) -> tuple[str, ...]:
    n = len(findings.consenting)
    if not n:
        return (text(NOBODY_NAMED, findings.language),)
    return (
        plural(
            "Only {n} person who agreed to be named is in this report.",
            "Only the {n} people who agreed to be named are in this report.",
            n,
            findings.language,
        ),
    )


def _named_people(findings: Findings, allowed: frozenset[str], bare: Network, places: pd.DataFrame) -> Section:
    """List the consenting people who are early adopters, by name: no order of strength and no score."""
    language = findings.language
    rows = sorted((findings.names[p], findings.groups.get(p, "")) for p in findings.marked if p in allowed)
    frame = pd.DataFrame(rows, columns=[text("Name", language), column_name("group", language, findings.heads)])
    return Section(
        key="collective",
        short=text("The collective", language),
        title=text("The people who agreed to be named", language),
        intro=text(
            "The order of names says nothing. The dashes are suggestions; who knows whom is not drawn.", language
        ),
        cautions=who_is_marked(findings, of_the_named=True) if rows else (),
        figures=(
            Drawing(
                "collective",
                _team_drawing(findings, bare, places),
                team_caption(language, adopters=bool(rows), suggestions=bool(_team_pairs(findings))),
                (9.5, 7.4),
                on_screen=False,
            ),
        ),
        tables=(Sheet("adopters", text("Early adopters who agreed to be named", language), frame),),
    )


def _team_drawing(findings: Findings, bare: Network, places: pd.DataFrame) -> Callable[[Any], Any]:
    """Give the same map for paper, which keeps hold of nobody but who agreed to be named: not of the findings."""
    by, language = findings.by, findings.language
    marked = [person for person in findings.marked if person in findings.consenting] or None
    pairs = pd.DataFrame(_team_pairs(findings), columns=["source", "target"])
    title = plural("{n} person who agreed to be named", "{n} people who agreed to be named", bare.n_nodes, language)

    def draw(ax: Any) -> Any:
        from kiemen.plots.maps import plot_network
        from kiemen.plots.style import dress

        plot_network(bare, by=by, adopters=marked, suggestions=pairs, positions=places, ax=ax, language=language)
        return dress(ax, title=title)

    return draw


def _team_pairs(findings: Findings) -> list[tuple[str, str]]:
    """Give the suggested pairs of which both agreed to be named."""
    return [pair for pair in findings.pairs if set(pair) <= findings.consenting]


def _named_suggestions(findings: Findings, allowed: frozenset[str]) -> tuple[Section, ...]:
    if "suggestions" not in findings.results:
        return ()
    language = findings.language
    rows = []
    for row, (one, other) in zip(findings.results["suggestions"].table.index, findings.pairs, strict=False):
        if {one, other} <= allowed:
            why = " ".join(findings.reasons("suggestions", row, OPEN_TO_TEAM, findings.unnamed))
            rows.append((findings.names[one], findings.names[other], why))
    names = [text("Person", language), text("With", language), text("Why", language)]
    return (
        Section(
            key="suggestions",
            short=text("Suggestions", language),
            title=text("Who could be brought together", language),
            intro=text(
                "A suggestion is an invitation that both may decline; the reason is meant to be said aloud.", language
            ),
            tables=(Sheet("suggestions", text("Suggestions", language), pd.DataFrame(rows, columns=names)),),
        ),
    )


def _team_network(findings: Findings) -> Network:
    """Give the consenting people without ties, since ties come from what others answered."""
    network = findings.network
    people = network.people.loc[[person for person in network.ids if str(person) in findings.consenting]]
    made = people[["name", "inside"]].copy()
    if known_groups(network, by=findings.by) is not None:
        made[network.group_column(findings.by)] = [findings.groups.get(str(person)) for person in made.index]
    return type(network).from_frames(people=made)


def _team_view(findings: Findings, bare: Network, places: pd.DataFrame) -> dict[str, object] | None:
    """Give the map of the consenting people."""
    view = network_view(
        bare,
        by=findings.by,
        language=findings.language,
        adopters=findings.marked,
        suggestions=_team_pairs(findings),
        positions=places,
    )
    # How many contacts somebody has is not for the team; below zero means untold.
    return None if view is None else {**view, "degree": [-1] * bare.n_nodes}
