"""What an analyst sees at a glance of a Network: sentences and small tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from kiemen.i18n import plural, text
from kiemen.schema import ANSWERED

if TYPE_CHECKING:
    from kiemen._holdings import Holdings


def sentences(held: Holdings, language: str | None) -> list[str]:
    """Give the size and the response rates, a sentence each."""
    said = [
        plural("{n} person inside the organisation.", "{n} people inside the organisation.", held.n_people, language)
    ]
    if held.n_contacts:
        said.append(plural("{n} contact outside it.", "{n} contacts outside it.", held.n_contacts, language))
    initiatives = len(held.initiatives)
    if initiatives:
        said.append(plural("{n} initiative.", "{n} initiatives.", initiatives, language))
    waves = sorted(held.participation["wave"].unique())
    for wave in waves:
        rate = held.response_rate(wave)
        # A wave that has a name already needs no "wave" before it.
        label = f"{wave[:1].upper()}{wave[1:]}: " if wave[:1].isalpha() else ""
        if wave and not label:
            label = text("Wave {wave}: ", language, wave=wave)
        if not math.isnan(rate):
            said.append(label + text("{rate:.0%} of the people asked answered.", language, rate=rate))
        elif held.response(wave).isin(ANSWERED).any():
            said.append(label + text("No response rate: it is not known who else was asked.", language))
    if len(waves) > 1 and held.waves["date"].isna().any():
        said.append(
            text(
                "Wave “{wave}” counts as the latest; give date= of each, as not every one has one.",
                language,
                wave=held.default_wave,
            )
        )
    return said


def tables(held: Holdings, language: str | None) -> list[tuple[str, pd.DataFrame]]:
    """Give the small tables that are not empty: ties per relation, rows per source, what was set aside and why."""
    ties = held.tie_arrays
    counts = pd.Series(ties.relation).value_counts().sort_index()
    per_relation = pd.DataFrame(
        {
            text("ties", language): [int(counts.get(i, 0)) for i in range(len(ties.relations))],
            text("directed", language): [bool(held.relations["directed"].get(name, True)) for name in ties.relations],
        },
        index=pd.Index(ties.relations, name=text("relation", language)),
    )
    sources = held.sources[["kind", "rows_read", "rows_used", "rows_set_aside"]]
    sources.index.name = text("source", language)
    sources.columns = pd.Index(
        [text("kind", language), text("rows read", language), text("used", language), text("set aside", language)]
    )
    ledger = held.ledger
    why = ledger.groupby(["action", "reason"], observed=True).size().reset_index(name="count")
    why = pd.DataFrame(
        {
            text("what", language): [text(str(action), language) for action in why["action"]],
            text("times", language): why["count"].to_numpy(),
        },
        index=pd.Index(
            [text(str(reason), language) if reason else "–" for reason in why["reason"]], name=text("why", language)
        ),
    )
    return [
        (name, frame) for name, frame in (("ties", per_relation), ("sources", sources), ("ledger", why)) if len(frame)
    ]
