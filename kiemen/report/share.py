"""The share of people taken to be early adopters: where it cuts the ranking, and how sure that line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.adoption.adopters import people_within
from kiemen.i18n import mark, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kiemen.results import Result

LINE = mark(
    "{share:.0%} of the colleagues {n:is taken to be an early adopter: the one ranked highest|are taken to be early "
    "adopters: the # ranked highest}. Of these {below} could as well stand below that line, and {above} of the others "
    "above it."
)
WITHIN = mark("Within the {share:.0%}")


def stated_share(results: Mapping[str, Result]) -> float | None:
    """Give the share that simulations and suggestions were computed with; None where adopters were declared."""
    for result in results.values():
        share = result.settings.get("share")
        if isinstance(share, (int, float)) and not isinstance(share, bool):
            return float(share)
    return None


def share_line(ranking: pd.DataFrame, share: float, n_people: int, language: str) -> str:
    """Say who falls within the share, and for how many that could as well be otherwise; "" without ranks."""
    if not {"rank", "rank_low", "rank_high"} <= set(ranking.columns):
        return ""
    n = people_within(share, n_people)
    ranked = ranking[ranking["rank"].notna()]
    first, rest = ranked.iloc[:n], ranked.iloc[n:]
    below, above = int((first["rank_high"] > n).sum()), int((rest["rank_low"] <= n).sum())
    return text(LINE, language, share=share, n=len(first), below=below, above=above)
