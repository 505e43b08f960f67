"""The first page: what we see and what to do this month, for whoever reads nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kiemen.adoption.adopters import people_within
from kiemen.i18n import mark, number, plural, text
from kiemen.measures.projection import RELATION
from kiemen.measures.silence import ENOUGH
from kiemen.report.content import Action, Section
from kiemen.report.findings import pairs_of, without_small_groups
from kiemen.report.group_walls import judged_pairs
from kiemen.report.groups import GROUP_KINDS, group_actions, group_patterns
from kiemen.report.plain import NOTHING_EXPECTED, everybody_line, ingredient_line, nothing_line, unproven, verdict_line
from kiemen.report.sections import pair_reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemen.report.findings import Findings
    from kiemen.results import Result

FEW_ANSWERS = mark(
    "{share:.0%} of those asked answered. What people think is known of them only, and a tie that neither of two told "
    "is missing: read the figures as the voice of who answered."
)
ONLY_MEMBERS = mark(
    "Nobody was asked whom they work with: whoever takes part in the same initiative is taken to know each other, the "
    "better the smaller it is. Ask it, or read meetings, before much is built on single names."
)
MANY_SILENT = mark(
    "Many of those asked did not answer. What people think is known of the others only, and a tie that neither of two "
    "told is missing: read the figures as the voice of who answered."
)
MAKE_ROOM = mark("Give people time to meet for the suggested connections, and room for what comes of it.")
WHO_HAS_THE_LIST = mark(
    "The analyst has the list of suggested connections, with names, and invites people. Nobody here needs the names to "
    "make time and room."
)
ASK = mark("Ask those who already try it what stands in their way, and take one thing away.")
# What is said of patterns and of walls, where nothing was found: whether each of the two could be looked at.
NOTHING = {
    (True, True): mark("No pattern and no wall stands out that would ask for something else first."),
    (True, False): mark(
        "No pattern stands out that would ask for something else first; walls between groups could not be looked for."
    ),
    (False, True): mark(
        "No wall stands out that would ask for something else first; patterns in groups could not be looked for."
    ),
    (False, False): mark(
        "Patterns and walls that would ask for something else first could not be looked for: too little is known of "
        "groups."
    ),
}
ACROSS = mark("Have people of different groups take up a case together.")
WALLS_ALIKE = mark(
    "Between many groups run fewer ties than chance would give; no wall stands out that would have to come first."
)
MOST_NAMED, FEW_NAMED = 8, 3
MOST_REASONS = 3
# In so many of the plausible readings of the data somebody is near the top, before the story says so.
SURE = 0.8


def story_section(
    findings: Findings,
    actions: tuple[Action, ...],
    lead: tuple[str, ...],
    cautions: tuple[str, ...] = (),
    *,
    rate: bool = True,
) -> Section:
    """Give the first page: what we see and what to do this month; without the `rate` where it would tell too much."""
    language = findings.language
    return Section(
        key="story",
        short=text("The story", language),
        title=text("In short", language),
        lead=lead,
        actions=actions,
        numbers=story_numbers(findings),
        cautions=(*cautions, *_few_answers(findings, told=rate), *_only_members(findings), *_everybody(findings)),
    )


def _few_answers(findings: Findings, *, told: bool) -> tuple[str, ...]:
    """Say on the first page that much of what is told rests on few, and for whom that goes."""
    rate = findings.network.response_rate() if len(findings.network.participation) else math.nan
    if math.isnan(rate) or rate >= ENOUGH:
        return ()
    return (text(FEW_ANSWERS, findings.language, share=rate) if told else text(MANY_SILENT, findings.language),)


def _ties_of_members(findings: Findings) -> bool:
    """Whether all ties were made of shared initiatives."""
    return findings.drawn.ties["relation"].unique().tolist() == [RELATION]


def _only_members(findings: Findings) -> tuple[str, ...]:
    """Say on the first page that ties are an assumption, where they are."""
    return (text(ONLY_MEMBERS, findings.language),) if _ties_of_members(findings) else ()


def _everybody(findings: Findings) -> tuple[str, ...]:
    """Say on the first page that what is simulated tells little, where all join anyway."""
    said = everybody_line(findings.results, findings.language)
    return (said,) if said else ()


def story_numbers(findings: Findings) -> tuple[tuple[str, str], ...]:
    """Give the size of it in figures about the whole organisation."""
    network, language = findings.network, findings.language
    numbers = [(number(network.n_people, 0, language), text("people", language))]
    if network.n_contacts:
        numbers.append((number(network.n_contacts, 0, language), text("contacts outside", language)))
    # The same ties as on the map and in every result: those of the last measurement.
    pairs = findings.drawn.adjacency(direction="both", weight=None).nnz // 2
    if pairs:
        shared = _ties_of_members(findings)
        label = text("pairs in one initiative", language) if shared else text("pairs who know each other", language)
        numbers.append((number(pairs, 0, language), label))
    if len(network.initiatives):
        numbers.append((number(len(network.initiatives), 0, language), text("initiatives", language)))
    if len(network.participation):
        rate = network.response_rate()
        if not math.isnan(rate):
            numbers.append((text("{share:.0%}", language, share=rate), text("of those asked answered", language)))
    return tuple(numbers)


def lead_lines(findings: Findings) -> tuple[str, ...]:
    """Give the finding of each result that a reader has to know first."""
    lines = [adopters_line(findings)]
    for part in ("bridges", "walls", "patterns", "ingredients", "suggestions", "forecast"):
        if part in findings.results:
            said = [fact.say(findings.language) for fact in findings.results[part].headline]
            plainly = _plainly(findings, part)
            lines += [plainly] if plainly else _telling(findings.results[part], part, said)
    return tuple(line for line in lines if line)


def _plainly(findings: Findings, part: str) -> str:
    """Give the sentence for who reads no further, without the statistic that it rests on, where there is one."""
    if part == "patterns":
        found = group_patterns(findings, tuple(dict.fromkeys(findings.groups.values())))
        return found[0][2] if found else ""
    say = {"ingredients": ingredient_line, "forecast": verdict_line}.get(part)
    return say(findings.results[part], findings.language) if say else ""


def _telling(result: Result, part: str, said: list[str]) -> list[str]:
    """Give the sentence of a headline that tells most: the pattern itself, not how many; the fire as it burns now."""
    found = "found" in result.table.columns and bool(result.table["found"].any())
    if part == "patterns" and found:
        return said[-1:]
    return said[1:2] or said[:1] if part == "forecast" else said[:1]


def adopters_line(findings: Findings) -> str:
    """Say who most likely already tries it, as far as the data tell."""
    language = findings.language
    if findings.declared:
        people = [findings.names[person] for person in sorted(findings.declared)]
        return plural(
            "{n} colleague is on record as having begun: {names}.",
            "{n} colleagues are on record as having begun: {names}.",
            len(people),
            language,
            names=listed(people, language),
        )
    if "adopters" not in findings.results:
        return ""
    everybody = findings.network.n_people
    if findings.share is not None and people_within(findings.share, everybody) >= everybody:
        return text("Everybody is taken to be an early adopter here, by the share that was stated.", language)
    result = findings.results["adopters"]
    known = result.table[result.table["propensity"].notna()] if "propensity" in result.table.columns else result.table
    # However firm a place, it tells nothing where the whole order may be chance.
    doubt = unproven(findings.results, language)
    sure = known[known["top10"] >= SURE] if "top10" in known.columns and not doubt else known.iloc[:0]
    if len(sure):
        people = [findings.names.get(str(person), str(person)) for person in sure.index]
        return plural(
            "However the data are read, one colleague most likely already tries the new way of working, or is ready "
            "to: {names}.",
            "However the data are read, {n} colleagues most likely already try the new way of working, or are ready "
            "to: {names}.",
            len(people),
            language,
            names=listed(people, language),
        )
    if len(known):
        people = [findings.names.get(str(person), str(person)) for person in known.index[:FEW_NAMED]]
        said = text(
            "Nobody stands out for certain as an early adopter; the strongest indications point to {names}.",
            language,
            names=listed(people, language),
        )
        return " ".join((said, *doubt))
    return result.headline[0].say(language) if result.headline else ""


def listed(names: Sequence[str], language: str) -> str:
    """Give names as a person writes them: with "and" before the last, and no more of them than can be read."""
    if len(names) > MOST_NAMED + 1:
        some = ", ".join(names[:MOST_NAMED])
        return text("{some} and {n} others", language, some=some, n=len(names) - MOST_NAMED)
    if len(names) < 2:
        return "".join(names)
    return text("{some} and {last}", language, some=", ".join(names[:-1]), last=names[-1])


def analyst_actions(findings: Findings) -> tuple[Action, ...]:
    """Give what to do this month, of every kind the results know, the nearest first."""
    return (
        *_pairs_with_reasons(findings, 3),
        *group_actions(findings, tuple(dict.fromkeys(findings.groups.values())))[:1],
        *group_event_actions(findings),
    )


def _pairs_with_reasons(findings: Findings, top: int) -> list[Action]:
    """Give the first pairs with why these two, who can introduce them, and a first sentence."""
    if "suggestions" not in findings.results and not len(findings.drawn.ties):
        return [
            Action(
                text("Find out who works with whom: ask for it in a survey, or read meetings.", findings.language),
                (text("Without that, no suggestions and no forecast can be computed.", findings.language),),
            )
        ]
    if "suggestions" not in findings.results:
        return [
            Action(
                text(
                    "Find out who already tries it: ask for it in the survey, or note who takes part.",
                    findings.language,
                ),
                (text("Without that, no suggestions and no forecast can be computed.", findings.language),),
            )
        ]
    table = findings.results["suggestions"].table
    actions = []
    for row, pair in zip(table.index[:top], findings.pairs, strict=False):
        first, *rest = pair_reasons(findings, row, grouped=True) or ("",)
        via = findings.names.get(str(table.loc[row, "via"]), "") if "via" in table.columns else ""
        introduced = text("{via} can introduce them.", findings.language, via=via) if via else ""
        actions.append(Action(_bring(findings, *pair), tuple(words for words in (first, introduced, *rest) if words)))
    return actions


def _bring(findings: Findings, one: str, other: str) -> str:
    return text(
        "Bring {one} and {other} together.",
        findings.language,
        one=described(findings, one),
        other=described(findings, other),
    )


def pair_actions(findings: Findings, scopes: tuple[str, ...], allowed: frozenset[str], top: int = 5) -> list[Action]:
    """Give the first suggested pairs of people who may be named, each with the reasons that may be read."""
    if "suggestions" not in findings.results:
        return []
    table = findings.results["suggestions"].table
    actions: list[Action] = []
    for row, (a, b) in zip(table.index, pairs_of(table), strict=False):
        one, other = str(a), str(b)
        if {one, other} <= allowed and len(actions) < top:
            why = findings.reasons("suggestions", row, scopes, findings.unnamed)[:MOST_REASONS]
            actions.append(Action(_bring(findings, one, other), why))
    return actions


def group_event_actions(findings: Findings) -> list[Action]:
    """Give the first meeting and the first invitation as things to do."""
    actions = []
    for part, words in (
        ("meetings", mark("Organise a small meeting.")),
        ("invitations", mark("Invite {person} to stoke along.")),
    ):
        if part in findings.results and len(findings.results[part].table):
            table = findings.results[part].table
            row = table.index[0]
            said = findings.reasons(part, row, ("open",))[:2]
            person = described(findings, str(table["person"].iloc[0])) if "person" in table.columns else ""
            actions.append(Action(text(words, findings.language, person=person), said[1:] if person else said))
    return actions


def described(findings: Findings, person: str) -> str:
    """Give a person's name with the group, where it is known; a contact outside is called that."""
    name = findings.names.get(person, person)
    if person in findings.outside:
        return f"{name} ({findings.groups.get(person) or text('contact outside', findings.language)})"
    return f"{name} ({findings.groups[person]})" if person in findings.groups else name


