"""What to do next with a project that was read: what still keeps the report from saying more, then the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kiemen._checks import did_you_mean
from kiemen.adoption.blocks import READINESS
from kiemen.adoption.propensity import NOMINATION_NAMES
from kiemen.diagnosis.indicators import SCALES as INGREDIENT_SCALES
from kiemen.errors import ColumnError, InputError
from kiemen.i18n import mark, plural, text, worded
from kiemen.privacy.audiences import check_minimum
from kiemen.read.consent import is_yes_or_no
from kiemen.read.crowd import UNSURE as UNSURE_PERSON
from kiemen.read.draft import SCALES as KNOWN
from kiemen.read.nominations import TORN
from kiemen.read.nominations import UNSURE as UNSURE_NAME
from kiemen.read.project import typed
from kiemen.read.questions import asks_advice, goes_first
from kiemen.read.respondents import ANONYMOUS
from kiemen.report.analysis import check_settings
from kiemen.report.build import checked_about, consenting_people
from kiemen.report.findings import declared_adopters

if TYPE_CHECKING:
    from kiemen.network import Network
    from kiemen.read.project import Project

DECIDE = mark(
    "{n:# name is|# names are} not certain. Have them listed (kiemen check {file}{roster} --review {list}), "
    "say in the column decision who is meant (number or whole name; or outside, nobody), and put "
    'decisions = "{list}" in the [[read]] of that file.'
)
UNDECIDED = mark(
    "{n:# name is|# names are} not certain yet: say in {list} who is meant, or leave them out as they are now."
)
LIST = mark("names")
WHOSE = mark(
    "Nobody knows whose {n} of the {all} answers in {file} are: they are set aside. If a column tells, give its "
    'header in the [[read]] of that file, as in respondent = "Name"; else the report goes without these answers.'
)
MOST_ASIDE = mark(
    "Of the {all} answers in {file} {n} are set aside, most of them for this: {reason}. Look at that first: the report "
    "rests on the others alone."
)
# So large a part of a survey that is set aside is hardly meant so.
MOST = 0.5
NO_GROUPS = mark(
    "No column with groups was found, such as department or team: without it there are no walls, no comparison of "
    "groups, and little for management. Read a list of people that has one, or say which it is, as in "
    'by = "location" under [project].'
)
WHICH_GROUPS = mark(
    "No column with groups was found, such as department or team: without it there are no walls, no comparison of "
    "groups, and little for management. Say which it is, as in by = {example} under [project]. There is: {columns}."
)
# What is known of people and is no group they work in, or hardly one.
NO_GROUP, HARDLY_GROUP = frozenset({"name", "inside", "email", "token"}), frozenset({"role", "job", "level", "manager"})
# Scales go by these names also without being asked for.
USED_SCALES = frozenset(READINESS).union(*INGREDIENT_SCALES.values())
NO_EVIDENCE = mark(
    "Nothing points to early adopters yet, so that there will be no suggestions. Put the statements that measure "
    'readiness in [[scales]], give the question about who tries new things the name "dares" under nominations, or read '
    "who takes part in what."
)
NO_SHARE = mark(
    "Say which part of the people you take to be early adopters, as in share = 0.1 under [project]: without it there "
    "are no suggestions and no forecast."
)
UNNAMED = mark(
    "What these statements measure is not said yet, so that little is computed with them: {scales}. Take away the "
    "signs before [[scales]] in the project file and give each its name; kiemen check --draft lists the names."
)
UNKNOWN_SCALES = mark(
    "Nothing is computed with these scales, since no part of the analysis goes by their names: {scales}. Names that it "
    "goes by: {known}."
)
WHICH_TIES = mark(
    "All kinds of ties count as working together: {kinds}. If only one should, put relation = {example} under "
    "[project]."
)
TITLE = mark('Give the report a title that says what it is about, as in title = "Together on housing" under [project].')
ABOUT = mark("Say under [about] what it is for and how long it is kept: the works council will ask.")
REPORT = mark("Then: kiemen report")
READY = mark("Nothing more is needed: kiemen report")


def next_steps(network: Network, project: Project, language: str | None = None) -> list[str]:
    """Give what the project file could still say, in the order in which it matters, and the next command.

    Raises
    ------
    KiemenError
        If the report would fail on what the project file says.
    """
    check_project(network, project)
    steps = [*_answers_set_aside(network, project, language), *_names_to_decide(network, project, language)]
    if not _has_evidence(network):
        steps.append(text(NO_EVIDENCE, language))
    elif project.share is None and not declared_adopters(network, None):
        steps.append(text(NO_SHARE, language))
    steps += _groups_to_name(network, project, language)
    steps += _loose_statements(network, language) or _unnamed_scales(network, project, language)
    asked = [str(name) for name, was in network.relations["asked"].items() if was]
    kinds = [str(name) for name in network.relations.index]
    if asked and len(kinds) > 1 and project.relation is None:
        quoted = ", ".join(f'"{kind}"' for kind in kinds)
        together = next((one for one in asked if not goes_first(one) and not asks_advice(one)), asked[0])
        steps.append(text(WHICH_TIES, language, kinds=quoted, example=f'"{together}"'))
    # A draft has no better name for it than that of the folder.
    if project.title in {None, "", project.folder.resolve().name}:
        steps.append(text(TITLE, language))
    if not any(project.about.values()):
        steps.append(text(ABOUT, language))
    return [*steps, text(REPORT if steps else READY, language)]


def check_project(network: Network, project: Project) -> None:
    """Refuse, before anything is computed, what no report can be made with.

    Raises
    ------
    KiemenError
        If the project file names ties or a column that were not read, a group too small to be shown, a heading or a
        setting that does not exist.
    """
    _check_relation(network, project)
    consenting_people(network, project.consenting)
    checked_about(project.about)
    check_settings(project.settings)
    if project.minimum_group is not None:
        check_minimum(project.minimum_group)


def _check_relation(network: Network, project: Project) -> None:
    """Refuse kinds of ties that were not read."""
    known = [str(name) for name in network.relations.index]
    wanted = [project.relation] if isinstance(project.relation, str) else project.relation or ()
    for name in wanted:
        if name not in known:
            raise InputError(f"{project.file}: there are no ties called {name!r}.{did_you_mean(name, known)}")


def _answers_set_aside(network: Network, project: Project, language: str | None) -> list[str]:
    """Tell of every survey of which most answers are not used, and why."""
    ledger, sources = network.ledger, network.sources
    gone = ledger[ledger["action"].eq("set aside") & ledger["part"].eq("row")]
    surveys = {Path(str(step.get("file", ""))).stem: step for step in project.steps if step.get("with") == "survey"}
    steps = []
    for source, step in surveys.items():
        reasons = gone["reason"][gone["source"] == source].value_counts()
        if source not in sources.index or not len(reasons):
            continue
        n, all_rows = int(sources["rows_set_aside"][source]), int(sources["rows_read"][source])
        if n <= MOST * all_rows:
            continue
        file, anonymous = str(step["file"]), int(reasons.get(ANONYMOUS, 0))
        if anonymous > MOST * all_rows:
            steps.append(text(WHOSE, language, n=anonymous, all=all_rows, file=file))
        else:
            why = worded(str(reasons.index[0]), language)
            steps.append(text(MOST_ASIDE, language, n=n, all=all_rows, file=file, reason=why))
    return steps


def _groups_to_name(network: Network, project: Project, language: str | None) -> list[str]:
    """Ask for the column with groups where none goes by a usual name, with those that it could be."""
    if project.by is not None:
        return []
    try:
        network.group_column()
    except ColumnError:
        found = _may_be_groups(network, project)
        if not found:
            return [text(NO_GROUPS, language)]
        return [text(WHICH_GROUPS, language, example=f'"{found[0]}"', columns=", ".join(found))]
    return []


def _may_be_groups(network: Network, project: Project) -> list[str]:
    """Give the columns of people with words that several share, those about where they work first."""
    people = network.people[network.people["inside"].astype(bool)]
    found = []
    for name in map(str, people.columns):
        said = people[name].dropna()
        known = name in NO_GROUP or name == project.consenting or not pd.api.types.is_string_dtype(said)
        if known or 2 * len(said) < len(people) or not 2 <= said.nunique() <= len(said) / 2:
            continue
        if not is_yes_or_no(said.astype("str")):
            found.append(name)
    return sorted(found, key=lambda name: name in HARDLY_GROUP)


def _names_to_decide(network: Network, project: Project, language: str | None) -> list[str]:
    """Tell, for each file, how many names in it are to be decided on, and the command that lists them."""
    ledger = network.ledger
    unsure = ledger[ledger["reason"].isin([UNSURE_NAME, TORN, UNSURE_PERSON])].groupby("source")["value"].nunique()
    read = {Path(str(step.get("file", ""))).stem: step for step in project.steps}
    people = next((str(step.get("file")) for step in project.steps if step.get("with") == "roster"), "")
    roster = f" --roster {typed(people)}" if people else ""
    steps = []
    for number, (source, n) in enumerate(unsure.items(), start=1):
        step = read.get(str(source), {})
        if "decisions" in step:
            # A list anew would have none of the decisions that were made.
            steps.append(text(UNDECIDED, language, n=int(n), list=str(step["decisions"])))
            continue
        called = f"{text(LIST, language)}{number if len(unsure) > 1 else ''}.csv"
        file = str(step.get("file", "SURVEY"))
        steps.append(text(DECIDE, language, n=int(n), file=typed(file), roster=roster, list=called))
    return steps


def _has_evidence(network: Network) -> bool:
    named = any(str(name).casefold() in NOMINATION_NAMES for name in network.relations.index)
    measured = bool(network.items["scale"].isin(READINESS).any())
    return named or measured or bool(len(network.memberships) or len(network.adoptions))


def _unnamed_scales(network: Network, project: Project, language: str | None) -> list[str]:
    """Tell of statements of which nobody said what they measure, or said it in words that nothing goes by."""
    items = network.items
    read = {str(name) for name in items.loc[items["kind"].eq("scale"), "scale"]} - {"", *KNOWN}
    found = sorted(name for name in read if _plainly(name) not in USED_SCALES and name not in str(project.settings))
    if not found:
        return []
    if project.scales:
        return [text(UNKNOWN_SCALES, language, scales=", ".join(found), known=", ".join(KNOWN))]
    return [text(UNNAMED, language, scales=", ".join(found))]


def _plainly(name: str) -> str:
    return name.casefold().replace(" ", "_")


def _loose_statements(network: Network, language: str | None) -> list[str]:
    """Tell of statements that belong to no scale, which nothing is computed with."""
    items = network.items
    loose = items.index[items["kind"].eq("scale") & items["scale"].eq("")]
    if not len(loose):
        return []
    return [
        plural(
            "{n} statement belongs to no scale and is not used ({first}). Say in [[scales]] what it measures.",
            "{n} statements belong to no scale and are not used ({first}, …). Say in [[scales]] what they measure.",
            len(loose),
            language,
            first=str(items["label"].get(loose[0]) or loose[0]),
        )
    ]
