"""What people who see groups only are told of the walls between those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import mark, text
from kiemen.report.content import Section, Sheet

if TYPE_CHECKING:
    from kiemen.report.findings import Findings

MOST_WALLS = 3
NOT_TOLD = mark("It cannot be told from these data whether there are walls between groups.")
NO_WALL = mark("Between the groups that are large enough to be shown, no wall was found.")
ONE_PAIR = mark("Between {one} and {other} run fewer ties than chance would give.")
COUNTED = mark("Between {n} of the {all} pairs of groups run fewer ties than chance would give.")
ALL_NAMED = mark("Between {n} of the {all} pairs of groups run fewer ties than chance would give: {walls}.")
NONE_STANDS_OUT = mark("None stands out from how much groups keep to themselves.")
STANDING_OUT = mark("{n:# wall stands|# walls stand} out even from how much groups keep to themselves: {walls}.")


def visible_walls(findings: Findings, shown: tuple[str, ...]) -> pd.DataFrame:
    """Give the walls that stand out between two groups which may both be shown, without counts.

    Of two or three groups it cannot be told what stands out: there every wall counts.
    """
    table = _pairs(findings, shown)
    judged = "strong" in table.columns and ("q_open" not in table.columns or table["q_open"].notna().any())
    walls = table[table["strong" if judged else "wall"].astype(bool)]
    seen = sorted({tuple(sorted(map(str, pair))) for pair in zip(walls["group"], walls["other"], strict=True)})
    return pd.DataFrame(seen, columns=["group", "other"])


def wall_line(findings: Findings, shown: tuple[str, ...]) -> str:
    """Say between how many pairs there is a wall, and which stand out; "" where it was not looked at."""
    if "walls" not in findings.results:
        return ""
    language, pairs, walls = findings.language, judged_pairs(findings, shown), visible_walls(findings, shown)
    found = int(pairs["wall"].sum())
    if not len(pairs):
        return text(NOT_TOLD, language)
    if not found:
        return text(NO_WALL, language)
    if len(pairs) == 1:
        return text(ONE_PAIR, language, one=pairs["group"].iloc[0], other=pairs["other"].iloc[0])
    few = walls.head(MOST_WALLS)
    # The name of a department may have commas of its own.
    named = "; ".join(f"{one} – {other}" for one, other in zip(few["group"], few["other"], strict=True))
    named += "; …" if len(walls) > MOST_WALLS else ""
    if len(walls) == found:
        return text(ALL_NAMED, language, n=found, all=len(pairs), walls=named)
    said = text(COUNTED, language, n=found, all=len(pairs))
    if not len(walls):
        return f"{said} {text(NONE_STANDS_OUT, language)}"
    return f"{said} {text(STANDING_OUT, language, n=len(walls), walls=named)}"


def judged_pairs(findings: Findings, shown: tuple[str, ...]) -> pd.DataFrame:
    """Give the pairs of which it can be told whether there is a wall; none where that says nothing of the rest.

    Where few pairs have ties enough, that none of those is a wall leaves open what the others are.
    """
    pairs = _pairs(findings, shown)
    judged = pairs[pairs["testable"].astype(bool)] if "testable" in pairs.columns else pairs
    return judged if judged["wall"].any() or 2 * len(judged) >= len(pairs) else judged.iloc[:0]


def walls_section(findings: Findings, shown: tuple[str, ...]) -> tuple[Section, ...]:
    """Give the section about walls that stand out, if there are any."""
    from kiemen.report.sections import TITLES

    walls = visible_walls(findings, shown)
    if not len(walls):
        return ()
    language, (*_, intro) = findings.language, TITLES["walls"]
    named = walls.set_axis([text("Between", language), text("and", language)], axis=1)
    return (
        Section(
            key="walls",
            short=text("Walls", language),
            title=text("Which walls between groups stand out", language),
            intro=text(intro, language),
            lead=(wall_line(findings, shown),),
            tables=(Sheet("walls", text("Walls", language), named),),
        ),
    )


def _pairs(findings: Findings, shown: tuple[str, ...]) -> pd.DataFrame:
    """Give the pairs of groups that were looked at of which both may be shown."""
    if "walls" not in findings.results:
        return pd.DataFrame(columns=["group", "other", "wall"])
    table = findings.results["walls"].table
    if "wall" not in table.columns:
        return pd.DataFrame(columns=["group", "other", "wall"])
    return table[table["group"].astype(str).isin(shown) & table["other"].astype(str).isin(shown)]
