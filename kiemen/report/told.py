"""Reasons about two people, as somebody else reads them: "both" instead of "you both"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemen.i18n import mark

if TYPE_CHECKING:
    from kiemen.results import Fact

# What is said to the two themselves on their own pages, and what is said of them.
OF_THEM = {
    "You both take part in {initiative}.": mark("Both take part in {initiative}."),
    "You both work at {group}.": mark("Both work at {group}."),
    "A natural moment: coffee at {place}, where you both work.": mark(
        "A natural moment: coffee at {place}, where both work."
    ),
    "{via} knows you both and can introduce you.": mark("{via} knows both and can introduce them."),
}


def of_them(fact: Fact) -> Fact:
    """Give a reason in the third person; what addresses nobody stays as it is."""
    message = OF_THEM.get(fact.message)
    return fact if message is None else replace(fact, message=message)
