"""The project file of an example: which file is what, and which items make which scale."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from kiemen.datasets.questions import ASK, CONSENT, NAME_QUESTIONS, OFFER, SCALES

_ABOUT: Final = {
    "purpose": "Collega's die al anders werken met elkaar verbinden; niet bedoeld om mensen te beoordelen.",
    "legal_basis": "Toestemming in de vragenlijst; wie bezwaar maakt, komt nergens voor.",
    "controller": "Verzonnen organisatie",
    "contact": "privacy@kiemstad.example",
    "retention": "Tot drie maanden na de tweede meting.",
    "agreed": "Ondernemingsraad, januari 2025",
}
_NOTE: Final = (
    "# What is what in this folder. `kiemen report` and `kiemen.load_example` read by it.",
    "# Copy it as a start for a project of your own: see `kiemen.read_project` for every key.",
)


def project_text(title: str, steps: Sequence[dict[str, str]], waves: Iterable[tuple[str, str]]) -> str:
    """Return the project file: `steps` are read first, then one survey per wave."""
    lines = [
        *_NOTE,
        "",
        "[project]",
        f"title = {_quoted(title)}",
        'language = "nl"',
        'by = "department"',
        'relation = ["samenwerking", "advies"]',
        "share = 0.15",
        "",
    ]
    lines += ["[about]", *(f"{key} = {_quoted(value)}" for key, value in _ABOUT.items()), ""]
    for step in steps:
        lines += ["[[read]]", *(f"{key} = {_value(value)}" for key, value in step.items()), ""]
    for wave, file in waves:
        lines += _survey(wave, file)
    for scale in SCALES:
        lines += [
            "[[scales]]",
            f"name = {_quoted(scale.name)}",
            f"label = {_quoted(scale.label)}",
            "low = 1",
            "high = 5",
        ]
        lines += [f"reversed = {list(scale.reversed)}", "[scales.items]"]
        pairs = zip(scale.columns(), scale.items, strict=True)
        lines += [*(f"{_quoted(column)} = {_quoted(item)}" for column, item in pairs), ""]
    return "\n".join(lines)


def _survey(wave: str, file: str) -> list[str]:
    asked = ", ".join(f"{question.relation} = {_quoted(question.code)}" for question in NAME_QUESTIONS)
    return [
        "[[read]]",
        'with = "survey"',
        f"file = {_quoted(file)}",
        f"wave = {_quoted(wave)}",
        'respondent = "token"',
        f"consent = {_quoted(CONSENT)}",
        f"nominations = {{ {asked} }}",
        f"asks = {_quoted(ASK)}",
        f"offers = {_quoted(OFFER)}",
        "roster = true",
        'decisions = "namen.csv"',
        "",
    ]


def _value(value: str) -> str:
    return value if value in {"true", "false"} else _quoted(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
