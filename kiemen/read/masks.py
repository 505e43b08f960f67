"""Whole names of people who object, taken out of the titles and texts in which others wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemen.network import Network
from kiemen.privacy.mentions import reworded

if TYPE_CHECKING:
    from collections.abc import Collection

MASK = "…"


def without_names(network: Network, words: Collection[str]) -> Network:
    """Give a network in whose titles, texts and attributes none of these names stands."""
    if not words:
        return network
    frames = network._frames  # noqa: SLF001  the tables are looked through, not copied
    changed = reworded(frames, dict.fromkeys(words, MASK))
    people = changed.pop("people", None)
    made = network.replace(**changed) if changed else network
    if people is None:
        return made
    return Network({**made._frames, "people": people}, made._ties)  # noqa: SLF001  only attributes differ
