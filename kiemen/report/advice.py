"""What to do next with a project that was read: what still keeps the report from saying more, then the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen._checks import did_you_mean
from kiemen.adoption.blocks import READINESS
from kiemen.adoption.propensity import NOMINATION_NAMES
from kiemen.errors import InputError
from kiemen.i18n import mark, plural, text
from kiemen.read.crowd import UNSURE as UNSURE_PERSON
from kiemen.read.draft import SCALES as KNOWN
from kiemen.read.nominations import UNSURE as UNSURE_NAME
from kiemen.report.findings import declared_adopters

if TYPE_CHECKING:
    from kiemen.network import Network
    from kiemen.read.project import Project

DECIDE = mark(
    "{n:# name is|# names are} not certain. Have them listed (kiemen check SURVEY --roster PEOPLE --review names.csv), "
    'fill in who is meant, and put decisions = "names.csv" in the [[read]] of that file.'
)
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
WHICH_TIES = mark(
    "All kinds of ties count as working together: {kinds}. If only one should, put relation = {example} under "
    "[project]."
)
ABOUT = mark("Say under [about] what it is for and how long it is kept: the works council will ask.")
REPORT = mark("Then: kiemen report")


def next_steps(network: Network, project: Project, language: str | None = None) -> list[str]:
    """Give what the project file could still say, in the order in which it matters, and the next command.

    Raises
    ------
    InputError
        If the project file names ties that were not read: the report would fail on it.
    """
    check_relation(network, project)
    unsure = int(network.ledger["reason"].isin([UNSURE_NAME, UNSURE_PERSON]).sum())
    steps = [text(DECIDE, language, n=unsure)] if unsure else []
    if not _has_evidence(network):
        steps.append(text(NO_EVIDENCE, language))
    elif project.share is None and not declared_adopters(network, None):
        steps.append(text(NO_SHARE, language))
    steps += _loose_statements(network, language) or _unnamed_scales(network, project, language)
    asked = [str(name) for name, was in network.relations["asked"].items() if was]
    kinds = [str(name) for name in network.relations.index]
    if asked and len(kinds) > 1 and project.relation is None:
        quoted = ", ".join(f'"{kind}"' for kind in kinds)
        steps.append(text(WHICH_TIES, language, kinds=quoted, example=f'"{asked[0]}"'))
    if not any(project.about.values()):
        steps.append(text(ABOUT, language))
    return [*steps, text(REPORT, language)]


def check_relation(network: Network, project: Project) -> None:
    """Refuse kinds of ties that were not read."""
    known = [str(name) for name in network.relations.index]
    wanted = [project.relation] if isinstance(project.relation, str) else project.relation or ()
    for name in wanted:
        if name not in known:
            raise InputError(f"{project.file}: there are no ties called {name!r}.{did_you_mean(name, known)}")


def _has_evidence(network: Network) -> bool:
    named = any(str(name).casefold() in NOMINATION_NAMES for name in network.relations.index)
    measured = bool(network.items["scale"].isin(READINESS).any())
    return named or measured or bool(len(network.memberships) or len(network.adoptions))


def _unnamed_scales(network: Network, project: Project, language: str | None) -> list[str]:
    """Tell of statements that stand together by their codes, while nobody said what they measure."""
    items = network.items
    found = sorted({str(name) for name in items.loc[items["kind"].eq("scale"), "scale"]} - {"", *KNOWN})
    if project.scales or not found:
        return []
    return [text(UNNAMED, language, scales=", ".join(found))]


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
