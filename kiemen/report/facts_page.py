"""The facts that a works council and a data-protection officer ask for, in every report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, number, text
from kiemen.report.content import Section

if TYPE_CHECKING:
    from kiemen.report.findings import Findings

# What the organisation itself must state, in the order in which it is asked.
STATED = {
    "purpose": mark("Purpose"),
    "legal_basis": mark("Legal basis"),
    "controller": mark("Responsible"),
    "contact": mark("Questions and objections"),
    "retention": mark("Kept until"),
    "agreed": mark("Agreed with the works council"),
}
WHO_SEES = {
    "analyst": mark("The analyst sees everything that was read."),
    "team": mark("The team of change makers sees names of people who agreed to be named, and suggestions."),
    "management": mark("Management sees groups of at least {n} people, never people."),
    "participant": mark("A participant sees his or her own page."),
}


def facts_section(findings: Findings) -> Section:
    """Give purpose, data, groups, retention and who sees what."""
    network, language = findings.network, findings.language
    missing = text("not stated; fill in [about] in the project file", language)
    facts = [(text(label, language), findings.about.get(key) or missing) for key, label in STATED.items()]
    attributes = [str(column) for column in network.people.columns if column not in {"name", "inside"}]
    kinds = [str(relation) for relation in network.relations.index]
    facts += [
        (text("Data about people", language), ", ".join(["name", *attributes])),
        (text("Kinds of ties", language), ", ".join(kinds) or "–"),
        (text("Survey questions used", language), number(len(network.items), 0, language)),
        (text("Smallest group shown", language), number(findings.minimum_group, 0, language)),
        (
            text("Who sees what", language),
            " ".join(text(message, language, n=findings.minimum_group) for message in WHO_SEES.values()),
        ),
        (
            text("What it is not for", language),
            text(
                "Not for evaluating, ranking or selecting employees. A suggestion is advice with a reason; people "
                "decide. "
                "Whoever objects is left out as respondent and as a name that others gave.",
                language,
            ),
        ),
        (
            text("Where it is computed", language),
            text("On the analyst's own computer; nothing is sent anywhere, and this page makes no request.", language),
        ),
    ]
    return Section(
        key="facts",
        short=text("Privacy facts", language),
        title=text("Facts for the works council and the data-protection officer", language),
        facts=tuple(facts),
    )
