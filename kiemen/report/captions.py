"""What stands beneath pictures: how to read them; beneath the map the signs drawn, and how many walls are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.i18n import mark, plural, text
from kiemen.report.words import READING

if TYPE_CHECKING:
    from kiemen.report.findings import Findings
    from kiemen.results import Result

SIGNS = (
    mark("Filled: early adopter."),
    mark("Ring: bridge."),
    mark("Dashes: suggested tie."),
    mark("Thick line: wall, with dots to its two groups."),
)


def map_caption(findings: Findings, walls_drawn: int) -> str:
    """Say how to read the map of everybody."""
    language = findings.language
    dots = text("Each dot is a person; who is close on the map shares many contacts.", language)
    drawn = (findings.marked, findings.bridges, findings.pairs, walls_drawn)
    said = [dots, *(text(sign, language) for sign, there in zip(SIGNS, drawn, strict=True) if there)]
    found = _walls_found(findings)
    if not walls_drawn and found:
        said.append(
            plural(
                "{n} wall was found; it does not stand out and is not drawn.",
                "{n} walls were found; none of them stands out, so none is drawn.",
                found,
                language,
            )
        )
    elif walls_drawn < found:
        said.append(
            plural(
                "{n} of the {all} walls found is drawn: the one that stands out most.",
                "{n} of the {all} walls found are drawn: those that stand out most.",
                walls_drawn,
                language,
                all=found,
            )
        )
    return " ".join(said)


def how_to_read(result: Result, part: str, language: str) -> str:
    """Say how to read the picture of a result; a forecast without ties to add has one line, and nothing to compare."""
    alone = part == "forecast" and not any(str(column).startswith("after") for column in result.table.columns)
    return text(READING[part], language) if part in READING and not alone else ""


def _walls_found(findings: Findings) -> int:
    walls = findings.results.get("walls")
    if walls is None or "wall" not in walls.table.columns:
        return 0
    return int(walls.table["wall"].sum())


def team_caption(language: str, *, adopters: bool, suggestions: bool) -> str:
    """Say how to read the map of who agreed to be named."""
    said = [text("Each dot is somebody who agreed to be named.", language)]
    drawn = (adopters, False, suggestions, False)
    return " ".join([*said, *(text(sign, language) for sign, there in zip(SIGNS, drawn, strict=True) if there)])
