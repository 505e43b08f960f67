"""Reasons about two people, as the two read them on their own pages: "you both" instead of "both"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemen.i18n import mark

if TYPE_CHECKING:
    from kiemen.results import Fact

# What is said of the two, and what is said to them.
TO_THEM = {
    "Both take part in {initiative}.": mark("You both take part in {initiative}."),
    "Both work at {group}.": mark("You both work at {group}."),
    "A natural moment: coffee at {place}, where both work.": mark(
        "A natural moment: coffee at {place}, where you both work."
    ),
    "{via} knows both and can introduce them.": mark("{via} knows you both and can introduce you."),
}


def to_them(fact: Fact) -> Fact:
    """Give a reason in the second person; what is not about the two stays as it is."""
    message = TO_THEM.get(fact.message)
    return fact if message is None else replace(fact, message=message)
