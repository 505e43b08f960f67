"""Why a part of the analysis is not there, in the language of the reader: errors are English, reports need not be."""

from __future__ import annotations

import re
from functools import cache

from kiemen.i18n import mark, text, worded

# What the parts of an analysis can lack, as the functions say it.
AS_RAISED = (
    mark("the network has no ties in relation {relation}: nothing can spread. Read ties first."),
    mark("the network has no ties: nothing can spread. Read ties first."),
    mark("nobody in this network is inside the organisation: nobody's growth can be counted."),
    mark("at least 4 people must have a value; {n} do."),
)
NO_GROUPS = mark(
    "there is no column with groups, such as department or team; say which it is with by, in a project file as in "
    'by = "location" under [project].'
)
# What the functions say to who calls them, as a project file can mend it.
IN_A_PROJECT = {
    "walls need at least two groups; {column} has {n}.": mark(
        "walls need at least two groups; by {column} there is {n}."
    ),
    "There is no evidence to score: no answers to a readiness scale, no earlier adoptions or memberships, and no "
    "nominations. Pass scales= or nominations=, or read memberships or adoptions first.": mark(
        "there is nothing to tell early adopters by: no answers to a readiness scale, no question about who tries new "
        "things, and no earlier adoptions or memberships. kiemen check says how to name what was asked."
    ),
    "No ingredient can be measured: there are no scales about them, adopters, events or roles. Pass scales= with "
    "the names of your own scales.": mark(
        "no ingredient can be measured: there are no statements about them, adopters, events or roles. Give statements "
        "the name of what they measure, in a project file under [[scales]]."
    ),
    "Nobody inside is known to be in a group by {column}; pass by= with what is filled in.": mark(
        "of nobody inside the group by {column} is known; say with by which column is filled in, in a project file "
        "under [project]."
    ),
    "the network has no ties: nothing can spread. Read ties first. Or tie those who share an initiative: "
    "kiemen.build_projection(network).": mark("the network has no ties: nothing can spread. Read ties first."),
    "people have no column with groups; pass by=.": NO_GROUPS,
    "people have no column with groups; pass by=. {columns}": NO_GROUPS,
}
REFUSALS = {**{message: message for message in AS_RAISED}, **IN_A_PROJECT}
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
    'muren vragen minstens twee groepen; volgens team is er 1.'
    """
    for message, said in REFUSALS.items():
        found = _pattern(message).fullmatch(reason)
        if found:
            values = found.groupdict()
            # A column goes by the name that the reader knows it by.
            values |= {"column": worded(values["column"].strip("'"), language)} if "column" in values else {}
            return text(said, language, **values)
    return worded(reason, language)
