"""How large the picture of a result is drawn, on a page and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.plots.rows import height_for
from kiemen.plots.walls import numbers_fit
from kiemen.report.content import ON_PHONE

if TYPE_CHECKING:
    from kiemen.results import Result


def figure_size(result: Result, part: str) -> tuple[float, float]:
    """Give a size at which every row of the picture can be read."""
    rows = len(result.table)
    if part == "walls":
        groups = len({*result.table["group"], *result.table["other"]}) if "group" in result.table.columns else 10
        side = 3.4 + 0.34 * min(groups, 40)
        return (min(side + 2.4, 11.0), min(side, 9.0))
    if part == "patterns":
        found = int(result.table["found"].sum()) if "found" in result.table.columns else rows
        return (8.8, height_for(min(found, 15)))
    if part == "ingredients":
        return (8.8, 1.8 + 0.33 * min(rows, 40))
    return (8.8, 4.6 if part == "forecast" else height_for(min(rows, 20)))


def narrow_size(result: Result, part: str) -> tuple[float, float] | None:
    """Give the size for a phone at which its words can be read, if there is one."""
    if part != "walls":
        return (ON_PHONE, figure_size(result, part)[1])
    # The cells are square: of many groups, or with many ties, they would be too small for a number.
    if "group" not in result.table.columns:
        return (ON_PHONE, ON_PHONE)
    return (ON_PHONE, ON_PHONE) if numbers_fit(result, ON_PHONE) else None