def team_actions(findings: Findings, scopes: tuple[str, ...], shown: tuple[str, ...]) -> tuple[Action, ...]:
    """Give what the team of change makers could do: pairs who agreed to be named, else ask who agrees."""
    pairs = pair_actions(without_small_groups(findings), scopes, findings.consenting)
    if findings.pairs and not pairs:
        pairs = [
            Action(
                text("Ask the people concerned whether the team may know their names.", findings.language),
                (
                    text(
                        "There {n:is # suggestion|are # suggestions} to bring people together; a pair is shown "
                        "here when both agreed.",
                        findings.language,
                        n=len(findings.pairs),
                    ),
                ),
            )
        ]
    return (*pairs, *group_actions(findings, shown)[:2])


def _room_for_pairs(findings: Findings) -> list[Action]:
    """Say who has the list of suggested connections, and what can be done for them without it."""
    language = findings.language
    if not findings.pairs or nothing_line(findings.results, language) == text(NOTHING_EXPECTED, language):
        return []
    return [Action(text(MAKE_ROOM, language), (text(WHO_HAS_THE_LIST, language),))]


def _without_finding(findings: Findings, shown: tuple[str, ...]) -> Action:
    """Give what to do where no finding asks for something else, and claim no more than could be looked at."""
    language, results = findings.language, findings.results
    looked = "patterns" in results and "kind" in (table := results["patterns"].table)
    looked = looked and bool(table["kind"].isin(GROUP_KINDS).any())
    pairs = judged_pairs(findings, shown)
    if pairs["wall"].any():
        return Action(text(ACROSS, language), (text(WALLS_ALIKE, language),))
    return Action(text(ASK, language), (text(NOTHING[looked, bool(len(pairs))], language),))


def management_actions(
    findings: Findings, shown: tuple[str, ...], walls: Sequence[tuple[str, str]]
) -> tuple[Action, ...]:
    """Give what management could do: the counter-actions of patterns, walls to cross, room to give."""
    language = findings.language
    actions = list(group_actions(findings, shown))
    for one, other in walls[: max(0, FEW_NAMED - len(actions))]:
        why = text("Between them run fewer ties than chance would give.", language)
        actions.append(
            Action(text("Have {one} and {other} take up one case together.", language, one=one, other=other), (why,))
        )
    if not actions:
        actions.append(_without_finding(findings, shown))
    return (*actions, *_room_for_pairs(findings))
