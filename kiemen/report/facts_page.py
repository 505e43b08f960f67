"""The facts that a works council and a data-protection officer ask for, in every report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, number, text
from kiemen.report.content import Section
from kiemen.report.words import ATTRIBUTES, worded

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
    "participant": mark(
        "A participant sees his or her own page, with the names of colleagues to meet and of who can introduce them: "
        "people who agreed to be named or, where nobody was asked that, everybody who took part and did not refuse."
    ),
}

SAFEGUARDS = (
    (
        mark("What it is not for"),
        mark(
            "Not for evaluating, ranking or selecting employees. A suggestion is advice with a reason; people decide. "
            "Whoever objects is left out as respondent and as a name that others gave."
        ),
    ),
    (
        mark("Decided by a computer"),
        mark("Nothing. Scores are ranks with a margin and suggestions have reasons; every step is taken by people."),
    ),
    (
        mark("People who did not answer"),
        mark(
            "They can be in the data because colleagues named them; what they think or do is unknown and is not "
            "guessed. They have to be informed too, and may object."
        ),
    ),
    (
        mark("Where it is computed"),
        mark("On the analyst's own computer; nothing is sent anywhere, and this page makes no request."),
    ),
)

# Names of colleagues and a consent are asked too, but are no items of a scale.
QUESTIONS = mark("Survey questions used, besides those for the data and ties above")


def facts_section(findings: Findings, audience: str = "analyst") -> Section:
    """Give purpose, data, groups, retention and who sees what; only the analyst has a file to fill in."""
    language = findings.language
    missing = text("not stated", language)
    if audience == "analyst":
        missing = text("not stated; fill in [about] in the project file", language)
    facts = [(text(label, language), findings.about.get(key) or missing) for key, label in STATED.items()]
    facts += [*_data_facts(findings)]
    facts += [
        (text("Smallest group shown", language), number(findings.minimum_group, 0, language)),
        (
            text("Who sees what", language),
            " ".join(text(message, language, n=findings.minimum_group) for message in WHO_SEES.values()),
        ),
        *((text(label, language), text(message, language)) for label, message in SAFEGUARDS),
    ]
    return Section(
        key="facts",
        short=text("Privacy facts", language),
        title=text("Facts for the works council and the data-protection officer", language),
        facts=tuple(facts),
    )


def _data_facts(findings: Findings) -> list[tuple[str, str]]:
    """Give what data there are: about how many people, which attributes, ties, questions, groups and measurements."""
    network, language = findings.network, findings.language
    attributes = [column for column in map(str, network.people.columns) if column not in {"name", "inside"}]
    data = [worded(ATTRIBUTES.get(column, column), language) for column in ["name", *attributes]]
    kinds = [str(worded(str(relation), language)) for relation in network.relations.index]
    waves = [str(wave) for wave in network.waves.index if str(wave)]
    facts = [
        (text("People in the data", language), number(network.n_people, 0, language)),
        (text("Data about people", language), ", ".join(data)),
        (text("Kinds of ties", language), ", ".join(kinds) or "–"),
        (text(QUESTIONS, language), number(len(network.items), 0, language)),
    ]
    if waves:
        facts.append((text("Measurements", language), ", ".join(waves)))
    if findings.groups:
        facts.append((text("Groups", language), number(len(set(findings.groups.values())), 0, language)))
    return facts
