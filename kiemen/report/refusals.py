"""Why a part of the analysis is not there, in the language of the reader: errors are English, reports need not be."""

from __future__ import annotations

import re
from functools import cache

from kiemen.i18n import mark, text, worded

# What the parts of an analysis can lack, as the functions say it.
REFUSALS = (
    mark("walls need at least two groups; {column} has {n}."),
    mark(
        "There is no evidence to score: no answers to a readiness scale, no earlier adoptions or memberships, and no "
        "nominations. Pass scales= or nominations=, or read memberships or adoptions first."
    ),
    mark(
        "No ingredient can be measured: there are no scales about them, adopters, events or roles. Pass scales= with "
        "the names of your own scales."
    ),
    mark("Nobody inside is known to be in a group by {column}; pass by= with what is filled in."),
    mark("the network has no ties in relation {relation}: nothing can spread. Read ties first."),
    mark("the network has no ties: nothing can spread. Read ties first."),
    mark(
        "the network has no ties: nothing can spread. Read ties first. Or tie those who share an initiative: "
        "kiemen.build_projection(network)."
    ),
    mark("nobody in this network is inside the organisation: nobody's growth can be counted."),
    mark("people have no column with groups; pass by=."),
    mark("people have no column with groups; pass by=. There is: {columns}."),
    mark("at least 4 people must have a value; {n} do."),
)
HOLE = re.compile(r"\\\{(\w+)\\\}")


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """Give what recognises a sentence with its placeholders filled in."""
    return re.compile(HOLE.sub(r"(?P<\1>.+?)", re.escape(message)), re.DOTALL)


def worded_refusal(reason: str, language: str | None = None) -> str:
    """Give a reason in the language; one that is not known stays as it is.

    Examples
    --------
    >>> worded_refusal("walls need at least two groups; 'team' has 1.", "nl")
    "muren vragen minstens twee groepen; 'team' heeft er 1."
    """
    for message in REFUSALS:
        found = _pattern(message).fullmatch(reason)
        if found:
            return text(message, language, **found.groupdict())
    return worded(reason, language)
