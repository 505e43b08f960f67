"""Who refuses in a survey, found before anything else is read, so that they are left out of every source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemen._assembly import unnamed
from kiemen.read.decisions import decision_map
from kiemen.read.respondents import identify_respondents, written_respondents
from kiemen.read.roster import OBJECTS, lookup_of, recognising
from kiemen.read.submissions import tests
from kiemen.read.surveycolumns import told
from kiemen.read.surveywork import Opened
from kiemen.read.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiemen.network import Network
    from kiemen.read.roster import Roster

_READING = ("sheet", "header", "encoding", "separator", "decimal", "day_first")
_PARTS = ("respondent", "nominations", "multi", "ratings", "asks", "offers", "consent", "opt_out", "attributes")


def survey_objectors(source: Any, roster: Network, how: Mapping[str, Any]) -> set[str]:
    """Give the ids of people on the roster who object or gave no consent in a survey; `how` is as for `read_survey`."""
    reading = {key: how[key] for key in _READING if key in how}
    opened = Opened.of(
        read_table(source, **reading), how.get("tool"), how.get("question"), how.get("answer"), how.get("respondent")
    )
    parts = {part: how.get(part) for part in _PARTS}
    columns = told(opened.account, opened.dialect, relation="nomination", **parts)
    known = lookup_of(roster)
    written, _ = written_respondents(opened.account, opened.dialect, columns, known)
    found = identify_respondents(
        opened.account,
        opened.dialect,
        columns,
        known=known,
        objectors=how.get("objectors"),
        decisions=decision_map(how.get("decisions")),
        nicknames=how.get("nicknames"),
        excluded=tests(opened.account, opened.dialect, written),
    )
    return found.objectors & set(roster.ids)


def with_objectors(roster: Network, objecting: Iterable[str]) -> Roster:
    """Give the roster without these people, which recognises them where somebody else wrote their name."""
    gone = sorted(objecting)
    known = lookup_of(roster)
    known["objects"] = known["objects"].astype(bool) | known.index.isin(gone)
    words = {str(word).casefold() for word in [*gone, *known.loc[known.index.isin(gone), "name"]]}
    left = roster.without(gone, reason=OBJECTS) if gone else roster
    return recognising(left, unnamed(known, words))
